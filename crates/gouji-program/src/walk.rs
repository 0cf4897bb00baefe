//! Every expression of a rule.

use crate::{Expr, MessagePart, RecordTypeId, Rule, StatedTolerance};

impl Rule {
    /// Visits every expression of the rule and all their parts.
    pub fn for_each_expression(&self, visit: &mut impl FnMut(&Expr)) {
        if let Some(iteration) = &self.iteration {
            iteration.filter.iter().chain(&iteration.keys).for_each(|expr| expr.walk(visit));
            let pairs = iteration.matching.iter().flat_map(|matching| &matching.keys);
            for (ours, theirs) in pairs {
                ours.walk(visit);
                theirs.walk(visit);
            }
        }
        self.locals.iter().for_each(|(_, value)| value.walk(visit));
        self.conditions.iter().for_each(|condition| condition.walk(visit));
        for obligation in &self.obligations {
            obligation.condition.walk(visit);
            if let Some(StatedTolerance::Amount(amount)) = &obligation.tolerance {
                amount.walk(visit);
            }
            for part in obligation.message.iter().flat_map(|message| &message.parts) {
                if let MessagePart::Hole(expr) = part {
                    expr.walk(visit);
                }
            }
            obligation.subject.iter().for_each(|subject| subject.walk(visit));
            for fix in &obligation.fixes {
                fix.field.walk(visit);
                fix.value.walk(visit);
            }
        }
    }

    /// Whether a rule is about a record, or reads a field of it.
    pub fn reads(&self, record: RecordTypeId) -> bool {
        let mut reads = self.iteration.as_ref().is_some_and(|it| {
            it.record == record || it.matching.as_ref().is_some_and(|it| it.record == record)
        });
        self.for_each_expression(&mut |expr| {
            reads |= match expr {
                Expr::Field(field) => field.record == record,
                Expr::Sole(sole) => sole.record == record,
                Expr::Aggregate(aggregate) => aggregate.record == record,
                _ => false,
            };
        });
        reads
    }
}

impl Expr {
    /// Visits the expression and all its parts (not the join of an aggregate, which repeats a part of
    /// its filter).
    pub fn walk(&self, visit: &mut impl FnMut(&Self)) {
        visit(self);
        match self {
            Self::Text(_)
            | Self::Number(_)
            | Self::Date(_)
            | Self::Boolean(_)
            | Self::Field(_)
            | Self::Sole(_)
            | Self::Record { .. }
            | Self::Local(_)
            | Self::Key(_)
            | Self::Witness(_) => {}
            Self::List(parts) | Self::And(parts) | Self::Or(parts) => {
                parts.iter().for_each(|part| part.walk(visit));
            }
            Self::Negate(inner) | Self::Not(inner) => inner.walk(visit),
            Self::Arithmetic { left, right, .. } | Self::Compare { left, right, .. } => {
                left.walk(visit);
                right.walk(visit);
            }
            Self::If { condition, then, otherwise } => {
                condition.walk(visit);
                then.walk(visit);
                otherwise.walk(visit);
            }
            Self::Default { operand, value } => {
                operand.walk(visit);
                value.walk(visit);
            }
            Self::Is { operand, .. } | Self::Predicate { operand, .. } => operand.walk(visit),
            Self::In { operand, list } => {
                operand.walk(visit);
                list.iter().for_each(|part| part.walk(visit));
            }
            Self::TextTest { operand, pattern, .. } => {
                operand.walk(visit);
                pattern.walk(visit);
            }
            Self::Call { arguments, .. } => arguments.iter().for_each(|part| part.walk(visit)),
            Self::Aggregate(aggregate) => {
                let parts = [&aggregate.filter, &aggregate.value, &aggregate.condition];
                parts.into_iter().flatten().for_each(|part| part.walk(visit));
            }
        }
    }
}
