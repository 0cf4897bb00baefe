//! Aggregates and quantifiers: which records they gather, and what of each.

use super::compile::{Compiler, number_kind};
use super::gathering::{Gather, Start};
use super::report::{Checked, Failed, quoted_list};
use super::scope::Frame;
use super::types::{Type, Typed};
use crate::codes;
use crate::expression::{AggregateExpr, Compare, FieldRef, Gathering};
use crate::problem::Corrected;
use crate::{Aggregate, Expr, FieldKind, Scalar};
use gouji_syntax::ast::{Expression, ExpressionKind};
use gouji_text::Localized;
use gouji_text::TextRange;

/// Frames at run time.
const MOST_FRAMES: usize = 64;

impl Compiler<'_, '_> {
    pub fn aggregate(
        &mut self,
        function: Aggregate,
        over: &Expression,
        (filter, condition): (Option<&Expression>, Option<&Expression>),
        range: TextRange,
    ) -> Checked<Typed> {
        let gather = match self.gathering(over) {
            Ok(gather) => gather,
            Err(failed) => {
                // What the filter is about is known only where the records are.
                let rest = filter.into_iter().chain(condition);
                let known = self.has_no_record();
                self.note_all(std::iter::once(over).chain(rest.filter(|_| known)));
                return Err(failed);
            }
        };
        if self.scope.frames.len() >= MOST_FRAMES {
            return self.spend(u32::MAX, range).and(Err(Failed));
        }
        let whole = gather.whole && matches!(&*over.kind, ExpressionKind::Path(_));
        self.used(gather.record, None, over.range);
        if let (true, ExpressionKind::Path(path)) = (whole, &*over.kind) {
            self.note_whole(path, gather.record);
        }
        let frame = self.scope.frames.len() as u8;
        let (link, owners) = (self.link(&gather), self.owners(&gather));
        self.scope.frames.push(Frame {
            record: Some(gather.record),
            alias: gather.alias.clone(),
            link,
            owners,
            is_partner: false,
        });
        let lists_allowed = std::mem::replace(&mut self.lists_allowed, false);
        let value = (!whole).then(|| self.expression(over));
        let filter = filter.map(|filter| self.condition(filter));
        let condition = condition.map(|condition| self.condition(condition));
        self.lists_allowed = lists_allowed;
        self.scope.frames.pop();
        let parts = AggregateParts {
            value: value.transpose()?,
            filter: filter.transpose()?,
            condition: condition.transpose()?,
        };
        self.build(function, gather, frame, parts, over, range)
    }

    fn condition(&mut self, expression: &Expression) -> Checked<Expr> {
        let typed = self.expression(expression)?;
        self.need_condition(&typed)?;
        Ok(typed.expr)
    }

    fn build(
        &mut self,
        function: Aggregate,
        gather: Gather,
        frame: u8,
        mut parts: AggregateParts,
        over: &Expression,
        range: TextRange,
    ) -> Checked<Typed> {
        let kind = self.result(function, &gather, &mut parts, over, range)?;
        let quotient = parts.value.as_ref().is_some_and(|value| value.quotient)
            && !matches!(function, Aggregate::Count);
        let source = match gather.start {
            Start::All(first) => match self.via(first, &gather.lists) {
                via if via.is_empty() => Gathering::All,
                via => Gathering::Listed { via },
            },
            Start::Record { frame, up } => Gathering::Children { frame, up, lists: gather.lists },
            Start::Group => Gathering::Group { lists: gather.lists },
        };
        let join = parts.filter.as_ref().and_then(|filter| self.join(filter, frame));
        let aggregate = AggregateExpr {
            function,
            source,
            record: gather.record,
            frame,
            filter: parts.filter,
            value: parts.value.map(|value| value.expr),
            condition: parts.condition,
            join,
            label: self.source.written(range),
            place: self.source.place(range),
        };
        Ok(Typed { quotient, ..Typed::new(Expr::Aggregate(Box::new(aggregate)), kind, range) })
    }

    /// The type of the result; puts conditions where they belong.
    fn result(
        &mut self,
        function: Aggregate,
        gather: &Gather,
        parts: &mut AggregateParts,
        over: &Expression,
        range: TextRange,
    ) -> Checked<Type> {
        let boolean = parts.value.as_ref().is_some_and(|value| value.kind == Type::Boolean);
        match function {
            Aggregate::All | Aggregate::Any => {
                if boolean || parts.condition.is_some() {
                    // 都(甲 > 0), 有(甲 > 0): the argument is the condition.
                    let value = parts.value.take().filter(|_| boolean).map(|value| value.expr);
                    let condition = both_hold(value, parts.condition.take());
                    if function == Aggregate::All {
                        parts.condition = condition;
                    } else {
                        parts.filter = both_hold(parts.filter.take(), condition);
                    }
                    return Ok(Type::Boolean);
                }
                if function == Aggregate::Any && parts.value.is_none() {
                    return Ok(Type::Boolean);
                }
                self.no_quantified(function, parts.value.is_some(), over, range)
            }
            _ if parts.condition.is_some() => self.stray_condition(range),
            Aggregate::Count => {
                if let Some(value) = &parts.value {
                    self.need_single(value)?;
                }
                Ok(Type::plain())
            }
            _ => match &parts.value {
                None => self.no_value(function, gather, over),
                Some(value) => self.of_values(function, &value.clone()),
            },
        }
    }

    fn of_values(&mut self, function: Aggregate, value: &Typed) -> Checked<Type> {
        match function {
            Aggregate::Sum | Aggregate::Mean => {
                self.need_number(value)?;
                Ok(number_kind(value.kind.clone()))
            }
            Aggregate::Maximum | Aggregate::Minimum => {
                if !matches!(value.kind, Type::Date | Type::Period) {
                    self.need_number(value)?;
                }
                Ok(value.kind.clone())
            }
            Aggregate::Unique => {
                self.need_single(value)?;
                Ok(Type::Boolean)
            }
            _ => {
                self.need_single(value)?;
                Ok(value.kind.clone())
            }
        }
    }

    fn need_single(&mut self, value: &Typed) -> Checked<()> {
        if value.kind.is_single() && value.kind != Type::Boolean {
            return Ok(());
        }
        let name = self.declarations.type_name(&value.kind);
        let written = self.source.written(value.range);
        let problem = self.problem(
            &codes::NOT_A_VALUE,
            value.range,
            Localized::new(
                format!("这里应是一个值，「{written}」是{}", name.chinese),
                format!("expected a value; `{written}` is {}", name.english),
            ),
            Localized::new("不是一个值", "not a value"),
        );
        self.reporter.fail(problem)
    }

    fn stray_condition<T>(&mut self, range: TextRange) -> Checked<T> {
        let problem = self.problem(
            &codes::ARGUMENT_COUNT,
            range,
            Localized::new(
                "这里只要一个参数；条件写在「其中」后面，例如 合计(甲 其中 条件)",
                "expected one argument; a condition goes behind `where`: sum(a where condition)",
            ),
            Localized::new("多了一个参数", "one argument too many"),
        );
        self.reporter.fail(problem)
    }

    /// 都 without a condition, or 有 of a value.
    fn no_quantified<T>(
        &mut self,
        function: Aggregate,
        has_value: bool,
        over: &Expression,
        range: TextRange,
    ) -> Checked<T> {
        let written = self.source.written(over.range);
        let english = self.source.is_english();
        let example = match (function, has_value, english) {
            (Aggregate::All, false, false) => format!("都({written}, 条件)"),
            (Aggregate::All, false, true) => format!("all({written}, condition)"),
            (Aggregate::All, true, false) => format!("都({written} 有值)"),
            (Aggregate::All, true, true) => format!("all({written} present)"),
            (_, _, false) => format!("有({written} 有值)"),
            (_, _, true) => format!("any({written} present)"),
        };
        let problem = self.problem(
            &codes::NO_CONDITION,
            range,
            Localized::new(
                format!("还没有写条件，例如 {example}"),
                format!("its condition is missing: {example}"),
            ),
            Localized::new("缺条件", "no condition"),
        );
        self.reporter.fail(problem)
    }

    /// A sum of records: of which field?
    fn no_value<T>(
        &mut self,
        function: Aggregate,
        gather: &Gather,
        over: &Expression,
    ) -> Checked<T> {
        let record = self.declarations.record(gather.record);
        let any = matches!(function, Aggregate::Unique | Aggregate::Only);
        let fits = |kind: &FieldKind| match kind {
            FieldKind::Scalar(Scalar::Text | Scalar::Bound | Scalar::Date | Scalar::Period) => any,
            FieldKind::Scalar(_) => true,
            _ => false,
        };
        let fields: Vec<String> = record
            .fields
            .iter()
            .filter(|field| fits(&field.kind))
            .take(8)
            .map(|field| super::report::quoted_name(&field.name))
            .collect();
        let written = self.source.written(over.range);
        let (chinese, english) = quoted_list(fields.iter().map(String::as_str));
        let mut problem = self.problem(
            &codes::NO_VALUE,
            over.range,
            Localized::new(
                format!("「{written}」是记录，还要写明是哪一栏，例如 {written}.栏名"),
                format!("`{written}` are records; say which field: {written}.field"),
            ),
            Localized::new("缺栏名", "no field"),
        );
        if let Some(first) = fields.first() {
            problem = problem
                .help(format!("可用的栏：{chinese}"), format!("its fields: {english}"))
                .replace(over.range, format!("{written}.{first}"));
        }
        self.reporter.fail(problem)
    }

    /// An equality of the filter that an index can answer.
    fn join(&self, filter: &Expr, frame: u8) -> Option<(FieldRef, Expr)> {
        let single = std::slice::from_ref(filter);
        let all = match filter {
            Expr::And(all) => all.as_slice(),
            _ => single,
        };
        let mut best: Option<(FieldRef, &Expr)> = None;
        for condition in all {
            let Expr::Compare { operator: Compare::Equal | Compare::Exactly, left, right } =
                condition
            else {
                continue;
            };
            for (one, other) in [(left, right), (right, left)] {
                let Expr::Field(field) = **one else { continue };
                if field.frame != frame || field.up != 0 || !is_outer(other, frame) {
                    continue;
                }
                match self.join_rank(field) {
                    Some(true) => return Some((field, (**other).clone())),
                    Some(false) if best.is_none() => best = Some((field, other)),
                    _ => {}
                }
            }
        }
        best.map(|(field, other)| (field, other.clone()))
    }

    /// Whether a field is a text (`Some(true)`) or a plain number.
    fn join_rank(&self, field: FieldRef) -> Option<bool> {
        let fields = &self.declarations.record(field.record).fields;
        match fields.at(field.field)?.kind {
            FieldKind::Scalar(Scalar::Text) => Some(true),
            FieldKind::Scalar(Scalar::Integer | Scalar::Number) => Some(false),
            _ => None,
        }
    }
}

/// The compiled parts of an aggregate.
struct AggregateParts {
    value: Option<Typed>,
    filter: Option<Expr>,
    condition: Option<Expr>,
}

fn both_hold(one: Option<Expr>, other: Option<Expr>) -> Option<Expr> {
    match (one, other) {
        (Some(one), Some(other)) => Some(Expr::And(vec![one, other])),
        (one, other) => one.or(other),
    }
}

/// Whether an expression reads outer frames only, by plain means.
fn is_outer(expr: &Expr, frame: u8) -> bool {
    match expr {
        Expr::Field(field) => field.frame < frame,
        Expr::Text(_) | Expr::Number(_) | Expr::Sole(_) | Expr::Local(_) | Expr::Key(_) => true,
        Expr::Negate(operand) => is_outer(operand, frame),
        Expr::Arithmetic { left, right, .. } => is_outer(left, frame) && is_outer(right, frame),
        Expr::Default { operand, value } => is_outer(operand, frame) && is_outer(value, frame),
        Expr::Call { arguments, .. } => arguments.iter().all(|argument| is_outer(argument, frame)),
        _ => false,
    }
}
