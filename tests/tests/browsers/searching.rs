//! Searching: the browser gives the answers of the command, words typed without marks find what they mean.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use url::Url;
use whole_program_tests::{Page, Served, all_of, answer, demo_site, in_each_browser, output};

/// What people type, and what they mean.
const WITHOUT_AND_WITH_MARKS: [(&str, &str); 5] = [
    ("quan uy long bien", "quận ủy long biên"),
    ("thu tuc hanh chinh", "thủ tục hành chính"),
    ("chuong trinh toan khoa", "chương trình toàn khóa"),
    ("dang vien", "đảng viên"),
    ("do thi", "đô thị"),
];

/// What people type, of which the sample archive holds something: every part of the query language by itself, and several at once.
const QUERIES: [&str; 37] = [
    "quận ủy",
    "thu tuc",
    "104-KH/QU",
    "\"chương trình công tác\"",
    "chỉ tiêu -đạt",
    "2023",
    "programme",
    // Fields.
    "tiêu đề:\"quận ủy\"",
    "title:chương title:trình",
    "mục:\"Hoạt động / Kiểm tra\"",
    "mục:\"Hoạt động\" -mục:\"Hoạt động / Kiểm tra\"",
    "nguồn:\"Báo Kinh tế & Đô thị, đăng lại 28/03/2023\" chi bộ",
    "loại:\"Chương trình\"",
    "language:en",
    "số:01-CTr/QU",
    "-số:01-CTr/QU quận ủy",
    "nơi:\"quận Long Biên\"",
    "cơ quan:\"Thành ủy Hà Nội\"",
    // Alternatives, parentheses, exclusions.
    "kiểm tra OR giám sát",
    "(kiểm tra OR \"giám sát\") -\"chi bộ\" quận",
    "phường -(kiểm tra OR giám sát)",
    "-\"thủ tục hành chính\" quận",
    // Phrases: with a number, without marks.
    "\"231 lượt\"",
    "\"thu tuc hanh chinh\"",
    // Dates at every precision.
    "từ:3/2023 đến:28/03/2023",
    "từ:2021 đến:12/2022",
    "từ:29/03/2023",
    "năm:2023 -tháng:3/2023",
    "quận ủy từ:2023",
    // Questions of more words than any document holds.
    "quận ủy long biên đã giải quyết bao nhiêu thủ tục hành chính",
    "chuong trinh cong tac toan khoa cua quan uy co may chuong trinh",
    // Numbers typed with blanks, and several with one tail.
    "01 ctr qu",
    "số 01, 02, 03-CTr/QU",
    // The keys of an input method, a word as it is written, a field that is none, everything at once.
    "quaanj uyr",
    "=quan",
    "năm:abc quận",
    "(chương trình OR kế hoạch) mục:\"Văn bản\" -loại:\"Kế hoạch\" \"Quận ủy\" -\"chi bộ\"",
];

async fn the_browser_and_the_command_give_the_same_answers(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    for query in QUERIES {
        ensure!(answer(query)?.0 > 0, "the command finds nothing for {query}");
        page.search(query).await?;
    }
    Ok(())
}

/// How many documents of the sample archive the command finds in this order, and the ids of the first ten.
fn sorted(query: &str, sort: &str) -> Result<(usize, Vec<String>)> {
    let words = ["--json", "--limit", "10", "--sort", sort, "--", query].map(OsStr::new);
    let arguments = [OsStr::new("search"), demo_site()?.as_os_str()].into_iter().chain(words);
    let answer: Value = serde_json::from_str(&output(arguments)?)?;
    let hits = answer["hits"].as_array().context("no hits")?;
    let ids = hits.iter().filter_map(|hit| hit["id"].as_str().map(str::to_owned)).collect();
    Ok((usize::try_from(answer["total"].as_u64().context("no total")?)?, ids))
}

/// What the page's address says beside the query, and how the command is told the same.
const FILTERS: [(&[(&str, &str)], &str); 5] = [
    (&[], ""),
    (
        &[("section", "Hoạt động"), ("section", "-Hoạt động / Kiểm tra")],
        "mục:\"Hoạt động\" -mục:\"Hoạt động / Kiểm tra\"",
    ),
    (&[("from", "2021"), ("to", "2022-12")], "từ:2021 đến:12/2022"),
    (&[("year", "2023"), ("month", "-2023-03")], "năm:2023 -tháng:3/2023"),
    (&[("kind", "Chương trình"), ("number", "01-CTr/QU")], "loại:\"Chương trình\" số:01-CTr/QU"),
];

async fn an_address_with_filters_and_an_order_is_answered_as_the_command_answers(page: Page) -> Result<()> {
    let site = Served::demo()?;
    for sort in ["relevance", "newest", "oldest", "views"] {
        for query in ["quận", ""] {
            for (filters, written) in FILTERS {
                let asked = format!("{query} {written}");
                let (total, ids) = sorted(asked.trim(), sort)?;
                ensure!(total > 0, "the command finds nothing for {asked}");
                let parameters = [("q", query), ("sort", sort)].into_iter().chain(filters.iter().copied());
                let address = Url::parse_with_params(&site.url, parameters)?;
                page.go(address.as_str()).await?;
                page.wait_for_results(&ids).await.with_context(|| address.to_string())?;
                page.wait_for_total(total).await.with_context(|| address.to_string())?;
            }
        }
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
        ensure!(
            count.as_str() == Some(&*total.to_string()),
            "{count} documents are promised, {meant} finds {total}"
        );
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
    an_address_with_filters_and_an_order_is_answered_as_the_command_answers,
    words_without_marks_find_the_same_documents_as_with_marks,
    each_spelling_can_be_chosen_also_the_one_without_marks,
    a_query_that_finds_nothing_says_so_and_offers_a_way_on,
);
