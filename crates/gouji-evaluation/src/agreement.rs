//! When two figures agree: what an obligation says of it, and how far that reaches.

use gouji_program::{Expr, Obligation, StatedTolerance};

/// How far figures may be apart to count as equal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Allowance<'a> {
    /// As far as each figure's own rounding goes.
    Own,
    /// As far as each rounded figure's own last digit goes, where figures around it show more.
    Printed,
    /// Half of the last digit each figure shows, rounded or not.
    LastDigit,
    /// This much.
    Stated(&'a Expr),
}

/// When the figures of an obligation agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Agreement<'a> {
    allowance: Allowance<'a>,
    /// Whether nothing is allowed after all.
    is_strict: bool,
}

impl<'a> Agreement<'a> {
    /// That of whatever states no tolerance: filters, keys, conditions.
    pub(crate) const OWN: Self = Self { allowance: Allowance::Own, is_strict: false };

    /// What an obligation states.
    pub(crate) fn of(obligation: &'a Obligation) -> Self {
        let allowance = match &obligation.tolerance {
            None => Allowance::Own,
            Some(StatedTolerance::LastDigit) => Allowance::LastDigit,
            Some(StatedTolerance::Amount(amount)) => Allowance::Stated(amount),
        };
        Self { allowance, is_strict: false }
    }

    /// Where nothing is stated: the same figures, each rounded to the last digit it was printed with itself.
    pub(crate) fn as_printed(self) -> Option<Self> {
        let is_own = self.allowance == Allowance::Own;
        is_own.then_some(Self { allowance: Allowance::Printed, ..self })
    }

    /// The same figures, held to agree without any slack.
    #[must_use]
    pub(crate) fn strictly(self) -> Self {
        Self { is_strict: true, ..self }
    }
}

/// How figures agree, apart from tolerances that a rule states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AgreementKind {
    in_filter: bool,
    figures: FigureSlack,
    is_strict: bool,
}

/// The slack that figures have as they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum FigureSlack {
    /// Their own.
    Own,
    /// That of their own last digit, where figures around them show more.
    Printed,
    /// That of their last digit.
    LastDigit,
}

/// The slack of one comparison.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Slack<'a> {
    /// None: figures agree where they are equal.
    Nothing,
    /// That of the two figures.
    OfFigures,
    /// This much, whatever the figures' own.
    Stated(&'a Expr),
}

/// The agreement that comparisons are held to, as far as it reaches where they stand, and whether
/// slack decided any of them.
#[derive(Debug)]
pub(crate) struct Comparing<'a> {
    agreement: Agreement<'a>,
    /// Whether the comparisons are those of a filter.
    in_filter: bool,
    by_slack: bool,
}

/// What was under way around a filter or a 设.
#[must_use]
pub(crate) struct Surroundings {
    in_filter: bool,
    by_slack: bool,
}

impl<'a> Comparing<'a> {
    pub(crate) fn new() -> Self {
        Self { agreement: Agreement::OWN, in_filter: false, by_slack: false }
    }

    /// Holds what follows to an agreement; whether that is another one than before.
    pub(crate) fn hold_to(&mut self, agreement: Agreement<'a>) -> bool {
        let changes = self.agreement != agreement;
        *self = Self { agreement, in_filter: false, by_slack: false };
        changes
    }

    pub(crate) fn allowance(&self) -> Allowance<'a> {
        self.agreement.allowance
    }

    /// The slack that figures have as they are read.
    pub(crate) fn figures(&self) -> FigureSlack {
        match self.agreement.allowance {
            Allowance::Own | Allowance::Stated(_) => FigureSlack::Own,
            Allowance::Printed => FigureSlack::Printed,
            Allowance::LastDigit => FigureSlack::LastDigit,
        }
    }

    /// The slack of a comparison. A filter says which records are in scope: the tolerance stated for
    /// the obligation does not reach it, and that figures must agree strictly does not either.
    pub(crate) fn slack(&self) -> Slack<'a> {
        match self.agreement {
            _ if self.in_filter => Slack::OfFigures,
            Agreement { is_strict: true, .. } => Slack::Nothing,
            Agreement { allowance: Allowance::Stated(amount), .. } => Slack::Stated(amount),
            _ => Slack::OfFigures,
        }
    }

    /// Remembers that a comparison came out as it did only by slack.
    pub(crate) fn decided_by_slack(&mut self) {
        self.by_slack |= !self.in_filter;
    }

    /// Whether slack decided a comparison since [`hold_to`](Self::hold_to), or in what was entered
    /// last.
    pub(crate) fn is_by_slack(&self) -> bool {
        self.by_slack
    }

    /// Whether the comparisons are those of a filter.
    pub(crate) fn is_in_filter(&self) -> bool {
        self.in_filter
    }

    /// What of the agreement decides how comparisons come out; `None` where that hangs on the instance.
    pub(crate) fn kind(&self) -> Option<AgreementKind> {
        if matches!(self.agreement.allowance, Allowance::Stated(_)) && !self.in_filter {
            return None;
        }
        let is_strict = self.agreement.is_strict && !self.in_filter;
        Some(AgreementKind { in_filter: self.in_filter, figures: self.figures(), is_strict })
    }

    /// Watches whether slack decides a comparison from here on.
    pub(crate) fn watch(&mut self) -> Surroundings {
        self.enter(self.in_filter)
    }

    /// Enters a filter.
    pub(crate) fn enter_filter(&mut self) -> Surroundings {
        self.enter(true)
    }

    /// Enters a 设: it has one value, wherever it is used.
    pub(crate) fn enter_definition(&mut self) -> Surroundings {
        self.enter(false)
    }

    fn enter(&mut self, in_filter: bool) -> Surroundings {
        Surroundings {
            in_filter: std::mem::replace(&mut self.in_filter, in_filter),
            by_slack: std::mem::take(&mut self.by_slack),
        }
    }

    /// Goes back to what was under way; whether slack decided a comparison inside.
    pub(crate) fn leave(&mut self, surroundings: Surroundings) -> bool {
        let by_slack = self.by_slack;
        self.in_filter = surroundings.in_filter;
        self.by_slack |= surroundings.by_slack;
        by_slack
    }

    /// Uses a value that was computed earlier in the same instance.
    pub(crate) fn reuse(&mut self, by_slack: bool) {
        self.by_slack |= by_slack;
    }
}
