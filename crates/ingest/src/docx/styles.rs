//! What the styles of a DOCX file say of a paragraph: heading, title, quotation, caption, numbering.

use crate::xml::Element;
use std::collections::HashMap;

/// How many styles a style may rest on, one upon the other; a circle ends here.
const MAX_BASES: usize = 12;

/// What a paragraph is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    #[default]
    Text,
    Title,
    /// 2 is the first level below the title.
    Heading(u8),
    Quote,
    Caption,
    /// A table of contents, which repeats the headings with the numbers of pages that are no more.
    Contents,
}

#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    numbering: Option<(String, usize)>,
    font: Option<String>,
    is_default: bool,
}

/// The styles of a document, by id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    /// The font of all that names none.
    font: Option<String>,
}

impl Styles {
    pub(super) fn read(root: &Element) -> Self {
        let mut styles = HashMap::new();
        for style in root.all("w:style") {
            let Some(id) = style.attribute("styleId") else { continue };
            let value = |name: &str| style.child(name).and_then(|child| child.attribute("val"));
            let paragraph = style.child("w:pPr");
            let read = Style {
                name: value("w:name").unwrap_or_default().to_lowercase(),
                based_on: value("w:basedOn").map(str::to_owned),
                outline: paragraph.and_then(outline),
                numbering: paragraph.and_then(numbering),
                font: style.child("w:rPr").and_then(font),
                is_default: style.attribute("default").is_some_and(|default| default != "0")
                    && style.attribute("type") == Some("paragraph"),
            };
            styles.insert(id.to_owned(), read);
        }
        let default =
            styles.values().find(|style: &&Style| style.is_default).and_then(|style| style.font.clone());
        let document = root.child("w:docDefaults").and_then(|defaults| defaults.child("w:rPrDefault"));
        let document = document.and_then(|default| default.child("w:rPr")).and_then(font);
        Self { styles, font: default.or(document) }
    }

    /// What a paragraph with these properties is.
    pub(super) fn role(&self, properties: Option<&Element>) -> Role {
        let own = properties.and_then(outline).filter(|&level| level < 9);
        let mut role = Role::Text;
        for style in self.chain(properties) {
            let name = style.name.as_str();
            let heading = ["heading ", "tiêu đề ", "đề mục "].iter().find_map(|word| name.strip_prefix(word));
            let level = heading
                .and_then(|level| level.trim().parse::<u8>().ok())
                .map(|level| level.saturating_sub(1));
            role = match name {
                "title" | "tiêu đề" => Role::Title,
                "quote" | "intense quote" | "block text" => Role::Quote,
                "caption" => Role::Caption,
                _ if name.starts_with("toc ") || name.starts_with("table of figures") => Role::Contents,
                _ => match level.or(style.outline.filter(|&level| level < 9)) {
                    Some(level) => Role::Heading(heading_level(level)),
                    None => continue,
                },
            };
            break;
        }
        match (role, own) {
            (Role::Text, Some(level)) => Role::Heading(heading_level(level)),
            _ => role,
        }
    }

    /// The list that a paragraph belongs to and its level in it, by its own word or its style's.
    pub(super) fn numbering(&self, properties: Option<&Element>) -> Option<(String, usize)> {
        let own = properties.and_then(numbering);
        own.or_else(|| self.chain(properties).find_map(|style| style.numbering.clone()))
            .filter(|(id, _)| id != "0")
    }

    /// The font of a paragraph whose runs name none.
    pub(super) fn font<'a>(&'a self, properties: Option<&Element>) -> Option<&'a str> {
        let own = self.chain(properties).find_map(|style| style.font.as_deref());
        own.or(self.font.as_deref())
    }

    /// The style of a paragraph and those that it rests on.
    fn chain<'a>(&'a self, properties: Option<&Element>) -> impl Iterator<Item = &'a Style> + use<'a> {
        let id = properties
            .and_then(|properties| properties.child("w:pStyle"))
            .and_then(|style| style.attribute("val"));
        let first = id.and_then(|id| self.styles.get(id));
        std::iter::successors(first, |style| self.styles.get(style.based_on.as_deref()?)).take(MAX_BASES)
    }
}

/// The font that properties of a run name for letters of the West, which those of the nineties used.
pub(super) fn font(properties: &Element) -> Option<String> {
    let fonts = properties.child("w:rFonts")?;
    fonts.attribute("ascii").or_else(|| fonts.attribute("hAnsi")).map(str::to_owned)
}

fn heading_level(outline: u8) -> u8 {
    outline.saturating_add(2).clamp(2, 6)
}

fn outline(properties: &Element) -> Option<u8> {
    properties.child("w:outlineLvl")?.attribute("val")?.parse().ok()
}

fn numbering(properties: &Element) -> Option<(String, usize)> {
    let numbering = properties.child("w:numPr")?;
    let id = numbering.child("w:numId")?.attribute("val")?.to_owned();
    let level = numbering.child("w:ilvl").and_then(|level| level.attribute("val")?.parse().ok()).unwrap_or(0);
    Some((id, level))
}
