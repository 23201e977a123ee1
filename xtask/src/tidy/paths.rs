//! Paths that a document names must be there: whoever follows the map must not arrive at nothing.

use super::Finding;
use std::path::Path;

/// The documents whose paths are followed; in others a path may be an example.
pub(super) const MAPS: [&str; 2] = ["ARCHITECTURE.md", "CONTRIBUTING.md"];

/// How paths of the repository begin.
const ROOTS: [&str; 9] =
    ["src/", "crates/", "docs/", "web/", "xtask/", "tests/", "benches/", "fuzz/", "demo/"];

/// What `name` says of files that are not there. Names with a star or a brace stand for several, and are passed over.
pub(super) fn check(root: &Path, name: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for path in line.split('`').skip(1).step_by(2) {
            let is_path = ROOTS.iter().any(|start| path.starts_with(start))
                && !path.contains(['*', '{', ' ', '<', '…']);
            if is_path && !root.join(path).exists() {
                let what = format!(
                    "names {path}, which is not there: write the path from the root of the repository"
                );
                findings.push(Finding::new(format!("{name}:{}", number + 1), what));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leads_nowhere_is_found_with_its_line() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let text =
            "See `xtask/src/tidy.rs`, `crates/*/src` and `cargo xtask tidy`.\nAnd `src/no-such-file.rs`.";
        let findings = check(&root, "MAP.md", text);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].place, "MAP.md:2");
    }
}
