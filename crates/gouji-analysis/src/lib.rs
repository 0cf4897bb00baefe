//! The pipeline from end to end: rule texts to a program, a document and a program to a report.
//! Pure functions; the batch calls them as they are, the incremental database query by query.
//!
//! Must never know: files, the terminal, salsa, editors.

#![warn(clippy::all)]

mod document_problems;
mod examples;
mod explain;
mod extract;
mod findings;
mod program_problems;
mod rules;
mod verdicts;

pub use document_problems::{form_problems, reader_problems};
pub use examples::{ExampleOutcome, run_examples};
pub use explain::{explain, list_rules};
pub use extract::extract;
pub use findings::{Detail, Placing, diagnostic};
pub use program_problems::{program_diagnostic, syntax_diagnostic};
pub use rules::{PackText, RuleSet, RuleText};
pub use verdicts::{DocumentVerdicts, Part};

use gouji_document::Document;
use gouji_evaluation::{Cache, condition, evaluate};
use gouji_facts::{Facts, Reader};
use gouji_program::{Pack, Program, RuleId, RuleState};
use gouji_report::{Diagnostic, DocumentReport, Severity, Source};
use gouji_text::Localized;

/// A program ready to check documents.
pub struct Checker<'program> {
    program: &'program Program,
    reader: Reader<'program>,
}

/// Which packs apply to one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applicable {
    /// For each pack of the program, whether it applies.
    pub packs: Vec<bool>,
    /// Why packs do not, or could not be decided.
    pub problems: Vec<Diagnostic>,
}

impl<'program> Checker<'program> {
    /// Prepares the forms of `program`.
    pub fn new(program: &'program Program) -> Self {
        Self { program, reader: Reader::new(program) }
    }

    /// The program.
    pub fn program(&self) -> &'program Program {
        self.program
    }

    /// Reads the records of a document.
    pub fn facts(&self, document: &Document) -> Facts {
        self.reader.read(document)
    }

    /// Checks one document. `named_packs` are the packs that a person asked for by name: they apply
    /// also to a document that does not say what it is.
    pub fn check(&self, name: &str, document: &Document, named_packs: &[bool]) -> DocumentReport {
        let facts = self.facts(document);
        let applicable = applicable_packs(self.program, &facts, named_packs);
        let source = Source {
            name: name.to_owned(),
            text: document.body.text.clone(),
            lines: document.lines.clone(),
        };
        let mut verdicts =
            DocumentVerdicts::new(self.program, &facts, &applicable, source, Detail::Full);
        let placed = |record, place| facts.place(record, place);
        let mut cache = Cache::default();
        for (number, rule) in self.program.rules.iter().enumerate() {
            let id = RuleId(number as u32);
            if !applicable.packs.get(rule.pack as usize).copied().unwrap_or(false) {
                continue;
            }
            if rule.state == RuleState::Broken {
                verdicts.add_broken(id);
            } else {
                let result = evaluate(self.program, &facts, id, &mut cache);
                verdicts.add(id, &result.counts(), [(&result, &placed as Placing<'_>)]);
            }
        }
        let mut problems = reader_problems(document);
        problems.extend(applicable.problems.iter().cloned());
        let mut report = verdicts.finish(problems);
        let fragments = facts.fragments().iter().map(|(region, fragment)| (*region, &**fragment));
        let problems = form_problems(self.program, fragments, &applicable, &report.findings);
        report.problems.extend(problems);
        report
    }
}

/// Which packs apply to the document whose records these are.
pub fn applicable_packs(program: &Program, facts: &Facts, named: &[bool]) -> Applicable {
    let mut applicable =
        Applicable { packs: vec![false; program.packs.len()], ..Default::default() };
    for (number, pack) in program.packs.iter().enumerate() {
        if pack.declares_ruleset {
            let named = named.get(number).copied().unwrap_or(false);
            applicable.packs[number] =
                decide(program, facts, pack, named, &mut applicable.problems);
        }
    }
    let any_ruleset = program.packs.iter().any(|pack| pack.declares_ruleset);
    let any_applies = applicable.packs.contains(&true);
    for (number, pack) in program.packs.iter().enumerate() {
        if !pack.declares_ruleset {
            applicable.packs[number] =
                any_applies || !any_ruleset || named.get(number) == Some(&true);
        }
    }
    applicable
}

fn decide(
    program: &Program,
    facts: &Facts,
    pack: &Pack,
    named: bool,
    problems: &mut Vec<Diagnostic>,
) -> bool {
    let Some(applies) = &pack.applies else { return true };
    let described = pack.document_record.map(|kind| facts.collection(kind)).unwrap_or_default();
    let Some(&described) = described.first() else {
        if !named {
            problems.push(not_recognised(pack));
        }
        return named;
    };
    match condition(program, facts, applies, Some(described)) {
        Ok(true) => true,
        Ok(false) => {
            problems.push(document_note(
                "document/pack-does-not-apply",
                format!("规则集「{}」不适用于这份文件（按文件自述的文种和年度）", pack.name),
                format!(
                    "ruleset “{}” does not apply to this document, by what it says of itself",
                    pack.name
                ),
            ));
            false
        }
        Err(why) => {
            problems.push(document_note(
                "document/pack-undecided",
                format!("规则集「{}」是否适用无法判定：{}", pack.name, why.chinese),
                format!(
                    "whether ruleset “{}” applies cannot be determined: {}",
                    pack.name, why.english
                ),
            ));
            named
        }
    }
}

fn not_recognised(pack: &Pack) -> Diagnostic {
    let mut diagnostic = document_note(
        "document/not-recognised",
        format!(
            "没有认出这份文件：规则集「{}」在文中没有读到文件自述（文种、年度），所以没有按它检查",
            pack.name
        ),
        format!(
            "document not recognised: ruleset “{}” found nothing in it that says what it is, and did not check it",
            pack.name
        ),
    );
    diagnostic.severity = Severity::Warning;
    diagnostic.help = Some(Localized {
        chinese: "如果确实应当按它检查，用 --rules 指明规则集".to_owned(),
        english: "name the ruleset with --rules to check it all the same".to_owned(),
    });
    diagnostic
}

/// A diagnostic about the document as a whole.
fn document_note(code: &str, chinese: String, english: String) -> Diagnostic {
    Diagnostic::new(code, Severity::Note, Localized { chinese, english })
}
