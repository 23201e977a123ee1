//! What the page holds, and what it refuses.

use super::*;
use std::borrow::Cow;

fn viewer() -> Viewer {
    let page = "<!doctype html><html lang=vi><meta content=\"default-src 'none'\" http-equiv=Content-Security-Policy><link href=./icon.svg rel=icon>\
        <link href=./app/s-1.css rel=stylesheet><link disabled href=./app/rooms-1.css id=rooms-style rel=stylesheet><script data-js=./app/v-1.js data-wasm=./app/v_bg-1.wasm data-worker=./app/worker-1.js src=./app/boot-1.js type=module></script>\
        <script src=./app/local-1.js></script><link href=./app/v-1.js rel=modulepreload></head><body><img src=./icon.svg>";
    let files = [
        ("index.html", page),
        ("icon.svg", "<svg/>"),
        ("app/boot-1.js", "import('./mend-1.js')"),
        ("app/mend-1.js", "mend"),
        ("app/local-1.js", "local"),
        ("app/rooms-1.css", "b { color: blue }"),
        ("app/s-1.css", "a { color: red }"),
        ("app/v-1.js", "new URL('./v_bg-1.wasm')"),
        ("app/v_bg-1.wasm", "viewer"),
        ("app/w-1.js", "new URL('./w_bg-1.wasm')"),
        ("app/w_bg-1.wasm", "worker"),
        ("app/worker-1.js", "import init from './w-1.js'"),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), Cow::Borrowed(text.as_bytes())));
    Viewer { files: files.into() }
}

fn made() -> String {
    let mut inside = Inside::default();
    inside.take("archive.json", b"{}");
    inside.take("parts/a.bin", b"</script>");
    String::from_utf8(page(&viewer(), &inside).unwrap()).unwrap()
}

/// What lies between two texts.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}

#[test]
fn nothing_of_the_page_is_loaded_from_anywhere() {
    let page = made();
    assert!(!page.contains(" src=") && !page.contains("href="), "{page}");
    assert_eq!(page.matches("data-file=\"icon.svg\"").count(), 2, "{page}");
    assert!(page.contains("<style>a { color: red }</style><style>b { color: blue }</style>"), "{page}");
}

#[test]
fn the_policy_names_the_script_and_the_styles_that_stand_there() {
    let page = made();
    let source = |text: &str| hash_source(text);
    assert!(page.contains(&format!(
        "script-src '{}' blob: 'wasm-unsafe-eval'",
        source(between(&page, "<script>", "</script>"))
    )));
    let styles = ["b { color: blue }", "a { color: red }"].map(source);
    assert!(page.contains(&format!("style-src '{}' '{}';", styles[0], styles[1])), "{page}");
    assert_eq!(hash_source(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

#[test]
fn each_side_gets_what_it_needs_after_what_that_needs() {
    let page = made();
    let list: serde_json::Value =
        serde_json::from_str(between(&page, "id=\"tangthu-list\">", "</script>")).unwrap();
    let names = |side: &str| -> Vec<String> {
        list[side].as_array().unwrap().iter().map(|file| file[0].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("worker"), ["app/w_bg-1.wasm", "app/w-1.js", "app/worker-1.js"]);
    let shown = names("page");
    let at = |name: &str| shown.iter().position(|known| known == name).unwrap();
    assert!(
        at("app/mend-1.js") < at("app/boot-1.js") && at("app/v_bg-1.wasm") < at("app/v-1.js"),
        "{shown:?}"
    );
    assert!(
        shown.contains(&"icon.svg".to_owned()) && !shown.contains(&"app/local-1.js".to_owned()),
        "{shown:?}"
    );
    let packed = between(&page, "id=\"tangthu-files\">", "</script>");
    let place = list["archive"][1][1].clone();
    let (start, length) = (place[0].as_u64().unwrap() as usize, place[1].as_u64().unwrap() as usize);
    assert_eq!(BASE64.decode(&packed.as_bytes()[start..start + length]).unwrap(), b"</script>");
}

#[test]
fn an_archive_that_is_too_long_is_refused_and_not_kept() {
    let mut inside = Inside::default();
    inside.take("a", &vec![0; 19_000_000]);
    assert!(inside.check().is_ok());
    inside.take("b", &vec![0; 2_000_000]);
    let Err(Problem::Sentence(sentence)) = inside.check() else { unreachable!("it was taken") };
    assert!(
        sentence.contains("21.0 MB") && sentence.contains("20.0 MB") && sentence.contains("tangthu serve"),
        "{sentence}"
    );
    assert!(inside.files.is_empty());
}

#[test]
fn a_viewer_that_is_none_is_refused() {
    let mut other = viewer();
    other.files[0].1 = Cow::Borrowed(b"<!doctype html>");
    assert!(page(&other, &Inside::default()).is_err());
    let mut circle = viewer();
    circle.files.push(("app/x-1.js".to_owned(), Cow::Borrowed(b"./y-1.js")));
    circle.files.push(("app/y-1.js".to_owned(), Cow::Borrowed(b"./x-1.js")));
    assert!(page(&circle, &Inside::default()).is_err(), "files that need one another");
}
