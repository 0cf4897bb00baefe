//! Documents that are laid out of bad intent, or by accident: linear work, nothing lost.

use gouji_document::{BlockKind, Body, Document, read_text};

fn body(text: &str) -> Body {
    read_text(text.into()).body
}

fn count(body: &Body, is_wanted: fn(BlockKind) -> bool) -> usize {
    body.blocks.iter().filter(|block| is_wanted(block.kind)).count()
}

fn is_furniture(kind: BlockKind) -> bool {
    kind == BlockKind::Furniture
}

/// Each would take minutes where the work were quadratic.
#[test]
fn many_of_everything_are_laid_out_in_linear_time() {
    let started = std::time::Instant::now();
    let many = 50_000;
    let pages: String = (1..=9000).map(|page| format!("甲\t{page}.00\n\n{page}\n\n")).collect();
    let bare = body(&pages);
    assert_eq!((bare.grids.len(), bare.rows.len()), (1, 9000));
    // Behind the last one no row follows, and the others are too close to tell.
    assert_eq!(count(&bare, is_furniture), 8999);
    let marked: String = (0..many).map(|page| format!("- {} -\n", page % 9000 + 1)).collect();
    assert_eq!(count(&body(&marked), is_furniture), many);
    let entries: String = (1..=1800).map(|entry| format!("{entry}. 第{entry}张表\n")).collect();
    assert_eq!(body(&format!("目录\n{entries}")).contents.len(), 1800);
    for line in [
        "目录\n",
        "目录\n1. 甲\n",
        "一、甲\n",
        "三、四线\n",
        "2. 5 万元，\n",
        "九、甲\n",
        "3\n甲\t1\n",
    ] {
        body(&line.repeat(many));
    }
    let tables = "表名\n项目\t金额\n合计\t1.00\n\n".repeat(10_000);
    assert_eq!(body(&tables).grids.len(), 10_000);
    assert!(started.elapsed().as_secs() < 60);
}

#[test]
fn a_document_of_numbers_alone_keeps_them() {
    let numbers: String = (1..5000).map(|number| format!("{number}\n")).collect();
    assert_eq!(count(&body(&numbers), is_furniture), 0);
    let rows: String = (1..5000).map(|number| format!("{number}\t{}\n", number * 7)).collect();
    assert_eq!(body(&rows).rows.len(), 4999);
    // One cell a line, as some pages are copied.
    let cells: String = (1..500).map(|number| format!("{number}\n甲\n{number}.00\n")).collect();
    assert_eq!(count(&body(&cells), is_furniture), 0);
}

#[test]
fn a_row_that_is_data_is_no_furniture() {
    for text in [
        "科目\t金额\n201\t5.00\n203\n204\t7.00\n",
        "序号\t金额\n1\t5.00\n2\n3\t7.00\n",
        "甲\t5.00\n12\t\n乙\t7.00\n",
        "甲\t5.00\n\t12\n乙\t7.00\n",
        "甲\t5.00\n-12\n乙\t7.00\n",
        "甲\t5.00\n12.5\n乙\t7.00\n",
        "甲\t5.00\n\n12\n\n乙\t丙\t丁\t7.00\n",
        "合计\n12\n甲\t1\n",
    ] {
        assert_eq!(count(&body(text), is_furniture), 0, "{text:?}");
    }
}

#[test]
fn a_title_that_recurs_over_its_table_is_no_running_head() {
    let table = "支出总表\n单位：元\n项目\t金额\n合计\t1.00\n- PAGE -\n";
    let text: String = (1..9).map(|page| table.replace("PAGE", &page.to_string())).collect();
    let first = body(&text);
    let title = first.blocks.first().map(|block| block.kind);
    assert_eq!(title, Some(BlockKind::Paragraph));
}

/// So many copies of some bytes, in each of which up to four are others.
pub(crate) fn damaged(sound: &[u8], copies: usize) -> impl Iterator<Item = Vec<u8>> {
    let any: Vec<u8> = (0..=u8::MAX).collect();
    damaged_with(sound, copies, 4, any)
}

/// So many copies, in each of which so many bytes at most are others, of these.
pub(crate) fn damaged_with(
    sound: &[u8],
    copies: usize,
    changes: usize,
    others: Vec<u8>,
) -> impl Iterator<Item = Vec<u8>> {
    let mut state: u32 = 7;
    std::iter::repeat_with(move || {
        let mut bytes = sound.to_vec();
        for _ in 0..changes {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            let at = state as usize % bytes.len();
            bytes[at] = others[(state >> 11) as usize % others.len()];
        }
        bytes
    })
    .take(copies)
}

/// Whatever stands in a document, its cells lie in its text and have places.
#[track_caller]
pub(crate) fn has_sound_cells(document: &Document) {
    for cell in &document.body.cells {
        let range = cell.range.start as usize..cell.range.end as usize;
        assert!(document.body.text.get(range).is_some());
        assert!(document.addresses.address(cell.range.start).is_some());
    }
}
