//! What the administration reads of everybody: the list with its filters, page by page, and how many have
//! set up what.

use async_trait::async_trait;

use super::{Person, StoreError};
use crate::Language;
use crate::account::Role;
use crate::roster::{Group, Selection};

/// A person with what the directory says and whether anything is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Who.
    pub person: Person,
    /// The version that was read.
    pub version: i64,
    /// Job title, or empty.
    pub title: String,
    /// Office phone in E.164, or empty.
    pub office_phone: String,
    /// Its extension, or empty.
    pub office_extension: String,
    /// The language of their choice.
    pub language: Option<Language>,
    /// Something that can be the second step on its own is set up.
    pub registered: bool,
}

/// A stretch of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leg {
    /// Who fits, by sign-in name.
    pub people: Vec<Listed>,
    /// Up to which sign-in name was looked, where there may be more behind it.
    pub reached: Option<String>,
}

impl Selection {
    /// Whether the store finds these people by an index, however few they are among how many.
    pub fn indexed(&self) -> bool {
        self.begins.is_some() || self.active == Some(false) || self.role.is_some_and(Role::is_staff)
    }
}

/// The store's part of the list of people.
#[async_trait]
pub trait Roster: Send + Sync {
    /// People behind this sign-in name, in the order of the names: at most `most` of those who fit. Where
    /// no index leads to them, at most `stretch` people are looked at, both at least 1.
    async fn roster(
        &self,
        selection: &Selection,
        after: &str,
        most: u32,
        stretch: u32,
    ) -> Result<Leg, StoreError>;
    /// Everybody by what they have set up; a few dozen groups, which it takes a look at everybody to count.
    async fn groups(&self) -> Result<Vec<Group>, StoreError>;
    /// Those of these canonical sign-in names that somebody has, in no particular order.
    async fn listed(&self, logins: &[String]) -> Result<Vec<Listed>, StoreError>;
}
