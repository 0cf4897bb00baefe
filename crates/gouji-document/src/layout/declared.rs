//! Furniture that the rules declare: in a body that is laid out already.

use super::grids;
use crate::{Block, BlockKind, Body, Row, RowGrid};
use gouji_text::TextRange;

impl Body {
    /// The same body with more furniture: the rows and lines of running text that `is_furniture`, which
    /// is asked for each with its row, where it is one. `None` where there are none.
    pub fn with_furniture(
        &self,
        mut is_furniture: impl FnMut(TextRange, Option<&Row>) -> bool,
    ) -> Option<Body> {
        let mut declared = DeclaredFurniture::default();
        let mut grids = self.grids.iter().peekable();
        for block in &self.blocks {
            match block.kind {
                BlockKind::Table { first_row, row_count } => {
                    // A table that begins no grid goes on with the one before.
                    let is_before = |grid: &&RowGrid| grid.first_row < first_row;
                    while grids.next_if(is_before).is_some() {}
                    let begins = grids.peek().is_some_and(|grid| grid.first_row == first_row);
                    let rows = first_row as usize..(first_row + row_count) as usize;
                    let rows = self.rows.get(rows).unwrap_or_default();
                    declared.table(self, rows, !begins, &mut is_furniture);
                }
                BlockKind::Paragraph if is_furniture(block.range, None) => {
                    declared.found = true;
                    declared.blocks.push(Block { kind: BlockKind::Furniture, ..*block });
                }
                _ => declared.blocks.push(*block),
            }
        }
        let DeclaredFurniture { blocks, rows, continued, found } = declared;
        found.then(|| grids::join(Body { blocks, rows, ..self.clone() }, &continued))
    }
}

#[derive(Default)]
struct DeclaredFurniture {
    blocks: Vec<Block>,
    rows: Vec<Row>,
    /// First rows of tables that go on with the one before.
    continued: Vec<u32>,
    found: bool,
}

impl DeclaredFurniture {
    /// Adds a table, cut where furniture stands in it.
    fn table(
        &mut self,
        body: &Body,
        rows: &[Row],
        goes_on: bool,
        is_furniture: &mut impl FnMut(TextRange, Option<&Row>) -> bool,
    ) {
        let (mut in_table, mut goes_on) = (false, goes_on);
        for row in rows {
            let range = row.range.trimmed(&body.text);
            if is_furniture(range, Some(row)) {
                self.found = true;
                self.blocks.push(Block { range, kind: BlockKind::Furniture });
                goes_on |= in_table;
                in_table = false;
                continue;
            }
            let first_row = self.rows.len() as u32;
            self.rows.push(*row);
            match self.blocks.last_mut() {
                Some(Block { range, kind: BlockKind::Table { row_count, .. } }) if in_table => {
                    *row_count += 1;
                    range.end = row.range.end;
                }
                _ => {
                    let kind = BlockKind::Table { first_row, row_count: 1 };
                    self.blocks.push(Block { range: row.range, kind });
                    self.continued.extend(goes_on.then_some(first_row));
                }
            }
            in_table = true;
        }
    }
}
