//! What is left of the page round the article once its element is known: lines of date and author above it, links to other
//! articles between its paragraphs, lists of them and appeals below it.

use super::{blocks::Styled, ending, guide::Guide};
use crate::official;
use std::sync::LazyLock;
use tangthu_archive::Block;

/// A line that a phrase of the table opens is no longer than this, in characters.
const LINE: usize = 120;

/// A line that opens a list of other articles is no longer than this.
const OPENING: usize = 60;

/// A paragraph of this many characters is running text.
const RUNNING: usize = 80;

/// A line above the article that is shorter than this and ends no sentence belongs to the page's head.
const HEAD: usize = 50;

static PHRASES: LazyLock<Vec<(bool, &'static str)>> = LazyLock::new(|| {
    include_str!("../../data/page-phrases.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(kind, phrase)| (kind == "rest", phrase))
        .collect()
});

/// Trims the blocks of an article.
pub(super) fn trim(blocks: &mut Vec<Styled>, guide: Option<&Guide>) {
    blocks.retain(|styled| {
        !is_link_line(styled) && !is_phrase(styled, false) && !is_code(styled) && !is_pager(styled)
    });
    leave_out_rests(blocks);
    if let Some(guide) = guide {
        keep_guided(blocks, guide);
    }
    leave_out_head(blocks);
    // A heading with nothing below it opens what is left out; a name in bold at the end is its author's.
    while blocks.last().is_some_and(
        |last| matches!(&last.block, Block::Heading { text, .. } if !(last.bold && ending::is_by_line(text))),
    ) {
        blocks.pop();
    }
}

/// The text of a block of one text.
fn text_of(styled: &Styled) -> Option<&str> {
    match &styled.block {
        Block::Heading { text, .. } | Block::Paragraph { text } | Block::Quote { text } => Some(text),
        _ => None,
    }
}

/// A paragraph that is one link: a way to another article.
fn is_link_line(styled: &Styled) -> bool {
    styled.linked && matches!(styled.block, Block::Paragraph { .. } | Block::Heading { .. })
}

/// An address, or markup that a page shows by mistake.
fn is_code(styled: &Styled) -> bool {
    text_of(styled).is_some_and(|text| {
        let is_address = (text.starts_with("http://") || text.starts_with("https://")) && !text.contains(' ');
        is_address || (text.starts_with('<') && text.contains("=\"") && text.ends_with('>'))
    })
}

/// A line of page numbers: "1 2 3 Tiếp", "Trang: 1 | 2 | 3".
fn is_pager(styled: &Styled) -> bool {
    let Block::Paragraph { text } = &styled.block else { return false };
    let mut words = text
        .split(|c: char| c.is_whitespace() || matches!(c, '|' | '[' | ']' | ':' | ','))
        .filter(|word| !word.is_empty());
    let is_step = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "trang"
                | "tiếp"
                | "sau"
                | "trước"
                | "đầu"
                | "cuối"
                | "next"
                | "prev"
                | "previous"
                | "page"
                | "theo"
                | "»"
                | "«"
                | "›"
                | "‹"
                | "..."
                | "…"
                | ">>"
                | "<<"
                | ">"
                | "<"
        )
    };
    let numbers = text.split_whitespace().filter(|word| word.chars().all(|c| c.is_ascii_digit())).count();
    numbers >= 2
        && text.chars().count() <= LINE
        && words.all(|word| is_step(word) || word.chars().all(|c| c.is_ascii_digit()))
}

/// Whether a block is a line that a phrase of the table opens.
fn is_phrase(styled: &Styled, rest: bool) -> bool {
    let most = if rest { OPENING } else { LINE };
    let Some(text) = text_of(styled).filter(|text| text.chars().count() <= most) else { return false };
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    PHRASES.iter().any(|&(opens_rest, phrase)| {
        let phrase_bare = phrase.trim_end_matches(':');
        opens_rest == rest
            && bare.strip_prefix(phrase_bare).is_some_and(|after| {
                if phrase.ends_with(':') { after.starts_with(':') } else { !after.starts_with(char::is_alphanumeric) }
            })
            // "Tin mới về vụ việc" and a longer sentence are no openings of lists.
            && (!rest || bare.len() <= phrase.len() + 25)
    })
}

/// Leaves out lists of other articles: from the line that opens them to the next running text.
fn leave_out_rests(blocks: &mut Vec<Styled>) {
    let mut kept = Vec::with_capacity(blocks.len());
    let mut in_rest = false;
    for styled in blocks.drain(..) {
        if is_phrase(&styled, true) {
            in_rest = true;
            continue;
        }
        if in_rest {
            let runs = text_of(&styled).is_some_and(|text| text.chars().count() >= RUNNING) && !styled.linked;
            if !runs {
                continue;
            }
            in_rest = false;
        }
        kept.push(styled);
    }
    *blocks = kept;
}

/// Leaves out what stands above the first and below the last block that the guide holds.
fn keep_guided(blocks: &mut Vec<Styled>, guide: &Guide) {
    let holds = |styled: &Styled| styled.block.texts().iter().any(|text| guide.holds(text) == Some(true));
    let known: usize = blocks
        .iter()
        .filter(|styled| holds(styled))
        .flat_map(|styled| styled.block.texts().into_iter().map(str::len).collect::<Vec<_>>())
        .sum();
    let all: usize = blocks.iter().filter_map(text_of).map(str::len).sum();
    // A guide that holds little of what was found was cut short.
    if known * 2 < all {
        return;
    }
    if let Some(last) = blocks.iter().rposition(holds) {
        blocks.truncate(last + 1);
    }
    if let Some(first) = blocks.iter().position(holds) {
        let mut at = 0;
        blocks.retain(|styled| {
            at += 1;
            at > first || !matches!(styled.block, Block::Paragraph { .. } | Block::List { .. })
        });
    }
}

/// Leaves out short lines above the first running text: date, author, where a picture is from.
fn leave_out_head(blocks: &mut Vec<Styled>) {
    let runs = |styled: &Styled| {
        text_of(styled).is_some_and(|text| text.chars().count() >= RUNNING)
            || matches!(styled.block, Block::Table { .. })
    };
    // The head of an official document is made of short lines, and is text.
    let is_official = |styled: &Styled| styled.block.texts().iter().any(|text| official::is_motto(text));
    if blocks.iter().take(12).any(is_official) {
        return;
    }
    let Some(first) = blocks.iter().take(12).position(runs) else { return };
    let mut at = 0;
    blocks.retain(|styled| {
        at += 1;
        at > first
            || match &styled.block {
                Block::Paragraph { text } => !is_head(text),
                // Views, buttons: "1.023", "In ra".
                Block::List { items, .. } => {
                    items.len() > MAX_BUTTONS || !items.iter().all(|item| item.chars().count() < BUTTON)
                }
                _ => true,
            }
    });
}

/// A list above the article of so many items, each shorter than this in characters, is one of buttons.
const MAX_BUTTONS: usize = 6;
const BUTTON: usize = 20;

/// Whether a line above the article belongs to the page's head.
pub(super) fn is_head(text: &str) -> bool {
    let is_short = text.chars().count() < HEAD && !text.ends_with(['.', '!', '?', '…', ':', '”', '"']);
    is_short || is_dated(text)
}

/// Whether a line is one of date and time, author and the like.
fn is_dated(text: &str) -> bool {
    let digits = |word: &str| word.chars().filter(char::is_ascii_digit).count();
    let mut words = text.split(|c: char| c.is_whitespace() || matches!(c, '|' | ',' | '(' | ')'));
    let has_date = words.any(|word| {
        let parts =
            word.split(['/', '-', '.']).filter(|part| digits(part) == part.len() && !part.is_empty()).count();
        let is_year =
            word.len() == 4 && digits(word) == 4 && (word.starts_with("19") || word.starts_with("20"));
        is_year || (parts == 3 && digits(word) >= 6)
    });
    has_date && text.chars().count() <= LINE && !text.ends_with(['.', '!', '?', '…'])
}
