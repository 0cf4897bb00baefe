//! What is said of operands that do not fit.

use super::compile::Compiler;
use super::report::Checked;
use super::types::{Type, Typed};
use super::units::usual_unit;
use crate::codes;
use crate::problem::Corrected;
use crate::{Expr, Problem};
use gouji_text::TextRange;
use gouji_text::{Language, Localized};
use gouji_value::{BaseUnit, Dimension};

/// What two operands are to each other, for messages.
#[derive(Clone, Copy)]
pub(crate) enum DimensionRelation {
    Add,
    Subtract,
    Compare,
    /// Branches, members of a list, a default.
    Same,
}

impl DimensionRelation {
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
    /// Reports what is no number where one is expected.
    pub fn need_number(&mut self, typed: &Typed) -> Checked<()> {
        if typed.kind.is_numeric() {
            return Ok(());
        }
        let name = self.declarations.type_name(&typed.kind);
        let written = self.source.written(typed.range);
        let mut problem = self.problem(
            &codes::NOT_A_NUMBER,
            typed.range,
            Localized::new(
                format!("这里应是数，「{written}」是{}", name.chinese),
                format!("a number belongs here; `{written}` is {}", name.english),
            ),
            Localized::new("不是数", "not a number"),
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

    pub fn fail_order(&mut self, range: TextRange) -> Checked<()> {
        let problem = self.problem(
            &codes::TEXT_ORDER,
            range,
            Localized::new(
                "文本没有大小，只能用 = 或 ≠ 比较",
                "texts have no order; compare with = or ≠",
            ),
            Localized::new("两边都是文本", "both are texts"),
        );
        self.reporter.fail(problem)
    }

    /// A figure without a unit beside one with a unit.
    pub fn missing_unit(&self, bare: &Typed, dimension: &Dimension) -> Problem {
        let units = &self.declarations.units;
        let written = self.source.written(bare.range);
        let (name, english) =
            (dimension.name(units, Language::Chinese), dimension.name(units, Language::English));
        let problem = self.problem(
            &codes::BARE_NUMBER,
            bare.range,
            Localized::new(
                format!("「{written}」没有写单位，这里要的是{name}"),
                format!("`{written}` has no unit; expected a figure of {english}"),
            ),
            Localized::new("缺单位", "its unit is missing"),
        );
        match dimension {
            Dimension::Ratio => problem.replace(bare.range, format!("{written}%")),
            Dimension::Simple(BaseUnit::Declared(id)) => {
                let known = units.units_of(*id).map(|unit| units.unit_name(unit));
                let (chinese, english) = super::report::quoted_list(known);
                let unit = usual_unit(self.declarations, *id).map(|unit| units.unit_name(unit));
                problem
                    .help(format!("可用的单位：{chinese}"), format!("its units: {english}"))
                    .replace_if(bare.range, unit.map(|unit| format!("{written} {unit}")))
            }
            _ => problem,
        }
    }

    pub fn mismatch(
        &self,
        left: &Typed,
        right: &Typed,
        relation: DimensionRelation,
        range: TextRange,
    ) -> Problem {
        let (one, other) =
            (self.declarations.type_name(&left.kind), self.declarations.type_name(&right.kind));
        let (left, right) = (self.source.written(left.range), self.source.written(right.range));
        let (words, english) = relation.words();
        self.problem(
            &codes::UNIT_MISMATCH,
            range,
            Localized::new(
                format!("「{left}」是{}，「{right}」是{}，{words}", one.chinese, other.chinese),
                format!(
                    "`{left}` is {}, `{right}` is {}: they {english}",
                    one.english, other.english
                ),
            ),
            Localized::new(
                format!("左边是{}，右边是{}", one.chinese, other.chinese),
                format!("{} and {}", one.english, other.english),
            ),
        )
    }

    /// Two operands of different kinds.
    pub fn unlike(
        &mut self,
        left: &Typed,
        right: &Typed,
        relation: DimensionRelation,
        range: TextRange,
    ) -> Checked<()> {
        let mut problem = self.mismatch(left, right, relation, range);
        problem.code = (&codes::TYPE_MISMATCH).into();
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

/// Whether a text is a figure that could stand without quotation marks.
fn is_figure(text: &str) -> bool {
    let text = text.trim();
    let digits = text.trim_end_matches(['%', '％']);
    digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}
