//! Literals: numbers with units, dates, lists.

use super::compile::Compiler;
use super::declarations::{Lookup, with_candidates};
use super::report::{Checked, Failed};
use super::types::{Dim, Type, Typed};
use super::units::decimal;
use crate::codes;
use crate::{Expr, Meaning};
use gouji_syntax::ast::{DateLiteral, Expression, LiteralUnit, Name, NumberLiteral};
use gouji_text::Localized;
use gouji_text::{TextRange, fold};
use gouji_value::{BaseUnit, Date, Decimal, Dimension, Number, ShownUnit, UnitId};

impl Compiler<'_, '_> {
    pub fn number(&mut self, literal: &NumberLiteral, range: TextRange) -> Checked<Typed> {
        let number = self.number_value(literal)?;
        let bare = literal.unit == LiteralUnit::None && !number.amount.is_zero();
        let dim = if literal.unit == LiteralUnit::None && number.amount.is_zero() {
            Dim::Zero
        } else {
            Dim::Known(number.dimension.clone())
        };
        Ok(Typed { bare, ..Typed::new(Expr::Number(number), Type::Number(dim), range) })
    }

    /// The figure of a literal.
    pub fn number_value(&mut self, literal: &NumberLiteral) -> Checked<Number> {
        let figure = decimal(self.reporter, self.source, &literal.figure, literal.range);
        let figure = figure.ok_or(Failed)?;
        let number = match &literal.unit {
            LiteralUnit::None => Some(Number::plain(figure)),
            LiteralUnit::Percent => Number::percent(figure),
            LiteralUnit::Unit { numerator, denominators } if denominators.is_empty() => {
                match self.unit(numerator)? {
                    Some(unit) => Number::quantity(figure, unit, &self.declarations.units),
                    None => self.compound(figure, numerator, &[])?,
                }
            }
            LiteralUnit::Unit { numerator, denominators } => {
                self.compound(figure, numerator, denominators)?
            }
        };
        match number {
            Some(number) => Ok(number),
            None => {
                let problem = self.problem(
                    &codes::TOO_MANY_DIGITS,
                    literal.range,
                    Localized::new(
                        "换算后位数太多，无法精确表示",
                        "too many digits to be held exactly",
                    ),
                    Localized::new("位数太多", "too many digits"),
                );
                self.reporter.fail(problem)
            }
        }
    }

    /// The declared unit of that name; `None` for a counting word that nothing declares.
    fn unit(&mut self, name: &Name) -> Checked<Option<UnitId>> {
        let declarations = self.declarations;
        let units = &declarations.units;
        if let Some(unit) = units.unit(&name.text) {
            self.note(name, Meaning::Unit(unit));
            let dimension = units.dimension_name(units.unit_dimension(unit));
            let seen =
                self.declarations.dimensions.lookup(dimension, self.pack, &self.declarations.packs);
            if !matches!(seen, Lookup::Unknown) {
                return Ok(Some(unit));
            }
        }
        // A word that is nearly a unit is more likely a slip than a counting word. One character
        // alone is near nothing.
        if name.text.chars().count() < 2 {
            return Ok(None);
        }
        let dimensions = units.dimensions();
        let names = dimensions.flat_map(|id| units.units_of(id)).map(|unit| units.unit_name(unit));
        let names = names.filter(|name| name.chars().count() > 1);
        let nearest = self.reporter.nearest(&name.text, names);
        if nearest.is_empty() {
            return Ok(None);
        }
        let problem = self.problem(
            &codes::UNKNOWN_UNIT,
            name.range,
            Localized::new(
                format!("没有单位「{}」", name.text),
                format!("there is no unit `{}`", name.text),
            ),
            Localized::new("没有这个单位", "no such unit"),
        );
        self.reporter.fail(with_candidates(problem, name, &nearest))
    }

    fn compound(
        &mut self,
        figure: Decimal,
        numerator: &Name,
        denominators: &[Name],
    ) -> Checked<Option<Number>> {
        let (mut dimension, mut factor) = self.factor(numerator)?;
        let mut shown = numerator.text.clone();
        for denominator in denominators {
            let (under, divisor) = self.factor(denominator)?;
            let quotient = dimension.over(&under).zip(factor.checked_div(divisor));
            let Some((over, quotient)) = quotient else { return Ok(None) };
            (dimension, factor) = (over, quotient);
            shown.push('/');
            shown.push_str(&denominator.text);
        }
        let scale = u8::try_from(figure.scale()).unwrap_or(u8::MAX);
        let unit = ShownUnit::Text(shown.into(), factor);
        Ok(figure.checked_mul(factor).map(|amount| Number::exact(amount, dimension, unit, scale)))
    }

    /// The dimension of a unit, and how many base units it is worth.
    fn factor(&mut self, name: &Name) -> Checked<(Dimension, Decimal)> {
        Ok(match self.unit(name)? {
            Some(unit) => {
                let base = BaseUnit::Declared(self.declarations.units.unit_dimension(unit));
                (Dimension::Simple(base), self.declarations.units.unit_factor(unit))
            }
            None => {
                let word = BaseUnit::Undeclared(fold(&name.text).into());
                (Dimension::Simple(word), Decimal::ONE)
            }
        })
    }

    pub fn date(&mut self, literal: &DateLiteral) -> Checked<Typed> {
        let date = self.date_value(literal)?;
        Ok(Typed::new(Expr::Date(date), Type::Date, literal.range))
    }

    /// The date of a literal. What the calendar does not have the parser has reported.
    pub fn date_value(&mut self, literal: &DateLiteral) -> Checked<Date> {
        Date::new(literal.year, literal.month, literal.day).ok_or(Failed)
    }

    pub fn list(&mut self, members: &[Expression], range: TextRange) -> Checked<Typed> {
        let members = self.members(members)?;
        let members = members.into_iter().map(|typed| typed.expr).collect();
        Ok(Typed::new(Expr::List(members), Type::Literals, range))
    }

    /// The members of a list, all of one type.
    pub fn members(&mut self, members: &[Expression]) -> Checked<Vec<Typed>> {
        let compiled: Vec<Checked<Typed>> =
            members.iter().map(|member| self.expression(member)).collect();
        let mut compiled: Vec<Typed> = compiled.into_iter().collect::<Checked<_>>()?;
        if let Some((first, rest)) = compiled.split_first_mut() {
            for other in rest {
                self.agree(first, other)?;
            }
        }
        Ok(compiled)
    }
}
