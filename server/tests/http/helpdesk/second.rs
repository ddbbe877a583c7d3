//! The second yes (A.10, A-109): what is done for other staff takes two people, and is what both have seen.

use domain::account::Role;
use domain::desk::Aid;
use domain::notice::NoticeKind;
use domain::service::ports::Change;
use domain::time::Span;
use serde_json::Value;

use super::{Desk, KNOWN, at, at_work, change, form_of, inside, staff, words};
use crate::cast::Person;
use crate::client::Browser;
use crate::page::Page;

const LIST: &str = "/helpdesk/approvals";

/// Hans asks something for Rita, a reader; Sam, a supervisor, may agree.
struct Two {
    desk: Desk,
    rita: Person,
    sam: Person,
    above: Browser,
}

impl Two {
    async fn open() -> Self {
        let desk = Desk::open().await;
        let rita = staff(&desk.portal, "rita", "Rita Reader", Role::Reader).await;
        let sam = staff(&desk.portal, "sam", "Sam Supervisor", Role::Supervisor).await;
        let above = at_work(&desk.portal, &sam).await;
        Self {
            desk,
            rita,
            sam,
            above,
        }
    }

    /// Hans fills in the form; the page of the request.
    async fn ask(&mut self, aid: Aid, more: &[(&str, &str)]) -> String {
        let browser = &mut self.desk.browser;
        let form = browser.get(&form_of(&self.rita, aid)).await;
        assert!(form.says("a supervisor has agreed"), "{}", form.text());
        let typed = [&KNOWN, more].concat();
        let page = browser.press(&form, "Ask for a second yes", &typed).await;
        assert!(page.says("Nothing has been done yet"), "{}", page.text());
        page.path
    }

    /// Sam presses this button.
    async fn answer(&mut self, request: &str, button: &str) -> Page {
        let page = self.above.get(request).await;
        self.above.press(&page, button, &[]).await
    }

    /// Hans does what was agreed to.
    async fn carry_out(&mut self, request: &str) -> Page {
        let path = format!("{request}/carry-out");
        self.desk.browser.post(&path, &[]).await
    }

    /// How often something was done for Rita.
    async fn done(&self) -> usize {
        self.desk.portal.notices(self.rita.id).await.len()
    }
}

#[tokio::test]
async fn one_asks_another_agrees_and_then_it_is_done() {
    let mut two = Two::open().await;
    let mut open = two.desk.portal.signed_in(&two.rita).await;
    let request = two.ask(Aid::EndSessions, &[]).await;
    assert!(inside(&mut open).await, "nothing yet");
    assert_eq!(two.done().await, 0);
    let found = two.above.get("/helpdesk").await;
    assert!(found.says("1 request waits for your answer"));
    let seen = two.above.get(&request).await;
    for words in [
        "Rita Reader",
        "Hans Helper",
        "HD-1042",
        "Answered at the directory's number",
        "Called back",
    ] {
        assert!(seen.says(words), "{words}: {}", seen.text());
    }
    let page = two.answer(&request, "Yes, I agree").await;
    assert!(page.says("You have agreed"), "{}", page.text());
    assert!(inside(&mut open).await, "a yes does nothing by itself");
    let page = two.desk.browser.get(&request).await;
    let name = words(Aid::EndSessions).0;
    let page = two.desk.browser.press(&page, name, &[]).await;
    assert_eq!(page.path, at(&two.rita), "{}", page.text());
    assert!(!inside(&mut open).await);
    let told = two.desk.portal.notices(two.rita.id).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].kind, NoticeKind::SessionsEnded);

    let rows = two.desk.portal.audit().await;
    let row = |event: &str| rows.iter().find(|row| row.event == event).unwrap();
    let (hans, sam) = (two.desk.hans.id.to_string(), two.sam.id.to_string());
    let asked = row("approval_ask");
    assert_eq!((&asked.actor, &asked.role[..]), (&hans, "operator"));
    let agreed = row("approval_yes");
    assert_eq!((&agreed.actor, &agreed.role[..]), (&sam, "supervisor"));
    let did = row("session_end_everywhere");
    assert_eq!(
        (&did.actor, &did.subject),
        (&hans, &two.rita.id.to_string())
    );
    let facts: Value = serde_json::from_str(&did.details).unwrap();
    assert_eq!(facts["agreed_by"], *sam);
    assert_eq!(facts["ticket"], "HD-1042");
}

#[tokio::test]
async fn a_no_is_a_no_and_who_asked_may_withdraw() {
    let mut two = Two::open().await;
    for own in [false, true] {
        let request = two.ask(Aid::EndSessions, &[]).await;
        let page = if own {
            let page = two.desk.browser.get(&request).await;
            let browser = &mut two.desk.browser;
            browser.press(&page, "Withdraw the request", &[]).await
        } else {
            two.answer(&request, "No").await
        };
        assert!(page.says("Nothing was done"), "{}", page.text());
        assert_eq!(two.carry_out(&request).await.to(), request);
        let late = two.above.post(&request, &[("answer", "yes")]).await;
        assert_eq!(late.to(), request);
        assert_eq!(two.carry_out(&request).await.to(), request);
    }
    assert_eq!(two.done().await, 0);
    assert_eq!(two.desk.portal.count("approval_no").await, 2);
    assert_eq!(two.desk.portal.count("approval_yes").await, 0);
}

#[tokio::test]
async fn a_yes_counts_once_for_half_an_hour_and_for_nothing_else() {
    let mut two = Two::open().await;
    let block = [("days", "1"), ("reason", "Telephone stolen")];
    let request = two.ask(Aid::Block, &block).await;
    assert!(two.above.get(&request).await.says("for 1 day"));
    two.answer(&request, "Yes, I agree").await;
    // Another length is another request.
    let longer = [
        &KNOWN[..],
        &[("days", "365"), ("reason", "Telephone stolen")],
    ]
    .concat();
    let path = form_of(&two.rita, Aid::Block);
    let page = two.desk.browser.post(&path, &longer).await;
    assert!(page.to().starts_with(LIST) && page.to() != request);
    assert_eq!(two.done().await, 0);
    assert_eq!(two.carry_out(&request).await.to(), at(&two.rita));
    assert_eq!(two.done().await, 1);
    let rita = two.desk.portal.account(two.rita.id).await;
    let now = two.desk.portal.services.clock.now();
    let until = rita.block.unwrap().until;
    assert!(until < now + Span::days(2));
    assert_eq!(two.carry_out(&request).await.to(), request, "used");
    assert_eq!(two.done().await, 1);

    let request = two.ask(Aid::EndSessions, &[]).await;
    two.answer(&request, "Yes, I agree").await;
    two.desk.portal.clock.forward(Span::minutes(30));
    two.desk.return_to_work().await;
    assert_eq!(two.carry_out(&request).await.to(), request);
    let page = two.desk.browser.get(&request).await;
    assert!(page.says("Expired"), "{}", page.text());
    assert_eq!(two.done().await, 1);
}

#[tokio::test]
async fn nobody_agrees_with_themselves_and_nobody_else_even_sees_it() {
    let mut two = Two::open().await;
    let portal = &two.desk.portal;
    let other = staff(portal, "olga", "Olga Operator", Role::Operator).await;
    let mut other = at_work(portal, &other).await;
    let mut rita = at_work(portal, &two.rita).await;
    let request = two.ask(Aid::EndSessions, &[]).await;
    let yes = [("answer", "yes")];
    assert_eq!(two.desk.browser.post(&request, &yes).await.to(), LIST);
    for browser in [&mut other, &mut rita] {
        assert_eq!(browser.get(&request).await.to(), LIST);
        let list = browser.get(LIST).await;
        assert!(list.links("/helpdesk/approvals/").is_empty());
    }
    assert_eq!(other.post(&request, &yes).await.to(), LIST);
    assert_eq!(rita.post(&request, &yes).await.status, 404, "only looks");
    let path = format!("{request}/carry-out");
    for browser in [&mut other, &mut two.above] {
        assert_eq!(browser.post(&path, &[]).await.to(), LIST);
    }
    // A supervisor who asks needs another one; the one who is above is asked.
    let form = form_of(&two.rita, Aid::EndSessions);
    let own = two.above.post(&form, &KNOWN).await.to().to_owned();
    assert_eq!(two.above.post(&own, &yes).await.to(), LIST);
    assert_eq!(two.desk.portal.count("approval_yes").await, 0);
    assert_eq!(two.done().await, 0);
}

#[tokio::test]
async fn who_lost_the_right_since_has_not_agreed() {
    for active in [true, false] {
        let mut two = Two::open().await;
        let request = two.ask(Aid::EndSessions, &[]).await;
        two.answer(&request, "Yes, I agree").await;
        let since = if active {
            Change::SetRole(Role::Operator)
        } else {
            Change::SetActive(false)
        };
        change(&two.desk.portal, two.sam.id, [since]).await;
        assert_eq!(two.carry_out(&request).await.to(), request);
        assert_eq!(two.done().await, 0);
    }
    // And so has whoever asked, who is above nobody any more.
    let mut two = Two::open().await;
    let request = two.ask(Aid::EndSessions, &[]).await;
    two.answer(&request, "Yes, I agree").await;
    let higher = [Change::SetRole(Role::Operator)];
    change(&two.desk.portal, two.rita.id, higher).await;
    let page = two.carry_out(&request).await;
    assert!(!page.leads() || page.to() != at(&two.rita));
    assert_eq!(two.done().await, 0);
}

#[tokio::test]
async fn two_at_once_are_one() {
    let mut two = Two::open().await;
    let request = two.ask(Aid::Pass, &[("minutes", "60")]).await;
    two.answer(&request, "Yes, I agree").await;
    let path = format!("{request}/carry-out");
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (mut browser, path) = (two.desk.browser.clone(), path.clone());
        running.spawn(async move { browser.post(&path, &[]).await });
    }
    let mut pages = Vec::new();
    while let Some(page) = running.join_next().await {
        pages.push(page.unwrap());
    }
    let issued = format!("{}/pass/issued", at(&two.rita));
    let ways = |to: &str| pages.iter().filter(|page| page.to() == to).count();
    assert_eq!((ways(&issued), ways(&request)), (1, 3));
    assert_eq!(two.desk.portal.count("pass_issue").await, 1);
    assert_eq!(two.done().await, 1);
    let page = two.desk.browser.get(&issued).await;
    assert_eq!(page.status, 200, "shown to who asked");
    assert_ne!(two.above.get(&issued).await.status, 200, "and nobody else");
}

#[tokio::test]
async fn what_cannot_be_done_is_not_asked_for() {
    let mut two = Two::open().await;
    let page = two.desk.refused(&two.rita.clone(), Aid::Unblock).await;
    assert!(page.refuses(domain::Refusal::NothingThere));
    let phone = form_of(&two.rita, Aid::SetPhone);
    let page = two.desk.see(&two.rita.clone()).await;
    assert!(page.links(&phone).is_empty() && !page.links(&at(&two.rita)).is_empty());
    let number = [
        ("which", "phone"),
        ("country", "NL"),
        ("number", "0687654321"),
    ];
    let typed = [&KNOWN[..], &number].concat();
    let page = two.desk.browser.post(&phone, &typed).await;
    assert!(page.refuses(domain::Refusal::SecondPerson));
    assert_eq!(two.done().await, 0);
    assert_eq!(two.desk.portal.count("approval_ask").await, 0);
    assert!(
        two.above
            .get(LIST)
            .await
            .says("There have been no requests")
    );
}
