//! Prints `docs/configuration.md`.

use std::io::{self, Write as _};

fn main() -> io::Result<()> {
    io::stdout().write_all(server::config::document().as_bytes())
}
