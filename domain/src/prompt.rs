//! What a telephone call can say. The words are in `app::text`, one set per language; when which is said is
//! for the use cases to decide.

/// What the voice says next, and whether it then listens for keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Who calls and why; press the pound key.
    Greeting {
        /// 0 and pound if it was not you, where people may report fraud.
        report: bool,
    },
    /// The same where the number on the screen has to be pressed before the pound key.
    GreetingNumber {
        /// As above.
        report: bool,
    },
    /// To a switchboard: press pound, or put us through.
    PutThrough,
    /// Not understood: once more.
    Again {
        /// As above.
        report: bool,
    },
    /// Right: you can go on in the browser. Hangs up.
    Confirmed,
    /// Reported as fraud. Hangs up.
    Reported,
    /// This call is over. Hangs up.
    Goodbye,
}

impl Prompt {
    /// Every prompt, for tests and previews.
    pub const ALL: [Self; 10] = [
        Self::Greeting { report: true },
        Self::Greeting { report: false },
        Self::GreetingNumber { report: true },
        Self::GreetingNumber { report: false },
        Self::PutThrough,
        Self::Again { report: true },
        Self::Again { report: false },
        Self::Confirmed,
        Self::Reported,
        Self::Goodbye,
    ];

    /// Whether it begins the call, where a greeting of the organisation's own stands in for the first words.
    pub const fn greets(self) -> bool {
        matches!(self, Self::Greeting { .. } | Self::GreetingNumber { .. })
    }

    /// Whether keys are expected after the words.
    pub const fn listens(self) -> bool {
        matches!(
            self,
            Self::Greeting { .. }
                | Self::GreetingNumber { .. }
                | Self::PutThrough
                | Self::Again { .. }
        )
    }
}
