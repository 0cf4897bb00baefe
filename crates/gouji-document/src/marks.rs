//! What parts a document's text for whoever reads it: pages, sheets, tables.

use crate::{BlockKind, Document, DocumentOrigin};
use gouji_text::Localized;

/// Something that begins in a text and does not stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextMark {
    /// Where it begins, in bytes of the text.
    pub at: u32,
    /// `第1页`, `工作表「支出」`, `表格：6 行，3 列`.
    pub words: Localized,
}

impl Document {
    /// Whether its text is not what its file holds: positions in one are none in the other.
    pub fn is_projected(&self) -> bool {
        match self.origin {
            DocumentOrigin::Workbook { .. }
            | DocumentOrigin::Word
            | DocumentOrigin::Pdf { .. }
            | DocumentOrigin::Page { .. }
            | DocumentOrigin::Elements => true,
            DocumentOrigin::Unread
            | DocumentOrigin::Text { .. }
            | DocumentOrigin::Delimited { .. } => false,
        }
    }

    /// Where pages, sheets and tables begin, in the order of the text.
    pub fn marks(&self) -> Vec<TextMark> {
        let parts =
            self.addresses.parts().map(|(at, name)| TextMark { at, words: self.part(name) });
        let mut marks: Vec<TextMark> = parts.collect();
        let body = &self.body;
        marks.extend(body.blocks.iter().filter_map(|block| match block.kind {
            BlockKind::Table { first_row, row_count } => {
                let first = first_row as usize;
                let rows = body.rows.get(first..first + row_count as usize)?;
                let columns = rows.iter().map(|row| row.cell_count).max()?;
                let words = Localized::new(
                    format!("表格：{row_count} 行，{columns} 列"),
                    format!("table: rows {row_count}, columns {columns}"),
                );
                Some(TextMark { at: rows.first()?.range.start, words })
            }
            _ => None,
        }));
        // A table begins behind the part in which it stands.
        marks.sort_by_key(|mark| mark.at);
        marks
    }

    fn part(&self, name: &str) -> Localized {
        match self.origin {
            DocumentOrigin::Workbook { .. } => {
                Localized::new(format!("工作表「{name}」"), format!("sheet “{name}”"))
            }
            _ => Localized::same(name.to_owned()),
        }
    }
}
