//! Tables as CSV, for spreadsheets. Pure.

/// What spreadsheets know UTF-8 by; it stands first in the file.
pub(crate) const MARK: &str = "\u{feff}";

/// A row with its end.
pub(crate) fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    cells.into_iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n"
}

/// Words for a cell. What begins as a formula is made words by a mark before it: archives are written by strangers, and a
/// spreadsheet would run it. A number stays one.
fn cell(text: &str) -> String {
    let is_number = text.chars().skip(1).all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    let is_formula = text.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let mark = if is_formula && !(is_number && text.starts_with('-')) { "'" } else { "" };
    if text.contains(['"', ',', ';', '\n', '\r', '\t']) {
        format!("\"{mark}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{mark}{text}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hold_what_they_are_given_and_no_formula() {
        let written =
            line(["a", "b \"c\", d", "=1+1", " =cmd|' /C calc'!A0", "-1,5", "-1+2", "@x;y", "dòng\nhai", ""]);
        let expected =
            "a,\"b \"\"c\"\", d\",'=1+1,' =cmd|' /C calc'!A0,\"-1,5\",'-1+2,\"'@x;y\",\"dòng\nhai\",\r\n";
        assert_eq!(written, expected);
    }
}
