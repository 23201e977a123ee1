//! Documents as word processors write them, made here part by part.

use super::*;
use crate::{seekable::put_aside, test_files::zip};

const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:wp=\"urn:wp\" xmlns:pic=\"urn:pic\"";

const STYLES: &str = r#"<w:style w:styleId="D1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="D2"><w:name w:val="Của tôi"/><w:basedOn w:val="D1"/></w:style>
<w:style w:styleId="DM"><w:name w:val="Mức ba"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:styleId="T"><w:name w:val="Title"/></w:style><w:style w:styleId="C"><w:name w:val="caption"/></w:style>
<w:style w:styleId="ML"><w:name w:val="toc 1"/></w:style><w:style w:styleId="V"><w:name w:val="V"/><w:basedOn w:val="V"/></w:style>"#;

const NUMBERING: &str = r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="+"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>"#;

/// Parts notes at the foot from those at the end.
const END: &str = "|";

const FOOTNOTES: &str =
    r#"<w:footnote w:id="-1" w:type="separator"><w:p><w:r><w:t>_</w:t></w:r></w:p></w:footnote>"#;

fn packed(parts: &[(&str, String)]) -> Container {
    let members: Vec<(&str, &[u8])> =
        parts.iter().map(|(path, content)| (*path, content.as_bytes())).collect();
    let bytes = zip(&members);
    Container::zip(put_aside(bytes.as_slice(), &std::env::temp_dir()).unwrap()).unwrap()
}

fn docx(body: &str) -> (Result<Document, Refused>, Vec<String>) {
    noted(body, "")
}

/// A document of this text, with these notes at its foot, and those that are endnotes at its end.
fn noted(body: &str, notes: &str) -> (Result<Document, Refused>, Vec<String>) {
    let core = r#"<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>Microsoft Word - kh</dc:title>
        <dc:creator>Nguyễn Văn Bình</dc:creator><dcterms:created>2022-10-24T02:00:00Z</dcterms:created></c:coreProperties>"#;
    let container = packed(&[
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("word/document.xml", format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")),
        ("word/styles.xml", format!("<w:styles {NAMESPACES}>{STYLES}</w:styles>")),
        ("word/numbering.xml", format!("<w:numbering {NAMESPACES}>{NUMBERING}</w:numbering>")),
        (
            "word/footnotes.xml",
            format!(
                "<w:footnotes {NAMESPACES}>{FOOTNOTES}{}</w:footnotes>",
                notes.split(END).next().unwrap_or_default()
            ),
        ),
        (
            "word/endnotes.xml",
            format!("<w:endnotes {NAMESPACES}>{}</w:endnotes>", notes.split(END).nth(1).unwrap_or_default()),
        ),
        ("docProps/core.xml", core.to_owned()),
    ]);
    assert!(is_docx(&container));
    let mut unknown = crate::record::Unknown::default();
    let mut notes = Notes::new("a.docx", None, &mut unknown);
    let read = read(&container, &mut notes);
    (read, notes.found.iter().map(ToString::to_string).collect())
}

fn styled(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn plain(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn item(list: u8, level: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

fn blocks(body: &str) -> Vec<Block> {
    docx(body).0.unwrap().body
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: text.to_owned() }
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, text: text.to_owned() }
}

#[test]
fn styles_tell_title_and_headings_and_the_properties_the_rest() {
    let body = [
        styled("T", "Báo cáo tổng kết"),
        styled("ML", "Mục một 3"),
        styled("D1", "Mục một"),
        plain("Đoạn."),
        styled("D2", "Mục hai"),
        styled("DM", "Mục nhỏ"),
        styled("V", "Vòng tròn"),
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>II. MỤC TIÊU</w:t></w:r></w:p>".to_owned(),
    ];
    let (document, said) = docx(&body.concat());
    let document = document.unwrap();
    assert_eq!(document.title, "Báo cáo tổng kết");
    assert_eq!(document.authors, ["Nguyễn Văn Bình"]);
    assert_eq!(document.published.unwrap().to_string(), "2022-10-24T09:00:00+07:00");
    assert_eq!(
        document.body,
        [
            heading(2, "Mục một"),
            paragraph("Đoạn."),
            heading(2, "Mục hai"),
            heading(4, "Mục nhỏ"),
            paragraph("Vòng tròn"),
            heading(2, "II. MỤC TIÊU")
        ]
    );
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn runs_are_joined_and_what_is_deleted_or_hidden_is_left_out() {
    let body = "<w:p><w:r><w:t>Quận </w:t></w:r><w:r><w:t>họp</w:t><w:br/><w:t>bàn</w:t><w:tab/></w:r><w:ins><w:r><w:t>việc</w:t></w:r></w:ins>\
        <w:del><w:r><w:delText>cũ</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>\
        <w:hyperlink><w:r><w:t xml:space=\"preserve\"> mới</w:t></w:r></w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>";
    assert_eq!(blocks(body), [paragraph("Quận họp bàn việc mới")]);
}

#[test]
fn runs_in_fonts_of_the_nineties_become_letters() {
    let run = |font: &str, text: &str| {
        format!(
            "<w:r><w:rPr><w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\"/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"
        )
    };
    let body = format!(
        "<w:p>{}{}{}</w:p>",
        run(".VnTimeH", "kÕ ho¹ch "),
        run(".VnTime", "ch\u{AD}\u{AC}ng tr×nh "),
        run("Times New Roman", "quận")
    );
    assert_eq!(blocks(&body), [paragraph("KẾ HOẠCH chương trình quận")]);
}

#[test]
fn notes_at_the_foot_stand_at_the_end_under_their_numbers() {
    let body = "<w:p><w:r><w:t>Khoản này được sửa đổi</w:t><w:footnoteReference w:id=\"2\"/><w:t>.</w:t></w:r></w:p>";
    let notes = format!("<w:footnote w:id=\"2\">{}</w:footnote>", plain("Theo Luật số 41/2024/QH15."));
    let wanted = [paragraph("Khoản này được sửa đổi[2]."), paragraph("[2] Theo Luật số 41/2024/QH15.")];
    assert_eq!(noted(body, &notes).0.unwrap().body, wanted);
    let body = "<w:p><w:r><w:t>Khoản này</w:t><w:endnoteReference w:id=\"2\"/></w:r></w:p>";
    let both = format!("{notes}{END}<w:endnote w:id=\"2\">{}</w:endnote>", plain("Xem phụ lục."));
    let wanted = [
        paragraph("Khoản này[*2]"),
        paragraph("[2] Theo Luật số 41/2024/QH15."),
        paragraph("[*2] Xem phụ lục."),
    ];
    assert_eq!(noted(body, &both).0.unwrap().body, wanted);
}

#[test]
fn a_cell_inside_a_content_control_is_a_cell() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", plain(text));
    let held = |text: &str| format!("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", cell(text));
    let row = |cells: [String; 3]| format!("<w:tr>{}</w:tr>", cells.concat());
    let table =
        row([cell("Số"), cell("Ngày"), cell("Nội dung")]) + &row([cell("1"), held("2/3/2023"), cell("Họp")]);
    let found = blocks(&format!("<w:tbl>{table}</w:tbl>"));
    let words = |row: [&str; 3]| row.map(str::to_owned).to_vec();
    let rows = vec![words(["Số", "Ngày", "Nội dung"]), words(["1", "2/3/2023", "Họp"])];
    assert_eq!(found, [Block::Table { head: Vec::new(), rows }]);
}

#[test]
fn lists_keep_their_numbers_also_where_a_list_cannot_show_them() {
    let body = [
        item(1, 0, "một"),
        item(1, 1, "một rưỡi"),
        item(2, 0, "thứ nhất"),
        item(2, 0, "thứ hai"),
        item(2, 1, "nhỏ"),
        plain("Xen giữa."),
        item(2, 0, "thứ ba"),
    ];
    let list = |ordered, items: &[&str]| Block::List {
        ordered,
        items: items.iter().map(|item| (*item).to_owned()).collect(),
    };
    assert_eq!(
        blocks(&body.concat()),
        [
            list(false, &["một", "một rưỡi"]),
            list(true, &["thứ nhất", "thứ hai"]),
            paragraph("a) nhỏ"),
            paragraph("Xen giữa."),
            paragraph("3. thứ ba"),
        ]
    );
}

#[test]
fn tables_keep_their_cells_and_layouts_become_paragraphs() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", plain(text));
    let wide = format!("<w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>{}</w:tc>", plain("gộp"));
    let table = format!(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr><w:tr>{}{}</w:tr><w:tr>{wide}</w:tr></w:tbl>",
        cell("Chỉ tiêu"),
        cell("Kết quả"),
        cell("Hồ sơ"),
        cell("98,5%")
    );
    let rows = vec![vec!["Hồ sơ".to_owned(), "98,5%".to_owned()], vec!["gộp".to_owned(), String::new()]];
    let wanted = Block::Table { head: vec!["Chỉ tiêu".to_owned(), "Kết quả".to_owned()], rows };
    assert_eq!(blocks(&table), [wanted]);
    let head = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("ỦY BAN NHÂN DÂN QUẬN AN HÒA"),
        cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        cell("Số: 1/KH-UBND"),
        cell("An Hòa, ngày 2 tháng 3 năm 2021")
    );
    let texts: Vec<String> = blocks(&head).iter().flat_map(Block::texts).map(str::to_owned).collect();
    assert_eq!(texts[..2], ["ỦY BAN NHÂN DÂN QUẬN AN HÒA", "Số: 1/KH-UBND"]);
}

#[test]
fn pictures_are_noted_with_their_words() {
    let picture = |words: &str| {
        format!("<w:p><w:r><w:drawing><wp:docPr descr=\"{words}\"/><pic:pic/></w:drawing></w:r></w:p>")
    };
    let body =
        [picture("Trụ sở quận"), picture(""), styled("C", "Ảnh 2: Hội nghị"), picture(""), plain("Hết.")];
    let figure = |caption: &str| Block::Figure { caption: caption.to_owned(), image: None };
    assert_eq!(blocks(&body.concat()), [figure("Trụ sở quận"), figure("Ảnh 2: Hội nghị"), paragraph("Hết.")]);
}

#[test]
fn text_boxes_written_twice_are_read_once() {
    let inside = plain("Trong khung");
    let body = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{inside}</w:txbxContent></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><w:txbxContent>{inside}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    );
    assert_eq!(blocks(&body), [paragraph("Trong khung")]);
}

#[test]
fn broken_documents_are_refused_or_kept_as_far_as_they_go() {
    let (document, said) = docx(&format!("{}<w:p><w:r><w:t>dở", plain("Còn đây.")));
    assert_eq!(document.unwrap().body, [paragraph("Còn đây.")]);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(docx("").0.unwrap_err().reason.contains("no text"));
    assert!(docx("<!DOCTYPE a [<!ENTITY b \"c\">]>").0.is_err());
    assert!(docx(&"<w:tbl><w:tr><w:tc>".repeat(1000)).0.is_err());
}
