//! `feed.xml`: the newest documents as an Atom feed (RFC 4287).

use super::{
    document::title_of,
    frame::{Frame, plain},
    register::Register,
};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};
use std::io;
use tangthu_archive::{Card, PartialDate};
use tangthu_engine::page_name;

/// The feed's name in a site.
pub(super) const FEED: &str = "feed.xml";

/// How many documents a feed holds.
const NEWEST: usize = 50;

/// Midnight where the documents come from: a feed wants a moment, and most documents tell a day.
const MIDNIGHT: &str = "T00:00:00+07:00";
/// What a feed without any dated document says of its age.
const NEVER: &str = "1970-01-01T00:00:00Z";

/// The feed; the site's address must be known, because a feed is read elsewhere.
pub(super) fn feed(frame: &Frame, base: &str, register: &Register) -> io::Result<String> {
    let cards =
        (0..register.len().min(NEWEST)).map(|rank| register.card(rank)).collect::<io::Result<Vec<_>>>()?;
    // Documents without a date stand last and are not what is new.
    let cards: Vec<Card> = cards.into_iter().flatten().filter(|card| card.published.is_some()).collect();
    let newest = cards.iter().filter_map(|card| card.published).map(moment).next();

    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let language = frame.language.as_deref().unwrap_or(frame.words.tag);
    let root = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", language)];
    xml.create_element("feed").with_attributes(root).write_inner_content(|xml| {
        text(xml, "id", base)?;
        text(xml, "title", &frame.title)?;
        if let Some(description) = &frame.description {
            text(xml, "subtitle", description)?;
        }
        text(xml, "updated", newest.as_deref().unwrap_or(NEVER))?;
        link(xml, "self", &format!("{base}{FEED}"))?;
        link(xml, "alternate", base)?;
        text(xml, "generator", "Tàng Thư")?;
        cards.iter().try_for_each(|card| entry(xml, frame, base, card))
    })?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    String::from_utf8(bytes).map_err(io::Error::other)
}

type Xml = Writer<Vec<u8>>;

fn entry(xml: &mut Xml, frame: &Frame, base: &str, card: &Card) -> io::Result<()> {
    let address = format!("{base}{}", page_name(&card.id));
    let published = card.published.map(moment).unwrap_or_default();
    xml.create_element("entry").write_inner_content(|xml| {
        text(xml, "id", &address)?;
        text(xml, "title", &title_of(frame.words.untitled, &card.title))?;
        text(xml, "updated", &published)?;
        text(xml, "published", &published)?;
        // RFC 4287 wants an author of each entry; cards know the source alone.
        let author =
            card.source.as_deref().filter(|source| !source.trim().is_empty()).unwrap_or(&frame.title);
        xml.create_element("author").write_inner_content(|xml| text(xml, "name", author))?;
        link(xml, "alternate", &address)?;
        for section in &card.section {
            xml.create_element("category").with_attribute(("term", &*plain(section))).write_empty()?;
        }
        if card.extract.trim().is_empty() { Ok(()) } else { text(xml, "summary", &card.extract) }
    })?;
    Ok(())
}

fn text(xml: &mut Xml, name: &str, value: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&plain(value)))?;
    Ok(())
}

fn link(xml: &mut Xml, relation: &str, address: &str) -> io::Result<()> {
    xml.create_element("link").with_attributes([("rel", relation), ("href", address)]).write_empty()?;
    Ok(())
}

/// The first moment that a date can mean.
fn moment(date: PartialDate) -> String {
    if date.hour_minute().is_some() {
        return date.to_string();
    }
    format!("{:04}-{:02}-{:02}{MIDNIGHT}", date.year(), date.month().unwrap_or(1), date.day().unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_date_becomes_a_moment() {
        for (date, expected) in [
            ("2023", "2023-01-01T00:00:00+07:00"),
            ("2023-03", "2023-03-01T00:00:00+07:00"),
            ("2023-03-28", "2023-03-28T00:00:00+07:00"),
            ("2023-03-28T14:04:00+07:00", "2023-03-28T14:04:00+07:00"),
        ] {
            assert_eq!(moment(date.parse().unwrap()), expected);
        }
    }
}
