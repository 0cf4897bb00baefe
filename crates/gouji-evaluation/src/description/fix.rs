//! Ways to put it right.

use super::Describer;
use crate::RecordPlace;
use crate::known::Known;
use gouji_diagnostic::Edit;
use gouji_facts::{Content, Field, RecordRef};
use gouji_program::{Correction, Expr, FixTarget};
use gouji_text::{Language, Localized};
use gouji_value::{Direction, Number, Value};

/// The most fixes of one finding about a group.
const MAXIMUM_FIXES: usize = 200;

impl<'a> Describer<'_, 'a, '_> {
    /// The fixes of an obligation; in a group, for each of its records.
    pub(crate) fn fixes(
        &mut self,
        fixes: &'a [Correction],
    ) -> Vec<gouji_diagnostic::Fix<RecordPlace>> {
        let mut found = Vec::new();
        for fix in fixes {
            match self.evaluator.instance.group() {
                Some(group) if matches!(fix.field, Expr::Field(field) if field.up == 0) => {
                    for record in group.records.iter().take(MAXIMUM_FIXES) {
                        found.extend(self.with_record(0, *record, |this| this.fix(fix)));
                    }
                }
                _ => found.extend(self.fix(fix)),
            }
        }
        found
    }

    fn fix(&mut self, fix: &'a Correction) -> Option<gouji_diagnostic::Fix<RecordPlace>> {
        let (record, id) = self.evaluator.resolve(&fix.field).ok().flatten()?;
        let field = self.records.field(record, id)?;
        if matches!(field.content, Content::Absent) {
            return None;
        }
        let text = self.records.facts.text(record, field);
        let replacement = match fix.target {
            FixTarget::Direction => self.with_direction(field, text, &fix.value),
            FixTarget::Value => self.with_value(record, field, &fix.value),
        }?;
        if replacement == text {
            return None;
        }
        let title =
            Localized::new(format!("改为「{replacement}」"), format!("change to “{replacement}”"));
        let edit = Edit { at: RecordPlace { record, range: field.place }, text: replacement };
        Some(gouji_diagnostic::Fix { title, edits: vec![edit] })
    }

    fn with_direction(&mut self, field: &Field, text: &str, sign: &'a Expr) -> Option<String> {
        let Content::Value(Value::Bound(bound)) = &field.content else { return None };
        let Ok(Known::Text(sign)) = self.evaluator.value(sign) else { return None };
        bound.text_with_direction(text, Direction::from_sign(&sign)?)
    }

    fn with_value(
        &mut self,
        record: RecordRef,
        field: &'a Field,
        value: &'a Expr,
    ) -> Option<String> {
        match self.evaluator.value(value).ok()? {
            Known::Number(number) => {
                let Content::Value(Value::Number(printed)) = &field.content else {
                    // Nothing says in which unit a figure would have to be printed.
                    return None;
                };
                self.printed_like(&number, printed, self.records.facts.text(record, field))
            }
            Known::Text(text) => Some(text.into_owned()),
            Known::Bound(_, text) => Some(text.to_owned()),
            Known::Date(date) => Some(date.display(Language::Chinese)),
            known @ Known::Period(_) => Some(self.records.show_known(&known).chinese),
            _ => None,
        }
    }

    /// A figure in the unit and with the digits of the one it replaces, and whatever stands around
    /// that one.
    fn printed_like(&self, number: &Number, printed: &Number, text: &str) -> Option<String> {
        let units = &self.records.program.units;
        let zeroed;
        let number = if crate::known::is_plain_zero(number) {
            zeroed = crate::known::zero_like(printed);
            &zeroed
        } else {
            number
        };
        if number.dimension != printed.dimension {
            return None;
        }
        let shown = number.shown_like(printed, units).rounded(u32::from(printed.scale), units);
        let figure = Number { scale: printed.scale, ..shown }.figure(units);
        let is_digit = |character: char| character.is_numeric();
        let first = text.find(is_digit)?;
        let last = text.rfind(is_digit)?;
        let after = text.get(last..)?.chars().next().map_or(last, |digit| last + digit.len_utf8());
        let before = text.get(..first)?;
        // A sign in front belongs to the figure that goes.
        let before = before.trim_end_matches(['-', '−', '－', '+']);
        Some(format!("{before}{figure}{}", text.get(after..)?))
    }
}
