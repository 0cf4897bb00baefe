//! Findings of rules as diagnostics: places become places of the document.

use gouji_evaluation::{
    Finding, FindingOutcome, FoundFix, FoundRole, Proof as FoundProof, Side, Term as FoundTerm,
    Words,
};
use gouji_facts::Facts;
use gouji_program::{Modality, Program};
use gouji_report::{
    Diagnostic, Edit, Fix, Localized, Note, Outcome, Place, PlaceRole, Proof, ProofSide, Severity,
    Term, Tolerance,
};

/// The diagnostic of a finding.
pub fn diagnostic(program: &Program, facts: &Facts, finding: &Finding) -> Diagnostic {
    let rule = &program.rules[finding.rule.0 as usize];
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
    let places = finding.places.iter().map(|place| Place {
        role: match place.role {
            FoundRole::Subject => PlaceRole::Subject,
            FoundRole::Operand => PlaceRole::Operand,
            FoundRole::Related => PlaceRole::Related,
        },
        label: localized(&place.label),
        range: facts.place(place.record, place.place),
    });
    Diagnostic {
        code: rule.name.clone(),
        severity,
        outcome,
        message: localized(&finding.message),
        places: places.collect(),
        proof: finding.proof.as_ref().map(|found| proof(program, facts, found)),
        basis: rule.basis.iter().map(|basis| basis.text.clone()).collect(),
        help: None,
        fixes: finding.fixes.iter().map(|found| fix(facts, found)).collect(),
    }
}

fn proof(program: &Program, facts: &Facts, found: &FoundProof) -> Proof {
    Proof {
        left: side(facts, &found.left),
        relation: found.relation,
        right: side(facts, &found.right),
        difference: found
            .difference
            .as_ref()
            .map_or_else(String::new, |difference| difference.display(&program.units)),
        tolerance: found.tolerance.as_ref().map(|allowed| Tolerance {
            amount: allowed.amount.clone(),
            origin: localized(&allowed.origin),
        }),
    }
}

fn side(facts: &Facts, found: &Side) -> ProofSide {
    ProofSide {
        label: localized(&found.label),
        terms: found.terms.iter().map(|found| term(facts, found)).collect(),
        figure: found.value.figure.clone(),
        unit: found.value.unit.clone(),
    }
}

fn term(facts: &Facts, found: &FoundTerm) -> Term {
    Term {
        sign: found.sign,
        label: localized(&found.label),
        figure: found.value.figure.clone(),
        unit: found.value.unit.clone(),
        range: found.place.map(|(record, place)| facts.place(record, place)),
        note: found.note.as_ref().map(|words| Note { text: localized(words) }),
    }
}

fn fix(facts: &Facts, found: &FoundFix) -> Fix {
    Fix {
        title: Localized {
            chinese: format!("改为「{}」", found.text),
            english: format!("change to “{}”", found.text),
        },
        edits: vec![Edit {
            range: facts.place(found.record, found.place),
            text: found.text.clone(),
        }],
    }
}

pub(crate) fn localized(words: &Words) -> Localized {
    Localized { chinese: words.chinese.clone(), english: words.english.clone() }
}
