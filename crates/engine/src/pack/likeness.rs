//! Whether two documents are one: read side by side, and in doubt they are two.
//!
//! A document that is folded into another is not in the archive any more, so a wrong fold loses a text and a missed one only
//! shows it twice. Therefore figures, names and the few words that turn a sentence round must be the same, and what facts
//! are stated of both must not contradict each other.

use super::{
    duplicates::{Likeness, NEAR_WORDS, address, texts},
    edits::{Edit, edits},
    files, formats,
};
use tangthu_archive::{Document, PartialDate};
use tangthu_text::{fold, for_each_token};

/// Shorter texts say too little to be known by: "Thông báo" is the title of many.
const TEXT_WORDS: usize = 12;

/// The longest line that one of two copies may have more: a byline, the name of a source, a caption, a reference.
const LINE_WORDS: usize = 14;

/// Words that differ in the midst of sentences, as a share of all: one of so many.
const WORDS_PER_EDIT: usize = 50;

/// The most words that may differ in all, lines and words together. It bounds the time of a comparison, too.
const MAX_EDITS: usize = 40;

/// Bodies of so many words that are the same to the letter are one text also under another headline.
const BODY_WORDS: usize = 100;

/// Words that turn what a sentence says, or count: where one of them is on one side only, it is another text.
pub(super) const TURNING: &[&str] = &[
    "không", "chưa", "chẳng", "đừng", "chớ", "hết", "trừ", "ngoài", "trong", "tăng", "giảm", "trên", "dưới",
    "trước", "sau", "nhất", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mươi",
    "trăm", "nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ", "nửa", "rưỡi", "đầu", "cuối", "đạt", "vượt",
    "thiếu", "thừa", "hơn", "kém", "ít", "nhiều", "cao", "thấp", "nam", "nữ", "đông", "tây", "bắc", "được",
    "bị", "cấm", "cho", "phép", "bãi", "hủy", "bỏ", "dự", "kiến", "sáng", "chiều", "tối", "thứ", "tháng",
    "quý", "ngày", "kỳ", "khóa", "lần", "not", "no", "never", "without", "more", "less", "up", "down",
];

/// Why `new` is a copy of `there`, if it is.
pub(super) fn compare(there: &Document, new: &Document) -> Option<Likeness> {
    if contradict(there, new) {
        return None;
    }
    let (one, other) = (Words::of(there), Words::of(new));
    let place = |document: &Document| document.url.as_deref().and_then(address);
    let same_address = place(there).is_some() && place(there) == place(new);
    // The day on which a file was made says nothing of one that was made of it.
    let formats = formats::differ(there, new);
    let day = formats || same_day(there.published, new.published);
    let of_format = |why| if formats { Likeness::OtherFormat } else { why };
    if same_address && day && one.title() == other.title() {
        return Some(Likeness::Address);
    }
    let words = one.keys.len();
    if one.keys == other.keys {
        let says_enough = words >= NEAR_WORDS as usize;
        // Little words make a text only together with the day, the files and all else that is said of it.
        let is_the_same =
            words >= TEXT_WORDS && there.published == new.published && files::are_the_same(there, new);
        return (says_enough || is_the_same || formats::are_one(there, new))
            .then_some(of_format(Likeness::Text));
    }
    let long = words.min(other.keys.len()) >= NEAR_WORDS as usize;
    let is_near = long && (near(&one, &other, day) || day && another_headline(&one, &other));
    (is_near || formats::are_one(there, new)).then_some(of_format(Likeness::NearText))
}

/// Whether what is stated of the two cannot be true of one document.
fn contradict(one: &Document, other: &Document) -> bool {
    fn differ<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
        one.zip(other).is_some_and(|(one, other)| one != other)
    }
    differ(one.number.as_ref(), other.number.as_ref())
        || differ(one.kind.as_ref(), other.kind.as_ref())
        || differ(one.issuer.as_ref(), other.issuer.as_ref())
        || differ(one.issued.as_ref(), other.issued.as_ref())
        || differ(one.effective.as_ref(), other.effective.as_ref())
        || differ(one.language.as_ref(), other.language.as_ref())
        || files::contradict(one, other)
}

/// Whether two dates may be the same day; a date that is not known may be any.
fn same_day(one: Option<PartialDate>, other: Option<PartialDate>) -> bool {
    let Some((one, other)) = one.zip(other) else { return true };
    one.first_day() <= other.last_day() && other.first_day() <= one.last_day()
}

/// The words of a document: as compared, as written, and where its texts begin.
struct Words<'a> {
    keys: Vec<String>,
    written: Vec<&'a str>,
    starts: Vec<usize>,
}

impl<'a> Words<'a> {
    fn of(document: &'a Document) -> Self {
        let mut words = Self { keys: Vec::new(), written: Vec::new(), starts: Vec::new() };
        for text in texts(document) {
            words.starts.push(words.keys.len());
            for_each_token(text, |token| {
                if !token.part {
                    words.keys.push(token.word.to_owned());
                    words.written.push(&text[token.start..token.end]);
                }
            });
        }
        words
    }

    fn title(&self) -> &[String] {
        &self.keys[..self.body_start()]
    }

    fn body_start(&self) -> usize {
        self.starts.get(1).copied().unwrap_or(self.keys.len())
    }

    /// Whether a stretch is all of one or several texts, or lies at the end of all.
    fn is_lines(&self, (from, to): (usize, usize)) -> bool {
        let begins = |at: usize| at == self.keys.len() || self.starts.contains(&at);
        to == self.keys.len() || begins(from) && begins(to)
    }

    fn has_figure(&self, (from, to): (usize, usize)) -> bool {
        self.keys[from..to].iter().any(|word| word.bytes().any(|byte| byte.is_ascii_digit()))
    }
}

/// Whether the texts differ by little that changes nothing; on different days, in spelling alone.
fn near(one: &Words, other: &Words, day: bool) -> bool {
    let Some(edits) = edits(&one.keys, &other.keys, MAX_EDITS) else { return false };
    let mut words = 0;
    for Edit { one: here, other: there } in edits {
        if one.has_figure(here) || other.has_figure(there) {
            return false;
        }
        let respelled = respelled(&one.keys[here.0..here.1], &other.keys[there.0..there.1]);
        let a_line = here.0 == here.1 && other.is_lines(there) && there.1 - there.0 <= LINE_WORDS
            || there.0 == there.1 && one.is_lines(here) && here.1 - here.0 <= LINE_WORDS;
        let mut changed = one.written[here.0..here.1].iter().chain(&other.written[there.0..there.1]);
        let is_name = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
        let turned = one.keys[here.0..here.1]
            .iter()
            .chain(&other.keys[there.0..there.1])
            .any(|word| TURNING.contains(&word.as_str()));
        let harmless = !changed.any(is_name) && !turned;
        match () {
            () if respelled => {}
            () if !day => return false,
            () if a_line => {}
            () if harmless => words += (here.1 - here.0).max(there.1 - there.0),
            () => return false,
        }
    }
    words <= one.keys.len().min(other.keys.len()) / WORDS_PER_EDIT
}

/// Whether stretches are the same words but for marks: "quân ủy" for "quận ủy". Names without their marks are the same names.
fn respelled(one: &[String], other: &[String]) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(other)
            .all(|(one, other)| fold(one) == fold(other) && (is_bare(one) || is_bare(other)))
}

/// Whether a word has no marks, as where they were lost; two different marks make two words.
fn is_bare(word: &str) -> bool {
    tangthu_text::is_plain(word)
}

/// Whether the bodies are the same to the word, and long, and the headlines name the same figures.
fn another_headline(one: &Words, other: &Words) -> bool {
    let figures = |words: &Words| -> Vec<String> {
        words.title().iter().filter(|word| word.bytes().any(|byte| byte.is_ascii_digit())).cloned().collect()
    };
    let (body, others) = (&one.keys[one.body_start()..], &other.keys[other.body_start()..]);
    body.len() >= BODY_WORDS && body == others && figures(one) == figures(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tangthu_archive::Block;

    const REPORT: &str = "Sáng nay, Quận ủy Mơ đã tổ chức hội nghị kiểm điểm công tác xây dựng Đảng và hệ thống chính trị. Theo báo cáo, \
        toàn quận đã hoàn thành 15 chỉ tiêu, thu ngân sách đạt 1.126 tỷ đồng, tăng so với cùng kỳ. Đồng chí Trần Văn Bình, Phó Bí thư \
        Quận ủy, đề nghị các phường tiếp tục rà soát việc thực hiện Chương trình số 01-CTr/QU, gắn trách nhiệm của người đứng đầu với \
        kết quả cải cách hành chính, chăm lo đời sống nhân dân và giữ vững an ninh trật tự trên địa bàn trong những tháng còn lại.";

    fn document(text: &str) -> Document {
        let body = text.split('\n').map(|text| Block::Paragraph { text: text.to_owned() }).collect();
        Document {
            title: "Hội nghị kiểm điểm của Quận ủy Mơ".to_owned(),
            published: "2021-12-06".parse().ok(),
            body,
            ..Document::default()
        }
    }

    fn like(text: &str) -> Option<Likeness> {
        compare(&document(REPORT), &document(text))
    }

    #[test]
    fn the_same_words_are_one_text_however_they_are_set() {
        assert_eq!(like(&REPORT.replace(". ", ".\n")), Some(Likeness::Text));
        assert_eq!(like(&REPORT.replace("Quận ủy", "Quận uỷ")), Some(Likeness::Text));
    }

    #[test]
    fn a_byline_a_source_or_a_caption_more_is_near_the_same() {
        for text in [
            format!("{REPORT}\nMinh Quang"),
            format!("{REPORT} (Theo Bản tin quận Mơ)"),
            format!("Ảnh: Quang cảnh hội nghị\n{REPORT}"),
            REPORT.replace("Quận ủy", "Quan uy"),
            REPORT.replace("chăm lo đời sống", "quan tâm đời sống"),
        ] {
            assert_eq!(like(&text), Some(Likeness::NearText), "{text}");
        }
    }

    #[test]
    fn other_figures_names_and_turns_are_other_texts() {
        for (from, to) in [
            ("15 chỉ tiêu", "16 chỉ tiêu"),
            ("1.126 tỷ", "1.162 tỷ"),
            ("tăng so", "giảm so"),
            ("đã hoàn thành", "chưa hoàn thành"),
            ("Trần Văn Bình", "Trần Văn Hòa"),
            ("Trần Văn Bình", "Trần Văn Bính"),
            ("01-CTr/QU", "02-CTr/QU"),
            ("những tháng còn lại", "những tháng còn lại, báo cáo trước ngày 15"),
            ("Sáng nay", "Chiều nay"),
        ] {
            let text = REPORT.replace(from, to);
            assert_ne!(text, REPORT);
            assert_eq!(like(&text), None, "{from} → {to}");
        }
    }

    #[test]
    fn a_paragraph_more_is_another_text() {
        let text = format!(
            "{REPORT}\nCuối hội nghị, đồng chí Bí thư yêu cầu lãnh đạo các phường báo cáo kết quả khắc phục những tồn tại đã nêu trong thông báo kết luận kiểm tra"
        );
        assert_eq!(like(&text), None);
    }

    #[test]
    fn what_is_stated_of_documents_tells_them_apart() {
        let mut other = document(REPORT);
        other.number = Some("12-BC/QU".to_owned());
        assert_eq!(compare(&document(REPORT), &other), Some(Likeness::Text));
        let mut one = document(REPORT);
        one.number = Some("13-BC/QU".to_owned());
        assert_eq!(compare(&one, &other), None);
    }

    #[test]
    fn on_another_day_only_the_same_words_are_the_same_text() {
        let mut other = document(&format!("{REPORT}\nMinh Quang"));
        other.published = "2022-12-06".parse().ok();
        assert_eq!(compare(&document(REPORT), &other), None);
        let mut same = document(REPORT);
        same.published = other.published;
        assert_eq!(compare(&document(REPORT), &same), Some(Likeness::Text));
    }

    #[test]
    fn short_notices_are_one_only_with_the_same_day() {
        let notice = |text: &str, day: &str| {
            let body = vec![Block::Paragraph { text: text.to_owned() }];
            Document {
                title: "Thông báo".to_owned(),
                body,
                published: day.parse().ok(),
                ..Document::default()
            }
        };
        let long = "Ủy ban nhân dân phường Mơ tiếp công dân vào sáng thứ năm hằng tuần tại trụ sở";
        assert_eq!(compare(&notice(long, "2021-01-05"), &notice(long, "2021-01-05")), Some(Likeness::Text));
        assert_eq!(compare(&notice(long, "2021-01-05"), &notice(long, "2021-02-05")), None);
        assert_eq!(
            compare(&notice("Xem tệp kèm theo", "2021-01-05"), &notice("Xem tệp kèm theo", "2021-01-05")),
            None
        );
    }

    #[test]
    fn one_address_is_one_page_unless_titles_or_days_differ() {
        let page = |text: &str, title: &str, day: &str| Document {
            url: Some("https://mo.example.vn/tin/12.html".to_owned()),
            title: title.to_owned(),
            published: day.parse().ok(),
            ..document(text)
        };
        let first = page(REPORT, "Tin", "2021-12-06");
        let changed = "Bài đã được sửa.";
        assert_eq!(compare(&first, &page(changed, "Tin", "2021-12-06")), Some(Likeness::Address));
        assert_eq!(compare(&first, &page(changed, "Tin", "2021-12-07")), None);
        assert_eq!(compare(&first, &page(changed, "Tin khác", "2021-12-06")), None);
    }
}
