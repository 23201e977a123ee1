//! Addresses of the page: whatever stands in one is understood or ignored, and what was understood is written as it is read.
//!
//! The page is a program and offers nothing to other crates; its [`route`] is pure and stands alone, so it is compiled here anew.

use crate::{TEXTS, text};

#[path = "../../src/route.rs"]
#[allow(dead_code, reason = "the page uses more of it")]
mod route;

use route::Route;

/// The first inputs.
pub fn seeds() -> Vec<Vec<u8>> {
    let whole = "?q=quan+uy&section=Tin&section=-Tin%20t%E1%BB%A9c&source=B%C3%A1o&year=2022&month=2022-10&from=2020&to=28/03/2023&number=01-CTr/QU\
        &person=a&place=b&org=c&kind=K%E1%BA%BF+ho%E1%BA%A1ch&language=vi&sort=newest&doc=a/b&view=figures&lang=en&archive=kho/archive.json";
    let hostile = "?q=%3Cscript%3E&doc=javascript:alert(1)&archive=//kho.invalid/&lang=%00&sort=..&view=__proto__&year=-&&&=&q";
    let texts =
        TEXTS.iter().map(|text| format!("?q={}&number={text}&archive={text}", text.replace(' ', "+")));
    texts.chain([whole.to_owned(), hostile.to_owned(), String::new()]).map(String::into_bytes).collect()
}

/// Reads the input as what follows the path of an address.
pub fn check(data: &[u8]) {
    let address = text(data);
    let route = Route::parse(&address);
    let written = route.to_search();
    assert!(
        written.is_ascii() && !written.contains(['<', '>', '"', '\'', '#']),
        "{written:?} would need quoting"
    );
    assert_eq!(Route::parse(&written), route, "{written:?} is read as it was written");
    assert!(route.query.chars().count() <= 1_000 && written.len() < 1 << 23, "a limit does not hold");
    assert!(!route.query.chars().any(char::is_control), "{:?}", route.query);
    // Whatever an archive calls its documents and sections is found again by the link to it.
    let name: String = address.chars().filter(|c| !c.is_control()).take(400).collect();
    if !name.trim().is_empty() {
        assert_eq!(Route::parse(&route.with_doc(&name).to_search()).doc.as_ref(), Some(&name));
    }
    for other in [route.start(), route.without_doc(), route.unfiltered(), route.with_doc("tin/một & hai=ba")]
    {
        let written = other.to_search();
        assert_eq!(Route::parse(&written).to_search(), written);
    }
}
