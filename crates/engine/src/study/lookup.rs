//! Many numbers or phrases at once, a line each.

use super::{Lookup, LookupLine, LookupRequest, MAX_LINES, MAX_ROWS, found::link};
use crate::{
    Failure, Host, Language, Reader, SearchRequest,
    reader::{all, at_once, or_later, read_query},
};
use tangthu_archive::{Card, PartKind};
use tangthu_mentions::{kind_named, typed_numbers};
use tangthu_search::{Tongue, read_as, say_nothing, say_number};
use tangthu_text::{fold, normal_word};

/// Lines that are looked up in the same rounds of fetching.
const AT_ONCE: usize = 16;

/// Characters of a line that are read.
const MAX_CHARS: usize = 400;

impl<H: Host> Reader<H> {
    /// Many queries at once.
    ///
    /// # Errors
    /// As [`Reader::figures`].
    pub async fn look_up_all(
        &self,
        request: &LookupRequest,
        stale: &dyn Fn() -> bool,
    ) -> Result<Lookup, Failure> {
        let lines = request.lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
        let lines: Vec<String> = lines.map(|line| line.chars().take(MAX_CHARS).collect()).collect();
        let tongue = if request.language == Language::En { Tongue::English } else { Tongue::Vietnamese };
        let hits = request.hits.min(MAX_ROWS);
        let mut lookup = Lookup {
            lines: Vec::new(),
            left_out: u32::try_from(lines.len().saturating_sub(MAX_LINES)).unwrap_or(u32::MAX),
        };
        for lines in lines.chunks(AT_ONCE).take(MAX_LINES.div_ceil(AT_ONCE)) {
            let (queries, numbers): (Vec<_>, Vec<_>) = lines.iter().map(|line| query_of(line)).unzip();
            let searches: Vec<SearchRequest> = queries
                .into_iter()
                .map(|query| SearchRequest { query, limit: hits, ..SearchRequest::default() })
                .collect();
            let found = self
                .settled(stale, at_once, || {
                    all(searches.iter().map(|search| {
                        let query = read_query(search);
                        // A line of dashes between two parts of a list is in no document.
                        if query.says_nothing() {
                            return Ok((say_nothing(tongue).to_owned(), 0, Vec::new()));
                        }
                        let (resolved, outcome) = self.run(search, &query, (0, hits as usize))?;
                        let cards = all(outcome.page.iter().map(|found| {
                            self.segments[found.segment].row::<Card>(PartKind::Cards, found.ordinal)
                        }));
                        Ok((read_as(&resolved, tongue), outcome.total, or_later(cards)??))
                    }))
                })
                .await?;
            let asked = lines.iter().zip(searches).zip(numbers);
            for (((line, search), number), (read_as, total, cards)) in asked.zip(found) {
                let hits = cards.into_iter().map(link).collect();
                // A field is a condition, of which the search says nothing; that a line was read as a number wants saying.
                let read_as = match number {
                    Some(number) if read_as.is_empty() => say_number(&number, tongue),
                    _ => read_as,
                };
                lookup.lines.push(LookupLine {
                    line: line.clone(),
                    query: search.query,
                    read_as,
                    total,
                    hits,
                });
            }
        }
        lookup.lines.truncate(MAX_LINES);
        Ok(lookup)
    }
}

/// The query of a line: a number is asked for as a number, several words as a phrase; what is written in the query language
/// already stays. With it comes the number that the line was read as.
fn query_of(line: &str) -> (String, Option<String>) {
    // What is copied out of a spreadsheet has tabs between its cells, one of which is the number.
    if let Some(number) = line.split('\t').find_map(number_of) {
        return (format!("số:\"{number}\""), Some(number));
    }
    let line = &line.replace('\t', " ");
    let is_written = line.contains(['"', '“', ':', '(']) || line.starts_with('-') || line.contains(" OR ");
    let as_it_is = is_written || !line.contains(char::is_whitespace);
    (if as_it_is { line.to_owned() } else { format!("\"{line}\"") }, None)
}

/// Words before a number that only announce it: Quyết định quy phạm số.
const ANNOUNCING: usize = 5;

/// The number that a cell is, behind nothing but "số", the name of its kind, or both.
fn number_of(cell: &str) -> Option<String> {
    let numbers = typed_numbers(cell);
    let [number] = numbers.as_slice() else { return None };
    let around = |c: char| c.is_whitespace() || matches!(c, ':' | '.' | ',' | ';');
    let (before, after) = (&cell[..number.start], &cell[number.end..]);
    let (before, after) = (before.trim_matches(around), after.trim_matches(around));
    let words: Vec<String> = before.split_whitespace().map(|word| fold(&normal_word(word))).collect();
    let announces = words.is_empty()
        || words.last().is_some_and(|word| word == "so") && words.len() <= ANNOUNCING
        || kind_named(before).is_some();
    (announces && after.is_empty()).then(|| number.canonical.clone())
}

#[cfg(test)]
mod tests {
    use super::query_of;

    fn query(line: &str) -> String {
        query_of(line).0
    }

    #[test]
    fn a_line_is_a_number_a_phrase_or_a_query() {
        assert_eq!(query("01 ctr qu"), "số:\"01-CTr/QU\"");
        assert_eq!(query("Số: 11 – ĐA/TU;"), "số:\"11-ĐA/TU\"");
        assert_eq!(query("141/2024/BC-UBND\tGhi chú\t15/3/2023"), "số:\"141/2024/BC-UBND\"");
        assert_eq!(query("3\tQĐ số 171/2023/TB-UBND\tquận"), "số:\"171/2023/TB-UBND\"");
        assert_eq!(query("Quyết định 15/2024/QĐ-UBND"), "số:\"15/2024/QĐ-UBND\"");
        assert_eq!(query("theo 15/2024/QĐ-UBND về giá đất"), "\"theo 15/2024/QĐ-UBND về giá đất\"");
        assert_eq!(query("giá\tđất"), "\"giá đất\"");
        assert_eq!(query("cải cách hành chính"), "\"cải cách hành chính\"");
        assert_eq!(query("năm:2020 giá vàng"), "năm:2020 giá vàng");
        assert_eq!(query("vàng"), "vàng");
    }
}
