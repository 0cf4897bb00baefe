//! What is wrong with a program.

use crate::SourcePlace;
use gouji_syntax::Correction;
use gouji_text::{Localized, TextRange};

/// An error or a warning about rule text, found by the checker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable code, such as `program/unknown-name`.
    pub code: &'static str,
    /// Whether it leaves something broken (an error) or is only worth saying (a warning).
    pub is_error: bool,
    /// Exact characters.
    pub place: SourcePlace,
    /// What is wrong.
    pub message: Localized,
    /// A short label for the place.
    pub label: Localized,
    /// A word more.
    pub help: Option<Localized>,
    /// The likely correction (its range relative to the item of `place`).
    pub correction: Option<Correction>,
}

impl Problem {
    pub(crate) fn error(
        code: &'static str,
        place: SourcePlace,
        message: Localized,
        label: Localized,
    ) -> Self {
        Self { code, is_error: true, place, message, label, help: None, correction: None }
    }

    pub(crate) fn warning(
        code: &'static str,
        place: SourcePlace,
        message: Localized,
        label: Localized,
    ) -> Self {
        Self { is_error: false, ..Self::error(code, place, message, label) }
    }

    pub(crate) fn help(mut self, chinese: impl Into<String>, english: impl Into<String>) -> Self {
        self.help = Some(Localized::new(chinese, english));
        self
    }

    /// Replacing `range` by `text` is likely to be what was meant.
    pub(crate) fn replace(mut self, range: TextRange, text: impl Into<String>) -> Self {
        let text = text.into();
        let title = Localized::new(format!("改为「{text}」"), format!("change to `{text}`"));
        self.correction = Some(Correction { range, text, title });
        self
    }

    /// As [`replace`](Self::replace), where there is a correction.
    pub(crate) fn replace_if(self, range: TextRange, text: Option<String>) -> Self {
        match text {
            Some(text) => self.replace(range, text),
            None => self,
        }
    }
}
