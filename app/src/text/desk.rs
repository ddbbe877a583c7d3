//! The helpdesk: finding somebody, their set-up, and what can be done for them.

use std::borrow::Cow;

use domain::account::{Role, State};
use domain::desk::{Aid, Identity, Standing};

use super::method::{preferred_en, preferred_nl};

/// What is said of something that can be done.
pub struct AidWords {
    /// Link, title and button.
    pub name: &'static str,
    /// What will happen.
    pub effect: &'static str,
    /// What has happened.
    pub done: &'static str,
}

/// Words of the helpdesk.
pub struct Desk {
    /// Title and link.
    pub title: &'static str,
    /// What the page is for.
    pub lead: &'static str,
    /// Label of the search box.
    pub search: &'static str,
    /// How it searches.
    pub search_hint: &'static str,
    /// Button.
    pub find: &'static str,
    /// Nobody was found.
    pub nobody: &'static str,
    /// So many were found.
    pub found: fn(usize) -> String,
    /// There are more than the page shows.
    pub more: &'static str,
    /// Column: the person.
    pub person: &'static str,
    /// Column: two-step verification.
    pub two_step: &'static str,
    /// Column: role.
    pub role: &'static str,
    /// Tick box of a row.
    pub select: fn(&str) -> String,
    /// "Manage user settings": button and title.
    pub manage: &'static str,
    /// The people it is for.
    pub for_whom: &'static str,
    /// What was done for one of several.
    pub result: &'static str,
    /// The three tick boxes in the words of the original.
    pub setting: fn(Aid) -> &'static str,
    /// A state.
    pub state: fn(State) -> &'static str,
    /// A role.
    pub role_name: fn(Role) -> &'static str,
    /// Badge of an account that is switched off.
    pub off: &'static str,
    /// Whether the person can sign in.
    pub standing: fn(Standing) -> Cow<'static, str>,
    /// What would mend it; empty where nothing has to be.
    pub mend: fn(Standing) -> &'static str,
    /// Until when a block holds.
    pub blocked_until: &'static str,
    /// Why it was put.
    pub blocked_why: &'static str,
    /// A wait after wrong attempts, in words.
    pub waits: fn(&str) -> String,
    /// Methods that no longer count.
    pub retired: fn(u8) -> String,
    /// Headline: methods.
    pub methods: &'static str,
    /// There is none.
    pub no_methods: &'static str,
    /// Badge of the default.
    pub default: &'static str,
    /// Badge: switched off after wrong codes.
    pub locked: &'static str,
    /// Badge: never answered.
    pub unverified: &'static str,
    /// Since when.
    pub added: &'static str,
    /// Last used.
    pub used: &'static str,
    /// Never used.
    pub never_used: &'static str,
    /// Headline: app passwords.
    pub app_passwords: &'static str,
    /// There is none.
    pub no_app_passwords: &'static str,
    /// Headline: trusted browsers.
    pub browsers: &'static str,
    /// There is none.
    pub no_browsers: &'static str,
    /// Headline: sessions.
    pub sessions: &'static str,
    /// There is none.
    pub no_sessions: &'static str,
    /// A session.
    pub session: &'static str,
    /// Last seen.
    pub seen: &'static str,
    /// Headline: the record.
    pub record: &'static str,
    /// There is none.
    pub no_record: &'static str,
    /// Column: when.
    pub when: &'static str,
    /// Column: what.
    pub what: &'static str,
    /// Column: by whom.
    pub by: &'static str,
    /// Column: from which address.
    pub from: &'static str,
    /// The person themselves.
    pub themselves: &'static str,
    /// The portal or a shell.
    pub system: &'static str,
    /// A row of the record: event, reason, whether it was done.
    pub event: fn(&str, &str, bool) -> Cow<'static, str>,
    /// Headline: what can be done.
    pub help: &'static str,
    /// Nothing can be done here.
    pub not_here: &'static str,
    /// What is done, in words.
    pub aid: fn(Aid) -> AidWords,
    /// Headline of the identity check.
    pub known: &'static str,
    /// Why.
    pub known_hint: &'static str,
    /// Legend of the choice.
    pub identity_label: &'static str,
    /// A way to know who is calling, and what it means.
    pub identity: fn(Identity) -> (&'static str, &'static str),
    /// Label.
    pub ticket: &'static str,
    /// What to type.
    pub ticket_hint: &'static str,
    /// Label.
    pub note: &'static str,
    /// What to type.
    pub note_hint: &'static str,
    /// The reason of a block that followed from a report of fraud.
    pub blocked_fraud: &'static str,
    /// Label of the reason of a block.
    pub reason: &'static str,
    /// Who reads it.
    pub reason_hint: &'static str,
    /// Label.
    pub days: &'static str,
    /// Bounds.
    pub days_hint: &'static str,
    /// Label.
    pub minutes: &'static str,
    /// Bounds.
    pub minutes_hint: &'static str,
    /// Legend of the methods that can be deleted.
    pub which: &'static str,
    /// Title of the page that shows a pass.
    pub pass_title: &'static str,
    /// What to do with it.
    pub pass_lead: fn(&str) -> String,
    /// It is shown once.
    pub pass_once: &'static str,
    /// What to tell the caller.
    pub pass_how: &'static str,
    /// Label of the pass.
    pub pass_value: &'static str,
    /// Button that copies it.
    pub pass_copy: &'static str,
    /// Link back to the person.
    pub back: &'static str,
    /// On the sign-in page: link to the form for a pass.
    pub pass_link: &'static str,
    /// Its title and label.
    pub pass_label: &'static str,
    /// What it is.
    pub pass_hint: &'static str,
}

/// English.
pub const EN: Desk = Desk {
    title: "Helpdesk",
    lead: "Find the person who is calling, see what they have set up, and get them going again.",
    search: "Name, user name or e-mail address",
    search_hint: "The beginning is enough: at least two characters.",
    find: "Find",
    nobody: "Nobody is called that. Check the spelling, or try the user name.",
    found: |count| match count {
        1 => "1 person".into(),
        _ => format!("{count} people"),
    },
    more: "There may be more than these. Type more characters.",
    person: "Person",
    two_step: "Two-step verification",
    role: "Role",
    select: |name| format!("Select {name}"),
    manage: "Manage user settings",
    for_whom: "For",
    result: "Result",
    setting: |aid| match aid {
        Aid::ProvideAgain => "Require selected users to provide contact methods again",
        Aid::DeleteAppPasswords => {
            "Delete all existing app passwords generated by the selected users"
        }
        Aid::RestoreBrowsers => "Restore multi-factor authentication on all remembered devices",
        other => aid_en(other).name,
    },
    state: |state| match state {
        State::Disabled => "Disabled",
        State::Enabled => "Enabled",
        State::Enforced => "Enforced",
    },
    role_name: |role| match role {
        Role::User => "User",
        Role::Reader => "Reader",
        Role::Operator => "Operator",
        Role::Supervisor => "Supervisor",
        Role::Administrator => "Administrator",
    },
    off: "Switched off",
    standing: |standing| match standing {
        Standing::Off => "Cannot sign in: the account is switched off.".into(),
        Standing::Blocked => "Cannot sign in: signing in is blocked.".into(),
        Standing::NoPassword => "Cannot sign in: there is no password.".into(),
        Standing::PasswordOver => "Cannot sign in: the temporary password is too old.".into(),
        Standing::Again => {
            "Can sign in with the password, and must then provide contact methods again.".into()
        }
        Standing::Gate => {
            "Can sign in with the password, and must then set up two-step verification.".into()
        }
        Standing::NoMethod => "Cannot sign in: no method for the second step works.".into(),
        Standing::TwoStep(option) => format!(
            "Can sign in with the password and a second step. It starts with: {}.",
            preferred_en(option)
        )
        .into(),
        Standing::PasswordOnly => {
            "Can sign in with the password alone: two-step verification is not required.".into()
        }
    },
    mend: |standing| match standing {
        Standing::Off => "An administrator can switch the account on.",
        Standing::Blocked => "Unblock, once the reason is gone.",
        Standing::NoPassword | Standing::PasswordOver => "Reset the password.",
        Standing::NoMethod => {
            "Unlock, if too many wrong codes were the reason. Otherwise issue a Temporary Access Pass, or require contact methods again."
        }
        Standing::TwoStep(_) => {
            "If the phone is lost: issue a Temporary Access Pass, or require contact methods again."
        }
        Standing::Again | Standing::Gate | Standing::PasswordOnly => "",
    },
    blocked_until: "Blocked until",
    blocked_fraud: "a call was reported as fraud",
    blocked_why: "Reason",
    waits: |wait| {
        format!("After wrong attempts the next one counts in {wait}. “Unlock” ends the wait.")
    },
    retired: |count| {
        match count {
        1 => "1 method no longer counts, because contact methods were asked for again. It goes when something new is set up.".into(),
        _ => format!("{count} methods no longer count, because contact methods were asked for again. They go when something new is set up."),
    }
    },
    methods: "Methods",
    no_methods: "Nothing is set up.",
    default: "Preferred",
    locked: "Locked",
    unverified: "Not verified",
    added: "Added",
    used: "Last used",
    never_used: "Never used",
    app_passwords: "App passwords",
    no_app_passwords: "There are no app passwords.",
    browsers: "Trusted browsers",
    no_browsers: "No browser is trusted.",
    sessions: "Sessions",
    no_sessions: "Signed in nowhere.",
    session: "Signed in",
    seen: "last seen",
    record: "What happened",
    no_record: "Nothing is recorded.",
    when: "When",
    what: "What",
    by: "By",
    from: "From",
    themselves: "The person",
    system: "The portal",
    event: event_en,
    help: "Help",
    not_here: "Nothing can be done for this person here.",
    aid: aid_en,
    known: "Who is calling?",
    known_hint: "What a stranger can find out is no proof: not a birthday, not a staff number.",
    identity_label: "How do you know",
    identity: |identity| match identity {
        Identity::InPerson => (
            "In person",
            "They stand in front of you with an identity document.",
        ),
        Identity::CallBack => (
            "Called back",
            "You called them back at their number in the directory.",
        ),
        Identity::Manager => ("Manager", "Their manager has confirmed it to you."),
        Identity::Video => ("Video", "You see them on video with an identity document."),
        Identity::RegisteredMethod => (
            "Checked with a code",
            "They read you a code of their app on the page “Check who is calling”.",
        ),
    },
    ticket: "Ticket",
    ticket_hint: "The number of the request in your own system.",
    note: "Note (optional)",
    note_hint: "For the record. No passwords and no codes.",
    reason: "Reason for blocking",
    reason_hint: "Only staff can read it.",
    days: "Days",
    days_hint: "From 1 to 365. After that the block ends by itself.",
    minutes: "Minutes",
    minutes_hint: "From 10 to 480. It works once.",
    which: "Which method",
    pass_title: "Temporary Access Pass",
    pass_lead: |name| format!("The pass for {name}. Read it to them, or let them copy it."),
    pass_once: "It is shown only now, works once, and takes the place of every earlier one.",
    pass_how: "They sign in with their password and choose “I have a Temporary Access Pass from the helpdesk”. Then they set up their new phone.",
    pass_value: "Pass",
    pass_copy: "Copy the pass",
    back: "Back to the person",
    pass_link: "I have a Temporary Access Pass from the helpdesk",
    pass_label: "Temporary Access Pass",
    pass_hint: "Twelve characters. Spaces, hyphens and capitals do not matter.",
};

fn aid_en(aid: Aid) -> AidWords {
    match aid {
        Aid::ProvideAgain => AidWords {
            name: "Require contact methods again",
            effect: "All methods stop counting at once, and every browser is signed out. At the next sign-in the person sets up new ones after the password. The old ones go when that is done; until then you can take it back. App passwords stay.",
            done: "Contact methods must be provided again.",
        },
        Aid::KeepMethods => AidWords {
            name: "Let the old methods count again",
            effect: "The methods that were asked for again count as before, and no new ones have to be set up.",
            done: "The old methods count again.",
        },
        Aid::DeleteAppPasswords => AidWords {
            name: "Delete all app passwords",
            effect: "Mail and calendar apps that use one stop until the person makes a new one. This cannot be taken back.",
            done: "All app passwords are deleted.",
        },
        Aid::RestoreBrowsers => AidWords {
            name: "Forget all trusted browsers",
            effect: "The next sign-in asks for the second step in every browser.",
            done: "Every browser asks for the second step again.",
        },
        Aid::DeleteMethod => AidWords {
            name: "Delete one method",
            effect: "The method goes at once, and every browser is signed out. If it was the preferred one, the next takes its place. The last one stays while two-step verification is required. This cannot be taken back.",
            done: "The method is deleted.",
        },
        Aid::EndSessions => AidWords {
            name: "Sign out everywhere",
            effect: "The person is signed out of every browser at once. Mail apps with an app password stay connected.",
            done: "The person is signed out everywhere.",
        },
        Aid::Unlock => AidWords {
            name: "Unlock",
            effect: "Waits after wrong attempts end, and apps that too many wrong codes have locked work again.",
            done: "Waits are over, and nothing is locked.",
        },
        Aid::Block => AidWords {
            name: "Block",
            effect: "The person is signed out everywhere and cannot sign in until the block ends. App passwords keep working; delete them too if somebody else may have them.",
            done: "Signing in is blocked.",
        },
        Aid::Unblock => AidWords {
            name: "Unblock",
            effect: "The person can sign in again, with the same password and methods as before.",
            done: "Signing in is possible again.",
        },
        Aid::Pass => AidWords {
            name: "Issue a Temporary Access Pass",
            effect: "You get a pass to read to the person. It stands in for the second step once, beside their password, so that they can set up a new method.",
            done: "The pass is issued.",
        },
        Aid::ResetPassword => AidWords {
            name: "Reset the password",
            effect: "You get a temporary password to read to the person. The old one stops at once, every browser is signed out, and all app passwords are deleted, so mail apps stop too. At the next sign-in the person gives the second step as always and chooses a new password. This cannot be taken back.",
            done: "The temporary password is issued.",
        },
        Aid::Bypass => AidWords {
            name: "One-time bypass",
            effect: "For a short time the person can sign in once with the password alone, for example while the phone is at home. It opens no changes of methods or passwords. It takes the place of an earlier one.",
            done: "One sign-in goes without the second step.",
        },
        Aid::SetPhone => AidWords {
            name: "Add or correct a phone",
            effect: "You type a number for the person. It counts as if they had tried it themselves. They are told by mail, and by text at the number they have.",
            done: "The number is set, and the person is told.",
        },
        Aid::EndBypass => AidWords {
            name: "End the bypass",
            effect: "The next sign-in asks for the second step again.",
            done: "The bypass is ended.",
        },
    }
}

fn event_en(event: &str, reason: &str, done: bool) -> Cow<'static, str> {
    Cow::Borrowed(match (event, reason) {
        ("authn_login_success" | "authn_login_successafterfail", "bypass") => {
            "Signed in without the second step: bypass"
        }
        ("authn_login_success", _) => "Signed in",
        ("authn_login_successafterfail", _) => "Signed in after failed attempts",
        ("authn_login_fail", "blocked") => "Sign-in refused: blocked",
        ("authn_login_fail", "password_over") => "Sign-in refused: temporary password too old",
        ("authn_login_fail", _) => "Wrong password",
        ("authn_login_fail_max", _) => "Sign-in refused: too many wrong passwords",
        ("authn_second_step_fail" | "authn_step_up_fail", "wrong_code") => "Wrong code",
        ("authn_second_step_fail" | "authn_step_up_fail", "method_locked") => {
            "Too many wrong codes: the app is locked"
        }
        ("authn_second_step_fail" | "authn_step_up_fail", "throttled") => {
            "Code refused: too many wrong ones"
        }
        ("authn_second_step_fail", "wrong_pass") => "Wrong Temporary Access Pass",
        ("authn_step_up_fail", "wrong_password") => "Wrong password before a change",
        ("authn_second_step_fail", _) => "Second step failed",
        ("authn_step_up_fail", _) => "Confirmation before a change failed",
        ("authn_otp_replay", _) => "Code was used already",
        ("authn_step_up", _) => "Confirmed before a change",
        ("authn_password_change", _) => "Password changed",
        ("authn_password_change_fail", _) => "Password not changed",
        ("authn_password_end", _) => "Password ended",
        ("session_end", _) => "Signed out",
        ("session_end_everywhere", _) => "Signed out everywhere",
        ("sequence_fail", _) => "A step out of order",
        ("enrolment_start", _) => "Set-up begun",
        ("enrolment_complete", _) => "Set-up completed",
        ("enrolment_cancel", _) => "Set-up cancelled",
        ("phone_send", _) => "Text or call sent",
        ("phone_send_refuse", _) => "Text or call not sent: limit reached",
        ("phone_outcome", "no_answer") => "Call not answered",
        ("phone_outcome", "declined" | "busy") => "Call declined",
        ("phone_outcome", "hung_up") => "Call hung up",
        ("phone_outcome", "voicemail") => "Call went to voicemail",
        ("phone_outcome", "undelivered" | "unreachable" | "failed") => "Phone not reached",
        ("phone_outcome", _) => "Answer of a phone",
        ("fraud_report", _) => "Call reported as fraud",
        ("method_add", _) => "Method set up",
        ("method_rename", _) => "App renamed",
        ("method_delete", _) => "Method deleted",
        ("method_lock", _) => "App locked after too many wrong codes",
        ("methods_retire", _) => "Contact methods required again",
        ("methods_keep", _) => "Old methods count again",
        ("methods_drop", _) => "Old methods removed after the new set-up",
        ("default_change", _) => "Preferred option changed",
        ("trust_add", _) => "Browser trusted",
        ("trust_end", _) => "Trusted browser forgotten",
        ("trust_end_all", _) => "All trusted browsers forgotten",
        ("app_password_create", _) => "App password created",
        ("app_password_delete", _) => "App password deleted",
        ("app_password_delete_all", _) => "All app passwords deleted",
        ("mail_check_success", _) => "Mail app signed in",
        ("mail_check_fail", _) => "Mail app refused",
        ("language_change", _) => "Language changed",
        ("user_add", _) => "Account added",
        ("user_change", _) => "Account changed",
        ("user_disable", _) => "Account switched off",
        ("user_enable", _) => "Account switched on",
        ("user_block", _) => "Blocked",
        ("user_unblock", _) => "Unblocked",
        ("pass_issue", _) => "Temporary Access Pass issued",
        ("password_reset", _) => "Password reset: a temporary one given",
        ("bypass_issue", _) => "One-time bypass opened",
        ("bypass_end", _) => "One-time bypass ended",
        ("phone_hold", _) => "Number set, which waits for a day",
        ("helpdesk_check", _) => {
            if done {
                "Caller checked with a code: right"
            } else {
                "Caller checked with a code: wrong"
            }
        }
        ("phone_hold_stop", _) => "Number that waited was stopped",
        ("helpdesk_view", _) => {
            if done {
                "Set-up looked at"
            } else {
                "Set-up not shown: too many looked at"
            }
        }
        ("helpdesk_refuse", _) => "Action refused: not allowed on this person",
        ("approval_ask", _) => "Second yes asked for",
        ("approval_yes", _) => "Second yes given",
        ("approval_no", _) => "Request declined or withdrawn",
        ("role_change", _) => "Role changed",
        ("malicious_csrf", _) => "Request from a foreign page refused",
        ("malicious_spraying", _) => "One password tried on many people",
        ("gateway_forgery", _) => "Forged message of a gateway refused",
        ("user_delete", _) => "Account deleted",
        ("helpdesk_search", _) => "People searched for",
        ("policy_change", _) => "Rules changed",
        ("key_rotate", _) => "Everything sealed with a new key",
        ("key_retire", _) => "Old key retired",
        ("backup", _) => "Backup made",
        ("restore", _) => "Backup restored",
        ("audit_cut", _) => "Old rows of the audit record removed",
        ("audit_export", _) => "Audit record downloaded",
        ("people_export", _) => "List of people downloaded",
        ("people_import", _) => "People imported",
        ("gateway_test", _) => {
            if done {
                "Test message sent"
            } else {
                "Test message not sent"
            }
        }
        ("audit_verify", _) => {
            if done {
                "Audit record checked: whole"
            } else {
                "Audit record checked: not whole"
            }
        }
        _ => return Cow::Owned(event.replace('_', " ")),
    })
}

/// Dutch.
pub const NL: Desk = Desk {
    title: "Helpdesk",
    lead: "Zoek de persoon die belt, zie wat die heeft ingesteld en help die weer op weg.",
    search: "Naam, gebruikersnaam of e-mailadres",
    search_hint: "Het begin is genoeg: ten minste twee tekens.",
    find: "Zoeken",
    nobody: "Niemand heet zo. Controleer de spelling of probeer de gebruikersnaam.",
    found: |count| match count {
        1 => "1 persoon".into(),
        _ => format!("{count} personen"),
    },
    more: "Er kunnen er meer zijn dan deze. Typ meer tekens.",
    person: "Persoon",
    two_step: "Verificatie in twee stappen",
    role: "Rol",
    select: |name| format!("{name} selecteren"),
    manage: "Gebruikersinstellingen beheren",
    for_whom: "Voor",
    result: "Resultaat",
    setting: |aid| match aid {
        Aid::ProvideAgain => "Geselecteerde gebruikers opnieuw contactmethoden laten opgeven",
        Aid::DeleteAppPasswords => {
            "Alle bestaande app-wachtwoorden van de geselecteerde gebruikers verwijderen"
        }
        Aid::RestoreBrowsers => "Meervoudige verificatie herstellen op alle onthouden apparaten",
        other => aid_nl(other).name,
    },
    state: |state| match state {
        State::Disabled => "Uitgeschakeld",
        State::Enabled => "Ingeschakeld",
        State::Enforced => "Afgedwongen",
    },
    role_name: |role| match role {
        Role::User => "Gebruiker",
        Role::Reader => "Lezer",
        Role::Operator => "Medewerker",
        Role::Supervisor => "Supervisor",
        Role::Administrator => "Beheerder",
    },
    off: "Uitgezet",
    standing: |standing| {
        match standing {
        Standing::Off => "Kan niet aanmelden: het account is uitgezet.".into(),
        Standing::Blocked => "Kan niet aanmelden: aanmelden is geblokkeerd.".into(),
        Standing::NoPassword => "Kan niet aanmelden: er is geen wachtwoord.".into(),
        Standing::PasswordOver => {
            "Kan niet aanmelden: het tijdelijke wachtwoord is te oud.".into()
        }
        Standing::Again => {
            "Kan aanmelden met het wachtwoord en moet dan opnieuw contactmethoden opgeven.".into()
        }
        Standing::Gate => {
            "Kan aanmelden met het wachtwoord en moet dan verificatie in twee stappen instellen."
                .into()
        }
        Standing::NoMethod => {
            "Kan niet aanmelden: geen methode voor de tweede stap werkt.".into()
        }
        Standing::TwoStep(option) => format!(
            "Kan aanmelden met het wachtwoord en een tweede stap. Die begint met: {}.",
            preferred_nl(option)
        )
        .into(),
        Standing::PasswordOnly => {
            "Kan aanmelden met alleen het wachtwoord: verificatie in twee stappen is niet verplicht."
                .into()
        }
    }
    },
    mend: |standing| match standing {
        Standing::Off => "Een beheerder kan het account aanzetten.",
        Standing::Blocked => "Hef de blokkering op als de reden weg is.",
        Standing::NoPassword | Standing::PasswordOver => "Stel een tijdelijk wachtwoord in.",
        Standing::NoMethod => {
            "Ontgrendel, als te veel verkeerde codes de reden waren. Geef anders een tijdelijke toegangspas uit of laat opnieuw contactmethoden opgeven."
        }
        Standing::TwoStep(_) => {
            "Is de telefoon kwijt: geef een tijdelijke toegangspas uit of laat opnieuw contactmethoden opgeven."
        }
        Standing::Again | Standing::Gate | Standing::PasswordOnly => "",
    },
    blocked_until: "Geblokkeerd tot",
    blocked_fraud: "een oproep is als fraude gemeld",
    blocked_why: "Reden",
    waits: |wait| {
        format!(
            "Na verkeerde pogingen telt de volgende over {wait}. “Ontgrendelen” beëindigt het wachten."
        )
    },
    retired: |count| {
        match count {
        1 => "1 methode telt niet meer, omdat opnieuw om contactmethoden is gevraagd. Ze verdwijnt als er iets nieuws is ingesteld.".into(),
        _ => format!("{count} methoden tellen niet meer, omdat opnieuw om contactmethoden is gevraagd. Ze verdwijnen als er iets nieuws is ingesteld."),
    }
    },
    methods: "Methoden",
    no_methods: "Er is niets ingesteld.",
    default: "Voorkeur",
    locked: "Vergrendeld",
    unverified: "Niet geverifieerd",
    added: "Toegevoegd",
    used: "Laatst gebruikt",
    never_used: "Nooit gebruikt",
    app_passwords: "App-wachtwoorden",
    no_app_passwords: "Er zijn geen app-wachtwoorden.",
    browsers: "Vertrouwde browsers",
    no_browsers: "Geen browser wordt vertrouwd.",
    sessions: "Sessies",
    no_sessions: "Nergens aangemeld.",
    session: "Aangemeld",
    seen: "laatst gezien",
    record: "Wat er is gebeurd",
    no_record: "Er is niets vastgelegd.",
    when: "Wanneer",
    what: "Wat",
    by: "Door",
    from: "Vanaf",
    themselves: "De persoon",
    system: "Het portaal",
    event: event_nl,
    help: "Helpen",
    not_here: "Voor deze persoon kan hier niets worden gedaan.",
    aid: aid_nl,
    known: "Wie belt er?",
    known_hint: "Wat een vreemde te weten kan komen is geen bewijs: geen geboortedatum, geen personeelsnummer.",
    identity_label: "Hoe weet u dat",
    identity: |identity| match identity {
        Identity::InPerson => ("In persoon", "Die staat voor u met een identiteitsbewijs."),
        Identity::CallBack => (
            "Teruggebeld",
            "U belde terug op het nummer in de adreslijst.",
        ),
        Identity::Manager => ("Leidinggevende", "De leidinggevende heeft het u bevestigd."),
        Identity::Video => ("Video", "U ziet die op video met een identiteitsbewijs."),
        Identity::RegisteredMethod => (
            "Nagegaan met een code",
            "Die las u een code uit de app voor op de pagina “Nagaan wie er belt”.",
        ),
    },
    ticket: "Ticket",
    ticket_hint: "Het nummer van het verzoek in uw eigen systeem.",
    note: "Notitie (optioneel)",
    note_hint: "Voor het logboek. Geen wachtwoorden en geen codes.",
    reason: "Reden van de blokkering",
    reason_hint: "Alleen medewerkers kunnen dit lezen.",
    days: "Dagen",
    days_hint: "Van 1 tot 365. Daarna eindigt de blokkering vanzelf.",
    minutes: "Minuten",
    minutes_hint: "Van 10 tot 480. De pas werkt één keer.",
    which: "Welke methode",
    pass_title: "Tijdelijke toegangspas",
    pass_lead: |name| format!("De pas voor {name}. Lees die voor of laat die overnemen."),
    pass_once: "De pas is alleen nu te zien, werkt één keer en vervangt elke eerdere.",
    pass_how: "De persoon meldt zich aan met het wachtwoord en kiest “Ik heb een tijdelijke toegangspas van de helpdesk”. Daarna stelt die de nieuwe telefoon in.",
    pass_value: "Pas",
    pass_copy: "De pas kopiëren",
    back: "Terug naar de persoon",
    pass_link: "Ik heb een tijdelijke toegangspas van de helpdesk",
    pass_label: "Tijdelijke toegangspas",
    pass_hint: "Twaalf tekens. Spaties, streepjes en hoofdletters maken niet uit.",
};

fn aid_nl(aid: Aid) -> AidWords {
    match aid {
        Aid::ProvideAgain => AidWords {
            name: "Opnieuw contactmethoden laten opgeven",
            effect: "Alle methoden tellen meteen niet meer en elke browser wordt afgemeld. Bij de volgende aanmelding stelt de persoon na het wachtwoord nieuwe in. De oude verdwijnen als dat klaar is; tot dan kunt u het terugdraaien. App-wachtwoorden blijven.",
            done: "Contactmethoden moeten opnieuw worden opgegeven.",
        },
        Aid::KeepMethods => AidWords {
            name: "De oude methoden weer laten tellen",
            effect: "De methoden waar opnieuw om was gevraagd tellen weer als voorheen en er hoeven geen nieuwe te worden ingesteld.",
            done: "De oude methoden tellen weer.",
        },
        Aid::DeleteAppPasswords => AidWords {
            name: "Alle app-wachtwoorden verwijderen",
            effect: "Mail- en agenda-apps die er een gebruiken werken niet meer tot de persoon een nieuw maakt. Dit kan niet ongedaan worden gemaakt.",
            done: "Alle app-wachtwoorden zijn verwijderd.",
        },
        Aid::RestoreBrowsers => AidWords {
            name: "Alle vertrouwde browsers vergeten",
            effect: "De volgende aanmelding vraagt in elke browser om de tweede stap.",
            done: "Elke browser vraagt weer om de tweede stap.",
        },
        Aid::DeleteMethod => AidWords {
            name: "Eén methode verwijderen",
            effect: "De methode verdwijnt meteen en elke browser wordt afgemeld. Was het de voorkeur, dan komt de volgende ervoor in de plaats. De laatste blijft zolang verificatie in twee stappen verplicht is. Dit kan niet ongedaan worden gemaakt.",
            done: "De methode is verwijderd.",
        },
        Aid::EndSessions => AidWords {
            name: "Overal afmelden",
            effect: "De persoon wordt meteen in elke browser afgemeld. Mail-apps met een app-wachtwoord blijven verbonden.",
            done: "De persoon is overal afgemeld.",
        },
        Aid::Unlock => AidWords {
            name: "Ontgrendelen",
            effect: "Het wachten na verkeerde pogingen houdt op en apps die door te veel verkeerde codes zijn vergrendeld werken weer.",
            done: "Er hoeft niet te worden gewacht en niets is vergrendeld.",
        },
        Aid::Block => AidWords {
            name: "Blokkeren",
            effect: "De persoon wordt overal afgemeld en kan niet aanmelden tot de blokkering eindigt. App-wachtwoorden blijven werken; verwijder die ook als iemand anders ze kan hebben.",
            done: "Aanmelden is geblokkeerd.",
        },
        Aid::Unblock => AidWords {
            name: "Blokkering opheffen",
            effect: "De persoon kan weer aanmelden, met hetzelfde wachtwoord en dezelfde methoden als voorheen.",
            done: "Aanmelden kan weer.",
        },
        Aid::Pass => AidWords {
            name: "Tijdelijke toegangspas uitgeven",
            effect: "U krijgt een pas om voor te lezen. Die vervangt één keer de tweede stap, naast het wachtwoord, zodat de persoon een nieuwe methode kan instellen.",
            done: "De pas is uitgegeven.",
        },
        Aid::ResetPassword => AidWords {
            name: "Tijdelijk wachtwoord instellen",
            effect: "U krijgt een tijdelijk wachtwoord om voor te lezen. Het oude werkt meteen niet meer, elke browser wordt afgemeld en alle app-wachtwoorden worden verwijderd, zodat ook mail-apps stoppen. Bij de volgende aanmelding geeft de persoon de tweede stap als altijd en kiest die een nieuw wachtwoord. Dit kan niet ongedaan worden gemaakt.",
            done: "Het tijdelijke wachtwoord is uitgegeven.",
        },
        Aid::Bypass => AidWords {
            name: "Eén keer overslaan",
            effect: "Korte tijd kan de persoon zich één keer met alleen het wachtwoord aanmelden, bijvoorbeeld als de telefoon thuis ligt. Methoden en wachtwoorden wijzigen kan daarmee niet. Het vervangt een eerdere keer.",
            done: "Eén aanmelding gaat zonder de tweede stap.",
        },
        Aid::SetPhone => AidWords {
            name: "Telefoon toevoegen of verbeteren",
            effect: "U typt een nummer voor de persoon. Het telt alsof die het zelf had geprobeerd. De persoon hoort het per mail en per sms op het nummer dat er is.",
            done: "Het nummer is ingesteld en de persoon is ingelicht.",
        },
        Aid::EndBypass => AidWords {
            name: "Overslaan intrekken",
            effect: "De volgende aanmelding vraagt weer om de tweede stap.",
            done: "Overslaan is ingetrokken.",
        },
    }
}

fn event_nl(event: &str, reason: &str, done: bool) -> Cow<'static, str> {
    Cow::Borrowed(match (event, reason) {
        ("authn_login_success" | "authn_login_successafterfail", "bypass") => {
            "Aangemeld zonder de tweede stap: eenmalig overgeslagen"
        }
        ("authn_login_success", _) => "Aangemeld",
        ("authn_login_successafterfail", _) => "Aangemeld na mislukte pogingen",
        ("authn_login_fail", "blocked") => "Aanmelding geweigerd: geblokkeerd",
        ("authn_login_fail", "password_over") => {
            "Aanmelding geweigerd: tijdelijk wachtwoord te oud"
        }
        ("authn_login_fail", _) => "Verkeerd wachtwoord",
        ("authn_login_fail_max", _) => "Aanmelding geweigerd: te veel verkeerde wachtwoorden",
        ("authn_second_step_fail" | "authn_step_up_fail", "wrong_code") => "Verkeerde code",
        ("authn_second_step_fail" | "authn_step_up_fail", "method_locked") => {
            "Te veel verkeerde codes: de app is vergrendeld"
        }
        ("authn_second_step_fail" | "authn_step_up_fail", "throttled") => {
            "Code geweigerd: te veel verkeerde"
        }
        ("authn_second_step_fail", "wrong_pass") => "Verkeerde tijdelijke toegangspas",
        ("authn_step_up_fail", "wrong_password") => "Verkeerd wachtwoord voor een wijziging",
        ("authn_second_step_fail", _) => "Tweede stap mislukt",
        ("authn_step_up_fail", _) => "Bevestiging voor een wijziging mislukt",
        ("authn_otp_replay", _) => "Code was al gebruikt",
        ("authn_step_up", _) => "Bevestigd voor een wijziging",
        ("authn_password_change", _) => "Wachtwoord gewijzigd",
        ("authn_password_change_fail", _) => "Wachtwoord niet gewijzigd",
        ("authn_password_end", _) => "Wachtwoord beëindigd",
        ("session_end", _) => "Afgemeld",
        ("session_end_everywhere", _) => "Overal afgemeld",
        ("sequence_fail", _) => "Een stap in de verkeerde volgorde",
        ("enrolment_start", _) => "Instellen begonnen",
        ("enrolment_complete", _) => "Instellen voltooid",
        ("enrolment_cancel", _) => "Instellen geannuleerd",
        ("phone_send", _) => "Sms of oproep verstuurd",
        ("phone_send_refuse", _) => "Sms of oproep niet verstuurd: limiet bereikt",
        ("phone_outcome", "no_answer") => "Oproep niet beantwoord",
        ("phone_outcome", "declined" | "busy") => "Oproep geweigerd",
        ("phone_outcome", "hung_up") => "Opgehangen",
        ("phone_outcome", "voicemail") => "Oproep ging naar de voicemail",
        ("phone_outcome", "undelivered" | "unreachable" | "failed") => "Telefoon niet bereikt",
        ("phone_outcome", _) => "Antwoord van een telefoon",
        ("fraud_report", _) => "Oproep als fraude gemeld",
        ("method_add", _) => "Methode ingesteld",
        ("method_rename", _) => "App hernoemd",
        ("method_delete", _) => "Methode verwijderd",
        ("method_lock", _) => "App vergrendeld na te veel verkeerde codes",
        ("methods_retire", _) => "Opnieuw om contactmethoden gevraagd",
        ("methods_keep", _) => "Oude methoden tellen weer",
        ("methods_drop", _) => "Oude methoden verwijderd na het nieuwe instellen",
        ("default_change", _) => "Voorkeursoptie gewijzigd",
        ("trust_add", _) => "Browser vertrouwd",
        ("trust_end", _) => "Vertrouwde browser vergeten",
        ("trust_end_all", _) => "Alle vertrouwde browsers vergeten",
        ("app_password_create", _) => "App-wachtwoord gemaakt",
        ("app_password_delete", _) => "App-wachtwoord verwijderd",
        ("app_password_delete_all", _) => "Alle app-wachtwoorden verwijderd",
        ("mail_check_success", _) => "Mail-app aangemeld",
        ("mail_check_fail", _) => "Mail-app geweigerd",
        ("language_change", _) => "Taal gewijzigd",
        ("user_add", _) => "Account toegevoegd",
        ("user_change", _) => "Account gewijzigd",
        ("user_disable", _) => "Account uitgezet",
        ("user_enable", _) => "Account aangezet",
        ("user_block", _) => "Geblokkeerd",
        ("user_unblock", _) => "Blokkering opgeheven",
        ("pass_issue", _) => "Tijdelijke toegangspas uitgegeven",
        ("password_reset", _) => "Wachtwoord vervangen door een tijdelijk",
        ("bypass_issue", _) => "Tweede stap eenmalig overslaan toegestaan",
        ("bypass_end", _) => "Eenmalig overslaan ingetrokken",
        ("phone_hold", _) => "Nummer ingesteld dat een dag wacht",
        ("helpdesk_check", _) => {
            if done {
                "Beller nagegaan met een code: goed"
            } else {
                "Beller nagegaan met een code: fout"
            }
        }
        ("phone_hold_stop", _) => "Nummer dat wachtte is tegengehouden",
        ("helpdesk_view", _) => {
            if done {
                "Instellingen bekeken"
            } else {
                "Instellingen niet getoond: te veel bekeken"
            }
        }
        ("helpdesk_refuse", _) => "Actie geweigerd: niet toegestaan bij deze persoon",
        ("approval_ask", _) => "Tweede ja gevraagd",
        ("approval_yes", _) => "Tweede ja gegeven",
        ("approval_no", _) => "Verzoek afgewezen of ingetrokken",
        ("role_change", _) => "Rol gewijzigd",
        ("malicious_csrf", _) => "Verzoek van een vreemde pagina geweigerd",
        ("malicious_spraying", _) => "Eén wachtwoord bij veel mensen geprobeerd",
        ("gateway_forgery", _) => "Vervalst bericht van een gateway geweigerd",
        ("user_delete", _) => "Account verwijderd",
        ("helpdesk_search", _) => "Personen gezocht",
        ("policy_change", _) => "Regels gewijzigd",
        ("key_rotate", _) => "Alles met een nieuwe sleutel verzegeld",
        ("key_retire", _) => "Oude sleutel buiten gebruik gesteld",
        ("backup", _) => "Back-up gemaakt",
        ("restore", _) => "Back-up teruggezet",
        ("audit_cut", _) => "Oude regels van het auditlogboek verwijderd",
        ("audit_export", _) => "Auditlogboek gedownload",
        ("people_export", _) => "Lijst van personen gedownload",
        ("people_import", _) => "Personen geïmporteerd",
        ("gateway_test", _) => {
            if done {
                "Testbericht verstuurd"
            } else {
                "Testbericht niet verstuurd"
            }
        }
        ("audit_verify", _) => {
            if done {
                "Auditlogboek gecontroleerd: heel"
            } else {
                "Auditlogboek gecontroleerd: niet heel"
            }
        }
        _ => return Cow::Owned(event.replace('_', " ")),
    })
}
