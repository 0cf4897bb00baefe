//! What goes wrong with files, by code.

gouji_diagnostic::codes! {
    pages: ["codes/files.md"];
    PROJECT_NOTHING_FOUND = "project/nothing-found", Error, "documents 里的一项没有公开文件", "an entry of documents has no documents";
    PROJECT_WRONG = "project/wrong", Error, "gouji.toml 写错了", "gouji.toml is wrong";
    RULES_LEFT_OUT = "rules/left-out", Note, "规则文件没有起作用", "a rule file is not in force";
    RULES_PACKS_CHOSEN = "rules/packs-chosen", Note, "规则集是用 --pack 指定的", "rulesets were chosen with --pack";
    RULES_UNKNOWN_PACK = "rules/unknown-pack", Error, "没有这个规则集", "there is no such ruleset";
    CRASH = "internal/crash", Error, "程序出错", "the program failed";
    RULES_EMPTY = "rules/empty", Error, "规则文件是空的", "an empty rule file";
    RULES_NONE_FOUND = "rules/none-found", Error, "文件夹里没有规则文件", "no rule files in a folder";
    RULES_UNDECODABLE = "rules/undecodable", Error, "规则文件里有读不出的字", "a rule file that is no proper text";
    RULES_UNREADABLE = "rules/unreadable", Error, "规则文件读不出来", "a rule file that cannot be read";
}
