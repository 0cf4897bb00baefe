//! What goes wrong with files, by code.

gouji_diagnostic::codes! {
    /// `internal/crash`
    CRASH = "internal/crash", Error, "", "", "", "";
    /// `rules/empty`
    RULES_EMPTY = "rules/empty", Error, "", "", "", "";
    /// `rules/none-found`
    RULES_NONE_FOUND = "rules/none-found", Error, "", "", "", "";
    /// `rules/undecodable`
    RULES_UNDECODABLE = "rules/undecodable", Error, "", "", "", "";
    /// `rules/unreadable`
    RULES_UNREADABLE = "rules/unreadable", Error, "", "", "", "";
}
