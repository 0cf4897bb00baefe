//! 版面: lines of documents that are only the layout of their pages.
//!
//! They belong to the documents and not to what one form reads of them: like the captions of units, those
//! of all packs are known together.

use crate::check::declarations::Items;
use crate::check::report::{Checked, ItemText, Reporter};
use crate::check::templates;
use crate::codes;
use crate::problem::problem_at;
use crate::template::{Part, Template};
use gouji_syntax::Keyword;
use gouji_syntax::ast::{FormClause, FormClauseKind, LayoutMark, Text};
use gouji_text::Localized;

/// How a line reads that says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FurnitureMark {
    /// Whether only rows are meant, and no running text (栏次行).
    pub is_row: bool,
    /// The whole line.
    pub template: Template,
}

/// The marks of all rulesets and forms.
pub(crate) fn marks(items: &Items<'_>, reporter: &mut Reporter) -> Vec<FurnitureMark> {
    let mut marks = Vec::new();
    for ruleset in &items.rulesets {
        add(&ruleset.node.layout, ruleset.source, reporter, &mut marks);
    }
    for form in &items.forms {
        add_of_clauses(&form.node.clauses, form.source, reporter, &mut marks);
    }
    marks
}

/// Recursion is bounded by the parser.
fn add_of_clauses(
    clauses: &[FormClause],
    source: ItemText<'_>,
    reporter: &mut Reporter,
    marks: &mut Vec<FurnitureMark>,
) {
    for clause in clauses {
        match &clause.kind {
            FormClauseKind::Layout(own) => add(own, source, reporter, marks),
            FormClauseKind::Paragraph { body, .. }
            | FormClauseKind::Section { body, .. }
            | FormClauseKind::Item { body, .. } => {
                add_of_clauses(body.as_deref().unwrap_or_default(), source, reporter, marks);
            }
            _ => {}
        }
    }
}

fn add(
    own: &[LayoutMark],
    source: ItemText<'_>,
    reporter: &mut Reporter,
    marks: &mut Vec<FurnitureMark>,
) {
    for mark in own {
        let is_row = mark.keyword == Keyword::ColumnNumbers;
        for text in &mark.texts {
            if let Ok(template) = whole_line(text, source, reporter) {
                marks.push(FurnitureMark { is_row, template });
            }
        }
    }
}

/// A template that does not fit every line: part of it is words.
fn whole_line(text: &Text, source: ItemText<'_>, reporter: &mut Reporter) -> Checked<Template> {
    let template = templates::without_fields(reporter, source, text)?;
    if template.parts.iter().any(|part| matches!(part, Part::Literal(_) | Part::Alternatives(_))) {
        return Ok(template);
    }
    let problem = problem_at(
        &codes::LAYOUT_MARK,
        source.place(text.range),
        Localized::new(
            "这样写，文件里哪一行都对得上，就什么也读不到了",
            "every line of a document is like this, and nothing would be read",
        ),
        Localized::new("要有几个字", "some words are needed"),
    );
    reporter.fail(
        problem.help(
            "例如：版面 { 页码 “第{_}页” }",
            "for example: layout { page_number \"page {_}\" }",
        ),
    )
}
