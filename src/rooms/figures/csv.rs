//! Figures as CSV, for spreadsheets.

use super::texts::FigureTexts;
use tangthu_protocol::csv::{MARK, line};
use tangthu_protocol::study::FigureRow;

/// The first line.
pub(super) fn head(t: &FigureTexts) -> String {
    MARK.to_owned() + &line(t.columns)
}

/// A figure as a line; `address` leads to its place in the text.
pub(super) fn row(figure: &FigureRow, address: &str) -> String {
    let sentence: String = figure.sentence.iter().map(|run| run.text.as_str()).collect();
    let (low, high) = (figure.low.to_string(), figure.high.to_string());
    line([
        &*figure.value,
        &low,
        &high,
        text(&figure.about),
        text(&figure.unit),
        text(&figure.subject),
        text(&figure.status),
        text(&figure.date),
        &sentence,
        &figure.document.title,
        text(&figure.document.published),
        text(&figure.document.number),
        &figure.document.id,
        address,
    ])
}

fn text(value: &Option<String>) -> &str {
    value.as_deref().unwrap_or_default()
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
        assert_eq!(
            row(&figure, "https://a/?doc=1"),
            "2..3,2,3,,buổi/tuần,'=1+1,,,\"Có \"\"2 - 3\"\", mỗi tuần\nmột lần\",,,,,https://a/?doc=1\r\n"
        );
    }
}
