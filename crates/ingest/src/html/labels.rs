//! Lines of fields: "Ngày đăng 28/03/2023 | 14:04 | Lượt xem: 1.126", "Tác giả: Thu Hà", "(Nguồn: Báo Hà Nội mới)".

use super::{
    meta::is_name,
    names,
    tree::{Id, Tree, is_block},
};
use crate::{
    dates::{read_date, relative},
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
    /// When the page was fetched.
    pub(super) fetched: Option<PartialDate>,
    /// A date that is told from there; one that is written out is more exact.
    pub(super) relative: Option<PartialDate>,
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
        // "(Cập nhật: 28/3/2023)".
        let bare = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(&text);
        let parts = parts(bare);
        let dated_before = self.published.is_some();
        let mut at = 0;
        while at < parts.len() {
            let part = parts[at].as_str();
            // A time of day parted from its date by a bar, behind it or before it.
            let joins = |next: &&String| is_clock(next) || is_clock(part) && begins_with_date(next);
            let joined = parts.get(at + 1).filter(joins).map(|next| format!("{part} {next}"));
            let taken = usize::from(joined.is_some());
            if self.part(joined.as_deref().unwrap_or(part), line, near) {
                at += taken;
            }
            at += 1;
        }
        // What a line tells machines is more exact than what it shows, or what one before it showed.
        if near && let Some(stamp) = line.stamp.as_deref().and_then(|stamp| read_date(stamp).ok()) {
            let is_same = |shown: PartialDate| stamp.to_string().starts_with(&shown.to_string());
            if !dated_before || self.published.is_some_and(is_same) {
                self.published = Some(stamp);
            }
        }
    }

    /// "Được đăng bởi Thu Hà vào Thứ Ba, 28/03/2023 - 10:15", as programs for sites write it.
    fn submitted(&mut self, part: &str) -> bool {
        let Some(rest) = after(part, &["được đăng bởi", "đăng bởi", "submitted by", "posted by"])
        else {
            return false;
        };
        let Some((name, date)) =
            [" vào ", " lúc ", " on ", " ngày "].iter().find_map(|mark| rest.split_once(mark))
        else {
            return false;
        };
        let Some(date) = leading_date(date) else { return false };
        self.published = self.published.or(Some(date));
        let name = one_line(name);
        if is_name(&name) && name.split(' ').count() <= 6 && !self.authors.contains(&name) {
            self.authors.push(name);
        }
        true
    }

    /// Reads one part of a line; whether a date was found in it.
    fn part(&mut self, part: &str, line: &Line, near: bool) -> bool {
        if near && self.submitted(part) {
            return true;
        }
        if let Some(date) = after(part, UPDATED).and_then(leading_date) {
            self.updated = self.updated.or(Some(date));
            return true;
        }
        if let Some(date) = after(part, PUBLISHED).and_then(leading_date) {
            self.published = self.published.or(Some(date));
            return true;
        }
        if let Some(fetched) = self.fetched.filter(|_| near || line.is_date) {
            let rest = after(part, UPDATED).or_else(|| after(part, PUBLISHED)).unwrap_or(part);
            if let Some(date) = relative::date(rest, fetched) {
                self.relative = self.relative.or(Some(date));
                return false;
            }
        }
        if let Some(views) = views(part) {
            self.views = self.views.or(Some(views));
            return false;
        }
        if (near || line.is_date)
            && self.published.is_none()
            && let Some(date) = leading_date(part)
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
        } else if near && self.authors.is_empty() && is_signed(part) {
            self.authors.push(part[3..].trim().to_owned());
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

/// "By Helen Brandt": two to four words with capitals and no more.
fn is_signed(part: &str) -> bool {
    let Some(name) = part.strip_prefix("By ") else { return false };
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
    };
    is_name(name) && (2..=4).contains(&words.len()) && words.iter().all(capital)
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
        // What stands behind a dash is of another field: "Lượt xem: 77 - Cỡ chữ A A".
        let rest = rest.split(['-', '–']).next().unwrap_or(rest).trim();
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

/// So many words of a page (its buttons, mostly) may stand behind a date in one line with it.
const BEHIND_DATE: usize = 6;

/// The date that a line is, or begins with where only a few words that open no sentence stand behind it: "28/03/2023 10:15 Xem
/// cỡ chữ".
fn leading_date(text: &str) -> Option<PartialDate> {
    if let Ok(date) = read_date(text) {
        return Some(date);
    }
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let first_behind = words.len().saturating_sub(BEHIND_DATE).max(1);
    (first_behind..words.len()).rev().find_map(|at| {
        let is_plain = words[at..].iter().all(|word| !word.ends_with(['.', '!', '?']))
            && !words[at].starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
        let date = read_date(&words[..at].join(" ")).ok()?;
        (is_plain && date.day().is_some()).then_some(date)
    })
}

fn begins_with_date(text: &str) -> bool {
    leading_date(text).is_some_and(|date| date.day().is_some())
}

fn is_clock(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (3..=6).contains(&digits)
        && text.len() <= 12
        && text.contains([':', 'h', 'g'])
        && text.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a line is nothing but a label, whose value stands in the next one: the cells of a table.
pub(super) fn is_label(line: &str) -> bool {
    let bare = line.trim().trim_end_matches(':').trim().to_lowercase();
    let parted = [PUBLISHED, UPDATED, VIEWS, AUTHOR, SOURCE, SECTION];
    // Words that stand alone for other reasons as well are labels only with their colon.
    let is_sure = bare.contains(' ') || line.trim().ends_with(':');
    is_sure && parted.iter().any(|labels| labels.contains(&bare.as_str()))
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
mod tests;
