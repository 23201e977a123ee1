//! Scripts without what only people read: comments that fill their lines, and blanks before and after the code. Half of what
//! wasm-bindgen writes are type annotations in such comments. Names are left as they are.

/// The script with the same meaning and fewer bytes. A script with a text over several lines, in which blanks count, is
/// returned as it is.
pub(crate) fn script(text: &str) -> String {
    // Between the quotes of such a text there is a line with one quote alone.
    if text.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut in_comment = false;
    for line in text.lines().map(str::trim) {
        let begins = line.starts_with("/*");
        if in_comment || begins {
            // Code after a comment in one line is nothing that wasm-bindgen writes; it would be kept, comment and all.
            let ends = line.find("*/");
            if begins && ends.is_some_and(|at| at + 2 < line.len()) {
                out.push_str(line);
                out.push('\n');
                continue;
            }
            in_comment = ends.is_none();
            continue;
        }
        if !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::script;

    #[test]
    fn comments_and_blanks_go_and_code_stays() {
        let text = "/* eslint-disable */\n/**\n * @returns {number}\n */\nget size() {\n    // why\n    return `${a} // b`; // c\n}\n\n";
        assert_eq!(script(text), "get size() {\nreturn `${a} // b`; // c\n}\n");
    }

    #[test]
    fn code_behind_a_comment_stays() {
        assert_eq!(script("  /* a */ b();\n"), "/* a */ b();\n");
    }

    #[test]
    fn a_text_over_several_lines_keeps_its_blanks() {
        let text = "const a = `\n  b\n`;\n";
        assert_eq!(script(text), text);
    }
}
