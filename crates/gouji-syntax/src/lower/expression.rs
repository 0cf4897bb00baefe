//! Expressions: flat lists of operands and operators, put together by precedence.

use super::operator::{Infix, aggregate, infix_of, is_comparison, predicate};
use super::{Lowering, Node, Nodes, ProblemDraft, fold_letter};
use crate::ast::{
    Aggregate, BinaryOperator, DateLiteral, Expression, ExpressionKind, LiteralUnit, Name,
    NumberLiteral, UnaryOperator,
};
use crate::codes;
use crate::parse::Rule;
use gouji_text::{Localized, TextRange};

use pest::pratt_parser::{Assoc, ConstPrattParser, Op};

/// Deepest tree: operators on a path from the top to a leaf.
const DEEPEST_TREE: u32 = 128;

/// From loose to tight. 缺省 binds more tightly than arithmetic (`x 缺省 0 + y`), questions more
/// tightly than comparisons (`a + b 有值`). The sign is tightest: a prefix looser than an infix would
/// let `a × - b × - …` nest without end.
static PRECEDENCE: ConstPrattParser<Rule, 12> = ConstPrattParser::new_const([
    (Op::infix(Rule::op_or, Assoc::Left), true),
    (Op::infix(Rule::op_and, Assoc::Left), true),
    (Op::prefix(Rule::op_not), true),
    (Op::infix(Rule::op_compare, Assoc::Left), true),
    (Op::postfix(Rule::kw_predicate), true),
    (Op::postfix(Rule::is_test), false),
    (Op::infix(Rule::op_sum, Assoc::Left), true),
    (Op::infix(Rule::op_product, Assoc::Left), true),
    (Op::infix(Rule::op_default, Assoc::Left), true),
    (Op::infix(Rule::missing_operator, Assoc::Left), true),
    (Op::infix(Rule::op_at, Assoc::Left), true),
    (Op::prefix(Rule::op_negate), true),
]);

/// What an expression is for, to say what is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expect {
    /// Something that holds or does not.
    Condition,
    /// Any value.
    Value,
}

/// An expression with what the parents need to know.
struct Subexpression {
    expression: Expression,
    /// Whether it stands in parentheses.
    grouped: bool,
    depth: u32,
}

impl Subexpression {
    fn leaf(kind: ExpressionKind, range: TextRange) -> Self {
        Self { expression: Expression { kind: Box::new(kind), range }, grouped: false, depth: 1 }
    }

    /// Where something is missing, or could not be read.
    fn missing(range: TextRange) -> Self {
        Self::leaf(ExpressionKind::Missing(Vec::new()), range)
    }
}

impl<'text> Lowering<'text> {
    /// An expression; what is missing in it is reported, and stands in it as
    /// [`ExpressionKind::Missing`].
    pub fn expression(&self, node: Node<'_>, expect: Expect) -> Expression {
        self.operand(node, expect).expression
    }

    /// An expression of which nothing is there. Whoever finds it missing has reported it.
    pub fn missing_expression(&self, range: TextRange) -> Expression {
        Subexpression::missing(range).expression
    }

    fn operand(&self, node: Node<'_>, expect: Expect) -> Subexpression {
        let range = self.tight(&node);
        let mut nodes = node.into_inner();
        if nodes.len() == 1
            && let Some(only) = nodes.next()
        {
            return self.primary(only, expect);
        }
        if self.misplaced_not(nodes.clone()) {
            // It would also nest without end: `非 a = 非 b = …`.
            return Subexpression::missing(range);
        }
        let mut first = Some(expect);
        PRECEDENCE
            .map_primary(|node| self.primary(node, first.take().unwrap_or(Expect::Value)))
            .map_prefix(|operator, operand| self.prefix(&operator, operand))
            .map_postfix(|operand, operator| self.postfix(operand, operator))
            .map_infix(|left, operator, right| {
                self.operator_slip(&operator);
                self.infix(left, &operator, right)
            })
            .parse(nodes)
    }

    /// `a = 非 b`: 非 is looser than the operator in front of it.
    fn misplaced_not(&self, nodes: Nodes<'_>) -> bool {
        let mut before = None;
        for node in nodes {
            let rule = node.as_rule();
            let tight = matches!(
                before,
                Some(
                    Rule::op_compare
                        | Rule::op_sum
                        | Rule::op_product
                        | Rule::op_default
                        | Rule::op_at
                        | Rule::op_negate
                )
            );
            if rule == Rule::op_not && tight {
                let span = node.as_span();
                self.report(ProblemDraft::new(
                    &codes::MISPLACED_NOT,
                    span.start()..span.end(),
                    Localized::new(
                        format!("「{0}」在这里要放进括号，例如「({0} 甲)」", node.as_str()),
                        format!("`{0}` needs parentheses here, as in `({0} a)`", node.as_str()),
                    ),
                    Localized::new("要加括号", "needs parentheses"),
                ));
                self.break_clause();
                return true;
            }
            before = Some(rule);
        }
        false
    }

    /// Puts an operator on top of operands, unless the tree grows too deep.
    fn grow(
        &self,
        kind: ExpressionKind,
        range: TextRange,
        depth: u32,
        at: &Node<'_>,
    ) -> Subexpression {
        if depth < DEEPEST_TREE {
            let expression = Expression { kind: Box::new(kind), range };
            return Subexpression { expression, grouped: false, depth: depth + 1 };
        }
        let span = at.as_span();
        if !self.is_clause_broken() {
            self.report(
                ProblemDraft::new(
                    &codes::TOO_DEEP,
                    span.start()..span.end(),
                    Localized::new(
                        format!("一个式子里的运算超过 {DEEPEST_TREE} 层"),
                        format!("an expression of more than {DEEPEST_TREE} operations"),
                    ),
                    Localized::new("式子太长", "too long"),
                )
                .help(Localized::new("用「设」拆成几步", "split it into steps with `let`")),
            );
        }
        self.break_clause();
        Subexpression::missing(range)
    }

    fn prefix(&self, operator: &Node<'_>, operand: Subexpression) -> Subexpression {
        let range = self.span(operator).cover(operand.expression.range);
        let unary = match operator.as_rule() {
            Rule::op_not => {
                self.operator_slip(operator);
                UnaryOperator::Not
            }
            _ => UnaryOperator::Negate,
        };
        let kind = ExpressionKind::Unary { operator: unary, operand: operand.expression };
        self.grow(kind, range, operand.depth, operator)
    }

    fn postfix(&self, operand: Subexpression, operator: Node<'_>) -> Subexpression {
        let predicate_range = self.tight(&operator);
        let range = operand.expression.range.cover(predicate_range);
        let depth = operand.depth;
        let operand = operand.expression;
        if operator.as_rule() == Rule::is_test {
            let kind = match self.dimension_tested(&operator) {
                Some(dimension) => ExpressionKind::Is { operand, dimension },
                None => ExpressionKind::Missing(vec![operand]),
            };
            return self.grow(kind, range, depth, &operator);
        }
        let predicate = predicate(operator.as_str());
        let kind = ExpressionKind::Predicate { operand, predicate, predicate_range };
        self.grow(kind, range, depth, &operator)
    }

    /// The dimension after 是; a question there (`是 空白`) needs no 是.
    fn dimension_tested(&self, node: &Node<'_>) -> Option<Name> {
        let is = node.as_span().start();
        let name = node.clone().into_inner().find(|part| part.as_rule() != Rule::kw_is)?;
        let asks = crate::Keyword::spelled(name.as_str())
            .any(|keyword| keyword.kind() == crate::KeywordKind::Predicate);
        if name.as_rule() == Rule::reserved_name && asks {
            let question = name.as_str();
            self.report(
                ProblemDraft::new(
                    &codes::SUPERFLUOUS_IS,
                    is..name.as_span().end(),
                    Localized::new(
                        format!("「{question}」直接跟在栏后面，不用「是」"),
                        format!("`{question}` follows the field directly, without `is`"),
                    ),
                    Localized::new("多出的「是」", "superfluous `is`"),
                )
                .correction(
                    is..name.as_span().start(),
                    "",
                    Localized::new("删去「是」", "remove `is`"),
                )
                .certain(),
            );
            self.break_clause();
            return None;
        }
        Some(self.name_or_gap(&name))
    }

    fn infix(
        &self,
        left: Subexpression,
        operator: &Node<'_>,
        right: Subexpression,
    ) -> Subexpression {
        let range = left.expression.range.cover(right.expression.range);
        let depth = left.depth.max(right.depth);
        let kind = match infix_of(operator) {
            Some(Infix::Binary(binary)) => {
                if let Some(both) = self.chained(&left, operator, binary, &right) {
                    return self.grow(both, range, depth + 1, operator);
                }
                ExpressionKind::Binary {
                    operator: binary,
                    operator_range: self.span(operator),
                    left: left.expression,
                    right: right.expression,
                }
            }
            Some(Infix::In { negated }) => {
                ExpressionKind::In { operand: left.expression, list: right.expression, negated }
            }
            Some(Infix::Test(test)) => ExpressionKind::TextTest {
                operand: left.expression,
                test,
                pattern: right.expression,
            },
            None if operator.as_rule() == Rule::op_default => {
                ExpressionKind::Default { operand: left.expression, value: right.expression }
            }
            None if operator.as_rule() == Rule::op_at => {
                ExpressionKind::AtPoint { series: left.expression, point: right.expression }
            }
            None => {
                self.missing(operator.as_rule(), operator.as_span().start());
                ExpressionKind::Missing(vec![left.expression, right.expression])
            }
        };
        self.grow(kind, range, depth, operator)
    }

    /// `a < b < c` is understood as `a < b 且 b < c`, and reported.
    fn chained(
        &self,
        left: &Subexpression,
        operator: &Node<'_>,
        binary: BinaryOperator,
        right: &Subexpression,
    ) -> Option<ExpressionKind> {
        let ExpressionKind::Binary { operator: inner, right: middle, .. } = &*left.expression.kind
        else {
            return None;
        };
        if left.grouped || !is_comparison(*inner) || !is_comparison(binary) {
            return None;
        }
        let span = operator.as_span();
        let and = self.spelling(crate::Keyword::And);
        let mut report = ProblemDraft::new(
            &codes::CHAINED_COMPARISON,
            span.start()..span.end(),
            Localized::new(
                "比较不能连写：写成「甲 < 乙 且 乙 < 丙」",
                "comparisons cannot be chained: write `a < b and b < c`",
            ),
            Localized::new("第二个比较", "second comparison"),
        );
        if self.positions.is_exact() {
            let base = self.range(0..0).start;
            let written = middle.range.relative_to(base).of(self.text);
            let text = format!("{and} {written} ");
            report = report.correction(
                span.start()..span.start(),
                &text,
                Localized::new(
                    format!("补上「{}」", text.trim()),
                    format!("insert `{}`", text.trim()),
                ),
            );
        }
        self.report(report);
        let second = ExpressionKind::Binary {
            operator: binary,
            operator_range: self.span(operator),
            left: middle.clone(),
            right: right.expression.clone(),
        };
        let range = middle.range.cover(right.expression.range);
        Some(ExpressionKind::Binary {
            operator: BinaryOperator::And,
            operator_range: self.span(operator),
            left: left.expression.clone(),
            right: Expression { kind: Box::new(second), range },
        })
    }

    fn primary(&self, node: Node<'_>, expect: Expect) -> Subexpression {
        let range = self.tight(&node);
        let leaf = |kind: Option<ExpressionKind>| match kind {
            Some(kind) => Subexpression::leaf(kind, range),
            None => Subexpression::missing(range),
        };
        match node.as_rule() {
            Rule::paren => self.paren(node, range, expect),
            Rule::list => self.list(node, range),
            Rule::text => leaf(self.text_literal(&node).map(ExpressionKind::Text)),
            Rule::date => leaf(self.date(&node).map(ExpressionKind::Date)),
            Rule::number => leaf(self.number(&node).map(ExpressionKind::Number)),
            Rule::kw_boolean => {
                let value = crate::Keyword::True.is_spelled(node.as_str());
                leaf(Some(ExpressionKind::Boolean(value)))
            }
            Rule::if_expression => self.if_expression(node, range),
            Rule::aggregate => self.aggregate(node, range),
            Rule::reference => self.reference(node, range),
            _ => {
                self.missing_operand(node.as_span().start(), expect);
                leaf(None)
            }
        }
    }

    fn paren(&self, node: Node<'_>, range: TextRange, expect: Expect) -> Subexpression {
        let mut operand = Subexpression::missing(range);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::inner_expression => operand = self.operand(part, expect),
                other => self.missing(other, part.as_span().start()),
            }
        }
        operand.grouped = true;
        operand.expression.range = range;
        operand
    }

    /// The expressions among the pairs, and the greatest depth; what is missing is reported.
    fn items(&self, node: Node<'_>) -> (Vec<Expression>, u32) {
        let mut items = Vec::new();
        let mut depth = 0;
        for part in node.into_inner() {
            if part.as_rule() != Rule::inner_expression {
                self.missing(part.as_rule(), part.as_span().start());
                continue;
            }
            self.grouping_comma(&part);
            let item = self.operand(part, Expect::Value);
            depth = depth.max(item.depth);
            items.push(item.expression);
        }
        (items, depth)
    }

    /// `[100,200]`: two numbers or one?
    fn grouping_comma(&self, node: &Node<'_>) {
        let written = node.as_str();
        if !written
            .starts_with(|first: char| first.is_ascii_digit() || ('０'..='９').contains(&first))
        {
            return;
        }
        let Some(number) = node.clone().into_inner().next() else { return };
        let Some(comma) = number.as_str().find(',').filter(|_| number.as_rule() == Rule::number)
        else {
            return;
        };
        let at = number.as_span().start() + comma;
        self.report(
            ProblemDraft::new(
                &codes::GROUPING_COMMA,
                at..at + 1,
                Localized::new(
                    "这里的逗号有歧义：分隔两个数就在后面空一格，千分位就不写",
                    "is this comma between two numbers, or does it group digits? put a space after it, or leave it out",
                ),
                Localized::new("有歧义的逗号", "ambiguous comma"),
            )
            .correction(
                at + 1..at + 1,
                " ",
                Localized::new("是两个数：加一个空格", "two numbers: insert a space"),
            ),
        );
    }

    fn list(&self, node: Node<'_>, range: TextRange) -> Subexpression {
        let at = node.clone();
        let (items, depth) = self.items(node);
        self.grow(ExpressionKind::List(items), range, depth, &at)
    }

    fn if_expression(&self, node: Node<'_>, range: TextRange) -> Subexpression {
        let at = node.clone();
        let mut parts = Vec::with_capacity(3);
        let mut depth = 0;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::expression => {
                    let expect = if parts.is_empty() { Expect::Condition } else { Expect::Value };
                    let operand = self.operand(part, expect);
                    depth = depth.max(operand.depth);
                    parts.push(operand.expression);
                }
                Rule::kw_if | Rule::kw_then | Rule::kw_else => self.word_slip(&part),
                other => self.missing(other, part.as_span().start()),
            }
        }
        let mut parts = parts.into_iter();
        let end = TextRange::empty(range.end);
        let mut part = || parts.next().unwrap_or_else(|| self.missing_expression(end));
        let kind = ExpressionKind::If { condition: part(), then: part(), otherwise: part() };
        self.grow(kind, range, depth, &at)
    }

    fn aggregate(&self, node: Node<'_>, range: TextRange) -> Subexpression {
        let at = node.clone();
        let mut function = Aggregate::Sum;
        let mut function_range = range;
        let mut depth = 0;
        let mut filter = None;
        let mut arguments = Vec::with_capacity(2);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::kw_aggregate => {
                    function = aggregate(part.as_str());
                    function_range = self.span(&part);
                }
                Rule::inner_expression => {
                    if arguments.len() == 2 {
                        self.too_many_arguments(&part);
                        continue;
                    }
                    let expect =
                        if arguments.is_empty() { Expect::Value } else { Expect::Condition };
                    let operand = self.operand(part, expect);
                    depth = depth.max(operand.depth);
                    arguments.push(operand.expression);
                }
                Rule::filter => {
                    let found = self.filter(&part);
                    depth = depth.max(found.depth);
                    if filter.is_some() {
                        self.repeated(&part, crate::Keyword::Where);
                    }
                    filter = Some(found.expression);
                }
                other => self.missing(other, part.as_span().start()),
            }
        }
        let mut arguments = arguments.into_iter();
        let over = arguments.next().unwrap_or_else(|| self.missing_expression(range));
        let condition = arguments.next();
        let kind = ExpressionKind::Aggregate { function, function_range, over, filter, condition };
        self.grow(kind, range, depth, &at)
    }

    fn filter(&self, node: &Node<'_>) -> Subexpression {
        let mut parts = node.clone().into_inner();
        match parts.find(|part| part.as_rule() == Rule::inner_expression) {
            Some(condition) => self.operand(condition, Expect::Condition),
            None => Subexpression::missing(self.tight(node)),
        }
    }

    fn too_many_arguments(&self, node: &Node<'_>) {
        let range = self.place(node);
        self.report(ProblemDraft::new(
            &codes::TOO_MANY_ARGUMENTS,
            range,
            Localized::new(
                "括号里最多两项：要汇总的，和条件",
                "at most two things in these brackets: what is gathered, and a condition",
            ),
            Localized::new("多出的一项", "one too many"),
        ));
    }

    /// A path, or a call.
    fn reference(&self, node: Node<'_>, range: TextRange) -> Subexpression {
        let at = node.clone();
        let mut names: Vec<Name> = Vec::with_capacity(2);
        for part in node.into_inner() {
            if part.as_rule() == Rule::arguments {
                let (arguments, depth) = self.items(part);
                let kind = match names.pop() {
                    Some(function) => ExpressionKind::Call { function, arguments },
                    None => ExpressionKind::Missing(arguments),
                };
                return self.grow(kind, range, depth, &at);
            }
            names.push(self.name_or_gap(&part));
        }
        if let [only] = names.as_slice()
            && let Some(percent) = chinese_percent(&only.text)
        {
            return self.percent_in_words(&at, range, percent);
        }
        let whole = match (names.first(), names.last()) {
            (Some(first), Some(last)) => first.range.cover(last.range),
            _ => range,
        };
        Subexpression::leaf(ExpressionKind::Path(names), whole)
    }

    /// `百分之百`: understood as `100%`, and reported.
    fn percent_in_words(&self, node: &Node<'_>, range: TextRange, percent: u32) -> Subexpression {
        let place = self.place(node);
        let right = format!("{percent}%");
        self.report(
            ProblemDraft::new(
                &codes::PERCENT_IN_WORDS,
                place.clone(),
                Localized::new(
                    format!("百分比写作数字：「{right}」"),
                    format!("percentages are written in figures: `{right}`"),
                ),
                Localized::new(format!("应是「{right}」"), format!("expected `{right}`")),
            )
            .correction(
                place,
                &right,
                Localized::new(format!("改为「{right}」"), format!("replace by `{right}`")),
            ),
        );
        let number =
            NumberLiteral { figure: percent.to_string(), unit: LiteralUnit::Percent, range };
        Subexpression::leaf(ExpressionKind::Number(number), range)
    }

    /// A number with its unit.
    pub fn number(&self, node: &Node<'_>) -> Option<NumberLiteral> {
        let mut figure = String::new();
        let mut percent = false;
        let mut units = Vec::new();
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::figure => figure = plain_figure(part.as_str()),
                Rule::percent => percent = true,
                _ => units.push(self.name(&part)?),
            }
        }
        let mut units = units.into_iter();
        let unit = match units.next() {
            _ if percent => LiteralUnit::Percent,
            Some(numerator) => LiteralUnit::Unit { numerator, denominators: units.collect() },
            None => LiteralUnit::None,
        };
        Some(NumberLiteral { figure, unit, range: self.tight(node) })
    }

    /// A date; `None` (reported) where the calendar has no such day.
    pub fn date(&self, node: &Node<'_>) -> Option<DateLiteral> {
        let mut parts = node
            .as_str()
            .split(|character: char| !fold_letter(character).is_ascii_digit())
            .filter(|part| !part.is_empty())
            .map(|part| part.chars().map(fold_letter).collect::<String>());
        let year: u16 = parts.next()?.parse().ok()?;
        let month: u8 = parts.next()?.parse().ok()?;
        let day: u8 = parts.next()?.parse().ok()?;
        if !(1..=12).contains(&month) || day == 0 || day > days_in_month(year, month) {
            self.report(ProblemDraft::new(
                &codes::NO_SUCH_DATE,
                self.place(node),
                Localized::new(
                    format!("没有{year}年{month}月{day}日这一天"),
                    format!("there is no day {year}-{month:02}-{day:02}"),
                ),
                Localized::new("没有这一天", "no such day"),
            ));
            return None;
        }
        Some(DateLiteral { year, month, day, range: self.tight(node) })
    }

    /// 如果 for 若, 那么 for 则.
    fn word_slip(&self, node: &Node<'_>) {
        let right = match node.as_str() {
            "如果" => crate::Keyword::If,
            "那么" => crate::Keyword::Then,
            _ => return,
        };
        self.sign_slip(node, self.spelling(right));
    }
}

/// Digits in ASCII, without grouping commas.
pub(crate) fn plain_figure(written: &str) -> String {
    written
        .chars()
        .filter(|character| *character != ',')
        .map(|character| if character == '．' { '.' } else { fold_letter(character) })
        .collect()
}

/// 百分之一 … 百分之百.
fn chinese_percent(word: &str) -> Option<u32> {
    let number = word.strip_prefix("百分之")?;
    if number == "百" || number == "一百" {
        return Some(100);
    }
    let digit = |text: &str| -> Option<u32> {
        let mut characters = text.chars();
        let (only, None) = (characters.next()?, characters.next()) else { return None };
        "〇一二三四五六七八九".chars().position(|numeral| numeral == only).map(|at| at as u32)
    };
    match number.split_once('十') {
        None if number == "零" => Some(0),
        None => digit(number),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens).filter(|tens| *tens > 0)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            Some(tens * 10 + ones)
        }
    }
}

fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}
