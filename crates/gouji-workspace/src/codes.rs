//! What goes wrong with files, by code.

gouji_diagnostic::codes! {
    /// An entry of `documents` without documents.
    PROJECT_NOTHING_FOUND = "project/nothing-found", Error,
        "documents 里的一项没有公开文件", "an entry of documents has no documents",
        "`gouji.toml` 的 `documents` 里写的文件或文件夹不在，或者里面没有可以查的公开文件。改正路径，或删去这一项：`documents = [\"公开\"]`。",
        "A file or folder listed under `documents` in `gouji.toml` is not there, or there is nothing in it to check. Mend the path or remove the entry: `documents = [\"disclosures\"]`.";
    /// Rulesets were chosen by name.
    RULES_PACKS_CHOSEN = "rules/packs-chosen", Note,
        "规则集是用 --pack 指定的", "rulesets were chosen with --pack",
        "用了 `--pack`，所以只有指定的规则集（和补充它们的规则）起作用，不管它们的「适用」怎样写：`gouji check --pack 部门预算公开 文件.txt`。",
        "With `--pack` only the rulesets given, and the rules that extend them, are applied, whatever their terms say: `gouji check --pack 部门预算公开 FILE.txt`.";
    /// No ruleset of that name.
    RULES_UNKNOWN_PACK = "rules/unknown-pack", Error,
        "没有这个规则集", "there is no such ruleset",
        "`--pack` 后面的名字不是任何一个规则集的名字。规则集的名字写在规则文件的 `规则集` 后面，`gouji rules` 列出的规则名以它开头。",
        "The name after `--pack` is that of no ruleset. A ruleset is named after `规则集` (`ruleset`) in its rule file; the names that `gouji rules` lists begin with it.";
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
