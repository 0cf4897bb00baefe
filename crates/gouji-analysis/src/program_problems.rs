//! Problems of rule texts as diagnostics.

use gouji_program::Problem;
use gouji_report::{Diagnostic, Edit, Fix, Place, PlaceRole, Severity};
use gouji_syntax::{Correction, SourceFile, SyntaxProblem};

/// The diagnostic of a syntax problem. `base` is the start of the item its range is relative to.
pub fn syntax_diagnostic(problem: &SyntaxProblem, base: u32) -> Diagnostic {
    Diagnostic {
        places: vec![Place {
            role: PlaceRole::Subject,
            label: problem.label.clone(),
            range: problem.range.shifted(base),
        }],
        help: problem.help.clone(),
        fixes: problem.correction.iter().map(|correction| fix(correction, base)).collect(),
        ..Diagnostic::new(problem.code, Severity::Error, problem.message.clone())
    }
}

/// The diagnostic of a problem that the checker found in an item of `file`.
pub fn program_diagnostic(problem: &Problem, file: &SourceFile) -> Diagnostic {
    let base = file.items.get(problem.place.item as usize).map_or(0, |item| item.start);
    Diagnostic {
        places: vec![Place {
            role: PlaceRole::Subject,
            label: problem.label.clone(),
            range: problem.place.range.shifted(base),
        }],
        help: problem.help.clone(),
        fixes: problem.correction.iter().map(|correction| fix(correction, base)).collect(),
        ..Diagnostic::new(
            problem.code,
            if problem.is_error { Severity::Error } else { Severity::Warning },
            problem.message.clone(),
        )
    }
}

fn fix(correction: &Correction, base: u32) -> Fix {
    Fix {
        title: correction.title.clone(),
        edits: vec![Edit { range: correction.range.shifted(base), text: correction.text.clone() }],
    }
}
