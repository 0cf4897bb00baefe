//! What a rule text declares, without parsing all of it.

use crate::{ItemKind, Keyword, parse_item, split_items};
use gouji_text::Language;

/// The name of the ruleset that a rule text declares: the first one. Only items that may be one are
/// parsed.
pub fn declared_ruleset(text: &str) -> Option<String> {
    items_with(text, Keyword::Ruleset).find_map(|item| match item {
        ItemKind::Ruleset(ruleset) => Some(ruleset.name.text),
        _ => None,
    })
}

/// The names of the rulesets that a rule text imports, in order. Only items that may be imports are
/// parsed.
pub fn declared_imports(text: &str) -> Vec<String> {
    let items = items_with(text, Keyword::Use);
    let named = items.filter_map(|item| match item {
        ItemKind::Import(import) => Some(import.name.text),
        _ => None,
    });
    named.collect()
}

/// The items of a text in which a keyword is spelled.
fn items_with(text: &str, keyword: Keyword) -> impl Iterator<Item = ItemKind> {
    let spellings =
        [Language::Chinese, Language::English].map(|language| keyword.spelling(language));
    let split = split_items(text);
    split.items.into_iter().filter_map(move |range| {
        let item = range.of(text);
        let is_spelled = spellings.iter().any(|spelling| item.contains(spelling));
        is_spelled.then(|| parse_item(item, split.language).kind)
    })
}

#[cfg(test)]
mod tests {
    use super::{declared_imports, declared_ruleset};

    #[test]
    fn a_ruleset_is_found_among_other_items() {
        let text = "记录 甲 { 乙: 整数 }\n# 规则集 注释\n## 说规则集的规则。\n规则 丙 { 对每个 甲 应当 乙 > 0 }\n\n规则集 丁 版本 “1” {\n}\n";
        assert_eq!(declared_ruleset(text).as_deref(), Some("丁"));
        assert_eq!(declared_ruleset("ruleset one {\n}\n").as_deref(), Some("one"));
        assert_eq!(declared_ruleset("规则 规则集的 { 应当 1 > 0 }\n"), None);
        assert_eq!(declared_ruleset(""), None);
    }

    #[test]
    fn imports_are_found_among_other_items() {
        let text = "# 引用 注释\n引用 甲\n规则 引用的 { 应当 1 > 0 }\n引用 “乙 丙”\n";
        assert_eq!(declared_imports(text), ["甲", "乙 丙"]);
        assert_eq!(declared_imports("use one\n"), ["one"]);
    }
}
