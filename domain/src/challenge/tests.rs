use proptest::prelude::*;

use super::*;
use crate::account::PhoneKind;

const T0: Time = Time(1_800_000_000_000);

const RULES: CallRules = CallRules {
    report: true,
    attempts: TRIES,
};

fn asked(dial: Dial, progress: Progress) -> Challenge {
    Challenge {
        owner: [1; 32],
        id: Id([2; 16]),
        user: Id([3; 16]),
        purpose: Purpose::SignIn,
        dial,
        number: Vec::new(),
        region: "NL".into(),
        tag: [0; 32],
        language: Language::En,
        secret: Vec::new(),
        mac: [0; 32],
        created: T0,
        due: T0,
        handings: 0,
        tries: 0,
        asked: 1,
        again: T0,
        progress,
    }
}

fn keys(text: &str) -> PhoneEvent {
    PhoneEvent::Keys(text.into())
}

/// Plays events one after the other, as the store would keep them.
fn play(
    mut challenge: Challenge,
    extension: bool,
    number: &str,
    events: &[PhoneEvent],
) -> (Progress, Vec<Option<Prompt>>) {
    let mut said = Vec::new();
    for event in events {
        let turn = challenge.turn(event, extension, RULES, |pressed| pressed == number);
        said.push(turn.and_then(|t| t.prompt));
        if let Some(turn) = turn {
            challenge.progress = turn.progress;
            challenge.tries += u8::from(turn.wrong);
        }
    }
    (challenge.progress, said)
}

const ANSWERED: PhoneEvent = PhoneEvent::Answered { machine: false };

#[test]
fn the_pound_key_confirms_a_call() {
    let call = asked(Dial::CallPhone, Progress::Sent);
    let events = [PhoneEvent::Ringing, ANSWERED, keys("#"), PhoneEvent::Ended];
    assert_eq!(
        play(call, false, "", &events),
        (
            Progress::Confirmed,
            vec![
                None,
                Some(Prompt::Greeting { report: true }),
                Some(Prompt::Confirmed),
                None
            ]
        )
    );
}

#[test]
fn a_switchboard_puts_through_before_anything_counts() {
    let call = asked(Dial::CallOffice, Progress::Sent);
    let events = [ANSWERED, keys("7#"), keys("#"), keys("#")];
    assert_eq!(
        play(call, true, "", &events),
        (
            Progress::Confirmed,
            vec![
                Some(Prompt::PutThrough),
                Some(Prompt::PutThrough),
                Some(Prompt::Greeting { report: true }),
                Some(Prompt::Confirmed)
            ]
        )
    );
}

#[test]
fn the_number_on_the_screen_has_to_be_pressed_where_there_is_one() {
    let call = Challenge {
        secret: vec![1],
        ..asked(Dial::CallPhone, Progress::Sent)
    };
    let events = [ANSWERED, keys("#"), keys("42"), keys("41#"), keys("42#")];
    let (progress, said) = play(call, false, "42", &events);
    assert_eq!(progress, Progress::Confirmed);
    assert_eq!(said[0], Some(Prompt::GreetingNumber { report: true }));
    assert_eq!(said[1..4], [Some(Prompt::Again { report: true }); 3]);
}

#[test]
fn five_wrong_answers_end_a_call() {
    let call = asked(Dial::CallPhone, Progress::Answered);
    let events = [
        keys("1#"),
        keys("2#"),
        keys("3#"),
        keys("4#"),
        keys("5#"),
        keys("#"),
    ];
    let (progress, said) = play(call, false, "", &events);
    assert_eq!(progress, Progress::HungUp);
    assert_eq!(said[4..], [Some(Prompt::Goodbye), None]);
}

#[test]
fn fraud_can_be_reported_at_any_time_of_a_call() {
    for (progress, extension) in [(Progress::Answered, false), (Progress::Switchboard, true)] {
        let call = asked(Dial::CallOffice, progress);
        assert_eq!(
            play(call, extension, "0", &[keys("0#"), keys("#")]),
            (Progress::Reported, vec![Some(Prompt::Reported), None])
        );
    }
}

#[test]
fn where_nobody_may_report_fraud_its_keys_are_wrong_and_not_spoken_of() {
    let rules = CallRules {
        report: false,
        ..RULES
    };
    let turn = |progress, event: PhoneEvent| {
        let call = asked(Dial::CallOffice, progress);
        call.turn(&event, false, rules, str::is_empty).unwrap()
    };
    let (again, report) = (Some(Prompt::Again { report: false }), false);
    let pressed = turn(Progress::Answered, keys("0#"));
    assert_eq!(pressed.progress, Progress::Answered);
    assert!(pressed.wrong && pressed.prompt == again);
    let switchboard = turn(Progress::Switchboard, keys("0#"));
    assert_eq!(switchboard.progress, Progress::Switchboard);
    let greeting = turn(Progress::Ringing, ANSWERED).prompt;
    assert_eq!(greeting, Some(Prompt::Greeting { report }));
    let numbered = Challenge {
        secret: vec![1],
        ..asked(Dial::CallPhone, Progress::Sent)
    };
    let greeting = numbered.turn(&ANSWERED, false, rules, str::is_empty);
    let greeting = greeting.unwrap().prompt;
    assert_eq!(greeting, Some(Prompt::GreetingNumber { report }));
}

#[test]
fn so_many_wrong_keys_as_the_rules_say_end_a_call_and_never_more_than_five() {
    let wrong_before_the_end = |attempts| {
        let rules = CallRules { attempts, ..RULES };
        let mut call = asked(Dial::CallPhone, Progress::Answered);
        loop {
            let turn = call.turn(&keys("7#"), false, rules, str::is_empty).unwrap();
            assert!(turn.wrong);
            if turn.progress == Progress::HungUp {
                return call.tries;
            }
            call.tries += 1;
        }
    };
    assert_eq!([1, 2, 5, 99].map(wrong_before_the_end), [0, 1, 4, 4]);
}

#[test]
fn a_voicemail_never_confirms() {
    let call = asked(Dial::CallPhone, Progress::Ringing);
    let events = [PhoneEvent::Answered { machine: true }, keys("#")];
    assert_eq!(play(call, false, "", &events).0, Progress::Voicemail);
}

#[test]
fn a_text_is_delivered_once_and_knows_no_keys() {
    let text = asked(Dial::TextPhone, Progress::Sent);
    let events = [
        PhoneEvent::Delivered,
        PhoneEvent::Undelivered,
        keys("#"),
        ANSWERED,
    ];
    assert_eq!(play(text, false, "", &events).0, Progress::Delivered);
    let text = asked(Dial::TextPhone, Progress::Sending);
    assert_eq!(
        play(text, false, "", &[PhoneEvent::Undelivered]).0,
        Progress::Undelivered,
        "news may overtake the gateway's answer"
    );
}

#[test]
fn an_answer_counts_for_five_minutes_and_five_tries() {
    let challenge = asked(Dial::TextPhone, Progress::Sent);
    assert!(challenge.alive(T0 + LIFE - Span(1)));
    assert!(!challenge.alive(T0 + LIFE));
    assert!(
        !challenge.alive(T0 - LIFE),
        "a clock that goes back makes nothing immortal"
    );
    assert!(
        !Challenge {
            tries: TRIES,
            ..challenge
        }
        .alive(T0)
    );
}

#[test]
fn names_lead_back() {
    for dial in Dial::ALL {
        assert_eq!(Dial::from_key(dial.key()), Some(dial));
        assert_eq!(Dial::of(dial.phone(), dial.line()), Some(dial));
    }
    assert_eq!(Dial::of(PhoneKind::Office, Line::Text), None);
    for progress in Progress::ALL {
        assert_eq!(Progress::from_key(progress.key()), Some(progress));
    }
    for purpose in Purpose::ALL {
        assert_eq!(Purpose::from_key(purpose.key()), Some(purpose));
    }
}

fn any_event() -> impl Strategy<Value = PhoneEvent> {
    prop_oneof![
        Just(PhoneEvent::Delivered),
        Just(PhoneEvent::Undelivered),
        Just(PhoneEvent::Ringing),
        any::<bool>().prop_map(|machine| PhoneEvent::Answered { machine }),
        "[0-9*#]{0,4}".prop_map(PhoneEvent::Keys),
        Just(PhoneEvent::NoAnswer),
        Just(PhoneEvent::Ended),
        Just(PhoneEvent::Failed),
    ]
}

proptest! {
    /// Whatever a gateway tells in whatever order: what is over stays over, and nothing but the right keys
    /// of a call confirms.
    #[test]
    fn no_order_of_events_confirms_without_the_right_keys(
        events in proptest::collection::vec(any_event(), 0..20),
        dial in 0..4_usize,
        start in 0..14_usize,
        extension: bool,
        report: bool,
    ) {
        let rules = CallRules { report, ..RULES };
        let mut challenge = asked(Dial::ALL[dial], Progress::ALL[start]);
        for event in &events {
            let before = challenge.progress;
            let turn = challenge.turn(event, extension, rules, |pressed| pressed == "42");
            if let Some(turn) = turn {
                prop_assert!(before.open());
                prop_assert!(report || turn.progress != Progress::Reported);
                if turn.progress == Progress::Confirmed && before != Progress::Confirmed {
                    prop_assert_eq!(event, &PhoneEvent::Keys("42#".into()));
                    prop_assert_eq!(challenge.dial.line(), Line::Call);
                }
                challenge.progress = turn.progress;
                challenge.tries = challenge.tries.saturating_add(u8::from(turn.wrong));
            }
        }
    }
}
