//! Compiled expressions: every name is a slot.
//!
//! At run time there is a stack of *frames*. Frame 0 holds the record the rule is about (or the
//! group, or nothing for a rule about the whole document); each aggregate pushes one frame with the
//! record it is at. A field is reached from a frame by going up some number of enclosing records.

use crate::{FieldId, RecordTypeId, SourcePlace};
use gouji_syntax::ast::{Aggregate, Predicate, TextTest};
use gouji_text::Language;
use gouji_value::{Date, DimensionId, Number};

/// A compiled expression. The tree's depth is bounded by the parser (64) and by the inlining of
/// definitions (the checker refuses more than 4096 nodes or a depth over 256).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// A text literal.
    Text(String),
    /// A number literal; a literal zero without a unit compares with figures of any dimension.
    Number(Number),
    /// A date literal.
    Date(Date),
    /// 真, 假
    Boolean(bool),
    /// `[a, b]`
    List(Vec<Expr>),
    /// A field of a record in scope.
    Field(FieldRef),
    /// A field of the only record of its type in the document: `支出.合计` outside its scope.
    Sole(SoleRef),
    /// The record of a frame, `up` enclosing records up, as an identity (a grouping key).
    Record {
        /// Frame.
        frame: u8,
        /// Enclosing records to go up.
        up: u8,
    },
    /// 设
    Local(u16),
    /// A key of the group in frame 0.
    Key(u16),
    /// What a series function found out of order (前, 后), for messages.
    Witness(Witness),
    /// `-a`
    Negate(Box<Expr>),
    /// `a + b` …
    Arithmetic {
        /// Which.
        operator: Arithmetic,
        /// Left.
        left: Box<Expr>,
        /// Right.
        right: Box<Expr>,
    },
    /// `a = b` …
    Compare {
        /// Which.
        operator: Compare,
        /// Left.
        left: Box<Expr>,
        /// Right.
        right: Box<Expr>,
    },
    /// 非
    Not(Box<Expr>),
    /// 且: all.
    And(Vec<Expr>),
    /// 或: any.
    Or(Vec<Expr>),
    /// 若 … 则 … 否则 …
    If {
        /// Condition.
        condition: Box<Expr>,
        /// Then.
        then: Box<Expr>,
        /// Else.
        otherwise: Box<Expr>,
    },
    /// `a 缺省 b`: b where a is blank, a dash or absent (never where it is unreadable).
    Default {
        /// a
        operand: Box<Expr>,
        /// b
        value: Box<Expr>,
    },
    /// `a 是 金额`
    Is {
        /// a
        operand: Box<Expr>,
        /// The dimension, or percentage, or plain number.
        kind: IsKind,
    },
    /// `a 属于 […]`
    In {
        /// a
        operand: Box<Expr>,
        /// Members.
        list: Vec<Expr>,
    },
    /// `a 包含 b` …
    TextTest {
        /// a
        operand: Box<Expr>,
        /// Which.
        test: TextTest,
        /// A text (for 匹配: see `template`).
        pattern: Box<Expr>,
        /// The compiled pattern of 匹配.
        template: Option<Box<crate::template::Template>>,
    },
    /// `a 有值` …; the operand is a field, series or limit.
    Predicate {
        /// a
        operand: Box<Expr>,
        /// Which.
        predicate: Predicate,
    },
    /// A built-in function.
    Call {
        /// Which.
        function: Function,
        /// Arguments, as many as it takes.
        arguments: Vec<Expr>,
        /// As written, for proofs.
        label: String,
    },
    /// 合计(…) …
    Aggregate(Box<AggregateExpr>),
}

/// A field reached from a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FieldRef {
    /// Frame.
    pub frame: u8,
    /// Enclosing records to go up from the frame's record.
    pub up: u8,
    /// Type of the record reached.
    pub record: RecordTypeId,
    /// Its field.
    pub field: FieldId,
}

/// A field of the only record of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SoleRef {
    /// The type.
    pub record: RecordTypeId,
    /// Its field.
    pub field: FieldId,
}

/// One of the two neighbours in a series that are out of order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Witness {
    /// 前.时点
    PreviousPeriod,
    /// 前.值
    PreviousValue,
    /// 后.时点
    NextPeriod,
    /// 后.值
    NextValue,
}

/// Arithmetic operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `×`
    Multiply,
    /// `÷`
    Divide,
}

/// Comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compare {
    /// `=`: within rounding for quantities; texts folded.
    Equal,
    /// 恰等于
    Exactly,
    /// `≠`
    NotEqual,
    /// `<`
    Less,
    /// `≤`
    LessOrEqual,
    /// `>`
    Greater,
    /// `≥`
    GreaterOrEqual,
}

/// What 是 asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IsKind {
    /// A figure of this dimension.
    Dimension(DimensionId),
    /// A percentage.
    Percent,
    /// A plain number without a unit.
    Number,
    /// A date or a point of the year.
    Date,
}

/// Built-in functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    /// 首(series): the first value that is stated.
    First,
    /// 末(series): the last value that is stated.
    Last,
    /// 不减(series): no value is less than the stated one before it.
    NeverFalls,
    /// 递增(series): every value is more than the stated one before it.
    Increasing,
    /// 上限(limit)
    Upper,
    /// 下限(limit)
    Lower,
    /// 定值(limit): the one figure that stands in it.
    Figure,
    /// 舍入(number, digits)
    Round,
    /// 绝对值(number)
    Absolute,
    /// 变动率(now, before): (now − before) ÷ before
    ChangeRate,
    /// 中文数字(whole number): 六
    ChineseNumber,
    /// 年份(date)
    Year,
    /// `series 于 “6月底”`: its value at the point of this number
    AtPoint,
    /// 数值(limit or number): the bare figure, as it is written
    Magnitude,
    /// 作百分比(ratio): shown as a percentage
    AsPercent,
    /// 时点(text or limit): the point of the year that is written there
    PointOf,
    /// 字数(text): how many characters
    Length,
}

/// An aggregate or quantifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AggregateExpr {
    /// Which.
    pub function: Aggregate,
    /// What is gathered; each record is in frame `frame` while `filter`, `value` and `condition` are evaluated.
    pub source: Gathering,
    /// Type of the gathered records.
    pub record: RecordTypeId,
    /// The frame pushed.
    pub frame: u8,
    /// 其中
    pub filter: Option<Expr>,
    /// The value of one record; `None` for 计数 and 有 over records.
    pub value: Option<Expr>,
    /// The condition of 都.
    pub condition: Option<Expr>,
    /// An equality in the filter that an index can answer: a text or number field of the gathered record and
    /// an expression over outer frames only. The rest of the filter still holds the equality.
    pub join: Option<(FieldRef, Expr)>,
    /// As written, for proofs: `合计(项目.预算数)`.
    pub label: String,
    /// Where it is written.
    pub place: SourcePlace,
}

/// Which records an aggregate gathers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gathering {
    /// All of the type in the document.
    All,
    /// Those of the document that are in one of the lists their type is a member of.
    Listed {
        /// The list, the one that its owners are in, and so on.
        via: Vec<(RecordTypeId, FieldId)>,
    },
    /// The records of a list (of lists …): from the record `up` above frame `frame`, through these list fields.
    Children {
        /// Frame.
        frame: u8,
        /// Enclosing records to go up.
        up: u8,
        /// List fields to go down.
        lists: Vec<FieldId>,
    },
    /// The records of the group in frame 0, through these list fields.
    Group {
        /// List fields to go down; empty for the group's own records.
        lists: Vec<FieldId>,
    },
}

/// A message with holes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageTemplate {
    /// Its parts in order.
    pub parts: Vec<MessagePart>,
    /// The language of the rule text that it stands in: what its holes say without a figure is said in it.
    pub language: Language,
}

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessagePart {
    /// Words.
    Text(String),
    /// A value, shown as in the document.
    Hole(Expr),
}
