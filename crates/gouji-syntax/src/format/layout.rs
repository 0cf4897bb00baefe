//! From events to lines.

use super::events::LayoutEvent;
use super::leaves::written;
use super::lines::{FormattedLine, FormattedWord, write_lines};
use crate::parse::Rule;
use gouji_text::Language;

/// Writes an item. It ends with a line end.
pub(super) fn layout(events: &[LayoutEvent<'_>], language: Language) -> String {
    let mut layout = ItemLayout::new(language);
    for (number, event) in events.iter().enumerate() {
        layout.event(event, events.get(number + 1..).unwrap_or_default());
    }
    layout.end_line();
    write_lines(&layout.lines)
}

/// Braces that are open.
struct OpenBraces {
    owner: Rule,
    /// Whether its clauses stand on lines of their own.
    is_broken: bool,
    is_empty: bool,
}

struct ItemLayout {
    language: Language,
    lines: Vec<FormattedLine>,
    line: FormattedLine,
    blocks: Vec<OpenBraces>,
    /// Round, square and curly brackets that are open on this line.
    depth: usize,
    /// Whether the next piece follows the one before it without a blank.
    is_tight: bool,
    /// Whether a comma was just written.
    after_comma: bool,
}

/// Columns of a level.
const INDENT: usize = 2;

impl ItemLayout {
    fn new(language: Language) -> Self {
        Self {
            language,
            lines: Vec::new(),
            line: FormattedLine::default(),
            blocks: Vec::new(),
            depth: 0,
            is_tight: true,
            after_comma: false,
        }
    }

    fn event(&mut self, event: &LayoutEvent<'_>, rest: &[LayoutEvent<'_>]) {
        match *event {
            LayoutEvent::Leaf { rule, owner, text, is_type } => {
                self.leaf(rule, owner, &written(rule, text, is_type, self.language));
            }
            LayoutEvent::Sign { sign, owner } => self.sign(sign, owner, rest),
            LayoutEvent::Clause { rule, after_gap } => self.clause(rule, after_gap),
            LayoutEvent::Comment { text, is_alone, after_gap } => {
                self.comment(text, is_alone, after_gap, rest);
            }
        }
    }

    fn leaf(&mut self, rule: Rule, owner: Rule, text: &str) {
        if rule == Rule::colon {
            return self.colon(owner);
        }
        if rule == Rule::arrow && self.depth == 0 && owner != Rule::grid_clause {
            self.anchor();
        }
        let rank = if self.after_comma { Some(BEHIND_COMMA) } else { rank(rule, owner) };
        self.piece(text, rank);
        self.is_tight = rule == Rule::op_negate;
        // The kinds of expectation stand in front of what is expected.
        if rule == Rule::kw_expectation {
            self.anchor();
        }
    }

    /// From here on the lines of one kind are aligned.
    fn anchor(&mut self) {
        let at = self.line.pieces.len();
        self.line.anchor.get_or_insert(at);
    }

    fn piece(&mut self, text: &str, rank: Option<usize>) {
        let is_spaced = !self.is_tight && !self.line.pieces.is_empty();
        let break_rank = rank.map(|rank| (self.depth, rank));
        self.line.pieces.push(FormattedWord { text: text.to_owned(), is_spaced, break_rank });
        self.is_tight = false;
        self.after_comma = false;
    }

    fn tight(&mut self, text: &str) {
        self.is_tight = true;
        self.piece(text, None);
    }

    fn colon(&mut self, owner: Rule) {
        self.tight(":");
        if owner == Rule::field_declaration {
            self.anchor();
        }
    }

    /// Where the line may be broken in front of the next piece, because of a comma in front of it.
    fn comma_rank(&self) -> Option<usize> {
        self.after_comma.then_some(BEHIND_COMMA)
    }

    fn sign(&mut self, sign: char, owner: Rule, rest: &[LayoutEvent<'_>]) {
        match sign {
            '{' => self.open_brace(owner, rest),
            '}' => self.close_brace(),
            ',' | ';' => self.comma(owner, rest),
            '(' | '[' => {
                let is_call = matches!(owner, Rule::arguments | Rule::aggregate | Rule::parameters);
                self.is_tight |= is_call;
                self.piece(if sign == '(' { "(" } else { "[" }, self.comma_rank());
                self.depth += 1;
                self.is_tight = true;
            }
            ')' | ']' => {
                self.depth = self.depth.saturating_sub(1);
                self.tight(if sign == ')' { ")" } else { "]" });
            }
            ':' => self.colon(owner),
            '.' => {
                self.tight(".");
                self.is_tight = true;
            }
            other => self.piece(other.encode_utf8(&mut [0; 4]), None),
        }
    }

    fn comma(&mut self, owner: Rule, rest: &[LayoutEvent<'_>]) {
        let ends_a_list = match rest.first() {
            Some(LayoutEvent::Leaf { rule, .. }) => *rule == Rule::arrow,
            Some(LayoutEvent::Sign { sign: '{', owner: next }) => *next == owner,
            Some(LayoutEvent::Sign { sign, .. }) => matches!(sign, ']' | ')'),
            _ => false,
        };
        if !self.separates_clauses(owner) && !ends_a_list {
            self.tight(",");
            self.after_comma = true;
        }
    }

    /// Whether a comma of this owner only parts clauses: each has its own line, and the comma is left out.
    fn separates_clauses(&self, owner: Rule) -> bool {
        self.blocks.last().is_some_and(|block| block.owner == owner)
            || matches!(owner, Rule::example_case | Rule::obligation)
    }

    fn open_brace(&mut self, owner: Rule, rest: &[LayoutEvent<'_>]) {
        let is_empty = matches!(rest.first(), Some(LayoutEvent::Sign { sign: '}', .. }));
        let is_broken = !is_empty && (!is_kept_together(owner) || has_comment(rest));
        self.piece("{", self.comma_rank());
        self.blocks.push(OpenBraces { owner, is_broken, is_empty: true });
        if is_broken {
            self.start_line(false);
        } else {
            self.depth += 1;
        }
        self.is_tight = is_empty;
    }

    fn close_brace(&mut self) {
        let Some(block) = self.blocks.pop() else { return };
        if block.is_broken {
            self.start_line(false);
        } else {
            self.depth = self.depth.saturating_sub(1);
            self.is_tight = block.is_empty && self.is_tight;
        }
        self.piece("}", None);
    }

    fn clause(&mut self, rule: Rule, after_gap: bool) {
        let Some(block) = self.blocks.last_mut() else { return };
        let is_first = std::mem::replace(&mut block.is_empty, false);
        if block.is_broken {
            self.start_line(after_gap && !is_first);
            self.line.kind = Some((rule, self.blocks.len()));
        } else if !is_first {
            self.tight(",");
            self.after_comma = true;
        }
    }

    fn comment(&mut self, text: &str, is_alone: bool, after_gap: bool, rest: &[LayoutEvent<'_>]) {
        let is_left_out = |event: &&LayoutEvent<'_>| match event {
            LayoutEvent::Sign { sign: ',', owner } => self.separates_clauses(*owner),
            _ => false,
        };
        let goes_on = match rest.iter().find(|event| !is_left_out(event)) {
            None | Some(LayoutEvent::Clause { .. } | LayoutEvent::Sign { sign: '}', .. }) => false,
            Some(LayoutEvent::Comment { .. }) => self.line.is_continued,
            Some(LayoutEvent::Leaf { .. } | LayoutEvent::Sign { .. }) => true,
        };
        if is_alone {
            let is_first =
                self.lines.last().is_none_or(FormattedLine::opens_block) && self.line.is_empty();
            self.start_line(after_gap && !is_first);
            self.line.is_continued = goes_on;
            self.line.comment = Some(text.to_owned());
        } else if self.line.is_empty()
            && let Some(before) = self.lines.last_mut()
            && before.comment.is_none()
        {
            before.comment = Some(text.to_owned());
            return;
        } else {
            self.line.comment = Some(text.to_owned());
        }
        self.start_line(false);
        self.line.is_continued = goes_on;
    }

    /// Ends the line at hand and begins one of the innermost block.
    fn start_line(&mut self, after_gap: bool) {
        self.end_line();
        let level = self.blocks.iter().filter(|block| block.is_broken).count();
        self.line = FormattedLine { indent: level * INDENT, after_gap, ..FormattedLine::default() };
        self.depth = 0;
        self.after_comma = false;
        self.is_tight = true;
    }

    fn end_line(&mut self) {
        if !self.line.is_empty() {
            self.lines.push(std::mem::take(&mut self.line));
        }
    }
}

/// The rank of a place behind a comma, where a line is broken rather than anywhere else.
const BEHIND_COMMA: usize = 0;

/// The rank of the place in front of a leaf: a line is broken where it is lowest. `None` where it is
/// not broken.
fn rank(rule: Rule, owner: Rule) -> Option<usize> {
    match rule {
        Rule::op_and | Rule::kw_where | Rule::kw_by | Rule::kw_then | Rule::kw_until_anchor => {
            Some(1)
        }
        Rule::kw_else if owner == Rule::if_expression => Some(1),
        // Between expressions, and between texts any of which will do.
        Rule::op_or => Some(if owner == Rule::expression { 1 } else { 2 }),
        Rule::op_compare | Rule::op_sum => Some(2),
        Rule::op_product => Some(3),
        Rule::op_default => Some(4),
        _ => None,
    }
}

/// Whether what stands in its braces goes on one line, as far as there is room.
fn is_kept_together(owner: Rule) -> bool {
    matches!(owner, Rule::fields | Rule::outline_clause)
}

/// Whether a comment stands before the brace that closes the one just opened.
fn has_comment(rest: &[LayoutEvent<'_>]) -> bool {
    let mut open = 1_usize;
    for event in rest {
        match event {
            LayoutEvent::Sign { sign: '{', .. } => open += 1,
            LayoutEvent::Sign { sign: '}', .. } if open == 1 => return false,
            LayoutEvent::Sign { sign: '}', .. } => open -= 1,
            LayoutEvent::Comment { .. } => return true,
            _ => {}
        }
    }
    false
}
