//! What the helpdesk changes: methods that no longer count until something new is there, a block, a pass.

use domain::account::{Block, Pass, Phone, PhoneKind, State};
use domain::method::Preferred;
use domain::service::ports::Change;
use domain::time::Span;
use domain::{Id, Time};

use crate::subject::{NOW, Subject, app, app_password, id, phone, session};

contract!(
    methods_that_no_longer_count_are_counted_and_not_loaded,
    only_what_no_longer_counts_is_dropped,
    a_telephone_that_is_put_again_counts_again,
    a_block_and_a_pass_are_read_as_they_were_written,
    a_temporary_password_is_one_until_there_is_another,
    a_bypass_is_read_as_it_was_written,
    a_grace_ends_with_another_state_and_with_nothing_else,
    the_preferred_option_comes_back_with_the_methods,
    everything_here_is_somebodys,
);

/// Two apps, a telephone that answered and an app password.
async fn set_up(s: &Subject) -> Id {
    let user = s.person(1).await.id;
    let changes = [
        Change::AddApp(app(1)),
        Change::AddApp(app(2)),
        Change::PutPhone(phone()),
        Change::SetState(State::Enforced),
        app_password(10, 1),
    ];
    s.change(user, changes).await.unwrap();
    user
}

async fn methods_that_no_longer_count_are_counted_and_not_loaded(s: Subject) {
    let user = set_up(&s).await;
    let other = s.person(2).await.id;
    s.change(other, [Change::AddApp(app(3))]).await.unwrap();
    let (before, others) = (s.read(user).await, s.read(other).await);
    let changes = [
        Change::RetireMethods(true),
        Change::SetState(State::Enabled),
    ];
    s.change(user, changes).await.unwrap();
    let after = s.read(user).await;
    assert_eq!(
        (after.apps.len(), after.phones.len(), after.retired),
        (0, 0, 3)
    );
    assert_eq!(after.app_passwords, before.app_passwords);
    assert!(!after.has_second_step());
    let by_login = s.store.account_by_login(&after.login).await.unwrap();
    assert_eq!(by_login.unwrap(), after);
    s.free([Change::AddSession(session(5, user), 20)])
        .await
        .unwrap();
    let (_, owner) = s.store.session(&[5; 32]).await.unwrap().unwrap();
    assert_eq!((owner.apps.len(), owner.retired), (0, 3));
    assert_eq!(s.read(other).await, others, "somebody else's count");
    // Still somebody whose account password opens no mailbox.
    let digests = Box::new(|_| vec![(1, [10; 32])]);
    let found = s.store.mail_match(&after.login, digests).await.unwrap();
    let found = found.unwrap();
    assert!(found.enforced && found.app_password == Some(id(10)));

    // Whatever it is that no longer counts.
    for (number, method) in [(3, Change::AddApp(app(9))), (4, Change::PutPhone(phone()))] {
        let user = s.person(number).await;
        let retire = [method, Change::RetireMethods(true)];
        s.change(user.id, retire).await.unwrap();
        let found = s.store.mail_match(&user.login, Box::new(|_| Vec::new()));
        assert!(found.await.unwrap().unwrap().enforced, "{number}");
    }

    let s = s.reopened().await;
    let changes = [
        Change::RetireMethods(false),
        Change::SetState(State::Enforced),
    ];
    s.change(user, changes).await.unwrap();
    let again = s.read(user).await;
    assert_eq!((&again.apps, &again.phones), (&before.apps, &before.phones));
    assert_eq!((again.retired, again.state), (0, State::Enforced));
}

async fn only_what_no_longer_counts_is_dropped(s: Subject) {
    let user = set_up(&s).await;
    let other = s.person(2).await.id;
    let changes = [Change::AddApp(app(3)), Change::RetireMethods(true)];
    s.change(other, changes).await.unwrap();
    s.change(user, [Change::DropRetired]).await.unwrap();
    let whole = s.read(user).await;
    assert_eq!((whole.apps.len(), whole.phones.len()), (2, 1), "all count");
    s.change(user, [Change::RetireMethods(true)]).await.unwrap();
    let changes = [Change::AddApp(app(4)), Change::DropRetired];
    s.change(user, changes).await.unwrap();
    let after = s.read(user).await;
    assert_eq!(
        (&*after.apps, after.phones.len(), after.retired),
        (&[app(4)][..], 0, 0)
    );
    s.change(user, [Change::RetireMethods(false)])
        .await
        .unwrap();
    assert_eq!(s.read(user).await.apps, [app(4)], "gone for good");
    assert_eq!(s.read(other).await.retired, 1, "somebody else's stay");
    assert_eq!((s.count("apps").await, s.count("phones").await), (2, 0));
}

async fn a_telephone_that_is_put_again_counts_again(s: Subject) {
    let user = set_up(&s).await;
    let backup = Phone {
        kind: PhoneKind::Backup,
        ..phone()
    };
    let changes = [Change::PutPhone(backup), Change::RetireMethods(true)];
    s.change(user, changes).await.unwrap();
    assert_eq!(s.read(user).await.retired, 4);
    let new = Phone {
        number: vec![9, 9],
        ..phone()
    };
    let put = [Change::PutPhone(new.clone()), Change::DropRetired];
    s.change(user, put).await.unwrap();
    let after = s.read(user).await;
    assert_eq!((after.phones, after.retired), (vec![new], 0));
    assert_eq!(s.count("phones").await, 1, "the other one went");
}

async fn a_block_and_a_pass_are_read_as_they_were_written(s: Subject) {
    let user = s.person(1).await.id;
    let blank = s.read(user).await;
    assert_eq!((&blank.block, &blank.pass), (&None, &None));
    for reason in ["", "Zoë's laptop \"stolen\"; --", "%_\\"] {
        let block = Block {
            until: NOW + Span::days(3),
            reason: reason.to_owned(),
        };
        let change = Change::SetBlock(Some(block.clone()));
        s.change(user, [change]).await.unwrap();
        assert_eq!(s.read(user).await.block, Some(block));
    }
    let pass = Pass {
        mac: [0xab; 32],
        until: NOW + Span::minutes(60),
    };
    let newer = Pass {
        mac: [0; 32],
        until: NOW,
    };
    for pass in [pass, newer] {
        let change = Change::SetPass(Some(pass.clone()));
        s.change(user, [change]).await.unwrap();
        assert_eq!(s.read(user).await.pass, Some(pass));
    }
    let s = s.reopened().await;
    assert!(s.read(user).await.pass.is_some());
    let none = [Change::SetPass(None), Change::SetBlock(None)];
    s.change(user, none).await.unwrap();
    let after = s.read(user).await;
    assert_eq!((after.block, after.pass), (None, None));
    let other = s.person(2).await;
    assert_eq!((other.block, other.pass), (None, None));
}

fn password(phc: &str, at: Option<Time>) -> Change {
    let phc = phc.to_owned();
    Change::SetPassword { phc, at }
}

async fn a_temporary_password_is_one_until_there_is_another(s: Subject) {
    let person = s.person(1).await;
    let (user, until) = (person.id, NOW + Span::hours(24));
    assert_eq!(person.temporary, None);
    let changes = [password("1:x", Some(NOW)), Change::LimitPassword(until)];
    s.change(user, changes).await.unwrap();
    assert_eq!(s.read(user).await.temporary, Some(until));
    let found = s.store.mail_match(&person.login, Box::new(|_| Vec::new()));
    let found = found.await.unwrap().unwrap();
    assert_eq!(found.password, "", "it opens no mailbox");
    s.change(user, [password("2:x", None)]).await.unwrap();
    let after = s.read(user).await;
    assert_eq!(
        (&*after.password, after.temporary),
        ("2:x", Some(until)),
        "only sealed anew"
    );
    s.change(user, [password("2:y", Some(NOW))]).await.unwrap();
    assert_eq!(s.read(user).await.temporary, None);
    let found = s.store.mail_match(&person.login, Box::new(|_| Vec::new()));
    assert_eq!(found.await.unwrap().unwrap().password, "2:y");
    assert_eq!(s.person(2).await.temporary, None);
}

async fn a_bypass_is_read_as_it_was_written(s: Subject) {
    let user = s.person(1).await.id;
    assert_eq!(s.read(user).await.bypass, None);
    for until in [Some(NOW), Some(NOW + Span::seconds(1_800)), None] {
        s.change(user, [Change::SetBypass(until)]).await.unwrap();
        assert_eq!(s.read(user).await.bypass, until);
    }
    assert_eq!(s.person(2).await.bypass, None);
}

async fn a_grace_ends_with_another_state_and_with_nothing_else(s: Subject) {
    let (user, other) = (s.person(1).await, s.person(2).await);
    assert_eq!(user.grace_from, None);
    let (user, other) = (user.id, other.id);
    let pairs = State::ALL.map(|from| State::ALL.map(|to| (from, to)));
    for (from, to) in pairs.into_iter().flatten() {
        for one in [user, other] {
            let begun = [Change::SetState(from), Change::SetGraceFrom(NOW)];
            s.change(one, begun).await.unwrap();
        }
        let others = [
            Change::SetActive(true),
            Change::SetBypass(Some(NOW)),
            Change::RetireMethods(true),
            Change::SetDefault(None),
            password("1:x", Some(NOW)),
        ];
        s.change(user, others).await.unwrap();
        assert_eq!(s.read(user).await.grace_from, Some(NOW));
        s.change(user, [Change::SetState(to)]).await.unwrap();
        let after = s.read(user).await;
        let expected = (from == to).then_some(NOW);
        assert_eq!((after.state, after.grace_from), (to, expected), "{from:?}");
        assert_eq!(s.read(other).await.grace_from, Some(NOW), "theirs goes on");
    }
    let at_once = [
        Change::SetState(State::Enabled),
        Change::SetGraceFrom(NOW),
        Change::AddSession(session(5, user), 20),
    ];
    s.change(user, at_once).await.unwrap();
    let s = s.reopened().await;
    let (_, owner) = s.store.session(&[5; 32]).await.unwrap().unwrap();
    assert_eq!(owner.grace_from, Some(NOW), "in their order");
}

async fn the_preferred_option_comes_back_with_the_methods(s: Subject) {
    let user = set_up(&s).await;
    let preferred = Some(Preferred::CallOffice);
    s.change(user, [Change::SetDefault(preferred)])
        .await
        .unwrap();
    let ask = [Change::RetireMethods(true), Change::SetDefault(None)];
    s.change(user, ask).await.unwrap();
    let after = s.read(user).await;
    assert_eq!((after.default, after.retired_default), (None, preferred));
    s.change(user, [Change::RetireMethods(false)])
        .await
        .unwrap();
    assert_eq!(s.read(user).await.retired_default, None);
}

async fn everything_here_is_somebodys(s: Subject) {
    let user = set_up(&s).await;
    let before = s.read(user).await;
    for change in [
        Change::RetireMethods(true),
        Change::RetireMethods(false),
        Change::DropRetired,
        Change::SetBlock(None),
        Change::SetPass(None),
        Change::SetBypass(None),
        Change::LimitPassword(NOW),
        Change::SetGraceFrom(NOW),
    ] {
        assert!(s.free([change]).await.is_err(), "nobody's account");
    }
    assert_eq!(s.read(user).await, before);
}
