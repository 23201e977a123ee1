//! What is said of signatures, in each language.

use super::judge::{Judged, Known};
use crate::i18n::format::day;
use tangthu_protocol::{Language, Signature, SignatureState};

/// Seconds by which Vietnam is ahead of UTC: days are told as there.
const VIETNAM: u64 = 7 * 3600;
/// The last second that a date is told of; what is later was never signed then.
const LAST: u64 = 253_402_214_400;

/// The words round the sentences.
pub(crate) struct SignedTexts {
    pub(crate) what: &'static str,
    pub(crate) explained: &'static str,
    pub(crate) accept: &'static str,
}

/// The texts of `language`.
pub(crate) fn texts(language: Language) -> &'static SignedTexts {
    match language {
        Language::Vi => &VI,
        Language::En => &EN,
    }
}

const VI: SignedTexts = SignedTexts {
    what: "Chữ ký này chứng minh điều gì?",
    explained: "Chữ ký khớp nghĩa là từ lúc ký đến nay không tệp nào của kho bị sửa. Khóa đi kèm kho thì tự nó không chứng minh gì: ai thay được kho cũng thay được cả khóa lẫn chữ ký. Hãy so khóa với khóa mà người công bố đưa bằng đường khác (giấy in, trang khác). Máy này nhớ khóa đã thấy lần đầu và sẽ báo khi nó đổi.",
    accept: "Tôi đã hỏi lại: nhận như hiện nay",
};

const EN: SignedTexts = SignedTexts {
    what: "What does this signature prove?",
    explained: "A signature that fits means that no file of the archive was changed since it was signed. A key that comes with the archive proves nothing by itself: whoever can replace the archive can replace key and signature. Compare the key with the one that the publisher gives in another way (in print, on another site). This device remembers the key that it saw first and will say when it changes.",
    accept: "I have asked: accept it as it is now",
};

/// The sentence for what was judged.
pub(crate) fn sentence(
    language: Language,
    judged: Judged,
    told: &Signature,
    known: Option<&Known>,
) -> String {
    let key = told.key.as_deref().unwrap_or_default();
    let (before, first) = known.map_or(("", ""), |known| (known.key.as_str(), known.first.as_str()));
    let first = if first.is_empty() { String::new() } else { day(language, first) };
    let at = |time: u64| day_of(time).map(|date| day(language, &date)).unwrap_or_else(|| "?".to_owned());
    let newest = at(known.map_or(0, |known| known.newest));
    let time =
        if let SignatureState::Good { time: Some(time) } = told.state { at(time) } else { "?".to_owned() };
    match (language, judged) {
        (Language::Vi, Judged::Unsigned) => "Kho này không có chữ ký.".to_owned(),
        (Language::Vi, Judged::Signed) if first.is_empty() => {
            format!("Được ký bằng khóa {key}, ngày {time}.")
        }
        (Language::Vi, Judged::Signed) => {
            format!("Được ký bằng khóa {key}, thấy lần đầu ở đây ngày {first}. Bản này ký ngày {time}.")
        }
        (Language::Vi, Judged::Changed) => format!(
            "Khóa ký kho này đã đổi: từ ngày {first} máy này thấy kho được ký bằng khóa {before}, nay bằng khóa {key}. Có thể người công bố đã thay khóa, cũng có thể kho đã bị người khác thay. Hãy hỏi người công bố trước khi tin nội dung."
        ),
        (Language::Vi, Judged::Older) => format!(
            "Kho đã lùi về bản cũ: bản này ký ngày {time}, trong khi máy này đã thấy bản ký ngày {newest}. Những gì thêm hoặc sửa từ đó có thể bị giấu đi. Hãy hỏi người công bố."
        ),
        (Language::Vi, Judged::OldCopy) => format!(
            "Đây là bản lưu trên máy này; máy này đã thấy bản mới hơn, ký ngày {newest} bằng khóa {before}."
        ),
        (Language::Vi, Judged::Gone) => format!(
            "Kho này trước đây có chữ ký (khóa {before}, thấy lần đầu ở đây ngày {first}), nay thì không. Hãy hỏi người công bố trước khi tin nội dung."
        ),
        (Language::Vi, Judged::Differs) => format!(
            "Chữ ký không khớp với kho: kho ghi là được ký bằng khóa {key} nhưng đã bị sửa sau khi ký, hoặc chưa được đăng trọn vẹn. Đừng dựa vào nội dung; hãy báo người công bố."
        ),
        (Language::Vi, Judged::Missing) => {
            format!("Kho ghi là được ký bằng khóa {key} nhưng máy chủ không có chữ ký, nên không kiểm được.")
        }
        (Language::Vi, Judged::Unknown) => {
            format!("Kho ghi là được ký bằng khóa {key}; lúc này không lấy được chữ ký nên chưa kiểm được.")
        }
        (Language::Vi, Judged::Renewed) => {
            "Kho vừa có bản mới trên máy chủ; hãy tải lại trang để kiểm chữ ký của bản mới.".to_owned()
        }
        (Language::En, Judged::Unsigned) => "This archive is not signed.".to_owned(),
        (Language::En, Judged::Signed) if first.is_empty() => format!("Signed by key {key} on {time}."),
        (Language::En, Judged::Signed) => {
            format!("Signed by key {key}, first seen here on {first}. This version was signed on {time}.")
        }
        (Language::En, Judged::Changed) => format!(
            "The key of this archive has changed: since {first} this device saw it signed by key {before}, now by key {key}. The publisher may have a new key, or somebody else may have replaced the archive. Ask the publisher before you believe what it says."
        ),
        (Language::En, Judged::Older) => format!(
            "The archive went back in time: this version was signed on {time}, and this device has seen one that was signed on {newest}. What was added or changed since may be hidden. Ask the publisher."
        ),
        (Language::En, Judged::OldCopy) => format!(
            "This is the copy on this device; it has seen a newer version, signed on {newest} by key {before}."
        ),
        (Language::En, Judged::Gone) => format!(
            "This archive was signed (key {before}, first seen here on {first}) and is not any more. Ask the publisher before you believe what it says."
        ),
        (Language::En, Judged::Differs) => format!(
            "The signature does not fit: the archive says that it is signed by key {key}, but it was changed after it was signed, or published in part. Do not rely on it; tell the publisher."
        ),
        (Language::En, Judged::Missing) => format!(
            "The archive says that it is signed by key {key}, but the host has no signature, so it cannot be verified."
        ),
        (Language::En, Judged::Unknown) => format!(
            "The archive says that it is signed by key {key}; no signature could be had now, so it is not verified."
        ),
        (Language::En, Judged::Renewed) => {
            "The host has a newer version of this archive; reload the page to verify its signature."
                .to_owned()
        }
    }
}

/// The day in Vietnam of a time in seconds since 1970, as `2026-11-26`; none of times that no clock shows.
pub(crate) fn day_of(time: u64) -> Option<String> {
    if time == 0 || time > LAST {
        return None;
    }
    // Days since 1 March of the year 0, in eras of 400 years that are all alike.
    let days = (time + VIETNAM) / 86_400 + 719_468;
    let (era, rest) = (days / 146_097, days % 146_097);
    let year = (rest - rest / 1_460 + rest / 36_524 - rest / 146_096) / 365;
    let of_year = rest - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, ahead) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    Some(format!("{:04}-{month:02}-{day:02}", era * 400 + year + ahead))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_as_days_in_vietnam() {
        assert_eq!(day_of(1_700_000_000).as_deref(), Some("2023-11-15"));
        assert_eq!(day_of(951_782_400).as_deref(), Some("2000-02-29"));
        assert_eq!(day_of(1_798_736_399).as_deref(), Some("2026-12-31"));
        assert_eq!((day_of(0), day_of(u64::MAX)), (None, None));
    }
}
