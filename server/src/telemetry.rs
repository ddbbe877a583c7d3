//! The log: what happened, in one line each, on the standard error stream, without personal data.
//!
//! A line is text or JSON, and stays one line whatever a stranger typed into a name or a header
//! ([`mod@line`]). Only our own crates may be talkative: the libraries below us write headers and query
//! parameters at their lower levels, so they never get below `warn`. A panic is reported by its
//! place and not by its message, which may quote what somebody typed.

use std::io;
use std::panic::PanicHookInfo;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, Registry, fmt};

use crate::audit_head;
use crate::config::{Format, Log};

pub mod line;
pub mod request;

pub use request::RequestId;

/// Our own crates; everything else is held at `warn`.
const OURS: [&str; 4] = ["app", "domain", "proofup", "server"];

/// The log was started twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the log has been started already")]
pub struct StartedAlready;

/// Starts the log of this process, including the report of panics.
pub fn start(log: &Log) -> Result<(), StartedAlready> {
    subscriber(log, io::stderr)
        .try_init()
        .map_err(|_| StartedAlready)?;
    std::panic::set_hook(Box::new(report_panic));
    Ok(())
}

fn report_panic(info: &PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, "panic");
}

/// A subscriber that writes to the given place.
fn subscriber<W>(log: &Log, writer: W) -> impl tracing::Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let level = LevelFilter::from(log.level);
    let others = level.min(LevelFilter::WARN);
    let filter = OURS
        .into_iter()
        .fold(Targets::new().with_default(others), |targets, name| {
            targets.with_target(name, level)
        })
        .with_target(audit_head::TARGET, level.max(LevelFilter::INFO));
    let writer = line::Lines::new(writer);
    let layer = fmt::layer().with_ansi(false).with_writer(writer);
    let layer = match log.format {
        Format::Text => layer.boxed(),
        Format::Json => layer
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .boxed(),
    };
    Registry::default().with(layer.with_filter(filter))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::config::Level;

    const HOSTILE: &str = "a\r\nb\n{\"level\":\"ERROR\"} \u{1b}[2J \u{2028}\u{2029}\u{85}\u{202e} \"quoted\" \\ \0 \u{7f}é";

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn logged(level: Level, format: Format, write: impl FnOnce()) -> String {
        let kept = Kept::default();
        let writer = kept.clone();
        let subscriber = subscriber(&Log { level, format }, move || writer.clone());
        tracing::subscriber::with_default(subscriber, write);
        let bytes = kept.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    fn hostile_events() {
        let span = tracing::error_span!("request", agent = HOSTILE);
        let _entered = span.enter();
        tracing::info!(name = HOSTILE, "as a value");
        tracing::info!(name = %HOSTILE, "as text");
        tracing::info!(name = ?HOSTILE, "as debug");
        tracing::info!("{HOSTILE}");
    }

    fn assert_lines(text: &str, count: usize) {
        assert!(text.ends_with('\n'));
        assert_eq!(text.lines().count(), count, "{text}");
        let inner: String = text.split('\n').collect();
        assert!(!inner.chars().any(line::is_hostile), "{inner:?}");
    }

    #[test]
    fn every_event_is_one_line_of_text() {
        assert_lines(&logged(Level::Info, Format::Text, hostile_events), 4);
    }

    #[test]
    fn every_event_is_one_line_of_json_and_means_the_same() {
        let text = logged(Level::Info, Format::Json, hostile_events);
        assert_lines(&text, 4);
        let parsed: Vec<serde_json::Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(parsed[0]["name"], HOSTILE);
        assert_eq!(parsed[1]["name"], HOSTILE);
        assert_eq!(parsed[3]["message"], HOSTILE);
        assert_eq!(parsed[0]["span"]["agent"], HOSTILE);
        assert_eq!(parsed[0]["level"], "INFO");
    }

    #[test]
    fn libraries_stay_quiet_however_talkative_we_are() {
        let text = logged(Level::Trace, Format::Text, || {
            tracing::trace!("ours");
            tracing::debug!(target: "tokio_postgres::query", "parameters: secret");
            tracing::info!(target: "hyper::proto", "headers: secret");
            tracing::warn!(target: "hyper::proto", "theirs");
        });
        assert!(
            text.contains("ours") && text.contains("theirs") && !text.contains("secret"),
            "{text}"
        );
        let text = logged(Level::Error, Format::Text, || {
            tracing::warn!("ours");
            tracing::warn!(target: "hyper::proto", "theirs");
        });
        assert_eq!(text, "");
    }

    #[test]
    fn the_head_of_the_audit_record_is_logged_at_every_level() {
        let text = logged(Level::Error, Format::Json, || {
            tracing::info!(target: audit_head::TARGET, head = "1:ab", "newest");
        });
        let line: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (&line["target"], &line["head"]),
            (&"audit_head".into(), &"1:ab".into())
        );
    }

    #[test]
    fn a_panic_is_reported_by_its_place_alone() {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(report_panic));
        let text = logged(Level::Info, Format::Json, || {
            let caught = std::panic::catch_unwind(|| panic!("hunter2"));
            assert!(caught.is_err());
        });
        std::panic::set_hook(before);
        assert!(
            text.contains("telemetry.rs") && !text.contains("hunter2"),
            "{text}"
        );
    }
}
