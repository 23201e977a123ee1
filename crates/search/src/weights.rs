//! Every weight of the ranking, in one place, each with what chose it.
//!
//! Measured as MRR@10 on three public sets of questions (answers in passages, in regulations, editorial tags), typed with
//! and without marks; the figures of the whole are in ARCHITECTURE.md.

/// BM25's saturation of repeated words.
pub const K1: f32 = 1.2;

/// BM25's share of length normalisation. 0.85 against 0.75, typed with / without marks among 10,000 articles: passages
/// .919/.904 (.911/.894), regulations .834/.822 (.825/.816), tags .518/.499 (.514/.494); each set alone within .003, while
/// 0.95 costs tags .005. A long article holds the words of a question by chance.
pub const B: f32 = 0.85;

/// The field of a title or a document's own number in its head.
pub(crate) const FIELD_TITLE: u8 = 0;
/// The field of leads, tags, authors and issuers.
pub(crate) const FIELD_LEAD: u8 = 1;
/// The field of headings inside the text.
pub(crate) const FIELD_HEADING: u8 = 2;
/// The field of the text.
pub(crate) const FIELD_BODY: u8 = 3;
/// The field of captions.
pub(crate) const FIELD_CAPTION: u8 = 4;
/// The field of the number that a document bears.
pub(crate) const FIELD_OWN: u8 = 5;
/// The field of numbers that a document cites.
pub(crate) const FIELD_CITED: u8 = 6;
/// The field of numbers that its title cites.
pub(crate) const FIELD_CITED_IN_TITLE: u8 = 7;
/// The field of numbers that it cites in pieces alone.
pub(crate) const FIELD_CITED_IN_PIECES: u8 = 8;

/// So many words at the beginning of a document count as its lead, whatever they are: who writes says first what it is about,
/// and most pages mark no lead. Typed with / without marks, each set alone: passages .959/.958 (.957/.955 without), regulations
/// .902/.895 (.904/.898), tags .758/.740 (.756/.738); among 9,000 articles passages .937/.921 (.934/.919), regulations
/// .843/.839 (.844/.839), tags .532/.510 (.528/.506). With 40, regulations typed without marks lose .008.
pub(crate) const OPENING: u32 = 25;

/// How many words of the body one in this field counts as. A caption counts less than the text that it illustrates.
pub(crate) fn of_field(field: u8) -> f32 {
    match field {
        FIELD_TITLE => 4.0,
        FIELD_LEAD | FIELD_HEADING => 1.5,
        FIELD_CAPTION => 0.7,
        _ => 1.0,
    }
}

/// Impacts of rare words, of 255, are rounded to multiples of this.
pub(crate) const IMPACT_STEP: f32 = 12.0;

/// The same for pairs.
pub(crate) const PAIR_IMPACT_STEP: f32 = 24.0;

/// The most steps of rare words that one of the most frequent takes: their impacts then are a few.
const COARSEST: f32 = 12.0;

/// The rarity (BM25's) from which on a word counts as rare: one document of 20 holds it. With this the lists of more frequent
/// words are a fifth shorter. With short lists rounded so, too: passages .956/.949 (.955/.952 without), regulations
/// .885/.884 (.888/.883), tags .749/.732 (.752/.734). From 6 on, one of 400, tags would be .745/.724.
const RARE: f32 = 3.0;

/// Lists of fewer documents are short whatever their impacts.
const LONG_LIST: usize = 1_000;

/// To what the impacts of a word are rounded that so many of the documents hold. What a word adds to a score is its
/// rarity times its impact, so a frequent word can be rounded more coarsely for the same error in the score; its list is
/// long, and the impacts are half of its bytes. Steps grow a little faster than rarity falls, for the most frequent words order
/// results the least. Among 100,000 articles, typed with / without marks: passages .902/.883 (in proportion and at most 7 steps: .901/.882),
/// regulations .803/.788 (.802/.789); among 10,000 tags .513/.492 (.514/.495); alone nothing changes, and the lists of a query take
/// 46 KB (55). With the square of it 42 KB, and regulations are .801/.789.
pub(crate) fn impact_step(of_rare: f32, holding: usize, documents: u32) -> f32 {
    if holding < LONG_LIST {
        return of_rare;
    }
    let rarity = crate::reader::rarity(holding as u64, u64::from(documents));
    let frequent = (RARE / rarity.max(0.1)).max(1.0);
    of_rare * (frequent * frequent.sqrt()).min(COARSEST)
}

/// The impact of a document number, of 1, by where it stands, in a document of any length: whoever asks for a number wants the
/// document that bears it first, then one that names it in its title, and one that holds it whole before one in which it has to be put
/// together, which may be a misreading. Of 1,617 numbers of the State among 100,000 articles .969 of the documents that come first are
/// those that a list names (.961 when short documents came first, wherever it stood).
pub(crate) fn of_number(field: u8) -> f32 {
    match field {
        FIELD_OWN => 1.0,
        FIELD_CITED_IN_TITLE => 6.0 * IMPACT_STEP / 255.0,
        FIELD_CITED => 2.0 * IMPACT_STEP / 255.0,
        _ => IMPACT_STEP / 255.0,
    }
}

/// Impacts from this on, of 1, are those of a document's own number. (In archives of older writers the least is .37, and no other
/// reaches it.)
pub(crate) const OWN_NUMBER_IMPACT: f32 = 0.37;

/// Adjacent pairs weigh half of what words do: the design's largest gain in relevance.
pub const PAIR: f32 = 0.5;

/// A spelling other than the one typed counts a little less than the one typed. 0.93 against 0.97: passages typed without
/// marks .955 (.953). Archives hold it in their lists of all spellings together, so another value wants archives packed anew.
pub const OTHER_SPELLING: f32 = 0.93;

/// What a syllable counts that is written with the other of i and y than the one typed with marks (kĩ, kỹ): the one typed ranks first. Of
/// 10,000 articles the first twenty for kĩ and lí all hold it so (none and three when both counted alike); no figure of relevance
/// changes by more than .001, save regulations without marks (.890 alone, was .891; .840 among the articles, was .837).
pub(crate) const OTHER_WRITING: f32 = 0.5;

/// Up to so many conditions, documents that hold every word, side by side as typed, come first whatever their scores. Of a longer question a
/// document rarely holds every word, and the one that does is rarely the answer: with all by score regulations typed
/// with / without marks .886/.882 (.881/.866), passages .956/.951 (.955/.948); no half was held out.
pub(crate) const COMPLETE_FIRST: usize = 4;

/// With fewer documents than this holding every word of a short query, those that lack the least telling words are found, too.
/// From so many on, only those of them that score higher than all that hold every word: in long texts three words stand by
/// chance, far apart. The total hardly changes by them. It is decided before filters are looked at, so that the count beside a
/// value is what choosing it finds.
///
/// First come the documents that hold every word and every pair of the query, and all others as they score. Both together,
/// typed with / without marks: tags alone .765/.748 (.758/.740 when documents with every word came first and shut out the
/// others), among 10,000 articles .537/.513 (.533/.512), regulations there .845/.834 (.843/.833). The order
/// alone: .762/.743. All by score from three words on: .766/.751 alone, but .534/.511 among the articles, where three
/// words would have thousands of results. Orders other than by relevance are left as they were.
pub const RELAX_BELOW: usize = 10;

/// The share of a query's weight that the words of a result must carry, of those conditions that some document meets: 1
/// where it must hold every word.
///
/// A long question is answered by score alone, however many documents hold all its words: in a large archive long ones do
/// so by chance, above all where each word stands for many spellings, and ten of them would shut the answer out. Among
/// 10,000 articles, typed with / without marks: passages .911/.894 (shut out: .884/.746), regulations .825/.816
/// (.730/.483). What it asks is half of what an average word carries, for a question shares few of its words with its
/// answer (three times as much: regulations alone .881, was .888).
///
/// A short query asks for one and a half average words, so that of two words one is not enough (and [`RELAX_BELOW`] for a score, too,
/// where many documents hold all words); unless no document holds both, when the rarer is better than nothing (tags alone .762/.738, was .758/.737).
pub(crate) fn required_share(conditions: usize, met: u32, complete: usize) -> f32 {
    let words = met.max(1) as f32;
    if conditions > COMPLETE_FIRST {
        return (0.5 / words).max(0.1);
    }
    match complete {
        0 => 1.0 / words,
        _ => (1.4 / words).min(1.0),
    }
}

/// What a spelling counts of a word typed without marks that never stands beside a neighbour of that word, where others do.
/// With it, and with the other spellings counted by half where the rarity of a word is measured, typed without marks, each
/// set alone: passages .961 (.958 without), regulations .891 (.889), tags .751 (.748); among 10,000 articles passages .925
/// (.923), regulations .836 (.835), tags .515 (.514). Counted by three tenths, regulations alone would be .889.
pub(crate) const UNLIKELY: f32 = 0.7;

/// What a spelling counts that stands beside the neighbours in `support` times as many documents as the likeliest one.
pub(crate) fn spelling_share(support: f32) -> f32 {
    UNLIKELY + (1.0 - UNLIKELY) * support
}

/// What is taken from a word that never stands without its neighbour in the query: most Vietnamese words are two syllables,
/// and where the pair counts, each half says little more. Typed with / without marks, each set alone: passages .961/.958
/// (.959/.957 without), regulations .901/.889 (.899/.892), tags .766/.748 (.765/.748); among 10,000 articles passages
/// .937/.923 (.936/.920), regulations .849/.835 (.845/.834), tags .537/.514 (.537/.513). With 0.3 and 0.5 (without [`UNLIKELY`]) less was gained.
const BOUND: f32 = 0.4;

/// What a word counts that `holding` documents hold, and `beside` of them (once a neighbour) beside its neighbours in the query.
/// Two documents more, as of a few nothing is to be concluded: without them sets alone gain nothing by it.
pub(crate) fn bound_share(beside: u64, holding: u64) -> f32 {
    1.0 - BOUND * (beside as f32 / (holding as f32 + 2.0)).min(1.0)
}

/// What an abbreviation stands for counts less than the abbreviation itself, which was typed.
pub(crate) const LONG_FORM: f32 = 0.8;

/// What a word counts by which a question asks (là gì, bao nhiêu), of its full weight. Typed with / without marks, each set alone:
/// passages .957/.955 (.957/.952 at full weight), regulations .904/.898 (.897/.891); among 9,000 articles .934/.919 (.927/.912)
/// and .844/.839 (.839/.832). With 0.1 hardly anything changes. A pair of which one half asks keeps its weight.
pub(crate) const ASKING: f32 = 0.3;

/// Words that stand in for a word that the archive lacks count half.
pub(crate) const LIKE: f32 = 0.5;

/// At most this many words stand in for a word that the archive lacks.
pub(crate) const LIKE_SPELLINGS: usize = 8;

/// Words that begin with what was typed are searched as long as their lists together name no more documents than this: some
/// 15 KB of a first query.
pub(crate) const PREFIX_DOCUMENTS: u64 = 20_000;

/// A word stands for at most this many spellings, the most frequent ones.
pub const PREFIX_SPELLINGS: usize = 64;
