//! Compiled forms.

use crate::template::Template;
use crate::{FieldId, RecordTypeId, SourcePlace};
use gouji_value::{DimensionId, Number};

/// How documents announce the unit of a table (标注).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caption {
    /// Of which dimension.
    pub dimension: DimensionId,
    /// The line; its one skip or hole is where the unit stands.
    pub template: Template,
}

/// A form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Name.
    pub name: String,
    /// Index of its pack.
    pub pack: u32,
    /// The record it fills.
    pub record: RecordTypeId,
    /// Where one record begins and ends.
    pub scope: Scope,
    /// Nearest lines above the scope's start.
    pub contexts: Vec<Context>,
    /// What it reads inside.
    pub clauses: Vec<Clause>,
    /// Fields of the own record whose blank cells count as a value.
    pub blanks: Vec<BlankAs>,
    /// Its name in the rule text.
    pub place: SourcePlace,
}

/// Where one record of a form begins and ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One record for the document.
    Document,
    /// 始于 … 止于 …
    Region {
        /// Where it starts.
        start: Anchor,
        /// Where it ends (exclusive); else at the next start.
        end: Option<Anchor>,
    },
    /// 段 含: one for each paragraph that contains one of these.
    Paragraph(Vec<String>),
    /// 节 含: one for each section whose heading contains one of these.
    Section(Vec<String>),
    /// One for each table with the header of the form's only grid; more where a row kind of the
    /// form's own record occurs again.
    Table,
    /// 逐处: one for each place that matches.
    Occurrences(Template),
    /// 提纲: one for each numbered heading.
    Outline(Vec<(OutlineProperty, FieldId)>),
}

pub use gouji_syntax::ast::{OutlineProperty, Ownership};

/// Where a region starts or ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// A cell with one of these labels.
    Label(Vec<String>),
    /// A paragraph that contains one of these.
    Paragraph(Vec<String>),
    /// A heading that contains one of these.
    Heading(Vec<String>),
}

/// 上文, 标题
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Whether only headings are looked at (their titles), or any line that is no table row.
    pub heading: bool,
    /// What must match the whole line or title.
    pub template: Template,
}

/// A clause that reads fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clause {
    /// 标签
    Label {
        /// Any of these.
        labels: Vec<String>,
        /// What it fills.
        field: FieldId,
        /// Where it is written.
        place: SourcePlace,
    },
    /// 时点
    Periods {
        /// Any of these.
        labels: Vec<String>,
        /// The series it fills.
        field: FieldId,
        /// Where it is written.
        place: SourcePlace,
    },
    /// 明细
    Grid(Grid),
    /// 句
    Sentence {
        /// The sentence.
        template: Template,
        /// Where it is written.
        place: SourcePlace,
    },
}

/// 明细
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Its columns.
    pub columns: Vec<Column>,
    /// What its rows become, tried in order. A grid without row kinds has one, for all rows.
    pub kinds: Vec<RowKind>,
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
}

/// What rows become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowKind {
    /// Which rows; empty: all others.
    pub patterns: Vec<Template>,
    /// What they become.
    pub target: RowTarget,
    /// Which rows it owns.
    pub ownership: Option<Ownership>,
    /// For each column of the grid, the field of the target's record it fills.
    pub columns: Vec<Option<FieldId>>,
    /// Fields whose blank cells repeat the cell above.
    pub fill_down: Vec<FieldId>,
    /// Fields whose blank cells count as a value.
    pub blanks: Vec<BlankAs>,
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
        /// List fields from the own record down.
        lists: Vec<FieldId>,
        /// Type of the new record.
        record: RecordTypeId,
    },
}

/// 空白 视为 …
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlankAs {
    /// The fields.
    pub field: FieldId,
    /// What their blank counts as.
    pub value: Number,
}
