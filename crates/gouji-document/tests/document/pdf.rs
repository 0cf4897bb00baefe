//! PDF: ruled tables and lines of text, and files that are none.

use crate::hostile::{damaged_with, has_sound_cells};
use crate::reading::codes;
use gouji_document::{Document, DocumentOrigin, is_read_by_foreign_code, read, read_apart};
use proptest::prelude::*;

/// A document of pages, each with what its content stream says. Text is in Helvetica, `/F1`; `/Im1` is a picture.
fn pdf(pages: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 5 + 2 * page)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 \
         /ColorSpace /DeviceGray /Length 1 >>\nstream\n0\nendstream"
            .to_owned(),
    ];
    for (number, content) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R >> /XObject << /Im1 4 0 R >> >> >>",
            6 + 2 * number
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let mut file = "%PDF-1.4\n".to_owned();
    let mut starts = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        starts.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let xref = file.len();
    file.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    starts.iter().for_each(|start| file.push_str(&format!("{start:010} 00000 n \n")));
    let size = objects.len() + 1;
    file.push_str(&format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n"));
    file.into_bytes()
}

fn shown(text: &str, x: u32, y: u32) -> String {
    format!("BT /F1 10 Tf {x} {y} Td ({text}) Tj ET\n")
}

/// Lines of a grid: the places of columns and rows.
fn ruled(columns: &[u32], rows: &[u32]) -> String {
    let (left, right) = (columns[0], columns[columns.len() - 1]);
    let (low, high) = (rows[0], rows[rows.len() - 1]);
    let down = columns.iter().map(|x| format!("{x} {low} m {x} {high} l S\n"));
    let across = rows.iter().map(|y| format!("{left} {y} m {right} {y} l S\n"));
    down.chain(across).collect()
}

/// A title over a table of two columns.
fn table_page() -> String {
    [
        shown("Budget 2024", 50, 270),
        ruled(&[50, 150, 250], &[180, 200, 220, 240]),
        shown("item", 55, 226),
        shown("amount", 155, 226),
        shown("roads", 55, 206),
        shown("12.50", 155, 206),
        shown("total", 55, 186),
        shown("12.50", 155, 186),
    ]
    .concat()
}

fn read_pdf(pages: &[&str]) -> Document {
    read("a.pdf", pdf(pages))
}

#[test]
fn a_ruled_table_under_a_line_is_read_with_its_places() {
    let document = read_pdf(&[&table_page()]);
    assert_eq!(codes(&document), [""; 0]);
    assert_eq!(document.origin, DocumentOrigin::Pdf { pages: 1 });
    let text = &*document.body.text;
    assert_eq!(text.trim_end(), "Budget 2024\nitem\tamount\nroads\t12.50\ntotal\t12.50");
    let at = u32::try_from(text.rfind("12.50").unwrap()).unwrap();
    let address = document.addresses.address(at);
    assert_eq!(address.unwrap().to_string(), "第1页表1!B3");
}

#[test]
fn a_table_goes_on_with_the_merged_cells_of_the_next_page() {
    // The last row has one cell over the first two columns.
    let first = [
        ruled(&[50, 100, 150, 250], &[180, 200, 220]),
        shown("1", 55, 206),
        shown("a", 105, 206),
        shown("2.00", 155, 206),
        shown("2", 55, 186),
        shown("b", 105, 186),
        shown("3.00", 155, 186),
    ]
    .concat();
    let last =
        [ruled(&[50, 150, 250], &[220, 240]), shown("total", 55, 226), shown("5.00", 155, 226)];
    let document = read_pdf(&[&first, &last.concat()]);
    assert_eq!(document.body.text.trim_end(), "1\ta\t2.00\n2\tb\t3.00\ntotal\t\t5.00");
    assert_eq!(document.body.grids.len(), 1);
}

#[test]
fn a_page_is_one_part_whatever_lines_it_has() {
    let page = [shown("one.", 50, 250), shown("two.", 50, 200), shown("three.", 50, 150)].concat();
    let document = read_pdf(&[&page, &page]);
    let parts: Vec<&str> = document.addresses.parts().map(|(_, name)| &**name).collect();
    assert_eq!(parts, ["第1页", "第2页"]);
}

#[test]
fn text_painted_twice_is_read_once() {
    let page = [shown("total 5.00", 50, 200), shown("total 5.00", 50, 200)].concat();
    assert_eq!(read_pdf(&[&page]).body.text.trim_end(), "total 5.00");
}

#[test]
fn pages_without_text_are_said() {
    let picture = "q 400 0 0 300 0 0 cm /Im1 Do Q";
    assert_eq!(codes(&read_pdf(&[picture])), ["document/no-text-layer"]);
    let document = read_pdf(&[&table_page(), picture]);
    assert_eq!(codes(&document), ["document/scanned-pages"]);
    assert!(document.problems[0].message.chinese.contains("第 2 页"));
}

#[test]
fn what_is_no_pdf_is_one_finding() {
    let whole = pdf(&[&table_page()]);
    for bytes in [b"%PDF-1.7 text".to_vec(), whole[..60].to_vec(), b"%PDF-".to_vec()] {
        let document = read("a.pdf", bytes);
        assert_eq!(codes(&document), ["document/damaged"]);
        assert!(document.unfit().is_some());
    }
    let page = read("a.pdf", b"<html><body>12</body></html>".to_vec());
    assert_eq!(codes(&page), ["document/damaged"]);
    assert!(page.problems[0].message.chinese.contains("内容却不是"));
}

#[test]
fn a_file_cut_anywhere_is_read_or_one_finding() {
    let whole = pdf(&[&table_page(), &table_page()]);
    for end in (0..whole.len()).step_by(whole.len() / 40) {
        let document = read("a.pdf", whole[..end].to_vec());
        let is_said = !document.problems.is_empty();
        assert!(is_said || document.body.text.contains("12.50"), "cut at {end}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_that_are_changed_do_no_harm(
        changes in prop::collection::vec((0_usize..1000, any::<u8>()), 1..8),
    ) {
        let mut bytes = pdf(&[&table_page(), &table_page()]);
        let length = bytes.len();
        for (at, byte) in changes {
            bytes[at * length / 1000] = byte;
        }
        let document = read("a.pdf", bytes);
        prop_assert!(document.body.cells.iter().all(|cell| document.body.text.get(
            cell.range.start as usize..cell.range.end as usize
        ).is_some()));
    }
}

#[test]
fn pages_that_another_process_has_read_give_the_same_document() {
    let page = table_page();
    let bytes = pdf(&[&page, &shown("Notes", 100, 700)]);
    assert!(is_read_by_foreign_code(&bytes) && !is_read_by_foreign_code(b"a"));
    assert_eq!(read_apart(b"a\tb".to_vec()), b"a\tb");
    let pages = read_apart(bytes.clone());
    assert_eq!(read("a.pdf", pages.clone()), read("a.pdf", bytes));
    assert_eq!(codes(&read("a.pdf", read_apart(b"%PDF-1.7".to_vec()))), ["document/damaged"]);
    // They are bytes like any other.
    for damaged in damaged_with(&pages, 3_000, 2, b"0123456789,[]{}-".to_vec()) {
        has_sound_cells(&read("a.pdf", damaged));
    }
}
