//! Prints `docs/rights.md`.

use std::io::{self, Write as _};

fn main() -> io::Result<()> {
    io::stdout().write_all(server::http::table::document().as_bytes())
}
