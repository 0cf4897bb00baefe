//! Findings of rules as diagnostics: places become places of the document.

use gouji_evaluation::{
    Finding, FindingOutcome, FoundFix, FoundRole, Proof as FoundProof, Side, Term as FoundTerm,
};
use gouji_facts::RecordRef;
use gouji_program::{Modality, Program, Rule};
use gouji_report::{
    Diagnostic, Edit, Fix, Note, Outcome, Place, PlaceRole, Proof, ProofSide, Severity, Term,
    Tolerance,
};
use gouji_text::{Localized, TextRange};

/// How much of a finding is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// All of it.
    Full,
    /// What is wrong, where, and how to mend it, without the arithmetic, which can have hundreds of
    /// terms, and with the first of its places.
    WithoutProofs,
}

/// Places that are told without the arithmetic.
const MOST_PLACES: usize = 32;

/// Where a place that is relative to a record's region stands in the document.
pub type Placing<'placing> = &'placing dyn Fn(RecordRef, TextRange) -> TextRange;

/// The diagnostic of a finding of `rule`.
pub fn diagnostic(
    program: &Program,
    rule: &Rule,
    finding: &Finding,
    detail: Detail,
    placed: Placing<'_>,
) -> Diagnostic {
    let (severity, outcome) = match (&finding.outcome, finding.modality) {
        (FindingOutcome::Failed, Modality::Must | Modality::MustNot) => {
            (Severity::Error, Some(Outcome::Fail))
        }
        (FindingOutcome::Failed, Modality::Should | Modality::ShouldNot) => {
            (Severity::Warning, Some(Outcome::Fail))
        }
        (FindingOutcome::Undetermined, _) => (Severity::Note, Some(Outcome::Undetermined)),
        (FindingOutcome::PassedWithinRounding, _) => (Severity::Note, None),
    };
    let shown = match detail {
        Detail::Full => finding.places.len(),
        Detail::WithoutProofs => finding.places.len().min(MOST_PLACES),
    };
    let places = finding.places.iter().take(shown).map(|place| Place {
        role: match place.role {
            FoundRole::Subject => PlaceRole::Subject,
            FoundRole::Operand => PlaceRole::Operand,
            FoundRole::Related => PlaceRole::Related,
        },
        label: place.label.clone(),
        range: placed(place.record, place.place),
    });
    Diagnostic {
        code: rule.name.clone(),
        severity,
        outcome,
        message: finding.message.clone(),
        places: places.collect(),
        further_places: finding.places.len() - shown,
        proof: finding
            .proof
            .as_ref()
            .filter(|_| detail == Detail::Full)
            .map(|found| proof(program, found, placed)),
        basis: rule.basis.iter().map(|basis| basis.text.clone()).collect(),
        help: None,
        fixes: finding.fixes.iter().map(|found| fix(found, placed)).collect(),
    }
}

fn proof(program: &Program, found: &FoundProof, placed: Placing<'_>) -> Proof {
    Proof {
        left: side(&found.left, placed),
        relation: found.relation,
        right: side(&found.right, placed),
        difference: found
            .difference
            .as_ref()
            .map_or_else(String::new, |difference| difference.display(&program.units)),
        tolerance: found.tolerance.as_ref().map(|allowed| Tolerance {
            amount: allowed.amount.clone(),
            origin: allowed.origin.clone(),
        }),
    }
}

fn side(found: &Side, placed: Placing<'_>) -> ProofSide {
    ProofSide {
        label: found.label.clone(),
        terms: found.terms.iter().map(|found| term(found, placed)).collect(),
        figure: found.value.figure.clone(),
        unit: found.value.unit.clone(),
    }
}

fn term(found: &FoundTerm, placed: Placing<'_>) -> Term {
    Term {
        sign: found.sign,
        label: found.label.clone(),
        figure: found.value.figure.clone(),
        unit: found.value.unit.clone(),
        range: found.place.map(|(record, place)| placed(record, place)),
        note: found.note.as_ref().map(|words| Note { text: words.clone() }),
    }
}

fn fix(found: &FoundFix, placed: Placing<'_>) -> Fix {
    Fix {
        title: Localized {
            chinese: format!("改为「{}」", found.text),
            english: format!("change to “{}”", found.text),
        },
        edits: vec![Edit { range: placed(found.record, found.place), text: found.text.clone() }],
    }
}
