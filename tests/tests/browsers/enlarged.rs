//! Readers who enlarge the page, or its letters alone, and readers who choose the colours of all pages themselves.

use super::around_a_text::faultless;
use anyhow::{Context, Result, ensure};
use serde_json::json;
use whole_program_tests::{Kind, Options, Page, Served, in_each_browser};

const NARROW: Options = Options { dark: false, no_wasm: false, narrow: true };

/// Every page, with what must be on it before it is judged.
const PAGES: [(&str, &str); 12] = [
    ("", "main article"),
    ("?q=quan+uy+thu+tuc", "main article mark"),
    ("?q=quan+uy+xyzzyq&year=2019", ".why li"),
    ("?doc=tu-lieu/bang-so-lieu&q=chi+tieu", ".beside .receipt dd"),
    ("?view=dossier&number=01-CTr/QU", ".graph svg"),
    ("?view=figures&unit=ch%E1%BB%89+ti%C3%AAu", ".plot circle"),
    ("?view=explore", ".values li"),
    ("?view=lookup", ".lookup textarea"),
    ("?view=library", ".keep button"),
    ("?view=compare", ".compare .about"),
    ("?view=help", ".help dt"),
    ("?doc=khong-co", ".trouble button"),
];

/// What leads out of the window sideways, and what is cut off although it does not scroll. Only what is laid out in two
/// dimensions may scroll sideways by itself: tables and drawings.
const CUT: &str = "
    const scrolls = one => ['auto', 'scroll'].includes(getComputedStyle(one).overflowX);
    const two = '.table, .drawing, .year-bars, pre';
    const seen = [...document.body.querySelectorAll('*')].filter(one => one.checkVisibility() && !one.closest('.unseen, .skip'));
    const found = [];
    const page = document.scrollingElement;
    if (page.scrollWidth > innerWidth) found.push(`the page is ${page.scrollWidth} wide`);
    for (const one of seen) {
        const name = `${one.localName}.${one.getAttribute('class') ?? ''}`;
        if (one.closest(two) && !one.matches(two)) continue;
        const box = one.getBoundingClientRect();
        if (box.width > 0 && (box.right > innerWidth + 1 || box.left < -1)) found.push(`${name} reaches from ${box.left} to ${box.right}`);
        if (scrolls(one) && one.scrollWidth > one.clientWidth + 1 && !one.matches(two)) found.push(`${name} scrolls sideways`);
    }
    return found";

async fn opened(page: &Page, site: &str, (address, shows): (&str, &str)) -> Result<()> {
    page.go(&format!("{site}{address}")).await?;
    let script = "return document.querySelector(arguments[0]) !== null";
    page.wait(shows, script, vec![json!(shows)]).await.map(drop)
}

async fn nothing_is_cut(page: &Page, what: &str) -> Result<()> {
    let found = page.run(CUT, vec![]).await?;
    ensure!(found.as_array().is_some_and(Vec::is_empty), "{what}: {found}");
    Ok(())
}

/// 320 pixels are what is left of 1280 at 400 %.
async fn no_page_scrolls_sideways_at_four_hundred_per_cent(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.expect_error("Failed to load resource");
    if page.kind == Kind::Chromium {
        let size = json!({ "width": 320, "height": 256, "deviceScaleFactor": 1, "mobile": false });
        page.devtools("Emulation.setDeviceMetricsOverride", &size).await?;
    } else {
        // The harness opened a window without toolbars, the only kind that may be this narrow.
        page.run("resizeTo(320 + outerWidth - innerWidth, 256 + outerHeight - innerHeight)", vec![]).await?;
        page.wait("a narrow window", "return innerWidth <= 330", vec![]).await?;
    }
    for one in PAGES {
        opened(&page, &site.url, one).await?;
        nothing_is_cut(&page, one.0).await?;
        // On so low a screen nothing may stay in the way when the page is scrolled.
        let covered = "scrollTo(0, 300); const at = document.elementFromPoint(innerWidth / 2, 4);
            return scrollY > 100 && Boolean(at?.closest('.top'))";
        let covered = page.run(covered, vec![]).await?;
        ensure!(covered == false, "{}: the head covers the page", one.0);
    }
    Ok(())
}

async fn no_page_scrolls_sideways_with_letters_of_twice_the_size(page: Page) -> Result<()> {
    let site = Served::demo()?;
    for one in PAGES {
        opened(&page, &site.url, one).await?;
        page.run("document.documentElement.style.fontSize = '200%'", vec![]).await?;
        nothing_is_cut(&page, one.0).await?;
    }
    Ok(())
}

async fn every_page_is_linked_in_sight_on_a_telephone(page: Page) -> Result<()> {
    let site = Served::demo()?;
    for one in [PAGES[1], PAGES[7], PAGES[10]] {
        opened(&page, &site.url, one).await?;
        let script = "return [...document.querySelectorAll('#ways a')].filter(link => {
                const box = link.getBoundingClientRect();
                return box.left >= 0 && box.right <= innerWidth && link.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
            }).length === document.querySelectorAll('#ways a').length
            && document.querySelectorAll('#ways [aria-current]').length === 1";
        ensure!(page.run(script, vec![]).await? == true, "{}: not all links are in sight", one.0);
    }
    Ok(())
}

/// The colours and lines by which one element can be told from another.
const LOOK: &str = "const look = one => {
        const style = getComputedStyle(one), parts = [];
        for (const name of ['backgroundColor', 'borderBottomColor', 'borderBottomWidth', 'borderTopColor', 'borderTopWidth',
            'outlineStyle', 'outlineColor', 'textDecorationLine', 'textDecorationColor', 'fill', 'stroke']) parts.push(style[name]);
        return parts.join(' ');
    };
    const [chosen, other] = [arguments[0], arguments[1]].map(one => document.querySelector(one));
    if (!chosen || !other) return `not there: ${chosen ? '' : arguments[0]} ${other ? '' : arguments[1]}`;
    return look(chosen) === look(other) ? `${arguments[0]} looks as ${arguments[1]} does` : ''";

async fn what_is_chosen_can_be_told_in_the_readers_own_colours(page: Page) -> Result<()> {
    if page.kind != Kind::Chromium {
        // Firefox is told by a preference that a running browser does not take.
        return Ok(());
    }
    let site = Served::demo()?;
    for scheme in ["light", "dark"] {
        let media = json!({ "features": [{ "name": "forced-colors", "value": "active" }, { "name": "prefers-color-scheme", "value": scheme }] });
        page.devtools("Emulation.setEmulatedMedia", &media).await?;
        for (address, script, chosen, other) in [
            ("?q=quan+uy", "", "#ways [aria-current]", "#ways a:not([aria-current])"),
            ("?q=quan+uy", "", "main article mark", "main article .snippet"),
            ("?q=quan+uy&year=2023", "", ".facet .chosen .value", ".facet li:not(.chosen) .value"),
            ("?q=quan+uy&year=-2023", "", ".facet .left-out .exclude", ".facet li:not(.left-out) .exclude"),
            (
                "?q=quan+uy",
                "const bar = document.querySelector('.bar-of'); bar.focus();
                    for (const type of ['keydown', 'keyup']) bar.dispatchEvent(new KeyboardEvent(type, { key: 'ArrowRight', shiftKey: true, bubbles: true }))",
                ".bar-of.within .level",
                ".bar-of:not(.within) .level",
            ),
            ("?view=explore&of=years", "", ".tabs [aria-current]", ".tabs a:not([aria-current])"),
            ("?view=dossier&number=01-CTr/QU", "", ".node.own rect, .own rect", ".node:not(.own) rect"),
            ("?view=figures&status=%C4%91%E1%BA%A1t", "", ".states .chosen a", ".states li:not(.chosen) a"),
            (
                "?q=quan+uy",
                "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }))",
                ".palette-list [aria-selected=true]",
                ".palette-list [aria-selected=false]",
            ),
        ] {
            page.go(&format!("{}{address}", site.url)).await?;
            page.wait("the page", "return document.querySelector('.facet li, .room, .palette-list li') !== null", vec![]).await?;
            page.run(script, vec![]).await?;
            let there = "return document.querySelector(arguments[0]) && document.querySelector(arguments[1])";
            page.wait(chosen, there, vec![json!(chosen), json!(other)]).await.context(address)?;
            let said = page.run(LOOK, vec![json!(chosen), json!(other)]).await?;
            ensure!(said == "", "{address}, {scheme}: {said}");
            let rings = "const one = document.querySelector('#q'); one.focus();
                return getComputedStyle(one).outlineStyle === 'solid' && parseFloat(getComputedStyle(one).outlineWidth) >= 2";
            if script.is_empty() {
                ensure!(page.run(rings, vec![]).await? == true, "{address}: the focus cannot be seen");
            }
        }
        // Words in drawings keep their own colours unless they are told, and may vanish.
        opened(&page, &site.url, PAGES[4]).await?;
        let same = "const ink = getComputedStyle(document.querySelector('.node:not(.own) text')).fill;
            return ink === getComputedStyle(document.querySelector('.node:not(.own) rect')).fill";
        ensure!(page.run(same, vec![]).await? == false, "numbers in the drawing cannot be read");
    }
    faultless(&page, "a dossier in forced colours").await
}

in_each_browser!(
    no_page_scrolls_sideways_with_letters_of_twice_the_size,
    what_is_chosen_can_be_told_in_the_readers_own_colours,
);
in_each_browser!(on_a_telephone, NARROW =>
    no_page_scrolls_sideways_at_four_hundred_per_cent,
    every_page_is_linked_in_sight_on_a_telephone,
);
