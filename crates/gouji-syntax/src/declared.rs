//! What a rule text declares, without parsing all of it.

use crate::{ItemKind, Keyword, parse_item, split_items};
use gouji_text::Language;

/// The name of the ruleset that a rule text declares: the first one. Only items that may be one are
/// parsed.
pub fn declared_ruleset(text: &str) -> Option<String> {
    let spellings =
        [Language::Chinese, Language::English].map(|one| Keyword::Ruleset.spelling(one));
    let split = split_items(text);
    split.items.iter().find_map(|range| {
        let item = range.of(text);
        if !spellings.iter().any(|spelling| item.contains(spelling)) {
            return None;
        }
        match parse_item(item, split.language).kind {
            ItemKind::Ruleset(ruleset) => Some(ruleset.name.text),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::declared_ruleset;

    #[test]
    fn a_ruleset_is_found_among_other_items() {
        let text = "记录 甲 { 乙: 整数 }\n# 规则集 注释\n## 说规则集的规则。\n规则 丙 { 对每个 甲 应当 乙 > 0 }\n\n规则集 丁 版本 “1” {\n}\n";
        assert_eq!(declared_ruleset(text).as_deref(), Some("丁"));
        assert_eq!(declared_ruleset("ruleset one {\n}\n").as_deref(), Some("one"));
        assert_eq!(declared_ruleset("规则 规则集的 { 应当 1 > 0 }\n"), None);
        assert_eq!(declared_ruleset(""), None);
    }
}
