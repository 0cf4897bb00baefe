//! Syntax trees. Every range in an item is relative to the item's start ([`Item::start`]).

use crate::Keyword;
use gouji_diagnostic::Diagnostic;
use gouji_text::{Language, TextRange};

/// A rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The language its keywords are written in (that of its first keyword).
    pub language: Language,
    /// Its items in order, broken ones included.
    pub items: Vec<Item>,
    /// What is wrong between the items (ranges relative to the file).
    pub problems: Vec<Diagnostic<TextRange>>,
}

/// An item of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Byte offset of the item's first character (its documentation comment's, where it has one).
    pub start: u32,
    /// Its length in bytes.
    pub length: u32,
    /// The documentation comment, lines joined by `\n`, without `##` and the space after it.
    pub documentation: Option<String>,
    /// What it declares.
    pub kind: ItemKind,
    /// What is wrong with it (ranges relative to the item).
    pub problems: Vec<Diagnostic<TextRange>>,
}

/// What an item declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// 规则集
    Ruleset(Ruleset),
    /// 引用
    Import(Import),
    /// 量纲
    Dimension(Dimension),
    /// 记录
    Record(Record),
    /// 表样
    Form(Form),
    /// 定义
    Definition(Definition),
    /// 规则
    Rule(Rule),
    /// 示例
    Example(Example),
    /// 示例 表样
    FormExample(FormExample),
    /// 示例 that was delimited and not read: nobody asked for it ([`parse_rules`](crate::parse_rules)).
    Unread,
    /// Could not be parsed at all; the name where one could be read, so that others may still refer to it.
    Broken {
        /// The keyword that opened it, as written.
        keyword: String,
        /// Its name.
        name: Option<Name>,
    },
}

/// A name as written (without backquotes). Where one is missing in a path or an expression it is
/// empty, and reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name; full-width letters and digits folded to ASCII.
    pub text: String,
    /// Where it stands, backquotes included.
    pub range: TextRange,
}

/// A string literal: `“…”`, `"…"` (full-width quotation marks may be mixed), with `\"`, `\\`, `\n`, `\t`, `\{` as escapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its value.
    pub value: String,
    /// Where it stands, quotation marks included.
    pub range: TextRange,
}

/// Free text to the end of the line (after 依据).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreeText {
    /// Trimmed; surrounding quotation marks, if any, taken off.
    pub value: String,
    /// Where it stands.
    pub range: TextRange,
}

/// 规则集 NAME [版本 “…”] { 依据 … 自述 RECORD，年度在 f 适用 expression }
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruleset {
    /// Its name.
    pub name: Name,
    /// 版本/version
    pub version: Option<Text>,
    /// 依据/basis, in order.
    pub basis: Vec<FreeText>,
    /// 自述/described_by
    pub described_by: Option<SelfDescription>,
    /// 适用/applies
    pub applies: Option<Expression>,
    /// 数的写法/number_format
    pub number_format: Option<NumberFormat>,
    /// 版面/layout
    pub layout: Vec<LayoutMark>,
}

/// A mark of 版面: lines that read like one of its texts are only the layout of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayoutMark {
    /// What such a line is: 页码/page_number, 栏次行/column_numbers or 注/note.
    pub keyword: Keyword,
    /// How it reads.
    pub texts: Vec<Text>,
}

/// 数的写法 { 千分 “…” 小数 “…” }
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberFormat {
    /// 千分/thousands: what groups digits.
    pub thousands: Option<Text>,
    /// 小数/decimal: what stands in front of the decimals.
    pub decimal: Option<Text>,
    /// Where it stands.
    pub range: TextRange,
}

/// 自述 RECORD[，年度在 f]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelfDescription {
    /// The record that says what a document is.
    pub record: Name,
    /// 年度在/year_in: its field for the document's year.
    pub year: Option<Name>,
    /// Where it stands.
    pub range: TextRange,
}

/// 引用 NAME
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its name.
    pub name: Name,
}

/// 量纲 NAME { 元   万元 = 10000 元   精度 0.01 万元   标注 “单位：{单位}” }
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dimension {
    /// Its name.
    pub name: Name,
    /// Its units, in order.
    pub units: Vec<UnitDeclaration>,
    /// 精度/precision: the last digit shown.
    pub precision: Option<UnitFigure>,
    /// 标注/caption: templates of the lines that declare a table's unit; `{_}` stands where the unit does.
    pub captions: Vec<Text>,
    /// For each caption, the clause it stands in.
    pub captions_ranges: Vec<TextRange>,
}

/// `万元 = 10000 元`, or `元`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitDeclaration {
    /// Its name.
    pub name: Name,
    /// What it is worth in another unit; the base unit has none.
    pub worth: Option<UnitFigure>,
}

/// `10000 元`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitFigure {
    /// The digits as written, ASCII, without grouping commas.
    pub figure: String,
    /// Its unit.
    pub unit: Name,
    /// Where it stands.
    pub range: TextRange,
}

/// 记录 NAME { field: type … [称呼 “…”] }
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its name.
    pub name: Name,
    /// Its fields, in order.
    pub fields: Vec<FieldDeclaration>,
    /// 称呼 “{f} {g}”: what a record is called.
    pub called: Option<Text>,
}

/// `支出计划: 序列 百分比 按 “3月底”, “6月底”`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDeclaration {
    /// Its name.
    pub name: Name,
    /// The `##` lines above it, joined by `\n`.
    pub documentation: Option<String>,
    /// Its type.
    pub kind: TypeExpression,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The syntax in front of each variant names its fields.
pub enum TypeExpression {
    /// 文本, 整数, 数, 百分比, 界限, 日期, 时点 (and English twins), or a dimension's name.
    Named(Name),
    /// 序列 T 按 “…”, “…”
    Series { element: Name, periods: Vec<Text>, range: TextRange },
    /// 多个 RECORD
    Many { record: Name, range: TextRange },
}

/// 表样 NAME 填 RECORD { clause … }
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Its name.
    pub name: Name,
    /// The record it fills.
    pub record: Name,
    /// Its clauses, in order.
    pub clauses: Vec<FormClause>,
}

/// A clause of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormClause {
    /// What it reads.
    pub kind: FormClauseKind,
    /// Where it stands.
    pub range: TextRange,
}

/// What a clause of a form reads.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The syntax in front of each variant names its fields.
pub enum FormClauseKind {
    /// 数的写法 { … }: how the numbers are written that the form reads.
    NumberFormat(NumberFormat),
    /// 精度 0.01 万元: the place to which the figures are rounded that the form reads.
    Precision(UnitFigure),
    /// 版面
    Layout(Vec<LayoutMark>),
    /// 表名 “…{f}…” 或 “…”: one record for each table with such a title.
    Titled(Vec<Text>),
    /// 始于 ANCHOR [止于 ANCHOR]: one record for each region.
    Region { start: Anchor, end: Option<Anchor> },
    /// 上文 “…{f}…”: the nearest paragraph above the region's start that matches.
    Context(Text),
    /// 标题 “…{f}…”: the nearest heading above that matches (the title, without its number).
    Heading(Text),
    /// 标签 “X” 或 “Y” → f
    Label { labels: Vec<Text>, field: Name },
    /// 时点 “X” 或 “Y” → f
    Periods { labels: Vec<Text>, field: Name },
    /// `明细 [分栏] column, … [→ f] [{ option … }]`
    Grid {
        columns: Vec<GridColumn>,
        target: Option<Name>,
        options: Vec<GridOption>,
        side_by_side: bool,
    },
    /// 段 含 “X” 或 “Y” [{ clause … }]: one record for each paragraph that contains X.
    Paragraph { texts: Vec<Text>, body: Option<Vec<FormClause>> },
    /// 节 含 “X” 或 “Y” [{ clause … }]: one record for each section whose heading contains X.
    Section { texts: Vec<Text>, body: Option<Vec<FormClause>> },
    /// 条 含 “X” or 条 “…{f}…” [其中 condition] [{ clause … }]: one record for each numbered item that
    /// contains X, or begins like the template.
    Item {
        texts: Vec<Text>,
        containing: bool,
        condition: Option<Expression>,
        body: Option<Vec<FormClause>>,
    },
    /// 句 “…{f}…” [其中 condition]
    Sentence { text: Text, condition: Option<Expression> },
    /// 逐处 “…{f}…” [其中 condition] [→ f]: one record for each place where the template matches: in the
    /// document, or in what the form reads where a list is named.
    Occurrences { text: Text, condition: Option<Expression>, target: Option<Name> },
    /// 注 “…” 或 “…” [→ f]: the note behind the table.
    Note { texts: Vec<Text>, field: Option<Name> },
    /// 提纲 [于 目录] [{ 级别 → f  序号 → f  前号 → f  标题 → f  上级 → f }]: one record for each numbered
    /// heading, or for each line of the contents list.
    Outline { bindings: Vec<OutlineBinding>, contents: bool },
    /// 空白 视为 0 [于 f, g] : blank cells of these fields (all figure fields where none is named) count as the literal.
    BlankAs { value: Expression, fields: Vec<Name> },
}

/// Where a region starts or ends: 标签 “X” 或 “Y”, 段 含 “X”, 标题 “X” (heading contains), 行 “template”.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// What marks the place.
    pub kind: AnchorKind,
    /// The texts, any of which will do.
    pub texts: Vec<Text>,
    /// Where it stands.
    pub range: TextRange,
}

/// Kinds of anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnchorKind {
    /// 标签: a cell with that label.
    Label,
    /// 段 含: a paragraph that contains it.
    Paragraph,
    /// 标题: a heading that contains it.
    Heading,
}

/// A column of a grid: `[可缺] “h1” 或 “h2” [为 f]`. `“a/b”` is a sub-heading b under a heading a.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridColumn {
    /// Header texts, any of which will do.
    pub labels: Vec<Text>,
    /// The field it fills; without 为 it is found by name.
    pub field: Option<Name>,
    /// 可缺/optional: its absence is not reported.
    pub optional: bool,
    /// 第 n 列/column n of: which of the columns under the heading, from 1.
    pub ordinal: Option<u16>,
}

/// An option of a grid.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The syntax in front of each variant names its fields.
pub enum GridOption {
    /// 续上 f, g: a blank cell repeats the one above.
    FillDown(Vec<Name>),
    /// 行 “…{x}小计” 或 “…” [其中 condition] → target [其下|其上]
    Rows(RowRule),
    /// 其余列 → f { 列名 → f  值 → f }: columns without a name of their own.
    OtherColumns { list: Name, bindings: Vec<OtherColumnBinding> },
    /// 分级 X 按 f, g [长 3, 5, 7｜缩进｜编号]: rows of record X are ordered into a tree.
    Levels(Levels),
    /// 空白 视为 0 [于 f, g]
    BlankAs { value: Expression, fields: Vec<Name> },
}

/// 分级 X 按 f, g [长 3, 5, 7｜缩进｜编号]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levels {
    /// The record whose rows are ordered.
    pub record: Name,
    /// The fields that say where a row stands in the tree.
    pub fields: Vec<Name>,
    /// How they say it.
    pub order: LevelOrder,
    /// Where it stands.
    pub range: TextRange,
}

/// How a field says where a row stands in a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LevelOrder {
    /// Each field holds the code of one level, from the outer level to the inner.
    Codes,
    /// 长: one code, so long for each level.
    Lengths(Vec<CodeLength>),
    /// 缩进: by the blanks in front of it.
    Indent(TextRange),
    /// 编号: by the number it begins with.
    Numbering(TextRange),
}

/// How many characters the codes of a level have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeLength {
    /// So many; `None` for more than any code has.
    pub length: Option<u8>,
    /// Where it stands.
    pub range: TextRange,
}

impl GridOption {
    /// Whether it says what becomes of some of the rows.
    pub fn sorts_rows(&self) -> bool {
        matches!(self, Self::Rows(_))
    }
}

/// Which rows become what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRule {
    /// Which rows, by their text.
    pub pattern: RowPattern,
    /// 其中: which of them, by what stands in their columns.
    pub condition: Option<Expression>,
    /// What they become.
    pub target: RowTarget,
    /// Columns that fill fields of other names: `（金额 为 总计）`.
    pub names: Vec<OwnName>,
    /// 其下, 其上: which rows they own.
    pub ownership: Option<Ownership>,
    /// Where it stands.
    pub range: TextRange,
}

/// Which rows, by their text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowPattern {
    /// Rows whose label cell (the first that is not blank) matches one of the templates.
    Templates(Vec<Text>),
    /// 其余: all others.
    Rest,
    /// Not by their text, by the condition alone.
    Any,
}

/// What such a row becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowTarget {
    /// 略/skip: nothing.
    Skip(TextRange),
    /// 本表/itself: fields of the form's own record.
    Own(TextRange),
    /// A record of this list field (`小计`), or of a list field of the owning row's record (`小计.明细`).
    List(Vec<Name>),
}

/// `金额 为 总计`: what a column fills in this kind of row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnName {
    /// The column, by the name it has otherwise.
    pub column: Name,
    /// The field of the target.
    pub field: Name,
}

/// `列名 → f` among the columns without a name of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherColumnBinding {
    /// Which property.
    pub property: OtherColumnProperty,
    /// The field it fills.
    pub field: Name,
}

/// What is known of a column without a name of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherColumnProperty {
    /// 列名/column_name: its heading.
    ColumnName,
    /// 值/value: what stands in it.
    Value,
}

/// Which rows a total or subtotal owns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ownership {
    /// 其下: those below it.
    Below,
    /// 其上: those above it.
    Above,
}

/// `序号 → f` in an outline clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineBinding {
    /// Which property.
    pub property: OutlineProperty,
    /// The field it fills.
    pub field: Name,
}

/// Properties of a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutlineProperty {
    /// 级别/level
    Level,
    /// 序号/number
    Number,
    /// 前号/previous: the number of the heading before it under the same heading; 0 for the first.
    Previous,
    /// 标题/title
    Title,
    /// 编号/label: the number as written
    Label,
    /// 上级/parent: the title it stands under; blank for the top
    Parent,
}

/// 定义 NAME(a, b) = expression
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Its name.
    pub name: Name,
    /// Its parameters; none where it has no brackets.
    pub parameters: Vec<Name>,
    /// What it stands for.
    pub body: Expression,
}

/// 规则 NAME { clause … }
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name.
    pub name: Name,
    /// Its clauses, in order.
    pub clauses: Vec<RuleClause>,
}

/// A clause of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The syntax in front of each variant names its fields.
pub enum RuleClause {
    /// 依据 …
    Basis(FreeText),
    /// 对每个 PATH [其中 condition] [按 key, … | 对应 …]
    ForEach {
        path: Vec<Name>,
        filter: Option<Expression>,
        keys: Vec<Expression>,
        matching: Option<Matching>,
        range: TextRange,
    },
    /// 当 condition
    When(Expression),
    /// 设 NAME = expression
    Let { name: Name, value: Expression },
    /// 应当 / 不得 / 宜 / 不宜
    Obligation(Obligation),
    /// `自 2020-01-01 [起]`
    Since(DateLiteral),
    /// `至 2020-12-31 [止]`
    Until(DateLiteral),
}

/// `对应 PATH [为 NAME] 按 key, … [须成对]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matching {
    /// Where the partners are.
    pub path: Vec<Name>,
    /// 为: what a partner is called.
    pub name: Option<Name>,
    /// By what they meet: what both sides have, or `one = other`.
    pub keys: Vec<Expression>,
    /// 须成对
    pub is_paired: bool,
    /// The clause.
    pub range: TextRange,
}

/// `应当 condition [误差 …] [否则 “…”] [指向 f] [修正 f 为 …]…`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// The modal verb.
    pub modality: Modality,
    /// Where the modal verb stands.
    pub modality_range: TextRange,
    /// What must (or must not) hold.
    pub condition: Expression,
    /// 误差/within
    pub tolerance: Option<Tolerance>,
    /// 否则/else
    pub message: Option<Text>,
    /// 指向/at: the path of the field.
    pub subject: Option<Vec<Name>>,
    /// 修正/fix, in order.
    pub fixes: Vec<FixClause>,
}

/// The modal verbs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modality {
    /// 应当
    Must,
    /// 不得
    MustNot,
    /// 宜
    Should,
    /// 不宜
    ShouldNot,
}

/// 误差 0.05 万元 | 误差 按末位
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tolerance {
    /// A stated amount.
    Amount(Expression),
    /// 按末位/last_digit: half of the last digit that each figure shows.
    LastDigit(TextRange),
}

/// 修正 指标值.方向 为 “≤” | 修正 合计 为 expression
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixClause {
    /// The field to change.
    pub path: Vec<Name>,
    /// What to change it to.
    pub value: Expression,
    /// Where it stands.
    pub range: TextRange,
}

/// `2020-01-01` or `2020年1月1日`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateLiteral {
    /// Year, such as 2020.
    pub year: u16,
    /// Month, 1–12.
    pub month: u8,
    /// Day of the month; a day that the calendar has.
    pub day: u8,
    /// Where it stands.
    pub range: TextRange,
}

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// What it is.
    pub kind: Box<ExpressionKind>,
    /// Where it stands.
    pub range: TextRange,
}

/// Kinds of expression.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The syntax in front of each variant names its fields.
pub enum ExpressionKind {
    /// “…”
    Text(Text),
    /// `3`, `100%`, `0.05 万元`, `350 元/人`
    Number(NumberLiteral),
    /// `2020-01-01`, `2020年1月1日`
    Date(DateLiteral),
    /// 真/true, 假/false
    Boolean(bool),
    /// `[a, b]`
    List(Vec<Expression>),
    /// `a.b.c`; a property such as `.方向` is a name like any other here.
    Path(Vec<Name>),
    /// `-a`, 非 a
    Unary { operator: UnaryOperator, operand: Expression },
    /// `a + b`, `a = b`, `a 且 b` …
    Binary {
        operator: BinaryOperator,
        operator_range: TextRange,
        left: Expression,
        right: Expression,
    },
    /// 若 c 则 a 否则 b
    If { condition: Expression, then: Expression, otherwise: Expression },
    /// `名(a, b)`, a function or a definition
    Call { function: Name, arguments: Vec<Expression> },
    /// `合计(path 其中 condition)`, `都(path 其中 c, condition)`
    Aggregate {
        function: Aggregate,
        function_range: TextRange,
        /// What is gathered: a path, or an expression over one record (`项目.数量 × 项目.单价`).
        over: Expression,
        filter: Option<Expression>,
        /// The condition of 都.
        condition: Option<Expression>,
    },
    /// `a 有值` and its kin
    Predicate { operand: Expression, predicate: Predicate, predicate_range: TextRange },
    /// `a 缺省 b`
    Default { operand: Expression, value: Expression },
    /// `a 于 “6月底”`
    AtPoint { series: Expression, point: Expression },
    /// `a 是 金额`
    Is { operand: Expression, dimension: Name },
    /// `a 属于 […]`, `a 不属于 […]`
    In { operand: Expression, list: Expression, negated: bool },
    /// `a 匹配 “…”`, `包含`, `开头是`, `结尾是`
    TextTest { operand: Expression, test: TextTest, pattern: Expression },
    /// Something is missing here, or could not be read, and is reported; the parts that could.
    Missing(Vec<Expression>),
}

/// A number as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberLiteral {
    /// The digits, ASCII, without grouping commas.
    pub figure: String,
    /// What follows the digits.
    pub unit: LiteralUnit,
    /// Where it stands.
    pub range: TextRange,
}

/// What follows a number.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The syntax in front of each variant names its fields.
pub enum LiteralUnit {
    /// Nothing.
    None,
    /// `%`
    Percent,
    /// `万元`, or `元/人` as numerator and denominators
    Unit { numerator: Name, denominators: Vec<Name> },
}

/// Prefix operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOperator {
    /// `-`
    Negate,
    /// 非
    Not,
}

/// Infix operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // Their names say it.
pub enum BinaryOperator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Equal,
    /// 恰等于/exactly
    Exactly,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
}

/// Aggregates and quantifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// 合计/sum
    Sum,
    /// 计数/count
    Count,
    /// 最大/max
    Maximum,
    /// 最小/min
    Minimum,
    /// 平均/mean
    Mean,
    /// 都/all
    All,
    /// 有/any
    Any,
    /// 唯一/unique: all values differ
    Unique,
    /// 仅有/only: the value of the only one; absent where there are none or several
    Only,
}

/// Postfix questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Predicate {
    /// 有值/present
    Present,
    /// 缺失/missing: blank, dash or absent
    Missing,
    /// 空白/blank
    Blank,
    /// 不可读/unreadable
    Unreadable,
    /// 可量化/quantified
    Quantified,
    /// 有上限/has_upper
    HasUpper,
    /// 有下限/has_lower
    HasLower,
}

/// Tests of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextTest {
    /// 包含/contains
    Contains,
    /// 开头是/starts_with
    StartsWith,
    /// 结尾是/ends_with
    EndsWith,
    /// 匹配/matches: the whole text matches the template (`{_}` any text, `[…]` optional, `（a｜b）` alternatives, `{数字}` digits)
    Matches,
}

/// 示例 RULE { case … }
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The rule it is of.
    pub rule: Name,
    /// Its cases, in order.
    pub cases: Vec<ExampleCase>,
}

/// `不合格 项目 { … } 采购 { … } “反降为25%”`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleCase {
    /// What it must come to.
    pub expectation: Expectation,
    /// The records that make up the document.
    pub records: Vec<ExampleRecord>,
    /// Part of the message that a failing case must give.
    pub message: Option<Text>,
    /// Where it stands.
    pub range: TextRange,
}

/// What a case must come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// 合格/good
    Good,
    /// 不合格/bad
    Bad,
    /// 无法判定/undetermined
    Undetermined,
    /// 不适用/not_applicable
    NotApplicable,
}

/// `项目 { 预算数: 5 万元, 绩效指标: [ { … }, { … } ] }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleRecord {
    /// Record name; `None` for the members of a list field.
    pub record: Option<Name>,
    /// Its fields, in order.
    pub fields: Vec<ExampleField>,
    /// Where it stands.
    pub range: TextRange,
}

/// `预算数: 5 万元`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleField {
    /// Its name.
    pub name: Name,
    /// What follows it behind points: `合计` in `科目.合计`. Of form examples only.
    pub rest: Vec<Name>,
    /// Its value.
    pub value: ExampleValue,
    /// Where it stands.
    pub range: TextRange,
}

/// A value in an example: written as a document would print it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleValue {
    /// `5 万元`, `25%`, `2020-01-01`, `-3 万元`: the text as written.
    Figure(TextRange),
    /// “…”: the text a document would hold.
    Text(Text),
    /// 空白/blank
    Blank(TextRange),
    /// —
    Dash(TextRange),
    /// 缺失/missing: the document has no such thing
    Missing(TextRange),
    /// `[25%, 50%, 空白, 100%]`: a series, in the order of its periods
    Series(Vec<ExampleValue>, TextRange),
    /// `[ { … }, … ]`: records of a list field
    Records(Vec<ExampleRecord>, TextRange),
}

/// 示例 表样 FORM { 文本 """…""" 读出 { … } … }
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormExample {
    /// The form it is of.
    pub form: Name,
    /// Its cases, in order.
    pub cases: Vec<FormExampleCase>,
}

/// `文本 """…""" 读出 { 科目: 4 条, 合计: 300.00 元 } 未读 3 个 “没有写明单位”`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormExampleCase {
    /// The document.
    pub text: BlockText,
    /// 读出, 不读: what the form makes of it. `None` where it is not written yet.
    pub reads: Option<ExpectedReading>,
    /// 未读: how many figures of it nobody reads.
    pub unread: Option<(u32, TextRange)>,
    /// Parts of the problems that it must raise.
    pub problems: Vec<Text>,
    /// Where it stands.
    pub range: TextRange,
}

/// What a form is to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedReading {
    /// The records.
    pub records: ExpectedRecords,
    /// Where it stands, its keyword included: what an update rewrites.
    pub range: TextRange,
}

/// The records that a form is to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedRecords {
    /// 不读: none.
    Nothing,
    /// `读出 3 条`: so many.
    Count(u32),
    /// `读出 { … }`, `读出 [ { … } { … } ]`: these.
    Listed(Vec<ExampleRecord>),
}

/// A text of several lines between `"""`, as a document holds it: no escapes, no holes, no comments.
///
/// Line breaks directly behind the opening marks and in front of the closing ones are not part of it.
/// What white space all of its lines begin with (blank lines left aside, the line of the closing marks
/// counted) is taken off each of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockText {
    /// Its value.
    pub value: String,
    /// Where its lines begin: in the value, and in the item. None where it is a text of one line in
    /// quotation marks.
    pub lines: Vec<(u32, u32)>,
    /// Where it stands, quotation marks included.
    pub range: TextRange,
}

impl BlockText {
    /// Where a range of the value stands in the item.
    pub fn place(&self, range: TextRange) -> TextRange {
        if self.lines.is_empty() { self.range } else { block_place(&self.lines, range) }
    }
}

/// Where a range of the value of a block text stands in its item; see [`BlockText::lines`].
pub fn block_place(lines: &[(u32, u32)], range: TextRange) -> TextRange {
    let place = |offset: u32| {
        let after = lines.partition_point(|(start, _)| *start <= offset);
        let line = after.checked_sub(1).and_then(|line| lines.get(line));
        line.map_or(offset, |(start, at)| at + (offset - start))
    };
    let start = place(range.start);
    // The end of a line is its own, not the beginning of the next.
    let end = if range.is_empty() { start } else { place(range.end - 1) + 1 };
    TextRange::new(start, end.max(start))
}

impl Expression {
    /// Calls `each` with the parts of an expression.
    pub fn for_each_child<'e>(&'e self, each: &mut impl FnMut(&'e Self)) {
        match &*self.kind {
            ExpressionKind::Text(_)
            | ExpressionKind::Number(_)
            | ExpressionKind::Date(_)
            | ExpressionKind::Boolean(_)
            | ExpressionKind::Path(_) => {}
            ExpressionKind::List(parts) | ExpressionKind::Missing(parts) => {
                parts.iter().for_each(each);
            }
            ExpressionKind::Call { arguments, .. } => arguments.iter().for_each(each),
            ExpressionKind::Unary { operand, .. }
            | ExpressionKind::Predicate { operand, .. }
            | ExpressionKind::Is { operand, .. } => each(operand),
            ExpressionKind::Binary { left, right, .. } => {
                each(left);
                each(right);
            }
            ExpressionKind::If { condition, then, otherwise } => {
                each(condition);
                each(then);
                each(otherwise);
            }
            ExpressionKind::Aggregate { over, filter, condition, .. } => {
                each(over);
                filter.iter().for_each(&mut *each);
                condition.iter().for_each(each);
            }
            ExpressionKind::Default { operand, value } => {
                each(operand);
                each(value);
            }
            ExpressionKind::AtPoint { series, point } => {
                each(series);
                each(point);
            }
            ExpressionKind::In { operand, list, .. } => {
                each(operand);
                each(list);
            }
            ExpressionKind::TextTest { operand, pattern, .. } => {
                each(operand);
                each(pattern);
            }
        }
    }
}

/// `3 条`: the number that a count is written with, and a word of no consequence behind it.
pub fn count_of(written: &str) -> Option<u32> {
    let written = written.trim();
    let digits = written.find(|character: char| !character.is_ascii_digit());
    let (figure, word) = written.split_at(digits.unwrap_or(written.len()));
    let is_word = word.trim_start().chars().all(char::is_alphabetic);
    figure.parse().ok().filter(|_| is_word)
}
