//! A key rotation as the people of the organisation meet it, which is not at all; and what a start says of
//! a key ring that does not fit.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::account::{App, Phone, PhoneKind, State};
use domain::service::ports::{Batch, Change, Sealer as _};
use domain::time::Span;
use server::keyring::Keyring;
use server::seal::Seal;
use server::{wiring, worker};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::cast::{Person, oathtool};
use crate::client::Browser;
use crate::doubles::{Failing, Stall, Switch};
use crate::portal::{Database, Plan, TestPortal};

on_both_stores!(
    a_151_keys_rotate_under_load_and_no_row_names_the_old_one,
    browsers_of_one_person_at_once_survive_the_first_sign_in_after_a_rotation,
    a_password_that_only_a_mail_program_uses_moves_too,
    a_value_that_does_not_open_is_not_called_done,
    a_process_with_the_ring_of_before_is_told_to_start_anew,
    a_ring_that_does_not_fit_is_refused_before_anything_is_written,
);

/// Somebody with everything that is kept under a key.
struct Member {
    person: Person,
    app_password: String,
}

/// A few people, and one with so many values that a batch does not hold them.
async fn organisation(portal: &TestPortal) -> (Vec<Member>, Person) {
    let mut members = Vec::new();
    for n in 0..5 {
        let person = portal.enrolled(&format!("member{n}@example.org")).await;
        let app_password = portal.give_app_password(person.id, "Laptop").await;
        members.push(Member {
            person,
            app_password,
        });
    }
    let collector = portal.enrolled("collector@example.org").await;
    let account = portal.account(collector.id).await;
    let (user, now) = (&account.id.0, portal.services.clock.now());
    let mut changes: Vec<Change> = (0..220)
        .map(|n| {
            let id = portal.services.id();
            Change::AddApp(App {
                id,
                name: format!("App {n}"),
                secret: portal.seal.seal(&[b"apps.secret", user, &id.0], &[7; 20]),
                last_step: 0,
                created: now,
                last_used: None,
                locked: false,
            })
        })
        .collect();
    let kind = PhoneKind::Backup;
    let context: [&[u8]; 3] = [b"phones.number", user, kind.key().as_bytes()];
    changes.push(Change::PutPhone(Phone {
        kind,
        number: portal.seal.seal(&context, b"+31612345678"),
        verified: false,
        created: now,
    }));
    let batch = Batch {
        account: Some((account.id, account.version)),
        changes,
        ..Batch::default()
    };
    portal.store.commit(batch).await.unwrap();
    (members, collector)
}

/// Everybody signs in at the same moment, each with a code, and has mail checked. Nobody is refused.
async fn everybody_comes(portal: &TestPortal, members: &[Member]) {
    portal.clock.forward(Span::seconds(30));
    let now = portal.clock.seconds();
    let mut all = JoinSet::new();
    for (n, member) in members.iter().enumerate() {
        let browser = portal.browser().from(&format!("192.0.2.{}", n + 1));
        all.spawn(sign_in(browser, member.person.clone(), now));
    }
    for member in members {
        let login = &member.person.login;
        assert!(portal.check(login, &member.app_password).await, "{login}");
    }
    all.join_all().await;
}

async fn sign_in(mut browser: Browser, person: Person, now: i64) {
    let login = person.login.as_str();
    let page = browser
        .post(
            "/sign-in",
            &[("user", login), ("password", &person.password)],
        )
        .await;
    assert_eq!(page.to(), "/sign-in/verify", "{login}");
    let code = oathtool(&person.key, now);
    let page = browser.post("/sign-in/verify", &[("code", &code)]).await;
    assert_eq!(page.to(), "/profile", "{login}");
}

/// How many values of this kind the database holds under a key.
async fn under(portal: &TestPortal, kind: &str, kid: i32) -> i64 {
    let hex = format!("{kid:08X}");
    let (sqlite, postgres) = match kind {
        "apps" | "phones" => {
            let column = if kind == "apps" { "secret" } else { "number" };
            (
                format!("hex(substr({column}, 2, 4)) = '{hex}'"),
                format!("upper(encode(substr({column}, 2, 4), 'hex')) = '{hex}'"),
            )
        }
        "accounts" => {
            let text = format!("password LIKE '{kid}:%'");
            (text.clone(), text)
        }
        _ => (format!("kid = {kid}"), format!("kid = {kid}")),
    };
    let count = |condition| format!("SELECT count(*) FROM {kind} WHERE {condition}");
    portal.number(&count(sqlite), &count(postgres)).await
}

const KINDS: [&str; 5] = ["apps", "phones", "app_passwords", "accounts", "keys"];

/// The worker of a process, until it is told to stop.
fn work(portal: &TestPortal) -> (watch::Sender<bool>, JoinHandle<()>) {
    let (stopping, stopped) = watch::channel(false);
    (
        stopping,
        tokio::spawn(worker::run(portal.portal.clone(), stopped)),
    )
}

/// Waits for what the worker does.
async fn until(mut done: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !done().await {
        assert!(Instant::now() < deadline, "still not done");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn a_151_keys_rotate_under_load_and_no_row_names_the_old_one(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let (members, collector) = organisation(&portal).await;
    everybody_comes(&portal, &members).await;
    let all = under(&portal, "apps", 1).await;
    assert_eq!(all, 5 + 1 + 220);

    // The first process with the new key is killed behind its first batch.
    let stall = Stall::behind(1);
    let switch = Switch {
        stall: Some(stall.clone()),
        ..Switch::default()
    };
    let portal = portal
        .next()
        .ring(|ring| ring.rotate().unwrap())
        .store(|store| Failing::around(store, switch))
        .open()
        .await;
    let (_stopping, killed) = work(&portal);
    let (..) = tokio::join!(everybody_comes(&portal, &members), stall.reached());
    killed.abort();
    assert!(killed.await.unwrap_err().is_cancelled());
    let moved = under(&portal, "apps", 2).await;
    assert!(0 < moved && moved < all, "{moved} of {all}");
    assert_eq!(under(&portal, "apps", 1).await, all - moved);
    assert_eq!(portal.count("key_rotate").await, 0);
    everybody_comes(&portal, &members).await;

    // Two go on together, and people keep coming.
    let portal = portal.restart().await;
    let twin = portal.twin().await;
    let (stopping, working) = work(&portal);
    let (stopping_too, working_too) = work(&twin);
    until(async || {
        everybody_comes(&portal, &members).await;
        everybody_comes(&twin, &members).await;
        portal.count("key_rotate").await > 0
    })
    .await;
    portal.halfway(&collector).await;
    stopping.send(true).unwrap();
    stopping_too.send(true).unwrap();
    working.await.unwrap();
    working_too.await.unwrap();
    drop(twin);
    for kind in KINDS.into_iter().filter(|kind| *kind != "keys") {
        assert_eq!(under(&portal, kind, 1).await, 0, "{kind}");
        assert!(under(&portal, kind, 2).await > 0, "{kind}");
    }
    let record = portal.audit().await;
    let ends: Vec<_> = record.iter().filter(|r| r.event == "key_rotate").collect();
    assert_eq!(ends.len(), 1, "one record for the whole rotation");
    assert_eq!(ends[0].details, r#"{"from":"1","to":"2"}"#);

    // The old key goes, and nobody misses it.
    let portal = portal
        .next()
        .ring(|ring| ring.retire(1).unwrap())
        .open()
        .await;
    everybody_comes(&portal, &members).await;
    portal.halfway(&collector).await;
    assert_eq!(under(&portal, "keys", 1).await, 0);
    assert_eq!(portal.count("key_retire").await, 1);
}

/// Each of them finds the hash of before, and only one can be the first to replace it.
async fn browsers_of_one_person_at_once_survive_the_first_sign_in_after_a_rotation(
    database: Database,
) {
    let portal = Plan::default().on(database).open().await;
    let person = portal.add("sanne@example.org", State::Disabled).await;
    let portal = portal
        .next()
        .ring(|ring| ring.rotate().unwrap())
        .open()
        .await;
    let mut all = JoinSet::new();
    // As many as a person may try at once.
    for n in 1..=5 {
        let mut browser = portal.browser().from(&format!("192.0.2.{n}"));
        let person = person.clone();
        all.spawn(async move {
            let fields = [
                ("user", person.login.as_str()),
                ("password", &person.password),
            ];
            browser.post("/sign-in", &fields).await.to().to_owned()
        });
    }
    assert_eq!(all.join_all().await, ["/profile"; 5]);
    assert_eq!(under(&portal, "accounts", 1).await, 0);
}

async fn a_password_that_only_a_mail_program_uses_moves_too(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let person = portal.add("sanne@example.org", State::Disabled).await;
    let changed = portal.account(person.id).await.password_changed;
    let portal = portal
        .next()
        .ring(|ring| ring.rotate().unwrap())
        .open()
        .await;
    portal.clock.forward(Span::minutes(1));
    assert!(!portal.check(&person.login, "not the password").await);
    assert_eq!(under(&portal, "accounts", 1).await, 1);
    assert!(portal.check(&person.login, &person.password).await);
    assert_eq!(under(&portal, "accounts", 2).await, 1);
    let account = portal.account(person.id).await;
    assert_eq!(account.password_changed, changed, "nobody changed it");
    let portal = portal
        .next()
        .ring(|ring| ring.retire(1).unwrap())
        .open()
        .await;
    assert!(portal.check(&person.login, &person.password).await);
    portal.signed_in(&person).await;
}

async fn a_value_that_does_not_open_is_not_called_done(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let person = portal.enrolled("sanne@example.org").await;
    let account = portal.account(person.id).await;
    let whole = account.apps[0].secret.clone();
    let mut broken = whole.clone();
    *broken.last_mut().unwrap() ^= 1;
    let replace = async |portal: &TestPortal, secret: &[u8]| {
        let account = portal.account(person.id).await;
        let app = App {
            secret: secret.to_vec(),
            ..account.apps[0].clone()
        };
        let batch = Batch {
            account: Some((account.id, account.version)),
            changes: vec![Change::RemoveApp(app.id), Change::AddApp(app)],
            ..Batch::default()
        };
        portal.store.commit(batch).await.unwrap();
    };
    replace(&portal, &broken).await;
    let portal = portal
        .next()
        .ring(|ring| ring.rotate().unwrap())
        .open()
        .await;
    while portal.services.reseal().await.unwrap() {}
    assert_eq!(portal.count("key_rotate").await, 0);
    replace(&portal, &whole).await;
    assert!(!portal.services.reseal().await.unwrap(), "it rests");
    portal.clock.forward(Span::hours(1));
    while portal.services.reseal().await.unwrap() {}
    assert_eq!(portal.count("key_rotate").await, 1);
    portal.signed_in(&person).await;
}

async fn a_process_with_the_ring_of_before_is_told_to_start_anew(database: Database) {
    let old = Plan::default().on(database).open().await;
    assert!(!old.services.reseal().await.unwrap());
    let new = old
        .twin_plan()
        .ring(|ring| ring.rotate().unwrap())
        .open()
        .await;
    old.clock.forward(Span::hours(1));
    let told = old.services.reseal().await.unwrap_err().to_string();
    assert!(
        told.contains("key 1") && told.contains("start it anew"),
        "{told}"
    );
    while new.services.reseal().await.unwrap() {}
    assert_eq!(new.count("key_rotate").await, 1);
}

async fn a_ring_that_does_not_fit_is_refused_before_anything_is_written(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let person = portal.enrolled("sanne@example.org").await;
    portal.give_app_password(person.id, "Laptop").await;
    let before = portal.ring();
    let portal = portal
        .next()
        .ring(|ring| ring.rotate().unwrap())
        .open()
        .await;
    let refused = async |ring: Keyring| {
        let (before, seal) = (portal.audit().await, Arc::new(Seal::new(&ring)));
        let proven = wiring::prove(&portal.services, &seal, Path::new("the-ring")).await;
        assert_eq!(portal.audit().await, before);
        assert_eq!(portal.store.keys().await.unwrap().len(), 2);
        format!("{:#}", proven.unwrap_err())
    };
    let ring = portal.ring();
    let lacking = refused(ring.clone().retire(1).unwrap()).await;
    let needs = "key 1 for 1 sealed value, 1 app password and 1 account password";
    assert!(
        lacking.contains("the-ring") && lacking.contains(needs),
        "{lacking}"
    );
    let other = refused(Keyring::generate().unwrap()).await;
    assert!(
        other.contains("does not belong to this database"),
        "{other}"
    );
    // Whoever rotates on two machines makes two keys of one number.
    let forked = refused(before.clone().rotate().unwrap()).await;
    assert!(forked.contains("its key 2 is another one"), "{forked}");
    let older = refused(before).await;
    assert!(
        older.contains("older than this database") && older.contains("key 2"),
        "{older}"
    );
}
