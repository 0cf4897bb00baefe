//! What a rule reads: of one region only, or of the whole document.

use gouji_program::expression::{AggregateExpr, Gathering};
use gouji_program::{Expr, FieldId, MessagePart, Program, RecordTypeId, Rule, StatedTolerance};
use std::collections::BTreeSet;

/// What a rule reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// The type of the records it is about; none for a rule about the whole document.
    pub subject: BTreeSet<RecordTypeId>,
    /// Types of the records it reaches.
    pub records: BTreeSet<RecordTypeId>,
    /// The fields it reads, and those that give the records it reaches their names.
    pub fields: BTreeSet<(RecordTypeId, FieldId)>,
    /// Whether it reaches beyond the region of the record it is about.
    pub beyond_region: bool,
    /// Whether its groups may hold records of several regions.
    groups_beyond_region: bool,
}

/// Whether groups by these keys hold records of one region only: a record and those that enclose it
/// are read in one region, so that a record among the keys keeps the group there.
fn groups_in_region(keys: &[Expr]) -> bool {
    keys.is_empty() || keys.iter().any(|key| matches!(key, Expr::Record { frame: 0, .. }))
}

/// What a rule reads.
pub fn reads(program: &Program, rule: &Rule) -> Reads {
    let mut reads = Reads::default();
    match &rule.iteration {
        Some(iteration) => {
            reads.subject.insert(iteration.record);
            reads.records.insert(iteration.record);
            reads.groups_beyond_region = !groups_in_region(&iteration.keys);
            reads.beyond_region |= reads.groups_beyond_region;
            iteration.filter.iter().chain(&iteration.keys).for_each(|expr| reads.add(expr));
        }
        None => reads.beyond_region = true,
    }
    rule.locals.iter().for_each(|(_, value)| reads.add(value));
    rule.conditions.iter().for_each(|condition| reads.add(condition));
    for obligation in &rule.obligations {
        reads.add(&obligation.condition);
        if let Some(StatedTolerance::Amount(amount)) = &obligation.tolerance {
            reads.add(amount);
        }
        for part in obligation.message.iter().flat_map(|message| &message.parts) {
            if let MessagePart::Hole(expr) = part {
                reads.add(expr);
            }
        }
        obligation.subject.iter().for_each(|subject| reads.add(subject));
        for fix in &obligation.fixes {
            reads.add(&fix.field);
            reads.add(&fix.value);
        }
    }
    reads.add_parents(program);
    reads.add_names(program);
    reads
}

impl Reads {
    /// Enclosing records are in the same fragment, but a form of their own may fill them too.
    fn add_parents(&mut self, program: &Program) {
        let mut todo: Vec<RecordTypeId> = self.records.iter().copied().collect();
        while let Some(record) = todo.pop() {
            if let Some((parent, _)) = program.record(record).parent
                && self.records.insert(parent)
            {
                todo.push(parent);
            }
        }
    }

    /// Messages call records by their names.
    fn add_names(&mut self, program: &Program) {
        let naming = |record: &RecordTypeId| Some((*record, program.record(*record).naming?));
        self.fields.extend(self.records.iter().filter_map(naming));
    }

    fn add_field(&mut self, record: RecordTypeId, field: FieldId) {
        self.records.insert(record);
        self.fields.insert((record, field));
    }

    fn add(&mut self, expr: &Expr) {
        match expr {
            Expr::Text(_)
            | Expr::Number(_)
            | Expr::Date(_)
            | Expr::Boolean(_)
            | Expr::Record { .. }
            | Expr::Local(_)
            | Expr::Key(_)
            | Expr::Witness(_) => {}
            Expr::Field(field) => {
                self.add_field(field.record, field.field);
            }
            Expr::Sole(sole) => {
                self.add_field(sole.record, sole.field);
                self.beyond_region = true;
            }
            Expr::List(parts) | Expr::And(parts) | Expr::Or(parts) => {
                parts.iter().for_each(|part| self.add(part));
            }
            Expr::Negate(inner) | Expr::Not(inner) => self.add(inner),
            Expr::Arithmetic { left, right, .. } | Expr::Compare { left, right, .. } => {
                self.add(left);
                self.add(right);
            }
            Expr::If { condition, then, otherwise } => {
                self.add(condition);
                self.add(then);
                self.add(otherwise);
            }
            Expr::Default { operand, value } => {
                self.add(operand);
                self.add(value);
            }
            Expr::Is { operand, .. } | Expr::Predicate { operand, .. } => self.add(operand),
            Expr::In { operand, list } => {
                self.add(operand);
                list.iter().for_each(|part| self.add(part));
            }
            Expr::TextTest { operand, pattern, .. } => {
                self.add(operand);
                self.add(pattern);
            }
            Expr::Call { arguments, .. } => arguments.iter().for_each(|part| self.add(part)),
            Expr::Aggregate(aggregate) => self.add_aggregate(aggregate),
        }
    }

    fn add_aggregate(&mut self, aggregate: &AggregateExpr) {
        self.records.insert(aggregate.record);
        self.beyond_region |= match aggregate.source {
            Gathering::Children { .. } => false,
            Gathering::Group { .. } => self.groups_beyond_region,
            Gathering::All => true,
        };
        let parts = [&aggregate.filter, &aggregate.value, &aggregate.condition];
        parts.into_iter().flatten().for_each(|part| self.add(part));
        if let Some((inner, outer)) = &aggregate.join {
            self.add_field(inner.record, inner.field);
            self.add(outer);
        }
    }
}
