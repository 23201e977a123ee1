//! The words of a paragraph, and the pictures and text boxes that hang on it.

use super::styles;
use crate::{decode, record::one_line, xml::Element};

/// What stands in a paragraph.
#[derive(Debug, Default)]
pub(super) struct Content<'a> {
    pub(super) text: String,
    /// What is said of each picture in it, mostly nothing.
    pub(super) pictures: Vec<String>,
    /// Paragraphs and tables in text boxes.
    pub(super) boxes: Vec<&'a Element>,
    /// Letters, and those of them that are bold.
    letters: usize,
    bold: usize,
}

impl<'a> Content<'a> {
    /// The content of a `<w:p>` whose runs are set in `font` where they name none.
    pub(super) fn of(paragraph: &'a Element, font: Option<&str>) -> Self {
        let mut content = Self::default();
        content.inside(paragraph, false, font);
        content.text = one_line(&content.text);
        content
    }

    /// Whether all its words are bold.
    pub(super) fn is_bold(&self) -> bool {
        self.letters > 0 && self.bold == self.letters
    }

    // No deeper than elements of XML are nested.
    fn inside(&mut self, element: &'a Element, bold: bool, font: Option<&str>) {
        for child in element.children() {
            match child.name.as_str() {
                "w:t" => {
                    let text = child.text();
                    let text = font.and_then(|font| decode::set_in(font, &text)).unwrap_or(text);
                    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
                    self.letters += letters;
                    self.bold += if bold { letters } else { 0 };
                    self.text.push_str(&text);
                }
                "w:tab" | "w:br" | "w:cr" | "w:ptab" => self.text.push(' '),
                // Its text stands at the end of the document.
                "w:footnoteReference" | "w:endnoteReference" => {
                    let star = if child.name == "w:endnoteReference" { "*" } else { "" };
                    if let Some(number) = child.attribute("id") {
                        self.text.push_str(&format!("[{star}{number}]"));
                    }
                }
                "w:noBreakHyphen" => self.text.push('-'),
                "w:r" => {
                    let properties = child.child("w:rPr");
                    let is = |name: &str| properties.and_then(|p| p.child(name)).is_some_and(is_on);
                    if !is("w:vanish") {
                        let own = properties.and_then(styles::font);
                        self.inside(child, is("w:b"), own.as_deref().or(font));
                    }
                }
                "w:drawing" | "w:pict" | "w:object" => self.drawing(child),
                // Of what is written in two ways for older and newer programs, one is enough.
                "mc:AlternateContent" => {
                    if let Some(one) = child.child("mc:Choice").or_else(|| child.child("mc:Fallback")) {
                        self.inside(one, bold, font);
                    }
                }
                // What is deleted or moved away but still tracked, instructions of fields, marks without text.
                "w:del" | "w:moveFrom" | "w:instrText" | "w:delText" | "w:pPr" | "w:rPr" | "w:sdtPr" => {}
                _ => self.inside(child, bold, font),
            }
        }
    }

    fn drawing(&mut self, drawing: &'a Element) {
        let mut found = Found::default();
        found.search(drawing);
        if !found.boxes.is_empty() {
            self.boxes.append(&mut found.boxes);
        } else if found.is_picture {
            self.pictures.push(one_line(&found.alternative));
        }
    }
}

/// Whether a property that may be written as on or off is on.
fn is_on(property: &Element) -> bool {
    !matches!(property.attribute("val"), Some("0" | "false" | "off"))
}

#[derive(Default)]
struct Found<'a> {
    is_picture: bool,
    alternative: String,
    boxes: Vec<&'a Element>,
}

impl<'a> Found<'a> {
    fn search(&mut self, element: &'a Element) {
        for child in element.children() {
            let local = child.name.rsplit(':').next().unwrap_or_default();
            match local {
                "txbxContent" => {
                    self.boxes.extend(child.children());
                    continue;
                }
                "docPr" => {
                    let words = child.attribute("descr").filter(|words| !words.trim().is_empty());
                    self.say(words.or_else(|| child.attribute("title")));
                }
                "shape" => self.say(child.attribute("alt")),
                "imagedata" => {
                    self.is_picture = true;
                    self.say(child.attribute("title"));
                }
                "pic" | "blip" => self.is_picture = true,
                "AlternateContent" => {
                    if let Some(one) = child.children().next() {
                        self.search(one);
                    }
                    continue;
                }
                _ => {}
            }
            self.search(child);
        }
    }

    fn say(&mut self, words: Option<&str>) {
        if self.alternative.is_empty() {
            words.unwrap_or_default().clone_into(&mut self.alternative);
        }
    }
}
