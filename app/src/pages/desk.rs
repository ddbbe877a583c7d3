//! The helpdesk: find somebody, see their set-up, do something for them (F-141 to F-157).

mod act;
mod approval;
mod call;
mod issued;
mod person;

use leptos::prelude::*;

pub use act::{desk_aid, manage, managed};
pub use approval::{approval, approvals};
pub use call::desk_check;
pub use issued::desk_issued;
pub use person::desk_person;
pub(super) use person::record;

use crate::components::{Field, Kind, document, text_field};
use crate::text::Texts;
use crate::view::{DeskSearch, Frame, PersonRow};

/// The form that goes on with the people who are ticked.
const CHOSEN: &str = "chosen";

/// `GET /helpdesk`.
pub fn desk_search(frame: &Frame, view: &DeskSearch) -> String {
    let title = Texts::of(frame.language).desk.title;
    document(frame, title, &view.problems, |texts| {
        let words = &texts.desk;
        let box_ = Field {
            name: "q",
            label: words.search,
            hint: words.search_hint,
            value: &view.typed,
            autocomplete: "off",
            problems: &view.problems,
        };
        view! {
            <h1>{title}</h1>
            <p class="lead">{words.lead}</p>
            {requests(texts, view)}
            <form class="card stack" method="get" action="/helpdesk" role="search">
                {text_field(texts, box_, Kind::User)}
                <div class="cluster">
                    <button class="button button--primary" type="submit">{words.find}</button>
                </div>
            </form>
            {view.people.as_ref().map(|people| found(texts, people, view))}
        }
    })
}

/// The way to the requests for a second yes, with how many wait for the reader.
fn requests(texts: &'static Texts, view: &DeskSearch) -> impl IntoView + use<> {
    let words = &texts.approval;
    let label = match view.waiting {
        0 => words.title.to_owned(),
        count => (words.waiting)(count),
    };
    view.acts
        .then(|| view! { <p><a class="link" href="/helpdesk/approvals">{label}</a></p> })
}

fn found<'a>(
    texts: &'static Texts,
    people: &'a [PersonRow],
    view: &'a DeskSearch,
) -> impl IntoView + use<'a> {
    let words = &texts.desk;
    if people.is_empty() {
        return view! { <p class="empty" role="status">{words.nobody}</p> }.into_any();
    }
    let rows = people
        .iter()
        .map(|one| row(texts, one, view.acts))
        .collect_view();
    let manage = view.acts.then(|| {
        view! {
            <form class="cluster" id=CHOSEN method="get" action="/helpdesk/manage">
                <button class="button button--secondary" type="submit">{words.manage}</button>
            </form>
        }
    });
    view! {
        <section class="card" aria-labelledby="found">
            <h2 id="found" role="status">{(words.found)(people.len())}</h2>
            <div class="table-wrap" tabindex="0" role="region" aria-labelledby="found">
                <table class="table">
                    <thead>
                        <tr>
                            {view.acts.then(|| view! { <th scope="col"><span class="visually-hidden">{(words.select)("")}</span></th> })}
                            <th scope="col">{words.person}</th>
                            <th scope="col">{words.two_step}</th>
                            <th scope="col">{words.role}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {view.more.then(|| view! { <p class="hint">{words.more}</p> })}
            {manage}
        </section>
    }
    .into_any()
}

fn row(texts: &'static Texts, one: &PersonRow, acts: bool) -> impl IntoView + use<> {
    let words = &texts.desk;
    let tick = acts.then(|| {
        view! {
            <td>
                <label class="checkbox">
                    <input type="checkbox" name="id" value=one.id.to_string() form=CHOSEN/>
                    <span class="visually-hidden">{(words.select)(&one.name)}</span>
                </label>
            </td>
        }
    });
    view! {
        <tr>
            {tick}
            <th scope="row">
                <a class="link" href=format!("/helpdesk/people/{}", one.id)><bdi>{one.name.clone()}</bdi></a>
                <span class="hint"><bdi>{one.login.clone()}</bdi></span>
            </th>
            <td>{badges(texts, one)}</td>
            <td>{(words.role_name)(one.role)}</td>
        </tr>
    }
}

/// The state of somebody, and whether the account is off.
fn badges(texts: &'static Texts, one: &PersonRow) -> impl IntoView + use<> {
    let words = &texts.desk;
    view! {
        <span class="badge badge--muted">{(words.state)(one.state)}</span>
        {(!one.active).then(|| view! { " " <span class="badge badge--warn">{words.off}</span> })}
    }
}

/// Name and sign-in name, as every page about somebody has them on top.
fn who(one: &PersonRow) -> impl IntoView + use<> {
    view! {
        <p class="lead"><bdi>{one.name.clone()}</bdi> " " <span class="hint"><bdi>{one.login.clone()}</bdi></span></p>
    }
}
