//! Pages that a browser saved as one file (MHTML), through the public door.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its files should fail loudly")]

mod common;

use common::{read, write};
use tangthu_ingest::NoticeKind;

/// A picture of one point.
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// What browsers write before the parts.
fn mail(location: &str, date: &str) -> String {
    format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: {location}\r\nSubject: =?utf-8?Q?B=E1=BA=BFn_=C4=91=C3=B2?=\r\n\
         Date: {date}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"ranh\"\r\n\r\n\r\n"
    )
}

/// A part that is told by `fields`.
fn part(fields: &str, body: &str) -> String {
    format!("--ranh\r\n{fields}\r\n\r\n{body}\r\n")
}

/// A page with enough text to be one, in the letters of mail.
fn page(title: &str, picture: &str) -> String {
    let sentence = "Xã sửa lại bến đò, đặt phao và áo cứu sinh, mở thêm một chuyến buổi tối. ".repeat(6);
    let html = format!(
        "<html lang=\"vi\"><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{sentence}</p>\
         <figure><img src=\"{picture}\" alt=\"Bến\"><figcaption>Bến đò</figcaption></figure></article></body></html>"
    );
    html.bytes()
        .map(|byte| {
            if byte.is_ascii() && byte != b'=' {
                char::from(byte).to_string()
            } else {
                format!("={byte:02X}")
            }
        })
        .collect()
}

const HTML: &str = "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable";
const IMAGE: &str = "Content-Type: image/png\r\nContent-Transfer-Encoding: base64";

#[test]
fn a_page_saved_as_one_file_has_its_address_its_picture_and_the_time_when_it_was_saved() {
    let folder = tempfile::tempdir().unwrap();
    let address = "https://xa.example.vn/tin/ben-do.html";
    let saved = [
        mail(address, "Tue, 05 Mar 2024 01:02:03 GMT"),
        part(
            &format!("{HTML}\r\nContent-Location: {address}"),
            &page("Bến đò mở thêm chuyến", "/anh/ben.png"),
        ),
        part(&format!("{IMAGE}\r\nContent-Location: https://xa.example.vn/anh/ben.png"), PNG),
        part("Content-Type: text/css\r\nContent-Location: cid:css-1@mhtml.blink", "p { color: red }"),
        part(
            &format!("{HTML}\r\nContent-Location: https://xa.example.vn/khung.html"),
            &page("Quảng cáo trong khung", ""),
        ),
        "--ranh--\r\n".to_owned(),
    ]
    .concat();
    write(folder.path(), "ben.mhtml", &saved);
    let found = read(&[folder.path()]);
    assert_eq!(found.titles(), ["Bến đò mở thêm chuyến"], "{:?}", found.said);
    let document = &found.documents[0];
    assert_eq!(document.url.as_deref(), Some(address));
    let provenance = document.provenance.clone().unwrap();
    assert_eq!(provenance.input.as_deref(), Some("ben.mhtml"));
    assert_eq!(provenance.crawled.unwrap().to_string(), "2024-03-05T08:02:03+07:00");
    assert_eq!(found.files.len(), 1, "the picture is there: {:?}", found.said);
    assert!(found.said.iter().all(|(kind, _)| *kind == NoticeKind::Note), "{:?}", found.said);

    // Saved again later, and under another name: the newer is the one that is read.
    let later =
        saved.replace("Tue, 05 Mar 2024", "Wed, 06 Mar 2024").replace("m=E1=BB=9F th=C3=AAm", "b=E1=BB=9Bt");
    write(folder.path(), "sau.mht", &later);
    let found = read(&[folder.path()]);
    assert_eq!(found.titles(), ["Bến đò bớt chuyến"], "{:?}", found.said);
    assert!(found.said.iter().any(|(kind, _)| *kind == NoticeKind::Folded), "{:?}", found.said);
}

#[test]
fn the_page_is_the_part_that_the_mail_names_in_the_letters_that_its_part_names() {
    let folder = tempfile::tempdir().unwrap();
    // Windows-1258, as Internet Explorer saved pages, whose first part is a frame; no address of the web.
    let old = "<html><head><title>B\u{EA}n \u{F0}o</title></head><body><p>".chars().map(|c| c as u8);
    let text = "Xa s\u{FD}a lai b\u{EA}n, dat phao va ao c\u{FD}u sinh, m\u{F5} thêm chuy\u{EA}n. ".repeat(8);
    let old: Vec<u8> = old.chain(text.chars().map(|c| c as u8)).chain(*b"</p></body></html>").collect();
    let encoded = data_of(&old);
    let head = mail("file:///C:/luu/ben.htm", "Tue, 05 Mar 2024 01:02:03 GMT")
        .replace("Snapshot-Content-Location: file:///C:/luu/ben.htm\r\n", "")
        .replace("type=\"text/html\";", "type=\"text/html\"; start=\"<chinh@ie>\";");
    let saved = [
        head,
        part(HTML, &page("Khung", "")),
        part(
            "Content-Type: text/html; charset=\"windows-1258\"\r\nContent-ID: <chinh@ie>\r\n\
             Content-Transfer-Encoding: base64\r\nContent-Location: file:///C:/luu/ben.htm",
            &encoded,
        ),
        "--ranh--\r\n".to_owned(),
    ]
    .concat();
    write(folder.path(), "cu.mht", &saved);
    let found = read(&[folder.path()]);
    assert_eq!(found.titles(), ["Bên đo"], "{:?}", found.said);
    assert_eq!((found.documents[0].url.as_deref(), &*found.documents[0].id), (None, "cu"));
}

#[test]
fn what_is_no_saved_page_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let letter = "MIME-Version: 1.0\nContent-Type: text/plain\nFrom: a@b.vn\n\nChào.\n";
    write(folder.path(), "thu.mht", letter);
    write(folder.path(), "cut.mhtml", &mail("https://xa.example.vn/", "x")[..150]);
    let deep: String =
        (0..400).map(|n| format!("Content-Type: multipart/mixed; boundary={n}\n\n--{n}\n")).collect();
    write(folder.path(), "sau.mht", format!("MIME-Version: 1.0\n{deep}"));
    let found = read(&[folder.path()]);
    assert!(found.documents.is_empty());
    for name in ["thu.mht", "cut.mhtml", "sau.mht"] {
        assert!(found.about(&format!("{name}: ")).contains("save it again"), "{:?}", found.said);
    }
}

#[test]
fn rules_for_a_site_hold_for_pages_of_it_however_they_were_saved() {
    let sentence = "Xã sửa lại bến đò, đặt phao và áo cứu sinh, mở thêm một chuyến buổi tối. ".repeat(6);
    let html = |head: &str, number: u8| {
        format!(
            "{head}<html><head><title>Cổng</title></head><body><h1>Cổng thông tin</h1><h2 class=\"ten\">Tin {number}</h2>\
             <p>{sentence}</p></body></html>"
        )
    };
    let mhtml = |location: &str, number: u8| {
        let text = data_of(html("", number).as_bytes());
        let fields = format!(
            "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\nContent-Location: {location}"
        );
        format!("{}{}--ranh--\r\n", mail(location, "Tue, 05 Mar 2024 01:02:03 GMT"), part(&fields, &text))
    };
    let address = "https://xa.example.vn/tin/";
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "tangthu.toml",
        "[[site]]\nhost = \"xa.example.vn\"\ntitle = \"h2.ten\"\n[[site]]\npath = \"luu/*\"\ntitle = \"h2.ten\"\n",
    );
    write(folder.path(), "1.mhtml", mhtml(&format!("{address}1.html"), 1));
    write(folder.path(), "2.html", html(&format!("<!-- saved from url=(0033){address}2.html -->\n"), 2));
    let noted = format!(
        "<!DOCTYPE html><!--\n Page saved with SingleFile \n url: {address}3.html \n saved date: x\n-->"
    );
    write(folder.path(), "3.html", html(&noted, 3));
    let own = format!("<link rel=\"canonical\" href=\"{address}4.html\">");
    write(folder.path(), "4.html", html("", 4).replace("</head>", &format!("{own}</head>")));
    // Of another site, by the place of its file.
    write(folder.path(), "luu/5.mhtml", mhtml("https://huyen.example.vn/5.html", 5));
    write(folder.path(), "luu/6.mhtml", mhtml("file:///C:/6.html", 6));
    let found = read(&[folder.path()]);
    let mut titles = found.titles();
    titles.sort_unstable();
    assert_eq!(titles, ["Tin 1", "Tin 2", "Tin 3", "Tin 4", "Tin 5", "Tin 6"], "{:?}", found.said);
    let addresses = found.documents.iter().filter(|document| document.url.is_some()).count();
    assert_eq!(addresses, 5);
    assert!(found.said.iter().all(|(_, line)| !line.contains("[[site]]")), "{:?}", found.said);
}

/// The bytes in base64.
fn data_of(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bytes
        .chunks(3)
        .flat_map(|three| {
            let value = three
                .iter()
                .enumerate()
                .fold(0_u32, |sum, (at, byte)| sum | u32::from(*byte) << (16 - 8 * at));
            (0..4).map(move |at| match at <= three.len() {
                true => char::from(LETTERS[(value >> (18 - 6 * at)) as usize & 63]),
                false => '=',
            })
        })
        .collect()
}
