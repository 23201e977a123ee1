//! What fields are called: our own names, those that exports and crawls commonly use, in English and Vietnamese, and those
//! that a publisher states in `tangthu.toml`.
//!
//! Names are compared without case, marks, spaces and underscores, so that `Tiêu đề`, `tieu_de` and `TieuDe` are one.

use crate::item::Notice;
use glob::Pattern;
use serde_json::{Map, Value};

/// Each of our fields, and after it what others call it, the more telling first.
const KNOWN: &[(&str, &[&str])] = &[
    ("id", &["guid"]),
    ("url", &["link", "permalink", "externalurl", "duongdan", "lienket", "diachiurl"]),
    (
        "title",
        &[
            "headline",
            "tieude",
            "tenbai",
            "tenbaiviet",
            "tenvanban",
            "trichyeu",
            "trichyeunoidung",
            "posttitle",
        ],
    ),
    ("section", &["category", "categories", "chuyenmuc", "danhmuc", "chuyentrang"]),
    (
        "published",
        &[
            "date",
            "datepublished",
            "pubdate",
            "publishedat",
            "publisheddate",
            "publishdate",
            "postdate",
            "ngaydang",
            "ngaydangtai",
            "ngayxuatban",
            "ngay",
            "ngaythang",
            "thoigiandang",
            "createdat",
        ],
    ),
    (
        "updated",
        &["datemodified", "modified", "updatedat", "lastmodified", "ngaycapnhat", "ngaysua", "postmodified"],
    ),
    ("views", &["luotxem", "soluotxem"]),
    ("authors", &["author", "byline", "tacgia", "nguoiviet"]),
    ("source", &["nguon", "nguontin"]),
    (
        "lead",
        &["summary", "description", "excerpt", "abstract", "sapo", "tomtat", "modau", "mota", "postexcerpt"],
    ),
    (
        "body",
        &["content", "contenthtml", "text", "contenttext", "noidung", "toanvan", "vanban", "postcontent"],
    ),
    ("language", &["lang", "ngonngu"]),
    ("tags", &["keywords", "tukhoa"]),
    ("number", &["sohieu", "sokyhieu", "sokihieu", "sohieuvanban", "sovanban", "kyhieu"]),
    ("kind", &["loaivanban", "hinhthucvanban", "theloaivanban"]),
    ("issuer", &["coquanbanhanh", "donvibanhanh", "noibanhanh"]),
    ("issued", &["ngaybanhanh", "ngayky", "ngaykybanhanh"]),
    ("effective", &["ngayhieuluc", "ngaycohieuluc", "hieulucngay", "ngaybatdauhieuluc"]),
    ("crawled", &["firstseen", "crawledat", "ngaythuthap"]),
];

/// What fields of a record are called besides, that no other record has under another name.
const OTHERS: &[&str] = &["attachments", "extra", "mentions", "provenance"];

/// The names that the publisher states, as `[fields]` of `tangthu.toml`: for all files, and for those of a pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldNames {
    /// In the order of the file: what is said for a pattern counts before what is said for all.
    rules: Vec<Rule>,
    /// What stands before the paths of files that patterns are compared with: the container they lie in.
    pub(crate) below: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    files: Option<Pattern>,
    own: &'static str,
    theirs: String,
}

impl FieldNames {
    /// Reads the table `[fields]` of the settings. What is not understood becomes a notice about `input`.
    pub(crate) fn read(input: &str, value: &toml::Value, notice: &mut dyn FnMut(Notice)) -> Self {
        let mut names = Self::default();
        let Some(table) = value.as_table() else {
            let reason = "\"fields\" is not a table";
            notice(Notice::warning(
                input,
                None,
                reason,
                "write [fields] and under it lines like title = \"ten_bai\"",
            ));
            return names;
        };
        for (key, value) in table {
            let Some(of_pattern) = value.as_table() else {
                names.rule(input, None, key, value, notice);
                continue;
            };
            match Pattern::new(key) {
                Ok(pattern) => {
                    for (key, value) in of_pattern {
                        names.rule(input, Some(&pattern), key, value, notice);
                    }
                }
                Err(error) => {
                    let reason =
                        format!("\"{}\" in [fields] is no pattern of files ({})", shown(key), error.msg);
                    notice(Notice::warning(input, None, reason, "write it like \"van-ban/*.csv\""));
                }
            }
        }
        names.rules.sort_by_key(|rule| rule.files.is_none());
        names
    }

    fn rule(
        &mut self,
        input: &str,
        files: Option<&Pattern>,
        own: &str,
        value: &toml::Value,
        notice: &mut dyn FnMut(Notice),
    ) {
        let Some((own, _)) = KNOWN.iter().find(|(known, _)| *known == own) else {
            let reason = format!("\"{}\" in [fields] is no field of a document", shown(own));
            let known: Vec<&str> = KNOWN.iter().map(|(known, _)| *known).collect();
            return notice(Notice::warning(input, None, reason, &format!("fields are {}", known.join(", "))));
        };
        let theirs: Vec<&str> = match value {
            toml::Value::String(name) => vec![name],
            toml::Value::Array(names) => names.iter().filter_map(toml::Value::as_str).collect(),
            _ => Vec::new(),
        };
        if theirs.is_empty() {
            let reason = format!("\"{own}\" in [fields] names no field of the files");
            return notice(Notice::warning(input, None, reason, "write their name in quotation marks"));
        }
        for name in theirs {
            self.rules.push(Rule { files: files.cloned(), own, theirs: squashed(name) });
        }
    }

    /// Whether anything is stated for the file `input`.
    fn of<'a>(&'a self, input: &'a str) -> impl Iterator<Item = &'a Rule> {
        let input = input.strip_prefix(&self.below).unwrap_or(input);
        let fits = |files: &Pattern| {
            let name = input.rsplit('/').next().unwrap_or(input);
            files.matches(input) || files.matches(name)
        };
        self.rules.iter().filter(move |rule| rule.files.as_ref().is_none_or(fits))
    }

    /// A record of the file `input` with the stated names replaced by ours. What a publisher states counts before what a
    /// field is called.
    pub(crate) fn apply(&self, input: &str, mut record: Map<String, Value>) -> Map<String, Value> {
        if self.rules.is_empty() {
            return record;
        }
        let mut stated: Vec<(&str, Value)> = Vec::new();
        for rule in self.of(input) {
            if stated.iter().any(|(own, _)| *own == rule.own) {
                continue;
            }
            let key = record.keys().find(|key| squashed(key) == rule.theirs).cloned();
            if let Some(value) = key.and_then(|key| record.remove(&key)).filter(|value| !is_empty(value)) {
                stated.push((rule.own, value));
            }
        }
        record.extend(stated.into_iter().map(|(own, value)| (own.to_owned(), value)));
        record
    }

    /// Whether a column of the file `input` is one that is read.
    pub(crate) fn knows(&self, input: &str, column: &str) -> bool {
        let column_name = squashed(column);
        own_name(column).is_some() || self.of(input).any(|rule| rule.theirs == column_name)
    }
}

/// A record with common names replaced by ours. Of several that mean one field, the first of the table that holds something
/// counts, and our own before all.
pub(crate) fn adopt(mut record: Map<String, Value>) -> Map<String, Value> {
    let others = record.keys().filter(|key| !is_own(key));
    let mut renamed: Vec<(usize, &'static str, String)> =
        others.filter_map(|key| own_name(key).map(|(rank, own)| (rank, own, key.clone()))).collect();
    renamed.sort();
    for (_, own, key) in renamed {
        let Some(value) = record.remove(&key).filter(|value| !is_empty(value)) else { continue };
        if record.get(own).is_none_or(is_empty) {
            record.insert(own.to_owned(), value);
        } else if own == "title"
            && squashed(&key).starts_with("trichyeu")
            && record.get("lead").is_none_or(is_empty)
        {
            // What an official document is about is its title, unless it has one besides.
            record.insert("lead".to_owned(), value);
        }
    }
    record
}

fn is_own(key: &str) -> bool {
    OTHERS.contains(&key) || KNOWN.iter().any(|(own, _)| *own == key)
}

/// Our name for what others call `key`, and how telling theirs is (0 for our own).
fn own_name(key: &str) -> Option<(usize, &'static str)> {
    let name = squashed(key);
    KNOWN.iter().find_map(|(own, others)| {
        if *own == name {
            return Some((0, *own));
        }
        others.iter().position(|other| *other == name).map(|rank| (rank + 1, *own))
    })
}

/// A name in lower case without marks, and without anything between its letters.
fn squashed(name: &str) -> String {
    let plain = if name.is_ascii() {
        name.to_ascii_lowercase()
    } else {
        tangthu_text::fold(&tangthu_text::clean(name).to_lowercase())
    };
    plain.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn shown(key: &str) -> String {
    key.chars().filter(|c| !c.is_control()).take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn map(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(map) => map,
            other => panic!("{other} is no object"),
        }
    }

    fn names(toml: &str) -> (FieldNames, Vec<String>) {
        let table: toml::Table = toml.parse().unwrap();
        let mut said = Vec::new();
        let names =
            FieldNames::read("tangthu.toml", &table["fields"], &mut |notice| said.push(notice.to_string()));
        (names, said)
    }

    #[test]
    fn one_field_has_many_names() {
        for name in ["title", "Title", "Tiêu đề", "TIÊU ĐỀ", "tieu_de", "TieuDe", "Tiêu_Đề "] {
            assert_eq!(own_name(name).map(|(_, own)| own), Some("title"), "{name}");
        }
        assert_eq!(own_name("Số, ký hiệu").map(|(_, own)| own), Some("number"));
        assert_eq!(own_name("Ghi chú"), None);
    }

    #[test]
    fn the_more_telling_name_counts_and_empty_ones_do_not() {
        let record = adopt(map(
            json!({"description": "b", "summary": " ", "date": "2020", "published": "", "Ngày": "2021"}),
        ));
        assert_eq!(Value::Object(record), json!({"lead": "b", "published": "2020"}));
        let record = adopt(map(json!({"Trích yếu": "Về y tế", "Nội dung": "c"})));
        assert_eq!(Value::Object(record), json!({"title": "Về y tế", "body": "c"}));
        let record = adopt(map(json!({"Trích yếu": "Về y tế", "Tiêu đề": "Kế hoạch"})));
        assert_eq!(Value::Object(record), json!({"title": "Kế hoạch", "lead": "Về y tế"}));
    }

    #[test]
    fn a_publisher_says_what_fields_are_called() {
        let (names, said) = names(
            "[fields]\ntitle = \"Ten\"\nlead = [\"a\", \"b\"]\n[fields.\"vb/*.csv\"]\ntitle = \"trich yeu\"\nnumber = \"So\"",
        );
        assert!(said.is_empty(), "{said:?}");
        let record =
            || map(json!({"TÊN": "một", "trich_yeu": "hai", "so": "3", "b": "bốn", "title": "khác"}));
        assert_eq!(
            Value::Object(names.apply("tin.csv", record())),
            json!({"title": "một", "trich_yeu": "hai", "so": "3", "lead": "bốn"})
        );
        assert_eq!(
            Value::Object(names.apply("vb/1.csv", record())),
            json!({"title": "hai", "number": "3", "lead": "bốn", "TÊN": "một"})
        );
        assert!(names.knows("vb/1.csv", "SO") && !names.knows("tin.csv", "SO"));
    }

    #[test]
    fn what_is_no_field_is_named() {
        let (_, said) = names("[fields]\ncolour = \"x\"\ntitle = 5\n[fields.\"a[\"]\ntitle = \"x\"");
        assert_eq!(said.len(), 3, "{said:?}");
        assert!(said.iter().any(|line| line.contains("\"colour\"")));
    }
}
