//! Codes: what a diagnostic is called, for ever.

use crate::Severity;
use gouji_text::Language;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// What is known of a code of the program itself. Each crate that raises diagnostics declares its codes in its
/// `codes.rs`, with [`codes!`](crate::codes), once.
#[derive(Debug)]
pub struct CodeInfo {
    /// `syntax/unclosed-brace`: the family, and what is wrong.
    pub id: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// In a few words: 中文, English. What it means stands in the [`Register`](crate::Register).
    pub title: (&'static str, &'static str),
}

impl CodeInfo {
    /// The part of the id before the stroke: `syntax`.
    pub fn family(&self) -> &'static str {
        self.id.split_once('/').map_or(self.id, |(family, _)| family)
    }

    /// Its title in that language.
    pub fn title(&self, language: Language) -> &'static str {
        language.choose(self.title.0, self.title.1)
    }
}

/// The code of a diagnostic.
#[derive(Clone)]
pub enum Code {
    /// One that the program declares.
    Declared(&'static CodeInfo),
    /// The qualified name of a rule: `部门预算公开/收入合计`.
    Rule(Arc<str>),
}

impl Code {
    /// As it is shown and selected by.
    pub fn as_str(&self) -> &str {
        match self {
            Code::Declared(info) => info.id,
            Code::Rule(name) => name,
        }
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Code {}

impl PartialEq<str> for Code {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Code {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl Hash for Code {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), formatter)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl From<&'static CodeInfo> for Code {
    fn from(info: &'static CodeInfo) -> Self {
        Code::Declared(info)
    }
}

/// Declares the codes of a crate: a constant for each, and `REGISTER`, all of them with the pages that explain them
/// (see [`Register`](crate::Register)).
///
/// ```
/// gouji_diagnostic::codes! {
///     pages: [];
///     UNCLOSED_BRACE = "syntax/unclosed-brace", Error, "缺少「}」", "a brace is not closed";
/// }
/// assert_eq!(REGISTER.codes[0].id, UNCLOSED_BRACE.id);
/// ```
#[macro_export]
macro_rules! codes {
    (pages: [$($page:literal),*]; $($name:ident = $id:literal, $severity:ident, $title:literal, $english_title:literal;)*) => {
        $(
            #[doc = concat!("`", $id, "`: ", $english_title)]
            pub static $name: $crate::CodeInfo = $crate::CodeInfo {
                id: $id,
                severity: $crate::Severity::$severity,
                title: ($title, $english_title),
            };
        )*
        /// All codes that this crate declares, and the pages that explain them.
        pub static REGISTER: $crate::Register =
            $crate::Register { codes: &[$(&$name),*], pages: &[$(include_str!($page)),*] };
    };
}
