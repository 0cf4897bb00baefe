//! Colours of a terminal.

use gouji_diagnostic::Severity;

/// What a piece of text is, as far as colour goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
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
pub(crate) fn paint(color: bool, role: Role, text: &str) -> String {
    if !color || text.is_empty() {
        return text.to_owned();
    }
    let code = match role {
        Role::Severity(Severity::Error) => "1;31",
        Role::Severity(Severity::Warning) => "1;33",
        Role::Severity(Severity::Note) => "1;36",
        Role::Heading => "36",
        Role::Strong => "1",
        Role::Faint => "2",
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}
