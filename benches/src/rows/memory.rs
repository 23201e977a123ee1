//! The memory of the tab after many queries.

use super::{goal, pack::Site};
use crate::browse;
use crate::report::{Figure, Report, Unit};
use anyhow::Result;
use std::rc::Rc;
use std::time::Duration;
use whole_program_tests::{Host, Kind, Memory, Options, drive_within};

const QUERIES: usize = 50;
const QUIET: Duration = Duration::from_millis(400);

const METHOD: &str = "In one Chromium, up to 50 of the drawn queries are asked one after the other, each until its answer stands. Then the \
    memory of the tab's process, page and worker together, is read from the kernel: anonymous memory, which is what Chromium's own \
    task manager shows. (`measureUserAgentSpecificMemory` would need headers that a static host does not send.)";

/// Measures every site.
pub(crate) fn measure(report: &mut Report, sites: &[Site], queries: &[String]) -> Result<()> {
    report.section("Memory of the tab", METHOD);
    for site in sites {
        let size = site.corpus.documents;
        let (opened, asked, count) = session(site, queries.iter().take(QUERIES).cloned().collect())?;
        report.add(
            Figure::new(format!("tab after {count} queries"), size, asked.own as f64, Unit::Bytes)
                .goal(goal(size, None, Some(2e8)))
                .note(format!("with shared pages {:.0} MB", asked.resident as f64 / 1e6)),
        );
        report.add(Figure::new("tab when the site has opened", size, opened.own as f64, Unit::Bytes));
    }
    Ok(())
}

fn session(site: &Site, queries: Vec<String>) -> Result<(Memory, Memory, usize)> {
    let host = Rc::new(Host::start(&site.folder, "/")?);
    host.lasting();
    drive_within(browse::long(), Kind::Chromium, &Options::default(), "memory", |page| async move {
        browse::open(&page, &host, QUIET).await?;
        let opened = page.memory()?;
        for query in &queries {
            page.put(query, true).await?;
            browse::standing(&page, &host, query, QUIET).await?;
        }
        Ok((opened, page.memory()?, queries.len()))
    })
}
