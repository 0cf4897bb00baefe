//! The one layout of a rule file.
//!
//! An item is laid out from the pairs of the grammar: its leaves are written again in their order, with
//! the white space that their places ask for. Nothing else is known of a construct but whether its braces
//! stand on lines of their own, so that a new clause is laid out as soon as the grammar knows it. What
//! cannot be read without a problem is left byte for byte as it is, and said.

mod events;
mod gaps;
mod layout;
mod leaves;
mod lines;

use crate::codes;
use crate::parse::{GoujiParser, entry, parse_item};
use crate::scan::leading_word;
use crate::spelling::item_keywords;
use crate::split::split_items;
use gouji_text::{Language, TextRange};
use pest::Parser;

/// What the layout leaves to choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormatOptions {
    /// The language of the keywords; `None` for that of the file's first keyword.
    pub keywords: Option<Language>,
}

/// A rule file, laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formatted {
    /// The whole file.
    pub text: String,
    /// The items, and stretches between items, that something is wrong with: they are as they were.
    /// Places in the text that was given, in order.
    pub left: Vec<TextRange>,
}

/// Columns of a line; what is longer is broken where that is possible.
const WIDTH: usize = 120;

/// Lays out a rule file. Total; laying out the result changes nothing, and neither changes what any
/// item means.
pub fn format_rules(text: &str, options: FormatOptions) -> Formatted {
    let split = split_items(text);
    let language = options.keywords.unwrap_or(split.language);
    let mut file = gaps::FileLayout::new(text);
    for range in &split.items {
        let item = range.of(text);
        let laid_out = format_item(item, split.language, language);
        file.item(*range, laid_out);
    }
    file.finish()
}

/// An item, laid out; `None` where something is wrong with it.
fn format_item(text: &str, written: Language, language: Language) -> Option<String> {
    let item = parse_item(text, written);
    // A keyword of the other language is understood, and mended here.
    if item.problems.iter().any(|problem| problem.code != *codes::KEYWORD_LANGUAGE.id) {
        return None;
    }
    let start = crate::parse::documentation_length(text);
    let body = text.get(start..)?;
    let events = events_of(body)?;
    let mut laid_out = gaps::documentation(text.get(..start)?);
    laid_out.push_str(&layout::layout(&events, language));
    // Whatever the layout does, it does nothing to what is written.
    let again = events_of(laid_out.get(gaps::documentation(text.get(..start)?).len()..)?)?;
    leaves::are_same(&events, &again, language).then_some(laid_out)
}

/// An item without its documentation as leaves, signs, comments and beginnings of clauses.
fn events_of(body: &str) -> Option<Vec<events::LayoutEvent<'_>>> {
    let word = leading_word(body);
    let keyword = item_keywords().iter().copied().find(|keyword| keyword.is_spelled(word))?;
    let pairs = GoujiParser::parse(entry(keyword), body).ok()?;
    Some(events::of(body, pairs))
}
