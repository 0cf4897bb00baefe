//! Reading forms asks again and again whether it is still wanted, and stops where it is not.

use gouji_facts::{FormReader, Index, Pause, RegionPlans};
use gouji_program::{FileId, FileInput, PackInput, check};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

const RULES: &str = "记录 行 { 名称: 文本\n数: 整数 }
记录 说明 { 项: 多个 项 }
记录 项 { 数: 文本 }
表样 行表 填 行 { 明细 “名称” 为 名称, “数” 为 数 }
表样 说明 填 说明 { 节 含 “说明” { 逐处 “{数：数字}、” → 项 } }
表样 长句 填 说明 { 句 “[第]一共[有]{_}没有的话” }
";

/// Reads all forms, calling `call` as reading does.
fn read(document: &str, call: &dyn Fn()) {
    let tree = gouji_syntax::parse(RULES);
    let file = FileInput { file: FileId(0), name: "规则", text: RULES, tree: &tree };
    let checked = check(&[PackInput { files: vec![file] }]);
    let reader = FormReader::new(Arc::new(checked.program));
    let body = gouji_document::read_text(Arc::from(document)).body;
    let body = reader.laid_out(&body);
    let index = Index::new(&reader, &body).pausing(Pause::calling(call));
    let RegionPlans { regions, .. } = reader.plan(&index);
    let whole = reader.read_whole(&index, &regions);
    for planned in &regions {
        let fields = reader.fields_asked_by(planned.region.form, &whole.fields);
        reader.read_region(&index, planned, &fields);
    }
}

/// How often reading asks.
fn calls(document: &str) -> usize {
    let calls = Cell::new(0);
    read(document, &|| calls.set(calls.get() + 1));
    calls.get()
}

/// How often reading asks where the answer is no from the third time on.
fn calls_until_stopped(document: &str) -> usize {
    let calls = Cell::new(0);
    let call = || {
        calls.set(calls.get() + 1);
        if calls.get() == 3 {
            resume_unwind(Box::new("not wanted"));
        }
    };
    let stopped = catch_unwind(AssertUnwindSafe(|| read(document, &call)));
    assert!(stopped.is_err(), "reading went on");
    calls.get()
}

#[test]
fn a_long_table_is_left_where_it_is_not_wanted() {
    let table = |rows: usize| format!("名称\t数\n{}", "甲\t1\n".repeat(rows));
    // Every 64 rows or oftener, in step with the length.
    let (some, many) = (calls(&table(1000)), calls(&table(4000)));
    assert!(some >= 1000 / 64 && many >= some * 3, "{some} {many}");
    assert_eq!(calls_until_stopped(&table(4000)), 3);
}

#[test]
fn a_long_text_is_left_where_it_is_not_wanted() {
    let text = |places: usize| format!("一、说明\n{}。\n", "12、".repeat(places));
    let (some, many) = (calls(&text(1000)), calls(&text(4000)));
    assert!(some >= 1000 / 64 && many >= some * 3, "{some} {many}");
    assert_eq!(calls_until_stopped(&text(4000)), 3);
}
