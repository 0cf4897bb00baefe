//! Keywords and the two languages they are written in.

/// The language of a file's keywords, and of the messages about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language { /// 中文
    #[default]
    Chinese, /// English
    English }
