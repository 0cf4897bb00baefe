//! The checked program.

use crate::expression::{Expr, MessageTemplate};
use crate::form::{Caption, Form, FurnitureMark};
use crate::ids::{FieldId, FormId, IdVec, RecordTypeId, RuleId, SourcePlace};
use crate::{Naming, Relation};
use gouji_syntax::ast::{Expectation, Modality};
use gouji_text::{Language, TextRange};

use gouji_value::{Date, DimensionId, UnitTable};
use std::sync::Arc;

/// Everything in force, checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Program {
    /// Dimensions and units.
    pub units: UnitTable,
    /// How documents announce the unit of a table.
    pub captions: Vec<Caption>,
    /// Which lines of documents are only the layout of their pages, besides those that are known anyway.
    pub furniture: Vec<FurnitureMark>,
    /// Packs in order.
    pub packs: Vec<Pack>,
    /// Record types of all packs.
    pub records: IdVec<RecordTypeId, RecordType>,
    /// Forms of all packs, without those that could not be compiled.
    pub forms: IdVec<FormId, Form>,
    /// Rules of all packs, broken ones included, in order of packs, files and items.
    pub rules: IdVec<RuleId, Rule>,
    /// Examples of all packs.
    pub examples: Vec<Example>,
    /// Examples of forms of all packs.
    pub form_examples: Vec<FormExample>,
}

/// A rule pack: one folder or file of rule texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Name of its ruleset, or where it declares none that of its first file.
    pub name: String,
    /// Version.
    pub version: Option<String>,
    /// Whether it declares a ruleset of its own; one that does not extends the packs in force.
    pub declares_ruleset: bool,
    /// The packs that it extends, in order: of each of its files the one whose records it reads. None
    /// for a pack with a ruleset.
    pub extends: Vec<u32>,
    /// The packs it imports (引用).
    pub imports: Vec<u32>,
    /// Legal basis.
    pub basis: Vec<Basis>,
    /// How documents describe themselves to it (自述).
    pub self_description: Option<SelfDescription>,
    /// Which documents it applies to, `None` for all.
    pub applies: Option<Applies>,
    /// Documentation of the ruleset.
    pub documentation: Option<String>,
    /// Language of its keywords.
    pub language: Language,
}

/// 自述: how documents describe themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SelfDescription {
    /// The record in which a document says what it is.
    pub record: RecordTypeId,
    /// Its field for the document's year.
    pub year: Option<FieldId>,
}

/// 适用: which documents a pack applies to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applies {
    /// What must hold, with the record by which a document describes itself in frame 0.
    pub condition: Expr,
    /// The condition as written, white space folded to single spaces.
    pub source: String,
}

/// A legal basis as cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// The words.
    pub text: String,
}

/// A record type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordType {
    /// Name.
    pub name: String,
    /// Documentation.
    pub documentation: Option<String>,
    /// Fields in order of declaration.
    pub fields: IdVec<FieldId, FieldType>,
    /// The list field it is a member of, where there is exactly one: record type and field.
    pub parent: Option<(RecordTypeId, FieldId)>,
    /// All list fields that it is a member of.
    pub lists: Vec<(RecordTypeId, FieldId)>,
    /// What a person calls a record of this type.
    pub naming: Naming,
    /// Index of its pack.
    pub pack: u32,
    /// Its name in the rule text.
    pub place: SourcePlace,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldType {
    /// Name.
    pub name: String,
    /// Documentation.
    pub documentation: Option<String>,
    /// Type.
    pub kind: FieldKind,
    /// Its name in the rule text.
    pub place: SourcePlace,
}

/// Types of one figure or text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// 文本
    Text,
    /// 整数
    Integer,
    /// 数
    Number,
    /// A dimension.
    Quantity(DimensionId),
    /// 百分比
    Percent,
    /// 界限
    Bound,
    /// 日期
    Date,
    /// 时点
    Period,
}

/// Types of fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// One figure or text.
    Scalar(Scalar),
    /// 序列: one value for each of these points, in order.
    Series {
        /// Type of the values.
        element: Scalar,
        /// Names of the points as printed.
        periods: Vec<String>,
    },
    /// 多个: child records.
    List(RecordTypeId),
    /// 上级, 下级, 部分: records of the same type that a tree (分级) puts above or below it.
    Related(RecordTypeId, Relation),
}

impl FieldKind {
    /// The type of the records that it leads to.
    pub fn member(&self) -> Option<RecordTypeId> {
        match self {
            Self::List(member) | Self::Related(member, _) => Some(*member),
            Self::Scalar(_) | Self::Series { .. } => None,
        }
    }
}

/// Whether a rule can be evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleState {
    /// Yes.
    Sound,
    /// No: it has errors (规则有误).
    Broken,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Qualified name: `部门预算公开/收入合计`.
    pub name: String,
    /// Index of its pack.
    pub pack: u32,
    /// Documentation.
    pub documentation: Option<String>,
    /// Legal basis.
    pub basis: Vec<Basis>,
    /// Whether it can be evaluated.
    pub state: RuleState,
    /// 对每个: what it is about. `None`: once for the document.
    pub iteration: Option<Iteration>,
    /// 设: evaluated in order when first needed; `Expr::Local(i)` is the i-th.
    pub locals: Vec<(String, Expr)>,
    /// 当: a false one makes the rule not applicable to the record.
    pub conditions: Vec<Expr>,
    /// What must hold, at least one in a sound rule.
    pub obligations: Vec<Obligation>,
    /// 自
    pub since: Option<DateBound>,
    /// 至
    pub until: Option<DateBound>,
    /// The field that states the document's year, in a sound rule with 自 or 至.
    pub year: Option<(RecordTypeId, FieldId)>,
    /// Its name in the rule text.
    pub place: SourcePlace,
}

/// A date that limits when a rule is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateBound {
    /// The date.
    pub date: Date,
    /// Where it is written.
    pub place: SourcePlace,
}

/// 对每个 X [其中 …] [按 …]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Iteration {
    /// All records of this type in the document. Frame 0 holds the record (or the group).
    pub record: RecordTypeId,
    /// The list as written, for messages.
    pub name: String,
    /// Only those in this list, whose owners are in the next one, and so on; empty where all are meant.
    pub via: Vec<(RecordTypeId, FieldId)>,
    /// 其中, over frame 0.
    pub filter: Option<Expr>,
    /// 按, over frame 0: records with equal keys form a group. Empty: no grouping.
    pub keys: Vec<Expr>,
    /// 对应: the records of another list, of which each meets one. Frame 1 holds the partner.
    pub matching: Option<Matching>,
}

/// 对应 X 按 …
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matching {
    /// Partners are of this type.
    pub record: RecordTypeId,
    /// Only those in this list, as in [`Iteration::via`].
    pub via: Vec<(RecordTypeId, FieldId)>,
    /// By what they meet: over frame 0, and the same over frame 1.
    pub keys: Vec<(Expr, Expr)>,
    /// 须成对: a record without a partner is a finding, on either side.
    pub is_paired: bool,
    /// The list as written, for messages.
    pub name: String,
}

/// 应当 …
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// The modal verb.
    pub modality: Modality,
    /// What must hold (for 不得 and 不宜: must not).
    pub condition: Expr,
    /// 误差
    pub tolerance: Option<StatedTolerance>,
    /// 否则
    pub message: Option<MessageTemplate>,
    /// 指向: where a finding stands.
    pub subject: Option<Expr>,
    /// 修正
    pub fixes: Vec<Correction>,
    /// The condition in the rule text, for messages that quote it.
    pub place: SourcePlace,
    /// The condition as written, white space folded to single spaces.
    pub source: String,
}

/// 误差 …
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatedTolerance {
    /// This much.
    Amount(Expr),
    /// Half of the last digit each figure shows.
    LastDigit,
}

/// 修正 … 为 …
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The field (an `Expr::Field` of frame 0).
    pub field: Expr,
    /// What of it is replaced.
    pub target: FixTarget,
    /// By what: for a direction a text that is a sign, else a value of the field's type.
    pub value: Expr,
}

/// What of a field a fix replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixTarget {
    /// All of it.
    Value,
    /// The direction of a limit (方向).
    Direction,
}

/// 示例
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The rule it is for.
    pub rule: RuleId,
    /// Its cases in order.
    pub cases: Vec<ExampleCase>,
    /// The item.
    pub place: SourcePlace,
}

/// One case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleCase {
    /// What it must come to.
    pub expectation: Expectation,
    /// The records that make up the document.
    pub records: Vec<ExampleRecord>,
    /// Part of the message that a failing case must give.
    pub message: Option<String>,
    /// The case.
    pub place: SourcePlace,
}

/// A record of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleRecord {
    /// Its type.
    pub record: RecordTypeId,
    /// Fields that are stated; all others are absent.
    pub fields: Vec<(FieldId, ExampleField)>,
    /// Where it stands, relative to the item.
    pub range: TextRange,
}

/// A field of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleField {
    /// What it holds.
    pub content: ExampleContent,
    /// Where it stands, relative to the item.
    pub range: TextRange,
}

/// What a field of an example holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleContent {
    /// The text a document would print; read by the field's type.
    Text(String),
    /// 空白
    Blank,
    /// —
    Dash,
    /// 缺失: not there.
    Absent,
    /// A series, in the order of its points.
    Series(Vec<ExampleField>),
    /// Child records.
    Records(Vec<ExampleRecord>),
}

/// 示例 表样
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormExample {
    /// The form it is for.
    pub form: FormId,
    /// Its cases in order.
    pub cases: Vec<FormExampleCase>,
    /// The name of the form in it.
    pub place: SourcePlace,
    /// The language of its keywords.
    pub language: Language,
}

/// A text, and what the form is to read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormExampleCase {
    /// The document.
    pub text: Arc<str>,
    /// Where its lines begin: in the text, and in the item.
    pub lines: Vec<(u32, u32)>,
    /// Where the text stands, quotation marks included.
    pub text_place: SourcePlace,
    /// 读出, 不读; `None` where it is not written yet.
    pub reads: Option<ExpectedReading>,
    /// 未读: how many figures nobody reads.
    pub unread: Option<(u32, SourcePlace)>,
    /// Parts of the problems that the form must raise.
    pub problems: Vec<(String, SourcePlace)>,
    /// The case.
    pub place: SourcePlace,
}

impl FormExampleCase {
    /// Where a range of the text stands in the rule text.
    pub fn place_in_text(&self, range: TextRange) -> SourcePlace {
        if self.lines.is_empty() {
            return self.text_place;
        }
        let range = gouji_syntax::ast::block_place(&self.lines, range);
        SourcePlace { range, ..self.text_place }
    }
}

/// What a form is to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedReading {
    /// The records.
    pub records: ExpectedRecords,
    /// The clause, its keyword included.
    pub place: SourcePlace,
}

/// The records that a form is to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedRecords {
    /// So many; none for 不读.
    Count(u32),
    /// These.
    Listed(Vec<ExpectedRecord>),
}

/// A record that a form is to make. Fields that are not stated may hold anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedRecord {
    /// The fields that are stated.
    pub fields: Vec<ExpectedField>,
    /// Where it stands, relative to the item.
    pub range: TextRange,
}

/// A field that a form is to fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedField {
    /// The field, through lists: `科目.合计`.
    pub path: Vec<(RecordTypeId, FieldId)>,
    /// What it is to hold.
    pub content: ExpectedContent,
    /// Where its path stands, relative to the item.
    pub name: TextRange,
    /// Where its value stands, relative to the item.
    pub range: TextRange,
}

/// What a form is to put into a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedContent {
    /// A value, a series, a blank.
    One(ExampleField),
    /// `[1, 2]` behind a path through a list: the value of each of its records.
    Each(Vec<ExampleField>),
    /// `4 条`: so many records.
    Count(u32),
    /// `[ { … } { … } ]`: these records.
    Records(Vec<ExpectedRecord>),
}

/// How near the declarations of pack `owner` are to `pack`, which imports these packs and declares a
/// ruleset of its own or not: its own come first, then those of imported packs, then (in a pack
/// without a ruleset) all others. `None`: it does not see them.
pub(crate) fn nearness(
    (pack, imports, declares_ruleset): (u32, &[u32], bool),
    owner: u32,
) -> Option<u8> {
    if owner == pack {
        Some(0)
    } else if imports.contains(&owner) {
        Some(1)
    } else {
        (!declares_ruleset).then_some(2)
    }
}

impl Program {
    /// Whether a pack sees what another declares.
    pub fn sees(&self, pack: u32, owner: u32) -> bool {
        self.packs.get(pack as usize).is_some_and(|info| {
            nearness((pack, &info.imports, info.declares_ruleset), owner).is_some()
        })
    }

    /// The record types that a pack sees.
    pub fn visible_records(&self, pack: u32) -> impl Iterator<Item = RecordTypeId> + '_ {
        let records = self.records.iter().zip(0_u16..);
        let seen = records.filter(move |(record, _)| self.sees(pack, record.pack));
        seen.map(|(_, index)| RecordTypeId(index))
    }

    /// A record type and those that enclose it, from the inside out.
    pub fn chain(&self, record: RecordTypeId) -> impl Iterator<Item = RecordTypeId> + '_ {
        let parent = |id: &RecordTypeId| Some(self.records.at(*id)?.parent?.0);
        std::iter::successors(Some(record), parent)
    }

    /// The type of the records that a list field holds.
    pub fn member(&self, record: RecordTypeId, field: FieldId) -> Option<RecordTypeId> {
        self.record(record).fields.at(field)?.kind.member()
    }

    /// A record type.
    pub fn record(&self, id: RecordTypeId) -> &RecordType {
        &self.records[id]
    }

    /// A field of a record type.
    pub fn field(&self, record: RecordTypeId, field: FieldId) -> &FieldType {
        &self.record(record).fields[field]
    }

    /// The rule of that qualified name, or of that short name where it is the only one.
    pub fn rule_named(&self, name: &str) -> Option<RuleId> {
        let exact = self.rules.iter().position(|rule| rule.name == name);
        let mut short = self.rules.iter().enumerate().filter(|(_, rule)| rule.short_name() == name);
        let found = exact.or_else(|| match (short.next(), short.next()) {
            (Some((index, _)), None) => Some(index),
            _ => None,
        });
        found.map(|index| RuleId(index as u32))
    }
}

impl RecordType {
    /// The field of that name; a reserved one goes by its words in both languages.
    pub fn field_named(&self, name: &str) -> Option<FieldId> {
        let is_it = |field: &FieldType| match field.kind {
            FieldKind::Related(_, relation) => relation.is_spelled(name),
            _ => field.name == name,
        };
        self.fields.iter().position(is_it).map(|index| FieldId(index as u16))
    }
}

impl Rule {
    /// The name without its ruleset.
    pub fn short_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or(&self.name)
    }
}
