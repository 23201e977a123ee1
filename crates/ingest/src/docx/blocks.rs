//! Paragraphs and tables of a DOCX file to typed blocks.

use super::{
    has_words,
    numbering::{Label, Numbering},
    paragraph::Content,
    styles::{Role, Styles},
};
use crate::{
    office::{self, is_layout},
    official,
    record::{clean_block, one_line},
    xml::Element,
};
use tangthu_archive::Block;

/// The most cells that merged ones are filled up to: a table wider than a sheet of paper is none.
const MAX_SPAN: usize = 100;

/// Collects blocks.
#[derive(Debug)]
pub(super) struct Writer {
    styles: Styles,
    numbering: Numbering,
    title: String,
    /// Whether lines of the head of an official document have the style of a title.
    in_head: bool,
    blocks: Vec<Block>,
    /// The list that is open: its id, whether it is numbered, its items.
    list: Option<(String, bool, Vec<String>)>,
}

impl Writer {
    pub(super) fn new(styles: Styles, numbering: Numbering) -> Self {
        Self { styles, numbering, title: String::new(), in_head: false, blocks: Vec::new(), list: None }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.blocks.is_empty() && self.list.is_none()
    }

    /// The title, if a paragraph has the style of one, and the blocks.
    pub(super) fn finish(mut self) -> (String, Vec<Block>) {
        self.end_list();
        // A picture without a word says nothing.
        self.blocks
            .retain(|block| !matches!(block, Block::Figure { caption, image: None } if caption.is_empty()));
        (self.title, self.blocks)
    }

    /// A paragraph or a table.
    pub(super) fn block(&mut self, element: &Element) {
        match element.name.as_str() {
            "w:p" => self.paragraph(element),
            "w:tbl" => self.table(element),
            "w:sdt" | "w:sdtContent" | "w:customXml" | "w:ins" | "w:moveTo" => {
                element.children().for_each(|child| self.block(child));
            }
            _ => {}
        }
    }

    /// The notes at the foot of pages or at the end, each behind the number by which the text refers to it; those at the end, which are
    /// numbered apart, with a star.
    pub(super) fn notes(&mut self, notes: &Element) {
        let star = if notes.name == "w:endnotes" { "*" } else { "" };
        for note in notes.all("w:footnote").chain(notes.all("w:endnote")) {
            // Lines between text and notes are kept as notes too.
            let number =
                note.attribute("id").filter(|_| note.attribute("type").is_none_or(|kind| kind == "normal"));
            let mut text = String::new();
            words(note, &self.styles, &mut text);
            let text = one_line(&text);
            if let Some(number) = number.filter(|_| !text.is_empty()) {
                self.push(Block::Paragraph { text: format!("[{star}{number}] {text}") });
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Element) {
        let properties = paragraph.child("w:pPr");
        let content = Content::of(paragraph, self.styles.font(properties));
        let role = self.styles.role(properties);
        let label = self.styles.numbering(properties).filter(|_| !content.text.is_empty());
        let label =
            label.and_then(|(list, level)| self.numbering.next(&list, level).map(|label| (list, label)));
        let text = content.text.clone();
        if !text.is_empty() {
            match (role, label) {
                (Role::Contents, _) => {}
                // A body, a number, a kind in the style of a title are lines of the head of an official document.
                (Role::Title, _) if self.in_head || official::is_line_of_head(&text) => {
                    self.in_head = true;
                    if self.title.is_empty() {
                        self.title.clone_from(&text);
                    }
                    self.push(Block::Paragraph { text });
                }
                (Role::Title, _) if self.title.is_empty() => self.title = text,
                (Role::Title, _) => self.push(Block::Heading { level: 2, text }),
                (Role::Caption, _) => self.caption(text),
                (Role::Heading(level), label) => {
                    self.push(Block::Heading { level, text: labelled(label, text) });
                }
                (Role::Quote, _) => self.push(Block::Quote { text }),
                (Role::Text, Some((list, label))) => self.item(list, label, text),
                (Role::Text, None) if content.is_bold() && office::is_numbered_heading(&text) => {
                    self.push(Block::Heading { level: 2, text });
                }
                (Role::Text, None) => self.push(Block::Paragraph { text }),
            }
        }
        for caption in content.pictures {
            self.end_list();
            // Kept without words as well, for the caption that may follow.
            self.blocks.push(Block::Figure { caption, image: None });
        }
        for inside in content.boxes {
            self.block(inside);
        }
    }

    /// The words under a picture belong to it.
    fn caption(&mut self, text: String) {
        self.end_list();
        match self.blocks.last_mut() {
            Some(Block::Figure { caption, .. }) if caption.is_empty() => *caption = text,
            _ => self.push(Block::Figure { caption: text, image: None }),
        }
    }

    fn item(&mut self, list: String, label: Label, text: String) {
        let (ordered, fits) = match &label {
            Label::Bullet => (false, true),
            // A list that goes on after other text, or counts in letters, would be shown with other numbers.
            Label::Number { count, plain, .. } => {
                let open = match &self.list {
                    Some((open, true, items)) if *open == list => items.len(),
                    _ => 0,
                };
                (true, *plain && *count as usize == open + 1)
            }
        };
        if !fits {
            return self.push(Block::Paragraph { text: labelled(Some((list, label)), text) });
        }
        match &mut self.list {
            Some((open, numbered, items)) if *numbered == ordered && (*open == list || !ordered) => {
                items.push(text);
            }
            _ => {
                self.end_list();
                self.list = Some((list, ordered, vec![text]));
            }
        }
    }

    fn end_list(&mut self) {
        if let Some((_, ordered, items)) = self.list.take() {
            self.blocks.push(Block::List { ordered, items });
        }
    }

    fn push(&mut self, block: Block) {
        self.end_list();
        self.blocks.extend(clean_block(block));
    }

    fn table(&mut self, table: &Element) {
        self.end_list();
        let rows: Vec<&Element> = rows(table);
        let cells: Vec<Vec<String>> = rows.iter().map(|row| self.row(row)).collect();
        if is_layout(&cells) {
            return self.columns(&rows);
        }
        let is_head = |row: &Element| {
            let properties = row.child("w:trPr");
            properties.is_some_and(|properties| properties.child("w:tblHeader").is_some())
        };
        let bold = |row: &Element| {
            let paragraphs = cells_of(row).into_iter().flat_map(|cell| cell.all("w:p"));
            let mut worded = paragraphs
                .map(|paragraph| Content::of(paragraph, None))
                .filter(|content| !content.text.is_empty())
                .peekable();
            worded.peek().is_some() && worded.all(|content| content.is_bold())
        };
        let mut cells = cells;
        let has_head = rows.len() > 1 && rows.first().is_some_and(|row| is_head(row) || bold(row));
        let head = if has_head { cells.remove(0) } else { Vec::new() };
        cells.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let block = Block::Table { head, rows: cells };
        if has_words(&block) {
            self.push(block);
        }
    }

    /// A table that only sets texts side by side: column by column, each with the blocks that it holds.
    fn columns(&mut self, rows: &[&Element]) {
        let width = rows.iter().map(|row| cells_of(row).len()).max().unwrap_or_default();
        for column in 0..width {
            for row in rows {
                let cell = cells_of(row).get(column).copied();
                cell.into_iter().flat_map(Element::children).for_each(|child| self.block(child));
            }
        }
    }

    /// The texts of a row, merged cells filled up with empty ones.
    fn row(&self, row: &Element) -> Vec<String> {
        let mut texts = Vec::new();
        for cell in cells_of(row) {
            let properties = cell.child("w:tcPr");
            let value = |name: &str| properties.and_then(|p| p.child(name)).map(|p| p.attribute("val"));
            let goes_on = matches!(value("w:vMerge"), Some(None | Some("continue")));
            let mut text = String::new();
            if !goes_on {
                words(cell, &self.styles, &mut text);
            }
            texts.push(one_line(&text));
            let span = value("w:gridSpan").flatten().and_then(|span| span.parse::<usize>().ok()).unwrap_or(1);
            texts.extend((1..span.min(MAX_SPAN)).map(|_| String::new()));
        }
        texts
    }
}

/// The rows of a table, also those inside content controls.
fn rows(table: &Element) -> Vec<&Element> {
    inside(table, "w:tr")
}

/// The cells of a row, also those inside content controls.
fn cells_of(row: &Element) -> Vec<&Element> {
    inside(row, "w:tc")
}

/// The children with this name, also those inside content controls.
fn inside<'a>(element: &'a Element, name: &str) -> Vec<&'a Element> {
    let mut found = Vec::new();
    for child in element.children() {
        match child.name.as_str() {
            is if is == name => found.push(child),
            "w:sdt" | "w:sdtContent" | "w:customXml" => found.extend(inside(child, name)),
            _ => {}
        }
    }
    found
}

/// All words of a cell, also those of tables in it.
fn words(element: &Element, styles: &Styles, into: &mut String) {
    for child in element.children() {
        if child.name == "w:p" {
            into.push_str(&Content::of(child, styles.font(child.child("w:pPr"))).text);
            into.push(' ');
        } else {
            words(child, styles, into);
        }
    }
}

/// A text with its number before it.
fn labelled(label: Option<(String, Label)>, text: String) -> String {
    match label {
        Some((_, Label::Number { text: number, .. })) => format!("{number} {text}"),
        _ => text,
    }
}
