//! What the forms of a program make of a document, for whoever writes forms: table by table and
//! sentence by sentence.
//!
//! A survey is made on demand, by [`FormReader::survey`](crate::FormReader::survey); no check of a
//! document makes one.

use crate::{UnreadFigure, UnreadReason};
use gouji_program::{FieldId, FormId, RecordTypeId};
use gouji_text::TextRange;
use gouji_value::UnitId;

/// What the forms of a program make of a document. All places are places of the document.
#[derive(Clone, Debug, Default)]
pub struct FormSurvey {
    /// Its tables, in order; those that no form reads too.
    pub tables: Vec<SurveyedTable>,
    /// The sentences of forms in each region that one of them reads, in the order of forms.
    pub sentences: Vec<SurveyedSentence>,
}

impl FormSurvey {
    /// The figures in tables that no form reads, in order. Not those of programs whose forms read no table
    /// at all: of such ones, all tables would be unread.
    pub fn beside_forms(&self) -> impl Iterator<Item = &UnreadFigure> {
        let tables = self.tables.iter().filter(|table| table.claimed_by.is_empty());
        tables.flat_map(|table| &table.unread)
    }
}

/// A table.
#[derive(Clone, Debug)]
pub struct SurveyedTable {
    /// From its title to the notes below it.
    pub range: TextRange,
    /// What stands over it as a title.
    pub title: Option<TextRange>,
    /// The units that are declared for it, and the lines in which they stand.
    pub captions: Vec<(TextRange, UnitId)>,
    /// The innermost headings, from left to right.
    pub columns: Vec<SurveyedColumn>,
    /// The forms that read it or something in it.
    pub claimed_by: Vec<FormId>,
    /// Whether another printing of it is read instead.
    pub is_printed_twice: bool,
    /// Why each of the other forms that read tables does not read it, the nearest first.
    pub refusals: Vec<TableRefusal>,
    /// Its rows, from the title, where that is one, to the last.
    pub rows: Vec<SurveyedRow>,
    /// Page numbers and running heads in it.
    pub furniture: Vec<TextRange>,
    /// The notes below it.
    pub notes: Vec<TextRange>,
    /// The figures in it that no form reads, in order.
    pub unread: Vec<UnreadFigure>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyedColumn {
    /// The columns of the document over which the heading stands, from 0.
    pub first: u16,
    /// The last of them.
    pub last: u16,
    /// The heading behind those above it, as printed and joined by `/`.
    pub path: String,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct SurveyedRow {
    /// Where it stands.
    pub range: TextRange,
    /// Its cells.
    pub cells: Vec<SurveyedCell>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyedCell {
    /// The column, from 0.
    pub column: u16,
    /// Where its text stands.
    pub place: TextRange,
    /// What became of it.
    pub fate: CellFate,
}

/// What became of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellFate {
    /// Nothing stands in it.
    Blank,
    /// It is the title.
    Title,
    /// It declares a unit, or stands with it between title and header.
    Caption,
    /// It heads a column.
    Heading,
    /// A field holds it.
    Bound {
        /// The form that read it.
        form: FormId,
        /// The type of the record.
        record: RecordTypeId,
        /// The field.
        field: FieldId,
    },
    /// Words in a row of which other cells are read: by which a row or a value is told.
    Label,
    /// A figure that no field holds.
    Unread(UnreadReason),
    /// A figure that the form leaves out (略).
    Skipped,
    /// Words that no field holds.
    Words,
}

impl CellFate {
    /// Its sign in maps of tables, one column wide.
    pub fn sign(&self) -> char {
        match self {
            Self::Blank => '.',
            Self::Title => 'T',
            Self::Caption => 'u',
            Self::Heading => '#',
            Self::Bound { .. } => '=',
            Self::Label => ':',
            Self::Unread(_) => '?',
            Self::Skipped => '-',
            Self::Words => '~',
        }
    }
}

/// Why a form that reads tables does not read one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRefusal {
    /// The form.
    pub form: FormId,
    /// The first obstacle.
    pub reason: RefusalReason,
    /// Columns of the form that stand in the table.
    pub present: Vec<String>,
    /// Columns of the form that must stand in it and do not.
    pub missing: Vec<String>,
    /// Columns of the form that several columns of the table fit, with how many.
    pub ambiguous: Vec<(String, usize)>,
}

/// What keeps a form from reading a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusalReason {
    /// The table's title is none of those that it seeks, which are given as written.
    Title(Vec<String>),
    /// It reads in regions, and none reaches here.
    Region,
    /// Its columns do not fit.
    Columns,
    /// Its columns fit, and another form reads the table.
    Claimed,
}

/// A sentence of a form in a region that the form reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyedSentence {
    /// The form.
    pub form: FormId,
    /// The region.
    pub region: TextRange,
    /// The sentence as written, with the names of its fields.
    pub pattern: String,
    /// Where it matches, as far as that was looked for.
    pub matches: Vec<TextRange>,
    /// Whether a field holds what it took there.
    pub is_read: bool,
    /// Whether other wordings fill all that it would.
    pub is_filled_otherwise: bool,
}
