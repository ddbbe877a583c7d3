//! What calls begin with: one file for each language, whole or not at all.

use domain::greeting::{Greeting, MOST_BYTES, Sound};
use domain::service::ports::{Batch, Change};
use domain::time::Span;
use domain::{Id, Language};

use crate::subject::{NOW, Subject, id, is_conflict};

contract!(
    a_greeting_is_read_as_it_was_written,
    another_one_takes_its_place_and_the_old_file_is_gone,
    what_is_removed_is_gone_and_cannot_be_removed_again,
    a_greeting_is_written_with_its_record_or_not_at_all,
);

fn greeting(language: Language, name: u8, bytes: &[u8]) -> Change {
    let one = Greeting {
        language,
        sound: Sound::Mp3,
        size: u32::try_from(bytes.len()).unwrap(),
        sha256: [name; 32],
        millis: 19_999,
        at: NOW + Span(i64::from(name)),
        by: id(1),
    };
    Change::PutGreeting(Box::new(one), bytes.to_vec())
}

async fn names(s: &Subject) -> Vec<(Language, u8)> {
    let all = s.store.greetings().await.unwrap();
    all.iter()
        .map(|one| (one.language, one.sha256[0]))
        .collect()
}

async fn a_greeting_is_read_as_it_was_written(s: Subject) {
    assert_eq!(s.store.greetings().await.unwrap(), []);
    // Every byte that there is, and as many as there may be.
    let bytes: Vec<u8> = (0..=u8::MAX).cycle().take(MOST_BYTES).collect();
    s.free([greeting(Language::Nl, 7, &bytes)]).await.unwrap();
    let s = s.reopened().await;
    let one = Greeting {
        language: Language::Nl,
        sound: Sound::Mp3,
        size: 1_048_576,
        sha256: [7; 32],
        millis: 19_999,
        at: NOW + Span(7),
        by: id(1),
    };
    assert_eq!(s.store.greetings().await.unwrap(), [one]);
    let found = s.store.greeting_file(&[7; 32]).await.unwrap();
    assert_eq!(found, Some((Sound::Mp3, bytes)));
    assert_eq!(s.store.greeting_file(&[8; 32]).await.unwrap(), None);
}

async fn another_one_takes_its_place_and_the_old_file_is_gone(s: Subject) {
    s.free([
        greeting(Language::Nl, 7, b"seven"),
        greeting(Language::En, 8, b"eight"),
    ])
    .await
    .unwrap();
    s.free([greeting(Language::Nl, 9, b"nine")]).await.unwrap();
    assert_eq!(names(&s).await, [(Language::En, 8), (Language::Nl, 9)]);
    assert_eq!(s.store.greeting_file(&[7; 32]).await.unwrap(), None);
    // The same file for both languages.
    s.free([greeting(Language::En, 9, b"nine")]).await.unwrap();
    s.free([Change::DropGreeting(Language::Nl)]).await.unwrap();
    let found = s.store.greeting_file(&[9; 32]).await.unwrap();
    assert_eq!(found, Some((Sound::Mp3, b"nine".to_vec())));
}

async fn what_is_removed_is_gone_and_cannot_be_removed_again(s: Subject) {
    s.free([greeting(Language::Nl, 7, b"seven")]).await.unwrap();
    s.free([Change::DropGreeting(Language::Nl)]).await.unwrap();
    assert_eq!(names(&s).await, []);
    assert_eq!(s.store.greeting_file(&[7; 32]).await.unwrap(), None);
    let again = s.free([Change::DropGreeting(Language::Nl)]).await;
    assert!(is_conflict(&again));
}

async fn a_greeting_is_written_with_its_record_or_not_at_all(s: Subject) {
    let batch = Batch {
        changes: vec![
            greeting(Language::Nl, 7, b"seven"),
            Change::EndChallenge(Id([9; 16])),
        ],
        ..Batch::default()
    };
    assert!(s.store.commit(batch).await.is_err());
    assert_eq!(names(&s).await, []);
}
