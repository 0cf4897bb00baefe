//! 空白 视为: what blank cells count as.

use crate::check::compile::Compiler;
use crate::check::form_writer::FormWriter;
use crate::check::report::{Checked, Failed};
use crate::check::types::{Dim, Type, adopt, common_dim};
use crate::{Expr, FieldId, FieldKind, Meaning, RecordTypeId, Scalar, codes};
use gouji_syntax::ast::{Expression, Name};
use gouji_value::Number;

/// 空白 视为 …
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlankAs {
    /// The fields.
    pub field: FieldId,
    /// What their blank counts as.
    pub value: Number,
}

impl FormWriter<'_, '_> {
    /// 空白 视为: for each of these record types, which of its fields count as what.
    pub(crate) fn blanks(
        &mut self,
        value: &Expression,
        fields: &[Name],
        records: &[RecordTypeId],
    ) -> Checked<Vec<Vec<BlankAs>>> {
        let number = {
            let pack = self.declared.pack;
            let mut compiler = Compiler::new(self.declarations, self.reporter, self.source, pack);
            compiler.root(value)?
        };
        let (Expr::Number(_), Type::Number(dim)) = (&number.expr, &number.kind) else {
            return self.fail(
                &codes::NOT_A_NUMBER,
                value.range,
                ("空白只能视为一个数，例如 0", "blank counts as a number, such as 0"),
                ("应是数", "expected a number"),
            );
        };
        let mut all: Vec<Vec<BlankAs>> = vec![Vec::new(); records.len()];
        let mut sound = true;
        if fields.is_empty() {
            for (record, blanks) in records.iter().zip(&mut all) {
                for (index, field) in self.declarations.record(*record).fields.iter().enumerate() {
                    if is_blank_figure(&field.kind)
                        && let Some(blank) = blank(&number.expr, dim, index, &field.kind)
                    {
                        blanks.push(blank);
                    }
                }
            }
        }
        for name in fields {
            sound &= self.named_blank(name, (&number.expr, dim), records, &mut all).is_ok();
        }
        let nothing = fields.is_empty() && all.iter().all(Vec::is_empty);
        if nothing && records.iter().all(|record| self.declarations.is_complete(*record)) {
            let (name, written) =
                (self.declarations.type_name(&number.kind), self.source.written(value.range));
            return self.fail(
                &codes::NO_SUCH_FIGURE,
                value.range,
                (
                    format!("「{written}」是{}，这里要填的栏没有一个是{0}", name.chinese),
                    format!("`{written}` is {}, and no field filled here is", name.english),
                ),
                ("没有对应的栏", "no field"),
            );
        }
        if sound { Ok(all) } else { Err(Failed) }
    }

    fn named_blank(
        &mut self,
        name: &Name,
        (value, dim): (&Expr, &Dim),
        records: &[RecordTypeId],
        all: &mut [Vec<BlankAs>],
    ) -> Checked<()> {
        let mut known = None;
        for (record, blanks) in records.iter().zip(all) {
            let fields = self.declarations.record(*record);
            let Some(field) = fields.field_named(&name.text) else { continue };
            self.reporter.used(self.source, name, Meaning::Field(*record, field));
            let kind = &fields.fields[field].kind;
            match blank(value, dim, usize::from(field.0), kind) {
                Some(blank) => {
                    known = Some(true);
                    blanks.push(blank);
                }
                None => known = known.or(Some(false)),
            }
        }
        match known {
            Some(true) => Ok(()),
            Some(false) => self.fail(
                &codes::UNIT_MISMATCH,
                name.range,
                (
                    format!("「{}」不是这种数，空白不能这样视为", name.text),
                    format!("`{}` does not hold figures of this kind", name.text),
                ),
                ("类型不合", "another kind"),
            ),
            None => {
                if let Some(record) = records.first() {
                    self.reporter.push_unknown_field(self.source, *record, name, self.declarations);
                }
                Err(Failed)
            }
        }
    }
}

/// Whether blank cells of a field can count as a number.
fn is_blank_figure(kind: &FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Scalar(Scalar::Integer | Scalar::Number | Scalar::Percent | Scalar::Quantity(_))
    )
}

/// A literal as what a field's blank counts as; `None` where it is not of the field's type.
fn blank(value: &Expr, dim: &Dim, index: usize, kind: &FieldKind) -> Option<BlankAs> {
    let FieldKind::Scalar(scalar) = kind else { return None };
    let Type::Number(due) = Type::of_scalar(*scalar) else { return None };
    let dim = common_dim(dim, &due)?;
    let mut value = value.clone();
    adopt(&mut value, &dim);
    let Expr::Number(value) = value else { return None };
    Some(BlankAs { field: FieldId(u16::try_from(index).ok()?), value })
}
