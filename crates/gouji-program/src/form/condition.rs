//! 其中: a condition that what a clause reads must fulfil.

use crate::check::compile::Compiler;
use crate::check::form_writer::FormWriter;
use crate::check::report::{Checked, one_line};
use crate::check::scope::Frame;
use crate::expression::SoleRef;
use crate::{Expr, RecordTypeId, SourcePlace, codes};
use gouji_syntax::ast::Expression;
use gouji_text::TextRange;

/// 其中 … in a form. It asks about the record that is read (frame 0, and the records that enclose it)
/// and about records that stand for the whole document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormCondition {
    /// The condition.
    pub expr: Expr,
    /// What it asks of records that stand for the whole document.
    pub asks: Vec<SoleRef>,
    /// As written, on one line.
    pub source: String,
    /// Where it is written.
    pub place: SourcePlace,
}

impl FormWriter<'_, '_> {
    /// A condition over a record of this type while it is read.
    pub(crate) fn condition(
        &mut self,
        record: RecordTypeId,
        condition: &Expression,
    ) -> Checked<FormCondition> {
        let (pack, range, own) = (self.declared.pack, condition.range, self.record);
        let mut compiler = Compiler::new(self.declarations, self.reporter, self.source, pack);
        // A member of a list stands in the form's own record.
        let owners = if record == own { Vec::new() } else { vec![own] };
        let (record, alias) = (Some(record), Vec::new());
        compiler.scope.frames.push(Frame { record, owners, alias, link: None, is_partner: false });
        let expr = compiler.root_condition(condition)?;
        let mut asks = Vec::new();
        if !is_answered_while_reading(&expr, &mut asks) {
            return self.too_much(range);
        }
        let source = one_line(self.source.slice(range));
        Ok(FormCondition { expr, asks, source, place: self.source.place(range) })
    }

    fn too_much<T>(&mut self, range: TextRange) -> Checked<T> {
        self.fail(
            &codes::FORM_CONDITION,
            range,
            (
                "读文件的时候还没有全部记录，「其中」里只能比较栏和写明的值，不能用汇总、函数、「若」",
                "records are still being read: a form's condition compares fields and literals, without aggregates, functions or `if`",
            ),
            ("读的时候还不知道", "not known while reading"),
        )
    }
}

/// Whether a condition can be answered of a record while it is read; notes what it asks of others. The
/// depth of expressions is bounded.
fn is_answered_while_reading(expr: &Expr, asks: &mut Vec<SoleRef>) -> bool {
    let mut all = |parts: &[&Expr]| parts.iter().all(|part| is_answered_while_reading(part, asks));
    match expr {
        Expr::Text(_) | Expr::Number(_) | Expr::Date(_) | Expr::Boolean(_) => true,
        Expr::Field(field) => field.frame == 0,
        Expr::Sole(sole) => {
            if !asks.contains(sole) {
                asks.push(*sole);
            }
            true
        }
        Expr::List(parts) | Expr::And(parts) | Expr::Or(parts) => {
            parts.iter().all(|part| is_answered_while_reading(part, asks))
        }
        Expr::Negate(part) | Expr::Not(part) => all(&[part]),
        Expr::Arithmetic { left, right, .. } | Expr::Compare { left, right, .. } => {
            all(&[left, right])
        }
        Expr::Default { operand, value } => all(&[operand, value]),
        Expr::In { operand, list } => {
            all(&[operand]) && list.iter().all(|part| is_answered_while_reading(part, asks))
        }
        Expr::TextTest { operand, pattern, .. } => all(&[operand, pattern]),
        Expr::Predicate { operand, .. } => all(&[operand]),
        Expr::Record { .. }
        | Expr::Local(_)
        | Expr::Key(_)
        | Expr::Witness(_)
        | Expr::If { .. }
        | Expr::Is { .. }
        | Expr::Call { .. }
        | Expr::Aggregate(_) => false,
    }
}
