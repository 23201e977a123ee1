//! Tables as CSV, for spreadsheets: the one rule by which the command and the page write them. Pure.

/// What spreadsheets know UTF-8 by; it stands first in the file.
pub const MARK: &str = "\u{feff}";

/// What a spreadsheet takes for the beginning of a formula, also in the wide forms that East Asian ones take for the same.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A row with its end.
pub fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    cells.into_iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n"
}

/// Words for a cell. What begins as a formula is made words by a mark before it: archives are written by strangers, and a
/// spreadsheet would run it. A number stays one.
fn cell(text: &str) -> String {
    let is_number = text.chars().skip(1).all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    let mark = if is_formula(text) && !(is_number && text.starts_with('-')) { "'" } else { "" };
    if text.contains(['"', ',', ';', '\n', '\r', '\t']) {
        format!("\"{mark}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{mark}{text}")
    }
}

/// A cell as it was before [`line`] wrote it: without the mark that made it words.
pub fn unmarked(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

/// Whether a text begins as a formula does. Marks that it has already are passed over: another one is put before them, so
/// that taking one away gives back what there was.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches([' ', '\'']).starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hold_what_they_are_given_and_no_formula() {
        let written = line([
            "a",
            "b \"c\", d",
            "=1+1",
            " =cmd|' /C calc'!A0",
            "-1,5",
            "-1+2",
            "@x;y",
            "＝1",
            "dòng\nhai",
            "",
        ]);
        let expected = "a,\"b \"\"c\"\", d\",'=1+1,' =cmd|' /C calc'!A0,\"-1,5\",'-1+2,\"'@x;y\",'＝1,\"dòng\nhai\",\r\n";
        assert_eq!(written, expected);
    }

    #[test]
    fn a_cell_that_is_read_again_is_as_it_was() {
        for text in ["=1+1", " -a", "'=1", "''- a", "-5", "'a", "a", "\tb", "'"] {
            let written = line([text]);
            let written = written.trim_end_matches("\r\n").trim_matches('"');
            assert_eq!(unmarked(written), text, "{written}");
        }
    }
}
