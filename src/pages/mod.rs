//! The pages: searching and reading.
#![allow(clippy::needless_pass_by_value, reason = "what a component is given is its own")]
#![allow(unreachable_pub, reason = "the #[component] macro makes what it writes public")]

pub(crate) mod read;
pub(crate) mod search;
