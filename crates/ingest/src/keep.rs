//! What becomes of a document that was read: its id, its provenance, and whether it was there before.

mod lost;
mod missing;
mod records;

use crate::{
    TOOL,
    attach::Original,
    html::PageFile,
    ids::{self, Claim, Ids},
    item::{Item, Notice, Place},
    margin, official, record,
    tree::{Listings, Tree},
    warc::Web,
};
use missing::Missing;
use records::Records;
use std::collections::HashSet;
use tangthu_archive::{
    Block, Document, MAX_SECTION_BYTES, MAX_SECTION_STEPS, PartialDate, Provenance, Sha256Hex,
};

/// The longest document that is kept, in bytes as it is stored: a part of an archive may hold 32 MB, and the mentions that
/// are found in a document are stored with it.
const MAX_DOCUMENT: usize = 8 * 1024 * 1024;

/// Hands documents and notices on, each document once.
pub(crate) struct Keeper<'a> {
    ids: Ids,
    records: Records,
    /// Whether pages are kept as they were found.
    pub(crate) keep_sources: bool,
    /// Files that were handed on, and their length in all.
    pub(crate) stored: HashSet<Sha256Hex>,
    pub(crate) stored_bytes: u64,
    /// Files of the input that went along with a document, as reports call them.
    pub(crate) attached: HashSet<String>,
    pub(crate) listings: Listings,
    missing: Missing,
    /// How many documents were handed on.
    pub(crate) documents: u64,
    /// The file of which it was said that its records have no ids.
    nameless: Option<String>,
    /// The file of which it was said that letters of it were lost.
    lost: Option<String>,
    pub(crate) sink: &'a mut dyn FnMut(Item),
}

/// Where a document comes from.
#[derive(Clone, Copy)]
pub(crate) struct From<'a> {
    /// Its input, as notices and provenance name it.
    pub(crate) input: &'a str,
    /// What its id is made of, where it has no address: the path below what the publisher named.
    pub(crate) path: &'a str,
    pub(crate) place: Option<Place>,
    /// The hash of the bytes it was read from.
    pub(crate) hash: Sha256Hex,
    /// Whether it is all that its file holds.
    pub(crate) alone: bool,
    /// What a crawl says of the file.
    pub(crate) web: Option<&'a Web<'a>>,
    /// The folder or container that its neighbours are in, and its path there.
    pub(crate) tree: &'a Tree,
    pub(crate) within: &'a str,
    /// The file itself, where it may be kept beside its text.
    pub(crate) original: Option<Original<'a>>,
}

impl<'a> Keeper<'a> {
    pub(crate) fn new(keep_sources: bool, sink: &'a mut dyn FnMut(Item)) -> Self {
        let (stored, attached) = (HashSet::new(), HashSet::new());
        Self {
            ids: Ids::default(),
            records: Records::default(),
            keep_sources,
            stored,
            stored_bytes: 0,
            attached,
            listings: Listings::default(),
            missing: Missing::default(),
            documents: 0,
            nameless: None,
            lost: None,
            sink,
        }
    }

    pub(crate) fn notice(&mut self, notice: Notice) {
        (self.sink)(Item::Notice(notice));
    }

    /// Gives a document its id and provenance and hands it on with the files it names, unless it was there before.
    pub(crate) fn keep(&mut self, document: Document, from: &From) {
        self.keep_with(document, None, from);
    }

    /// As [`Keeper::keep`], for a page whose reader listed its files.
    pub(crate) fn keep_with(&mut self, mut document: Document, files: Option<Vec<PageFile>>, from: &From) {
        mend_numbers(&mut document);
        if from.alone {
            official::recognise(&mut document);
        }
        if let Some(web) = from.web {
            match &document.url {
                // A feed sums up pages; where the crawl holds the page itself, that is the document.
                Some(url) if !from.alone && web.crawl.find(url).is_some() => return,
                None if from.alone && web.url.starts_with("http") => document.url = Some(web.url.to_owned()),
                _ => {}
            }
        }
        if document.cut_section() {
            let reason = format!(
                "its section path is longer than {MAX_SECTION_STEPS} steps or {MAX_SECTION_BYTES} bytes and was cut"
            );
            let remedy = "name the sections from the broadest to the narrowest, and none twice";
            self.notice(Notice::warning(from.input, from.place, reason, remedy));
        }
        if document.title.is_empty() {
            document.title = record::made_title(&document).unwrap_or_else(|| ids::from_path(from.path));
            let reason = "it has no title, so its first words or its name stand for it";
            self.notice(Notice::warning(from.input, from.place, reason, "give it a title"));
        }
        self.warn_lost(&document, from);
        let (content, length) = ids::content_hash(&document);
        if length > MAX_DOCUMENT {
            let shown: String = document.title.chars().take(60).collect();
            let reason =
                format!("the document \"{shown}\" holds more than {} MB of text", MAX_DOCUMENT / 1024 / 1024);
            let remedy = "split it into documents, by chapters for example";
            return self.notice(Notice::skipped(from.input, from.place, reason, remedy));
        }
        let is_of_path = document.id.is_empty() && document.url.is_none() && from.alone;
        let is_record = !document.id.is_empty() && !from.alone && from.web.is_none();
        if is_record && self.is_here_with_files(&document) {
            return self.folded(&document.id, from);
        }
        let stated = is_record.then(|| ids::stated(from.path, &document.id));
        if let Some(stated) = &stated {
            let (id, notice) = self.records.id(stated, &content, &self.ids, from);
            document.id = id;
            notice.into_iter().for_each(|notice| self.notice(notice));
        }
        if document.id.is_empty() {
            document.id = match &document.url {
                Some(url) => ids::from_url(url),
                None if from.alone => ids::from_path(from.path),
                None => {
                    self.warn_nameless(from);
                    ids::inside(from.path, &content.to_string())
                }
            };
        }
        let file = if is_record { self.records.file(from.input) } else { 0 };
        let asked = document.id.clone();
        match self.ids.claim(&document.id, &content, file) {
            Claim::Free => {}
            Claim::Same(id) => {
                self.folded(&document.id, from);
                document.id = id;
                return self.complete(document, files, from);
            }
            // Whether these are states of one page, the packer finds out and reports.
            Claim::Taken(other)
                if document.url.as_deref().is_some_and(|url| document.id == ids::from_url(url)) =>
            {
                document.id = other;
            }
            // Whether these are one document in two formats, too.
            Claim::Taken(other) if is_of_path && ids::shares_path(&other, from.input) => document.id = other,
            Claim::Taken(other) => {
                let reason = format!(
                    "another document has the id \"{}\", so this one is kept as \"{other}\"",
                    document.id
                );
                let remedy = "give each document an id of its own";
                self.notice(Notice::warning(from.input, from.place, reason, remedy));
                document.id = other;
            }
        }
        document.provenance = Some(provenance(document.provenance.take(), from));
        let missing = self.attach(&mut document, files, from);
        self.lacks(&document, missing, from);
        self.has_files(&document, from);
        self.came(&asked, &document, from);
        // What has neither of its ids was told apart from another record of its own file.
        let stated = stated.filter(|ids| document.id == ids.own || document.id == ids.in_file);
        self.documents += 1;
        (self.sink)(Item::Document(Box::new(document), stated));
    }

    fn folded(&mut self, id: &str, from: &From) {
        let reason = format!("the document \"{id}\" is here a second time and is kept once");
        self.notice(Notice::folded(from.input, from.place, reason));
    }

    /// Says once a file that letters of it were lost before it came here.
    fn warn_lost(&mut self, document: &Document, from: &From) {
        let Some(word) = lost::shown(document).filter(|_| self.lost.as_deref() != Some(from.input)) else {
            return;
        };
        let reason = format!(
            "letters of it are question marks (\"{word}\"): whoever saved it chose an encoding that lacks them, and they cannot be told from the file"
        );
        let remedy = "save it again from where it is whole, in Excel as \"CSV UTF-8\", in Notepad with the encoding UTF-8";
        self.notice(Notice::warning(from.input, from.place, reason, remedy));
        self.lost = Some(from.input.to_owned());
    }

    /// Says once a file that its records have nothing by which they are known when they come again.
    fn warn_nameless(&mut self, from: &From) {
        if self.nameless.as_deref() == Some(from.input) || from.web.is_some() {
            return;
        }
        self.nameless = Some(from.input.to_owned());
        let reason = "its records have neither an id nor an address, so each is known by what it says: once it is edited, it counts as \
            another document, and links to it end nowhere";
        let remedy = "if the archive is to be brought up to date, name the column or field that tells the records apart in \
            tangthu.toml: [fields] and below it id = \"ITS NAME\"";
        self.notice(Notice::warning(from.input, from.place, reason, remedy));
    }
}

/// Makes numbers of documents whole that cells of a table hold on two lines.
fn mend_numbers(document: &mut Document) {
    let cells = document.body.iter_mut().flat_map(|block| match block {
        Block::Table { head, rows } => std::iter::once(head).chain(rows).flatten().collect(),
        _ => Vec::new(),
    });
    for text in cells.chain(&mut document.number) {
        if let Some(whole) = margin::with_whole_numbers(text) {
            *text = whole;
        }
    }
    if let Some(number) = &mut document.number {
        let bare = bare_number(number);
        if bare.len() < number.len() {
            *number = bare.to_owned();
        }
    }
}

/// A document's number without the word before it: cells hold "Số: 15/QĐ-UBND".
fn bare_number(number: &str) -> &str {
    let after = ["Số", "SỐ", "số"].iter().find_map(|word| number.strip_prefix(word));
    let bare = after.map(|rest| rest.trim_start_matches([':', ' ', '.']));
    bare.filter(|bare| bare.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(number)
}

/// How the document came here. What an archive says of that stays whole, for the archive is only a place where it stood in
/// between; of other records the time of the crawl is believed, where nothing knows better.
fn provenance(earlier: Option<Provenance>, from: &From) -> Provenance {
    let earlier = earlier.unwrap_or_default();
    if earlier.input.is_some() || earlier.sha256.is_some() {
        return earlier;
    }
    let crawled: Option<PartialDate> = from.web.and_then(|web| web.crawled).or(earlier.crawled);
    Provenance {
        input: Some(tangthu_text::clean(from.web.map_or(from.input, |web| web.input))),
        sha256: Some(from.hash),
        crawled,
        digest: from.web.and_then(|web| web.digest.clone()),
        tool: Some(TOOL.to_owned()),
        copies: earlier.copies,
    }
}
