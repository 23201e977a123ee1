//! Document numbers from the text to the answer: documents that bear and cite numbers are packed, and each number is asked for
//! in the spellings that readers type. The documents that hold it must be the answer, all of them and no others, the one that
//! bears it first.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use tangthu_archive::{Block, Document, Head};
use tangthu_engine::{Failure, Host, Reader, SearchRequest, pack};

struct Files(BTreeMap<String, Vec<u8>>);

impl Host for &Files {
    async fn fetch(&self, name: &str, _: bool) -> Result<Vec<u8>, Failure> {
        self.0.get(name).cloned().ok_or(Failure::Missing { name: name.to_owned() })
    }

    async fn inflate(&self, bytes: Vec<u8>, limit: usize) -> Result<Vec<u8>, String> {
        common::inflate(&bytes, limit)
    }

    async fn keep(&self, _: &str, _: &[u8]) {}
}

fn packed(documents: &[Document]) -> Files {
    let mut packer = pack::Packer::new(pack::InMemory::default());
    for document in documents {
        packer.add(document).unwrap();
    }
    let mut files = BTreeMap::new();
    let head = Head {
        title: "Thử".into(),
        language: Some("vi".into()),
        generator: "test".into(),
        ..Head::default()
    };
    let manifest = packer
        .finish(head, &mut |name, bytes| {
            files.insert(name.to_owned(), bytes.to_vec());
            Ok(())
        })
        .unwrap();
    files.insert("archive.json".into(), manifest);
    Files(files)
}

/// The numbers, many of which differ in one part alone.
const NUMBERS: [&str; 37] = [
    "01-CTr/QU",
    "02-CTr/QU",
    "10-CTr/QU",
    "101-CTr/QU",
    "01-CTr/TU",
    "01-CTr/HU",
    "01-KH/QU",
    "01-CTrHĐ/TU",
    "11-ĐA/TU",
    "11-DA/TU",
    "05-HD/TU",
    "05-HĐ/TU",
    "18-NQ/TW",
    "18-NQ/TU",
    "36-HD/VPTW",
    "15-CT/HU",
    "15-CT/TW",
    "15a-CT/TW",
    "1234-CV/VPTU",
    "08-HD/UBKTQU",
    "01/KH-UBND",
    "15/QĐ-UBND",
    "15/2024/QĐ-UBND",
    "15/2023/QĐ-UBND",
    "07/2024/NQ-HĐND",
    "45/2019/QH14",
    "589/TTr-STP",
    "1234/UBND-VX",
    "30a/2008/NQ-CP",
    "12/2015/TTLT-BTC-BKHCN",
    "66.16/2026/NQ-CP",
    "178-CP",
    "64-CP",
    "91/TTg",
    "327/TTg",
    "01/2004/QĐ-UB",
    "15/2004/QĐ-UB",
];

/// The number as texts write it: with blanks, other dashes, signs that changed places, another Đ, a zero more.
fn in_texts(number: &str) -> Vec<String> {
    let mut spellings = vec![
        number.to_owned(),
        number.replace('-', " - "),
        number.replace('-', " – "),
        number.replace('-', "\u{2212}"),
        number.replace('Đ', "Ð"),
        number.replace('/', " / "),
        format!("0{number}"),
        format!("“{number}”"),
    ];
    if !number.contains("/20") && !number.ends_with("CP") && !number.contains("/UBND-") {
        spellings.push(number.replace('/', "-"));
    }
    spellings
}

/// The number as readers type it.
fn typed(number: &str) -> Vec<String> {
    let mut spellings = in_texts(number);
    let small = number.to_lowercase();
    spellings.extend([
        small.replace('đ', "ð"),
        small.replace('-', " - "),
        number.to_uppercase(),
        format!("số {number}"),
        format!("Số: {number}"),
        format!("số:{small}"),
        format!("number:{number}"),
    ]);
    // What is typed without its đ may stand for the kind that has none.
    if !["HD", "DA", "HĐ/", "ĐA"].iter().any(|kind| number.contains(kind)) {
        spellings.extend([small.replace('đ', "d"), small.replace('đ', "d").replace("tw", "TW")]);
    }
    // Blanks alone, where kind and body are in the tables.
    if number.split_once('-').is_some_and(|(serial, _)| serial.bytes().all(|digit| digit.is_ascii_digit()))
        && number.contains('/')
    {
        spellings.extend([
            small.replace(['-', '/'], " "),
            small.replacen('-', " ", 1),
            small.replace('/', " "),
        ]);
        spellings.push(format!("số:\"{}\"", small.replace(['-', '/'], " ")));
    }
    spellings
}

/// Sentences round a number; none holds a word that another needs.
const SENTENCES: [(&str, &str); 5] = [
    ("Ban Thường vụ đã ban hành văn bản ", " về công tác cán bộ."),
    ("Thực hiện ", ", các đơn vị báo cáo trước ngày 6/12/2021."),
    ("(theo ", ") – UBND phường phối hợp với TU, QU và HU"),
    ("Căn cứ số ", "; căn cứ tình hình năm 2024"),
    ("Kết quả đạt được sau 5 năm: ", "và những việc còn lại"),
];

/// Texts that hold the parts of the numbers and none of them.
const DECOYS: [&str; 8] = [
    "Quận có 01 CTr, 11 ĐA; TU, QU, HU và TW cùng dự. KH UBND QĐ NQ CP HĐND",
    "Số:    /KH-UBND, ngày 01 tháng 15 năm 2024; Số …-CTr/QU; 45 QH14, 2019",
    "nhiệm kỳ 2020 - 2025; điện thoại 024-3872-1234; 15/2024; 01/15; 30a, 178, 66.16, 91 TTg",
    "Hội nghị TW 18 khóa XII, NQ của TU; 36 HD viên, VPTW; CT 15, HU 15",
    "24/10-CTr/QU; A01-CTr/QU; 2020-2025/NQ-TW; 589 TTr, STP; 1234, UBND, VX",
    "số 91-CTr/QU; 01b-CTr/QU; 01-CTr/ĐU; 1801-NQ/TW; 15/2022/QĐ-UBND",
    "01-TB/QU; 11-ĐA/HU; 18-KL/TW; 12/2015/TTLT-BTC-BKHCN-BCA; 45/2019/QH15",
    "05-HD/HU; 1234-TB/VPTU; 1234/UBND-KT; 07/2024/NQ-UBTVQH15; 179-CP; 911/TTg; 01/2003/QĐ-UB; 66.17/2026/NQ-CP; 16/2026/NQ-CP",
];

fn document(id: String, text: String) -> Document {
    Document { id, title: "Tin".into(), body: vec![Block::Paragraph { text }], ..Document::default() }
}

/// The documents: of every number one that bears it and one for each spelling that cites it; and the decoys.
fn documents() -> Vec<Document> {
    let mut documents = Vec::new();
    for (nth, number) in NUMBERS.iter().enumerate() {
        let text = "Nội dung của văn bản".to_owned();
        let own = Document { number: Some((*number).to_owned()), ..document(format!("{nth}-own"), text) };
        documents.push(own);
        for (at, spelling) in in_texts(number).into_iter().enumerate() {
            let (before, after) = SENTENCES[(nth + at) % SENTENCES.len()];
            documents.push(document(format!("{nth}-cites-{at}"), format!("{before}{spelling}{after}")));
        }
    }
    documents
        .extend(DECOYS.iter().zip(0..).map(|(text, at)| document(format!("decoy-{at}"), (*text).into())));
    documents
}

#[test]
fn every_number_is_found_in_every_spelling_and_nothing_else_is() {
    let documents = documents();
    let files = packed(&documents);
    let reader = pollster::block_on(Reader::open(&files, "archive.json")).unwrap();
    let (mut asked, mut failed) = (0, Vec::new());
    // Without its đ a kind stands for two: that is the last test's.
    let asked_for =
        NUMBERS.iter().enumerate().filter(|(_, number)| !["11-DA/TU", "05-HD/TU"].contains(number));
    for (nth, number) in asked_for {
        let of_number = format!("{nth}-");
        let wanted: BTreeSet<&str> = documents
            .iter()
            .map(|document| document.id.as_str())
            .filter(|id| id.starts_with(&of_number))
            .collect();
        for query in typed(number) {
            let request = SearchRequest { query: query.clone(), limit: 50, ..SearchRequest::default() };
            let answer = pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap();
            let found: Vec<&str> = answer.hits.iter().map(|hit| hit.id.as_str()).collect();
            let own_first = found.first() == Some(&format!("{nth}-own").as_str());
            if !own_first || found.iter().copied().collect::<BTreeSet<_>>() != wanted {
                failed.push(format!("{number} typed {query:?}: {found:?}, wanted {wanted:?}"));
            }
            asked += 1;
        }
    }
    assert!(failed.is_empty(), "{} of {asked} queries:\n{}", failed.len(), failed.join("\n"));
    assert!(asked > 500, "{asked}");
}

#[test]
fn a_tail_alone_finds_the_documents_that_hold_it() {
    let texts = ["theo 11-ĐA/TU", "theo 20 – ÐA/TU", "ĐA của TU", "theo 11-ĐA/HU", "đa số tư vấn"];
    let documents: Vec<_> =
        texts.iter().zip(0..).map(|(text, at)| document(format!("{at}"), (*text).into())).collect();
    let files = packed(&documents);
    let reader = pollster::block_on(Reader::open(&files, "archive.json")).unwrap();
    for query in ["ĐA/TU", "đa/tu", "ÐA/TU", "ĐA-TU", "\"ĐA TU\""] {
        let request = SearchRequest { query: query.into(), limit: 10, ..SearchRequest::default() };
        let answer = pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap();
        let found: BTreeSet<&str> = answer.hits.iter().map(|hit| hit.id.as_str()).collect();
        assert_eq!(found, BTreeSet::from(["0", "1"]), "{query}");
    }
}

#[test]
fn a_kind_typed_without_its_stroke_stands_for_both() {
    let documents =
        [document("đề án".into(), "theo 11-ĐA/TU".into()), document("dự án".into(), "theo 11-DA/TU".into())];
    let files = packed(&documents);
    let reader = pollster::block_on(Reader::open(&files, "archive.json")).unwrap();
    for (query, wanted) in [
        ("11-ĐA/TU", vec!["đề án"]),
        ("số:11-đa/tu", vec!["đề án"]),
        ("11-DA/TU", vec!["dự án", "đề án"]),
        ("11 da tu", vec!["dự án", "đề án"]),
    ] {
        let request = SearchRequest { query: query.into(), limit: 10, ..SearchRequest::default() };
        let answer = pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap();
        let found: Vec<&str> = answer.hits.iter().map(|hit| hit.id.as_str()).collect();
        assert_eq!(found, wanted, "{query}");
    }
}

#[test]
fn a_number_that_no_document_holds_finds_nothing_but_what_the_rest_of_the_query_asks_for() {
    let files = packed(&documents());
    let reader = pollster::block_on(Reader::open(&files, "archive.json")).unwrap();
    let search = |query: &str| {
        let request = SearchRequest { query: query.into(), limit: 50, ..SearchRequest::default() };
        pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap()
    };
    for absent in ["99-CTr/QU", "99 ctr qu", "số 99/2020/QĐ-UBND", "05 – CTr / TU"] {
        let answer = search(absent);
        assert_eq!(answer.total, 0, "{absent}: {:?}", answer.hits);
        assert!(
            answer.read_as.starts_with("văn bản số ") && answer.read_as.ends_with(" (không có trong kho)"),
            "{absent}: {}",
            answer.read_as
        );
    }
    // Words beside it find what they find, behind the line that says that no document holds everything.
    let answer = search("99-CTr/QU về công tác cán bộ");
    assert!(answer.total > 0 && answer.complete == 0, "{} of {}", answer.complete, answer.total);
    // One that is nobody's number, but stands in a text as it is written, is found there.
    let written = packed(&[document("mã".into(), "mã hồ sơ 12/ABC-XYZ của năm".into())]);
    let reader = pollster::block_on(Reader::open(&written, "archive.json")).unwrap();
    let request = SearchRequest { query: "12/ABC-XYZ".into(), limit: 5, ..SearchRequest::default() };
    assert_eq!(pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap().total, 1);
}

#[test]
fn the_place_of_a_number_says_how_early_a_document_comes() {
    let number = "15/2024/QĐ-UBND";
    let short = "Theo 15/2024/QĐ-UBND.";
    let long = format!("{} {short}", "Phường họp bàn việc làm đường, trồng cây. ".repeat(400));
    let pieces = ["15/2024/QĐ-\nUBND", "15 /2024/QĐ-UBND, 16/2024/QĐ - UBND", "15/2024/QĐUBND"];
    let mut documents = Vec::new();
    let mut add = |id: &str, title: &str, text: &str, published: &str| {
        documents.push(Document {
            id: id.into(),
            title: title.into(),
            body: vec![Block::Paragraph { text: text.into() }],
            published: Some(published.parse().unwrap()),
            ..Document::default()
        });
    };
    // The newer and shorter, the later it is to come.
    for (at, text) in pieces.iter().enumerate() {
        add(&format!("pieces-{at}"), "Tin", text, &format!("2024-12-0{}", 9 - at));
    }
    add("text", "Tin", short, "2023-05-02");
    add("long text", "Tin", &long, "2023-05-01");
    add("title", "Triển khai Quyết định 15/2024/QĐ-UBND", &long, "2022-01-01");
    add("own", "Quyết định", &long, "2020-01-01");
    documents.last_mut().unwrap().number = Some(number.into());
    let files = packed(&documents);
    let reader = pollster::block_on(Reader::open(&files, "archive.json")).unwrap();
    for query in [number, "15/2024/qđ-ubnd", "15 2024 qđ ubnd", "\"15/2024/QĐ-UBND\""] {
        let request = SearchRequest { query: query.into(), limit: 10, ..SearchRequest::default() };
        let answer = pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap();
        let ids: Vec<_> = answer.hits.iter().map(|hit| hit.id.as_str()).collect();
        let wanted = ["own", "title", "text", "long text", "pieces-0", "pieces-1", "pieces-2"];
        assert_eq!(ids, wanted, "{query}");
    }
}
