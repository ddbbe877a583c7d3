//! The limits of the bill one by one (A.5): under each of them two are sent, and the third is refused for
//! this reason and no other, and is sent again once the window is over.

use domain::account::State;
use domain::time::Span;

use super::{arrived, choosing};
use crate::portal::{Plan, TestPortal};
use server::config::Config;

/// Who asks for what, the first, second, third and fourth time.
struct Case {
    /// The reason in the record.
    reason: &'static str,
    /// Sets the limit to two.
    limit: fn(&mut Config),
    /// The same person every time, or another.
    one_person: bool,
    /// The same number every time, or another.
    one_number: bool,
    /// From the same address every time, or another.
    one_address: bool,
    line: &'static str,
    /// Between one wish and the next.
    apart: Span,
    /// How long the limit counts.
    window: Span,
}

const HOURLY: Span = Span::minutes(61);

const CASES: [Case; 7] = [
    Case {
        reason: "person_day",
        limit: |config| config.throttle.phone_day_most = 2,
        one_person: true,
        one_number: false,
        one_address: false,
        line: "text",
        apart: HOURLY,
        window: Span::hours(24),
    },
    Case {
        reason: "number_day",
        limit: |config| config.throttle.phone_day_most = 2,
        one_person: false,
        one_number: true,
        one_address: false,
        line: "text",
        apart: HOURLY,
        window: Span::hours(24),
    },
    Case {
        reason: "calls_day",
        limit: |config| config.throttle.phone_calls_most = 2,
        one_person: true,
        one_number: false,
        one_address: false,
        line: "call",
        apart: HOURLY,
        window: Span::hours(24),
    },
    Case {
        reason: "address",
        limit: |config| config.throttle.phone_address_most = 2,
        one_person: false,
        one_number: false,
        one_address: true,
        line: "text",
        apart: Span::seconds(1),
        window: Span::hours(1),
    },
    Case {
        reason: "country",
        limit: |config| config.throttle.phone_country_most = 2,
        one_person: false,
        one_number: false,
        one_address: false,
        line: "text",
        apart: Span::seconds(1),
        window: Span::hours(1),
    },
    Case {
        reason: "all_hour",
        limit: |config| config.throttle.phone_hour_most = 2,
        one_person: false,
        one_number: false,
        one_address: false,
        line: "call",
        apart: Span::seconds(1),
        window: Span::hours(1),
    },
    Case {
        reason: "all_day",
        limit: |config| config.throttle.phone_all_most = 2,
        one_person: false,
        one_number: false,
        one_address: false,
        line: "text",
        apart: HOURLY,
        window: Span::hours(24),
    },
];

/// Asks for the `n`th time; whether something was sent.
async fn ask(portal: &TestPortal, case: &Case, n: usize) -> bool {
    let login = format!("p{}@example.org", if case.one_person { 0 } else { n });
    let found = portal.services.person(&login).await;
    let person = match found {
        Ok(account) => crate::cast::Person {
            id: account.id,
            login,
            password: crate::cast::PASSWORD.into(),
            key: String::new(),
        },
        Err(_) => portal.add(&login, State::Enabled).await,
    };
    let browser = choosing(portal, &person).await;
    let address = format!("192.0.2.{}", if case.one_address { 100 } else { 100 + n });
    let number = format!("06 1{}2345678", if case.one_number { 0 } else { n })
        .chars()
        .take(11)
        .collect::<String>();
    let typed = [
        ("country", "NL"),
        ("number", number.as_str()),
        ("line", case.line),
    ];
    let page = browser.from(&address).post("/enrol/phone", &typed).await;
    page.status.is_redirection()
}

#[tokio::test]
async fn every_limit_stops_the_third_and_lets_the_next_day_begin_anew() {
    for case in &CASES {
        let portal = Plan::default().demo().config(case.limit).open().await;
        portal
            .policy(&[("allow_text", "true"), ("allow_call", "true")])
            .await;
        let mut sent = Vec::new();
        for n in 0..3 {
            sent.push(ask(&portal, case, n).await);
            // What waits for an hour is not sent any more.
            arrived(&portal, case.line).await;
            portal.clock.forward(case.apart);
        }
        assert_eq!(sent, [true, true, false], "{}", case.reason);
        let refused = portal.audit().await;
        let reasons: Vec<&str> = refused
            .iter()
            .filter(|row| row.event == "phone_send_refuse")
            .map(|row| row.reason.as_str())
            .collect();
        assert_eq!(reasons, [case.reason]);
        assert_eq!(arrived(&portal, case.line).await.len(), 2);

        portal.clock.forward(case.window);
        assert!(ask(&portal, case, 3).await, "{} is over", case.reason);
    }
}
