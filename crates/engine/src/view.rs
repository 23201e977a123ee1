//! From stored documents to what is drawn: texts cut into runs, with matches and citations.

use crate::{AttachmentView, BlockView, Count, DocumentView, ProvenanceView, Run, page_name};
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};
use tangthu_archive::{Attachment, Block, Document, Provenance};
use tangthu_mentions::{Number, number_key, numbers};
use tangthu_search::{Matcher, Span, snippet, sort_by};
use tangthu_text::{Definition, Token, definitions, tokens};

/// `text` cut where a match or, with `cites`, a document number begins or ends.
pub(crate) fn runs(text: &str, matcher: &Matcher, cites: bool) -> Vec<Run> {
    let numbers = if cites { numbers(text) } else { Vec::new() };
    cut(text, &matcher.spans(text), &numbers, &[])
}

/// An abbreviation in a text: where it stands, and what it stands for.
type Short<'a> = (Range<usize>, &'a str);

/// Each list is in order and none of its stretches overlap, so one walk through the text is enough.
fn cut(text: &str, hits: &[Span], numbers: &[Number], shorts: &[Short<'_>]) -> Vec<Run> {
    let mut ends: Vec<usize> = hits.iter().flat_map(|span| [span.start, span.end]).collect();
    ends.extend(numbers.iter().flat_map(|number| [number.start, number.end]));
    ends.extend(shorts.iter().flat_map(|(place, _)| [place.start, place.end]));
    ends.push(text.len());
    sort_by(&mut ends, Ord::cmp);
    ends.dedup();
    let (mut hits, mut numbers) = (hits.iter().peekable(), numbers.iter().peekable());
    let mut shorts = shorts.iter().peekable();
    let mut runs = Vec::with_capacity(ends.len());
    let mut start = 0;
    for end in ends.into_iter().filter(|&end| end > 0) {
        while hits.next_if(|span| span.end <= start).is_some() {}
        while numbers.next_if(|number| number.end <= start).is_some() {}
        while shorts.next_if(|(place, _)| place.end <= start).is_some() {}
        runs.push(Run {
            text: text[start..end].to_owned(),
            hit: hits.peek().is_some_and(|span| span.start <= start),
            cite: numbers
                .peek()
                .filter(|number| number.start <= start)
                .map(|number| number.canonical.clone()),
            means: shorts
                .peek()
                .filter(|(place, _)| place.start <= start)
                .map(|(_, long)| (*long).to_owned()),
        });
        start = end;
    }
    runs
}

/// Whether `texts` show half of a query of so many words, or more: they say well enough why a document was found.
pub(crate) fn show_half(texts: &[&str], matcher: &Matcher, words: usize) -> bool {
    let mut shown: HashSet<String> = HashSet::new();
    for text in texts {
        let spans = matcher.spans(text);
        shown.extend(
            spans.iter().flat_map(|span| tokens(&text[span.start..span.end])).map(|token| token.word),
        );
    }
    !shown.is_empty() && shown.len() * 2 >= words
}

/// The passage of a document that shows best why it was found.
pub(crate) fn snippet_of(document: &Document, matcher: &Matcher) -> Vec<Run> {
    let lead = document.lead.as_deref();
    let texts: Vec<&str> = lead.into_iter().chain(document.body.iter().flat_map(Block::texts)).collect();
    let found = snippet(&texts, matcher);
    runs(&found.text, matcher, false)
}

/// A document as the reading page draws it.
pub(crate) fn document_view(document: &Document, matcher: &Matcher) -> DocumentView {
    let mut painter = Painter {
        matcher,
        matches: 0,
        cites: Vec::new(),
        cited: HashMap::new(),
        shorts: defined_in(document),
        files: &document.attachments,
    };
    let title = painter.runs(&document.title);
    let lead = document.lead.as_deref().map(|lead| painter.runs(lead)).unwrap_or_default();
    let body = document.body.iter().map(|block| painter.block(block)).collect();
    // What a document bears it does not cite.
    let own = document.number.as_deref().map(number_key);
    painter.cites.retain(|cite| own.as_ref() != Some(&number_key(&cite.value)));
    let date = |date: &Option<tangthu_archive::PartialDate>| date.map(|date| date.to_string());
    DocumentView {
        id: document.id.clone(),
        page: page_name(&document.id),
        url: document.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        title,
        section: document.section.clone(),
        published: date(&document.published),
        updated: date(&document.updated),
        views: document.views,
        authors: document.authors.clone(),
        source: document.source.clone(),
        lead,
        body,
        attachments: document
            .attachments
            .iter()
            .map(|file| AttachmentView {
                name: file.name.clone(),
                media_type: file.media_type.clone(),
                bytes: file.bytes,
                sha256: file.sha256.map(|hash| hash.to_string()),
                path: file.path(),
            })
            .collect(),
        language: document.language.clone(),
        tags: document.tags.clone(),
        number: document.number.clone(),
        kind: document.kind.clone(),
        issuer: document.issuer.clone(),
        issued: date(&document.issued),
        effective: date(&document.effective),
        cites: painter.cites,
        matches: painter.matches,
        provenance: document.provenance.as_ref().map(provenance_view),
    }
}

fn provenance_view(provenance: &Provenance) -> ProvenanceView {
    ProvenanceView {
        input: provenance.input.clone(),
        sha256: provenance.sha256.map(|hash| hash.to_string()),
        crawled: provenance.crawled.map(|date| date.to_string()),
        tool: provenance.tool.clone(),
        digest: provenance.digest.clone(),
        copies: provenance.copies.clone(),
    }
}

/// Abbreviations of one document that are explained: more than people define, few enough to compare every word with.
const MAX_DEFINED: usize = 64;

/// The abbreviations that a document explains, each with what it stands for where that is first said.
fn defined_in(document: &Document) -> Vec<(String, String)> {
    let lead = document.lead.as_deref().unwrap_or_default();
    let texts = [document.title.as_str(), lead].into_iter();
    let mut defined: Vec<(String, String)> = Vec::new();
    for text in texts.chain(document.body.iter().flat_map(Block::texts)) {
        for Definition { short, long } in definitions(text) {
            let short = &text[short];
            if defined.len() < MAX_DEFINED && defined.iter().all(|(known, _)| known != short) {
                defined.push((short.to_owned(), text[long].to_owned()));
            }
        }
    }
    defined
}

/// The abbreviations in `text` among those that the document explains. Codes inside a document number are none, and a match that
/// goes beyond the abbreviation stays whole.
fn shorts_in<'a>(
    explained: &'a [(String, String)],
    text: &str,
    hits: &[Span],
    numbers: &[Number],
) -> Vec<Short<'a>> {
    if explained.is_empty() {
        return Vec::new();
    }
    // Both lists are in order and none of their stretches overlap, so the first that ends behind a place tells.
    let in_number = |at: usize| {
        let next = numbers.get(numbers.partition_point(|number| number.end <= at));
        next.is_some_and(|number| number.start <= at)
    };
    let fits = |place: &Token| {
        let next = hits.get(hits.partition_point(|hit| hit.end <= place.start));
        let same = |hit: &Span| (hit.start, hit.end) == (place.start, place.end);
        next.is_none_or(|hit| place.end <= hit.start || same(hit))
    };
    let short = |token: Token| {
        let written = &text[token.start..token.end];
        let (_, long) = explained.iter().find(|(short, _)| short == written)?;
        (fits(&token) && !in_number(token.start)).then_some((token.start..token.end, long.as_str()))
    };
    tokens(text).into_iter().filter_map(short).collect()
}

/// Cuts texts into runs and counts what it meets.
struct Painter<'a> {
    matcher: &'a Matcher,
    matches: u32,
    cites: Vec<Count>,
    /// Where in `cites` each number stands.
    cited: HashMap<String, usize>,
    /// The abbreviations that the document explains.
    shorts: Vec<(String, String)>,
    /// The files of the document.
    files: &'a [Attachment],
}

impl Painter<'_> {
    fn runs(&mut self, text: &str) -> Vec<Run> {
        let numbers = numbers(text);
        for number in &numbers {
            let at = *self.cited.entry(number.canonical.clone()).or_insert(self.cites.len());
            match self.cites.get_mut(at) {
                Some(cite) => cite.count += 1,
                None => self.cites.push(Count { value: number.canonical.clone(), count: 1 }),
            }
        }
        let hits = self.matcher.spans(text);
        self.matches = self.matches.saturating_add(u32::try_from(hits.len()).unwrap_or(u32::MAX));
        cut(text, &hits, &numbers, &shorts_in(&self.shorts, text, &hits, &numbers))
    }

    fn cells(&mut self, cells: &[String]) -> Vec<Vec<Run>> {
        cells.iter().map(|cell| self.runs(cell)).collect()
    }

    fn block(&mut self, block: &Block) -> BlockView {
        match block {
            Block::Heading { level, text } => BlockView::Heading((*level).clamp(2, 6), self.runs(text)),
            Block::Paragraph { text } => BlockView::Paragraph(self.runs(text)),
            Block::Quote { text } => BlockView::Quote(self.runs(text)),
            Block::List { ordered, items } => BlockView::List(*ordered, self.cells(items)),
            Block::Table { head, rows } => {
                let head = self.cells(head);
                BlockView::Table(head, rows.iter().map(|row| self.cells(row)).collect())
            }
            Block::Figure { caption, image } => {
                let file = image.as_ref().and_then(|image| {
                    (0u32..).zip(self.files).find(|(_, file)| file.name == *image && file.sha256.is_some())
                });
                BlockView::Figure(self.runs(caption), file.map(|(at, _)| at))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn explained() -> Vec<(String, String)> {
        vec![("TTHC".to_owned(), "thủ tục hành chính".to_owned())]
    }

    /// Stretches in order, each so long and so far from the one before.
    fn stretches(steps: &[(usize, usize)], end: usize) -> Vec<Range<usize>> {
        let mut at = 0;
        let stretches = steps.iter().map(|(gap, length)| {
            let start = at + gap;
            at = start + length;
            start..at
        });
        stretches.take_while(|stretch| stretch.end <= end).collect()
    }

    fn hits(stretches: &[Range<usize>]) -> Vec<Span> {
        stretches.iter().map(|one| Span { start: one.start, end: one.end }).collect()
    }

    fn in_numbers(stretches: &[Range<usize>]) -> Vec<Number> {
        let number = |one: &Range<usize>| Number { start: one.start, end: one.end, canonical: String::new() };
        stretches.iter().map(number).collect()
    }

    proptest! {
        #[test]
        fn an_abbreviation_is_explained_unless_a_number_or_a_longer_match_has_it(
            hit in proptest::collection::vec((0usize..7, 1usize..9), 0..20),
            number in proptest::collection::vec((0usize..30, 1usize..9), 0..6),
        ) {
            let text = "TTHC, ".repeat(20);
            let (hit, number) = (stretches(&hit, text.len()), stretches(&number, text.len()));
            let explained = explained();
            let found = shorts_in(&explained, &text, &hits(&hit), &in_numbers(&number));
            let found: Vec<Range<usize>> = found.into_iter().map(|(place, _)| place).collect();
            let all = (0..20).map(|nth| nth * 6..nth * 6 + 4);
            let apart = |one: &Range<usize>, other: &Range<usize>| one.end <= other.start || other.end <= one.start;
            let is_free = |place: &Range<usize>| {
                hit.iter().all(|hit| apart(hit, place) || hit == place) && !number.iter().any(|number| number.contains(&place.start))
            };
            prop_assert_eq!(found, all.filter(is_free).collect::<Vec<_>>());
        }
    }

    /// Comparing every word with every match takes this test minutes.
    #[test]
    fn in_a_long_text_each_abbreviation_is_looked_for_among_a_few_matches() {
        const OFTEN: usize = 300_000;
        let text = "TTHC ".repeat(OFTEN);
        let hits: Vec<Span> = (0..OFTEN).map(|nth| Span { start: nth * 5, end: nth * 5 + 4 }).collect();
        assert_eq!(shorts_in(&explained(), &text, &hits, &[]).len(), OFTEN);
    }
}
