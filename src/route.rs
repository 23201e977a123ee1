//! What the page shows, as a value, and its form in the address bar. Pure: no browser here, so it is tested natively.
//!
//! All state stands in the query string of one path, so that any static host serves any link. An address is input from
//! strangers: what is unknown, too long or malformed is ignored, never an error.

use tangthu_protocol::{Choice, Filters, Language, Sort};

/// Longest query that is taken from an address, in characters; what is longer is cut.
const MAX_QUERY: usize = 1000;
/// Longest value of any other field, in characters; what is longer is ignored.
const MAX_VALUE: usize = 1000;
/// Most values of one facet.
const MAX_CHOICES: usize = 40;

/// What the page is, where no document is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum View {
    /// Search and its results.
    #[default]
    Search,
    /// The figures of the documents.
    Figures,
    /// People, places, bodies, numbers and all else that documents share.
    Explore,
    /// One document number: what is known of it.
    Dossier,
    /// Many numbers or phrases looked up at once.
    Lookup,
    /// The archives that are open here or kept on the device.
    Library,
    /// Two archives side by side.
    Compare,
    /// How to search, and the keys.
    Help,
}

impl View {
    /// All of them, with their names in addresses.
    const NAMES: [(Self, &'static str); 8] = [
        (Self::Search, "search"),
        (Self::Figures, "figures"),
        (Self::Explore, "explore"),
        (Self::Dossier, "dossier"),
        (Self::Lookup, "lookup"),
        (Self::Library, "library"),
        (Self::Compare, "compare"),
        (Self::Help, "help"),
    ];

    fn parse(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(_, known)| *known == name).map(|(view, _)| view)
    }

    fn name(self) -> &'static str {
        Self::NAMES.into_iter().find(|(view, _)| *view == self).map_or("", |(_, name)| name)
    }
}

/// Everything that decides what the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Route {
    /// The query as typed.
    pub(crate) query: String,
    /// The conditions beside it.
    pub(crate) filters: Filters,
    /// The order of results.
    pub(crate) sort: Sort,
    /// The document that is read; none on all other pages.
    pub(crate) doc: Option<String>,
    /// Which page it is where no document is read.
    pub(crate) view: View,
    /// The language, where the address names one.
    pub(crate) language: Option<Language>,
    /// Another archive of this site than `archive.json`.
    pub(crate) archive: Option<String>,
    /// The archive with which that one is compared.
    pub(crate) other: Option<String>,
    /// What a page beyond search shows of its own: which list, which unit, which order. Search and reading ignore them.
    pub(crate) own: Own,
}

/// The fields of one page alone, each with its name, in the order of [`OWN`].
pub(crate) type Own = Vec<(&'static str, String)>;

/// The names of all such fields in addresses. `at` is a place in the document that is read.
const OWN: [&str; 9] = ["at", "by", "find", "list", "of", "status", "subject", "unit", "when"];

/// A facet of the search page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Facet {
    /// Section paths.
    Section,
    /// Sources.
    Source,
    /// Years.
    Year,
    /// Months.
    Month,
    /// Kinds of official documents.
    Kind,
    /// Languages.
    Language,
    /// Document numbers.
    Number,
    /// People.
    Person,
    /// Administrative units.
    Place,
    /// Bodies, organisations, companies.
    Body,
}

impl Facet {
    /// All of them, in the order in which addresses and pages list them.
    pub(crate) const ALL: [Self; 10] = [
        Self::Section,
        Self::Source,
        Self::Year,
        Self::Month,
        Self::Kind,
        Self::Language,
        Self::Number,
        Self::Person,
        Self::Place,
        Self::Body,
    ];

    fn key(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Source => "source",
            Self::Year => "year",
            Self::Month => "month",
            Self::Kind => "kind",
            Self::Language => "language",
            Self::Number => "number",
            Self::Person => "person",
            Self::Place => "place",
            Self::Body => "org",
        }
    }

    /// The choices of this facet.
    pub(crate) fn of(self, filters: &Filters) -> &[Choice] {
        match self {
            Self::Section => &filters.section,
            Self::Source => &filters.source,
            Self::Year => &filters.year,
            Self::Month => &filters.month,
            Self::Kind => &filters.kind,
            Self::Language => &filters.language,
            Self::Number => &filters.number,
            Self::Person => &filters.person,
            Self::Place => &filters.place,
            Self::Body => &filters.body,
        }
    }

    fn of_mut(self, filters: &mut Filters) -> &mut Vec<Choice> {
        match self {
            Self::Section => &mut filters.section,
            Self::Source => &mut filters.source,
            Self::Year => &mut filters.year,
            Self::Month => &mut filters.month,
            Self::Kind => &mut filters.kind,
            Self::Language => &mut filters.language,
            Self::Number => &mut filters.number,
            Self::Person => &mut filters.person,
            Self::Place => &mut filters.place,
            Self::Body => &mut filters.body,
        }
    }
}

impl Route {
    /// The route that the query string `search` (with or without `?`) stands for.
    pub(crate) fn parse(search: &str) -> Self {
        let mut route = Self::default();
        for pair in search.trim_start_matches('?').split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let Some(value) = decode(value) else { continue };
            if key == "q" {
                route.query = clean(&value).chars().take(MAX_QUERY).collect();
                continue;
            }
            if value.chars().count() > MAX_VALUE {
                continue;
            }
            // Ids and values are an archive's and taken to the letter: blanks of any kind belong to them.
            let (exact, value) = (without_controls(&value), clean(&value));
            let value = value.trim();
            let is_said = !value.is_empty();
            let text = || is_said.then(|| value.to_owned());
            match key {
                "from" => route.filters.from = text().filter(|text| is_date(text)),
                "to" => route.filters.to = text().filter(|text| is_date(text)),
                "sort" => route.sort = sort_of(value).unwrap_or(route.sort),
                "doc" => route.doc = Some(exact).filter(|_| is_said),
                "view" => route.view = View::parse(value).unwrap_or(route.view),
                "lang" => route.language = language_of(value),
                "archive" => route.archive = text(),
                "with" => route.other = text(),
                _ => {
                    if let Some(facet) = Facet::ALL.into_iter().find(|facet| facet.key() == key) {
                        route.add(facet, &exact);
                    } else if let Some(name) = OWN.into_iter().find(|name| *name == key) {
                        route.set_own(name, value);
                    }
                }
            }
        }
        route
    }

    /// The page's own field `name`; empty where it is not there.
    pub(crate) fn own(&self, name: &str) -> &str {
        self.own.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value)
    }

    /// The same with the page's own field `name` set; an empty value takes it away.
    pub(crate) fn with_own(&self, name: &'static str, value: &str) -> Self {
        let mut route = self.clone();
        route.set_own(name, value);
        route
    }

    fn set_own(&mut self, name: &'static str, value: &str) {
        self.own.retain(|(key, _)| *key != name);
        if !value.is_empty() {
            let at = self.own.iter().take_while(|(key, _)| *key < name).count();
            self.own.insert(at, (name, value.to_owned()));
        }
    }

    fn add(&mut self, facet: Facet, written: &str) {
        let (exclude, value) = match (written.strip_prefix('-'), written.strip_prefix('=')) {
            (Some(value), _) => (true, value),
            (_, Some(value)) => (false, value),
            _ => (false, written),
        };
        let fits = match facet {
            // The empty year stands for documents without a date.
            Facet::Year => {
                value.is_empty() || (value.len() == 4 && value.bytes().all(|b| b.is_ascii_digit()))
            }
            Facet::Month => value.len() == 7 && is_date(value),
            _ => !value.trim().is_empty(),
        };
        let choices = facet.of_mut(&mut self.filters);
        if fits && choices.len() < MAX_CHOICES && choices.iter().all(|choice| choice.value != value) {
            choices.push(Choice { value: value.to_owned(), exclude });
        }
    }

    /// The query string that stands for this route: empty, or beginning with `?`.
    pub(crate) fn to_search(&self) -> String {
        let mut search = String::new();
        let mut put = |key: &str, value: &str| {
            search.push(if search.is_empty() { '?' } else { '&' });
            search.push_str(key);
            search.push('=');
            encode(value, &mut search);
        };
        if !self.query.is_empty() {
            put("q", &self.query);
        }
        for facet in Facet::ALL {
            for choice in facet.of(&self.filters) {
                // An included value that looks like an excluded one is told apart by a leading `=`.
                let mark = match (choice.exclude, choice.value.starts_with(['-', '='])) {
                    (true, _) => "-",
                    (false, true) => "=",
                    (false, false) => "",
                };
                put(facet.key(), &format!("{mark}{}", choice.value));
            }
        }
        let optional = [
            ("from", &self.filters.from),
            ("to", &self.filters.to),
            ("doc", &self.doc),
            ("archive", &self.archive),
            ("with", &self.other),
        ];
        for (key, value) in optional {
            if let Some(value) = value {
                put(key, value);
            }
        }
        if self.view != View::Search {
            put("view", self.view.name());
        }
        for (key, value) in &self.own {
            put(key, value);
        }
        match self.sort {
            Sort::Relevance => {}
            Sort::Newest => put("sort", "newest"),
            Sort::Oldest => put("sort", "oldest"),
            Sort::Views => put("sort", "views"),
        }
        match self.language {
            None => {}
            Some(Language::Vi) => put("lang", "vi"),
            Some(Language::En) => put("lang", "en"),
        }
        search
    }

    /// The same as a link on this page: `?` alone leads to the start.
    pub(crate) fn href(&self) -> String {
        let search = self.to_search();
        if search.is_empty() { "?".to_owned() } else { search }
    }

    /// The same search with the document `id` open.
    pub(crate) fn with_doc(&self, id: &str) -> Self {
        Self { doc: Some(id.to_owned()), ..self.without_doc() }
    }

    /// The search without a document open.
    pub(crate) fn without_doc(&self) -> Self {
        Self { doc: None, ..self.with_own("at", "") }
    }

    /// What is marked in a document that this search found: the words of the query and the numbers that were asked for.
    pub(crate) fn marked(&self) -> String {
        let numbers = self.filters.number.iter().filter(|choice| !choice.exclude);
        let numbers = numbers.map(|choice| format!(" number:\"{}\"", choice.value.replace('"', " ")));
        self.query.clone() + &numbers.collect::<String>()
    }

    /// An empty search of the same archive in the same language.
    pub(crate) fn start(&self) -> Self {
        Self { language: self.language, archive: self.archive.clone(), ..Self::default() }
    }

    /// All documents that have `value` in `facet`.
    pub(crate) fn of(&self, facet: Facet, value: &str) -> Self {
        self.start().toggled(facet, value, false)
    }

    /// The dossier of the document number `number`.
    pub(crate) fn dossier(&self, number: &str) -> Self {
        Self { view: View::Dossier, ..self.of(Facet::Number, number) }
    }

    /// The page `view` of the same archive, about the same search.
    pub(crate) fn with_view(&self, view: View) -> Self {
        let mut route = Self { view, own: Own::new(), ..self.without_doc() };
        // The number of a dossier is what that page is about, and no condition that the reader set on others.
        if self.view == View::Dossier {
            route.filters.number.clear();
        }
        route
    }

    /// The same search with `value` chosen in `facet`; choosing it once more takes the choice back.
    pub(crate) fn toggled(&self, facet: Facet, value: &str, exclude: bool) -> Self {
        let mut route = self.without_doc();
        let choices = facet.of_mut(&mut route.filters);
        let before = choices.iter().position(|choice| choice.value == value);
        let same = before.is_some_and(|at| choices[at].exclude == exclude);
        if let Some(at) = before {
            choices.remove(at);
        }
        if !same {
            choices.push(Choice { value: value.to_owned(), exclude });
        }
        route
    }

    /// The same search without any condition beside the words.
    pub(crate) fn unfiltered(&self) -> Self {
        Self { filters: Filters::default(), ..self.without_doc() }
    }
}

/// Whether `text` is written as 2020, 2020-03 or 2020-03-28, in a month that there is. Whether there is such a day is left to the engine.
fn is_date(text: &str) -> bool {
    let shape = "0000-00-00".as_bytes();
    matches!(text.len(), 4 | 7 | 10)
        && text.bytes().zip(shape).all(|(b, s)| if *s == b'0' { b.is_ascii_digit() } else { b == *s })
        && text.get(5..7).is_none_or(|month| ("01"..="12").contains(&month))
}

fn sort_of(value: &str) -> Option<Sort> {
    match value {
        "relevance" => Some(Sort::Relevance),
        "newest" => Some(Sort::Newest),
        "oldest" => Some(Sort::Oldest),
        "views" => Some(Sort::Views),
        _ => None,
    }
}

/// The language of a tag that this program speaks.
pub(crate) fn language_of(value: &str) -> Option<Language> {
    match value {
        "vi" => Some(Language::Vi),
        "en" => Some(Language::En),
        _ => None,
    }
}

/// `text` without control characters, which no field needs and some displays obey, and with every blank an ordinary one.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !c.is_control()).collect()
}

/// `text` without control characters.
fn without_controls(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// Undoes percent-encoding; none if the result is not UTF-8.
fn decode(text: &str) -> Option<String> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let bytes = text.as_bytes();
    let mut result = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match (byte, digit(bytes.get(at)), digit(bytes.get(at + 1))) {
            (b'%', Some(high), Some(low)) => {
                result.push((high * 16 + low) as u8);
                at += 2;
            }
            (b'+', ..) => result.push(b' '),
            _ => result.push(byte),
        }
    }
    String::from_utf8(result).ok()
}

/// Percent-encodes `text` as forms do, so that a form sent before the program arrived gives the same address.
fn encode(text: &str, to: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'*' | b'/' => {
                to.push(byte.into());
            }
            b' ' => to.push('+'),
            _ => {
                to.push('%');
                to.push(HEX[usize::from(byte >> 4)].into());
                to.push(HEX[usize::from(byte & 15)].into());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_address_of_every_field_reads_back() {
        let address = "?q=qu%E1%BA%ADn+u%E1%BB%B7&section=Tin+t%E1%BB%A9c&section=-A+/+B&source=%3D-x&year=2023&year=-\
            &number=01-CTr/QU&from=2020-03&to=2023-03-28&doc=a%26b%3Dc&archive=other/archive.json&with=old.json&view=figures&of=x&unit=-&sort=oldest&lang=en";
        let route = Route::parse(address);
        assert_eq!(route.query, "quận uỷ");
        assert_eq!(route.filters.section[1], Choice { value: "A / B".into(), exclude: true });
        assert_eq!(route.filters.source, [Choice { value: "-x".into(), exclude: false }]);
        assert_eq!(route.filters.year[1], Choice { value: String::new(), exclude: true });
        assert_eq!((route.doc.as_deref(), route.sort), (Some("a&b=c"), Sort::Oldest));
        assert_eq!((route.own("unit"), route.own("find")), ("-", ""));
        assert_eq!(route.to_search(), address);
    }

    #[test]
    fn unknown_and_hostile_values_are_ignored() {
        for address in [
            "",
            "?",
            "?&&=&x=1",
            "?year=20234&year=abcd",
            "?sort=javascript:",
            "?lang=xx",
            "?view=../x",
            "?from=x&to=2020-1-1",
            "?section=&doc=&unit=&at=",
            "?q=%FF",
        ] {
            assert_eq!(Route::parse(address), Route::default(), "{address}");
        }
        assert_eq!(Route::parse(&format!("?doc={}", "x".repeat(MAX_VALUE + 1))), Route::default());
        assert_eq!(Route::parse(&"&source=a".repeat(99)).filters.source.len(), 1);
        let many: String = (0..999).map(|n| format!("&source={n}")).collect();
        assert_eq!(Route::parse(&many).filters.source.len(), MAX_CHOICES);
        assert_eq!(Route::parse("?q=a%0A%00b").query, "a b");
    }

    #[test]
    fn a_choice_is_made_changed_and_taken_back() {
        let chosen = Route::parse("?q=a&doc=1").toggled(Facet::Section, "Tin", false);
        assert_eq!(chosen.to_search(), "?q=a&section=Tin");
        let excluded = chosen.toggled(Facet::Section, "Tin", true);
        assert_eq!(excluded.to_search(), "?q=a&section=-Tin");
        assert_eq!(excluded.toggled(Facet::Section, "Tin", true).to_search(), "?q=a");
    }

    #[test]
    fn a_place_belongs_to_one_document_and_the_fields_of_a_page_to_that_page() {
        let place = Route::parse("?view=figures&unit=h%E1%BB%99&doc=1&at=3.1.4");
        assert_eq!(place.with_doc("2").to_search(), "?doc=2&view=figures&unit=h%E1%BB%99");
        assert_eq!(place.without_doc().to_search(), "?view=figures&unit=h%E1%BB%99");
        assert_eq!(place.with_view(View::Explore).to_search(), "?view=explore");
        let dossier = place.dossier("01-CTr/QU");
        assert_eq!(dossier.to_search(), "?number=01-CTr/QU&view=dossier");
        assert_eq!(dossier.with_doc("1").with_view(View::Figures).to_search(), "?view=figures");
        assert_eq!(Route::parse("?number=1").with_view(View::Figures).to_search(), "?number=1&view=figures");
    }

    proptest! {
        #[test]
        fn any_address_settles_at_once(address in "(\\?)?((q|section|source|year|number|org|from|to|sort|doc|view|at|unit|lang|archive|with|x)=[^&]{0,12}&?){0,8}") {
            let route = Route::parse(&address);
            prop_assert_eq!(Route::parse(&route.to_search()), route);
        }

        #[test]
        fn any_text_survives_the_address(text in "\\PC{0,40}|[ \u{A0}\u{3000}\u{2028}=+%&#-]{0,9}[a-zđ \u{A0}]{0,9}", exclude: bool) {
            // What no field can hold: control characters, and nothing but blanks.
            prop_assume!(!text.trim().is_empty() && !text.contains(char::is_control));
            let mut route = Route { doc: Some(text.clone()), ..Route::default() };
            for facet in Facet::ALL.into_iter().filter(|facet| !matches!(facet, Facet::Year | Facet::Month)) {
                facet.of_mut(&mut route.filters).push(Choice { value: text.clone(), exclude });
            }
            prop_assert_eq!(Route::parse(&route.to_search()), route);
        }

        #[test]
        fn a_query_survives_the_address_but_for_the_kinds_of_its_blanks(text in "\\PC{0,40}|[ \u{A0}\u{3000}a=+%&#-]{0,9}") {
            let read = Route::parse(&Route { query: text.clone(), ..Route::default() }.to_search()).query;
            let words = |text: &str| text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect::<String>();
            prop_assert_eq!(words(&read), words(&text));
        }
    }
}
