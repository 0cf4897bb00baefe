//! Text and places in it: byte ranges, a line index, and the folding under which
//! published text is compared (white space, full and half width), and words in two languages.
//!
//! Must never know: anything local to gouji: documents, rules, figures.

#![warn(clippy::all)]

mod fold;
mod line_index;
mod localized;
mod lookalike;
mod near;
mod range;
mod tidy;

pub use fold::{
    FoldedChars, as_compared, fold, fold_char, fold_hash, folded_chars, folded_contains, folded_eq,
    folded_len, folded_starts_with, is_blank, is_invisible, same_text, text_hash, trim_blank,
    trim_blank_end, unfolded_prefix, without_punctuation,
};
pub use line_index::{LineColumn, LineIndex};
pub use localized::{Language, Localized};
pub use near::{edits, nearest};
pub use range::TextRange;
pub use tidy::tidy;
