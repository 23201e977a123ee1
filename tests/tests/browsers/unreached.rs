//! What does not come after the first answer: further rows, lists of values, files of the device. What stands stays, a sentence says
//! what is missing, and asking again brings it; and what is asked beside the results does not stand in their way.

use super::faults;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;
use whole_program_tests::{Fault, Host, Page, demo_site, in_each_browser};

/// How many rows of results stand.
const ROWS: &str = "return document.querySelectorAll('main article.result').length";

/// Every file below a folder of the site, by its path in it.
fn files(site: &Path, folder: &str) -> Result<Vec<String>> {
    let all = std::fs::read_dir(site.join(folder))?;
    all.map(|one| Ok(format!("{folder}/{}", one?.file_name().to_string_lossy()))).collect()
}

/// Breaks every line to the archive's parts, as a host that is gone does.
fn gone(host: &Host, site: &Path) -> Result<()> {
    files(site, "parts")?.iter().for_each(|part| host.inject(part, Fault::Killed));
    Ok(())
}

async fn rows(page: &Page) -> Result<u64> {
    page.run(ROWS, vec![]).await?.as_u64().context("no number of rows")
}

/// Waits until more rows stand than `before`.
async fn more_rows(page: &Page, before: u64) -> Result<()> {
    let script = format!("return (() => {{ {ROWS} }})() > arguments[0]");
    page.wait("further rows", &script, vec![json!(before)]).await.map(drop)
}

/// The library of a site whose archive is open.
async fn library(page: &Page, host: &Host) -> Result<()> {
    page.go(&format!("{}?view=library", host.url)).await?;
    page.wait("the library", "return document.querySelector('.archives .name') !== null", vec![])
        .await
        .map(drop)
}

/// All documents of the large archive, the first rows of which stand.
async fn all_documents(page: &Page) -> Result<(Host, u64)> {
    let host = Host::start(faults::site()?, "/")?;
    page.go(&host.url).await?;
    page.ready().await?;
    more_rows(page, 9).await?;
    let before = rows(page).await?;
    Ok((host, before))
}

async fn rows_that_do_not_come_leave_those_that_stand(page: Page) -> Result<()> {
    page.expect_error("Failed to load resource");
    let (host, before) = all_documents(&page).await?;
    gone(&host, faults::site()?)?;
    let scroll = "window.scrollTo(0, document.documentElement.scrollHeight)";
    // Rows that are at hand may come first; in the end the line is missed.
    let trouble = format!("{scroll}; return document.querySelector('.results .trouble p')?.innerText");
    let said = page.wait("a sentence at the end of the list", &trouble, vec![]).await?;
    ensure!(said.as_str().is_some_and(|said| said.contains("mạng")), "it says {said}");
    let stand = rows(&page).await?;
    ensure!(stand >= before, "of {before} rows {stand} are left");
    let last = "const row = [...document.querySelectorAll('.result')].at(-1), said = document.querySelector('.results .trouble');
        return !!(row.compareDocumentPosition(said) & Node.DOCUMENT_POSITION_FOLLOWING)";
    ensure!(page.run(last, vec![]).await? == json!(true), "the sentence does not stand behind the rows");
    let faults = page.accessibility_faults().await?;
    ensure!(faults.is_empty(), "{}", faults.join("\n"));
    page.picture("rows-that-do-not-come").await?;
    host.restore();
    page.run("document.querySelector('.results .trouble button').click()", vec![]).await?;
    more_rows(&page, stand).await?;
    let none = "return document.querySelector('.results .trouble') === null";
    page.wait("the sentence gone", none, vec![]).await.map(drop)
}

async fn an_export_does_not_keep_rows_from_coming(page: Page) -> Result<()> {
    let (host, before) = all_documents(&page).await?;
    // The dialog's own code is here before the rows are asked for.
    let open =
        "const one = document.querySelectorAll('.helpers button')[2]; one?.click(); return one !== undefined";
    page.wait("the button", open, vec![]).await?;
    page.wait("the dialog", "return document.querySelector('dialog[open] .chief') !== null", vec![]).await?;
    host.delay_archive(Duration::from_secs(2));
    let both = "document.querySelector('.results .more').click(); setTimeout(() => document.querySelector('dialog .chief').click(), 300)";
    page.run(both, vec![]).await?;
    more_rows(&page, before).await?;
    let idle = "return !document.querySelector('.results .more')?.innerText.includes('…')";
    page.wait("nothing more on its way", idle, vec![]).await?;
    host.delay_archive(Duration::ZERO);
    let done = "return /1.500/.test(document.querySelector('dialog .note[role=status]').innerText)";
    page.wait("the export, too", done, vec![]).await.map(drop)
}

async fn the_palette_shows_documents_without_their_texts(page: Page) -> Result<()> {
    let host = Host::start(faults::site()?, "/")?;
    library(&page, &host).await?;
    let open = "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true, cancelable: true }))";
    page.run(open, vec![]).await?;
    let there = "return document.querySelector('dialog[open] [role=combobox]') === document.activeElement";
    page.wait("the palette", there, vec![]).await?;
    page.client.active_element().await?.send_keys("phiên chợ").await?;
    let found = "return [...document.querySelectorAll('[role=option] .entry')].filter(one => /^Tin \\d+ về phiên chợ/.test(one.innerText)).length";
    let found = page.wait("documents", found, vec![]).await?;
    ensure!(found == json!(6), "{found} documents are offered");
    let texts = faults::parts("texts")?;
    let asked = host.asked();
    let fetched: Vec<&String> =
        texts.iter().filter(|part| asked.iter().any(|path| path.ends_with(part.as_str()))).collect();
    ensure!(fetched.is_empty(), "texts were fetched for titles: {fetched:?}");
    Ok(())
}

async fn a_list_of_values_that_does_not_come_says_so_and_comes_when_asked_again(page: Page) -> Result<()> {
    page.expect_error("Failed to load resource");
    let host = Host::start(demo_site()?, "/")?;
    page.go(&format!("{}?q=quan+uy", host.url)).await?;
    page.ready().await?;
    let panel = "return [...document.querySelectorAll('.panel')].find(one => one.querySelector('summary').innerText.startsWith('Người'))";
    page.wait("the panel", &format!("{panel} !== undefined"), vec![]).await?;
    gone(&host, demo_site()?)?;
    page.run(&format!("(() => {{ {panel} }})().open = true"), vec![]).await?;
    let said =
        format!("return (() => {{ {panel} }})().querySelector('.note button')?.parentElement.innerText");
    let said = page.wait("a sentence", &said, vec![]).await?;
    ensure!(said.as_str().is_some_and(|said| said.contains("Không lấy được")), "it says {said}");
    host.restore();
    page.run(&format!("(() => {{ {panel} }})().querySelector('.note button').click()"), vec![]).await?;
    let values = format!("return (() => {{ {panel} }})().querySelectorAll('li').length > 0");
    page.wait("the values", &values, vec![]).await.map(drop)
}

/// Stands for what a browser hands over with a drop: entries, of which some cannot be read.
const DROP: &str = "const entry = (name, file) => ({ isFile: true, isDirectory: false, name, fullPath: '/kho/' + name, file });
    const readable = (name, text) => entry(name, done => done(new File([text], name)));
    const unreadable = name => entry(name, (done, failed) => failed(new DOMException('', 'NotReadableError')));
    const folder = (name, all, ends) => ({ isFile: false, isDirectory: true, name, fullPath: '/' + name, createReader: () => {
        let read = false;
        return { readEntries: (done, failed) => { if (read) return ends(done, failed); read = true; done(all) } };
    } });
    const drop = entries => {
        const event = new DragEvent('drop', { bubbles: true, cancelable: true });
        Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], items: entries.map(one => ({ webkitGetAsEntry: () => one })) } });
        document.body.dispatchEvent(event);
    };";

async fn files_that_cannot_be_read_are_named_and_the_others_are_taken_in(page: Page) -> Result<()> {
    let host = Host::start(demo_site()?, "/")?;
    library(&page, &host).await?;
    page.run(&format!("{DROP} drop([unreadable('khoa.json')])"), vec![]).await?;
    let said = "return [...document.querySelectorAll('.from-files [role=alert]')].map(one => one.innerText).join('')";
    let told = page.wait("a sentence", said, vec![]).await?;
    ensure!(told.as_str().is_some_and(|said| said.contains("khoa.json")), "it says {told}");
    let looking = "return document.querySelector('.from-files [role=status]').innerText";
    ensure!(page.run(looking, vec![]).await? == json!(""), "the page still looks");
    // A folder that breaks off in the middle, with an archive in its first part.
    let archive = r#"{"title":"Kho thả vào","documents":[{"id":"a","title":"Một"}]}"#;
    let dropped = format!(
        "{DROP} drop([folder('kho', [unreadable('khoa.bin'), readable('archive.json', arguments[0])], (done, failed) => failed(new DOMException('')))])"
    );
    page.run(&dropped, vec![json!(archive)]).await?;
    page.wait("the archive", "return document.title.includes('Kho thả vào')", vec![]).await.map(drop)
}

/// Puts files into the library's dialog, in this order.
async fn choose(page: &Page, files: &[(&str, Vec<u8>)]) -> Result<()> {
    let files: Vec<Value> = files.iter().map(|(name, bytes)| json!([name, bytes])).collect();
    let script = "const all = new DataTransfer();
        for (const [name, bytes] of arguments[0]) all.items.add(new File([new Uint8Array(bytes)], name));
        const input = document.querySelector('input[type=file][multiple]');
        input.files = all.files; input.dispatchEvent(new Event('change', { bubbles: true }))";
    page.run(script, vec![json!(files)]).await.map(drop)
}

async fn files_that_are_chosen_before_the_page_is_ready_are_taken_in(page: Page) -> Result<()> {
    let host = Host::start(demo_site()?, "/")?;
    let worker = files(demo_site()?, "app")?;
    let worker = worker
        .iter()
        .filter(|name| name.contains("worker") && name.ends_with(".wasm") && !name.contains("_chunk_"));
    // So long that the library stands before the worker does.
    for name in worker {
        host.inject(name, Fault::Slow);
    }
    page.go(&format!("{}?view=library", host.url)).await?;
    page.wait("the library", "return document.querySelector('input[type=file][multiple]') !== null", vec![])
        .await?;
    let archive = r#"{"title":"Kho đến sớm","documents":[{"id":"a","title":"Một"}]}"#;
    choose(&page, &[("som.json", archive.into())]).await?;
    page.wait("the archive", "return document.title.includes('Kho đến sớm')", vec![]).await.map(drop)
}

/// A ZIP file of one file.
fn zipped(name: &str, content: &str) -> Result<Vec<u8>> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file(name, zip::write::SimpleFileOptions::default())?;
    zip.write_all(content.as_bytes())?;
    Ok(zip.finish()?.into_inner())
}

async fn an_archive_that_lies_open_comes_before_zip_files_beside_it(page: Page) -> Result<()> {
    let archive = |title: &str| format!(r#"{{"title":"{title}","documents":[{{"id":"a","title":"Một"}}]}}"#);
    let host = Host::start(demo_site()?, "/")?;
    let old = zipped("archive.json", &archive("Bản sao cũ"))?;
    let broken = b"PK, and no ZIP file".to_vec();
    for (title, files) in [
        (
            "Kho đang dùng",
            vec![("archive.json", archive("Kho đang dùng").into_bytes()), ("backup.zip", old.clone())],
        ),
        (
            "Kho bên cạnh",
            vec![("hong.zip", broken.clone()), ("kho.json", archive("Kho bên cạnh").into_bytes())],
        ),
        ("Bản sao cũ", vec![("hong.zip", broken.clone()), ("tot.zip", old)]),
    ] {
        library(&page, &host).await?;
        choose(&page, &files).await?;
        page.wait(title, "return document.title.includes(arguments[0])", vec![json!(title)]).await?;
    }
    Ok(())
}

async fn a_library_whose_code_does_not_come_says_so(page: Page) -> Result<()> {
    page.expect_error("");
    let host = Host::start(demo_site()?, "/")?;
    let chunks = files(demo_site()?, "app")?;
    let chunk = chunks.iter().find(|name| name.contains("_chunk_") && name.contains("several"));
    host.remove(chunk.context("the worker has no chunk for several archives")?);
    page.go(&format!("{}?view=library", host.url)).await?;
    let said = page.alert().await?;
    ensure!(said.contains("không") || said.contains("Không"), "it says {said}");
    host.restore();
    page.run("document.querySelector('.room .trouble button').click()", vec![]).await?;
    page.wait("the archive", "return document.querySelector('.archives .name') !== null", vec![])
        .await
        .map(drop)
}

in_each_browser!(
    rows_that_do_not_come_leave_those_that_stand,
    an_export_does_not_keep_rows_from_coming,
    the_palette_shows_documents_without_their_texts,
    a_list_of_values_that_does_not_come_says_so_and_comes_when_asked_again,
    files_that_cannot_be_read_are_named_and_the_others_are_taken_in,
    files_that_are_chosen_before_the_page_is_ready_are_taken_in,
    an_archive_that_lies_open_comes_before_zip_files_beside_it,
    a_library_whose_code_does_not_come_says_so,
);
