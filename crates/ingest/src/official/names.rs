//! The names of issuing bodies, which heads write in capitals, in their proper writing.

/// What the names of bodies begin with, as they are properly written; the longer first.
const BODIES: &[&str] = &[
    "Ủy ban nhân dân",
    "Ủy ban Mặt trận Tổ quốc",
    "Ủy ban Kiểm tra",
    "Ủy ban Thường vụ Quốc hội",
    "Hội đồng nhân dân",
    "Ban Chấp hành Trung ương",
    "Ban Chấp hành Đảng bộ",
    "Ban Chấp hành",
    "Ban Thường vụ",
    "Ban Tổ chức",
    "Ban Tuyên giáo",
    "Ban Dân vận",
    "Ban Nội chính",
    "Ban Chỉ đạo",
    "Ban Quản lý",
    "Ban Bí thư",
    "Ban",
    "Bộ Chính trị",
    "Bộ",
    "Chính phủ",
    "Thủ tướng Chính phủ",
    "Quốc hội",
    "Thành ủy",
    "Tỉnh ủy",
    "Quận ủy",
    "Huyện ủy",
    "Thị ủy",
    "Đảng ủy",
    "Chi bộ",
    "Đảng bộ",
    "Sở",
    "Phòng",
    "Văn phòng",
    "Chi cục",
    "Tổng cục",
    "Cục",
    "Thanh tra",
    "Trung tâm",
    "Công an",
    "Tòa án nhân dân",
    "Viện Kiểm sát nhân dân",
    "Trường",
    "Bệnh viện",
    "Liên đoàn Lao động",
    "Hội Liên hiệp Phụ nữ",
    "Hội Cựu chiến binh",
    "Hội Nông dân",
    "Hội đồng",
    "Tổ công tác",
    "Tổng công ty",
    "Công ty",
    "Học viện",
    "Viện",
    "Đại học",
    "Kho bạc Nhà nước",
    "Đoàn",
    "UBND",
    "HĐND",
];

/// Bodies whose name is followed by a field of work, of which only the first word has a capital.
const OF_A_FIELD: &[&str] = &["Sở", "Phòng", "Bộ", "Ban", "Chi cục", "Cục", "Tổng cục", "Trung tâm"];

/// Levels of administrative units, as they stand before the name of one.
const LEVELS: &[&str] = &["thành phố", "thị xã", "thị trấn", "quận", "huyện", "phường", "xã", "tỉnh"];

/// Words that are no part of a name where they stand between its words.
const JOINTS: &[&str] = &["và", "các", "của"];

/// Whether a line in capitals begins as the name of a body does.
pub(super) fn is_body(line: &str) -> bool {
    body(line).is_some()
}

/// Whether a line in capitals names a body by its field of work, which may be long.
pub(super) fn is_of_a_field(line: &str) -> bool {
    body(line).is_some_and(|(body, _)| OF_A_FIELD.contains(&body))
}

/// Whether a line in capitals begins with the level of a unit: it goes on with the name of a body above it.
pub(super) fn is_level(line: &str) -> bool {
    level(&lower(line)).is_some()
}

fn lower(line: &str) -> String {
    tangthu_text::clean(line).to_lowercase().replace("uỷ", "ủy").replace("hoà", "hòa").replace("toà", "tòa")
}

fn body(line: &str) -> Option<(&'static str, String)> {
    let lower = lower(line);
    BODIES.iter().find_map(|name| {
        let rest = lower.strip_prefix(name.to_lowercase().as_str())?;
        (rest.is_empty() || rest.starts_with(' ')).then(|| (*name, rest.trim().to_owned()))
    })
}

fn level(lower: &str) -> Option<(&'static str, &str)> {
    LEVELS.iter().find_map(|level| {
        let rest = lower.strip_prefix(level).filter(|_| !lower.starts_with("xã hội"))?;
        rest.strip_prefix(' ').map(|rest| (*level, rest.trim_start()))
    })
}

/// Where the next unit is named; society (xã hội) is no commune (xã).
fn next_level(rest: &str) -> usize {
    let found = LEVELS.iter().filter_map(|level| {
        rest.match_indices(&format!(" {level} "))
            .map(|(at, _)| at)
            .find(|&at| !rest[at..].starts_with(" xã hội"))
    });
    found.min().unwrap_or(rest.len())
}

/// The proper writing of the name of a body.
pub(super) fn proper_issuer(name: &str) -> Option<String> {
    let (body, rest) = body(name)?;
    let body = match body {
        "UBND" => "Ủy ban nhân dân",
        "HĐND" => "Hội đồng nhân dân",
        other => other,
    };
    if rest.is_empty() {
        // A word alone that others are named with is no name.
        return (body.contains(' ')).then(|| body.to_owned());
    }
    let mut proper = body.to_owned();
    let mut rest = rest.as_str();
    if OF_A_FIELD.contains(&body) {
        let end = next_level(rest);
        let mut capital = true;
        for word in rest.get(..end)?.split(' ') {
            proper.push(' ');
            proper.push_str(&if capital { capitalised(word) } else { word.to_owned() });
            // What follows "và" is a field of its own: Giáo dục và Đào tạo.
            capital = word == "và" || word.ends_with([',', '-']);
        }
        rest = rest.get(end..)?.trim_start();
    }
    while !rest.is_empty() {
        match level(rest) {
            Some((level, name)) => {
                proper.push(' ');
                proper.push_str(level);
                rest = name;
                // A name may be a number (phường 5) and may hold a word for a level only behind itself.
                let end = next_level(rest);
                titled(rest.get(..end)?, &mut proper);
                rest = rest.get(end..)?.trim_start();
            }
            None => {
                titled(rest, &mut proper);
                break;
            }
        }
    }
    Some(proper)
}

fn titled(words: &str, into: &mut String) {
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        into.push(' ');
        into.push_str(&if JOINTS.contains(&word) { word.to_owned() } else { capitalised(word) });
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_capitals_are_written_properly() {
        for (name, wanted) in [
            ("ỦY BAN NHÂN DÂN QUẬN AN HÒA", "Ủy ban nhân dân quận An Hòa"),
            ("UỶ BAN NHÂN DÂN PHƯỜNG 5 THÀNH PHỐ HẢI AN", "Ủy ban nhân dân phường 5 thành phố Hải An"),
            ("UBND TỈNH AN SƠN", "Ủy ban nhân dân tỉnh An Sơn"),
            ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Sở Giáo dục và Đào tạo"),
            ("PHÒNG NỘI VỤ QUẬN AN HÒA", "Phòng Nội vụ quận An Hòa"),
            ("QUẬN ỦY AN HÒA", "Quận ủy An Hòa"),
            ("BAN CHẤP HÀNH TRUNG ƯƠNG", "Ban Chấp hành Trung ương"),
            ("BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "Bộ Lao động - Thương binh và Xã hội"),
            ("CHÍNH PHỦ", "Chính phủ"),
        ] {
            assert_eq!(proper_issuer(name).as_deref(), Some(wanted));
        }
        for name in ["ĐỘC LẬP", "BAN", "", "SỞ"] {
            assert_eq!(proper_issuer(name), None, "{name}");
        }
    }
}
