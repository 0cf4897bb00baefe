//! What is wrong, in words.

use super::Describer;
use super::failing_part::{FailingPart, OtherPart};
use super::proof::{Arithmetics, demanded};
use crate::ProofSide;
use gouji_program::expression::{Compare, Function, IsKind};
use gouji_program::{
    Aggregate, Expr, MessagePart, MessageTemplate, Obligation, Predicate, TextTest,
};
use gouji_text::{Localized, tidy};
use gouji_value::Value;

impl<'a> Describer<'_, 'a, '_> {
    /// The message a rule words itself, its holes filled. It is in the rule's own language, and
    /// there is no other.
    pub(crate) fn stated_message(
        &mut self,
        message: &'a MessageTemplate,
        failing: &FailingPart<'a>,
        arithmetics: Option<&Arithmetics>,
    ) -> Localized {
        let mut words = Localized::default();
        for part in &message.parts {
            words = match part {
                MessagePart::Text(text) => words.then(text, text),
                MessagePart::Hole(expr) => {
                    let side = arithmetics.and_then(|found| found.computed_side(failing, expr));
                    let shown = match side {
                        Some(side) => side.value.words(),
                        None => self.show(expr),
                    };
                    let shown = shown.in_language(message.language);
                    words.then(shown, shown)
                }
            };
        }
        words
    }

    /// A message for an obligation that words none: all branches that would have done.
    pub(crate) fn default_message(
        &mut self,
        failing: &FailingPart<'a>,
        arithmetics: Option<&Arithmetics>,
        obligation: &'a Obligation,
    ) -> Localized {
        // Where a part has no words of its own, what is demanded is quoted whole, and once.
        self.branches(failing, arithmetics).unwrap_or_else(|| {
            let source = &obligation.source;
            if failing.wanted {
                Localized::new(format!("不符合：{source}"), format!("does not hold: {source}"))
            } else {
                Localized::new(format!("不应：{source}"), format!("should not hold: {source}"))
            }
        })
    }

    /// The words for a part and for those beside it; nothing where one of them has none.
    fn branches(
        &mut self,
        failing: &FailingPart<'a>,
        arithmetics: Option<&Arithmetics>,
    ) -> Option<Localized> {
        let mut words = self.part_message(failing, arithmetics)?;
        for other in &failing.others {
            // 真 and 假 are nothing that could be mended.
            if matches!(other.expr, Expr::Boolean(_)) {
                continue;
            }
            // What both speak of is named once.
            let part = without_shared_subject(&words, self.other_branches(*other)?);
            let (chinese, english) = match other.is_alternative {
                true => ("，或者", ", or "),
                false => ("；而且", "; and "),
            };
            words = words.then(chinese, english).and(&part);
        }
        for condition in failing.conditions.iter().rev() {
            if let Some(lead) = self.condition_words(condition) {
                words = lead.and(&words);
            }
        }
        Some(words)
    }

    fn other_branches(&mut self, other: OtherPart<'a>) -> Option<Localized> {
        let mut failing = self.failing_part(other.expr, other.wanted);
        let bindings = std::mem::take(&mut failing.bindings);
        let outside = std::mem::replace(&mut self.evaluator.instance.bindings, bindings);
        let arithmetics = match failing.expr {
            Expr::Compare { operator, left, right } => {
                self.arithmetics(*operator, left, right, failing.wanted)
            }
            _ => None,
        };
        let words = self.branches(&failing, arithmetics.as_ref());
        self.evaluator.instance.bindings = outside;
        words
    }

    /// `类「丙类」时，`: what a 若 found.
    fn condition_words(&mut self, condition: &'a Expr) -> Option<Localized> {
        let operand = match condition {
            Expr::Compare { left, .. } => left,
            Expr::Predicate { operand, .. }
            | Expr::Is { operand, .. }
            | Expr::In { operand, .. }
            | Expr::TextTest { operand, .. } => operand,
            Expr::Not(inner) => return self.condition_words(inner),
            _ => return None,
        };
        let found = self.named_value(operand, true);
        Some(Localized::new(format!("{}时，", found.chinese), format!("with {}, ", found.english)))
    }

    /// A message for one part; nothing where the language has no words for it.
    fn part_message(
        &mut self,
        failing: &FailingPart<'a>,
        arithmetics: Option<&Arithmetics>,
    ) -> Option<Localized> {
        if let Some(arithmetics) = arithmetics {
            return Some(self.arithmetic_message(arithmetics));
        }
        let wanted = failing.wanted;
        match failing.expr {
            Expr::Compare { operator, left, right } => {
                Some(self.comparison_message(demanded(*operator, wanted), left, right))
            }
            Expr::Predicate { operand, predicate } => {
                Some(self.predicate_message(operand, *predicate, wanted))
            }
            Expr::Is { operand, kind } => Some(self.kind_message(operand, *kind, wanted)),
            Expr::In { operand, list } => Some(self.membership_message(operand, list, wanted)),
            Expr::TextTest { operand, test, pattern, .. } => {
                Some(self.text_message(operand, *test, pattern, wanted))
            }
            Expr::Call { function, arguments, .. } => {
                self.order_message(*function, arguments, wanted)
            }
            Expr::Aggregate(_) => self.quantifier_message(failing),
            _ => None,
        }
    }

    fn arithmetic_message(&self, arithmetics: &Arithmetics) -> Localized {
        let proof = &arithmetics.proof;
        let (left, right) = if arithmetics.swapped {
            (&proof.right, &proof.left)
        } else {
            (&proof.left, &proof.right)
        };
        let (left_literal, right_literal) = arithmetics.literal;
        let between = match arithmetics.demanded {
            Compare::Equal | Compare::Exactly if !left_literal && !right_literal => {
                return self.difference_message(arithmetics);
            }
            Compare::Equal | Compare::Exactly => ("应等于", "should equal"),
            Compare::NotEqual => ("不应等于", "should not equal"),
            Compare::Less => ("应小于", "should be less than"),
            Compare::LessOrEqual => ("超过", "is more than"),
            Compare::Greater => ("应大于", "should be more than"),
            Compare::GreaterOrEqual => ("低于", "is less than"),
        };
        let (first, second) = (named_side(left, left_literal), named_side(right, right_literal));
        let space = if right_literal { " " } else { "" };
        Localized::new(
            format!("{}，{}{space}{}", first.chinese, between.0, second.chinese),
            format!("{} {} {}", first.english, between.1, second.english),
        )
    }

    /// `合计 9214.60 万元，各项之和 9214.50 万元，相差 0.10 万元`
    fn difference_message(&self, arithmetics: &Arithmetics) -> Localized {
        let proof = &arithmetics.proof;
        let left = named_side(&proof.left, false);
        let right = named_side(&proof.right, false);
        let difference = arithmetics.difference.absolute().display(&self.records.program.units);
        Localized::new(
            format!("{}，{}，相差 {difference}", left.chinese, right.chinese),
            format!("{}, {}, a difference of {difference}", left.english, right.english),
        )
    }

    /// `甲「x」应等于「y」`
    fn comparison_message(
        &mut self,
        relation: Compare,
        left: &'a Expr,
        right: &'a Expr,
    ) -> Localized {
        let is_text = matches!(
            self.evaluator.value(left),
            Ok(crate::known::Known::Text(_) | crate::known::Known::Bound(..))
        );
        let first = self.named_value(left, is_text);
        let second = self.named_value(right, is_text);
        let between = match relation {
            Compare::Equal | Compare::Exactly => ("应等于", " should equal "),
            Compare::NotEqual => ("不应等于", " should not equal "),
            Compare::Less => ("应早于", " should be before "),
            Compare::LessOrEqual => ("应不晚于", " should not be after "),
            Compare::Greater => ("应晚于", " should be after "),
            Compare::GreaterOrEqual => ("应不早于", " should not be before "),
        };
        let space = if is_text { "" } else { "，" };
        first.then(space, "").then(between.0, between.1).and(&second)
    }

    fn named_value(&mut self, expr: &'a Expr, is_text: bool) -> Localized {
        let (name, value) = self.name_and_value(expr);
        if is_text {
            return Localized::new(
                format!("{}「{}」", name.chinese, value.chinese),
                spaced(&name.english, &format!("“{}”", value.english)),
            );
        }
        Localized::new(spaced(&name.chinese, &value.chinese), spaced(&name.english, &value.english))
    }

    /// `指标值「≥50 万元」没有上限`
    fn predicate_message(
        &mut self,
        operand: &'a Expr,
        predicate: Predicate,
        wanted: bool,
    ) -> Localized {
        let name = self.describe(operand);
        if matches!(predicate, Predicate::Present | Predicate::Missing | Predicate::Blank) {
            let expects_value = (predicate == Predicate::Present) == wanted;
            let shown = self.show(operand);
            let quoted =
                Localized::new(format!("「{}」", name.chinese), format!("“{}” ", name.english));
            return match (expects_value, predicate) {
                (true, Predicate::Blank) => quoted.then("空白", "is blank"),
                (true, _) => quoted.then("", "is ").and(&self.state_or_missing(operand, shown)),
                (false, Predicate::Blank) => {
                    let shown = Localized::new(
                        format!("不是空白，而是「{}」", shown.chinese),
                        format!("is not blank but “{}”", shown.english),
                    );
                    quoted.and(&shown)
                }
                (false, _) => {
                    let shown = Localized::new(
                        format!("不应有值，写作「{}」", shown.chinese),
                        format!("should have no value but says “{}”", shown.english),
                    );
                    quoted.and(&shown)
                }
            };
        }
        let (chinese, english) = match (predicate, wanted) {
            (Predicate::HasUpper, true) => ("没有上限", "has no upper limit"),
            (Predicate::HasUpper, false) => ("不应有上限", "should have no upper limit"),
            (Predicate::HasLower, true) => ("没有下限", "has no lower limit"),
            (Predicate::HasLower, false) => ("不应有下限", "should have no lower limit"),
            (Predicate::Unreadable, true) => ("可以读出", "is readable"),
            (Predicate::Unreadable, false) => ("不可读", "is unreadable"),
            (_, true) => ("不可量化", "states no figure"),
            (_, false) => ("不应可量化", "should state no figure"),
        };
        let shown = self.show(operand);
        Localized::new(
            format!("{}「{}」{chinese}", name.chinese, shown.chinese),
            format!("{} “{}” {english}", name.english, shown.english),
        )
    }

    /// The state of a field as found; of what is no field, that it is missing.
    fn state_or_missing(&mut self, operand: &'a Expr, shown: Localized) -> Localized {
        let field =
            self.field_of(operand).and_then(|(record, field)| self.records.field(record, field));
        match field.map(|field| &field.content) {
            Some(gouji_facts::Content::Series(_)) => Localized::new("没有填写", "not filled in"),
            Some(gouji_facts::Content::List(_) | gouji_facts::Content::Related(_)) => {
                Localized::new("没有记录", "empty")
            }
            Some(content) => super::names::state_words(content),
            None if shown.chinese.is_empty() => Localized::new("缺失", "absent"),
            None => shown,
        }
    }

    fn kind_message(&mut self, operand: &'a Expr, kind: IsKind, wanted: bool) -> Localized {
        let units = &self.records.program.units;
        let kind = match kind {
            IsKind::Dimension(dimension) => Localized::same(units.dimension_name(dimension)),
            IsKind::Percent => Localized::new("百分比", "a percentage"),
            IsKind::Number => Localized::new("数", "a plain number"),
            IsKind::Date => Localized::new("日期", "a date"),
        };
        let first = self.named_value(operand, true);
        let (chinese, english) =
            if wanted { ("不是", " is not ") } else { ("不应是", " should not be ") };
        first.then(chinese, english).and(&kind)
    }

    fn membership_message(
        &mut self,
        operand: &'a Expr,
        list: &'a [Expr],
        wanted: bool,
    ) -> Localized {
        let first = self.named_value(operand, true);
        let members: Vec<Localized> = list.iter().map(|member| self.show(member)).collect();
        let chinese: Vec<_> = members.iter().map(|member| member.chinese.as_str()).collect();
        let english: Vec<_> = members.iter().map(|member| member.english.as_str()).collect();
        let between = if wanted {
            ("应为下列之一：", " should be one of: ")
        } else {
            ("不应是下列之一：", " should be none of: ")
        };
        first.then(between.0, between.1).then(&chinese.join("、"), &english.join(", "))
    }

    fn text_message(
        &mut self,
        operand: &'a Expr,
        test: TextTest,
        pattern: &'a Expr,
        wanted: bool,
    ) -> Localized {
        let first = self.named_value(operand, true);
        let pattern = self.show(pattern);
        let not = if wanted { ("应", " should ") } else { ("不应", " should not ") };
        let first = first.then(not.0, not.1);
        match test {
            TextTest::Contains => first.then("包含", "contain "),
            TextTest::StartsWith => first.then("开头是", "start with "),
            TextTest::EndsWith => first.then("结尾是", "end with "),
            TextTest::Matches => first.then("写作", "read "),
        }
        .then(&format!("「{}」", pattern.chinese), &format!("“{}”", pattern.english))
    }

    fn order_message(
        &mut self,
        function: Function,
        arguments: &'a [Expr],
        wanted: bool,
    ) -> Option<Localized> {
        let series = arguments.first()?;
        let name = self.describe(series);
        if !wanted {
            let (chinese, english) = match function {
                Function::NeverFalls => ("不应逐期不减", " should fall at some point"),
                Function::Increasing => ("不应逐期递增", " should not rise throughout"),
                _ => return None,
            };
            return Some(name.then(chinese, english));
        }
        let found = self.evaluator.instance.bindings.out_of_order?;
        let shown = |index| {
            let period = self.records.point_name(found.record, found.field, index).unwrap_or("");
            let point = self.records.field_or_point(found.record, found.field, Some(index))?;
            let value = match &point.content {
                gouji_facts::Content::Value(Value::Number(number)) => {
                    number.display(&self.records.program.units)
                }
                _ => tidy(self.records.facts.text(found.record, point)),
            };
            Some((period, value))
        };
        let (previous_period, previous) = shown(found.previous)?;
        let (next_period, next) = shown(found.next)?;
        let (chinese, english) = match function {
            Function::NeverFalls => ("反降为", "but only"),
            Function::Increasing => ("没有增加，为", "but not more than that,"),
            _ => return None,
        };
        Some(name.then(
            &format!("：{previous_period}为 {previous}，{next_period}{chinese} {next}"),
            &format!(": {previous} at {previous_period}, {english} {next} at {next_period}"),
        ))
    }

    fn quantifier_message(&mut self, failing: &FailingPart<'a>) -> Option<Localized> {
        let Expr::Aggregate(aggregate) = failing.expr else { return None };
        let label = &aggregate.label;
        Some(match (aggregate.function, failing.wanted) {
            (Aggregate::Unique, true) => {
                let (aggregate, duplicate) = failing.duplicate.as_ref()?;
                let value = self.evaluator.value_at(aggregate, duplicate.second).ok()?;
                let value = self.records.show_known(&value);
                let name = self.describe(aggregate.value.as_ref()?);
                Localized::new(
                    format!("{}「{}」重复", name.chinese, value.chinese),
                    format!("{} “{}” occurs more than once", name.english, value.english),
                )
            }
            (Aggregate::Any, true) => Localized::new(
                format!("没有符合条件的记录：{label}"),
                format!("there is none: {label}"),
            ),
            (Aggregate::Any, false) => {
                Localized::new(format!("不应有：{label}"), format!("there should be none: {label}"))
            }
            _ => return None,
        })
    }
}

impl Arithmetics {
    /// The side of the comparison that an expression computes: it is shown in the unit that the
    /// comparison is shown in. A figure as read is shown as it was read.
    fn computed_side(&self, failing: &FailingPart<'_>, expr: &Expr) -> Option<&ProofSide> {
        let Expr::Compare { left, right, .. } = failing.expr else { return None };
        if !is_computed(expr) {
            return None;
        }
        let (first, second) = match self.swapped {
            true => (&self.proof.right, &self.proof.left),
            false => (&self.proof.left, &self.proof.right),
        };
        if **left == *expr {
            Some(first)
        } else if **right == *expr {
            Some(second)
        } else {
            None
        }
    }
}

/// Whether an expression is a computation of figures, or a 设, which may be one.
fn is_computed(expr: &Expr) -> bool {
    match expr {
        Expr::Arithmetic { .. } | Expr::Negate(_) | Expr::Local(_) => true,
        Expr::Aggregate(aggregate) => aggregate.function == Aggregate::Sum,
        _ => false,
    }
}

fn named_side(side: &ProofSide, is_literal: bool) -> Localized {
    let value = side.value.words();
    if is_literal {
        return value;
    }
    Localized::new(
        spaced(&side.label.chinese, &value.chinese),
        spaced(&side.label.english, &value.english),
    )
}

fn spaced(name: &str, value: &str) -> String {
    if name.is_empty() { value.to_owned() } else { format!("{name} {value}") }
}

/// A message without the subject that it shares with the one before it: what stands in front of the first
/// comma.
fn without_shared_subject(before: &Localized, message: Localized) -> Localized {
    let rest = |before: &str, message: &str| -> Option<String> {
        let (subject, rest) = message.split_once('，')?;
        let is_shared = before.rsplit("或者").any(|part| part.starts_with(&format!("{subject}，")));
        is_shared.then(|| rest.to_owned())
    };
    match rest(&before.chinese, &message.chinese) {
        Some(chinese) => Localized { chinese, english: message.english },
        None => message,
    }
}
