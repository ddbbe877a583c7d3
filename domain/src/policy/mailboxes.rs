//! Mail addresses that nobody's account has, such as the shared mailbox of a security team: who else is told
//! when a call is reported as fraud (F-161).

use serde::{Deserialize, Serialize};

/// Mail addresses as they are typed; none means that nobody else is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mailboxes(pub Vec<String>);

#[cfg(feature = "service")]
impl Mailboxes {
    /// Whether mail can go to each of them, each once and at most so many.
    pub fn can_be_told(&self, most: usize) -> bool {
        let mut seen = std::collections::BTreeSet::new();
        let mut each = self.0.iter();
        self.0.len() <= most
            && each.all(|one| crate::contact::is_mail(one) && seen.insert(one.to_ascii_lowercase()))
    }
}

#[cfg(all(test, feature = "service"))]
mod tests {
    use super::*;

    fn list(all: &[&str]) -> Mailboxes {
        Mailboxes(all.iter().map(|one| (*one).to_owned()).collect())
    }

    #[test]
    fn addresses_each_once_and_not_too_many() {
        let two = list(&["soc@example.org", "Security.Team+fraud@mail.example.org"]);
        assert!(two.can_be_told(2) && !two.can_be_told(1));
        assert!(Mailboxes::default().can_be_told(0));
        let twice = list(&["soc@example.org", "SOC@Example.org"]);
        assert!(!twice.can_be_told(10));
        assert!(!list(&["soc@example.org", "soc"]).can_be_told(10));
    }
}
