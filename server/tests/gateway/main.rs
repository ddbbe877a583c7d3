//! The ways to a telephone and back, and to a mail server, over real sockets. The other side is played by code that shares
//! nothing with ours: a server that reads HTTP by hand, signatures by another library, forms taken apart
//! by hand.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected should end there"
)]

mod described;
mod fake;
mod inside;
mod line;
mod mail;
mod outcome;
mod outside;
mod tls;
mod twilio_forged;
mod twilio_in;
mod twilio_out;
mod webhook_in;
mod webhook_out;
mod xml;
