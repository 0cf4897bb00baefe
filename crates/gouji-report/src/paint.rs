//! Colours of a terminal.

use gouji_diagnostic::Severity;

/// What a piece of text is, as far as colour goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextRole {
    /// The name of a severity.
    Severity(Severity),
    /// The word in front of a part: `算式`, `依据`.
    Heading,
    /// What the eye should find first.
    Strong,
    /// What may be passed over: places, lines of a drawing.
    Faint,
}

/// The text in its colour, or as it is.
pub(crate) fn paint(color: bool, role: TextRole, text: &str) -> String {
    if !color || text.is_empty() {
        return text.to_owned();
    }
    let code = match role {
        TextRole::Severity(Severity::Error) => "1;31",
        TextRole::Severity(Severity::Warning) => "1;33",
        TextRole::Severity(Severity::Note) => "1;36",
        TextRole::Heading => "36",
        TextRole::Strong => "1",
        TextRole::Faint => "2",
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}
