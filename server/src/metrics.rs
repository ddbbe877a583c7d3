//! Counters for `/metrics` on the administration listener (Prometheus text format). Counts only:
//! no label ever carries a person or an address.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use crate::clock::health::Synchronised;

/// What is counted.
#[derive(Debug, Default)]
pub struct Metrics {
    /// Answers by class: 1xx to 5xx.
    answers: [AtomicU64; 5],
    /// Mail checks answered with yes.
    pub mail_yes: AtomicU64,
    /// Mail checks answered with no.
    pub mail_no: AtomicU64,
    /// Mail checks put off.
    pub mail_later: AtomicU64,
    /// Requests refused because they did not come from our own pages.
    pub foreign: AtomicU64,
    /// Messages that claimed to come from the gateway and were not signed by it.
    pub forgeries: AtomicU64,
    /// Violations of the policy that browsers reported.
    pub reports: AtomicU64,
    /// Reports that nobody looked at, because they were too many or too long.
    pub reports_dropped: AtomicU64,
    /// How often one address failed for many people.
    pub sprayings: AtomicU64,
    /// Notices that were handed over.
    pub notices_sent: AtomicU64,
    /// Notices that were refused for good, or given up.
    pub notices_failed: AtomicU64,
    /// Notices to people of whom the directory has no address.
    pub notices_no_address: AtomicU64,
    /// Notices that wait, as of the last count.
    pub notices_waiting: AtomicU64,
    /// How often the system's clock jumped.
    pub clock_jumps: AtomicU64,
    /// One more than the gauge; nothing while nobody knows.
    synchronised: AtomicU8,
}

impl Metrics {
    /// Counts an answer.
    pub fn answered(&self, status: u16) {
        let class = usize::from(status / 100).checked_sub(1);
        if let Some(counter) = class.and_then(|class| self.answers.get(class)) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Notes what the system says of its clock.
    pub fn clock_synchronised(&self, answer: Synchronised) {
        let value = match answer {
            Synchronised::Yes => 2,
            Synchronised::No => 1,
            Synchronised::Unknown => 0,
        };
        self.synchronised.store(value, Ordering::Relaxed);
    }

    /// The text of `/metrics`.
    pub fn text(&self) -> String {
        let mut out = String::from(
            "# HELP proofup_http_responses_total Answers by class.\n# TYPE proofup_http_responses_total counter\n",
        );
        for (class, counter) in (1_u8..).zip(&self.answers) {
            let _ = writeln!(
                out,
                "proofup_http_responses_total{{class=\"{class}xx\"}} {}",
                counter.load(Ordering::Relaxed)
            );
        }
        out.push_str("# HELP proofup_mail_checks_total App-password checks by answer.\n# TYPE proofup_mail_checks_total counter\n");
        for (answer, counter) in [
            ("yes", &self.mail_yes),
            ("no", &self.mail_no),
            ("later", &self.mail_later),
        ] {
            let _ = writeln!(
                out,
                "proofup_mail_checks_total{{answer=\"{answer}\"}} {}",
                counter.load(Ordering::Relaxed)
            );
        }
        out.push_str("# HELP proofup_notices_total Notices by what became of them.\n# TYPE proofup_notices_total counter\n");
        for (outcome, counter) in [
            ("sent", &self.notices_sent),
            ("failed", &self.notices_failed),
            ("no_address", &self.notices_no_address),
        ] {
            let _ = writeln!(
                out,
                "proofup_notices_total{{outcome=\"{outcome}\"}} {}",
                counter.load(Ordering::Relaxed)
            );
        }
        let _ = writeln!(
            out,
            "# HELP proofup_notices_waiting Notices that wait, of all instances.\n# TYPE proofup_notices_waiting gauge\nproofup_notices_waiting {}",
            self.notices_waiting.load(Ordering::Relaxed)
        );
        for (name, help, counter) in [
            (
                "proofup_foreign_requests_total",
                "Requests refused because another site made them.",
                &self.foreign,
            ),
            (
                "proofup_gateway_forgeries_total",
                "Messages that claimed to come from the gateway and were not signed by it.",
                &self.forgeries,
            ),
            (
                "proofup_csp_reports_total",
                "Reports of browsers that blocked something on a page.",
                &self.reports,
            ),
            (
                "proofup_csp_reports_dropped_total",
                "Such reports that were too many or too long to be looked at.",
                &self.reports_dropped,
            ),
            (
                "proofup_sprayings_total",
                "Windows in which one address failed to sign in as more than twenty people.",
                &self.sprayings,
            ),
            (
                "proofup_clock_jumps_total",
                "Jumps of the system's clock by more than three seconds.",
                &self.clock_jumps,
            ),
        ] {
            let _ = writeln!(
                out,
                "# HELP {name} {help}\n# TYPE {name} counter\n{name} {}",
                counter.load(Ordering::Relaxed)
            );
        }
        if let Some(synchronised) = self.synchronised.load(Ordering::Relaxed).checked_sub(1) {
            let _ = writeln!(
                out,
                "# HELP proofup_clock_synchronised Whether the system says that its clock is kept right.\n# TYPE proofup_clock_synchronised gauge\nproofup_clock_synchronised {synchronised}"
            );
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_counted_apart() {
        let metrics = Metrics::default();
        for status in [200, 303, 303, 404, 503, 0, 999] {
            metrics.answered(status);
        }
        let text = metrics.text();
        for line in [
            "class=\"2xx\"} 1",
            "class=\"3xx\"} 2",
            "class=\"4xx\"} 1",
            "class=\"5xx\"} 1",
            "class=\"1xx\"} 0",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }
}
