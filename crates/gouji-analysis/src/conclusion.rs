//! What is said of a document once its rules are through: what the forms did not read, and whether it
//! was checked at all.

use crate::document_problems::form_problems;
use crate::{Applicable, codes};
use gouji_diagnostic::{CodeInfo, Diagnostic, Span};
use gouji_evaluation::RecordPlace;
use gouji_facts::{Fragment, Region, UnreadFigure, codes as forms, unread_figures};
use gouji_program::Program;
use gouji_report::{DocumentReport, Source, Unread};
use gouji_text::Localized;
use std::sync::Arc;

/// The report of a document that could not be read.
pub fn unreadable(name: &Arc<str>, why: Localized) -> DocumentReport {
    let mut report = DocumentReport::new(Source::new(Arc::clone(name), Arc::from("")));
    mark_not_checked(&mut report, why);
    report
}

/// What is said of a document that was not checked.
pub fn not_checked_problem<Place>(why: &Localized) -> Diagnostic<Place> {
    let lead = Localized::new("没有检查这份文件：", "this document was not checked: ");
    Diagnostic::new(&codes::NOT_CHECKED, lead.and(why))
}

/// Marks a document as not checked, and says so before everything else.
fn mark_not_checked(report: &mut DocumentReport, why: Localized) {
    report.problems.insert(0, not_checked_problem(&why));
    report.not_checked = Some(why);
}

/// Completes a report whose rules are through. A document to which no ruleset applies, or of which
/// nothing was read, is marked as not checked: what passes on it passes because nothing is there.
pub fn conclude<'facts>(
    report: &mut DocumentReport,
    program: &Program,
    fragments: impl Iterator<Item = (Region, &'facts Fragment)> + Clone,
    applicable: &Applicable,
) {
    let name = Arc::clone(&report.source.name);
    let (problems, unmatched) =
        form_problems(program, &name, fragments.clone(), applicable, &report.findings);
    let unread = problems.iter().filter(|problem| is_unread(problem)).count();
    // Those of packs that do not apply were not meant for this document.
    let in_force = fragments.clone().filter(|(region, _)| {
        let form = program.forms.at(region.form);
        form.is_some_and(|form| applicable.packs.get(form.pack as usize) == Some(&true))
    });
    let figures = unread_figures(in_force);
    report.unread = Unread { forms: unmatched, places: unread, figures: figures.len() };
    report.unread_figures =
        figures.iter().map(|(_, figure)| unread_figure(&name, figure)).collect();
    report.problems.extend(problems);
    if let Some(why) = not_checked(report, program, fragments, applicable) {
        mark_not_checked(report, why);
    }
}

/// A figure that stands in what the forms read and that no field holds.
fn unread_figure(document: &Arc<str>, figure: &UnreadFigure) -> Diagnostic {
    let lead =
        Localized::new("这个数没有读进来，没有查：", "this figure was not read and not checked: ");
    let at = Span::new(document, figure.place);
    Diagnostic::new(&codes::FIGURE_UNREAD, lead.and(&figure.reason.describe()))
        .at(at, Localized::default())
}

/// Codes of forms that mean that something printed or expected was not read.
static UNREAD: [&CodeInfo; 7] = [
    &forms::LABEL_MISSING,
    &forms::COLUMN_MISSING,
    &forms::TABLE_MISSING,
    &forms::NO_UNIT,
    &forms::ORPHAN_ROW,
    &forms::STRAY_PERIODS,
    &forms::UNREADABLE,
];

fn is_unread(problem: &Diagnostic) -> bool {
    UNREAD.iter().any(|code| problem.code == code.id)
}

fn not_checked<'facts>(
    report: &DocumentReport,
    program: &Program,
    fragments: impl Iterator<Item = (Region, &'facts Fragment)>,
    applicable: &Applicable,
) -> Option<Localized> {
    let applies = |pack: usize| applicable.packs.get(pack).copied().unwrap_or(false);
    if !(0..program.packs.len()).any(applies) || report.rules.is_empty() {
        return Some(no_rule(program, applicable));
    }
    // Records by which a document says what it is are not what rules are about.
    let described = program.packs.iter().filter_map(|pack| Some(pack.self_description?.record));
    let described: Vec<_> = described.collect();
    let (mut of_itself, mut others) = (0_usize, 0_usize);
    for (region, fragment) in fragments {
        let form = program.forms.at(region.form);
        if form.is_some_and(|form| applies(form.pack as usize)) {
            for record in &fragment.records {
                if described.contains(&record.kind) { of_itself += 1 } else { others += 1 }
            }
        }
    }
    let is_held_to_anything =
        report.rules.iter().any(|counts| counts.passed + counts.failed + counts.undetermined > 0);
    // Packs without forms read nothing of any document.
    let has_forms = program.forms.iter().any(|form| applies(form.pack as usize));
    let is_unread = of_itself == 0 && has_forms;
    (others == 0 && (is_unread || !is_held_to_anything)).then(|| Localized {
        chinese: "没有从里面读到任何内容".to_owned(),
        english: "nothing was read of it".to_owned(),
    })
}

/// Why no rule applies: the document was not recognised, or it is none that the rulesets are for.
fn no_rule(program: &Program, applicable: &Applicable) -> Localized {
    let is_unknown = |problem: &Diagnostic<RecordPlace>| problem.code == codes::NOT_RECOGNISED.id;
    let has_rulesets = program.packs.iter().any(|pack| pack.declares_ruleset);
    if has_rulesets && applicable.problems.iter().any(is_unknown) {
        Localized::new(
            "没有认出它是哪一种文件，没有适用的规则",
            "it was not recognised, and no rule applies to it",
        )
    } else if has_rulesets {
        Localized::new(
            "没有适用的规则，它不是现有的规则集要查的文件",
            "no rule applies to it: it is none of the documents that the rulesets are for",
        )
    } else {
        Localized::new("没有适用的规则", "no rule applies to it")
    }
}
