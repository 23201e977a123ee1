//! Files made here, object by object, with a font of two-byte codes as word processors write it.

use super::*;
use std::io::Write;
use tangthu_archive::Block;

/// A piece of text: where it begins (from the left and from the top, in points), its size, its words. Every letter is half as
/// wide as it is high.
type Piece<'a> = (f64, f64, f64, &'a str);

/// The objects of a file, numbered from 1.
#[derive(Default)]
struct File {
    objects: Vec<Vec<u8>>,
    encrypted: bool,
}

impl File {
    fn object(&mut self, content: impl Into<Vec<u8>>) -> usize {
        self.objects.push(content.into());
        self.objects.len()
    }

    fn stream(&mut self, dictionary: &str, content: &[u8]) -> usize {
        let head = format!("<< {dictionary} /Length {} >>\nstream\n", content.len());
        self.object([head.as_bytes(), content, b"\nendstream"].concat())
    }

    /// Writes the file; `root` is its catalogue.
    fn bytes(&self, root: usize) -> Vec<u8> {
        let mut bytes = b"%PDF-1.7\n".to_vec();
        let mut places = Vec::new();
        for (object, number) in self.objects.iter().zip(1..) {
            places.push(bytes.len());
            bytes.extend(format!("{number} 0 obj\n").bytes());
            bytes.extend(object);
            bytes.extend(b"\nendobj\n");
        }
        let table = bytes.len();
        bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
        places.iter().for_each(|place| bytes.extend(format!("{place:010} 00000 n \n").bytes()));
        let lock = if self.encrypted {
            let nothing = "0".repeat(64);
            format!(
                "/ID [<00> <00>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{nothing}> /U <{nothing}> >>"
            )
        } else {
            String::new()
        };
        let trailer = format!(
            "trailer << /Size {} /Root {root} 0 R {lock} >>\nstartxref\n{table}\n%%EOF",
            places.len() + 1
        );
        bytes.extend(trailer.bytes());
        bytes
    }
}

/// The letters of all pieces, each with the code that stands for it.
fn code(letters: &[char], letter: char) -> usize {
    letters.iter().position(|known| *known == letter).map_or(0, |at| at + 1)
}

fn file(pages: &[Vec<Piece>], knows_letters: bool) -> Vec<u8> {
    drawn(pages, knows_letters, "")
}

/// A file of pages on each of which `lines` are drawn as well.
fn drawn(pages: &[Vec<Piece>], knows_letters: bool, lines: &str) -> Vec<u8> {
    let mut letters: Vec<char> = pages.iter().flatten().flat_map(|(.., text)| text.chars()).collect();
    letters.sort_unstable();
    letters.dedup();
    let mut file = File::default();
    let map = letters.iter().map(|&letter| {
        let mut units = [0; 2];
        let units: String =
            letter.encode_utf16(&mut units).iter().map(|unit| format!("{unit:04X}")).collect();
        format!("<{:04X}> <{units}>\n", code(&letters, letter))
    });
    let map: String = map.collect();
    let map = format!(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n\
         1 begincodespacerange <0000> <FFFF> endcodespacerange\n{} beginbfchar\n{map}endbfchar endcmap end end",
        letters.len()
    );
    let map = file.stream("", map.as_bytes());
    let descriptor = file.object("<< /Type /FontDescriptor /FontName /A /Flags 4 /ItalicAngle 0 /Ascent 800 /Descent -200 /FontBBox [0 0 1000 1000] >>");
    let inner = file.object(format!(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /DW 500 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor {descriptor} 0 R >>"
    ));
    let unicode = if knows_letters { format!("/ToUnicode {map} 0 R") } else { String::new() };
    let font = file.object(format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [{inner} 0 R] {unicode} >>"
    ));
    let parent = file.objects.len() + pages.len() * 2 + 1;
    let mut kids = String::new();
    for pieces in pages {
        let mut content = String::from("BT\n");
        for (x, y, size, text) in pieces {
            let codes: String =
                text.chars().map(|letter| format!("{:04X}", code(&letters, letter))).collect();
            content.push_str(&format!("/F {size} Tf 1 0 0 1 {x} {} Tm <{codes}> Tj\n", 842.0 - y));
        }
        content.push_str(&format!("ET {lines}"));
        let content = file.stream("", content.as_bytes());
        let page = file.object(format!(
            "<< /Type /Page /Parent {parent} 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R /Resources << /Font << /F {font} 0 R >> >> >>"
        ));
        kids.push_str(&format!("{page} 0 R "));
    }
    let tree = file.object(format!("<< /Type /Pages /Count {} /Kids [{kids}] >>", pages.len()));
    assert_eq!(tree, parent);
    let root = file.object(format!("<< /Type /Catalog /Pages {tree} 0 R >>"));
    file.bytes(root)
}

fn told(bytes: Vec<u8>) -> (Result<Document, Refused>, Vec<String>) {
    let mut unknown = crate::record::Unknown::default();
    let mut notes = Notes::new("a.pdf", None, &mut unknown);
    let read = read_within(bytes, Wanted::Document, Budget::of(100_000), &mut notes);
    (read, notes.found.iter().map(ToString::to_string).collect())
}

fn blocks_of(pages: &[Vec<Piece>]) -> Vec<Block> {
    let (document, said) = told(file(pages, true));
    assert!(said.is_empty(), "{said:?}");
    document.unwrap().body
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: text.to_owned() }
}

/// Lines of one size from a height on.
fn column<'a>(x: f64, top: f64, lines: &[&'a str]) -> Vec<Piece<'a>> {
    lines.iter().enumerate().map(|(at, line)| (x, top + 16.0 * at as f64, 10.0, *line)).collect()
}

#[test]
fn letters_of_a_font_with_two_byte_codes_come_out_right_and_lines_are_joined() {
    let body = blocks_of(&[column(
        80.0,
        100.0,
        &[
            "Ủy ban nhân dân quận xây dựng kế hoạch nâng cao chất lượng phục vụ người dân ở",
            "các phường, đúng tiến độ.",
            "Giao Phòng Nội vụ chủ trì, phối hợp với các phường rà soát thủ tục hành chính;",
            "báo cáo kết quả.",
        ],
    )]);
    assert_eq!(
        body,
        [
            paragraph(
                "Ủy ban nhân dân quận xây dựng kế hoạch nâng cao chất lượng phục vụ người dân ở các phường, đúng tiến độ."
            ),
            paragraph(
                "Giao Phòng Nội vụ chủ trì, phối hợp với các phường rà soát thủ tục hành chính; báo cáo kết quả."
            ),
        ]
    );
}

#[test]
fn text_in_fonts_of_the_nineties_becomes_letters() {
    let page = column(
        80.0,
        100.0,
        &["Ch\u{AD}\u{AC}ng tr×nh c¶i c¸ch hµnh chÝnh cña quËn ®\u{AD}îc thùc hiÖn tõ n¨m nay."],
    );
    let (document, said) = told(file(&[page], true));
    assert_eq!(
        document.unwrap().body,
        [paragraph("Chương trình cải cách hành chính của quận được thực hiện từ năm nay.")]
    );
    assert!(said.len() == 1 && said[0].contains("TCVN3"), "{said:?}");
}

#[test]
fn pages_are_joined_without_their_heads_and_numbers() {
    let line = "Quận tổ chức tuyên truyền đến từng tổ dân phố về việc sắp xếp lại các phường và";
    let number = ["1", "2", "3"];
    let pages: Vec<Vec<Piece>> = (0..3)
        .map(|at| {
            let mut page =
                vec![(80.0, 40.0, 9.0, "Kế hoạch của quận An Hòa"), (295.0, 810.0, 10.0, number[at])];
            let lines = if at == 2 { vec!["hết."] } else { vec![line, line] };
            page.extend(column(80.0, 100.0, &lines));
            page
        })
        .collect();
    assert_eq!(blocks_of(&pages), [paragraph(&format!("{line} {line} {line} {line} hết."))]);
}

#[test]
fn the_two_sides_of_a_head_are_read_one_after_the_other_also_at_uneven_heights() {
    let mut page = column(60.0, 60.0, &["ỦY BAN NHÂN DÂN QUẬN AN HÒA", "Số: 104/KH-UBND"]);
    page.push((300.0, 64.0, 10.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
    page.push((320.0, 84.0, 10.0, "An Hòa, ngày 24 tháng 10 năm 2022"));
    page.push((260.0, 120.0, 10.0, "KẾ HOẠCH"));
    page.push((180.0, 140.0, 10.0, "Nâng cao chất lượng phục vụ người dân"));
    page.extend(column(
        60.0,
        180.0,
        &["Ủy ban nhân dân quận ban hành kế hoạch nâng cao chất lượng phục vụ người dân trên địa bàn."],
    ));
    let (document, _) = told(file(&[page], true));
    let document = office::finished(document.unwrap(), "a.pdf", office::PDF, 1);
    let texts: Vec<&str> = document.body.iter().flat_map(Block::texts).collect();
    assert_eq!(texts[..2], ["ỦY BAN NHÂN DÂN QUẬN AN HÒA", "Số: 104/KH-UBND"]);
    assert_eq!(
        (document.number.as_deref(), document.issuer.as_deref()),
        (Some("104/KH-UBND"), Some("Ủy ban nhân dân quận An Hòa"))
    );
    assert_eq!(document.title, "Kế hoạch nâng cao chất lượng phục vụ người dân");
}

#[test]
fn tables_are_told_from_text_and_from_columns_of_print() {
    let mut page = column(
        60.0,
        100.0,
        &["Kết quả thực hiện trong năm được nêu ở bảng dưới đây, tính đến hết ngày cuối năm."],
    );
    for (at, cells) in
        [["Chỉ tiêu", "Kết quả"], ["Hồ sơ đúng hạn", "98,5%"], ["Lượt kiểm tra", "231"]].iter().enumerate()
    {
        page.push((60.0, 140.0 + 20.0 * at as f64, 10.0, cells[0]));
        page.push((300.0, 140.0 + 20.0 * at as f64, 10.0, cells[1]));
    }
    let body = blocks_of(&[page]);
    let row = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
    let rows = vec![row("Chỉ tiêu", "Kết quả"), row("Hồ sơ đúng hạn", "98,5%"), row("Lượt kiểm tra", "231")];
    assert_eq!(body[1], Block::Table { head: Vec::new(), rows });
    let left: Vec<&str> = std::iter::repeat_n("Cột trái có nhiều chữ và còn nhiều", 8).collect();
    let right: Vec<&str> = std::iter::repeat_n("Cột phải cũng có nhiều chữ như vậy", 8).collect();
    let body = blocks_of(&[[column(60.0, 100.0, &left), column(300.0, 100.0, &right)].concat()]);
    assert_eq!(body.len(), 2, "{body:?}");
    assert_eq!(body[0], paragraph(&left.join(" ")));
}

#[test]
fn cells_are_told_by_drawn_lines_and_merged_ones_are_one() {
    let mut page: Vec<Piece> = vec![(62.0, 112.0, 10.0, "Nội dung"), (152.0, 112.0, 10.0, "Kết quả")];
    page.extend([
        (62.0, 142.0, 10.0, "Hồ sơ giải"),
        (62.0, 154.0, 10.0, "quyết đúng hạn"),
        (152.0, 148.0, 10.0, "98,5%"),
    ]);
    page.push((62.0, 172.0, 10.0, "Chung cho cả hai cột của bảng"));
    let level = |y: f64| format!("60 {} m 260 {} l S\n", 842.0 - y, 842.0 - y);
    let upright = |x: f64, to: f64| format!("{x} {} m {x} {} l S\n", 842.0 - 100.0, 842.0 - to);
    let lines = [
        level(100.0),
        level(125.0),
        level(160.0),
        level(180.0),
        upright(60.0, 180.0),
        upright(150.0, 160.0),
        upright(260.0, 180.0),
    ];
    let (document, _) = told(drawn(&[page], true, &lines.concat()));
    let row = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
    let rows = vec![
        row("Nội dung", "Kết quả"),
        row("Hồ sơ giải quyết đúng hạn", "98,5%"),
        row("Chung cho cả hai cột của bảng", ""),
    ];
    assert_eq!(document.unwrap().body, [Block::Table { head: Vec::new(), rows }]);
}

#[test]
fn a_scan_and_a_font_without_letters_are_kept_and_reported() {
    let (document, said) = told(file(&[vec![(295.0, 810.0, 10.0, "1")]], true));
    assert_eq!(document.unwrap().body, []);
    assert!(said[0].contains("scan without a text layer") && said[0].contains("OCR"), "{said:?}");
    let text = column(60.0, 100.0, &["Ủy ban nhân dân quận ban hành kế hoạch."]);
    let (document, said) = told(file(&[text], false));
    assert_eq!(document.unwrap().body, []);
    assert!(said[0].contains("fonts do not say"), "{said:?}");
}

#[test]
fn what_is_locked_broken_or_no_pdf_is_refused_with_a_reason() {
    let mut locked = File { encrypted: true, ..File::default() };
    let pages = locked.object("<< /Type /Pages /Count 0 /Kids [] >>");
    let root = locked.object(format!("<< /Type /Catalog /Pages {pages} 0 R >>"));
    assert!(told(locked.bytes(root)).0.unwrap_err().reason.contains("password"));
    assert!(told(b"%PDF-1.4\nabc".to_vec()).0.is_err());
    let whole = file(&[column(60.0, 100.0, &["Một đoạn của kế hoạch quận."])], true);
    for length in (0..whole.len()).step_by(97) {
        let _ = told(whole[..length].to_vec());
    }
}

#[test]
fn pages_that_are_laid_across_are_turned() {
    let page = column(60.0, 100.0, &["Phụ lục của kế hoạch", "Danh mục các nhiệm vụ"]);
    for turn in [90, 180, 270] {
        let bytes = file(std::slice::from_ref(&page), true);
        let text = String::from_utf8(bytes).unwrap();
        // The table of places is wrong from there on; readers make it anew.
        let bytes = text.replace("/MediaBox", &format!("/Rotate {turn} /MediaBox")).into_bytes();
        let texts: Vec<String> =
            told(bytes).0.unwrap().body.iter().flat_map(Block::texts).map(str::to_owned).collect();
        assert_eq!(texts, ["Phụ lục của kế hoạch", "Danh mục các nhiệm vụ"], "{turn}");
    }
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    let blanks = vec![b' '; 1 << 20];
    (0..100).for_each(|_| encoder.write_all(&blanks).unwrap());
    let bomb = encoder.finish().unwrap();
    let mut file = File::default();
    let content = file.stream("/Filter /FlateDecode", &bomb);
    let page = file.object(format!("<< /Type /Page /MediaBox [0 0 9 9] /Contents {content} 0 R >>"));
    let pages = file.object(format!("<< /Type /Pages /Count 1 /Kids [{page} 0 R] >>"));
    let root = file.object(format!("<< /Type /Catalog /Pages {pages} 0 R >>"));
    assert!(told(file.bytes(root)).0.unwrap_err().reason.contains("without measure"));
}

#[test]
fn a_page_made_of_one_stream_many_times_over_is_refused() {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&vec![b' '; 10 << 20]).unwrap();
    let mut file = File::default();
    let content = file.stream("/Filter /FlateDecode", &encoder.finish().unwrap());
    let many = format!("{content} 0 R ").repeat(100_000);
    let page = file.object(format!("<< /Type /Page /MediaBox [0 0 9 9] /Contents [{many}] >>"));
    let pages = file.object(format!("<< /Type /Pages /Count 1 /Kids [{page} 0 R] >>"));
    let root = file.object(format!("<< /Type /Catalog /Pages {pages} 0 R >>"));
    assert!(told(file.bytes(root)).0.unwrap_err().reason.contains("draw more than any document"));
}

#[test]
fn forms_that_call_one_another_without_end_are_stopped() {
    let mut file = File::default();
    let depth = 12;
    for level in 1..=depth {
        let inner = format!("/Resources << /XObject << /X {} 0 R >> >>", level + 1);
        file.stream(
            &format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] {inner}"),
            "/X Do ".repeat(10).as_bytes(),
        );
    }
    file.stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"0 0 1 1 re f");
    let content = file.stream("", b"/X Do");
    let page = file.object(format!(
        "<< /Type /Page /MediaBox [0 0 9 9] /Contents {content} 0 R /Resources << /XObject << /X 1 0 R >> >> >>"
    ));
    let pages = file.object(format!("<< /Type /Pages /Count 1 /Kids [{page} 0 R] >>"));
    let root = file.object(format!("<< /Type /Catalog /Pages {pages} 0 R >>"));
    assert!(told(file.bytes(root)).0.unwrap_err().reason.contains("draw more than any document"));
}
