//! `tangthu mentions`, on files and on archives, and on the page that the project began with.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]
#![allow(clippy::print_stdout, reason = "a test that does not run says so")]

mod common;

use common::Desk;
use serde_json::{Value, json};
use std::{fs, path::Path};

/// The mentions of an answer that are of a kind.
fn of_kind<'a>(answer: &'a Value, kind: &str) -> Vec<&'a Value> {
    answer["mentions"].as_array().unwrap().iter().filter(|mention| mention["kind"] == kind).collect()
}

#[test]
fn a_file_is_shown_with_evidence() {
    let desk = Desk::new();
    desk.write("a.txt", "Tin phường\n\nĐoàn thực hiện 15 lượt kiểm tra theo Kế hoạch số 12-KH/QU. Mưa to.\n");
    let answer = desk.run(&["mentions", "a.txt", "--json"]).good().json();
    let figure = of_kind(&answer, "figure")[0];
    assert_eq!((&figure["value"], &figure["number"]), (&json!("15"), &json!(15.0)));
    assert_eq!(figure["written"], "15 lượt kiểm tra");
    assert_eq!(figure["details"]["unit"], "lượt kiểm tra");
    assert_eq!(figure["sentence"], "Đoàn thực hiện 15 lượt kiểm tra theo Kế hoạch số 12-KH/QU.");
    let number = of_kind(&answer, "number")[0];
    assert_eq!((&number["value"], &number["details"]["kind"]), (&json!("12-KH/QU"), &json!("Kế hoạch")));
    let lines = desk.run(&["mentions", "a.txt"]).good().out;
    assert!(lines.contains("12-KH/QU") && lines.contains("Mưa to") == lines.contains("“Mưa to"), "{lines}");
}

#[test]
fn every_shape_of_archive_shows_what_its_documents_show() {
    let desk = Desk::with_documents();
    desk.run(&["pack", "in", "-o", "folder"]).good();
    desk.run(&["pack", "in", "-o", "one.json"]).good();
    let of = |input: &str| {
        let out = desk.run(&["mentions", input, "--json"]).good().out;
        let mut lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        lines.sort_by_key(|line| line["id"].as_str().unwrap().to_owned());
        lines
    };
    let wanted = of("in");
    assert_eq!(wanted.len(), 4);
    assert!(wanted.iter().any(|document| !of_kind(document, "number").is_empty()));
    assert_eq!(of("folder"), wanted);
    assert_eq!(of("one.json"), wanted);
    let one = desk.run(&["mentions", "folder", "duong", "--json"]).good().json();
    assert_eq!(of_kind(&one, "number")[0]["value"], "12-KH/QU");
}

#[test]
fn an_archive_keeps_mentions_and_each_name_once() {
    let desk = Desk::new();
    desk.write("a.txt", "Tin phường\n\nHọp ở phường Bến Đá. Dân phường Bến Đá góp 5 triệu đồng.\n");
    desk.run(&["pack", "a.txt", "-o", "out"]).good();
    let document = desk.run(&["show", "out", "a", "--json"]).good().json();
    assert_eq!(of_kind(&document, "place").len(), 1);
    assert_eq!(of_kind(&document, "figure")[0]["details"]["unit"], "đồng");
    let told = desk.run(&["mentions", "out", "a", "--json"]).good().json();
    assert_eq!(of_kind(&told, "place").len(), 2);
}

#[test]
fn what_has_no_documents_is_said() {
    let desk = Desk::with_documents();
    desk.run(&["pack", "in", "-o", "folder"]).good();
    for (input, id) in [("nothing-here", None), ("folder", Some("khong-co")), ("in", Some("khong-co"))] {
        let ran = desk.run(&["mentions", input].into_iter().chain(id).collect::<Vec<_>>());
        assert_eq!(ran.code, 2, "{input} {id:?}");
        assert!(!ran.err.is_empty());
    }
}

#[test]
fn the_seed_page_yields_all_that_is_expected_of_it() {
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seed");
    let Ok(expected) = fs::read(seed.join("expected.json")) else {
        println!("skipped: there is no seed page beside the project");
        return;
    };
    let expected: Value = serde_json::from_slice(&expected).unwrap();
    let page = seed.join("long-bien-article.txt");
    let answer = Desk::new().run(&["mentions", page.to_str().unwrap(), "--json"]).good().json();
    let mut missing = Vec::new();
    let mut want = |kind: &str, what: &Value, holds: &dyn Fn(&Value) -> bool| {
        if !of_kind(&answer, kind).into_iter().any(holds) {
            missing.push(format!("{kind} {what}"));
        }
    };
    for document in expected["official_documents"].as_array().unwrap() {
        want("number", document, &|mention| {
            let fields = ["kind", "issuer", "title", "date"];
            mention["value"] == document["number"]
                && fields
                    .iter()
                    .all(|field| document[field].is_null() || mention["details"][field] == document[field])
        });
    }
    for (short, long) in expected["abbreviations"].as_object().unwrap() {
        want("abbreviation", &json!(short), &|mention| {
            let told = mention["details"]["long"].as_str().unwrap_or_default();
            mention["value"] == *short && told.to_lowercase() == long.as_str().unwrap().to_lowercase()
        });
    }
    for figure in expected["figures"].as_array().unwrap() {
        want("figure", figure, &|mention| {
            let number = |of: &Value, field: &str| of[field].as_f64();
            number(mention, "number") == number(figure, "value")
                && number(mention, "min") == number(figure, "min")
                && number(mention, "max") == number(figure, "max")
                && mention["details"]["unit"] == figure["unit"]
                && (figure["status"].is_null() || mention["details"]["status"] == figure["status"])
                && mention["written"]
                    .as_str()
                    .unwrap()
                    .starts_with(figure["written"].as_str().unwrap_or_default())
        });
    }
    for person in expected["people"].as_array().unwrap() {
        want("person", person, &|mention| {
            mention["value"] == person["name"] && mention["details"]["role"] == person["role"]
        });
    }
    let written = |mention: &Value, what: &Value| [&mention["written"], &mention["value"]].contains(&what);
    for place in expected["places"].as_array().unwrap() {
        want("place", place, &|mention| written(mention, place));
    }
    for body in expected["organisations_include"].as_array().unwrap() {
        want("body", body, &|mention| written(mention, body));
    }
    for term in expected["terms"].as_array().unwrap() {
        want("period", term, &|mention| {
            mention["written"].as_str().unwrap().ends_with(term.as_str().unwrap())
        });
    }
    assert_eq!(missing, Vec::<String>::new());
    // None of what is no figure is one; nothing is found there that is not expected.
    let figures = of_kind(&answer, "figure");
    let wanted = expected["figures"].as_array().unwrap();
    for figure in &figures {
        let known = |one: &&Value| {
            one["value"].as_f64() == figure["number"].as_f64()
                && one["min"].as_f64() == figure["min"].as_f64()
        };
        assert!(wanted.iter().find(known).is_some(), "{figure} is no figure of the page");
    }
}

#[test]
fn figures_and_numbers_that_nothing_has_are_told_with_those_that_there_are() {
    let desk = Desk::new();
    desk.write(
        "in/a.md",
        "---\ntitle: Thu ngân sách\n---\nNăm 2023 quận thu ngân sách 231 tỷ đồng, đạt 105% kế hoạch theo Kế hoạch số 12-KH/QU của Quận ủy Mơ.\n",
    );
    desk.run(&["pack", "in", "-o", "kho"]).good();
    let said = |arguments: &[&str]| {
        let ran = desk.run(arguments).good();
        ran.err
    };
    assert_eq!(said(&["figures", "kho"]), "");
    let unit = said(&["figures", "kho", "--unit", "xyz"]);
    assert!(
        unit.contains("no figure has the unit \"xyz\"; the units that occur: ") && unit.contains("\"%\""),
        "{unit}"
    );
    let unit = said(&["figures", "kho", "--unit", "TY DONG", "--csv"]);
    assert!(unit.contains("close to it: \"đồng\""), "{unit}");
    let status = said(&["figures", "kho", "--status", "foo"]);
    assert!(status.contains("no figure has the status \"foo\"; "), "{status}");
    let none = said(&["figures", "kho", "lạc đà"]);
    assert!(none.contains("no figure was found in 0 documents"), "{none}");
    let number = said(&["dossier", "kho", "abc"]);
    assert!(number.contains("\"abc\" is no document number") && number.contains("12-KH/QU"), "{number}");
    assert_eq!(desk.run(&["dossier", "kho", "abc"]).good().out, "");
    let number = said(&["dossier", "kho", "99-KH/QU"]);
    assert!(number.contains("bears or cites 99-KH/QU; the numbers that occur: \"12-KH/QU\""), "{number}");
    assert_eq!(said(&["dossier", "kho", "12-kh/qu"]), "");
}
