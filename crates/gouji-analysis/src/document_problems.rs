//! What readers and forms noticed in a document, in words.

use crate::Applicable;
use gouji_diagnostic::{CodeInfo, Diagnostic, RuleOutcome, Span};
use gouji_document::{Document, Problem, ProblemKind};
use gouji_facts::{FormProblem, FormProblemKind, Fragment, Region};
use gouji_program::{Program, form::Form};
use gouji_text::{Language, Localized, TextRange};
use std::sync::Arc;

/// What the reader of the document of that name noticed.
pub fn reader_problems(name: &Arc<str>, document: &Document) -> Vec<Diagnostic> {
    document.problems.iter().map(|problem| reader_problem(name, problem)).collect()
}

fn reader_problem(document: &Arc<str>, problem: &Problem) -> Diagnostic {
    let (code, chinese, english) = match &problem.kind {
        ProblemKind::Empty => (
            &gouji_document::codes::EMPTY,
            "文件是空的".to_owned(),
            "the document is empty".to_owned(),
        ),
        ProblemKind::NotText { format: Some(format) } => (
            &gouji_document::codes::NOT_TEXT,
            format!("这是 {format} 文件，不是文本，没有检查"),
            format!("this is a {format} file, not a text; it was not checked"),
        ),
        ProblemKind::NotText { format: None } => (
            &gouji_document::codes::NOT_TEXT,
            "这不是文本文件，没有检查".to_owned(),
            "this is not a text file; it was not checked".to_owned(),
        ),
        ProblemKind::TooLarge => (
            &gouji_document::codes::TOO_LARGE,
            "文件超过 256 MiB，没有检查".to_owned(),
            "the file is over 256 MiB; it was not checked".to_owned(),
        ),
        ProblemKind::Undecodable { count } => (
            &gouji_document::codes::UNDECODABLE,
            format!("有 {count} 处字节不是有效的文字编码，已用「\u{fffd}」代替；从这里开始"),
            format!(
                "{count} places are not valid in the text's encoding and were replaced by “\u{fffd}”, from here on"
            ),
        ),
        ProblemKind::Nul { count } => (
            &gouji_document::codes::NUL,
            format!("文中有 {count} 个空字符（NUL），可能不是完整的文本"),
            format!("the text holds {count} NUL characters; it may be damaged"),
        ),
        ProblemKind::LongLine => (
            &gouji_document::codes::LONG_LINE,
            "有一行超过 1 MiB，文件可能没有正常分行".to_owned(),
            "a line is longer than 1 MiB; the text may have lost its line ends".to_owned(),
        ),
        ProblemKind::TooManyCells => (
            &gouji_document::codes::TOO_MANY_CELLS,
            "单元格多于能够读取的数目，从这里起有内容没有读".to_owned(),
            "more cells than can be read; some content from here on was left out".to_owned(),
        ),
    };
    problem_diagnostic(document, code, Localized { chinese, english }, problem.range)
}

fn problem_diagnostic(
    document: &Arc<str>,
    code: &'static CodeInfo,
    message: Localized,
    range: TextRange,
) -> Diagnostic {
    Diagnostic::new(code, message).at(Span::new(document, range), Localized::default())
}

/// What the forms of the packs that apply could not bind. A place that a failed rule already points
/// at is not told twice.
pub fn form_problems<'facts>(
    program: &Program,
    document: &Arc<str>,
    fragments: impl Iterator<Item = (Region, &'facts Fragment)>,
    applicable: &Applicable,
    findings: &[Diagnostic],
) -> Vec<Diagnostic> {
    let mut told: Vec<TextRange> = findings
        .iter()
        .filter(|finding| finding.outcome == Some(RuleOutcome::Failed))
        .filter_map(|finding| finding.subject().map(|at| at.range))
        .collect();
    told.sort_unstable();
    let mut problems = Vec::new();
    let mut matched = vec![false; program.forms.len()];
    for (region, fragment) in fragments {
        let number = region.form.0 as usize;
        let Some(form) = program.forms.get(number) else { continue };
        matched[number] |= !fragment.records.is_empty() || !fragment.problems.is_empty();
        if applies(applicable, form) {
            for problem in &fragment.problems {
                let range = problem.place.shifted(region.range.start);
                if !is_told(&told, range) {
                    problems.push(form_problem(program, document, form, problem, range));
                }
            }
        }
    }
    problems.sort_by_key(|problem| problem.subject().map(|at| at.range));
    for (form, matched) in program.forms.iter().zip(matched) {
        if !matched && applies(applicable, form) {
            problems.push(crate::applicable::note(
                &gouji_facts::codes::NO_MATCH,
                format!("表样「{}」在这份文件里没有读到内容", form.name),
                format!("form “{}” found nothing in this document", form.name),
            ));
        }
    }
    problems
}

fn applies(applicable: &Applicable, form: &Form) -> bool {
    applicable.packs.get(form.pack as usize).copied().unwrap_or(false)
}

/// Whether a failed rule already points into `range`.
fn is_told(told: &[TextRange], range: TextRange) -> bool {
    let from = told.partition_point(|place| place.start < range.start);
    told.get(from).is_some_and(|place| place.start <= range.end && place.end <= range.end)
}

fn form_problem(
    program: &Program,
    document: &Arc<str>,
    form: &Form,
    problem: &FormProblem,
    range: TextRange,
) -> Diagnostic {
    let name = &form.name;
    let (code, chinese, english) = match &problem.kind {
        FormProblemKind::EmptyCell { label } => (
            &gouji_facts::codes::EMPTY_CELL,
            format!("「{label}」后面是空白"),
            format!("the cell beside “{label}” is empty"),
        ),
        FormProblemKind::LabelMissing { label } => (
            &gouji_facts::codes::LABEL_MISSING,
            format!("{name}里没有找到「{label}」"),
            format!("“{label}” was not found in {name}"),
        ),
        FormProblemKind::ColumnMissing { column } => (
            &gouji_facts::codes::COLUMN_MISSING,
            format!("{name}的表头里没有「{column}」这一列"),
            format!("the header of {name} has no column “{column}”"),
        ),
        FormProblemKind::GridMissing { column } => (
            &gouji_facts::codes::TABLE_MISSING,
            format!("{name}里没有找到以「{column}」开头的明细表"),
            format!("{name} has no table whose header begins with “{column}”"),
        ),
        FormProblemKind::NoUnit => (
            &gouji_facts::codes::NO_UNIT,
            format!("{name}里的数没有写明单位（例如「单位：万元」），没有猜"),
            format!("the figures of {name} state no unit, and none was guessed"),
        ),
        FormProblemKind::OrphanRow => (
            &gouji_facts::codes::ORPHAN_ROW,
            format!("{name}的这一行不属于任何小计"),
            format!("this row of {name} belongs to no subtotal"),
        ),
        FormProblemKind::SeveralCells { label } => (
            &gouji_facts::codes::SEVERAL_CELLS,
            format!("「{label}」后面有不止一个单元格有内容，读的是第一个"),
            format!("more than one cell beside “{label}” is filled; the first was read"),
        ),
        FormProblemKind::StrayPeriods => (
            &gouji_facts::codes::STRAY_PERIODS,
            format!("{name}的这一行混有不属于时点和数的内容，或有数放不进任何时点"),
            format!(
                "this line of {name} mixes points of the series with other text, or has a value for no point"
            ),
        ),
        FormProblemKind::Unreadable { record, field, reason } => {
            let field = &program.field(*record, *field).name;
            (
                &gouji_facts::codes::UNREADABLE,
                format!("「{field}」读不出来：{}", reason.describe(Language::Chinese)),
                format!("“{field}” cannot be read: {}", reason.describe(Language::English)),
            )
        }
        FormProblemKind::TooCostly => (
            &gouji_facts::codes::TOO_COSTLY,
            format!("{name}的句式在这一段里匹配太费时，已放弃"),
            format!("matching a sentence of {name} here took too many steps and was given up"),
        ),
    };
    problem_diagnostic(document, code, Localized { chinese, english }, range)
}
