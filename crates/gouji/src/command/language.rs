//! The language that the command answers in.

use gouji_text::Language;
use std::ffi::OsString;

/// Picks between a Chinese and an English wording.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    pub(crate) language: Language,
}

impl Words {
    /// `--lang` where it is given, else the locale, else Chinese. Read before the arguments are
    /// parsed, so that a mistake in them is explained in the right language.
    pub(crate) fn from_environment(arguments: impl Iterator<Item = OsString>) -> Self {
        let arguments: Vec<String> =
            arguments.map(|argument| argument.to_string_lossy().into_owned()).collect();
        let stated = arguments.iter().enumerate().find_map(|(at, argument)| {
            match argument.strip_prefix("--lang=") {
                Some(value) => Some(value.to_owned()),
                None if argument == "--lang" => arguments.get(at + 1).cloned(),
                None => None,
            }
        });
        let locale = || {
            ["LC_ALL", "LC_MESSAGES", "LANG"]
                .into_iter()
                .filter_map(|name| std::env::var(name).ok())
                .find(|value| !value.is_empty())
        };
        let english = stated.or_else(locale).is_some_and(|value| value.starts_with("en"));
        Self { language: if english { Language::English } else { Language::Chinese } }
    }

    /// The wording in this language.
    pub(crate) fn of(self, chinese: &'static str, english: &'static str) -> &'static str {
        match self.language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }
}
