//! JSON and Markdown: formats of files that are documents only where a person says so.

use crate::reading::codes;
use gouji_document::{Document, DocumentOrigin, Format, read};

fn places(document: &Document) -> Vec<(&str, String)> {
    let address = |start: u32| document.addresses.address(start).expect("a place").to_string();
    let cells = document.body.cells.iter();
    cells.map(|cell| (cell.range.of(&document.body.text), address(cell.range.start))).collect()
}

#[test]
fn lists_of_flat_objects_are_tables_with_paths_for_places() {
    let json = r#"{"标题": "某局", "支出": [{"科目": "教育", "金额": 12.50},
        {"科目": "卫生", "备注": null, "金额": 1234567890123456789.10}], "嵌": {"a": [1, [true]]}}"#;
    let document = read("a.json", json.into());
    assert_eq!(
        &*document.body.text,
        "标题\t某局\n支出\n科目\t金额\t备注\n教育\t12.50\t\n卫生\t1234567890123456789.10\t\n\n\n嵌\na\n1\ntrue\n\n\n"
    );
    let places = places(&document);
    assert!(places.contains(&("某局", "$.标题".to_owned())), "{places:?}");
    assert!(places.contains(&("12.50", "$.支出[0].金额".to_owned())), "{places:?}");
    assert_eq!(codes(&document), [""; 0]);
    assert_eq!(document.origin, DocumentOrigin::Elements);
    // Its lines are none of the file's.
    assert!(document.is_projected());
    let repeated = read("a.json", br#"[{"a": 1, "a": 2}]"#.to_vec());
    assert_eq!(&*repeated.body.text, "a\n2\n\n");
    assert_eq!(codes(&repeated), ["document/parts-unread"]);
}

#[test]
fn what_is_no_json_is_one_finding() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    for text in ["", "{", "[1,]", "{\"a\": 01}", "[1] 2", "甲", &deep] {
        assert_eq!(codes(&read("a.json", text.into())), ["document/damaged"], "{text:.20}");
    }
}

#[test]
fn paths_take_no_more_room_than_their_file() {
    let long = "名".repeat(10_000);
    let rows = format!(r#"[{{"{long}": 1}}{}]"#, r#", {"a": 2}"#.repeat(2));
    let document = read("a.json", rows.into());
    let short = format!("$[0].{}…", "名".repeat(64));
    assert!(places(&document).contains(&("1", short)));
    // Six hundred bytes in front of each of the elements.
    let deep = (0..10).fold(format!("[{}1]", "1,".repeat(400_000)), |inner, level| {
        format!(r#"{{"{}{level}": {inner}}}"#, "b".repeat(63))
    });
    assert_eq!(codes(&read("a.json", deep.into())), ["document/too-large"]);
}

#[test]
fn rows_between_bars_are_a_table() {
    let text = "# 预算\n\n| 项目 | 预算数 |\n|:---|---:|\n| 教育 \\| 甲 | 1,234.50 |\n|| 2 |\n合计|5\n\na | b\n";
    let document = read("a.md", text.into());
    assert_eq!(&*document.body.text, text);
    let rows: Vec<Vec<String>> = (document.body.rows.iter())
        .map(|row| {
            let cells = document.body.row_cells(row).iter();
            cells.map(|cell| document.body.text_of(cell.range).into_owned()).collect()
        })
        .collect();
    assert_eq!(
        rows,
        [vec!["项目", "预算数"], vec!["教育 | 甲", "1,234.50"], vec!["", "2"], vec!["合计", "5"]]
    );
}

#[test]
fn folders_of_them_are_not_searched() {
    for name in ["a.json", "a.md"] {
        assert!(Format::of_name(name).is_none(), "{name}");
    }
}
