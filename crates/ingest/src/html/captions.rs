//! Captions that the page sets below a picture as if they were paragraphs: known by where they stand and how they look.

use super::blocks::Styled;
use tangthu_archive::Block;

/// A caption without words that name it as one is no longer than this, in characters.
const PLAIN: usize = 200;

/// A caption that names the picture is no longer than this.
const NAMED: usize = 400;

/// Gives each picture without a caption the line below it, if that is one.
pub(super) fn attach(blocks: &mut Vec<Styled>) {
    // Where half of the page stands in the middle, or is slanted, that says nothing of a line.
    let rare =
        |looks: fn(&Styled) -> bool| blocks.iter().filter(|styled| looks(styled)).count() * 3 <= blocks.len();
    let (centred, slanted) =
        (rare(|styled| styled.image.is_none() && styled.centred), rare(|styled| styled.slanted));
    let mut kept: Vec<Styled> = Vec::with_capacity(blocks.len());
    let mut rest = blocks.drain(..).peekable();
    while let Some(styled) = rest.next() {
        let below_picture = matches!(
            kept.last(),
            Some(Styled { block: Block::Figure { caption, .. }, image: Some(_), .. }) if caption.is_empty()
        );
        // A last slanted line is the author's more often than a caption.
        let is_last = rest.peek().is_none();
        if below_picture
            && is_caption(&styled, slanted && !is_last, centred)
            && let Some(Styled { block: Block::Figure { caption, .. }, .. }) = kept.last_mut()
        {
            *caption = styled.block.texts().concat();
            continue;
        }
        kept.push(styled);
    }
    drop(rest);
    *blocks = kept;
}

/// Whether a line below a picture is its caption; a look counts where it may.
fn is_caption(styled: &Styled, slanted: bool, centred: bool) -> bool {
    let (text, is_heading) = match &styled.block {
        Block::Paragraph { text } => (text, false),
        Block::Heading { text, .. } => (text, true),
        _ => return false,
    };
    let length = text.chars().count();
    if names_picture(text) {
        return length <= NAMED;
    }
    length <= PLAIN && !is_heading && ((styled.slanted && slanted) || (styled.centred && centred))
}

/// Whether the words say that they are about a picture.
fn names_picture(text: &str) -> bool {
    let lower = text.to_lowercase();
    let opens = [
        "ảnh:",
        "ảnh minh h",
        "ảnh tư liệu",
        "ảnh chụp",
        "nguồn ảnh",
        "hình ảnh:",
        "hình minh h",
        "photo:",
        "image:",
        "photo by",
        "photo courtesy",
    ];
    let holds = [
        "(ảnh",
        "ảnh:",
        "(nguồn ảnh",
        "(image:",
        "(photo",
        "photo:",
        "image:",
        "(hình",
        "| getty images",
        "/getty",
    ];
    opens.iter().any(|words| lower.starts_with(words)) || holds.iter().any(|words| lower.contains(words))
}
