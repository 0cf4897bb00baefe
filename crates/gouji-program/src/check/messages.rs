//! 否则: messages with holes.

use super::compile::Compiler;
use super::functions::function_named;
use super::holes::{MessagePiece, pieces};
use super::report::{Checked, Failed};
use super::types::Type;
use crate::Problem;
use crate::codes;
use crate::expression::{MessagePart, MessageTemplate};
use crate::template::parse::{Character, characters};
use gouji_diagnostic::Diagnostic;
use gouji_syntax::ast::{Expression, ExpressionKind, Name, Text};
use gouji_syntax::{Keyword, parse_expression};
use gouji_text::Localized;
use gouji_text::TextRange;

impl Compiler<'_, '_> {
    /// Compiles a message.
    pub fn message(&mut self, text: &Text) -> Checked<MessageTemplate> {
        let characters = characters(self.source.slice(text.range), &text.value, text.range);
        let mut parts = Vec::new();
        let (pieces, closed) = pieces(self.reporter, self.source, &characters);
        let mut sound = closed.is_ok();
        for piece in pieces {
            match piece {
                MessagePiece::Words(words) => parts.push(MessagePart::Text(words)),
                MessagePiece::Hole { open, inside } => match self.hole(inside, open) {
                    Ok(part) => parts.push(part),
                    Err(Failed) => sound = false,
                },
                MessagePiece::Unclosed { open, inside } => {
                    self.quietly(|this| drop(this.hole(inside, open)));
                }
            }
        }
        if sound {
            Ok(MessageTemplate { parts, language: self.source.language })
        } else {
            Err(Failed)
        }
    }

    fn hole(&mut self, hole: &[Character], open: Character) -> Checked<MessagePart> {
        let (Some(first), Some(last)) = (hole.first(), hole.last()) else {
            self.report(
                &codes::EMPTY_HOLE,
                TextRange::new(open.start, open.end),
                Localized::new(
                    "空位里应写要显示的栏或式子",
                    "a hole shows a field or an expression",
                ),
                Localized::new("这里是空的", "empty"),
            );
            return Err(Failed);
        };
        let range = TextRange::new(first.start, last.end);
        let escaped = hole.iter().any(|character| character.escaped);
        let expression = match simple(hole) {
            Some(expression) => expression,
            None => {
                let source = self.source.slice(range);
                if escaped || source.is_empty() {
                    let text: String = hole.iter().map(|character| character.value).collect();
                    self.parse_hole(&text, range, |_| range)?
                } else {
                    self.parse_hole(source, range, |inner| inner.shifted(range.start))?
                }
            }
        };
        let typed = self.root(&expression)?;
        let shown = matches!(
            typed.kind,
            Type::Text
                | Type::Number(_)
                | Type::Limit
                | Type::Bound
                | Type::Date
                | Type::Period
                | Type::Series(_)
        );
        if shown {
            return Ok(MessagePart::Hole(typed.expr));
        }
        let name = self.declarations.type_name(&typed.kind);
        let problem = self.problem(
            &codes::NOT_SHOWN,
            range,
            Localized::new(
                format!("空位里应是能显示的值，这里是{}", name.chinese),
                format!("a hole shows a value; this is {}", name.english),
            ),
            Localized::new("不能显示", "cannot be shown"),
        );
        self.reporter.fail(problem)
    }

    /// Parses what stands in a hole; `place` tells where a range of `text` stands in the item.
    fn parse_hole(
        &mut self,
        text: &str,
        range: TextRange,
        place: impl Fn(TextRange) -> TextRange,
    ) -> Checked<Expression> {
        let (expression, problems) = parse_expression(text, self.source.language);
        let sound = problems.is_empty();
        for problem in problems {
            let problem = self.placed(&problem, &place);
            self.reporter.push(problem);
        }
        match expression {
            Some(mut expression) => {
                move_ranges(&mut expression, &place);
                if sound {
                    return Ok(expression);
                }
                self.note_all([&expression]);
                Err(Failed)
            }
            None if !sound => Err(Failed),
            None => {
                let problem = self.problem(
                    &codes::EMPTY_HOLE,
                    range,
                    Localized::new(
                        "空位里应写要显示的栏或式子",
                        "a hole shows a field or an expression",
                    ),
                    Localized::new("不是式子", "no expression"),
                );
                self.reporter.fail(problem)
            }
        }
    }

    /// A problem of a hole's text, at its place in the item.
    fn placed(
        &self,
        problem: &Diagnostic<TextRange>,
        place: &impl Fn(TextRange) -> TextRange,
    ) -> Problem {
        problem.map(|range| self.source.place(place(*range)))
    }
}

/// `名.名` or `函数(名.名)`: what nearly all holes are, without the parser.
fn simple(hole: &[Character]) -> Option<Expression> {
    let (first, last) = (hole.first()?, hole.last()?);
    let range = TextRange::new(first.start, last.end);
    let Some(open) = hole.iter().position(|found| matches!(found.value, '(' | '（')) else {
        let path = ExpressionKind::Path(simple_path(hole)?);
        return Some(Expression { kind: Box::new(path), range });
    };
    if !matches!(last.value, ')' | '）') || open + 1 >= hole.len() {
        return None;
    }
    let function = simple_name(hole.get(..open)?)?;
    let argument = hole.get(open + 1..hole.len() - 1)?;
    let argument_range = TextRange::new(argument.first()?.start, argument.last()?.end);
    let path = ExpressionKind::Path(simple_path(argument)?);
    let argument = Expression { kind: Box::new(path), range: argument_range };
    // Aggregates are no functions; the parser knows them.
    function_named(&function.text)?;
    let call = ExpressionKind::Call { function, arguments: vec![argument] };
    Some(Expression { kind: Box::new(call), range })
}

fn simple_path(path: &[Character]) -> Option<Vec<Name>> {
    path.split(|character| character.value == '.').map(simple_name).collect()
}

fn simple_name(name: &[Character]) -> Option<Name> {
    let (first, last) = (name.first()?, name.last()?);
    let plain = |found: &Character| {
        !found.escaped
            && (found.value.is_ascii_alphanumeric()
                || found.value == '_'
                || matches!(found.value, '\u{4e00}'..='\u{9fff}'))
    };
    if first.value.is_ascii_digit() || !name.iter().all(plain) {
        return None;
    }
    let text: String = name.iter().map(|character| character.value).collect();
    let reserved = Keyword::spelled(&text).any(Keyword::is_reserved);
    (!reserved).then(|| Name { text, range: TextRange::new(first.start, last.end) })
}

/// Moves all ranges of an expression that the checker points at.
fn move_ranges(expression: &mut Expression, place: &impl Fn(TextRange) -> TextRange) {
    let mut stack = vec![expression];
    while let Some(expression) = stack.pop() {
        expression.range = place(expression.range);
        let name = |name: &mut Name| name.range = place(name.range);
        match &mut *expression.kind {
            ExpressionKind::Text(text) => text.range = place(text.range),
            ExpressionKind::Number(number) => {
                number.range = place(number.range);
                if let gouji_syntax::ast::LiteralUnit::Unit { numerator, denominators } =
                    &mut number.unit
                {
                    name(numerator);
                    denominators.iter_mut().for_each(name);
                }
            }
            ExpressionKind::Date(date) => date.range = place(date.range),
            ExpressionKind::Boolean(_) => {}
            ExpressionKind::Path(path) => path.iter_mut().for_each(name),
            ExpressionKind::List(parts) | ExpressionKind::Missing(parts) => stack.extend(parts),
            ExpressionKind::Unary { operand, .. } => stack.push(operand),
            ExpressionKind::Binary { operator_range, left, right, .. } => {
                *operator_range = place(*operator_range);
                stack.extend([left, right]);
            }
            ExpressionKind::If { condition, then, otherwise } => {
                stack.extend([condition, then, otherwise]);
            }
            ExpressionKind::Call { function, arguments } => {
                name(function);
                stack.extend(arguments);
            }
            ExpressionKind::Aggregate { function_range, over, filter, condition, .. } => {
                *function_range = place(*function_range);
                stack.push(over);
                stack.extend(filter);
                stack.extend(condition);
            }
            ExpressionKind::Predicate { operand, predicate_range, .. } => {
                *predicate_range = place(*predicate_range);
                stack.push(operand);
            }
            ExpressionKind::Default { operand, value } => stack.extend([operand, value]),
            ExpressionKind::AtPoint { series, point } => stack.extend([series, point]),
            ExpressionKind::Is { operand, dimension } => {
                name(dimension);
                stack.push(operand);
            }
            ExpressionKind::In { operand, list, .. } => stack.extend([operand, list]),
            ExpressionKind::TextTest { operand, pattern, .. } => stack.extend([operand, pattern]),
        }
    }
}
