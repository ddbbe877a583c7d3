//! Everybody: the list with its filters, as a page and as a file, and quick steps for those who are ticked
//! (F-141, F-142). The ticks stand in the address, on the question and under its "yes": so they outlive a
//! confirmation of who asks, and without scripts too.

mod file;

use app::pages;
use app::view::{
    ListedRow, PeopleDone, PeopleFigures, PeopleFilter, PeopleList, PeopleStep, PersonRow, Problem,
};
use axum::response::Response;
use domain::account::{Role, State};
use domain::roster::{self, Holding, PAGE, QuickStep, Selection};
use domain::service::ports::Listed;
use domain::service::{Figures, Found, ServiceError};
use domain::{Id, Refusal};

pub use file::csv;

use crate::http::Portal;
use crate::http::desk::{At, Govern, Oversee, listed, query, row_of};
use crate::http::fault::Stop;
use crate::http::form::Fields;
use crate::http::visit::{again, page as show};

/// Where the list is.
pub(super) const PATH: &str = "/administration/people";

/// The filters of a request.
struct Filter {
    typed: PeopleFilter,
    wanted: Selection,
    after: String,
    problems: Vec<Problem>,
}

impl Filter {
    fn read(query: &str) -> Result<Self, Stop> {
        let fields = Fields::of_query(query).ok_or_else(Stop::bad_request)?;
        let typed = |name| fields.one(name).to_owned();
        let typed = PeopleFilter {
            begins: typed("begins").chars().take(200).collect(),
            state: typed("state"),
            account: typed("account"),
            role: typed("role"),
            holds: typed("holds"),
        };
        let mut problems = Vec::new();
        let mut choice = |field, text: &str, known: bool| {
            if !text.is_empty() && !known {
                let refusal = Refusal::NotAChoice;
                problems.push(Problem { field, refusal });
            }
        };
        let wanted = Selection {
            state: State::from_key(&typed.state),
            active: match typed.account.as_str() {
                "on" => Some(true),
                "off" => Some(false),
                _ => None,
            },
            role: Role::from_key(&typed.role),
            holds: Holding::from_key(&typed.holds),
            begins: Some(typed.begins.clone()),
        };
        choice("state", &typed.state, wanted.state.is_some());
        choice("holds", &typed.holds, wanted.holds.is_some());
        choice("account", &typed.account, wanted.active.is_some());
        choice("role", &typed.role, wanted.role.is_some());
        Ok(Self {
            wanted,
            after: fields.one("after").to_owned(),
            problems,
            typed,
        })
    }
}

/// The address of the list with these filters.
pub(super) fn link(path: &str, filter: &PeopleFilter, after: &str) -> String {
    let pairs = [
        ("begins", filter.begins.as_str()),
        ("state", &filter.state),
        ("holds", &filter.holds),
        ("account", &filter.account),
        ("role", &filter.role),
        ("after", after),
    ];
    let said: Vec<_> = pairs.iter().filter(|(_, text)| !text.is_empty()).collect();
    match serde_urlencoded::to_string(said) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

/// The list of people in one state, or whose accounts are switched off.
fn of_state(state: &str, account: &str) -> String {
    let filter = PeopleFilter {
        state: state.to_owned(),
        account: account.to_owned(),
        ..PeopleFilter::default()
    };
    link(PATH, &filter, "")
}

fn shown(portal: &Portal, figures: &Figures) -> PeopleFigures {
    let count = |wanted: Selection| roster::count(&figures.groups, &wanted);
    let everybody = Selection::default;
    let state = |state: State| {
        let some = Some(state);
        let people = count(Selection {
            state: some,
            ..everybody()
        });
        (state, people, of_state(state.key(), ""))
    };
    let off = Selection {
        active: Some(false),
        ..everybody()
    };
    PeopleFigures {
        at: portal.when(figures.at),
        all: count(everybody()),
        states: State::ALL.map(state).into(),
        off: (count(off), of_state("", "off")),
    }
}

/// `GET /administration/people`.
pub async fn list(at: At<Oversee>) -> Result<Response, Stop> {
    let (portal, filter) = (&at.visit.portal, Filter::read(&at.visit.query)?);
    let (services, staff) = (&portal.services, at.staff()?);
    let first = (!filter.after.is_empty()).then(|| link(PATH, &filter.typed, ""));
    let mut view = PeopleList {
        figures: shown(portal, &services.figures(&staff).await?),
        rows: None,
        stopped: None,
        next: None,
        first,
        csv: link("/administration/people.csv", &filter.typed, ""),
        problems: filter.problems,
        filter: filter.typed,
    };
    if view.problems.is_empty() {
        match services.view_people(&staff, filter.wanted) {
            Ok(viewing) => {
                let found = services.people(&viewing, &filter.after, PAGE).await?;
                fill(&mut view, found);
            }
            Err(ServiceError::Refused(refusal)) => view.problems.push(Problem {
                field: "begins",
                refusal,
            }),
            Err(error) => return Err(error.into()),
        }
    }
    let answer = if view.problems.is_empty() {
        show
    } else {
        again
    };
    Ok(answer(pages::people(&at.frame().await?, &view)))
}

fn fill(view: &mut PeopleList, found: Found) {
    let full = found.people.len() >= PAGE as usize;
    view.next = found
        .next
        .as_ref()
        .map(|after| link(PATH, &view.filter, after));
    view.stopped = found.next.filter(|_| !full);
    let row = |one: Listed| ListedRow {
        registered: one.registered,
        person: listed(one.person),
    };
    view.rows = Some(found.people.into_iter().map(row).collect());
}

/// Whom and what an address names.
fn named(at: &At<Govern>) -> Result<(QuickStep, Vec<Id>), Stop> {
    let asked = query(&at.visit.query, "step").pop();
    let step = asked.as_deref().and_then(QuickStep::from_key);
    let ids = query(&at.visit.query, "id");
    let ids: Result<Vec<Id>, _> = ids
        .iter()
        .take(PAGE as usize)
        .map(|id| id.parse())
        .collect();
    let ids = ids.map_err(|_| Stop::bad_request())?;
    match step {
        Some(step) if !ids.is_empty() => Ok((step, ids)),
        // Nobody is ticked, or nothing was pressed.
        _ => Err(Stop::To(PATH.into())),
    }
}

/// `GET /administration/people/change`: what will happen to whom.
pub async fn ask(at: At<Govern>) -> Result<Response, Stop> {
    let (step, ids) = named(&at)?;
    let services = &at.visit.portal.services;
    let people = services.preview(&at.staff()?, &ids, step).await?;
    let mut view = PeopleStep {
        step,
        touched: Vec::new(),
        untouched: Vec::new(),
        action: format!("{PATH}/change?step={}", step.key()),
    };
    for (account, refusal) in people {
        view.action.push_str(&format!("&id={}", account.id));
        match refusal {
            None => view.touched.push(row_of(&account)),
            Some(refusal) => view.untouched.push((row_of(&account), refusal)),
        }
    }
    Ok(show(pages::people_step(&at.frame().await?, &view)))
}

/// `POST /administration/people/change`: "yes". What cannot be done for one is said, and the others get it.
pub async fn change(at: At<Govern>) -> Result<Response, Stop> {
    let (step, ids) = named(&at)?;
    let (services, staff) = (&at.visit.portal.services, at.staff()?);
    let mut view = PeopleDone {
        step,
        done: 0,
        untouched: Vec::new(),
    };
    for (account, _) in services.preview(&staff, &ids, step).await? {
        let done = services
            .quick_step(&staff, account.id, step, at.trace())
            .await;
        match done {
            Ok(()) => view.done += 1,
            Err(ServiceError::Refused(refusal)) => {
                let person: PersonRow = row_of(&account);
                view.untouched.push((person, refusal));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(show(pages::people_done(&at.frame_with(None), &view)))
}
