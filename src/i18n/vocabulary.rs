//! The program's own words for what packing recognises: relations between documents, states of targets, how exact a figure is.
//! Archives hold them in Vietnamese; English readers get them in English. What is no such word stays as it stands.

use tangthu_protocol::Language;

const RELATIONS: [(&str, &str); 15] = [
    ("bãi bỏ", "repeals"),
    ("bị bãi bỏ bởi", "is repealed by"),
    ("bổ sung", "supplements"),
    ("căn cứ", "is based on"),
    ("cụ thể hóa", "specifies"),
    ("dẫn chiếu", "refers to"),
    ("được bổ sung bởi", "is supplemented by"),
    ("được sửa đổi bởi", "is amended by"),
    ("được sửa đổi, bổ sung bởi", "is amended and supplemented by"),
    ("được thay thế bởi", "is replaced by"),
    ("hướng dẫn", "gives guidance on"),
    ("sửa đổi", "amends"),
    ("sửa đổi, bổ sung", "amends and supplements"),
    ("thay thế", "replaces"),
    ("thực hiện", "implements"),
];

const STATES: [(&str, &str); 32] = [
    ("đạt", "reached"),
    ("ước đạt", "estimated as reached"),
    ("đã đạt", "reached"),
    ("chưa đạt", "not yet reached"),
    ("không đạt", "not reached"),
    ("vượt", "exceeded"),
    ("vượt mức", "exceeded"),
    ("tăng", "increased"),
    ("tăng thêm", "increased by"),
    ("tăng lên", "increased to"),
    ("giảm", "decreased"),
    ("giảm còn", "decreased to"),
    ("giảm xuống", "decreased to"),
    ("giảm xuống còn", "decreased to"),
    ("hoàn thành", "completed"),
    ("đã hoàn thành", "completed"),
    ("chưa hoàn thành", "not yet completed"),
    ("không hoàn thành", "not completed"),
    ("dự kiến", "expected"),
    ("dự kiến đạt", "expected to be reached"),
    ("phấn đấu", "aimed at"),
    ("phấn đấu đạt", "aimed at"),
    ("lộ trình", "as scheduled"),
    ("theo lộ trình", "as scheduled"),
    ("ước", "estimated"),
    ("ước tính", "estimated"),
    ("mục tiêu", "target"),
    ("đang thực hiện", "under way"),
    ("đã thực hiện", "carried out"),
    ("chưa thực hiện", "not yet carried out"),
    ("kế hoạch giao", "as planned"),
    ("đề ra", "as set"),
];

const ABOUT: [(&str, &str); 16] = [
    ("hơn", "more than"),
    ("gần", "nearly"),
    ("khoảng", "about"),
    ("trên", "over"),
    ("dưới", "under"),
    ("ít nhất", "at least"),
    ("nhiều nhất", "at most"),
    ("tối thiểu", "at least"),
    ("tối đa", "at most"),
    ("không quá", "at most"),
    ("chừng", "about"),
    ("xấp xỉ", "about"),
    ("ước khoảng", "an estimated"),
    ("gần như", "almost"),
    ("lên tới", "as many as"),
    ("lên đến", "as many as"),
];

/// The words of the link to the dossier of a document number.
pub(crate) fn to_dossier(language: Language, number: &str) -> String {
    match language {
        Language::Vi => format!("Hồ sơ văn bản {number}: ai nhắc tới, khi nào"),
        Language::En => format!("Dossier of {number}: who mentions it, and when"),
    }
}

/// How a document stands to another: `căn cứ`, in English "is based on".
pub(crate) fn relation(language: Language, said: &str) -> String {
    put(language, &RELATIONS, said)
}

/// What became of a target: `dự kiến đạt`, in English "expected to be reached". A year behind it is told as well.
pub(crate) fn state(language: Language, said: &str) -> String {
    if language == Language::Vi {
        return said.to_owned();
    }
    let folded = said.to_lowercase();
    let begins = |(word, _): &&(&str, &str)| {
        folded.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let Some((word, means)) = STATES.iter().filter(begins).max_by_key(|(word, _)| word.len()) else {
        return said.to_owned();
    };
    let rest = folded[word.len()..].trim();
    let year = rest.rsplit_once("năm ").filter(|(_, year)| year.bytes().all(|b| b.is_ascii_digit()));
    match year {
        _ if rest.is_empty() => (*means).to_owned(),
        Some(("" | "trong ", year)) => format!("{means} in {year}"),
        Some(("tới " | "đến " | "đến hết " | "thực hiện đến ", year)) => {
            format!("{means} by {year}")
        }
        // More than the word itself: half a translation would be worse than none.
        _ => said.to_owned(),
    }
}

/// How exact a figure is: `hơn`, in English "more than".
pub(crate) fn about(language: Language, said: &str) -> String {
    put(language, &ABOUT, said)
}

fn put(language: Language, words: &[(&str, &str)], said: &str) -> String {
    let known = words.iter().find(|(word, _)| language == Language::En && *word == said);
    known.map_or(said, |(_, means)| means).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{En, Vi};

    #[test]
    fn the_words_of_the_program_are_told_in_the_readers_language() {
        assert_eq!([relation(En, "căn cứ"), relation(Vi, "căn cứ")], ["is based on", "căn cứ"]);
        assert_eq!([about(En, "khoảng"), about(En, "chẵn")], ["about", "chẵn"]);
        let states = ["đạt", "Dự kiến đạt", "dự kiến đạt trong năm 2023", "theo lộ trình tới năm 2025"];
        let english =
            ["reached", "expected to be reached", "expected to be reached in 2023", "as scheduled by 2025"];
        assert_eq!(states.map(|said| state(En, said)), english);
        assert_eq!(states.map(|said| state(Vi, said)), states);
    }

    #[test]
    fn what_is_no_such_word_stays_as_it_stands() {
        for said in ["", "đạtx", "đạt giữa kỳ", "năm 2023", "é"] {
            assert_eq!(state(En, said), said);
        }
    }
}
