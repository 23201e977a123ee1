//! Mail (RFC 5322, MIME): a message is a document, and what is attached to it are its files.
//!
//! The crate `mailparse` tells the parts apart. Their text goes through the readers of text and of HTML, so encodings are repaired
//! as everywhere; the files lie in a [`Container`], in which the document finds them as it would in a folder. Where one message of a
//! mailbox ends, `mail/mailbox.rs` tells; which of the files are documents of their own, `input/mail.rs`.

pub(crate) mod mailbox;

use crate::{
    attach, container::Container, dates, decode, html, paths, plain, record::Notes, record::one_line,
    seekable::put_aside,
};
use mailparse::{DispositionType, MailAddr, MailHeaderMap, ParsedMail};
use std::{collections::HashMap, path::Path};
use tangthu_archive::{Attachment, Block, Document, Sha256Hex};

/// The most files of a message that are kept.
const MAX_FILES: usize = 500;

/// The longest name of a file, in characters.
const MAX_NAME: usize = 120;

/// Parts that say something of the message and nothing to its reader.
const SEALS: [&str; 3] =
    ["application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"];

/// A message that was read.
pub(crate) struct Message {
    pub(crate) document: Document,
    /// What is attached to it.
    pub(crate) files: Container,
    /// Its own name, by which it is known wherever it lies.
    pub(crate) id: Option<String>,
}

/// Whether a file with this ending that begins with `head` is a message.
pub(crate) fn is_message(ending: &str, head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let mut names: Vec<String> = Vec::new();
    for line in head.split(|&byte| byte == b'\n') {
        match field_name(line) {
            _ if line.trim_ascii().is_empty() || line.starts_with(b" ") || line.starts_with(b"\t") => {}
            Some(name) => names.push(name),
            None if ending == "eml" => {}
            None => return false,
        }
        if line.trim_ascii().is_empty() {
            break;
        }
    }
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let is_sent = has("from") && has("date");
    let is_of_mail = ["subject", "message-id", "mime-version", "received", "to"].into_iter().any(has);
    // The name is believed where the content has anything of mail.
    is_sent && is_of_mail || ending == "eml" && (has("from") || has("mime-version") || has("subject"))
}

/// The name of the field that a line begins, in small letters.
fn field_name(line: &[u8]) -> Option<String> {
    let name = line.split(|&byte| byte == b':').next().filter(|name| name.len() < line.len())?;
    let name = name.trim_ascii_end();
    let is_name = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    is_name.then(|| String::from_utf8_lossy(name).to_ascii_lowercase())
}

/// Reads a message; its files are put aside in the folder `aside`.
///
/// # Errors
/// Why it is no document, and what to do about it.
pub(crate) fn read(bytes: &[u8], aside: &Path, notes: &mut Notes) -> Result<Message, (String, &'static str)> {
    const GET_AGAIN: &str = "save it again from the mail program, or leave it out";
    let mail = mailparse::parse_mail(bytes)
        .map_err(|error| (format!("its parts cannot be told apart ({error})"), GET_AGAIN))?;
    if mail.parts().any(is_sealed) {
        let reason = "it is encrypted, so nobody but its reader can open it";
        return Err((reason.to_owned(), "open it in the mail program and save its text and its files"));
    }
    let mut found = Found { notes, blocks: Vec::new(), files: Vec::new(), left_out: 0 };
    found.part(&mail);
    let Found { notes, mut blocks, files, left_out } = found;
    if left_out > 0 {
        let reason = format!("more than {MAX_FILES} files are attached to it, and {left_out} were left out");
        notes.warn(reason, "save them from the mail program, and read them beside it");
    }
    if blocks.is_empty() && files.is_empty() {
        return Err((
            "it holds neither a text nor a file: it is empty, damaged or cut off".to_owned(),
            GET_AGAIN,
        ));
    }
    let by_reference: HashMap<&str, &str> =
        files.iter().filter_map(|file| Some((file.reference.as_deref()?, file.name.as_str()))).collect();
    for block in &mut blocks {
        if let Block::Figure { image: Some(image), .. } = block
            && let Some(name) = image.strip_prefix("cid:").and_then(|own| by_reference.get(own))
        {
            *image = (*name).to_owned();
        }
    }
    let date = header(&mail, "Date");
    let published = date.as_deref().and_then(|date| dates::read_date(&dates::mail::iso(date)).ok());
    if let (Some(date), None) = (date, published) {
        let reason = format!("its date \"{}\" was not understood and was left out", shown(&date));
        notes.warn(reason, "correct the line that begins with \"Date:\"");
    }
    let document = Document {
        title: header(&mail, "Subject").unwrap_or_default(),
        published,
        authors: sender(&mail).into_iter().collect(),
        attachments: files.iter().map(File::listed).collect(),
        body: blocks,
        ..Document::default()
    };
    let lengths = files.iter().map(|file| (file.name.clone(), file.bytes.len() as u64)).collect::<Vec<_>>();
    let all: Vec<u8> = files.into_iter().flat_map(|file| file.bytes).collect();
    let aside = put_aside(all.as_slice(), aside)
        .map_err(|error| (format!("there is no room to put its files aside ({error})"), "make room"))?;
    let id = header(&mail, "Message-ID").map(|id| format!("m-{}", Sha256Hex::of(id.as_bytes()).prefix(16)));
    Ok(Message { document, files: Container::of(aside, lengths), id })
}

fn is_sealed(part: &ParsedMail) -> bool {
    part.ctype.mimetype == "multipart/encrypted"
        || matches!(&*part.ctype.mimetype, "application/pkcs7-mime" | "application/x-pkcs7-mime")
            && part.ctype.params.get("smime-type").is_none_or(|kind| kind != "signed-data")
}

/// A file that is attached.
struct File {
    name: String,
    /// What the text of the message calls it (`cid:`).
    reference: Option<String>,
    bytes: Vec<u8>,
}

impl File {
    fn listed(&self) -> Attachment {
        let name = attach::reference(&self.name, "");
        Attachment { name, media_type: None, bytes: None, sha256: None }
    }
}

/// What a message holds, in its order.
struct Found<'n, 'a> {
    notes: &'n mut Notes<'a>,
    blocks: Vec<Block>,
    files: Vec<File>,
    /// How many files were left out.
    left_out: usize,
}

impl Found<'_, '_> {
    fn part(&mut self, part: &ParsedMail) {
        match &*part.ctype.mimetype {
            "multipart/alternative" => self.alternatives(&part.subparts),
            kind if kind.starts_with("multipart/") => part.subparts.iter().for_each(|part| self.part(part)),
            kind if SEALS.contains(&kind) => {}
            "text/plain" | "text/html" if name_of(part).is_none() && !is_attached(part) => self.text(part),
            _ => self.file(part),
        }
    }

    /// Of one text in several forms the last that says anything, which is the richest; the files of all.
    fn alternatives(&mut self, parts: &[ParsedMail]) {
        let has_words = |blocks: &[Block]| blocks.iter().flat_map(Block::texts).any(|text| !text.is_empty());
        let before = std::mem::take(&mut self.blocks);
        let mut chosen: Vec<Block> = Vec::new();
        for part in parts.iter().rev() {
            let is_said = has_words(&chosen);
            if is_said && part.ctype.mimetype.starts_with("text/") {
                continue;
            }
            self.part(part);
            let blocks = std::mem::take(&mut self.blocks);
            if !is_said && (chosen.is_empty() || has_words(&blocks)) {
                chosen = blocks;
            }
        }
        self.blocks = before;
        self.blocks.extend(chosen);
    }

    fn text(&mut self, part: &ParsedMail) {
        let Some(bytes) = self.content(part) else { return };
        let is_html = part.ctype.mimetype == "text/html";
        let stated = part.ctype.params.get("charset").cloned();
        let charset = stated.or_else(|| html::declared_in(&bytes).filter(|_| is_html));
        let decoded = decode::decode_as(&bytes, charset.as_deref());
        if let Some(warning) = decoded.warning {
            self.notes.warn(warning, "check its letters");
        }
        let is_flowed =
            part.ctype.params.get("format").is_some_and(|form| form.eq_ignore_ascii_case("flowed"));
        let blocks = match (is_html, is_flowed) {
            (true, _) => html::fragment(&decoded.text),
            (false, true) => plain_blocks(&unflowed(&decoded.text)),
            (false, false) => plain_blocks(&decoded.text),
        };
        self.blocks.extend(blocks);
    }

    fn file(&mut self, part: &ParsedMail) {
        if self.files.len() == MAX_FILES {
            self.left_out += 1;
            return;
        }
        let Some(bytes) = self.content(part).filter(|bytes| !bytes.is_empty()) else { return };
        let reference = part.headers.get_first_value("Content-ID");
        let reference = reference.map(|id| id.trim().trim_matches(['<', '>']).to_owned());
        let number = self.files.len() + 1;
        let ending = if part.ctype.mimetype == "message/rfc822" { ".eml" } else { "" };
        let name = name_of(part).unwrap_or_else(|| format!("part-{number}{ending}"));
        let is_free = |name: &str| self.files.iter().all(|file| !file.name.eq_ignore_ascii_case(name));
        let others = (number..).map(|number| format!("{number}-{name}"));
        let name = std::iter::once(name.clone()).chain(others).find(|name| is_free(name)).unwrap_or(name);
        self.files.push(File { name, reference, bytes });
    }

    /// What a part holds, out of the code in which it was sent.
    fn content(&mut self, part: &ParsedMail) -> Option<Vec<u8>> {
        part.get_body_raw()
            .map_err(|error| {
                let name = name_of(part).unwrap_or_else(|| part.ctype.mimetype.clone());
                let reason = format!("a part of it ({}) cannot be decoded ({error})", shown(&name));
                self.notes.warn(reason, "it was left out; save it from the mail program");
            })
            .ok()
    }
}

fn is_attached(part: &ParsedMail) -> bool {
    part.get_content_disposition().disposition == DispositionType::Attachment
}

/// What a file is called, without anything that leads elsewhere.
fn name_of(part: &ParsedMail) -> Option<String> {
    let disposition = part.get_content_disposition();
    let name = disposition.params.get("filename").or_else(|| part.ctype.params.get("name"))?;
    let name = one_line(&decode::decode(name.as_bytes()).text);
    let last = name.rsplit(['/', '\\']).next()?.trim_start_matches(['.', '~', '$', ' ']);
    let plain: String =
        last.chars().map(|c| if matches!(c, ':' | '?' | '#' | '%') { '-' } else { c }).collect();
    let cut = plain.chars().count().saturating_sub(MAX_NAME);
    // The ending says what it is.
    paths::plain(&plain.chars().skip(cut).collect::<String>()).ok()
}

/// A text as paragraphs, and what it quotes of another message as quotes.
fn plain_blocks(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().collect();
    let quoted = |line: &&str| line.starts_with('>');
    let mut blocks = Vec::new();
    for run in lines.chunk_by(|one, other| quoted(one) == quoted(other)) {
        let bare = |line: &&str| one_line(line.trim_start_matches(['>', ' ']));
        if run.first().is_some_and(quoted) {
            let paragraphs = plain::paragraphs(run.iter().map(bare).collect());
            blocks.extend(paragraphs.into_iter().map(|text| Block::Quote { text }));
        } else {
            let paragraphs = plain::paragraphs(run.iter().map(|line| one_line(line)).collect());
            blocks.extend(paragraphs.into_iter().map(|text| Block::Paragraph { text }));
        }
    }
    blocks
}

/// A text without the breaks that mail put into it (RFC 3676): a line that ends with a blank goes on.
fn unflowed(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    for line in text.lines() {
        let goes_on = line.ends_with(' ') && line != "-- " && !line.starts_with('>');
        whole.push_str(line.strip_prefix(' ').unwrap_or(line));
        if !goes_on {
            whole.push('\n');
        }
    }
    whole
}

/// The value of a field, its letters made whole.
fn header(mail: &ParsedMail, name: &str) -> Option<String> {
    let header = mail.headers.get_first_header(name)?;
    let raw = header.get_value_raw();
    let value = match std::str::from_utf8(raw) {
        Ok(_) => decode::decode(header.get_value().as_bytes()).text,
        Err(_) => decode::decode(raw).text,
    };
    Some(one_line(&value)).filter(|value| !value.is_empty())
}

/// Who sent it: a name, else an address.
fn sender(mail: &ParsedMail) -> Option<String> {
    let header = mail.headers.get_first_header("From")?;
    let is_utf8 = std::str::from_utf8(header.get_value_raw()).is_ok();
    let parsed = match is_utf8 {
        true => mailparse::addrparse_header(header),
        false => mailparse::addrparse(&decode::decode(header.get_value_raw()).text),
    };
    let (name, address) = match parsed.ok()?.into_inner().into_iter().next()? {
        MailAddr::Single(one) => (one.display_name, Some(one.addr)),
        MailAddr::Group(group) => (Some(group.group_name), None),
    };
    let name = name.map(|name| one_line(&decode::decode(name.as_bytes()).text));
    name.map(|name| name.trim_matches(['"', '\'']).to_owned()).filter(|name| !name.is_empty()).or(address)
}

fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(80).collect()
}
