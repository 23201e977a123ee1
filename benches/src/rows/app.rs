//! The size of the app, which `cargo xtask bench` measured before it started this program.

use crate::report::{Figure, Report, Unit};
use crate::settings::Settings;

const METHOD: &str = "All scripts, WebAssembly and style sheets of the built viewer, each compressed by itself with `brotli -q 11` and \
    `gzip -9`, as `cargo xtask size` does. KB of 1,024 bytes.";

/// Tells the sizes.
pub(crate) fn measure(settings: &Settings, report: &mut Report) {
    report.section("The app", METHOD);
    match settings.app {
        Some((brotli, gzip)) => {
            for (what, bytes, goal) in [("app, brotli", brotli, 350), ("app, gzip", gzip, 420)] {
                let goal = Some(f64::from(goal) * 1024.0);
                report.add(Figure::new(what, 0, bytes as f64, Unit::AppBytes).goal(goal));
            }
        }
        None => report.say("Not measured."),
    }
}
