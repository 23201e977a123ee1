//! A piece of HTML that stands inside other data (the body of a feed's article, a cell of a table) to typed blocks.
//!
//! Whole pages, with their menus and boilerplate, are another matter; here everything is text of the article.

use crate::record::{clean_block, one_line};
use quick_xml::escape::{resolve_html5_entity, unescape_with};
use tangthu_archive::Block;

/// Elements that begin a new block.
const BREAKS: &[&str] = &[
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "tr",
    "table",
    "figure",
    "figcaption",
    "section",
    "article",
    "hr",
    "pre",
    "dd",
    "dt",
];

/// Elements whose text nobody reads.
const SILENT: &[&str] = &["script", "style", "template", "noscript", "iframe"];

/// The blocks of a fragment.
pub(crate) fn blocks(html: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut text = String::new();
    let mut heading = 0;
    let mut silent: Option<String> = None;
    let mut flush = |text: &mut String, heading: u8| {
        let line = one_line(&unescaped(&std::mem::take(text)));
        let block = match heading {
            0 => Block::Paragraph { text: line },
            level => Block::Heading { level: level.clamp(2, 6), text: line },
        };
        blocks.extend(clean_block(block));
    };
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        if silent.is_none() {
            text.push_str(before);
        }
        if let Some(comment) = from.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if !from[1..].trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic()) {
            text.push('<');
            rest = &from[1..];
            continue;
        }
        let Some(end) = from.find('>') else {
            rest = from;
            break;
        };
        let (tag, after) = from.split_at(end + 1);
        rest = after;
        let name: String =
            tag[1..].trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        let closes = tag.starts_with("</");
        if silent.is_some() {
            silent = silent.filter(|open| !(closes && *open == name));
        } else if !closes && SILENT.contains(&name.as_str()) {
            silent = Some(name);
        } else if BREAKS.contains(&name.as_str()) {
            flush(&mut text, heading);
            let level = name.strip_prefix('h').and_then(|level| level.parse().ok());
            heading = level.filter(|_| !closes).unwrap_or(0);
        }
    }
    if silent.is_none() {
        text.push_str(rest);
    }
    flush(&mut text, heading);
    blocks
}

/// The text of a fragment on one line: for titles and names, which feeds write with entities and now and then with tags.
pub(crate) fn line(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return one_line(html);
    }
    let blocks = blocks(html);
    let texts: Vec<&str> = blocks.iter().flat_map(Block::texts).collect();
    one_line(&texts.join(" "))
}

/// Whether a text is HTML: it holds a tag of the kind that articles are made of, closed or complete in itself.
pub(crate) fn is_html(text: &str) -> bool {
    const SIGNS: &[&str] = &[
        "</p>",
        "<p>",
        "<br",
        "</div>",
        "</a>",
        "</b>",
        "</strong>",
        "</em>",
        "</i>",
        "</span>",
        "</li>",
        "</h2>",
        "</h3>",
        "</td>",
        "<img ",
    ];
    text.contains('<') && SIGNS.iter().any(|sign| text.contains(sign))
}

fn unescaped(text: &str) -> String {
    // One ampersand that means itself must not keep the others from being read.
    let mut whole = String::with_capacity(text.len());
    for (at, part) in text.split('&').enumerate() {
        if at == 0 {
            whole.push_str(part);
            continue;
        }
        match part.split_once(';').filter(|(name, _)| name.len() <= 31) {
            Some((name, after)) => {
                let reference = format!("&{name};");
                match unescape_with(&reference, resolve_html5_entity) {
                    Ok(character) => whole.push_str(&character),
                    Err(_) => whole.push_str(&reference),
                }
                whole.push_str(after);
            }
            None => {
                whole.push('&');
                whole.push_str(part);
            }
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_blocks_and_entities_letters() {
        let html = "Mở đầu &amp; tiếp.<script>var a = '<p>';</script><h3>Mục &#272;ầu</h3><p>Đoạn <b>hai</b>&nbsp;đây; 3 < 5.</p><!-- wp --><p></p>";
        let paragraph = |text: &str| Block::Paragraph { text: text.to_owned() };
        assert_eq!(
            blocks(html),
            [
                paragraph("Mở đầu & tiếp."),
                Block::Heading { level: 3, text: "Mục Đầu".to_owned() },
                paragraph("Đoạn hai đây; 3 < 5.")
            ]
        );
        assert_eq!(line("Thu &#8211; Chi &amp; <i>Nợ</i>"), "Thu – Chi & Nợ");
    }

    #[test]
    fn prose_with_signs_is_no_html() {
        assert!(is_html("<p>Một đoạn</p>") && is_html("Dòng<br/>hai"));
        for text in ["3 < 5 và 7 > 2", "Mã <ABC> là mã", "Một đoạn.", "email <lan@a.vn>"] {
            assert!(!is_html(text), "{text}");
        }
    }
}
