//! Writes the tables of `src/nfc.rs` from those of the crate `unicode-normalization`, and takes the notes off the table of
//! abbreviations.
//!
//! That crate itself stays out of the browser: it links the tables of the compatibility forms too, and they cost some 50 KB
//! of the download (brotli) for four letters' worth of use. It is asked here for what it knows, and the tests ask it again.

use std::{env, error::Error, fmt::Write, fs, path::Path};
use unicode_normalization::{UnicodeNormalization, char as unicode};

const HANGUL: std::ops::RangeInclusive<char> = '\u{AC00}'..='\u{D7A3}';

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut pairs = Vec::new();
    let mut others = Vec::new();
    let mut classes: Vec<(u32, u32, u8)> = Vec::new();
    for c in '\0'..=char::MAX {
        let class = unicode::canonical_combining_class(c);
        match classes.last_mut() {
            Some((_, end, last)) if *last == class && *end + 1 == u32::from(c) => *end = u32::from(c),
            _ if class != 0 => classes.push((u32::from(c), u32::from(c), class)),
            _ => {}
        }
        let decomposed: Vec<char> = std::iter::once(c).nfd().collect();
        if decomposed == [c] || HANGUL.contains(&c) {
            continue;
        }
        match composite(c, &decomposed) {
            Some((first, second)) => pairs.push((first, second, c)),
            None => others.push((c, decomposed)),
        }
    }
    pairs.sort_unstable();

    let mut by_composed: Vec<usize> = (0..pairs.len()).collect();
    by_composed.sort_by_key(|&at| pairs[at].2);

    let mut tables = String::new();
    writeln!(tables, "static PAIRS: [(char, char, char); {}] = {pairs:?};", pairs.len())?;
    writeln!(tables, "static PAIRS_BY_COMPOSED: [u16; {}] = {by_composed:?};", pairs.len())?;
    writeln!(tables, "static CLASSES: [(u32, u32, u8); {}] = {classes:?};", classes.len())?;
    let keys: Vec<char> = others.iter().map(|(c, _)| *c).collect();
    let text: String = others.iter().flat_map(|(_, decomposed)| decomposed).collect();
    let lengths: Vec<u8> = others.iter().map(|(_, decomposed)| decomposed.len() as u8).collect();
    writeln!(tables, "static OTHERS: [char; {}] = {keys:?};", keys.len())?;
    writeln!(tables, "static OTHER_LENGTHS: [u8; {}] = {lengths:?};", lengths.len())?;
    writeln!(tables, "static OTHER_TEXT: &str = {text:?};")?;
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("nfc_tables.rs"), tables)?;
    fs::write(Path::new(&out).join("abbreviations.tsv"), without_notes(ABBREVIATIONS)?)?;
    Ok(())
}

/// The table of abbreviations, as people edit it.
const ABBREVIATIONS: &str = "data/abbreviations.tsv";

/// The lines of the table without the notes that are for whoever edits it.
fn without_notes(path: &str) -> Result<String, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={path}");
    let mut lines = String::new();
    for line in fs::read_to_string(path)?.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').take(2).collect();
        writeln!(lines, "{}", fields.join("\t"))?;
    }
    Ok(lines)
}

/// The two characters that compose to `c`, if it is a composed form that NFC keeps.
fn composite(c: char, decomposed: &[char]) -> Option<(char, char)> {
    let (&last, before) = decomposed.split_last()?;
    let mut first = before.iter().copied().nfc();
    let (first, rest) = (first.next()?, first.next());
    (rest.is_none() && unicode::compose(first, last) == Some(c)).then_some((first, last))
}
