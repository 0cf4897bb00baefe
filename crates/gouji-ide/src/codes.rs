//! What this crate says of rule texts, by code.

gouji_diagnostic::codes! {
    pages: ["codes/standing.md"];
    FINDINGS = "standing/findings", Note, "查出了问题", "findings of a rule";
    NOT_APPLICABLE = "standing/not-applicable", Note, "规则集不适用于打开的文件", "a ruleset that does not apply to the open documents";
    NOTHING_CHECKED = "standing/nothing-checked", Note, "一项也没有查", "a rule that checked nothing";
    NOTHING_READ = "standing/nothing-read", Note, "表样没有读到内容", "a form that read nothing";
}
