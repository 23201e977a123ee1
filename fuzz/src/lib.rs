//! What the fuzz targets do with their input; `targets/` only hands it over.
//!
//! Each module here reads what others wrote (a query, a text, an archive) and states what must hold whatever they wrote:
//! no panic, no endless loop, no memory beyond a limit, and what the crates promise in their docs. Which input to try is left to libFuzzer, which
//! keeps what reaches new code; the limits of time stand in `cargo xtask fuzz`.

use std::alloc::System;

// The module of the page that it takes in has tests of its own, which run where it stands.
#[cfg(not(test))]
pub mod address;
mod archive;
pub mod ingest;
pub mod numbers;
pub mod one_file;
pub mod query;
pub mod segment;
pub mod words;

/// The most that a target may have allocated at any time, in bytes. The sample archives and an answer take a few megabytes,
/// and the inputs are small; an allocation past this takes its size from the input without checking it.
const MAX_MEMORY: usize = 48 << 20;

#[global_allocator]
static ALLOCATOR: cap::Cap<System> = cap::Cap::new(System, MAX_MEMORY);

/// The variable that names a folder into which a target writes the inputs it begins with.
const SEEDS: &str = "TANGTHU_SEEDS";

/// Writes a target's first inputs where [`SEEDS`] says. libFuzzer calls it before it reads its folders of inputs. The inputs are
/// made anew, not kept in files, because they follow the format of the index.
pub fn plant(seeds: fn() -> Vec<Vec<u8>>) {
    let Some(folder) = std::env::var_os(SEEDS).map(std::path::PathBuf::from) else { return };
    for (at, seed) in seeds().into_iter().enumerate() {
        let file = folder.join(format!("seed-{at:03}"));
        std::fs::write(&file, seed).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }
}

/// The input as text; what is no UTF-8 becomes what a browser makes of it.
fn text(data: &[u8]) -> String {
    String::from_utf8_lossy(data).into_owned()
}

/// Texts of which seeds are made: words, numbers and marks as people write them, and as they should not.
const TEXTS: [&str; 12] = [
    "Quận ủy Long Biên họp sáng 24/10/2022, bàn 3,2 tỷ đồng cho 1.126 lượt người",
    "theo 01-CTr/QU và 11 - ĐA/TU; số 01, 02 và 03-CTr/QU; 15/2024/QĐ-UBND, 45/2019/QH14, 1234/UBND-VX",
    "01 ctr qu 104  KH qu qd-ubnd 30a/2008/NQ-CP 178-CP 91/TTg 12/2015/TTLT-BTC-BKHCN",
    "giá \"quận uỷ\" -vàng -\"đất nền\" OR (bạc HOẶC -(lậu OR \"chợ đen\"))",
    "số:01-CTr/QU -mục:\"Tin tức / Quận\" từ:3/2020 đến:28/03/2023 năm:2021 tiêu đề:vàng nguồn:Báo loại:Chương",
    "title:gold section:News year:2022 month:2022-10 -source:Paper kind:Plan lang:en number:01-ctr/qu",
    "quaanj uyr tieng1 vie65t Vieejt hoaf khoer uyf thuys qúy gía UBND HĐND TTHC kỹ kĩ lý lí",
    "qua\u{302}\u{323}n u\u{309}\u{200B}y quy\u{200B}ê\u{301}t Ðảng ǎn \u{FEFF}ế\u{AD}t İ ẞ ﬁ",
    "河內 Hà Nội か\u{3099}く हिन्दी ภาษาไทย 한국어 Ελλάδα Россия العربية 👨\u{200D}👩\u{200D}👧",
    "l'été Ea H’leo H\u{2BC}leo 24\u{200B}/\u{200B}10 3\u{AD},2 24.10.2022 1/2/3/4 ٣٤ ½ ²",
    "đường đương duong đuong dương thúy thuý toàn khuỷu ngoéo thuở gì gìn quốc",
    "AAAA-BBBB_CCCC%20&amp;<b>x</b> https://a.vn/?q=1#2 a@b.vn 0xFF −5 – 7 — …",
];
