//! The list on the security page, forgetting one browser, and making all of them ask again.

use domain::Id;
use domain::time::Span;

use super::{SESSION, TRUST, WINDOWS, is_trusted, password_leads, tick, trusting};
use crate::client::Browser;
use crate::portal::TestPortal;

const RESTORE: &str = "Restore multi-factor authentication on previously trusted devices";
const FORGET: &str = "Forget Firefox on Windows";

/// A browser that says what it is, trusted by Sanne.
async fn firefox(portal: &TestPortal) -> (crate::cast::Person, Browser) {
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.browser().with("user-agent", WINDOWS);
    password_leads(&mut browser, &person).await;
    tick(portal, &mut browser, &person).await;
    (person, browser)
}

#[tokio::test]
async fn the_page_says_which_browsers_since_when_and_until_when() {
    let portal = TestPortal::new().await;
    let (person, mut browser) = firefox(&portal).await;
    let page = browser.get("/security").await;
    // The tests begin on 15 January 2027 at 08:00 UTC.
    assert!(
        page.says("Firefox on Windows This browser Trusted since 15 January 2027 , until 29 January 2027, "),
        "{}",
        page.text()
    );
    assert_eq!(page.links("/security/browsers/restore").len(), 1);
    assert!(page.says(RESTORE) && page.says("This is for all trusted browsers at once."));

    let hostile = "<b>Netscape</b> \"><script>";
    let mut odd = portal.browser().with("user-agent", hostile);
    password_leads(&mut odd, &person).await;
    tick(&portal, &mut odd, &person).await;
    let page = odd.get("/security").await;
    assert!(
        page.says("A browser This browser Trusted since"),
        "{}",
        page.text()
    );
    assert!(!page.says("Netscape") && page.says("Firefox on Windows Trusted since"));
    portal.clock.forward(Span::days(14));
    let page = portal.signed_in(&person).await.get("/security").await;
    assert!(page.says("You have no trusted browsers.") && !page.says(RESTORE));
}

#[tokio::test]
async fn one_browser_is_forgotten_without_a_fresh_proof() {
    let portal = TestPortal::new().await;
    let (person, browser) = firefox(&portal).await;
    let other = trusting(&portal, &person).await;
    let mut signed_in = portal.signed_in(&person).await;
    let form = signed_in.get("/security").await.form(FORGET).action;
    portal.clock.forward(Span::minutes(11));
    assert!(signed_in.get("/security").await.leads(), "the proof is old");
    assert_eq!(signed_in.post(&form, &[]).await.to(), "/security");
    assert!(!is_trusted(&browser, &person).await);
    assert!(is_trusted(&other, &person).await, "the other one stays");
    let row = portal
        .audit()
        .await
        .into_iter()
        .find(|row| row.event == "trust_end")
        .unwrap();
    assert!(form.contains(&row.object) && row.actor == person.id.to_string());
    assert!(!signed_in.cookies.contains_key(TRUST));
    assert_eq!(
        signed_in.post(&form, &[]).await.status,
        404,
        "a form sent twice"
    );
    assert_eq!(portal.count("trust_end").await, 1);
    for odd in ["x", "0", "%ff", "../restore"] {
        let path = format!("/security/browsers/{odd}/forget");
        let page = signed_in.post(&path, &[]).await;
        assert!([400, 404].contains(&page.status.as_u16()), "{odd}");
    }
}

#[tokio::test]
async fn the_browser_that_forgets_itself_loses_its_cookie() {
    let portal = TestPortal::new().await;
    let (_, mut browser) = firefox(&portal).await;
    let page = browser.get("/security").await;
    let page = browser.press(&page, FORGET, &[]).await;
    assert!(page.says("That browser is forgotten."), "{}", page.text());
    assert!(page.says("You have no trusted browsers."));
    assert!(!browser.cookies.contains_key(TRUST));
}

#[tokio::test]
async fn a_106_nobody_forgets_another_persons_browser() {
    let portal = TestPortal::new().await;
    let (person, browser) = firefox(&portal).await;
    let id = portal.store.trusts(person.id).await.unwrap()[0].id;
    let other = portal.enrolled("bram@example.org").await;
    let mut mallory = portal.signed_in(&other).await;
    let mut answers = Vec::new();
    for id in [id, Id([0x55; 16])] {
        let page = mallory
            .post(&format!("/security/browsers/{id}/forget"), &[])
            .await;
        answers.push((page.status, page.text()));
    }
    assert_eq!(answers[0].0, 404);
    assert_eq!(answers[0], answers[1], "as for an id that nobody has");
    mallory.post("/security/browsers/restore", &[]).await;
    assert!(is_trusted(&browser, &person).await);
    assert_eq!(portal.count("trust_end").await, 0);
}

#[tokio::test]
async fn all_browsers_ask_again_after_a_question() {
    let portal = TestPortal::new().await;
    let (person, mut browser) = firefox(&portal).await;
    let other = trusting(&portal, &person).await;
    let question = browser.get("/security/browsers/restore").await;
    assert!(question.says("This is for all trusted browsers at once."));
    assert_eq!(question.links("/security").len(), 2, "the menu and Close");
    assert!(
        is_trusted(&browser, &person).await,
        "a question, not an answer"
    );
    let session = browser.cookies[SESSION].clone();
    let page = browser.press(&question, "Yes", &[]).await;
    assert!(
        page.says("Multi-factor authentication is restored in all browsers."),
        "{}",
        page.text()
    );
    assert!(page.says("You have no trusted browsers."));
    assert_eq!(browser.cookies[SESSION], session, "still signed in");
    assert!(!browser.cookies.contains_key(TRUST));
    assert!(!is_trusted(&other, &person).await);
    let row = portal
        .audit()
        .await
        .into_iter()
        .rev()
        .find(|row| row.event == "trust_end_all");
    assert_eq!(row.unwrap().subject, person.id.to_string());
}
