//! The built site in Chromium and Firefox, as its readers use it. Started by `cargo xtask test browsers`.

mod accessible;
mod around_a_text;
mod attachments;
mod enlarged;
mod failures;
mod faults;
mod finding;
mod first_visit;
mod harness;
mod helping;
mod hostile;
mod hosting;
mod hosts;
mod kept;
mod library;
mod load;
mod offline;
mod origins;
mod reading;
mod rooms;
mod searching;
mod signed;
mod single_file;
mod soak;
mod versions;
