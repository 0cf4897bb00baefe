//! Names in expressions.

use super::{Resolver, Role};
use crate::rules::Meaning;
use crate::words::is_whole_document;
use gouji_program::{BuiltIn, BuiltInKind, RecordTypeId};
use gouji_syntax::ast::{Expression, ExpressionKind, LiteralUnit, Name};

/// Expressions are nested this deep at most; the parser refuses less.
const DEEPEST: u32 = 256;

impl Resolver<'_> {
    pub fn expression(&mut self, expression: &Expression) {
        self.depth += 1;
        let mut next = Some(expression);
        // Sums of many terms lean to the left; that side is followed without a call.
        while let Some(current) = next.take().filter(|_| self.depth <= DEEPEST) {
            match &*current.kind {
                ExpressionKind::Text(_) | ExpressionKind::Date(_) | ExpressionKind::Boolean(_) => {}
                ExpressionKind::Number(number) => {
                    if let LiteralUnit::Unit { numerator, denominators } = &number.unit {
                        self.unit(numerator, Role::Use);
                        denominators.iter().for_each(|name| self.unit(name, Role::Use));
                    }
                }
                ExpressionKind::List(parts) => parts.iter().for_each(|part| self.expression(part)),
                ExpressionKind::Path(path) => self.path(path),
                ExpressionKind::Unary { operand, .. }
                | ExpressionKind::Predicate { operand, .. } => next = Some(operand),
                ExpressionKind::Binary { left, right, .. } => {
                    self.expression(right);
                    next = Some(left);
                }
                ExpressionKind::If { condition, then, otherwise } => {
                    self.expression(condition);
                    self.expression(then);
                    next = Some(otherwise);
                }
                ExpressionKind::Call { function, arguments } => self.call(function, arguments),
                ExpressionKind::Aggregate { function, function_range, over, filter, condition } => {
                    let kind = BuiltInKind::Aggregate(*function);
                    self.push(*function_range, Meaning::Function(kind));
                    let gathered = self.gathered(over);
                    self.frames.extend(gathered);
                    self.expression(over);
                    filter.iter().chain(condition).for_each(|part| self.expression(part));
                    if gathered.is_some() {
                        self.frames.pop();
                    }
                }
                ExpressionKind::Default { operand, value } => {
                    self.expression(value);
                    next = Some(operand);
                }
                ExpressionKind::Is { operand, dimension } => {
                    self.type_name(dimension);
                    next = Some(operand);
                }
                ExpressionKind::In { operand, list, .. } => {
                    self.expression(list);
                    next = Some(operand);
                }
                ExpressionKind::TextTest { operand, pattern, .. } => {
                    self.expression(pattern);
                    next = Some(operand);
                }
            }
        }
        self.depth -= 1;
    }

    fn call(&mut self, function: &Name, arguments: &[Expression]) {
        if let Some(definition) = self.rules.definition_named(&function.text, self.pack) {
            self.push(function.range, Meaning::Definition(definition));
        } else if let Some(found) = BuiltIn::named(&function.text) {
            self.push(function.range, Meaning::Function(found.kind));
        }
        arguments.iter().for_each(|argument| self.expression(argument));
    }

    /// The type of the records that an aggregate gathers.
    fn gathered(&self, over: &Expression) -> Option<RecordTypeId> {
        let mut best: Option<(usize, RecordTypeId)> = None;
        let mut stack = vec![over];
        while let Some(expression) = stack.pop() {
            match &*expression.kind {
                ExpressionKind::Aggregate { .. } => {}
                ExpressionKind::Path(path) => {
                    let found = self.gathered_by(path).map(|record| (path.len(), record));
                    if best.is_none_or(|(length, _)| found.is_some_and(|(more, _)| more > length)) {
                        best = found.or(best);
                    }
                }
                _ => expression.for_each_child(&mut |child| stack.push(child)),
            }
        }
        best.map(|(_, record)| record)
    }

    /// The type of the records that a path leads to, itself or in front of a field.
    pub fn gathered_by(&self, path: &[Name]) -> Option<RecordTypeId> {
        let texts: Vec<&str> = path.iter().map(|name| name.text.as_str()).collect();
        self.record_at(&texts)
    }

    /// The type of the last record that the names of a path lead through.
    pub fn record_at(&self, path: &[&str]) -> Option<RecordTypeId> {
        let names = match path {
            [head, rest @ ..] if is_whole_document(head) && !rest.is_empty() => rest,
            _ => path,
        };
        let [head, rest @ ..] = names else { return None };
        if self.bound(head).is_some() {
            return None;
        }
        let list = self.field_in_scope(head).map(|(record, field)| {
            // A field of one value gathers nothing, whatever else has its name.
            self.rules.member_of(record, field)
        });
        let mut record = match (self.record_in_scope(head), list) {
            (Some(record), _) => record,
            (None, Some(member)) => member?,
            (None, None) => self.rules.record_named(head, self.pack)?,
        };
        for name in rest {
            let field = self.rules.field_of(record, name);
            match field.and_then(|field| self.rules.member_of(record, field)) {
                Some(member) => record = member,
                None => break,
            }
        }
        Some(record)
    }
}
