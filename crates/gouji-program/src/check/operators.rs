//! Arithmetic, comparisons and connectives.

use super::compile::{Compiler, is_plain, number_kind};
use super::report::Checked;
use super::scope::{Reading, field_expression};
use super::types::{Dim, Type, Typed, adopt, common_dim};
use super::units::usual_unit;
use crate::expression::{Arithmetic, Compare};
use crate::problem::both;
use crate::{Expr, Problem};
use gouji_syntax::ast::{BinaryOperator, Expression, ExpressionKind};
use gouji_text::TextRange;
use gouji_value::{BaseUnit, Decimal, Dimension, Number};

/// What two operands are to each other, for messages.
#[derive(Clone, Copy)]
enum Relation {
    Add,
    Subtract,
    Compare,
    /// Branches, members of a list, a default.
    Same,
}

impl Relation {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Add => ("不能相加", "cannot be added"),
            Self::Subtract => ("不能相减", "cannot be subtracted"),
            Self::Compare => ("不能比较", "cannot be compared"),
            Self::Same => ("不是同一类", "are not alike"),
        }
    }
}

impl Compiler<'_, '_> {
    pub fn binary(
        &mut self,
        operator: BinaryOperator,
        (left, right): (&Expression, &Expression),
        range: TextRange,
    ) -> Checked<Typed> {
        match operator {
            BinaryOperator::And | BinaryOperator::Or => {
                self.connective(operator, (left, right), range)
            }
            BinaryOperator::Add => self.arithmetic(Arithmetic::Add, left, right, range),
            BinaryOperator::Subtract => self.arithmetic(Arithmetic::Subtract, left, right, range),
            BinaryOperator::Multiply => self.arithmetic(Arithmetic::Multiply, left, right, range),
            BinaryOperator::Divide => self.arithmetic(Arithmetic::Divide, left, right, range),
            BinaryOperator::Equal => self.comparison(Compare::Equal, left, right, range),
            BinaryOperator::Exactly => self.comparison(Compare::Exactly, left, right, range),
            BinaryOperator::NotEqual => self.comparison(Compare::NotEqual, left, right, range),
            BinaryOperator::Less => self.comparison(Compare::Less, left, right, range),
            BinaryOperator::LessOrEqual => {
                self.comparison(Compare::LessOrEqual, left, right, range)
            }
            BinaryOperator::Greater => self.comparison(Compare::Greater, left, right, range),
            BinaryOperator::GreaterOrEqual => {
                self.comparison(Compare::GreaterOrEqual, left, right, range)
            }
        }
    }

    fn connective(
        &mut self,
        operator: BinaryOperator,
        (left, right): (&Expression, &Expression),
        range: TextRange,
    ) -> Checked<Typed> {
        let left = self.expression(left).and_then(|left| {
            self.need_condition(&left)?;
            Ok(left.expr)
        });
        let right = self.expression(right).and_then(|right| {
            self.need_condition(&right)?;
            Ok(right.expr)
        });
        let (left, right) = (left?, right?);
        let expr = match (operator, left) {
            (BinaryOperator::And, Expr::And(mut all)) => {
                all.push(right);
                Expr::And(all)
            }
            (BinaryOperator::And, left) => Expr::And(vec![left, right]),
            (_, Expr::Or(mut any)) => {
                any.push(right);
                Expr::Or(any)
            }
            (_, left) => Expr::Or(vec![left, right]),
        };
        Ok(Typed::new(expr, Type::Boolean, range))
    }

    fn arithmetic(
        &mut self,
        operator: Arithmetic,
        left: &Expression,
        right: &Expression,
        range: TextRange,
    ) -> Checked<Typed> {
        let left = self.expression(left).and_then(|left| self.number_operand(left));
        let right = self.expression(right).and_then(|right| self.number_operand(right));
        let (mut left, mut right) = (left?, right?);
        let (Some(one), Some(other)) = (left.kind.dim(), right.kind.dim()) else {
            return Err(super::report::Failed);
        };
        let quotient;
        let dim = match operator {
            Arithmetic::Add | Arithmetic::Subtract => {
                let relation = match operator {
                    Arithmetic::Add => Relation::Add,
                    _ => Relation::Subtract,
                };
                quotient = left.quotient || right.quotient;
                self.same_dimension(&mut left, &mut right, relation, range)?
            }
            Arithmetic::Multiply => {
                quotient = left.quotient || right.quotient;
                self.product(&one, &other, false, range)?
            }
            Arithmetic::Divide => {
                self.nonzero(&right)?;
                quotient = match (&one, &other) {
                    (Dim::Known(one), Dim::Known(other)) => !left.bare && one.same(other),
                    _ => false,
                };
                self.product(&one, &other, true, range)?
            }
        };
        let bare = left.bare && right.bare;
        let quotient = quotient && dim == Dim::Known(Dimension::None);
        let expr =
            Expr::Arithmetic { operator, left: Box::new(left.expr), right: Box::new(right.expr) };
        Ok(Typed { quotient, bare, ..Typed::new(expr, Type::Number(dim), range) })
    }

    fn number_operand(&mut self, typed: Typed) -> Checked<Typed> {
        self.need_number(&typed)?;
        Ok(Typed { kind: number_kind(typed.kind), ..typed })
    }

    fn nonzero(&mut self, divisor: &Typed) -> Checked<()> {
        if divisor.kind != Type::Number(Dim::Zero) {
            return Ok(());
        }
        let problem = self.problem(
            "program/division-by-zero",
            divisor.range,
            both("除数是零", "division by zero"),
            both("不能除以零", "zero"),
        );
        self.reporter.fail(problem)
    }

    fn product(&mut self, one: &Dim, other: &Dim, over: bool, range: TextRange) -> Checked<Dim> {
        let plain = Dimension::None;
        let known = |dim: &Dim| match dim {
            Dim::Known(dimension) => Some(dimension.clone()),
            Dim::Zero => Some(plain.clone()),
            Dim::Dynamic => None,
        };
        let (Some(one), Some(other)) = (known(one), known(other)) else {
            return Ok(Dim::Dynamic);
        };
        let result = if over { one.over(&other) } else { one.times(&other) };
        match result {
            Some(dimension) => Ok(Dim::Known(dimension)),
            None => {
                let problem = self.problem(
                    "program/too-large",
                    range,
                    both("乘除的单位太多", "too many units are multiplied here"),
                    both("单位太多", "too many units"),
                );
                self.reporter.fail(problem)
            }
        }
    }

    /// Reports what is no number where one is due.
    pub fn need_number(&mut self, typed: &Typed) -> Checked<()> {
        if typed.kind.is_numeric() {
            return Ok(());
        }
        let name = self.world.type_name(&typed.kind);
        let written = self.source.written(typed.range);
        let mut problem = self.problem(
            "program/not-a-number",
            typed.range,
            both(
                format!("这里应是数，「{written}」是{}", name.chinese),
                format!("a number belongs here; `{written}` is {}", name.english),
            ),
            both("不是数", "not a number"),
        );
        problem = match &typed.kind {
            Type::Bound => self.suggest_limit(problem, typed.range),
            Type::Series(_) => self.suggest_end(problem, typed.range),
            Type::Text => match &typed.expr {
                Expr::Text(text) if is_figure(text) => problem
                    .help("数不加引号", "numbers stand without quotation marks")
                    .replace(typed.range, text.trim()),
                _ => problem,
            },
            _ => problem,
        };
        self.reporter.fail(problem)
    }

    /// A limit is no number; what it allows is.
    fn suggest_limit(&self, problem: Problem, range: TextRange) -> Problem {
        let upper = self.source.spelling("上限", "upper");
        let lower = self.source.spelling("下限", "lower");
        let figure = self.source.spelling("定值", "figure");
        let written = self.source.written(range);
        problem
            .help(
                format!("界限要取出其中的数才能计算：{upper}({written})、{lower}({written}) 或 {figure}({written})"),
                format!("take a figure out of the limit: {upper}({written}), {lower}({written}) or {figure}({written})"),
            )
            .replace(range, format!("{upper}({written})"))
    }

    fn suggest_end(&self, problem: Problem, range: TextRange) -> Problem {
        let first = self.source.spelling("首", "first");
        let last = self.source.spelling("末", "last");
        let written = self.source.written(range);
        problem
            .help(
                format!("序列要取其中一个数：{first}({written}) 或 {last}({written})"),
                format!("take one figure of the series: {first}({written}) or {last}({written})"),
            )
            .replace(range, format!("{last}({written})"))
    }

    fn comparison(
        &mut self,
        operator: Compare,
        left: &Expression,
        right: &Expression,
        range: TextRange,
    ) -> Checked<Typed> {
        let (left, right) = match self.join_idiom(left, right) {
            Some(sides) => sides?,
            None => {
                let left = self.expression(left);
                let right = self.expression(right);
                (left?, right?)
            }
        };
        let (mut left, mut right) = (left, right);
        self.comparable(operator, &mut left, &mut right, range)?;
        let expr =
            Expr::Compare { operator, left: Box::new(left.expr), right: Box::new(right.expr) };
        Ok(Typed::new(expr, Type::Boolean, range))
    }

    /// `甲.名称 = 名称`: where one side names a record and its field in full, the bare name on the
    /// other side means another record's field of that name.
    fn join_idiom(
        &mut self,
        left: &Expression,
        right: &Expression,
    ) -> Option<Checked<(Typed, Typed)>> {
        let (bare, full, bare_is_left) = match (&*left.kind, &*right.kind) {
            (ExpressionKind::Path(one), ExpressionKind::Path(other)) => {
                match (one.len(), other.len()) {
                    (1, 2..) => (left, right, true),
                    (2.., 1) => (right, left, false),
                    _ => return None,
                }
            }
            _ => return None,
        };
        let (ExpressionKind::Path(name), ExpressionKind::Path(path)) = (&*bare.kind, &*full.kind)
        else {
            return None;
        };
        let (name, last) = (name.first()?, path.last()?);
        if name.text != last.text || self.is_bound_name(&name.text) {
            return None;
        }
        let mut readings = self.scope.readings(self.world, &name.text);
        if readings.len() < 2 {
            return None;
        }
        let full = match self.expression(full) {
            Ok(full) => full,
            Err(failed) => return Some(Err(failed)),
        };
        let taken = match &full.expr {
            Expr::Field(field) => Reading::Field(*field),
            Expr::Key(index) => Reading::Key(usize::from(*index)),
            _ => return Some(self.expression(bare).map(|bare| pair(full, bare, bare_is_left))),
        };
        let place = |reading: &Reading| match reading {
            Reading::Field(field) => Some(self.scope.canonical(field.frame, field.up)),
            Reading::Key(_) => None,
        };
        readings.retain(|reading| match (place(reading), place(&taken)) {
            (Some(one), Some(other)) => one != other,
            _ => *reading != taken,
        });
        let bare = match readings.as_slice() {
            [reading] => Ok(self.reading(*reading, bare.range)),
            _ => self.expression(bare),
        };
        Some(bare.map(|bare| pair(full, bare, bare_is_left)))
    }

    /// Turns a reading of a bare name into an expression.
    pub fn reading(&mut self, reading: Reading, range: TextRange) -> Typed {
        match reading {
            Reading::Field(field) => {
                self.used(field.record, Some(field.field), range);
                field_expression(self.world, field, range)
            }
            Reading::Key(index) => {
                let key = self.scope.keys.as_ref().and_then(|keys| keys.get(index));
                let kind = key.map_or(Type::Text, |key| key.kind.clone());
                Typed::new(Expr::Key(index as u16), kind, range)
            }
        }
    }

    fn comparable(
        &mut self,
        operator: Compare,
        left: &mut Typed,
        right: &mut Typed,
        range: TextRange,
    ) -> Checked<()> {
        let equality = matches!(operator, Compare::Equal | Compare::Exactly | Compare::NotEqual);
        match (&left.kind, &right.kind) {
            (Type::Number(_) | Type::Limit, Type::Number(_) | Type::Limit) => {
                let dim = self.same_dimension(left, right, Relation::Compare, range)?;
                self.compared.push(dim);
                Ok(())
            }
            (Type::Text, Type::Text) if equality => Ok(()),
            (Type::Text, Type::Text) => self.fail_order(range),
            (Type::Date, Type::Date)
            | (Type::Period, Type::Period)
            | (Type::Limit, Type::Date | Type::Period)
            | (Type::Date | Type::Period, Type::Limit) => Ok(()),
            (Type::Record(one), Type::Record(other)) if equality && one == other => Ok(()),
            _ => self.unlike(left, right, Relation::Compare, range),
        }
    }

    fn fail_order(&mut self, range: TextRange) -> Checked<()> {
        let problem = self.problem(
            "program/text-order",
            range,
            both("文本没有大小，只能用 = 或 ≠ 比较", "texts have no order; compare with = or ≠"),
            both("两边都是文本", "both are texts"),
        );
        self.reporter.fail(problem)
    }

    /// The type that two alternatives have in common.
    pub fn agree(&mut self, left: &mut Typed, right: &mut Typed) -> Checked<Type> {
        let range = left.range.cover(right.range);
        match (&left.kind, &right.kind) {
            (Type::Number(_) | Type::Limit, Type::Number(_) | Type::Limit) => {
                let dim = self.same_dimension(left, right, Relation::Same, range)?;
                let both_limits = left.kind == Type::Limit && right.kind == Type::Limit;
                Ok(if both_limits { Type::Limit } else { Type::Number(dim) })
            }
            (one, other) if one == other && one.is_single() => Ok(one.clone()),
            _ => {
                self.unlike(left, right, Relation::Same, range)?;
                Ok(left.kind.clone())
            }
        }
    }

    /// Holds two figures to one dimension. A percentage beside a quotient of like figures is taken
    /// as the plain number it is.
    fn same_dimension(
        &mut self,
        left: &mut Typed,
        right: &mut Typed,
        relation: Relation,
        range: TextRange,
    ) -> Checked<Dim> {
        let ratio = Type::ratio();
        if left.quotient && right.kind == ratio {
            plain_ratio(right);
        } else if right.quotient && left.kind == ratio {
            plain_ratio(left);
        }
        let (Some(one), Some(other)) = (left.kind.dim(), right.kind.dim()) else {
            return Err(super::report::Failed);
        };
        if let Some(dim) = common_dim(&one, &other) {
            adopt(&mut left.expr, &dim);
            adopt(&mut right.expr, &dim);
            return Ok(dim);
        }
        let (bare, unit) = if left.bare { (&*left, &other) } else { (&*right, &one) };
        let problem = match unit {
            Dim::Known(dimension) if bare.bare && !is_plain(dimension) => {
                self.missing_unit(bare, dimension)
            }
            _ => self.mismatch(left, right, relation, range),
        };
        self.reporter.fail(problem)
    }

    /// A figure without a unit beside one with a unit.
    pub fn missing_unit(&self, bare: &Typed, dimension: &Dimension) -> Problem {
        let units = &self.world.units;
        let written = self.source.written(bare.range);
        let (name, english) = (dimension.name(units, false), dimension.name(units, true));
        let problem = self.problem(
            "program/bare-number",
            bare.range,
            both(
                format!("「{written}」没有写单位，这里要的是{name}"),
                format!("`{written}` has no unit; a figure of {english} is due"),
            ),
            both("缺单位", "its unit is missing"),
        );
        match dimension {
            Dimension::Ratio => problem.replace(bare.range, format!("{written}%")),
            Dimension::Simple(BaseUnit::Declared(id)) => {
                let known = units.units_of(*id).map(|unit| units.unit_name(unit));
                let (chinese, english) = super::report::quoted_list(known);
                let unit = usual_unit(self.world, *id).map(|unit| units.unit_name(unit));
                problem
                    .help(format!("可用的单位：{chinese}"), format!("its units: {english}"))
                    .replace_if(bare.range, unit.map(|unit| format!("{written} {unit}")))
            }
            _ => problem,
        }
    }

    fn mismatch(
        &self,
        left: &Typed,
        right: &Typed,
        relation: Relation,
        range: TextRange,
    ) -> Problem {
        let (one, other) = (self.world.type_name(&left.kind), self.world.type_name(&right.kind));
        let (left, right) = (self.source.written(left.range), self.source.written(right.range));
        let (words, english) = relation.words();
        self.problem(
            "program/unit-mismatch",
            range,
            both(
                format!("「{left}」是{}，「{right}」是{}，{words}", one.chinese, other.chinese),
                format!(
                    "`{left}` is {}, `{right}` is {}: they {english}",
                    one.english, other.english
                ),
            ),
            both(
                format!("左边是{}，右边是{}", one.chinese, other.chinese),
                format!("{} and {}", one.english, other.english),
            ),
        )
    }

    /// Two operands of different kinds.
    fn unlike(
        &mut self,
        left: &Typed,
        right: &Typed,
        relation: Relation,
        range: TextRange,
    ) -> Checked<()> {
        let mut problem = self.mismatch(left, right, relation, range);
        problem.code = "program/type-mismatch";
        for (one, other) in [(left, right), (right, left)] {
            problem = match (&one.kind, &other.kind) {
                (Type::Bound, Type::Text) => problem.help(
                    "界限是文字时用「匹配」或「包含」来问",
                    "ask a limit in words with `matches` or `contains`",
                ),
                (Type::Bound, _) => self.suggest_limit(problem, one.range),
                (Type::Series(_), _) => self.suggest_end(problem, one.range),
                (Type::Literals, _) => problem.help(
                    "属于清单写「属于」，例如 类别 属于 [“甲”, “乙”]",
                    "write `in` for membership: kind in [\"a\", \"b\"]",
                ),
                (Type::Text, Type::Number(_)) => self.mend_quotes(problem, one, other),
                (Type::Text, Type::Date) => problem.help(
                    "日期不加引号，写作 2020-01-01 或 2020年1月1日",
                    "dates stand without quotation marks: 2020-01-01",
                ),
                (Type::Boolean, _) => {
                    problem.help("条件直接写，不必再比较", "a condition needs no comparison")
                }
                _ => problem,
            };
        }
        self.reporter.fail(problem)
    }

    /// A text that is a figure beside a number, or a figure beside a text.
    fn mend_quotes(&self, problem: Problem, text: &Typed, number: &Typed) -> Problem {
        match (&text.expr, &number.expr) {
            (Expr::Text(figure), _) if is_figure(figure) => problem
                .help("数不加引号", "numbers stand without quotation marks")
                .replace(text.range, figure.trim()),
            (_, Expr::Number(_)) => {
                let written = self.source.written(number.range);
                let quoted = if self.source.is_english() {
                    format!("\"{written}\"")
                } else {
                    format!("“{written}”")
                };
                problem
                    .help("文本要加引号", "texts stand in quotation marks")
                    .replace(number.range, quoted)
            }
            _ => problem,
        }
    }
}

fn pair(full: Typed, bare: Typed, bare_is_left: bool) -> (Typed, Typed) {
    if bare_is_left { (bare, full) } else { (full, bare) }
}

/// Takes a percentage as a plain number: 90 % is 0.9.
pub(crate) fn plain_ratio(typed: &mut Typed) {
    typed.kind = Type::plain();
    if let Expr::Number(number) = &mut typed.expr {
        number.dimension = Dimension::None;
        return;
    }
    if let Some(whole) = Number::percent(Decimal::ONE_HUNDRED) {
        let ratio = std::mem::replace(&mut typed.expr, Expr::Boolean(false));
        typed.expr = Expr::Arithmetic {
            operator: Arithmetic::Divide,
            left: Box::new(ratio),
            right: Box::new(Expr::Number(whole)),
        };
    }
}

/// Whether a text is a figure that could stand without quotation marks.
fn is_figure(text: &str) -> bool {
    let text = text.trim();
    let digits = text.trim_end_matches(['%', '％']);
    digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}
