//! Leaves out of the tables what people read and the program does not: notes, and the names of bodies and organs.

use std::{env, fs, path::Path};

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
    Ok(())
}
