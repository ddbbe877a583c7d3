//! `proofup`: reads the command, runs it, says what went wrong.

use std::process::ExitCode;

use clap::Parser as _;
use server::command::Cli;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    server::command::run(Cli::parse())
}
