//! The tab "app passwords": the list, making one, showing it once, deleting (F-082 to F-102).

use domain::Refusal;
use leptos::prelude::*;

use crate::components::{Field, Tab, copy, document, moment, name_field, tabs, warning};
use crate::text::Texts;
use crate::view::{
    AppPasswordCreated, AppPasswordDeleted, AppPasswordRow, AppPasswords, CreateAppPassword,
    DeleteAppPassword, Frame, LastUsed,
};

/// Letters in a group of a shown app password (flows, section 4).
const GROUP: usize = 4;

/// `GET /app-passwords`.
pub fn app_passwords(frame: &Frame, view: &AppPasswords) -> String {
    let title = Texts::of(frame.language).app_passwords.title;
    document(frame, title, &[], |texts| {
        let words = &texts.app_passwords;
        view! {
            {tabs(texts, Tab::AppPasswords)}
            <h1>{words.title}</h1>
            <p class="lead">{words.lead}</p>
            <p>{words.advice}</p>
            <p>{words.warning}</p>
            {match view.refusal {
                None => view! {
                    <a class="button button--primary" href="/app-passwords/create">{words.create}</a>
                }
                .into_any(),
                Some(refusal) => why_not(texts, refusal, !view.rows.is_empty()).into_any(),
            }}
            {if view.rows.is_empty() {
                view! {
                    <div class="empty">
                        <h2>{words.empty}</h2>
                        <p>{words.empty_text}</p>
                    </div>
                }
                .into_any()
            } else {
                list(texts, view).into_any()
            }}
        }
    })
}

/// The reason in place of the button (F-097), and that existing ones go on working (F-100).
fn why_not(texts: &'static Texts, refusal: Refusal, some: bool) -> impl IntoView {
    let still = some && !matches!(refusal, Refusal::AppPasswordLimit { .. });
    view! {
        <div class="info">
            <p>{(texts.refusal)(refusal)}</p>
            {still.then(|| view! { <p>{texts.app_passwords.off_but_working}</p> })}
        </div>
    }
}

fn list<'a>(texts: &'static Texts, view: &'a AppPasswords) -> impl IntoView + use<'a> {
    let words = &texts.app_passwords;
    let rows = view
        .rows
        .iter()
        .map(|row| table_row(texts, row))
        .collect_view();
    let stale = view.rows.iter().any(|row| row.stale);
    view! {
        <section class="card">
            <div class="table-wrap">
                <table class="table">
                    <caption>{words.caption}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{words.name}</th>
                            <th scope="col">{words.created}</th>
                            <th scope="col">{words.last_used}</th>
                            <th scope="col"><span class="visually-hidden">{words.actions}</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="hint">{(words.count)(view.rows.len(), view.limit)}</p>
            {stale.then(|| view! { <p class="hint">{words.stale_hint}</p> })}
            {(view.rows.len() > 1).then(|| view! {
                <div class="cluster">
                    <a class="button button--secondary" href="/app-passwords/delete-all">{words.delete_all}</a>
                </div>
            })}
        </section>
    }
}

fn table_row<'a>(texts: &'static Texts, row: &'a AppPasswordRow) -> impl IntoView + use<'a> {
    let words = &texts.app_passwords;
    view! {
        <tr>
            <th scope="row">{row.name.as_str()}</th>
            <td data-label=words.created>{moment(row.created, texts.date)}</td>
            <td data-label=words.last_used>
                {last_use(texts, row.last_used.as_ref())}
                {row.stale.then(|| view! { " "<span class="badge badge--warn">{words.stale}</span> })}
            </td>
            <td class="table__actions">
                <a class="button button--secondary" href=format!("/app-passwords/{}/delete", row.id)>
                    {texts.common.delete}
                    <span class="visually-hidden">{format!(" {}", row.name)}</span>
                </a>
            </td>
        </tr>
    }
}

/// When, through which service, and from where; or that it never was.
fn last_use(texts: &'static Texts, used: Option<&LastUsed>) -> impl IntoView + use<> {
    let words = &texts.app_passwords;
    match used {
        None => words.never.into_any(),
        Some(used) => {
            let service = (texts.service)(&used.service);
            let how = match used.address.as_str() {
                "" => (words.used_through)(service),
                address => (words.used_from)(service, address),
            };
            view! {
                {moment(used.when, texts.when)}
                <p class="hint">{how}</p>
            }
            .into_any()
        }
    }
}

/// `GET /app-passwords/create`.
pub fn create_app_password(frame: &Frame, view: &CreateAppPassword) -> String {
    let title = Texts::of(frame.language).app_passwords.create_title;
    document(frame, title, &view.problems, |texts| {
        let words = &texts.app_passwords;
        let field = Field {
            name: "name",
            label: words.name,
            hint: words.name_hint,
            value: &view.name,
            autocomplete: "off",
            problems: &view.problems,
        };
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                <p class="lead">{words.create_lead}</p>
                <form class="stack" method="post" action="/app-passwords/create">
                    {name_field(texts, field)}
                    <div class="cluster">
                        <button class="button button--primary" type="submit">{texts.common.next}</button>
                        <a class="button button--secondary" href="/app-passwords">{texts.common.cancel}</a>
                    </div>
                </form>
            </div>
        }
    })
}

/// The value in four groups without separators in the text, so that copying gives the letters only.
pub(super) fn secret(texts: &'static Texts, value: &str, login: &str) -> impl IntoView + use<> {
    let words = &texts.app_passwords;
    let letters: Vec<char> = value.chars().collect();
    let groups = letters
        .chunks(GROUP)
        .map(
            |group| view! { <span class="secret__group">{group.iter().collect::<String>()}</span> },
        )
        .collect_view();
    let how = words
        .how
        .into_iter()
        .map(|line| view! { <li>{line}</li> })
        .collect_view();
    view! {
        <dl class="definition">
            <dt>{words.login}</dt>
            <dd><code>{login.to_owned()}</code></dd>
        </dl>
        <div class="field">
            <p class="field__label">{words.value}</p>
            <code class="secret" id="app-password">{groups}</code>
            <div class="cluster">{copy(texts, "app-password", words.copy)}</div>
        </div>
        <ol>{how}</ol>
    }
}

/// `GET /app-passwords/created`: until "Close", never again (F-094).
pub fn app_password_created(frame: &Frame, view: &AppPasswordCreated) -> String {
    let title = Texts::of(frame.language).app_passwords.created_title;
    document(frame, title, &[], |texts| {
        let words = &texts.app_passwords;
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                <p class="lead">{(words.created_lead)(&view.name)}</p>
                {warning(words.once)}
                {secret(texts, &view.value, &view.login)}
                <form method="post" action="/app-passwords/created">
                    <div class="cluster">
                        <button class="button button--primary" type="submit">{texts.common.close}</button>
                    </div>
                </form>
            </div>
        }
    })
}

/// `GET /app-passwords/{id}/delete`.
pub fn delete_app_password(frame: &Frame, view: &DeleteAppPassword) -> String {
    let title = (Texts::of(frame.language).app_passwords.delete_title)(&view.row.name);
    document(frame, &title, &[], |texts| {
        let words = &texts.app_passwords;
        view! {
            <div class="card card--narrow">
                <h1>{title.as_str()}</h1>
                <dl class="definition">
                    <dt>{words.created}</dt>
                    <dd>{moment(view.row.created, texts.date)}</dd>
                    <dt>{words.last_used}</dt>
                    <dd>{last_use(texts, view.row.last_used.as_ref())}</dd>
                </dl>
                <p>{(words.delete_means)(&(texts.wait)(view.mail_delay))}</p>
                <p class="hint">{words.lingers}</p>
                <form method="post" action=format!("/app-passwords/{}/delete", view.row.id)>
                    <div class="cluster">
                        <button class="button button--danger" type="submit">{texts.common.yes}</button>
                        <a class="button button--secondary" href="/app-passwords">{texts.common.no}</a>
                    </div>
                </form>
            </div>
        }
    })
}

/// `GET /app-passwords/deleted`.
pub fn app_password_deleted(frame: &Frame, view: &AppPasswordDeleted) -> String {
    let title = Texts::of(frame.language).app_passwords.deleted_title;
    document(frame, title, &[], |texts| {
        let words = &texts.app_passwords;
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                <div class="notice notice--success" role="status">
                    <p>{(words.deleted_means)(&view.name, &(texts.wait)(view.mail_delay))}</p>
                </div>
                <p>{words.lingers}</p>
                <div class="cluster">
                    <a class="button button--primary" href="/app-passwords">{texts.common.close}</a>
                </div>
            </div>
        }
    })
}

/// `GET /app-passwords/delete-all`.
pub fn delete_all_app_passwords(frame: &Frame, count: u32) -> String {
    let title = (Texts::of(frame.language).app_passwords.delete_all_title)(count);
    document(frame, &title, &[], |texts| {
        let words = &texts.app_passwords;
        view! {
            <div class="card card--narrow">
                <h1>{title.as_str()}</h1>
                <p>{words.delete_all_means}</p>
                <p class="hint">{words.lingers}</p>
                <form method="post" action="/app-passwords/delete-all">
                    <div class="cluster">
                        <button class="button button--danger" type="submit">{texts.common.yes}</button>
                        <a class="button button--secondary" href="/app-passwords">{texts.common.no}</a>
                    </div>
                </form>
            </div>
        }
    })
}
