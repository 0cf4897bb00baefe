//! Problems of rule texts as diagnostics.

use gouji_program::Problem;
use gouji_report::{Diagnostic, Edit, Fix, Place, PlaceRole, Severity};
use gouji_syntax::SourceFile;
use gouji_text::TextRange;

/// The diagnostic of a syntax problem. `base` is the start of the item its range is relative to.
pub fn syntax_diagnostic(
    problem: &gouji_diagnostic::Diagnostic<TextRange>,
    base: u32,
) -> Diagnostic {
    shown(&problem.map(|range| range.shifted(base)))
}

/// The diagnostic of a problem that the checker found in an item of `file`.
pub fn program_diagnostic(problem: &Problem, file: &SourceFile) -> Diagnostic {
    let start = |item: u32| file.items.get(item as usize).map_or(0, |item| item.start);
    let mut problem = problem.clone();
    let own = problem.subject().map(|place| place.file);
    problem.places.retain(|place| Some(place.at.file) == own);
    shown(&problem.map(|place| place.range.shifted(start(place.item))))
}

fn shown(problem: &gouji_diagnostic::Diagnostic<TextRange>) -> Diagnostic {
    let edit =
        |edit: &gouji_diagnostic::Edit<TextRange>| Edit { range: edit.at, text: edit.text.clone() };
    Diagnostic {
        places: problem
            .places
            .iter()
            .map(|place| Place {
                role: match place.role {
                    gouji_diagnostic::PlaceRole::Related => PlaceRole::Related,
                    _ => PlaceRole::Subject,
                },
                label: place.label.clone(),
                range: place.at,
            })
            .collect(),
        help: problem.help.clone(),
        fixes: problem
            .fixes
            .iter()
            .map(|fix| Fix {
                title: fix.title.clone(),
                edits: fix.edits.iter().map(edit).collect(),
            })
            .collect(),
        ..Diagnostic::new(
            problem.code.to_string(),
            match problem.severity {
                gouji_diagnostic::Severity::Error => Severity::Error,
                gouji_diagnostic::Severity::Warning => Severity::Warning,
                gouji_diagnostic::Severity::Note => Severity::Note,
            },
            problem.message.clone(),
        )
    }
}
