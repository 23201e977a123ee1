//! The documents as plain HTML pages, which is what peers index.

use crate::corpus::{self, Corpus};
use crate::rows::pack::empty;
use anyhow::Result;
use std::fmt::Write as _;
use std::path::Path;

/// Pages of one folder: some file systems are slow with more.
const A_FOLDER: usize = 1_000;

/// Writes a page for every document of `corpus` below `folder`, which is made anew.
pub(crate) fn write(corpus: &Corpus, folder: &Path) -> Result<()> {
    empty(folder)?;
    corpus::each(&corpus.path, &mut |at, line| {
        let below = folder.join(format!("{:03}", at / A_FOLDER));
        if at % A_FOLDER == 0 {
            std::fs::create_dir_all(&below)?;
        }
        let title = escaped(&line.title);
        let mut page = format!(
            "<!doctype html>\n<html lang=\"vi\">\n<head><meta charset=\"utf-8\"><title>{title}</title></head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        );
        let facts = [&line.date, &line.section, &line.source].map(|fact| escaped(fact)).join(" ");
        if !facts.trim().is_empty() {
            writeln!(page, "<p>{}</p>", facts.trim())?;
        }
        for paragraph in std::iter::once(line.lead.as_str()).chain(line.body.split('\n')) {
            if !paragraph.trim().is_empty() {
                writeln!(page, "<p>{}</p>", escaped(paragraph.trim()))?;
            }
        }
        page.push_str("</main>\n</body>\n</html>\n");
        Ok(std::fs::write(below.join(format!("{at:06}.html")), page)?)
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
