//! The ways out of the portal, as the administration sees them: which there are, and how a test message fared.

/// What messages leave by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Text messages.
    Text,
    /// Calls.
    Call,
    /// Mail.
    Mail,
}

impl Way {
    /// In the order of the page.
    pub const ALL: [Self; 3] = [Self::Text, Self::Call, Self::Mail];

    /// The stable name, in forms and in the record.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Call => "call",
            Self::Mail => "mail",
        }
    }

    /// The one with this stable name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// How a test message fared on its way out. Whether it arrives, only its owner sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tested {
    /// The gateway has taken it.
    Accepted,
    /// The gateway has said no.
    Refused,
    /// Nothing was sent: the gateway was not reached, or cannot take anything now.
    NotReached,
    /// It was sent and no answer came.
    Unclear,
}

impl Tested {
    /// Every outcome.
    pub const ALL: [Self; 4] = [
        Self::Accepted,
        Self::Refused,
        Self::NotReached,
        Self::Unclear,
    ];

    /// The stable name, in the record.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::NotReached => "not_reached",
            Self::Unclear => "unclear",
        }
    }

    /// The one with this stable name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for way in Way::ALL {
            assert_eq!(Way::from_key(way.key()), Some(way));
        }
        for tested in Tested::ALL {
            assert_eq!(Tested::from_key(tested.key()), Some(tested));
        }
    }
}
