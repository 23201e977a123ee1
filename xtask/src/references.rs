//! Finds and replaces what one file of the viewer says about another: `"./name.js"` in scripts, attributes of the page,
//! `url(name)` in style sheets. Knows no JavaScript: a reference is a quoted file name, which is how all of ours look.

/// The kind of text, which decides how a file name is delimited in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// JavaScript: names are quoted.
    Script,
    /// CSS: names are quoted or stand in `url(…)`.
    Style,
    /// HTML: names are quoted attribute values, or bare ones where the page was minified.
    Page,
}

impl Kind {
    /// The kind of the file at `path`; none for files that refer to nothing.
    pub(crate) fn of(path: &str) -> Option<Self> {
        match path.rsplit_once('.')?.1 {
            "js" | "mjs" => Some(Self::Script),
            "css" => Some(Self::Style),
            "html" => Some(Self::Page),
            _ => None,
        }
    }

    fn opens(self, byte: u8) -> bool {
        match self {
            Self::Script => matches!(byte, b'"' | b'\''),
            Self::Style => matches!(byte, b'"' | b'\'' | b'('),
            Self::Page => matches!(byte, b'"' | b'\'' | b'='),
        }
    }

    fn closes(self, byte: u8) -> bool {
        match self {
            Self::Script => matches!(byte, b'"' | b'\''),
            Self::Style => matches!(byte, b'"' | b'\'' | b')' | b'?' | b'#'),
            Self::Page => matches!(byte, b'"' | b'\'' | b' ' | b'\n' | b'>'),
        }
    }
}

/// The path of `to` as a file in the folder `folder` would write it, without a leading `./`.
pub(crate) fn relative(folder: &str, to: &str) -> String {
    let mut folders: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let mut rest: Vec<&str> = to.split('/').collect();
    while rest.len() > 1 && folders.first() == rest.first() {
        folders.remove(0);
        rest.remove(0);
    }
    "../".repeat(folders.len()) + &rest.join("/")
}

/// The folder of a path; empty for the root.
pub(crate) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Where `text` refers to `name`, with or without `./` before it, as ranges that include the `./`.
fn places(kind: Kind, text: &str, name: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    for (at, _) in text.match_indices(name) {
        let end = at + name.len();
        let start = if text[..at].ends_with("./") && !text[..at].ends_with("../") { at - 2 } else { at };
        let opened = start > 0 && kind.opens(bytes[start - 1]);
        if opened && bytes.get(end).is_some_and(|byte| kind.closes(*byte)) {
            found.push(start..end);
        }
    }
    found
}

/// Whether `text` refers to `name`.
pub(crate) fn refers(kind: Kind, text: &str, name: &str) -> bool {
    !places(kind, text, name).is_empty()
}

/// `text` with every reference to `name` turned into `new`.
pub(crate) fn replace(kind: Kind, text: &str, name: &str, new: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for place in places(kind, text, name) {
        result.push_str(&text[done..place.start]);
        result.push_str(new);
        done = place.end;
    }
    result.push_str(&text[done..]);
    result
}

/// The files of the viewer that `text` seems to refer to, as written: quoted relative names with an ending that only
/// such files have. Used to find references to what is not there.
pub(crate) fn all(kind: Kind, text: &str) -> Vec<&str> {
    const ENDINGS: [&str; 10] =
        [".js", ".mjs", ".wasm", ".css", ".png", ".svg", ".ico", ".webp", ".jpg", ".webmanifest"];
    let mut found = Vec::new();
    for ending in ENDINGS {
        for (at, _) in text.match_indices(ending) {
            let end = at + ending.len();
            if !text.as_bytes().get(end).is_some_and(|byte| kind.closes(*byte)) {
                continue;
            }
            let is_name =
                |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/' | b'-' | b'_');
            let start = at - text.as_bytes()[..at].iter().rev().take_while(|byte| is_name(byte)).count();
            let opened = start > 0 && kind.opens(text.as_bytes()[start - 1]);
            let name = &text[start..end];
            if opened && at > start && (kind != Kind::Script || loads(&text[..start - 1])) {
                found.push(name);
            }
        }
    }
    found
}

/// Whether a string in a script is about to be loaded, to judge by what stands before it. Any other string may look like
/// a file name and be none: wasm-bindgen names its own functions "./x_bg.js".
fn loads(before: &str) -> bool {
    let words = ["from", "import", "import(", "URL(", "Worker(", "register("];
    words.iter().any(|word| before.trim_end().ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_from_the_folder_of_the_file_that_refers() {
        assert_eq!(relative("", "app/a.js"), "app/a.js");
        assert_eq!(relative("app", "app/a.js"), "a.js");
        assert_eq!(relative("app", "icon.svg"), "../icon.svg");
        assert_eq!(relative("snippets/x", "a.js"), "../../a.js");
    }

    #[test]
    fn only_whole_quoted_names_are_replaced() {
        let text = "import './a.js'; x('a.js'); y(\"ba.js\"); z = 'a.jsx'; // a.js";
        let expected = "import './a-1.js'; x('./a-1.js'); y(\"ba.js\"); z = 'a.jsx'; // a.js";
        assert_eq!(replace(Kind::Script, text, "a.js", "./a-1.js"), expected);
    }

    #[test]
    fn style_sheets_and_minified_pages_have_their_own_ways_to_write_names() {
        assert_eq!(replace(Kind::Style, "b{c:url(a.png)}", "a.png", "../a.png"), "b{c:url(../a.png)}");
        assert_eq!(
            replace(Kind::Page, "<link href=./a.css rel=x>", "a.css", "./app/a.css"),
            "<link href=./app/a.css rel=x>"
        );
    }

    #[test]
    fn references_are_listed_as_they_are_written() {
        let script = "import('./b.js'); f('./c.js'); new URL('d.wasm', here); '.js'";
        assert_eq!(all(Kind::Script, script), ["./b.js", "d.wasm"]);
        assert_eq!(all(Kind::Page, "<a href=\"e.css\"><img src='https://x.org/f.png'>"), ["e.css"]);
    }
}
