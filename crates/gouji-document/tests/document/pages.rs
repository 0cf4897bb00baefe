//! Pages: what a browser shows of them.

use gouji_document::read;

fn text(page: &str) -> String {
    read("a.html", page.as_bytes().to_vec()).body.text.to_string()
}

#[test]
fn spans_unclosed_cells_and_lines_are_read_as_shown() {
    let page = "<title>不算</title><h1>支出表</h1><div>单位：\n  元<br>第二行</div><script>1</script>\
        <table><tr><th rowspan=2>类<th colspan=2>金额<tr><td>预算<td>决算<tr><td>甲&amp;乙<td><p>1</p><p>2</p><td hidden>藏<td>3</table>\
        <table><tr><td>另<td>表</table>后文";
    let expected =
        "支出表\n单位： 元\n第二行\n类\t金额\t\n\t预算\t决算\n甲&乙\t1\n2\t3\n\n另\t表\n后文\n";
    assert_eq!(text(page), expected);
    let document = read("a.html", page.as_bytes().to_vec());
    let at =
        |text: &str| document.addresses.address(document.body.text.find(text).expect("it") as u32);
    assert_eq!(at("决算").expect("a cell").to_string(), "表1!C2");
    assert_eq!(at("后文"), None);
}

#[test]
fn pages_are_decoded_as_they_declare_and_as_they_are() {
    let gbk = |page: &str| encoding_rs::GBK.encode(page).0.into_owned();
    for page in ["<meta charset=gb2312><p>预算", "<meta charset=utf-8><p>预算"] {
        assert_eq!(&*read("a.htm", gbk(page)).body.text, "预算\n");
    }
    let big5 = encoding_rs::BIG5.encode("<meta charset='big5'><p>預算").0.into_owned();
    assert_eq!(&*read("a.htm", big5).body.text, "預算\n");
}

#[test]
fn deep_and_wide_pages_come_to_an_end() {
    assert!(read("a.html", "<div>".repeat(2_000_000).into_bytes()).unfit().is_some());
    assert!(text(&"<div>深</div>".repeat(2_000)).len() > 2_000);
    assert!(text(&"<table><tr><td>".repeat(200)).len() < 10_000);
    let wide = format!("<table><tr>{}</table>", "<td colspan=1000 rowspan=60000>1".repeat(8_000));
    let document = read("a.html", wide.into_bytes());
    assert!(document.unfit().is_some());
}

#[test]
fn what_a_page_hides_is_said_and_not_read() {
    let page =
        "<p>甲</p><p hidden>乙</p><div style='Display : none'><p>丙</p></div><script>丁</script>";
    let document = read("a.html", page.as_bytes().to_vec());
    assert_eq!(document.body.text.trim(), "甲");
    let said: Vec<&str> = document.problems.iter().map(|it| &*it.message.chinese).collect();
    assert_eq!(said, ["有内容没有照样读：网页上不显示的内容 2 处"]);
}
