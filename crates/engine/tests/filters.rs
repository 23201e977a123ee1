//! Random documents and requests: what filters let through, what each facet counts and the order of results are what going through
//! the documents one by one gives, whether a filter stands in the address or is written in the query.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

mod common;

use proptest::prelude::*;
use proptest::sample::select;
use std::collections::{BTreeMap, BTreeSet};
use tangthu_archive::{Block, Document};
use tangthu_engine::{Choice, Count, Filters, SearchAnswer, SearchRequest, Sort};
use tangthu_text::unmarked;

const PATHS: [&[&str]; 7] = [
    &[],
    &["Tin"],
    &["Tin", "Quận"],
    &["Tin", "Quận", "Ba"],
    &["Tin", "Phường"],
    &["Tin tức", "Quận"],
    &["Quận"],
];
/// The paths that are asked for: those above others too, and one that no document has.
const SECTIONS: [&str; 8] =
    ["Tin", "Tin / Quận", "Tin / Quận / Ba", "Tin / Phường", "Tin tức", "Tin tức / Quận", "Quận", "Ti"];
const SOURCES: [&str; 3] = ["Báo Quận", "Báo", "Cổng thông tin"];
const KINDS: [&str; 3] = ["Kế hoạch", "Chương trình", "Chương trình hành động"];
const LANGUAGES: [&str; 3] = ["vi", "en", "vi-VN"];
const YEARS: std::ops::Range<u16> = 2019..2023;
const MONTHS: [u8; 4] = [1, 2, 3, 12];
const DAYS: [u8; 4] = [1, 15, 27, 28];

/// A date as far as it is known.
type When = (u16, Option<u8>, Option<u8>);
/// Year, month and day, which compare as days do.
type Day = (u16, u8, u8);

/// The first day that a date may mean.
fn first((year, month, day): When) -> Day {
    (year, month.unwrap_or(1), day.unwrap_or(1))
}

/// The last one. No month is longer than 31 days, and nothing lies between its last day and that.
fn last((year, month, day): When) -> Day {
    (year, month.unwrap_or(12), day.unwrap_or(31))
}

/// Any date: a year, a month or a day.
fn when() -> impl Strategy<Value = When> {
    (YEARS, 0..3, select(MONTHS.to_vec()), select(DAYS.to_vec())).prop_map(|(year, precision, month, day)| {
        (year, (precision > 0).then_some(month), (precision > 1).then_some(day))
    })
}

/// As the format writes it.
fn written((year, month, day): When) -> String {
    let step = |step: Option<u8>| step.map(|step| format!("-{step:02}")).unwrap_or_default();
    format!("{year:04}{}{}", step(month), step(day))
}

/// As people write it.
fn day_first((year, month, day): When) -> String {
    let step = |step: Option<u8>| step.map(|step| format!("{step:02}/")).unwrap_or_default();
    // 3/2020 and 03/2020 are one month.
    let month = match day {
        Some(_) => step(month),
        None => month.map(|month| format!("{month}/")).unwrap_or_default(),
    };
    format!("{}{month}{year}", step(day))
}

/// What there is to know of a document.
#[derive(Clone, Debug)]
struct Row {
    path: &'static [&'static str],
    source: Option<&'static str>,
    kind: Option<&'static str>,
    language: Option<&'static str>,
    when: Option<When>,
    hour: Option<u8>,
    views: Option<u64>,
    gold: bool,
}

impl Row {
    fn year(&self) -> String {
        self.when.map(|(year, ..)| year.to_string()).unwrap_or_default()
    }

    fn month(&self) -> Option<String> {
        self.when.and_then(|(year, month, _)| Some(format!("{year}-{:02}", month?)))
    }

    /// The values that its facets count it under: sections, sources, kinds, languages, years, months.
    fn values(&self) -> [Vec<String>; FACETS] {
        let one = |value: Option<&str>| value.map(str::to_owned).into_iter().collect();
        let steps = (1..=self.path.len()).map(|steps| self.path[..steps].join(" / "));
        let month = self.month().into_iter().collect();
        [steps.collect(), one(self.source), one(self.kind), one(self.language), vec![self.year()], month]
    }

    fn document(&self, at: usize) -> Document {
        let hour = self.hour.filter(|_| self.when.is_some_and(|(_, _, day)| day.is_some()));
        let time = hour.map(|hour| format!("T{hour:02}:30:00+07:00")).unwrap_or_default();
        let text = format!("Bài n{at} về {}", if self.gold { "vàng" } else { "bạc" });
        Document {
            id: id(at),
            title: format!("Tin ngày t{at}"),
            section: self.path.iter().map(|&step| step.to_owned()).collect(),
            source: self.source.map(str::to_owned),
            kind: self.kind.map(str::to_owned),
            language: self.language.map(str::to_owned),
            published: self.when.map(|when| format!("{}{time}", written(when)).parse().unwrap()),
            views: self.views,
            body: vec![Block::Paragraph { text }],
            ..Document::default()
        }
    }
}

fn id(at: usize) -> String {
    format!("{at:03}")
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let one_of = |values: &[&'static str]| proptest::option::of(select(values.to_vec()));
    let labels = (select(PATHS.to_vec()), one_of(&SOURCES), one_of(&KINDS), one_of(&LANGUAGES));
    let numbers = (
        proptest::option::weighted(0.8, when()),
        proptest::option::of(select(vec![0u8, 6, 23])),
        proptest::option::of(0u64..5),
        any::<bool>(),
    );
    let row = (labels, numbers).prop_map(|((path, source, kind, language), (when, hour, views, gold))| Row {
        path,
        source,
        kind,
        language,
        when,
        hour,
        views,
        gold,
    });
    proptest::collection::vec(row, 2..30)
}

/// The facets of [`Row::values`].
const FACETS: usize = 6;
/// Their names in the query language.
const NAMES: [&str; FACETS] = ["mục", "nguồn", "kind", "ngôn ngữ", "năm", "month"];

/// Values wanted and excluded.
type Choices = Vec<(String, bool)>;

/// What is asked for.
#[derive(Clone, Debug)]
struct Asked {
    choices: [Choices; FACETS],
    from: Option<When>,
    to: Option<When>,
    gold: bool,
    /// Whether the filters are written in the query, and without marks.
    typed: bool,
    unmarked: bool,
}

fn choices(values: Vec<String>) -> impl Strategy<Value = Choices> {
    let some = proptest::collection::vec((select(values), proptest::bool::weighted(0.4)), 1..4);
    // Half of the fields are free, or nothing would be left.
    proptest::option::weighted(0.4, some).prop_map(Option::unwrap_or_default)
}

fn asked() -> impl Strategy<Value = Asked> {
    let of = |values: &[&str]| choices(values.iter().map(|&value| value.to_owned()).collect());
    let years = YEARS.map(|year| year.to_string()).chain([String::new(), "1990".to_owned()]);
    let months = YEARS.flat_map(|year| MONTHS.map(|month| format!("{year}-{month:02}")));
    let fields = (
        of(&SECTIONS),
        of(&SOURCES),
        of(&KINDS),
        of(&LANGUAGES),
        choices(years.collect()),
        choices(months.collect()),
    );
    let date = || proptest::option::weighted(0.3, when());
    (fields, date(), date(), proptest::bool::weighted(0.3), any::<(bool, bool)>()).prop_map(
        |((section, source, kind, language, year, month), from, to, gold, (typed, unmarked))| Asked {
            choices: [section, source, kind, language, year, month],
            from,
            to,
            gold,
            typed,
            unmarked,
        },
    )
}

impl Asked {
    fn request(&self) -> SearchRequest {
        let mut query = Vec::new();
        let mut filters = Filters::default();
        query.extend(self.gold.then(|| "vàng".to_owned()));
        for (at, choices) in self.choices.iter().enumerate() {
            let field = match at {
                0 => &mut filters.section,
                1 => &mut filters.source,
                2 => &mut filters.kind,
                3 => &mut filters.language,
                4 => &mut filters.year,
                _ => &mut filters.month,
            };
            for (value, exclude) in choices {
                // A value without a letter, that of documents without a date, cannot be written.
                if self.typed && !value.is_empty() {
                    let minus = if *exclude { "-" } else { "" };
                    // Without marks and capitals it says the same.
                    let value = if self.unmarked { unmarked(value).to_lowercase() } else { value.clone() };
                    query.push(format!("{minus}{}:\"{value}\"", NAMES[at]));
                } else {
                    field.push(Choice { value: value.clone(), exclude: *exclude });
                }
            }
        }
        if self.typed {
            query.extend(self.from.map(|from| format!("từ:{}", day_first(from))));
            query.extend(self.to.map(|to| format!("to:{}", day_first(to))));
        } else {
            filters.from = self.from.map(written);
            filters.to = self.to.map(written);
        }
        SearchRequest { query: query.join(" "), filters, limit: 100, ..SearchRequest::default() }
    }

    /// Whether the words and the range let a document through. A document that is dated by the year or by the month is within when any
    /// of its days may be; one without a date is in no range.
    fn admits(&self, row: &Row) -> bool {
        let begins = |when: When| self.from.is_none_or(|from| last(when) >= first(from));
        let ends = |when: When| self.to.is_none_or(|to| first(when) <= last(to));
        let ranged = self.from.is_some() || self.to.is_some();
        // No day lies in a range that ends before it begins, not even one of a whole year that may lie on either side.
        let never = matches!((self.from, self.to), (Some(from), Some(to)) if first(from) > last(to));
        (row.gold || !self.gold) && !never && row.when.map_or(!ranged, |when| begins(when) && ends(when))
    }

    /// The facets whose filters a document does not pass.
    fn failed(&self, row: &Row) -> Vec<usize> {
        let mut values = row.values();
        if self.typed {
            // What is typed may be any steps of the path that follow each other; in the address, a section is the whole path.
            let runs = (0..row.path.len()).flat_map(|at| (at..row.path.len()).map(move |end| at..=end));
            values[0] = runs.map(|run| row.path[run].join(" / ")).collect();
        }
        let passes = |at: usize| {
            let has = |excluded: bool| {
                let mut of = self.choices[at].iter().filter(|(_, exclude)| *exclude == excluded);
                of.any(|(value, _)| values[at].contains(value))
            };
            !has(true) && (has(false) || self.choices[at].iter().all(|(_, exclude)| *exclude))
        };
        (0..FACETS).filter(|&at| !passes(at)).collect()
    }

    /// The positions of the documents that are asked for.
    fn found(&self, rows: &[Row]) -> Vec<usize> {
        (0..rows.len()).filter(|&at| self.admits(&rows[at]) && self.failed(&rows[at]).is_empty()).collect()
    }

    /// What each facet counts: the documents that pass the filters of all the others.
    fn counts(&self, rows: &[Row]) -> [Vec<Count>; FACETS] {
        let mut counts: [BTreeMap<String, u32>; FACETS] = Default::default();
        for row in rows.iter().filter(|row| self.admits(row)) {
            let failed = self.failed(row);
            for (at, values) in row.values().into_iter().enumerate() {
                if failed.iter().all(|&other| other == at) {
                    values.into_iter().for_each(|value| *counts[at].entry(value).or_default() += 1);
                }
            }
        }
        let mut at = 0;
        counts.map(|counts| {
            let mut counts: Vec<Count> =
                counts.into_iter().map(|(value, count)| Count { value, count }).collect();
            match at {
                // Times from the newest on, and what has none last.
                4 | 5 => counts.reverse(),
                // Values from the most frequent on.
                _ => counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value))),
            }
            at += 1;
            counts
        })
    }
}

/// The archive in two segments, or in one file.
fn ask(rows: &[Row], cut: Option<usize>, requests: &[SearchRequest]) -> Vec<SearchAnswer> {
    let documents: Vec<Document> = rows.iter().enumerate().map(|(at, row)| row.document(at)).collect();
    let reader = match cut {
        Some(cut) => {
            let (first, second) = documents.split_at(cut.clamp(1, documents.len() - 1));
            common::open(&[first.to_vec(), second.to_vec()])
        }
        None => common::open_one_file(documents),
    };
    let answers = requests
        .iter()
        .map(|request| pollster::block_on(reader.search(request, &|| false, async || {})).unwrap());
    answers.collect()
}

fn ids(answer: &SearchAnswer) -> Vec<String> {
    answer.hits.iter().map(|hit| hit.id.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_passes_and_what_is_counted_is_what_a_scan_finds(
        rows in rows(), asked in asked(), cut in proptest::option::of(1usize..30)
    ) {
        // A word that stands nowhere may be read as another.
        prop_assume!(!asked.gold || rows.iter().any(|row| row.gold));
        let answer = ask(&rows, cut, &[asked.request()]).remove(0);
        let found = asked.found(&rows);
        let wanted: BTreeSet<String> = found.iter().map(|&at| id(at)).collect();
        prop_assert_eq!(ids(&answer).into_iter().collect::<BTreeSet<_>>(), wanted, "{}", asked.request().query);
        prop_assert_eq!((answer.total as usize, answer.hits.len()), (found.len(), found.len()));
        prop_assert_eq!(answer.complete, answer.total);
        prop_assert_eq!(answer.undated as usize, found.iter().filter(|&&at| rows[at].when.is_none()).count());
        let [section, source, kind, language, year, month] = asked.counts(&rows);
        prop_assert_eq!(answer.facets.section, section);
        prop_assert_eq!(answer.facets.source, source);
        prop_assert_eq!(answer.facets.kind, kind);
        prop_assert_eq!(answer.facets.language, language);
        prop_assert_eq!(answer.facets.year, year);
        prop_assert_eq!(answer.facets.month, month);
    }

    #[test]
    fn sorted_documents_that_lack_the_key_come_last_and_none_vanishes(
        rows in rows(), asked in asked(), cut in proptest::option::of(1usize..30), page in (0u32..8, 0u32..8)
    ) {
        prop_assume!(!asked.gold || rows.iter().any(|row| row.gold));
        let sorts = [Sort::Newest, Sort::Oldest, Sort::Views];
        let whole = sorts.map(|sort| SearchRequest { sort, ..asked.request() });
        let (offset, limit) = page;
        let part = whole.clone().map(|request| SearchRequest { offset, limit, ..request });
        let answers = ask(&rows, cut, &[whole, part].concat());
        let wanted: BTreeSet<String> = asked.found(&rows).iter().map(|&at| id(at)).collect();
        for (at, sort) in sorts.into_iter().enumerate() {
            let found = ids(&answers[at]);
            prop_assert_eq!(found.len(), wanted.len());
            prop_assert_eq!(found.iter().cloned().collect::<BTreeSet<_>>(), wanted.clone());
            // What each is ordered by, of which the smaller comes first, and none behind all.
            let keys: Vec<_> = found.iter().map(|id| {
                let row = &rows[id.parse::<usize>().unwrap()];
                let day = row.when.map(first).map(|(year, month, day)| i64::from(year) * 400 + i64::from(month) * 32 + i64::from(day));
                let key = match sort {
                    Sort::Oldest => day,
                    Sort::Views => row.views.map(|views| -i64::try_from(views).unwrap()),
                    _ => day.map(|day| -day),
                };
                (key.is_none(), key)
            }).collect();
            prop_assert!(keys.is_sorted(), "{sort:?}: {keys:?}");
            // A page is a stretch of the whole.
            let of_page: Vec<String> = found.into_iter().skip(offset as usize).take(limit as usize).collect();
            prop_assert_eq!(ids(&answers[sorts.len() + at]), of_page);
            prop_assert_eq!(answers[sorts.len() + at].total as usize, wanted.len());
        }
    }
}

/// Random ranges seldom end on a border, so these stand here.
#[test]
fn ranges_of_every_precision_take_in_their_first_and_last_day() {
    let dates =
        ["2019-12-31", "2020-01-01", "2020", "2020-02", "2020-02-29", "2020-03-01", "2020-12", "2021-01-01"];
    let documents: Vec<Document> = dates
        .iter()
        .map(|date| Document {
            id: (*date).into(),
            title: "Tin".into(),
            published: date.parse().ok(),
            ..Document::default()
        })
        .chain([Document { id: "undated".into(), title: "Tin".into(), ..Document::default() }])
        .collect();
    let reader = common::open_one_file(documents);
    let ask = |query: &str| -> BTreeSet<String> {
        let request = SearchRequest { query: query.into(), limit: 50, ..SearchRequest::default() };
        let answer = pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap();
        ids(&answer).into_iter().collect()
    };
    for (query, wanted) in [
        ("từ:2020 đến:2020", &dates[1..7]),
        ("từ:1/2020 đến:31/12/2020", &dates[1..7]),
        ("from:2/2020 to:2/2020", &dates[2..5]),
        ("từ:29/02/2020 đến:29/2/2020", &dates[2..5]),
        ("từ:01/03/2020 đến:3/2020", &["2020", "2020-03-01"]),
        ("đến:2019", &dates[..1]),
        ("từ:2021", &dates[7..]),
        ("từ:2/1/2021", &[]),
        // It ends before it begins: not even a date that may lie on either side is in it.
        ("từ:6/2020 đến:3/2020", &[]),
    ] {
        assert_eq!(ask(query), wanted.iter().map(|&date| date.to_owned()).collect(), "{query}");
    }
    assert_eq!(ask("").len(), dates.len() + 1, "without a range, nothing is left out");
}
