//! What the tests of this crate share.
#![allow(dead_code)] // Each test binary uses a part of it.

use gouji_diagnostic::Diagnostic;
use gouji_syntax::ast::{Expression, Item, ItemKind, Obligation, Rule, RuleClause, SourceFile};
use gouji_syntax::parse;
use gouji_text::TextRange;

/// The larger of the language's own examples.
pub const PACK: &str = include_str!("../data/pack.gouji");
/// The same in English keywords.
pub const ENGLISH: &str = include_str!("../data/english.gouji");
/// Every construct, in Chinese keywords and with full-width signs.
pub const CONSTRUCTS: &str = include_str!("../data/constructs.gouji");
/// Every construct, in English keywords.
pub const CONSTRUCTS_ENGLISH: &str = include_str!("../data/constructs-english.gouji");

/// A problem, the text it is about, and its correction `(replaced, by)`.
pub type Found = (Diagnostic<TextRange>, String, Option<(String, String)>);

/// All problems of a file.
pub fn problems(text: &str) -> Vec<Found> {
    let file = parse(text);
    let of = |problem: &Diagnostic<TextRange>, base: u32| {
        let at = problem.subject().expect("a place").shifted(base).of(text).to_owned();
        let correction = problem
            .edits()
            .next()
            .map(|edit| (edit.at.shifted(base).of(text).to_owned(), edit.text.clone()));
        (problem.clone(), at, correction)
    };
    let mut all: Vec<_> = file.problems.iter().map(|problem| of(problem, 0)).collect();
    for item in &file.items {
        all.extend(item.problems.iter().map(|problem| of(problem, item.start)));
    }
    all
}

/// The text with every correction applied.
pub fn corrected(text: &str) -> String {
    let file = parse(text);
    let mut corrections = Vec::new();
    let located = file.problems.iter().map(|problem| (problem, 0));
    let in_items = file
        .items
        .iter()
        .flat_map(|item| item.problems.iter().map(move |problem| (problem, item.start)));
    for (problem, base) in located.chain(in_items) {
        let edits = problem.edits();
        corrections.extend(edits.map(|edit| (edit.at.shifted(base), edit.text.clone())));
    }
    corrections.sort_by_key(|(range, _)| std::cmp::Reverse((range.start, range.end)));
    let mut corrected = text.to_owned();
    for (range, by) in corrections {
        corrected.replace_range(range.to_usize(), &by);
    }
    corrected
}

/// The items of a text that must parse without problems.
pub fn items(text: &str) -> Vec<Item> {
    let SourceFile { items, problems: between, .. } = parse(text);
    assert_eq!(between, [], "{text}");
    for item in &items {
        assert_eq!(item.problems, [], "{text}");
    }
    items
}

pub fn rule_of(item: &Item) -> &Rule {
    match &item.kind {
        ItemKind::Rule(rule) => rule,
        other => panic!("not a rule: {other:?}"),
    }
}

/// The obligations of a rule.
pub fn obligations(rule: &Rule) -> Vec<&Obligation> {
    rule.clauses
        .iter()
        .filter_map(|clause| match clause {
            RuleClause::Obligation(obligation) => Some(obligation),
            _ => None,
        })
        .collect()
}

/// The condition of a rule with one obligation, problems or not.
pub fn condition(text: &str) -> Expression {
    let file = parse(&format!("规则 甲 {{\n应当 {text}\n}}"));
    obligations(rule_of(&file.items[0]))[0].condition.clone()
}

/// An expression with every operation in parentheses.
pub fn grouped(expression: &Expression) -> String {
    use gouji_syntax::ast::ExpressionKind::*;
    use gouji_syntax::ast::LiteralUnit;
    let names = |names: &[gouji_syntax::ast::Name]| {
        names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(".")
    };
    let list = |items: &[Expression]| items.iter().map(grouped).collect::<Vec<_>>().join(", ");
    match &*expression.kind {
        Text(text) => format!("{:?}", text.value),
        Number(number) => match &number.unit {
            LiteralUnit::None => number.figure.clone(),
            LiteralUnit::Percent => format!("{}%", number.figure),
            LiteralUnit::Unit { numerator, denominators } => {
                let below: String =
                    denominators.iter().map(|unit| format!("/{}", unit.text)).collect();
                format!("{}<{}{below}>", number.figure, numerator.text)
            }
        },
        Date(date) => format!("{}-{:02}-{:02}", date.year, date.month, date.day),
        Boolean(value) => value.to_string(),
        List(items) => format!("[{}]", list(items)),
        Missing(parts) => format!("?({})", list(parts)),
        Path(path) => names(path),
        Unary { operator, operand } => format!("({operator:?} {})", grouped(operand)),
        Binary { operator, left, right, .. } => {
            format!("({} {operator:?} {})", grouped(left), grouped(right))
        }
        If { condition, then, otherwise } => {
            format!("(if {} {} {})", grouped(condition), grouped(then), grouped(otherwise))
        }
        Call { function, arguments } => format!("{}({})", function.text, list(arguments)),
        Aggregate { function, over, filter, condition, .. } => {
            let filter =
                filter.as_ref().map_or(String::new(), |it| format!(" where {}", grouped(it)));
            let condition =
                condition.as_ref().map_or(String::new(), |it| format!(", {}", grouped(it)));
            format!("{function:?}({}{filter}{condition})", grouped(over))
        }
        Predicate { operand, predicate, .. } => format!("({} {predicate:?})", grouped(operand)),
        Default { operand, value } => format!("({} default {})", grouped(operand), grouped(value)),
        AtPoint { series, point } => format!("({} at {})", grouped(series), grouped(point)),
        Is { operand, dimension } => format!("({} is {})", grouped(operand), dimension.text),
        In { operand, list, negated } => {
            let not = if *negated { "not " } else { "" };
            format!("({} {not}in {})", grouped(operand), grouped(list))
        }
        TextTest { operand, test, pattern } => {
            format!("({} {test:?} {})", grouped(operand), grouped(pattern))
        }
    }
}
