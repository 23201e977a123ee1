//! `tangthu check --absent TEXT`: whether a text is in no file of an archive any more, and in no index of it.
//!
//! Every file of the folder is looked at, whoever put it there: parts and the viewer's files word by word, or by their bytes where they are no
//! text; kept originals and whatever else lies there are read by the libraries that read inputs. The index is asked as a search
//! asks it. A file that cannot be read proves nothing, and is named.

use crate::{
    commands::read_pdf,
    generations::{LIST_NAME, List},
    holdings::Holdings,
    output::Problem,
    workshop::folder_near,
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read,
    path::{Path, PathBuf},
};
use tangthu_archive::{ATTACHMENT_FOLDER, MANIFEST_NAME, MAX_ATTACHMENT_BYTES, PART_FOLDER};
use tangthu_engine::SearchRequest;
use tangthu_ingest::{PdfProcess, Said, look_inside};
use tangthu_text::{normal_word, tokens};

/// How many parts of a file that hold the text, or cannot be looked into, are named.
const NAMED: usize = 3;

/// What stands against it: files with a sentence each.
type Found = Vec<(String, String)>;

/// What looking brought to light.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// What holds the text, or cannot be looked into, so that nothing is proven.
    pub(super) against: Found,
    /// What is worth knowing and stands against nothing.
    pub(super) notes: Vec<String>,
}

/// Looks for `text` everywhere in the archive.
pub(super) fn look(holdings: &Holdings, text: &str) -> Result<Outcome, Problem> {
    let words = words_of(text);
    if words.is_empty() {
        return Err(Problem::new(format_args!(
            "\"{text}\" holds no word to look for; give --absent the text that was removed"
        )));
    }
    let (mut found, mut pictures) = (Found::new(), Vec::new());
    let named = holdings.all_names()?;
    let files = if holdings.is_file() { vec![holdings.path.clone()] } else { files_below(&holdings.folder)? };
    let of_site =
        List::read(&holdings.folder).ok().flatten().map(|list| list.now.current).unwrap_or_default();
    let looker =
        Looker { text, words: &words, pdf: read_pdf::process()?, aside: folder_near(&holdings.folder) };
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for path in files {
        let name = path.strip_prefix(&holdings.folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let stored = fs::read(&path).map_err(|error| {
            Problem::new(format_args!(
                "{} cannot be read ({error}), so nothing is proven; check its permissions",
                path.display()
            ))
        })?;
        let is_part = name.starts_with(&format!("{PART_FOLDER}/"));
        let is_kept = name.starts_with(&format!("{ATTACHMENT_FOLDER}/"));
        let is_ours = holdings.is_file() || is_part || name == MANIFEST_NAME;
        if is_kept || !is_ours && !of_site.contains(&name) {
            pictures.extend(looker.look(&name, stored, &mut found));
            continue;
        }
        let Some(content) = opened(&stored) else {
            found.push((
                name,
                "is larger than any part or attachment and proves nothing; remove it if it is not yours"
                    .to_owned(),
            ));
            continue;
        };
        let holds = match std::str::from_utf8(&content) {
            Ok(content) => holds_words(content, &words, &mut seen),
            Err(_) => holds_bytes(&content, text),
        };
        if holds {
            found.push((name, "holds the text".to_owned()));
        } else if is_part && !named.contains(&name) && std::str::from_utf8(&content).is_err() {
            let what = "is no part of the archive, and what it indexes cannot be told; it was left by a generation before: remove it, or build again";
            found.push((name, what.to_owned()));
        }
    }
    name_owners(holdings, &mut found)?;
    found.extend(in_index(holdings, &words, &seen)?);
    let notes = match pictures.len() {
        0 => Vec::new(),
        // Word processors put a small picture of the first page into their files, of which nobody knows.
        count => vec![format!(
            "pictures or recordings among the files: {count}{}; what they show or say is not looked for",
            listed(&pictures)
        )],
    };
    Ok(Outcome { against: found, notes })
}

/// Looks into files that are no parts of an archive: kept originals, and whatever somebody put beside them.
struct Looker<'a> {
    text: &'a str,
    words: &'a [String],
    pdf: PdfProcess,
    aside: PathBuf,
}

impl Looker<'_> {
    /// Looks into a file; returns the pictures and recordings that it is or holds.
    fn look(&self, name: &str, stored: Vec<u8>, found: &mut Found) -> Vec<String> {
        let mut places: BTreeSet<String> = BTreeSet::new();
        let inside = look_inside(name, stored, Some(&self.pdf), &self.aside, &mut |within, said| {
            // What a kept file says was never indexed, so it tells nothing of the words that the index may hold.
            let holds = match said {
                Said::Text(text) => text_holds(text, self.words, &mut BTreeSet::new()),
                Said::Bytes(bytes) => holds_bytes(bytes, self.text) || holds_bytes(bytes, wide(self.text)),
            };
            if holds {
                places.insert(within.to_owned());
            }
        });
        if !places.is_empty() {
            let places =
                listed(&places.iter().filter(|place| !place.is_empty()).cloned().collect::<Vec<_>>());
            found.push((name.to_owned(), format!("holds the text{places}")));
        }
        let mut reasons: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for unread in inside.unread {
            reasons.entry(unread.reason).or_default().push(unread.within);
        }
        for (reason, places) in reasons {
            let places = listed(&places.into_iter().filter(|place| !place.is_empty()).collect::<Vec<_>>());
            let what = format!(
                "could not be looked into{places} ({reason}), so it is not proven that the text is gone; look at it yourself"
            );
            found.push((name.to_owned(), what));
        }
        let place =
            |within: String| if within.is_empty() { name.to_owned() } else { format!("{name}: {within}") };
        inside.pictures.into_iter().map(place).collect()
    }
}

/// Parts of a file, as a sentence names them.
fn listed(places: &[String]) -> String {
    if places.is_empty() {
        return String::new();
    }
    let more = if places.len() > NAMED { " …" } else { "" };
    format!(", in {}{more}", places.get(..NAMED).unwrap_or(places).join(", "))
}

/// Says of kept files to which documents they belong: their own names are hashes.
fn name_owners(holdings: &Holdings, found: &mut Found) -> Result<(), Problem> {
    let kept = format!("{ATTACHMENT_FOLDER}/");
    let mut owners: BTreeMap<String, Option<String>> = found
        .iter()
        .filter(|(name, _)| name.starts_with(&kept))
        .map(|(name, _)| (name.clone(), None))
        .collect();
    if owners.is_empty() {
        return Ok(());
    }
    holdings.each(&mut |document| {
        for attachment in &document.attachments {
            if let Some(owner) = attachment.path().and_then(|path| owners.get_mut(&path)) {
                owner.get_or_insert_with(|| {
                    format!("(\"{}\" of the document \"{}\")", attachment.name, document.id)
                });
            }
        }
        Ok(())
    })?;
    for (name, what) in found {
        if let Some(Some(owner)) = owners.get(name) {
            *what = format!("{owner} {what}");
        }
    }
    Ok(())
}

/// Asks the index: for the whole text as a phrase, and for each word that no file holds.
fn in_index(holdings: &Holdings, words: &[String], seen: &BTreeSet<&str>) -> Result<Found, Problem> {
    let mut found = Found::new();
    let mut ask = |words: &[String]| -> Result<(), Problem> {
        let query = format!("\"{}\"", words.join(" "));
        let request = SearchRequest { query: query.clone(), limit: 10, ..SearchRequest::default() };
        let answer = pollster::block_on(holdings.reader.search(&request, &|| false, async || {}));
        let answer = answer.map_err(|failure| holdings.failed(&failure))?;
        // A word that occurs nowhere may be answered by one like it: only what holds the very words counts.
        for hit in answer.hits {
            let document = pollster::block_on(holdings.reader.stored(&hit.id))
                .map_err(|failure| holdings.failed(&failure))?;
            let document = serde_json::to_value(document)?;
            if value_holds(&document, words, &mut BTreeSet::new()) {
                found.push((format!("document \"{}\"", hit.id), format!("is found by {query}")));
            }
        }
        Ok(())
    };
    ask(words)?;
    words
        .iter()
        .filter(|word| !seen.contains(word.as_str()))
        .try_for_each(|word| ask(std::slice::from_ref(word)))?;
    Ok(found)
}

fn words_of(text: &str) -> Vec<String> {
    let tokens = tokens(text).into_iter().filter(|token| !token.part);
    tokens.map(|token| normal_word(&token.word)).collect()
}

/// Whether a text holds the words side by side: in JSON, in one of its strings.
fn holds_words<'w>(content: &str, words: &'w [String], seen: &mut BTreeSet<&'w str>) -> bool {
    match serde_json::from_str::<Value>(content) {
        Ok(value) => value_holds(&value, words, seen),
        Err(_) => text_holds(content, words, seen),
    }
}

fn value_holds<'w>(value: &Value, words: &'w [String], seen: &mut BTreeSet<&'w str>) -> bool {
    match value {
        Value::String(text) => text_holds(text, words, seen),
        Value::Array(values) => any(values, |value| value_holds(value, words, seen)),
        Value::Object(fields) => any(fields, |(key, value)| {
            let in_key = text_holds(key, words, seen);
            value_holds(value, words, seen) || in_key
        }),
        _ => false,
    }
}

/// Whether one of several holds it. All are looked at, so that every word that occurs is noted.
fn any<T>(values: impl IntoIterator<Item = T>, mut holds: impl FnMut(T) -> bool) -> bool {
    values.into_iter().filter_map(|value| holds(value).then_some(())).count() > 0
}

fn text_holds<'w>(text: &str, words: &'w [String], seen: &mut BTreeSet<&'w str>) -> bool {
    let found = words_of(text);
    seen.extend(words.iter().filter(|word| found.contains(word)).map(String::as_str));
    found.windows(words.len()).any(|window| window == words)
}

/// Whether bytes that are no text hold it as it was typed.
fn holds_bytes(content: &[u8], text: impl AsRef<[u8]>) -> bool {
    let text = text.as_ref().trim_ascii();
    !text.is_empty() && content.windows(text.len()).any(|window| window == text)
}

/// A text as programs of Microsoft write it in their own files: two bytes a letter.
fn wide(text: &str) -> Vec<u8> {
    text.trim().encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// What a file holds, without gzip; none where that is longer than any part or attachment may be.
fn opened(stored: &[u8]) -> Option<Vec<u8>> {
    if !stored.starts_with(&[0x1F, 0x8B]) {
        return Some(stored.to_vec());
    }
    let mut content = Vec::new();
    match flate2::read::MultiGzDecoder::new(stored).take(MAX_ATTACHMENT_BYTES + 1).read_to_end(&mut content) {
        Ok(length) => (length as u64 <= MAX_ATTACHMENT_BYTES).then_some(content),
        // What is no whole gzip is looked at as it lies there.
        Err(_) => Some(stored.to_vec()),
    }
}

/// Every file below a folder, hidden ones too, but for the list of names.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let cannot = |path: &Path, error: &std::io::Error| {
        Problem::new(format_args!(
            "{} cannot be read ({error}), so nothing is proven; check its permissions",
            path.display()
        ))
    };
    let (mut files, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| cannot(&folder, &error))? {
            let entry = entry.map_err(|error| cannot(&folder, &error))?;
            let kind = entry.file_type().map_err(|error| cannot(&entry.path(), &error))?;
            match () {
                () if kind.is_dir() => open.push(entry.path()),
                () if kind.is_file() && entry.file_name() != LIST_NAME => files.push(entry.path()),
                () => {}
            }
        }
    }
    files.sort();
    Ok(files)
}
