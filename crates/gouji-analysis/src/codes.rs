//! What this crate says is wrong, by code.

gouji_diagnostic::codes! {
    /// `document/not-recognised`
    NOT_RECOGNISED = "document/not-recognised", Warning, "", "", "", "";
    /// `document/pack-chosen`
    PACK_CHOSEN = "document/pack-chosen", Note, "", "", "", "";
    /// `document/pack-does-not-apply`
    PACK_DOES_NOT_APPLY = "document/pack-does-not-apply", Note, "", "", "", "";
    /// `document/pack-undecided`
    PACK_UNDECIDED = "document/pack-undecided", Note, "", "", "", "";
}
