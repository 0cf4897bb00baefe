//! Problems of rule texts as diagnostics.

use gouji_program::Problem;
use gouji_report::{Diagnostic, Edit, Fix, Localized, Place, PlaceRole, Severity};
use gouji_syntax::{Correction, Message, SourceFile, SyntaxProblem};

/// The diagnostic of a syntax problem. `base` is the start of the item its range is relative to.
pub fn syntax_diagnostic(problem: &SyntaxProblem, base: u32) -> Diagnostic {
    Diagnostic {
        places: vec![Place {
            role: PlaceRole::Subject,
            label: localized(&problem.label),
            range: problem.range.shifted(base),
        }],
        help: problem.help.as_ref().map(localized),
        fixes: problem.correction.iter().map(|correction| fix(correction, base)).collect(),
        ..Diagnostic::new(problem.code, Severity::Error, localized(&problem.message))
    }
}

/// The diagnostic of a problem that the checker found in an item of `file`.
pub fn program_diagnostic(problem: &Problem, file: &SourceFile) -> Diagnostic {
    let base = file.items.get(problem.place.item as usize).map_or(0, |item| item.start);
    Diagnostic {
        places: vec![Place {
            role: PlaceRole::Subject,
            label: localized(&problem.label),
            range: problem.place.range.shifted(base),
        }],
        help: problem.help.as_ref().map(localized),
        fixes: problem.correction.iter().map(|correction| fix(correction, base)).collect(),
        ..Diagnostic::new(
            problem.code,
            if problem.is_error { Severity::Error } else { Severity::Warning },
            localized(&problem.message),
        )
    }
}

fn fix(correction: &Correction, base: u32) -> Fix {
    Fix {
        title: localized(&correction.title),
        edits: vec![Edit { range: correction.range.shifted(base), text: correction.text.clone() }],
    }
}

fn localized(message: &Message) -> Localized {
    Localized { chinese: message.chinese.clone(), english: message.english.clone() }
}
