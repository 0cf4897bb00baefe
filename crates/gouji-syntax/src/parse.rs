//! From text to trees.

use crate::ast::Name;
use crate::codes;
use crate::edit::{Positions, Splice};
use crate::lower::{
    FoundProblem, Lowering, MOST_PROBLEMS, ProblemDraft, lower_expression, lower_item,
};
use crate::nesting::too_deep;
use crate::scan::{Scanner, TokenKind, is_space, leading_word, line_length};
use crate::spelling::{item_keyword, item_keywords};
use crate::split::split_items;
use crate::{Item, ItemKind, Keyword, SourceFile, ast};
use gouji_diagnostic::Diagnostic;
use gouji_text::{Language, Localized, TextRange};

use pest::Parser;
use std::borrow::Cow;

#[allow(missing_docs)]
mod grammar {
    /// The grammar; see the comments in the grammar file.
    #[derive(pest_derive::Parser)]
    #[grammar = "../../grammar/gouji.pest"]
    pub struct GoujiParser;
}
pub(crate) use grammar::{GoujiParser, Rule};

/// Longest item, in bytes.
const LONGEST_ITEM: usize = 256 * 1024;
/// How often an item is read again with its certain slips corrected.
const ROUNDS: usize = 4;

/// Parses a whole file. Total: any text gives a file and its problems.
pub fn parse(text: &str) -> SourceFile {
    parse_items(text, parse_item)
}

/// Parses a whole file but its examples, which no document is checked by and which are a third of a
/// pack's text. Items have the numbers and places that [`parse`] gives them; what is wrong inside of
/// an example is not found.
pub fn parse_rules(text: &str) -> SourceFile {
    parse_items(text, |text, language| {
        unread_example(text).unwrap_or_else(|| parse_item(text, language))
    })
}

fn parse_items(text: &str, parse_item: impl Fn(&str, Language) -> Item) -> SourceFile {
    let split = split_items(text);
    let items = split.items.iter().map(|range| {
        let mut item = parse_item(range.of(text), split.language);
        item.start = range.start;
        item
    });
    SourceFile { language: split.language, items: items.collect(), problems: split.problems }
}

/// An example as an item that is not read; `None` for any other item, and for an example of which it
/// is not certain where it ends: it may have swallowed another item.
pub fn unread_example(text: &str) -> Option<Item> {
    let (documentation, start) = documentation(text);
    let body = text.get(start..)?;
    if !Keyword::Example.is_spelled(leading_word(body)) || !is_one_item(body) {
        return None;
    }
    let length = u32::try_from(text.len()).ok()?;
    Some(Item { start: 0, length, documentation, kind: ItemKind::Unread, problems: Vec::new() })
}

/// Whether the brace that opens an item's body is closed by the last token, and no line in between
/// begins like an item.
fn is_one_item(body: &str) -> bool {
    let mut depth = 0_usize;
    let mut is_closed = false;
    let mut begins_line = false;
    for token in Scanner::new(body, 0) {
        let first_in_line = std::mem::replace(&mut begins_line, token.kind == TokenKind::LineEnd);
        match token.kind {
            TokenKind::Comment { .. } | TokenKind::LineEnd => {}
            _ if is_closed => return false,
            TokenKind::Word if first_in_line => {
                let word = TextRange::from(token.start..token.end).of(body);
                if item_keywords().iter().any(|keyword| keyword.is_spelled(word)) {
                    return false;
                }
            }
            TokenKind::Open('{') => depth += 1,
            TokenKind::Close('}') => match depth.checked_sub(1) {
                Some(outer) => {
                    depth = outer;
                    is_closed = outer == 0;
                }
                None => return false,
            },
            _ => {}
        }
    }
    is_closed
}

/// Parses the text of one item, as [`split_items`] delimits it. Its `start` is 0: whoever knows where
/// the item stands sets it. `language` is the file's: keywords of the other one are understood and
/// reported. Total: any text gives an item and its problems.
pub fn parse_item(text: &str, language: Language) -> Item {
    let (documentation, start) = documentation(text);
    let body = text.get(start..).unwrap_or("");
    let (kind, problems) = if text.len() > LONGEST_ITEM {
        let first_line = 0..line_length(body);
        let report = ProblemDraft::new(
            &codes::TOO_LONG,
            first_line,
            Localized::new(
                format!("这一项超过 {} KB，未作检查", LONGEST_ITEM / 1024),
                format!("this item is longer than {} KB and was not read", LONGEST_ITEM / 1024),
            ),
            Localized::new("太长", "too long"),
        )
        .help(Localized::new("请拆成几项", "split it into several items"));
        (broken(body, &Positions::new(start)), vec![report.locate(&Positions::new(start))])
    } else {
        parse_body(body, start, language)
    };
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    Item { start: 0, length, documentation, kind, problems }
}

/// Parses one expression, such as stands in a hole of a message. Ranges are relative to `text`;
/// `None` where it could not be read, with the reason among the problems.
pub fn parse_expression(
    text: &str,
    language: Language,
) -> (Option<ast::Expression>, Vec<Diagnostic<TextRange>>) {
    let positions = Positions::new(0);
    let lowering = Lowering::new(text, language, &positions);
    let mut expression = None;
    if let Some(place) = too_deep(text, false) {
        lowering.report(nested(place));
    } else {
        match GoujiParser::parse(Rule::lone_expression, text) {
            Ok(pairs) => expression = lower_expression(&lowering, pairs),
            Err(_) => lowering.report(nested(0..text.len())),
        }
    }
    (expression, lowering.finish().into_iter().map(|found| found.problem).collect())
}

/// Reads an item without its documentation, again and again while certain slips are corrected.
fn parse_body(
    body: &str,
    base: usize,
    language: Language,
) -> (ItemKind, Vec<Diagnostic<TextRange>>) {
    let mut positions = Positions::new(base);
    let mut text = Cow::Borrowed(body);
    let mut problems: Vec<Diagnostic<TextRange>> = Vec::new();
    let mut round = 0;
    loop {
        round += 1;
        let (kind, found) = parse_once(&text, &positions, language);
        let edits: Vec<Splice> = found.iter().filter_map(|found| found.edit.clone()).collect();
        if edits.is_empty() || round == ROUNDS {
            problems.extend(found.into_iter().map(|found| found.problem));
            problems.sort_by_key(|problem| problem.subject().copied());
            problems.dedup();
            problems.truncate(MOST_PROBLEMS);
            return (kind, problems);
        }
        // What is not certain may be a consequence of the slips; if it is not, it shows again.
        problems.extend(
            found.into_iter().filter(|found| found.edit.is_some()).map(|found| found.problem),
        );
        text = Cow::Owned(positions.apply(&text, edits));
    }
}

fn parse_once(
    text: &str,
    positions: &Positions,
    language: Language,
) -> (ItemKind, Vec<FoundProblem>) {
    let lowering = Lowering::new(text, language, positions);
    let word = leading_word(text);
    let exact = item_keywords().iter().copied().find(|keyword| keyword.is_spelled(word));
    let Some(keyword) = exact else {
        lowering.unknown_item(word, item_keyword(word));
        return (broken(text, positions), lowering.finish());
    };
    let free_text = matches!(keyword, Keyword::Rule | Keyword::Ruleset);
    if let Some(place) = too_deep(text, free_text) {
        lowering.report(nested(place));
        return (broken(text, positions), lowering.finish());
    }
    let kind = match GoujiParser::parse(entry(keyword), text) {
        Ok(pairs) => lower_item(&lowering, pairs),
        // The grammar accepts any text; only the stack can run out.
        Err(_) => {
            lowering.report(nested(0..word.len()));
            None
        }
    };
    (kind.unwrap_or_else(|| broken(text, positions)), lowering.finish())
}

/// The grammar's rule for an item that begins with this keyword.
pub(crate) fn entry(keyword: Keyword) -> Rule {
    match keyword {
        Keyword::Ruleset => Rule::ruleset_item,
        Keyword::Use => Rule::import_item,
        Keyword::Dimension => Rule::dimension_item,
        Keyword::Record => Rule::record_item,
        Keyword::Form => Rule::form_item,
        Keyword::Define => Rule::definition_item,
        Keyword::Example => Rule::example_item,
        _ => Rule::rule_item,
    }
}

fn nested(place: std::ops::Range<usize>) -> ProblemDraft {
    ProblemDraft::new(
        &codes::TOO_DEEP,
        place,
        Localized::new(
            "括号或前缀嵌套超过 64 层",
            "brackets or prefixes are nested more than 64 deep",
        ),
        Localized::new("嵌套太深", "nested too deeply"),
    )
    .help(Localized::new(
        "用「设」或「定义」拆成几步",
        "split it into steps with `let` or `define`",
    ))
}

/// An item of which only the keyword and perhaps the name can be read.
fn broken(text: &str, positions: &Positions) -> ItemKind {
    let keyword = leading_word(text);
    let rest = text.get(keyword.len()..).unwrap_or("");
    let start = keyword.len() + (rest.len() - rest.trim_start_matches(is_space).len());
    let rest = text.get(start..).unwrap_or("");
    let name = match Scanner::new(text, start).next() {
        Some(token) if token.kind == TokenKind::Backquoted => Some(token.start..token.end),
        _ => Some(start..start + leading_word(rest).len()),
    };
    let name = name.filter(|range| !range.is_empty()).map(|range| Name {
        text: crate::lower::plain_name(text.get(range.clone()).unwrap_or("")),
        range: positions.range(range),
    });
    ItemKind::Broken { keyword: keyword.to_owned(), name }
}

/// Bytes of the documentation in front of an item, comments among it included.
pub(crate) fn documentation_length(text: &str) -> usize {
    documentation(text).1
}

/// The documentation comment in front of an item, and where the item itself begins.
fn documentation(text: &str) -> (Option<String>, usize) {
    let mut lines: Vec<&str> = Vec::new();
    let mut start = text.len();
    for token in Scanner::new(text, 0) {
        match token.kind {
            TokenKind::Comment { documentation } => {
                if documentation {
                    lines
                        .push(documentation_line(TextRange::from(token.start..token.end).of(text)));
                }
            }
            TokenKind::LineEnd => {}
            _ => {
                start = token.start;
                break;
            }
        }
    }
    ((!lines.is_empty()).then(|| lines.join("\n")), start)
}

/// A line of documentation without `##` and one space.
pub(crate) fn documentation_line(comment: &str) -> &str {
    let line = comment.trim_start_matches(['#', '＃']).trim_end();
    line.strip_prefix([' ', '\u{3000}']).unwrap_or(line)
}
