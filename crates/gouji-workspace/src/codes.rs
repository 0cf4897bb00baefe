//! What goes wrong with files, by code.

gouji_diagnostic::codes! {
    pages: [];
    PROJECT_NOTHING_FOUND = "project/nothing-found", Error, "documents 里的一项没有公开文件", "an entry of documents has no documents";
    RULES_LEFT_OUT = "rules/left-out", Note, "规则文件没有起作用", "a rule file is not in force";
    RULES_PACKS_CHOSEN = "rules/packs-chosen", Note, "规则集是用 --pack 指定的", "rulesets were chosen with --pack";
    RULES_UNKNOWN_PACK = "rules/unknown-pack", Error, "没有这个规则集", "there is no such ruleset";
    CRASH = "internal/crash", Error, "", "";
    RULES_EMPTY = "rules/empty", Error, "", "";
    RULES_NONE_FOUND = "rules/none-found", Error, "", "";
    RULES_UNDECODABLE = "rules/undecodable", Error, "", "";
    RULES_UNREADABLE = "rules/unreadable", Error, "", "";
}
