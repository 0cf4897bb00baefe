//! What is wrong with a program.

use crate::SourcePlace;
use gouji_diagnostic::{CodeInfo, Diagnostic};
use gouji_text::{Localized, TextRange};

/// Something about rule text, found by the checker.
pub type Problem = Diagnostic<SourcePlace>;

/// A problem at a place: what is wrong, and a short label for the place.
pub(crate) fn problem_at(
    code: &'static CodeInfo,
    place: SourcePlace,
    message: Localized,
    label: Localized,
) -> Problem {
    Diagnostic::new(code, message).at(place, label)
}

/// Corrections of the item in which the subject of a problem lies.
pub(crate) trait Corrected: Sized {
    /// Replacing `range` of the item by `text` is likely to be what was meant.
    fn replace(self, range: TextRange, text: impl Into<String>) -> Self;

    /// As [`replace`](Self::replace), where there is a correction.
    fn replace_if(self, range: TextRange, text: Option<String>) -> Self {
        match text {
            Some(text) => self.replace(range, text),
            None => self,
        }
    }
}

impl Corrected for Problem {
    fn replace(self, range: TextRange, text: impl Into<String>) -> Self {
        let Some(subject) = self.subject().copied() else { return self };
        let text = text.into();
        let title = Localized::new(format!("改为「{text}」"), format!("change to `{text}`"));
        self.fix(title, SourcePlace { range, ..subject }, text)
    }
}
