//! ZIP and tar as people hand them over, and as those make them who mean harm.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its files should fail loudly")]

mod common;

use common::{gzip, read, tar, tar_member, write, zip};
use std::{
    io::Write,
    time::{Duration, Instant},
};
use tangthu_ingest::NoticeKind;

const MEMBERS: [(&str, &[u8]); 5] = [
    ("tin/hai.md", "---\ntitle: Hội nghị giao ban\n---\nChữ.".as_bytes()),
    ("tin/một.txt", "Khai giảng năm học mới\nChữ.".as_bytes()),
    ("tangthu.toml", "title = \"Hồ sơ bàn giao\"".as_bytes()),
    ("README.md", "# Không phải tài liệu".as_bytes()),
    (".an/x.txt", "Ẩn\nChữ.".as_bytes()),
];

#[test]
fn a_container_is_read_as_its_folder_would_be() {
    let folder = tempfile::tempdir().unwrap();
    let files = tempfile::tempdir().unwrap();
    for (name, bytes) in MEMBERS {
        write(files.path(), name, bytes);
    }
    let wanted = read(&[files.path()]);
    assert_eq!(wanted.ids(), ["tin/hai", "tin/một"]);
    for (name, bytes) in [
        ("a.zip", zip(&MEMBERS)),
        ("a.tar", tar(&MEMBERS)),
        ("a.tar.gz", gzip(&tar(&MEMBERS))),
        ("khong-duoi", gzip(&tar(&MEMBERS))),
    ] {
        let found = read(&[&write(folder.path(), name, bytes)]);
        assert_eq!((found.ids(), found.titles()), (wanted.ids(), wanted.titles()), "{name}");
        assert_eq!(found.settings.title.as_deref(), Some("Hồ sơ bàn giao"), "{name}");
        let input = found.documents[0].provenance.as_ref().and_then(|from| from.input.clone());
        assert_eq!(input, Some(format!("{name}/tin/hai.md")));
        let hashes = [&found, &wanted].map(|read| read.documents[0].provenance.as_ref().unwrap().sha256);
        assert_eq!(hashes[0], hashes[1]);
        let kinds: Vec<NoticeKind> = found.said.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, [NoticeKind::Note], "{name}: {:?}", found.said);
    }
}

#[test]
fn a_folder_packed_by_its_name_keeps_its_settings_and_its_readme() {
    let folder = tempfile::tempdir().unwrap();
    let members = MEMBERS.map(|(name, bytes)| (format!("kho/{name}"), bytes));
    let members: Vec<(&str, &[u8])> = members.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let found = read(&[&write(folder.path(), "kho.zip", zip(&members))]);
    assert_eq!(found.ids(), ["kho/tin/hai", "kho/tin/một"]);
    assert_eq!(found.settings.title.as_deref(), Some("Hồ sơ bàn giao"));
    found.about("kho.zip/kho/README.md: left out");
    assert_eq!(found.said.len(), 1, "{:?}", found.said);
}

#[test]
fn containers_that_are_not_opened_are_refused_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.7z", b"7z\xBC\xAF\x27\x1C\0\x04");
    write(folder.path(), "b.rar", b"Rar!\x1A\x07\x01\0");
    let found = read(&[folder.path()]);
    assert!(
        found.about("a.7z: ").contains("pack it as ZIP") && found.about("b.rar: ").contains("pack it as ZIP")
    );
}

#[test]
fn a_container_in_a_folder_names_its_files_by_its_place() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "2023/quý-1.zip", zip(&MEMBERS[..2]));
    write(folder.path(), "2024/quý-1.tgz", gzip(&tar(&MEMBERS[..1])));
    let read = read(&[folder.path()]);
    assert_eq!(read.ids(), ["2023/quý-1/tin/hai", "2023/quý-1/tin/một", "2024/quý-1/tin/hai"]);
}

#[test]
fn containers_are_opened_one_inside_another_and_no_further() {
    let folder = tempfile::tempdir().unwrap();
    let inner = zip(&[("a.txt", "Trong cùng\nChữ.".as_bytes())]);
    let middle = gzip(&tar(&[("trong.zip", &inner), ("b.txt", "Ở giữa\nChữ.".as_bytes())]));
    let outer = zip(&[("giua.tgz", &middle), ("c.zip", &inner)]);
    let read = read(&[&write(folder.path(), "ngoai.zip", outer)]);
    assert_eq!(read.titles(), ["Trong cùng", "Ở giữa"]);
    assert!(read.about("ngoai.zip/giua.tgz/trong.zip").contains("container in a container in a container"));
}

#[test]
fn names_that_are_tricks_are_refused_and_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let page = "Tin thường\nChữ.".as_bytes();
    let names =
        ["../../etc/cron.d/x", "/tuyet/doi.txt", "C:\\x.txt", "con/NUL.txt", "aux.txt", "a\\..\\..\\x.txt"];
    let mut members: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, page)).collect();
    members.push(("tin.txt", page));
    let mut with_zero = tar_member("ma.txt", tar::EntryType::Regular, page);
    // A name inside a header of its own may hold any byte.
    let mut long = tar_member("././@LongLink", tar::EntryType::GNULongName, b"a\0b/c.txt");
    long.append(&mut with_zero);
    let link = tar_member("lien-ket.txt", tar::EntryType::Symlink, b"");
    let hard = tar_member("lien-ket-cung.txt", tar::EntryType::Link, b"");
    let device = tar_member("thiet-bi", tar::EntryType::Char, b"");
    let tarred = [long, link, hard, device, tar(&members)].concat();
    let mut zipped = zip::ZipWriter::new_append(std::io::Cursor::new(zip(&members))).unwrap();
    zipped.add_symlink("lien-ket.txt", "/etc/passwd", zip::write::SimpleFileOptions::default()).unwrap();
    let zipped = zipped.finish().unwrap().into_inner();
    for (name, bytes, refused) in [("a.zip", zipped, 7), ("a.tar", tarred, 10)] {
        let read = read(&[&write(folder.path(), name, bytes)]);
        assert!(read.titles().contains(&"Tin thường"));
        assert!(read.ids().iter().all(|id| !id.contains("..") && !id.starts_with('/')), "{:?}", read.ids());
        let skipped = read.said.iter().filter(|(kind, _)| *kind == NoticeKind::Skipped).count();
        assert_eq!(skipped, refused, "{:?}", read.said);
    }
}

#[test]
fn of_two_members_with_one_name_the_last_is_read_and_it_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let twice = tar(&[("a.txt", "Bản cũ\nChữ.".as_bytes()), ("a.txt", "Bản mới\nChữ.".as_bytes())]);
    let found = read(&[&write(folder.path(), "a.tar", twice)]);
    assert_eq!(found.titles(), ["Bản mới"]);
    found.about("a.tar/a.txt: two members");
    // The library writes no such ZIP, so the second name is made equal to the first afterwards.
    let mut bytes = zip(&[("a.txt", "Bản cũ\nChữ.".as_bytes()), ("b.txt", "Bản mới\nChữ.".as_bytes())]);
    for at in 0..bytes.len() - 5 {
        if bytes[at..].starts_with(b"b.txt") {
            bytes[at] = b'a';
        }
    }
    let found = read(&[&write(folder.path(), "a.zip", bytes)]);
    assert_eq!(found.titles(), ["Bản mới"]);
    found.about("a.zip: some members");
}

/// A stream of deflate that inflates to so many megabytes of zeros: a chunk of them, repeated as it is stored.
fn zeros(megabytes: usize) -> Vec<u8> {
    let mut chunk = flate2::Compress::new(flate2::Compression::best(), false);
    let mut block = Vec::with_capacity(1 << 20);
    chunk.compress_vec(&[0; 4 << 20], &mut block, flate2::FlushCompress::Full).unwrap();
    block.repeat(megabytes / 4)
}

#[test]
fn ten_gigabytes_of_zeros_are_refused_in_a_moment() {
    let folder = tempfile::tempdir().unwrap();
    let mut gz = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255];
    gz.extend(zeros(10_000));
    let start = Instant::now();
    for name in ["a.jsonl.gz", "a.md.gz"] {
        let read = read(&[&write(folder.path(), name, &gz)]);
        assert!(read.documents.is_empty() && !read.said.is_empty(), "{name}");
    }
    // The library that writes ZIP would have to deflate them all: here the stream is stored, and its headers then say otherwise.
    for name in ["a.json", "a.txt"] {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(name, options).unwrap();
        zip.write_all(&zeros(3_000)).unwrap();
        let mut bytes = zip.finish().unwrap().into_inner();
        let central = bytes.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
        for (method, length) in [(8, 22), (central + 10, central + 24)] {
            bytes[method] = 8;
            bytes[length..length + 4].copy_from_slice(&(3_000u32 << 20).to_le_bytes());
        }
        let read = read(&[&write(folder.path(), "a.zip", bytes)]);
        assert_eq!(read.documents.len(), 0);
        let said = read.about("a.zip/a.");
        assert!(
            ["200 times", "not a text", "its name says", "64 MB"].iter().any(|reason| said.contains(reason)),
            "{said}"
        );
    }
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[test]
fn an_encrypted_member_is_refused_and_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let page = "Tin thường\nChữ.".as_bytes();
    let mut bytes = zip(&[("kin.txt", page), ("mo.txt", page)]);
    // The first bit of the flags says so, in the member's own head and in the directory.
    let central = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    bytes[6] |= 1;
    bytes[central + 8] |= 1;
    let found = read(&[&write(folder.path(), "a.zip", bytes)]);
    assert_eq!(found.ids(), ["mo"]);
    assert!(found.about("a.zip/kin.txt: ").contains("without a password"));
}

#[test]
fn members_that_lie_over_one_another_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("a.txt", options).unwrap();
    zip.write_all("Một\nChữ.".as_bytes()).unwrap();
    for name in ["b.txt", "c.txt"] {
        zip.shallow_copy_file("a.txt", name).unwrap();
    }
    let read = read(&[&write(folder.path(), "a.zip", zip.finish().unwrap().into_inner())]);
    assert!(read.documents.is_empty());
    assert!(read.about("a.zip: ").contains("over one another"));
}

#[test]
fn containers_that_break_off_or_lie_are_said_to_and_never_stop_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let page = format!("Một tin dài\n{}", "Đoạn văn có chữ nghĩa. ".repeat(200));
    let members: [(&str, &[u8]); 2] = [("a.txt", page.as_bytes()), ("b.txt", page.as_bytes())];
    let whole_tar = tar(&members);
    let cut = read(&[&write(folder.path(), "a.tar", &whole_tar[..whole_tar.len() - 3_000])]);
    assert_eq!(cut.ids(), ["a"]);
    cut.about("a.tar/b.txt: the container ends before the file does");
    let whole_zip = zip(&members);
    let cut = read(&[&write(folder.path(), "a.zip", &whole_zip[..whole_zip.len() - 30])]);
    assert!(cut.documents.is_empty());
    cut.about("a.zip: its directory cannot be read");
    // One letter of a stored member changed: the checksum tells.
    let mut stored = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    stored.start_file("a.txt", options).unwrap();
    stored.write_all(page.as_bytes()).unwrap();
    let mut stored = stored.finish().unwrap().into_inner();
    stored[100] ^= 1;
    let broken = read(&[&write(folder.path(), "b.zip", stored)]);
    assert!(broken.documents.is_empty());
    assert!(broken.about("b.zip/a.txt: ").contains("checksum"));
    // Every cut of either is read without a panic.
    for (name, whole) in [("x.zip", &whole_zip), ("x.tar", &whole_tar), ("x.tgz", &gzip(&whole_tar))] {
        for end in (0..whole.len()).step_by(397) {
            let read = read(&[&write(folder.path(), name, &whole[..end])]);
            assert!(read.documents.len() < 2 || name != "x.zip", "{name} {end}");
        }
    }
}

#[test]
fn a_name_of_a_gigabyte_is_not_held_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let long = vec![b'a'; 8 << 20];
    let bytes = [
        tar_member("tin.txt", tar::EntryType::Regular, "Tin\nChữ.".as_bytes()),
        tar_member("././@LongLink", tar::EntryType::GNULongName, &long),
        tar(&[("b.txt", b"x")]),
    ]
    .concat();
    let read = read(&[&write(folder.path(), "a.tar", bytes)]);
    assert_eq!(read.titles(), ["Tin"]);
    assert!(read.about("a.tar: ").contains("longer than any that are sane"));
}

#[test]
fn the_fields_that_a_container_names_hold_inside_it_alone() {
    let folder = tempfile::tempdir().unwrap();
    let settings = "[fields.\"bang/*.csv\"]\ntitle = \"TenVB\"".as_bytes();
    let rows = "TenVB,Noi dung\nKế hoạch chỉnh trang đô thị,Chữ.\n".as_bytes();
    write(folder.path(), "a.zip", zip(&[("tangthu.toml", settings), ("bang/a.csv", rows)]));
    write(folder.path(), "bang/b.csv", rows);
    let read = read(&[folder.path()]);
    assert!(read.titles().contains(&"Kế hoạch chỉnh trang đô thị"), "{:?}", read.titles());
    assert!(
        !read.said.iter().any(|(_, line)| line.starts_with("a.zip") && line.contains("title")),
        "{:?}",
        read.said
    );
    assert!(read.said.iter().any(|(_, line)| line.starts_with("bang/b.csv")), "{:?}", read.said);
}

/// A ZIP file of stored members whose names are any bytes, as archivers before Unicode wrote them.
fn old_zip(members: &[(&[u8], &[u8])]) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in members {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let length = u32::try_from(bytes.len()).unwrap();
        let mut common = Vec::new();
        for number in [0u16, 0, 0, 0x5821] {
            common.extend(number.to_le_bytes());
        }
        for number in [crc.sum(), length, length] {
            common.extend(number.to_le_bytes());
        }
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        directory.extend(b"PK\x01\x02\x14\0\x14\0".iter().chain(&common));
        directory.extend([0; 10]);
        directory.extend(u32::try_from(zip.len()).unwrap().to_le_bytes());
        directory.extend(*name);
        zip.extend(b"PK\x03\x04\x14\0".iter().chain(&common).chain(*name).chain(*bytes));
    }
    let (count, at) = (u16::try_from(members.len()).unwrap(), u32::try_from(zip.len()).unwrap());
    zip.extend(&directory);
    zip.extend(b"PK\x05\x06\0\0\0\0".iter().copied().chain(count.to_le_bytes()).chain(count.to_le_bytes()));
    zip.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    zip.extend(at.to_le_bytes());
    zip.extend([0, 0]);
    zip
}

#[test]
fn names_in_old_encodings_are_read_and_it_is_said_that_they_were_guessed() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two): (&[u8], &[u8]) = ("Một\nChữ.".as_bytes(), "Hai\nLời.".as_bytes());
    for (names, wanted, encoding) in [
        (
            [b"v\xE3n ba\xD2n/Ba\xECo ca\xECo.txt".as_slice(), b"v\xE3n ba\xD2n/K\xEA\xEC hoa\xF2ch.txt"],
            ["văn bản/Báo cáo", "văn bản/Kế hoạch"],
            "windows-1258",
        ),
        (
            [b"v\xA8n b\xB6n/B\xB8o c\xB8o.txt", b"v\xA8n b\xB6n/K\xD5 ho\xB9ch.txt"],
            ["văn bản/Báo cáo", "văn bản/Kế hoạch"],
            "TCVN3",
        ),
        ([b"caf\x82.txt", b"M\x81ller.txt"], ["café", "Müller"], "CP437"),
        (
            [b"caf\xE9 cr\xE8me.txt", b"\xE9t\xE9 \xE0 Hu\xE9.txt"],
            ["café crème", "été à Hué"],
            "windows-1252",
        ),
    ] {
        let file = write(folder.path(), "cu.zip", old_zip(&[(names[0], one), (names[1], two)]));
        let found = read(&[&file]);
        let mut ids = found.ids();
        ids.sort_unstable();
        let mut wanted = wanted.to_vec();
        wanted.sort_unstable();
        assert_eq!(ids, wanted, "{:?}", found.said);
        let said = found.about("cu.zip: ");
        assert!(said.contains(encoding) && said.contains("names in it are not UTF-8"), "{said}");
    }
}
