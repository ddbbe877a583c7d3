//! Sample views of the list of people, quick steps and the registration report.

use app::pages;
use app::view::{
    Badge, Frame, ImportCheck, ImportForm, ListedRow, PeopleDone, PeopleFigures, PeopleFilter,
    PeopleList, PeopleStep, PersonRow, Report, ReportRow,
};
use domain::Refusal;
use domain::account::{Role, State};
use domain::import::{Column, Problem, Why};
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

fn whys(typed: &str) -> Vec<Why> {
    vec![
        Why::NotText,
        Why::NoHeading,
        Why::Unknown(typed.into()),
        Why::Unknown(String::new()),
        Why::ColumnTwice,
        Why::Missing,
        Why::Unclosed,
        Why::Quote,
        Why::Cells(9, 2),
        Why::TooManyRows,
        Why::Empty,
        Why::Long(128),
        Why::Characters,
        Why::User,
        Why::Mail,
        Why::Phone,
        Why::Language,
        Why::State,
        Why::Enforced,
        Why::NoRole,
        Why::RoleGiven,
        Why::Staff,
        Why::Taken,
        Why::Twice(4),
        Why::Password(Refusal::PasswordWeak),
    ]
}

pub fn import(known: &Frame, typed: &str, add: &mut impl FnMut(&str, String)) {
    let frame = &frame(known);
    let form = ImportForm {
        typed: typed.into(),
        kept: true,
        problems: vec![],
    };
    add("import", pages::import(frame, &form));
    let empty = ImportForm {
        kept: false,
        problems: problem("file", Refusal::Required),
        ..form
    };
    add("import-empty", pages::import(frame, &empty));
    let check = ImportCheck {
        id: ID,
        lines: 120,
        counts: (100, 15, 5),
        wrong: vec![],
        wrongs: 0,
        typed: typed.into(),
        other: false,
    };
    add("import-check", pages::import_check(frame, &check));
    let nothing = ImportCheck {
        counts: (0, 0, 120),
        other: true,
        ..check.clone()
    };
    add("import-nothing", pages::import_check(frame, &nothing));
    let wrong = whys(typed)
        .into_iter()
        .enumerate()
        .map(|(place, why)| Problem {
            line: place + 2,
            column: (place % 2 == 0).then_some(Column::OfficePhone),
            why,
        });
    let wrong = ImportCheck {
        wrong: wrong.collect(),
        wrongs: 1_000,
        ..check
    };
    add("import-wrong", pages::import_check(frame, &wrong));
}
