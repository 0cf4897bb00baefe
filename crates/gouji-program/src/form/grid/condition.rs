//! 行 … 其中: what must hold of the cells of a row, as they are printed.
//!
//! A condition asks of one cell at a time whether it is filled, or holds it against what the rule writes
//! down. It knows no other row, no other record and no arithmetic: rows are told apart before there
//! are records.

use super::rows::CheckedRows;
use crate::check::compile::Compiler;
use crate::check::form_writer::FormWriter;
use crate::check::report::{Checked, Failed};
use crate::check::templates;
use crate::check::types::{Type, adopt, common_dim};
use crate::expression::Compare;
use crate::problem::{Corrected, problem_at};
use crate::template::Template;
use crate::{BuiltInKind, Expr, FieldKind, Meaning, RecordTypeId, Role, Scalar, codes};
use gouji_syntax::ast::{
    Aggregate, BinaryOperator, Expression, ExpressionKind, GridColumn, Name, Predicate, Text,
    TextTest, UnaryOperator,
};
use gouji_text::{Localized, TextRange, fold};
use gouji_value::Number;

/// What must hold of the cells of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowCondition {
    /// `有(编码)`, `编码 有值`, `编码 空白` …
    Is(RowCell, Predicate),
    /// `类 = “201”`, `类 属于 [“201”, “208”]`: one of these texts, folded.
    Text(RowCell, Vec<String>),
    /// `名称 包含 “支出”`, `开头是`, `结尾是`: with this text, folded.
    Part(RowCell, TextTest, String),
    /// `编码 匹配 “{数字}”`
    Matches(RowCell, Template),
    /// `金额 > 0 万元`
    Figure(RowCell, Compare, Number),
    /// 非
    Not(Box<RowCondition>),
    /// 且
    All(Vec<RowCondition>),
    /// 或
    Any(Vec<RowCondition>),
}

/// A cell of the row at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowCell {
    /// Index of the column of the grid.
    pub column: u16,
    /// What stands there.
    pub scalar: Scalar,
}

impl FormWriter<'_, '_> {
    /// The conditions of the kinds of rows. `bound` says what each column fills.
    pub(super) fn conditions(
        &mut self,
        columns: &[GridColumn],
        bound: &[Option<Meaning>],
        rows: &mut [CheckedRows<'_>],
    ) -> Checked<()> {
        let mut sound = true;
        for rows in rows {
            let Some(condition) = rows.condition else { continue };
            let fields = &rows.kind.columns;
            let own: Vec<Option<Meaning>> = (0..columns.len())
                .map(|column| {
                    let field = fields.get(column).copied().flatten();
                    let own = rows.record.zip(field);
                    own.map(|(record, field)| Meaning::Field(record, field))
                })
                .collect();
            let mut writer = ConditionWriter { form: self, columns, own, bound };
            match writer.condition(condition) {
                Ok(condition) => rows.kind.condition = Some(condition),
                Err(Failed) => sound = false,
            }
        }
        if sound { Ok(()) } else { Err(Failed) }
    }
}

struct ConditionWriter<'c, 'f, 't> {
    form: &'c mut FormWriter<'f, 't>,
    columns: &'c [GridColumn],
    /// What each column fills in this kind of row.
    own: Vec<Option<Meaning>>,
    /// What each column fills in any kind.
    bound: &'c [Option<Meaning>],
}

impl ConditionWriter<'_, '_, '_> {
    /// The depth of expressions is bounded by the parser.
    fn condition(&mut self, condition: &Expression) -> Checked<RowCondition> {
        match &*condition.kind {
            ExpressionKind::Unary { operator: UnaryOperator::Not, operand } => {
                Ok(RowCondition::Not(Box::new(self.condition(operand)?)))
            }
            ExpressionKind::Binary { operator, left, right, .. } => match operator {
                BinaryOperator::And => Ok(RowCondition::All(self.both(left, right)?)),
                BinaryOperator::Or => Ok(RowCondition::Any(self.both(left, right)?)),
                other => self.comparison(*other, left, right, condition.range),
            },
            ExpressionKind::Predicate { operand, predicate, .. } => {
                self.state(operand, *predicate, condition.range)
            }
            ExpressionKind::Aggregate {
                function: function @ Aggregate::Any,
                function_range,
                over,
                filter: None,
                condition: None,
            } => {
                let meaning = Meaning::Function(BuiltInKind::Aggregate(*function));
                self.form.reporter.name(self.form.source, *function_range, meaning, Role::Use);
                self.state(over, Predicate::Present, condition.range)
            }
            ExpressionKind::In { operand, list, negated } => {
                let (cell, name) = self.cell(operand)?;
                let ExpressionKind::List(members) = &*list.kind else {
                    return self.too_wide(list.range);
                };
                let texts: Checked<Vec<String>> =
                    members.iter().map(|member| self.text(cell, name, member)).collect();
                let is_in = RowCondition::Text(cell, texts?);
                Ok(if *negated { RowCondition::Not(Box::new(is_in)) } else { is_in })
            }
            ExpressionKind::TextTest { operand, test, pattern } => {
                let (cell, _) = self.cell(operand)?;
                let ExpressionKind::Text(text) = &*pattern.kind else {
                    return self.too_wide(pattern.range);
                };
                self.text_test(cell, *test, text)
            }
            ExpressionKind::Missing(_) => Err(Failed),
            _ => self.too_wide(condition.range),
        }
    }

    fn both(&mut self, left: &Expression, right: &Expression) -> Checked<Vec<RowCondition>> {
        let (left, right) = (self.condition(left), self.condition(right));
        Ok(vec![left?, right?])
    }

    fn state(
        &mut self,
        operand: &Expression,
        predicate: Predicate,
        range: TextRange,
    ) -> Checked<RowCondition> {
        match predicate {
            Predicate::Present | Predicate::Missing | Predicate::Blank | Predicate::Unreadable => {
                Ok(RowCondition::Is(self.cell(operand)?.0, predicate))
            }
            Predicate::Quantified | Predicate::HasUpper | Predicate::HasLower => {
                self.too_wide(range)
            }
        }
    }

    fn text_test(&mut self, cell: RowCell, test: TextTest, text: &Text) -> Checked<RowCondition> {
        if test == TextTest::Matches {
            let (reporter, source) = (&mut *self.form.reporter, self.form.source);
            let template = templates::pattern(reporter, source, text)?;
            return Ok(RowCondition::Matches(cell, template));
        }
        Ok(RowCondition::Part(cell, test, fold(&text.value)))
    }

    /// A cell against what is written down, on whichever side.
    fn comparison(
        &mut self,
        operator: BinaryOperator,
        left: &Expression,
        right: &Expression,
        range: TextRange,
    ) -> Checked<RowCondition> {
        let Some(compare) = compare_of(operator) else { return self.too_wide(range) };
        let (operand, literal, compare) = match &*left.kind {
            ExpressionKind::Path(_) => (left, right, compare),
            _ => (right, left, turned(compare)),
        };
        let (cell, name) = self.cell(operand)?;
        if cell.scalar == Scalar::Text || matches!(&*literal.kind, ExpressionKind::Text(_)) {
            let text = RowCondition::Text(cell, vec![self.text(cell, name, literal)?]);
            return match compare {
                Compare::Equal | Compare::Exactly => Ok(text),
                Compare::NotEqual => Ok(RowCondition::Not(Box::new(text))),
                _ => self.too_wide(range),
            };
        }
        Ok(RowCondition::Figure(cell, compare, self.figure(cell, name, literal)?))
    }

    /// A column of the grid, by its name.
    fn cell<'e>(&mut self, operand: &'e Expression) -> Checked<(RowCell, &'e Name)> {
        let ExpressionKind::Path(path) = &*operand.kind else {
            return self.too_wide(operand.range);
        };
        let [name] = path.as_slice() else { return self.too_wide(operand.range) };
        let column = match self.column_filling(name) {
            Some(column) => column,
            None => self.form.column_called(self.columns, name)?,
        };
        let meaning = self.own.get(column).copied().flatten();
        let meaning = meaning.or(self.bound.get(column).copied().flatten());
        let mut scalar = Scalar::Text;
        let mut said = Meaning::Special;
        if let Some(Meaning::Field(record, field)) = meaning {
            let fields = &self.form.declarations.record(record).fields;
            if let FieldKind::Scalar(of_field) = fields[field].kind {
                scalar = of_field;
            }
            if fields[field].name == name.text {
                said = Meaning::Field(record, field);
            }
        }
        // A name that no field has is the column's alone.
        self.form.reporter.used(self.form.source, name, said);
        Ok((RowCell { column: u16::try_from(column).map_err(|_| Failed)?, scalar }, name))
    }

    /// The column that fills a field of that name where the grid names none: by its place.
    fn column_filling(&self, name: &Name) -> Option<usize> {
        let is_named = |(record, field): (RecordTypeId, crate::FieldId)| {
            self.form.declarations.record(record).fields[field].name == name.text
        };
        self.own.iter().enumerate().find_map(|(number, meaning)| match meaning {
            Some(Meaning::Field(record, field)) if self.columns[number].field.is_none() => {
                is_named((*record, *field)).then_some(number)
            }
            _ => None,
        })
    }

    /// A text that is written down.
    fn text(&mut self, cell: RowCell, name: &Name, literal: &Expression) -> Checked<String> {
        match &*literal.kind {
            ExpressionKind::Text(text) if cell.scalar == Scalar::Text => Ok(fold(&text.value)),
            ExpressionKind::Text(_) => self.other_kind(name, literal, false),
            ExpressionKind::Number(_) if cell.scalar == Scalar::Text => {
                self.other_kind(name, literal, true)
            }
            ExpressionKind::Missing(_) => Err(Failed),
            _ => self.too_wide(literal.range),
        }
    }

    /// A figure that is written down, of the kind that stands in the column.
    fn figure(&mut self, cell: RowCell, name: &Name, literal: &Expression) -> Checked<Number> {
        let form = &mut *self.form;
        let mut compiler =
            Compiler::new(form.declarations, form.reporter, form.source, form.declared.pack);
        let written = match &*literal.kind {
            ExpressionKind::Number(_) | ExpressionKind::Unary { .. } => compiler.root(literal)?,
            ExpressionKind::Missing(_) => return Err(Failed),
            _ => return self.too_wide(literal.range),
        };
        let (Type::Number(dim), Type::Number(due)) = (&written.kind, Type::of_scalar(cell.scalar))
        else {
            return self.too_wide(literal.range);
        };
        let Some(dim) = common_dim(dim, &due) else {
            return self.other_kind(name, literal, false);
        };
        let mut expr = written.expr;
        adopt(&mut expr, &dim);
        match expr {
            Expr::Number(number) => Ok(number),
            Expr::Negate(inner) => match *inner {
                Expr::Number(number) => Ok(number.negated()),
                _ => self.too_wide(literal.range),
            },
            _ => self.too_wide(literal.range),
        }
    }

    fn other_kind<T>(&mut self, name: &Name, literal: &Expression, quote: bool) -> Checked<T> {
        let written = self.form.source.written(literal.range);
        let mut problem = problem_at(
            &codes::UNIT_MISMATCH,
            self.form.source.place(literal.range),
            Localized::new(
                format!("「{}」这一列里的不是这种值，不能与「{written}」相比", name.text),
                format!("column `{}` holds nothing of the kind of `{written}`", name.text),
            ),
            Localized::new("类型不合", "another kind"),
        );
        if quote {
            let (open, close) =
                if self.form.source.is_english() { ('"', '"') } else { ('“', '”') };
            let quoted = format!("{open}{written}{close}");
            problem = problem
                .help(
                    format!("这一列是文本，写作 {quoted}"),
                    format!("the column holds text: write {quoted}"),
                )
                .replace(literal.range, quoted);
        }
        self.form.reporter.fail(problem)
    }

    fn too_wide<T>(&mut self, range: TextRange) -> Checked<T> {
        let problem = problem_at(
            &codes::ROW_CONDITION,
            self.form.source.place(range),
            Localized::new(
                "行的「其中」只能问这一行的一格：填没填，或与写明的值相比",
                "the condition of a row asks of its cells alone: whether one is filled, or how it compares with a value written down",
            ),
            Localized::new("问得太多", "asks for more than the row"),
        );
        self.form.reporter.fail(problem.help(
            "例如「其中 有(编码)」「其中 类 = “201”」「其中 编码 空白 且 金额 > 0」；别的要求请写成规则",
            "as in `where any(code)`, `where class = \"201\"`, `where code blank and amount > 0`; make other demands in rules",
        ))
    }
}

fn compare_of(operator: BinaryOperator) -> Option<Compare> {
    Some(match operator {
        BinaryOperator::Equal => Compare::Equal,
        BinaryOperator::Exactly => Compare::Exactly,
        BinaryOperator::NotEqual => Compare::NotEqual,
        BinaryOperator::Less => Compare::Less,
        BinaryOperator::LessOrEqual => Compare::LessOrEqual,
        BinaryOperator::Greater => Compare::Greater,
        BinaryOperator::GreaterOrEqual => Compare::GreaterOrEqual,
        _ => return None,
    })
}

/// The same comparison with its sides changed.
fn turned(compare: Compare) -> Compare {
    match compare {
        Compare::Less => Compare::Greater,
        Compare::LessOrEqual => Compare::GreaterOrEqual,
        Compare::Greater => Compare::Less,
        Compare::GreaterOrEqual => Compare::LessOrEqual,
        same @ (Compare::Equal | Compare::Exactly | Compare::NotEqual) => same,
    }
}
