//! The tables in `data/`, made ready: every word in them has a number, and phrases are trees over those numbers.

use super::{
    phrases::{FxHashMap, Numbering, Phrases, backwards},
    words::{Words, shape_of},
};
use std::sync::LazyLock;

/// A line of a table: what it is of, and the form that is told.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) class: Class,
    pub(crate) form: String,
}

/// Classes of units, positions and bodies, as the tables name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Measure,
    Money,
    Time,
    Event,
    Person,
    Target,
    Thing,
    Post,
    Head,
    Address,
    Profession,
    Committee,
    Organ,
    OrganAlone,
    Local,
    LocalAlone,
    Central,
    Department,
    Field,
    Named,
    School,
    Firm,
    Numbered,
    None,
}

fn class(name: &str) -> Class {
    match name {
        "measure" => Class::Measure,
        "money" => Class::Money,
        "time" => Class::Time,
        "event" => Class::Event,
        "person" => Class::Person,
        "target" => Class::Target,
        "thing" => Class::Thing,
        "post" => Class::Post,
        "head" => Class::Head,
        "address" => Class::Address,
        "profession" => Class::Profession,
        "committee" => Class::Committee,
        "organ" => Class::Organ,
        "organ-alone" => Class::OrganAlone,
        "local" => Class::Local,
        "local-alone" => Class::LocalAlone,
        "central" => Class::Central,
        "department" => Class::Department,
        "field" => Class::Field,
        "named" => Class::Named,
        "school" => Class::School,
        "firm" => Class::Firm,
        "number" => Class::Numbered,
        _ => Class::None,
    }
}

/// A table whose lines are phrases with a class and a form.
#[derive(Debug, Default)]
pub(crate) struct Table {
    phrases: Phrases,
    entries: Vec<Entry>,
}

impl Table {
    /// The longest phrase that begins with the word at `at`, and its line.
    pub(crate) fn longest(&self, words: &Words<'_>, at: usize) -> Option<(usize, &Entry)> {
        let (length, value) = self.phrases.longest(words, at)?;
        Some((length, &self.entries[value]))
    }
}

/// What a single word can be, as bits.
pub(crate) mod flag {
    pub(crate) const STOP: u32 = 1;
    pub(crate) const ORDINAL: u32 = 1 << 1;
    pub(crate) const ORDINAL_UNLESS: u32 = 1 << 2;
    pub(crate) const ENDS_SUBJECT: u32 = 1 << 3;
    pub(crate) const NAMED_AFTER: u32 = 1 << 4;
    pub(crate) const NO_NAME: u32 = 1 << 5;
    pub(crate) const JOINS_NAME: u32 = 1 << 6;
    pub(crate) const SURNAME: u32 = 1 << 7;
    pub(crate) const COMMON_SURNAME: u32 = 1 << 8;
    /// Dates may begin with it.
    pub(crate) const BEGINS_DATE: u32 = 1 << 9;
    /// Names of bodies and places may begin with it, and positions.
    pub(crate) const BEGINS_NAME: u32 = 1 << 10;
    /// It announces a person or begins the name of one.
    pub(crate) const BEGINS_PERSON: u32 = 1 << 11;
    /// Numbers in words may begin with it.
    pub(crate) const NUMERAL: u32 = 1 << 12;
    /// No name goes on with it.
    pub(crate) const ENDS_NAME: u32 = 1 << 13;
    /// No unit that the tables lack begins or ends with it.
    pub(crate) const NO_UNIT: u32 = 1 << 14;
    /// No unit that the tables lack begins with it.
    pub(crate) const NO_UNIT_BEGINS: u32 = 1 << 16;
    /// People behind it are counted.
    pub(crate) const COUNTS_PEOPLE: u32 = 1 << 17;
    /// A year is meant by the "năm" behind it, not five.
    pub(crate) const YEAR_FOLLOWS: u32 = 1 << 18;
    /// "Số" behind it is a count and no label: dân số, sĩ số.
    pub(crate) const COUNT_FOLLOWS: u32 = 1 << 19;
    /// It tells what happened to people who are counted.
    pub(crate) const BEFALLS: u32 = 1 << 15;
}

/// Everything that the tables say.
#[derive(Debug)]
pub(crate) struct Lexicon {
    numbering: Numbering,
    writings: Writings,
    flags: Vec<u32>,
    pub(crate) units: Table,
    pub(crate) roles: Table,
    pub(crate) bodies: Table,
    pub(crate) levels: Table,
    pub(crate) domains: Table,
    pub(crate) firm: Phrases,
    pub(crate) place_names: Table,
    pub(crate) regions: Phrases,
    pub(crate) countries: Phrases,
    pub(crate) provinces: Phrases,
    pub(crate) no_person: Phrases,
    pub(crate) sentences: Phrases,
    pub(crate) modifiers: Phrases,
    pub(crate) activities: Phrases,
    pub(crate) about: Phrases,
    pub(crate) status: Phrases,
    pub(crate) status_before: Phrases,
    pub(crate) indicators: Phrases,
    pub(crate) wholes: Phrases,
    pub(crate) days: Phrases,
    pub(crate) stretches: Phrases,
    pub(crate) some_time: Phrases,
    pub(crate) compared: Phrases,
    pub(crate) named_after: Phrases,
    pub(crate) aims: Phrases,
    pub(crate) aims_before: Phrases,
    pub(crate) no_units: Phrases,
    pub(crate) relations: Phrases,
    relation_names: Vec<String>,
    pub(crate) kinds: Phrases,
    kind_names: Vec<&'static str>,
    pub(crate) common: Common,
}

macro_rules! common {
    ($($name:ident $word:literal),* $(,)?) => {
        /// The numbers of words that the rules name themselves.
        #[derive(Debug, Default)]
        pub(crate) struct Common { $(pub(crate) $name: u32),* }
        impl Common {
            fn of(numbering: &mut Numbering) -> Self {
                Self { $($name: numbering.number($word)),* }
            }
        }
    };
}

common! {
    month "tháng", year "năm", quarter "quý", to "đến", till "tới", and "và", from "từ", first "đầu", last "cuối",
    so "số", every "mỗi", each "từng", many "các", those "những", hour "giờ", at_time "lúc", kem "kém", of "của",
    about "về", hundred "trăm", thousand "nghìn", thousand_south "ngàn", ten_thousand "vạn", million "triệu", billion "tỷ",
    billion_i "tỉ", one "một", two "hai", three "ba", four "bốn", four_sino "tư", five "lăm", six "sáu", seven "bảy", seven_south "bẩy",
    eight "tám", nine "chín", ten "mười", tens "mươi", one_after "mốt", zero "lẻ", zero_north "linh", none "không", half "rưỡi", chu "chữ", equal "bằng", more "hơn", like "như", inside "trong", into "vào", present "hiện", now "nay", up "lên", down "xuống", grows "tăng", shrinks "giảm", not_yet "chưa", will "sẽ", lunar "âm", times_as_much "lần", fold "gấp", provided "nếu",
    khoa "khóa", and_also "kiêm", end "hết", all "cả", this "này", that "đó", those_told "ấy", yonder "kia", between "giữa",
    times "nhân", plus "cộng", minus "trừ", by "chia", to_whom "cho", with "với", is "là", still "còn", i "i", ii "ii", iii "iii", iv "iv", mr "ông", mrs "bà", ministry "bộ",
}

impl Common {
    /// Whether the word with this number joins a date to the figure before it: 12 vụ vào cuối năm 2020.
    pub(crate) fn beside(&self, id: u32) -> bool {
        [self.inside, self.into, self.of, self.first, self.last, self.between, self.end, self.all]
            .contains(&id)
    }
}

/// The tables, read once.
pub(crate) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

/// The fields of a line of a table.
type Line = (&'static str, &'static str, &'static str);

fn lines(table: &'static str) -> impl Iterator<Item = Line> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| {
        let mut fields = line.split('\t');
        let mut field = || fields.next().unwrap_or_default();
        (field(), field(), field())
    })
}

/// Words as they are written, by [`key`], with their numbers and shapes.
type Writings = FxHashMap<u64, (u32, u8)>;

/// A word in eight bytes: itself, if it is no longer, as most are; else a hash of it, so that looking a word up reads one place
/// in memory. Two words with one hash are as good as impossible among so few; a text made so would have one word misread.
fn key(word: &str) -> u64 {
    let (chunks, rest) = word.as_bytes().as_chunks::<8>();
    let last = rest.iter().rev().fold(0u64, |key, &byte| key << 8 | u64::from(byte));
    let mix = |key: u64, part: u64| (key.rotate_left(5) ^ part).wrapping_mul(0x517C_C1B7_2722_0A95);
    match chunks {
        [] => last,
        [only] if rest.is_empty() => u64::from_le_bytes(*only),
        _ => mix(
            chunks.iter().fold(word.len() as u64, |key, chunk| mix(key, u64::from_le_bytes(*chunk))),
            last,
        ),
    }
}

/// Open rhymes whose tone stands on either letter.
const PLACEMENTS: [(&str, &str); 15] = [
    ("òa", "oà"),
    ("óa", "oá"),
    ("ỏa", "oả"),
    ("õa", "oã"),
    ("ọa", "oạ"),
    ("òe", "oè"),
    ("óe", "oé"),
    ("ỏe", "oẻ"),
    ("õe", "oẽ"),
    ("ọe", "oẹ"),
    ("ùy", "uỳ"),
    ("úy", "uý"),
    ("ủy", "uỷ"),
    ("ũy", "uỹ"),
    ("ụy", "uỵ"),
];

/// Every usual writing of every word.
fn writings(numbering: &Numbering) -> Writings {
    let mut known = Writings::default();
    for (word, id) in numbering.words() {
        let other =
            PLACEMENTS.iter().find_map(|(one, other)| Some(format!("{}{other}", word.strip_suffix(one)?)));
        let other = other.filter(|other| tangthu_text::normal_word(other) == word);
        for word in [Some(word.to_owned()), other].into_iter().flatten() {
            let first = word.chars().next().map_or(0, char::len_utf8);
            let title = word[..first].to_uppercase() + &word[first..];
            for written in [word.to_uppercase(), title, word] {
                let shape = shape_of(&written);
                known.insert(key(&written), (id, shape));
            }
        }
    }
    known
}

impl Lexicon {
    fn read() -> Self {
        let mut numbering = Numbering::default();
        let mut flags: Vec<u32> = Vec::new();
        let set = |flags: &mut Vec<u32>, id: u32, bit: u32| {
            let id = id as usize;
            if flags.len() <= id {
                flags.resize(id + 1, 0);
            }
            flags[id] |= bit;
        };
        let table = |numbering: &mut Numbering, lines: &mut dyn Iterator<Item = Line>| {
            let mut table = Table::default();
            for (phrase, name, form) in lines {
                let steps = numbering.phrase(phrase);
                table.phrases.add(&steps, table.entries.len() as u32);
                let form = if form.is_empty() { phrase } else { form }.to_owned();
                table.entries.push(Entry { class: class(name), form });
            }
            table
        };
        let units = table(&mut numbering, &mut lines(include_str!("../../data/units.tsv")));
        let roles = table(&mut numbering, &mut lines(include_str!("../../data/roles.tsv")));
        let bodies = table(&mut numbering, &mut lines(include_str!("../../data/bodies.tsv")));
        // In these the form comes before the class, which most lack.
        let form_first = |text| lines(text).map(|(phrase, form, name)| (phrase, name, form));
        let levels = table(&mut numbering, &mut form_first(include_str!("../../data/levels.tsv")));
        let domains = table(&mut numbering, &mut form_first(include_str!("../../data/domains.tsv")));
        let place_names = table(&mut numbering, &mut form_first(include_str!("../../data/place-names.tsv")));
        for (word, how, _) in lines(include_str!("../../data/surnames.tsv")) {
            let bit = flag::SURNAME | if how == "common" { flag::COMMON_SURNAME } else { 0 };
            set(&mut flags, numbering.number(&tangthu_text::normal_word(word)), bit);
        }
        let mut relations = Phrases::default();
        let mut relation_names = Vec::new();
        for (phrase, name, _) in lines(include_str!("../../data/relations.tsv")) {
            relations.add(&backwards(&numbering.phrase(phrase)), relation_names.len() as u32);
            relation_names.push(name.to_owned());
        }
        let mut kinds = Phrases::default();
        let mut kind_names = Vec::new();
        for (_, name, _) in
            lines(include_str!("../../data/kinds.tsv")).chain([("", "Luật", ""), ("", "Bộ luật", "")])
        {
            let name = name.split(" (").next().unwrap_or(name);
            kinds.add(&backwards(&numbering.phrase(name)), kind_names.len() as u32);
            kind_names.push(name);
        }
        let [
            mut modifiers,
            mut activities,
            mut about,
            mut status,
            mut status_before,
            mut indicators,
            mut wholes,
        ] = std::array::from_fn(|_| Phrases::default());
        let [
            mut days,
            mut stretches,
            mut some_time,
            mut no_units,
            mut firm,
            mut regions,
            mut compared,
            mut aims,
            mut aims_before,
            mut named_after,
            mut countries,
            mut provinces,
            mut no_person,
            mut sentences,
        ] = std::array::from_fn(|_| Phrases::default());
        for (name, phrases, _) in lines(include_str!("../../data/words.tsv")) {
            for phrase in phrases.split(", ") {
                let steps = numbering.phrase(phrase);
                let last = steps.last().map_or(0, |step| step >> 1);
                match name {
                    "modifier" => modifiers.add(&steps, 0),
                    "activity" => activities.add(&steps, 0),
                    "about" => about.add(&backwards(&steps), 0),
                    "status" => {
                        status.add(&steps, 0);
                        status_before.add(&backwards(&steps), 0);
                    }
                    "aim" => {
                        aims.add(&steps, 0);
                        aims_before.add(&backwards(&steps), 0);
                    }
                    "indicator" => indicators.add(&steps, 0),
                    "whole" => wholes.add(&steps, 0),
                    "day" => days.add(&steps, 0),
                    "stretch" => stretches.add(&steps, 0),
                    "firm" => firm.add(&steps, 0),
                    "stop" => set(&mut flags, last, flag::STOP),
                    "no-unit" => set(&mut flags, last, flag::NO_UNIT),
                    "no-unit-begins" => set(&mut flags, last, flag::NO_UNIT_BEGINS),
                    "counts-people" => set(&mut flags, last, flag::COUNTS_PEOPLE),
                    "count-follows" => set(&mut flags, last, flag::COUNT_FOLLOWS),
                    "year-follows" => set(&mut flags, last, flag::YEAR_FOLLOWS),
                    "befalls" => set(&mut flags, last, flag::BEFALLS),
                    "no-unit-phrase" => no_units.add(&steps, 0),
                    "compared" => compared.add(&steps, 0),
                    "some-time" => some_time.add(&steps, 0),
                    "ordinal" => set(&mut flags, last, flag::ORDINAL),
                    "ordinal-unless" => set(&mut flags, last, flag::ORDINAL_UNLESS),
                    "ends-subject" => set(&mut flags, last, flag::ENDS_SUBJECT),
                    "named-after" => set(&mut flags, last, flag::NAMED_AFTER),
                    "named-after-phrase" => named_after.add(&backwards(&steps), 0),
                    "no-name" => set(&mut flags, last, flag::NO_NAME),
                    "ends-name" if steps.len() == 1 => set(&mut flags, last, flag::ENDS_NAME),
                    "region" => regions.add(&steps, 0),
                    "country" => countries.add(&steps, 0),
                    "no-person" => no_person.add(&steps, 0),
                    "province" => provinces.add(&steps, 0),
                    "begins-sentence" => sentences.add(&steps, 0),
                    "joins-name" => set(&mut flags, last, flag::JOINS_NAME),
                    _ => {}
                }
            }
        }
        let common = Common::of(&mut numbering);
        let mut begins = |phrases: &Phrases, bit: u32| {
            phrases.first_words().for_each(|id| set(&mut flags, id, bit));
        };
        [&stretches, &days].into_iter().for_each(|phrases| begins(phrases, flag::BEGINS_DATE));
        [&roles.phrases, &bodies.phrases, &levels.phrases]
            .into_iter()
            .for_each(|phrases| begins(phrases, flag::BEGINS_NAME));
        begins(&roles.phrases, flag::BEGINS_PERSON);
        for id in [common.year, common.month, common.quarter] {
            set(&mut flags, id, flag::BEGINS_DATE);
        }
        let numerals = [
            common.one,
            common.two,
            common.three,
            common.four,
            common.six,
            common.seven,
            common.seven_south,
            common.eight,
            common.nine,
            common.ten,
        ];
        numerals.into_iter().for_each(|id| set(&mut flags, id, flag::NUMERAL));
        for one in &mut flags {
            if *one & (flag::COMMON_SURNAME | flag::SURNAME) != 0 {
                *one |= flag::BEGINS_PERSON;
            }
        }
        let writings = writings(&numbering);
        Self {
            numbering,
            writings,
            flags,
            units,
            roles,
            bodies,
            levels,
            domains,
            firm,
            place_names,
            regions,
            countries,
            provinces,
            no_person,
            sentences,
            modifiers,
            activities,
            about,
            status,
            status_before,
            indicators,
            wholes,
            days,
            stretches,
            some_time,
            compared,
            named_after,
            aims,
            aims_before,
            no_units,
            relations,
            relation_names,
            kinds,
            kind_names,
            common,
        }
    }

    /// The number of a word in normal form; 0 if no table has it.
    pub(crate) fn id(&self, word: &str) -> u32 {
        self.numbering.of(word)
    }

    /// The line of a unit that is a single word, in normal form.
    pub(crate) fn unit_word(&self, word: &str) -> Option<&Entry> {
        self.units.entries.get(self.units.phrases.of_word(self.id(word))?)
    }

    /// The number of a word as it is written, and its shape. Usual writings are known beforehand: small, with a capital, in
    /// capitals, with either placement of tones. Where something else than plain letters is in it, its normal form decides.
    pub(crate) fn written(&self, word: &str) -> (u32, u8) {
        if let Some(&known) = self.writings.get(&key(word)) {
            return known;
        }
        let odd = word.contains(['Ð', 'ð', 'Ɖ']);
        (if odd { self.id(&tangthu_text::normal_word(word)) } else { 0 }, shape_of(word))
    }

    /// What the tables say of the word with this number.
    pub(crate) fn flags(&self, id: u32) -> u32 {
        self.flags.get(id as usize).copied().unwrap_or(0)
    }

    /// Whether the word with this number is marked so in the tables.
    pub(crate) fn has(&self, id: u32, bits: u32) -> bool {
        self.flags(id) & bits != 0
    }

    /// The relation that stands before place `end`: how many words say it, and its name.
    pub(crate) fn relation_before(&self, words: &Words<'_>, end: usize) -> Option<(usize, &str)> {
        let (length, value) = self.relations.longest_before(words, end)?;
        Some((length, &self.relation_names[value]))
    }

    /// The kind of document whose name stands before place `end`: how many words it has, and the name.
    pub(crate) fn kind_before(&self, words: &Words<'_>, end: usize) -> Option<(usize, &'static str)> {
        let (length, value) = self.kinds.longest_before(words, end)?;
        Some((length, self.kind_names[value]))
    }
}
