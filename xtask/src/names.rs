//! The names in a program. What it imports from its glue gets short ones: wasm-bindgen writes long ones that end in a hash, twice
//! each, and no compression makes hashes short; they were a fortieth of all that a first visit loads. Names that only people read go.

use anyhow::{Context, Result, bail};
use std::collections::HashMap;
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{ImportSection, Module, RawSection};
use wasmparser::{Parser, Payload};

/// The letters of which short names are made.
const LETTERS: &[u8; 52] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// What the glue is called in the program instead of by its file.
const GLUE: &str = "g";

/// The program and its glue, which the program calls `module`, with short names for all that it imports from there.
///
/// # Errors
/// Where the program cannot be read, or the glue does not define each import once, as wasm-bindgen does today.
pub(crate) fn shorten(wasm: &[u8], glue: &str, module: &str) -> Result<(Vec<u8>, String)> {
    let (wasm, names) = renamed(wasm, module)?;
    if names.is_empty() {
        bail!("the program imports nothing from {module}: wasm-bindgen calls its glue by another name now");
    }
    let (mut out, mut met, mut calls) = (String::with_capacity(glue.len()), 0, 0);
    for line in glue.lines() {
        let (blanks, code) = line.split_at(line.len() - line.trim_start().len());
        let definition = code.split_once(':').and_then(|(name, rest)| Some((names.get(name)?, rest)));
        out.push_str(blanks);
        if let Some((name, rest)) = definition {
            met += 1;
            out.extend([name.as_str(), ":", rest]);
        } else if let Some(rest) = code.strip_prefix(&format!("\"{module}\":")) {
            calls += 1;
            out.extend(["\"", GLUE, "\":", rest]);
        } else {
            out.push_str(code);
        }
        out.push('\n');
    }
    if (met, calls) != (names.len(), 1) {
        bail!(
            "the glue defines {met} of the {} functions that the program imports, and names itself {calls} times: \
             wasm-bindgen writes it in another form now",
            names.len()
        );
    }
    Ok((wasm, out))
}

/// The program with other names for what it imports from `module`, and these names.
fn renamed(wasm: &[u8], module: &str) -> Result<(Vec<u8>, HashMap<String, String>)> {
    let (mut out, mut names) = (Module::new(), HashMap::new());
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        if let Payload::ImportSection(imports) = &payload {
            let mut section = ImportSection::new();
            for import in imports.clone().into_imports() {
                let import = import?;
                let ty = RoundtripReencoder.entity_type(import.ty)?;
                if import.module == module {
                    let next = short(names.len());
                    let name = names.entry(import.name.to_owned()).or_insert(next);
                    section.import(GLUE, name, ty);
                } else {
                    section.import(import.module, import.name, ty);
                }
            }
            out.section(&section);
        } else {
            copy(&payload, wasm, &mut out)?;
        }
    }
    Ok((out.finish(), names))
}

/// The program without the names of its functions and other custom sections, which only people read.
pub(crate) fn stripped(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut out = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::CustomSection(_) => {}
            payload => copy(&payload, wasm, &mut out)?,
        }
    }
    Ok(out.finish())
}

/// Appends a section of `wasm` as it stands.
fn copy(payload: &Payload, wasm: &[u8], out: &mut Module) -> Result<()> {
    if let Some((id, range)) = payload.as_section() {
        let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
        let data = wasm.get(range).context("a section lies outside its program")?;
        out.section(&RawSection { id, data });
    }
    Ok(())
}

/// The name number `at`: a to Z, aa to ZZ, and so on.
fn short(mut at: usize) -> String {
    let mut name = Vec::new();
    loop {
        name.push(char::from(LETTERS[at % LETTERS.len()]));
        match (at / LETTERS.len()).checked_sub(1) {
            Some(rest) => at = rest,
            None => return name.iter().rev().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{EntityType, TypeSection};

    /// A program that imports two functions from its glue and one from elsewhere.
    fn program() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        for (module, name) in
            [("./p_bg.js", "__wbg_new_1f"), ("./link.js", "load"), ("./p_bg.js", "__wbg_of_2e")]
        {
            imports.import(module, name, EntityType::Function(0));
        }
        Module::new().section(&types).section(&imports).clone().finish()
    }

    const SCRIPT: &str = "  __wbg_new_1f: function() { return new Map(); },\n__wbg_of_2e: function() {},\n\"./p_bg.js\": import0,\n";

    #[test]
    fn both_sides_of_an_import_get_the_same_short_name() {
        let (wasm, glue) = shorten(&program(), SCRIPT, "./p_bg.js").unwrap();
        assert_eq!(glue, "  a: function() { return new Map(); },\nb: function() {},\n\"g\": import0,\n");
        let imports: Vec<_> = Parser::new(0)
            .parse_all(&wasm)
            .filter_map(|payload| match payload.unwrap() {
                Payload::ImportSection(imports) => Some(imports),
                _ => None,
            })
            .flat_map(|imports| imports.into_imports().map(|import| import.unwrap()))
            .map(|import| (import.module, import.name))
            .collect();
        assert_eq!(imports, [("g", "a"), ("./link.js", "load"), ("g", "b")]);
    }

    #[test]
    fn a_glue_of_another_form_stops_the_build() {
        let without_one = SCRIPT.replace("__wbg_of_2e", "__wbg_of_2f");
        assert!(
            shorten(&program(), &without_one, "./p_bg.js").unwrap_err().to_string().contains("1 of the 2")
        );
        assert!(shorten(&program(), SCRIPT, "./other.js").is_err());
        assert!(shorten(b"no program", SCRIPT, "./p_bg.js").is_err());
    }

    #[test]
    fn names_are_all_different() {
        let names: std::collections::BTreeSet<String> = (0..5_000).map(short).collect();
        assert_eq!(names.len(), 5_000);
        assert_eq!([short(0), short(51), short(52), short(103), short(104)], ["a", "Z", "aa", "aZ", "ba"]);
    }

    #[test]
    fn a_chunk_loses_its_names_and_nothing_else() {
        let head = [0, 97, 115, 109, 1, 0, 0, 0];
        let with_names = [&head[..], &[0, 3, 1, 97, 98], &[1, 1, 0]].concat();
        assert_eq!(stripped(&with_names).unwrap(), [&head[..], &[1, 1, 0]].concat());
        assert!(stripped(&[&head[..], &[1, 9]].concat()).is_err());
    }
}
