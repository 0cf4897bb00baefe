//! Words in both languages, and how names are typed.

use crate::tokens::is_word_char;
use gouji_program::BuiltIn;
use gouji_syntax::Keyword;
use gouji_text::Language;
use pinyin::ToPinyin;

/// The word of two that is in a language.
pub(crate) fn pick<'words>(
    language: Language,
    chinese: &'words str,
    english: &'words str,
) -> &'words str {
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

/// Names, one behind the other.
pub(crate) fn listed<Name: AsRef<str>>(names: &[Name], language: Language) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    names.join(pick(language, "、", ", "))
}

/// A name in the quotation marks of a language.
pub(crate) fn quoted(name: &str, language: Language) -> String {
    match language {
        Language::Chinese => format!("「{name}」"),
        Language::English => format!("“{name}”"),
    }
}

/// What a function does, in the language of answers, and an example in that of a rule text; Markdown.
pub(crate) fn function_documentation(
    function: &BuiltIn,
    written: gouji_text::Language,
    answer: Language,
) -> String {
    let meaning = function.words(keyword_language(answer)).meaning;
    let example = function.words(written).example;
    format!("{meaning}\n\n```gouji\n{example}\n```")
}

/// The language of rule text as that of answers.
pub(crate) fn keyword_language(language: Language) -> gouji_text::Language {
    match language {
        Language::Chinese => gouji_text::Language::Chinese,
        Language::English => gouji_text::Language::English,
    }
}

/// The first letters of the Chinese characters of a name, other letters and digits as they are:
/// `zcjh` for 支出计划.
pub(crate) fn initials(name: &str) -> String {
    let mut letters = String::new();
    for character in name.chars() {
        match character.to_pinyin() {
            Some(pinyin) => letters.push_str(pinyin.first_letter()),
            None if character.is_ascii_alphanumeric() => {
                letters.push(character.to_ascii_lowercase());
            }
            None => {}
        }
    }
    letters
}

/// What an editor filters a name by: the name, and its initials where it has Chinese characters.
pub(crate) fn filter(name: &str) -> String {
    if name.is_ascii() {
        return name.to_owned();
    }
    format!("{name} {}", initials(name))
}

/// Whether a name that is typed so far as `typed` may be meant: by its letters in order, or by its
/// initials.
pub(crate) fn may_be(name: &str, typed: &str) -> bool {
    if typed.is_empty() || name.contains(typed) {
        return true;
    }
    if typed.is_ascii() {
        let typed = typed.to_ascii_lowercase();
        return name.to_ascii_lowercase().contains(&typed) || initials(name).contains(&typed);
    }
    let mut characters = name.chars();
    typed.chars().all(|wanted| characters.any(|found| found == wanted))
}

/// Words that mean something at the head of a path or after a name, and are no keywords.
const SPECIAL: [&str; 2] = ["全文", "all"];

/// Whether a word in front of a record widens what is meant to the whole document.
pub(crate) fn is_whole_document(word: &str) -> bool {
    SPECIAL.contains(&word)
}

/// A name as it is written: in backquotes where it could not stand by itself.
pub(crate) fn written_name(name: &str) -> String {
    let starts =
        name.chars().next().is_some_and(|first| is_word_char(first) && !first.is_numeric());
    let plain = starts && name.chars().all(is_word_char);
    let reserved = Keyword::spelled(name).any(Keyword::is_reserved);
    if plain && !reserved { name.to_owned() } else { format!("`{name}`") }
}

/// A name without its backquotes.
pub(crate) fn bare_name(name: &str) -> &str {
    name.trim_matches(['`', '｀'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_initials() {
        assert_eq!(filter("支出计划"), "支出计划 zcjh");
        assert!(may_be("支出计划", "zcj"));
        assert!(may_be("支出计划", "支划"));
        assert!(!may_be("支出计划", "划支"));
        assert!(!may_be("支出计划", "ab"));
    }

    #[test]
    fn reserved_words_and_signs_need_backquotes() {
        assert_eq!(written_name("预算数"), "预算数");
        assert_eq!(written_name("其中"), "`其中`");
        assert_eq!(written_name("其中：财政"), "`其中：财政`");
        assert_eq!(written_name("3月"), "`3月`");
    }
}
