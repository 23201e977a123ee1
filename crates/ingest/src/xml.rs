//! XML, read event by event in bounded memory: feeds and office documents go through here.
//!
//! What a file may cost is capped: the length of one tag or text, the depth of nesting, the size of an element that is
//! kept whole. Entities that a file declares itself are never expanded, and a file that declares any is refused: nothing that
//! is read here needs them, and a few lines of them can stand for gigabytes. What the elements mean is left to the formats.

use crate::entities;
use quick_xml::{
    NsReader,
    events::{BytesStart, Event},
    name::ResolveResult,
};
use std::{
    fmt,
    io::{self, BufRead, Read},
};

/// The longest single tag or text, in bytes: the longest page that is read at all.
const MAX_EVENT: u64 = 64 * 1024 * 1024;

/// How deep elements may stand in one another. Word processors nest tables in tables some twenty deep at the most.
const MAX_DEPTH: usize = 256;

/// The largest element that is kept whole, in bytes of its text and tags.
const MAX_TREE: usize = 32 * 1024 * 1024;

/// What an element or attribute costs besides its text, roughly, so that a million empty tags count as well.
const NODE_COST: usize = 100;

/// Why a file or an element of it cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum XmlProblem {
    /// It is not XML from here on, or cannot be read from the disk.
    Broken(String),
    /// It declares entities of its own.
    Entities,
    /// Elements stand deeper in one another than is read.
    TooDeep,
    /// One tag or text is longer than is read.
    TooLong,
    /// An element is larger than is kept. It was passed over, and reading can go on.
    TooLarge,
}

impl fmt::Display for XmlProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(what) => write!(f, "the XML breaks off here ({what})"),
            Self::Entities => f.write_str("it declares entities of its own, which are not expanded"),
            Self::TooDeep => write!(f, "its elements are nested more than {MAX_DEPTH} deep"),
            Self::TooLong => {
                write!(f, "one tag or text of it is longer than {} MB", MAX_EVENT / 1024 / 1024)
            }
            Self::TooLarge => write!(f, "it is larger than {} MB", MAX_TREE / 1024 / 1024),
        }
    }
}

/// An element with everything in it. Its name carries the usual prefix of its namespace (`wp:status`), whatever prefix the
/// file uses; names of unknown namespaces begin with `?:`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) nodes: Vec<Node>,
}

/// What stands in an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// The elements directly inside.
    pub(crate) fn children(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements of one name directly inside.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children().filter(move |child| child.name == name)
    }

    /// The first element of one name directly inside.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.children().find(|child| child.name == name)
    }

    /// An attribute, by its name as the file writes it but for the prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All text inside, without the tags.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.collect_text(&mut text);
        text
    }

    fn collect_text(&self, into: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => into.push_str(text),
                // No deeper than MAX_DEPTH.
                Node::Element(element) => element.collect_text(into),
            }
        }
    }

    /// The text of the first element of one name, if it holds any.
    pub(crate) fn text_of(&self, name: &str) -> Option<String> {
        self.child(name).map(Element::text).filter(|text| !text.trim().is_empty())
    }

    /// What stands inside, written out again as markup without prefixes.
    pub(crate) fn markup(&self) -> String {
        let mut markup = String::new();
        self.write_markup(&mut markup);
        markup
    }

    fn write_markup(&self, into: &mut String) {
        use quick_xml::escape::escape;
        for node in &self.nodes {
            match node {
                Node::Text(text) => into.push_str(&escape(text.as_str())),
                Node::Element(element) => {
                    let name = element.name.rsplit(':').next().unwrap_or_default();
                    into.push('<');
                    into.push_str(name);
                    for (key, value) in &element.attributes {
                        into.push_str(&format!(" {key}=\"{}\"", escape(value.as_str())));
                    }
                    into.push('>');
                    element.write_markup(into);
                    if !matches!(name, "br" | "hr" | "img") {
                        into.push_str(&format!("</{name}>"));
                    }
                }
            }
        }
    }
}

/// One step through a file.
#[derive(Debug)]
pub(crate) enum Step {
    /// An element opens; [`Xml::rest_of`] reads the rest of it.
    Open(Element),
    /// The element that was opened last closes.
    Close,
}

/// A file on its way.
pub(crate) struct Xml<R> {
    reader: NsReader<Bounded<R>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<R: BufRead> Xml<R> {
    /// Begins to read `reader`, which must be UTF-8.
    pub(crate) fn new(reader: R) -> Self {
        let mut reader = NsReader::from_reader(Bounded { inner: reader, left: MAX_EVENT, line: 1 });
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        // People forget to write `&amp;`, and what they mean is clear.
        config.allow_dangling_amp = true;
        Self { reader, buffer: Vec::new(), depth: 0 }
    }

    /// The line that reading has come to, from 1.
    pub(crate) fn line(&mut self) -> u64 {
        self.reader.get_mut().line
    }

    /// The next element that opens or closes, text between them left out; `None` at the end of the file.
    pub(crate) fn step(&mut self) -> Result<Option<Step>, XmlProblem> {
        loop {
            match self.event()? {
                Piece::Open(element) => return Ok(Some(Step::Open(element))),
                Piece::Close => return Ok(Some(Step::Close)),
                Piece::Text(_) | Piece::Nothing => {}
                Piece::End => return Ok(None),
            }
        }
    }

    /// The element that `opened` opens, with everything inside.
    ///
    /// # Errors
    /// [`XmlProblem::TooLarge`] when it is; the file can then be read on behind it.
    pub(crate) fn rest_of(&mut self, opened: Element) -> Result<Element, XmlProblem> {
        let mut open = vec![opened];
        let mut size = 0;
        loop {
            match self.event()? {
                Piece::Open(element) => {
                    size += NODE_COST + element.name.len();
                    size +=
                        element.attributes.iter().map(|(k, v)| NODE_COST + k.len() + v.len()).sum::<usize>();
                    open.push(element);
                }
                Piece::Text(text) => {
                    size += text.len();
                    if size <= MAX_TREE
                        && let Some(element) = open.last_mut()
                    {
                        match element.nodes.last_mut() {
                            Some(Node::Text(before)) => before.push_str(&text),
                            _ => element.nodes.push(Node::Text(text)),
                        }
                    }
                }
                Piece::Close => {
                    let Some(closed) = open.pop() else { break };
                    match open.last_mut() {
                        Some(parent) if size <= MAX_TREE => parent.nodes.push(Node::Element(closed)),
                        Some(_) => {}
                        None if size <= MAX_TREE => return Ok(closed),
                        None => return Err(XmlProblem::TooLarge),
                    }
                }
                Piece::Nothing => {}
                Piece::End => break,
            }
        }
        Err(XmlProblem::Broken("the file ends inside an element".to_owned()))
    }

    fn event(&mut self) -> Result<Piece, XmlProblem> {
        self.buffer.clear();
        self.reader.get_mut().left = MAX_EVENT;
        let (namespace, event) = match self.reader.read_resolved_event_into(&mut self.buffer) {
            Ok(read) => read,
            Err(error) => return Err(problem(&error)),
        };
        Ok(match event {
            Event::Start(start) => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(XmlProblem::TooDeep);
                }
                Piece::Open(element(&namespace, &start))
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                Piece::Close
            }
            Event::Text(text) => Piece::Text(text.xml10_content().into_owned()),
            Event::CData(text) => Piece::Text(text.xml10_content().into_owned()),
            Event::GeneralRef(reference) => {
                let name: &str = &reference;
                Piece::Text(entities::letters(name).unwrap_or_else(|| format!("&{name};")))
            }
            Event::DocType(doctype) if doctype.contains("<!ENTITY") => return Err(XmlProblem::Entities),
            Event::Eof if self.depth > 0 => {
                return Err(XmlProblem::Broken("the file ends inside an element".to_owned()));
            }
            Event::Eof => Piece::End,
            _ => Piece::Nothing,
        })
    }
}

/// What one event comes to.
enum Piece {
    Open(Element),
    Close,
    Text(String),
    Nothing,
    End,
}

fn element(namespace: &ResolveResult, start: &BytesStart) -> Element {
    let local = start.local_name();
    let local: &str = local.as_ref();
    let prefix = match namespace {
        ResolveResult::Bound(bound) => prefix(bound.as_ref()),
        ResolveResult::Unbound => "",
        // A prefix that the file forgot to declare is taken by its name, as readers of feeds do.
        ResolveResult::Unknown(written) => written.as_str(),
    };
    let name = if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") };
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false).flatten() {
        let key = attribute.key;
        if key.as_namespace_binding().is_none() {
            let value = entities::unescaped(&attribute.value).into_owned();
            attributes.push((key.local_name().as_ref().to_owned(), value));
        }
    }
    Element { name, attributes, nodes: Vec::new() }
}

/// The usual prefix of a namespace; none for the formats that do without.
fn prefix(namespace: &str) -> &'static str {
    // Some programs write https, which makes another name of it and is not meant so.
    let name = namespace.strip_prefix("http://").or_else(|| namespace.strip_prefix("https://"));
    match name.unwrap_or(namespace) {
        "www.w3.org/2005/Atom" | "purl.org/atom/ns#" => "atom",
        "purl.org/rss/1.0/" | "purl.org/rss/1.0" | "my.netscape.com/rdf/simple/0.9/" => "",
        "www.w3.org/1999/02/22-rdf-syntax-ns#" => "rdf",
        "purl.org/dc/elements/1.1/" => "dc",
        "purl.org/dc/terms/" => "dcterms",
        "purl.org/rss/1.0/modules/content/" => "content",
        "www.w3.org/1999/xhtml" => "xhtml",
        "search.yahoo.com/mrss/" => "media",
        "schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "purl.oclc.org/ooxml/wordprocessingml/main" => "w",
        "schemas.openxmlformats.org/markup-compatibility/2006" => "mc",
        "schemas.openxmlformats.org/package/2006/metadata/core-properties" => "cp",
        name if name.starts_with("wordpress.org/export/") => {
            if name.trim_end_matches('/').ends_with("excerpt") { "excerpt" } else { "wp" }
        }
        _ => "?",
    }
}

fn problem(error: &quick_xml::Error) -> XmlProblem {
    match error {
        quick_xml::Error::Io(error) if error.kind() == io::ErrorKind::QuotaExceeded => XmlProblem::TooLong,
        other => {
            let said: String = other.to_string().chars().filter(|c| !c.is_control()).take(160).collect();
            XmlProblem::Broken(said)
        }
    }
}

/// Counts lines, and fails where one event would take more than it may.
struct Bounded<R> {
    inner: R,
    left: u64,
    line: u64,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        if let Ok(buffer) = self.inner.fill_buf() {
            let passed = buffer.get(..amount).unwrap_or(buffer);
            self.line += passed.iter().filter(|&&byte| byte == b'\n').count() as u64;
        }
        self.left = self.left.saturating_sub(amount as u64);
        self.inner.consume(amount);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(xml: &str) -> Result<Element, XmlProblem> {
        let mut xml = Xml::new(xml.as_bytes());
        match xml.step()? {
            Some(Step::Open(element)) => xml.rest_of(element),
            other => Err(XmlProblem::Broken(format!("{other:?}"))),
        }
    }

    #[test]
    fn names_carry_the_usual_prefix_whatever_the_file_writes() {
        let root = tree(
            "<a xmlns:x='http://purl.org/dc/elements/1.1/' xmlns:y='urn:y'><x:creator k='1 &lt; 2'>Lan &amp; Hoà &nbsp;&#272;&lạ;</x:creator><y:z/></a>",
        )
        .unwrap();
        let names: Vec<&str> = root.children().map(|child| child.name.as_str()).collect();
        assert_eq!(names, ["dc:creator", "?:z"]);
        let creator = root.child("dc:creator").unwrap();
        assert_eq!(creator.attribute("k"), Some("1 < 2"));
        assert_eq!(creator.text(), "Lan & Hoà \u{A0}Đ&lạ;");
    }

    #[test]
    fn markup_inside_is_written_out_again() {
        let root = tree("<a><p class='x'>một <b>hai</b> &lt; ba<br/></p></a>").unwrap();
        assert_eq!(root.markup(), "<p class=\"x\">một <b>hai</b> &lt; ba<br></p>");
    }

    #[test]
    fn a_bomb_of_entities_is_refused_before_it_goes_off() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
        assert_eq!(tree(bomb), Err(XmlProblem::Entities));
    }

    #[test]
    fn what_is_nested_too_deep_is_refused() {
        assert_eq!(tree(&"<a>".repeat(100_000)), Err(XmlProblem::TooDeep));
    }

    #[test]
    fn an_element_that_is_too_large_is_passed_over_and_the_next_is_there() {
        let text = format!("<a><b>{}</b><c>còn</c></a>", "<i/>".repeat(MAX_TREE / NODE_COST + 1));
        let mut xml = Xml::new(text.as_bytes());
        xml.step().unwrap();
        let Some(Step::Open(large)) = xml.step().unwrap() else { panic!("an element opens") };
        assert_eq!(xml.rest_of(large), Err(XmlProblem::TooLarge));
        let Some(Step::Open(next)) = xml.step().unwrap() else { panic!("another follows") };
        assert_eq!(xml.rest_of(next).unwrap().text(), "còn");
    }

    #[test]
    fn a_text_without_end_is_refused_in_bounded_memory() {
        let endless = b"<a>".chain(io::repeat(b'x'));
        let mut xml = Xml::new(io::BufReader::new(endless));
        let Some(Step::Open(root)) = xml.step().unwrap() else { panic!("an element opens") };
        assert_eq!(xml.rest_of(root), Err(XmlProblem::TooLong));
    }

    #[test]
    fn broken_xml_says_where_it_breaks() {
        let mut xml = Xml::new(&b"<a>\n<b>\n</c>"[..]);
        while let Ok(Some(_)) = xml.step() {}
        assert_eq!(xml.line(), 3);
        assert!(matches!(tree("<a><b></a>"), Err(XmlProblem::Broken(_))));
        assert!(matches!(tree("<a>"), Err(XmlProblem::Broken(_))));
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_a_crash(text in "[<>/a-c!&;\\[\\]\\-\"'= ?x:]{0,80}") {
            let mut xml = Xml::new(text.as_bytes());
            while let Ok(Some(_)) = xml.step() {}
        }
    }
}
