//! Which keyword a misspelt word was meant to be.

use crate::Keyword;
use gouji_text::Language;

/// Words that people write for a keyword.
const ALIASES: &[(&str, Keyword)] = &[
    ("应该", Keyword::Must),
    ("应", Keyword::Must),
    ("必须", Keyword::Must),
    ("须", Keyword::Must),
    ("需要", Keyword::Must),
    ("要求", Keyword::Must),
    ("shall", Keyword::Must),
    ("assert", Keyword::Must),
    ("require", Keyword::Must),
    ("不能", Keyword::MustNot),
    ("不可", Keyword::MustNot),
    ("不准", Keyword::MustNot),
    ("不许", Keyword::MustNot),
    ("不应", Keyword::MustNot),
    ("不应该", Keyword::MustNot),
    ("不应当", Keyword::MustNot),
    ("禁止", Keyword::MustNot),
    ("严禁", Keyword::MustNot),
    ("shall_not", Keyword::MustNot),
    ("建议", Keyword::Should),
    ("最好", Keyword::Should),
    ("不建议", Keyword::ShouldNot),
    ("每个", Keyword::ForEach),
    ("对于每个", Keyword::ForEach),
    ("对每一个", Keyword::ForEach),
    ("对每", Keyword::ForEach),
    ("foreach", Keyword::ForEach),
    ("for_each", Keyword::ForEach),
    ("for", Keyword::ForEach),
    ("当且", Keyword::When),
    ("如果", Keyword::When),
    ("设置", Keyword::Let),
    ("令", Keyword::Let),
    ("根据", Keyword::Basis),
    ("依照", Keyword::Basis),
    ("按照", Keyword::Basis),
    ("否则为", Keyword::Else),
    ("容差", Keyword::Within),
    ("允许误差", Keyword::Within),
    ("文件自述", Keyword::DescribedBy),
    ("自我说明", Keyword::DescribedBy),
    ("适用于", Keyword::Applies),
    ("适用范围", Keyword::Applies),
    ("精确到", Keyword::Precision),
    ("规定", Keyword::Rule),
    ("引入", Keyword::Use),
    ("导入", Keyword::Use),
    ("import", Keyword::Use),
    ("表格", Keyword::Form),
    ("表单", Keyword::Form),
    ("例子", Keyword::Example),
    ("示范", Keyword::Example),
    ("函数", Keyword::Define),
    ("称为", Keyword::Called),
    ("叫做", Keyword::Called),
    ("叫作", Keyword::Called),
    ("named", Keyword::Called),
    ("句子", Keyword::Sentence),
    ("段落", Keyword::Paragraph),
    ("章节", Keyword::Section),
    ("开始于", Keyword::From),
    ("通过", Keyword::Good),
    ("不通过", Keyword::Bad),
    ("pass", Keyword::Good),
    ("fail", Keyword::Bad),
];

/// Longest word, in characters, that is compared letter by letter.
const LONGEST_COMPARED: usize = 16;

/// What a word was probably meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Guess {
    /// The keyword.
    pub keyword: Keyword,
    /// Bytes at the word's start that it replaces.
    pub length: usize,
    /// Whether the word only lacks a space after the keyword, which is spelled right.
    pub glued: bool,
}

/// A word that people write for one of `candidates`.
pub(crate) fn alias(word: &str, candidates: &[Keyword]) -> Option<Guess> {
    let (_, keyword) =
        ALIASES.iter().find(|(alias, keyword)| *alias == word && candidates.contains(keyword))?;
    Some(Guess { keyword: *keyword, length: word.len(), glued: false })
}

/// A keyword (or an alias) that the word begins with, the space after it forgotten.
pub(crate) fn glued(word: &str, candidates: &[Keyword], shortest: usize) -> Option<Guess> {
    let spelled = candidates.iter().flat_map(|keyword| {
        [Language::Chinese, Language::English]
            .map(|language| (keyword.spelling(language), *keyword))
    });
    let aliases = ALIASES.iter().copied().filter(|(_, keyword)| candidates.contains(keyword));
    spelled
        .map(|pair| (pair, true))
        .chain(aliases.map(|pair| (pair, false)))
        .filter(|((spelling, _), _)| {
            word.len() > spelling.len()
                && word.starts_with(*spelling)
                && spelling.chars().count() >= shortest
                && is_seam(spelling, word)
        })
        .max_by_key(|((spelling, _), exact)| (spelling.len(), *exact))
        .map(|((spelling, keyword), exact)| Guess { keyword, length: spelling.len(), glued: exact })
}

/// Between Latin letters there is no telling where a word ends.
fn is_seam(spelling: &str, word: &str) -> bool {
    let next = word.get(spelling.len()..).and_then(|rest| rest.chars().next());
    !(spelling.is_ascii() && next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '_'))
}

/// The candidate that differs from the word in one letter (two in words of more than four letters).
pub(crate) fn nearest(word: &str, candidates: &[Keyword]) -> Option<Guess> {
    let letters = word.chars().take(LONGEST_COMPARED + 1).count();
    if !(2..=LONGEST_COMPARED).contains(&letters) {
        return None;
    }
    let allowed = if letters > 4 { 2 } else { 1 };
    let mut best: Option<(usize, Keyword)> = None;
    for keyword in candidates {
        for language in [Language::Chinese, Language::English] {
            let spelling = keyword.spelling(language);
            let length = spelling.chars().count();
            if length < 2 || (length < 4 && word.is_ascii()) {
                continue;
            }
            if let Some(distance) = gouji_text::edits(word, spelling)
                && distance <= allowed
                && best.is_none_or(|(least, _)| distance < least)
            {
                best = Some((distance, *keyword));
            }
        }
    }
    best.map(|(_, keyword)| Guess { keyword, length: word.len(), glued: false })
}

/// The keyword that a word at an item's start was meant to be.
pub(crate) fn item_keyword(word: &str) -> Option<Guess> {
    let items = item_keywords();
    alias(word, items).or_else(|| glued(word, items, 2)).or_else(|| nearest(word, items))
}

/// The keywords that open items.
pub(crate) fn item_keywords() -> &'static [Keyword] {
    &[
        Keyword::Ruleset,
        Keyword::Use,
        Keyword::Dimension,
        Keyword::Record,
        Keyword::Form,
        Keyword::Define,
        Keyword::Rule,
        Keyword::Example,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(word: &str) -> Option<Keyword> {
        item_keyword(word).map(|guess| guess.keyword)
    }

    #[test]
    fn misspelt_item_keywords() {
        assert_eq!(meant("规责"), Some(Keyword::Rule));
        assert_eq!(meant("规则收入合计"), Some(Keyword::Rule));
        assert_eq!(meant("规则集甲"), Some(Keyword::Ruleset));
        assert_eq!(meant("Rule"), Some(Keyword::Rule));
        assert_eq!(meant("reocrd"), Some(Keyword::Record));
        assert_eq!(meant("预算"), None);
        assert_eq!(meant("ruler"), Some(Keyword::Rule));
        assert_eq!(meant(&"规".repeat(1000)), None);
    }

    #[test]
    fn only_the_words_in_place_are_offered() {
        let rule = [Keyword::Must, Keyword::ForEach];
        assert_eq!(alias("应该", &rule).map(|guess| guess.keyword), Some(Keyword::Must));
        assert_eq!(nearest("对毎个", &rule).map(|guess| guess.keyword), Some(Keyword::ForEach));
        assert!(glued("对每个项目", &rule, 2).is_some_and(|guess| guess.glued));
        assert_eq!(alias("建议", &rule), None);
    }
}
