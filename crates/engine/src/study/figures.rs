//! Figures of the documents that a search finds.
//!
//! The mentions of a hundred thousand documents are some twenty megabytes, so they are looked through part by part, as many
//! at a time as take a moment; what was read is kept, in few bytes a figure, and asking on goes on where it stopped.
//! Sentences come from the texts of the rows that are shown.

use super::{
    FigureRow, FigureSort, Figures, FiguresRequest, MAX_POINTS, MAX_ROWS, Point, QUICK_LOOK,
    found::{Wanted, evidence, place_of},
    status::bare_status,
    when::{moment, years},
};
use crate::{
    Count, Failure, Host, Reader, SearchRequest,
    reader::{Place, year_name},
};
use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashMap, VecDeque},
    rc::Rc,
};
use tangthu_archive::{Mention, MentionKind, PartKind};
use tangthu_search::{best, sort_by};

/// Parts that one question reads, at most: some two megabytes.
const PARTS_AT_ONCE: usize = 64;

/// Parts that are fetched together.
const WAVE: usize = 8;

/// Figures that are kept: forty bytes each.
const MAX_FIGURES: usize = 400_000;

/// Units and subjects that an answer lists.
const MAX_COUNTS: usize = 100;

/// Stands for the year of figures that have none: there is no such year.
const NO_YEAR: u16 = 0;

/// What was read for a search.
#[derive(Default)]
pub(crate) struct Seen {
    search: SearchRequest,
    places: Vec<Place>,
    dates: Vec<Option<String>>,
    /// The parts that were not looked through yet.
    parts: VecDeque<Wanted>,
    looked: usize,
    figures: Vec<Figure>,
    names: Names,
}

/// A figure, its texts by their numbers.
#[derive(Clone, Copy, Default)]
struct Figure {
    /// The document's position in the search.
    document: u32,
    low: f64,
    high: f64,
    value: u32,
    unit: u32,
    subject: u32,
    status: u32,
    about: u32,
    date: u32,
    text: u32,
    start: u32,
    end: u32,
}

impl Seen {
    fn is_full(&self) -> bool {
        self.figures.len() >= MAX_FIGURES
    }
}

/// Texts, each once. Number 0 is the empty text.
#[derive(Default)]
struct Names {
    numbers: HashMap<Rc<str>, u32>,
    texts: Vec<Rc<str>>,
}

impl Names {
    fn number(&mut self, text: &str) -> u32 {
        if self.texts.is_empty() {
            self.texts.push("".into());
            self.numbers.insert("".into(), 0);
        }
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let (number, text): (u32, Rc<str>) = (self.texts.len() as u32, text.into());
        self.texts.push(Rc::clone(&text));
        self.numbers.insert(text, number);
        number
    }

    fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", |text| text)
    }

    fn some(&self, number: u32) -> Option<String> {
        (number > 0).then(|| self.text(number).to_owned())
    }
}

impl<H: Host> Reader<H> {
    /// The figures of the documents that a search finds.
    ///
    /// # Errors
    /// [`Failure::Stale`], or what kept a part from arriving whole.
    pub async fn figures(
        &self,
        request: &FiguresRequest,
        stale: &dyn Fn() -> bool,
    ) -> Result<Figures, Failure> {
        // The window, the counts and the language of the search make no difference here.
        let search = SearchRequest {
            query: request.search.query.clone(),
            filters: request.search.filters.clone(),
            sort: request.search.sort,
            ..SearchRequest::default()
        };
        let kept = self.seen.borrow_mut().take().filter(|seen| seen.search == search);
        let mut seen = match kept {
            Some(seen) => seen,
            None => Box::new(self.begin(search, stale).await?),
        };
        let look = if request.look == 0 { QUICK_LOOK } else { request.look } as usize;
        let looked = self.look_on(&mut seen, look, stale).await;
        let told = looked.map(|()| tell(&seen, request));
        let rows = match &told {
            Ok((_, rows)) => self.rows_of(&seen, rows, stale).await,
            Err(_) => Ok(Vec::new()),
        };
        // What was read stays for the next question, also where this one is not wanted any more.
        *self.seen.borrow_mut() = Some(seen);
        let (figures, _) = told?;
        Ok(Figures { rows: rows?, ..figures })
    }

    async fn begin(&self, search: SearchRequest, stale: &dyn Fn() -> bool) -> Result<Seen, Failure> {
        let found = self.found(&search, stale).await?;
        let places: Vec<Place> = found.iter().map(place_of).collect();
        let parts = self.parts_of(PartKind::Mentions, &places, stale).await?.into();
        let dates = self.dates(&places, stale).await?;
        Ok(Seen { search, places, dates, parts, ..Seen::default() })
    }

    /// Looks through parts until so many documents were seen, or enough was read for one question.
    async fn look_on(&self, seen: &mut Seen, look: usize, stale: &dyn Fn() -> bool) -> Result<(), Failure> {
        let mut room = PARTS_AT_ONCE;
        while seen.looked < look && !seen.is_full() {
            // Several at once, so that they are fetched together, but no more than are asked for.
            let mut lacking = look - seen.looked;
            let needed = seen.parts.iter().take_while(|part| {
                let needed = lacking > 0;
                lacking = lacking.saturating_sub(part.places.len());
                needed
            });
            let wave = needed.take(WAVE.min(room)).count();
            if wave == 0 {
                break;
            }
            room -= wave;
            let Seen { parts, figures, names, .. } = seen;
            let mut read = Vec::new();
            self.each_mentions(&parts.make_contiguous()[..wave], stale, &mut |nth, mentions| {
                read.push((nth, mentions));
            })
            .await?;
            // Taken off only now: where reading was broken off, they are read again.
            parts.drain(..wave);
            seen.looked += read.len();
            for (document, mentions) in read {
                figures.extend(mentions.iter().filter_map(|mention| figure_of(document, mention, names)));
            }
        }
        Ok(())
    }

    /// The rows that are shown, with their documents and sentences.
    async fn rows_of(
        &self,
        seen: &Seen,
        rows: &[Figure],
        stale: &dyn Fn() -> bool,
    ) -> Result<Vec<FigureRow>, Failure> {
        let mut documents: Vec<u32> = rows.iter().map(|row| row.document).collect();
        sort_by(&mut documents, Ord::cmp);
        documents.dedup();
        let places: Vec<Place> =
            documents.iter().filter_map(|&at| seen.places.get(at as usize).copied()).collect();
        let links = self.links(&places, stale).await?;
        let texts = self.texts(&places, stale).await?;
        let names = &seen.names;
        let row = |row: &Figure| {
            let at = documents.binary_search(&row.document).ok()?;
            let (place, sentence) = evidence(texts.get(at)?, row.text, row.start, row.end);
            Some(FigureRow { sentence, place, document: links.get(at)?.clone(), ..told(row, names) })
        };
        Ok(rows.iter().filter_map(row).collect())
    }
}

/// A figure as it is told, without its document.
fn told(row: &Figure, names: &Names) -> FigureRow {
    FigureRow {
        value: names.text(row.value).to_owned(),
        low: row.low,
        high: row.high,
        unit: names.some(row.unit),
        subject: names.some(row.subject),
        status: names.some(row.status),
        about: names.some(row.about),
        date: names.some(row.date),
        ..FigureRow::default()
    }
}

/// The ends of a value: `231`, `0.8`, `2..3`. None where it is no number that can be compared.
pub(crate) fn ends_of(value: &str) -> Option<(f64, f64)> {
    let (low, high) = value.split_once("..").unwrap_or((value, value));
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    Some((number(low)?, number(high)?))
}

fn figure_of(document: usize, mention: &Mention, names: &mut Names) -> Option<Figure> {
    if mention.kind != MentionKind::Figure {
        return None;
    }
    let (low, high) = ends_of(&mention.value)?;
    let mut detail = |name: &str| mention.details.get(name).map_or(0, |said| names.number(said));
    let [unit, subject, about, date] = ["unit", "subject", "about", "date"].map(&mut detail);
    let status = mention.details.get("status").map_or(0, |said| names.number(bare_status(said)));
    Some(Figure {
        document: document as u32,
        low,
        high,
        value: names.number(&mention.value),
        unit,
        subject,
        status,
        about,
        date,
        text: mention.text,
        start: mention.start,
        end: mention.end,
    })
}

/// Everything but the rows, and which rows are shown.
fn tell(seen: &Seen, request: &FiguresRequest) -> (Figures, Vec<Figure>) {
    let names = &seen.names;
    let is = |wanted: &Option<String>, number: u32| {
        wanted.as_ref().is_none_or(|text| *text == *names.text(number))
    };
    // Links of before may name a status with its year.
    let status = request.status.as_deref().map(|status| bare_status(status).to_owned());
    let wanted_year = request.year.as_ref().map(|year| year.parse::<u16>().unwrap_or(NO_YEAR));
    let mut counts: [HashMap<u32, u32>; 3] = Default::default();
    let mut by_year: BTreeMap<u16, u32> = BTreeMap::new();
    let mut rows: Vec<Figure> = Vec::new();
    for figure in &seen.figures {
        let kinds = [figure.status, figure.unit, figure.subject];
        let wanted = [&status, &request.unit, &request.subject];
        let passes: Vec<bool> = wanted.iter().zip(kinds).map(|(wanted, number)| is(wanted, number)).collect();
        let years = date_of(seen, figure).and_then(|(date, _)| years(date)).unwrap_or(NO_YEAR..=NO_YEAR);
        let of_year = wanted_year.is_none_or(|year| years.contains(&year));
        let fails = passes.iter().chain([&of_year]).filter(|passes| !**passes).count();
        for ((counts, number), passes) in counts.iter_mut().zip(kinds).zip(&passes) {
            // Each is counted under the conditions of the others, so that a count says what choosing it would give.
            if fails == 0 || fails == 1 && !passes {
                *counts.entry(number).or_default() += 1;
            }
        }
        if fails == 0 || fails == 1 && !of_year {
            years.for_each(|year| *by_year.entry(year).or_default() += 1);
        }
        if fails == 0 {
            rows.push(*figure);
        }
    }
    let listed = |counts: &HashMap<u32, u32>, empty: bool| {
        let counts = counts.iter().filter(|(number, _)| empty || **number > 0);
        let counts = counts.map(|(&number, &count)| Count { value: names.text(number).to_owned(), count });
        let order = |a: &Count, b: &Count| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value));
        best(counts.collect(), MAX_COUNTS, order)
    };
    let [statuses, units, subjects] = &counts;
    let mut figures = Figures {
        total: rows.len() as u32,
        looked: seen.looked as u32,
        documents: seen.places.len() as u32,
        full: seen.is_full() && seen.looked < seen.places.len(),
        statuses: listed(statuses, true),
        units: listed(units, true),
        subjects: listed(subjects, false),
        years: by_year
            .into_iter()
            .rev()
            .map(|(year, count)| Count { value: year_name((year != NO_YEAR).then_some(year)), count })
            .collect(),
        all_units: units.len() as u32,
        all_subjects: subjects.keys().filter(|number| **number > 0).count() as u32,
        ..Figures::default()
    };
    if request.unit.is_some() || request.subject.is_some() {
        (figures.series, figures.series_cut) = series(seen, &rows);
    }
    sort_by(&mut rows, |a, b| {
        let order = compare(a, b, (request.sort, request.descending), seen);
        // Equal ones stand as their documents do; so do those that were read part by part.
        order.then((a.document, a.text, a.start).cmp(&(b.document, b.text, b.start)))
    });
    let shown = rows.into_iter().skip(request.from as usize).take(request.count.min(MAX_ROWS) as usize);
    (figures, shown.collect())
}

/// The order of two figures. What lacks the value that they are sorted by stands last in either direction.
fn compare(a: &Figure, b: &Figure, (sort, descending): (FigureSort, bool), seen: &Seen) -> Ordering {
    let turned = |order: Ordering| if descending { order.reverse() } else { order };
    let text = |a: u32, b: u32| {
        let texts = || turned(seen.names.text(a).cmp(seen.names.text(b)));
        (a == 0).cmp(&(b == 0)).then_with(texts)
    };
    let value = || turned(a.low.total_cmp(&b.low).then(a.high.total_cmp(&b.high)));
    match sort {
        FigureSort::Document => turned((a.document, a.text, a.start).cmp(&(b.document, b.text, b.start))),
        FigureSort::Value => value(),
        FigureSort::Date => {
            let (one, two) = (date_of(seen, a), date_of(seen, b));
            let key = |date: Option<(&str, bool)>| date.map(|(date, _)| moment(date));
            one.is_none().cmp(&two.is_none()).then_with(|| turned(key(one).cmp(&key(two))))
        }
        FigureSort::Unit => text(a.unit, b.unit).then_with(value),
        FigureSort::Subject => text(a.subject, b.subject).then_with(value),
        FigureSort::Status => text(a.status, b.status).then_with(value),
    }
}

/// The date of a figure, and whether it is its own: what the text tells of it where that has a year, else that of its document.
fn date_of<'a>(seen: &'a Seen, figure: &Figure) -> Option<(&'a str, bool)> {
    let said =
        Some(seen.names.text(figure.date)).filter(|date| date.starts_with(|c: char| c.is_ascii_digit()));
    let document = || seen.dates.get(figure.document as usize)?.as_deref();
    said.map(|date| (date, true)).or_else(|| document().map(|date| (date, false)))
}

fn series(seen: &Seen, rows: &[Figure]) -> (Vec<Point>, bool) {
    let dated = rows.iter().filter_map(|row| Some((date_of(seen, row)?, row)));
    let mut points: Vec<(String, Point)> = dated
        .map(|((date, own), row)| {
            let unit = seen.names.some(row.unit);
            (moment(date), Point { date: date.to_owned(), own, low: row.low, high: row.high, unit })
        })
        .collect();
    sort_by(&mut points, |a, b| a.0.cmp(&b.0));
    let cut = points.len() > MAX_POINTS;
    points.truncate(MAX_POINTS);
    (points.into_iter().map(|(_, point)| point).collect(), cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_that_no_more_figures_are_kept() {
        let told = |figures: usize, looked: usize| {
            let seen = Seen {
                places: vec![(0, 0), (0, 1)],
                figures: vec![Figure::default(); figures],
                looked,
                ..Seen::default()
            };
            tell(&seen, &FiguresRequest::default()).0
        };
        assert!(told(MAX_FIGURES, 1).full);
        assert!(!told(MAX_FIGURES - 1, 1).full, "there is room");
        assert!(!told(MAX_FIGURES, 2).full, "nothing is left to be read");
    }

    #[test]
    fn figures_without_what_they_are_sorted_by_come_last_in_either_direction() {
        let mut seen = Seen { places: vec![(0, 0)], dates: vec![None], ..Seen::default() };
        for (start, text) in (0..).zip(["2020", "", "2019-05", "2021", "", "2020"]) {
            let number = seen.names.number(text);
            let (low, high) = (f64::from(start), f64::from(start));
            let names =
                Figure { unit: number, subject: number, status: number, date: number, ..Figure::default() };
            seen.figures.push(Figure { low, high, start, ..names });
        }
        let sorted = |sort, descending| {
            let request = FiguresRequest { sort, descending, count: 9, ..FiguresRequest::default() };
            tell(&seen, &request).1.iter().map(|row| row.start).collect::<Vec<_>>()
        };
        assert_eq!(sorted(FigureSort::Date, false), [2, 0, 5, 3, 1, 4]);
        // Of one day they stand as in their document.
        assert_eq!(sorted(FigureSort::Date, true), [3, 0, 5, 2, 1, 4]);
        for sort in [FigureSort::Unit, FigureSort::Subject, FigureSort::Status] {
            assert_eq!(sorted(sort, false), [2, 0, 5, 3, 1, 4], "{sort:?}");
            assert_eq!(sorted(sort, true), [3, 5, 0, 2, 4, 1], "{sort:?}: of one word the largest first");
        }
        for sort in [FigureSort::Value, FigureSort::Document] {
            assert_eq!(
                (sorted(sort, false), sorted(sort, true)),
                (vec![0, 1, 2, 3, 4, 5], vec![5, 4, 3, 2, 1, 0])
            );
        }
    }

    #[test]
    fn values_have_ends() {
        assert_eq!(ends_of("231"), Some((231.0, 231.0)));
        assert_eq!(ends_of("2..3.5"), Some((2.0, 3.5)));
        for hostile in ["", "..", "NaN", "inf", "1..", "x"] {
            assert_eq!(ends_of(hostile), None, "{hostile}");
        }
    }
}
