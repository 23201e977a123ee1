//! The pages and states of which pictures are made: how each is reached, and by what one sees that it is there.

/// A page in one state.
pub(crate) struct State {
    /// What its pictures are called.
    pub(crate) name: &'static str,
    /// Its address below the site's.
    pub(crate) address: &'static str,
    /// A script that brings it about once the page stands; none where the address does.
    pub(crate) script: &'static str,
    /// What must be on the page then.
    pub(crate) shows: &'static str,
}

const fn at(name: &'static str, address: &'static str, shows: &'static str) -> State {
    State { name, address, script: "", shows }
}

const fn by(name: &'static str, address: &'static str, script: &'static str, shows: &'static str) -> State {
    State { name, address, script, shows }
}

/// Presses keys as a reader does, where a script cannot.
const PALETTE: &str =
    "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }))";
const KEYS: &str = "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }))";

/// All of them, in the order of the overview.
pub(crate) const STATES: &[State] = &[
    at("all", "", "main article"),
    at("results", "?q=quan+uy+thu+tuc", "main article mark"),
    at("filtered", "?q=quan+uy&year=2023&section=-V%C4%83n+b%E1%BA%A3n", ".chip"),
    by(
        "filters",
        "?q=quan+uy&from=2021&to=2023",
        "document.querySelectorAll('.filters, .filters details').forEach(one => one.open = true)",
        ".filters .facet li",
    ),
    at("empty", "?q=quan+uy+xyzzyq&year=2019", ".why li"),
    at("english", "?q=thu+tuc&lang=en", "main article mark"),
    by("advanced", "", "document.querySelectorAll('.helpers button')[0].click()", "dialog[open] .fields"),
    by("saved", "?q=quan+uy", "document.querySelectorAll('.helpers button')[1].click()", "dialog[open]"),
    by("export", "?q=quan+uy", "document.querySelectorAll('.helpers button')[2].click()", "dialog[open]"),
    by("palette", "?q=quan+uy", PALETTE, ".palette-list li"),
    by("keys", "", KEYS, "dialog[open] .keys"),
    at("reading", "?doc=tu-lieu/bang-so-lieu&q=chi+tieu", ".beside .receipt dd"),
    by(
        "beside",
        "?doc=tu-lieu/bang-so-lieu&q=chi+tieu",
        "document.querySelector('.beside').scrollIntoView()",
        ".beside .receipt dd",
    ),
    at("dossier", "?view=dossier&number=01-CTr/QU", ".graph svg"),
    by(
        "citing",
        "?view=dossier&number=01-CTr/QU",
        "document.querySelector('.along-time').scrollIntoView()",
        ".evidence mark",
    ),
    at("figures", "?view=figures&unit=ch%E1%BB%89+ti%C3%AAu", ".plot circle"),
    by(
        "figure-table",
        "?view=figures&unit=ch%E1%BB%89+ti%C3%AAu",
        "document.querySelector('.figure-table').scrollIntoView()",
        ".figure-table .proof mark",
    ),
    at("explore", "?view=explore", ".values li"),
    at("explore-years", "?view=explore&of=years", ".values li"),
    at("lookup", "?view=lookup", ".lookup textarea"),
    by(
        "looked-up",
        "?view=lookup",
        "const field = document.querySelector('.lookup textarea');
            field.value = '01-CTr/QU\\n104-KH/QU\\nthủ tục hành chính\\nkhông có ở đâu';
            field.dispatchEvent(new Event('input', { bubbles: true }));
            document.querySelector('.lookup form').requestSubmit()",
        ".looked-up td",
    ),
    at("library", "?view=library", ".keep button"),
    by("kept", "?view=library", "document.querySelector('.keep button').click()", ".keep [role=status]"),
    at("compare", "?view=compare&with=khac/archive.json", ".changed, .archives li"),
    at("compare-nothing", "?view=compare", ".compare .about"),
    at("help", "?view=help", ".help dt"),
    at("no-document", "?doc=khong-co", ".trouble button"),
    at("failure", "?archive=khong-co.json", ".trouble button"),
];
