//! The report: every figure with its method, what it is to reach, and the ratio of the two; printed as it comes and written as
//! Markdown at the end.

use crate::ledger::Ledger;
use std::fmt::Write as _;

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Bytes, told in KB or MB of 1,000.
    Bytes,
    /// The app's bytes, told in KB of 1,024 as `cargo xtask size` does.
    AppBytes,
    Seconds,
    Milliseconds,
    /// A share or a score between 0 and 1.
    Score,
    /// A plain number.
    Count,
}

impl Unit {
    fn tell(self, value: f64) -> String {
        match self {
            Self::Bytes if value >= 1e7 => format!("{:.0} MB", value / 1e6),
            Self::Bytes if value >= 1e6 => format!("{:.1} MB", value / 1e6),
            Self::Bytes if value >= 1e5 => format!("{:.0} KB", value / 1e3),
            Self::Bytes => format!("{:.1} KB", value / 1e3),
            Self::AppBytes => format!("{:.1} KB", value / 1024.0),
            Self::Seconds => format!("{value:.1} s"),
            Self::Milliseconds => format!("{value:.1} ms"),
            Self::Score => format!("{value:.3}"),
            Self::Count if value.fract() == 0.0 => format!("{value:.0}"),
            Self::Count => format!("{value:.1}"),
        }
    }

    /// Whether a larger number is the better one.
    fn more_is_better(self) -> bool {
        self == Self::Score
    }
}

/// One measured figure.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    /// What was measured. Figures of the same name and of different sizes are compared for growth.
    pub(crate) what: String,
    /// The number of documents it was measured with; 0 where that means nothing.
    pub(crate) documents: usize,
    pub(crate) value: f64,
    pub(crate) unit: Unit,
    /// What it is to reach, from DESIGN section 8.
    pub(crate) goal: Option<f64>,
    /// Anything that belongs beside the number.
    pub(crate) note: String,
}

impl Figure {
    pub(crate) fn new(what: impl Into<String>, documents: usize, value: f64, unit: Unit) -> Self {
        Self { what: what.into(), documents, value, unit, goal: None, note: String::new() }
    }

    pub(crate) fn goal(self, goal: Option<f64>) -> Self {
        Self { goal, ..self }
    }

    pub(crate) fn note(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }

    fn cells(&self) -> [String; 6] {
        let goal = self.goal.map(|goal| self.unit.tell(goal)).unwrap_or_default();
        let ratio = self.goal.filter(|goal| *goal > 0.0).map(|goal| {
            let met = if self.unit.more_is_better() { self.value >= goal } else { self.value <= goal };
            format!("{:.2}{}", self.value / goal, if met { " ✓" } else { "" })
        });
        let documents = if self.documents == 0 { String::new() } else { thousands(self.documents) };
        let value = self.unit.tell(self.value);
        [self.what.clone(), documents, value, goal, ratio.unwrap_or_default(), self.note.clone()]
    }
}

/// A number with commas between thousands.
pub(crate) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A row of DESIGN, with all figures that belong to it.
#[derive(Clone, Debug)]
struct Section {
    heading: String,
    method: String,
    figures: Vec<Figure>,
    /// Text after the figures: ledgers, remarks.
    after: String,
}

/// The whole report.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    sections: Vec<Section>,
}

impl Report {
    /// Begins the section of a row. `method` says how its figures come about.
    pub(crate) fn section(&mut self, heading: &str, method: &str) {
        println!("\n== {heading}");
        let (heading, method) = (heading.to_owned(), method.to_owned());
        self.sections.push(Section { heading, method, figures: Vec::new(), after: String::new() });
    }

    /// Adds a figure to the newest section.
    pub(crate) fn add(&mut self, figure: Figure) {
        let [what, documents, value, goal, ratio, note] = figure.cells();
        let documents = if documents.is_empty() { documents } else { format!(" ({documents} documents)") };
        let goal = if goal.is_empty() { goal } else { format!("  to reach {goal}: {ratio}") };
        let note = if note.is_empty() { note } else { format!("  [{note}]") };
        println!("   {what}{documents}: {value}{goal}{note}");
        if let Some(section) = self.sections.last_mut() {
            section.figures.push(figure);
        }
    }

    /// Adds a sentence to the newest section.
    pub(crate) fn say(&mut self, sentence: &str) {
        println!("   {sentence}");
        if let Some(section) = self.sections.last_mut() {
            section.after.push_str(&format!("\n{sentence}\n"));
        }
    }

    /// Adds a ledger to the newest section: bytes by kind, each divided by `times`.
    pub(crate) fn ledger(&mut self, caption: &str, ledger: &Ledger, times: usize) {
        let all = ledger.bytes().max(1) as f64;
        let mut text = format!("\n{caption}:\n\n| kind | bytes | share | files |\n|---|---|---|---|\n");
        println!("   {caption}:");
        for (class, bytes, files) in ledger.lines() {
            let (each, share) = (Unit::Bytes.tell(bytes as f64 / times.max(1) as f64), bytes as f64 / all);
            let files = files as f64 / times.max(1) as f64;
            let files = if times > 1 { format!("{files:.1}") } else { thousands(files as usize) };
            println!("     {class:<12} {each:>10} {:>6.1} % {files:>8} files", share * 100.0);
            let _ = writeln!(text, "| {class} | {each} | {:.1} % | {files} |", share * 100.0);
        }
        if let Some(section) = self.sections.last_mut() {
            section.after.push_str(&text);
        }
    }

    /// Figures that were measured with the fewest and with the most documents, as pairs.
    pub(crate) fn growth(&self) -> Vec<(Figure, Figure)> {
        let all: Vec<&Figure> =
            self.sections.iter().flat_map(|section| &section.figures).filter(|f| f.documents > 0).collect();
        let grows = |figure: &&&Figure| figure.unit != Unit::Score;
        let mut pairs: Vec<(Figure, Figure)> = Vec::new();
        for first in all.iter().filter(grows) {
            let same = all.iter().filter(|other| other.what == first.what);
            let largest = same.max_by_key(|other| other.documents);
            if let Some(last) = largest
                && last.documents > first.documents
                && pairs.iter().all(|(known, _)| known.what != first.what)
            {
                pairs.push(((*first).clone(), (*last).clone()));
            }
        }
        pairs
    }

    /// The report as Markdown, after the lines of `preface`.
    pub(crate) fn markdown(&self, preface: &str) -> String {
        let mut text = preface.to_owned();
        for section in &self.sections {
            let _ = write!(text, "\n## {}\n{}\n", section.heading, section.method);
            if !section.figures.is_empty() {
                text.push_str(
                    "\n| what | documents | measured | to reach | ratio | |\n|---|---|---|---|---|---|\n",
                );
            }
            for figure in &section.figures {
                let _ = writeln!(text, "| {} |", figure.cells().join(" | "));
            }
            text.push_str(&section.after);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_told_beside_what_it_is_to_reach() {
        let figure = Figure::new("first query, p50", 10_000, 90_000.0, Unit::Bytes).goal(Some(60_000.0));
        assert_eq!(figure.cells()[1..5], ["10,000", "90.0 KB", "60.0 KB", "1.50"]);
        let score = Figure::new("MRR@10", 0, 0.97, Unit::Score).goal(Some(0.965));
        assert_eq!(score.cells()[4], "1.01 ✓");
    }

    #[test]
    fn growth_compares_the_smallest_with_the_largest() {
        let mut report = Report::default();
        report.section("a", "");
        for (documents, value) in [(10, 1.0), (100, 3.0), (1_000, 20.0)] {
            report.add(Figure::new("x", documents, value, Unit::Seconds));
        }
        report.add(Figure::new("alone", 10, 1.0, Unit::Seconds));
        let pairs = report.growth();
        assert_eq!(pairs.len(), 1);
        assert_eq!((pairs[0].0.value, pairs[0].1.value), (1.0, 20.0));
    }

    #[test]
    fn thousands_are_parted() {
        assert_eq!([7, 1_000, 123_456].map(thousands), ["7", "1,000", "123,456"]);
    }
}
