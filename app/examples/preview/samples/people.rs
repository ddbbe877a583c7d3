//! Sample views of the list of people, quick steps and the registration report.

use app::pages;
use app::view::{
    Badge, Frame, ListedRow, PeopleDone, PeopleFigures, PeopleFilter, PeopleList, PeopleStep,
    PersonRow, Report, ReportRow,
};
use domain::Refusal;
use domain::account::{Role, State};
use domain::roster::{Holding, QuickStep};

use super::{ID, WHEN, problem};

fn row(typed: &str) -> PersonRow {
    PersonRow {
        id: ID,
        name: typed.into(),
        login: typed.into(),
        mail: typed.into(),
        role: Role::User,
        state: State::Enabled,
        active: false,
    }
}

fn list(typed: &str) -> PeopleList {
    let listed = |registered| ListedRow {
        person: row(typed),
        registered,
    };
    PeopleList {
        filter: PeopleFilter {
            begins: typed.into(),
            state: "enabled".into(),
            account: "off".into(),
            role: "user".into(),
            holds: "not-registered".into(),
        },
        figures: PeopleFigures {
            at: WHEN,
            all: 1_204,
            states: State::ALL
                .map(|state| (state, 400, format!("/people?state={}", state.key())))
                .into(),
            off: (4, "/people?account=off".into()),
        },
        rows: Some(vec![listed(true), listed(false)]),
        stopped: None,
        next: Some("/administration/people?after=a".into()),
        first: Some("/administration/people".into()),
        csv: "/administration/people.csv".into(),
        problems: vec![],
    }
}

/// The staff's frame, as an administrator has it.
pub fn frame(known: &Frame) -> Frame {
    let badge = known.person.clone().map(|badge| Badge {
        role: Role::Administrator,
        ..badge
    });
    Frame {
        person: badge,
        ..known.clone()
    }
}

pub fn pages(known: &Frame, typed: &str, add: &mut impl FnMut(&str, String)) {
    let frame = &frame(known);
    add("people", pages::people(frame, &list(typed)));
    let stopped = PeopleList {
        rows: Some(vec![]),
        stopped: Some(typed.into()),
        ..list(typed)
    };
    add("people-stopped", pages::people(frame, &stopped));
    let nobody = PeopleList {
        stopped: None,
        next: None,
        first: None,
        ..stopped
    };
    add("people-nobody", pages::people(frame, &nobody));
    let wrong = PeopleList {
        rows: None,
        problems: problem("begins", Refusal::SearchShort { min: 2 }),
        ..nobody
    };
    add("people-wrong", pages::people(frame, &wrong));
    for step in QuickStep::ALL {
        let view = PeopleStep {
            step,
            touched: vec![row(typed)],
            untouched: vec![(row(typed), Refusal::HigherRank)],
            action: "/administration/people/change?step=enable&id=a".into(),
        };
        let name = format!("people-{}", step.key());
        add(&name, pages::people_step(frame, &view));
        let none = PeopleStep {
            touched: vec![],
            ..view
        };
        add(&format!("{name}-none"), pages::people_step(frame, &none));
        let done = PeopleDone {
            step,
            done: 2,
            untouched: none.untouched,
        };
        add(&format!("{name}-done"), pages::people_done(frame, &done));
    }
    let view = Report {
        at: WHEN,
        all: 1_200,
        rows: Holding::ALL
            .into_iter()
            .zip([900, 300, 700, 250, 60, 120, 800, 450])
            .map(|(holding, people)| ReportRow {
                holding,
                people,
                list: format!("/administration/people?holds={}", holding.key()),
            })
            .collect(),
        states: State::ALL
            .map(|state| {
                let list = format!("/administration/people?state={}", state.key());
                (state, list, 400, 300)
            })
            .into(),
        csv: "/administration/report.csv".into(),
    };
    add("report", pages::report(frame, &view));
}
