//! An archive that its host publishes by halves: the manifest of one version beside the parts of the other. The reader is told,
//! and trying again opens the version that is there whole by then.

use anyhow::{Result, ensure};
use serde_json::json;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use whole_program_tests::{Host, Page, in_each_browser, output, scratch};

/// How many documents the versions have.
const OLD: usize = 40;
const NEW: usize = 45;

/// Builds a version of the archive into a folder of this test's own.
fn built(page: &Page, test: &str, documents: usize) -> Result<PathBuf> {
    std::fs::create_dir_all(scratch())?;
    let name = format!("halves-{test}-{:?}-{}-{documents}", page.kind, std::process::id());
    let (input, site) = (scratch().join(format!("{name}.jsonl")), scratch().join(&name));
    let line = |n| {
        let body = format!("Phiên chợ thứ {n} trong số {documents}.");
        format!("{}\n", json!({ "id": format!("d{n}"), "title": format!("Tin {n}"), "body": body }))
    };
    std::fs::write(&input, (0..documents).map(line).collect::<String>())?;
    output([OsStr::new("build"), input.as_os_str(), OsStr::new("-o"), site.as_os_str()])?;
    Ok(site)
}

/// Puts the files of `from` in the folder `name` on the host.
fn publish(host: &Host, from: &Path, name: &str) -> Result<()> {
    for entry in std::fs::read_dir(from.join(name))? {
        let path = entry?.path();
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        host.put(&format!("{name}/{file}"), std::fs::read(&path)?);
    }
    Ok(())
}

/// The page says what is wrong and what may be the cause; pressing the button opens the version with so many documents.
async fn is_told_and_heals(
    page: &Page,
    host: &Host,
    mend: impl FnOnce() -> Result<()>,
    documents: usize,
) -> Result<()> {
    page.expect_error("Failed to load resource");
    page.go(&host.url).await?;
    let said = page.alert().await?;
    ensure!(said.contains("vừa được cập nhật"), "the cause is not named: {said}");
    mend()?;
    let press = "const one = [...document.querySelectorAll('.trouble button')].find(one => one.innerText.includes('Thử lại'));
        if (one) one.click(); return !!one";
    page.wait("the button", press, vec![]).await?;
    let script = "return document.querySelector('[role=status]').textContent.includes(arguments[0])";
    page.wait("the whole version", script, vec![json!(format!("{documents} tài liệu"))]).await.map(drop)
}

async fn a_new_manifest_before_its_parts_is_told_and_heals(page: Page) -> Result<()> {
    let (old, new) = (built(&page, "new", OLD)?, built(&page, "new", NEW)?);
    let host = Host::start(&old, "/")?;
    host.put("archive.json", std::fs::read(new.join("archive.json"))?);
    is_told_and_heals(&page, &host, || publish(&host, &new, "parts"), NEW).await
}

async fn an_old_manifest_without_its_parts_is_told_and_heals(page: Page) -> Result<()> {
    let (old, new) = (built(&page, "old", OLD)?, built(&page, "old", NEW)?);
    let host = Host::start(&new, "/")?;
    host.put("archive.json", std::fs::read(old.join("archive.json"))?);
    let manifest = std::fs::read(new.join("archive.json"))?;
    let mend = || {
        host.put("archive.json", manifest);
        Ok(())
    };
    is_told_and_heals(&page, &host, mend, NEW).await
}

in_each_browser!(
    a_new_manifest_before_its_parts_is_told_and_heals,
    an_old_manifest_without_its_parts_is_told_and_heals,
);
