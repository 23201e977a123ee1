//! The harness of the whole-program tests: the finished `tangthu` command makes a site, a host serves it, and real
//! browsers open it. `cargo xtask test browsers` builds what they need and says where it lies in `TANGTHU_…` variables.
//!
//! Every test gets a browser of its own with a new profile, so none sees what another left in a cache. Nothing waits for
//! a fixed time: conditions are polled until they hold, or until [`PATIENCE`] is over and the test fails.
#![allow(clippy::print_stderr, reason = "a test that is skipped or fails says so on the terminal")]

mod ask;
mod browser;
mod child;
mod classes;
mod command;
mod complaints;
mod fault;
mod garbage;
mod host;
mod measuring;
mod nginx;
mod page;
mod recipes;

pub use ask::{Heard, ask};
pub use browser::{Bounds, Kind, Options, drive, drive_within};
pub use child::{Child, free_port};
pub use classes::{Classes, files_below};
pub use command::{
    Served, all_of, answer, demo_documents, demo_site, numbers, output, scratch, shared, tangthu,
};
pub use fault::Fault;
pub use host::{Host, Sent};
pub use measuring::Memory;
pub use nginx::{Nginx, own_address};
pub use page::Page;
pub use recipes::{Program, Recipe};

use std::time::Duration;

/// How long a condition may take to come true before a test gives up. Two browsers at a time on a small machine are slow.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Makes a test for each browser out of every function named. A function takes a [`Page`] and returns a result.
///
/// `in_each_browser!(a, b)` starts plain browsers. `in_each_browser!(group, OPTIONS => a, b)` starts them with these
/// [`Options`], and puts the tests into a module of that name.
#[macro_export]
macro_rules! in_each_browser {
    ($group:ident, $options:ident => $($test:ident),+ $(,)?) => {
        mod $group {
            mod chromium {
                $(
                    #[test]
                    fn $test() -> anyhow::Result<()> {
                        let (options, test) = (&super::super::$options, super::super::$test);
                        $crate::drive($crate::Kind::Chromium, options, stringify!($test), test)
                    }
                )+
            }
            mod firefox {
                $(
                    #[test]
                    fn $test() -> anyhow::Result<()> {
                        let (options, test) = (&super::super::$options, super::super::$test);
                        $crate::drive($crate::Kind::Firefox, options, stringify!($test), test)
                    }
                )+
            }
        }
    };
    ($($test:ident),+ $(,)?) => {
        const PLAIN: $crate::Options = $crate::Options { dark: false, no_wasm: false, narrow: false };
        $crate::in_each_browser!(plain, PLAIN => $($test),+);
    };
}
