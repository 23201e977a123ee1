//! Snippets: the passage of a document that shows best why it was found.

use crate::{Matcher, Span};
use std::collections::HashSet;
use tangthu_text::{Token, tokens};

/// A passage with its matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The passage, with … where it was cut.
    pub text: String,
    /// The matches in it.
    pub spans: Vec<Span>,
    /// How many different words of the query it shows.
    pub words: usize,
}

/// Words in a snippet: two to three lines on a wide screen.
const WORDS: usize = 44;

/// Words before the first match of a window, so that it begins with some context.
const BEFORE: usize = 8;

/// Longest snippet in bytes: one "word" may be a line of encoded data.
const MAX_BYTES: usize = 600;

/// Once so many bytes were read and something matched, what follows is not looked at: a tariff of a million letters took as long as
/// a hundred articles.
const ENOUGH: usize = 128 * 1024;

/// The best passage of `texts` for `matcher`: the one window with the most different words of the query, the first among
/// equals, within a long text the best of its beginning. The beginning of the first text where nothing matches.
pub fn snippet(texts: &[&str], matcher: &Matcher) -> Snippet {
    let (mut best, mut read): (Option<Window>, usize) = (None, 0);
    for text in texts {
        if read > ENOUGH && best.as_ref().is_some_and(|best| best.count > 0) {
            break;
        }
        read += text.len();
        let mut words = tokens(text);
        let spans = matcher.spans_among(text, &words);
        words.retain(|token| !token.part);
        let (count, start) = best_window(&words, &spans);
        if best.as_ref().is_none_or(|best| count > best.count) && !words.is_empty() {
            best = Some(Window { count, text, words, start });
        }
    }
    best.map(|window| cut(&window, matcher)).unwrap_or_default()
}

/// A window of a text.
struct Window<'t> {
    /// How many different words of the query it shows.
    count: usize,
    text: &'t str,
    /// The words of the whole text.
    words: Vec<Token>,
    /// The window's first word.
    start: usize,
}

/// The most different matching words in one window, and the window's first word.
fn best_window(words: &[Token], spans: &[Span]) -> (usize, usize) {
    let mut spans = spans.iter().peekable();
    let mut hits: Vec<usize> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        while spans.next_if(|span| span.end <= word.start).is_some() {}
        hits.extend(spans.peek().filter(|span| span.start <= word.start).map(|_| at));
    }
    let mut best = (0, 0);
    for (first, &start) in hits.iter().enumerate() {
        let inside = hits[first..].iter().take_while(|&&at| at < start + WORDS - BEFORE);
        let different: HashSet<&str> = inside.map(|&at| words[at].word.as_str()).collect();
        if different.len() > best.0 {
            best = (different.len(), start.saturating_sub(BEFORE));
        }
    }
    best
}

fn cut(window: &Window, matcher: &Matcher) -> Snippet {
    let Window { count, text, ref words, start } = *window;
    let last = (start + WORDS).min(words.len()) - 1;
    // A window that reaches the first or the last word takes the punctuation there along.
    let from = if start == 0 { 0 } else { words[start].start };
    let mut to = if last + 1 == words.len() { text.len() } else { words[last].end };
    if to - from > MAX_BYTES {
        to = from
            + text[from..]
                .char_indices()
                .map(|(at, _)| at)
                .take_while(|&at| at <= MAX_BYTES)
                .last()
                .unwrap_or(0);
    }
    let passage = text[from..to].trim();
    let before = if from > 0 { "… " } else { "" };
    let after = if to < text.len() { " …" } else { "" };
    let shift = before.len();
    let spans = matcher.spans(passage).into_iter();
    let spans = spans.map(|span| Span { start: span.start + shift, end: span.end + shift }).collect();
    Snippet { text: format!("{before}{passage}{after}"), spans, words: count }
}
