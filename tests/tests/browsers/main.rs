//! The built site in Chromium and Firefox, as its readers use it. Started by `cargo xtask test browsers`.

mod accessible;
mod attachments;
mod failures;
mod first_visit;
mod harness;
mod hostile;
mod hosting;
mod hosts;
mod library;
mod offline;
mod reading;
mod searching;
