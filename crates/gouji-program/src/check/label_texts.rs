//! Labels and names of columns: what is printed there, in all wordings that one text stands for.
//!
//! They are looked up whole, so that a text stands for a bounded number of wordings:
//! `“[部门]经济分类科目名称”` for two, `“{数字}年预算数”` for one with a number in it.

use super::report::{Checked, Failed, ItemText, Reporter};
use super::templates;
use crate::codes;
use crate::problem::problem_at;
use crate::template::DIGITS_IN_LABEL;
use crate::template::digits::{DigitHole, digits};
use crate::template::parse::{RawHole, RawPart, TemplateError, characters, parse};
use gouji_syntax::ast::Text;
use gouji_text::{Localized, TextRange};

/// Wordings that one text may stand for.
const MOST_WORDINGS: usize = 64;

/// The wordings that a text stands for, those with more words first.
pub(crate) fn wordings(
    reporter: &mut Reporter,
    source: ItemText<'_>,
    text: &Text,
) -> Checked<Vec<String>> {
    let characters = characters(source.slice(text.range), &text.value, text.range);
    let parts = match parse(&characters, text.range) {
        Ok(parts) => parts,
        Err(TemplateError { code, range, message, label }) => {
            return reporter.fail(problem_at(code, source.place(range), message, label));
        }
    };
    let mut wordings = match expanded(&parts) {
        Ok(wordings) => wordings,
        Err(LabelFault::Hole(range)) => return reporter.fail(no_hole(source, range)),
        Err(LabelFault::TooMany) => return reporter.fail(too_many(source, text.range)),
    };
    wordings.dedup();
    if wordings.iter().any(|wording| gouji_text::fold(wording).is_empty()) {
        reporter.push(templates::empty(source, text.range));
        return Err(Failed);
    }
    Ok(wordings)
}

/// Why a text is no label.
enum LabelFault {
    /// A hole that reads something else than digits.
    Hole(TextRange),
    /// It stands for more than [`MOST_WORDINGS`].
    TooMany,
}

/// All wordings of some parts. Recursion is bounded by the parser of templates.
fn expanded(parts: &[RawPart]) -> Result<Vec<String>, LabelFault> {
    let mut wordings = vec![String::new()];
    for part in parts {
        let endings = match part {
            RawPart::Literal(text) => vec![text.clone()],
            RawPart::Space => vec![" ".to_owned()],
            RawPart::Hole(hole) if is_digits(hole) => vec![DIGITS_IN_LABEL.to_owned()],
            RawPart::Skip(range) | RawPart::Hole(RawHole { range, .. }) => {
                return Err(LabelFault::Hole(*range));
            }
            RawPart::Optional(inner) => {
                let mut endings = expanded(inner)?;
                endings.push(String::new());
                endings
            }
            RawPart::Alternatives(all) => {
                let all: Result<Vec<_>, LabelFault> =
                    all.iter().map(|inner| expanded(inner)).collect();
                all?.concat()
            }
        };
        if wordings.len().saturating_mul(endings.len()) > MOST_WORDINGS {
            return Err(LabelFault::TooMany);
        }
        let fronts = std::mem::take(&mut wordings);
        for front in &fronts {
            wordings.extend(endings.iter().map(|end| format!("{front}{end}")));
        }
    }
    Ok(wordings)
}

/// `{数字}`
fn is_digits(hole: &RawHole) -> bool {
    let plain = !hole.signed && hole.words.is_none();
    let run = digits(std::slice::from_ref(&hole.name));
    plain && matches!(run, DigitHole::Run(lengths) if lengths.is_empty())
}

fn no_hole(source: ItemText<'_>, range: TextRange) -> crate::Problem {
    let problem = problem_at(
        &codes::TEMPLATE_HOLE,
        source.place(range),
        Localized::new(
            "标签、列名里的空位只能是 {数字}",
            "the only hole of a label or of a column's name is {digits}",
        ),
        Localized::new("不能用在这里", "not here"),
    );
    problem.help(
        "列名里带年份，写“{数字}年的数”；有几种写法，写“甲” 或 “乙”，或者“[可有可无]甲”",
        "a year in a column's name is \"{digits} amount\"; other wordings are \"a\" or \"b\", or \"[maybe] a\"",
    )
}

fn too_many(source: ItemText<'_>, range: TextRange) -> crate::Problem {
    problem_at(
        &codes::TEMPLATE_TOO_COMPLEX,
        source.place(range),
        Localized::new(
            format!("这里代表的写法太多（最多 {MOST_WORDINGS} 种），请用「或」分开写"),
            format!(
                "it stands for too many wordings ({MOST_WORDINGS} at most): write some with `or`"
            ),
        ),
        Localized::new("太复杂", "too complex"),
    )
}
