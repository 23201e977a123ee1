//! `tangthu show`: one document.

use crate::{
    host,
    output::{Answer, Counted, End, Problem},
};
use clap::Args;
use std::path::PathBuf;
use tangthu_archive::{Attachment, Block, Document};
use tangthu_engine::Failure;

/// Show one document
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  tangthu show site van-ban/01-ctr-qu\n  tangthu show site van-ban/01-ctr-qu --json\n\n`tangthu search` prints the ids."
)]
pub(crate) struct Show {
    /// A folder with archive.json, a site, or a one-file archive
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,
    /// The document's id
    #[arg(value_name = "ID")]
    id: String,
    /// Print the document as it is stored (docs/format.md)
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let reader = host::open(&self.archive)?;
        let stored = |id: &str| pollster::block_on(reader.stored(id));
        // Some systems hand out names whose marks stand apart from their letters, and look the same.
        let composed = tangthu_text::clean(&self.id);
        let document = match stored(&self.id) {
            Err(Failure::NoDocument { .. }) if composed != self.id => stored(&composed),
            found => found,
        };
        let document = document.map_err(|failure| host::in_archive(&self.archive, &failure))?;
        let mut answer = Answer::new();
        if self.json {
            answer.pretty_json(&document)?;
        } else {
            print(&document, &mut answer)?;
        }
        answer.flush()?;
        Ok(End::Good)
    }
}

/// What the document was read from. Its hash proves something where the source itself is in the archive; elsewhere it is
/// recorded for whoever has the source.
fn receipt(document: &Document) -> Option<String> {
    let provenance = document.provenance.as_ref()?;
    let hash = provenance.sha256?;
    let mut line = format!("read from {}", provenance.input.as_deref().unwrap_or("a file"));
    if let Some(crawled) = provenance.crawled {
        line.push_str(&format!(", crawled {crawled}"));
    }
    let source = document.attachments.iter().find(|attachment| attachment.sha256 == Some(hash));
    let proof = match source.and_then(Attachment::path) {
        Some(path) => format!("it is here as {path}, and `tangthu check` verifies it"),
        None => format!("recorded, as the source itself is not in this archive: SHA-256 {hash}"),
    };
    Some(format!("{line}; {proof}"))
}

fn print(document: &Document, answer: &mut Answer) -> Result<(), Problem> {
    answer.heading(&document.title)?;
    let section = (!document.section.is_empty()).then(|| document.section.join(" / "));
    let published = document.published.map(|date| date.to_string());
    let views = document.views.map(|views| Counted(views, "view").to_string());
    let facts = [section, published, document.source.clone(), document.number.clone(), views];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    if !facts.is_empty() {
        answer.line(facts.join(" · "))?;
    }
    if let Some(url) = &document.url {
        answer.line(url)?;
    }
    for attachment in &document.attachments {
        let place = attachment.path().unwrap_or_else(|| "not in this archive".to_owned());
        answer.line(format_args!("+ {} ({place})", attachment.name))?;
    }
    if let Some(receipt) = receipt(document) {
        answer.line(receipt)?;
    }
    if let Some(lead) = &document.lead {
        answer.line("")?;
        answer.line(lead)?;
    }
    for block in &document.body {
        answer.line("")?;
        match block {
            Block::Heading { text, .. } => answer.heading(text)?,
            Block::Paragraph { text } => answer.line(text)?,
            Block::Quote { text } => answer.line(format_args!("> {text}"))?,
            Block::Figure { caption, .. } => answer.line(format_args!("[{caption}]"))?,
            Block::List { ordered, items } => {
                for (number, item) in items.iter().enumerate() {
                    let mark = if *ordered { format!("{}.", number + 1) } else { "-".to_owned() };
                    answer.line(format_args!("{mark} {item}"))?;
                }
            }
            Block::Table { head, rows } => {
                let head = (!head.is_empty()).then_some(head);
                for row in head.into_iter().chain(rows) {
                    answer.line(row.join(" | "))?;
                }
            }
        }
    }
    Ok(())
}
