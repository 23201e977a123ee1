//! The worker: hosts the engine, so that the page's own thread only draws.
//!
//! What it answers is in `desk`; where bytes come from is left to `host` and `local`. The same files compile natively, so that
//! `cargo check --workspace` sees them, but only a browser can run them.
//!
//! Unit tests run before `cargo xtask finish` has cut the program into chunks, and a browser does not load a program whose
//! chunks are not there. They hold what needs none, `js` and `names` (which is tested natively); all else is tested in the built site.
#![cfg_attr(test, allow(dead_code, reason = "what uses it is not in the tests"))]

#[cfg(not(test))]
mod desk;
#[cfg(not(test))]
mod host;
mod js;
#[cfg(not(test))]
mod keep;
#[cfg(not(test))]
mod later;
#[cfg(not(test))]
mod local;
mod names;
#[cfg(not(test))]
mod shelf;
#[cfg(not(test))]
mod signed;

fn main() {
    #[cfg(not(test))]
    desk::start();
}
