//! The outline of a real disclosure, when the folder that holds it is there.

use gouji_document::{BlockKind, Document, Numbering, OutlineEntry};
use std::io::Write;

/// A text with tabs from its bytes.
fn read_bytes(bytes: Vec<u8>) -> Document {
    gouji_document::read("a.txt", bytes)
}

const REAL: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/disclosures/hrss-2021.txt");

fn real() -> Option<Document> {
    let bytes = std::fs::read(REAL).ok();
    if bytes.is_none() {
        // Not by a macro, whose words are kept from who runs the tests.
        let _ = writeln!(std::io::stderr(), "skipped: no real disclosure beside the project");
    }
    bytes.map(read_bytes)
}

#[test]
fn the_outline_is_the_one_a_reader_sees() {
    let Some(document) = real() else { return };
    assert_eq!(document.problems, []);
    let outline = &document.body.outline;
    let under = |parent: Option<u32>, numbering: Numbering, is_heading: bool| {
        let chosen = move |(_, it): &(usize, &OutlineEntry)| {
            (it.parent, it.numbering, it.is_heading) == (parent, numbering, is_heading)
        };
        outline.iter().enumerate().filter(chosen).map(|(at, it)| (at as u32, it.number))
    };
    let numbers = |parent, numbering, is_heading| {
        under(parent, numbering, is_heading).map(|(_, number)| number).collect::<Vec<_>>()
    };
    let at = |parent, numbering, wanted| {
        under(parent, numbering, true).find(|(_, number)| *number == wanted).map(|(at, _)| at)
    };
    use Numbering::*;
    let first_to = |last: u32| (1..=last).collect::<Vec<_>>();

    assert_eq!(numbers(None, Chinese, true), [1, 2, 3, 4, 5, 7, 8, 9]);
    assert_eq!(outline.iter().filter(|it| it.level == 1).count(), 8);
    assert_eq!(numbers(at(None, Chinese, 1), ChineseInBrackets, false), first_to(10));
    assert_eq!(numbers(at(None, Chinese, 2), Arabic, true), first_to(3));
    assert_eq!(numbers(at(None, Chinese, 4), Arabic, false), first_to(3));
    assert_eq!(numbers(at(None, Chinese, 8), Arabic, false), first_to(9));

    let fifth = at(None, Chinese, 5);
    assert_eq!(numbers(fifth, Part, true), [1, 2]);
    let (whole, projects) = (at(fifth, Part, 1), at(fifth, Part, 2));
    assert_eq!(numbers(whole, ChineseInBrackets, true), [1, 2, 3]);
    assert_eq!(numbers(at(whole, ChineseInBrackets, 2), Arabic, false), first_to(20));
    assert_eq!(numbers(at(whole, ChineseInBrackets, 3), Arabic, false), first_to(7));
    assert_eq!(numbers(projects, Arabic, true), first_to(65));

    let mut before = None;
    for (index, _) in under(projects, Arabic, true) {
        let entry = outline[index as usize];
        assert_eq!((entry.previous, entry.level), (before, 3));
        before = Some(index);
    }
    let seventh = outline[at(None, Chinese, 7).unwrap() as usize];
    assert_eq!(seventh.previous, fifth);
}

#[test]
fn every_project_heading_is_followed_by_its_table() {
    let Some(document) = real() else { return };
    let is_table = |kind: BlockKind| matches!(kind, BlockKind::Table { row_count: 5.., .. });
    let tables = document.body.blocks.iter().filter(|block| is_table(block.kind)).count();
    assert!(tables >= 65, "{tables}");
    let wrapped = document.body.blocks.windows(2).find(|pair| {
        let text = document.body.text_of(pair[0].range);
        text == "20、石财社〔2020〕134号提前下达2021年中央就业补助资金"
    });
    let Some([heading, paragraph]) = wrapped else { panic!("heading 20 is missing") };
    assert!(matches!(heading.kind, BlockKind::Heading { .. }));
    assert_eq!(paragraph.kind, BlockKind::Paragraph);
    assert_eq!(document.body.text_of(paragraph.range), "绩效目标表");
}
