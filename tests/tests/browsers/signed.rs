//! Who signed an archive, as the page tells it, with archives that the real command makes: signed, not signed, signed by another key
//! later, changed after signing, put back to an older version, without the host; and a receipt of a source that was damaged.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::path::{Path, PathBuf};
use whole_program_tests::{Fault, Host, Page, in_each_browser, output};

pub(super) const MANIFEST: &str = "archive.json";
pub(super) const SIGNATURE: &str = "archive.json.minisig";

/// A desk with a site and what it is made of.
pub(super) struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    pub(super) fn new() -> Result<Self> {
        let desk = Self { folder: tempfile::tempdir()? };
        std::fs::create_dir(desk.path("in"))?;
        desk.write("mot", "Một")?;
        desk.build()?;
        Ok(desk)
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn site(&self) -> PathBuf {
        self.path("site")
    }

    pub(super) fn write(&self, name: &str, title: &str) -> Result<()> {
        let page = format!(
            "<!doctype html><html lang=\"vi\"><title>{title}</title><article><h1>{title}</h1><p>Quận đã họp bàn việc này từ sáng.</p></article></html>"
        );
        Ok(std::fs::write(self.path("in").join(format!("{name}.html")), page)?)
    }

    pub(super) fn build(&self) -> Result<()> {
        let (input, site) = (self.path("in"), self.site());
        let settings = ["build".as_ref(), input.as_os_str(), "-o".as_ref(), site.as_os_str()];
        output(settings.into_iter().chain(["--keep-sources".as_ref()])).map(drop)
    }

    /// Signs the site by the key of this name, which is made if it is not there; returns the public key.
    pub(super) fn sign(&self, key: &str) -> Result<String> {
        let (name, secret) = (self.path(key), self.path(&format!("{key}.key")));
        if !secret.exists() {
            output(["keygen".as_ref(), name.as_os_str()])?;
        }
        let site = self.site();
        output(["sign".as_ref(), site.as_os_str(), "--secret-key".as_ref(), secret.as_os_str()])?;
        let public = std::fs::read_to_string(self.path(&format!("{key}.pub")))?;
        Ok(public.lines().nth(1).context("no key")?.to_owned())
    }

    pub(super) fn host(&self) -> Result<Host> {
        Host::start(&self.site(), "/")
    }
}

/// Opens the site and waits until a line of this kind says all of these words.
pub(super) async fn says(page: &Page, url: &str, selector: &str, words: &[&str]) -> Result<()> {
    page.go(url).await?;
    let script = "const said = document.querySelector(arguments[0])?.textContent ?? '';
        return arguments[1].every(words => said.includes(words))";
    page.wait(&format!("{words:?}"), script, vec![json!(selector), json!(words)]).await.map(drop)
}

pub(super) const CALM: &str = "#foot p.signed";
const WARNING: &str = "#notice .signed";

async fn a_signed_archive_says_by_which_key_and_since_when(page: Page) -> Result<()> {
    let desk = Desk::new()?;
    let key = desk.sign("khoa")?;
    let host = desk.host()?;
    says(&page, &host.url, CALM, &[&key, "thấy lần đầu ở đây ngày"]).await?;
    let asked = host.asked();
    let at = |name: &str| asked.iter().position(|path| path.contains(name));
    ensure!(at(SIGNATURE) > at("parts/"), "the signature came before the first answers: {asked:?}");
    let explained = page.run("return document.querySelector('#foot details').textContent", vec![]).await?;
    ensure!(explained.as_str().is_some_and(|words| words.contains("tự nó không chứng minh gì")));
    ensure!(page.run("return !document.querySelector('#notice .signed')", vec![]).await? == true);
    Ok(())
}

async fn an_archive_that_is_not_signed_costs_no_request_and_says_nothing(page: Page) -> Result<()> {
    let desk = Desk::new()?;
    let host = desk.host()?;
    page.go(&host.url).await?;
    page.wait_for_total(1).await?;
    page.ready_for_offline().await?;
    ensure!(!host.asked().iter().any(|path| path.contains("minisig")), "{:?}", host.asked());
    ensure!(page.run("return !document.querySelector('.signed')", vec![]).await? == true);
    Ok(())
}

async fn another_key_is_said_until_it_is_accepted(page: Page) -> Result<()> {
    let desk = Desk::new()?;
    let first = desk.sign("khoa")?;
    let host = desk.host()?;
    says(&page, &host.url, CALM, &[&first]).await?;
    let second = desk.sign("khac")?;
    for _ in 0..2 {
        says(&page, &host.url, WARNING, &["đã đổi", &first, &second]).await?;
    }
    page.run("document.querySelector('#notice .signed button').click()", vec![]).await?;
    says(&page, &host.url, CALM, &[&second, "thấy lần đầu"]).await?;
    // Nor does a signature go away without a word.
    desk.write("hai", "Hai")?;
    desk.build()?;
    says(&page, &host.url, WARNING, &["nay thì không", &second]).await
}

async fn a_manifest_that_was_changed_after_signing_is_said_to_be(page: Page) -> Result<()> {
    let desk = Desk::new()?;
    desk.sign("khoa")?;
    let host = desk.host()?;
    let manifest = std::fs::read_to_string(desk.site().join(MANIFEST))?;
    host.put(MANIFEST, manifest.replacen("\"title\": \"", "\"title\": \"X", 1));
    says(&page, &host.url, WARNING, &["không khớp với kho"]).await
}

async fn a_page_of_the_host_in_place_of_the_signature_is_no_bad_signature(page: Page) -> Result<()> {
    page.expect_error("Failed to load resource");
    let desk = Desk::new()?;
    let key = desk.sign("khoa")?;
    let host = desk.host()?;
    for fault in [Fault::WebPage, Fault::NotFound] {
        host.inject(SIGNATURE, fault);
        says(&page, &host.url, CALM, &[&key, "máy chủ không có chữ ký"]).await?;
    }
    host.restore();
    says(&page, &host.url, CALM, &["thấy lần đầu"]).await
}

async fn an_older_archive_that_was_put_back_is_said_to_be(page: Page) -> Result<()> {
    let desk = Desk::new()?;
    desk.sign("khoa")?;
    let read = |name: &str| std::fs::read(Path::new(&desk.site()).join(name));
    let older = (read(MANIFEST)?, read(SIGNATURE)?);
    desk.write("hai", "Hai")?;
    desk.build()?;
    // Times are told in seconds.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    desk.sign("khoa")?;
    let host = desk.host()?;
    says(&page, &host.url, CALM, &["thấy lần đầu"]).await?;
    host.put(MANIFEST, older.0);
    host.put(SIGNATURE, older.1);
    says(&page, &host.url, WARNING, &["lùi về bản cũ"]).await
}

async fn a_signature_that_was_seen_is_verified_without_the_host(page: Page) -> Result<()> {
    page.expect_error("Failed to load resource");
    let desk = Desk::new()?;
    let key = desk.sign("khoa")?;
    let host = desk.host()?;
    says(&page, &host.url, CALM, &[&key, "thấy lần đầu"]).await?;
    page.ready_for_offline().await?;
    let url = host.url.clone();
    drop(host);
    says(&page, &url, CALM, &[&key, "thấy lần đầu"]).await
}

async fn a_receipt_says_when_the_kept_source_has_one_flipped_bit(page: Page) -> Result<()> {
    let desk = Desk::new()?;
    desk.sign("khoa")?;
    let host = desk.host()?;
    let files = std::fs::read_dir(desk.site().join("files"))?.next().context("no source is kept")??;
    let kept = format!("files/{}", files.file_name().to_string_lossy());
    let verify = "const button = [...document.querySelectorAll('.receipt button')]
        .find(one => one.innerText.includes('Kiểm tệp nguồn')); if (button) button.click(); return !!button";
    for (fault, words) in [(Some(Fault::FlippedBit), "KHÔNG kiểm được"), (None, "vừa kiểm tại đây")]
    {
        host.restore();
        if let Some(fault) = fault {
            host.inject(&kept, fault);
        }
        page.go(&format!("{}?doc=mot", host.url)).await?;
        page.article().await?;
        page.wait("the way to verify the source", verify, vec![]).await?;
        let said = "return [...document.querySelectorAll('.receipt div')]
            .find(row => row.querySelector('dt').textContent === 'SHA-256')?.innerText.includes(arguments[0])";
        page.wait(words, said, vec![json!(words)]).await?;
    }
    says(&page, &format!("{}?doc=mot", host.url), ".receipt", &["Được ký bằng khóa", "vừa kiểm tại đây"])
        .await
}

in_each_browser!(
    a_signed_archive_says_by_which_key_and_since_when,
    an_archive_that_is_not_signed_costs_no_request_and_says_nothing,
    another_key_is_said_until_it_is_accepted,
    a_manifest_that_was_changed_after_signing_is_said_to_be,
    a_page_of_the_host_in_place_of_the_signature_is_no_bad_signature,
    an_older_archive_that_was_put_back_is_said_to_be,
    a_signature_that_was_seen_is_verified_without_the_host,
    a_receipt_says_when_the_kept_source_has_one_flipped_bit,
);
