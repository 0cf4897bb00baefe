//! Questions about the checked program: which rules read a field, which clause of which form fills
//! it, what type an expression has, and what types and figures are called.

use crate::rules::RuleTexts;
use crate::words::{pick, quoted};
use gouji_program::Relation;
use gouji_program::expression::{Arithmetic, Function};
use gouji_program::form::Form;
use gouji_program::{
    Aggregate, Expr, FieldId, FieldKind, Program, RecordTypeId, Rule, Scalar, SourcePlace,
};
use gouji_syntax::Keyword;
use gouji_text::Language;
use gouji_value::{BaseUnit, Dimension};

/// Whether a rule reads a field.
pub(crate) fn reads_field(rule: &Rule, record: RecordTypeId, field: FieldId) -> bool {
    let mut found = false;
    rule.for_each_expression(&mut |expr| {
        found |= match expr {
            Expr::Field(read) => (read.record, read.field) == (record, field),
            Expr::Sole(read) => (read.record, read.field) == (record, field),
            _ => false,
        };
    });
    found
}

/// How a form fills a field.
pub(crate) struct Binding<'p> {
    pub form: &'p Form,
    /// `标签 “预算数”`
    pub clause: String,
    /// Where it is written.
    pub place: SourcePlace,
}

impl Binding<'_> {
    /// `由表样「项目表」读出 · 标签 “预算数”`
    pub(crate) fn words(&self, language: Language) -> String {
        let form = quoted(&self.form.name, language);
        match language {
            Language::Chinese => format!("由表样{form}读出 · {}", self.clause),
            Language::English => format!("read by form {form} · {}", self.clause),
        }
    }
}

/// The clauses of forms that fill a field.
pub(crate) fn bindings<'p>(
    rules: &'p RuleTexts<'_>,
    record: RecordTypeId,
    field: FieldId,
) -> Vec<Binding<'p>> {
    let language = rules.ide.language;
    let mut found = Vec::new();
    for form in &rules.program().forms {
        form.fills(&mut |primitive, filling| {
            if (filling.record, filling.field) == (record, Some(field)) {
                let clause = words(filling.keyword, &filling.labels, language);
                found.push(Binding { form, clause, place: primitive.place() });
            }
        });
    }
    found.dedup_by(|one, other| one.place == other.place && one.clause == other.clause);
    found
}

/// `标签 “预算数” / “预算”`
fn words(keyword: Keyword, labels: &[String], language: Language) -> String {
    let labels: Vec<String> = labels.iter().map(|label| format!("“{label}”")).collect();
    let keyword = keyword.spelling(language);
    format!("{keyword} {}", labels.join(" / ")).trim_end().to_owned()
}

/// Every text that forms look for in cells.
pub(crate) fn labels(program: &Program) -> impl Iterator<Item = &str> {
    let primitives = program.forms.iter().flat_map(Form::primitives);
    primitives.flat_map(|primitive| primitive.labels())
}

/// The name of a type of fields.
pub(crate) fn kind_name(program: &Program, kind: &FieldKind, language: Language) -> String {
    match kind {
        FieldKind::Scalar(scalar) => scalar_name(program, *scalar, language),
        FieldKind::Series { element, periods } => {
            let element = scalar_name(program, *element, language);
            let periods: Vec<String> = periods.iter().map(|name| format!("“{name}”")).collect();
            let (series, by) = (pick(language, "序列", "series"), pick(language, "按", "by"));
            format!("{series} {element} {by} {}", periods.join(", "))
        }
        FieldKind::Related(record, relation) => {
            let name = program.records.at(*record).map_or("", |one| &one.name);
            match (language, relation) {
                (Language::Chinese, Relation::Parent) => format!("{name}（由分级得出）"),
                (Language::Chinese, _) => format!("多个 {name}（由分级得出）"),
                (Language::English, Relation::Parent) => format!("{name} (by `levels`)"),
                (Language::English, _) => format!("many {name} (by `levels`)"),
            }
        }
        FieldKind::List(record) => {
            let name = program.records.at(*record).map_or("", |one| &one.name);
            format!("{} {name}", pick(language, "多个", "many"))
        }
    }
}

/// The name of a type of one value.
pub(crate) fn scalar_name(program: &Program, scalar: Scalar, language: Language) -> String {
    let words = match scalar {
        Scalar::Text => ("文本", "text"),
        Scalar::Integer => ("整数", "integer"),
        Scalar::Number => ("数", "number"),
        Scalar::Quantity(dimension) => return program.units.dimension_name(dimension).to_owned(),
        Scalar::Percent => ("百分比", "percent"),
        Scalar::Bound => ("界限", "bound"),
        Scalar::Date => ("日期", "date"),
        Scalar::Period => ("时点", "period"),
    };
    pick(language, words.0, words.1).to_owned()
}

/// The dimension of a type of one value.
fn dimension_of(scalar: Scalar) -> Option<Dimension> {
    match scalar {
        Scalar::Integer | Scalar::Number => Some(Dimension::None),
        Scalar::Percent => Some(Dimension::Ratio),
        Scalar::Quantity(id) => Some(Dimension::Simple(BaseUnit::Declared(id))),
        Scalar::Text | Scalar::Bound | Scalar::Date | Scalar::Period => None,
    }
}

/// What an expression comes to, as far as that can be told without checking it again.
pub(crate) fn type_name(
    program: &Program,
    rule: &Rule,
    expr: &Expr,
    language: Language,
) -> Option<String> {
    let words = |chinese: &str, english: &str| Some(pick(language, chinese, english).to_owned());
    if let Some(dimension) = dimension(program, rule, expr, 0) {
        return Some(dimension.name(&program.units, language));
    }
    match expr {
        Expr::Text(_) => words("文本", "text"),
        Expr::Date(_) => words("日期", "date"),
        Expr::Field(read) => {
            let field = program.record(read.record).fields.at(read.field)?;
            Some(kind_name(program, &field.kind, language))
        }
        Expr::Sole(read) => {
            let field = program.record(read.record).fields.at(read.field)?;
            Some(kind_name(program, &field.kind, language))
        }
        Expr::Local(index) => {
            let (_, value) = rule.locals.get(usize::from(*index))?;
            // A local reads earlier ones only; a text that says otherwise is not followed.
            (!matches!(value, Expr::Local(_)))
                .then(|| type_name(program, rule, value, language))
                .flatten()
        }
        Expr::Boolean(_)
        | Expr::Compare { .. }
        | Expr::Not(_)
        | Expr::And(_)
        | Expr::Or(_)
        | Expr::Is { .. }
        | Expr::In { .. }
        | Expr::TextTest { .. }
        | Expr::Predicate { .. } => words("真或假", "true or false"),
        Expr::Call { function: Function::ChineseNumber, .. } => words("文本", "text"),
        Expr::Call { function: Function::NeverFalls | Function::Increasing, .. } => {
            words("真或假", "true or false")
        }
        Expr::If { then, .. } => type_name(program, rule, then, language),
        Expr::Default { operand, .. } => type_name(program, rule, operand, language),
        Expr::Aggregate(aggregate) => match (aggregate.function, &aggregate.value) {
            (Aggregate::All | Aggregate::Any | Aggregate::Unique, _) => {
                words("真或假", "true or false")
            }
            (_, Some(value)) => type_name(program, rule, value, language),
            (_, None) => None,
        },
        _ => None,
    }
}

fn dimension(program: &Program, rule: &Rule, expr: &Expr, depth: u32) -> Option<Dimension> {
    if depth > 64 {
        return None;
    }
    let of = |expr: &Expr| dimension(program, rule, expr, depth + 1);
    let of_field = |record: RecordTypeId, field: FieldId| match program
        .records
        .at(record)?
        .fields
        .at(field)?
        .kind
    {
        FieldKind::Scalar(scalar) => dimension_of(scalar),
        FieldKind::Series { .. } | FieldKind::List(_) | FieldKind::Related(..) => None,
    };
    match expr {
        Expr::Number(number) => Some(number.dimension.clone()),
        Expr::Field(read) => of_field(read.record, read.field),
        Expr::Sole(read) => of_field(read.record, read.field),
        Expr::Local(index) => of(&rule.locals.get(usize::from(*index))?.1),
        Expr::Negate(inner) => of(inner),
        Expr::Arithmetic { operator, left, right } => match operator {
            Arithmetic::Add | Arithmetic::Subtract => of(left).or_else(|| of(right)),
            Arithmetic::Multiply => of(left)?.times(&of(right)?),
            Arithmetic::Divide => of(left)?.over(&of(right)?),
        },
        Expr::If { then, otherwise, .. } => of(then).or_else(|| of(otherwise)),
        Expr::Default { operand, .. } => of(operand),
        Expr::Call { function, arguments, .. } => match function {
            Function::Round | Function::Absolute => of(arguments.first()?),
            Function::First | Function::Last | Function::AtPoint => {
                series_dimension(program, arguments.first()?)
            }
            Function::ChangeRate => Some(Dimension::Ratio),
            Function::Year | Function::Magnitude | Function::Length => Some(Dimension::None),
            Function::AsPercent => Some(Dimension::Ratio),
            Function::NeverFalls
            | Function::Increasing
            | Function::Upper
            | Function::Lower
            | Function::Figure
            | Function::ChineseNumber
            | Function::PointOf => None,
        },
        Expr::Aggregate(aggregate) => match (aggregate.function, &aggregate.value) {
            (Aggregate::Count, _) => Some(Dimension::None),
            (
                Aggregate::Sum
                | Aggregate::Maximum
                | Aggregate::Minimum
                | Aggregate::Mean
                | Aggregate::Only,
                Some(value),
            ) => of(value),
            _ => None,
        },
        _ => None,
    }
}

fn series_dimension(program: &Program, expr: &Expr) -> Option<Dimension> {
    let Expr::Field(read) = expr else { return None };
    let record = program.records.at(read.record)?;
    match &record.fields.at(read.field)?.kind {
        FieldKind::Series { element, .. } => dimension_of(*element),
        FieldKind::Scalar(_) | FieldKind::List(_) | FieldKind::Related(..) => None,
    }
}

/// The dimension of a literal in a compound unit, such as 金额/人.
pub(crate) fn compound_name(
    program: &Program,
    numerator: &str,
    denominators: &[&str],
    language: Language,
) -> Option<String> {
    let units = &program.units;
    let base = |name: &str| {
        let base = match units.unit(name) {
            Some(unit) => BaseUnit::Declared(units.unit_dimension(unit)),
            None => BaseUnit::Undeclared(name.into()),
        };
        Dimension::Simple(base)
    };
    let mut dimension = base(numerator);
    for name in denominators {
        dimension = dimension.over(&base(name))?;
    }
    Some(dimension.name(units, language))
}
