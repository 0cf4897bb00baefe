//! Operators: what each spelling means, and how it should be written.

use super::{Lowering, Node, ProblemDraft};
use crate::ast::{Aggregate, BinaryOperator, Predicate, TextTest};
use crate::codes;
use crate::parse::Rule;
use gouji_text::Localized;

/// What an infix operator makes.
pub(super) enum Infix {
    Binary(BinaryOperator),
    In { negated: bool },
    Test(TextTest),
}

impl<'text> Lowering<'text> {
    /// Reports an operator that is understood but written otherwise.
    pub fn operator_slip(&self, operator: &Node<'_>) {
        let right = match operator.as_rule() {
            Rule::op_compare => comparison(operator.as_str()).and_then(|(_, right)| right),
            Rule::op_sum | Rule::op_product => match operator.as_str() {
                "加上" => Some("+"),
                "减去" => Some("-"),
                "乘以" => Some("×"),
                "除以" => Some("÷"),
                _ => None,
            },
            Rule::op_and if !crate::Keyword::And.is_spelled(operator.as_str()) => {
                Some(self.spelling(crate::Keyword::And))
            }
            Rule::op_or if !crate::Keyword::Or.is_spelled(operator.as_str()) => {
                Some(self.spelling(crate::Keyword::Or))
            }
            Rule::op_not if !crate::Keyword::Not.is_spelled(operator.as_str()) => {
                Some(self.spelling(crate::Keyword::Not))
            }
            _ => None,
        };
        if let Some(right) = right {
            self.operator_sign(operator, right);
        }
    }

    /// Like [`sign_slip`](Self::sign_slip); a word gets the spaces it needs.
    fn operator_sign(&self, operator: &Node<'_>, right: &str) {
        let span = operator.as_span();
        if !right.starts_with(crate::scan::is_word_start) {
            self.sign_slip(operator, right);
            return;
        }
        let word = crate::scan::is_word_char;
        let before = self.slice(0..span.start()).ends_with(word);
        let after = self.slice(span.end()..self.text.len()).starts_with(word);
        let spaced = [if before { " " } else { "" }, right, if after { " " } else { "" }].concat();
        let wrong = operator.as_str();
        self.report(
            ProblemDraft::new(
                &codes::SIGN,
                span.start()..span.end(),
                Localized::new(
                    format!("「{wrong}」应写作「{right}」"),
                    format!("`{wrong}` is written `{right}` here"),
                ),
                Localized::new(format!("应是「{right}」"), format!("expected `{right}`")),
            )
            .correction(
                span.start()..span.end(),
                spaced,
                Localized::new(format!("改为「{right}」"), format!("replace by `{right}`")),
            ),
        );
    }
}

pub(super) fn is_comparison(operator: BinaryOperator) -> bool {
    use BinaryOperator::*;
    matches!(operator, Equal | Exactly | NotEqual | Less | LessOrEqual | Greater | GreaterOrEqual)
}

pub(super) fn infix_of(operator: &Node<'_>) -> Option<Infix> {
    let written = operator.as_str();
    Some(match operator.as_rule() {
        Rule::op_compare => return comparison(written).map(|(infix, _)| infix),
        Rule::op_and => Infix::Binary(BinaryOperator::And),
        Rule::op_or => Infix::Binary(BinaryOperator::Or),
        Rule::op_sum => match written {
            "+" | "＋" | "加上" => Infix::Binary(BinaryOperator::Add),
            _ => Infix::Binary(BinaryOperator::Subtract),
        },
        Rule::op_product => match written {
            "*" | "×" | "＊" | "乘以" => Infix::Binary(BinaryOperator::Multiply),
            _ => Infix::Binary(BinaryOperator::Divide),
        },
        _ => return None,
    })
}

/// A comparison and, where it is written otherwise, the sign to write.
fn comparison(written: &str) -> Option<(Infix, Option<&'static str>)> {
    use BinaryOperator::*;
    let (operator, right) = match written {
        "=" | "＝" => (Equal, None),
        "≠" => (NotEqual, None),
        "≤" | "≦" | "⩽" => (LessOrEqual, None),
        "≥" | "≧" | "⩾" => (GreaterOrEqual, None),
        "等于" => (Equal, Some("=")),
        "不等于" => (NotEqual, Some("≠")),
        "大于" | "高于" | "多于" | "超过" => (Greater, Some(">")),
        "小于" | "低于" | "少于" => (Less, Some("<")),
        "大于等于" | "不小于" | "不低于" | "不少于" => (GreaterOrEqual, Some("≥")),
        "小于等于" | "不大于" | "不高于" | "不多于" | "不超过" => {
            (LessOrEqual, Some("≤"))
        }
        "恰等于" | "exactly" => (Exactly, None),
        "属于" | "in" => return Some((Infix::In { negated: false }, None)),
        "不属于" | "not_in" => return Some((Infix::In { negated: true }, None)),
        "匹配" | "matches" => return Some((Infix::Test(TextTest::Matches), None)),
        "包含" | "contains" => return Some((Infix::Test(TextTest::Contains), None)),
        "开头是" | "starts_with" => return Some((Infix::Test(TextTest::StartsWith), None)),
        "结尾是" | "ends_with" => return Some((Infix::Test(TextTest::EndsWith), None)),
        signs => return comparison_of_signs(signs),
    };
    Some((Infix::Binary(operator), right))
}

/// Signs of ASCII or full width, in any mixture.
fn comparison_of_signs(signs: &str) -> Option<(Infix, Option<&'static str>)> {
    use BinaryOperator::*;
    let folded: String = signs
        .chars()
        .map(|sign| match sign {
            '＝' => '=',
            '＜' => '<',
            '＞' => '>',
            '！' => '!',
            other => other,
        })
        .collect();
    let (operator, right) = match folded.as_str() {
        "<" => (Less, None),
        ">" => (Greater, None),
        "<=" => (LessOrEqual, None),
        ">=" => (GreaterOrEqual, None),
        "!=" => (NotEqual, None),
        "<>" => (NotEqual, Some("≠")),
        "=<" => (LessOrEqual, Some("≤")),
        "=>" => (GreaterOrEqual, Some("≥")),
        _ => (Equal, Some("=")),
    };
    Some((Infix::Binary(operator), right))
}

pub(super) fn predicate(written: &str) -> Predicate {
    match written {
        "有值" | "present" => Predicate::Present,
        "缺失" | "missing" => Predicate::Missing,
        "空白" | "blank" => Predicate::Blank,
        "不可读" | "unreadable" => Predicate::Unreadable,
        "可量化" | "quantified" => Predicate::Quantified,
        "有上限" | "has_upper" => Predicate::HasUpper,
        _ => Predicate::HasLower,
    }
}

pub(super) fn aggregate(written: &str) -> Aggregate {
    match written {
        "合计" | "sum" => Aggregate::Sum,
        "计数" | "count" => Aggregate::Count,
        "最大" | "max" => Aggregate::Maximum,
        "最小" | "min" => Aggregate::Minimum,
        "平均" | "mean" => Aggregate::Mean,
        "都" | "all" => Aggregate::All,
        "有" | "any" => Aggregate::Any,
        "唯一" | "unique" => Aggregate::Unique,
        _ => Aggregate::Only,
    }
}
