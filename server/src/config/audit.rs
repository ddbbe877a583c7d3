//! How long the audit record is kept. A key of the file and not a rule of the policy: whoever sets the
//! rules in the portal is one of those whom the record watches.

use domain::time::Span;

use super::Problems;
use super::section::{problem, section};

section! {
    /// The audit record.
    pub struct Audit = "audit" {
        /// Months for which its rows are kept, and with them the addresses that people came from; 0 keeps
        /// them for ever, otherwise at least 3. Must reach further back than the oldest backup that
        /// may be restored.
        keep_months: u32 = 13, 0..=120;
    }
}

impl Audit {
    /// A few weeks would be a mistake: what is removed does not come back.
    pub fn validate(&self, problems: &mut Problems) {
        if matches!(self.keep_months, 1 | 2) {
            problem::<Self>(problems, "keep_months", "must be 0 or at least 3");
        }
    }

    /// The time for which rows are kept: the usual length of so many months, and two days more, so that
    /// no row goes before its months are over, whichever they are.
    pub fn keep(&self) -> Option<Span> {
        let days = i64::from(self.keep_months) * 1_461 / 48 + 2;
        (self.keep_months > 0).then(|| Span::days(days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_row_goes_before_its_months_are_over() {
        let days = |keep_months| Audit { keep_months }.keep().map(|span| span.0 / 86_400_000);
        // The longest that so many months can be: 2 July to 2 October, 2028 to 2029, 2028 to 2038.
        for (months, longest) in [(3, 92), (13, 397), (120, 3_653)] {
            let kept = days(months).unwrap();
            assert!((longest..=longest + 2).contains(&kept), "{months}: {kept}");
        }
        assert_eq!(days(0), None);
        for (keep_months, wrong) in [(0, 0), (1, 1), (2, 1), (3, 0)] {
            let mut problems = Problems::default();
            Audit { keep_months }.validate(&mut problems);
            assert_eq!(problems.0.len(), wrong, "{keep_months}");
        }
    }
}
