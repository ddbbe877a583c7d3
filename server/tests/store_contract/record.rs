//! The audit record as a whole: old rows go behind a checkpoint and in no other way, rows of a newer copy
//! come back, and the check of the chain sees through whoever helps himself.

use std::collections::BTreeSet;

use domain::audit::{Checkpoint, Event, Head, Row};
use domain::service::ports::{Batch, Chain as _, StoreError};
use domain::service::record::{Fault, Verified, verify, verify_newest};

use crate::subject::{Links, Place, Subject, entry, is_conflict};

contract!(
    old_rows_go_behind_a_checkpoint,
    nothing_goes_that_is_not_whole_or_is_the_newest,
    of_two_instances_one_removes,
    the_checkpoint_only_moves_forward,
    a_161_a_forged_or_missing_checkpoint_is_named,
    a_161_heads_kept_elsewhere_are_held_against_the_chain,
    a_161_the_newest_rows_are_checked_by_themselves,
    rows_of_a_newer_copy_come_back_and_no_others,
);

async fn with_rows(s: &Subject, count: usize) {
    let audit = vec![entry(Event::SessionEnd); count];
    s.store
        .commit(Batch {
            audit,
            ..Batch::default()
        })
        .await
        .unwrap();
}

async fn rows(s: &Subject) -> Vec<(Row, [u8; 32])> {
    s.store.audit(1, 10_000).await.unwrap()
}

async fn head(s: &Subject, row: i64) -> Head {
    let rows = s.store.audit(row, 1).await.unwrap();
    assert_eq!(rows[0].0.seq, row);
    Head {
        seq: row,
        mac: rows[0].1,
    }
}

async fn checked(s: &Subject, known: &[Head]) -> Verified {
    let known: BTreeSet<Head> = known.iter().copied().collect();
    verify(&*s.store, &Links, &known).await.unwrap()
}

/// Takes every lock off the record, as somebody could who owns the tables.
async fn unlock(s: &Subject) {
    s.raw(match s.place {
        Place::File(_) => {
            "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; DROP TRIGGER audit_checkpoint_forward;
             DROP TRIGGER audit_checkpoint_no_delete"
        }
        Place::Server(_) => {
            "DROP TRIGGER audit_no_change ON audit; DROP TRIGGER audit_checkpoint_forward ON audit_checkpoint"
        }
    })
    .await
    .unwrap();
}

async fn old_rows_go_behind_a_checkpoint(s: Subject) {
    assert_eq!(s.store.audit_head().await.unwrap(), Head::START);
    assert_eq!(
        s.store.audit_checkpoint().await.unwrap(),
        Checkpoint::default()
    );
    with_rows(&s, 5).await;
    let (third, before) = (head(&s, 3).await, rows(&s).await);
    s.store
        .audit_cut(third, entry(Event::AuditCut))
        .await
        .unwrap();
    with_rows(&s, 1).await;
    let s = s.reopened().await;
    let after = rows(&s).await;
    let numbers: Vec<i64> = after.iter().map(|(row, _)| row.seq).collect();
    assert_eq!(numbers, [4, 5, 6, 7]);
    assert_eq!(after[..2], before[3..]);
    assert_eq!(after[2].0.event, "audit_cut");
    assert_eq!(s.store.audit_head().await.unwrap(), head(&s, 7).await);
    let checkpoint = s.store.audit_checkpoint().await.unwrap();
    assert_eq!(
        (checkpoint.last, checkpoint.seal),
        (third, Links.checkpoint(&third))
    );
    let whole = Verified {
        begin: third,
        last: head(&s, 7).await,
        fault: None,
    };
    assert_eq!(checked(&s, &[]).await, whole);
    // And once more, from there.
    let fifth = head(&s, 5).await;
    s.store
        .audit_cut(fifth, entry(Event::AuditCut))
        .await
        .unwrap();
    assert_eq!(checked(&s, &[]).await.fault, None);
    assert_eq!(rows(&s).await[0].0.seq, 6);
    s.store.ready().await.unwrap();
}

async fn nothing_goes_that_is_not_whole_or_is_the_newest(s: Subject) {
    with_rows(&s, 5).await;
    let before = rows(&s).await;
    let wrong = Head {
        mac: [1; 32],
        ..head(&s, 3).await
    };
    let beyond = Head {
        seq: 9,
        mac: [1; 32],
    };
    for refused in [wrong, beyond, head(&s, 5).await] {
        let result = s.store.audit_cut(refused, entry(Event::AuditCut)).await;
        assert!(
            matches!(result, Err(StoreError::Unavailable(_))),
            "{refused}: {result:?}"
        );
        assert_eq!(rows(&s).await, before, "{refused}");
    }
    unlock(&s).await;
    s.raw("UPDATE audit SET actor = '' WHERE seq = 2")
        .await
        .unwrap();
    let third = head(&s, 3).await;
    let refused = s.store.audit_cut(third, entry(Event::AuditCut)).await;
    let Err(StoreError::Unavailable(reason)) = refused else {
        panic!("the evidence is gone")
    };
    assert!(reason.contains("row 2"), "{reason}");
    assert_eq!(rows(&s).await.len(), 5);
    assert_eq!(checked(&s, &[]).await.fault, Some(Fault::Row(2)));
}

async fn of_two_instances_one_removes(s: Subject) {
    with_rows(&s, 5).await;
    let (third, second) = (head(&s, 3).await, s.second().await.unwrap());
    let cut = |s: &Subject| {
        let store = s.store.clone();
        async move { store.audit_cut(third, entry(Event::AuditCut)).await }
    };
    let (one, other) = tokio::join!(cut(&s), cut(&second));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert!(
        is_conflict(&one) || is_conflict(&other),
        "{one:?} {other:?}"
    );
    assert_eq!(rows(&s).await.len(), 3);
    assert_eq!(checked(&s, &[]).await.fault, None);
}

async fn the_checkpoint_only_moves_forward(s: Subject) {
    with_rows(&s, 5).await;
    let to = |row: i64| {
        format!(
            "UPDATE audit_checkpoint SET seq = {row}, mac = coalesce((SELECT mac FROM audit WHERE seq = {row}), mac)"
        )
    };
    let third = head(&s, 3).await;
    s.store
        .audit_cut(third, entry(Event::AuditCut))
        .await
        .unwrap();
    let before = s.store.audit_checkpoint().await.unwrap();
    for sql in [
        to(3),
        to(2),
        to(6),
        to(7),
        "UPDATE audit_checkpoint SET seq = 4".to_owned(),
        "UPDATE audit_checkpoint SET seal = mac".to_owned(),
        "DELETE FROM audit_checkpoint".to_owned(),
        "INSERT INTO audit_checkpoint SELECT 1, 9, mac, seal FROM audit_checkpoint".to_owned(),
        "DELETE FROM audit".to_owned(),
        "DELETE FROM audit WHERE seq = 4".to_owned(),
        match s.place {
            Place::File(_) => {
                "INSERT OR REPLACE INTO audit_checkpoint SELECT 1, 9, mac, seal FROM audit_checkpoint"
            }
            Place::Server(_) => "TRUNCATE audit_checkpoint",
        }
        .to_owned(),
    ] {
        assert!(s.raw(&sql).await.is_err(), "{sql}");
    }
    assert_eq!(s.store.audit_checkpoint().await.unwrap(), before);
    assert_eq!(rows(&s).await.len(), 3);
}

async fn a_161_a_forged_or_missing_checkpoint_is_named(s: Subject) {
    with_rows(&s, 6).await;
    // What the triggers let through: a checkpoint onto a real row. Its seal cannot be made without the key.
    s.raw("UPDATE audit_checkpoint SET seq = 2, mac = (SELECT mac FROM audit WHERE seq = 2), seal = mac")
        .await
        .unwrap();
    s.raw("DELETE FROM audit WHERE seq <= 2").await.unwrap();
    assert_eq!(checked(&s, &[]).await.fault, Some(Fault::Checkpoint(2)));
    let fourth = head(&s, 4).await;
    let refused = s.store.audit_cut(fourth, entry(Event::AuditCut)).await;
    assert!(
        matches!(refused, Err(StoreError::Unavailable(_))),
        "a forged checkpoint is not sealed over: {refused:?}"
    );
    unlock(&s).await;
    s.raw("DELETE FROM audit_checkpoint").await.unwrap();
    assert_eq!(checked(&s, &[]).await.fault, Some(Fault::Row(1)));

    let s = s.fresh().await;
    with_rows(&s, 6).await;
    let third = head(&s, 3).await;
    s.store
        .audit_cut(third, entry(Event::AuditCut))
        .await
        .unwrap();
    unlock(&s).await;
    s.raw("DELETE FROM audit WHERE seq = 4").await.unwrap();
    assert_eq!(checked(&s, &[]).await.fault, Some(Fault::Row(4)));
    s.raw("DELETE FROM audit_checkpoint").await.unwrap();
    assert_eq!(checked(&s, &[]).await.fault, Some(Fault::Row(1)));
}

async fn a_161_heads_kept_elsewhere_are_held_against_the_chain(s: Subject) {
    with_rows(&s, 6).await;
    let heads = [head(&s, 1).await, head(&s, 3).await, head(&s, 6).await];
    let other = Head {
        mac: [7; 32],
        ..heads[1]
    };
    assert_eq!(checked(&s, &heads).await.fault, None);
    assert_eq!(checked(&s, &[other]).await.fault, Some(Fault::Row(3)));
    assert_eq!(
        checked(&s, &[heads[1], other]).await.fault,
        Some(Fault::Row(3)),
        "one of two is wrong"
    );
    s.store
        .audit_cut(heads[1], entry(Event::AuditCut))
        .await
        .unwrap();
    assert_eq!(
        checked(&s, &heads).await.fault,
        None,
        "row 1 is gone by right"
    );
    assert_eq!(
        checked(&s, &[other]).await.fault,
        Some(Fault::Checkpoint(3))
    );
    unlock(&s).await;
    s.raw("DELETE FROM audit WHERE seq >= 6").await.unwrap();
    assert_eq!(checked(&s, &[]).await.fault, None, "whole by itself");
    assert_eq!(checked(&s, &heads).await.fault, Some(Fault::Row(6)));
}

async fn a_161_the_newest_rows_are_checked_by_themselves(s: Subject) {
    let newest = async |most| {
        let found = verify_newest(&*s.store, &Links, &BTreeSet::new(), most).await;
        let found = found.unwrap();
        (found.begin.seq, found.last.seq, found.fault)
    };
    assert_eq!(newest(4).await, (0, 0, None));
    with_rows(&s, 10).await;
    assert_eq!(newest(4).await, (6, 10, None));
    for all in [10, 11, i64::MAX] {
        assert_eq!(newest(all).await, (0, 10, None));
    }
    let second = head(&s, 2).await;
    let cut = s.store.audit_cut(second, entry(Event::AuditCut));
    cut.await.unwrap();
    assert_eq!(newest(4).await, (7, 11, None));
    assert_eq!(newest(9).await, (2, 11, None));
    unlock(&s).await;
    let spoil = "UPDATE audit SET reason = 'nothing' WHERE seq = ";
    s.raw(&format!("{spoil} 5")).await.unwrap();
    assert_eq!(newest(4).await, (7, 11, None), "not looked at");
    assert_eq!(newest(7).await, (4, 4, Some(Fault::Row(5))));
    s.raw(&format!("{spoil} 9")).await.unwrap();
    assert_eq!(newest(4).await, (7, 8, Some(Fault::Row(9))));
    s.raw("DELETE FROM audit WHERE seq = 8").await.unwrap();
    assert_eq!(newest(4).await, (7, 7, Some(Fault::Row(8))));
    assert_eq!(
        newest(3).await.2,
        Some(Fault::Row(8)),
        "the row before them"
    );
}

async fn rows_of_a_newer_copy_come_back_and_no_others(s: Subject) {
    with_rows(&s, 6).await;
    let all = rows(&s).await;
    let older = s.fresh().await;
    older.store.audit_adopt(all[..2].to_vec()).await.unwrap();
    let mut forged = all[2].clone();
    forged.0.subject = String::new();
    for wrong in [
        vec![all[3].clone()],
        vec![all[1].clone()],
        vec![forged.clone()],
        vec![all[2].clone(), all[4].clone()],
    ] {
        let refused = older.store.audit_adopt(wrong).await;
        assert!(
            matches!(refused, Err(StoreError::Unavailable(_))),
            "{refused:?}"
        );
        assert_eq!(rows(&older).await, all[..2]);
    }
    older.store.audit_adopt(all[2..].to_vec()).await.unwrap();
    assert_eq!(rows(&older).await, all);
    with_rows(&older, 1).await;
    assert_eq!(older.audited().await.len(), 7);
}
