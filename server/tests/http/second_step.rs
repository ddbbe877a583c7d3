//! `/sign-in/verify`: a code counts once, in its half minute, for the person and the purpose that it was
//! typed for, and wrong ones are counted per person whatever the browser does.

use domain::Refusal;
use domain::account::State;
use domain::notice::NoticeKind;
use domain::service::ports::{Batch, Change};
use domain::time::Span;

use crate::cast::{Person, oathtool, oathtool_from};
use crate::client::Browser;
use crate::page::Page;
use crate::portal::{BEGIN, Database, Plan, TestPortal};

on_both_stores!(
    a_019_the_same_code_is_refused_in_a_second_sign_in,
    a_019_one_code_in_four_sign_ins_at_once_opens_one,
    a_009_signing_in_again_gives_no_new_tries,
    the_rules_say_how_many_wrong_codes_lead_to_which_wait,
);

async fn verify(browser: &mut Browser, code: &str) -> Page {
    browser.post("/sign-in/verify", &[("code", code)]).await
}

/// A code that is wrong now and in the half minutes around.
fn wrong_code(portal: &TestPortal, person: &Person) -> String {
    let near = oathtool_from(&person.key, portal.clock.seconds() - 60, 4);
    (0..)
        .map(|n| format!("{n:06}"))
        .find(|code| !near.contains(code))
        .unwrap()
}

async fn a_019_the_same_code_is_refused_in_a_second_sign_in(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let person = portal.enrolled("sanne@example.org").await;
    let (mut first, mut second) = (portal.halfway(&person).await, portal.halfway(&person).await);
    let code = portal.code(&person);
    assert_eq!(verify(&mut first, &code).await.to(), "/profile");
    let page = verify(&mut second, &code).await;
    assert!(page.refuses(Refusal::CodeUsed), "{}", page.text());
    assert_eq!(second.get("/profile").await.to(), "/sign-in/verify");
    let replays: Vec<_> = portal
        .audit()
        .await
        .into_iter()
        .filter(|r| r.event == "authn_otp_replay")
        .collect();
    assert_eq!(replays.len(), 1);
    assert_eq!(
        (replays[0].outcome.as_str(), replays[0].subject.clone()),
        ("failure", person.id.to_string())
    );
    // An older one, not used itself, is refused as well.
    let page = verify(&mut second, &oathtool(&person.key, BEGIN - 30)).await;
    assert!(page.refuses(Refusal::CodeUsed));
    assert_eq!(
        verify(&mut second, &portal.next_code(&person)).await.to(),
        "/profile"
    );
}

async fn a_019_one_code_in_four_sign_ins_at_once_opens_one(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let person = portal.enrolled("sanne@example.org").await;
    let twin = portal.twin().await;
    let code = portal.code(&person);
    let mut all = tokio::task::JoinSet::new();
    for n in 0..4 {
        let mut browser = if n % 2 == 0 {
            portal.halfway(&person).await
        } else {
            twin.halfway(&person).await
        };
        let code = code.clone();
        all.spawn(async move { verify(&mut browser, &code).await.leads() });
    }
    assert_eq!(
        all.join_all()
            .await
            .into_iter()
            .filter(|opened| *opened)
            .count(),
        1
    );
}

#[tokio::test]
async fn a_022_a_code_for_signing_in_is_spent_for_everything_else() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    portal.give_app(person.id, "Second app").await;
    let mut browser = portal.halfway(&person).await;
    let code = portal.code(&person);
    assert_eq!(verify(&mut browser, &code).await.to(), "/profile");
    let proof = [
        ("password", person.password.as_str()),
        ("code", &code),
        ("next", "/security"),
    ];
    assert!(
        browser
            .post("/step-up", &proof)
            .await
            .refuses(Refusal::CodeUsed)
    );
    // Nor does it travel along with a deletion once the first proof is old.
    portal.clock.forward(Span::minutes(10));
    let app = portal.account(person.id).await.apps[0].id;
    let page = browser
        .post(
            &format!("/security/apps/{app}/delete"),
            &[("code", &code), ("password", &person.password)],
        )
        .await;
    assert!(page.to().starts_with("/step-up"), "{}", page.to());
    assert_eq!(portal.account(person.id).await.apps.len(), 2);
}

#[tokio::test]
async fn a_024_only_the_documented_half_minutes_count() {
    let portal = TestPortal::new().await;
    for (offset, good) in [
        (-2, false),
        (-1, true),
        (0, true),
        (1, true),
        (2, false),
        (-2880, false),
        (2880, false),
    ] {
        let person = portal
            .enrolled(&format!("p{}@example.org", offset + 5_000))
            .await;
        let mut browser = portal.halfway(&person).await;
        let page = verify(
            &mut browser,
            &oathtool(&person.key, portal.clock.seconds() + 30 * offset),
        )
        .await;
        assert_eq!(page.leads(), good, "{offset}: {}", page.text());
    }
    portal.policy(&[("code_window", "0")]).await;
    for (offset, good) in [(-1, false), (0, true), (1, false)] {
        let person = portal
            .enrolled(&format!("strict{}@example.org", offset + 1))
            .await;
        let mut browser = portal.halfway(&person).await;
        let page = verify(
            &mut browser,
            &oathtool(&person.key, portal.clock.seconds() + 30 * offset),
        )
        .await;
        assert_eq!(page.leads(), good, "{offset} without a window");
    }
}

async fn a_009_signing_in_again_gives_no_new_tries(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let person = portal.enrolled("sanne@example.org").await;
    let wrong = wrong_code(&portal, &person);
    let mut browser = portal.halfway(&person).await;
    for _ in 0..4 {
        assert!(
            verify(&mut browser, &wrong)
                .await
                .refuses(Refusal::WrongCode)
        );
    }
    let mut browser = portal.halfway(&person).await;
    assert!(
        verify(&mut browser, &wrong)
            .await
            .refuses(Refusal::WrongCode)
    );
    let page = verify(&mut browser, &portal.code(&person)).await;
    assert!(
        page.refuses(Refusal::SlowDown { seconds: 300 }),
        "{}",
        page.text()
    );
    assert!(!page.leads(), "the right code waits as well");
    portal.clock.forward(Span::minutes(5));
    assert_eq!(
        verify(&mut browser, &portal.code(&person)).await.to(),
        "/profile"
    );
}

async fn the_rules_say_how_many_wrong_codes_lead_to_which_wait(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let rules = [
        ("code_most", "3"),
        ("code_window_minutes", "2"),
        ("code_pause_after", "5"),
        ("code_pause_minutes", "7"),
    ];
    portal.policy(&rules).await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.halfway(&person).await;
    for _ in 0..3 {
        let page = verify(&mut browser, &wrong_code(&portal, &person)).await;
        assert!(page.refuses(Refusal::WrongCode), "{}", page.text());
    }
    let page = verify(&mut browser, &portal.code(&person)).await;
    assert!(
        page.refuses(Refusal::SlowDown { seconds: 120 }),
        "{}",
        page.text()
    );
    portal.clock.forward(Span::minutes(2));
    for _ in 0..2 {
        let page = verify(&mut browser, &wrong_code(&portal, &person)).await;
        assert!(page.refuses(Refusal::WrongCode), "{}", page.text());
    }
    let page = verify(&mut browser, &portal.code(&person)).await;
    assert!(
        page.refuses(Refusal::SlowDown { seconds: 420 }),
        "{}",
        page.text()
    );
    portal.clock.forward(Span::minutes(7));
    let page = verify(&mut browser, &portal.code(&person)).await;
    assert_eq!(page.to(), "/profile");
}

#[tokio::test]
async fn a_009_a_hundred_wrong_codes_switch_the_method_off_and_tell_its_owner() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    for round in 1..=100 {
        let mut browser = portal.halfway(&person).await;
        let page = verify(&mut browser, &wrong_code(&portal, &person)).await;
        let expected = if round == 100 {
            Refusal::MethodLocked
        } else {
            Refusal::WrongCode
        };
        assert!(page.refuses(expected), "{round}: {}", page.text());
        if round == 10 {
            let page = verify(&mut browser, &portal.code(&person)).await;
            assert!(
                page.refuses(Refusal::SlowDown { seconds: 900 }),
                "ten in a row pause: {}",
                page.text()
            );
        }
        portal.clock.forward(Span::minutes(16));
    }
    let mut browser = portal.halfway(&person).await;
    assert!(
        verify(&mut browser, &portal.code(&person))
            .await
            .refuses(Refusal::MethodLocked)
    );
    let kinds: Vec<NoticeKind> = portal
        .notices(person.id)
        .await
        .into_iter()
        .map(|n| n.kind)
        .collect();
    assert_eq!(
        kinds,
        [NoticeKind::SecondStepFailed, NoticeKind::MethodLocked]
    );
    assert_eq!(portal.count("method_lock").await, 1);
    let account = portal.account(person.id).await;
    portal
        .services
        .unlock(&account, &portal.trace())
        .await
        .unwrap();
    assert_eq!(
        verify(&mut browser, &portal.next_code(&person)).await.to(),
        "/profile"
    );
}

#[tokio::test]
async fn a_027_no_step_can_be_left_out() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let code = portal.code(&person);
    let mut stranger = portal.browser();
    assert!(
        verify(&mut stranger, &code)
            .await
            .to()
            .starts_with("/sign-in?")
    );
    assert_eq!(
        portal.count("sequence_fail").await,
        1,
        "the last step first"
    );
    let mut browser = portal.halfway(&person).await;
    let forms: [&[(&str, &str)]; 6] = [
        &[],
        &[("code", "")],
        &[("code", "      ")],
        &[("code", &code), ("code", &code)],
        &[("method", "email"), ("verified", "true")],
        &[("code", "000000 OR 1=1"), ("other", "1"), ("skip", "true")],
    ];
    for fields in forms {
        let page = browser.post("/sign-in/verify", fields).await;
        assert_eq!(page.status, 200, "{fields:?}");
        assert!(browser.cookies.keys().all(|name| name != "__Host-s"));
    }
    assert_eq!(verify(&mut browser, &code).await.to(), "/profile");
    let pending = browser.clone();
    // The same step again: the sign-in on the way is used up.
    let mut again = portal.browser();
    again.cookies = pending.cookies;
    again.cookies.remove("__Host-s");
    assert!(
        verify(&mut again, &portal.next_code(&person))
            .await
            .to()
            .starts_with("/sign-in?")
    );
}

#[tokio::test]
async fn a_027_the_wizard_is_closed_to_somebody_at_the_second_step() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let steps = [
        "/enrol",
        "/enrol/skip",
        "/enrol/contact",
        "/enrol/app",
        "/enrol/verify",
        "/enrol/verified",
        "/enrol/backup",
        "/enrol/backup/skip",
        "/enrol/finish",
    ];
    for path in steps {
        let mut browser = portal.halfway(&person).await;
        let before = portal.count("sequence_fail").await;
        let page = browser
            .post(path, &[("contact", "mobile_app"), ("mode", "code")])
            .await;
        assert!(page.to().starts_with("/sign-in"), "{path}: {}", page.to());
        assert!(!browser.cookies.contains_key("__Host-s"), "{path}");
        assert_eq!(portal.count("sequence_fail").await, before + 1, "{path}");
    }
    assert_eq!(portal.account(person.id).await.apps.len(), 1);
}

#[tokio::test]
async fn a_041_the_method_is_not_the_browsers_choice() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    for method in [
        "email",
        "questions",
        "text_phone",
        "call_office",
        "notification",
        "none",
        "",
    ] {
        let mut browser = portal.halfway(&person).await;
        for fields in [
            vec![("method", method)],
            vec![("method", method), ("code", "123456")],
            vec![("default", method), ("option", method)],
        ] {
            let page = browser.post("/sign-in/verify", &fields).await;
            assert_eq!(page.status, 200);
            assert!(!browser.cookies.contains_key("__Host-s"), "{method}");
        }
        assert_eq!(
            browser
                .get("/sign-in/other")
                .await
                .links("/sign-in/verify")
                .len(),
            2,
            "one way and the way back"
        );
        portal.clock.forward(Span::minutes(30));
    }
}

#[tokio::test]
async fn a_056_what_happened_meanwhile_counts_at_the_last_step() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.halfway(&person).await;
    let account = portal.account(person.id).await;
    portal
        .services
        .set_active(&account, false, &portal.trace())
        .await
        .unwrap();
    assert!(
        verify(&mut browser, &portal.code(&person))
            .await
            .to()
            .starts_with("/sign-in?"),
        "switched off"
    );
    let account = portal.account(person.id).await;
    portal
        .services
        .set_active(&account, true, &portal.trace())
        .await
        .unwrap();
    assert!(
        verify(&mut browser, &portal.code(&person))
            .await
            .to()
            .starts_with("/sign-in?"),
        "and it stays ended"
    );

    let mut browser = portal.halfway(&person).await;
    let account = portal.account(person.id).await;
    let lock = Change::LockApp(account.apps[0].id, true);
    let batch = Batch {
        account: Some((account.id, account.version)),
        changes: vec![lock],
        ..Batch::default()
    };
    portal.store.commit(batch).await.unwrap();
    assert!(
        verify(&mut browser, &portal.next_code(&person))
            .await
            .refuses(Refusal::MethodLocked),
        "locked"
    );

    let other = portal.enrolled("thomas@example.org").await;
    let mut browser = portal.halfway(&other).await;
    let account = portal.account(other.id).await;
    portal
        .services
        .reset_methods(&account, &portal.trace())
        .await
        .unwrap();
    assert!(
        verify(&mut browser, &portal.next_code(&other))
            .await
            .to()
            .starts_with("/sign-in?"),
        "the app is gone"
    );

    let third = portal.enrolled("noor@example.org").await;
    let mut browser = portal.halfway(&third).await;
    let account = portal.account(third.id).await;
    portal
        .services
        .delete_person(&account, &portal.trace())
        .await
        .unwrap();
    assert!(
        verify(&mut browser, &portal.next_code(&third))
            .await
            .to()
            .starts_with("/sign-in?"),
        "deleted"
    );
}

#[tokio::test]
async fn ten_minutes_after_the_password_the_code_comes_too_late() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.halfway(&person).await;
    portal.clock.forward(Span::seconds(10 * 60 - 1));
    assert_eq!(browser.get("/sign-in/verify").await.status, 200);
    portal.clock.forward(Span::seconds(1));
    assert!(
        browser
            .get("/sign-in/verify")
            .await
            .to()
            .starts_with("/sign-in?")
    );
    assert!(
        verify(&mut browser, &portal.code(&person))
            .await
            .to()
            .starts_with("/sign-in?")
    );
    assert!(!browser.cookies.contains_key("__Host-s"));
}

#[tokio::test]
async fn cancelling_ends_the_sign_in_for_good() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.halfway(&person).await;
    let mut kept = browser.clone();
    assert_eq!(browser.post("/sign-in/cancel", &[]).await.to(), "/sign-in");
    assert!(browser.cookies.is_empty());
    assert!(
        verify(&mut kept, &portal.code(&person))
            .await
            .to()
            .starts_with("/sign-in?"),
        "also where the cookie was kept"
    );
}

#[tokio::test]
async fn the_first_sign_in_of_somebody_with_an_app_makes_the_state_enforced() {
    let portal = TestPortal::new().await;
    let mut person = portal.add("sanne@example.org", State::Disabled).await;
    person.key = portal.give_app(person.id, "Authenticator app").await;
    portal.signed_in(&person).await;
    assert_eq!(
        portal.account(person.id).await.state,
        State::Disabled,
        "it is not required of this person"
    );
    let enrolled = portal.enrolled("thomas@example.org").await;
    assert_eq!(portal.account(enrolled.id).await.state, State::Enforced);
}
