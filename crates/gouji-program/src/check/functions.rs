//! Built-in functions, questions about fields, and tests of text.

use super::compile::{Compiler, number_kind};
use super::declarations::{Lookup, with_candidates};
use super::records::{other_language, type_word};
use super::report::{Checked, Failed};
use super::scope::Local;
use super::shift::shift;
use super::types::{Dim, Type, Typed, has_state};
use crate::codes;
use crate::expression::{Function, IsKind};
use crate::{BuiltIn, BuiltInKind, Expr, FieldKind, Meaning, Predicate, Problem, Scalar, TextTest};
use gouji_syntax::ast::{Expression, ExpressionKind, Name};
use gouji_text::{Language, Localized};
use gouji_text::{TextRange, same_text};
use gouji_value::{Dimension, Number};

/// The function of that name in either language; aggregates are no functions.
pub(crate) fn function_named(name: &str) -> Option<(&'static BuiltIn, Function)> {
    let found = BuiltIn::named(name)?;
    match found.kind {
        BuiltInKind::Function(function) => Some((found, function)),
        BuiltInKind::Aggregate(_) => None,
    }
}

/// Words that people write for a function, some from spreadsheets, and its English name.
const ALIASES: [(&str, &str); 16] = [
    ("求和", "sum"),
    ("总和", "sum"),
    ("总计", "sum"),
    ("加总", "sum"),
    ("个数", "count"),
    ("数量", "count"),
    ("条数", "count"),
    ("最大值", "max"),
    ("最小值", "min"),
    ("平均值", "mean"),
    ("平均数", "mean"),
    ("average", "mean"),
    ("avg", "mean"),
    ("四舍五入", "round"),
    ("abs", "absolute"),
    ("存在", "any"),
];

/// The function that people mean by a word, as the language of the file spells it.
fn built_in_meant(word: &str, language: Language) -> Option<&'static str> {
    let word = word.to_lowercase();
    let (_, english) = ALIASES.iter().find(|(alias, _)| *alias == word)?;
    Some(BuiltIn::named(english)?.words(language).name)
}

impl Compiler<'_, '_> {
    pub fn call(
        &mut self,
        name: &Name,
        arguments: &[Expression],
        range: TextRange,
    ) -> Checked<Typed> {
        match self.declarations.definition_names.lookup(
            &name.text,
            self.pack,
            &self.declarations.packs,
        ) {
            Lookup::Found(index) => return self.inline(index, name, arguments, range),
            Lookup::Broken(item) => {
                self.note(name, Meaning::Unread(item));
                self.note_all(arguments);
                return Err(Failed);
            }
            _ => {}
        }
        let Some((built_in, function)) = function_named(&name.text) else {
            self.note_all(arguments);
            return self.unknown_function(name);
        };
        self.note(name, Meaning::Function(built_in.kind));
        let spelling = built_in.words(self.source.language).name;
        let mut sound = true;
        if spelling != name.text {
            let problem = other_language(self.source, name, spelling);
            self.reporter.push(problem);
            sound = false;
        }
        let compiled: Vec<Checked<Typed>> =
            arguments.iter().map(|argument| self.expression(argument)).collect();
        let compiled: Vec<Typed> = compiled.into_iter().collect::<Checked<_>>()?;
        if compiled.len() != built_in.arity() {
            return self.wrong_count(name, built_in.arity(), compiled.len(), range);
        }
        let typed = self.apply(function, compiled, range)?;
        if sound { Ok(typed) } else { Err(Failed) }
    }

    fn unknown_function(&mut self, name: &Name) -> Checked<Typed> {
        if name.text.is_empty() {
            return Err(Failed);
        }
        let language = self.source.language;
        let known = BuiltIn::all().iter().map(|built_in| built_in.words(language).name);
        let mut defined: Vec<&str> = self
            .declarations
            .definition_names
            .visible(self.pack, &self.declarations.packs)
            .map(|(name, _)| name)
            .collect();
        defined.sort_unstable();
        let nearest = match built_in_meant(&name.text, language) {
            Some(meant) => vec![meant.to_owned()],
            None => self.reporter.nearest(&name.text, known.chain(defined)),
        };
        let problem = self.problem(
            &codes::UNKNOWN_FUNCTION,
            name.range,
            Localized::new(
                format!("没有叫「{}」的函数或定义", name.text),
                format!("there is no function or definition called `{}`", name.text),
            ),
            Localized::new("不认识的函数", "unknown function"),
        );
        self.reporter.fail(with_candidates(problem, name, &nearest))
    }

    /// Reports a wrong number of arguments.
    pub fn wrong_count<T>(
        &mut self,
        name: &Name,
        due: usize,
        given: usize,
        range: TextRange,
    ) -> Checked<T> {
        let problem = self.problem(
            &codes::ARGUMENT_COUNT,
            range,
            Localized::new(
                format!("「{}」要 {due} 个参数，这里写了 {given} 个", name.text),
                format!("`{}` takes {due} argument(s), not {given}", name.text),
            ),
            Localized::new(format!("应有 {due} 个参数"), format!("expected {due}")),
        );
        self.reporter.fail(problem)
    }

    fn apply(
        &mut self,
        function: Function,
        mut arguments: Vec<Typed>,
        range: TextRange,
    ) -> Checked<Typed> {
        let mut quotient = false;
        let kind = match (function, arguments.as_mut_slice()) {
            (Function::First | Function::Last, [series]) => {
                Type::of_scalar(self.need_series(series)?)
            }
            (Function::NeverFalls | Function::Increasing, [series]) => {
                let element = self.need_series(series)?;
                if matches!(element, Scalar::Text | Scalar::Bound) {
                    let series = series.clone();
                    return self.unordered(&series, range);
                }
                self.ordered.get_or_insert(element);
                Type::Boolean
            }
            (Function::Upper | Function::Lower | Function::Figure, [limit]) => {
                self.need_limit(limit)?;
                Type::Limit
            }
            (Function::Round, [number, digits]) => {
                self.need_number(number)?;
                self.need_plain(digits)?;
                quotient = number.quotient;
                number_kind(number.kind.clone())
            }
            (Function::Absolute, [number]) => {
                self.need_number(number)?;
                quotient = number.quotient;
                number_kind(number.kind.clone())
            }
            (Function::ChangeRate, [now, before]) => {
                self.need_number(now)?;
                self.need_number(before)?;
                self.agree(now, before)?;
                Type::ratio()
            }
            (Function::ChineseNumber, [number]) => {
                self.need_plain(number)?;
                Type::Text
            }
            (Function::Year, [date]) => {
                self.need_date(date)?;
                Type::plain()
            }
            (Function::Magnitude, [figure]) => {
                if !matches!(figure.kind, Type::Bound | Type::Limit) {
                    self.need_number(figure)?;
                }
                Type::plain()
            }
            (Function::AsPercent, [ratio]) => {
                self.need_ratio(ratio)?;
                Type::ratio()
            }
            (Function::PointOf, [text]) => {
                if !matches!(text.kind, Type::Text | Type::Bound | Type::Period) {
                    return self.wrong_argument(text, "文本或界限", "a text or a limit");
                }
                Type::Period
            }
            (Function::Length, [text]) => {
                if text.kind != Type::Text {
                    return self.wrong_argument(text, "文本", "a text");
                }
                Type::plain()
            }
            _ => return Err(Failed),
        };
        let label = self.source.written(range);
        let arguments = arguments.into_iter().map(|typed| typed.expr).collect();
        Ok(Typed { quotient, ..Typed::new(Expr::Call { function, arguments, label }, kind, range) })
    }

    /// `计划 于 “6月底”`
    pub fn at_point(
        &mut self,
        series: &Expression,
        point: &Expression,
        range: TextRange,
    ) -> Checked<Typed> {
        let typed = self.expression(series)?;
        let element = self.need_series(&typed)?;
        let ExpressionKind::Text(text) = &*point.kind else {
            let point = self.expression(point)?;
            return self.wrong_argument(
                &point,
                "写明的时点，如 “6月底”",
                "a point, such as \"June\"",
            );
        };
        let periods = self.periods_of(&typed);
        let found = periods.iter().position(|period| same_text(period, &text.value));
        let Some(index) = found else {
            let named = periods.join("、");
            let listed = periods.join(", ");
            let problem = self.problem(
                &codes::WRONG_ARGUMENT,
                point.range,
                Localized::new(
                    format!("这个序列没有「{}」这个时点；有：{named}", text.value),
                    format!("this series has no point “{}”; it has: {listed}", text.value),
                ),
                Localized::new("没有这个时点", "no such point"),
            );
            return self.reporter.fail(problem);
        };
        let label = self.source.written(range);
        let index = Expr::Number(Number::count(index));
        let arguments = vec![typed.expr, index];
        let expr = Expr::Call { function: Function::AtPoint, arguments, label };
        Ok(Typed::new(expr, Type::of_scalar(element), range))
    }

    /// The points of a series field.
    fn periods_of(&self, typed: &Typed) -> Vec<String> {
        let (record, field) = match &typed.expr {
            Expr::Field(field) => (field.record, field.field),
            Expr::Sole(sole) => (sole.record, sole.field),
            _ => return Vec::new(),
        };
        let declared = self.declarations.record(record).fields.at(field);
        match declared.map(|declared| &declared.kind) {
            Some(FieldKind::Series { periods, .. }) => periods.clone(),
            _ => Vec::new(),
        }
    }

    fn need_series(&mut self, typed: &Typed) -> Checked<Scalar> {
        if let Some(element) = Self::series_element(&typed.kind) {
            return Ok(element);
        }
        self.wrong_argument(typed, "序列", "a series")
    }

    fn need_limit(&mut self, typed: &Typed) -> Checked<()> {
        if typed.kind == Type::Bound {
            return Ok(());
        }
        self.wrong_argument(typed, "界限", "a limit")
    }

    fn need_date(&mut self, typed: &Typed) -> Checked<()> {
        if matches!(typed.kind, Type::Date | Type::Limit) {
            return Ok(());
        }
        self.wrong_argument(typed, "日期", "a date")
    }

    fn need_ratio(&mut self, typed: &Typed) -> Checked<()> {
        match typed.kind.dim() {
            Some(Dim::Dynamic) => Ok(()),
            Some(Dim::Known(dimension))
                if super::compile::is_plain(&dimension) || dimension == Dimension::Ratio =>
            {
                Ok(())
            }
            _ => self.wrong_argument(typed, "比率", "a ratio"),
        }
    }

    fn need_plain(&mut self, typed: &Typed) -> Checked<()> {
        match typed.kind.dim() {
            Some(Dim::Zero | Dim::Dynamic) => Ok(()),
            Some(Dim::Known(dimension)) if super::compile::is_plain(&dimension) => Ok(()),
            _ => self.wrong_argument(typed, "不带单位的数", "a number without a unit"),
        }
    }

    fn wrong_argument<T>(&mut self, typed: &Typed, due: &str, english: &str) -> Checked<T> {
        let name = self.declarations.type_name(&typed.kind);
        let written = self.source.written(typed.range);
        let problem = self.problem(
            &codes::WRONG_ARGUMENT,
            typed.range,
            Localized::new(
                format!("这里要{due}，「{written}」是{}", name.chinese),
                format!("expected {english}; `{written}` is {}", name.english),
            ),
            Localized::new(format!("应是{due}"), format!("expected {english}")),
        );
        self.reporter.fail(problem)
    }

    fn unordered(&mut self, typed: &Typed, range: TextRange) -> Checked<Typed> {
        let written = self.source.written(typed.range);
        let problem = self.problem(
            &codes::WRONG_ARGUMENT,
            range,
            Localized::new(
                format!("「{written}」的值没有大小次序，不能问增减"),
                format!("the values of `{written}` have no order"),
            ),
            Localized::new("没有大小次序", "no order"),
        );
        self.reporter.fail(problem)
    }

    pub fn predicate(
        &mut self,
        operand: &Expression,
        predicate: Predicate,
        range: TextRange,
    ) -> Checked<Typed> {
        let mut typed = self.expression(operand)?;
        // A local stands for the field it was set to.
        if let Expr::Local(index) = typed.expr
            && let Some(Local { value: Some(value), .. }) = self.locals.get(usize::from(index))
            && has_state(&value.expr)
        {
            typed.expr = value.expr.clone();
            shift(&mut typed.expr, 1, self.depth_below(1));
        }
        match predicate {
            Predicate::Quantified | Predicate::HasUpper | Predicate::HasLower => {
                self.need_limit(&typed)?;
            }
            Predicate::Present | Predicate::Missing | Predicate::Blank | Predicate::Unreadable => {
                self.need_state(&typed)?
            }
        }
        let expr = Expr::Predicate { operand: Box::new(typed.expr), predicate };
        Ok(Typed::new(expr, Type::Boolean, range))
    }

    fn need_state(&mut self, typed: &Typed) -> Checked<()> {
        if has_state(&typed.expr) && !matches!(typed.kind, Type::List(_) | Type::Record(_)) {
            return Ok(());
        }
        let written = self.source.written(typed.range);
        let problem = self
            .problem(
                &codes::NO_STATE,
                typed.range,
                Localized::new(
                    format!("「{written}」是算出来的，不是文件里的一栏，不能问它有没有填"),
                    format!("`{written}` is computed, not a field: it is neither filled nor blank"),
                ),
                Localized::new("应是一栏", "expected a field"),
            )
            .help("请改问算式里的某一栏", "ask one of the fields it is computed from");
        self.reporter.fail(problem)
    }

    pub fn is(&mut self, operand: &Expression, name: &Name, range: TextRange) -> Checked<Typed> {
        let typed = self.expression(operand);
        let kind = self.is_kind(name);
        let (typed, kind) = (typed?, kind?);
        if !matches!(typed.kind, Type::Number(_) | Type::Limit | Type::Date | Type::Period) {
            self.need_number(&typed)?;
        }
        let expr = Expr::Is { operand: Box::new(typed.expr), kind };
        Ok(Typed::new(expr, Type::Boolean, range))
    }

    fn is_kind(&mut self, name: &Name) -> Checked<IsKind> {
        if name.text.is_empty() {
            return Err(Failed);
        }
        if let Some((chinese, english, scalar)) = type_word(&name.text) {
            let kind = match scalar {
                Scalar::Percent => Some(IsKind::Percent),
                Scalar::Number | Scalar::Integer => Some(IsKind::Number),
                Scalar::Date | Scalar::Period => Some(IsKind::Date),
                Scalar::Text | Scalar::Bound | Scalar::Quantity(_) => None,
            };
            let spelling = self.source.spelling(chinese, english);
            if let Some(kind) = kind {
                if spelling == name.text {
                    return Ok(kind);
                }
                let problem = other_language(self.source, name, spelling);
                return self.reporter.fail(problem);
            }
        }
        match self.declarations.dimension_named(&name.text, self.pack) {
            Lookup::Found(dimension) => {
                self.note(name, Meaning::Dimension(dimension));
                return Ok(IsKind::Dimension(dimension));
            }
            Lookup::Broken(item) => {
                self.note(name, Meaning::Unread(item));
                return Err(Failed);
            }
            Lookup::Ambiguous(_) | Lookup::Unknown => {}
        }
        let problem = self.unknown_dimension(name);
        self.reporter.fail(problem)
    }

    fn unknown_dimension(&mut self, name: &Name) -> Problem {
        let mut known: Vec<&str> = self
            .declarations
            .dimensions
            .visible(self.pack, &self.declarations.packs)
            .map(|(name, _)| name)
            .collect();
        known.sort_unstable();
        let (chinese, english) = super::report::quoted_list(known.iter().copied());
        let nearest = self.reporter.nearest(&name.text, known.into_iter());
        let problem = self
            .problem(
                &codes::UNKNOWN_DIMENSION,
                name.range,
                Localized::new(
                    format!(
                        "「是」后面应是量纲或「百分比」「数」「日期」，没有量纲「{}」",
                        name.text
                    ),
                    format!(
                        "`is` asks for a dimension, percent, number or date; not `{}`",
                        name.text
                    ),
                ),
                Localized::new("没有这个量纲", "no such dimension"),
            )
            .help(format!("已有的量纲：{chinese}"), format!("dimensions: {english}"));
        if nearest.is_empty() { problem } else { with_candidates(problem, name, &nearest) }
    }

    pub fn is_in(
        &mut self,
        operand: &Expression,
        list: &Expression,
        negated: bool,
        range: TextRange,
    ) -> Checked<Typed> {
        let operand = self.expression(operand);
        let ExpressionKind::List(members) = &*list.kind else {
            self.note_all([list]);
            let problem = self
                .problem(
                    &codes::NOT_A_LIST,
                    list.range,
                    Localized::new("「属于」后面应是清单", "`in` is followed by a list"),
                    Localized::new("应是清单", "expected a list"),
                )
                .help("例如 类别 属于 [“甲”, “乙”]", "for example kind in [\"a\", \"b\"]");
            return self.reporter.fail(problem);
        };
        let members = self.members(members);
        let (mut operand, mut members) = (operand?, members?);
        for member in &mut members {
            self.agree(&mut operand, member)?;
        }
        let list = members.into_iter().map(|typed| typed.expr).collect();
        let is_in = Expr::In { operand: Box::new(operand.expr), list };
        let expr = if negated { Expr::Not(Box::new(is_in)) } else { is_in };
        Ok(Typed::new(expr, Type::Boolean, range))
    }

    pub fn text_test(
        &mut self,
        operand: &Expression,
        test: TextTest,
        pattern: &Expression,
        range: TextRange,
    ) -> Checked<Typed> {
        let typed = self.expression(operand).and_then(|typed| {
            // The words of a limit that states no figure are a text too.
            let is_text = matches!(typed.kind, Type::Text | Type::Bound);
            if is_text { Ok(typed) } else { self.wrong_argument(&typed, "文本", "a text") }
        });
        let (pattern, template) = if test == TextTest::Matches {
            let ExpressionKind::Text(text) = &*pattern.kind else {
                let problem = self.problem(
                    &codes::PATTERN_NOT_LITERAL,
                    pattern.range,
                    Localized::new(
                        "「匹配」后面应直接写带引号的样式",
                        "`matches` is followed by a text literal",
                    ),
                    Localized::new("应是带引号的文本", "expected a text literal"),
                );
                return self.reporter.fail(problem);
            };
            let template = super::templates::pattern(self.reporter, self.source, text)?;
            (Expr::Text(text.value.clone()), Some(Box::new(template)))
        } else {
            let pattern = self.expression(pattern)?;
            if pattern.kind != Type::Text {
                return self.wrong_argument(&pattern, "文本", "a text");
            }
            (pattern.expr, None)
        };
        let expr = Expr::TextTest {
            operand: Box::new(typed?.expr),
            test,
            pattern: Box::new(pattern),
            template,
        };
        Ok(Typed::new(expr, Type::Boolean, range))
    }
}
