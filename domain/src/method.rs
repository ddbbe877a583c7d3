//! The kinds of method and what each can do (`F-066` to `F-073`).

use serde::{Deserialize, Serialize};

/// What a person can prefer for the second step: the five options of F-067.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preferred {
    /// "Notify me through app".
    Notification,
    /// "Call my authentication phone".
    CallPhone,
    /// "Text code to my authentication phone".
    TextPhone,
    /// "Call my office phone".
    CallOffice,
    /// "Use verification code from app".
    AppCode,
}

impl Preferred {
    /// In the order in which the page lists them (F-067).
    pub const ALL: [Self; 5] = [
        Self::Notification,
        Self::CallPhone,
        Self::TextPhone,
        Self::CallOffice,
        Self::AppCode,
    ];

    /// The order in which the default moves on when its method goes (F-072).
    pub const SUCCESSION: [Self; 5] = [
        Self::Notification,
        Self::AppCode,
        Self::TextPhone,
        Self::CallPhone,
        Self::CallOffice,
    ];

    /// The stable name used in forms, the database and the policy.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Notification => "notification",
            Self::CallPhone => "call_phone",
            Self::TextPhone => "text_phone",
            Self::CallOffice => "call_office",
            Self::AppCode => "app_code",
        }
    }

    /// The option with this stable name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.key() == key)
    }
}

/// What the first question of the wizard offers (F-010).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contact {
    /// "Mobile app".
    MobileApp,
    /// "Authentication phone".
    AuthenticationPhone,
    /// "Office phone".
    OfficePhone,
}

impl Contact {
    /// In the order of the drop-down.
    pub const ALL: [Self; 3] = [
        Self::MobileApp,
        Self::AuthenticationPhone,
        Self::OfficePhone,
    ];

    /// The stable name used in forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::MobileApp => "mobile_app",
            Self::AuthenticationPhone => "authentication_phone",
            Self::OfficePhone => "office_phone",
        }
    }

    /// The contact with this stable name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.key() == key)
    }

    /// How many steps the wizard has (F-013); one fewer where app passwords are not offered.
    pub const fn steps(self, app_password: bool) -> u8 {
        let steps = match self {
            Self::MobileApp => 3,
            Self::AuthenticationPhone | Self::OfficePhone => 2,
        };
        if app_password { steps + 1 } else { steps }
    }
}
