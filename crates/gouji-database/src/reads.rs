//! What a rule reads: of one region only, or of the whole document.

use gouji_program::expression::Gathering;
use gouji_program::{Expr, FieldId, Program, RecordTypeId, Rule};
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
            if let Some(matching) = &iteration.matching {
                reads.records.insert(matching.record);
                reads.beyond_region = true;
            }
        }
        None => reads.beyond_region = true,
    }
    rule.for_each_expression(&mut |expr| reads.add(expr));
    reads.add_parents(program);
    reads.add_names(program);
    reads
}

impl Reads {
    /// Enclosing records are in the same fragment, but a form of their own may fill them too.
    fn add_parents(&mut self, program: &Program) {
        let mut todo: Vec<RecordTypeId> = self.records.iter().copied().collect();
        while let Some(record) = todo.pop() {
            for (owner, _) in &program.record(record).lists {
                if self.records.insert(*owner) {
                    todo.push(*owner);
                }
            }
        }
    }

    /// Messages call records by their names.
    fn add_names(&mut self, program: &Program) {
        for record in &self.records {
            let fields = program.record(*record).naming.fields();
            self.fields.extend(fields.map(|field| (*record, field)));
        }
    }

    fn add_field(&mut self, record: RecordTypeId, field: FieldId) {
        self.records.insert(record);
        self.fields.insert((record, field));
    }

    /// What an expression reads by itself; its parts are added on their own.
    fn add(&mut self, expr: &Expr) {
        match expr {
            Expr::Field(field) => self.add_field(field.record, field.field),
            Expr::Sole(sole) => {
                self.add_field(sole.record, sole.field);
                self.beyond_region = true;
            }
            Expr::Aggregate(aggregate) => {
                self.records.insert(aggregate.record);
                self.beyond_region |= match aggregate.source {
                    Gathering::Children { .. } => false,
                    Gathering::Group { .. } => self.groups_beyond_region,
                    Gathering::All | Gathering::Listed { .. } => true,
                };
            }
            _ => {}
        }
    }
}
