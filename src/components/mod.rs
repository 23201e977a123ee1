//! The parts of which pages are made, one a file.
#![allow(clippy::needless_pass_by_value, reason = "what a component is given is its own")]
#![allow(unreachable_pub, reason = "the #[component] macro makes what it writes public")]

pub(crate) mod backwards;
pub(crate) mod blocks;
pub(crate) mod chips;
pub(crate) mod dates;
pub(crate) mod facet;
pub(crate) mod footer;
pub(crate) mod matches;
pub(crate) mod meta;
pub(crate) mod notice;
pub(crate) mod panel;
pub(crate) mod result;
pub(crate) mod runs;
pub(crate) mod sort;
pub(crate) mod spellings;
pub(crate) mod timeline;
pub(crate) mod tools;
pub(crate) mod trouble;
pub(crate) mod ways;
