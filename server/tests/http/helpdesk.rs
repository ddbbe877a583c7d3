//! `/helpdesk`: staff find people, see what they have set up and get them going again. What they see opens
//! nothing, what they do is done to nobody of their own rank, with a proof of minutes, and is written down
//! with how they knew who was calling.

mod again;
mod aids;
mod block;
mod bypass;
mod check;
mod form;
mod manage;
mod pass;
mod person;
mod rank;
mod reset;
mod search;
mod second;
mod set_phone;

use app::text::Texts;
use domain::account::{Phone, PhoneKind, Role, State};
use domain::desk::Aid;
use domain::notice::NoticeKind;
use domain::service::ports::{Batch, Change, Clock as _, Place, Sealer as _};
use domain::service::{DirectoryRecord, NewPerson};
use domain::time::Span;
use domain::{Id, Language};
use serde_json::Value;

use crate::cast::{PASSWORD, Person, record};
use crate::client::Browser;
use crate::page::Page;
use crate::portal::TestPortal;

/// Where the staff sit; nobody else in these tests is there.
const DESK: &str = "198.51.100.77";

/// How the staff know who is calling.
const KNOWN: [(&str, &str); 3] = [
    ("identity", "call_back"),
    ("ticket", "HD-1042"),
    ("note", "Answered at the directory's number"),
];

/// A portal, and one of the staff at work in a browser.
struct Desk {
    portal: TestPortal,
    /// Hans, an operator.
    hans: Person,
    /// Hans's browser, with a code of an app just given.
    browser: Browser,
}

impl Desk {
    async fn open() -> Self {
        Self::on(TestPortal::new().await).await
    }

    async fn on(portal: TestPortal) -> Self {
        let hans = staff(&portal, "hans", "Hans Helper", Role::Operator).await;
        let browser = at_work(&portal, &hans).await;
        Self {
            portal,
            hans,
            browser,
        }
    }

    /// Hans signs in anew, because time has passed.
    async fn return_to_work(&mut self) {
        self.browser = at_work(&self.portal, &self.hans).await;
    }

    /// The person's page.
    async fn see(&mut self, person: &Person) -> Page {
        self.browser.get(&at(person)).await
    }

    /// Fills in the form of this aid and presses its button.
    async fn help(&mut self, person: &Person, aid: Aid, more: &[(&str, &str)]) -> Page {
        let form = self.browser.get(&form_of(person, aid)).await;
        let typed = [&KNOWN, more].concat();
        self.browser.press(&form, words(aid).0, &typed).await
    }

    /// The same where it must be done, recorded like this and told like that.
    async fn helped(
        &mut self,
        person: &Person,
        aid: Aid,
        more: &[(&str, &str)],
        (event, kind): (&str, NoticeKind),
    ) -> Page {
        let page = self.help(person, aid, more).await;
        if !matches!(aid, Aid::Pass | Aid::ResetPassword) {
            assert_eq!(page.path, at(person), "{}", page.text());
            assert!(page.says(words(aid).1), "{}", page.text());
        }
        let rows = self.portal.audit().await;
        let of = |row: &&domain::audit::Row| row.event == event && row.outcome == "success";
        let row = rows.iter().rev().find(of).unwrap();
        assert_eq!(
            (&*row.subject, &*row.actor, &*row.role, &*row.address),
            (
                &*person.id.to_string(),
                &*self.hans.id.to_string(),
                "operator",
                DESK
            )
        );
        let facts: Value = serde_json::from_str(&row.details).unwrap();
        for (key, value) in KNOWN {
            assert_eq!(facts[key], value, "{}", row.details);
        }
        let told = self.portal.notices(person.id).await.pop().unwrap();
        // Where the staff sit is not the person's business.
        assert_eq!((told.kind, told.address.as_str()), (kind, ""));
        page
    }

    /// Why nothing was done, as a form that was sent says it.
    async fn refused(&mut self, person: &Person, aid: Aid) -> Page {
        let before = self.portal.account(person.id).await;
        let page = self.browser.post(&form_of(person, aid), &KNOWN).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert_eq!(self.portal.account(person.id).await, before, "{aid:?}");
        page
    }
}

/// One of the staff, with an app.
async fn staff(portal: &TestPortal, login: &str, name: &str, role: Role) -> Person {
    let id = named(portal, login, name, role, State::Enabled).await;
    Person {
        id,
        login: login.into(),
        password: PASSWORD.into(),
        key: portal.give_app(id, "Authenticator app").await,
    }
}

/// Somebody with this name.
async fn named(portal: &TestPortal, login: &str, name: &str, role: Role, state: State) -> Id {
    let new = NewPerson {
        record: DirectoryRecord {
            name: name.into(),
            mail: format!("{login}@example.org"),
            ..record(login)
        },
        password: Some(PASSWORD),
        role,
        state,
    };
    let added = portal.services.add_people(&[new], &portal.trace()).await;
    added.unwrap().unwrap()[0].id
}

/// A browser at the desk in which one of the staff has just signed in with a code of an app.
async fn at_work(portal: &TestPortal, person: &Person) -> Browser {
    portal.signed_in(person).await.from(DESK)
}

/// Gives a telephone that answered.
async fn give_phone(portal: &TestPortal, user: Id, kind: PhoneKind, number: &str) {
    portal.clock.forward(Span(1));
    let context = Place::Phone(user, kind);
    let phone = Phone {
        kind,
        number: portal.seal.seal(&context.context(), number.as_bytes()),
        verified: true,
        created: portal.clock.now(),
    };
    change(portal, user, [Change::PutPhone(phone)]).await;
}

/// Changes an account behind the portal's back.
pub async fn change(portal: &TestPortal, user: Id, changes: impl Into<Vec<Change>>) {
    let batch = Batch {
        account: Some((user, portal.account(user).await.version)),
        changes: changes.into(),
        ..Batch::default()
    };
    portal.store.commit(batch).await.unwrap();
}

/// The person's page.
fn at(person: &Person) -> String {
    format!("/helpdesk/people/{}", person.id)
}

/// The form of an aid.
fn form_of(person: &Person, aid: Aid) -> String {
    format!("{}/{}", at(person), aid.key())
}

/// The button of an aid, and what is said when it is done.
fn words(aid: Aid) -> (&'static str, &'static str) {
    let words = (Texts::of(Language::En).desk.aid)(aid);
    (words.name, words.done)
}

/// What the helpdesk can give somebody that must be written nowhere: a temporary password, the token that
/// stops a number, and the number.
pub async fn given(portal: &TestPortal, person: &Person) -> [String; 3] {
    let allowed = [("allow_text", "true"), ("allow_call", "true")];
    portal.policy(&allowed).await;
    let hans = staff(portal, "hans", "Hans Helper", Role::Operator).await;
    let mut browser = at_work(portal, &hans).await;
    let form = browser.get(&form_of(person, Aid::ResetPassword)).await;
    let page = browser
        .press(&form, words(Aid::ResetPassword).0, &KNOWN)
        .await;
    let temporary = page.by_id("pass-value").replace(' ', "");
    let number = "0687654321";
    let typed = [("which", "phone"), ("country", "NL"), ("number", number)];
    let typed = [&KNOWN[..], &typed].concat();
    let page = browser.post(&form_of(person, Aid::SetPhone), &typed).await;
    assert_eq!(page.to(), at(person));
    let told = portal.notices(person.id).await.pop().unwrap();
    let token = portal.services.open_token(person.id, &told.token).unwrap();
    let token = data_encoding::BASE64URL_NOPAD.encode(&token);
    let anybody = portal
        .browser()
        .get(&format!("/not-me?token={token}"))
        .await;
    assert_eq!(anybody.status, 200);
    [temporary, token, number.to_owned()]
}

/// Whether a browser is signed in.
async fn inside(browser: &mut Browser) -> bool {
    browser.get("/profile").await.status == 200
}

/// Where the right password leads in a new browser.
async fn password_leads(portal: &TestPortal, person: &Person) -> Page {
    type_password(&mut portal.browser(), person, &person.password).await
}

/// Types a password at the sign-in page.
async fn type_password(browser: &mut Browser, person: &Person, password: &str) -> Page {
    let typed = [("user", &*person.login), ("password", password)];
    browser.post("/sign-in", &typed).await
}

/// Types a code at the second step.
async fn type_code(browser: &mut Browser, code: &str) -> Page {
    browser.post("/sign-in/verify", &[("code", code)]).await
}
