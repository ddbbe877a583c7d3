//! Doing something for somebody: what will happen, who is calling, and what has happened.

use domain::account::PhoneKind;
use domain::desk::{Aid, Identity};
use leptos::prelude::*;

use super::call::say;
use super::who;
use crate::components::{
    Choice, Field, Kind, choice, country_field, document, hidden, problem_line, text_field,
    warning, wrong,
};
use crate::text::Texts;
use crate::view::{DeskAid, Frame, IdentityTyped, Manage, Managed, Problem};

/// Who is calling (A.10).
fn known<'a>(
    texts: &'static Texts,
    typed: &'a IdentityTyped,
    problems: &'a [Problem],
) -> impl IntoView + use<'a> {
    let words = &texts.desk;
    let unknown = Identity::from_key(&typed.identity).is_none();
    let choices = Identity::ALL
        .into_iter()
        .enumerate()
        .map(|(place, one)| {
            let (label, line) = (words.identity)(one);
            let chosen = typed.identity == one.key();
            let radio = Choice {
                group: "identity",
                key: one.key(),
                label,
                line,
                chosen,
                refusal: None,
            };
            // Where nothing is chosen the summary leads to the first.
            let anchor = (unknown && place == 0)
                .then(|| view! { <span id="identity" tabindex="-1"></span> });
            view! { {anchor} {choice(texts, radio)} }
        })
        .collect_view();
    let ticket = Field {
        name: "ticket",
        label: words.ticket,
        hint: words.ticket_hint,
        value: &typed.ticket,
        autocomplete: "off",
        problems,
    };
    let note = Field {
        name: "note",
        label: words.note,
        hint: words.note_hint,
        value: &typed.note,
        ..ticket
    };
    view! {
        <section class="stack" aria-labelledby="known">
            <h2 id="known">{words.known}</h2>
            <p class="hint">{words.known_hint}</p>
            <fieldset class="field">
                <legend class="field__label">{words.identity_label}</legend>
                {wrong(texts, "identity", problems).map(|text| problem_line("identity", text))}
                {choices}
            </fieldset>
            {text_field(texts, ticket, Kind::Plain)}
            {text_field(texts, note, Kind::Plain)}
        </section>
    }
}

/// `GET /helpdesk/people/{id}/{aid}`.
pub fn desk_aid(frame: &Frame, view: &DeskAid) -> String {
    let said = (Texts::of(frame.language).desk.aid)(view.aid);
    document(frame, said.name, &view.problems, |texts| {
        let here = format!("/helpdesk/people/{}", view.person.id);
        let action = format!("{here}/{}", view.aid.key());
        let danger = matches!(
            view.aid,
            Aid::DeleteAppPasswords
                | Aid::DeleteMethod
                | Aid::Block
                | Aid::ProvideAgain
                | Aid::ResetPassword
        );
        let style = if danger {
            "button button--danger"
        } else {
            "button button--primary"
        };
        view! {
            <div class="card card--narrow">
                <h1>{said.name}</h1>
                {who(&view.person)}
                {if danger { warning(said.effect).into_any() } else { view! { <p>{said.effect}</p> }.into_any() }}
                {say(texts, view.aid, view.standing)}
                <form class="stack" method="post" action=action>
                    {more(texts, view)}
                    {known(texts, &view.known, &view.problems)}
                    {view.second.then(|| warning(texts.approval.needed))}
                    <div class="cluster">
                        <button class=style type="submit">{if view.second { texts.approval.ask } else { said.name }}</button>
                        <a class="button button--secondary" href=here>{texts.common.cancel}</a>
                    </div>
                </form>
            </div>
        }
    })
}

/// What this aid asks for besides who is calling.
fn more<'a>(texts: &'static Texts, view: &'a DeskAid) -> impl IntoView + use<'a> {
    let words = &texts.desk;
    let field = |name, label, hint, value| Field {
        name,
        label,
        hint,
        value,
        autocomplete: "off",
        problems: &view.problems,
    };
    match view.aid {
        Aid::DeleteMethod => {
            let choices = view
                .methods
                .iter()
                .map(|(key, name)| {
                    view! {
                        <label class="radio">
                            <input type="radio" name="which" value=key.clone() checked=*key == view.which/>
                            <span><bdi>{name.clone()}</bdi></span>
                        </label>
                    }
                })
                .collect_view();
            view! {
                <fieldset class="field" id="which" tabindex="-1">
                    <legend class="field__label">{words.which}</legend>
                    {wrong(texts, "which", &view.problems).map(|text| problem_line("which", text))}
                    {choices}
                </fieldset>
            }
            .into_any()
        }
        Aid::Block => view! {
            {text_field(texts, field("reason", words.reason, words.reason_hint, &view.reason), Kind::Plain)}
            {text_field(texts, field("days", words.days, words.days_hint, &view.length), Kind::Number)}
        }
        .into_any(),
        Aid::Bypass => {
            let given = &texts.given;
            view! {
                {text_field(texts, field("reason", given.why, given.why_hint, &view.reason), Kind::Plain)}
                {text_field(texts, field("seconds", given.seconds, given.seconds_hint, &view.length), Kind::Number)}
            }
            .into_any()
        }
        Aid::SetPhone => set_phone(texts, view).into_any(),
        Aid::Pass => {
            let minutes = field("minutes", words.minutes, words.minutes_hint, &view.length);
            text_field(texts, minutes, Kind::Number).into_any()
        }
        _ => ().into_any(),
    }
}

/// Which telephone, and its number (F-149).
fn set_phone<'a>(texts: &'static Texts, view: &'a DeskAid) -> impl IntoView + use<'a> {
    let words = &texts.given;
    view.set_phone.as_ref().map(|typed| {
        let unknown = PhoneKind::from_key(&typed.kind).is_none();
        let kinds = typed
            .kinds
            .iter()
            .enumerate()
            .map(|(place, (kind, refusal))| {
                let radio = Choice {
                    group: "which",
                    key: kind.key(),
                    label: (texts.phone_kind)(*kind),
                    line: "",
                    chosen: typed.kind == kind.key(),
                    refusal: *refusal,
                };
                // Where nothing is chosen the summary leads to the first.
                let anchor = (unknown && place == 0)
                    .then(|| view! { <span id="which" tabindex="-1"></span> });
                view! { {anchor} {choice(texts, radio)} }
            })
            .collect_view();
        let number = Field {
            name: "number",
            label: words.number,
            hint: words.number_hint,
            value: &typed.number,
            autocomplete: "off",
            problems: &view.problems,
        };
        let extension = typed.extension.as_ref().map(|extension| {
            let field = Field {
                name: "extension",
                label: texts.phone.extension,
                hint: texts.phone.extension_hint,
                value: extension,
                ..number
            };
            text_field(texts, field, Kind::Phone)
        });
        view! {
            <div class="info"><p>{words.waits_hint}</p></div>
            <fieldset class="field">
                <legend class="field__label">{words.which}</legend>
                {wrong(texts, "which", &view.problems).map(|text| problem_line("which", text))}
                {kinds}
            </fieldset>
            {country_field(texts, &typed.countries, &typed.country, &view.problems)}
            {text_field(texts, number, Kind::Phone)}
            {extension}
        }
    })
}

/// `GET /helpdesk/manage` (F-148).
pub fn manage(frame: &Frame, view: &Manage) -> String {
    let title = Texts::of(frame.language).desk.manage;
    document(frame, title, &view.problems, |texts| {
        let words = &texts.desk;
        let ids: Vec<_> = view
            .people
            .iter()
            .map(|one| ("id", one.id.to_string()))
            .collect();
        let people = view
            .people
            .iter()
            .map(|one| view! { <li><bdi>{one.name.clone()}</bdi> " " <span class="hint"><bdi>{one.login.clone()}</bdi></span></li> })
            .collect_view();
        let boxes = Aid::SETTINGS
            .into_iter()
            .map(|aid| {
                let effect = (words.aid)(aid).effect;
                let hint = format!("{}-hint", aid.key());
                view! {
                    <label class="checkbox">
                        <input
                            type="checkbox"
                            name="setting"
                            value=aid.key()
                            checked=view.ticked.contains(&aid)
                            aria-describedby=hint.clone()
                        />
                        <span>{(words.setting)(aid)}</span>
                    </label>
                    <p class="hint" id=hint>{effect}</p>
                }
            })
            .collect_view();
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                <p>{words.for_whom} ":"</p>
                <ul>{people}</ul>
                <form class="stack" method="post" action="/helpdesk/manage">
                    {hidden(&ids)}
                    <fieldset class="field" id="setting" tabindex="-1">
                        <legend class="visually-hidden">{title}</legend>
                        {wrong(texts, "setting", &view.problems).map(|text| problem_line("setting", text))}
                        {boxes}
                    </fieldset>
                    {known(texts, &view.known, &view.problems)}
                    <div class="cluster">
                        <button class="button button--danger" type="submit">{texts.common.save}</button>
                        <a class="button button--secondary" href="/helpdesk">{texts.common.cancel}</a>
                    </div>
                </form>
            </div>
        }
    })
}

/// The answer to [`manage`]: what was done for whom, and what was not.
pub fn managed(frame: &Frame, view: &Managed) -> String {
    let title = Texts::of(frame.language).desk.manage;
    document(frame, title, &[], |texts| {
        let words = &texts.desk;
        let rows = view
            .done
            .iter()
            .map(|(one, results)| {
                let results = results
                    .iter()
                    .map(|(aid, refusal)| {
                        let said = match refusal {
                            None => (words.aid)(*aid).done.into(),
                            Some(refusal) => (texts.refusal)(*refusal),
                        };
                        view! { <li>{(words.aid)(*aid).name} ": " {said}</li> }
                    })
                    .collect_view();
                view! {
                    <tr>
                        <th scope="row">
                            <a class="link" href=format!("/helpdesk/people/{}", one.id)><bdi>{one.name.clone()}</bdi></a>
                        </th>
                        <td><ul>{results}</ul></td>
                    </tr>
                }
            })
            .collect_view();
        view! {
            <div class="card">
                <h1>{title}</h1>
                <div class="table-wrap" tabindex="0" role="region" aria-label=words.result>
                    <table class="table">
                        <thead><tr><th scope="col">{words.person}</th><th scope="col">{words.result}</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <div class="cluster">
                    <a class="button button--primary" href="/helpdesk">{texts.common.close}</a>
                </div>
            </div>
        }
    })
}
