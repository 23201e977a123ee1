//! Old encodings and back again over the whole alphabet, what must not be touched, and bytes of every kind.

use super::*;

/// Every letter of Vietnamese beyond ASCII, small ones first.
const SMALL: &str = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ";

const PAGE: &str = "Đảng bộ và nhân dân phường Ngọc Lâm, quận Long Biên quyết tâm xây dựng đô thị văn minh, hiện đại. \
    UBND phường đề nghị các tổ dân phố tiếp tục giữ gìn vệ sinh môi trường, trật tự xây dựng; thưởng những hộ gương mẫu.";

fn table(text: &'static str) -> impl Iterator<Item = (&'static str, char)> {
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|row| row.split_once('\t').unwrap()).map(|(code, letter)| (code, letter.chars().next().unwrap()))
}

fn single_byte(text: &str, rows: &'static str) -> Vec<u8> {
    text.chars()
        .map(|c| {
            // A capital with a tone that has no byte is the small one, which another font draws large.
            let small = c.to_lowercase().next().unwrap();
            table(rows)
                .find(|(_, letter)| *letter == c)
                .or_else(|| table(rows).find(|(_, letter)| *letter == small))
                .ok_or(c)
        })
        .map(|found| match found {
            Ok((code, _)) => u8::from_str_radix(code, 16).unwrap(),
            Err(c) => u8::try_from(c).unwrap_or_else(|_| panic!("{c} has no byte")),
        })
        .collect()
}

fn tcvn3(text: &str) -> Vec<u8> {
    single_byte(text, include_str!("../../data/encodings/tcvn3.tsv"))
}

fn viscii(text: &str) -> Vec<u8> {
    single_byte(text, include_str!("../../data/encodings/viscii.tsv"))
}

/// As the letters of the West that its bytes look like.
fn vni(text: &str) -> String {
    let rows = include_str!("../../data/encodings/vni.tsv");
    let sign = |c: char| {
        table(rows)
            .find(|(_, letter)| *letter == c)
            .map_or_else(|| c.to_string(), |(code, _)| code.to_owned())
    };
    text.chars().map(sign).collect()
}

fn windows_1258(text: &str) -> Vec<u8> {
    // Base letters with their shape, then the tone as a mark of its own.
    let mut bytes = Vec::new();
    for c in text.chars() {
        let composed = c.to_string();
        let tone = [
            ('\u{300}', 0xCC_u8),
            ('\u{309}', 0xD2),
            ('\u{303}', 0xDE),
            ('\u{301}', 0xEC),
            ('\u{323}', 0xF2),
        ]
        .into_iter()
        .find_map(|(mark, byte)| {
            let base = ('a'..='z').chain('A'..='Z').chain("ăâđêôơưĂÂĐÊÔƠƯ".chars());
            base.into_iter()
                .find(|base| tangthu_text::clean(&format!("{base}{mark}")) == composed)
                .map(|base| (base, byte))
        });
        let (base, tone) = tone.map_or((c, None), |(base, byte)| (base, Some(byte)));
        bytes.extend(WINDOWS_1258.encode(&base.to_string()).0.iter());
        bytes.extend(tone);
    }
    bytes
}

/// The alphabet where it makes syllables: each vowel and đ in a word that is built right.
fn words(capitals: bool) -> String {
    let word = |c: char| match c {
        'đ' => "đa".to_owned(),
        // ă and â do not end a syllable.
        c if "ăằắẳẵặâầấẩẫậ".contains(c) => format!("t{c}n"),
        c => format!("t{c}"),
    };
    let all: Vec<String> = SMALL.chars().map(word).collect();
    let all = all.join(" ");
    if capitals { all.to_uppercase() } else { all }
}

#[test]
fn every_letter_comes_back_from_every_old_encoding() {
    for text in [words(false), PAGE.to_owned(), words(true), format!("{PAGE}\n{}", words(true))] {
        for (name, bytes) in [
            ("TCVN3", tcvn3(&text)),
            ("VNI", WINDOWS_1252.encode(&vni(&text)).0.into_owned()),
            ("VISCII", viscii(&text)),
            ("windows-1258", windows_1258(&text)),
        ] {
            let decoded = decode(&bytes);
            assert_eq!(tangthu_text::clean(&decoded.text), text, "{name}: {:?}", decoded.warning);
            assert!(
                decoded.warning.as_deref().is_some_and(|said| said.contains(name)),
                "{name}: {:?}",
                decoded.warning
            );
        }
    }
}

#[test]
fn what_was_declared_as_the_wests_is_looked_at_all_the_same() {
    for label in ["windows-1252", "iso-8859-1", "utf-8", "x-user-defined"] {
        assert_eq!(decode_as(&tcvn3(PAGE), Some(label)).text, PAGE, "{label}");
    }
    assert_eq!(decode_as(&viscii("Đường"), Some("VISCII")).text, "Đường");
    let declared = decode_as(&windows_1258(PAGE), Some("windows-1258"));
    assert_eq!((tangthu_text::clean(&declared.text).as_str(), declared.warning), (PAGE, None));
}

#[test]
fn text_for_fonts_that_was_turned_into_utf8_is_repaired() {
    let of_bytes = |bytes: &[u8]| bytes.iter().map(|&byte| char::from(byte)).collect::<String>();
    for (name, text) in [("TCVN3", of_bytes(&tcvn3(PAGE))), ("VNI", vni(PAGE))] {
        let decoded = decode(text.as_bytes());
        assert_eq!(decoded.text, PAGE);
        assert!(decoded.warning.unwrap().contains(name));
    }
    // Entities stand for the same letters, and a line that is fine stays as it is.
    let entities: String = of_bytes(&tcvn3(PAGE))
        .chars()
        .map(|c| if c.is_ascii() { c.to_string() } else { format!("&#{};", c as u32) })
        .collect();
    let page = format!("<p>{entities}</p><p>Trang này có phần mới &amp; phần cũ</p>");
    let right = format!("<p>{PAGE}</p><p>Trang này có phần mới &amp; phần cũ</p>");
    assert_eq!(decode(page.as_bytes()).text, right);
}

#[test]
fn capitals_that_a_font_of_its_own_drew_become_capitals() {
    // "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" with small letters under the font .VnTimeH.
    let text = "CéNG HßA X\u{b7} HéI CHñ NGHÜA VIÖT NAM";
    assert_eq!(decode(text.as_bytes()).text, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
}

#[test]
fn text_that_is_fine_is_not_touched() {
    for text in [
        PAGE,
        "Cá, tôm và cua ở chợ",
        "Toán, lý, hoá; quý vị hãy đến",
        "Le château où naquit l'aïeul était fermé à l'été, dès le début de l'année",
        "Fußgängerübergänge für größere Straßen sind schön",
        "Ação não é informação; coração, João, São Paulo",
        "§ 5 và ¶ 7: ©2020, ®, 5 µm",
        "日本語 中文 한국어 Русский",
        "à á ã è é ê ì í ò ó ô õ ù ú ý",
    ] {
        assert_eq!(decode(text.as_bytes()), Decoded { text: text.to_owned(), warning: None });
    }
}

#[test]
fn other_languages_are_read_as_declared_or_as_they_look() {
    let russian = "Привет, это обычный русский текст, и его легко узнать.";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
    assert_eq!(decode_as(&bytes, Some("windows-1251")), Decoded { text: russian.to_owned(), warning: None });
    assert_eq!(decode(&bytes).text, russian);
    let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode("日本語のページです");
    assert_eq!(decode_as(&bytes, Some("shift_jis")).text, "日本語のページです");
}

#[test]
fn utf8_with_a_broken_letter_is_utf8() {
    let mut bytes = PAGE.as_bytes().to_vec();
    bytes.insert(PAGE.find("quận").unwrap(), 0xC4);
    let decoded = decode(&bytes);
    assert!(
        decoded.text.contains("Ngọc Lâm, \u{FFFD}quận") && decoded.warning.unwrap().contains("(1 in all")
    );
}

#[test]
fn every_byte_order_mark_is_taken_off() {
    for bytes in [&b"\xEF\xBB\xBFa"[..], b"\xFF\xFEa\0", b"\xFE\xFF\0a"] {
        assert_eq!(decode(bytes), Decoded { text: "a".to_owned(), warning: None });
    }
}

#[test]
fn windows_1258_is_read_with_a_warning() {
    // "Quận ủy" as windows-1258 writes it: base letters followed by combining tones.
    let decoded = decode(b"Qu\xE2\xF2n u\xD2y");
    assert_eq!(tangthu_text::clean(&decoded.text), "Quận ủy");
    assert!(decoded.warning.unwrap().contains("windows-1258"));
}

#[test]
fn all_line_ends_become_one() {
    assert_eq!(decode(b"a\r\nb\rc\n").text, "a\nb\nc\n");
}

proptest::proptest! {
    #[test]
    fn no_bytes_are_a_crash(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
        let _ = decode(&bytes);
    }

    #[test]
    fn vietnamese_in_unicode_is_never_touched(picks in proptest::collection::vec(0usize..20, 1..40)) {
        let words: Vec<&str> = PAGE.split(' ').collect();
        let text = picks.iter().map(|&pick| words[pick]).collect::<Vec<_>>().join(" ");
        proptest::prop_assert_eq!(decode(text.as_bytes()).text, text);
    }
}
