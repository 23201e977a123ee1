//! Lines that were broken at a margin, put together again: texts taken from printed pages have a line of print a line, and whoever
//! reads them as paragraphs cuts sentences, dates and the numbers of documents in two.
//!
//! Lines are joined only where the text as a whole shows that it was set between margins; what ends before the margin ended there
//! on purpose. Poems, lists, tables and the heads of letters stay as they are.

use crate::record::one_line;

/// Fewer lines show no margin.
const FEWEST: usize = 8;

/// Characters of a line of print, from margin to margin.
const WIDTH: std::ops::RangeInclusive<usize> = 45..=130;

/// Characters of a line that was broken by whoever sent it; shorter ones end where their author ended them.
const SENT: std::ops::RangeInclusive<usize> = 50..=100;

/// Of a hundred lines so many at the least reach the margin, and so many at the most go beyond it.
const REACH: usize = 20;
const BEYOND: usize = 4;

/// Of a hundred lines that reach the margin so many at the least are cut inside a sentence.
const CUT: usize = 30;

/// The paragraphs of `text`, whose lines are broken at a margin or are paragraphs themselves.
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    let lines: Vec<String> = text.split(['\n', '\r', '\u{2028}', '\u{2029}']).map(one_line).collect();
    joined(&lines).unwrap_or_else(|| lines.into_iter().filter(|line| !line.is_empty()).collect())
}

/// The paragraphs of lines, each on one line as [`one_line`] makes it; `None` if none was broken.
pub(crate) fn joined(lines: &[String]) -> Option<Vec<String>> {
    let width = width(lines);
    let inside = |pair: &[String]| is_broken_inside(&pair[0], &pair[1]);
    if width.is_none() && !lines.windows(2).any(inside) {
        return None;
    }
    let mut found: Vec<String> = Vec::new();
    // The last line that was taken; its paragraph is open while a line follows it at once.
    let mut last: Option<&String> = None;
    for line in lines {
        if line.is_empty() {
            last = None;
            continue;
        }
        match (last, found.last_mut()) {
            (Some(before), Some(paragraph)) if is_broken_inside(before, line) => paragraph.push_str(line),
            (Some(before), Some(paragraph)) if width.is_some_and(|width| goes_on(before, line, width)) => {
                paragraph.push(' ');
                paragraph.push_str(line);
            }
            _ => found.push(line.clone()),
        }
        last = Some(line);
    }
    Some(found)
}

/// The paragraphs of a text whose lines show no margin, of which whoever sent it may have broken some all the same: mail breaks lines.
pub(crate) fn joined_by_sentences(lines: Vec<String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines {
        let is_long = SENT.contains(&line.chars().count());
        match found.last_mut() {
            _ if line.is_empty() => {}
            Some(before) if open && !ends(before) && line.starts_with(char::is_lowercase) => {
                before.push(' ');
                before.push_str(&line);
            }
            _ => found.push(line),
        }
        open = is_long;
    }
    found
}

/// The width between the margins, if the lines were broken at any.
fn width(lines: &[String]) -> Option<usize> {
    let mut lengths: Vec<usize> =
        lines.iter().map(|line| line.chars().count()).filter(|&length| length > 0).collect();
    if lengths.len() < FEWEST {
        return None;
    }
    lengths.sort_unstable();
    let width = lengths[lengths.len() * 9 / 10];
    let share = |count: usize, of: usize| count * 100 / of.max(1);
    let beyond = lengths.iter().filter(|&&length| length > width * 5 / 4).count();
    let reaches = |line: &&String| is_full(line, width);
    let full = lines.iter().filter(reaches).count();
    let cut = lines
        .windows(2)
        .filter(|pair| is_full(&pair[0], width) && !ends(&pair[0]) && pair[1].starts_with(char::is_lowercase))
        .count();
    (WIDTH.contains(&width)
        && share(beyond, lengths.len()) <= BEYOND
        && share(full, lengths.len()) >= REACH
        && share(cut, full) >= CUT)
        .then_some(width)
}

/// Whether a line reaches the margin, or would with the word behind it. Notes in smaller print set the width, so that lines of the
/// text proper are shorter.
fn is_full(line: &str, width: usize) -> bool {
    line.chars().count() * 10 >= width * 7
}

/// Whether a line ends where a sentence or a point of a list does.
fn ends(line: &str) -> bool {
    line.ends_with(['.', '!', '?', ':', ';', '…', '_'])
}

/// Whether `line` goes on with what `before` left open at the margin.
fn goes_on(before: &str, line: &str, width: usize) -> bool {
    if ends(before) || begins_a_part(line) {
        return false;
    }
    let small = line.starts_with(char::is_lowercase);
    // A title set in the middle is shorter than the page is wide.
    let near = before.chars().count() * 2 >= width;
    is_full(before, width) || small && near
}

/// Whether a line was broken inside the number of a document: TT-⏎BTC, 15/⏎2020/NĐ-CP. Cells of tables are broken so as well, whatever
/// the margins.
pub(crate) fn is_broken_inside(before: &str, line: &str) -> bool {
    let Some(bare) = before.strip_suffix(['-', '/', '–']) else { return false };
    let word = bare.rsplit(' ').next().unwrap_or_default();
    let open = bare.ends_with(char::is_alphanumeric)
        && word.starts_with(|c: char| c.is_ascii_digit())
        && word.len() <= LONGEST_BEGINNING;
    let code = || line.chars().take(2).filter(|c| c.is_uppercase()).count() == 2;
    // Behind digits alone a code is one only with what it goes on with: 33-⏎NQ/TW, 45/⏎NQ-HĐND.
    let whole_code = |mark: char| {
        let word = line.split(' ').next().unwrap_or_default();
        code() && word.split(mark).skip(1).any(|rest| rest.starts_with(char::is_uppercase))
    };
    let year = || {
        let digits = line.chars().take_while(char::is_ascii_digit).count();
        digits == 4 && line[4..].starts_with(['/', '-'])
    };
    open && (word.contains('/') && code()
        || word.chars().all(|c| c.is_ascii_digit())
            && (before.ends_with('/') && (year() || whole_code('-'))
                || before.ends_with(['-', '–']) && whole_code('/')))
}

/// Whether `line` is what the word "số" before it announces: "Kế hoạch số⏎15-KH/QU".
pub(crate) fn is_announced(before: &str, line: &str) -> bool {
    let word = before.trim_end_matches([':', ' ']).rsplit(' ').next().unwrap_or_default();
    matches!(word, "số" | "Số" | "SỐ") && line.starts_with(|c: char| c.is_ascii_digit())
}

/// The text of a cell in which numbers of documents that were broken over its lines, now parted by blanks, are whole.
pub(crate) fn with_whole_numbers(text: &str) -> Option<String> {
    let mut breaks = text
        .match_indices(' ')
        .filter(|(at, _)| is_broken_inside(&text[..*at], &text[at + 1..]))
        .map(|(at, _)| at)
        .peekable();
    breaks.peek()?;
    let mut whole = String::with_capacity(text.len());
    let mut from = 0;
    for at in breaks {
        whole.push_str(&text[from..at]);
        from = at + 1;
    }
    whole.push_str(&text[from..]);
    Some(whole)
}

/// Bytes of the longest beginning of a number before its last code.
const LONGEST_BEGINNING: usize = 80;

/// Parts of official documents begin with these.
const PARTS: [&str; 11] = [
    "Điều ",
    "Chương ",
    "Mục ",
    "Phần ",
    "Căn cứ ",
    "Theo đề nghị ",
    "Xét ",
    "Phụ lục ",
    "PHỤ LỤC",
    "Nơi nhận",
    "CÔNG BÁO",
];

/// Whether a line begins a part, a point of a list, or nothing that a sentence goes on with.
fn begins_a_part(line: &str) -> bool {
    if PARTS.iter().any(|part| {
        line.strip_prefix(part)
            .is_some_and(|rest| !part.starts_with("Điều") && !part.starts_with("Mục") || is_numbered(rest))
    }) {
        return true;
    }
    let word = line.split(' ').next().unwrap_or_default();
    let marked = matches!(word, "-" | "+" | "*" | "•" | "–" | "—" | "·" | "▪" | "➢" | "");
    // 1. · 1) · a) · 2.1. · but not the day of a date: 05/3/2024.
    let bare = word.trim_end_matches([')', '.']);
    let point = bare.len() < word.len()
        && bare.len() <= 8
        && !bare.is_empty()
        && (bare.chars().all(|c| c.is_ascii_digit() || c == '.')
            || bare.chars().count() == 1
            || is_roman(bare));
    let pointed = point && (word.ends_with([')', '.']));
    let capitals = line.chars().filter(|c| c.is_alphabetic()).count() > 3
        && !line.contains(char::is_lowercase)
        && !line.contains(|c: char| c.is_ascii_digit());
    marked || pointed || capitals || line.chars().all(|c| c.is_ascii_digit())
}

/// Whether the number of a part stands here, with what ends it: "Điều 5." begins an article, "Điều 5 Nghị định …" is cited.
fn is_numbered(rest: &str) -> bool {
    let word = rest.split(' ').next().unwrap_or_default();
    word.ends_with(['.', ':']) && word.starts_with(|c: char| c.is_ascii_digit()) || word == rest
}

fn is_roman(word: &str) -> bool {
    word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page as it is printed, written for this test.
    const PRINTED: &str = "CÔNG BÁO/Số 15 + 16/Ngày 02-3-2021\n7\n\nỦY BAN NHÂN DÂN\nTỈNH LẠC GIANG\nSố: 12/2021/QĐ-UBND\n\nQUYẾT ĐỊNH\n\
        Về việc sửa đổi một số điều của Quy định ban hành kèm theo Quyết định số 27/2018/QĐ-\n\
        UBND ngày 14 tháng 12 năm 2018 của Ủy ban nhân dân tỉnh\n\n\
        Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; Luật sửa đổi, bổ\n\
        sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày\n\
        22 tháng 11 năm 2019;\n\
        Căn cứ Nghị định số 34/2016/NĐ-CP ngày 14 tháng 5 năm 2016 của Chính phủ quy định chi\n\
        tiết một số điều và biện pháp thi hành Luật Ban hành văn bản quy phạm pháp luật; Thông\n\
        tư số 15 của Bộ Lao động -\nThương binh và Xã hội;\n\
        Điều 1. Sửa đổi khoản 2 Điều 4 như sau:\n\
        a) Hộ gia đình nộp hồ sơ tại Bộ phận Một cửa của Ủy ban nhân dân cấp xã nơi có đất hoặc\n\
        nộp trực tuyến;\n\
        b) Thời hạn giải quyết là 15 ngày.\n";

    #[test]
    fn lines_of_print_become_paragraphs() {
        let found = paragraphs(PRINTED);
        let holds = |text: &str| found.iter().any(|paragraph| paragraph.contains(text));
        assert!(
            holds("Quyết định số 27/2018/QĐ-UBND ngày 14 tháng 12 năm 2018 của Ủy ban nhân dân tỉnh"),
            "{found:#?}"
        );
        assert!(holds("địa phương ngày 22 tháng 11 năm 2019;"));
        assert!(holds("Luật sửa đổi, bổ sung một số điều"));
        for begin in
            ["Căn cứ Luật", "Căn cứ Nghị định", "Điều 1.", "a) Hộ", "b) Thời hạn", "QUYẾT ĐỊNH", "Số: 12"]
        {
            assert!(found.iter().any(|paragraph| paragraph.starts_with(begin)), "{begin}: {found:#?}");
        }
    }

    #[test]
    fn lines_that_their_author_ended_stay_lines() {
        let prose = "Sáng nay, phường tổ chức hội nghị sơ kết công tác sáu tháng đầu năm.\nDự hội nghị có lãnh đạo các ban, ngành.\n".repeat(9);
        assert_eq!(paragraphs(&prose).len(), 18);
        let poem = "Quê em lúa chín đầy đồng,\ncon sông uốn khúc, nắng hồng bờ tre\n".repeat(9);
        assert_eq!(paragraphs(&poem).len(), 18);
        let long =
            format!("{}\n", "Đoạn văn dài hơn mọi dòng in, viết liền không ngắt ở lề nào cả. ".repeat(5))
                .repeat(9);
        assert_eq!(paragraphs(&long).len(), 9);
    }
}
