//! What is no text of the article: scripts, hidden parts, navigation, comments, advertisements, lists of other articles.
//!
//! Elements are known by their tag, by their role, and by the words of their class and id. Words are compared whole, so
//! that `download` is no `ad`. Nothing that holds much of the page's text is left out for its name alone: sites wrap
//! their whole page in a `sidebar-layout` or a form.

use super::{
    files::is_attachment,
    guide::Guide,
    names,
    tree::{Id, Kind, Tree, is_block},
};
use std::collections::HashMap;

/// How much of the page's text something may hold that is left out for its name, in hundredths.
const MOST: usize = 35;

/// How much text must stay when talk is left out, in characters.
const LEAST: usize = 250;

/// Text that stands beside a page's foot, in characters: then the foot is not what the page is for.
const SOME: usize = 20;

/// How sure the text is to be told from the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// Names and hiding count.
    Full,
    /// Only what can never be text is left out, and what stands round a main part: for pages that hide their text until a script
    /// shows it.
    Little,
}

/// Marks what can never be text: of a piece that is the article from end to end.
pub(super) fn leave_out_never_text(tree: &mut Tree) {
    for id in 0..tree.len() {
        if is_never_text(tree.tag(id)) {
            tree.leave_out(id);
        }
    }
}

/// Marks what is no text.
pub(super) fn clean(tree: &mut Tree, care: Care) {
    leave_out_never_text(tree);
    if care == Care::Full {
        leave_out_consent(tree);
    }
    let weights = Weights::of(tree);
    let total = weights.total();
    let main = own_main(tree);
    let mut shown: Option<Option<Guide>> = None;
    let mut id = 0;
    while id < tree.len() {
        let is_element = matches!(tree.nodes[id].kind, Kind::Element(_));
        if tree.nodes[id].is_out {
            id = tree.end(id);
            continue;
        }
        if is_element && !matches!(tree.tag(id), "html" | "body" | "head" | "main") {
            let weight = weights.inside(tree, id);
            let light = weight * 100 <= total * MOST;
            // Beside a main part, and where it is a page's foot, it is none however short the text is.
            let beside = || main.is_some_and(|main| id >= tree.end(main) || tree.end(id) <= main);
            let surely = || beside() || is_foot(tree, id) && total - weight >= SOME;
            let out = match reason(tree, id) {
                Some(Reason::Name) if surely() => true,
                _ if care == Care::Little => false,
                Some(Reason::Name) => light,
                // What is much may be an article that a script will show, or one that is shown already.
                Some(Reason::Hidden) => {
                    light || {
                        let shown = shown.get_or_insert_with(|| Guide::new(&shown_text(tree)));
                        shown.as_ref().is_some_and(|shown| shown.holds(&tree.text_of_any(id)) == Some(true))
                    }
                }
                Some(Reason::Talk) => total - weight >= LEAST,
                None => false,
            };
            if out {
                tree.leave_out(id);
                id = tree.end(id);
                continue;
            }
        }
        id += 1;
    }
}

/// The part that a page itself calls its main one, if it holds words that are no links.
pub(super) fn own_main(tree: &Tree) -> Option<Id> {
    let mut all = tree.all("main").filter(|&id| !tree.nodes[id].is_out);
    let main = all.next().filter(|_| all.next().is_none())?;
    let mut linked = 0;
    tree.inside(main).any(|id| {
        if tree.tag(id) == "a" {
            linked = tree.end(id);
        }
        let is_heading = || tree.above(id).any(|above| matches!(tree.tag(above), "h1" | "h2"));
        matches!(tree.nodes[id].kind, Kind::Text(words) if id >= linked && !words.trim().is_empty() && !is_heading())
    })
    .then_some(main)
}

/// Whether an element is the foot of the page.
fn is_foot(tree: &Tree, id: Id) -> bool {
    let is_named = tree.tag(id) == "footer" || tree.attr(id, "role") == Some("contentinfo");
    is_named
        && !tree
            .above(id)
            .any(|above| matches!(tree.tag(above), "article" | "main" | "blockquote" | "figure"))
}

/// The text that a page shows as it is, before any script runs.
fn shown_text(tree: &Tree) -> String {
    let mut text = String::new();
    let mut id = 0;
    while id < tree.len() {
        match tree.nodes[id].kind {
            Kind::Element(_) if tree.nodes[id].is_out || is_hidden(tree, id) => {
                id = tree.end(id);
                continue;
            }
            Kind::Text(words) => text.push_str(words),
            Kind::Element(_) => {}
        }
        id += 1;
    }
    text
}

/// Leaves out what sites say about their cookies, unless that is what the page is about.
fn leave_out_consent(tree: &mut Tree) {
    let says_cookies =
        |text: &str| text.as_bytes().windows(6).any(|word| word.eq_ignore_ascii_case(b"cookie"));
    if tree.all("title").next().is_some_and(|id| says_cookies(&tree.text_of_any(id))) {
        return;
    }
    for id in 0..tree.len() {
        let Kind::Text(text) = tree.nodes[id].kind else { continue };
        if !says_cookies(text) {
            continue;
        }
        let lower = text.to_lowercase();
        let is_consent = [
            "website",
            "this site",
            "our site",
            "your browser",
            "consent",
            "trang web",
            "trình duyệt",
            "trải nghiệm",
        ]
        .iter()
        .any(|word| lower.contains(word));
        let block = tree.above(id).find(|&above| is_block(tree.tag(above)));
        if let (true, Some(block)) = (is_consent, block)
            && !matches!(tree.tag(block), "body" | "html" | "article" | "main")
        {
            tree.leave_out(block);
        }
    }
}

enum Reason {
    Name,
    Talk,
    Hidden,
}

fn reason(tree: &Tree, id: Id) -> Option<Reason> {
    if is_hidden(tree, id) {
        return Some(Reason::Hidden);
    }
    let tag = tree.tag(id);
    if matches!(tag, "a" | "article" | "h1" | "p" | "img" | "figure" | "figcaption" | "picture" | "time") {
        return None;
    }
    if matches!(tag, "nav" | "aside" | "footer" | "dialog" | "menu") {
        return Some(Reason::Name);
    }
    let role = tree.attr(id, "role").unwrap_or_default();
    if matches!(
        role,
        "navigation"
            | "banner"
            | "complementary"
            | "contentinfo"
            | "search"
            | "dialog"
            | "alert"
            | "menu"
            | "menubar"
            | "alertdialog"
    ) {
        return Some(Reason::Name);
    }
    // Values for machines that a page shows only by mistake.
    if tree.attr(id, "itemprop").is_some_and(|prop| {
        matches!(
            prop,
            "publisher"
                | "logo"
                | "keywords"
                | "mainEntityOfPage"
                | "datePublished"
                | "dateModified"
                | "dateCreated"
                | "inLanguage"
                | "articleSection"
                | "wordCount"
                | "width"
                | "height"
        )
    }) {
        return Some(Reason::Name);
    }
    // A thing described for machines, of which nothing is shown: a publisher, a person, a picture without the picture.
    if tree.attr(id, "itemtype").is_some_and(|kind| {
        ["/ImageObject", "/Organization", "/QuantitativeValue"].iter().any(|thing| kind.ends_with(thing))
    }) && !tree.inside(id).any(|inner| matches!(tree.tag(inner), "img" | "p"))
    {
        return Some(Reason::Name);
    }
    let said = names::said(tree, id);
    if said.talk {
        return Some(Reason::Talk);
    }
    // What others said, quoted in the article, stands in boxes named after where they said it.
    let quotes = || tree.inside(id).any(|inner| tree.tag(inner) == "blockquote");
    (said.out && !quotes()).then_some(Reason::Name)
}

/// Whether the page hides an element from its readers.
fn is_hidden(tree: &Tree, id: Id) -> bool {
    if tree.attr(id, "hidden").is_some_and(|value| value != "until-found")
        || tree.attr(id, "aria-hidden").is_some_and(|value| value == "true")
    {
        return true;
    }
    tree.attr(id, "style").is_some_and(|style| {
        let style: String =
            style.chars().take(2000).filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
        style
            .split(';')
            .any(|rule| matches!(rule, "display:none" | "display:none!important" | "visibility:hidden"))
    })
}

/// Elements that hold no text of an article, whatever they are called.
fn is_never_text(tag: &str) -> bool {
    matches!(
        tag,
        "script"
            | "style"
            | "noscript"
            | "iframe"
            | "object"
            | "applet"
            | "embed"
            | "canvas"
            | "audio"
            | "video"
            | "button"
            | "select"
            | "option"
            | "textarea"
            | "input"
            | "datalist"
            | "head"
            | "link"
            | "meta"
            | "xmp"
            | "noframes"
            | "noembed"
            | "frameset"
            | "map"
            | "progress"
            | "meter"
    )
}

/// The most text that an entry of a list of articles holds, in characters.
const CARD: usize = 400;

/// Leaves out entries of lists of other articles: a headline that is a link, perhaps a picture and a sentence, and beside it
/// another such entry.
pub(super) fn leave_out_cards(tree: &mut Tree) {
    let lengths = Lengths::of(tree);
    let mut heads: Vec<Id> = Vec::new();
    for id in 0..tree.len() {
        let is_heading = matches!(tree.tag(id), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
            || (matches!(tree.tag(id), "div" | "p" | "span") && names::said(tree, id).title);
        let is_inside = || heads.last().is_some_and(|&head| id < tree.end(head));
        if is_heading && !is_inside() && !tree.is_gone(id) && is_headline_link(tree, id) {
            heads.push(id);
        }
    }
    let mut entries: Vec<Id> = Vec::new();
    for &head in &heads {
        let count = |id: Id| {
            heads.partition_point(|&head| head < tree.end(id)) - heads.partition_point(|&head| head < id)
        };
        let is_entry = |above: &Id| {
            lengths.inside(tree, *above) <= CARD && tree.tag(*above) != "body" && count(*above) == 1
        };
        entries.extend(tree.above(head).take_while(is_entry).last());
    }
    entries.dedup();
    let mut beside: HashMap<Option<Id>, usize> = HashMap::new();
    for &entry in &entries {
        *beside.entry(tree.parent(entry)).or_default() += 1;
    }
    for &entry in &entries {
        // A lone headline that is a link is the article's own.
        if beside.get(&tree.parent(entry)).is_some_and(|&count| count >= 3) {
            tree.leave_out(entry);
        }
    }
}

/// Whether a heading is a link to another page from end to end.
fn is_headline_link(tree: &Tree, id: Id) -> bool {
    // A file that the article hands out leads to no other article.
    let leads_away =
        |link: Id| tree.attr(link, "href").is_some_and(|href| !href.starts_with('#') && !is_attachment(href));
    if tree.above(id).take(2).any(|above| tree.tag(above) == "a" && leads_away(above)) {
        return true;
    }
    let links: Vec<Id> =
        tree.inside(id).filter(|&inner| tree.tag(inner) == "a" && leads_away(inner)).collect();
    let linked: usize = links.iter().map(|&link| tree.text(link).chars().count()).sum();
    let least = if names::said(tree, id).title { 5 } else { 15 };
    linked > least && linked * 5 >= tree.text(id).chars().count() * 4
}

/// How many characters stand in each part of a page.
struct Lengths {
    before: Vec<usize>,
}

impl Lengths {
    fn of(tree: &Tree) -> Self {
        let mut before = Vec::with_capacity(tree.len() + 1);
        let (mut sum, mut out_end) = (0, 0);
        for id in 0..tree.len() {
            before.push(sum);
            if tree.nodes[id].is_out {
                out_end = out_end.max(tree.end(id));
            }
            if let Kind::Text(text) = tree.nodes[id].kind
                && id >= out_end
            {
                sum += text.chars().filter(|c| !c.is_whitespace()).count();
            }
        }
        before.push(sum);
        Self { before }
    }

    fn inside(&self, tree: &Tree, id: Id) -> usize {
        self.before[tree.end(id)] - self.before[id]
    }
}

/// How much running text stands in each part of a page: the characters of texts that are no links and longer than labels.
pub(super) struct Weights {
    /// For each node, the sum before it.
    before: Vec<usize>,
}

/// Texts shorter than this, in characters, are labels.
const LABEL: usize = 25;

impl Weights {
    pub(super) fn of(tree: &Tree) -> Self {
        let mut before = Vec::with_capacity(tree.len() + 1);
        let mut sum = 0;
        let mut link_end = 0;
        let mut out_end = 0;
        for id in 0..tree.len() {
            before.push(sum);
            if tree.nodes[id].is_out {
                out_end = out_end.max(tree.end(id));
            }
            match tree.nodes[id].kind {
                Kind::Element(element) if element.name() == "a" => link_end = link_end.max(tree.end(id)),
                Kind::Text(text) if id >= link_end && id >= out_end => {
                    let length = text.trim().chars().count();
                    if length >= LABEL {
                        sum += length;
                    }
                }
                _ => {}
            }
        }
        before.push(sum);
        Self { before }
    }

    pub(super) fn inside(&self, tree: &Tree, id: Id) -> usize {
        self.before[tree.end(id)] - self.before[id]
    }

    pub(super) fn total(&self) -> usize {
        self.before.last().copied().unwrap_or(0)
    }
}
