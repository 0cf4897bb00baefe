//! 应当 …: obligations and what belongs to them.

use super::compile::Compiler;
use super::notes::is_direction;
use super::report::{Checked, Failed, one_line};
use super::types::{Dim, Type, Typed, common_dim};
use crate::codes;
use crate::{Correction, Expr, FixTarget, Meaning, Obligation, StatedTolerance};
use gouji_syntax::ast::{self, Name, Tolerance};
use gouji_text::Localized;
use gouji_text::TextRange;
use gouji_value::{Dimension, Direction};

impl Compiler<'_, '_> {
    pub fn obligation(&mut self, node: &ast::Obligation) -> Checked<Obligation> {
        self.compared.clear();
        self.witness = None;
        self.ordered = None;
        let condition = self.root_condition(&node.condition);
        let tolerance = match (&node.tolerance, &condition) {
            (Some(tolerance), Ok(_)) => self.tolerance(tolerance).map(Some),
            (Some(Tolerance::Amount(amount)), Err(_)) => {
                self.note_all([amount]);
                Ok(None)
            }
            _ => Ok(None),
        };
        // Only the message may ask for the neighbours that are out of order. Where the condition
        // could not be compiled, what its message asks for cannot be judged.
        self.witness = self.ordered.take();
        let message = match (&node.message, &condition) {
            (Some(message), Ok(_)) => self.message(message).map(Some),
            (Some(message), Err(_)) => {
                self.quietly(|this| drop(this.message(message)));
                Ok(None)
            }
            (None, _) => Ok(None),
        };
        self.witness = None;
        let subject = node.subject.as_ref().map(|path| self.subject(path)).transpose();
        let fixes: Vec<Checked<Correction>> = node.fixes.iter().map(|fix| self.fix(fix)).collect();
        Ok(Obligation {
            modality: node.modality,
            condition: condition?,
            tolerance: tolerance?,
            message: message?,
            subject: subject?,
            fixes: fixes.into_iter().collect::<Checked<_>>()?,
            place: self.source.place(node.condition.range),
            source: one_line(self.source.slice(node.condition.range)),
        })
    }

    fn tolerance(&mut self, node: &Tolerance) -> Checked<StatedTolerance> {
        let compared = std::mem::take(&mut self.compared);
        let range = match node {
            Tolerance::Amount(amount) => amount.range,
            Tolerance::LastDigit(range) => *range,
        };
        if compared.is_empty() {
            let problem = self.problem(
                &codes::STRAY_TOLERANCE,
                range,
                Localized::new(
                    "「误差」只能跟在比较两个数的要求后面",
                    "a tolerance belongs to a comparison of figures",
                ),
                Localized::new("这条要求没有比较数", "no figures are compared"),
            );
            return self.reporter.fail(problem);
        }
        let Tolerance::Amount(amount) = node else { return Ok(StatedTolerance::LastDigit) };
        let mut typed = self.root(amount)?;
        self.need_number(&typed)?;
        let Some(dim) = typed.kind.dim() else { return Err(Failed) };
        if compared.iter().any(|other| common_dim(&dim, other).is_some()) {
            return Ok(StatedTolerance::Amount(typed.expr));
        }
        // Half a per cent of a quotient of like figures.
        let plain = Dim::Known(Dimension::None);
        if typed.kind == Type::ratio() && compared.contains(&plain) {
            super::operators::plain_ratio(&mut typed);
            return Ok(StatedTolerance::Amount(typed.expr));
        }
        let due = compared.into_iter().next().unwrap_or(plain);
        self.wrong_tolerance(&typed, &due)
    }

    fn wrong_tolerance<T>(&mut self, typed: &Typed, due: &Dim) -> Checked<T> {
        if let (true, Dim::Known(dimension)) = (typed.bare, due) {
            let problem = self.missing_unit(typed, dimension);
            return self.reporter.fail(problem);
        }
        let (is, due) = (
            self.declarations.type_name(&typed.kind),
            self.declarations.type_name(&Type::Number(due.clone())),
        );
        let problem = self.problem(
            &codes::UNIT_MISMATCH,
            typed.range,
            Localized::new(
                format!("误差是{}，而比较的是{}", is.chinese, due.chinese),
                format!("the tolerance is {}, the figures are {}", is.english, due.english),
            ),
            Localized::new(format!("应是{}", due.chinese), format!("expected {}", due.english)),
        );
        self.reporter.fail(problem)
    }

    /// A path where a field of the group's records may be named.
    fn group_path(&mut self, path: &[Name], range: TextRange) -> Checked<Typed> {
        self.scope.group_open = self.scope.keys.is_some();
        let typed = self.root_path(path, range);
        self.scope.group_open = false;
        typed
    }

    /// 指向
    fn subject(&mut self, path: &[Name]) -> Checked<Expr> {
        let range = range_of(path);
        self.lists_allowed = true;
        let typed = self.group_path(path, range);
        self.lists_allowed = false;
        let typed = typed?;
        if matches!(typed.expr, Expr::Field(_) | Expr::Sole(_) | Expr::Record { .. }) {
            return Ok(typed.expr);
        }
        let problem = self.problem(
            &codes::NOT_A_FIELD,
            range,
            Localized::new("「指向」后面应是文件里的一栏", "`at` names a field of the document"),
            Localized::new("不是一栏", "not a field"),
        );
        self.reporter.fail(problem)
    }

    fn fix(&mut self, node: &ast::FixClause) -> Checked<Correction> {
        let value = self.root(&node.value);
        let (path, target) = self.fix_target(&node.path);
        let field = self.group_path(path, range_of(path));
        let (mut field, mut value) = (field?, value?);
        let own = matches!(field.expr, Expr::Field(own) if own.frame == 0);
        if !own || !field.kind.is_single() {
            return self.unfixable(path);
        }
        match target {
            FixTarget::Direction => self.direction(&field, &value)?,
            FixTarget::Value => {
                let words = matches!(field.kind, Type::Bound | Type::Period);
                if !(words && value.kind == Type::Text) {
                    self.replacement(&mut field, &mut value)?;
                }
            }
        }
        Ok(Correction { field: field.expr, target, value: value.expr })
    }

    /// Holds a fix's value to the type of its field.
    fn replacement(&mut self, field: &mut Typed, value: &mut Typed) -> Checked<()> {
        let problems = self.reporter.problems.len();
        let range = value.range;
        let agreed = self.agree(field, value).map(|_| ());
        // The field is what it is; the value is wrong.
        for problem in self.reporter.problems.iter_mut().skip(problems) {
            if let Some(place) = problem.places.first_mut() {
                place.at.range = range;
            }
        }
        agreed
    }

    /// What a fix replaces: `f.方向`, or a field (which may be called so too).
    fn fix_target<'p>(&mut self, path: &'p [Name]) -> (&'p [Name], FixTarget) {
        let [field @ .., last] = path else { return (path, FixTarget::Value) };
        if !is_direction(&last.text) || field.is_empty() {
            return (path, FixTarget::Value);
        }
        let texts: Vec<&str> = field.iter().map(|name| name.text.as_str()).collect();
        let owner = self.scope.record_in_scope(self.declarations, &texts);
        let is_field = owner.is_some_and(|(_, _, record, taken)| {
            taken == field.len()
                && self.declarations.record(record).field_named(&last.text).is_some()
        });
        if is_field {
            return (path, FixTarget::Value);
        }
        self.note(last, Meaning::Special);
        (field, FixTarget::Direction)
    }

    fn direction(&mut self, field: &Typed, value: &Typed) -> Checked<()> {
        if field.kind != Type::Bound {
            let written = self.source.written(field.range);
            let problem = self.problem(
                &codes::NO_DIRECTION,
                field.range,
                Localized::new(
                    format!("「{written}」不是界限，没有方向可改"),
                    format!("`{written}` is no limit and has no direction"),
                ),
                Localized::new("应是界限", "expected a limit"),
            );
            return self.reporter.fail(problem);
        }
        let sign = match &value.expr {
            Expr::Text(sign) => Direction::from_sign(sign),
            _ => None,
        };
        if sign.is_some() {
            return Ok(());
        }
        let problem = self.problem(
            &codes::NO_DIRECTION,
            value.range,
            Localized::new(
                "方向应写成带引号的符号：“≥” “>” “≤” “<” “=”",
                "a direction is a sign in quotation marks: \"≥\" \">\" \"≤\" \"<\" \"=\"",
            ),
            Localized::new("不是方向", "no direction"),
        );
        self.reporter.fail(problem)
    }

    fn unfixable<T>(&mut self, path: &[Name]) -> Checked<T> {
        let problem = self.problem(
            &codes::UNFIXABLE,
            range_of(path),
            Localized::new(
                "「修正」只能改当前这条记录的一栏",
                "a fix changes a single field of the current record",
            ),
            Localized::new("不能这样改", "cannot be fixed"),
        );
        self.reporter.fail(problem)
    }
}

fn range_of(path: &[Name]) -> TextRange {
    match (path.first(), path.last()) {
        (Some(first), Some(last)) => first.range.cover(last.range),
        _ => TextRange::default(),
    }
}
