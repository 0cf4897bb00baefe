//! The examples of forms, run as tests: each text is read by its form, and what came of it is held
//! against what is written.

mod compare;
mod literal;

use crate::codes;
use compare::ReadingComparison;
use gouji_diagnostic::{Diagnostic, Severity};
use gouji_document::read_text;
use gouji_facts::{Facts, FormReader, Region};
use gouji_program::{FormExample, FormExampleCase, FormId, IdVec, Program, SourcePlace};
use gouji_text::{Localized, TextRange};
use literal::LiteralWriter;
use std::sync::Arc;

/// Most differences told of one case.
const MOST_TOLD: usize = 20;

/// How one case of an example of a form came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormExampleOutcome {
    /// The form.
    pub form: FormId,
    /// The case.
    pub place: SourcePlace,
    /// Where it did not come to what is written; none where it did.
    pub failures: Vec<Diagnostic<SourcePlace>>,
    /// What brings its 读出 in line with what was read: replacements that do not overlap.
    pub updates: Vec<(SourcePlace, String)>,
}

/// Runs all examples of forms of a program, in order.
pub fn run_form_examples(program: &Program) -> Vec<FormExampleOutcome> {
    let mut reader: Option<(FormId, FormReader)> = None;
    let mut outcomes = Vec::new();
    for example in &program.form_examples {
        if reader.as_ref().is_none_or(|(form, _)| *form != example.form) {
            reader = lone_reader(program, example.form).map(|reader| (example.form, reader));
        }
        let Some((_, reader)) = &reader else { continue };
        outcomes.extend(example.cases.iter().map(|case| run_case(reader, example, case)));
    }
    outcomes
}

/// A reader of one form, which comes first, and of the forms by which documents describe themselves
/// to its pack: its own, and those of packs that it imports.
fn lone_reader(program: &Program, form: FormId) -> Option<FormReader> {
    let wanted = program.forms.at(form)?;
    let pack = program.packs.get(wanted.pack as usize);
    let described = pack.and_then(|pack| pack.self_description).map(|described| described.record);
    let is_at_hand =
        |other: u32| other == wanted.pack || pack.is_some_and(|pack| pack.imports.contains(&other));
    let others = program.forms.iter().enumerate().filter(|(number, other)| {
        *number != usize::from(form.0) && is_at_hand(other.pack) && Some(other.record) == described
    });
    let forms: Vec<_> =
        std::iter::once(wanted).chain(others.map(|(_, other)| other)).cloned().collect();
    Some(FormReader::new(Arc::new(Program {
        units: program.units.clone(),
        captions: program.captions.clone(),
        furniture: program.furniture.clone(),
        packs: program.packs.clone(),
        records: program.records.clone(),
        forms: IdVec::from(forms),
        rules: IdVec::default(),
        examples: Vec::new(),
        form_examples: Vec::new(),
    })))
}

/// The form of a [`lone_reader`].
const LONE: FormId = FormId(0);

fn run_case(
    reader: &FormReader,
    example: &FormExample,
    case: &FormExampleCase,
) -> FormExampleOutcome {
    let document = read_text(Arc::clone(&case.text));
    let facts = reader.read(&document);
    let program: &Program = reader.program();
    let writer = LiteralWriter { program, facts: &facts, language: example.language };
    let mut failures = Vec::new();
    let mut updates = Vec::new();
    let expected = case.reads.as_ref().map(|reads| (&reads.records, reads.place));
    let found = writer.records_of(LONE);
    match expected {
        None => {
            let text = writer.reading(&found);
            let written = one_line(&text);
            let end = case.text_place.range.end;
            let behind = SourcePlace { range: TextRange::new(end, end), ..case.text_place };
            let message = Localized::new(
                format!("没有写这段文本读出什么；读到的是：{written}"),
                format!("what is read from this text is not written; it is: {written}"),
            );
            let problem = problem_at(case.text_place, message, ("这段文本", "this text"));
            failures.push(problem.fix(
                Localized::new("补上读到的", "add what was read"),
                behind,
                format!("\n  {text}"),
            ));
            updates.push((behind, format!("\n  {text}")));
        }
        Some((records, place)) => {
            let mut comparing = ReadingComparison { writer: &writer, case, failures, updates };
            comparing.records(records, &found, place);
            (failures, updates) = (comparing.failures, comparing.updates);
        }
    }
    hold_problems(&facts, case, &mut failures);
    hold_unread(&facts, case, &mut failures);
    shorten(&mut failures, case);
    FormExampleOutcome { form: example.form, place: case.place, failures, updates }
}

/// Problems that the form raised and the example does not expect, and the other way round.
fn hold_problems(
    facts: &Facts,
    case: &FormExampleCase,
    failures: &mut Vec<Diagnostic<SourcePlace>>,
) {
    let raised = facts.fragments().iter().filter(|(region, _)| region.form == LONE);
    let raised = raised.flat_map(|(region, fragment)| {
        fragment.problems.iter().map(move |problem| (region, problem))
    });
    let raised: Vec<(&Region, &Diagnostic<TextRange>)> =
        raised.filter(|(_, problem)| problem.severity > Severity::Note).collect();
    let says = |problem: &Diagnostic<TextRange>, words: &str| {
        problem.message.chinese.contains(words) || problem.message.english.contains(words)
    };
    for (words, place) in &case.problems {
        if !raised.iter().any(|(_, problem)| says(problem, words)) {
            let message = Localized::new(
                format!("读的时候应说「{words}」，没有说"),
                format!("reading it should say “{words}”, and did not"),
            );
            failures.push(problem_at(*place, message, ("没有这个问题", "no such problem")));
        }
    }
    for (region, problem) in raised {
        if case.problems.iter().any(|(words, _)| says(problem, words)) {
            continue;
        }
        let at = problem.subject().copied().unwrap_or_default().shifted(region.range.start);
        let message = Localized::new(
            format!("读的时候有问题：{}", problem.message.chinese),
            format!("a problem in reading: {}", problem.message.english),
        );
        let failure = problem_at(case.place_in_text(at), message, ("", ""));
        failures.push(failure.help(
            "如果就该这样，在读出后面写上这句话里的字样，如 “…”",
            "if it should be so, write some of its words behind what is read, as \"…\"",
        ));
    }
}

/// Whether as many figures are read by nobody as is written.
fn hold_unread(facts: &Facts, case: &FormExampleCase, failures: &mut Vec<Diagnostic<SourcePlace>>) {
    let Some((expected, place)) = case.unread else { return };
    let unread = facts.unread();
    let of_form: Vec<_> =
        unread.iter().filter(|(form, _)| *form == LONE).map(|(_, figure)| figure).collect();
    if of_form.len() == expected as usize {
        return;
    }
    let found = of_form.len();
    let message = Localized::new(
        format!("应有 {expected} 个数没有读，实际是 {found} 个"),
        format!("{expected} figures should be unread; {found} are"),
    );
    let mut failure = problem_at(place, message, ("", ""));
    for figure in of_form.into_iter().take(MOST_TOLD) {
        failure = failure.related(case.place_in_text(figure.place), figure.reason.describe());
    }
    failures.push(failure);
}

/// Leaves out what is too much to be told.
fn shorten(failures: &mut Vec<Diagnostic<SourcePlace>>, case: &FormExampleCase) {
    let more = failures.len().saturating_sub(MOST_TOLD);
    if more == 0 {
        return;
    }
    failures.truncate(MOST_TOLD);
    let message = Localized::new(
        format!("这个示例另有 {more} 处不合"),
        format!("{more} more differences in this example"),
    );
    failures.push(problem_at(case.place, message, ("", "")));
}

fn problem_at(
    place: SourcePlace,
    message: Localized,
    label: (&str, &str),
) -> Diagnostic<SourcePlace> {
    Diagnostic::new(&codes::FORM_EXAMPLE, message).at(place, Localized::new(label.0, label.1))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
