//! Headings and captions told from paragraphs by how a line stands: how long it is, how it ends, and what is above and
//! below it.
//!
//! The rules. A **short** line has at most 20 words and 120 characters, begins with a capital, a digit or a quotation mark,
//! and does not end a sentence.
//! - A short line with text directly below it is a heading. So is one with text directly above it and a blank line
//!   below: editors put a heading at the end of one block as often as at the head of the next.
//! - A line that stands alone between blank lines and does not end a sentence is the caption of a picture whose place the
//!   saved page no longer shows. Captions may be longer than headings (a sentence that names the event).
//! - A line set in by a space after a blank line is a caption even with text directly below, unless the page sets in its
//!   paragraphs as a habit.
//! - Three short lines in a row are verse or a list, and stay paragraphs.

use crate::record::one_line;
use tangthu_archive::Block;

const HEADING_WORDS: usize = 20;
const HEADING_CHARS: usize = 120;
const CAPTION_WORDS: usize = 45;
const CAPTION_CHARS: usize = 240;

/// A first line that stands alone without a full stop is the lead when it has this many words, and a caption below that.
const LEAD_WORDS: usize = 25;

/// This many short lines in a row are no headings.
const VERSE: usize = 3;

/// A line that is not empty, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    /// Whether a blank line, or nothing, stands above it.
    pub(super) after_blank: bool,
    /// Whether a blank line, or nothing, stands below it.
    pub(super) before_blank: bool,
    indented: bool,
}

impl Line {
    /// The lines of a text that are not empty.
    pub(super) fn all(text: &str) -> Vec<Self> {
        let mut lines: Vec<Self> = Vec::new();
        let mut blank = true;
        for raw in text.lines() {
            let text = one_line(raw);
            if text.is_empty() {
                blank = true;
                if let Some(before) = lines.last_mut() {
                    before.before_blank = true;
                }
                continue;
            }
            let indented = tangthu_text::clean(raw).starts_with(char::is_whitespace);
            lines.push(Self { text, after_blank: blank, before_blank: false, indented });
            blank = false;
        }
        if let Some(last) = lines.last_mut() {
            last.before_blank = true;
        }
        lines
    }

    /// Whether the line ends as sentences and clauses do. Closing quotation marks and brackets are looked through.
    pub(super) fn ends_sentence(&self) -> bool {
        let bare = self.text.trim_end_matches(['"', '”', '’', '\'', '»', ')', ']', ' ']);
        bare.ends_with(['.', '!', '?', '…', ':', ';', ','])
    }

    fn words(&self) -> usize {
        self.text.split(' ').count()
    }

    fn fits(&self, words: usize, chars: usize) -> bool {
        self.words() <= words && self.text.chars().count() <= chars
    }

    /// Whether it could be a heading by its words alone.
    fn is_short(&self) -> bool {
        let opens = self.text.chars().next().is_some_and(|c| {
            c.is_uppercase() || c.is_ascii_digit() || matches!(c, '"' | '“' | '”' | '‘' | '\'' | '«' | '*')
        });
        opens && self.fits(HEADING_WORDS, HEADING_CHARS) && !self.ends_sentence()
    }

    /// Whether it could be a caption by its words alone.
    fn is_captionlike(&self) -> bool {
        let lower = self.text.to_lowercase();
        let names_picture =
            ["ảnh:", "(ảnh", "ảnh minh họa", "ảnh minh hoạ"].iter().any(|mark| lower.contains(mark));
        let dashed = self.text.starts_with(['-', '+', '•', '–']);
        self.fits(CAPTION_WORDS, CAPTION_CHARS) && !dashed && (names_picture || !self.ends_sentence())
    }

    /// Whether it opens with a number as chapters do: `1.`, `2)`, `IV.`.
    fn is_numbered(&self) -> bool {
        let Some((first, _)) = self.text.split_once(' ') else { return false };
        let Some(number) = first.strip_suffix(['.', ')', '/']) else { return false };
        let roman = number.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
        let digits = number.len() <= 4 && number.chars().all(|c| c.is_ascii_digit() || c == '.');
        !number.is_empty() && (roman || digits)
    }

    fn is_shouted(&self) -> bool {
        let letters: Vec<char> = self.text.chars().filter(|c| c.is_alphabetic()).collect();
        letters.len() > 3 && letters.iter().all(|c| c.is_uppercase())
    }
}

/// The typed blocks of a page's text.
pub(super) fn blocks(lines: &[Line]) -> Vec<Block> {
    let sets_in = lines.iter().filter(|line| line.indented).count() * 2 > lines.len();
    let verse = verse(lines);
    let mut blocks = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let below = lines.get(at + 1);
        let text = line.text.clone();
        let alone = line.after_blank && line.before_blank;
        let is_last = below.is_none();
        let is_heading = line.is_short() && !verse[at] && !is_last;
        let block = if alone {
            let opens_page = at == 0 && !line.indented && line.words() >= LEAD_WORDS;
            if is_heading && (line.is_numbered() || line.is_shouted()) {
                Block::Heading { level: 2, text }
            } else if line.is_captionlike() && !opens_page && lines.len() > 1 {
                Block::Figure { caption: text, image: None }
            } else {
                Block::Paragraph { text }
            }
        } else if line.after_blank && line.indented && !sets_in && line.is_captionlike() {
            Block::Figure { caption: text, image: None }
        } else if is_heading {
            Block::Heading { level: 2, text }
        } else {
            Block::Paragraph { text }
        };
        blocks.push(block);
    }
    blocks
}

/// Which lines stand in a run of short lines that is too long to be headings.
fn verse(lines: &[Line]) -> Vec<bool> {
    let mut verse = vec![false; lines.len()];
    let mut start = 0;
    for at in 0..=lines.len() {
        let goes_on = lines.get(at).is_some_and(|line| line.is_short() && (at == start || !line.after_blank));
        if goes_on {
            continue;
        }
        if at - start >= VERSE {
            verse[start..at].fill(true);
        }
        // A short line after a blank one may open a run of its own.
        start = if lines.get(at).is_some_and(Line::is_short) { at } else { at + 1 };
    }
    verse
}
