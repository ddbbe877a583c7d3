//! The QR picture with everything that a person needs to add the account to an app, and the test.

use leptos::prelude::*;
use leptos::svg::{path, svg};

use crate::components::{Field, code_field, copy, document, name_field, steps};
use crate::text::Texts;
use crate::view::{ConfigureApp, Frame, TestApp};

/// Microsoft Authenticator on Google Play (F-021).
const PLAY: &str = "https://play.google.com/store/apps/details?id=com.azure.authenticator";
/// Microsoft Authenticator in the App Store (F-021).
const APP_STORE: &str = "https://apps.apple.com/app/microsoft-authenticator/id983156458";

/// `GET /enrol/app` and `GET /security/app` (F-017 to F-023).
pub fn configure_app(frame: &Frame, view: &ConfigureApp) -> String {
    let title = Texts::of(frame.language).configure_app.title;
    document(frame, title, &[], |texts| {
        let words = &texts.configure_app;
        view! {
            <div class="card">
                <h1>{words.title}</h1>
                <p class="lead">{words.lead}</p>
                {get_app(texts)}
                <section class="stack">
                    <h2>{format!("2. {}", words.add)}</h2>
                    <ul>
                        <li>{words.ios}</li>
                        <li>{words.android}</li>
                    </ul>
                    <p>{words.kind}</p>
                </section>
                <section class="stack">
                    <h2>{format!("3. {}", words.scan)}</h2>
                    <p>{(words.scan_text)(&view.account)}</p>
                    {picture(texts, view)}
                    <p class="hint">{words.expires}</p>
                </section>
                {by_hand(texts, view)}
                <form method="post" action=view.action>
                    <div class="cluster">
                        <button class="button button--primary" type="submit">{texts.common.done}</button>
                        <a class="button button--secondary" href=view.cancel>{texts.common.cancel}</a>
                    </div>
                </form>
            </div>
        }
    })
}

fn get_app(texts: &'static Texts) -> impl IntoView {
    let words = &texts.configure_app;
    let store = |href: &'static str, label: &'static str| {
        view! {
            <li>
                <a href=href target="_blank" rel="noopener noreferrer">
                    {label}
                    <span class="visually-hidden">{format!(" {}", texts.common.external)}</span>
                </a>
            </li>
        }
    };
    view! {
        <section class="stack">
            <h2>{format!("1. {}", words.get)}</h2>
            <p>{words.get_text}</p>
            <ul>
                {store(PLAY, words.play)}
                {store(APP_STORE, words.app_store)}
            </ul>
            <p>{words.another}</p>
        </section>
    }
}

/// The picture as one path; dark on light in every theme, because cameras need that.
fn picture(texts: &'static Texts, view: &ConfigureApp) -> impl IntoView {
    let size = view.qr.size;
    let drawing = svg()
        .attr("viewBox", format!("0 0 {size} {size}"))
        .attr("role", "img")
        .attr("aria-label", (texts.configure_app.qr)(&view.account))
        .attr("shape-rendering", "crispEdges")
        .child(path().attr("d", view.qr.path.clone()));
    view! { <div class="qr">{drawing}</div> }
}

/// Code and URL for typing, and the way for people who read this on the phone itself (F-018, F-022).
fn by_hand<'a>(texts: &'static Texts, view: &'a ConfigureApp) -> impl IntoView + use<'a> {
    let words = &texts.configure_app;
    view! {
        <section class="stack">
            <h2>{words.manual}</h2>
            <p>{words.manual_text}</p>
            <dl class="definition">
                <dt>{words.code}</dt>
                <dd class="cluster">
                    <code class="key" id="key">{view.code.as_str()}</code>
                    {copy(texts, "key", words.copy_code)}
                </dd>
                <dt>{words.url}</dt>
                <dd class="cluster">
                    <code class="key" id="url">{view.url.as_str()}</code>
                    {copy(texts, "url", words.copy_url)}
                </dd>
            </dl>
            <p>{format!("{} ", words.same_phone)}<a href=view.url.as_str()>{words.open}</a></p>
        </section>
    }
}

/// `GET /enrol/verify` and `GET /security/app/verify` (F-024, F-027).
pub fn test_app(frame: &Frame, view: &TestApp) -> String {
    let words = &Texts::of(frame.language).enrol;
    let title = if view.steps.is_some() {
        words.test_title
    } else {
        words.test_title_alone
    };
    document(frame, title, &view.problems, |texts| {
        let name = view.name.as_deref().map(|value| {
            let field = Field {
                name: "name",
                label: words.app_name,
                hint: words.app_name_hint,
                value,
                autocomplete: "off",
                problems: &view.problems,
            };
            name_field(texts, field)
        });
        view! {
            <div class="card card--narrow">
                {view.steps.map(|all| steps(texts, 2, all))}
                <h1>{title}</h1>
                <p class="lead">{words.test_lead}</p>
                <form class="stack" method="post" action=view.action>
                    {name}
                    {code_field(texts, &view.problems)}
                    <div class="cluster">
                        <button class="button button--primary" type="submit">{texts.common.verify}</button>
                        <a class="button button--link" href=view.back>{texts.common.back}</a>
                    </div>
                </form>
            </div>
        }
    })
}
