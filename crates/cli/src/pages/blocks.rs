//! The text of a document, block by block. Everything in it is text; nothing in it is markup.

use super::{document::title_of, frame::plain, words::Words};
use maud::{Markup, html};
use tangthu_archive::{Block, Document};

/// Endings of files that browsers draw, as they lie in an archive (`tangthu-archive`, attachments).
const PICTURES: [&str; 4] = [".jpg", ".png", ".webp", ".avif"];

/// The blocks of a text; `is_foreign` if it is in another language than what the page itself says in between.
pub(super) fn blocks(words: &Words, document: &Document, is_foreign: bool) -> Markup {
    let own = is_foreign.then_some(words.tag);
    let mut tables = 0;
    let mut one = |block: &Block| match block {
        // An empty heading or paragraph is a gap that no reader needs and a stop for screen readers.
        Block::Heading { text, .. } | Block::Paragraph { text } | Block::Quote { text }
            if text.trim().is_empty() =>
        {
            html! {}
        }
        Block::Heading { level, text } => heading(*level, text),
        Block::Paragraph { text } => html! { p { (plain(text)) } },
        Block::Quote { text } => html! { blockquote { p { (plain(text)) } } },
        Block::List { items, .. } if items.is_empty() => html! {},
        Block::List { ordered: true, items } => html! { ol { @for item in items { li { (plain(item)) } } } },
        Block::List { items, .. } => html! { ul { @for item in items { li { (plain(item)) } } } },
        Block::Table { head, rows } => {
            tables += 1;
            table(words, own, tables, head, rows)
        }
        Block::Figure { caption, image } => figure(words, own, document, caption, image.as_deref()),
    };
    html! { @for block in &document.body { (one(block)) } }
}

fn heading(level: u8, text: &str) -> Markup {
    let text = plain(text);
    match level {
        0..=2 => html! { h2 { (text) } },
        3 => html! { h3 { (text) } },
        4 => html! { h4 { (text) } },
        5 => html! { h5 { (text) } },
        _ => html! { h6 { (text) } },
    }
}

/// A table in a frame of its own that scrolls sideways on narrow screens; it takes the keyboard's focus, so that it can be
/// scrolled without a mouse.
fn table(words: &Words, own: Option<&str>, count: usize, head: &[String], rows: &[Vec<String>]) -> Markup {
    let rows: Vec<&Vec<String>> = rows.iter().filter(|row| !row.is_empty()).collect();
    if head.is_empty() && rows.is_empty() {
        return html! {};
    }
    html! {
        div.table role="region" tabindex="0" aria-label=(format!("{} {count}", words.table)) lang=[own] {
            table {
                @if !head.is_empty() { thead { tr { @for cell in head { th scope="col" { (plain(cell)) } } } } }
                tbody { @for row in rows { tr { @for cell in row { td { (plain(cell)) } } } } }
            }
        }
    }
}

fn figure(
    words: &Words,
    own: Option<&str>,
    document: &Document,
    caption: &str,
    image: Option<&str>,
) -> Markup {
    let file = image.and_then(|name| document.attachments.iter().find(|file| file.name == name));
    let path = file.and_then(|file| file.path());
    let path = path.filter(|path| PICTURES.iter().any(|ending| path.ends_with(ending)));
    // The caption says what there is to say; where there is none, the file's name is all that is known.
    let alt = if caption.trim().is_empty() {
        title_of(words.picture, image.unwrap_or_default())
    } else {
        String::new()
    };
    html! {
        figure {
            @if let Some(path) = &path {
                img src=(format!("../{path}")) alt=(alt) loading="lazy";
            } @else {
                div.no-picture lang=[own] { (words.no_picture) }
            }
            @if !caption.trim().is_empty() { figcaption { (plain(caption)) } }
        }
    }
}
