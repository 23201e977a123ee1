//! A piece of HTML that stands inside other data: the body of a feed's article, a cell of a table, a field of a record.
//!
//! How its elements become blocks, `html` says; here it is told apart from plain text.

use crate::{html, record::one_line};
use tangthu_archive::Block;

/// The blocks of a fragment.
pub(crate) fn blocks(html: &str) -> Vec<Block> {
    html::fragment(html)
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
