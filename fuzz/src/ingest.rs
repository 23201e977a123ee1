//! Input files: each is read as a file of one of the formats, whatever is in it; documents and notices come of it, and nothing else.
//!
//! Files are read from a folder as the command reads them, for there is no other door. The first byte of the input says what the
//! file is called; what it is, ingest tells by its content.

use crate::{ALLOCATOR, TEXTS};
use std::{io::Write, path::PathBuf, sync::OnceLock};
use tangthu_ingest::{Item, Options, ingest};

/// The names that a file may have.
const NAMES: [&str; 19] = [
    "a.html", "a.jsonl", "a.json", "a.csv", "a.tsv", "a.xml", "a.rss", "a.docx", "a.pdf", "a.md", "a.txt",
    "a.zip", "a.tar", "a.warc", "a.wacz", "a.gz", "a.mhtml", "a.eml", "a.mbox",
];

/// What reading may have allocated at any time: an input of some kilobytes may open to the longest page that is read whole, and
/// that is held as bytes and as a tree of it.
const MAX_MEMORY: usize = 768 << 20;

/// Most documents that an input of some kilobytes can hold: each takes a byte and its separator at the least.
const MAX_ITEMS: usize = 1 << 16;

/// A page, a feed, a table … as people write them.
const FILES: [(usize, &str); 15] = [
    (
        0,
        "<!doctype html><html lang=vi><head><title>Tin</title><meta property=article:published_time content=2023-03-28></head><body><article><h1>Quận ủy họp</h1><p>Sáng 28/3, Quận ủy bàn Chương trình số 01-CTr/QU về cải cách hành chính.<table><tr><th>a<td>1</table><img src=a.png></article></body></html>",
    ),
    (
        1,
        "{\"id\":\"a\",\"title\":\"Tin\",\"date\":\"2023-03-28\",\"body\":\"Một. Hai.\",\"attachments\":[\"a.pdf\"]}\n{\"id\":1,\"tieu_de\":\"Hai\",\"noi_dung\":[\"x\"]}\n",
    ),
    (
        2,
        "{\"title\":\"Kho\",\"documents\":[{\"id\":\"a\",\"title\":\"Tin\",\"body\":[{\"type\":\"paragraph\",\"text\":\"x\"}]}]}",
    ),
    (3, "id,title,date,body\r\n1,\"Tin, \"\"một\"\"\",28/03/2023,\"dòng\nhai\"\r\n"),
    (4, "id\ttitle\tbody\n1\tTin\tThân\n"),
    (
        5,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>t</title><entry><id>1</id><title>Tin</title><updated>2023-03-28T14:04:00+07:00</updated><content type=\"html\">&lt;p&gt;Thân&lt;/p&gt;</content></entry></feed>",
    ),
    (
        6,
        "<rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>t</title><item><title>Tin</title><pubDate>Tue, 28 Mar 2023 14:04:00 +0700</pubDate><content:encoded><![CDATA[<p>Thân</p>]]></content:encoded><wp:status>publish</wp:status></item></channel></rss>",
    ),
    (
        9,
        "---\ntitle: Tin\ndate: 2023-03-28\ntags: [a, b]\n---\n# Đầu\n\n- một\n- hai\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> trích\n",
    ),
    (
        10,
        "ỦY BAN NHÂN DÂN\nQUẬN LONG BIÊN\nSố: 104/KH-UBND\n\nKẾ HOẠCH\nVề cải cách hành chính\n\nĐiều 1. Nội dung.\n",
    ),
    (
        13,
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.vn/tin\r\nWARC-Date: 2023-03-28T07:04:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: 93\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><title>Tin</title><p>Quận ủy họp bàn.</html>\r\n\r\n",
    ),
    (
        8,
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 144]/Contents 4 0 R>>endobj\n4 0 obj<</Length 44>>stream\nBT /F1 24 Tf 10 100 Td (Quan uy hop) Tj ET\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    ),
    (15, "\u{1f}\u{8b}"),
    (
        16,
        "From: a\r\nSnapshot-Content-Location: http://a.vn/tin\r\nDate: Tue, 28 Mar 2023 07:04:00 GMT\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: http://a.vn/tin\r\n\r\n<html><title>Tin</title><p>Qu=E1=BA=ADn =E1=BB=A7y h=E1=BB=8Dp b=C3=A0n<img src=3D\"a.png\">.</html>\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: http://a.vn/a.png\r\n\r\niVBORw0KGgo=\r\n--b--\r\n",
    ),
    (
        17,
        "From: =?utf-8?Q?T=C3=A1m?= <a@b.vn>\r\nDate: Tue, 28 Mar 2023 14:04:00 +0700\r\nSubject: =?utf-8?B?VGlu?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/plain; format=flowed\r\n\r\nQuan \r\nuy\r\n> hop\r\n--c\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Qu=E1=BA=ADn<img src=3D\"cid:1\">\r\n--c--\r\n--b\r\nContent-Type: image/png; name=a.png\r\nContent-ID: <1>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a\r\nDate: x\r\nSubject: y\r\n\r\nz\r\n--b--\r\n",
    ),
    (
        18,
        "From a@b Tue Mar 28 14:04:00 2023\nMessage-ID: <1@b>\nFrom: a@b.vn\nDate: Tue, 28 Mar 2023 14:04:00 +0700\nSubject: Tin\n\nM\u{1ed9}t\n>From hai\n\nFrom - Tue Mar 28 14:05:00 2023\nFrom: c\nDate: x\nSubject: Ba\n\nBa\n",
    ),
];

/// The folder in which the file of each run lies: in memory, where the system has such a place.
fn folder() -> &'static PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let shared = PathBuf::from("/dev/shm");
        let base = if shared.is_dir() { shared } else { std::env::temp_dir() };
        let folder = base.join(format!("tangthu-fuzz-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the inputs");
        folder
    })
}

/// A ZIP of these members, not compressed, so that what is in it can be reached by changing bytes.
fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in members {
        zip.start_file(*name, options).expect("a new member");
        zip.write_all(bytes).expect("memory");
    }
    zip.finish().expect("a directory").into_inner()
}

/// The first inputs.
pub fn seeds() -> Vec<Vec<u8>> {
    let named = |name: usize, bytes: &[u8]| [&[name as u8], bytes].concat();
    let mut seeds: Vec<Vec<u8>> = FILES.iter().map(|(name, text)| named(*name, text.as_bytes())).collect();
    let page = FILES[0].1.as_bytes();
    let word = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr>\
        <w:r><w:t>Kế hoạch</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>";
    seeds.push(named(
        7,
        &zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", word.as_bytes())]),
    ));
    seeds
        .push(named(11, &zip(&[("a/b.html", page), ("../c.txt", b"x"), ("d.jsonl", FILES[1].1.as_bytes())])));
    seeds.push(named(14, &zip(&[("datapackage.json", b"{}"), ("archive/data.warc", FILES[9].1.as_bytes())])));
    let mut tar = vec![0; 512];
    tar[..6].copy_from_slice(b"a.html");
    tar[100..107].copy_from_slice(b"0000644");
    tar[124..135].copy_from_slice(format!("{:011o}", page.len()).as_bytes());
    tar[156] = b'0';
    tar[257..265].copy_from_slice(b"ustar\x0000");
    tar[148..156].fill(b' ');
    let sum: u32 = tar.iter().map(|byte| u32::from(*byte)).sum();
    tar[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    tar.extend_from_slice(page);
    tar.resize(tar.len().next_multiple_of(512) + 1_024, 0);
    seeds.push(named(12, &tar));
    seeds.extend(TEXTS.iter().map(|text| named(10, text.as_bytes())));
    seeds
}

/// Reads the input as a file.
pub fn check(data: &[u8]) {
    let Some((first, bytes)) = data.split_first() else { return };
    let _ = ALLOCATOR.set_limit(MAX_MEMORY);
    let path = folder().join(NAMES[usize::from(*first) % NAMES.len()]);
    std::fs::write(&path, bytes).expect("the file of the input");
    let options = Options { aside: Some(folder().clone()), ..Options::default() };
    let mut items = 0;
    let read = ingest(std::slice::from_ref(&path), &options, &mut |item| {
        items += 1;
        assert!(items <= MAX_ITEMS, "{items} things of {} bytes", bytes.len());
        match item {
            Item::Document(document, _) => {
                assert!(!document.id.is_empty(), "a document without a name");
                // What is stored must be read back; floats and odd characters included.
                let stored = serde_json::to_vec(&*document).expect("a document can be written");
                serde_json::from_slice::<tangthu_archive::Document>(&stored).expect("and read");
            }
            Item::File(file) => assert!(
                file.path.starts_with("files/") && !file.path.contains(".."),
                "a file would lie at {}",
                file.path
            ),
            Item::Notice(notice) => assert!(!notice.to_string().is_empty()),
        }
    });
    assert!(read.is_ok(), "the file is there");
    std::fs::remove_file(&path).expect("the file of the input");
}
