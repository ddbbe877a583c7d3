//! From every earlier schema to the newest: what was in the tables is still there, an upgrade that
//! breaks off leaves the old schema and can be repeated, and several processes that start at once upgrade
//! once. A new migration is tested by being there.

use domain::lockout::Rule;
use domain::service::ports::StoreError;
use domain::session::{RevealKind, Stage};
use domain::{Language, Time};

use crate::old::Old;
use crate::subject::{NOW, Subject, id, together};

both!(
    what_was_there_is_still_there,
    an_upgrade_that_breaks_off_leaves_the_old_schema_and_can_be_repeated,
    who_starts_at_once_upgrades_once,
);

/// All of [`Old::populate`], as this version reads it.
async fn check(s: &Subject) {
    let account = s.read(id(1)).await;
    assert_eq!(
        (
            account.version,
            account.login.as_str(),
            account.name.as_str()
        ),
        (7, "zoë@example.org", "Zoë 'Bobby'")
    );
    assert_eq!(
        (
            account.office_phone.as_str(),
            account.office_extension.as_str()
        ),
        ("+31205550123", "42")
    );
    assert_eq!(
        (account.role.key(), account.state.key(), account.active),
        ("supervisor", "enforced", true)
    );
    assert_eq!(account.language, Some(Language::Nl));
    assert_eq!(account.password, "$argon2id$");
    assert_eq!(account.default.unwrap().key(), "app_code");
    let app = &account.apps[0];
    assert_eq!(
        (app.id, app.name.as_str(), app.secret.as_slice()),
        (id(3), "Telephone", [4; 40].as_slice())
    );
    assert_eq!(
        (app.last_step, app.last_used, app.locked),
        (60_000_000, Some(NOW), false)
    );
    let phone = &account.phones[0];
    assert!(phone.verified && phone.number == [5; 40]);
    let passwords: Vec<(u8, &str)> = account
        .app_passwords
        .iter()
        .map(|one| (one.slot, one.name.as_str()))
        .collect();
    assert_eq!(passwords, [(1, "Laptop"), (40, "Tablet")]);
    let used = account.app_passwords[0].last_used.as_ref().unwrap();
    assert_eq!(
        (used.when, used.address.as_str(), used.service.as_str()),
        (NOW, "192.0.2.1", "imap")
    );
    let found = s
        .store
        .mail_match("zoë@example.org", Box::new(|_| vec![(1, [9; 32])]))
        .await
        .unwrap();
    assert_eq!(found.unwrap().app_password, Some(id(8)));

    let other = s.read(id(2)).await;
    assert!(!other.active && other.apps.is_empty() && other.default.is_none());
    let people = s.store.people("", 10).await.unwrap();
    assert_eq!(people.len(), 2);
    // Nobody from before the search is found until the worker has been there.
    let found = async |term: &str| s.store.find_people(term, 10).await.unwrap().len();
    assert_eq!((found("zoë").await, found("ann").await), (0, 0));
    let people = s.store.unindexed_people(10).await.unwrap();
    s.store.index_people(people).await.unwrap();
    for term in ["zoë@", "'bobby", "ann@", "ann"] {
        assert_eq!(found(term).await, 1, "{term}");
    }
    assert_eq!(s.store.unindexed_people(10).await.unwrap().len(), 0);
    assert_eq!(
        (account.retired, &account.block, &account.pass),
        (0, &None, &None)
    );
    assert_eq!((account.grace_from, other.grace_from), (None, None));

    let (session, owner) = s.store.session(&[10; 32]).await.unwrap().unwrap();
    assert_eq!((session.proof, owner.id), (NOW, id(1)));
    let (pending, _) = s.store.pending(&[11; 32]).await.unwrap().unwrap();
    assert_eq!(
        (pending.stage, pending.next.as_str()),
        (Stage::SecondStep, "/profile")
    );
    let reveal = s.store.reveal(&[10; 32], RevealKind::AppKey);
    assert_eq!(reveal.await.unwrap().unwrap().sealed, [4; 40]);
    let counted = s.store.reserve(&[12; 19], Rule::PASSWORD, Time(NOW.0 + 1));
    assert_eq!(counted.await.unwrap().0.consecutive, 5);
    let (version, policy) = s.store.policy().await.unwrap();
    assert!(version == 5 && policy.allow_app_passwords);
    // The one canary of the first schema; its key's number is in its bytes.
    let keys = s.store.keys().await.unwrap();
    assert_eq!(
        (keys.len(), keys[0].kid, keys[0].canary.as_slice()),
        (1, 0x0404_0404, [4; 40].as_slice())
    );
    assert_eq!(s.store.trusts(id(1)).await.unwrap(), []);
    let waiting = s.store.outbox(10).await.unwrap();
    assert_eq!(
        (waiting.len(), waiting[0].notice.object.as_str()),
        (1, "Telephone")
    );
    assert_eq!(waiting[0].mailbox, None, "it goes to the person");
    let claimed = s.store.claim_outbox(Time(1), NOW, 10).await.unwrap();
    assert_eq!((claimed.len(), claimed[0].tries), (1, 1), "due at once");
    assert_eq!(s.audited().await.len(), 1);
    s.store.ready().await.unwrap();
}

async fn what_was_there_is_still_there(engine: &str) {
    for from in Old::new(engine).await.versions() {
        let old = Old::new(engine).await;
        old.upgrade_to(1).await;
        old.populate().await;
        old.upgrade_to(from).await;
        let steps = old.after(from);
        assert_eq!(old.migrate().await.unwrap(), steps, "from {from}");
        assert_eq!(old.migrate().await.unwrap(), 0, "from {from}");
        check(&Subject::at(old.0).await).await;
    }
}

/// No schema at all, and every one that is not the newest.
async fn before_the_newest(engine: &str) -> Vec<i32> {
    let mut versions = Old::new(engine).await.versions();
    versions.pop();
    versions.insert(0, 0);
    versions
}

async fn an_upgrade_that_breaks_off_leaves_the_old_schema_and_can_be_repeated(engine: &str) {
    for from in before_the_newest(engine).await {
        let old = Old::new(engine).await;
        if from > 0 {
            old.upgrade_to(1).await;
            old.populate().await;
            old.upgrade_to(from).await;
        }
        old.trip().await;
        let before = old.schema().await;
        for _ in 0..2 {
            let Err(StoreError::Unavailable(reason)) = old.migrate().await else {
                panic!("upgraded from {from}")
            };
            assert!(reason.contains("error applying"), "{reason}");
            assert_eq!(old.schema().await, before, "from {from}");
        }
        old.untrip().await;
        let steps = old.after(from);
        assert_eq!(old.migrate().await.unwrap(), steps, "from {from}");
        assert_ne!(old.schema().await, before, "from {from}");
        let s = Subject::at(old.0).await;
        if from > 0 {
            check(&s).await;
        }
        s.person(9).await;
    }
}

async fn who_starts_at_once_upgrades_once(engine: &str) {
    for from in before_the_newest(engine).await {
        let old = Old::new(engine).await;
        if from > 0 {
            old.upgrade_to(1).await;
            old.populate().await;
            old.upgrade_to(from).await;
        }
        let done = together((0..6).map(|_| old.migrate())).await;
        let mut steps: Vec<usize> = done.into_iter().map(Result::unwrap).collect();
        steps.sort_unstable();
        let all = old.after(from);
        assert_eq!(steps, [0, 0, 0, 0, 0, all], "from {from}");
    }
}
