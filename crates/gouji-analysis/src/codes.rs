//! What this crate says is wrong, by code.

gouji_diagnostic::codes! {
    pages: [];
    NOT_CHECKED = "document/not-checked", Error, "文件没有检查", "a document was not checked";
    NOT_RECOGNISED = "document/not-recognised", Warning, "", "";
    PACK_CHOSEN = "document/pack-chosen", Note, "", "";
    PACK_DOES_NOT_APPLY = "document/pack-does-not-apply", Note, "", "";
    PACK_UNDECIDED = "document/pack-undecided", Note, "", "";
    FORM_NO_MATCH = "form/no-match", Note, "", "";
}
