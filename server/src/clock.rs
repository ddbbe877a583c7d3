//! The real clock and the real random generator behind the ports of `domain`.

pub mod health;

use domain::Time;
use domain::service::ports::{Clock, Random};

use crate::system;

/// The operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

impl Clock for System {
    fn now(&self) -> Time {
        Time(system::now_ms())
    }
}

impl Random for System {
    fn fill(&self, buffer: &mut [u8]) {
        if system::fill(buffer).is_err() {
            // A key or a token that is not random is worse than no portal.
            tracing::error!("the operating system gives no random bytes");
            std::process::abort();
        }
    }
}
