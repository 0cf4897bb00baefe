//! Leaves as they are written, and whether two items have the same ones.

use super::events::LayoutEvent;
use crate::lower::keyword_of;
use crate::parse::Rule;
use crate::scan::is_space;
use crate::{Keyword, KeywordKind};
use gouji_text::Language;
use std::borrow::Cow;

/// The leaf as it is written: keywords, types and signs in one language, everything else as it stands.
pub(super) fn written<'text>(
    rule: Rule,
    text: &'text str,
    is_type: bool,
    language: Language,
) -> Cow<'text, str> {
    if is_type && let Some(keyword) = type_named(text) {
        return Cow::Borrowed(keyword.spelling(language));
    }
    if let Some(keyword) = keyword_of(rule, text) {
        return Cow::Borrowed(keyword.spelling(language));
    }
    match rule {
        Rule::number | Rule::unit_figure => figure_and_unit(text),
        Rule::basis_text => {
            Cow::Borrowed(text.trim_start_matches([':', '：']).trim_start_matches(is_space))
        }
        Rule::arrow => Cow::Borrowed(language.choose("→", "->")),
        Rule::op_compare => Cow::Borrowed(comparison(text, language)),
        Rule::op_sum | Rule::op_negate => Cow::Borrowed(match text {
            "＋" => "+",
            "－" | "−" => "-",
            other => other,
        }),
        Rule::op_product => Cow::Borrowed(match text {
            "*" | "＊" | "×" => language.choose("×", "*"),
            "/" | "／" | "÷" => language.choose("÷", "/"),
            other => other,
        }),
        Rule::equals => Cow::Borrowed("="),
        Rule::colon => Cow::Borrowed(":"),
        Rule::list_comma => Cow::Borrowed(","),
        _ => Cow::Borrowed(text),
    }
}

fn type_named(text: &str) -> Option<Keyword> {
    Keyword::of_kind(KeywordKind::Type).find(|keyword| keyword.is_spelled(text))
}

fn comparison(text: &str, language: Language) -> &str {
    match text {
        "＝" => "=",
        "＜" => "<",
        "＞" => ">",
        "≥" | ">=" | "＞＝" | "＞=" | ">＝" | "≧" | "⩾" => language.choose("≥", ">="),
        "≤" | "<=" | "＜＝" | "＜=" | "<＝" | "≦" | "⩽" => language.choose("≤", "<="),
        "≠" | "!=" | "！＝" | "!＝" | "！=" | "<>" | "＜＞" => language.choose("≠", "!="),
        other => other,
    }
}

/// `１００００ 元` with ASCII digits, and one blank in front of a unit that is a word.
fn figure_and_unit(text: &str) -> Cow<'_, str> {
    let digits = |character: char| matches!(character, '0'..='9' | '０'..='９' | '.' | '．' | ',');
    let end = text.find(|character| !digits(character)).unwrap_or(text.len());
    let (figure, rest) = text.split_at(end);
    let unit = rest.trim_start_matches(is_space);
    let is_percent = unit.starts_with(['%', '％', '﹪']);
    let mut written: String =
        figure.chars().map(|sign| gouji_text::fold_char(sign).unwrap_or(sign)).collect();
    match (unit.is_empty(), is_percent) {
        (true, _) => {}
        (false, true) => written.push('%'),
        (false, false) => {
            written.push(' ');
            written.push_str(unit);
        }
    }
    if written == text { Cow::Borrowed(text) } else { Cow::Owned(written) }
}

/// Whether two items say the same: they have the same leaves, comments and brackets in the same order.
/// Commas and semicolons between clauses are not compared, since a line's end does as well.
pub(super) fn are_same(
    left: &[LayoutEvent<'_>],
    right: &[LayoutEvent<'_>],
    language: Language,
) -> bool {
    said(left, language).eq(said(right, language))
}

fn said<'events>(
    events: &'events [LayoutEvent<'_>],
    language: Language,
) -> impl Iterator<Item = (Option<Rule>, Cow<'events, str>)> {
    events.iter().filter_map(move |event| match event {
        LayoutEvent::Leaf { rule, text, is_type, .. } => {
            Some((Some(*rule), written(*rule, text, *is_type, language)))
        }
        LayoutEvent::Comment { text, .. } => Some((None, Cow::Borrowed(*text))),
        LayoutEvent::Sign { sign, owner } if !matches!(sign, ',' | ';') => {
            Some((Some(*owner), Cow::Owned(sign.to_string())))
        }
        LayoutEvent::Sign { .. } | LayoutEvent::Clause { .. } => None,
    })
}
