//! What was mended or assumed in order to read a figure.

use super::Describer;
use crate::cause::Cause;
use gouji_facts::{Content, Field, FieldNote, RecordRef};
use gouji_program::expression::Function;
use gouji_program::{Aggregate, Expr};
use gouji_text::{Localized, tidy};
use gouji_value::Repair;

impl<'a> Describer<'_, 'a, '_> {
    /// What was mended or assumed about the figure of a term.
    pub(super) fn term_note(&mut self, expr: &'a Expr) -> Option<Localized> {
        if let Expr::Default { operand, .. } = expr {
            return match self.evaluator.value(operand) {
                Err(cause) if self.records.is_missing(&cause) => {
                    Some(self.default_note(expr, &cause))
                }
                _ => self.term_note(operand),
            };
        }
        match expr {
            Expr::Call {
                function: function @ (Function::First | Function::Last),
                arguments,
                ..
            } => {
                let operand = arguments.first()?;
                let (_, index) =
                    self.evaluator.stated(operand, *function == Function::Last).ok()?;
                let series = self.evaluator.series(operand).ok()?;
                self.note_words(series.record, &series.points.get(index)?.field)
            }
            Expr::Call {
                function: Function::Upper | Function::Lower | Function::Figure,
                arguments,
                ..
            } => self.term_note(arguments.first()?),
            Expr::Aggregate(aggregate) if aggregate.function == Aggregate::Only => {
                let (_, record) = self.evaluator.only(aggregate).ok()?;
                let value = aggregate.value.as_ref()?;
                self.with_record(aggregate.frame, record, |this| this.term_note(value))
            }
            _ => {
                let (record, id) = self.evaluator.resolve(expr).ok().flatten()?;
                let field = self.records.field(record, id)?;
                self.note_words(record, field)
            }
        }
    }

    fn default_note(&mut self, expr: &'a Expr, cause: &Cause<'a>) -> Localized {
        let state = match cause {
            Cause::Field(record, field, point) => {
                self.records.field_or_point(*record, *field, *point)
            }
            _ => None,
        };
        let words_alone = match (cause, state) {
            (Cause::Field(record, ..), Some(field)) => self.records.words_alone(*record, field),
            _ => None,
        };
        let state = state.map_or_else(
            || Localized::new("缺失", "absent"),
            |field| super::names::state_words(&field.content),
        );
        let value = self
            .evaluator
            .value(expr)
            .map(|known| self.records.show_known(&known))
            .unwrap_or_default();
        let note =
            state.then("，按规则视为 ", ", counted as ").and(&value).then("", " by the rule");
        match words_alone {
            Some(words) => note.then("；", "; ").and(&words),
            None => note,
        }
    }

    /// What was mended or assumed in order to read a field.
    pub(crate) fn note_words(&self, record: RecordRef, field: &'a Field) -> Option<Localized> {
        let text = || tidy(self.records.facts.text(record, field));
        Some(match field.note.as_ref()? {
            FieldNote::Repaired(Repair::SpaceInNumber) => Localized::new(
                format!("原文「{}」，已去掉数字中的空格", text()),
                format!("printed “{}”; the space inside the number was taken out", text()),
            ),
            FieldNote::BlankAs => {
                let value = match &field.content {
                    Content::Value(gouji_value::Value::Number(number)) => {
                        number.figure(&self.records.program.units)
                    }
                    _ => String::new(),
                };
                let (chinese, english) =
                    if text().is_empty() { ("空白", "blank") } else { ("横线", "a dash") };
                Localized::new(
                    format!("{chinese}，按规则视为 {value}"),
                    format!("{english}, counted as {value} by the rule"),
                )
            }
            FieldNote::FilledDown => {
                Localized::new("空白，续用上一行", "blank, repeats the row above")
            }
            FieldNote::PeriodByOrder => Localized::new(
                "没有时点标签，按先后归入",
                "without a label of its own, taken in order",
            ),
            FieldNote::PrintedTwice => {
                Localized::new("印了两次，内容相同", "printed twice, both the same")
            }
            // It is absent, and told as that.
            FieldNote::WordsAlone => return None,
            FieldNote::Slipped => {
                Localized::new("与时点标签不在同一列", "stands in another column than its label")
            }
        })
    }
}
