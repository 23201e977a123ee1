//! Searching: the browser gives the answers of the command, words typed without marks find what they mean.

use anyhow::{Result, ensure};
use std::collections::BTreeSet;
use whole_program_tests::{Page, Served, all_of, answer, in_each_browser};

/// What people type, and what they mean.
const WITHOUT_AND_WITH_MARKS: [(&str, &str); 5] = [
    ("quan uy long bien", "quận ủy long biên"),
    ("thu tuc hanh chinh", "thủ tục hành chính"),
    ("chuong trinh toan khoa", "chương trình toàn khóa"),
    ("dang vien", "đảng viên"),
    ("do thi", "đô thị"),
];

async fn the_browser_and_the_command_give_the_same_answers(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    for query in
        ["quận ủy", "thu tuc", "104-KH/QU", "\"chương trình công tác\"", "chỉ tiêu -đạt", "2023", "programme"]
    {
        ensure!(answer(query)?.0 > 0, "the command finds nothing for {query}");
        page.search(query).await?;
    }
    Ok(())
}

/// A word without marks stands for all its spellings, so it may find more; what was meant is among it, and comes first.
async fn words_without_marks_find_the_same_documents_as_with_marks(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    for (without, with) in WITHOUT_AND_WITH_MARKS {
        page.search(with).await?;
        let meant = page.results().await?;
        page.search(without).await?;
        let found = page.results().await?;
        let best = |ids: &[String]| ids.iter().take(5).cloned().collect::<BTreeSet<_>>();
        ensure!(best(&found) == best(&meant), "\"{without}\" puts {found:?} first, \"{with}\" {meant:?}");
        // The page shows ten; that the command gives the same is another test's business, so it tells the rest.
        let (meant, found) = (all_of(with)?, all_of(without)?);
        let lacking: Vec<_> = meant.iter().filter(|id| !found.contains(id)).collect();
        ensure!(
            !meant.is_empty() && lacking.is_empty(),
            "\"{without}\" does not find {lacking:?}, which \"{with}\" does"
        );
    }
    Ok(())
}

/// The spellings of a word typed without marks are offered, also the one that has none, and each leads to its documents alone.
async fn each_spelling_can_be_chosen_also_the_one_without_marks(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    for chosen in ["ban", "bản"] {
        page.search("ban").await?;
        let click = "const offers = [...document.querySelectorAll('.spelling')];
            const offer = offers.find((one) => one.firstChild.textContent === arguments[0]);
            offer?.click();
            return offer?.querySelector('.count').textContent ?? null";
        let count = page.wait(&format!("the spelling {chosen}"), click, vec![chosen.into()]).await?;
        let meant = if chosen == "ban" { "=ban" } else { chosen };
        let (total, found) = answer(meant)?;
        ensure!(count == total.to_string(), "{count} documents are promised, {meant} finds {total}");
        page.wait_for_total(total).await?;
        page.wait_for_results(&found).await?;
        ensure!(page.parameter("q").await?.as_deref() == Some(meant));
    }
    Ok(())
}

async fn a_query_that_finds_nothing_says_so_and_offers_a_way_on(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    page.search("xyzzyqwv").await?;
    page.search_box().await?;
    Ok(())
}

in_each_browser!(
    the_browser_and_the_command_give_the_same_answers,
    words_without_marks_find_the_same_documents_as_with_marks,
    each_spelling_can_be_chosen_also_the_one_without_marks,
    a_query_that_finds_nothing_says_so_and_offers_a_way_on,
);
