//! 量纲: dimensions, their units and how figures of them are rounded.

use super::declarations::{Declarations, Declared, Items, with_candidates};
use super::form_writer::FormWriter;
use super::report::{Checked, Failed, ItemText, Reporter};
use crate::codes;
use crate::problem::problem_at;
use crate::{Meaning, Problem};
use gouji_syntax::ast;
use gouji_text::Localized;
use gouji_text::TextRange;
use gouji_value::{Decimal, DimensionId, UnitId};
use rustc_hash::FxHashSet;

/// Figures with more digits than this are refused; any computation with fewer is exact.
const MOST_DIGITS: usize = 20;

/// The decimal that `figure` writes; reports one that has too many digits.
pub(crate) fn decimal(
    reporter: &mut Reporter,
    source: ItemText<'_>,
    figure: &str,
    range: TextRange,
) -> Option<Decimal> {
    let digits = figure.bytes().filter(u8::is_ascii_digit).count();
    let exact = (digits <= MOST_DIGITS).then(|| Decimal::from_str_exact(figure).ok()).flatten();
    if exact.is_none() && digits > 0 {
        reporter.push(problem_at(
            &codes::TOO_MANY_DIGITS,
            source.place(range),
            Localized::new(
                format!("这个数超过 {MOST_DIGITS} 位，无法精确表示"),
                format!("a number may have {MOST_DIGITS} digits at most"),
            ),
            Localized::new("位数太多", "too many digits"),
        ));
    }
    exact
}

/// Declares all dimensions and units.
pub(crate) fn declare<'t>(
    items: &Items<'t>,
    declarations: &mut Declarations<'t>,
    reporter: &mut Reporter,
) {
    for broken in &items.broken {
        if matches!(broken.keyword, "量纲" | "dimension") {
            let item = broken.source.item_id();
            declarations.dimensions.declare(&broken.name.text, broken.pack, Err(item));
        }
    }
    super::declarations::duplicates(
        reporter,
        ("量纲", "dimension"),
        &declarations.packs,
        &items.dimensions,
        |dimension| &dimension.name,
    );
    for dimension in &items.dimensions {
        declare_one(dimension, declarations, reporter);
    }
}

fn declare_one<'t>(
    declared: &Declared<'t, ast::Dimension>,
    declarations: &mut Declarations<'t>,
    reporter: &mut Reporter,
) {
    let node = declared.node;
    let name = &node.name;
    if is_type_word(&name.text) {
        reporter.push(problem_at(
            &codes::RESERVED_NAME,
            declared.source.place(name.range),
            Localized::new(
                format!("「{}」已经是一种类型的名字，量纲请换一个名字", name.text),
                format!("`{}` is the name of a type; choose another", name.text),
            ),
            Localized::new("与类型同名", "the name of a type"),
        ));
    }
    let id = declarations.units.add_dimension(&name.text);
    declarations.dimensions.declare(&name.text, declared.pack, Ok(id));
    reporter.declared(declared.source, name, Meaning::Dimension(id));
    let mut names: FxHashSet<&str> = FxHashSet::default();
    for (index, unit) in node.units.iter().enumerate() {
        if !names.insert(unit.name.text.as_str()) {
            reporter.push(unit_taken(declared.source, &unit.name, &name.text));
            continue;
        }
        if let Some(factor) = factor(declared.source, (id, index), unit, declarations, reporter)
            && let Err(conflict) = declarations.units.add_unit(id, &unit.name.text, factor)
        {
            let owner = declarations.units.dimension_name(conflict.dimension).to_owned();
            reporter.push(unit_taken(declared.source, &unit.name, &owner));
        }
        if let Some(id) = declarations.units.unit(&unit.name.text) {
            reporter.declared(declared.source, &unit.name, Meaning::Unit(id));
        }
    }
    if node.units.is_empty() && !declared.damaged {
        reporter.push(problem_at(
            &codes::NO_UNIT,
            declared.source.place(name.range),
            Localized::new(
                format!("量纲「{}」还没有单位，至少要写一个（第一个是基本单位）", name.text),
                format!("dimension `{}` has no unit; the first one is its base", name.text),
            ),
            Localized::new("缺单位", "no unit"),
        ));
    }
    if let Some(precision) = &node.precision
        && let Some(amount) = worth(declared.source, id, precision, "精度", declarations, reporter)
    {
        declarations.units.set_quantum(id, amount);
    }
}

impl FormWriter<'_, '_> {
    /// The place to which a form's figures of a dimension are rounded, in base units. `known`: those of the form that
    /// were stated before.
    pub(crate) fn precision(
        &mut self,
        figure: &ast::UnitFigure,
        known: &[(DimensionId, Decimal)],
    ) -> Checked<(DimensionId, Decimal)> {
        let units = &self.declarations.units;
        let Some(unit) = units.unit(&figure.unit.text) else {
            let name = &figure.unit;
            return self.fail(
                &codes::UNKNOWN_UNIT,
                name.range,
                (format!("没有单位「{}」", name.text), format!("there is no unit `{}`", name.text)),
                ("没有这个单位", "no such unit"),
            );
        };
        let dimension = units.unit_dimension(unit);
        if known.iter().any(|(known, _)| *known == dimension) {
            let name = units.dimension_name(dimension);
            return self.fail(
                &codes::PRECISION_TWICE,
                figure.range,
                (
                    format!("这张表样前面已经写过{name}的精度"),
                    format!("the form has stated the precision of {name} before"),
                ),
                ("重复", "stated twice"),
            );
        }
        let worth = worth(self.source, dimension, figure, "精度", self.declarations, self.reporter);
        worth.map(|place| (dimension, place)).ok_or(Failed)
    }
}

/// How many base units a declared unit is worth.
fn factor(
    source: ItemText<'_>,
    (dimension, index): (DimensionId, usize),
    unit: &ast::UnitDeclaration,
    declarations: &Declarations<'_>,
    reporter: &mut Reporter,
) -> Option<Decimal> {
    match &unit.worth {
        None if index == 0 => Some(Decimal::ONE),
        None => {
            reporter.push(
                problem_at(
                    &codes::UNIT_WITHOUT_WORTH,
                    source.place(unit.name.range),
                    Localized::new(
                        format!("「{}」值多少没有写明；只有第一个单位可以不写", unit.name.text),
                        format!("what `{}` is worth is not stated", unit.name.text),
                    ),
                    Localized::new("缺换算关系", "its worth is missing"),
                )
                .help("例如：千克 = 1000 克", "for example: kilogram = 1000 gram"),
            );
            None
        }
        Some(figure) if index == 0 => {
            reporter.push(problem_at(
                &codes::BASE_UNIT_WITH_WORTH,
                source.place(figure.range),
                Localized::new(
                    format!("「{}」是第一个单位，就是基本单位，不写换算关系", unit.name.text),
                    format!(
                        "`{}` comes first and is the base unit; it has no worth",
                        unit.name.text
                    ),
                ),
                Localized::new("应当删去", "not here"),
            ));
            Some(Decimal::ONE)
        }
        Some(figure) => worth(source, dimension, figure, &unit.name.text, declarations, reporter),
    }
}

/// A figure in base units of its dimension.
fn worth(
    source: ItemText<'_>,
    dimension: DimensionId,
    figure: &ast::UnitFigure,
    what: &str,
    declarations: &Declarations<'_>,
    reporter: &mut Reporter,
) -> Option<Decimal> {
    if let Some(unit) = declarations.units.unit(&figure.unit.text) {
        reporter.used(source, &figure.unit, Meaning::Unit(unit));
    }
    let amount = decimal(reporter, source, &figure.figure, figure.range)?;
    if amount <= Decimal::ZERO {
        let written = source.written(figure.range);
        reporter.push(problem_at(
            &codes::WORTH_NOT_POSITIVE,
            source.place(figure.range),
            Localized::new(
                format!("「{what}」写作「{written}」，应大于零"),
                format!("`{what}` is given as `{written}`; it must be more than zero"),
            ),
            Localized::new("应大于零", "not more than zero"),
        ));
        return None;
    }
    let unit = declarations.units.unit(&figure.unit.text);
    let unit = unit.filter(|unit| declarations.units.unit_dimension(*unit) == dimension);
    let Some(unit) = unit else {
        if figure.unit.text.is_empty() {
            return None;
        }
        reporter_unknown_unit(source, dimension, &figure.unit, declarations, reporter);
        return None;
    };
    let product = amount.checked_mul(declarations.units.unit_factor(unit));
    let digits =
        |product: &Decimal| product.normalize().mantissa().unsigned_abs().to_string().len();
    let product = product.filter(|product| digits(product) <= MOST_DIGITS && !product.is_zero());
    if product.is_none() {
        reporter.push(problem_at(
            &codes::TOO_MANY_DIGITS,
            source.place(figure.range),
            Localized::new(
                "换算成基本单位后位数太多，无法精确表示",
                "too many digits in base units",
            ),
            Localized::new("位数太多", "too many digits"),
        ));
    }
    product
}

fn reporter_unknown_unit(
    source: ItemText<'_>,
    dimension: DimensionId,
    unit: &ast::Name,
    declarations: &Declarations<'_>,
    reporter: &mut Reporter,
) {
    let known =
        || declarations.units.units_of(dimension).map(|unit| declarations.units.unit_name(unit));
    let nearest = reporter.nearest(&unit.text, known());
    let (chinese, english) = super::report::quoted_list(known());
    let problem = problem_at(
        &codes::UNKNOWN_UNIT,
        source.place(unit.range),
        Localized::new(
            format!("「{}」不是前面写过的单位", unit.text),
            format!("`{}` is not a unit declared before", unit.text),
        ),
        Localized::new("没有这个单位", "no such unit"),
    )
    .help(format!("前面写过的单位有{chinese}"), format!("declared before: {english}"));
    reporter.push(with_candidates(problem, unit, &nearest));
}

fn unit_taken(source: ItemText<'_>, name: &ast::Name, owner: &str) -> Problem {
    problem_at(
        &codes::DUPLICATE_UNIT,
        source.place(name.range),
        Localized::new(
            format!("单位「{}」已经在量纲「{owner}」里声明过", name.text),
            format!("unit `{}` is declared already, in dimension `{owner}`", name.text),
        ),
        Localized::new("重复的单位", "declared already"),
    )
}

/// Whether a word names a type of its own, in either language.
pub(crate) fn is_type_word(word: &str) -> bool {
    super::records::type_word(word).is_some()
}

/// The unit of a dimension that corrections propose: the one in which figures are rounded to the
/// second digit or to whole units, else the first.
pub(crate) fn usual_unit(
    declarations: &Declarations<'_>,
    dimension: DimensionId,
) -> Option<UnitId> {
    let units = &declarations.units;
    let first = units.units_of(dimension).next();
    let Some(quantum) = units.quantum(dimension) else { return first };
    let hundred = quantum.checked_mul(Decimal::ONE_HUNDRED);
    let exact = units.units_of(dimension).find(|unit| Some(units.unit_factor(*unit)) == hundred);
    exact
        .or_else(|| units.units_of(dimension).find(|unit| units.unit_factor(*unit) == quantum))
        .or(first)
}
