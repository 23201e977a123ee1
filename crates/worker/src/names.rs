//! Names of members of a ZIP file: which of them are none of an archive. How the file is read is in `local`.

/// Whether the name of a member is none below the ZIP file's own folder, or holds what no name of an archive holds.
pub(crate) fn leads_out(name: &[u8]) -> bool {
    let strange = |byte: &u8| byte.is_ascii_control() || *byte == b':';
    // Programs on Windows part the steps with the other stroke.
    let mut steps = name.split(|byte| matches!(byte, b'/' | b'\\'));
    name.iter().any(strange)
        || name.starts_with(b"/")
        || name.starts_with(b"\\")
        || steps.any(|step| step == b"..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_whose_names_lead_out_of_the_zip_file_are_none() {
        for name in [
            "../archive.json",
            "/archive.json",
            "a\0archive.json",
            "\0/archive.json",
            "..\\archive.json",
            "a/../../archive.json",
            "\\archive.json",
            "C:/archive.json",
            "a\narchive.json",
        ] {
            assert!(leads_out(name.as_bytes()), "{name:?}");
        }
        for name in [
            "archive.json",
            "kho/archive.json",
            "kho/parts/a..b.bin",
            "./archive.json",
            "kho\\archive.json",
            "Kho lưu/archive.json",
        ] {
            assert!(!leads_out(name.as_bytes()), "{name:?}");
        }
    }
}
