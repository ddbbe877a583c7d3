//! Sample views of the administration.

use app::pages;
use app::view::{
    Administration, BadRow, Badge, CheckSeen, Frame, FraudRow, KeySeen, Listing, Named,
    RecordFilter, RecordRow,
};
use domain::Refusal;
use domain::account::Role;
use domain::dial::Dial;

use super::{ID, WHEN, problem};

fn person(typed: &str) -> Named {
    Named::Person {
        id: ID,
        name: typed.into(),
        login: typed.into(),
    }
}

fn record(typed: &str) -> Listing<RecordRow> {
    let row = RecordRow {
        number: 1_204,
        when: WHEN,
        event: "user_block".into(),
        reason: String::new(),
        done: true,
        by: person(typed),
        about: Named::Gone(ID.to_string()),
        address: "192.0.2.7".into(),
        ticket: typed.into(),
        details: vec![("user_agent".into(), typed.into())],
    };
    let failed = RecordRow {
        number: 1_203,
        event: "authn_login_fail".into(),
        done: false,
        by: Named::Stranger,
        about: Named::Nobody,
        ..row.clone()
    };
    let own = RecordRow {
        number: 1_202,
        event: "from_tomorrow".into(),
        by: Named::Portal,
        ..row.clone()
    };
    Listing {
        filter: RecordFilter {
            person: typed.into(),
            event: "user_block".into(),
            outcome: "success".into(),
            from: "2026-11-01".into(),
            to: "2026-11-21".into(),
        },
        events: ["user_block", "user_unblock", "authn_login_fail"]
            .map(str::to_owned)
            .into(),
        rows: Some(vec![row, failed, own]),
        stopped: None,
        older: Some("/administration/audit?person=a&before=1202".into()),
        newest: Some("/administration/audit?person=a".into()),
        csv: "/administration/audit.csv?person=a".into(),
        problems: vec![],
    }
}

pub fn pages(known: &Frame, typed: &str, add: &mut impl FnMut(&str, String)) {
    let badge = known.person.clone().map(|badge| Badge {
        role: Role::Administrator,
        ..badge
    });
    let frame = &Frame {
        person: badge,
        ..known.clone()
    };
    let key = |number, newest, settled| KeySeen {
        number,
        newest,
        settled,
    };
    let check = CheckSeen {
        at: WHEN,
        first: 1,
        last: 1_204,
        bad: None,
    };
    let view = Administration {
        rows: 1_204,
        since: Some(WHEN),
        check: Some(check),
        checks: 100_000,
        keys: vec![key(2, true, false), key(1, false, true)],
    };
    add("administration", pages::administration(frame, &view));
    for (name, bad) in [
        ("administration-bad", BadRow::Row(7)),
        ("administration-begin", BadRow::Begin(7)),
    ] {
        let view = Administration {
            check: Some(CheckSeen {
                bad: Some(bad),
                ..check
            }),
            keys: vec![key(2, true, false), key(1, false, false)],
            ..view.clone()
        };
        add(name, pages::administration(frame, &view));
    }
    let new = Administration {
        rows: 1,
        check: None,
        ..view
    };
    add("administration-new", pages::administration(frame, &new));
    let view = record(typed);
    add("administration-audit", pages::record_list(frame, &view));
    let none = Listing {
        rows: Some(vec![]),
        older: None,
        newest: None,
        ..view.clone()
    };
    add(
        "administration-audit-none",
        pages::record_list(frame, &none),
    );
    let stopped = Listing {
        stopped: Some(1_004),
        ..none.clone()
    };
    add(
        "administration-audit-stopped",
        pages::record_list(frame, &stopped),
    );
    let problems = [
        problem("person", Refusal::Nobody),
        problem("event", Refusal::NotAChoice),
        problem("from", Refusal::DateForm),
        problem("to", Refusal::DateOrder),
    ]
    .concat();
    let wrong = Listing {
        rows: None,
        problems,
        ..none
    };
    add(
        "administration-audit-wrong",
        pages::record_list(frame, &wrong),
    );
    let row = FraudRow {
        number: 1_100,
        when: WHEN,
        who: person(typed),
        method: Some(Dial::CallPhone),
        blocked: Some(WHEN),
    };
    let later = FraudRow {
        number: 1_090,
        method: None,
        blocked: None,
        ..row.clone()
    };
    let view = Listing {
        filter: view.filter,
        events: vec![],
        rows: Some(vec![row, later]),
        stopped: None,
        older: None,
        newest: None,
        csv: "/administration/fraud.csv".into(),
        problems: vec![],
    };
    add("administration-fraud", pages::fraud_reports(frame, &view));
}
