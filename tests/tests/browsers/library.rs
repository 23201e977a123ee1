//! The library: archives from files of the device, several at once, two side by side.

use crate::around_a_text::{faultless, site_of};
use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use serde_json::json;
use std::io::Write as _;
use std::path::Path;
use whole_program_tests::{Host, Options, Page, Served, demo_site, files_below, in_each_browser, output};

const NARROW: Options = Options { dark: false, no_wasm: false, narrow: true };

const OLD: &str = r#"{"title":"Sổ tay cũ","documents":[
    {"id":"hop-to","title":"Họp tổ dân phố tháng 3","body":[{"type":"paragraph","text":"Có 15 hộ đến dự họp tại nhà văn hóa."}]},
    {"id":"ve-sinh","title":"Tổng vệ sinh ngõ xóm","body":[{"type":"paragraph","text":"Sáng thứ Bảy mọi nhà quét ngõ."}]},
    {"id":"den-duong","title":"Sửa đèn đường","body":[{"type":"paragraph","text":"Ngõ 12 đã có đèn."}]}]}"#;
const NEW: &str = r#"{"title":"Sổ tay mới","documents":[
    {"id":"hop-to","title":"Họp tổ dân phố tháng 3","body":[{"type":"paragraph","text":"Có 16 hộ đến dự họp tại nhà văn hóa."}]},
    {"id":"ve-sinh","title":"Tổng vệ sinh ngõ xóm","body":[{"type":"paragraph","text":"Sáng thứ Bảy mọi nhà quét ngõ."}]},
    {"id":"thu-gom-rac","title":"Lịch thu gom rác mới","body":[{"type":"paragraph","text":"Xe đến lúc 18 giờ."}]}]}"#;

/// Puts a file into the library's dialog, and waits until its archive is open.
async fn choose(page: &Page, file: &Path, title: &str) -> Result<()> {
    let input = page.client.find(Locator::Css("input[type=file][multiple]")).await?;
    input.send_keys(&file.to_string_lossy()).await?;
    page.wait(
        &format!("the archive {title}"),
        "return document.title.includes(arguments[0]) && !!document.querySelector('article.result')",
        vec![json!(title)],
    )
    .await?;
    Ok(())
}

pub(crate) async fn library(page: &Page) -> Result<()> {
    page.run(
        "[...document.querySelectorAll('#ways a')].find(a => a.href.includes('view=library')).click()",
        vec![],
    )
    .await?;
    page.wait("the library", "return !!document.querySelector('.room .archives .name')", vec![])
        .await
        .map(drop)
}

async fn a_file_of_the_device_is_searched_and_nothing_of_it_is_sent(page: Page) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("so-tay.json");
    std::fs::write(&file, OLD)?;
    let host = Host::start(demo_site()?, "/")?;
    page.go(&host.url).await?;
    page.ready().await?;
    library(&page).await?;
    let before = host.asked().len();
    choose(&page, &file, "Sổ tay cũ").await?;
    let address = page.parameter("archive").await?;
    ensure!(address.as_deref() == Some("local:so-tay.json"), "the address names {address:?}");
    page.run("const q = document.getElementById('q'); q.value = 'hop to'; q.form.requestSubmit()", vec![])
        .await?;
    page.wait("the result", "return document.querySelectorAll('article.result').length == 1", vec![]).await?;
    let asked = host.asked();
    let more =
        asked[before..].iter().filter(|path| !path.contains("/app/") && !path.contains("app/")).count();
    ensure!(more == 0, "the site was asked for {:?}", &asked[before..]);
    // A page that is loaded again has forgotten the file, and says so.
    page.expect_error("");
    page.reload().await?;
    let sentence = page.alert().await?;
    ensure!(sentence.contains("mở từ tệp trên máy"), "the page says \"{sentence}\"");
    Ok(())
}

async fn a_site_without_an_archive_leads_to_files_of_the_device_and_not_back_to_nothing(
    page: Page,
) -> Result<()> {
    page.expect_error("");
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("so-tay.json");
    std::fs::write(&file, OLD)?;
    let host = Host::start(demo_site()?, "/")?;
    host.remove("archive.json");
    page.go(&host.url).await?;
    let sentence = page.alert().await?;
    ensure!(sentence.contains("Thư viện"), "the page says \"{sentence}\"");
    let way_on = "a.button[href*='view=library']";
    page.run("document.querySelector(arguments[0]).click()", vec![json!(format!(".trouble {way_on}"))])
        .await?;
    let none = "return document.querySelector('.room .note')?.innerText.startsWith('Chưa có kho nào')";
    page.wait("the library, where nothing is open", none, vec![]).await?;
    faultless(&page, "a library of nothing").await?;
    choose(&page, &file, "Sổ tay cũ").await?;
    // There is no archive to go back to.
    let notice = page.run("return document.querySelector('#notice').innerText", vec![]).await?;
    ensure!(notice == json!(""), "the page offers \"{notice}\"");
    // Where there is one, the way back is offered.
    host.restore();
    page.go(&format!("{}?archive=khong-co.json", host.url)).await?;
    let back = "return document.querySelector('#notice a')?.innerText.includes('Mở kho của trang này')";
    page.wait("the way back", back, vec![]).await.map(drop)
}

async fn a_zip_file_of_an_archive_opens_like_the_archive(page: Page) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("kho.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&file)?);
    let site = demo_site()?;
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let deflated = stored.compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("kho/archive.json", deflated)?;
    zip.write_all(&std::fs::read(site.join("archive.json"))?)?;
    for (at, part) in std::fs::read_dir(site.join("parts"))?.enumerate() {
        let part = part?;
        let options = if at % 2 == 0 { stored } else { deflated };
        zip.start_file(format!("kho/parts/{}", part.file_name().to_string_lossy()), options)?;
        zip.write_all(&std::fs::read(part.path())?)?;
    }
    zip.finish()?;
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    page.search("thu tuc").await?;
    let expected = page.results().await?;
    library(&page).await?;
    let input = page.client.find(Locator::Css("input[type=file][multiple]")).await?;
    input.send_keys(&file.to_string_lossy()).await?;
    page.wait("the address", "return location.search.includes('kho.zip')", vec![]).await?;
    page.run("const q = document.getElementById('q'); q.value = 'thu tuc'; q.form.requestSubmit()", vec![])
        .await?;
    page.wait_for_results(&expected).await
}

async fn what_is_no_archive_is_refused_with_a_sentence(page: Page) -> Result<()> {
    page.expect_error("");
    let folder = tempfile::tempdir()?;
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    for (name, content) in
        [("hong.zip", "PK but no ZIP file"), ("khac.json", "{\"a\":1}"), ("cut.json", "{\"documents\":[")]
    {
        library(&page).await?;
        let file = folder.path().join(name);
        std::fs::write(&file, content)?;
        let input = page.client.find(Locator::Css("input[type=file][multiple]")).await?;
        input.send_keys(&file.to_string_lossy()).await?;
        let sentence = page.alert().await.with_context(|| name.to_owned())?;
        ensure!(sentence.contains(name), "{name}: the page says \"{sentence}\"");
        page.go(&site.url).await?;
        page.ready().await?;
    }
    Ok(())
}

async fn a_file_longer_than_any_archive_has_is_refused(page: Page) -> Result<()> {
    page.expect_error("");
    let folder = tempfile::tempdir()?;
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    library(&page).await?;
    let file = folder.path().join("dai.json");
    std::fs::File::create(&file)?.set_len((64 << 20) + 1)?;
    let input = page.client.find(Locator::Css("input[type=file][multiple]")).await?;
    input.send_keys(&file.to_string_lossy()).await?;
    let sentence = page.alert().await?;
    ensure!(sentence.contains("dai.json") && sentence.contains("67108865"), "the page says \"{sentence}\"");
    Ok(())
}

/// Opens both versions of the notebook and stands in the library.
async fn both(page: &Page, folder: &Path) -> Result<Served> {
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    for (name, content, title) in [("cu.json", OLD, "Sổ tay cũ"), ("moi.json", NEW, "Sổ tay mới")] {
        std::fs::write(folder.join(name), content)?;
        library(page).await?;
        choose(page, &folder.join(name), title).await?;
    }
    library(page).await?;
    page.wait("three archives", "return document.querySelectorAll('.archives .name').length == 3", vec![])
        .await?;
    Ok(site)
}

async fn all_open_archives_are_searched_at_once(page: Page) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let _site = both(&page, folder.path()).await?;
    let script = "const box = document.querySelector('.room form[role=search] input'); box.value = 'ho dan pho'; box.form.requestSubmit()";
    page.run(script, vec![]).await?;
    let told = page
        .wait("an answer of each", "const all = [...document.querySelectorAll('.room h3')].map(h => h.innerText); return all.length == 3 && all", vec![])
        .await?
        .to_string();
    ensure!(
        told.contains("Sổ tay cũ: 1 tài liệu") && told.contains("Sổ tay mới: 1 tài liệu"),
        "it says {told}"
    );
    let faults = page.accessibility_faults().await?;
    ensure!(faults.is_empty(), "{faults:?}");
    page.picture("library-1280").await.map(drop)
}

async fn two_versions_stand_side_by_side(page: Page) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let _site = both(&page, folder.path()).await?;
    let script = "const [one, other] = document.querySelectorAll('.room select');
        one.value = 'local:cu.json'; other.value = 'local:moi.json'; one.form.requestSubmit()";
    page.run(script, vec![]).await?;
    let headings = "return [...document.querySelectorAll('.compare h2')].map(h => h.innerText).join(' | ')";
    let told = page.wait("the comparison", headings, vec![]).await?.to_string();
    for part in ["1 tài liệu bị sửa", "1 tài liệu được thêm", "1 tài liệu bị bỏ"] {
        ensure!(told.contains(part), "it says {told}");
    }
    page.run("document.querySelector('.changed summary').click()", vec![]).await?;
    let marked =
        "return [...document.querySelectorAll('.sides mark')].map(m => m.innerText.trim()).join(' ')";
    let marked = page.wait("what changed", marked, vec![]).await?;
    ensure!(marked == json!("15 16"), "marked is {marked}");
    let faults = page.accessibility_faults().await?;
    ensure!(faults.is_empty(), "{faults:?}");
    page.picture("compare-1280").await.map(drop)
}

async fn the_library_fits_a_small_telephone(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&format!("{}?view=library", site.url)).await?;
    page.wait("the library", "return !!document.querySelector('.room .archives .name')", vec![]).await?;
    let wide = page.run("return document.documentElement.scrollWidth - innerWidth", vec![]).await?;
    ensure!(wide.as_i64() <= Some(0), "the page is {wide} pixels too wide");
    page.picture("library-360").await.map(drop)
}

async fn from_another_archive_a_link_leads_back_to_the_sites_own(page: Page) -> Result<()> {
    let (folder, host) = site_of(&[("a.md", "---\ntitle: Kho của trang\n---\n\nMột bài.\n")])?;
    let other = folder.path().join("site").join("khac");
    let second = tempfile::tempdir()?;
    std::fs::write(second.path().join("b.md"), "---\ntitle: Kho thứ hai\n---\n\nBài khác.\n")?;
    output(["pack".as_ref(), second.path().as_os_str(), "-o".as_ref(), other.as_os_str()])?;
    let way = "return document.querySelector('#notice a')?.getAttribute('href') ?? ''";
    // On every page of it: the results, a document, another page.
    for (address, shows) in
        [("", "article.result"), ("&doc=b", "article h1"), ("&view=library", ".archives .name")]
    {
        page.go(&format!("{}?archive=khac/archive.json{address}", host.url)).await?;
        page.wait(shows, "return !!document.querySelector(arguments[0])", vec![json!(shows)]).await?;
        let back = page.run(way, vec![]).await?;
        ensure!(back == "?", "{address}: the way back leads to {back}");
        faultless(&page, address).await?;
    }
    page.run("document.querySelector('#notice a').click()", vec![]).await?;
    let home = "return [...document.querySelectorAll('article.result')].some(one => one.innerText.includes('Kho của trang'))";
    page.wait("the site's own archive", home, vec![]).await?;
    ensure!(page.run(way, vec![]).await? == "", "at home there is nowhere to go back to");
    Ok(())
}

/// Archives as earlier programs wrote them; what reads the tables of the first is a chunk of its own.
async fn archives_of_every_version_are_opened(page: Page) -> Result<()> {
    let host = Host::start(demo_site()?, "/")?;
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("frozen");
    for version in ["v1", "v2", "v3", "v4"] {
        for path in files_below(&frozen.join(version))?.into_keys() {
            host.put(&format!("{version}/{path}"), std::fs::read(frozen.join(version).join(&path))?);
        }
        page.go(&format!("{}?archive={version}/archive.json&q=ke+hoach", host.url)).await?;
        page.wait_for_results(&["ke-hoach".to_owned(), "hop-to".to_owned()]).await?;
    }
    Ok(())
}

in_each_browser!(
    a_site_without_an_archive_leads_to_files_of_the_device_and_not_back_to_nothing,
    from_another_archive_a_link_leads_back_to_the_sites_own,
    a_file_of_the_device_is_searched_and_nothing_of_it_is_sent,
    a_zip_file_of_an_archive_opens_like_the_archive,
    archives_of_every_version_are_opened,
    what_is_no_archive_is_refused_with_a_sentence,
    a_file_longer_than_any_archive_has_is_refused,
    all_open_archives_are_searched_at_once,
    two_versions_stand_side_by_side,
);
in_each_browser!(on_a_telephone, NARROW => the_library_fits_a_small_telephone);
