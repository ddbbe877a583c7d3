//! Everybody with filters above them, and quick steps for those who are ticked (F-141, F-142).

use domain::account::{Role, State};
use domain::roster::{Holding, QuickStep};
use leptos::prelude::*;

use super::field::{Select, select_field};
use super::list::head;
use crate::components::{Field, Kind, document, moment, text_field, warning};
use crate::text::Texts;
use crate::view::{
    Frame, ListedRow, PeopleDone, PeopleFigures, PeopleList, PeopleStep, PersonRow, Problem,
};

/// Where the list is.
const LIST: &str = "/administration/people";

/// The form that goes on with the people who are ticked.
const CHOSEN: &str = "chosen";

/// `GET /administration/people`.
pub fn people(frame: &Frame, view: &PeopleList) -> String {
    let title = Texts::of(frame.language).people.title;
    document(frame, title, &view.problems, |texts| {
        view! {
            {head(texts, title)}
            {figures(texts, &view.figures)}
            {filters(texts, view)}
            {rows(texts, view)}
        }
    })
}

fn figures(texts: &'static Texts, view: &PeopleFigures) -> impl IntoView + use<> {
    let (words, desk) = (&texts.people, &texts.desk);
    let states = view
        .states
        .iter()
        .map(|(state, people, list)| {
            view! {
                <dt><a class="link" href=list.clone()>{(desk.state)(*state)}</a></dt>
                <dd>{*people}</dd>
            }
        })
        .collect_view();
    let (off, list) = view.off.clone();
    view! {
        <section class="card" aria-labelledby="figures">
            <h2 id="figures">{words.figures}</h2>
            <p>
                {(words.everybody)(view.all)} ", "
                <a class="link" href=list>{(words.off)(off)}</a> "."
            </p>
            <dl class="definition">{states}</dl>
            <p class="hint">{words.counted} " " {moment(view.at, texts.when)}</p>
        </section>
    }
}

fn filters<'a>(texts: &'static Texts, view: &'a PeopleList) -> impl IntoView + use<'a> {
    let (words, desk) = (&texts.people, &texts.desk);
    let (filter, problems) = (&view.filter, &view.problems);
    let begins = Field {
        name: "begins",
        label: words.begins,
        hint: words.begins_hint,
        value: &filter.begins,
        autocomplete: "off",
        problems,
    };
    let said = |key: &str, said: &str| (key.to_owned(), said.to_owned());
    let states = State::ALL.map(|state| said(state.key(), (desk.state)(state)));
    let accounts = [said("on", words.on), said("off", words.switched_off)];
    let roles = Role::ALL.map(|role| said(role.key(), (desk.role_name)(role)));
    let holdings = Holding::ALL.map(|holding| said(holding.key(), (words.holding)(holding)));
    let select = |name, label, any, options, chosen| {
        let select = Select {
            name,
            label,
            any,
            options,
            chosen,
        };
        select_field(texts, select, problems)
    };
    view! {
        <section class="card" aria-labelledby="filter">
            <h2 id="filter">{texts.administration.filter}</h2>
            <form class="stack" method="get" action=LIST>
                {text_field(texts, begins, Kind::User)}
                {select("state", words.state, words.any_state, &states, &filter.state)}
                {select("holds", words.holds, words.any_holding, &holdings, &filter.holds)}
                {select("account", words.account, words.any_account, &accounts, &filter.account)}
                {select("role", desk.role, words.any_role, &roles, &filter.role)}
                <div class="cluster">
                    <button class="button button--primary" type="submit">{texts.administration.show}</button>
                    <a class="link" href=LIST>{texts.administration.clear}</a>
                </div>
            </form>
        </section>
    }
}

fn rows(texts: &'static Texts, view: &PeopleList) -> impl IntoView + use<> {
    let (words, desk) = (&texts.people, &texts.desk);
    let Some(rows) = &view.rows else {
        return ().into_any();
    };
    let stopped = view.stopped.as_ref();
    let stopped = stopped.map(|name| view! { <p role="status">{(words.stopped)(name)}</p> });
    let found = if !rows.is_empty() {
        let rows = rows.iter().map(|one| row(texts, one)).collect_view();
        view! {
            <div class="table-wrap" tabindex="0" role="region" aria-labelledby="found">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col"><span class="visually-hidden">{(desk.select)("")}</span></th>
                            <th scope="col">{desk.person}</th>
                            <th scope="col">{words.state}</th>
                            <th scope="col">{words.holds}</th>
                            <th scope="col">{desk.role}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {steps(texts)}
        }
        .into_any()
    } else if stopped.is_none() {
        view! { <p class="empty" role="status">{words.nobody}</p> }.into_any()
    } else {
        ().into_any()
    };
    let link = |href: &Option<String>, name: &'static str| {
        let href = href.clone();
        href.map(|href| view! { <a class="button button--secondary" href=href>{name}</a> })
    };
    view! {
        <section class="card" aria-labelledby="found">
            <h2 id="found">{words.found}</h2>
            {found}
            {stopped}
            <div class="cluster">
                {link(&view.first, words.first)}
                {link(&view.next, words.next)}
                <a class="link" href=view.csv.clone()>{texts.administration.csv}</a>
            </div>
        </section>
    }
    .into_any()
}

fn steps(texts: &'static Texts) -> impl IntoView + use<> {
    let words = &texts.people;
    let button = |step: QuickStep| {
        view! {
            <button class="button button--secondary" type="submit" name="step" value=step.key()>
                {(words.step)(step).name}
            </button>
        }
    };
    view! {
        <form class="stack" id=CHOSEN method="get" action="/administration/people/change">
            <h3>{words.steps}</h3>
            <p class="hint">{words.steps_hint}</p>
            <div class="cluster">{QuickStep::ALL.map(button).collect_view()}</div>
        </form>
    }
}

fn row(texts: &'static Texts, one: &ListedRow) -> impl IntoView + use<> {
    let (words, desk) = (&texts.people, &texts.desk);
    let (person, registered) = (&one.person, one.registered);
    let holding = if registered {
        Holding::Registered
    } else {
        Holding::NotRegistered
    };
    view! {
        <tr>
            <td>
                <label class="checkbox">
                    <input type="checkbox" name="id" value=person.id.to_string() form=CHOSEN/>
                    <span class="visually-hidden">{(desk.select)(&person.name)}</span>
                </label>
            </td>
            <th scope="row" data-label=desk.person>{named(person)}</th>
            <td data-label=words.state>
                <span class="badge badge--muted">{(desk.state)(person.state)}</span>
                {(!person.active).then(|| view! { " " <span class="badge badge--warn">{desk.off}</span> })}
            </td>
            <td data-label=words.holds>{(words.holding)(holding)}</td>
            <td data-label=desk.role>{(desk.role_name)(person.role)}</td>
        </tr>
    }
}

fn named(person: &PersonRow) -> impl IntoView + use<> {
    view! {
        <a class="link" href=format!("/helpdesk/people/{}", person.id)><bdi>{person.name.clone()}</bdi></a>
        " "
        <span class="hint"><bdi>{person.login.clone()}</bdi></span>
    }
}

/// People to whom nothing is done, and why.
fn untouched(
    texts: &'static Texts,
    people: &[(PersonRow, domain::Refusal)],
) -> Option<impl IntoView + use<>> {
    let words = &texts.people;
    let rows = people
        .iter()
        .map(|(person, refusal)| {
            view! {
                <tr>
                    <th scope="row" data-label=texts.desk.person>{named(person)}</th>
                    <td data-label=words.why>{(texts.refusal)(*refusal)}</td>
                </tr>
            }
        })
        .collect_view();
    (!people.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="untouched">
                <h2 id="untouched">{words.untouched_title}</h2>
                <div class="table-wrap" tabindex="0" role="region" aria-labelledby="untouched">
                    <table class="table">
                        <thead>
                            <tr><th scope="col">{texts.desk.person}</th><th scope="col">{words.why}</th></tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        }
    })
}

/// `GET /administration/people/change`.
pub fn people_step(frame: &Frame, view: &PeopleStep) -> String {
    let said = (Texts::of(frame.language).people.step)(view.step);
    document(frame, said.name, &[] as &[Problem], |texts| {
        let words = &texts.people;
        let (some, all) = (
            view.touched.len(),
            view.touched.len() + view.untouched.len(),
        );
        let danger = matches!(view.step, QuickStep::SwitchOff | QuickStep::Disable);
        let style = if danger {
            "button button--danger"
        } else {
            "button button--primary"
        };
        let effect = if danger {
            warning(said.effect).into_any()
        } else {
            view! { <p>{said.effect}</p> }.into_any()
        };
        let touched = (some > 0).then(|| {
            let rows = view
                .touched
                .iter()
                .map(|one| view! { <li>{named(one)}</li> });
            view! {
                <section class="stack" aria-labelledby="touched">
                    <h2 id="touched">{words.touched_title}</h2>
                    <ul>{rows.collect_view()}</ul>
                </section>
            }
        });
        let yes = (some > 0).then(|| {
            view! {
                <form method="post" action=view.action.clone()>
                    <button class=style type="submit">{texts.common.yes}</button>
                </form>
            }
        });
        view! {
            <div class="card">
                <h1>{said.name}</h1>
                <p class="lead">{(words.touched)(some, all)}</p>
                {effect}
                {touched}
                {untouched(texts, &view.untouched)}
                <div class="cluster">
                    {yes}
                    <a class="button button--secondary" href=LIST>{texts.common.close}</a>
                </div>
            </div>
        }
    })
}

/// The answer to "yes".
pub fn people_done(frame: &Frame, view: &PeopleDone) -> String {
    let said = (Texts::of(frame.language).people.step)(view.step);
    document(frame, said.name, &[] as &[Problem], |texts| {
        view! {
            <div class="card">
                <h1>{said.name}</h1>
                <p class="lead" role="status">{(said.done)(view.done)}</p>
                {untouched(texts, &view.untouched)}
                <div class="cluster">
                    <a class="button button--primary" href=LIST>{texts.common.close}</a>
                </div>
            </div>
        }
    })
}
