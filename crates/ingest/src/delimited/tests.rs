//! Tables as spreadsheets and exports write them.

use super::*;
use tangthu_archive::Block;

fn table(bytes: &[u8], max_row: u64) -> (Vec<Document>, Vec<String>) {
    let (mut documents, mut said) = (Vec::new(), Vec::new());
    read(
        "a.csv",
        bytes,
        &FieldNames::default(),
        max_row,
        &mut |document, _, _| documents.push(document),
        &mut |notice| {
            said.push(notice.to_string());
        },
    )
    .unwrap();
    (documents, said)
}

#[test]
fn every_mark_and_vietnamese_heads_are_read() {
    let csv = "Tiêu đề,Ngày đăng,Chuyên mục,Nội dung\n\"Họp, bàn việc\",28/3/2023,Thời sự > Y tế,\"Đoạn một.\nĐoạn hai.\"\n";
    for text in [
        format!("\u{FEFF}{csv}"),
        "Tiêu đề;Ngày đăng;Chuyên mục;Nội dung\nHọp, bàn việc;28/3/2023;Thời sự > Y tế;\"Đoạn một.\nĐoạn hai.\"\n".to_owned(),
        "Tiêu đề\tNgày đăng\tChuyên mục\tNội dung\r\nHọp, bàn việc\t28/3/2023\tThời sự > Y tế\t<p>Đoạn một.</p><p>Đoạn hai.</p>\r\n".to_owned(),
    ] {
        let (documents, said) = table(text.as_bytes(), MAX_ROW);
        assert!(said.is_empty(), "{said:?}");
        let [document] = documents.as_slice() else { panic!("one row: {text}") };
        assert_eq!(document.title, "Họp, bàn việc");
        assert_eq!(document.published.unwrap().to_string(), "2023-03-28");
        assert_eq!(document.section, ["Thời sự", "Y tế"]);
        let paragraph = |text: &str| Block::Paragraph { text: text.to_owned() };
        assert_eq!(document.body, [paragraph("Đoạn một."), paragraph("Đoạn hai.")]);
    }
}

#[test]
fn a_list_of_official_documents_is_read() {
    let (documents, said) = table(
        "Số ký hiệu;Loại văn bản;Trích yếu;Cơ quan ban hành;Ngày ban hành;Ngày hiệu lực;Ghi chú\n15/2024/QĐ-UBND;Quyết định;Về giá đất;UBND thành phố;02/01/2024;15/01/2024;x\n"
            .as_bytes(),
        MAX_ROW,
    );
    let document = &documents[0];
    assert_eq!(
        (document.title.as_str(), document.number.as_deref()),
        ("Về giá đất", Some("15/2024/QĐ-UBND"))
    );
    assert_eq!(
        (document.kind.as_deref(), document.issuer.as_deref()),
        (Some("Quyết định"), Some("UBND thành phố"))
    );
    assert_eq!(document.issued.unwrap().to_string(), "2024-01-02");
    assert_eq!(document.effective.unwrap().to_string(), "2024-01-15");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("\"Ghi chú\""));
}

#[test]
fn what_is_wrong_is_named_by_its_line_and_the_rest_is_there() {
    let (documents, said) =
        table("title,date,body\nMột,31/02/2023,a\n,,\nHai,2023,b,c\n,2020,\n\nBa,,\n".as_bytes(), MAX_ROW);
    let titles: Vec<&str> = documents.iter().map(|document| document.title.as_str()).collect();
    assert_eq!(titles, ["Một", "Hai", "Ba"]);
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[0].starts_with("a.csv:2: "), "{}", said[0]);
    assert!(said[1].starts_with("a.csv:4: "), "{}", said[1]);
    assert!(said[2].starts_with("a.csv:5: "), "{}", said[2]);
}

#[test]
fn a_heading_above_the_names_of_columns_and_a_line_for_the_mark_are_passed_over() {
    let (documents, said) = table(
        "DANH SÁCH VĂN BẢN NĂM 2020;;\n;;\nSố ký hiệu;Trích yếu;Ngày ban hành\n15/2020/QĐ-UBND;Về giá đất;02/01/2020\n".as_bytes(),
        MAX_ROW,
    );
    assert_eq!((documents.len(), documents[0].number.as_deref()), (1, Some("15/2020/QĐ-UBND")));
    assert!(said.len() == 1 && said[0].starts_with("a.csv:1: rows above"), "{said:?}");
    let (documents, said) = table("\u{FEFF}sep=;\r\nTiêu đề;Nội dung\r\nMột;a, b\r\n".as_bytes(), MAX_ROW);
    assert_eq!((documents.len(), documents[0].title.as_str(), said.len()), (1, "Một", 0), "{said:?}");
    // A word that is a column's name elsewhere makes no head of a row.
    let (documents, said) = table("a,b\nText,5\nx,y\n".as_bytes(), MAX_ROW);
    assert_eq!((documents.len(), said.len()), (0, 1), "{said:?}");
}

#[test]
fn a_table_without_names_is_refused_with_a_remedy() {
    let (documents, said) = table(b"1,2,3\n4,5,6\n", MAX_ROW);
    assert_eq!((documents.len(), said.len()), (0, 1));
    assert!(said[0].contains("[fields]"), "{}", said[0]);
}

#[test]
fn a_quotation_mark_that_is_never_closed_ends_the_reading_in_bounded_memory() {
    let text = format!("title,body\nMột,a\nHai,\"{}", "chữ ".repeat(200_000));
    let (documents, said) = table(text.as_bytes(), 100_000);
    assert_eq!((documents.len(), said.len()), (1, 1), "{said:?}");
    assert!(said[0].starts_with("a.csv:3: "), "{}", said[0]);
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_named_and_no_row_holds_the_rest() {
    let (documents, said) = table("title,body\nMột,a\nHai,\"b\nBa,c\nBốn,d\n".as_bytes(), MAX_ROW);
    assert_eq!((documents.len(), said.len()), (1, 1), "{said:?}");
    assert!(said[0].starts_with("a.csv:3: ") && said[0].contains("never closed"), "{}", said[0]);
    // What is closed at the very end is right, and so is a mark within a cell that has none around it.
    for text in ["title,body\nMột,\"a\nb\"", "title,body\nMột,5\" dài\n"] {
        let (documents, said) = table(text.as_bytes(), MAX_ROW);
        assert_eq!((documents.len(), said.len()), (1, 0), "{said:?}");
    }
}

#[test]
fn a_table_is_read_from_a_reader_that_hands_it_out_in_small_pieces() {
    for text in [
        "title;body\nMột;a\n",
        "\"ti\"\"\n;\";title\nx;Một\n",
        "title\tbody\nMột\ta\n",
        "\u{FEFF}title;body\nMột;a\n",
    ] {
        let pieces = io::BufReader::with_capacity(3, text.as_bytes());
        let mut titles = Vec::new();
        let mut document = |document: Document, _, _| titles.push(document.title);
        read("a.csv", pieces, &FieldNames::default(), MAX_ROW, &mut document, &mut |_| ()).unwrap();
        assert_eq!(titles, ["Một"], "{text:?}");
    }
}

#[test]
fn prose_is_no_table() {
    assert!(is_table("title,date,content\n"));
    assert!(is_table("\"Tiêu đề\";\"Nội dung\"\n"));
    for text in
        ["Nguồn, ngày\nchữ", "title\nchữ", "Về việc họp, nội dung của bài\nchữ", "Tóm tắt, nguồn\nchữ"]
    {
        assert!(!is_table(text), "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn no_table_is_a_crash(text in "[a-cđ\",;\t\n ]{0,80}") {
        table(format!("title,body\n{text}").as_bytes(), MAX_ROW);
    }
}

#[test]
fn a_row_that_is_not_utf8_in_a_long_table_that_is_is_read_and_named_once() {
    let mut csv = b"title,body\n".to_vec();
    (0..3).for_each(|_| csv.extend("Chợ,Họp chợ\n".as_bytes()));
    csv.extend(b"Qu\xE2\xF2n u\xD2y,H\xF4\xF2i ngh\xEC\xF2\nQu\xE2\xF2n,M\xF4\xF2t\n");
    let (documents, said) = table(&csv, MAX_ROW);
    assert_eq!(documents[3].title, "Quận ủy");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("a.csv:5: ") && said[0].contains("windows-1258"), "{said:?}");
}

#[test]
fn a_table_without_rows_is_named_and_days_that_lost_their_form_are_read() {
    let (documents, said) = table("Tiêu đề;Ngày đăng\n;\n".as_bytes(), MAX_ROW);
    assert!(documents.is_empty() && said.len() == 1, "{said:?}");
    assert!(said[0].contains("not a row below them"), "{said:?}");
    let (documents, said) = table("Tiêu đề;Ngày đăng\nChợ;44936\n".as_bytes(), MAX_ROW);
    assert_eq!(documents[0].published.map(|date| date.to_string()).as_deref(), Some("2023-01-10"));
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn columns_that_are_not_known_are_named_in_one_line_of_the_report() {
    let csv = "Tiêu đề,Mã nội bộ,Ghi chú,Người duyệt\nMột,a1,,\nHai,a2,x,\n";
    let (documents, said) = table(csv.as_bytes(), MAX_ROW);
    assert_eq!(documents.len(), 2);
    let [line] = said.as_slice() else { panic!("one line: {said:?}") };
    assert!(
        line.starts_with("a.csv:2: 2 fields are not known and were left out (\"Ghi chú\", \"Mã nội bộ\")"),
        "{line}"
    );
    let (_, said) = table("Tiêu đề,Mã\nMột,a1\nHai,a2\n".as_bytes(), MAX_ROW);
    assert!(said.len() == 1 && said[0].contains("the field \"Mã\" is not known"), "{said:?}");
}
