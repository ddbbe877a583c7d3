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
    /// Said when a call comes in.
    pub coming: &'static str,
    /// State of a call.
    pub ringing: &'static str,
    /// State of a call.
    pub talking: &'static str,
    /// State of a call.
    pub over: &'static str,
    /// Takes the call.
    pub answer: &'static str,
    /// Refuses it.
    pub decline: &'static str,
    /// Lets the voicemail take it.
    pub voicemail: &'static str,
    /// Name of what the voice said.
    pub said: &'static str,
    /// Name of the keys.
    pub keypad: &'static str,
    /// The name of the key `*`.
    pub star: &'static str,
    /// The name of the key `#`.
    pub pound: &'static str,
    /// Ends the call.
    pub hang_up: &'static str,
    /// Label of the reply box.
    pub reply: &'static str,
    /// Sends the reply.
    pub send: &'static str,
}

/// English.
pub const EN: Demo = Demo {
    title: "Pretend phone",
    lead: "This is no real phone. What the demo organisation would have sent to phones and mailboxes stands here, newest first, and you can answer it.",
    empty: "Nothing was sent yet.",
    channel: |key| match key {
        "mail" => "E-mail",
        "text" => "Text message",
        "call" => "Call",
        _ => "Message",
    },
    to: "To",
    coming: "A call is coming in.",
    ringing: "Ringing",
    talking: "On the line",
    over: "Ended",
    answer: "Answer",
    decline: "Decline",
    voicemail: "Send to voicemail",
    said: "What the voice says",
    keypad: "Keys of the phone",
    star: "star",
    pound: "pound key",
    hang_up: "Hang up",
    reply: "Reply to this text message",
    send: "Send",
};

/// Dutch.
pub const NL: Demo = Demo {
    title: "Speeltelefoon",
    lead: "Dit is geen echte telefoon. Wat de demo-organisatie naar telefoons en postvakken zou hebben gestuurd, staat hier, het nieuwste eerst, en u kunt erop antwoorden.",
    empty: "Er is nog niets verstuurd.",
    channel: |key| match key {
        "mail" => "E-mailbericht",
        "text" => "Sms-bericht",
        "call" => "Oproep",
        _ => "Bericht",
    },
    to: "Aan",
    coming: "Er komt een oproep binnen.",
    ringing: "Gaat over",
    talking: "Verbonden",
    over: "Beëindigd",
    answer: "Opnemen",
    decline: "Weigeren",
    voicemail: "Naar voicemail",
    said: "Wat de stem zegt",
    keypad: "Toetsen van de telefoon",
    star: "sterretje",
    pound: "hekje",
    hang_up: "Ophangen",
    reply: "Deze sms beantwoorden",
    send: "Versturen",
};
