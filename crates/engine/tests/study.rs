//! The pages beyond search, asked as the worker asks: figures, dossiers, lists of names, look-ups, what stands beside a text,
//! related documents, exports, files.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

mod common;

use common::{Files, finish};
use std::cell::Cell;
use tangthu_archive::{Attachment, Block, Document, Head, Provenance, Sha256Hex};
use tangthu_engine::pack::{InMemory, Packer};
use tangthu_engine::study::{
    BesideRequest, DossierRequest, ExploreKind, ExploreRequest, ExportRequest, FigureSort, FiguresRequest,
    FileRequest, LookupRequest, Proof, ReceiptRequest, RelatedRequest,
};
use tangthu_engine::{Choice, Failure, Filters, Reader, Run, SearchRequest, Sort};

const PICTURE: &[u8] = b"\x89PNG\r\n\x1A\nbytes of a picture";

fn document(id: &str, published: &str, number: Option<&str>, texts: &[&str]) -> Document {
    let body = texts.iter().map(|text| Block::Paragraph { text: (*text).to_owned() });
    Document {
        id: id.to_owned(),
        title: format!("Tin {id}"),
        published: Some(published.parse().unwrap()),
        number: number.map(str::to_owned),
        body: body.collect(),
        ..Document::default()
    }
}

fn documents() -> Vec<Document> {
    let mut with_picture = document(
        "b",
        "2022-05-04",
        None,
        &[
            "Quận đã tổ chức 120 lượt kiểm tra tại phường Bến Đá.",
            "Căn cứ Chương trình số 01-CTr/QU ngày 10/8/2020 của Quận ủy về cải cách hành chính, phường triển khai Kế hoạch số 104-KH/QU.",
        ],
    );
    with_picture.attachments = vec![Attachment {
        name: "anh.png".into(),
        media_type: Some("image/png".into()),
        bytes: Some(PICTURE.len() as u64),
        sha256: Some(Sha256Hex::of(PICTURE)),
    }];
    vec![
        document(
            "a",
            "2021-03-02",
            None,
            &[
                "Trong năm, quận tổ chức 231 lượt kiểm tra và chi 35 tỷ đồng.",
                "Thực hiện Chương trình số 01-CTr/QU, phường Bến Đá đã họp. Ông Trần Văn Nam, Chủ tịch UBND phường Bến Đá, chủ trì.",
            ],
        ),
        with_picture,
        document(
            "c",
            "2020-08-10",
            Some("01-CTr/QU"),
            &["Thực hiện Nghị quyết số 18-NQ/TW về tinh gọn bộ máy."],
        ),
        document("d", "2023", None, &["Tin không có số liệu nào. Thủ tục hành chính (TTHC) được cắt giảm."]),
    ]
}

fn packed(documents: &[Document]) -> Files {
    let mut packer = Packer::new(InMemory::default());
    documents.iter().for_each(|document| drop(packer.add(document).unwrap()));
    let mut files = Files::default();
    finish(packer, &mut files);
    let picture = documents.iter().flat_map(|document| &document.attachments).next();
    files.0.extend(picture.and_then(Attachment::path).map(|path| (path, PICTURE.to_vec())));
    files
}

fn open(files: Files) -> Reader<Files> {
    pollster::block_on(Reader::open(files, "archive.json")).unwrap()
}

fn reader() -> Reader<Files> {
    open(packed(&documents()))
}

fn never() -> bool {
    false
}

fn hit(runs: &[Run]) -> &str {
    runs.iter().find(|run| run.hit).map_or("", |run| &run.text)
}

#[test]
fn figures_come_with_unit_document_and_sentence() {
    let reader = reader();
    let mut request = FiguresRequest { count: 50, sort: FigureSort::Value, ..FiguresRequest::default() };
    let all = pollster::block_on(reader.figures(&request, &never)).unwrap();
    assert_eq!((all.looked, all.documents), (4, 4));
    assert!(all.rows.is_sorted_by(|a, b| a.low <= b.low) && all.series.is_empty());
    request.unit = Some("lượt kiểm tra".into());
    let checks = pollster::block_on(reader.figures(&request, &never)).unwrap();
    let told: Vec<_> = checks
        .rows
        .iter()
        .map(|row| (row.value.as_str(), row.document.id.as_str(), hit(&row.sentence)))
        .collect();
    assert_eq!(told, [("120", "b", "120 lượt kiểm tra"), ("231", "a", "231 lượt kiểm tra")]);
    assert!(
        checks.rows[1].sentence.iter().map(|run| run.text.as_str()).collect::<String>().ends_with("tỷ đồng.")
    );
    assert_eq!((checks.total, checks.rows[0].place.block), (2, Some(0)));
    assert!(checks.units.len() > 1, "units are counted without the condition on the unit");
    let dates: Vec<&str> = checks.series.iter().map(|point| point.date.as_str()).collect();
    assert_eq!(dates, ["2021-03-02", "2022-05-04"], "the oldest first");
    request.search =
        SearchRequest { query: "năm:2022".into(), sort: Sort::Oldest, ..SearchRequest::default() };
    let one_year = pollster::block_on(reader.figures(&request, &never)).unwrap();
    assert_eq!((one_year.total, one_year.documents), (1, 1));
    request.from = 1;
    assert!(pollster::block_on(reader.figures(&request, &never)).unwrap().rows.is_empty());
}

#[test]
fn figures_of_many_documents_are_looked_through_by_and_by() {
    let many: Vec<Document> = (0..3_000)
        .map(|at| {
            document(&format!("{at:04}"), "2022", None, &[&format!("Có {} lượt kiểm tra.", at % 900 + 5)])
        })
        .collect();
    let reader = open(packed(&many));
    let mut request = FiguresRequest { count: 1, look: 100, ..FiguresRequest::default() };
    let some = pollster::block_on(reader.figures(&request, &never)).unwrap();
    assert!((100..3_000).contains(&some.looked), "{}", some.looked);
    assert_eq!((some.documents, some.total), (3_000, some.looked));
    request.look = u32::MAX;
    // Who is not waited for any more does not lose what was read.
    assert_eq!(pollster::block_on(reader.figures(&request, &|| true)), Err(Failure::Stale));
    let all = pollster::block_on(reader.figures(&request, &never)).unwrap();
    assert_eq!((all.looked, all.total), (3_000, 3_000));
}

#[test]
fn targets_of_several_years_are_listed_under_one_status_with_their_dates() {
    let texts = [
        "Có 1 chỉ tiêu dự kiến đạt trong năm 2023.",
        "Có 3 chỉ tiêu dự kiến đạt năm 2024.",
        "Có 4 chỉ tiêu dự kiến đạt.",
        "Có 2 chỉ tiêu theo lộ trình tới năm 2025.",
        "Có 5 chỉ tiêu lộ trình thực hiện đến năm 2026.",
    ];
    let reader = open(packed(&[document("a", "2023-03-28", None, &texts)]));
    let listed = |status: Option<&str>| {
        let status = status.map(str::to_owned);
        pollster::block_on(
            reader.figures(&FiguresRequest { status, count: 50, ..FiguresRequest::default() }, &never),
        )
        .unwrap()
    };
    let all = listed(None);
    let statuses: Vec<_> = all.statuses.iter().map(|count| (count.value.as_str(), count.count)).collect();
    assert_eq!(statuses, [("dự kiến đạt", 3), ("theo lộ trình", 2)]);
    let dates: Vec<_> = all.rows.iter().map(|row| row.date.as_deref()).collect();
    assert_eq!(dates, [Some("2023"), Some("2024"), None, Some("2025"), Some("2026")]);
    // A link of before may name the year.
    for status in ["dự kiến đạt", "dự kiến đạt trong năm 2023"] {
        assert_eq!(listed(Some(status)).rows.len(), 3, "{status}");
    }
}

#[test]
fn of_many_that_rest_on_a_number_those_in_its_drawing_have_their_arrows() {
    let rests = |number: &str| {
        let text = "Căn cứ Nghị định số 62/2022/NĐ-CP ngày 12/9/2022 của Chính phủ;";
        document(number, "2024-01-02", Some(number), &[text])
    };
    let mut documents: Vec<Document> = (10..60).map(|n| rests(&format!("{n}/2023/TT-BTC"))).collect();
    documents.push(rests("99/2024/TT-BTC"));
    // What is cited beside it most often stands in the drawing.
    let beside = "Thông tư số 99/2024/TT-BTC và Nghị định số 62/2022/NĐ-CP đã được phổ biến.";
    documents.extend((0..5).map(|n| document(&format!("tin-{n}"), "2024-03-04", None, &[beside])));
    let request = DossierRequest { number: "62/2022/NĐ-CP".into(), from: 0, count: 10 };
    let dossier = pollster::block_on(open(packed(&documents)).dossier(&request, &never)).unwrap();
    let drawn = dossier.edges.iter().find(|edge| edge.from == "99/2024/TT-BTC" && edge.to == "62/2022/NĐ-CP");
    assert_eq!(drawn.and_then(|edge| edge.relation.as_deref()), Some("căn cứ"));
}

#[test]
fn a_dossier_tells_who_cites_a_number_and_what_it_is_said_to_be() {
    let reader = reader();
    let request = DossierRequest { number: "1 ctr qu".into(), from: 0, count: 10 };
    let dossier = pollster::block_on(reader.dossier(&request, &never)).unwrap();
    assert_eq!(dossier.number, "01-CTr/QU");
    assert_eq!(dossier.own.iter().map(|link| link.id.as_str()).collect::<Vec<_>>(), ["c"]);
    let citing: Vec<_> =
        dossier.citing.iter().map(|one| (one.document.id.as_str(), hit(&one.sentence))).collect();
    assert_eq!(citing, [("a", "01-CTr/QU"), ("b", "01-CTr/QU")], "the oldest first");
    assert_eq!((dossier.documents, dossier.looked, dossier.mentions), (2, 2, 2));
    assert_eq!(dossier.citing[0].relation.as_deref(), Some("thực hiện"));
    assert_eq!(dossier.citing[1].relation.as_deref(), Some("căn cứ"));
    let identity = &dossier.identities[0];
    assert_eq!(
        (identity.kind.as_deref(), identity.date.as_deref()),
        (Some("Chương trình"), Some("2020-08-10"))
    );
    assert_eq!(dossier.together[0].value, "104-KH/QU");
    assert_eq!(dossier.years.iter().map(|year| year.value.as_str()).collect::<Vec<_>>(), ["2021", "2022"]);
    let outward = dossier.relations.iter().find(|relation| relation.outward).unwrap();
    assert_eq!((outward.number.as_str(), outward.relation.as_str()), ("18-NQ/TW", "thực hiện"));
    assert!(dossier.edges.iter().any(|edge| edge.cites && edge.to == "18-NQ/TW"));
    assert!(dossier.edges.iter().any(|edge| !edge.cites && edge.to == "104-KH/QU"));
}

#[test]
fn what_a_document_says_of_a_number_later_counts_where_it_says_more() {
    let texts = [
        "Nghị quyết số 18-NQ/TW và Kế hoạch số 104-KH/QU đã được phổ biến.",
        "Thực hiện Nghị quyết số 18-NQ/TW về tinh gọn bộ máy.",
        "Nghị quyết số 18-NQ/TW được đọc lại.",
    ];
    let reader = open(packed(&[document("c", "2020-08-10", Some("01-CTr/QU"), &texts)]));
    let request = DossierRequest { number: "01-CTr/QU".into(), from: 0, count: 10 };
    let dossier = pollster::block_on(reader.dossier(&request, &never)).unwrap();
    let mut told: Vec<_> = dossier
        .relations
        .iter()
        .map(|one| (one.number.as_str(), one.relation.as_str(), one.outward, one.documents))
        .collect();
    told.sort_unstable();
    assert_eq!(told, [("104-KH/QU", "dẫn chiếu", true, 1), ("18-NQ/TW", "thực hiện", true, 1)]);
    let request = BesideRequest { id: "c".into() };
    let beside = pollster::block_on(reader.beside(&request, &never)).unwrap();
    let relations: Vec<_> =
        beside.numbers.iter().map(|one| (one.number.as_str(), one.relation.as_deref(), one.times)).collect();
    assert_eq!(relations, [("18-NQ/TW", Some("thực hiện"), 3), ("104-KH/QU", Some("dẫn chiếu"), 1)]);
}

#[test]
fn a_dossier_of_a_document_that_is_here_tells_what_that_says_of_itself() {
    let mut documents = documents();
    documents[2].issuer = Some("Quận ủy Bến Đá".into());
    let reader = open(packed(&documents));
    let request = DossierRequest { number: "01-CTr/QU".into(), from: 0, count: 10 };
    let dossier = pollster::block_on(reader.dossier(&request, &never)).unwrap();
    let [identity] = dossier.identities.as_slice() else { panic!("{:?}", dossier.identities) };
    assert!(identity.own && identity.documents == 2);
    assert_eq!(identity.title.as_deref(), Some("Tin c"));
    assert_eq!(identity.issuer.as_deref(), Some("Quận ủy Bến Đá"), "the texts say Quận ủy alone");
    assert_eq!(identity.date.as_deref(), Some("2020-08-10"), "told by a text that cites it");
    assert_eq!(dossier.citing[1].identity, Some(0));
}

#[test]
fn a_document_that_does_not_tell_its_kind_is_of_the_kind_of_its_number() {
    let own = document("row", "2023-01-11", Some("56/KH-UBND"), &["Chuyển đổi số của quận."]);
    let reader = open(packed(&[own]));
    let request = DossierRequest { number: "56/kh-ubnd".into(), from: 0, count: 10 };
    let dossier = pollster::block_on(reader.dossier(&request, &never)).unwrap();
    assert_eq!(dossier.identities[0].kind.as_deref(), Some("Kế hoạch"));
}

#[test]
fn figures_are_of_their_own_years_else_of_their_documents() {
    let texts = ["Năm 2019, quận tổ chức 40 lượt kiểm tra.", "Có 50 lượt kiểm tra."];
    let reader = open(packed(&[document("a", "2021-03-02", None, &texts)]));
    let mut request =
        FiguresRequest { count: 9, unit: Some("lượt kiểm tra".into()), ..FiguresRequest::default() };
    let all = pollster::block_on(reader.figures(&request, &never)).unwrap();
    let years: Vec<_> = all.years.iter().map(|year| (year.value.as_str(), year.count)).collect();
    assert_eq!(years, [("2021", 1), ("2019", 1)]);
    assert_eq!(all.series.iter().map(|point| point.own).collect::<Vec<_>>(), [true, false]);
    request.year = Some("2021".into());
    let one = pollster::block_on(reader.figures(&request, &never)).unwrap();
    assert_eq!(one.rows.iter().map(|row| row.value.as_str()).collect::<Vec<_>>(), ["50"]);
    assert_eq!(one.years.len(), 2, "years are counted without the condition on the year");
}

#[test]
fn a_number_that_no_document_bears_or_cites_has_an_empty_dossier() {
    let reader = reader();
    let ask = |number: &str| {
        let request = DossierRequest { number: number.into(), from: 0, count: 10 };
        pollster::block_on(reader.dossier(&request, &never)).unwrap()
    };
    let cited = ask("104-KH/QU");
    assert!(cited.own.is_empty() && cited.mentions == 1, "mentioned once, not in this archive");
    assert_eq!(ask("99-CTr/QU").documents, 0);
    assert_eq!(ask("").documents, 0);
    assert_eq!(ask(&"x".repeat(10_000)).documents, 0);
}

#[test]
fn names_are_listed_with_counts() {
    let reader = reader();
    let ask = |kind, find: &str| {
        let request = ExploreRequest { kind, find: find.into(), from: 0, count: 10 };
        pollster::block_on(reader.explore(&request, &never)).unwrap()
    };
    let values = |kind, find: &str| -> Vec<(String, u32)> {
        ask(kind, find).values.into_iter().map(|value| (value.value, value.count)).collect()
    };
    assert_eq!(values(ExploreKind::Numbers, "")[0], ("01-CTr/QU".to_owned(), 3));
    assert_eq!(values(ExploreKind::Places, "ben d"), [("phường Bến Đá".to_owned(), 2)]);
    assert_eq!(values(ExploreKind::People, ""), [("Trần Văn Nam".to_owned(), 1)]);
    let years: Vec<String> = values(ExploreKind::Years, "").into_iter().map(|(year, _)| year).collect();
    assert_eq!(years, ["2023", "2022", "2021", "2020"]);
    let short = ask(ExploreKind::Abbreviations, "").values.remove(0);
    assert_eq!((short.value.as_str(), short.means.as_deref()), ("TTHC", Some("Thủ tục hành chính")));
    let request =
        ExploreRequest { kind: ExploreKind::Numbers, from: 1, count: 1, ..ExploreRequest::default() };
    let page = pollster::block_on(reader.explore(&request, &never)).unwrap();
    assert_eq!((page.values.len(), page.total), (1, 3));
}

#[test]
fn years_before_the_year_thousand_have_four_digits_and_their_place() {
    let documents: Vec<Document> = ["2023", "1010-07", "0968-01-02", "0938", "2023-05"]
        .iter()
        .map(|date| document(date, date, None, &["Tin."]))
        .chain([Document { published: None, ..document("x", "2023", None, &["Tin."]) }])
        .collect();
    let reader = open(packed(&documents));
    let request = ExploreRequest { kind: ExploreKind::Years, count: 9, ..ExploreRequest::default() };
    let explored = pollster::block_on(reader.explore(&request, &never)).unwrap();
    let years = ["2023", "1010", "0968", "0938", ""];
    assert_eq!(explored.values.iter().map(|value| value.value.as_str()).collect::<Vec<_>>(), years);
    let ask = |query: &str, year: &str| {
        let year = if year.is_empty() {
            Vec::new()
        } else {
            vec![Choice { value: year.to_owned(), exclude: false }]
        };
        let filters = Filters { year, ..Filters::default() };
        let request =
            SearchRequest { query: query.to_owned(), filters, limit: 9, ..SearchRequest::default() };
        pollster::block_on(reader.search(&request, &never, async || {})).unwrap()
    };
    let counted = ask("", "").facets.year;
    assert_eq!(counted.iter().map(|count| count.value.as_str()).collect::<Vec<_>>(), years);
    // What is counted finds what was counted; links of before may have three digits.
    for (query, year) in [("", "0968"), ("", "968"), ("năm:0968", "")] {
        let found: Vec<_> = ask(query, year).hits.into_iter().map(|hit| hit.id).collect();
        assert_eq!(found, ["0968-01-02"], "{query} {year}");
    }
}

#[test]
fn many_lines_are_looked_up_at_once() {
    let reader = reader();
    let lines = ["01-CTr/QU", "", "lượt kiểm tra", "không có gì như vậy"].map(str::to_owned);
    let mut request = LookupRequest { lines: lines.to_vec(), hits: 1, ..LookupRequest::default() };
    let lookup = pollster::block_on(reader.look_up_all(&request, &never)).unwrap();
    let totals: Vec<_> =
        lookup.lines.iter().map(|line| (line.line.as_str(), line.total, line.hits.len())).collect();
    assert_eq!(totals, [("01-CTr/QU", 3, 1), ("lượt kiểm tra", 2, 1), ("không có gì như vậy", 0, 0)]);
    request.lines = vec!["01 CTR QU".to_owned()];
    let one = pollster::block_on(reader.look_up_all(&request, &never)).unwrap();
    assert_eq!(one.lines[0].read_as, "văn bản số 01-CTr/QU", "what the line was read as is said");
    request.lines = ["---", "OR", "\"", "..."].map(str::to_owned).to_vec();
    for line in pollster::block_on(reader.look_up_all(&request, &never)).unwrap().lines {
        assert_eq!((line.total, line.hits.len()), (0, 0), "{}", line.line);
        assert_eq!(line.read_as, "không có chữ hay số nào để tìm");
    }
    request.lines = vec!["01-CTr/QU".to_owned(); 1_005];
    assert_eq!(pollster::block_on(reader.look_up_all(&request, &never)).unwrap().left_out, 5);
}

/// Each document with a page that it was read from: kept beside it, or only recorded.
fn with_sources() -> Vec<Document> {
    let mut documents = documents();
    for (document, page) in documents.iter_mut().zip([&PICTURE[1..], PICTURE, b"x"]) {
        let provenance = Provenance { sha256: Some(Sha256Hex::of(page)), ..Provenance::default() };
        document.provenance = Some(provenance);
    }
    documents
}

#[test]
fn a_receipt_tells_what_was_verified_and_what_is_only_recorded() {
    let reader = open(packed(&with_sources()));
    let ask =
        |id: &str, source| pollster::block_on(reader.receipt(&ReceiptRequest { id: id.into(), source }));
    let receipt = ask("b", false).unwrap();
    assert!(receipt.part_name.unwrap().starts_with("parts/") && receipt.part == Proof::Verified);
    assert_eq!(receipt.source, Proof::Kept { bytes: Some(PICTURE.len() as u64) });
    assert_eq!(ask("b", true).unwrap().source, Proof::Verified);
    assert_eq!(ask("a", true).unwrap().source, Proof::Recorded);
    let plain = Document { mentions: Vec::new(), ..pollster::block_on(reader.stored("b")).unwrap() };
    let hash = Sha256Hex::of(&serde_json::to_vec(&plain).unwrap());
    assert_eq!(receipt.document_hash, hash.to_string());
    assert_eq!(ask("x", false), Err(Failure::NoDocument { id: "x".into() }));
}

#[test]
fn a_receipt_tells_that_a_kept_source_was_damaged() {
    let mut files = packed(&with_sources());
    for (_, bytes) in files.0.iter_mut().filter(|(name, _)| name.starts_with("files/")) {
        *bytes.last_mut().unwrap() ^= 1;
    }
    let request = ReceiptRequest { id: "b".into(), source: true };
    let receipt = pollster::block_on(open(files).receipt(&request)).unwrap();
    assert_eq!(receipt.part, Proof::Verified);
    assert!(matches!(receipt.source, Proof::Failed(Failure::Damaged { .. })), "{:?}", receipt.source);
}

#[test]
fn beside_a_text_stands_what_was_recognised_in_it() {
    let reader = reader();
    let ask = |id: &str| pollster::block_on(reader.beside(&BesideRequest { id: id.into() }, &never));
    let beside = ask("b").unwrap();
    assert_eq!(beside.figures[0].unit.as_deref(), Some("lượt kiểm tra"));
    assert_eq!(beside.places[0].value, "phường Bến Đá");
    let cited: Vec<_> = beside.numbers.iter().map(|one| (one.number.as_str(), one.place.block)).collect();
    assert_eq!(cited, [("01-CTr/QU", Some(1)), ("104-KH/QU", Some(1))]);
    assert_eq!(beside.numbers[0].relation.as_deref(), Some("căn cứ"));
    let person = &ask("a").unwrap().people[0];
    assert!(person.note.as_deref().unwrap().contains("Chủ tịch"), "{person:?}");
    assert_eq!(ask("x"), Err(Failure::NoDocument { id: "x".into() }));
}

#[test]
fn documents_that_share_numbers_and_places_are_related() {
    let reader = reader();
    let request = RelatedRequest { id: "a".into(), count: 6 };
    let related = pollster::block_on(reader.related(&request, &never)).unwrap().documents;
    assert_eq!(related[0].document.id, "b");
    assert!(related[0].shared.contains(&"01-CTr/QU".to_owned()), "{related:?}");
    assert!(related.iter().all(|one| one.document.id != "a"));
}

#[test]
fn an_export_is_the_search_in_its_order() {
    let reader = reader();
    let search = SearchRequest { sort: Sort::Oldest, ..SearchRequest::default() };
    let request = ExportRequest { search, from: 1, count: 2, whole: true };
    let export = pollster::block_on(reader.export(&request, &never)).unwrap();
    assert_eq!(export.total, 4);
    assert_eq!(export.rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    let whole: Document = serde_json::from_str(export.rows[0].json.as_deref().unwrap()).unwrap();
    assert!(whole.body.len() == 2 && !whole.mentions.is_empty());
    let asked = Cell::new(0);
    let stale = || asked.replace(asked.get() + 1) > 0;
    assert_eq!(pollster::block_on(open(packed(&documents())).export(&request, &stale)), Err(Failure::Stale));
}

#[test]
fn a_file_is_checked_against_its_hash() {
    let files = packed(&documents());
    let path = files.0.keys().find(|name| name.starts_with("files/")).unwrap().clone();
    let request =
        FileRequest { sha256: Sha256Hex::of(PICTURE).to_string(), media_type: Some("image/png".into()) };
    let file = pollster::block_on(open(files.clone()).file(&request)).unwrap();
    assert_eq!((file.bytes.as_slice(), file.media_type.as_deref()), (PICTURE, Some("image/png")));
    let mut damaged = files;
    damaged.0.insert(path, b"\x89PNG\r\n\x1A\nbytes of another".to_vec());
    assert!(matches!(pollster::block_on(open(damaged).file(&request)), Err(Failure::Damaged { .. })));
    let hostile = FileRequest { sha256: "../../etc/passwd".into(), media_type: None };
    assert!(matches!(pollster::block_on(reader().file(&hostile)), Err(Failure::Refused { .. })));
}

#[test]
fn a_one_file_archive_is_studied_as_a_folder_is() {
    let head = Head { title: "Kho thử".into(), generator: "test".into(), ..Head::default() };
    let mut one = Files::default();
    one.0.insert("archive.json".into(), tangthu_engine::pack::one_file(head, documents()).unwrap());
    let (folder, one) = (reader(), open(one));
    let figures = FiguresRequest { count: 50, ..FiguresRequest::default() };
    let rows = |reader: &Reader<Files>| pollster::block_on(reader.figures(&figures, &never)).unwrap();
    assert_eq!((rows(&one), rows(&one).rows.is_empty()), (rows(&folder), false));
    let dossier = DossierRequest { number: "01-CTr/QU".into(), from: 0, count: 10 };
    let told = |reader: &Reader<Files>| pollster::block_on(reader.dossier(&dossier, &never)).unwrap();
    assert_eq!(told(&one), told(&folder));
    for kind in [ExploreKind::People, ExploreKind::Places, ExploreKind::Bodies, ExploreKind::Abbreviations] {
        let request = ExploreRequest { kind, count: 10, ..ExploreRequest::default() };
        let names = |reader: &Reader<Files>| pollster::block_on(reader.explore(&request, &never)).unwrap();
        assert_eq!(names(&one), names(&folder), "{kind:?}");
    }
}

#[test]
fn archives_of_version_two_are_studied_as_well() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/frozen/v2");
    let mut files = Files::default();
    for entry in ["", "parts"].iter().flat_map(|part| std::fs::read_dir(folder.join(part)).unwrap()) {
        let path = entry.unwrap().path();
        if path.is_file() {
            let name = path.strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
            files.0.insert(name, std::fs::read(&path).unwrap());
        }
    }
    let reader = open(files);
    let figures = FiguresRequest { count: 10, ..FiguresRequest::default() };
    assert_eq!(pollster::block_on(reader.figures(&figures, &never)).unwrap().looked, 3);
    let request = DossierRequest { number: "104-KH/QU".into(), from: 0, count: 10 };
    let dossier = pollster::block_on(reader.dossier(&request, &never)).unwrap();
    assert_eq!((dossier.own.len(), dossier.documents), (1, 1));
    let beside = BesideRequest { id: "hop-to".into() };
    assert!(!pollster::block_on(reader.beside(&beside, &never)).unwrap().numbers.is_empty());
}
