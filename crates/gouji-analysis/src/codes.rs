//! What this crate says is wrong, by code.

gouji_diagnostic::codes! {
    /// A document that was named or found and of which nothing was checked.
    NOT_CHECKED = "document/not-checked", Error,
        "文件没有检查", "a document was not checked",
        "指明或找到的一份文件没有检查：读不出来、不是能读的格式、没有认出是哪一种文件，或者没有从里面读到任何内容。没有检查不等于通过，所以算作问题，退出状态是 1；一份都没有检查时是 2。消息里写着原因。例如 `gouji check 文件.pdf` 在还不能读 PDF 时：先转成带制表符的文本再检查。",
        "A document that was named or found was not checked: it cannot be read, is of no format that can be read, was not recognised, or nothing was read of it. Not checked is not passed, so this is a finding and the exit status is 1; it is 2 where no document was checked at all. The message says why. Example: `gouji check budget.pdf` while PDF cannot be read: convert it to text with tabs first.";
    /// `document/not-recognised`
    NOT_RECOGNISED = "document/not-recognised", Warning, "", "", "", "";
    /// `document/pack-chosen`
    PACK_CHOSEN = "document/pack-chosen", Note, "", "", "", "";
    /// `document/pack-does-not-apply`
    PACK_DOES_NOT_APPLY = "document/pack-does-not-apply", Note, "", "", "", "";
    /// `document/pack-undecided`
    PACK_UNDECIDED = "document/pack-undecided", Note, "", "", "", "";
    /// `form/no-match`
    FORM_NO_MATCH = "form/no-match", Note, "", "", "", "";
}
