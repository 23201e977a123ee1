//! What is marked in titles, snippets and documents: random texts in every form of Unicode, of which it is known where each word
//! stands, and random queries, of which it is known what they stand for. Marked must be that and nothing else, and the runs put
//! together must be the text as it is stored.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

mod common;

use common::forms::{FORMS, TYPED_FORMS, in_form};
use common::texts::{Meant, Piece, TEXTS, Text, WORDS, document, stands_for, text};
use proptest::prelude::*;
use proptest::sample::Index;
use std::{collections::BTreeSet, ops::Range};
use tangthu_archive::Document;
use tangthu_engine::{BlockView, DocumentView, Run, SearchRequest};
use tangthu_text::{normal_word, tokens};

/// The runs of the same texts, in the same order.
fn runs_of(view: &DocumentView) -> Vec<Vec<Run>> {
    let mut runs = vec![view.title.clone(), view.lead.clone()];
    for block in &view.body {
        match block {
            BlockView::Heading(_, one)
            | BlockView::Paragraph(one)
            | BlockView::Quote(one)
            | BlockView::Figure(one, _) => {
                runs.push(one.clone());
            }
            BlockView::List(_, items) => runs.extend(items.iter().cloned()),
            BlockView::Table(head, rows) => runs.extend(head.iter().chain(rows.iter().flatten()).cloned()),
        }
    }
    runs
}

/// What a query asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Word,
    Phrase,
    Excluded,
    InTitle,
    AsWritten,
}

/// Something that a query asks for: the words are those that stand somewhere in the archive, and typed in some form.
#[derive(Clone, Debug)]
struct Item {
    kind: Kind,
    document: Index,
    text: Index,
    word: Index,
    forms: [usize; 3],
    /// Words of a phrase.
    length: usize,
    /// Whether it begins where the one before it does.
    again: bool,
    or: bool,
}

fn item() -> impl Strategy<Value = Item> {
    use Kind::{AsWritten, Excluded, InTitle, Phrase, Word};
    let kind = proptest::sample::select(vec![
        Word, Word, Word, Phrase, Phrase, Phrase, Excluded, InTitle, AsWritten,
    ]);
    let places = any::<(Index, Index, Index)>();
    let forms = [0..TYPED_FORMS, 0..TYPED_FORMS, 0..TYPED_FORMS];
    let flags = (proptest::bool::weighted(0.2), proptest::bool::weighted(0.2));
    (kind, places, forms, 2..4usize, flags).prop_map(
        |(kind, (document, text, word), forms, length, (again, or))| Item {
            kind,
            document,
            text,
            word,
            forms,
            length,
            again,
            or,
        },
    )
}

/// What a query stands for: words, and phrases as the spellings of each of their words.
#[derive(Debug, Default)]
struct Wanted {
    words: BTreeSet<String>,
    phrases: Vec<Vec<BTreeSet<String>>>,
}

/// The query of `items`, and what it stands for.
fn query_of(items: &[Item], documents: &[Vec<Text>]) -> (String, Wanted) {
    let pieces = |text: &Text| text.written().1;
    let words = |texts: &[Text]| -> BTreeSet<String> {
        texts.iter().flat_map(pieces).map(|piece| piece.word).collect()
    };
    let archive: BTreeSet<String> = documents.iter().flat_map(|texts| words(texts)).collect();
    let titles: BTreeSet<String> = documents.iter().flat_map(|texts| words(&texts[..1])).collect();
    let (mut query, mut wanted) = (Vec::new(), Wanted::default());
    for (nth, item) in items.iter().enumerate() {
        let place = &items[nth - usize::from(item.again && nth > 0)];
        let texts = place.document.get(documents);
        let text = if item.kind == Kind::InTitle { &texts[0] } else { place.text.get(texts) };
        let mut here = pieces(text);
        here.retain(|piece| !piece.part || item.kind != Kind::Phrase);
        let at = place.word.index(here.len());
        let length = if item.kind == Kind::Phrase { item.length.min(here.len() - at) } else { 1 };
        let typed: Vec<String> = here[at..at + length]
            .iter()
            .zip(item.forms)
            .map(|(piece, form)| in_form(&piece.word, form))
            .collect();
        let meant = match item.kind {
            Kind::Phrase => Meant::Quoted,
            Kind::AsWritten => Meant::AsWritten,
            _ => Meant::AsTyped,
        };
        let spellings = |archive| typed.iter().map(move |typed| stands_for(typed, meant, archive));
        if nth > 0 && item.or {
            query.push("OR".to_owned());
        }
        query.push(match item.kind {
            Kind::Word => typed[0].clone(),
            Kind::Phrase => format!("\"{}\"", typed.join(" ")),
            Kind::Excluded => format!("-{}", typed[0]),
            Kind::InTitle => format!("title:{}", typed[0]),
            Kind::AsWritten => format!("={}", typed[0]),
        });
        match item.kind {
            Kind::Excluded => {}
            Kind::Phrase if length > 1 => wanted.phrases.push(spellings(&archive).collect()),
            Kind::InTitle => wanted.words.extend(spellings(&titles).flatten()),
            _ => wanted.words.extend(spellings(&archive).flatten()),
        }
    }
    (query.join(" "), wanted)
}

/// Which bytes of a text must be marked: those of the words and phrases that are wanted, and the blanks between two that follow
/// each other.
fn marks(text: &str, pieces: &[Piece], wanted: &Wanted) -> Vec<bool> {
    let mut marks = vec![false; text.len()];
    let mut mark = |place: &Range<usize>| marks[place.clone()].fill(true);
    pieces.iter().filter(|piece| wanted.words.contains(&piece.word)).for_each(|piece| mark(&piece.place));
    let whole: Vec<&Piece> = pieces.iter().filter(|piece| !piece.part).collect();
    for phrase in &wanted.phrases {
        for run in whole.windows(phrase.len()) {
            if phrase.iter().zip(run).all(|(spellings, piece)| spellings.contains(&piece.word)) {
                run.iter().for_each(|piece| mark(&piece.place));
            }
        }
    }
    for pair in whole.windows(2) {
        let between = pair[0].place.end..pair[1].place.start;
        let blank = text[between.clone()].chars().all(|c| matches!(c, ' ' | '\u{A0}'));
        if blank && marks[pair[0].place.end - 1] && marks[pair[1].place.start] {
            marks[between].fill(true);
        }
    }
    marks
}

/// The text of runs, and which of its bytes they mark.
fn marked(runs: &[Run]) -> (String, Vec<bool>) {
    let marks = runs.iter().flat_map(|run| vec![run.hit; run.text.len()]);
    (runs.iter().map(|run| run.text.as_str()).collect(), marks.collect())
}

/// Stretches that are marked.
fn stretches(marks: &[bool]) -> usize {
    marks.iter().enumerate().filter(|&(at, &marked)| marked && (at == 0 || !marks[at - 1])).count()
}

/// The words of a passage that was cut out of a text, as the tokeniser finds them.
fn pieces_of(passage: &str) -> Vec<Piece> {
    let piece = |token: tangthu_text::Token| Piece {
        place: token.start..token.end,
        word: token.word,
        part: token.part,
    };
    tokens(passage).into_iter().map(piece).collect()
}

#[test]
fn every_form_of_a_word_has_one_normal_form() {
    for word in WORDS {
        for form in 0..FORMS {
            assert_eq!(normal_word(&in_form(word, form)), word, "form {form}");
        }
    }
}

#[test]
fn of_a_phrase_only_what_is_written_so_is_marked() {
    let document =
        |id: &str, title: &str| Document { id: id.into(), title: title.into(), ..Document::default() };
    let documents = vec![
        document("y", "kỹ giá"),
        document("i", "kĩ giá"),
        document("point", "1.126 lượt"),
        document("none", "1126 lượt"),
    ];
    let reader = common::open_one_file(documents);
    for (query, wanted) in
        [("\"kỹ giá\"", "y"), ("\"kĩ giá\"", "i"), ("\"1.126 lượt\"", "point"), ("\"1126 lượt\"", "none")]
    {
        let request = SearchRequest { query: query.into(), limit: 9, ..SearchRequest::default() };
        let answer = pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap();
        assert_eq!(answer.hits.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(), [wanted], "{query}");
        for id in ["y", "i", "point", "none"] {
            let view = pollster::block_on(reader.document(id, query)).unwrap();
            assert_eq!(
                view.title.iter().any(|run| run.hit),
                id == wanted,
                "{query} in {id}: {:?}",
                view.title
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_is_marked_is_what_matched_in_every_form_of_the_text(
        documents in proptest::collection::vec(proptest::collection::vec(text(), TEXTS), 1..5),
        items in proptest::collection::vec(item(), 1..5),
        packed: bool,
    ) {
        let (query, wanted) = query_of(&items, &documents);
        let made: Vec<Document> = documents.iter().enumerate().map(|(at, texts)| document(at, texts)).collect();
        let reader = if packed { common::open(&[made]) } else { common::open_one_file(made) };
        let mut matches = 0;
        for (at, texts) in documents.iter().enumerate() {
            let view = pollster::block_on(reader.document(&format!("{at:02}"), &query)).unwrap();
            let runs = runs_of(&view);
            prop_assert_eq!(runs.len(), TEXTS);
            let mut of_document = 0;
            for (runs, text) in runs.iter().zip(texts) {
                let (stored, pieces) = text.written();
                let (shown, found) = marked(runs);
                prop_assert_eq!(&shown, &stored);
                let wanted = marks(&stored, &pieces, &wanted);
                prop_assert!(found == wanted, "{query:?} in {stored:?}: {runs:?}");
                of_document += stretches(&wanted);
            }
            prop_assert_eq!(view.matches as usize, of_document);
            matches += of_document;
        }
        // What is typed without a tone may be another word.
        let taken = |item: &Item| item.kind != Kind::Excluded && item.forms.iter().all(|&form| form < FORMS);
        prop_assert!(matches > 0 || !items.iter().any(taken), "the words were taken from the texts: {query:?}");

        let request = SearchRequest { query: query.clone(), limit: 100, ..SearchRequest::default() };
        let answer = pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap();
        let ids: Vec<String> = answer.hits.iter().map(|hit| hit.id.clone()).collect();
        let better = pollster::block_on(reader.snippets(&request, &ids, &|| false)).unwrap().snippets;
        prop_assert_eq!(better.iter().map(|(id, _)| id).collect::<Vec<_>>(), ids.iter().collect::<Vec<_>>());
        for (hit, (_, better)) in answer.hits.iter().zip(&better) {
            let texts = &documents[hit.id.parse::<usize>().unwrap()];
            let (title, pieces) = texts[0].written();
            prop_assert_eq!(marked(&hit.title), (title.clone(), marks(&title, &pieces, &wanted)));
            for runs in [&hit.snippet, better] {
                let (shown, found) = marked(runs);
                prop_assert!(found == marks(&shown, &pieces_of(&shown), &wanted), "{query:?}: {runs:?}");
                let passage = shown.trim_start_matches("… ").trim_end_matches(" …");
                prop_assert!(texts.iter().any(|text| text.written().0.contains(passage)), "{passage:?} is of no text");
            }
        }
    }
}
