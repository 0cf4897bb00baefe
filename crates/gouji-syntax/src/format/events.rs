//! An item as a row of leaves, signs, comments and beginnings of clauses.

use crate::lower::{Node, Nodes};
use crate::parse::Rule;
use crate::scan::{is_space, line_length};

/// What stands in an item, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LayoutEvent<'text> {
    /// A word, figure or text: a leaf of the parse.
    Leaf {
        /// What it is.
        rule: Rule,
        /// What it is part of.
        owner: Rule,
        /// As written.
        text: &'text str,
        /// Whether it stands where a type does.
        is_type: bool,
    },
    /// A bracket, comma, colon or the like, folded to ASCII.
    Sign {
        /// The sign.
        sign: char,
        /// What it is part of.
        owner: Rule,
    },
    /// A clause begins, or a part of one that has a line of its own.
    Clause {
        /// What it is.
        rule: Rule,
        /// Whether an empty line stands above it.
        after_gap: bool,
    },
    /// A comment, to its line's end.
    Comment {
        /// With its `#`.
        text: &'text str,
        /// Whether nothing stands in front of it on its line.
        is_alone: bool,
        /// Whether an empty line stands above it.
        after_gap: bool,
    },
}

/// The events of a parsed item.
pub(super) fn of<'text>(text: &'text str, nodes: Nodes<'text>) -> Vec<LayoutEvent<'text>> {
    let mut walk = EventWalk { text, events: Vec::new(), line_ends: 0 };
    for node in nodes {
        walk.node(&node, Rule::EOI, false);
    }
    walk.events
}

struct EventWalk<'text> {
    text: &'text str,
    events: Vec<LayoutEvent<'text>>,
    /// Ends of lines since the last leaf, sign or comment.
    line_ends: usize,
}

impl<'text> EventWalk<'text> {
    fn node(&mut self, node: &Node<'text>, owner: Rule, is_type: bool) {
        let rule = node.as_rule();
        let span = node.as_span();
        if is_leaf(node) {
            let written = span.as_str();
            let text = written.trim_matches(is_space);
            if !text.is_empty() {
                self.events.push(LayoutEvent::Leaf { rule, owner, text, is_type });
                let trailing = written.get(written.trim_end_matches(is_space).len()..);
                self.line_ends = trailing.map_or(0, |blank| blank.matches('\n').count());
            }
            return;
        }
        let mut at = span.start();
        let mut in_braces = false;
        for child in node.clone().into_inner() {
            let place = child.as_span();
            in_braces |= self.between(at, place.start(), rule);
            let begins = in_braces || is_part_with_its_own_line(child.as_rule());
            if begins && !place.as_str().is_empty() {
                self.events.push(LayoutEvent::Clause {
                    rule: child.as_rule(),
                    after_gap: self.line_ends > 1,
                });
            }
            let is_type = match rule {
                Rule::field_declaration => at > span.start(),
                other => other == Rule::series_type,
            };
            self.node(&child, rule, is_type);
            at = place.end();
        }
        self.between(at, span.end(), rule);
    }

    /// Takes the signs and comments between two parts. Whether a brace opens among them.
    fn between(&mut self, start: usize, end: usize, owner: Rule) -> bool {
        let mut opens = false;
        let mut rest = self.text.get(start..end).unwrap_or("");
        while let Some(first) = rest.chars().next() {
            let mut length = first.len_utf8();
            match first {
                '\n' => self.line_ends += 1,
                blank if is_space(blank) => {}
                '#' | '＃' => {
                    length = line_length(rest);
                    let text = rest.get(..length).unwrap_or("").trim_end_matches(is_space);
                    let (is_alone, after_gap) = (self.line_ends > 0, self.line_ends > 1);
                    self.events.push(LayoutEvent::Comment { text, is_alone, after_gap });
                    self.line_ends = 0;
                }
                _ => {
                    let sign = folded(first);
                    opens |= sign == '{';
                    self.events.push(LayoutEvent::Sign { sign, owner });
                    self.line_ends = 0;
                }
            }
            rest = rest.get(length..).unwrap_or("");
        }
        opens
    }
}

/// Whether a node is written as it stands: one without parts, and those whose parts may not be parted.
fn is_leaf(node: &Node<'_>) -> bool {
    matches!(node.as_rule(), Rule::number | Rule::unit_figure)
        || node.clone().into_inner().next().is_none()
}

/// Parts of a clause that have a line of their own.
fn is_part_with_its_own_line(rule: Rule) -> bool {
    matches!(rule, Rule::tolerance | Rule::otherwise | Rule::subject | Rule::fix)
}

/// A sign as ASCII has it.
fn folded(sign: char) -> char {
    match sign {
        '、' => ',',
        '。' => ';',
        '﹕' => ':',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        other => other,
    }
}
