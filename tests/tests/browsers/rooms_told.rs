//! What the rooms say of themselves: whose words a dossier repeats and what its counts are of, which documents the figures come
//! from, what a list that was looked up leaves in the address, and what the library opens.

use crate::around_a_text::faultless;
use crate::library::library;
use crate::rooms::{dossier, figures};
use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use serde_json::json;
use std::path::Path;
use whole_program_tests::{Options, Page, Served, demo_documents, in_each_browser, numbers, output};

const NARROW: Options = Options { dark: false, no_wasm: false, narrow: true };

async fn a_document_that_is_here_gives_its_own_title_and_body(page: Page) -> Result<()> {
    let site = Served::demo()?;
    dossier(&page, &site.url, "?view=dossier&number=01-CTr/QU").await?;
    let script = "const one = document.querySelector('.identity');
        return [document.querySelectorAll('.identity').length, one.querySelector('.quoted')?.textContent ?? '', one.querySelector('.meta').textContent]";
    let seen = page.run(script, vec![]).await?;
    ensure!(seen[0] == json!(1), "one document, told once: {seen}");
    ensure!(seen[1].as_str().is_some_and(|title| title.contains("01-CTr/QU")), "its title: {seen}");
    ensure!(seen[2].as_str().is_some_and(|facts| facts.contains("Quận ủy Long Biên")), "its body: {seen}");
    faultless(&page, "a dossier of a document that is here").await
}

async fn the_counts_of_a_dossier_and_of_its_search_are_told_apart(page: Page) -> Result<()> {
    let site = Served::demo()?;
    dossier(&page, &site.url, "?view=dossier&number=104-KH/QU").await?;
    let said = page.run("return document.querySelector('.said-of').textContent", vec![]).await?;
    let told = numbers(said.as_str().unwrap_or_default());
    let [_, citing, own, all] = told.as_slice() else { anyhow::bail!("it says {said}") };
    ensure!(citing + own == *all, "{citing} and {own} are not {all}");
    page.run("document.querySelector('.said-of a').click()", vec![]).await?;
    page.wait_for_total(*all).await
}

async fn one_goes_back_from_a_dossier_and_leaves_its_number_there(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&format!("{}?view=explore&of=numbers", site.url)).await?;
    page.wait("numbers", "return document.querySelectorAll('.values li').length > 0", vec![]).await?;
    page.run("document.querySelector('.values a').click()", vec![]).await?;
    let back = "return document.querySelector('.dossier .said-of') && document.querySelector('.way-back a')?.textContent.includes('Quay lại')";
    page.wait("the way back", back, vec![]).await?;
    page.run("document.querySelector('.way-back a').click()", vec![]).await?;
    page.wait("the list", "return document.querySelectorAll('.values li').length > 0", vec![]).await?;
    let number = page.parameter("number").await?;
    ensure!(number.is_none(), "the list is about {number:?}");

    // Who came by a link from elsewhere is led on within the archive.
    dossier(&page, &site.url, "?view=dossier&number=01-CTr/QU").await?;
    let label = page.run("return document.querySelector('.way-back a').textContent", vec![]).await?;
    ensure!(label.as_str().is_some_and(|label| label.contains("Mọi số hiệu")), "it says {label}");
    page.run(
        "[...document.querySelectorAll('#ways a')].find(a => a.textContent === 'Tài liệu').click()",
        vec![],
    )
    .await?;
    page.wait_for_total(demo_documents()?).await?;
    ensure!(page.parameter("number").await?.is_none(), "the number went along as a filter");

    // A number that was a filter before is one still.
    page.go(&format!("{}?number=01-CTr/QU", site.url)).await?;
    page.ready().await?;
    page.run(
        "[...document.querySelectorAll('#ways a')].find(a => a.textContent === 'Số liệu').click()",
        vec![],
    )
    .await?;
    page.wait("its chip", "return document.querySelector('.figures-page .chip') !== null", vec![]).await?;
    ensure!(page.parameter("number").await?.as_deref() == Some("01-CTr/QU"), "the filter is lost");
    Ok(())
}

async fn figures_name_the_search_they_come_from_and_each_part_is_taken_back(page: Page) -> Result<()> {
    let site = Served::demo()?;
    figures(&page, &site.url, "?view=figures&q=quan+nam:2023&section=V%C4%83n+b%E1%BA%A3n").await?;
    let chips = "return [...document.querySelectorAll('.figures-page .chip > span:first-child')].map(one => one.textContent)";
    let seen = page.run(chips, vec![]).await?;
    ensure!(seen == json!(["“quan”", "Chuyên mục: Văn bản", "nam:2023"]), "the chips are {seen}");
    page.run("document.querySelector('.figures-page .chip').click()", vec![]).await?;
    let less = "return document.querySelectorAll('.figures-page .chip').length === 2 && document.querySelectorAll('.figure-table tbody tr').length > 0";
    page.wait("one chip less", less, vec![]).await?;
    let query = page.parameter("q").await?;
    ensure!(query.as_deref() == Some("nam:2023"), "the query is {query:?}");
    Ok(())
}

async fn figures_of_one_year_are_chosen(page: Page) -> Result<()> {
    let site = Served::demo()?;
    figures(&page, &site.url, "?view=figures").await?;
    page.ready().await?;
    let script = "const select = document.querySelector('select[data-key=when]');
        const option = [...select.options].find(one => /^20\\d\\d$/.test(one.value));
        select.value = option.value; select.dispatchEvent(new Event('change', { bubbles: true }));
        return option.textContent";
    let option = page.run(script, vec![]).await?;
    let [year, count] = numbers(option.as_str().unwrap_or_default())[..] else {
        anyhow::bail!("the option is {option}")
    };
    ensure!(
        page.parameter("when").await?.as_deref() == Some(&*year.to_string()),
        "the address lacks the year"
    );
    page.wait_for_total(count).await.with_context(|| option.to_string())
}

async fn dots_tell_whose_date_they_have_and_the_newest_are_seen_first(page: Page) -> Result<()> {
    let site = Served::demo()?;
    figures(&page, &site.url, "?view=figures&unit=ch%E1%BB%89+ti%C3%AAu").await?;
    let drawn = "const box = document.querySelector('.plot .drawing');
        return box && (box.scrollWidth <= box.clientWidth || Math.abs(box.scrollWidth - box.clientWidth - box.scrollLeft) < 2)
            && [document.querySelectorAll('.dots span span').length, document.querySelector('.sweep').checkVisibility()]";
    let seen = page.wait("the end of the drawing", drawn, vec![]).await?;
    ensure!(seen == json!([2, true]), "legend and hint: {seen}");
    dossier(&page, &site.url, "?view=dossier&number=01-CTr/QU").await?;
    let middle =
        "const box = document.querySelector('.graph .drawing'), own = document.querySelector('.own rect');
        const [a, b] = [box.getBoundingClientRect(), own.getBoundingClientRect()];
        return b.left >= a.left && b.right <= a.right";
    page.wait("the number in the middle of the drawing", middle, vec![]).await?;
    let broken = "return [...document.querySelectorAll('.dossier .whole')].filter(one => one.getBoundingClientRect().height > 40).map(one => one.textContent)";
    let broken = page.run(broken, vec![]).await?;
    ensure!(broken == json!([]), "numbers in two lines: {broken}");
    Ok(())
}

/// Types a list and looks it up.
async fn look_up(page: &Page, list: &str) -> Result<()> {
    let script = "const box = document.getElementById('lookup-list'); box.value = arguments[0];
        box.dispatchEvent(new Event('input', { bubbles: true })); box.form.requestSubmit()";
    page.run(script, vec![json!(list)]).await?;
    rows(page, list.lines().count()).await
}

async fn rows(page: &Page, count: usize) -> Result<()> {
    let script = "return document.querySelectorAll('.looked-up tbody tr').length === arguments[0]";
    page.wait("the rows", script, vec![json!(count)]).await.map(drop)
}

async fn a_list_that_was_looked_up_is_still_there_after_a_reload(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&format!("{}?view=lookup", site.url)).await?;
    page.wait("the page", "return document.getElementById('lookup-list') !== null", vec![]).await?;
    look_up(&page, "01-CTr/QU\n104 KH QU").await?;
    let read_as =
        page.run("return document.querySelectorAll('.looked-up td')[3].textContent", vec![]).await?;
    ensure!(read_as == json!("văn bản số 104-KH/QU"), "the line was read as {read_as}");
    let list = page.parameter("list").await?;
    ensure!(list.as_deref() == Some("01-CTr/QU | 104 KH QU"), "the address holds {list:?}");
    page.reload().await?;
    rows(&page, 2).await?;
    // What is too long for an address, the tab keeps.
    let long: String = (1..80).map(|n| format!("{n}-CTr/QU\n")).collect();
    look_up(&page, long.trim()).await?;
    ensure!(page.parameter("list").await?.is_none(), "the address holds the long list");
    page.reload().await?;
    rows(&page, 79).await
}

async fn a_list_that_was_looked_up_fits_a_telephone(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&format!("{}?view=lookup&list=01-CTr/QU+%7C+104+KH+QU", site.url)).await?;
    rows(&page, 2).await?;
    let script = "const box = document.querySelector('.lookup .table'), whole = [...document.querySelectorAll('.looked-up .whole')];
        return [box.scrollWidth - box.clientWidth, Math.max(0, document.documentElement.scrollWidth - innerWidth),
            whole.filter(one => one.getBoundingClientRect().height > 40).length,
            Math.min(...[...document.querySelectorAll('.looked-up li')].map(one => one.getBoundingClientRect().width)) > 200]";
    let seen = page.run(script, vec![]).await?;
    ensure!(seen == json!([0, 0, 0, true]), "width, broken numbers and room for titles: {seen}");
    faultless(&page, "a look-up on a telephone").await
}

async fn a_document_chosen_in_the_library_is_said_to_be_none_of_its_business(page: Page) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = Served::demo()?;
    page.go(&format!("{}?view=library", site.url)).await?;
    page.wait("the library", "return !!document.querySelector('.room .archives .name')", vec![]).await?;
    let file = folder.path().join("bao-cao.docx");
    std::fs::write(&file, "PK")?;
    let input = page.client.find(Locator::Css("input[type=file][multiple]")).await?;
    input.send_keys(&file.to_string_lossy()).await?;
    let sentence = page.alert().await?;
    ensure!(sentence.contains("bao-cao.docx") && sentence.contains("tangthu build"), "it says {sentence}");
    ensure!(!sentence.contains("Hãy kiểm tra địa chỉ"), "it says {sentence}");
    Ok(())
}

async fn archives_of_one_title_are_told_apart_and_the_one_in_front_is_closed(page: Page) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    let archive = r#"{"title":"Sổ tay","documents":[{"id":"a","title":"Họp tổ dân phố","published":"2023-03-28","body":[]}]}"#;
    for name in ["mot.json", "hai.json"] {
        std::fs::write(folder.path().join(name), archive)?;
        library(&page).await?;
        let input = page.client.find(Locator::Css("input[type=file][multiple]")).await?;
        input.send_keys(&folder.path().join(name).to_string_lossy()).await?;
        let open = "return location.search.includes(arguments[0]) && document.querySelectorAll('article.result').length === 1";
        page.wait(name, open, vec![json!(name)]).await?;
    }
    library(&page).await?;
    page.wait("three archives", "return document.querySelectorAll('.archives .name').length == 3", vec![])
        .await?;
    let text = page.run("return document.querySelector('.room').innerText", vec![]).await?;
    let text = text.as_str().unwrap_or_default();
    ensure!(text.contains("mot.json") && text.contains("hai.json") && !text.contains("local:"), "{text}");
    let script = "const box = document.querySelector('.room form[role=search] input'); box.value = 'hop'; box.form.requestSubmit()";
    page.run(script, vec![]).await?;
    let told = "const all = [...document.querySelectorAll('.room h3')].map(h => h.parentElement.innerText); return all.length == 3 && all[0]";
    let told = page.wait("an answer of each", told, vec![]).await?;
    let told = told.as_str().context("no answer")?;
    ensure!(told.contains("mot.json") && told.contains("28/03/2023"), "it says {told}");
    let close = "const row = [...document.querySelectorAll('.archives > li')].find(li => li.innerText.includes('đang đọc'));
        row.querySelector('button').click(); return row.innerText";
    let closed = page.run(close, vec![]).await?;
    ensure!(closed.as_str().is_some_and(|row| row.contains("hai.json")), "closed: {closed}");
    let gone = "const rows = [...document.querySelectorAll('.archives > li')].map(li => li.innerText).filter(row => row.includes('tài liệu ·'));
        return rows.length == 2 && !rows.some(row => row.includes('hai.json')) && rows.some(row => row.includes('đang đọc'))";
    page.wait("the other in front", gone, vec![]).await.map(drop)
}

async fn a_site_in_one_file_offers_no_download_of_itself(page: Page) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("kho.html");
    let arguments = ["build".as_ref(), Path::new("demo").as_os_str(), "-o".as_ref(), file.as_os_str()];
    output(arguments.into_iter().chain(["--single-file".as_ref()]))?;
    let url =
        url::Url::from_file_path(&file).map_err(|()| anyhow::anyhow!("{} is no address", file.display()))?;
    page.go(&format!("{url}?view=library")).await?;
    let text = "return document.querySelector('.room .archives .keep')?.innerText";
    let text = page.wait("what is said of the archive", text, vec![]).await?;
    ensure!(text.as_str().is_some_and(|text| text.contains("nằm trong chính tệp")), "it says {text}");
    let buttons = page.run("return document.querySelectorAll('.keep button').length", vec![]).await?;
    ensure!(buttons == json!(0), "{buttons} buttons");
    Ok(())
}

async fn english_readers_get_the_programs_own_words_in_english(page: Page) -> Result<()> {
    let site = Served::demo()?;
    dossier(&page, &site.url, "?view=dossier&number=01-CTr/QU&lang=en").await?;
    let relations = "return [...document.querySelectorAll('.dossier .relation')].map(one => one.textContent)";
    let relations: Vec<String> = serde_json::from_value(page.run(relations, vec![]).await?)?;
    ensure!(!relations.is_empty() && relations.iter().all(|one| one.is_ascii()), "relations: {relations:?}");
    figures(&page, &site.url, "?view=figures&lang=en").await?;
    let states = "return [...document.querySelectorAll('.states a')].map(one => one.textContent)";
    let states: Vec<String> = serde_json::from_value(page.run(states, vec![]).await?)?;
    ensure!(!states.is_empty() && states.iter().all(|one| one.is_ascii()), "states: {states:?}");
    Ok(())
}

in_each_browser!(
    a_document_that_is_here_gives_its_own_title_and_body,
    the_counts_of_a_dossier_and_of_its_search_are_told_apart,
    one_goes_back_from_a_dossier_and_leaves_its_number_there,
    figures_name_the_search_they_come_from_and_each_part_is_taken_back,
    figures_of_one_year_are_chosen,
    a_list_that_was_looked_up_is_still_there_after_a_reload,
    a_document_chosen_in_the_library_is_said_to_be_none_of_its_business,
    archives_of_one_title_are_told_apart_and_the_one_in_front_is_closed,
    a_site_in_one_file_offers_no_download_of_itself,
    english_readers_get_the_programs_own_words_in_english,
);
in_each_browser!(on_a_telephone, NARROW =>
    dots_tell_whose_date_they_have_and_the_newest_are_seen_first,
    a_list_that_was_looked_up_fits_a_telephone,
);
