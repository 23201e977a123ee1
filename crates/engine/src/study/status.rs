//! The status of a figure as figures are grouped by it: a mention keeps what the text says, "dự kiến đạt trong năm 2023", and the year
//! stands in the date of the figure, so that targets of all years have one status.

/// What may stand before a time.
const BEFORE_TIME: &[&str] = &[
    "trong", "đến", "tới", "vào", "trước", "từ", "sau", "ngay", "cho", "tính", "cả", "hết", "cuối", "đầu",
    "giữa", "nửa",
];

/// Times in one word, and the beginnings of those in two.
const TIMES: &[&str] = &["năm", "tháng", "quý", "ngày", "tuần", "nay"];
const TIMES_OF_TWO: &[(&str, &str)] =
    &[("nhiệm", "kỳ"), ("giai", "đoạn"), ("thời", "gian"), ("thời", "kỳ"), ("hiện", "nay"), ("niên", "khóa")];

/// A status without the time that it tells; a road map is one however it is introduced.
pub(crate) fn bare_status(said: &str) -> &str {
    let words: Vec<&str> = said.split(' ').collect();
    let cut = (1..words.len()).find(|&at| begins_time(words.get(at..).unwrap_or_default()));
    let kept = cut.map_or(said, |cut| {
        let length: usize = words.iter().take(cut).map(|word| word.len() + 1).sum();
        said.get(..length - 1).unwrap_or(said)
    });
    let kept = kept.trim_end_matches([',', ';', ' ']);
    match kept.strip_prefix("theo ").unwrap_or(kept) {
        "lộ trình" | "lộ trình thực hiện" => "theo lộ trình",
        _ => kept,
    }
}

fn begins_time(words: &[&str]) -> bool {
    let Some(at) = words.iter().position(|word| !BEFORE_TIME.contains(word)) else { return false };
    let (first, second) = (words.get(at).copied().unwrap_or_default(), words.get(at + 1).copied());
    first.starts_with(|c: char| c.is_ascii_digit())
        || TIMES.contains(&first)
        || second.is_some_and(|second| TIMES_OF_TWO.contains(&(first, second)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_of_all_years_have_one_status() {
        for (said, status) in [
            ("đạt", "đạt"),
            ("dự kiến đạt", "dự kiến đạt"),
            ("dự kiến đạt trong năm 2023", "dự kiến đạt"),
            ("dự kiến đạt năm 2024", "dự kiến đạt"),
            ("dự kiến đạt trong năm", "dự kiến đạt"),
            ("hoàn thành vào cuối quý ii/2023", "hoàn thành"),
            ("theo lộ trình", "theo lộ trình"),
            ("theo lộ trình tới năm 2025", "theo lộ trình"),
            ("lộ trình thực hiện đến năm 2025", "theo lộ trình"),
            ("lộ trình đến hết nhiệm kỳ 2020 - 2025", "theo lộ trình"),
            ("phấn đấu đạt trước 30/6/2024", "phấn đấu đạt"),
            ("chưa đạt đến nay", "chưa đạt"),
            ("giảm xuống còn", "giảm xuống còn"),
            ("đã thực hiện", "đã thực hiện"),
            ("kế hoạch giao", "kế hoạch giao"),
            ("", ""),
            ("năm", "năm"),
        ] {
            assert_eq!(bare_status(said), status, "{said}");
        }
    }
}
