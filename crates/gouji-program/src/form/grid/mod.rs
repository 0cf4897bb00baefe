//! 明细: the rows under a header, sorted by kind.

mod check;
mod condition;
mod levels;
mod other_columns;
mod own_names;
mod rows;
mod shadowed;

pub use condition::{RowCell, RowCondition};
pub use levels::{LevelOrder, Levels};
pub use other_columns::OtherColumns;

use super::{BlankAs, Filling, Ownership, Primitive};
use crate::template::Template;
use crate::{FieldId, RecordTypeId, SourcePlace};
use gouji_syntax::Keyword;

/// 明细
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Whether its columns recur side by side, and rows are read panel after panel.
    pub side_by_side: bool,
    /// What its rows become, tried in order. A grid without row kinds has one, for all rows.
    pub kinds: Vec<RowKind>,
    /// The records whose rows it orders into trees.
    pub levels: Vec<Levels>,
    /// Where it is written.
    pub place: SourcePlace,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Alternative headers; each is the path from the outer heading to the inner.
    pub labels: Vec<Vec<String>>,
    /// Whether its absence goes without saying.
    pub optional: bool,
    /// Which of the columns under the heading it is, from 1; the only one, where that is not said.
    pub ordinal: Option<u16>,
}

/// What rows become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowKind {
    /// Which rows; empty: all others.
    pub patterns: Vec<Template>,
    /// What must hold of their cells besides.
    pub condition: Option<RowCondition>,
    /// What they become.
    pub target: RowTarget,
    /// Which rows it owns; where nothing is written, the order of the rows decides.
    pub ownership: Option<Ownership>,
    /// For each column of the grid, the field of the target's record it fills.
    pub columns: Vec<Option<FieldId>>,
    /// Fields whose blank cells repeat the cell above.
    pub fill_down: Vec<FieldId>,
    /// Fields whose blank cells count as a value.
    pub blanks: Vec<BlankAs>,
    /// What becomes of the columns that the grid does not name.
    pub other_columns: Option<OtherColumns>,
}

/// What a row becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowTarget {
    /// Nothing (略).
    Skip,
    /// Fields of the form's own record.
    Own,
    /// A record of this type, in a list reached from the form's own record through these list fields
    /// (all but the last belong to the owning rows).
    List {
        /// List fields from the own record down, each with the type of the record that has it.
        lists: Vec<(RecordTypeId, FieldId)>,
        /// Type of the new record.
        record: RecordTypeId,
    },
}

impl Column {
    /// Its first header as declared: `政府采购金额/合计`.
    pub fn name(&self) -> String {
        self.labels.first().map(|path| path.join("/")).unwrap_or_default()
    }
}

impl RowTarget {
    /// The type of record that such a row fills; `own` is that of the form.
    pub fn record(&self, own: RecordTypeId) -> Option<RecordTypeId> {
        match self {
            Self::Skip => None,
            Self::Own => Some(own),
            Self::List { record, .. } => Some(*record),
        }
    }

    /// How many lists down from the own record such rows stand.
    pub fn depth(&self) -> usize {
        self.lists().map_or(0, <[_]>::len)
    }

    /// Whether rows of another target can belong to rows of this one.
    pub fn encloses(&self, other: &Self) -> bool {
        match (self.lists(), other.lists()) {
            (Some(own), Some(others)) => own.len() < others.len() && others.starts_with(own),
            _ => false,
        }
    }

    /// The list fields from the own record down; `None` for rows that are skipped.
    fn lists(&self) -> Option<&[(RecordTypeId, FieldId)]> {
        match self {
            Self::Skip => None,
            Self::Own => Some(&[]),
            Self::List { lists, .. } => Some(lists),
        }
    }
}

impl RowKind {
    /// Whether it takes every row that comes to it.
    pub fn takes_all(&self) -> bool {
        self.patterns.is_empty() && self.condition.is_none()
    }
}

impl Grid {
    /// For each kind of row, the type of record and the field that a column fills.
    pub fn column_fields(
        &self,
        column: usize,
        own: RecordTypeId,
    ) -> impl Iterator<Item = (RecordTypeId, FieldId)> {
        self.kinds
            .iter()
            .filter_map(move |kind| Some((kind.target.record(own)?, (*kind.columns.get(column)?)?)))
    }
}

impl Primitive for Grid {
    fn keyword(&self) -> Keyword {
        Keyword::Grid
    }

    fn place(&self) -> SourcePlace {
        self.place
    }

    fn labels(&self) -> Vec<&str> {
        let paths = self.columns.iter().flat_map(|column| &column.labels);
        paths.flatten().map(String::as_str).collect()
    }

    fn fills(&self, own: RecordTypeId, fill: &mut dyn FnMut(Filling)) {
        for kind in &self.kinds {
            let Some(record) = kind.target.record(own) else { continue };
            let mut grid = |record, field, labels| {
                fill(Filling { record, field, keyword: Keyword::Grid, labels });
            };
            if let RowTarget::List { lists, .. } = &kind.target {
                lists.iter().for_each(|(owner, list)| grid(*owner, Some(*list), Vec::new()));
            }
            grid(record, None, Vec::new());
            for (field, column) in kind.columns.iter().zip(&self.columns) {
                if field.is_some() {
                    let labels = column.labels.iter().map(|path| path.join("/")).collect();
                    grid(record, *field, labels);
                }
            }
            for pattern in &kind.patterns {
                Filling::of_template(pattern, record, Keyword::Row, fill);
            }
            if let Some(others) = &kind.other_columns {
                others.fills(record, fill);
            }
        }
        self.levels.iter().for_each(|levels| levels.fills(fill));
    }

    fn grid(&self) -> Option<&Grid> {
        Some(self)
    }
}
