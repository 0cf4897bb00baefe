//! What is wrong with a program.

use crate::SourcePlace;
use gouji_syntax::{Correction, Message};

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
    pub message: Message,
    /// A short label for the place.
    pub label: Message,
    /// A word more.
    pub help: Option<Message>,
    /// The likely correction (its range relative to the item of `place`).
    pub correction: Option<Correction>,
}
