//! Feeds as publishers write them.

use super::*;
use tangthu_archive::Block;

struct Told {
    documents: Vec<(Document, u64)>,
    said: Vec<String>,
    settings: Settings,
}

fn feed(xml: &str) -> Told {
    let (mut documents, mut said) = (Vec::new(), Vec::new());
    let settings = read(
        "a.xml",
        xml.as_bytes(),
        &mut |document, place| documents.push((document, place.line)),
        &mut |notice| said.push(notice.to_string()),
    );
    Told { documents, said, settings }
}

fn texts(document: &Document) -> Vec<&str> {
    document.body.iter().flat_map(Block::texts).collect()
}

#[test]
fn rss_2_is_read_with_lead_and_body() {
    let told = feed(
        r#"<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Trang tin quận</title><language>vi-VN</language>
<item>
  <title>Họp bàn &amp;#8220;đường mới&amp;#8221;</title><link>https://a.vn/hop</link>
  <pubDate>Tue, 28 Mar 2023 14:04:00 +0700</pubDate><dc:creator>Nguyễn Thị Lan</dc:creator>
  <category>Thời sự</category><category>giao thông</category>
  <description><![CDATA[Quận họp bàn việc mở đường.]]></description>
  <content:encoded><![CDATA[<p>Sáng nay, quận họp.</p><h2>Đường</h2><p>Đường dài 3 km.</p>]]></content:encoded>
</item>
<item><title>Chỉ có tóm tắt</title><guid isPermaLink="false">tin-2</guid><description>&lt;p&gt;Một câu.&lt;/p&gt;</description>
<enclosure url="https://a.vn/loa.mp3" type="audio/mpeg" length="5"/></item>
<item><title>Tóm tắt do máy cắt</title><link>https://a.vn/3</link><description>Sáng nay, quận [&#8230;]</description>
<content:encoded>&lt;p&gt;Sáng nay, quận họp.&lt;/p&gt;&lt;p&gt;The post Tóm tắt appeared first on Trang tin.&lt;/p&gt;</content:encoded></item>
<item><pubDate>hôm qua</pubDate></item>
</channel></rss>"#,
    );
    assert_eq!(told.settings.title.as_deref(), Some("Trang tin quận"));
    let (document, line) = &told.documents[0];
    assert_eq!((document.title.as_str(), *line), ("Họp bàn “đường mới”", 4));
    assert_eq!(document.url.as_deref(), Some("https://a.vn/hop"));
    assert_eq!(document.published.unwrap().to_string(), "2023-03-28T14:04:00+07:00");
    assert_eq!(
        (document.authors.as_slice(), document.source.as_deref()),
        (&["Nguyễn Thị Lan".to_owned()][..], Some("Trang tin quận"))
    );
    assert_eq!(
        (document.section.as_slice(), document.tags.as_slice()),
        (&["Thời sự".to_owned()][..], &["giao thông".to_owned()][..])
    );
    assert_eq!(
        (document.lead.as_deref(), document.language.as_deref()),
        (Some("Quận họp bàn việc mở đường."), Some("vi"))
    );
    assert_eq!(texts(document), ["Sáng nay, quận họp.", "Đường", "Đường dài 3 km."]);
    let (document, _) = &told.documents[1];
    assert_eq!(
        (document.id.as_str(), document.lead.as_deref(), document.body.len()),
        ("tin-2", Some("Một câu."), 0)
    );
    assert_eq!(document.attachments[0].name, "https://a.vn/loa.mp3");
    let (document, _) = &told.documents[2];
    assert_eq!((document.lead.as_deref(), texts(document)), (None, vec!["Sáng nay, quận họp."]));
    assert_eq!(told.documents.len(), 3);
    assert_eq!(told.said.len(), 2, "the date and the empty article: {:?}", told.said);
}

#[test]
fn rss_1_is_read() {
    let told = feed(
        r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://a.vn"><title>Công báo</title></channel>
<item rdf:about="https://a.vn/1"><title>Một tin</title><link>https://a.vn/1</link><description>Câu.</description><d:date>2004-05-06</d:date><d:subject>Y tế</d:subject></item></rdf:RDF>"#,
    );
    let (document, _) = &told.documents[0];
    assert_eq!(
        (document.title.as_str(), document.published.unwrap().to_string()),
        ("Một tin", "2004-05-06".to_owned())
    );
    assert_eq!(
        (document.section.as_slice(), document.source.as_deref()),
        (&["Y tế".to_owned()][..], Some("Công báo"))
    );
}

#[test]
fn atom_is_read_in_its_three_kinds_of_text() {
    let told = feed(
        r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Tin phường</title>
<entry><title type="html">A &amp;amp; B</title><link rel="self" href="https://a.vn/self"/><link href="https://a.vn/1"/><id>urn:1</id>
<published>2023-03-28T07:04:00Z</published><updated>2023-03-29T07:04:00Z</updated><author><name>Lan</name></author><category term="yte" label="Y tế"/>
<summary>Tóm tắt 1 &lt; 2.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Đoạn <b>một</b>.</p><p>Hai.</p></div></content></entry>
<entry><title>Chữ</title><id>urn:2</id><updated>2023-03-29T07:04:00Z</updated><content>Dòng một
dòng hai</content></entry></feed>"#,
    );
    let (document, _) = &told.documents[0];
    assert_eq!((document.title.as_str(), document.url.as_deref()), ("A & B", Some("https://a.vn/1")));
    assert_eq!(
        (document.lead.as_deref(), texts(document)),
        (Some("Tóm tắt 1 < 2."), vec!["Đoạn một.", "Hai."])
    );
    assert_eq!(document.updated.unwrap().to_string(), "2023-03-29T14:04:00+07:00");
    let (document, _) = &told.documents[1];
    assert_eq!((document.id.as_str(), document.body.len()), ("urn:2", 2));
    assert!(told.said.is_empty(), "{:?}", told.said);
}

const EXPORT: &str = r#"<?xml version="1.0" encoding="UTF-8"?><!-- This is a WordPress eXtended RSS file -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="https://wordpress.org/export/1.2/"><channel><title>Phường ta</title>
<wp:author><wp:author_login>lan</wp:author_login><wp:author_display_name><![CDATA[Nguyễn Thị Lan]]></wp:author_display_name></wp:author>
<wp:category><wp:category_nicename>tin</wp:category_nicename><wp:category_parent/><wp:cat_name>Tin tức</wp:cat_name></wp:category>
<wp:category><wp:category_nicename>y-te</wp:category_nicename><wp:category_parent>tin</wp:category_parent><wp:cat_name>Y tế</wp:cat_name></wp:category>
"#;

fn item(kind: &str, status: &str, more: &str) -> String {
    format!(
        "<item><title>Tiêm phòng</title><link>https://a.vn/{kind}-{status}</link><dc:creator>lan</dc:creator><wp:post_date>2023-03-28 14:04:00</wp:post_date>\
         <wp:post_date_gmt>2023-03-28 07:04:00</wp:post_date_gmt><wp:post_type>{kind}</wp:post_type><wp:status>{status}</wp:status>{more}</item>"
    )
}

#[test]
fn published_posts_and_pages_of_wordpress_are_read_and_the_others_counted() {
    let more = r#"<category domain="category" nicename="tin">Tin tức</category><category domain="category" nicename="y-te">Y tế</category>
<category domain="post_tag" nicename="x">vắc xin</category><category domain="category" nicename="uncategorized">Chưa phân loại</category>
<content:encoded><![CDATA[Đoạn một,
dòng hai.

[caption id="a" width="5"]<a href="x"><img src="a.jpg"></a> Ảnh: Lan[/caption]

[gallery ids="1"]Đoạn [hai].]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>"#;
    let items = [
        item("post", "publish", more),
        item("page", "publish", ""),
        item("post", "draft", ""),
        item("post", "draft", ""),
        item("page", "private", ""),
        item("attachment", "inherit", ""),
        item("wpcf7_contact_form", "publish", ""),
        item("mau-don", "publish", "").replace("/mau-don-publish", "/?post_type=mau-don&amp;p=5"),
        item("van-ban", "publish", "<wp:comment/><wp:comment/>"),
        item("van-ban", "draft", ""),
        item("post", "publish", "<wp:post_password>bí mật</wp:post_password>"),
    ];
    let told = feed(&format!("{EXPORT}{}</channel></rss>", items.concat()));
    assert_eq!(told.documents.len(), 3);
    let (document, _) = &told.documents[0];
    assert_eq!(document.section, ["Tin tức", "Y tế"]);
    assert_eq!(
        (document.tags.as_slice(), document.authors.as_slice()),
        (&["vắc xin".to_owned()][..], &["Nguyễn Thị Lan".to_owned()][..])
    );
    assert_eq!(document.published.unwrap().to_string(), "2023-03-28T14:04:00+07:00");
    let texts = texts(document);
    assert!(
        texts[0].starts_with("Đoạn một,") && texts.contains(&"Ảnh: Lan") && texts.contains(&"Đoạn [hai]."),
        "{texts:?}"
    );
    assert_eq!(told.said.len(), 3, "{:?}", told.said);
    assert!(told.said[1].contains("1 of the type van-ban"), "{}", told.said[1]);
    assert!(told.said[2].contains("comments of readers are not taken in: 2"), "{}", told.said[2]);
    for part in [
        "1 of the type \"mau-don\"",
        "1 of the type \"wpcf7_contact_form\"",
        "3 with the status \"draft\"",
        "1 with the status \"private\"",
        "1 of the type \"attachment\"",
        "1 behind a password",
    ] {
        assert!(told.said[0].contains(part), "{part}: {}", told.said[0]);
    }
}

#[test]
fn what_stands_before_a_break_is_kept_and_its_line_named() {
    let told = feed("<rss><channel><item><title>Một</title></item>\n<item><title>Hai</item>");
    assert_eq!((told.documents.len(), told.said.len()), (1, 1));
    assert!(told.said[0].starts_with("a.xml:2: the XML breaks off here"), "{}", told.said[0]);
}

#[test]
fn a_feed_with_entities_of_its_own_is_refused() {
    let told = feed(
        "<!DOCTYPE rss [<!ENTITY a \"ha ha\">]><rss><channel><item><title>&a;</title></item></channel></rss>",
    );
    assert_eq!((told.documents.len(), told.said.len()), (0, 1));
    assert!(told.said[0].contains("entities of its own"), "{}", told.said[0]);
}

#[test]
fn the_exports_of_the_shared_suite_are_read_without_a_crash() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/suites/wp-wxr");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: the shared suites are not here");
        return;
    };
    let files = files
        .flatten()
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|end| end == "xml"));
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let told = feed(&text);
        assert!(!told.documents.is_empty(), "{}: {:?}", path.display(), told.said);
        // What the export says is not published is left out, and that is said; an export may be wholly published.
        if text.contains("<wp:status><![CDATA[draft]]>") || text.contains("<wp:status>draft<") {
            assert!(
                told.said.iter().any(|line| line.contains("left out, as they are no published")),
                "{}: {:?}",
                path.display(),
                told.said
            );
        }
        assert!(told.said.iter().all(|line| !line.contains("breaks off")), "{:?}", told.said);
    }
}

#[test]
fn letters_that_a_feed_writes_by_name_are_these_letters() {
    let told = feed(
        r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Tin</title><item><title>V&abreve;n b&#7843;n &ndash; &Dstrok;i&#7879;n</title>
<link>https://a.vn/1</link><description>N&abreve;m m&oacute;n</description></item></channel></rss>"#,
    );
    let document = &told.documents[0].0;
    assert_eq!((document.title.as_str(), document.lead.as_deref()), ("Văn bản – Điện", Some("Năm món")));
}
