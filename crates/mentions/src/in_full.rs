//! Names as people type them, told as the lists of an archive tell them: Bộ GTVT is Bộ Giao thông vận tải there, and Ủy ban nhân dân
//! is UBND. What a text says is told so when it is read; this is for what is looked for, and knows the same tables.

use tangthu_text::{fold, normal_word};

/// Keys of forms ([`key`]), and how each is told: made by the build script out of the tables.
static TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/in-full.tsv"));

/// Words of the longest form: ủy ban trung ương mặt trận tổ quốc việt nam.
const LONGEST: usize = 10;

/// Characters of the longest name that is looked at.
const MAX_NAME: usize = 300;

/// `name` as the lists of people, places and bodies tell it, where a table says that a form in it is told otherwise; any case, with
/// or without marks and signs.
///
/// ```
/// use tangthu_mentions::in_full;
/// assert_eq!(in_full("Bộ GTVT").as_deref(), Some("Bộ Giao thông vận tải"));
/// assert_eq!(in_full("ủy ban nhân dân TP. Hà Sơn").as_deref(), Some("UBND thành phố Hà Sơn"));
/// assert_eq!(in_full("Sở Tài chính"), None);
/// ```
pub fn in_full(name: &str) -> Option<String> {
    if name.len() > MAX_NAME {
        return None;
    }
    let spaced = name.replace('.', ". ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let keys: Vec<String> = words.iter().map(|word| key(word)).collect();
    let (mut out, mut changed, mut at) = (Vec::new(), false, 0);
    while at < words.len() {
        let longest = LONGEST.min(words.len() - at);
        let found =
            (1..=longest).rev().find_map(|count| Some((count, told(&keys[at..at + count].concat())?)));
        match found {
            Some((count, told)) => {
                // The key of a name that is told otherwise may be its own.
                changed |= words[at..at + count].join(" ") != told;
                out.push(told);
                at += count;
            }
            None => {
                let word = respelled(words[at]);
                changed |= word != words[at];
                out.push(word);
                at += 1;
            }
        }
    }
    changed.then(|| out.join(" "))
}

/// A word of names as it is told, where it is written in two ways: in the highlands, Đăk and Đắk.
pub(crate) fn respelled(word: &str) -> &str {
    if word == "Đăk" { "Đắk" } else { word }
}

/// The letters and digits of a form without marks: GD&ĐT, GD - ĐT and gdđt are one.
fn key(form: &str) -> String {
    fold(&normal_word(form)).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// How the form with this key is told.
fn told(wanted: &str) -> Option<&'static str> {
    // A hundred lines, of which nearly all part from it at the first letter.
    TABLE.lines().find_map(|line| line.strip_prefix(wanted)?.strip_prefix('\t'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_told_in_full_however_its_short_form_was_typed() {
        for (typed, told) in [
            ("Bộ GTVT", "Bộ Giao thông vận tải"),
            ("bo gtvt", "bo Giao thông vận tải"),
            ("Sở GD - ĐT tỉnh Hà Sơn", "Sở Giáo dục và Đào tạo tỉnh Hà Sơn"),
            ("Sở GD&ĐT TP.HCM", "Sở Giáo dục và Đào tạo thành phố Hồ Chí Minh"),
            ("Sở NN & PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
            ("Ủy ban nhân dân tỉnh Hà Sơn", "UBND tỉnh Hà Sơn"),
            ("Uỷ ban Nhân dân", "UBND"),
            ("TAND TX Hà Sơn", "Tòa án nhân dân thị xã Hà Sơn"),
            ("TP Hà Sơn", "thành phố Hà Sơn"),
            ("tỉnh Đăk Lăk", "tỉnh Đắk Lắk"),
            ("UBND tỉnh Thừa Thiên - Huế", "UBND tỉnh Thừa Thiên Huế"),
            ("huyện Đăk Tô", "huyện Đắk Tô"),
        ] {
            assert_eq!(in_full(typed).as_deref(), Some(told), "{typed}");
        }
        for same in [
            "tỉnh Đắk Lắk",
            "tỉnh Bà Rịa - Vũng Tàu",
            "Bộ Giao thông vận tải",
            "UBND tỉnh Hà Sơn",
            "Lê Thị Bình",
            "Chính phủ",
            "",
            "quận 5",
            "...",
        ] {
            assert_eq!(in_full(same), None, "{same}");
        }
    }

    proptest! {
        #[test]
        fn what_was_told_in_full_stays_so(name in "(Bộ|Sở|UBND|Ủy ban nhân dân|TAND|Phòng) (GTVT|GD&ĐT|TNMT|quận|TP) [A-Z][a-z]{2,6}") {
            if let Some(told) = in_full(&name) {
                prop_assert_eq!(in_full(&told), None, "{}", told);
            }
        }

        #[test]
        fn any_name_is_taken(name in ".{0,80}") {
            in_full(&name);
        }
    }
}
