//! The page of one document: everything that is known of it, readable without a script.

use super::{
    blocks::blocks,
    frame::{About, Frame, data, encoded, outside, plain},
};
use maud::{Markup, html};
use serde_json::{Map, Value, json};
use tangthu_archive::{Attachment, Card, Document, MentionKind, PartialDate, Provenance};
use tangthu_engine::page_name;
use tangthu_mentions::number_key;

/// Most numbers of other documents that are listed: a register of thousands is better searched.
const MAX_CITED: usize = 200;

/// The document before and the one after, in time: the newer and the older one.
#[derive(Clone, Debug, Default)]
pub(super) struct Neighbours {
    pub(super) newer: Option<Card>,
    pub(super) older: Option<Card>,
}

/// The page.
pub(super) fn page(frame: &Frame, document: &Document, neighbours: &Neighbours) -> String {
    let words = frame.words;
    let name = page_name(&document.id);
    let title = title_of(words.untitled, &document.title);
    let extract = Card::of(document).extract;
    let file = |card: &Option<Card>| card.as_ref().map(|card| beside(&card.id));
    let files = [file(&neighbours.newer), file(&neighbours.older)];
    let language = frame.foreign(document.language.as_deref());
    let about = About {
        title: &title,
        description: Some(extract.as_str()).filter(|extract| !extract.trim().is_empty()),
        name: &name,
        kind: "article",
        more: machine_readable(frame, document, &title, &name, &extract),
        neighbours: [files[0].as_deref(), files[1].as_deref()],
    };
    let content = html! {
        div.read-page {
            article.document {
                h1 lang=[&language] { (title) }
                (facts(frame, document))
                p.open { a href=(format!("../?doc={}", encoded(&document.id))) { (words.open_in_app) } }
                div.text lang=[&language] {
                    @if let Some(lead) = document.lead.as_deref().filter(|lead| !lead.trim().is_empty()) {
                        p.lead { (plain(lead)) }
                    }
                    (blocks(words, document, language.is_some()))
                }
            }
            aside.beside {
                (cited(frame, document))
                (attachments(frame, document))
                (receipt(frame, document, &name))
            }
        }
        nav.neighbours aria-label=(words.neighbours) {
            @for (card, label, direction) in
                [(&neighbours.newer, words.newer, "prev"), (&neighbours.older, words.older, "next")]
            {
                @if let Some(card) = card {
                    a rel=(direction) href=(beside(&card.id)) {
                        span.label { (label) } " "
                        span.title { (title_of(words.untitled, &card.title)) }
                    }
                }
            }
        }
    };
    frame.page(&about, &content)
}

/// A title that can be shown and clicked.
pub(super) fn title_of(untitled: &str, title: &str) -> String {
    let title = plain(title);
    if title.trim().is_empty() { untitled.to_owned() } else { title.trim().to_owned() }
}

/// The page of another document, from that of a document.
fn beside(id: &str) -> String {
    let name = page_name(id);
    name.rsplit_once('/').map_or(name.clone(), |(_, file)| file.to_owned())
}

/// A date that machines read as well.
pub(super) fn time(frame: &Frame, date: PartialDate) -> Markup {
    html! { time datetime=(date) { (frame.words.date(date)) } }
}

/// What is known of a document beside its text.
fn facts(frame: &Frame, document: &Document) -> Markup {
    let words = frame.words;
    let text = |text: &Option<String>| {
        text.as_deref().filter(|text| !text.trim().is_empty()).map(|text| html! { (plain(text)) })
    };
    let list = |values: &[String], between: &str| {
        (!values.is_empty()).then(|| html! { (plain(&values.join(between))) })
    };
    let date = |date: &Option<PartialDate>| date.map(|date| time(frame, date));
    let undated = || document.issued.is_none().then(|| html! { (words.undated) });
    let rows = [
        (words.number, text(&document.number)),
        (words.kind, text(&document.kind)),
        (words.issuer, text(&document.issuer)),
        (words.issued, date(&document.issued)),
        (words.effective, date(&document.effective)),
        (words.published, date(&document.published).or_else(undated)),
        (words.updated, date(&document.updated)),
        (words.section, list(&document.section, " / ")),
        (words.source, text(&document.source)),
        (words.authors, list(&document.authors, ", ")),
        (words.views, document.views.map(|views| html! { (words.count(views)) })),
        (words.tags, list(&document.tags, ", ")),
    ];
    html! { dl.meta { (terms(&rows)) } }
}

/// Rows of a list of terms; what is not known has none.
fn terms(rows: &[(&str, Option<Markup>)]) -> Markup {
    html! {
        @for (label, value) in rows {
            @if let Some(value) = value { div { dt { (label) } dd { (value) } } }
        }
    }
}

/// The numbers of other documents, each with a way to all that cite it.
fn cited(frame: &Frame, document: &Document) -> Markup {
    let own = document.number.as_deref().map(number_key);
    let mut counts: Vec<(&str, u32)> = Vec::new();
    for mention in document.mentions.iter().filter(|mention| mention.kind == MentionKind::Number) {
        match counts.iter().position(|(value, _)| *value == mention.value) {
            Some(at) => counts[at].1 += 1,
            None if counts.len() < MAX_CITED => counts.push((&mention.value, 1)),
            None => {}
        }
    }
    counts.retain(|(value, _)| own.as_ref() != Some(&number_key(value)));
    html! {
        @if !counts.is_empty() {
            section.side {
                h2 { (frame.words.cited) }
                ul {
                    @for (value, count) in counts {
                        li {
                            a href=(format!("../?number={}", encoded(value))) { (plain(value)) } " "
                            span.count { (frame.words.times(count)) }
                        }
                    }
                }
            }
        }
    }
}

/// The files that belong to a document. They are saved, not shown: a page of someone else's must not open on this site.
fn attachments(frame: &Frame, document: &Document) -> Markup {
    let words = frame.words;
    let packed = |file: &Attachment| file.is_packed().then(|| words.packed.to_owned());
    let facts = |file: &Attachment| {
        let facts = [file.media_type.clone(), file.bytes.map(|bytes| words.bytes(bytes)), packed(file)];
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        plain(&facts.join(", ")).into_owned()
    };
    html! {
        @if !document.attachments.is_empty() {
            section.side {
                h2 { (words.attachments) }
                ul {
                    @for file in &document.attachments {
                        @let name = title_of(words.untitled, &file.name);
                        li {
                            @match file.path() {
                                Some(path) => { a href=(format!("../{path}")) download=(saved_as(file, &name)) { (name) } " " span.count { (facts(file)) } },
                                None => { (name) " " span.count { (words.not_kept) } },
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The name under which a file is saved. What is no picture or PDF lies compressed, and no script is here to open it.
fn saved_as(file: &Attachment, name: &str) -> String {
    if file.is_packed() { format!("{name}.gz") } else { name.to_owned() }
}

/// Where a document came from and what proves it.
fn receipt(frame: &Frame, document: &Document, name: &str) -> Markup {
    let words = frame.words;
    let from = document.provenance.clone().unwrap_or_default();
    let Provenance { input, sha256, crawled, digest, tool, copies } = from;
    let code = |text: String| html! { code { (plain(&text)) } };
    let line = |text: String| html! { (plain(&text)) };
    let link = |url: &str| {
        outside(url).map(|url| html! { a href=(url) rel="noopener noreferrer" { (plain(&url)) } })
    };
    let original = document.url.as_deref().map(|url| link(url).unwrap_or_else(|| line(url.to_owned())));
    let copies = (!copies.is_empty()).then(|| {
        html! { ul { @for copy in &copies { li { (link(copy).unwrap_or_else(|| line(copy.clone()))) } } } }
    });
    let permanent = frame.address(name).map(|address| html! { a href=(address) { (address) } });
    let is_hashed = sha256.is_some();
    let rows = [
        (words.original, original),
        (words.permanent, permanent),
        (words.id, Some(code(document.id.clone()))),
        (words.input, input.map(line)),
        (words.source_hash, sha256.map(|hash| code(hash.to_string()))),
        (words.digest, digest.map(code)),
        (words.crawled, crawled.map(|date| time(frame, date))),
        (words.tool, tool.map(line)),
        (words.copies, copies),
    ];
    html! {
        section.receipt {
            h2 { (words.receipt) }
            dl { (terms(&rows)) }
            @if is_hashed { p { (words.receipt_note) } }
        }
    }
}

/// What search engines, catalogues and reference managers read: Open Graph, Dublin Core, JSON-LD.
fn machine_readable(frame: &Frame, document: &Document, title: &str, name: &str, extract: &str) -> Markup {
    let address = frame.address(name);
    let texts = |values: &[String]| values.iter().map(|text| plain(text).into_owned()).collect::<Vec<_>>();
    let text = |text: &Option<String>| text.as_deref().map(|text| plain(text).into_owned());
    let language = document.language.as_deref().or(frame.language.as_deref()).unwrap_or(frame.words.tag);
    let (authors, section, tags) =
        (texts(&document.authors), texts(&document.section), texts(&document.tags));
    let (source, number) = (text(&document.source), text(&document.number));
    let original = document.url.as_deref().and_then(outside);

    let mut ld = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            ld.insert(key.to_owned(), value);
        }
    };
    put("@context", Some(json!("https://schema.org")));
    put("@type", Some(json!("Article")));
    put("headline", Some(json!(title)));
    put("description", Some(json!(plain(extract))).filter(|_| !extract.is_empty()));
    put("inLanguage", Some(json!(plain(language))));
    put("datePublished", document.published.map(|date| json!(date)));
    put("dateModified", document.updated.map(|date| json!(date)));
    let person = |name: &String| json!({ "@type": "Person", "name": name });
    put("author", (!authors.is_empty()).then(|| authors.iter().map(person).collect()));
    put("publisher", source.as_ref().map(|name| json!({ "@type": "Organization", "name": name })));
    put("articleSection", (!section.is_empty()).then(|| json!(section)));
    put("keywords", (!tags.is_empty()).then(|| json!(tags)));
    put("identifier", number.as_ref().map(|number| json!(number)));
    put("url", address.as_ref().map(|address| json!(address)));
    put("isBasedOn", original.as_ref().map(|url| json!(url)));
    let site = match &frame.base_url {
        Some(base) => json!({ "@type": "WebSite", "name": plain(&frame.title), "url": base }),
        None => json!({ "@type": "WebSite", "name": plain(&frame.title) }),
    };
    put("isPartOf", Some(site));
    let ld = Value::Object(ld);
    html! {
        @if let Some(date) = document.published { meta property="article:published_time" content=(date); }
        @if let Some(date) = document.updated { meta property="article:modified_time" content=(date); }
        @if !section.is_empty() { meta property="article:section" content=(section.join(" / ")); }
        @for tag in &tags { meta property="article:tag" content=(tag); }
        link rel="schema.DC" href="http://purl.org/dc/elements/1.1/";
        meta name="DC.title" content=(title);
        @for author in &authors { meta name="DC.creator" content=(author); }
        @if let Some(date) = document.date() { meta name="DC.date" content=(date); }
        @if let Some(source) = &source { meta name="DC.publisher" content=(source); }
        @for part in &section { meta name="DC.subject" content=(part); }
        meta name="DC.language" content=(plain(language));
        meta name="DC.type" content="Text";
        meta name="DC.identifier" content=(number.as_deref().or(address.as_deref()).unwrap_or(&document.id));
        @if let Some(url) = &original { meta name="DC.source" content=(url); }
        (data(&ld))
    }
}
