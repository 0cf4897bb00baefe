//! Compiled forms.
//!
//! Each primitive has a file of its own, in which its compiled shape, what it answers to the rest of
//! the house ([`Primitive`]) and its checks stand together.

mod blanks;
mod condition;
mod context;
mod each;
mod grid;
mod item;
mod label;
pub(crate) mod layout;
mod note;
pub(crate) mod number_format;
mod outline;
mod periods;
mod region;
mod sentence;
mod titled;
mod within;

pub use blanks::BlankAs;
pub use condition::FormCondition;
pub use context::Context;
pub use each::{Each, ListedPlaces};
pub use grid::{
    Column, Grid, LevelOrder, Levels, OtherColumns, RowCell, RowCondition, RowKind, RowTarget,
};
pub use item::{ItemScope, ItemSign};
pub use label::Label;
pub use layout::FurnitureMark;
pub use note::TableNote;
pub use outline::Outline;
pub use periods::Periods;
pub use region::{Anchor, AnchoredRegion, Containing};
pub use sentence::Sentence;
pub use titled::Titled;
pub use within::ScopedClauses;

use crate::expression::SoleRef;
use crate::template::Template;
use crate::{FieldId, RecordTypeId, SourcePlace};
use gouji_syntax::Keyword;
use gouji_value::{Decimal, DimensionId, Notation};

pub use gouji_syntax::ast::{OutlineProperty, Ownership};

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
    /// What encloses the scope, from the outside in: sections, items, regions.
    pub within: Vec<Scope>,
    /// Where one record begins and ends.
    pub scope: Scope,
    /// Nearest lines above the scope's start.
    pub contexts: Vec<Context>,
    /// What it reads inside.
    pub clauses: Vec<Clause>,
    /// Fields of the own record whose blank cells count as a value.
    pub blanks: Vec<BlankAs>,
    /// How the numbers are written that it reads.
    pub notation: Notation,
    /// For some dimensions, the place in base units to which the figures are rounded that it reads,
    /// whatever they show.
    pub precisions: Vec<(DimensionId, Decimal)>,
    /// Its name in the rule text.
    pub place: SourcePlace,
}

/// Where one record of a form begins and ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One record for the document.
    Document,
    /// One for each table with the header of the form's only grid; more where a row kind of the
    /// form's own record occurs again.
    Table,
    /// 表名: one for each table with such a title.
    Titled(Titled),
    /// 始于 … 止于 …: one for each region.
    Region(AnchoredRegion),
    /// 段 含: one for each paragraph that contains one of these texts.
    Paragraph(Containing),
    /// 节 含: one for each section whose heading contains one of these texts.
    Section(Containing),
    /// 条: one for each numbered item that is told so.
    Item(ItemScope),
    /// 逐处: one for each place that matches.
    Each(Each),
    /// 提纲: one for each numbered heading.
    Outline(Outline),
}

/// A clause that reads fields inside a form's scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clause {
    /// 标签
    Label(Label),
    /// 时点
    Periods(Periods),
    /// 明细
    Grid(Grid),
    /// 句
    Sentence(Sentence),
    /// 逐处 → 栏
    List(ListedPlaces),
    /// 注
    Note(TableNote),
    /// 节 … { … }
    Within(ScopedClauses),
}

/// What the rest of the house asks a clause of a form, whichever it is.
pub trait Primitive {
    /// The word it begins with.
    fn keyword(&self) -> Keyword;

    /// Where it is written.
    fn place(&self) -> SourcePlace;

    /// Every text that it looks for in cells, as declared.
    fn labels(&self) -> Vec<&str> {
        Vec::new()
    }

    /// The texts beside which its own value stands. A row that holds one of them belongs to no grid
    /// of the form.
    fn labels_of_value(&self) -> &[String] {
        &[]
    }

    /// Hands over each record that it makes and each field that it fills. `own` is the type of the
    /// form's record.
    fn fills(&self, own: RecordTypeId, fill: &mut dyn FnMut(Filling));

    /// The table that it reads.
    fn grid(&self) -> Option<&Grid> {
        None
    }

    /// What must hold of what it reads.
    fn condition(&self) -> Option<&FormCondition> {
        None
    }

    /// The clauses that read inside what it finds.
    fn inner(&self) -> &[Clause] {
        &[]
    }
}

/// What a clause fills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filling {
    /// Type of the record.
    pub record: RecordTypeId,
    /// The field; `None` where a record of the type is made.
    pub field: Option<FieldId>,
    /// The word that says so: that of the clause, or of one of its options.
    pub keyword: Keyword,
    /// The texts by which the value is found, as declared: any of these.
    pub labels: Vec<String>,
}

impl Filling {
    /// The fields that the holes of a template fill.
    fn of_template(
        template: &Template,
        record: RecordTypeId,
        keyword: Keyword,
        fill: &mut dyn FnMut(Filling),
    ) {
        for field in template.fields() {
            fill(Self { record, field: Some(field), keyword, labels: Vec::new() });
        }
    }
}

impl Form {
    /// Its clauses, with the one that says where a record begins and ends.
    pub fn primitives(&self) -> impl Iterator<Item = &dyn Primitive> {
        let scopes = self.within.iter().chain([&self.scope]).filter_map(Scope::primitive);
        let contexts = self.contexts.iter().map(|context| context as &dyn Primitive);
        scopes.chain(contexts).chain(primitives_of(&self.clauses))
    }

    /// Its sentences, those inside other clauses too.
    pub fn sentences(&self) -> impl Iterator<Item = &Sentence> {
        let mut sentences = Vec::new();
        collect_sentences(&self.clauses, &mut sentences);
        sentences.into_iter()
    }

    /// The conditions of its clauses.
    pub fn conditions(&self) -> impl Iterator<Item = &FormCondition> {
        self.primitives().filter_map(Primitive::condition)
    }

    /// What its conditions ask of records that stand for the whole document.
    pub fn asks(&self) -> impl Iterator<Item = SoleRef> {
        self.conditions().flat_map(|condition| condition.asks.iter().copied())
    }

    /// Hands over each record that it makes and each field that it fills, and the clause that does.
    pub fn fills(&self, fill: &mut dyn FnMut(&dyn Primitive, Filling)) {
        for primitive in self.primitives() {
            primitive.fills(self.record, &mut |filling| fill(primitive, filling));
        }
    }

    /// The tables that it reads, in order.
    pub fn grids(&self) -> impl Iterator<Item = &Grid> {
        primitives_of(&self.clauses).filter_map(Primitive::grid)
    }
}

fn collect_sentences<'form>(clauses: &'form [Clause], found: &mut Vec<&'form Sentence>) {
    for clause in clauses {
        if let Clause::Sentence(sentence) = clause {
            found.push(sentence);
        }
        collect_sentences(clause.primitive().inner(), found);
    }
}

/// Clauses and those inside them, in order. How deep they stand in one another is bounded by the parser.
fn primitives_of(clauses: &[Clause]) -> Box<dyn Iterator<Item = &dyn Primitive> + '_> {
    Box::new(
        clauses.iter().map(Clause::primitive).flat_map(|primitive| {
            std::iter::once(primitive).chain(primitives_of(primitive.inner()))
        }),
    )
}

impl Clause {
    /// What the house asks it.
    pub fn primitive(&self) -> &dyn Primitive {
        match self {
            Self::Label(label) => label,
            Self::Periods(periods) => periods,
            Self::Grid(grid) => grid,
            Self::Sentence(sentence) => sentence,
            Self::List(list) => list,
            Self::Note(note) => note,
            Self::Within(within) => within,
        }
    }
}

impl Scope {
    /// Whether one record stands for the whole document.
    pub fn is_document(&self) -> bool {
        matches!(self, Self::Document)
    }

    /// What the house asks the clause that declares it, where one does.
    pub fn primitive(&self) -> Option<&dyn Primitive> {
        match self {
            Self::Document | Self::Table => None,
            Self::Titled(titled) => Some(titled),
            Self::Region(region) => Some(region),
            Self::Paragraph(containing) | Self::Section(containing) => Some(containing),
            Self::Item(item) => Some(item),
            Self::Each(each) => Some(each),
            Self::Outline(outline) => Some(outline),
        }
    }
}
