//! The one diagnostic type.

use crate::{Code, CodeInfo, Proof, Span};
use gouji_text::Localized;
use std::sync::Arc;

/// How serious a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// 说明
    Note,
    /// 警告
    Warning,
    /// 错误
    Error,
}

/// How a rule came out at an instance, where a diagnostic is about one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleOutcome {
    /// 不通过
    Failed,
    /// 无法判定
    Undetermined,
    /// 通过·舍入
    PassedWithinRounding,
    /// 通过·取整: it passes if a figure printed with fewer digits than those around it was rounded to what it shows.
    PassedAsPrinted,
    /// It does not apply, for a reason that is told where it is asked for.
    NotApplicable,
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

/// A place that a diagnostic is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place<P> {
    /// Its role.
    pub role: PlaceRole,
    /// What stands there: `指标值：下限 50 万元，上限 无`.
    pub label: Localized,
    /// Where.
    pub at: P,
}

/// A replacement of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit<P> {
    /// What is replaced; empty to insert.
    pub at: P,
    /// By what.
    pub text: String,
}

/// A way to put it right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix<P> {
    /// `改为「≤50 万元」`.
    pub title: Localized,
    /// The edits, all or none.
    pub edits: Vec<Edit<P>>,
}

/// Something a reader should know, where, why, and how to put it right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic<P = Span> {
    /// What it is called: `部门预算公开/收入合计`, `syntax/unclosed-brace`.
    pub code: Code,
    /// How serious it is.
    pub severity: Severity,
    /// How the rule came out; `None` for what is not about a rule's outcome.
    pub outcome: Option<RuleOutcome>,
    /// What is wrong, in the reader's words and with the figures.
    pub message: Localized,
    /// The first is the subject. Empty for what concerns a whole document or run.
    pub places: Vec<Place<P>>,
    /// How many more places there are, where `places` leaves some out: never in a report that is kept.
    pub further_places: usize,
    /// The arithmetic.
    pub proof: Option<Proof<P>>,
    /// Legal basis.
    pub basis: Vec<Arc<str>>,
    /// A word more that leads to the mend.
    pub help: Option<Localized>,
    /// Ways to put it right.
    pub fixes: Vec<Fix<P>>,
}

impl<P> Diagnostic<P> {
    /// A diagnostic of a declared code, with nothing more to it yet: no outcome, no place, no fix.
    pub fn new(code: &'static CodeInfo, message: Localized) -> Self {
        Self::of(Code::Declared(code), code.severity, message)
    }

    /// A diagnostic of any code, with nothing more to it yet.
    pub fn of(code: Code, severity: Severity, message: Localized) -> Self {
        Self {
            code,
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

    /// With its subject.
    #[must_use]
    pub fn at(self, at: P, label: Localized) -> Self {
        self.place(PlaceRole::Subject, at, label)
    }

    /// With something else worth seeing.
    #[must_use]
    pub fn related(self, at: P, label: Localized) -> Self {
        self.place(PlaceRole::Related, at, label)
    }

    fn place(mut self, role: PlaceRole, at: P, label: Localized) -> Self {
        self.places.push(Place { role, label, at });
        self
    }

    /// With a word more that leads to the mend.
    #[must_use]
    pub fn help(mut self, chinese: impl Into<String>, english: impl Into<String>) -> Self {
        self.help = Some(Localized::new(chinese, english));
        self
    }

    /// With a way to put it right.
    #[must_use]
    pub fn fix(mut self, title: Localized, at: P, text: impl Into<String>) -> Self {
        self.fixes.push(Fix { title, edits: vec![Edit { at, text: text.into() }] });
        self
    }

    /// Where it is wrong.
    pub fn subject(&self) -> Option<&P> {
        self.places.first().map(|place| &place.at)
    }

    /// The edits of all its fixes.
    pub fn edits(&self) -> impl Iterator<Item = &Edit<P>> {
        self.fixes.iter().flat_map(|fix| &fix.edits)
    }

    /// The same diagnostic with other places.
    pub fn map<Q>(&self, mut place: impl FnMut(&P) -> Q) -> Diagnostic<Q> {
        let mapped = self.map_briefly(usize::MAX, &mut place);
        Diagnostic { proof: self.proof.as_ref().map(|proof| proof.map(place)), ..mapped }
    }

    /// The same diagnostic with other places, of which the first few, and without the arithmetic, which can have
    /// hundreds of terms.
    pub fn map_briefly<Q>(&self, most: usize, mut place: impl FnMut(&P) -> Q) -> Diagnostic<Q> {
        let shown = self.places.get(..most).unwrap_or(&self.places);
        let mut places = Vec::with_capacity(shown.len());
        places.extend(shown.iter().map(|one| Place {
            role: one.role,
            label: one.label.clone(),
            at: place(&one.at),
        }));
        let further_places = self.further_places + (self.places.len() - shown.len());
        let edit = |edit: &Edit<P>, place: &mut dyn FnMut(&P) -> Q| Edit {
            at: place(&edit.at),
            text: edit.text.clone(),
        };
        Diagnostic {
            code: self.code.clone(),
            severity: self.severity,
            outcome: self.outcome,
            message: self.message.clone(),
            places,
            further_places,
            proof: None,
            basis: self.basis.clone(),
            help: self.help.clone(),
            fixes: self
                .fixes
                .iter()
                .map(|fix| Fix {
                    title: fix.title.clone(),
                    edits: fix.edits.iter().map(|one| edit(one, &mut place)).collect(),
                })
                .collect(),
        }
    }
}
