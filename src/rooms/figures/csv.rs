//! Figures as CSV, for spreadsheets.

use super::texts::FigureTexts;
use tangthu_protocol::study::FigureRow;

/// What spreadsheets know UTF-8 by.
const MARK: &str = "\u{feff}";

/// The first line.
pub(super) fn head(t: &FigureTexts) -> String {
    MARK.to_owned() + &line(t.columns.iter().map(|name| (*name).to_owned()))
}

/// A figure as a line.
pub(super) fn row(figure: &FigureRow) -> String {
    let sentence: String = figure.sentence.iter().map(|run| run.text.as_str()).collect();
    let text = |value: &Option<String>| cell(value.as_deref().unwrap_or_default());
    line([
        figure.value.clone(),
        figure.low.to_string(),
        figure.high.to_string(),
        text(&figure.about),
        text(&figure.unit),
        text(&figure.subject),
        text(&figure.status),
        text(&figure.date),
        cell(&sentence),
        cell(&figure.document.title),
        cell(&figure.document.id),
    ])
}

/// Words for a cell. What begins as a formula is made words by a mark before it: archives are written by strangers, and a
/// spreadsheet would run it.
fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

fn line(cells: impl IntoIterator<Item = String>) -> String {
    let quoted = cells.into_iter().map(|cell| {
        if cell.contains(['"', ',', ';', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell
        }
    });
    quoted.collect::<Vec<_>>().join(",") + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use tangthu_protocol::Run;

    #[test]
    fn a_line_holds_what_it_was_given_and_no_formula() {
        let figure = FigureRow {
            value: "2..3".into(),
            low: 2.0,
            high: 3.0,
            unit: Some("buổi/tuần".into()),
            subject: Some("=1+1".into()),
            sentence: vec![Run::plain("Có \"2 - 3\", "), Run::plain("mỗi tuần\nmột lần")],
            ..FigureRow::default()
        };
        assert_eq!(row(&figure), "2..3,2,3,,buổi/tuần,'=1+1,,,\"Có \"\"2 - 3\"\", mỗi tuần\nmột lần\",,\r\n");
    }
}
