//! The engine asked as a program would ask it: archives are packed into memory, opened through a host, and searched.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

mod common;

use std::{cell::RefCell, collections::BTreeMap, task::Poll};
use tangthu_archive::{Block, Document, Head};
use tangthu_engine::{Choice, Failure, Filters, Host, Reader, SearchAnswer, SearchRequest, Sort, pack};

/// Files in memory. A name in `damaged` has its last bit flipped until it is asked for afresh.
#[derive(Default)]
struct Files {
    files: BTreeMap<String, Vec<u8>>,
    damaged_once: Option<String>,
    asked: RefCell<Vec<(String, bool)>>,
}

/// Lets whatever else is under way go on.
async fn others_first() {
    let mut waited = false;
    std::future::poll_fn(|context| {
        context.waker().wake_by_ref();
        if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

impl Host for &Files {
    async fn fetch(&self, name: &str, fresh: bool) -> Result<Vec<u8>, Failure> {
        others_first().await;
        self.asked.borrow_mut().push((name.to_owned(), fresh));
        let mut bytes = self.files.get(name).cloned().ok_or(Failure::Missing { name: name.to_owned() })?;
        if !fresh && self.damaged_once.as_deref() == Some(name) {
            *bytes.last_mut().unwrap() ^= 1;
        }
        Ok(bytes)
    }

    async fn inflate(&self, bytes: Vec<u8>, limit: usize) -> Result<Vec<u8>, String> {
        common::inflate(&bytes, limit)
    }

    async fn keep(&self, _: &str, _: &[u8]) {}
}

fn document(id: &str, title: &str, text: &str, date: Option<&str>) -> Document {
    Document {
        id: id.into(),
        title: title.into(),
        section: vec!["Tin".into(), if id < "d" { "Quận" } else { "Phường" }.into()],
        source: Some("Báo".into()),
        published: date.map(|date| date.parse().unwrap()),
        body: vec![Block::Paragraph { text: text.into() }],
        ..Document::default()
    }
}

fn documents() -> Vec<Document> {
    vec![
        document("a", "Quận ủy họp", "Đường mới mở theo 01-CTr/QU", Some("2021-05-01")),
        document("b", "Quân uý về làng", "Con dương vật vờ; đường cũ", Some("2022")),
        document(
            "c",
            "Chuyện khác",
            "Quận uỷ bàn giá vàng, thực hiện Chương trình số 01 - CTr/QU",
            Some("2023-03-28T14:04+07:00"),
        ),
        document("d", "Đất đai", "Vàng và giá đất, quan trọng, ủy ban", None),
        document("e", "Dang do", "đang đo đạc", Some("2021-11-30")),
    ]
}

fn head() -> Head {
    let title = "Thử".to_owned();
    Head { title, language: Some("vi".into()), generator: "test".into(), ..Head::default() }
}

fn packed(documents: &[Document]) -> Files {
    let mut packer = pack::Packer::new(pack::InMemory::default());
    for document in documents {
        packer.add(document).unwrap();
    }
    let mut files = Files::default();
    let manifest = packer
        .finish(head(), &mut |name, bytes| {
            files.files.insert(name.to_owned(), bytes.to_vec());
            Ok(())
        })
        .unwrap();
    files.files.insert("archive.json".into(), manifest);
    files
}

fn ask(files: &Files, request: &SearchRequest) -> SearchAnswer {
    pollster::block_on(async {
        Reader::open(files, "archive.json").await?.search(request, &|| false, async || {}).await
    })
    .unwrap()
}

fn request(query: &str) -> SearchRequest {
    SearchRequest { query: query.into(), limit: 10, ..SearchRequest::default() }
}

fn found(query: &str) -> Vec<String> {
    ids(&ask(&packed(&documents()), &request(query)))
}

fn ids(answer: &SearchAnswer) -> Vec<String> {
    answer.hits.iter().map(|hit| hit.id.clone()).collect()
}

#[test]
fn a_word_without_marks_finds_all_its_spellings_and_one_with_marks_only_that() {
    let mut plain = found("duong");
    plain.sort();
    assert_eq!(plain, ["a", "b"]);
    assert_eq!(found("dương"), ["b"]);
    assert_eq!(found("đang"), ["e"]);
    assert_eq!(found("dang"), ["e"]);
}

#[test]
fn a_number_is_found_in_both_spellings_and_marked_in_both() {
    let files = packed(&[
        document("a", "Vốn", "Vay 1.500 tỷ đồng với lãi 2,5 phần trăm", None),
        document("b", "Vốn", "Vay 1500 tỷ đồng với lãi 2.5 phần trăm", None),
        document("c", "Năm", "Từ 2025 tới 2.025", None),
    ]);
    for query in ["1500 tỷ", "1.500 tỷ", "2,5 phần", "2.5 phần"] {
        let answer = ask(&files, &request(query));
        assert_eq!(answer.total, 2, "{query}");
        for hit in &answer.hits {
            let marked: Vec<_> =
                hit.snippet.iter().filter(|run| run.hit).map(|run| run.text.as_str()).collect();
            assert!(marked.iter().any(|text| text.starts_with(['1', '2'])), "{query}: {marked:?}");
        }
    }
    let quoted = ids(&ask(&files, &request("\"1500 tỷ\"")));
    assert_eq!(quoted, ["b"], "between quotation marks it is as it is written");
    let years = ask(&files, &request("2025"));
    assert_eq!(years.read_as, "2025", "a year is no number with thousands");
}

#[test]
fn the_spelling_that_stands_beside_its_neighbour_is_named_first() {
    let families =
        ["Gia đình", "Gia súc", "Gia vị"].map(|title| document(title, title, "Chuyện trong nhà", None));
    let prices =
        ["Giá vàng tăng", "Giá vàng giảm"].map(|title| document(title, title, "Chuyện ngoài chợ", None));
    let files = packed(&[families.as_slice(), &prices].concat());
    let first = |query: &str| ask(&files, &request(query)).spellings[0].found[0].written.clone();
    assert_eq!(first("gia"), "gia", "by itself it is the most frequent");
    assert_eq!(first("gia vang"), "giá");
    assert_eq!(ask(&files, &request("gia vang")).read_as, "gia (giá, gia) vang (vàng)");
    assert_eq!(first("khong OR gia vang"), "giá", "also inside a list");
}

#[test]
fn a_word_without_marks_behind_an_equals_sign_is_that_word_alone() {
    let files = packed(&[
        document("a", "Việt Nam", "Miền nam và phương bắc", None),
        document("b", "Năm mới", "Nắm tình hình", None),
        document("c", "Nam tiến", "Chuyện của năm cũ", None),
    ]);
    let found = |query: &str| sorted(&files, query);
    assert_eq!(found("nam"), ["a", "b", "c"]);
    assert_eq!(found("=nam"), ["a", "c"]);
    assert_eq!(found("-=nam"), ["b"]);
    assert_eq!(found("\"viet =nam\""), ["a"]);
    assert_eq!(found("tiêu đề:=nam"), ["a", "c"]);
    let offers = &ask(&files, &request("-x nam")).spellings[0].found;
    let offered: Vec<_> = offers.iter().map(|one| (one.written.as_str(), one.query.as_str())).collect();
    assert!(offered.contains(&("nam", "-x =nam")) && offered.contains(&("năm", "-x năm")), "{offered:?}");
    for one in offers {
        assert_eq!(ask(&files, &request(&one.query)).total, one.documents, "{}", one.query);
    }
}

/// The documents found, by id and not in order.
fn sorted(files: &Files, query: &str) -> Vec<String> {
    let mut found = ids(&ask(files, &request(query)));
    found.sort();
    found
}

#[test]
fn i_and_y_are_one_without_marks_too_and_the_one_typed_comes_first() {
    let files = packed(&[
        document("a", "Kỹ năng", "Kỹ sư và kỹ năng, kỹ thuật và kỹ năng", None),
        document("b", "Chuyện khác", "Cần có kĩ năng, thêm một ít kinh nghiệm", None),
        document("c", "Bí thư", "Kí tên ở lễ hội", None),
    ]);
    assert_eq!(sorted(&files, "kỹ năng"), ["a", "b"]);
    assert_eq!(sorted(&files, "ky nang"), ["a", "b"]);
    assert_eq!(sorted(&files, "ki nang"), ["a", "b"]);
    assert_eq!(sorted(&files, "ký"), ["c"]);
    assert_eq!(sorted(&files, "ky"), ["a", "b", "c"]);
    assert_eq!(ids(&ask(&files, &request("kĩ")))[0], "b", "the spelling that was typed comes first");
    let pairs = packed(&[
        document("d", "Số liệu", "Thuật toán, kỹ năng, số học", None),
        document("e", "Chuyện khác", "Nghề kỹ thuật số", None),
        document("f", "Chuyện nữa", "Nghề kĩ thuật số", None),
    ]);
    assert_eq!(ids(&ask(&pairs, &request("kĩ thuật số"))), ["f", "e", "d"], "side by side in either writing");
    assert_eq!(ids(&ask(&pairs, &request("kỹ thuật số"))), ["e", "f", "d"]);
    let joined = packed(&[
        document("g", "Một", "Công ti may và ty dệt", None),
        document("h", "Hai", "Công ty dệt", None),
        document("i", "Ba", "Công ti dệt may", None),
    ]);
    assert_eq!(sorted(&joined, "dệt -công-ty-dệt"), ["g"], "a phrase goes on as it began");
    assert_eq!(sorted(&files, "\"kỹ\""), ["a"], "between quotation marks it is as it is written");
    assert_eq!(sorted(&files, "=kĩ"), ["b"]);
    assert!(sorted(&files, "=ky").is_empty());
}

#[test]
fn a_day_is_found_in_all_its_writings_and_never_another_day() {
    let files = packed(&[
        document("a", "Họp", "Ngày 01/02/2015 và 2/9", None),
        document("b", "Họp", "Ngày 1/2/2015, 15/4/2022", None),
        document("c", "Họp", "Ngày 1.2.2015; 100/2015 người, 9999", None),
        document("d", "Họp", "Ngày 02/09", None),
    ]);
    for query in ["1/2/2015", "01/02/2015", "01/2/2015", "1.2.2015", "01.02.2015"] {
        assert_eq!(sorted(&files, query), ["a", "b", "c"], "{query}");
    }
    assert_eq!(sorted(&files, "2/9"), ["a", "d"]);
    for query in ["15/4/2021", "100/2019", "99999", "1/3/2015"] {
        assert!(sorted(&files, query).is_empty(), "{query} is answered with another number");
    }
}

#[test]
fn nothing_is_guessed_where_a_guess_does_harm() {
    let files = packed(&[
        document("a", "Quận họp", "Cơ quan Facebook, long trọng, thủ tục hành chính", None),
        document("b", "Giá vàng", "TTHC tăng, bản án quận", None),
    ]);
    assert_eq!(sorted(&files, "facebok"), ["a"], "a typing error is forgiven");
    assert!(sorted(&files, "\"facebok\"").is_empty(), "but not between quotation marks");
    assert_eq!(sorted(&files, "quận -longg"), ["a", "b"], "nor is a word left out that nobody named");
    assert_eq!(sorted(&files, "-quậnn quận"), ["a", "b"]);
    assert_eq!(sorted(&files, "quận -hành-chínhh"), ["a", "b"]);
    assert!(sorted(&files, "giá-vàngg OR bạc").is_empty());
    assert_eq!(sorted(&files, "vàng OR bạc"), ["b"], "nor one side of two invented");
    assert_eq!(sorted(&files, "TTHC"), ["a", "b"]);
    assert_eq!(sorted(&files, "\"TTHC\""), ["b"]);
    assert_eq!(sorted(&files, "=tthc"), ["b"]);
    for query in ["=quan", "=nawm", "=ho", "=vang"] {
        let found = sorted(&files, query);
        assert_eq!(found, if query == "=quan" { vec!["a"] } else { vec![] }, "{query}");
    }
}

#[test]
fn a_typing_error_is_looked_for_before_the_word_as_well_as_behind_it() {
    // So many words that those between the one meant and the one typed fill blocks of the dictionary. No other is as near.
    let near = |letters: &str| letters.contains('z') || letters.matches('m').count() > 1;
    let letter = |at: usize| char::from(b'a' + (at % 26) as u8);
    let words = (0..26 * 26 * 26).map(|at| String::from_iter([at / 676, at / 26, at].map(letter)));
    let words: Vec<String> = words.filter(|word| !near(word)).map(|word| format!("ng{word}")).collect();
    let text = words.join(" ");
    let files = packed(&[document("a", "Một", "ngmmm", None), document("b", "Hai", &text, None)]);
    assert_eq!(sorted(&files, "ngmzm"), ["a"], "the word meant stands before the one typed");
    let files = packed(&[document("a", "Một", "ngmzm", None), document("b", "Hai", &text, None)]);
    assert_eq!(sorted(&files, "ngmmm"), ["a"], "and behind it");
}

#[test]
fn a_word_that_still_lacks_its_tone_finds_it_with_any() {
    let files = packed(&[
        document("a", "Việt Nam", "Quốc hội, được mùa", None),
        document("b", "Viết sách", "Chữ viêt sai, nội dung", None),
        document("c", "Nôi tre", "Cái nôi", None),
    ]);
    assert_eq!(sorted(&files, "viêt"), ["a", "b"], "though somebody misspelled it");
    assert_eq!(sorted(&files, "quôc hội"), ["a"]);
    assert_eq!(sorted(&files, "nôi"), ["c"], "what may be a word is that word");
    assert_eq!(sorted(&files, "=viêt"), ["b"]);
}

#[test]
fn a_phrase_in_a_title_is_a_phrase() {
    let files = packed(&[
        document("a", "Quận ủy họp", "Chuyện khác", None),
        document("b", "Ủy quyền của quận", "Chuyện khác", None),
        document("c", "Chuyện khác", "Quận ủy họp", None),
    ]);
    assert_eq!(sorted(&files, "tiêu đề:\"quận ủy\""), ["a"]);
    assert!(sorted(&files, "tiêu đề:\"ủy quận\"").is_empty());
    assert_eq!(sorted(&files, "title:quận"), ["a", "b"]);
    assert_eq!(sorted(&files, "quận -title:\"quận ủy\""), ["b", "c"]);
}

#[test]
fn a_word_of_a_title_is_guessed_at_as_any_other_and_among_titles_alone() {
    let files = packed(&[
        document("a", "Quận ủy họp", "Trang Facebook của phường", None),
        document("b", "Trang Facebook của phường", "Quận ủy họp", None),
        document("c", "Tin ngày", "Quận họp, trang Facebook", None),
    ]);
    for (query, wanted) in [
        ("tiêu đề:quaanj", "a"),
        ("tiêu đề:quan65", "a"),
        ("title:quậ", "a"),
        ("phường title:qua", "a"),
        ("title:fac", "b"),
        ("tiêu đề:facebok họp", "b"),
        ("tiêu đề:phuong title:facebôk", "b"),
    ] {
        assert_eq!(sorted(&files, query), [wanted], "{query}");
    }
    let said = ask(&files, &request("tiêu đề:facebok họp")).read_as;
    assert_eq!(said, "trong tiêu đề: facebok (không có trong kho; gần giống: facebook) và họp");
    for query in ["title:\"facebok\"", "title:=fac", "title:ngayf OR bạc", "họp -title:facebok"] {
        let answer = ask(&files, &request(query));
        let guessed = answer.read_as.contains("gần giống");
        assert!(!guessed, "{query}: {}", answer.read_as);
    }
}

#[test]
fn sections_and_sources_are_found_however_they_are_typed() {
    let files = packed(&documents());
    for query in ["mục:tin", "section:TIN", "mục:\"Tin/Quận\"", "mục:\"tin > quan\"", "muc:quan", "mục:Quận"]
    {
        let wanted: &[&str] = match query.to_lowercase().contains('q') && !query.ends_with("tin") {
            true => &["a", "b", "c"],
            false => &["a", "b", "c", "d", "e"],
        };
        assert_eq!(sorted(&files, query), wanted, "{query}");
    }
    assert_eq!(sorted(&files, "nguồn:bao"), ["a", "b", "c", "d", "e"]);
    assert_eq!(sorted(&files, "-muc:quận"), ["d", "e"]);
    for query in ["mục:quán", "mục:ti", "nguồn:bào", "mục:\"quận/tin\"", "mục:/"] {
        assert!(sorted(&files, query).is_empty(), "{query}");
    }
}

#[test]
fn the_tail_of_a_number_is_found_behind_the_field_too() {
    let files = packed(&documents());
    assert_eq!(sorted(&files, "số:CTr/QU"), ["a", "c"]);
    assert_eq!(sorted(&files, "vàng -số:ctr/qu"), ["d"]);
}

#[test]
fn a_filter_on_one_side_of_an_or_is_said_to_filter_the_whole_query() {
    let files = packed(&documents());
    let read = |query: &str| ask(&files, &request(query)).read_as;
    assert_eq!(read("vàng OR năm:2021"), "vàng; “năm:2021” lọc cả câu tìm, không riêng một vế");
    assert_eq!(read("(đường năm:2021) OR (vàng năm:2023)").matches("lọc cả câu tìm").count(), 1);
    assert!(read("vàng OR (năm:2021 đường)").ends_with("; “năm:2021” lọc cả câu tìm, không riêng một vế"));
    assert_eq!(read("năm:2021 (vàng OR đất)"), "vàng hoặc đất");
}

#[test]
fn a_word_with_marks_that_finds_little_can_be_widened() {
    let files = packed(&documents());
    let answer = ask(&files, &request("quận quân"));
    let row = &answer.spellings[0];
    assert!(row.others && row.word == "quận", "{row:?}");
    let offered: Vec<_> =
        row.found.iter().map(|one| (one.written.as_str(), one.query.as_str(), one.documents)).collect();
    assert_eq!(offered, [("quan", "=quan quân", 1), ("quân", "quân quân", 1), ("quan", "quan quân", 0)]);
    let many: Vec<_> = (0..12).map(|n| document(&format!("m{n}"), "Quận ủy", "Quân đội", None)).collect();
    assert!(ask(&packed(&many), &request("quận")).spellings.is_empty(), "there is enough");
    assert!(
        ask(&files, &request("\"quận ủy\"")).spellings.is_empty(),
        "between quotation marks it is meant so"
    );
    assert!(ask(&files, &request("=quan")).spellings[0].found.iter().all(|one| !one.query.contains("==")));
}

#[test]
fn in_a_phrase_only_spellings_that_can_stand_there_are_offered() {
    let files = packed(&[
        document("a", "Uỷ ban nhân dân", "Bàn việc", None),
        document("b", "Ban tổ chức", "Cái bàn, bản tin; ủy bản án", None),
        document("c", "Nhân dân", "Nhận ủy ban nhận tin", None),
    ]);
    let offered = |query: &str| {
        let answer = ask(&files, &request(query));
        let words = answer.spellings.into_iter();
        let words = words.map(|word| {
            let mut found: Vec<_> = word.found.into_iter().map(|one| one.written).collect();
            found.sort();
            (word.word, found)
        });
        words.collect::<Vec<_>>()
    };
    let all = offered("uy ban");
    assert!(all.contains(&("ban".into(), vec!["ban".into(), "bàn".into(), "bản".into()])), "{all:?}");
    assert_eq!(offered("\"uy ban\""), [("ban".to_owned(), vec!["ban".to_owned(), "bản".to_owned()])]);
    assert_eq!(offered("\"uy ban nhan\""), [("nhan".to_owned(), vec!["nhân".to_owned(), "nhận".to_owned()])]);
}

#[test]
fn a_query_of_signs_alone_is_said_to_ask_nothing() {
    for query in ["!!! ...", "OR", "\"", "😀", "%"] {
        let answer = ask(&packed(&documents()), &request(query));
        assert_eq!((answer.total, &*answer.read_as), (5, "không có chữ hay số nào để tìm"), "{query}");
    }
    for query in ["", "  ", "năm:2021"] {
        assert_eq!(ask(&packed(&documents()), &request(query)).read_as, "", "{query}");
    }
}

#[test]
fn both_tone_styles_and_decomposed_text_find_the_same() {
    for query in ["quận ủy", "quận uỷ", "QUẬN ỦY", "qua\u{323}\u{302}n u\u{309}y"] {
        assert_eq!(found(query), ["a", "c"], "{query}");
    }
}

#[test]
fn words_side_by_side_come_before_words_apart() {
    assert_eq!(found("giá vàng"), ["c", "d"]);
    assert_eq!(found("\"giá vàng\""), ["c"]);
    assert_eq!(found("giá -\"giá vàng\""), ["d"]);
    assert!(found("\"vàng giá\"").is_empty(), "the order counts");
}

#[test]
fn a_document_number_is_found_in_every_spelling() {
    for query in ["01-CTr/QU", "1 - CTr/QU", "số:01-ctr/qu", "01–CTr-QU", "1-ctr-qu", "01 ctr qu"] {
        let mut found = found(query);
        found.sort();
        assert_eq!(found, ["a", "c"], "{query}");
    }
}

#[test]
fn the_document_that_bears_a_number_comes_before_those_that_cite_it() {
    let mut documents = documents();
    documents[4].number = Some("1-CTr/QU".into());
    let filters =
        Filters { number: vec![Choice { value: "01-CTr/QU".into(), exclude: false }], ..Filters::default() };
    let filtered = ask(&packed(&documents), &SearchRequest { filters, ..request("") });
    assert_eq!(ids(&filtered), ["e", "c", "a"]);
    assert_eq!(ids(&ask(&packed(&documents), &request("01-CTr/QU")))[0], "e");
}

#[test]
fn an_empty_query_lists_everything_newest_first_and_undated_last() {
    assert_eq!(found(""), ["c", "b", "e", "a", "d"]);
    let oldest = SearchRequest { sort: Sort::Oldest, ..request("") };
    assert_eq!(ids(&ask(&packed(&documents()), &oldest)), ["a", "e", "b", "c", "d"]);
}

#[test]
fn a_document_of_which_only_the_day_of_issue_is_known_is_dated_by_it() {
    let issued = |id: &str, issued: &str, published: Option<&str>| Document {
        issued: Some(issued.parse().unwrap()),
        ..document(id, "Kế hoạch", "Quận họp", published)
    };
    let documents = [
        issued("plan", "2022-04-12", None),
        issued("late", "2021-12-30", Some("2022-04-13")),
        document("news", "Tin", "Quận họp", Some("2022-01")),
        document("undated", "Tin", "Quận họp", None),
    ];
    let files = packed(&documents);
    assert_eq!(ids(&ask(&files, &request(""))), ["late", "plan", "news", "undated"]);
    assert_eq!(sorted(&files, "quận năm:2022"), ["late", "news", "plan"]);
    assert_eq!(sorted(&files, "quận từ:4/2022"), ["late", "plan"]);
    let answer = ask(&files, &request("quận"));
    assert_eq!(answer.undated, 1);
    let hit = answer.hits.iter().find(|hit| hit.id == "plan").unwrap();
    assert_eq!(hit.published.as_deref(), Some("2022-04-12"));
}

#[test]
fn counts_are_in_context() {
    let filters =
        Filters { year: vec![Choice { value: "2021".into(), exclude: false }], ..Filters::default() };
    let answer = ask(&packed(&documents()), &SearchRequest { filters, ..request("") });
    assert_eq!((answer.total, answer.undated), (2, 0));
    let counts = |counts: &[tangthu_engine::Count]| -> Vec<(String, u32)> {
        counts.iter().map(|count| (count.value.clone(), count.count)).collect()
    };
    assert_eq!(
        counts(&answer.facets.section),
        [("Tin".into(), 2), ("Tin / Phường".into(), 1), ("Tin / Quận".into(), 1)]
    );
    // Years are counted as if no year were chosen.
    assert_eq!(
        counts(&answer.facets.year),
        [("2023".into(), 1), ("2022".into(), 1), ("2021".into(), 2), (String::new(), 1)]
    );
}

#[test]
fn a_one_file_archive_gives_the_same_answers() {
    let folder = packed(&documents());
    let mut file = Files::default();
    file.files.insert("archive.json".into(), pack::one_file(head(), documents()).unwrap());
    for query in ["", "duong", "quan uy", "\"giá vàng\"", "01-CTr/QU", "không có gì cả", "gia va"] {
        let request = request(query);
        assert_eq!(ask(&folder, &request), ask(&file, &request), "{query}");
    }
}

#[test]
fn a_question_of_many_words_finds_what_lacks_one() {
    let answer = ask(&packed(&documents()), &request("quận ủy bàn giá vàng kẽm"));
    assert_eq!((answer.complete, answer.hits[0].id.as_str()), (0, "c"));
}

#[test]
fn what_is_fetched_ahead_is_what_the_search_will_need() {
    // Enough documents for a dictionary of many blocks.
    let many: Vec<Document> = (0..400)
        .map(|n| {
            document(
                &format!("{n:03}"),
                &format!("Chuyện t{n}h ở x{n}"),
                "quận ủy bàn giá vàng",
                Some("2021"),
            )
        })
        .collect();
    let files = packed(&many);
    let asked = || -> Vec<String> { files.asked.borrow().iter().map(|(name, _)| name.clone()).collect() };
    ask(&files, &request("quận t399h"));
    let needed = asked();
    for (typed, ends_known) in [("quận t39", true), ("quận t", false)] {
        files.asked.borrow_mut().clear();
        let reader = pollster::block_on(Reader::open(&files, "archive.json")).unwrap();
        pollster::block_on(reader.fetch_ahead(typed, &|| false));
        let ahead = asked();
        assert!(ahead.iter().all(|name| needed.contains(name)), "{typed}: nothing is fetched for nothing");
        pollster::block_on(reader.search(&request("quận t399h"), &|| false, async || {})).unwrap();
        assert_eq!(asked().len(), needed.len(), "{typed}: nothing is fetched twice");
        let blocks = ahead.len();
        files.asked.borrow_mut().clear();
        let reader = pollster::block_on(Reader::open(&files, "archive.json")).unwrap();
        pollster::block_on(reader.fetch_ahead("quận ", &|| false));
        assert!(asked().iter().all(|name| needed.contains(name)), "no word is begun, so none is looked for");
        assert_eq!(blocks > asked().len(), ends_known, "{typed}: the block of the last word");
    }
}

#[test]
fn documents_that_hold_every_word_of_a_long_question_do_not_shut_out_the_best() {
    let mut all = vec![document("best", "Giá vàng", "Giá vàng quận uỷ bàn: giá vàng tăng", None)];
    for nth in 0..12 {
        let text = format!("giá {} vàng quận mà ủy rồi bàn kẽm", "lời khác ".repeat(200));
        all.push(document(&format!("long{nth}"), "Chuyện", &text, None));
    }
    let answer = ask(&packed(&all), &request("quận ủy bàn giá vàng kẽm"));
    assert_eq!((answer.complete, answer.total, answer.hits[0].id.as_str()), (12, 13, "best"));
}

#[test]
fn a_short_query_wants_every_word_but_of_what_outdoes_all_that_hold_them() {
    let mut all = vec![
        document("best", "Giá vàng", "Giá vàng quận uỷ bàn: giá vàng tăng", None),
        document("weak", "Chuyện", &format!("{} vàng và giá", "lời khác ".repeat(400)), None),
    ];
    all.extend((0..40).map(|nth| document(&format!("other{nth}"), "Chuyện", "những lời khác", None)));
    for nth in 0..12 {
        let text = format!("giá {} vàng rồi lại nói bàn kẽm", "lời khác ".repeat(200));
        all.push(document(&format!("long{nth}"), "Chuyện", &text, None));
    }
    let answer = ask(&packed(&all), &request("giá vàng kẽm"));
    assert_eq!((answer.complete, answer.total, answer.hits[0].id.as_str()), (12, 13, "best"));
    assert!(!answer.complete_first);
    assert!(ids(&answer).iter().all(|id| id != "weak"));
    // By date those that hold every word still come first.
    let newest = SearchRequest { sort: Sort::Newest, limit: 20, ..request("giá vàng kẽm") };
    let answer = ask(&packed(&all), &newest);
    assert!(answer.complete_first && answer.total == 13);
    assert_eq!(ids(&answer).last().map(String::as_str), Some("best"));
}

#[test]
fn of_a_short_query_words_side_by_side_come_first() {
    let apart = "Vàng giá vàng nói giá";
    let mut all =
        vec![document("beside", "Chuyện", &format!("{} giá rồi vàng kẽm", "lời ".repeat(90)), None)];
    all.extend((0..11).map(|nth| document(&format!("apart{nth:02}"), apart, "kẽm giá", None)));
    let answer = ask(&packed(&all), &request("vàng kẽm"));
    assert_eq!((answer.complete, answer.hits[0].id.as_str()), (12, "beside"));
}

#[test]
fn of_two_words_that_never_meet_the_rarer_is_found() {
    let answer = ask(&packed(&documents()), &request("họp vàng"));
    assert_eq!(answer.complete, 0);
    assert!(answer.total > 0);
    // What no document holds cannot be asked of one.
    let answer = ask(&packed(&documents()), &request("vàng xyzzyx"));
    assert_eq!((answer.complete, ids(&answer)), (0, vec!["d".to_owned(), "c".to_owned()]));
}

#[test]
fn joined_codes_are_wanted_and_quoted_ones_demanded() {
    let files = packed(&documents());
    assert_eq!(ids(&ask(&files, &request("AS-206 bàn giá vàng"))), ["c", "d"]);
    assert!(ids(&ask(&files, &request("\"AS-206\" bàn giá vàng"))).is_empty());
}

#[test]
fn questions_at_one_time_share_what_they_fetch() {
    let files = packed(&documents());
    let reader = pollster::block_on(Reader::open(&files, "archive.json")).unwrap();
    let (first, second) = (request("giá vàng"), request("quận vàng"));
    let (first, second, third) = pollster::block_on(futures_util::future::join3(
        reader.search(&first, &|| false, async || {}),
        reader.fetch_ahead("giá vàng quận ", &|| false),
        reader.search(&second, &|| false, async || {}),
    ));
    assert_eq!((ids(&first.unwrap()), second), (vec!["c".to_owned(), "d".to_owned()], ()));
    assert_eq!(ids(&third.unwrap()), ["c"]);
    let mut asked: Vec<String> = files.asked.borrow().iter().map(|(name, _)| name.clone()).collect();
    let all = asked.len();
    asked.sort();
    asked.dedup();
    assert_eq!(asked.len(), all, "nothing is fetched twice");
}

#[test]
fn a_damaged_part_is_fetched_once_more_past_the_caches() {
    let mut files = packed(&documents());
    let parts: Vec<String> = files.files.keys().filter(|name| name.ends_with(".bin")).cloned().collect();
    let wanted = ids(&ask(&files, &request("duong")));
    for part in parts {
        files.damaged_once = Some(part.clone());
        files.asked.borrow_mut().clear();
        assert_eq!(ids(&ask(&files, &request("duong"))), wanted);
        let asked = files.asked.borrow();
        let times = asked.iter().filter(|(name, _)| *name == part).count();
        assert!(times == 0 || asked.contains(&(part.clone(), true)), "{part}");
    }
}

#[test]
fn a_check_names_every_fault() {
    let mut files = packed(&documents());
    let check = |files: &Files| {
        pollster::block_on(async { Reader::open(files, "archive.json").await.unwrap().check().await })
    };
    let report = check(&files);
    assert_eq!((report.faults.len(), report.documents), (0, 5), "{:?}", report.faults);
    assert_eq!(report.names.len(), files.files.len());
    let parts: Vec<String> = files.files.keys().filter(|name| name.ends_with(".bin")).cloned().collect();
    for name in parts {
        let mut bytes = files.files.remove(&name).unwrap();
        assert!(!check(&files).faults.is_empty(), "{name} is gone");
        bytes[10] ^= 1;
        files.files.insert(name.clone(), bytes.clone());
        assert!(
            check(&files).faults.iter().any(|fault| fault.to_string().contains(&name)),
            "{name} is damaged"
        );
        bytes[10] ^= 1;
        files.files.insert(name, bytes);
    }
}

#[test]
fn a_document_shows_its_matches_and_its_citations() {
    let files = packed(&documents());
    let view = pollster::block_on(async {
        Reader::open(&files, "archive.json").await?.document("c", "quan uy").await
    });
    let view = view.unwrap();
    assert_eq!((view.matches, view.cites[0].value.as_str()), (1, "01-CTr/QU"));
    let missing =
        pollster::block_on(async { Reader::open(&files, "archive.json").await?.document("z", "").await });
    assert_eq!(missing, Err(Failure::NoDocument { id: "z".into() }));
}

#[test]
fn snippets_come_from_the_text() {
    let mut long = documents();
    let filler = "chữ ".repeat(300);
    long.push(document("x", "Dài", &format!("{filler} kim cương quý {filler}"), None));
    let files = packed(&long);
    let request = request("kim cuong");
    let snippets = pollster::block_on(async {
        Reader::open(&files, "archive.json").await?.snippets(&request, &["x".to_owned()], &|| false).await
    });
    let snippets = snippets.unwrap().snippets;
    let hits: Vec<&str> = snippets[0].1.iter().filter(|run| run.hit).map(|run| run.text.as_str()).collect();
    assert_eq!(hits, ["kim cương"]);
}

#[test]
fn a_passage_is_found_however_far_on_it_stands_and_a_long_text_is_not_read_on_for_a_better_one() {
    let filler = "lời mở đầu dài dòng ".repeat(20_000);
    let passage = |body: &[&str]| {
        let body: Vec<serde_json::Value> =
            body.iter().map(|text| serde_json::json!({ "type": "paragraph", "text": text })).collect();
        let document = serde_json::json!({ "id": "x", "title": "Biểu thuế", "body": body });
        let files = packed(&[serde_json::from_value(document).unwrap()]);
        let request = request("chuối ngự");
        let snippets = pollster::block_on(async {
            Reader::open(&files, "archive.json").await?.snippets(&request, &["x".to_owned()], &|| false).await
        });
        snippets.unwrap().snippets.remove(0).1.iter().map(|run| run.text.as_str()).collect::<String>()
    };
    assert!(passage(&[&filler, "Cuối cùng: chuối ngự."]).contains("Cuối cùng: chuối ngự."));
    assert!(passage(&["Chuối tiêu.", "Chuối ngự."]).contains("Chuối ngự."));
    assert!(passage(&["Chuối tiêu.", &filler, "Chuối ngự."]).contains("Chuối tiêu."));
}

#[test]
fn packing_twice_gives_the_same_bytes_in_any_order() {
    let mut backwards = documents();
    backwards.reverse();
    assert_eq!(packed(&documents()).files, packed(&backwards).files);
}
