//! A text in pieces that are read one by one, so that after an edit only the piece around it is read
//! again.
//!
//! Where a text is cut depends on the lines around the cut alone: text typed somewhere leaves the
//! cuts elsewhere where they were. And a text is cut only where nothing that stands in front of the
//! cut has a say in how what stands behind it is read, so that the pieces put together are the
//! document that reading the whole text gives.

use super::control::ControlBytes;
use super::read_lines;
use crate::layout::{LayoutSummary, lay_out};
use crate::outline::OutlineBuilder;
use crate::readers::builder::{Built, LineClass};
use crate::readers::{Format, TEXT_LIMITS};
use crate::{
    Block, BlockKind, Body, Cell, Digest, Document, DocumentOrigin, Encoding, ReaderProblem, Row,
};
use gouji_text::{LineIndex, TextRange, is_blank, trim_blank_end};
use std::sync::Arc;

/// Pieces are at least this long, in bytes, so that there are not too many of them.
const SHORTEST: usize = 512;
/// From this length on, in bytes, a piece ends wherever it can.
const LONG: usize = 8192;
/// In shorter ones one in so many lines that could be the last is, as a power of two.
const CHOSEN: u32 = 4;

/// A piece of a text, read: ranges and numbers are its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// As a document of its own that is not laid out: that takes the whole. The outline's relations reach
    /// only as far as the piece.
    pub document: Document,
    /// What its lines have to say about the layout of the whole.
    summary: LayoutSummary,
    control: ControlBytes,
    has_lost_characters: bool,
    starts_with_row: bool,
    ends_in_table: bool,
}

/// A piece in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The piece.
    pub piece: Arc<Piece>,
    /// Where it starts, in bytes of the text.
    pub start: u32,
    /// The number of its first row in the document.
    pub first_row: u32,
    /// The number of its first outline entry in the document.
    pub first_entry: u32,
    /// The number of its first block in the document: the last one of the piece before, where a table
    /// goes on.
    pub first_block: u32,
}

/// Cuts a text into pieces. They follow each other, with a line end between them.
pub fn cut(text: &str) -> Vec<TextRange> {
    cut_where(text, |length, line| length >= SHORTEST && (length >= LONG || is_chosen(line)))
}

/// Cuts a text behind the lines that are wanted, by the length of the piece that they would end and by
/// their bytes, and that may be the last of a piece.
fn cut_where(text: &str, is_wanted: impl Fn(usize, &[u8]) -> bool) -> Vec<TextRange> {
    let lines = LineIndex::new(text);
    let mut pieces = Vec::with_capacity(text.len() / 1024 + 1);
    let mut piece = 0;
    for (number, next) in (0..).zip(lines.starts().iter().skip(1)) {
        let here = lines.line_range(text, number);
        if is_wanted((here.end - piece) as usize, here.of(text).as_bytes())
            && may_cut(here.of(text), lines.line_range(text, number + 1).of(text))
        {
            pieces.push(TextRange::new(piece, here.end));
            piece = *next;
        }
    }
    pieces.push(TextRange::new(piece, text.len() as u32));
    pieces
}

/// Whether a line is one of those behind which texts are cut: by its first and last bytes and its
/// length, which is as good as chance.
fn is_chosen(line: &[u8]) -> bool {
    let (first, last) = match (line.first_chunk(), line.last_chunk()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => (line.iter().fold(0, |word, byte| (word << 8) | u64::from(*byte)), 0),
    };
    // Every bit has a say in the upper ones of the product.
    let mixed = first ^ last.rotate_left(29) ^ line.len() as u64;
    mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - CHOSEN) == 0
}

/// Whether the text may be cut between two lines.
fn may_cut(here: &str, next: &str) -> bool {
    use LineClass::{Bare, Blank, Row};
    let class = |line: &str| LineClass::of(line.split('\t'));
    match (class(here), class(next)) {
        // A row is one whatever stands before it; that the table goes on is seen when it is put
        // together again. Behind a blank line nothing goes on.
        (Row, Row | Blank) => true,
        // The sentence is at its end: the next line is no continuation of it.
        (Bare, Bare | Blank) => trim_blank_end(here).ends_with('。'),
        // What the others are depends on what stands around them.
        _ => false,
    }
}

/// Reads a piece that [`cut`] gave.
pub fn read_piece(text: Arc<str>) -> Piece {
    let control = ControlBytes::count(text.as_bytes());
    let lines = LineIndex::new(&text);
    let Built { body, problems, ends_in_table } = read_lines(&text, &lines, Vec::new());
    let starts_with_row = body.blocks.first().is_some_and(|block| {
        block.range.start == 0 && matches!(block.kind, BlockKind::Table { .. })
    });
    let origin = DocumentOrigin::Text { encoding: Encoding::Utf8 };
    let has_lost_characters = text.contains(char::REPLACEMENT_CHARACTER);
    let summary = LayoutSummary::of(&body, &lines);
    Piece {
        summary,
        document: Document { body, origin, lines, addresses: Arc::default(), problems },
        control,
        has_lost_characters,
        starts_with_row,
        ends_in_table,
    }
}

/// Where pieces stand that start at these bytes of the text.
pub fn place(pieces: impl IntoIterator<Item = (u32, Arc<Piece>)>) -> Vec<Placed> {
    let mut placed: Vec<Placed> = Vec::new();
    for (start, piece) in pieces {
        let (mut first_row, mut first_entry, mut first_block) = (0, 0, 0);
        if let Some(before) = placed.last() {
            let body = &before.piece.document.body;
            first_row = before.first_row + body.rows.len() as u32;
            first_entry = before.first_entry + body.outline.len() as u32;
            first_block = before.first_block + body.blocks.len() as u32
                - u32::from(before.piece.ends_in_table && piece.starts_with_row);
        }
        placed.push(Placed { piece, start, first_row, first_entry, first_block });
    }
    placed
}

/// What pieces have to say together about the layout of the document that they make.
fn summary(pieces: &[Placed]) -> LayoutSummary {
    let mut summary = LayoutSummary::default();
    pieces.iter().for_each(|placed| summary.append(&placed.piece.summary));
    summary
}

/// What has to be known of the document that pieces make to lay it out.
pub fn digest(pieces: &[Placed]) -> Digest {
    Digest::of(&summary(pieces))
}

/// The document that pieces make together, laid out against its [`digest`]. `None` where it has more than is read, or something that
/// concerns it as a whole: then it has to be read as a whole.
pub fn assemble(
    text: &Arc<str>,
    encoding: Encoding,
    pieces: &[Placed],
    digest: &Digest,
) -> Option<Document> {
    let control = pieces.iter().fold(ControlBytes::default(), |all, it| all.and(it.piece.control));
    let is_plain = control.nul == 0
        && !pieces.iter().any(|it| it.piece.has_lost_characters)
        && !control.is_binary(text.len())
        && Format::of_content(text.as_bytes()).is_none()
        && !is_blank(text);
    let count = |of: fn(&Document) -> usize| pieces.iter().map(|it| of(&it.piece.document)).sum();
    let cells: usize = count(|it| it.body.cells.len());
    let (blocks, entries) = (count(|it| it.body.blocks.len()), count(|it| it.body.outline.len()));
    if !is_plain || !is_within_limits(text.len(), cells, blocks, entries) {
        return None;
    }
    let mut whole = Assembly {
        blocks: Vec::with_capacity(blocks),
        rows: Vec::with_capacity(count(|it| it.body.rows.len())),
        cells: Vec::with_capacity(cells),
        outline: OutlineBuilder::default(),
        starts: Vec::with_capacity(count(|it| it.lines.line_count() as usize)),
        problems: Vec::new(),
    };
    pieces.iter().for_each(|placed| whole.add(placed));
    let body = Body {
        blocks: whole.blocks,
        rows: whole.rows,
        cells: whole.cells,
        outline: whole.outline.finish(),
        ..Body::of_text(Arc::clone(text))
    };
    Some(Document {
        body: lay_out(body, &summary(pieces), digest),
        origin: DocumentOrigin::Text { encoding },
        lines: LineIndex::from_starts(whole.starts, text.len() as u32),
        addresses: Arc::default(),
        problems: whole.problems,
    })
}

/// Whether a text of so many bytes with so much in it is read whole.
fn is_within_limits(bytes: usize, cells: usize, blocks: usize, entries: usize) -> bool {
    bytes <= TEXT_LIMITS.bytes
        && cells <= TEXT_LIMITS.cells - TEXT_LIMITS.row_cells
        && blocks < TEXT_LIMITS.blocks
        && entries < TEXT_LIMITS.entries
}

/// A document while its pieces are put together.
struct Assembly {
    blocks: Vec<Block>,
    rows: Vec<Row>,
    cells: Vec<Cell>,
    outline: OutlineBuilder,
    starts: Vec<u32>,
    problems: Vec<ReaderProblem>,
}

impl Assembly {
    fn add(&mut self, placed: &Placed) {
        let Placed { piece, start, first_row, first_entry, first_block } = placed;
        let (start, document) = (*start, &piece.document);
        let body = &document.body;
        let first_cell = self.cells.len() as u32;
        let problems = document.problems.iter();
        self.problems.extend(problems.map(|problem| problem.map(|range| range.shifted(start))));
        self.starts.extend(document.lines.starts().iter().map(|line| line + start));
        let cells = body.cells.iter();
        self.cells.extend(cells.map(|cell| Cell { range: cell.range.shifted(start), ..*cell }));
        self.rows.extend(body.rows.iter().map(|row| Row {
            range: row.range.shifted(start),
            first_cell: row.first_cell + first_cell,
            ..*row
        }));
        body.outline.iter().for_each(|entry| self.outline.add_again(entry, start));
        let mut blocks = body.blocks.iter();
        if (*first_block as usize) < self.blocks.len()
            && let (Some(table), Some(rest)) = (self.blocks.last_mut(), blocks.next())
        {
            go_on(table, rest, start);
        }
        self.blocks.extend(blocks.map(|block| Block {
            range: block.range.shifted(start),
            kind: match block.kind {
                // Furniture and contents are told when the whole is laid out.
                BlockKind::Paragraph | BlockKind::Furniture | BlockKind::Contents { .. } => {
                    block.kind
                }
                BlockKind::Heading { entry } => BlockKind::Heading { entry: entry + first_entry },
                BlockKind::Table { first_row: row, row_count } => {
                    BlockKind::Table { first_row: row + first_row, row_count }
                }
            },
        }));
    }
}

/// Adds to a table the rows with which it goes on in the next piece.
fn go_on(table: &mut Block, rest: &Block, start: u32) {
    if let (BlockKind::Table { row_count, .. }, BlockKind::Table { row_count: more, .. }) =
        (&mut table.kind, rest.kind)
    {
        *row_count += more;
        table.range.end = rest.range.shifted(start).end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_text;
    use proptest::prelude::*;

    fn together(text: &str, cuts: &[TextRange]) -> Option<Document> {
        let pieces = cuts.iter().map(|cut| (cut.start, Arc::new(read_piece(cut.of(text).into()))));
        let pieces = place(pieces);
        assemble(&Arc::from(text), Encoding::Utf8, &pieces, &digest(&pieces))
    }

    const LINES: [&str; 50] = [
        "",
        "  ",
        "\r",
        "甲\t1.00",
        "乙\t2.00\r",
        "\t",
        "\t\t丙",
        "合计",
        "一、说明",
        "（一）收入。",
        "1、支出",
        "第一部分 概况",
        "本部门今年的工作是",
        "做好各项工作。",
        "做好各项工作。 ",
        "。\r",
        "2021年",
        "（二）丁",
        "二、戊",
        "\u{feff}己。",
        "\u{1}",
        "单位：万元",
        "单位：万元\t",
        "甲\t1\u{2028}说明",
        "一、丙\t",
        "合计\t\t\u{200b}",
        "甲\t\t3",
        "乙\r丙\t1",
        "\r\r",
        "\t\t",
        "丁\t\t",
        "说明。\u{200e}",
        "\u{200b}",
        "戊\t\t",
        "目 录",
        "某局决算目录",
        "1、支出……3",
        "2、收入\t4",
        "- 1 -",
        "1",
        "2",
        "2/3",
        "ii",
        "\u{c}",
        "\u{c}甲\t1",
        "\t- 2 -\t",
        "三、四线城市",
        "2、其中：甲，乙",
        "序号 名称",
        "3. 5 万元",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn pieces_together_are_the_whole(
            lines in prop::collection::vec(prop::sample::select(&LINES[..]), 0..40),
            every in 1_usize..4,
        ) {
            let text = lines.join("\n");
            let cuts = cut_where(&text, |length, _| length % every == 0);
            for pair in cuts.windows(2) {
                let end = TextRange::new(pair[0].end, pair[1].start).of(&text);
                prop_assert!(matches!(end, "\n" | "\r\n" | "\r" | "\r\r\n" | "\u{2028}"), "{end:?}");
            }
            prop_assert_eq!(cuts.last().map(|cut| cut.end as usize), Some(text.len()));
            if let Some(document) = together(&text, &cuts) {
                prop_assert_eq!(document, read_text(text.as_str().into()));
            }
        }
    }

    #[test]
    fn a_text_with_something_wrong_in_it_is_read_as_a_whole() {
        for text in ["", " \n\u{3000}", "甲\0", "甲\u{fffd}", "%PDF-1.7\n甲\t1\n乙\t2"] {
            assert_eq!(together(text, &cut(text)), None, "{text:?}");
        }
    }

    #[test]
    fn an_edit_leaves_most_pieces_as_they_were() {
        let line =
            |number: usize| format!("项目{}\t{}\t{}.00\n", number * number, number, number * 7);
        let text: String = (0..3000).map(line).collect();
        let texts = |text: &str| -> Vec<String> {
            cut(text).iter().map(|cut| cut.of(text).to_owned()).collect()
        };
        let before = texts(&text);
        assert!(before.len() > 20, "{}", before.len());
        assert!(before.iter().all(|piece| piece.len() < 2 * LONG));
        for at in (0..text.len()).step_by(997).filter(|at| text.is_char_boundary(*at)) {
            let mut edited = text.clone();
            edited.insert_str(at, "123");
            let new = texts(&edited).into_iter().filter(|piece| !before.contains(piece)).count();
            assert!(new <= 4, "{new} new pieces after an edit at {at}");
        }
    }
}
