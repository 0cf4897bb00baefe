//! Workbooks of Excel 97, written here: what they show, and what damaged ones come to.

use crate::hostile::{damaged, has_sound_cells};
use gouji_document::{Document, read};

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("a short record");
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
}

fn numbers(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// A text with its length in `width` bytes, two bytes a character.
fn text(width: usize, text: &str) -> Vec<u8> {
    let wide: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(wide.len()).expect("a short text").to_le_bytes();
    [&length[..width], &[1], &numbers(&wide)].concat()
}

fn cell(kind: u16, place: [u16; 3], data: &[u8]) -> Vec<u8> {
    record(kind, &[&numbers(&place), data].concat())
}

/// The beginning of a part: of the workbook (5), of a sheet (0x10).
fn begin(part: u16) -> Vec<u8> {
    record(0x809, &numbers(&[0x600, part, 0, 0]))
}

const END: &[u8] = &[0x0a, 0, 0, 0];

/// Shared texts, the second of them cut by the end of a record: what goes on says anew how wide it is.
fn shared() -> Vec<u8> {
    let first = [&2_u32.to_le_bytes()[..], &2_u32.to_le_bytes(), &text(2, "支出表")].concat();
    let (front, behind) = ([4, 0, 1, 0x32, 0x75], [0, b'&', b'a', b'b']);
    [record(0xfc, &[&first[..], &front].concat()), record(0x3c, &behind)].concat()
}

fn sheet() -> Vec<u8> {
    let formula = |place: [u16; 3], value: [u8; 8], tokens: &[u8]| {
        let length = u16::try_from(tokens.len()).expect("few tokens").to_le_bytes();
        cell(6, place, &[&value[..], &[0; 6], &length, tokens].concat())
    };
    let sum = [0x25, 1, 0, 2, 0, 1, 0xc0, 1, 0xc0, 0x19, 0x10, 0, 0];
    [
        begin(0x10),
        record(0x7d, &numbers(&[3, 3, 0, 0, 1])),
        record(0x208, &[&numbers(&[1, 0, 4, 0, 0, 0]), &0x20_u32.to_le_bytes()[..]].concat()),
        cell(0xfd, [0, 0, 0], &0_u32.to_le_bytes()),
        cell(0xfd, [1, 0, 0], &1_u32.to_le_bytes()),
        cell(0x203, [1, 1, 2], &1234.5_f64.to_le_bytes()),
        cell(0x27e, [1, 2, 1], &((1250_u32 << 2) | 3).to_le_bytes()),
        cell(0x203, [1, 3, 3], &44197_f64.to_le_bytes()),
        record(
            0xbd,
            &[
                &numbers(&[2, 0, 0])[..],
                &(7_u32 << 2 | 2).to_le_bytes(),
                &numbers(&[0]),
                &((-150_i32 << 2) as u32 | 3).to_le_bytes(),
                &numbers(&[1]),
            ]
            .concat(),
        ),
        cell(0x204, [2, 2, 0], &text(2, "丙\r\n丁")),
        formula([3, 1, 2], 1234.5_f64.to_le_bytes(), &sum),
        formula([3, 2, 0], [0, 0, 0, 0, 0, 0, 0xff, 0xff], &[0x17, 1, 0, b'x']),
        record(0x207, &text(2, "平衡")),
        formula([3, 3, 0], [1, 0, 1, 0, 0, 0, 0xff, 0xff], &[0x1d, 1]),
        // A chart inside of the sheet, with a cell that is none of its own.
        begin(0x20),
        cell(0x203, [9, 9, 0], &1_f64.to_le_bytes()),
        END.to_vec(),
        record(0xe5, &numbers(&[1, 0, 0, 0, 2])),
        END.to_vec(),
    ]
    .concat()
}

/// The stream of a workbook with two sheets, the second of which is hidden.
fn stream() -> Vec<u8> {
    let style = |format: u16| record(0xe0, &numbers(&[0, format]));
    let listed = |start: u32, hidden: u8, name: &str| {
        record(0x85, &[&start.to_le_bytes()[..], &[hidden, 0], &text(1, name)].concat())
    };
    let globals = |first: u32, second: u32| {
        [
            begin(5),
            record(0x41e, &[&numbers(&[170])[..], &text(2, "yyyy\"年\"m\"月\"")].concat()),
            [style(0), style(10), style(4), style(170)].concat(),
            listed(first, 0, "甲"),
            listed(second, 1, "乙"),
            shared(),
            END.to_vec(),
        ]
        .concat()
    };
    let first = u32::try_from(globals(0, 0).len()).expect("a short stream");
    let second = first + u32::try_from(sheet().len()).expect("a short stream");
    let hidden = [begin(0x10), cell(0x204, [0, 0, 0], &text(2, "底稿")), END.to_vec()].concat();
    [globals(first, second), sheet(), hidden].concat()
}

/// A compound file with that stream: the table of chains in the first sector, the directory in the second.
fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let sectors = u32::try_from(stream.len() / 512).expect("a short stream");
    let mut header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    header.resize(24, 0);
    header.extend(numbers(&[0x3e, 3, 0xfffe, 9, 6]));
    header.resize(44, 0);
    for field in [1, 1, 0, 4096, u32::MAX - 1, 0, u32::MAX - 1, 0, 0] {
        header.extend(u32::to_le_bytes(field));
    }
    header.resize(512, 0xff);
    let mut chains = vec![u32::MAX - 2, u32::MAX - 1];
    chains.extend((0..sectors).map(|at| if at + 1 == sectors { u32::MAX - 1 } else { at + 3 }));
    let mut table: Vec<u8> = chains.iter().flat_map(|next| next.to_le_bytes()).collect();
    table.resize(512, 0xff);
    let entry = |name: &str, kind: u8, start: u32, length: u32| {
        let mut entry = numbers(&name.encode_utf16().collect::<Vec<u16>>());
        let characters = u16::try_from(entry.len() + 2).expect("a short name");
        entry.resize(64, 0);
        entry.extend(characters.to_le_bytes());
        entry.extend([kind, 1]);
        entry.resize(116, 0);
        entry.extend(start.to_le_bytes());
        entry.extend(length.to_le_bytes());
        entry.resize(128, 0);
        entry
    };
    let mut directory = entry("Root Entry", 5, u32::MAX - 1, 0);
    directory.extend(entry(name, 2, 2, sectors * 512));
    directory.resize(512, 0);
    [header, table, directory, stream].concat()
}

fn codes(document: &Document) -> Vec<String> {
    document.problems.iter().map(|problem| problem.code.to_string()).collect()
}

#[test]
fn what_cells_show_is_read_with_its_places() {
    let document = read("a.xls", compound("Workbook", &stream()));
    assert_eq!(
        &*document.body.text,
        "支出表\t\t\t\n甲&ab\t1,234.50\t1250.00%\t2021年1月\n7\t-1.5\t丙\n丁\t\n\t1,234.50\t平衡\tTRUE\n\n底稿\n"
    );
    assert_eq!(codes(&document), ["document/hidden-parts", "document/parts-unread"]);
    let said = &document.problems[0].message.chinese;
    assert!(said.contains("1 张工作表（「乙」）、1 行、1 列"), "{said}");
    let places: Vec<String> = (document.body.cells.iter())
        .filter(|cell| cell.range.of(&document.body.text) == "1,234.50")
        .map(|cell| {
            let address = document.addresses.address(cell.range.start).expect("a place");
            format!("{address} {:?}", address.formula.clone())
        })
        .collect();
    assert_eq!(places, ["甲!B2 None", "甲!B4 Some(\"SUM(B2:B3)\")"]);
}

#[test]
fn older_workbooks_are_decoded() {
    let begin = |part: u16| record(0x809, &numbers(&[0x500, part, 0, 0]));
    let globals = |start: u32| {
        let name = [&start.to_le_bytes()[..], &[0, 0, 2, 0xbc, 0xd7]].concat();
        [begin(5), record(0x42, &numbers(&[936])), record(0x85, &name), END.to_vec()].concat()
    };
    let start = u32::try_from(globals(0).len()).expect("a short stream");
    let label = cell(0x204, [0, 0, 0], &[4, 0, 0xd6, 0xa7, 0xb3, 0xf6]);
    let stream = [globals(start), begin(0x10), label, END.to_vec()].concat();
    let document = read("a.xls", compound("Book", &stream));
    assert_eq!(&*document.body.text, "支出\n");
    let address = document.addresses.address(0).expect("a place").to_string();
    assert_eq!(address, "甲!A1");
}

#[test]
fn passwords_and_cuts_are_one_finding_each() {
    let protected = [begin(5), record(0x2f, &[0; 6]), END.to_vec()].concat();
    assert_eq!(codes(&read("a.xls", compound("Workbook", &protected))), ["document/encrypted"]);
    let sound = compound("Workbook", &stream());
    for tenth in 1..10 {
        let document = read("a.xls", sound[..sound.len() * tenth / 10].to_vec());
        assert!(document.unfit().is_some(), "{tenth}");
        assert_eq!(codes(&document).len(), 1, "{tenth}");
    }
    // A chain of sectors that is a circle.
    let mut circle = sound;
    circle[512 + 2 * 4..512 + 3 * 4].copy_from_slice(&2_u32.to_le_bytes());
    assert_eq!(codes(&read("a.xls", circle)), ["document/damaged"]);
}

#[test]
fn damage_anywhere_neither_panics_nor_loses_places() {
    for bytes in damaged(&compound("Workbook", &stream()), 2000) {
        has_sound_cells(&read("a.xls", bytes));
    }
}
