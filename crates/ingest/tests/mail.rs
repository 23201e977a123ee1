//! Mail, one message a file (`.eml`) and many (`.mbox`), through the public door.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its files should fail loudly")]

mod common;

use common::{Read, read, read_with, write, zip};
use std::path::Path;
use tangthu_archive::Block;
use tangthu_ingest::{NoticeKind, Options};

/// A picture of one point.
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const FROM: &str = "From - Tue Mar 28 14:04:00 2023\n";

fn head(subject: &str, id: &str) -> String {
    format!(
        "Received: by mx.example.vn;\r\n\tTue, 28 Mar 2023 14:04:05 +0700\r\nMessage-ID: <{id}@example.vn>\r\n\
         From: =?UTF-8?Q?L=C3=AA_V=C4=83n_T=C3=A1m?= <tam@example.vn>\r\nTo: b@example.vn\r\nSubject: {subject}\r\n\
         Date: Tue, 28 Mar 2023 14:04:00 +0700\r\nMIME-Version: 1.0\r\n"
    )
}

fn plain(subject: &str, id: &str, text: &str) -> String {
    format!(
        "{}Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n",
        head(subject, id)
    )
}

fn docx() -> Vec<u8> {
    let word = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r>\
        <w:t>Kế hoạch nạo vét kênh mương đầu xuân</w:t></w:r></w:p></w:body></w:document>";
    zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", word.as_bytes())])
}

fn base64(bytes: &[u8]) -> String {
    data_encoding::BASE64.encode(bytes)
}

fn texts(found: &Read, at: usize) -> Vec<&str> {
    found.documents[at].body.iter().flat_map(Block::texts).collect()
}

fn read_one(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> Read {
    let path = write(folder, name, bytes);
    read(&[&path])
}

#[test]
fn a_message_is_a_document_and_a_document_that_is_attached_is_one_too() {
    let folder = tempfile::tempdir().unwrap();
    let message = format!(
        "{}Content-Type: multipart/mixed; boundary=\"ngoai\"\r\n\r\nxem trong phần mềm thư\r\n--ngoai\r\n\
         Content-Type: multipart/related; boundary=trong\r\n\r\n--trong\r\nContent-Type: multipart/alternative; boundary=hai\r\n\r\n\
         --hai\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBản chữ thường\r\n\
         --hai\r\nContent-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         <html><head><title>x</title><style>p {{ color: red }}</style></head><body><p>K=C3=ADnh g=E1=BB=ADi b=C3=A0 con,</p>\
         <p>X=C3=A3 h=E1=BB=8Dp l=C3=BAc 7 gi=E1=BB=9D.</p><img src=3D\"cid:anh1\" alt=3D\"B=E1=BA=BFn\"><img src=3D\"https://example.vn/dau.gif\"></body></html>\r\n\
         --hai--\r\n--trong\r\nContent-Type: image/png; name=ben.png\r\nContent-ID: <anh1>\r\nContent-Transfer-Encoding: base64\r\n\r\n{PNG}\r\n--trong--\r\n\
         --ngoai\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch.docx\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}\r\n\
         --ngoai\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"../../etc/so: 1.bin\"\r\n\r\nabc\r\n--ngoai--\r\n",
        head(
            "=?UTF-8?B?TOG7i2NoIGjhu41w?=\r\n =?UTF-8?Q?_th=C3=A1ng_tư?=".replace('ư', "=C6=B0").as_str(),
            "1"
        ),
        base64(&docx())
    );
    write(folder.path(), "thu/moi-hop.eml", message);
    let found = read_with(&[folder.path()], &Options { keep_sources: true, ..Options::default() });
    assert_eq!(found.documents.len(), 2, "{:?}", found.said);
    let mail = &found.documents[0];
    assert_eq!((&*mail.title, &*mail.id), ("Lịch họp tháng tư", "thu/moi-hop"));
    assert_eq!(mail.authors, ["Lê Văn Tám"]);
    assert_eq!(mail.published.unwrap().to_string(), "2023-03-28T14:04:00+07:00");
    assert!(texts(&found, 0).starts_with(&["Kính gửi bà con,", "Xã họp lúc 7 giờ."]), "{mail:?}");
    assert!(!format!("{:?}", mail.body).contains("dau.gif"), "{mail:?}");
    let image = mail.body.iter().find_map(|block| match block {
        Block::Figure { image, .. } => image.clone(),
        _ => None,
    });
    let names: Vec<&str> = mail.attachments.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["ben.png", "Kế hoạch.docx", "so- 1.bin", "moi-hop.eml"], "{:?}", found.said);
    assert_eq!(image.as_deref(), Some("ben.png"));
    assert!(mail.attachments.iter().all(|file| file.sha256.is_some()), "{mail:?}");
    let attached = &found.documents[1];
    assert_eq!(&*attached.id, "thu/moi-hop/Kế hoạch");
    assert_eq!(attached.attachments[0].sha256, mail.attachments[1].sha256);
    assert_eq!(found.files.len(), 4);
}

#[test]
fn text_that_was_broken_by_mail_is_made_whole_and_what_it_quotes_is_a_quote() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Xã sửa lại bến đò, đặt phao \r\nvà áo cứu sinh.\r\n\r\n> Bao giờ xong?\r\n> Hỏi lại.\r\n\r\nTháng tư.";
    let mail = plain("Bến đò", "1", text).replace("charset=utf-8", "charset=utf-8; format=flowed");
    let found = read_one(folder.path(), "khong-duoi", mail);
    assert_eq!(found.titles(), ["Bến đò"], "{:?}", found.said);
    assert_eq!(
        texts(&found, 0),
        ["Xã sửa lại bến đò, đặt phao và áo cứu sinh.", "Bao giờ xong?", "Hỏi lại.", "Tháng tư."]
    );
    assert!(matches!(found.documents[0].body[1], Block::Quote { .. }));
}

#[test]
fn letters_of_the_nineties_are_repaired() {
    let folder = tempfile::tempdir().unwrap();
    // TCVN3, which programs took for the letters of the West.
    let tcvn = |text: &str| text.chars().map(|c| c as u8).collect::<Vec<u8>>();
    let body = tcvn("Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp Tù do H¹nh phóc.");
    let subject = tcvn("Th«ng b¸o häp d©n phè");
    let mail = [
        head("CHU DE", "1").as_bytes(),
        b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        base64(&body).as_bytes(),
        b"\r\n",
    ]
    .concat();
    let at = mail.windows(6).position(|part| part == b"CHU DE").unwrap();
    let mail = [&mail[..at], &subject, &mail[at + 6..]].concat();
    let found = read_one(folder.path(), "a.eml", mail);
    assert_eq!(texts(&found, 0), ["Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập Tự do Hạnh phúc."]);
    assert_eq!(found.titles(), ["Thông báo họp dân phố"]);
    assert!(found.about("a.eml: ").contains("TCVN3"), "{:?}", found.said);
}

#[test]
fn a_mailbox_is_many_messages_and_a_bad_one_costs_itself_alone() {
    let folder = tempfile::tempdir().unwrap();
    let sealed = format!(
        "{}Content-Type: multipart/encrypted; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n",
        head("Kín", "2")
    );
    let empty = format!("{}Content-Type: text/plain\r\n\r\n", head("Rỗng", "3"));
    let text = [
        plain("Thư một", "1", "Chào.\r\n\r\n>From xa đến gần."),
        sealed,
        empty,
        plain("Thư hai", "4", "Chào lần nữa."),
        plain("Thư một", "1", "Chào.\r\n\r\n>From xa đến gần."),
        format!(
            "{}Content-Type: application/msword; name=a.docx\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
            head("Có tệp", "5"),
            base64(&docx())
        ),
    ]
    .map(|message| format!("{FROM}{message}\r\n"))
    .concat();
    write(folder.path(), "hop-thu.mbox", &text);
    let found = read(&[folder.path()]);
    assert_eq!(found.titles()[..3], ["Thư một", "Thư hai", "Có tệp"], "{:?}", found.said);
    assert_eq!(found.documents.len(), 4, "{:?}", found.titles());
    assert_eq!(texts(&found, 0), ["Chào.", "From xa đến gần."]);
    let said = |kind: NoticeKind| {
        found.said.iter().filter(|(of, _)| *of == kind).map(|(_, line)| line.as_str()).collect::<Vec<_>>()
    };
    assert!(
        said(NoticeKind::Skipped)[0].contains("hop-thu.mbox:")
            && said(NoticeKind::Skipped)[0].contains("encrypted")
    );
    assert!(said(NoticeKind::Skipped)[1].contains("neither a text nor a file"), "{:?}", found.said);
    assert_eq!(said(NoticeKind::Folded).len(), 1);
    // What is thrown away does not change what the others are called.
    let ids: Vec<String> = found.ids().into_iter().map(str::to_owned).collect();
    let rest = &text[text.rfind(FROM).unwrap()..];
    let found = read_one(folder.path(), "hop-thu.mbox", rest);
    assert_eq!(found.ids(), ids[2..]);
}

#[test]
fn what_is_only_called_mail_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "hong.eml", "xin chào");
    write(folder.path(), "hong.mbox", "xin chào");
    // A text that begins with a word of mail is a text.
    write(folder.path(), "ghi.txt", "From: nơi này\n\nGửi các bạn.\n");
    let found = read(&[folder.path()]);
    assert_eq!(found.documents.len(), 1, "{:?}", found.said);
    for name in ["hong.eml", "hong.mbox"] {
        assert!(found.about(&format!("{name}: ")).contains("its name says mail"), "{:?}", found.said);
    }
}

#[test]
fn a_message_in_a_message_is_read_and_a_chain_of_them_ends() {
    let folder = tempfile::tempdir().unwrap();
    let mut message = plain("Thư 0", "0", "Chào.");
    for number in 1..6 {
        message = format!(
            "{}Content-Type: multipart/mixed; boundary=b{number}\r\n\r\n--b{number}\r\nContent-Type: message/rfc822\r\n\r\n{message}\r\n--b{number}--\r\n",
            head(&format!("Thư {number}"), &number.to_string())
        );
    }
    let found = read_one(folder.path(), "a.eml", message);
    assert_eq!(found.titles(), ["Thư 5", "Thư 4", "Thư 3"], "{:?}", found.said);
    assert!(found.said.iter().any(|(kind, line)| *kind == NoticeKind::Warning && line.contains("not read")));
}

#[test]
fn no_attachment_takes_the_name_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let part = |name: &str, text: &str| {
        format!(
            "--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\n{text}\r\n"
        )
    };
    // The third would be called as the second is.
    let parts = [("a.txt", "một"), ("3-a.txt", "hai"), ("a.txt", "ba"), ("A.txt", "bốn")];
    let parts: String = parts.iter().map(|(name, text)| part(name, text)).collect();
    let message = format!(
        "{}Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nKính gửi\r\n{parts}--x--\r\n",
        head("Gửi tệp", "2")
    );
    let found = read_one(folder.path(), "thu.eml", message);
    let files: Vec<_> = found.documents[0].attachments.iter().map(|file| file.name.to_lowercase()).collect();
    let different: std::collections::BTreeSet<_> = files.iter().collect();
    assert_eq!((files.len(), different.len()), (4, 4), "{files:?}");
}
