//! What this crate says of rule texts, by code.

gouji_diagnostic::codes! {
    /// `standing/findings`
    FINDINGS = "standing/findings", Note, "", "", "", "";
    /// `standing/not-applicable`
    NOT_APPLICABLE = "standing/not-applicable", Note, "", "", "", "";
    /// `standing/nothing-checked`
    NOTHING_CHECKED = "standing/nothing-checked", Note, "", "", "", "";
    /// `standing/nothing-read`
    NOTHING_READ = "standing/nothing-read", Note, "", "", "", "";
}
