//! The document: head, header with the account menu, main, footer with the languages.
//!
//! The policy of the response allows no inline script and no inline style, so there is none: the
//! loader is a file, named with its integrity and the nonce, and finds its parts in data attributes.

use domain::Language;
use domain::desk::Duty;
use leptos::prelude::*;

use super::language_name;
use crate::islands::MenuButton;
use crate::text::Texts;
use crate::text::notice::is_success;
use crate::view::{Asset, Assets, Badge, Frame, Notice, Problem};

/// The product's name, as it stands in the header and in every title.
const PRODUCT: &str = "Proofup";

/// The whole document around a page's own content.
pub(super) fn page<V: IntoView>(
    frame: &Frame,
    texts: &'static Texts,
    title: &str,
    problems: &[Problem],
    body: V,
) -> impl IntoView {
    let prefix = if problems.is_empty() {
        ""
    } else {
        texts.common.error_prefix
    };
    view! {
        <!DOCTYPE html>
        <html lang=frame.language.tag() dir="ltr">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{format!("{prefix}{title} - {PRODUCT}")}</title>
                {assets(&frame.assets, &frame.nonce)}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="manifest" href="/site.webmanifest"/>
            </head>
            <body data-offline=texts.common.offline>
                <a class="skip-link" href="#main">{texts.common.skip}</a>
                {frame.demo.then(|| demo_banner(texts))}
                {header(frame, texts)}
                <main id="main" tabindex="-1">
                    {frame.notice.map(|notice| notice_view(texts, notice))}
                    {(!problems.is_empty()).then(|| summary(texts, problems))}
                    {body}
                </main>
                {footer(frame, texts)}
            </body>
        </html>
    }
}

/// The style sheet first: without it nothing is painted. What brings the page to life is asked for by the
/// loader, which runs when the sheet is there: on a slow line it would only have kept that waiting.
fn assets<'a>(assets: &'a Assets, nonce: &'a str) -> impl IntoView {
    let styles = assets
        .styles
        .iter()
        .map(|style| view! { <link rel="stylesheet" href=style.href.as_str() integrity=integrity(style)/> })
        .collect_view();
    let scripts = (!assets.loader.href.is_empty()).then(|| {
        view! {
            <script
                type="module"
                nonce=nonce
                src=assets.loader.href.as_str()
                integrity=integrity(&assets.loader)
                data-glue=assets.glue.href.as_str()
                data-integrity=integrity(&assets.glue)
                data-wasm=assets.wasm.href.as_str()
            ></script>
        }
    });
    (styles, scripts)
}

fn integrity(asset: &Asset) -> Option<&str> {
    Some(asset.integrity.as_str()).filter(|value| !value.is_empty())
}

fn demo_banner(texts: &'static Texts) -> impl IntoView {
    view! {
        <aside class="demo-banner" aria-label="Demo">
            {format!("{} ", texts.common.demo)}
            <a href="/demo/phone">{texts.common.demo_phone}</a>
        </aside>
    }
}

fn header(frame: &Frame, texts: &'static Texts) -> impl IntoView {
    let brand = match frame.person {
        Some(_) => view! { <a class="page-header__brand" href="/profile">{mark()}{frame.organisation.as_str()}</a> }.into_any(),
        None => view! { <span class="page-header__brand">{mark()}{frame.organisation.as_str()}</span> }.into_any(),
    };
    view! {
        <header class="page-header">
            {brand}
            <span class="page-header__product">{PRODUCT}</span>
            {frame.person.as_ref().map(|person| account_menu(person, texts))}
        </header>
    }
}

/// Part of the page and not a picture in the style sheet: a picture is painted by a page of its own, which
/// costs a slow telephone more than everything else in the header.
fn mark() -> impl IntoView {
    view! {
        <svg class="page-header__mark" viewBox="0 0 24 24" aria-hidden="true">
            <path d="M16 4.1A9 9 0 1 0 20.4 10M7.8 11.6l4.2 4.2L21.6 3"/>
        </svg>
    }
}

fn account_menu(person: &Badge, texts: &'static Texts) -> impl IntoView {
    let common = &texts.common;
    view! {
        <details class="account-menu">
            <summary>
                <span class="visually-hidden">{common.account_menu}</span>
                <span class="account-menu__name">{person.name.as_str()}</span>
            </summary>
            <ul class="account-menu__list">
                {Duty::See.of(person.role).then(|| view! { <li><a href="/helpdesk">{texts.desk.title}</a></li> })}
                {Duty::Oversee.of(person.role).then(|| view! { <li><a href="/administration">{texts.administration.title}</a></li> })}
                <li><a href="/profile">{common.profile}</a></li>
                <li><a href="/security">{common.security}</a></li>
                <li><a href="/app-passwords">{common.app_passwords}</a></li>
                <li>
                    <form method="post" action="/sign-out">
                        <button type="submit">{common.sign_out}</button>
                    </form>
                </li>
            </ul>
            <MenuButton/>
        </details>
    }
}

fn notice_view(texts: &'static Texts, notice: Notice) -> impl IntoView {
    let class = if is_success(notice) {
        "notice notice--success"
    } else {
        "notice"
    };
    view! {
        <div class=class role="status">
            <p>{(texts.notice)(notice)}</p>
        </div>
    }
}

/// The error summary: takes the focus, says everything that is wrong, and leads to the fields.
fn summary(texts: &'static Texts, problems: &[Problem]) -> impl IntoView {
    let items = problems
        .iter()
        .map(|problem| {
            let text = texts.problem(problem);
            match problem.field {
                "" => view! { <li>{text}</li> }.into_any(),
                field => view! { <li><a href=format!("#{field}")>{text}</a></li> }.into_any(),
            }
        })
        .collect_view();
    view! {
        <div class="summary" role="alert" tabindex="-1" id="problems" autofocus>
            <h2>{texts.common.problems}</h2>
            <ul>{items}</ul>
        </div>
    }
}

fn footer(frame: &Frame, texts: &'static Texts) -> impl IntoView {
    let others = Language::ALL
        .into_iter()
        .filter(|language| *language != frame.language)
        .map(|language| {
            view! {
                <form class="language-form" method="post" action="/language">
                    <input type="hidden" name="lang" value=language.tag()/>
                    <input type="hidden" name="next" value=frame.here.as_str()/>
                    <button class="button button--link" type="submit" lang=language.tag()>
                        {language_name(language)}
                    </button>
                </form>
            }
        })
        .collect_view();
    view! {
        <footer class="page-footer">
            <nav aria-label=texts.common.footer>
                <a href="/help">{texts.common.help}</a>
            </nav>
            {others}
        </footer>
    }
}
