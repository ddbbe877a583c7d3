//! Telephones: enrolment, sign-in, step-up and settings by text and by call, through the pretend phone.

mod budgets;
mod fraud;
mod limits;

use domain::Refusal;
use domain::account::{PhoneKind, State};
use domain::challenge::Dial;
use domain::method::Preferred;
use domain::time::Span;
use serde_json::Value;

use crate::cast::Person;
use crate::client::Browser;
use crate::portal::{Plan, TestPortal};

/// A portal with a pretend phone whose organisation allows everything.
pub async fn open() -> TestPortal {
    let portal = Plan::default().demo().open().await;
    portal
        .policy(&[("allow_text", "true"), ("allow_call", "true")])
        .await;
    portal
}

const NUMBER: [(&str, &str); 2] = [("country", "NL"), ("number", "06 12345678")];

fn by(line: &'static str) -> [(&'static str, &'static str); 3] {
    [NUMBER[0], NUMBER[1], ("line", line)]
}

/// What has arrived at the pretend phone, newest first.
async fn arrived(portal: &TestPortal, channel: &str) -> Vec<Value> {
    server::phones::deliver(&portal.portal).await.unwrap();
    let page = portal.browser().get("/demo/messages").await;
    let all: Vec<Value> = serde_json::from_str(&page.body).unwrap();
    all.into_iter()
        .filter(|m| m["channel"] == channel)
        .collect()
}

/// The code of the newest text.
pub async fn texted(portal: &TestPortal) -> String {
    let texts = arrived(portal, "text").await;
    let body = texts[0]["body"].as_str().unwrap();
    let (_, code) = body.rsplit_once('#').unwrap();
    assert_eq!(code.len(), 6);
    code.to_owned()
}

/// Answers the newest call and presses these keys.
pub async fn press(portal: &TestPortal, keys: &str) -> Value {
    let id = arrived(portal, "call").await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut phone = portal.browser();
    let path = |what: &str| format!("/demo/phone/{id}/{what}");
    phone.post(&path("answer"), &[]).await.to();
    for key in keys.chars() {
        phone
            .post(&path("keys"), &[("keys", key.to_string().as_str())])
            .await
            .to();
    }
    arrived(portal, "call").await.remove(0)
}

/// Through the gate to the choice of contact.
async fn choosing(portal: &TestPortal, person: &Person) -> Browser {
    let mut browser = portal.halfway(person).await;
    assert_eq!(browser.post("/enrol", &[]).await.to(), "/enrol/contact");
    browser
}

/// Somebody whose only method is their telephone, by text.
pub async fn with_phone(portal: &TestPortal, login: &str) -> Person {
    let person = portal.add(login, State::Enabled).await;
    let mut browser = choosing(portal, &person).await;
    browser.post("/enrol/phone", &by("text")).await.to();
    let code = texted(portal).await;
    browser
        .post("/enrol/phone/verify", &[("code", &code)])
        .await
        .to();
    browser.post("/enrol/finish", &[]).await.to();
    person
}

/// The page says that the call waits for its answer.
fn waits(page: &crate::page::Page) -> bool {
    page.text().contains("The call has not been confirmed yet.")
}

/// Another six digits.
fn wrong(code: &str) -> &'static str {
    if code == "111111" { "222222" } else { "111111" }
}

#[tokio::test]
async fn enrolling_by_text_makes_texts_the_default() {
    let portal = open().await;
    let person = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = choosing(&portal, &person).await;
    let choice = [("contact", "authentication_phone"), ("mode", "code")];
    let page = browser.post("/enrol/contact", &choice).await;
    assert_eq!(page.to(), "/enrol/phone");
    let page = browser.get("/enrol/phone").await;
    assert!(page.text().contains("Send me a code by text message"));
    let page = browser.post("/enrol/phone", &by("text")).await;
    assert_eq!(page.to(), "/enrol/phone/verify");

    let texts = arrived(&portal, "text").await;
    assert_eq!(texts.len(), 1);
    assert_eq!(texts[0]["to"], "+31 6 12345678");
    let body = texts[0]["body"].as_str().unwrap();
    assert!(body.starts_with("Example School: "), "{body}");
    assert!(body.contains("\n@account.example.org #"), "{body}");

    let code = texted(&portal).await;
    let refused = browser
        .post("/enrol/phone/verify", &[("code", wrong(&code))])
        .await;
    assert!(
        refused.text().contains("text message"),
        "{}",
        refused.text()
    );
    assert_eq!(portal.account(person.id).await.phones.len(), 0);
    let page = browser
        .post("/enrol/phone/verify", &[("code", &code)])
        .await;
    assert_eq!(page.to(), "/enrol/app-password");
    assert_eq!(browser.post("/enrol/finish", &[]).await.to(), "/profile");

    let account = portal.account(person.id).await;
    assert_eq!(account.state, State::Enforced);
    assert_eq!(account.default, Some(Preferred::TextPhone));
    assert!(account.answers(PhoneKind::Authentication));
    let number = portal
        .services
        .shown_phone(&account, PhoneKind::Authentication);
    assert_eq!(number.as_deref(), Some("+31 6 12345678"));
}

#[tokio::test]
async fn enrolling_by_call_needs_the_pound_key() {
    let portal = open().await;
    let person = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = choosing(&portal, &person).await;
    browser.post("/enrol/phone", &by("call")).await.to();
    let page = browser.post("/enrol/phone/verify", &[]).await;
    assert!(waits(&page), "{}", page.text());
    let call = press(&portal, "12#").await;
    assert_eq!(call["call"], "talking", "{call}");
    let call = press(&portal, "#").await;
    assert_eq!(call["call"], "over", "{call}");
    let progress = browser.get("/enrol/phone/progress").await;
    assert_eq!(progress.body, "confirmed");
    let page = browser.post("/enrol/phone/verify", &[]).await;
    assert_eq!(page.to(), "/enrol/app-password");
    let default = portal.account(person.id).await.default;
    assert_eq!(default, Some(Preferred::CallPhone));
}

#[tokio::test]
async fn enrolling_by_office_phone_goes_through_the_switchboard() {
    let portal = open().await;
    let person = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = choosing(&portal, &person).await;
    let page = browser.get("/enrol/office").await;
    let number = r#"value="+31 20 555 0123 x42""#;
    assert!(page.body.contains(number), "{}", page.body);
    let typed = [("number", "+31612345678"), ("country", "NL")];
    let page = browser.post("/enrol/office", &typed).await;
    assert_eq!(page.to(), "/enrol/phone/verify");
    let call = press(&portal, "#").await;
    assert_eq!(call["to"], "+31 20 555 0123 x42", "the directory's number");
    assert_eq!(call["call"], "talking", "only put through so far");
    let page = browser.post("/enrol/phone/verify", &[]).await;
    assert!(waits(&page), "{}", page.text());
    press(&portal, "#").await;
    let page = browser.post("/enrol/phone/verify", &[]).await;
    assert_eq!(page.to(), "/enrol/app-password");
    let account = portal.account(person.id).await;
    assert_eq!(account.default, Some(Preferred::CallOffice));
    assert!(account.answers(PhoneKind::Office));
}

#[tokio::test]
async fn f_060_people_give_their_own_office_phone_where_the_directory_owns_none() {
    let portal = open().await;
    portal
        .policy(&[("directory_owns_office_phone", "false")])
        .await;
    let person = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = choosing(&portal, &person).await;
    let page = browser.get("/enrol/office").await;
    assert!(page.body.contains(r#"name="extension""#), "{}", page.body);
    let give = |number, extension| {
        [
            ("country", "NL"),
            ("number", number),
            ("extension", extension),
        ]
    };
    let page = browser
        .post("/enrol/office", &give("0205550199", "4a"))
        .await;
    assert!(page.refuses(Refusal::ExtensionForm), "{}", page.text());
    let page = browser.post("/enrol/office", &give("0906 1234", "")).await;
    assert!(page.refuses(Refusal::PhoneKind), "{}", page.text());
    browser
        .post("/enrol/office", &give("0205550199", "77"))
        .await
        .to();
    let call = press(&portal, "#").await;
    assert_eq!(call["to"], "+31 20 555 0199 x77");
    let before = portal.account(person.id).await;
    assert_eq!(
        before.office_phone, "+31205550123",
        "not before it answered"
    );
    press(&portal, "#").await;
    browser.post("/enrol/phone/verify", &[]).await.to();
    let account = portal.account(person.id).await;
    let office = (
        account.office_phone.as_str(),
        account.office_extension.as_str(),
    );
    assert_eq!(office, ("+31205550199", "77"));
    assert!(account.answers(PhoneKind::Office));
}

#[tokio::test]
async fn a_sign_in_texts_at_once_and_opens_with_the_code() {
    let portal = open().await;
    let person = with_phone(&portal, "noor@example.org").await;
    let mut browser = portal.halfway(&person).await;
    let page = browser.get("/sign-in/verify").await;
    assert!(page.text().contains("•••••••••78"), "{}", page.text());
    assert!(
        !page.body.contains("12345678"),
        "only the password is proven"
    );
    let code = texted(&portal).await;
    let typed = [("way", "phone"), ("code", code.as_str())];
    assert_eq!(
        browser.post("/sign-in/verify", &typed).await.to(),
        "/profile"
    );
    // The code is used up with the sign-in.
    let mut other = portal.halfway(&person).await;
    let page = other.post("/sign-in/verify", &typed).await;
    assert!(!page.status.is_redirection(), "{}", page.status);
}

#[tokio::test]
async fn the_newest_code_counts_and_the_counter_stays() {
    let portal = open().await;
    let person = with_phone(&portal, "noor@example.org").await;
    let mut browser = portal.halfway(&person).await;
    let first = texted(&portal).await;
    let again = [("way", "text_phone")];
    let page = browser.post("/sign-in/ask", &again).await;
    assert!(
        page.refuses(Refusal::PhoneLater { seconds: 30 }),
        "{}",
        page.text()
    );
    portal.clock.forward(Span::seconds(30));
    assert_eq!(
        browser.post("/sign-in/ask", &again).await.to(),
        "/sign-in/verify"
    );
    let second = texted(&portal).await;
    if first != second {
        let typed = [("way", "phone"), ("code", first.as_str())];
        let page = browser.post("/sign-in/verify", &typed).await;
        assert!(!page.status.is_redirection());
    }
    let typed = [("way", "phone"), ("code", second.as_str())];
    assert_eq!(
        browser.post("/sign-in/verify", &typed).await.to(),
        "/profile"
    );
}

#[tokio::test]
async fn a_code_ends_after_five_minutes_or_five_tries() {
    let portal = open().await;
    let person = with_phone(&portal, "noor@example.org").await;
    let mut browser = portal.halfway(&person).await;
    let code = texted(&portal).await;
    portal.clock.forward(Span::minutes(5));
    let typed = [("way", "phone"), ("code", code.as_str())];
    let page = browser.post("/sign-in/verify", &typed).await;
    assert!(page.refuses(Refusal::PhoneOver), "{}", page.text());

    let again = [("way", "text_phone")];
    browser.post("/sign-in/ask", &again).await.to();
    let code = texted(&portal).await;
    for _ in 0..5 {
        let guess = [("way", "phone"), ("code", wrong(&code))];
        browser.post("/sign-in/verify", &guess).await;
    }
    let typed = [("way", "phone"), ("code", code.as_str())];
    let page = browser.post("/sign-in/verify", &typed).await;
    assert!(page.refuses(Refusal::PhoneOver), "{}", page.text());
}

#[tokio::test]
async fn a_code_for_one_thing_is_none_for_another() {
    let portal = open().await;
    let person = with_phone(&portal, "noor@example.org").await;
    let mut one = portal.halfway(&person).await;
    let code = texted(&portal).await;
    // Another browser of the same person has a question of its own, or none.
    let mut stranger = portal.halfway(&person).await;
    let typed = [("way", "phone"), ("code", code.as_str())];
    let page = stranger.post("/sign-in/verify", &typed).await;
    assert!(
        !page.status.is_redirection(),
        "the owner is another browser"
    );
    assert_eq!(one.post("/sign-in/verify", &typed).await.to(), "/profile");
}

#[tokio::test]
async fn a_call_signs_in_another_way_and_a_report_ends_the_sign_in() {
    let portal = open().await;
    let person = with_phone(&portal, "noor@example.org").await;
    let mut browser = portal.halfway(&person).await;
    portal.clock.forward(Span::minutes(5));
    let page = browser.get("/sign-in/other").await;
    assert!(page.text().contains("Call my authentication phone"));
    let call = [("way", "call_phone")];
    assert_eq!(
        browser.post("/sign-in/ask", &call).await.to(),
        "/sign-in/verify"
    );
    press(&portal, "0#").await;
    assert_eq!(portal.count("fraud_report").await, 1);
    let page = browser.post("/sign-in/verify", &[("way", "phone")]).await;
    assert!(page.to().starts_with("/sign-in"), "the sign-in has ended");
}

#[tokio::test]
async fn a_step_up_asks_the_telephone_and_a_new_number_is_tested() {
    let portal = open().await;
    let person = with_phone(&portal, "noor@example.org").await;
    let mut browser = portal.halfway(&person).await;
    let code = texted(&portal).await;
    let typed = [("way", "phone"), ("code", code.as_str())];
    browser.post("/sign-in/verify", &typed).await.to();
    portal.clock.forward(Span::minutes(10));
    assert!(browser.get("/security").await.to().starts_with("/step-up"));
    let wish = [("way", "text_phone"), ("next", "/security")];
    browser.post("/step-up/ask", &wish).await.to();
    let code = texted(&portal).await;
    let typed = [
        ("password", person.password.as_str()),
        ("way", "phone"),
        ("code", code.as_str()),
        ("next", "/security"),
    ];
    assert_eq!(browser.post("/step-up", &typed).await.to(), "/security");

    let new = [
        ("country", "NL"),
        ("number", "0687654321"),
        ("line", "text"),
    ];
    browser.post("/security/phone", &new).await.to();
    let shown = |account| {
        portal
            .services
            .shown_phone(&account, PhoneKind::Authentication)
    };
    let before = shown(portal.account(person.id).await);
    assert_eq!(
        before.as_deref(),
        Some("+31 6 12345678"),
        "not before it answered"
    );
    let code = texted(&portal).await;
    let page = browser
        .post("/security/phone/verify", &[("code", &code)])
        .await;
    assert_eq!(page.to(), "/security");
    let after = shown(portal.account(person.id).await);
    assert_eq!(after.as_deref(), Some("+31 6 87654321"));
}

#[tokio::test]
async fn the_number_on_the_page_is_pressed_where_the_organisation_asks_for_it() {
    let portal = open().await;
    portal.policy(&[("voice_confirm", "number")]).await;
    let person = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = choosing(&portal, &person).await;
    browser.post("/enrol/phone", &by("call")).await.to();
    let body = browser.get("/enrol/phone/verify").await.body;
    let (_, rest) = body.split_once(r#"class="secret">"#).unwrap();
    let number = &rest[..2];
    assert!(number.bytes().all(|b| b.is_ascii_digit()), "{rest}");
    let call = press(&portal, "#").await;
    assert_eq!(call["call"], "talking", "the pound key alone is not enough");
    let call = press(&portal, &format!("{number}#")).await;
    assert_eq!(call["call"], "over", "{call}");
    let page = browser.post("/enrol/phone/verify", &[]).await;
    assert_eq!(page.to(), "/enrol/app-password");
}

#[tokio::test]
async fn a_browser_that_is_trusted_after_a_text_gets_none_at_the_next_sign_in() {
    let portal = open().await;
    let person = with_phone(&portal, "noor@example.org").await;
    let mut browser = portal.halfway(&person).await;
    let code = texted(&portal).await;
    let typed = [
        ("way", "phone"),
        ("code", code.as_str()),
        ("remember", "yes"),
    ];
    assert_eq!(
        browser.post("/sign-in/verify", &typed).await.to(),
        "/profile"
    );
    browser.post("/sign-out", &[]).await.to();
    let before = arrived(&portal, "text").await.len();
    let typed = [
        ("user", person.login.as_str()),
        ("password", person.password.as_str()),
    ];
    assert_eq!(browser.post("/sign-in", &typed).await.to(), "/profile");
    assert_eq!(arrived(&portal, "text").await.len(), before);
}

#[tokio::test]
async fn an_alternate_phone_is_called_and_stands_in() {
    let portal = open().await;
    let person = portal.enrolled("noor@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    let new = [("country", "NL"), ("number", "0687654321")];
    browser.post("/security/alternate-phone", &new).await.to();
    press(&portal, "#").await;
    browser.post("/security/phone/verify", &[]).await.to();
    let account = portal.account(person.id).await;
    assert!(account.answers(PhoneKind::Backup));
    assert_eq!(account.default, Some(Preferred::AppCode));

    portal.clock.forward(Span::minutes(5));
    let mut browser = portal.halfway(&person).await;
    let call = [("way", Dial::CallBackup.key())];
    browser.post("/sign-in/ask", &call).await.to();
    press(&portal, "#").await;
    let page = browser.post("/sign-in/verify", &[("way", "phone")]).await;
    assert_eq!(page.to(), "/profile");
}

#[tokio::test]
async fn a_reply_with_the_code_answers_where_the_organisation_allows_it() {
    let portal = open().await;
    let person = with_phone(&portal, "noor@example.org").await;
    let mut browser = portal.halfway(&person).await;
    let code = texted(&portal).await;
    let id = arrived(&portal, "text").await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/demo/phone/{id}/reply");
    let mut phone = portal.browser();
    phone.post(&path, &[("body", &code)]).await.to();
    let progress = |page: crate::page::Page| page.body;
    let off = progress(browser.get("/sign-in/progress").await);
    assert_eq!(off, "delivered", "the organisation has not switched it on");
    portal.policy(&[("sms_reply", "true")]).await;
    portal.clock.forward(Span::seconds(2));
    phone.post(&path, &[("body", wrong(&code))]).await.to();
    assert_eq!(
        progress(browser.get("/sign-in/progress").await),
        "delivered"
    );
    phone.post(&path, &[("body", &code)]).await.to();
    assert_eq!(
        progress(browser.get("/sign-in/progress").await),
        "confirmed"
    );
    let page = browser.post("/sign-in/verify", &[("way", "phone")]).await;
    assert_eq!(page.to(), "/profile");
}

#[tokio::test]
async fn mail_refuses_the_account_password_of_somebody_with_a_phone_only() {
    let portal = open().await;
    let person = portal.add("noor@example.org", State::Disabled).await;
    assert!(portal.check(&person.login, &person.password).await);
    let mut browser = portal.signed_in(&person).await;
    browser.post("/security/phone", &by("text")).await.to();
    let code = texted(&portal).await;
    browser
        .post("/security/phone/verify", &[("code", &code)])
        .await
        .to();
    assert!(!portal.check(&person.login, &person.password).await);
}

#[tokio::test]
async fn what_is_not_allowed_is_not_asked() {
    let portal = Plan::default().demo().open().await;
    let person = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = choosing(&portal, &person).await;
    assert_eq!(browser.get("/enrol/phone").await.to(), "/enrol/contact");
    let page = browser.post("/enrol/phone", &by("text")).await;
    assert!(page.refuses(Refusal::MethodNotAllowed), "{}", page.text());
    assert_eq!(arrived(&portal, "text").await.len(), 0);
}
