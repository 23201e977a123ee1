//! `tangthu check --absent TEXT`: whether a text is in no file of an archive any more, and in no index of it.
//!
//! Every file of the folder is looked at, whoever put it there: what is JSON or text, word by word; what is not, by its bytes. The
//! index is asked as a search asks it. A file that can be read neither way and is no part of the archive proves nothing, and
//! is named.

use crate::{generations::LIST_NAME, holdings::Holdings, output::Problem};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    fs,
    io::Read,
    path::{Path, PathBuf},
};
use tangthu_archive::MAX_ATTACHMENT_BYTES;
use tangthu_engine::SearchRequest;
use tangthu_text::{normal_word, tokens};

/// What stands against it: files with a sentence each.
pub(super) type Found = Vec<(String, String)>;

/// Looks for `text` everywhere in the archive.
pub(super) fn look(holdings: &Holdings, text: &str) -> Result<Found, Problem> {
    let words = words_of(text);
    if words.is_empty() {
        return Err(Problem::new(format_args!(
            "\"{text}\" holds no word to look for; give --absent the text that was removed"
        )));
    }
    let mut found = Found::new();
    let named = holdings.all_names()?;
    let files = if holdings.is_file() { vec![holdings.path.clone()] } else { files_below(&holdings.folder)? };
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for path in files {
        let name = path.strip_prefix(&holdings.folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let stored = fs::read(&path).map_err(|error| {
            Problem::new(format_args!(
                "{} cannot be read ({error}), so nothing is proven; check its permissions",
                path.display()
            ))
        })?;
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
        } else if name.starts_with("parts/")
            && !named.contains(&name)
            && std::str::from_utf8(&content).is_err()
        {
            let what = "is no part of the archive, and what it indexes cannot be told; it was left by a generation before: remove it, or build again";
            found.push((name, what.to_owned()));
        }
    }
    found.extend(in_index(holdings, &words, &seen)?);
    Ok(found)
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
fn holds_bytes(content: &[u8], text: &str) -> bool {
    let text = text.trim().as_bytes();
    !text.is_empty() && content.windows(text.len()).any(|window| window == text)
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
