//! The one diagnostic type.

use gouji_text::{Localized, TextRange};

/// How grave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// 说明
    Note,
    /// 警告
    Warning,
    /// 错误
    Error,
}

/// How a rule came out, where a diagnostic is about one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// 不通过
    Fail,
    /// 无法判定
    Undetermined,
    /// 规则有误
    Broken,
}

/// What a place has to do with the diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlaceRole {
    /// Where it is wrong; always the first.
    Subject,
    /// A figure that the computation used.
    Operand,
    /// Something else worth seeing (the first of two duplicates).
    Related,
}

/// A place in the text that a diagnostic is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its role.
    pub role: PlaceRole,
    /// What stands there: `指标值：下限 50 万元，上限 无`.
    pub label: Localized,
    /// Where, in bytes of the text.
    pub range: TextRange,
}

/// A figure in a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// `+`, `−`, `×`, `÷`; empty for the first.
    pub sign: &'static str,
    /// What it is called in the document or rule.
    pub label: Localized,
    /// The figure without unit: `8084.85`; for states without a value, the words (`空白`).
    pub figure: String,
    /// Its unit: `万元`.
    pub unit: String,
    /// Where it was read; `None` for a literal or a count.
    pub range: Option<TextRange>,
    /// What was mended or assumed: `原文「136.4 1」，已去掉数字中的空格`, `空白，按规则视为 0`.
    pub note: Option<Note>,
}

/// Something said beside a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The words.
    pub text: Localized,
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofSide {
    /// What it is called: `合计`, `各项之和`.
    pub label: Localized,
    /// The figures it is made of; one where it is a single figure.
    pub terms: Vec<Term>,
    /// Its value, without unit.
    pub figure: String,
    /// The unit.
    pub unit: String,
}

/// Why two figures were held to agree or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The side that is held to the other (the published figure).
    pub left: ProofSide,
    /// `=`, `≤`, … as the rule demands.
    pub relation: &'static str,
    /// The other side (the computed one).
    pub right: ProofSide,
    /// Left minus right with its unit; empty where they have none.
    pub difference: String,
    /// What was allowed, and why.
    pub tolerance: Option<Tolerance>,
}

/// The tolerance of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tolerance {
    /// Figure with unit: `0.01 万元`.
    pub amount: String,
    /// Where it comes from: `两个数各按 0.01 万元显示，各半个末位`.
    pub origin: Localized,
}

/// A replacement of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub range: TextRange,
    /// By what.
    pub text: String,
}

/// A way to put it right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// `改为「≤50 万元」`.
    pub title: Localized,
    /// The edits, all or none.
    pub edits: Vec<Edit>,
}

/// Something a reader should know, where, why, and how to put it right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable id: `部门预算公开/收入合计`, `syntax/unclosed-brace`, `document/empty`.
    pub code: String,
    /// How grave.
    pub severity: Severity,
    /// How the rule came out; `None` for problems that are not about a rule's outcome.
    pub outcome: Option<Outcome>,
    /// What is wrong, in the reader's words and with the figures.
    pub message: Localized,
    /// The first is the subject. Empty for what concerns the whole document.
    pub places: Vec<Place>,
    /// How many more places there are, where `places` leaves some out: never in a report that is kept.
    pub further_places: usize,
    /// The arithmetic.
    pub proof: Option<Proof>,
    /// Legal basis.
    pub basis: Vec<String>,
    /// A word more that leads to the mend.
    pub help: Option<Localized>,
    /// Ways to put it right.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// Something to be known, with nothing more to it yet: no outcome, no place, no fix.
    pub fn new(code: impl Into<String>, severity: Severity, message: Localized) -> Self {
        Self {
            code: code.into(),
            severity,
            outcome: None,
            message,
            places: Vec::new(),
            further_places: 0,
            proof: None,
            basis: Vec::new(),
            help: None,
            fixes: Vec::new(),
        }
    }
}
