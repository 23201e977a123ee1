//! What kind of document a number is of: as its code says, or as the text does where the code says none or two.

use crate::{
    numbers::typed_numbers,
    tables::{issuer, kind_name},
};

/// What a text calls a document whose code stands for either.
const EITHER: &str = "Quyết định hoặc Quy định";

/// The codes of a number behind its serial and year.
pub(crate) fn codes(canonical: &str) -> Vec<&str> {
    let mut parts = canonical.split(['/', '-']).skip(1).peekable();
    if parts.peek().is_some_and(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit())) {
        parts.next();
    }
    parts.collect()
}

/// The kind: as the code says, or as the text does where the code says none or two.
pub(crate) fn kind_of(codes: &[&str], said: Option<&'static str>) -> Option<String> {
    let code = codes.first()?;
    let party = codes.get(1).and_then(|body| issuer(body)).is_some_and(|body| body.party);
    match kind_name(code) {
        // Of the Party QĐ is a decision or a regulation.
        Some("Quyết định") if party => Some(said.unwrap_or(EITHER).to_owned()),
        // Thông tư số 09-TC/NSNN: letters of a ministry that are those of a kind too. What the text calls it decides.
        Some(_) if said.is_some() && codes.get(1).is_some_and(|body| issuer(body).is_none()) => {
            said.map(str::to_owned)
        }
        Some(name) => Some(name.split(" (").next().unwrap_or(name).to_owned()),
        None => said.map(str::to_owned),
    }
}

/// The kind of document that the code of `number` names; none where it names none, or stands for two (the Party's QĐ).
///
/// ```
/// use tangthu_mentions::kind_of_number;
/// assert_eq!(kind_of_number("56/kh-ubnd").as_deref(), Some("Kế hoạch"));
/// assert_eq!(kind_of_number("45/2019/QH14"), None);
/// assert_eq!(kind_of_number("20-QĐ/TU"), None);
/// ```
pub fn kind_of_number(number: &str) -> Option<String> {
    let read = typed_numbers(number.trim()).into_iter().find(|read| read.start == 0)?;
    kind_of(&codes(&read.canonical), None).filter(|kind| kind != EITHER)
}
