//! The pretend phone of the demo organisation.

/// Words of the pretend phone.
pub struct Demo {
    /// Title.
    pub title: &'static str,
    /// What it is.
    pub lead: &'static str,
    /// No messages yet.
    pub empty: &'static str,
    /// The kind of a message, by its stable name.
    pub channel: fn(&str) -> &'static str,
    /// To whom it went.
    pub to: &'static str,
}

/// English.
pub const EN: Demo = Demo {
    title: "Pretend phone",
    lead: "What the demo organisation would have sent to real phones and mailboxes stands here, newest first.",
    empty: "Nothing was sent yet.",
    channel: |key| match key {
        "mail" => "E-mail",
        "text" => "Text message",
        "call" => "Call",
        _ => "Message",
    },
    to: "To",
};

/// Dutch.
pub const NL: Demo = Demo {
    title: "Speeltelefoon",
    lead: "Wat de demo-organisatie naar echte telefoons en postvakken zou hebben gestuurd, staat hier, het nieuwste eerst.",
    empty: "Er is nog niets verstuurd.",
    channel: |key| match key {
        "mail" => "E-mailbericht",
        "text" => "Sms-bericht",
        "call" => "Oproep",
        _ => "Bericht",
    },
    to: "Aan",
};
