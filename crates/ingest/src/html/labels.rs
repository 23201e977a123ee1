//! Lines of fields: "Ngày đăng 28/03/2023 | 14:04 | Lượt xem: 1.126", "Tác giả: Thu Hà", "(Nguồn: Báo Hà Nội mới)".

use super::{
    meta::is_name,
    names,
    tree::{Id, Tree, is_block},
};
use crate::{
    dates::read_date,
    record::{grouped_number, one_line, section_path},
};
use tangthu_archive::PartialDate;

/// A line with fields is no longer than this, in characters.
const MAX_LINE: usize = 220;

const PUBLISHED: &[&str] = &[
    "ngày đăng tin",
    "ngày đăng bài",
    "ngày đăng",
    "đăng ngày",
    "đăng lúc",
    "ngày xuất bản",
    "xuất bản",
    "ngày tạo",
    "ngày viết",
    "thời gian đăng",
    "thời gian",
    "được đăng",
    "đăng",
    "ngày",
    "published on",
    "published",
    "posted on",
    "posted",
    "publish date",
    "date",
];
const UPDATED: &[&str] = &[
    "ngày cập nhật",
    "cập nhật ngày",
    "cập nhật lúc",
    "cập nhật lần cuối",
    "cập nhật",
    "lần cuối",
    "last updated",
    "updated on",
    "updated",
    "modified",
];
const VIEWS: &[&str] = &[
    "số lượt xem",
    "số lần xem",
    "lượt xem",
    "lượt đọc",
    "số lượt đọc",
    "đã xem",
    "lần xem",
    "xem",
    "views",
    "hits",
];
const AUTHOR: &[&str] = &[
    "tác giả",
    "người viết",
    "người đăng",
    "bài và ảnh",
    "bài, ảnh",
    "tin, ảnh",
    "tin và ảnh",
    "tin, bài",
    "bài viết",
    "thực hiện",
    "bài",
    "tin",
    "author",
    "written by",
];
const SOURCE: &[&str] = &["nguồn tin", "nguồn", "theo", "source"];
const SECTION: &[&str] = &["chuyên mục", "danh mục", "thể loại", "category", "section"];

/// A line of the page, and what its elements say of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) text: String,
    /// What a `time` element gives machines.
    pub(super) stamp: Option<String>,
    is_author: bool,
    is_source: bool,
    is_date: bool,
}

impl Line {
    pub(super) fn of(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    /// Takes in what the elements round a text are called.
    pub(super) fn look(&mut self, tree: &Tree, text: Id) {
        for id in tree.above(text).take(3) {
            let said = names::said(tree, id);
            self.is_author |= said.author;
            self.is_source |= said.source;
            self.is_date |= said.date;
            self.stamp = self.stamp.take().or_else(|| tree.attr(id, "datetime").map(str::to_owned));
            if is_block(tree.tag(id)) {
                break;
            }
        }
    }
}

/// What the lines say; the first to say something is believed.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    pub(super) published: Option<PartialDate>,
    pub(super) updated: Option<PartialDate>,
    pub(super) views: Option<u64>,
    pub(super) authors: Vec<String>,
    pub(super) source: Option<String>,
    pub(super) section: Vec<String>,
}

impl Fields {
    /// Reads a line. Dates and names without a label count where it is `near` the headline.
    pub(super) fn read(&mut self, line: &Line, near: bool) {
        let text = one_line(&line.text);
        if text.chars().count() > MAX_LINE {
            return;
        }
        if let Some(source) = bracketed_source(&text) {
            self.source.get_or_insert(source);
            return;
        }
        let parts = parts(&text);
        let mut at = 0;
        while at < parts.len() {
            let part = parts[at].as_str();
            // A time of day parted from its date by a bar.
            let joined = parts.get(at + 1).filter(|next| is_clock(next)).map(|next| format!("{part} {next}"));
            let taken = usize::from(joined.is_some());
            if self.part(joined.as_deref().unwrap_or(part), line, near) {
                at += taken;
            }
            at += 1;
        }
        if near && let Some(stamp) = &line.stamp {
            self.published = self.published.or_else(|| read_date(stamp).ok());
        }
    }

    /// Reads one part of a line; whether a date was found in it.
    fn part(&mut self, part: &str, line: &Line, near: bool) -> bool {
        if let Some(rest) = after(part, UPDATED)
            && let Ok(date) = read_date(rest)
        {
            self.updated = self.updated.or(Some(date));
            return true;
        }
        if let Some(date) = after(part, PUBLISHED).and_then(|rest| read_date(rest).ok()) {
            self.published = self.published.or(Some(date));
            return true;
        }
        if let Some(views) = views(part) {
            self.views = self.views.or(Some(views));
            return false;
        }
        if (near || line.is_date)
            && self.published.is_none()
            && let Ok(date) = read_date(part)
            && date.day().is_some()
        {
            self.published = Some(date);
            return true;
        }
        if let Some(name) = labelled(part, AUTHOR) {
            if is_name(&name) && name.split(' ').count() <= 10 && !self.authors.contains(&name) {
                self.authors.push(name);
            }
        } else if let Some(name) = labelled(part, SOURCE) {
            self.source.get_or_insert(name);
        } else if let Some(path) = labelled(part, SECTION) {
            if self.section.is_empty() {
                self.section = section_path(&path);
            }
        } else if near && line.is_author && self.authors.is_empty() {
            let name = part
                .strip_prefix("By ")
                .or_else(|| part.strip_prefix("by "))
                .unwrap_or(part)
                .trim_matches([' ', ',', '-', ':']);
            if is_name(name) && name.split(' ').count() <= 6 && !name.chars().any(|c| c.is_ascii_digit()) {
                self.authors.push(name.to_owned());
            }
        } else if line.is_source
            && self.source.is_none()
            && part.split(' ').count() <= 10
            && part.chars().any(char::is_alphabetic)
        {
            self.source = Some(part.to_owned());
        }
        false
    }
}

/// The parts of a line: at bars and dots, and before the labels that open another field.
fn parts(line: &str) -> Vec<String> {
    let mut marked = line.to_owned();
    for label in [
        "Lượt xem",
        "lượt xem",
        "Số lượt xem",
        "Lượt đọc",
        "Đã xem",
        "Tác giả",
        "Nguồn",
        "Người đăng",
        "Cập nhật",
        "Chuyên mục",
    ] {
        marked = marked.replace(label, &format!("|{label}"));
    }
    // A label inside a longer one, or behind its number, is put together again.
    let marked = marked
        .replace("Số |lượt xem", "Số lượt xem")
        .replace("|Số |Lượt", "|Số lượt")
        .replace("Ngày |Cập nhật", "Ngày cập nhật");
    let mut parts: Vec<String> = Vec::new();
    for part in marked.split(['|', '•', '·', '●']) {
        let part =
            part.trim().trim_end_matches(['-', ',', ';', '–']).trim_start_matches(['-', '–', ',']).trim();
        let is_number = parts.last().is_some_and(|last: &String| {
            last.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) && !last.is_empty()
        });
        if is_number && part.to_lowercase().starts_with("lượt") {
            // "1.126 lượt xem".
            if let Some(last) = parts.last_mut() {
                last.push(' ');
                last.push_str(part);
            }
        } else if !part.is_empty() {
            parts.push(part.to_owned());
        }
    }
    parts
}

/// What follows one of the labels, which are in lower case; the label ends where a word ends.
fn after<'a>(text: &'a str, labels: &[&str]) -> Option<&'a str> {
    labels.iter().find_map(|label| {
        let mut rest = text;
        for wanted in label.chars() {
            let c = rest.chars().next()?;
            if !c.to_lowercase().eq(wanted.to_lowercase()) {
                return None;
            }
            rest = &rest[c.len_utf8()..];
        }
        (!rest.starts_with(char::is_alphanumeric))
            .then(|| rest.trim_start_matches([' ', ':', '-', '–', '\u{A0}']))
    })
}

/// A name after a label and a colon.
fn labelled(text: &str, labels: &[&str]) -> Option<String> {
    let (label, rest) = text.split_once(':')?;
    let label = label.trim().trim_start_matches(['(', '*', '[']).to_lowercase();
    let rest = rest.trim().trim_end_matches([')', ']', '*']).trim();
    (labels.contains(&label.trim()) && !rest.is_empty() && rest.chars().count() <= 120)
        .then(|| one_line(rest))
}

/// The number of views, before or after its label.
fn views(text: &str) -> Option<u64> {
    if let Some(rest) = after(text, VIEWS) {
        let number = rest.trim_end_matches(|c: char| !c.is_ascii_digit());
        // "Xem 5 phim hay" counts something else.
        let unit = rest[number.len()..].trim().trim_matches([')', '.', ' ']).to_lowercase();
        let is_count = matches!(unit.as_str(), "" | "lượt" | "lần" | "lượt xem" | "lượt đọc" | "views");
        return is_count.then(|| grouped_number(number.trim())).flatten();
    }
    let lower = text.to_lowercase();
    let number =
        VIEWS.iter().find_map(|label| lower.strip_suffix(label)).or_else(|| lower.strip_suffix("lượt"))?;
    grouped_number(number.trim())
}

fn is_clock(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (3..=6).contains(&digits)
        && text.len() <= 12
        && text.contains([':', 'h', 'g'])
        && text.starts_with(|c: char| c.is_ascii_digit())
}

/// The author that a line names with a label.
pub(super) fn author(line: &str) -> Option<String> {
    labelled(line, AUTHOR).filter(|name| name.split(' ').count() <= 10)
}

/// The source that a line names with a label.
pub(super) fn source(line: &str) -> Option<String> {
    labelled(line, SOURCE).filter(|name| name.split(' ').count() <= 12)
}

/// `(Nguồn: Báo nhà)`, `(Theo Báo nhà)`, `Theo Báo nhà`.
pub(super) fn bracketed_source(line: &str) -> Option<String> {
    let inner = line.trim_end_matches('.').strip_prefix('(')?.strip_suffix(')')?.trim();
    let rest = after(inner, &["nguồn tin", "nguồn", "theo"])?;
    (!rest.is_empty() && rest.chars().count() <= 100).then(|| one_line(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Fields {
        let mut fields = Fields::default();
        for text in lines {
            fields.read(&Line { text: (*text).to_owned(), ..Line::default() }, true);
        }
        fields
    }

    #[test]
    fn the_lines_of_portals_are_read() {
        let fields = read(&["Ngày đăng 28/03/2023 | 14:04 | Lượt xem: 1126"]);
        assert_eq!(fields.published.unwrap().to_string(), "2023-03-28T14:04:00+07:00");
        assert_eq!(fields.views, Some(1126));
        let fields = read(&["Cập nhật: 28/03/2023 | 14:04", "Tác giả: Thu Hà - Nguồn: Báo Hà Nội mới"]);
        assert_eq!(fields.updated.unwrap().to_string(), "2023-03-28T14:04:00+07:00");
        assert_eq!(
            (fields.authors, fields.source.as_deref()),
            (vec!["Thu Hà".to_owned()], Some("Báo Hà Nội mới"))
        );
        let fields = read(&[
            "Thứ Ba, 28/03/2023, 08:30 (GMT+7)",
            "1.126 lượt xem",
            "(Theo Báo Lao động)",
            "Chuyên mục: Tin tức > Y tế",
        ]);
        assert_eq!(fields.published.unwrap().to_string(), "2023-03-28T08:30:00+07:00");
        assert_eq!((fields.views, fields.source.as_deref()), (Some(1126), Some("Báo Lao động")));
        assert_eq!(fields.section, ["Tin tức", "Y tế"]);
        let fields = read(&["Đăng lúc: 08:30 ngày 28/3/2023 - Đã xem: 12", "Ngày cập nhật 29/3/2023"]);
        assert_eq!(fields.published.unwrap().to_string(), "2023-03-28T08:30:00+07:00");
        assert_eq!((fields.views, fields.updated.unwrap().to_string().as_str()), (Some(12), "2023-03-29"));
    }

    #[test]
    fn sentences_are_no_fields() {
        let fields = read(&[
            "Theo báo cáo của phường: kết quả rất tốt",
            "Ngày 28/3/2023 là ngày hội của toàn dân phố chúng ta",
            "Xem 5 phim hay cuối tuần",
            "Nguồn nước sạch của người dân",
        ]);
        assert_eq!(
            (fields.published, fields.views, fields.source, fields.authors.len()),
            (None, None, None, 0)
        );
    }
}
