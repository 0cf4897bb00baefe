//! The pipeline from end to end: rule texts to a program, a document and a program to a report.
//! Pure functions; the batch calls them as they are, the incremental database query by query.
//!
//! Must never know: files, the terminal, salsa, editors.

#![warn(clippy::all)]

mod applicable;
pub mod codes;
mod conclusion;
mod document_problems;
mod examples;
mod explain;
mod extent;
mod findings;
mod form_examples;
mod program_problems;
mod records;
mod records_json;
mod records_saw;
mod records_text;
mod rules;
mod survey;
mod survey_html;
mod survey_json;
mod survey_map;
mod survey_marks;
mod survey_text;
mod verdicts;

pub use applicable::{Applicable, Selection, applicable_packs};
pub use conclusion::{conclude, not_checked_problem, unreadable};
pub use document_problems::reader_problems;
pub use examples::{ExampleOutcome, run_examples};
pub use explain::{explain, list_rules};
pub use findings::{Detail, Placing, finding_in};
pub use form_examples::{FormExampleOutcome, run_form_examples};
pub use program_problems::{program_diagnostic, syntax_diagnostic};
pub use records::{FieldState, FieldView, RecordView, Records, States};
pub use rules::{PackText, RuleSet, RuleText, give_way};
pub use survey::SurveyFilter;
pub use survey_html::{html_end, html_start};
pub use verdicts::{DocumentVerdicts, PartialResult};

use extent::ExtentOf;
use gouji_document::Document;
use gouji_evaluation::{Cache, RecordPlace, evaluate};
use gouji_facts::{Facts, FormReader};
use gouji_program::{Program, RuleId, RuleState};
use gouji_report::{DocumentReport, Source};
use gouji_text::Localized;
use std::sync::Arc;

/// A program ready to check documents, on any number of threads at once.
pub struct Checker {
    reader: Arc<FormReader>,
}

impl Checker {
    /// Prepares the forms of `program`.
    pub fn new(program: Arc<Program>) -> Self {
        Self { reader: Arc::new(FormReader::new(program)) }
    }

    /// The program.
    pub fn program(&self) -> &Program {
        self.reader.program()
    }

    /// Reads the records of a document.
    pub fn facts(&self, document: &Document) -> Facts {
        self.reader.read(document)
    }

    /// Checks the document that `bytes` hold, of any format and however damaged. A document that cannot
    /// be read at all has a report too, which says why it was not checked.
    pub fn check_bytes(
        &self,
        name: &Arc<str>,
        bytes: Vec<u8>,
        selections: &[Selection],
    ) -> DocumentReport {
        let document = gouji_document::read(name, bytes);
        match document.unfit() {
            Some(problem) => unreadable(name, problem.message.clone()),
            None => self.check(name, &document, selections),
        }
    }

    /// The records of the document that `bytes` hold.
    ///
    /// # Errors
    ///
    /// Why the document cannot be read at all: it is empty, no text, or too large.
    pub fn extract_bytes(&self, name: &Arc<str>, bytes: Vec<u8>) -> Result<Records, Localized> {
        let document = gouji_document::read(name, bytes);
        match document.unfit() {
            Some(problem) => Err(problem.message.clone()),
            None => {
                let (facts, source) = (self.facts(&document), source(name, &document));
                Ok(Records::new(
                    Arc::clone(&self.reader),
                    (document.body, document.origin),
                    facts,
                    source,
                ))
            }
        }
    }

    /// Checks one document. `selections` says of each pack of the program how it came to be in force.
    pub fn check(
        &self,
        name: &Arc<str>,
        document: &Document,
        selections: &[Selection],
    ) -> DocumentReport {
        let program = self.program();
        let (facts, tables) = self.reader.read_with_tables(document);
        let applicable = applicable_packs(program, &facts, selections);
        let source = source(name, document);
        let mut verdicts =
            DocumentVerdicts::new(program, &facts, &applicable, source, Detail::Full);
        let placed = |place: RecordPlace| facts.place(place.record, place.range);
        let mut cache = Cache::default();
        for (number, rule) in program.rules.iter().enumerate() {
            let id = RuleId(number as u32);
            if !applicable.packs.get(rule.pack as usize).copied().unwrap_or(false) {
                continue;
            }
            if rule.state == RuleState::Broken {
                verdicts.add_broken(id);
            } else {
                let result = evaluate(program, &facts, id, &mut cache);
                verdicts.add(id, &result.counts(), [(&result, &placed as Placing<'_>)]);
            }
        }
        let mut problems = reader_problems(name, document);
        problems.extend(applicable.problems_in(name, &placed));
        let mut report = verdicts.finish(problems);
        let fragments = facts.fragments().iter().map(|(region, fragment)| (*region, &**fragment));
        conclude(&mut report, program, fragments, &applicable);
        let extent = ExtentOf {
            reader: &self.reader,
            origin: document.origin,
            tables: &tables,
            facts: &facts,
            applies: &applicable.packs,
            unread: report.unread.figures,
        };
        report.extent = Some(extent.count());
        report
    }
}

fn source(name: &Arc<str>, document: &Document) -> Source {
    Source {
        name: Arc::clone(name),
        text: document.body.text.clone(),
        lines: document.lines.clone(),
        addresses: Arc::clone(&document.addresses),
    }
}
