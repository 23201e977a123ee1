//! Leaves out of the tables what people read and the program does not: notes, and the names of bodies and organs. Makes of those of
//! bodies the one that a typed name is told in full by.

use std::{collections::BTreeMap, env, fs, path::Path};
use tangthu_text::{fold, normal_word};

fn main() -> std::io::Result<()> {
    let out = env::var("OUT_DIR").unwrap_or_default();
    // So many fields of a line are kept.
    for (name, fields) in [("kinds.tsv", 2), ("issuers.tsv", 2), ("organs.tsv", 1)] {
        let source = Path::new("data").join(name);
        println!("cargo::rerun-if-changed={}", source.display());
        let table = fs::read_to_string(source)?;
        let mut lines = String::new();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let kept: Vec<&str> = line.split('\t').take(fields).collect();
            lines.push_str(&kept.join("\t"));
            lines.push_str(if fields == 1 { "\t\n" } else { "\n" });
        }
        fs::write(Path::new(&out).join(name), lines)?;
    }
    fs::write(Path::new(&out).join("in-full.tsv"), in_full()?)
}

/// The lines of bodies, fields and levels that say how a form is told: the key of the form and how it is told, where it has
/// another key. Keys are made as `in_full` makes them of what is typed: GD&ĐT and GD-ĐT are one.
fn in_full() -> std::io::Result<String> {
    let key = |form: &str| -> String {
        let words = form.split_whitespace().map(|word| fold(&normal_word(word)));
        words.collect::<String>().chars().filter(|letter| letter.is_alphanumeric()).collect()
    };
    let mut told_of = BTreeMap::from([("tphcm".to_owned(), "thành phố Hồ Chí Minh".to_owned())]);
    // The field of a line that is the form told.
    for (name, told) in [("bodies.tsv", 2), ("domains.tsv", 1), ("levels.tsv", 1)] {
        let source = Path::new("data").join(name);
        println!("cargo::rerun-if-changed={}", source.display());
        for line in fs::read_to_string(source)?.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let (form, told) = (key(fields[0]), fields.get(told).copied().unwrap_or_default());
            // One letter (Q., P.) may be anything.
            if !told.is_empty() && form != key(told) && form.len() > 1 {
                told_of.entry(form).or_insert_with(|| told.to_owned());
            }
        }
    }
    // Of names that differ in marks alone one is told, too.
    let source = Path::new("data").join("place-names.tsv");
    println!("cargo::rerun-if-changed={}", source.display());
    for line in fs::read_to_string(source)?.lines().filter(|line| !line.starts_with('#')) {
        if let Some((form, told)) = line.split_once('\t') {
            told_of.entry(key(form)).or_insert_with(|| told.to_owned());
        }
    }
    Ok(told_of.into_iter().map(|(form, told)| format!("{form}\t{told}\n")).collect())
}
