//! Cuts the viewer's programs into what a first visit needs and chunks that load when they are first called.
//!
//! Where to cut, the code says (`#[wasm_split(NAME)]`); what belongs to which chunk, `wasm_split_cli_support` finds out from
//! the relocations that the linker leaves. wasm-bindgen must come after it, but Trunk runs wasm-bindgen itself: what
//! Trunk made of the uncut programs is replaced here, so that `trunk serve` and `trunk build` both show the cut ones.

use crate::names;
use crate::shell::{self, Shell};
use anyhow::{Context, Result, anyhow, bail};
use std::path::Path;

/// The programs, by the names of their binaries.
const PROGRAMS: [&str; 2] = ["tangthu-viewer", "tangthu-worker"];
/// How the glue imports what loads the chunks.
const LINK: &str = "./__wasm_split.js";
/// Between the name of a program and that of its chunk.
pub(crate) const CHUNK: &str = "_chunk_";

/// Replaces both programs in Trunk's staging folder.
pub(crate) fn run(staging: &Path, profile: &str) -> Result<()> {
    let mut shell = Shell::new()?;
    let built = shell.target()?.join("wasm32-unknown-unknown").join(profile);
    for program in PROGRAMS {
        split(&shell, &built.join(format!("{program}.wasm")), program, staging)
            .with_context(|| format!("cannot cut {program} into chunks"))?;
    }
    Ok(())
}

fn split(shell: &Shell, wasm: &Path, program: &str, staging: &Path) -> Result<()> {
    let input = std::fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let folder = wasm.with_extension("split");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    // wasm-bindgen names its files after this one.
    let main = folder.join(format!("{program}.wasm"));
    let mut options = wasm_split_cli_support::Options::new(&input);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.link_name = LINK;
    let made = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:?}"))?;

    let mut bindgen = shell.command("wasm-bindgen");
    bindgen.args(["--target", "web", "--keep-lld-exports", "--no-typescript"]);
    bindgen.args(["--remove-name-section", "--remove-producers-section"]);
    shell::output(bindgen.arg("--out-dir").arg(staging).arg(&main))?;
    let glue_path = staging.join(format!("{program}.js"));
    let glue = std::fs::read_to_string(&glue_path)?;
    let mut link = std::fs::read_to_string(folder.join(LINK))?;
    for chunk in &made.split_modules {
        let name = chunk.file_stem().and_then(|stem| stem.to_str()).context("a chunk without a name")?;
        let chunk_name = format!("{program}{CHUNK}{}.wasm", name.trim_start_matches("split_"));
        link = link.replace(&format!("\"./{name}.wasm\""), &format!("\"./{chunk_name}\""));
        std::fs::write(staging.join(chunk_name), names::stripped(&std::fs::read(chunk)?)?)?;
    }
    let bound = staging.join(format!("{program}_bg.wasm"));
    let (wasm, glue) =
        names::shorten(&std::fs::read(&bound)?, &merged(&glue, &link)?, &format!("./{program}_bg.js"))?;
    std::fs::write(bound, wasm)?;
    std::fs::write(glue_path, glue)?;
    Ok(())
}

/// The glue with the loaders of the chunks in it: one file less to wait for, and files that import one another could not be
/// named by their content.
fn merged(glue: &str, link: &str) -> Result<String> {
    // One for each function, all of the same file.
    let (imports, glue): (Vec<&str>, Vec<&str>) =
        glue.lines().partition(|line| line.starts_with("import ") && line.contains(LINK));
    let glue: String = glue.into_iter().flat_map(|line| [line, "\n"]).collect();
    // A program without chunks imports nothing.
    if imports.is_empty() {
        return Ok(glue);
    }
    let link: String =
        link.lines().filter(|line| !line.starts_with("import ")).map(|line| format!("{line}\n")).collect();
    let exported: Vec<&str> = link
        .lines()
        .filter_map(|line| line.strip_prefix("export const ")?.split_whitespace().next())
        .collect();
    if exported.is_empty() || !glue.contains("async function __wbg_load(module, imports)") {
        bail!("wasm-bindgen or the splitter writes scripts in another form than this step knows");
    }
    // The glue's own loader says when a server answers with an error, and takes a chunk under a wrong media type as well.
    let link = link
        .replace("export const ", "const ")
        .replace("WebAssembly.instantiateStreaming(src, imports)", "__wbg_load(await src, imports)");
    let mut merged = format!("{glue}\n{link}");
    for import in imports {
        let name = import.split_whitespace().nth(3).context("the import of the loaders has no name")?;
        merged += &format!("const {name} = {{ {} }};\n", exported.join(", "));
    }
    Ok(merged)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "import * as import1 from \"./__wasm_split.js\"\nasync function __wbg_load(module, imports) {}\nexport { initSync };\n";

    #[test]
    fn the_loaders_become_part_of_the_glue() {
        let link = "import { initSync } from \"./main.js\";\nexport const __wasm_split_load_a = wrap(() => WebAssembly.instantiateStreaming(src, imports));\n";
        let script = merged(GLUE, link).unwrap();
        assert!(!script.contains("import *") && !script.contains("main.js"), "{script}");
        assert!(script.contains("const import1 = { __wasm_split_load_a };"), "{script}");
        assert!(script.contains("__wbg_load(await src, imports)"), "{script}");
        let two = GLUE.replacen("import1", "import2", 1) + GLUE;
        let script = merged(&two, link).unwrap();
        assert!(script.contains("const import1 = {") && script.contains("const import2 = {"), "{script}");
        assert!(merged(GLUE, "").is_err());
        assert_eq!(merged("export { initSync };\n", "").unwrap(), "export { initSync };\n");
    }
}
