//! The Party's document numbers from the text to the answer: of every number of a table, in every spelling in which texts hold it and
//! readers type it, the documents that bear or cite it are found, all of them and no others, the one that bears it first. What
//! is recognised as a number in the first place is tested in `crates/mentions/tests/party_numbers.rs`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

mod common;

use common::Files;
use std::collections::{BTreeMap, BTreeSet};
use tangthu_archive::{Block, Document};
use tangthu_engine::{Reader, SearchRequest};

/// Bodies, and the serials and kinds of their documents. Most differ from another in one part alone: in the serial, in its letter,
/// in the kind, in the stroke of its đ, in the body. Where three follow each other, they are cited with one tail, too.
const PARTY: [(&str, &[&str]); 18] = [
    (
        "QU",
        &[
            "01-CTr",
            "02-CTr",
            "03-CTr",
            "10-CTr",
            "101-CTr",
            "01a-CTr",
            "01-KH",
            "104-KH",
            "105-KH",
            "106-KH",
            "212-BC",
            "11-ĐA",
            "11-DA",
            "01-CTrHĐ",
            "20-QyĐ",
            "20-QĐ",
        ],
    ),
    (
        "TU",
        &[
            "01-CTr",
            "02-CTr",
            "03-CTr",
            "11-ĐA",
            "12-ĐA",
            "11-DA",
            "05-HD",
            "05-HĐ",
            "18-NQ",
            "15-CT",
            "1205-QĐ",
            "1206-QĐ",
            "07-QyĐ",
            "22-CTrHĐ",
            "03-QC",
            "05-TT",
        ],
    ),
    (
        "HU",
        &[
            "15-CT", "16-CT", "17-CT", "01-CTr", "01-KH", "22-CTHĐ", "07-QyĐ", "07-QĐ", "18-NQ", "100-TB",
            "09-TTr", "11-ĐA", "02-BB",
        ],
    ),
    (
        "TW",
        &[
            "18-NQ", "19-NQ", "20-NQ", "15-CT", "15a-CT", "05-CT", "21-KL", "76-KL", "37-QĐ", "37-QyĐ",
            "01-QC", "05-TT", "36-HD",
        ],
    ),
    (
        "ĐU",
        &[
            "100-TB", "101-TB", "102-TB", "09-TTr", "02-BB", "45-QĐ", "45-QC", "45-CV", "18-NQ", "01-CTr",
            "1-KL", "36-HD",
        ],
    ),
    ("ThU", &["03-NQ", "04-NQ", "05-NQ", "01-CTr", "15-CT", "104-KH", "212-BC", "11-ĐA", "45-QĐ"]),
    ("ĐUK", &["77-KH", "78-KH", "79-KH", "18-NQ", "36-HD", "212-BC", "11-ĐA"]),
    ("VPTW", &["36-HD", "37-HD", "38-HD", "36-CV", "36-QĐ", "136-HD", "3-HD"]),
    ("VPTU", &["1234-CV", "1235-CV", "1236-CV", "36-HD", "1234-TB", "1234-BC", "123-CV"]),
    ("BTGTU", &["16-HD", "17-HD", "18-HD", "16-KH", "16-CV", "216-BC"]),
    ("BTCTU", &["12-QĐ", "13-QĐ", "14-QĐ", "12-HD", "12-KH", "12-CV"]),
    ("BTCHU", &["31-KH", "32-KH", "33-KH", "12-QĐ", "12-HD", "31-CV"]),
    ("UBKTQU", &["08-HD", "09-HD", "10-HD", "08-KH", "08-QĐ", "08-KL", "18-HD", "08a-HD", "108-BC"]),
    ("UBKTTW", &["02-HD", "03-HD", "04-HD", "02-KL", "02-TB", "08-HD"]),
    ("BDVTW", &["06-KH", "07-KH", "08-KH", "06-HD", "06-CV", "60-KH"]),
    ("BNCTU", &["45-BC", "46-BC", "47-BC", "45-KH", "45-HD", "45-CV"]),
    ("VPQU", &["201-CV", "202-CV", "203-CV", "20-CV", "201-TB", "201-KH"]),
    ("BTGQU", &["31-KH", "32-KH", "33-KH", "31-HD", "3-HD", "310-BC"]),
];

fn numbers() -> Vec<String> {
    PARTY
        .iter()
        .flat_map(|(body, serials)| serials.iter().map(move |serial| format!("{serial}/{body}")))
        .collect()
}

/// The numbers that differ from this one in the stroke of a đ at the most.
fn twins(number: &str) -> impl Iterator<Item = String> {
    let bare = |number: &str| number.replace('Đ', "D");
    let wanted = bare(number);
    numbers().into_iter().filter(move |number| bare(number) == wanted)
}

/// Every dash of Unicode that stands in numbers.
const DASHES: [char; 7] =
    ['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2015}', '\u{2212}'];

/// The number as texts write it, which are as many spellings for each number.
fn in_texts(number: &str) -> Vec<String> {
    let swapped = |dash: &str, slash: &str| number.replace('-', "\n").replace('/', slash).replace('\n', dash);
    let mut spellings = vec![
        number.to_owned(),
        format!("“{number}”"),
        format!("Số: {number}"),
        number.replace('-', " - "),
        number.replace('-', " – "),
        number.replace('-', "\u{A0}-\u{A0}"),
        number.replace('/', " / "),
        swapped("-", "-"),
        swapped("/", "-"),
        swapped("/", "/"),
        number.replace('Đ', "\u{D0}"),
        number.replace('Đ', "\u{189}"),
        format!("0{number}"),
        format!("00{number}"),
        number.trim_start_matches('0').to_owned(),
        number.replace("TW", "TƯ"),
        number.to_uppercase(),
        format!("số {}", number.to_lowercase()),
    ];
    spellings.extend(DASHES.map(|dash| number.replace('-', &dash.to_string())));
    spellings
}

/// The number as readers type it.
fn typed(number: &str) -> Vec<String> {
    let mut spellings = in_texts(number);
    let small = number.to_lowercase();
    spellings.extend([
        small.clone(),
        small.replace('đ', "ð"),
        small.replace('-', " - "),
        small.replace(['-', '/'], " "),
        small.replacen('-', " ", 1),
        small.replace('/', " "),
        small.replace(['-', '/'], "-"),
        format!("\"{number}\""),
        format!("số:{small}"),
        format!("số:\"{}\"", small.replace(['-', '/'], " ")),
        format!("number:{number}"),
    ]);
    // Typed without its stroke, a kind stands for two where there are two.
    if twins(number).count() == 1 {
        spellings.extend([small.replace('đ', "d"), number.replace('Đ', "D")]);
    }
    spellings
}

/// What cites a number, of which each document takes the next.
const SENTENCES: [(&str, &str); 4] = [
    ("Thực hiện ", ", các đơn vị báo cáo trước ngày 6/12/2021."),
    ("Ban Thường vụ đã ban hành văn bản ", " về công tác cán bộ."),
    ("(theo ", ") – phường phối hợp với các đơn vị."),
    ("Căn cứ ", "; căn cứ tình hình năm 2024."),
];

/// Numbers that one document cites.
const TOGETHER: usize = 12;

/// Texts that hold parts of the numbers and none of them.
const DECOYS: [&str; 8] = [
    "Quận có 01 CTr, 11 ĐA; TU, QU, HU và TW cùng dự. KH, NQ, CT, HD, KL, TT, TB, BC, TTr, CV, BB",
    "Số:    -CTr/QU, ngày 01 tháng 15 năm 2024; Số …-CTr/QU; Số: ......-NQ/TU; Số: xx-KH/QU",
    "nhiệm kỳ 2020 - 2025; điện thoại 024-3872-1234; 15/2024; 01/15; 10a; tỷ số 3-1",
    "Hội nghị TW 18 khóa XII, NQ của TU; 36 HD viên, VPTW; CT 15, HU 15; đường 3-TU",
    "24/10-CTr/QU; A01-CTr/QU; 2020-2025/NQ-TW; 1.126-KH; khóa XII, 12/15 đồng chí",
    "số 91-CTr/QU; 01b-CTr/QU; 1801-NQ/TW; 01-CTr/BTGTU; 11-ĐA/VPTU; 01/KH-UBND; 15/2022/QĐ-UBND",
    "01/2020/CTr-QU; 01-TB/QU; 18-KL/TW; 18/2018/NQ-CP; 12/2015/TTLT-BTC-BKHCN; 45/2019/QH14",
    "12/QĐ-UBND; 05-HD/HU; 1234/UBND-KT; 07/2024/NQ-HĐND; 178-CP; 91/TTg; 01/2004/QĐ-UB",
];

/// Documents, and for each number those that hold it, the first of which bears it.
#[derive(Default)]
struct Archive {
    documents: Vec<Document>,
    holding: BTreeMap<String, Vec<String>>,
}

impl Archive {
    fn add(&mut self, text: String, held: &[String]) -> &mut Document {
        let id = format!("{:05}", self.documents.len());
        for number in held {
            self.holding.entry(number.clone()).or_default().push(id.clone());
        }
        self.documents.push(Document {
            id,
            title: "Tin".into(),
            // What a row of results shows is short, so that thousands of answers are read quickly.
            lead: Some("Tin".into()),
            body: vec![Block::Paragraph { text }],
            ..Document::default()
        });
        self.documents.last_mut().unwrap()
    }

    fn of(numbers: &[String]) -> Self {
        let mut archive = Self::default();
        for number in numbers {
            let own = archive.add("Nội dung của văn bản".to_owned(), std::slice::from_ref(number));
            own.number = Some(number.clone());
        }
        for (nth, together) in numbers.chunks(TOGETHER).enumerate() {
            for spelling in 0..in_texts(&together[0]).len() {
                let cites = together.iter().enumerate().map(|(at, number)| {
                    let (before, after) = SENTENCES[(nth + at + spelling) % SENTENCES.len()];
                    format!("{before}{}{after}", in_texts(number)[spelling])
                });
                let text = cites.collect::<Vec<_>>().join(" ");
                archive.add(text, together);
            }
        }
        for (body, serials) in PARTY {
            let [(first, kind), (second, other), (third, last)] =
                [0, 1, 2].map(|at| serials[at].split_once('-').unwrap());
            let held = [0, 1, 2].map(|at| format!("{}/{body}", serials[at]));
            if kind == other && kind == last {
                archive.add(
                    format!("Các văn bản số {first}, {second}, {third}-{kind}/{body} còn hiệu lực."),
                    &held,
                );
                archive.add(
                    format!("Quán triệt các văn bản số {first}; {second} và {third} – {kind}/{body}"),
                    &held,
                );
                archive.add(
                    format!("theo số {first}-{kind}/{body}, {second}, {third}-{kind}/{body} của cấp trên"),
                    &held,
                );
            }
        }
        DECOYS.iter().for_each(|decoy| drop(archive.add((*decoy).to_owned(), &[]).id.clone()));
        archive
    }
}

fn found(reader: &Reader<Files>, query: &str) -> Vec<String> {
    let request = SearchRequest { query: query.to_owned(), limit: 60, ..SearchRequest::default() };
    let answer = pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap();
    assert_eq!(answer.total as usize, answer.hits.len(), "{query}");
    answer.hits.into_iter().map(|hit| hit.id).collect()
}

#[test]
fn each_of_a_hundred_and_fifty_numbers_is_found_in_every_spelling_and_nothing_else_is() {
    let numbers = numbers();
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len());
    let Archive { documents, holding } = Archive::of(&numbers);
    let reader = common::open(&[documents]);
    // What is typed without a stroke stands for both: that is the test's of `numbers.rs`.
    let has_stroke = |number: &&String| number.contains('Đ') || twins(number).count() == 1;
    let (mut asked, mut queries, mut failed) = (0, 0, Vec::new());
    for number in numbers.iter().filter(has_stroke) {
        let wanted = &holding[number];
        for query in typed(number) {
            let found = found(&reader, &query);
            // The one that bears it comes first; the order of the others is nobody's business here.
            if found.first() != wanted.first()
                || found.iter().collect::<BTreeSet<_>>() != wanted.iter().collect::<BTreeSet<_>>()
            {
                failed.push(format!("{number} typed {query:?}: {found:?}, wanted {wanted:?}"));
            }
            queries += 1;
        }
        asked += 1;
    }
    assert!(failed.is_empty(), "{} of {queries} queries:\n{}", failed.len(), failed.join("\n"));
    assert!(asked >= 150 && queries > 5_000, "{asked} numbers, {queries} queries");
}
