//! Fields that only the look of a page tells: title, section, the line of date and views, author, source.

use super::tree::{Id, Tree};

/// The headline as the page shows it: the `h1` that the page's own title contains, or the only one.
pub(super) fn title(tree: &Tree, named: &str) -> Option<(String, Option<Id>)> {
    let page_title = tree.all("title").next().map(|id| tree.text_of_any(id)).unwrap_or_default();
    let heads: Vec<(Id, String)> = ["h1", "h2"]
        .iter()
        .flat_map(|tag| {
            tree.all(tag).filter(|&id| !tree.is_gone(id)).map(|id| (id, tree.text(id))).collect::<Vec<_>>()
        })
        .filter(|(_, text)| (4..=400).contains(&text.chars().count()))
        .collect();
    let same = |a: &str, b: &str| a.to_lowercase().contains(&b.to_lowercase());
    let shown = heads
        .iter()
        .find(|(_, text)| {
            same(named, text) || same(text, named) && !named.is_empty() || same(&page_title, text)
        })
        .or_else(|| {
            let mut first = heads.iter().filter(|(id, _)| tree.tag(*id) == "h1");
            let only = first.next()?;
            first.next().is_none().then_some(only)
        });
    match shown {
        Some((id, text)) => Some((text.clone(), Some(*id))),
        None if !named.is_empty() => Some((named.to_owned(), None)),
        None => (!page_title.is_empty()).then(|| (without_site(&page_title), None)),
    }
}

/// A title without the site's name, which stands after a bar or a dash with blanks round it.
fn without_site(title: &str) -> String {
    for mark in [" | ", " - ", " – ", " — ", " :: ", " » "] {
        if let Some((first, _)) = title.split_once(mark)
            && first.split_whitespace().count() >= 4
        {
            return first.trim().to_owned();
        }
    }
    title.to_owned()
}
