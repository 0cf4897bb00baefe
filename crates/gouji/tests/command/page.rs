//! `gouji extract --format html`: a page that draws a document as the forms see it.

use crate::support::{FAULTY, Folder, SAMPLE_PDF, gouji, root, skipped};

const RULES: &str = "\
量纲 金额 { 元  万元 = 10000 元  标注 “单位：{_}” }
记录 收入行 { 名称: 文本  金额: 金额 }
表样 收入表 填 收入行 {
  明细 “来源” 为 名称, “金额” 为 金额
}
";

const DOCUMENT: &str = "\
单位：万元
来源\t金额\t备注
<script>alert(1)</script>\t20.00\t3.75
\"&amp;\u{1b}[2J\u{202e}\t20.00\t

目标表
来源\t目标
甲\t30.50%
<b>正文
";

fn page(words: &[&str]) -> String {
    gouji(&[&["extract", "--format", "html"], words].concat()).ends(0).stdout
}

/// Panics unless every element that is opened is closed, in its turn.
#[track_caller]
fn assert_well_formed(page: &str) {
    let body = page.split_once("</style>").expect("a style").1;
    let mut open = vec!["html", "head"];
    for piece in body.split('<').skip(1) {
        let (tag, _) = piece.split_once('>').unwrap_or_else(|| panic!("a tag ends: {piece}"));
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{piece}"),
            None => open.push(tag.split(' ').next().unwrap_or_default()),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn cells_have_the_colour_of_what_became_of_them() {
    let folder = Folder::new("page");
    let rules = folder.write("rules.gouji", RULES);
    let document = folder.write("文件.txt", DOCUMENT);
    let page = page(&["--no-default-packs", "--rules", &rules, &document]);
    assert_well_formed(&page);
    for part in [
        "<td class=\"bound\" title=\"收入表  收入行.金额 = 20.00 万元  3:27\">20.00</td>",
        "<td class=\"unread\" title=\"未读：没有读「备注」这一列（表样「收入表」）  3:33\">3.75</td>",
        "<td class=\"heading\" title=\"表头  2:1\">来源</td>",
        "<section class=\"none\"",
        "<p class=\"about\">没有表样读它</p>",
        "<td class=\"unread\" title=\"没读的数 – 没有表样读这张表  8:3\">30.50%</td>",
        "读到 2 个表（1 个有表样）、5 行、3 个数，其中 1 个未读",
    ] {
        assert!(page.contains(part), "no {part} in\n{page}");
    }
    assert!(page.contains(">收入表：表头不合；没有「金额」这些列；有「来源」<"), "{page}");
}

#[test]
fn nothing_of_a_document_is_alive_in_a_page() {
    let folder = Folder::new("page-hostile");
    let rules = folder.write("rules.gouji", RULES);
    let document = folder.write("<img src=x>\".txt", DOCUMENT);
    let page = page(&["--no-default-packs", "--rules", &rules, &document]);
    for dead in ["<script", "<b>", "<img", "\u{1b}", "\u{202e}", "javascript:"] {
        assert!(!page.contains(dead), "{dead:?} in\n{page}");
    }
    let shown = "&lt;script&gt;alert(1)&lt;/script&gt;</td>";
    assert!(page.contains(shown) && page.contains("&quot;&amp;amp;"), "{page}");
}

/// Everything that stands in a document stands in its page, whatever its format.
#[test]
fn the_pages_of_real_documents_are_whole() {
    let mut documents = vec![SAMPLE_PDF.to_owned(), FAULTY.to_owned()];
    match std::fs::read_dir(root().join("../shared/disclosures")) {
        Ok(entries) => documents.extend(entries.flatten().map(|it| it.path()).filter_map(|path| {
            let is_read = path.extension().is_some_and(|it| it == "pdf" || it == "xlsx");
            is_read.then(|| path.to_str().expect("a name in UTF-8").to_owned())
        })),
        Err(_) => skipped("../shared/disclosures is not there"),
    }
    for document in &documents {
        let page = page(&[document]);
        assert_well_formed(&page);
        let plain: String = page.split('<').filter_map(|it| Some(it.split_once('>')?.1)).collect();
        let bare = |text: &str| -> String { text.split_whitespace().collect() };
        let plain = bare(&plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
        let plain = plain.replace("&quot;", "\"");
        let text = gouji(&["text", document]).ends(0).stdout;
        for line in text.lines().filter(|line| !line.starts_with(['─', '═'])) {
            for cell in line.split('\t').map(bare) {
                assert!(plain.contains(&cell), "{document}: {cell}");
            }
        }
    }
}

#[test]
fn several_documents_stand_in_one_page() {
    let page = page(&[SAMPLE_PDF, FAULTY, "--lang", "en"]);
    assert_well_formed(&page);
    assert_eq!(page.matches("<article>").count(), 2);
    assert_eq!(page.matches("<html").count(), 1);
    assert!(page.contains("read 2 pages, 3 tables (forms read all)"), "{page}");
}
