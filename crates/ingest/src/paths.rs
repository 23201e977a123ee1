//! The names of files inside containers: which are paths of plain names below the container's root, and which are tricks.
//!
//! Nothing is ever written under such a name; but ids, addresses and reports are made of it, and whoever unpacks the
//! container by hand is to hear of what it holds.

/// The longest name that is kept, in bytes; systems end at 4,096 and most archivers before.
const MAX_NAME: usize = 2_000;

/// Names that some systems keep for devices, whatever ending follows.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A file's path below the root of its container: `/` between the parts, no `.` and no empty part.
///
/// # Errors
/// A sentence that says why the name is refused.
pub(crate) fn plain(name: &str) -> Result<String, &'static str> {
    if name.contains('\0') {
        return Err("its name holds a zero byte, which ends a name on most systems");
    }
    if name.chars().any(char::is_control) {
        return Err("its name holds control characters");
    }
    if name.len() > MAX_NAME {
        return Err("its name is longer than any system takes");
    }
    // Some archivers of Windows part folders with their own mark.
    let name = name.replace('\\', "/");
    let has_drive = matches!(name.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    if name.starts_with('/') || has_drive {
        return Err("its name is an absolute path, which leads out of the container");
    }
    let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    if parts.contains(&"..") {
        return Err("its name leads out of the container by \"..\"");
    }
    if parts.iter().any(|part| is_device(part)) {
        return Err("its name is that of a device on some systems (CON, NUL, COM1 …)");
    }
    if parts.is_empty() {
        return Err("it has no name");
    }
    Ok(parts.join("/"))
}

/// What systems leave in folders and containers for themselves.
const LEFT_BY_SYSTEMS: [&str; 3] = ["__MACOSX", "Thumbs.db", "desktop.ini"];

/// Whether a part of a path is hidden, as folders hide files: by a dot, as what systems leave there for themselves, or as the mark
/// (`~$`) by which an office program says that it has a document open.
pub(crate) fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| {
        part.starts_with('.')
            || part.starts_with("~$")
            || LEFT_BY_SYSTEMS.iter().any(|name| part.eq_ignore_ascii_case(name))
    })
}

/// The page that a browser saved together with the file at `path`, if it lies in the folder of such a page: `tin_files/anh.png` beside
/// `tin.html`. `exists` says whether there is a file at a path.
pub(crate) fn saved_with(path: &str, exists: impl Fn(&str) -> bool) -> Option<String> {
    let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
    let stems =
        folders.filter_map(|folder| folder.strip_suffix("_files").or_else(|| folder.strip_suffix(".files")));
    stems.flat_map(|stem| [format!("{stem}.html"), format!("{stem}.htm")]).find(|page| exists(page))
}

fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_lowercase();
    let port =
        |name: &str| stem.strip_prefix(name).is_some_and(|digit| matches!(digit.as_bytes(), [b'1'..=b'9']));
    DEVICES.contains(&stem.as_str()) || port("com") || port("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_paths_lose_only_what_says_nothing() {
        assert_eq!(plain("./văn bản//01.docx").as_deref(), Ok("văn bản/01.docx"));
        assert_eq!(plain("tin\\2023\\a.html").as_deref(), Ok("tin/2023/a.html"));
        assert_eq!(plain("công/com.html").as_deref(), Ok("công/com.html"));
        assert_eq!(plain("a..b/c").as_deref(), Ok("a..b/c"));
    }

    #[test]
    fn files_that_a_browser_saved_with_a_page_are_told_by_their_folder() {
        let exists = |path: &str| path == "a/tin.html" || path == "ba.htm";
        assert_eq!(saved_with("a/tin_files/b/c.js", exists).as_deref(), Some("a/tin.html"));
        assert_eq!(saved_with("ba.files/c.js", exists).as_deref(), Some("ba.htm"));
        assert_eq!(saved_with("khac_files/c.js", exists), None);
        assert_eq!(saved_with("a/tin_files", exists), None);
    }

    #[test]
    fn tricks_are_refused_each_with_its_reason() {
        for (name, reason) in [
            ("../a.txt", ".."),
            ("a/../../b.txt", ".."),
            ("a\\..\\b.txt", ".."),
            ("/etc/passwd", "absolute"),
            ("\\\\server\\a", "absolute"),
            ("C:\\a.txt", "absolute"),
            ("a.txt\0.html", "zero byte"),
            ("a\n.txt", "control"),
            ("tin/NUL.html", "device"),
            ("Com1", "device"),
            ("./", "no name"),
        ] {
            let said = plain(name).unwrap_err();
            assert!(said.contains(reason), "{name:?}: {said}");
        }
        assert!(plain(&"a".repeat(3_000)).is_err());
    }
}
