//! The second yes: asking for it, giving it, and doing what was agreed to.

use domain::desk::RequestStage;

/// Words about the second yes.
pub struct Approval {
    /// Title and link.
    pub title: &'static str,
    /// The link with how many wait for the reader.
    pub waiting: fn(usize) -> String,
    /// What the page is for.
    pub lead: &'static str,
    /// There is none.
    pub none: &'static str,
    /// On the page and the form of one of the staff.
    pub needed: &'static str,
    /// Button that asks.
    pub ask: &'static str,
    /// For whom.
    pub subject: &'static str,
    /// What.
    pub what: &'static str,
    /// Who asked.
    pub asked_by: &'static str,
    /// How who asked knew the caller.
    pub identity: &'static str,
    /// What was written down about it.
    pub note: &'static str,
    /// Who answered.
    pub answered_by: &'static str,
    /// How long a block or a pass holds.
    pub days: fn(u16) -> String,
    /// The same of a pass.
    pub minutes: fn(u16) -> String,
    /// The same of a bypass.
    pub seconds: fn(u16) -> String,
    /// Why it is to be done.
    pub why: &'static str,
    /// How far it has come: badge, and what happens next.
    pub stage: fn(RequestStage) -> (&'static str, &'static str),
    /// What who asked reads while it waits.
    pub waits_for_others: &'static str,
    /// What the second person should do first.
    pub check: &'static str,
    /// Button.
    pub yes: &'static str,
    /// Button.
    pub no: &'static str,
    /// Button of who asked.
    pub withdraw: &'static str,
    /// Button that brings the page up to date.
    pub reload: &'static str,
    /// It was answered: yes.
    pub agreed: &'static str,
    /// It was answered: no.
    pub declined: &'static str,
}

/// English.
pub const EN: Approval = Approval {
    title: "Requests for a second yes",
    waiting: |count| match count {
        1 => "1 request waits for your answer".into(),
        _ => format!("{count} requests wait for your answer"),
    },
    lead: "What is done for a member of the staff is done by two people: one asks, a supervisor agrees.",
    none: "There have been no requests in the last 24 hours.",
    needed: "This person is a member of the staff. What you ask for here waits until a supervisor has agreed.",
    ask: "Ask for a second yes",
    subject: "For",
    what: "What",
    asked_by: "Asked by",
    identity: "Caller known by",
    note: "Note",
    answered_by: "Answered by",
    days: |days| match days {
        1 => "for 1 day".into(),
        _ => format!("for {days} days"),
    },
    minutes: |minutes| format!("for {minutes} minutes"),
    seconds: |seconds| format!("for {seconds} seconds"),
    why: "Reason",
    stage: |stage| match stage {
        RequestStage::Waiting => (
            "Waiting",
            "Nothing has been done yet. The request waits for four hours.",
        ),
        RequestStage::Agreed => (
            "Agreed",
            "Nothing has been done yet. Who asked can do it now, once, within 30 minutes of the yes.",
        ),
        RequestStage::Declined => (
            "Declined",
            "Nothing was done, and nothing will be. A new request can be made.",
        ),
        RequestStage::Done => ("Done", "This was done, and the person was told."),
        RequestStage::Over => (
            "Expired",
            "Nothing was done: the answer or the action did not come in time. A new request can be made.",
        ),
    },
    waits_for_others: "Ask a supervisor to open this page. Keep the caller on the line, or call back.",
    check: "Speak with whoever asked before you answer. Your yes stands in the record beside their name.",
    yes: "Yes, I agree",
    no: "No",
    withdraw: "Withdraw the request",
    reload: "Check again",
    agreed: "You have agreed. Whoever asked can do it now.",
    declined: "The request is declined. Nothing was done.",
};

/// Dutch.
pub const NL: Approval = Approval {
    title: "Verzoeken om een tweede ja",
    waiting: |count| match count {
        1 => "1 verzoek wacht op uw antwoord".into(),
        _ => format!("{count} verzoeken wachten op uw antwoord"),
    },
    lead: "Wat voor een medewerker van de helpdesk of het beheer gebeurt, doen twee personen: de een vraagt, een supervisor stemt in.",
    none: "In de afgelopen 24 uur waren er geen verzoeken.",
    needed: "Deze persoon hoort bij de helpdesk of het beheer. Wat u hier vraagt, wacht tot een supervisor heeft ingestemd.",
    ask: "Een tweede ja vragen",
    subject: "Voor",
    what: "Wat",
    asked_by: "Gevraagd door",
    identity: "Beller herkend door",
    note: "Notitie",
    answered_by: "Beantwoord door",
    days: |days| match days {
        1 => "voor 1 dag".into(),
        _ => format!("voor {days} dagen"),
    },
    minutes: |minutes| format!("voor {minutes} minuten"),
    seconds: |seconds| format!("voor {seconds} seconden"),
    why: "Reden",
    stage: |stage| match stage {
        RequestStage::Waiting => (
            "Wacht",
            "Er is nog niets gedaan. Het verzoek wacht vier uur.",
        ),
        RequestStage::Agreed => (
            "Ingestemd",
            "Er is nog niets gedaan. Wie het vroeg, kan het nu doen: één keer, binnen 30 minuten na het ja.",
        ),
        RequestStage::Declined => (
            "Afgewezen",
            "Er is niets gedaan en er gebeurt niets. Een nieuw verzoek kan wel.",
        ),
        RequestStage::Done => (
            "Gedaan",
            "Dit is gedaan en de persoon heeft bericht gekregen.",
        ),
        RequestStage::Over => (
            "Verlopen",
            "Er is niets gedaan: het antwoord of de uitvoering kwam niet op tijd. Een nieuw verzoek kan wel.",
        ),
    },
    waits_for_others: "Vraag een supervisor deze pagina te openen. Houd de beller aan de lijn of bel terug.",
    check: "Spreek eerst met wie het vroeg. Uw ja staat in het logboek naast diens naam.",
    yes: "Ja, ik stem in",
    no: "Nee",
    withdraw: "Verzoek intrekken",
    reload: "Opnieuw kijken",
    agreed: "U hebt ingestemd. Wie het vroeg, kan het nu doen.",
    declined: "Het verzoek is afgewezen. Er is niets gedaan.",
};
