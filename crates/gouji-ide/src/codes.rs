//! What this crate says of rule texts, by code.

gouji_diagnostic::codes! {
    pages: [];
    FINDINGS = "standing/findings", Note, "", "";
    NOT_APPLICABLE = "standing/not-applicable", Note, "", "";
    NOTHING_CHECKED = "standing/nothing-checked", Note, "", "";
    NOTHING_READ = "standing/nothing-read", Note, "", "";
}
