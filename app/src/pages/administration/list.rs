//! Rows of the record with filters above them: everything, or fraud reports alone. On narrow screens a row
//! is a list of its cells, each with the name of its column.

use leptos::prelude::*;

use super::field::{Select, date_field, select_field};
use crate::components::{Field, Kind, document, moment, text_field};
use crate::text::Texts;
use crate::view::{Frame, FraudRow, Listing, Named, RecordRow};

/// `GET /administration/audit`.
pub fn record_list(frame: &Frame, view: &Listing<RecordRow>) -> String {
    let title = Texts::of(frame.language).administration.record;
    document(frame, title, &view.problems, |texts| {
        let (words, desk) = (&texts.administration, &texts.desk);
        let filter = &view.filter;
        let person = Field {
            name: "person",
            label: words.person,
            hint: words.person_hint,
            value: &filter.person,
            autocomplete: "off",
            problems: &view.problems,
        };
        let mut events: Vec<(String, String)> = view
            .events
            .iter()
            .map(|key| (key.clone(), (desk.event)(key, "", true).into_owned()))
            .collect();
        events.sort_by_cached_key(|(_, said)| said.to_lowercase());
        let outcomes = [
            ("success".to_owned(), words.done.to_owned()),
            ("failure".to_owned(), words.refused.to_owned()),
        ];
        let event = Select {
            name: "event",
            label: words.event,
            any: words.any_event,
            options: &events,
            chosen: &filter.event,
        };
        let outcome = Select {
            name: "outcome",
            label: words.outcome,
            any: words.any_outcome,
            options: &outcomes,
            chosen: &filter.outcome,
        };
        let more = view! {
            {text_field(texts, person, Kind::User)}
            {select_field(texts, event, &view.problems)}
            {select_field(texts, outcome, &view.problems)}
        };
        let columns = [
            words.number,
            desk.when,
            desk.what,
            words.outcome,
            words.by,
            words.about,
            words.address,
            desk.ticket,
        ];
        view! {
            {head(texts, title)}
            {filters(texts, "/administration/audit", view, more)}
            {table(texts, view, &columns, record_row)}
        }
    })
}

/// `GET /administration/fraud` (F-154).
pub fn fraud_reports(frame: &Frame, view: &Listing<FraudRow>) -> String {
    let title = Texts::of(frame.language).administration.fraud;
    document(frame, title, &view.problems, |texts| {
        let words = &texts.administration;
        let columns = [
            words.number,
            texts.desk.when,
            words.who,
            words.method,
            words.followed,
        ];
        view! {
            {head(texts, title)}
            <p class="lead">{words.fraud_line}</p>
            {filters(texts, "/administration/fraud", view, ())}
            {table(texts, view, &columns, fraud_row)}
        }
    })
}

pub(super) fn head(texts: &'static Texts, title: &'static str) -> impl IntoView + use<> {
    view! {
        <p><a class="link" href="/administration">{texts.administration.title}</a></p>
        <h1>{title}</h1>
    }
}

fn filters<R, V: IntoView>(
    texts: &'static Texts,
    action: &'static str,
    view: &Listing<R>,
    more: V,
) -> impl IntoView + use<R, V> {
    let words = &texts.administration;
    let (filter, problems) = (&view.filter, &view.problems);
    view! {
        <section class="card" aria-labelledby="filter">
            <h2 id="filter">{words.filter}</h2>
            <form class="stack" method="get" action=action>
                {more}
                {date_field(texts, "from", words.from, &filter.from, problems)}
                {date_field(texts, "to", words.to, &filter.to, problems)}
                <div class="cluster">
                    <button class="button button--primary" type="submit">{words.show}</button>
                    <a class="link" href=action>{words.clear}</a>
                </div>
            </form>
        </section>
    }
}

fn table<R, V: IntoView + 'static>(
    texts: &'static Texts,
    view: &Listing<R>,
    columns: &[&'static str],
    cells: fn(&'static Texts, &R) -> V,
) -> impl IntoView + use<R, V> {
    let words = &texts.administration;
    let Some(rows) = &view.rows else {
        return ().into_any();
    };
    let stopped = view
        .stopped
        .map(|row| view! { <p role="status">{(words.stopped)(row)}</p> });
    let found = if !rows.is_empty() {
        let heads = columns
            .iter()
            .map(|name| view! { <th scope="col">{*name}</th> })
            .collect_view();
        let rows = rows.iter().map(|row| cells(texts, row)).collect_view();
        view! {
            <div class="table-wrap" tabindex="0" role="region" aria-labelledby="rows">
                <table class="table">
                    <thead>
                        <tr>{heads}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    } else if stopped.is_none() {
        view! { <p class="empty" role="status">{words.none}</p> }.into_any()
    } else {
        ().into_any()
    };
    let link = |href: &Option<String>, name: &'static str| {
        let href = href.clone();
        href.map(|href| view! { <a class="button button--secondary" href=href>{name}</a> })
    };
    view! {
        <section class="card" aria-labelledby="rows">
            <h2 id="rows">{words.found}</h2>
            {found}
            {stopped}
            <div class="cluster">
                {link(&view.newest, words.newest)}
                {link(&view.older, words.older)}
                <a class="link" href=view.csv.clone()>{words.csv}</a>
            </div>
        </section>
    }
    .into_any()
}

fn record_row(texts: &'static Texts, row: &RecordRow) -> impl IntoView + use<> {
    let (words, desk) = (&texts.administration, &texts.desk);
    let result = if row.done {
        view! { <span class="badge badge--muted">{words.done}</span> }
    } else {
        view! { <span class="badge badge--warn">{words.refused}</span> }
    };
    let details = row
        .details
        .iter()
        .map(|(key, value)| view! { <dt>{key.clone()}</dt><dd><bdi>{value.clone()}</bdi></dd> })
        .collect_view();
    view! {
        <tr>
            <th scope="row" data-label=words.number>{row.number}</th>
            <td data-label=desk.when>{moment(row.when, texts.when)}</td>
            <td data-label=desk.what>
                {(desk.event)(&row.event, &row.reason, row.done)}
                <details>
                    <summary>
                        {words.details}
                        <span class="visually-hidden">{format!(" {}", (words.of_row)(row.number))}</span>
                    </summary>
                    <dl class="definition">{details}</dl>
                </details>
            </td>
            <td data-label=words.outcome>{result}</td>
            <td data-label=words.by>{named(texts, &row.by)}</td>
            <td data-label=words.about>{named(texts, &row.about)}</td>
            <td data-label=words.address>{row.address.clone()}</td>
            <td data-label=desk.ticket><bdi>{row.ticket.clone()}</bdi></td>
        </tr>
    }
}

fn fraud_row(texts: &'static Texts, row: &FraudRow) -> impl IntoView + use<> {
    let words = &texts.administration;
    let blocked = match row.blocked {
        None => view! { {words.not_blocked} }.into_any(),
        Some(at) => view! { {format!("{} ", words.blocked)}{moment(at, texts.when)} }.into_any(),
    };
    view! {
        <tr>
            <th scope="row" data-label=words.number>{row.number}</th>
            <td data-label=texts.desk.when>{moment(row.when, texts.when)}</td>
            <td data-label=words.who>{named(texts, &row.who)}</td>
            <td data-label=words.method>{row.method.map(texts.dial)}</td>
            <td data-label=words.followed>{format!("{} ", words.ended)}{blocked}</td>
        </tr>
    }
}

pub(super) fn named(texts: &'static Texts, one: &Named) -> impl IntoView + use<> {
    let words = &texts.administration;
    match one {
        Named::Nobody => words.nobody.into_any(),
        Named::Stranger => words.stranger.into_any(),
        Named::Portal => words.portal.into_any(),
        Named::Person { id, name, login } => view! {
            <a class="link" href=format!("/helpdesk/people/{id}")><bdi>{name.clone()}</bdi></a>
            " "
            <span class="hint"><bdi>{login.clone()}</bdi></span>
        }
        .into_any(),
        Named::Gone(id) => view! {
            {words.gone}
            <span class="hint">{id.clone()}</span>
        }
        .into_any(),
    }
}
