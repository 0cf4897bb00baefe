//! What this crate says is wrong, by code.

gouji_diagnostic::codes! {
    pages: ["codes/applying.md", "codes/examples.md"];
    DESCRIBED_DIFFERENTLY = "document/described-differently", Warning, "文件对自己的两处说法不一", "a document that says two things of itself";
    NOT_CHECKED = "document/not-checked", Error, "文件没有检查", "a document was not checked";
    NOT_RECOGNISED = "document/not-recognised", Warning, "没有认出这份文件", "a document that was not recognised";
    PACK_CHOSEN = "document/pack-chosen", Note, "按 --pack 指定检查", "a ruleset chosen with --pack";
    PACK_DOES_NOT_APPLY = "document/pack-does-not-apply", Note, "规则集不适用", "a ruleset that does not apply";
    PACK_UNDECIDED = "document/pack-undecided", Note, "是否适用无法判定", "whether a ruleset applies cannot be determined";
    RULE_TOO_COSTLY = "program/too-costly", Error, "规则太费工夫", "a rule that costs too much";
    FORM_EXAMPLE = "form/example", Error, "表样的示例不合", "an example of a form that does not hold";
    FIGURE_UNREAD = "form/figure-unread", Note, "有个数没有读进来", "a figure that no field holds";
    FORM_NO_MATCH = "form/no-match", Note, "表样没有读到内容", "a form that read nothing";
}
