//! The gateways in the administration: what carries messages, and a test to oneself that says what became of
//! it.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::Refusal;
use domain::account::{Phone, PhoneKind};
use domain::service::ports::{
    Batch, Change, Gateway, GatewayError, Sealer as _, TextMessage, VoiceCall,
};
use domain::time::Span;
use serde_json::Value;
use server::mail_out::{Letter, MailError, Mailer};

use super::administrator;
use crate::cast::Person;
use crate::client::Browser;
use crate::page::Page;
use crate::portal::{Plan, TestPortal};

const HERE: &str = "/administration/gateways";
const NUMBER: &str = "+31612345678";

/// Carries nothing: it answers what it was told to, and remembers where messages were to go.
#[derive(Default)]
struct Carrier {
    phones: Mutex<Option<GatewayError>>,
    mail: Mutex<Option<(bool, &'static str)>>,
    asked: Mutex<Vec<String>>,
    from: Mutex<Vec<Option<String>>>,
}

impl Carrier {
    fn answer(&self, to: &str) -> Result<String, GatewayError> {
        self.asked.lock().unwrap().push(to.to_owned());
        match self.phones.lock().unwrap().clone() {
            Some(error) => Err(error),
            None => Ok("known".into()),
        }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

#[async_trait]
impl Gateway for Carrier {
    async fn text(&self, text: &TextMessage) -> Result<String, GatewayError> {
        self.answer(text.to.e164())
    }

    async fn call(&self, call: &VoiceCall) -> Result<String, GatewayError> {
        let from = call.from.as_ref().map(|number| number.e164().to_owned());
        self.from.lock().unwrap().push(from);
        self.answer(call.to.e164())
    }
}

#[async_trait]
impl Mailer for Carrier {
    fn at_once(&self) -> u32 {
        1
    }

    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        self.asked.lock().unwrap().push(letter.to.clone());
        match *self.mail.lock().unwrap() {
            Some((true, why)) => Err(MailError::Refused(why.into())),
            Some((false, why)) => Err(MailError::Later(why.into())),
            None => Ok(()),
        }
    }
}

async fn carried() -> (TestPortal, Arc<Carrier>) {
    let carrier = Arc::new(Carrier::default());
    let plan = Plan::default().gateway(carrier.clone());
    (plan.mailer(carrier.clone()).open().await, carrier)
}

/// Gives somebody a telephone.
async fn phone(portal: &TestPortal, person: &Person, verified: bool) {
    let account = portal.account(person.id).await;
    let context: [&[u8]; 3] = [b"phones.number", &person.id.0, b"phone"];
    let phone = Phone {
        kind: PhoneKind::Authentication,
        number: portal.seal.seal(&context, NUMBER.as_bytes()),
        verified,
        created: portal.services.clock.now(),
    };
    let batch = Batch {
        account: Some((account.id, account.version)),
        changes: vec![Change::PutPhone(phone)],
        ..Batch::default()
    };
    portal.store.commit(batch).await.unwrap();
}

async fn test(browser: &mut Browser, way: &str) -> Page {
    browser.submit(HERE, &[("way", way)]).await
}

/// What the record says of the newest test: outcome, reason, details.
async fn recorded(portal: &TestPortal) -> (String, String, Value) {
    let rows = portal.audit().await;
    let row = rows
        .iter()
        .rfind(|row| row.event == "gateway_test")
        .unwrap();
    let details = serde_json::from_str(&row.details).unwrap();
    (row.outcome.clone(), row.reason.clone(), details)
}

#[tokio::test]
async fn a_test_goes_to_ones_own_telephone_and_address() {
    let portal = Plan::default().demo().open().await;
    let (ada, mut browser) = administrator(&portal).await;
    phone(&portal, &ada, true).await;
    let page = browser.open("/administration").await;
    assert_eq!(page.links(HERE), [HERE]);
    let page = browser.get(HERE).await;
    assert!(page.says("Carried by the pretend phone") && page.says("your own phone, •••••••••78"));
    assert!(page.says("your own address, ada@example.org") && page.says("No notice is waiting."));
    for (way, button) in [
        ("text", "Send a test message"),
        ("call", "Make a test call"),
        ("mail", "Send a test mail"),
    ] {
        portal.clock.forward(Span::minutes(1));
        let page = browser.press(&page, button, &[]).await;
        assert!(
            page.path == HERE && page.says("Accepted by the gateway."),
            "{}",
            page.text()
        );
        assert!(
            page.by_id(&format!("{way}-last"))
                .contains("ada@example.org")
        );
        let (outcome, reason, details) = recorded(&portal).await;
        assert_eq!((outcome.as_str(), reason.as_str()), ("success", ""));
        assert_eq!(details, serde_json::json!({ "way": way }));
    }
    let arrived = portal.browser().get("/demo/messages").await;
    let arrived: Vec<Value> = serde_json::from_str(&arrived.body).unwrap();
    let tos: Vec<&str> = arrived
        .iter()
        .map(|one| one["to"].as_str().unwrap())
        .collect();
    assert_eq!(tos, ["ada@example.org", "+31 6 12345678", "+31 6 12345678"]);
    assert_eq!(arrived[0]["subject"], "Test message");
    assert_eq!(
        arrived[2]["body"],
        "Example School: this is the test message that you asked for."
    );
    let id = arrived[1]["id"].as_str().unwrap();
    let answer = format!("/demo/phone/{id}/answer");
    portal.browser().post(&answer, &[]).await.to();
    let heard = portal.browser().get("/demo/messages").await;
    let heard: Vec<Value> = serde_json::from_str(&heard.body).unwrap();
    assert_eq!(heard[1]["call"], "over", "{}", heard[1]);
    assert!(
        heard[1]["body"]
            .as_str()
            .unwrap()
            .contains("Example School")
    );
    assert_eq!(
        portal.count("phone_send").await,
        0,
        "a test is no question to a telephone"
    );
}

#[tokio::test]
async fn calls_come_from_the_number_in_the_rules_a_test_call_too() {
    let (portal, carrier) = carried().await;
    let (ada, mut browser) = administrator(&portal).await;
    phone(&portal, &ada, true).await;
    let ours = Some("+31201234567".to_owned());
    test(&mut browser, "call").await;
    portal
        .policy(&[("allow_call", "true"), ("caller_id", "+31 20 123 4567")])
        .await;
    portal.clock.forward(Span::minutes(2));
    test(&mut browser, "call").await;
    assert_eq!(*carrier.from.lock().unwrap(), [None, ours.clone()]);

    portal.clock.forward(Span::minutes(10));
    let mut visitor = portal.halfway(&ada).await;
    visitor
        .post("/sign-in/ask", &[("way", "call_phone")])
        .await
        .to();
    // What counts is the rule of the moment in which the call leaves.
    portal.policy(&[("caller_id", "+31207654321")]).await;
    server::phones::deliver(&portal.portal).await.unwrap();
    let from = carrier.from.lock().unwrap().clone();
    assert_eq!(from, [None, ours, Some("+31207654321".to_owned())]);
}

#[tokio::test]
async fn what_the_gateway_said_is_said() {
    let (portal, carrier) = carried().await;
    let (ada, mut browser) = administrator(&portal).await;
    phone(&portal, &ada, true).await;
    let why = |text: &str| text.to_owned();
    for (way, error, outcome, said) in [
        (
            "text",
            GatewayError::Refused(why("status 403, code 21211")),
            "refused",
            "Refused by the gateway. Nothing was sent. Reason: status 403, code 21211",
        ),
        (
            "call",
            GatewayError::Later(why("no connection in time")),
            "not_reached",
            "The gateway was not reached, or takes nothing now. Nothing was sent. Reason: no connection in time",
        ),
        (
            "text",
            GatewayError::Unclear(why("no answer in time")),
            "unclear",
            "The gateway did not answer. The message may have been sent. Reason: no answer in time",
        ),
    ] {
        portal.clock.forward(Span::minutes(1));
        *carrier.phones.lock().unwrap() = Some(error);
        let page = test(&mut browser, way).await;
        assert!(
            page.by_id(&format!("{way}-last")).contains(said),
            "{}",
            page.text()
        );
        let (failed, reason, details) = recorded(&portal).await;
        assert_eq!((failed.as_str(), reason.as_str()), ("failure", outcome));
        assert_eq!(details["way"], way);
    }
    for (refused, outcome) in [(true, "refused"), (false, "not_reached")] {
        *carrier.mail.lock().unwrap() =
            Some((refused, "the recipient: the mail server answered 550"));
        let page = test(&mut browser, "mail").await;
        assert!(
            page.by_id("mail-last")
                .contains("the mail server answered 550")
        );
        assert_eq!(recorded(&portal).await.1, outcome);
    }
    let page = browser
        .get("/administration/audit?event=gateway_test")
        .await;
    assert!(page.says("Test message not sent"), "{}", page.text());
    assert!(!page.says("61234"), "no number stands in the record");
}

#[tokio::test]
async fn no_test_goes_anywhere_else() {
    let (portal, carrier) = carried().await;
    let (ada, mut browser) = administrator(&portal).await;
    let page = browser.get(HERE).await;
    assert!(
        page.says("A test goes to a phone of your own."),
        "{}",
        page.text()
    );
    for verified in [None, Some(false)] {
        if let Some(verified) = verified {
            phone(&portal, &ada, verified).await;
        }
        for way in ["text", "call"] {
            let page = test(&mut browser, way).await;
            assert!(page.refuses(Refusal::MethodNotSetUp), "{}", page.text());
        }
    }
    phone(&portal, &ada, true).await;
    for way in ["", "fax", "Text"] {
        let page = browser.post(HERE, &[("way", way)]).await;
        assert_eq!(page.to(), HERE);
    }
    assert!(carrier.asked().is_empty());
    let elsewhere = [
        ("way", "text"),
        ("to", "+31687654321"),
        ("number", "+31687654321"),
    ];
    browser.submit(HERE, &elsewhere).await;
    let elsewhere = [("way", "mail"), ("to", "eve@example.net")];
    browser.submit(HERE, &elsewhere).await;
    assert_eq!(carrier.asked(), [NUMBER, "ada@example.org"]);
}

#[tokio::test]
async fn five_tests_an_hour_are_the_most_and_the_limits_of_texts_hold_too() {
    let (portal, carrier) = carried().await;
    let (ada, mut browser) = administrator(&portal).await;
    phone(&portal, &ada, true).await;
    portal.clock.set(portal.clock.seconds() + 1);
    let begin = portal.clock.seconds();
    test(&mut browser, "text").await;
    let page = test(&mut browser, "text").await;
    assert!(
        page.refuses(Refusal::PhoneLater { seconds: 30 }),
        "{}",
        page.text()
    );
    assert_eq!(recorded(&portal).await.1, "person_hour");
    assert!(
        page.by_id("text-last").contains("Accepted"),
        "what was not sent tells nothing of the gateway"
    );
    for _ in 0..3 {
        test(&mut browser, "mail").await;
    }
    assert_eq!(carrier.asked().len(), 4);
    let page = test(&mut browser, "mail").await;
    assert!(
        page.refuses(Refusal::TestLater { seconds: 3_600 }),
        "{}",
        page.text()
    );
    assert_eq!(recorded(&portal).await.1, "budget");
    assert_eq!(carrier.asked().len(), 4);
    portal.clock.set(begin + 3_540);
    let mut browser = portal.signed_in(&ada).await;
    portal.clock.set(begin + 3_599);
    let page = test(&mut browser, "mail").await;
    assert!(
        page.refuses(Refusal::TestLater { seconds: 1 }),
        "{}",
        page.text()
    );
    portal.clock.set(begin + 3_600);
    assert!(
        test(&mut browser, "mail")
            .await
            .says("Accepted by the gateway.")
    );
}

#[tokio::test]
async fn where_nothing_is_configured_there_is_no_button() {
    let portal = TestPortal::new().await;
    let (ada, mut browser) = administrator(&portal).await;
    phone(&portal, &ada, true).await;
    let page = browser.get(HERE).await;
    let action = |form: &crate::page::Form| form.action == HERE;
    assert!(!page.forms().iter().any(action));
    assert_eq!(page.text().matches("Not configured").count(), 3);
    for way in ["text", "call", "mail"] {
        let page = test(&mut browser, way).await;
        assert!(page.refuses(Refusal::NoGateway), "{}", page.text());
    }
    assert_eq!(portal.count("gateway_test").await, 0);
}
