//! Small parts that several pages share.

use leptos::prelude::*;

use crate::islands::CopyButton;
use crate::text::{Texts, time};
use crate::view::When;

/// Where a wizard stands.
pub fn steps(texts: &'static Texts, step: u8, steps: u8) -> impl IntoView {
    view! { <p class="steps">{(texts.common.step_of)(step, steps)}</p> }
}

/// A callout for something that a person should not overlook.
pub fn warning(text: impl IntoView) -> impl IntoView {
    view! {
        <div class="warning">
            <p>{text}</p>
        </div>
    }
}

/// A point in time: words for people, numbers for programs.
pub fn moment(when: When, words: fn(When) -> String) -> impl IntoView {
    view! { <time datetime=time::machine(when)>{words(when)}</time> }
}

/// A button that copies the text of an element; it shows itself only where it works.
pub fn copy(texts: &'static Texts, target: &'static str, label: &'static str) -> impl IntoView {
    view! {
        <CopyButton
            target=target
            label=label
            copied=texts.common.copied
            failed=texts.common.copy_failed
        />
    }
}

/// The two tabs on top of the security pages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// "additional security verification".
    Security,
    /// "app passwords".
    AppPasswords,
}

/// The tabs, with the one that is open marked.
pub fn tabs(texts: &'static Texts, open: Tab) -> impl IntoView {
    let tab = |tab: Tab, href: &'static str, label: &'static str| {
        let current = (tab == open).then_some("page");
        view! { <a class="tabs__tab" href=href aria-current=current>{label}</a> }
    };
    view! {
        <nav class="tabs" aria-label=texts.security.tabs>
            {tab(Tab::Security, "/security", texts.security.tab)}
            {tab(Tab::AppPasswords, "/app-passwords", texts.security.tab_app_passwords)}
        </nav>
    }
}
