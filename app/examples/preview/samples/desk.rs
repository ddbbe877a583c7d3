//! The helpdesk's pages, and what a person sees of it.

use app::pages;
use app::text::COUNTRIES;
use app::view::{
    AppPasswordRow, ApprovalRow, ApprovalSeen, AttemptRow, DeskAid, DeskCheck, DeskGrace,
    DeskIssued, DeskMethod, DeskPerson, DeskSearch, Frame, HeldRow, IdentityTyped, LastUsed,
    Manage, Managed, PersonRow, SetPhone, TrustRow,
};
use domain::account::{PhoneKind, Role, State};
use domain::browser::Browser;
use domain::desk::{Aid, Identity, RequestStage, Standing};
use domain::method::Preferred;
use domain::{Id, Refusal};

use super::{WHEN, problem};

fn person(typed: &str, n: u8) -> PersonRow {
    PersonRow {
        id: Id([n; 16]),
        name: typed.into(),
        login: typed.into(),
        mail: typed.into(),
        role: Role::User,
        state: State::Enforced,
        active: n == 1,
    }
}

fn attempt(typed: &str, event: &str, by: Option<&str>) -> AttemptRow {
    AttemptRow {
        when: WHEN,
        event: event.into(),
        reason: String::new(),
        done: true,
        by: by.map(str::to_owned),
        system: false,
        address: typed.into(),
        ticket: typed.into(),
    }
}

/// A number that waits.
pub fn held(typed: &str) -> HeldRow {
    HeldRow {
        kind: PhoneKind::Authentication,
        number: typed.into(),
        until: WHEN,
    }
}

fn set_phone(typed: &str) -> SetPhone {
    SetPhone {
        kinds: vec![
            (PhoneKind::Authentication, None),
            (PhoneKind::Office, Some(Refusal::OfficeOfDirectory)),
            (PhoneKind::Backup, None),
        ],
        kind: "phone".into(),
        countries: COUNTRIES.to_vec(),
        country: "NL".into(),
        number: typed.into(),
        extension: Some(typed.into()),
    }
}

/// All of them.
pub fn desk(frame: &Frame, typed: &str, add: &mut impl FnMut(&str, String)) {
    add("desk", pages::desk_search(frame, &DeskSearch::default()));
    let found = DeskSearch {
        typed: typed.into(),
        people: Some(vec![person(typed, 1), person(typed, 2)]),
        more: true,
        acts: true,
        waiting: 2,
        problems: vec![],
    };
    add("desk-found", pages::desk_search(frame, &found));
    let nobody = DeskSearch {
        people: Some(vec![]),
        problems: problem("q", Refusal::SearchShort { min: 2 }),
        ..found
    };
    add("desk-nobody", pages::desk_search(frame, &nobody));
    let full = DeskPerson {
        person: person(typed, 1),
        title: typed.into(),
        office_phone: typed.into(),
        standing: Standing::TwoStep(Preferred::AppCode),
        block: None,
        temporary: Some(WHEN),
        bypass: Some(WHEN),
        grace: None,
        wait: Some(90),
        retired: 2,
        default: Some(Preferred::AppCode),
        methods: vec![DeskMethod {
            key: "phone".into(),
            name: typed.into(),
            number: typed.into(),
            created: WHEN,
            used: Some(WHEN),
            locked: true,
            verified: false,
        }],
        holds: vec![held(typed)],
        app_passwords: vec![AppPasswordRow {
            id: Id([3; 16]),
            name: typed.into(),
            created: WHEN,
            last_used: Some(LastUsed {
                when: WHEN,
                address: String::new(),
                service: "imap".into(),
            }),
            stale: false,
        }],
        trusts: vec![TrustRow {
            id: Id([4; 16]),
            browser: Browser::default(),
            since: WHEN,
            until: WHEN,
            here: false,
        }],
        sessions: vec![(WHEN, WHEN)],
        record: vec![
            attempt(typed, "authn_login_success", None),
            attempt(typed, "helpdesk_view", Some(typed)),
            attempt(typed, typed, None),
        ],
        checked: true,
        aids: Aid::ALL.map(|aid| (aid, None)).to_vec(),
        refusal: None,
        second: true,
    };
    add("desk-person", pages::desk_person(frame, &full));
    let bare = DeskPerson {
        standing: Standing::Blocked,
        block: Some((WHEN, typed.into())),
        methods: vec![],
        holds: vec![],
        app_passwords: vec![],
        trusts: vec![],
        sessions: vec![],
        record: vec![],
        checked: false,
        aids: vec![(Aid::Pass, Some(Refusal::PassNotNeeded))],
        default: None,
        temporary: None,
        bypass: None,
        wait: None,
        retired: 0,
        ..full.clone()
    };
    add("desk-person-bare", pages::desk_person(frame, &bare));
    for (name, grace) in [
        ("new", DeskGrace::Days(14)),
        ("grace", DeskGrace::Until(WHEN)),
    ] {
        let view = DeskPerson {
            standing: Standing::Gate,
            block: None,
            grace: Some(grace),
            ..bare.clone()
        };
        let name = format!("desk-person-{name}");
        add(&name, pages::desk_person(frame, &view));
    }
    let above = DeskPerson {
        refusal: Some(Refusal::HigherRank),
        ..bare
    };
    add("desk-person-above", pages::desk_person(frame, &above));
    let known = IdentityTyped {
        identity: "call_back".into(),
        ticket: typed.into(),
        note: typed.into(),
    };
    for aid in Aid::ALL {
        let view = DeskAid {
            person: person(typed, 1),
            aid,
            standing: Standing::Gate,
            methods: vec![("phone".into(), typed.into())],
            which: String::new(),
            length: typed.into(),
            set_phone: (aid == Aid::SetPhone).then(|| set_phone(typed)),
            reason: typed.into(),
            known: known.clone(),
            second: aid == Aid::Block,
            problems: vec![],
        };
        add(
            &format!("desk-{}", aid.key()),
            pages::desk_aid(frame, &view),
        );
    }
    let fields = ["which", "identity", "ticket"].map(|field| problem(field, Refusal::Required));
    let wrong = DeskAid {
        person: person(typed, 1),
        aid: Aid::DeleteMethod,
        standing: Standing::Blocked,
        methods: vec![("phone".into(), typed.into())],
        which: String::new(),
        length: String::new(),
        set_phone: None,
        reason: String::new(),
        known: IdentityTyped::default(),
        second: false,
        problems: fields.concat(),
    };
    add("desk-aid-wrong", pages::desk_aid(frame, &wrong));
    for (name, refusal, texted) in [
        ("", None, None),
        ("-off", Some(Refusal::MethodNotSetUp), None),
        ("-text", None, Some(typed.to_owned())),
    ] {
        let check = DeskCheck {
            person: person(typed, 1),
            refusal,
            text_refusal: refusal,
            texted,
            problems: match refusal {
                None => problem("code", Refusal::WrongCode),
                Some(_) => vec![],
            },
        };
        add(
            &format!("desk-check{name}"),
            pages::desk_check(frame, &check),
        );
    }
    let pass = DeskIssued {
        person: person(typed, 1),
        aid: Aid::Pass,
        value: "2b4d6f8hjkmn".into(),
    };
    add("desk-pass-issued", pages::desk_issued(frame, &pass));
    let password = DeskIssued {
        aid: Aid::ResetPassword,
        value: "2b4d6f8hjkmn2b4d".into(),
        ..pass
    };
    add("desk-password-issued", pages::desk_issued(frame, &password));
    let manage = Manage {
        people: vec![person(typed, 1), person(typed, 2)],
        ticked: vec![Aid::ProvideAgain],
        known,
        problems: problem("setting", Refusal::Required),
    };
    add("desk-manage", pages::manage(frame, &manage));
    let done = vec![
        (Aid::ProvideAgain, None),
        (Aid::RestoreBrowsers, Some(Refusal::NothingThere)),
    ];
    let managed = Managed {
        done: vec![(person(typed, 1), done)],
    };
    add("desk-managed", pages::managed(frame, &managed));
    approvals(frame, typed, add);
    add("profile-activity", pages::activity(frame, &full.record));
}

/// Requests for a second yes, at every stage.
fn approvals(frame: &Frame, typed: &str, add: &mut impl FnMut(&str, String)) {
    let row = |stage, aid, n| ApprovalRow {
        id: Id([n; 16]),
        subject: typed.into(),
        aid,
        asked_by: typed.into(),
        asked_at: WHEN,
        stage,
        for_me: stage == RequestStage::Waiting,
    };
    let rows = [
        row(RequestStage::Waiting, Aid::Block, 1),
        row(RequestStage::Agreed, Aid::Pass, 2),
        row(RequestStage::Declined, Aid::DeleteMethod, 3),
        row(RequestStage::Done, Aid::Unlock, 4),
        row(RequestStage::Over, Aid::EndSessions, 5),
    ];
    add("desk-approvals", pages::approvals(frame, &rows));
    add("desk-approvals-none", pages::approvals(frame, &[]));
    for (row, own) in rows.iter().flat_map(|row| [(row, true), (row, false)]) {
        let waits = row.stage == RequestStage::Waiting;
        let view = ApprovalSeen {
            row: row.clone(),
            subject: (Id([6; 16]), typed.into()),
            length: matches!(row.aid, Aid::Block | Aid::Pass).then_some(60),
            detail: match row.aid {
                Aid::Block | Aid::DeleteMethod => typed.into(),
                _ => String::new(),
            },
            identity: Identity::CallBack,
            ticket: typed.into(),
            note: typed.into(),
            answered: (!waits).then(|| (typed.into(), WHEN)),
            may_agree: waits && !own,
            may_decline: waits,
            may_do: own && row.stage == RequestStage::Agreed,
            own,
        };
        let side = if own { "own" } else { "other" };
        let name = format!("desk-approval-{}-{side}", row.aid.key());
        add(&name, pages::approval(frame, &view));
    }
}
