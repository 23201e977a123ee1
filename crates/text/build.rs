//! Writes the tables of `src/nfc.rs` from those of the crate `unicode-normalization` and those of `src/lower.rs` from the
//! standard library's, takes the notes off the tables of abbreviations and of words that ask, and makes constants and code of the
//! tables of i and y and of the keys, so that none of them is read when the program runs.
//!
//! The crate itself stays out of the browser: it links the tables of the compatibility forms too, and they cost some 50 KB
//! of the download (brotli) for four letters' worth of use; the standard library's table of capitals costs 5 KB where this
//! one costs half a kilobyte. Both are asked here for what they know, and the tests ask them again.

use std::{env, error::Error, fmt::Write, fs, path::Path};
use unicode_normalization::{UnicodeNormalization, char as unicode};

const HANGUL: std::ops::RangeInclusive<char> = '\u{AC00}'..='\u{D7A3}';

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("tables.rs"), tables()?)?;
    fs::write(Path::new(&out).join("abbreviations.tsv"), without_notes(ABBREVIATIONS, 2)?)?;
    fs::write(Path::new(&out).join("questions.tsv"), without_notes(QUESTIONS, 3)?)?;
    fs::write(Path::new(&out).join("i-y.rs"), onsets()?)?;
    for method in ["telex", "vni"] {
        fs::write(Path::new(&out).join(format!("{method}.rs")), keys(&format!("data/{method}.tsv"))?)?;
    }
    Ok(())
}

/// The source of the tables: each column of numbers is packed, and `src/packed.rs` says how it is read.
fn tables() -> Result<String, Box<dyn Error>> {
    let mut pairs: Vec<[u32; 3]> = Vec::new();
    let mut others: Vec<(char, Vec<char>)> = Vec::new();
    let mut classes: Vec<[u32; 3]> = Vec::new();
    let mut capitals: Vec<[u32; 4]> = Vec::new();
    for c in '\0'..=char::MAX {
        let code = u32::from(c);
        let class = u32::from(unicode::canonical_combining_class(c));
        match classes.last_mut() {
            Some([_, end, last]) if *last == class && *end + 1 == code => *end = code,
            _ if class != 0 => classes.push([code, code, class]),
            _ => {}
        }
        if let Some(lower) = one_lower(c) {
            add_capital(&mut capitals, code, lower);
        }
        let decomposed: Vec<char> = std::iter::once(c).nfd().collect();
        if decomposed == [c] || HANGUL.contains(&c) {
            continue;
        }
        match composite(c, &decomposed) {
            Some((first, second)) => pairs.push([u32::from(first), u32::from(second), code]),
            None => others.push((c, decomposed)),
        }
    }

    let mut tables = String::new();
    for (at, name) in ["PAIR_FIRST", "PAIR_SECOND", "PAIR_COMPOSED"].into_iter().enumerate() {
        column(&mut tables, name, pairs.iter().map(|pair| pair[at]))?;
    }
    for (at, name) in ["CLASS_FROM", "CLASS_TO", "CLASS_NUMBER"].into_iter().enumerate() {
        column(&mut tables, name, classes.iter().map(|class| class[at]))?;
    }
    for (at, name) in ["CAPITAL_FROM", "CAPITAL_TO", "CAPITAL_STEP", "CAPITAL_LOWER"].into_iter().enumerate()
    {
        column(&mut tables, name, capitals.iter().map(|run| run[at]))?;
    }
    column(&mut tables, "OTHER_CHAR", others.iter().map(|(c, _)| u32::from(*c)))?;
    column(&mut tables, "OTHER_LENGTH", others.iter().map(|(_, parts)| parts.len() as u32))?;
    column(&mut tables, "OTHER_PART", others.iter().flat_map(|(_, parts)| parts).map(|&c| u32::from(c)))?;
    Ok(tables)
}

/// Adds a column: each number as its difference from the one before, zigzag, seven bits a byte.
fn column(tables: &mut String, name: &str, numbers: impl Iterator<Item = u32>) -> Result<(), Box<dyn Error>> {
    let mut bytes: Vec<u8> = Vec::new();
    let mut before = 0;
    for number in numbers {
        let difference = i64::from(number) - before;
        before = i64::from(number);
        let mut rest = ((difference << 1) ^ (difference >> 63)) as u64;
        while rest > 127 {
            bytes.push(rest as u8 | 128);
            rest >>= 7;
        }
        bytes.push(rest as u8);
    }
    writeln!(tables, "pub(crate) static {name}: &[u8] = &{bytes:?};")?;
    Ok(())
}

/// The letter that the capital `c` becomes in lower case, where it is one other letter. "İ" alone becomes two.
fn one_lower(c: char) -> Option<u32> {
    let mut lower = c.to_lowercase();
    let (first, rest) = (lower.next()?, lower.next());
    (rest.is_none() && first != c).then_some(u32::from(first))
}

/// Adds a capital to the runs of those that follow each other at one step, as their small letters do.
fn add_capital(capitals: &mut Vec<[u32; 4]>, code: u32, lower: u32) {
    if let Some([from, to, step, small]) = capitals.last_mut()
        && lower.wrapping_sub(code) == small.wrapping_sub(*from)
        && (code - *to == *step || (from == to && code - *to == 2))
    {
        *step = code - *to;
        *to = code;
        return;
    }
    capitals.push([code, code, 1, lower]);
}

/// The table of abbreviations, as people edit it.
const ABBREVIATIONS: &str = "data/abbreviations.tsv";

/// The table of words that ask, as people edit it.
const QUESTIONS: &str = "data/questions.tsv";

/// The table of onsets after which i and y are one, as people edit it.
const I_Y: &str = "data/i-y.tsv";

/// The first fields of the lines of a table, without the notes that are for whoever edits it.
fn without_notes(path: &str, fields: usize) -> Result<String, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={path}");
    let mut lines = String::new();
    for line in fs::read_to_string(path)?.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').take(fields).collect();
        writeln!(lines, "{}", fields.join("\t"))?;
    }
    Ok(lines)
}

/// The onsets of the table of i and y, as a constant.
fn onsets() -> Result<String, Box<dyn Error>> {
    let onsets: Vec<String> = without_notes(I_Y, 1)?.lines().map(|onset| onset.replace('-', "")).collect();
    Ok(format!("const ONSETS: [&str; {}] = {onsets:?};\n", onsets.len()))
}

/// What the keys of an input method do, as a function: an arm for each line of its table, in their order.
fn keys(path: &str) -> Result<String, Box<dyn Error>> {
    let mut arms = String::new();
    for line in without_notes(path, 2)?.lines() {
        let (keys, does) = line.split_once('\t').ok_or_else(|| format!("{path}: two fields: {line}"))?;
        let keys: Vec<String> = keys.chars().map(|key| format!("{key:?}")).collect();
        let arm = match does {
            "tone sắc" => "=> typed.tone(Tone::Sac, key)",
            "tone huyền" => "=> typed.tone(Tone::Huyen, key)",
            "tone hỏi" => "=> typed.tone(Tone::Hoi, key)",
            "tone ngã" => "=> typed.tone(Tone::Nga, key)",
            "tone nặng" => "=> typed.tone(Tone::Nang, key)",
            "no tone" => "=> typed.no_tone(key)",
            "ư alone" => "if !typed.has_vowel() => typed.push('ư')",
            "horn" => "if typed.horn() => {}",
            "breve" => "if typed.breve() => {}",
            "stroke" => "if typed.stroke() => {}",
            "long o" => "if typed.long_o() => {}",
            "own roof" => "if typed.roof(Some(key)) => {}",
            "any roof" => "if typed.roof(None) => {}",
            _ => {
                return Err(
                    format!("{path}: no key does \"{does}\"; what keys do is said in telex.tsv").into()
                );
            }
        };
        writeln!(arms, "        {} {arm},", keys.join(" | "))?;
    }
    let head =
        "/// What a key does to the syllable that is being typed.\nfn press(typed: &mut Typed, key: char)";
    Ok(format!("{head} {{\n    match key {{\n{arms}        _ => typed.push(key),\n    }}\n}}\n"))
}

/// The two characters that compose to `c`, if it is a composed form that NFC keeps.
fn composite(c: char, decomposed: &[char]) -> Option<(char, char)> {
    let (&last, before) = decomposed.split_last()?;
    let mut first = before.iter().copied().nfc();
    let (first, rest) = (first.next()?, first.next());
    (rest.is_none() && unicode::compose(first, last) == Some(c)).then_some((first, last))
}
