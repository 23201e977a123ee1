//! A site in one file, opened from the disk as a double click opens it: everything works, and nothing is asked of anywhere.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use whole_program_tests::{Kind, Page, answer, demo_documents, in_each_browser, output};

/// The sample archive as one file in a folder of its own, and its address.
fn one_file(folder: &Path) -> Result<String> {
    built(Path::new("demo"), &folder.join("Kho mẫu.html"))
}

fn built(input: &Path, file: &Path) -> Result<String> {
    let arguments =
        ["build".as_ref(), input.as_os_str(), "-o".as_ref(), file.as_os_str(), "--single-file".as_ref()];
    output(arguments)?;
    let url =
        url::Url::from_file_path(file).map_err(|()| anyhow::anyhow!("{} is no address", file.display()))?;
    Ok(url.to_string())
}

/// Every request that the page made, by its own account, is for something inside it.
async fn nothing_was_asked_of_anywhere(page: &Page) -> Result<()> {
    let script = "return performance.getEntriesByType('resource').map(one => one.name).filter(name => !name.startsWith('blob:'))";
    let seen = page.run(script, vec![]).await?;
    ensure!(seen == json!([]), "the page asked for {seen}");
    Ok(())
}

async fn one_file_from_the_disk_is_searched_and_read(page: Page) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let url = one_file(folder.path())?;
    ensure!(url.starts_with("file:///"), "{url}");
    page.go(&url).await?;
    page.wait_for_total(demo_documents()?).await?;
    ensure!(
        page.run("return document.title", vec![]).await?
            == json!("Tàng Thư mẫu: một trang tin của quận Long Biên")
    );
    let pictures = "return [...document.images].every(image => image.complete && image.naturalWidth > 0)";
    page.wait("the pictures", pictures, vec![]).await?;

    page.search("thu tuc hanh chinh").await?;
    let title = page.open_first().await?;
    let (_, ids) = answer("thu tuc hanh chinh")?;
    let id = ids.first().context("no result")?;
    ensure!(page.parameter("doc").await?.as_ref() == Some(id), "the address names another document");
    page.client.back().await?;
    page.wait_for_results(&ids).await?;
    page.client.forward().await?;
    ensure!(page.article().await? == title, "forward leads elsewhere");
    // The address is a link that opens the same document, in the same file.
    page.reload().await?;
    ensure!(page.article().await? == title, "a reload shows another document");
    let mut link = url::Url::parse(&url)?;
    link.query_pairs_mut().append_pair("doc", id);
    page.go(link.as_str()).await?;
    ensure!(page.article().await? == title, "a link shows another document");
    nothing_was_asked_of_anywhere(&page).await
}

async fn chunks_that_load_later_are_in_the_file_too(page: Page) -> Result<()> {
    let folder = tempfile::tempdir()?;
    page.go(&format!("{}?view=help", one_file(folder.path())?)).await?;
    page.wait("the help", "return document.querySelector('main h1, main h2') && document.querySelectorAll('.help dt').length > 3", vec![])
        .await?;
    nothing_was_asked_of_anywhere(&page).await
}

async fn the_policy_of_one_file_lets_nothing_out_and_no_strange_script_in(page: Page) -> Result<()> {
    let folder = tempfile::tempdir()?;
    page.go(&one_file(folder.path())?).await?;
    page.wait_for_total(demo_documents()?).await?;
    page.expect_error("");
    let elements = "const done = arguments[arguments.length - 1];
        window.ran = [];
        const script = document.createElement('script');
        script.textContent = 'window.ran.push(\"inline\")';
        document.body.append(script);
        const image = new Image();
        image.onload = () => window.ran.push('image');
        setTimeout('window.ran.push(\"text\")');
        image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
        setTimeout(() => done(window.ran), 300)";
    let seen: Value = page.client.execute_async(elements, vec![]).await?;
    ensure!(seen == json!([]), "it let {seen} through");
    // Firefox's driver runs scripts outside the page's policy.
    if page.kind == Kind::Firefox {
        return Ok(());
    }
    let requests = "const done = arguments[arguments.length - 1];
        Promise.allSettled([fetch('http://127.0.0.1:9/'), fetch(location.href), import('data:text/javascript,1')])
            .then(all => done(all.map(one => one.status)))";
    let seen: Value = page.client.execute_async(requests, vec![]).await?;
    ensure!(seen == json!(["rejected", "rejected", "rejected"]), "it let through {seen}");
    Ok(())
}

/// Text that would end an element or run if it were anything but text.
const HOSTILE: &str =
    "</script><script>window.__xss=1</script><img src=x onerror=\"window.__xss=1\"></title><!--";

async fn hostile_text_in_one_file_stays_text(page: Page) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let input: PathBuf = folder.path().join("in.json");
    let body = json!([{ "type": "paragraph", "text": HOSTILE }]);
    let archive = json!({ "title": HOSTILE, "description": HOSTILE, "documents": [{ "id": "d", "title": HOSTILE, "lead": HOSTILE, "body": body }] });
    std::fs::write(&input, serde_json::to_vec(&archive)?)?;
    let url = built(&input, &folder.path().join("a.html"))?;
    page.go(&format!("{url}?doc=d")).await?;
    let title = page.article().await?;
    ensure!(title.contains("window.__xss=1"), "{title}");
    let seen = page
        .run(
            "return [typeof window.__xss, document.querySelectorAll('main script, [onerror]').length]",
            vec![],
        )
        .await?;
    ensure!(seen == json!(["undefined", 0]), "something came through: {seen}");
    Ok(())
}

in_each_browser!(
    one_file_from_the_disk_is_searched_and_read,
    chunks_that_load_later_are_in_the_file_too,
    the_policy_of_one_file_lets_nothing_out_and_no_strange_script_in,
    hostile_text_in_one_file_stays_text,
);
