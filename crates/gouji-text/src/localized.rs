//! Words in the languages that people are answered in.

use std::fmt;

/// A language of messages, and of the keywords of a rule text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// 中文
    #[default]
    Chinese,
    /// English
    English,
}

impl Language {
    /// The one of two wordings that is in this language.
    pub fn choose<T>(self, chinese: T, english: T) -> T {
        match self {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }
}

/// Words in both languages. What is said to a person is kept as this and never as text of one language, since
/// only the rendering knows which language is wanted.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Localized {
    /// 中文
    pub chinese: String,
    /// English
    pub english: String,
}

impl Localized {
    /// The same words in each language.
    pub fn new(chinese: impl Into<String>, english: impl Into<String>) -> Self {
        Self { chinese: chinese.into(), english: english.into() }
    }

    /// What reads alike in both languages: a name, a figure, the words of a rule text.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { english: text.clone(), chinese: text }
    }

    /// What a function makes in each language.
    pub fn each(mut make: impl FnMut(Language) -> String) -> Self {
        Self { chinese: make(Language::Chinese), english: make(Language::English) }
    }

    /// The words in a language; in the other one where they are missing.
    pub fn in_language(&self, language: Language) -> &str {
        let (wanted, other) = language.choose(
            (self.chinese.as_str(), self.english.as_str()),
            (self.english.as_str(), self.chinese.as_str()),
        );
        if wanted.is_empty() { other } else { wanted }
    }

    /// Whether there are no words at all.
    pub fn is_empty(&self) -> bool {
        self.chinese.is_empty() && self.english.is_empty()
    }

    /// These words with more behind them.
    #[must_use]
    pub fn then(mut self, chinese: &str, english: &str) -> Self {
        self.chinese.push_str(chinese);
        self.english.push_str(english);
        self
    }

    /// These words with other words behind them.
    #[must_use]
    pub fn and(self, more: &Localized) -> Self {
        self.then(&more.chinese, &more.english)
    }
}

impl fmt::Debug for Localized {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.chinese == self.english {
            return write!(formatter, "{:?}", self.chinese);
        }
        write!(formatter, "{:?} / {:?}", self.chinese, self.english)
    }
}
