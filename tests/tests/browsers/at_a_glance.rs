//! What a reader sees at a glance: wrong dates are called wrong, many states can be read, what was not read is not called the whole,
//! pages end at one line, the head leaves room, examples find something, and what was not understood is said.

use crate::around_a_text::{faultless, site_of};
use crate::rooms::{dossier, figures};
use anyhow::{Result, ensure};
use serde_json::json;
use whole_program_tests::{Options, Page, Served, in_each_browser, numbers};

const DARK: Options = Options { dark: true, no_wasm: false, narrow: false };
const NARROW: Options = Options { dark: false, no_wasm: false, narrow: true };

/// The document itself says when it was issued; one that cites it says it is older.
async fn a_document_dated_before_what_it_cites_is_told_to_be_misdated(page: Page) -> Result<()> {
    let (_folder, host) = site_of(&[
        (
            "a.md",
            "---\ntitle: Trước\npublished: 2016-04-01\n---\n\nCăn cứ Kế hoạch số 05-KH/QU ngày 04/5/2021 của Quận ủy Long Biên.\n",
        ),
        (
            "b.md",
            "---\ntitle: Sau\npublished: 2022-06-01\n---\n\nCăn cứ Kế hoạch số 05-KH/QU ngày 04/5/2021 của Quận ủy Long Biên.\n",
        ),
    ])?;
    dossier(&page, &host.url, "?view=dossier&number=05-KH/QU").await?;
    let script = "return [[...document.querySelectorAll('.evidence')].map(one => one.querySelector('.misdated')?.textContent ?? ''),
        document.querySelectorAll('.column.early').length, document.querySelector('.year-bars ~ .misdated')?.textContent ?? '']";
    let seen = page.run(script, vec![]).await?;
    let said = seen[0][0].as_str().unwrap_or_default();
    ensure!(said.contains("04/05/2021") && said.contains("một trong hai ngày bị sai"), "it says {seen}");
    ensure!(
        seen[0][1] == "" && seen[0].as_array().is_some_and(|all| all.len() == 2),
        "the later one is right: {seen}"
    );
    ensure!(seen[1] == json!(1) && numbers(seen[2].as_str().unwrap_or_default()) == [1], "the bars: {seen}");
    faultless(&page, "a dossier with a wrong date").await
}

async fn of_many_states_the_rare_ones_stand_folded_and_are_filters_too(page: Page) -> Result<()> {
    let states = [
        "đạt",
        "ước đạt",
        "chưa đạt",
        "không đạt",
        "vượt",
        "hoàn thành",
        "chưa hoàn thành",
        "dự kiến đạt",
        "phấn đấu đạt",
        "theo lộ trình",
        "đang thực hiện",
        "chưa thực hiện",
    ];
    let told = |(at, state): (usize, &str)| -> String {
        (at..states.len()).map(|n| format!("Quận có {} chỉ tiêu {state}.\n\n", n + 2)).collect()
    };
    let text: String = states.into_iter().enumerate().map(told).collect();
    let (_folder, host) = site_of(&[("a.md", &format!("---\ntitle: Một\n---\n\n{text}"))])?;
    figures(&page, &host.url, "?view=figures").await?;
    let script = "return [...document.querySelectorAll('.targets details .states a')].length > 0
        && [document.querySelectorAll('.targets > .states a').length, document.querySelector('.targets details').open,
            document.querySelectorAll('.part').length, document.querySelectorAll('.targets .states a').length]";
    let seen = page.run(script, vec![]).await?;
    let all = seen[3].as_u64().unwrap_or_default();
    ensure!(all > 8 && seen[0].as_u64() < Some(8) && seen[1] == json!(false), "states: {seen}");
    ensure!(seen[2].as_u64() < Some(11), "parts of the bar: {seen}");
    faultless(&page, "many states").await?;
    let press = "document.querySelector('.targets details').open = true; document.querySelector('.targets details .states a').focus()";
    page.run(press, vec![]).await?;
    page.press('\u{e007}').await?;
    let chosen = "const on = document.querySelector('.targets details[open] .chosen a');
        const cells = [...document.querySelectorAll('.figure-table tbody tr td:nth-child(4)')];
        return on && cells.length > 0 && cells.every(cell => on.textContent.includes(cell.textContent))
            && document.activeElement === on";
    page.wait("the figures of a rare state, in sight", chosen, vec![]).await.map(drop)
}

async fn what_was_not_all_read_is_not_called_the_whole(page: Page) -> Result<()> {
    let line = |n: usize| {
        let text = format!("Phường {n} có {n} hộ dân được hỗ trợ.");
        format!(
            "{}\n",
            json!({ "id": format!("d{n}"), "title": format!("Tin {n}"), "language": "vi", "body": text })
        )
    };
    let lines: String = (1..=6_000).map(line).collect();
    let (_folder, host) = site_of(&[("in.jsonl", &lines)])?;
    figures(&page, &host.url, "?view=figures").await?;
    page.ready().await?;
    let scopes = "return [...document.querySelectorAll('.scope')].map(one => one.textContent)";
    let said = page.run(scopes, vec![]).await?;
    let words = said[0].as_str().unwrap_or_default();
    ensure!(
        said.as_array().map(Vec::len) == Some(1) && words.contains("6.000") && words.contains("chưa phải"),
        "{said}"
    );
    page.wait(
        "all of it, read on",
        "const on = document.querySelector('[data-key=on]'); on?.click();
            return [...document.querySelectorAll('.scope')].map(one => one.textContent).join() === 'Trong toàn kho.'",
        vec![],
    )
    .await
    .map(drop)
}

/// A document of no date says so wherever its date would stand, and an official one is cited by the day on which it was issued.
async fn dates_are_vietnamese_on_paper_and_in_citations_and_their_lack_is_said(page: Page) -> Result<()> {
    let (_folder, host) = site_of(&[
        ("a.md", "---\ntitle: Không ngày\n---\n\nTheo Kế hoạch số 05-KH/QU. Có 12 hộ dân.\n"),
        (
            "b.md",
            "---\ntitle: Kế hoạch của quận\nnumber: 05-KH/QU\nkind: Kế hoạch\nissuer: Quận ủy Long Biên\nissued: 2021-05-04\npublished: 2021-05-06T09:15:00+07:00\n---\n\nQuận đã họp.\n",
        ),
    ])?;
    let foot = "return document.querySelector('.print-foot')?.textContent";
    for (id, said, meta) in [
        ("a", "“Không ngày”, không rõ ngày.", "không rõ ngày"),
        ("b", "05-KH/QU, ngày 04/05/2021.", "06/05/2021 09:15"),
    ] {
        page.go(&format!("{}?doc={id}", host.url)).await?;
        let foot = page.wait("the foot", foot, vec![]).await?;
        ensure!(foot.as_str().is_some_and(|foot| foot.contains(said)), "{id}: the foot says {foot}");
        let facts = page.run("return document.querySelector('.meta').textContent", vec![]).await?;
        ensure!(facts.as_str().is_some_and(|facts| facts.contains(meta)), "{id}: it says {facts}");
    }
    figures(&page, &host.url, "?view=figures").await?;
    let row = page.run("return document.querySelector('.proof .count').textContent", vec![]).await?;
    ensure!(row == json!("không rõ ngày"), "beside a figure stands {row}");
    Ok(())
}

/// The main column of every page ends where the head does.
async fn all_pages_end_at_one_line(page: Page) -> Result<()> {
    let site = Served::demo()?;
    for (address, shows, column) in [
        ("?q=quan+uy", ".result", ".results"),
        ("?doc=tu-lieu/bang-so-lieu", ".beside .receipt dd", ".beside"),
        ("?view=dossier&number=01-CTr/QU", ".graph svg", ".room"),
        ("?view=figures", ".figure-table tr", ".room"),
        ("?view=explore", ".values li", ".values"),
        ("?view=lookup", ".lookup textarea", ".lookup textarea"),
        ("?view=library", ".keep button", ".archives"),
        ("?view=compare", ".compare .about", ".room"),
        ("?view=help", ".help dt", ".room"),
    ] {
        page.go(&format!("{}{address}", site.url)).await?;
        page.wait(shows, "return document.querySelector(arguments[0]) !== null", vec![json!(shows)]).await?;
        let ends = "return [document.querySelector(arguments[0]), document.getElementById('tools')].map(one => one.getBoundingClientRect().right)";
        let ends = page.run(ends, vec![json!(column)]).await?;
        let apart = ends[0].as_f64().zip(ends[1].as_f64()).map(|(column, head)| (column - head).abs());
        // Grids share out fractions of a pixel in their own way.
        ensure!(
            apart < Some(1.5) && apart.is_some(),
            "{address}: it ends at {}, the head at {}",
            ends[0],
            ends[1]
        );
    }
    Ok(())
}

/// The search and what it finds begin high on the screen, and the name can still be read.
async fn the_head_leaves_a_small_telephone_to_the_results(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&format!("{}?q=quan+uy", site.url)).await?;
    page.ready().await?;
    let script = "const high = one => document.querySelector(one).getBoundingClientRect().height;
        return [high('.top'), high('.search input'), Math.min(...[...document.querySelectorAll('#ways a')].map(one => one.getBoundingClientRect().height)),
            document.querySelector('#brand-text').scrollHeight - document.querySelector('#brand-text').clientHeight]";
    let seen = page.run(script, vec![]).await?;
    ensure!(seen[0].as_f64() < Some(155.0), "the head is {} high", seen[0]);
    ensure!(seen[1].as_f64() >= Some(44.0) && seen[2].as_f64() >= Some(24.0), "box and links: {seen}");
    // Letters of some fonts reach a pixel or two out of their line; what is cut is a line.
    ensure!(seen[3].as_f64() < Some(8.0), "the name is cut: {seen}");
    page.run("scrollTo(0, 600)", vec![]).await?;
    let stays = "const box = document.querySelector('.search').getBoundingClientRect(); return scrollY > 300 && box.top >= 0 && box.top < 20";
    page.wait("the box stays in sight", stays, vec![]).await.map(drop)
}

async fn examples_of_the_help_find_something(page: Page) -> Result<()> {
    let (_folder, host) = site_of(&[
        ("a.md", "---\ntitle: Họp tổ dân phố tháng Ba\npublished: 2019-03-01\n---\n\nSố 12-KH/QU.\n"),
        ("b.md", "---\ntitle: Tổng vệ sinh ngõ xóm\npublished: 2021-03-01\n---\n\nQuét ngõ.\n"),
    ])?;
    page.go(&format!("{}?view=help", host.url)).await?;
    let own = "const all = [...document.querySelectorAll('.help dt')].map(one => [one.querySelector('a').getAttribute('href'), !!one.nextElementSibling.querySelector('.count')]);
        return all.some(([href]) => decodeURIComponent(href).includes('2019')) && all";
    let rows = page.wait("examples of the archive", own, vec![]).await?;
    let rows: Vec<(String, bool)> = serde_json::from_value(rows)?;
    let (perhaps, own): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, perhaps)| *perhaps);
    ensure!(
        own.len() >= 10 && !perhaps.is_empty(),
        "{} of its own, {} examples only",
        own.len(),
        perhaps.len()
    );
    faultless(&page, "the help").await?;
    for (href, _) in own {
        page.go(&format!("{}{href}", host.url)).await?;
        page.ready().await?;
        let found = page.run("return document.querySelectorAll('article.result').length", vec![]).await?;
        ensure!(found.as_u64() > Some(0), "{href} finds nothing");
    }
    Ok(())
}

async fn what_of_a_query_was_not_understood_is_said(page: Page) -> Result<()> {
    let site = Served::demo()?;
    for (query, part) in [("từ:99/99/9999", "ngày, tháng hay năm có thật"), ("năm:abc", "bốn chữ số")]
    {
        page.go(&site.url).await?;
        page.ready().await?;
        page.search(query).await?;
        let script = "const said = document.querySelector('.read-as')?.textContent ?? ''; return said.includes(arguments[0]) && said";
        let said = page.wait(query, script, vec![json!(part)]).await?;
        ensure!(
            said.as_str().is_some_and(|said| said.contains(query) && said.contains("tìm như từ ngữ")),
            "it says {said}"
        );
    }
    Ok(())
}

/// Hints in empty fields are read by whoever sees little, in the dark too.
async fn hints_in_fields_can_be_read(page: Page) -> Result<()> {
    let site = Served::demo()?;
    for (address, field) in [
        ("?view=lookup", ".lookup textarea"),
        ("?view=library", ".by-address input"),
        ("?view=library", "#q"),
    ] {
        page.go(&format!("{}{address}", site.url)).await?;
        page.wait(field, "return document.querySelector(arguments[0]) !== null", vec![json!(field)]).await?;
        let script = "const one = document.querySelector(arguments[0]);
            const light = color => {
                const [r, g, b] = color.match(/[\\d.]+/g).map(Number).map(n => n / 255).map(n => n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
            };
            const hint = getComputedStyle(one, '::placeholder');
            const [a, b] = [light(hint.color), light(getComputedStyle(one).backgroundColor)];
            return hint.opacity === '1' ? Math.max(a, b) / Math.min(a, b) : 0";
        let contrast = page.run(script, vec![json!(field)]).await?;
        ensure!(contrast.as_f64() >= Some(4.5), "{field}: the contrast of its hint is {contrast}");
    }
    Ok(())
}

/// A hint that has no room is seen to go on.
async fn a_hint_that_does_not_fit_ends_in_dots(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&format!("{}?lang=en", site.url)).await?;
    page.ready().await?;
    let dots = "return getComputedStyle(document.querySelector('#q')).textOverflow";
    ensure!(page.run(dots, vec![]).await? == json!("ellipsis"), "the hint in the box is cut");
    Ok(())
}

async fn the_hint_fits_the_search_box_of_a_small_telephone(page: Page) -> Result<()> {
    let site = Served::demo()?;
    for language in ["vi", "en"] {
        page.go(&format!("{}?lang={language}", site.url)).await?;
        page.ready().await?;
        let room = "const box = document.querySelector('#q'), style = getComputedStyle(box);
            const pen = document.createElement('canvas').getContext('2d');
            pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
            const room = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
            return Math.floor(room - pen.measureText(box.placeholder).width)";
        let room = page.run(room, vec![]).await?;
        ensure!(room.as_i64() >= Some(0), "{language}: the hint is {room} pixels too long");
    }
    Ok(())
}

in_each_browser!(
    a_document_dated_before_what_it_cites_is_told_to_be_misdated,
    of_many_states_the_rare_ones_stand_folded_and_are_filters_too,
    what_was_not_all_read_is_not_called_the_whole,
    dates_are_vietnamese_on_paper_and_in_citations_and_their_lack_is_said,
    all_pages_end_at_one_line,
    examples_of_the_help_find_something,
    what_of_a_query_was_not_understood_is_said,
    hints_in_fields_can_be_read,
);
in_each_browser!(in_the_dark, DARK => hints_in_fields_can_be_read);
in_each_browser!(on_a_telephone, NARROW =>
    the_head_leaves_a_small_telephone_to_the_results,
    a_hint_that_does_not_fit_ends_in_dots,
    the_hint_fits_the_search_box_of_a_small_telephone,
);
