//! Refuses what is nested too deeply before anything recursive sees it.

use crate::Keyword;
use crate::scan::{Scanner, TokenKind};
use std::ops::Range;

/// Most brackets and prefixes (非, `-`, 若) around one another.
pub(crate) const DEEPEST: usize = 64;

/// The first bracket or prefix that is nested more deeply than [`DEEPEST`]. `free_text` says whether
/// 依据 takes the rest of its line.
pub(crate) fn too_deep(text: &str, free_text: bool) -> Option<Range<usize>> {
    let mut nesting = Nesting::default();
    for token in Scanner::new(text, 0) {
        let piece = text.get(token.start..token.end).unwrap_or("");
        match token.kind {
            TokenKind::LineEnd => nesting.end_free_text(),
            TokenKind::Comment { .. } => {}
            TokenKind::Word => {
                if free_text && nesting.at_clause() && Keyword::Basis.is_spelled(piece) {
                    nesting.begin_free_text();
                }
                nesting.word(piece);
            }
            TokenKind::Open(_) => nesting.open(),
            TokenKind::Close(_) => nesting.close(),
            TokenKind::Symbol(symbol) => nesting.symbol(symbol),
            TokenKind::Text | TokenKind::Backquoted => nesting.operand(),
        }
        if nesting.depth() > DEEPEST {
            return Some(token.start..token.end);
        }
        if token.kind == TokenKind::LineEnd {
            nesting.first_in_line = true;
        } else if !matches!(token.kind, TokenKind::Comment { .. }) {
            nesting.first_in_line = false;
        }
    }
    None
}

#[derive(Default)]
struct Nesting {
    /// Conditions (若) begun at each open bracket's level; the last is the innermost.
    levels: Vec<usize>,
    /// Conditions begun outside brackets.
    outermost: usize,
    /// Conditions begun at all levels that are still open.
    conditions: usize,
    /// Prefix operators directly before this place.
    prefixes: usize,
    first_in_line: bool,
    /// The state in front of the free text on this line.
    before_free_text: Option<(Vec<usize>, usize)>,
    /// What free text left open. It counts, for 依据 at the start of a line may also be a field that
    /// goes on an expression; but only its unbalanced brackets do.
    left_open: usize,
}

impl Nesting {
    fn depth(&self) -> usize {
        self.levels.len() + self.conditions + self.prefixes + self.left_open
    }

    fn begin_free_text(&mut self) {
        self.before_free_text = Some((self.levels.clone(), self.conditions));
    }

    fn end_free_text(&mut self) {
        if let Some((levels, conditions)) = self.before_free_text.take() {
            self.left_open += self.levels.len().saturating_sub(levels.len())
                + self.conditions.saturating_sub(conditions);
            self.levels = levels;
            self.conditions = conditions;
        }
    }

    /// Whether a clause of a body can begin here.
    fn at_clause(&self) -> bool {
        self.levels.len() == 1 && self.first_in_line
    }

    fn word(&mut self, word: &str) {
        if Keyword::If.is_spelled(word) || word == "如果" {
            *self.levels.last_mut().unwrap_or(&mut self.outermost) += 1;
            self.conditions += 1;
        } else if Keyword::Not.is_spelled(word) {
            self.prefixes += 1;
            return;
        } else if self.first_in_line && opens_clause(word) {
            self.end_conditions();
        }
        self.operand();
    }

    fn symbol(&mut self, symbol: char) {
        match symbol {
            '-' | '－' | '−' | '!' | '！' => self.prefixes += 1,
            ',' | '，' | '、' | ';' | '；' => {
                self.end_conditions();
                self.operand();
            }
            _ => self.operand(),
        }
    }

    fn operand(&mut self) {
        self.prefixes = 0;
    }

    fn open(&mut self) {
        self.prefixes = 0;
        self.levels.push(0);
    }

    fn close(&mut self) {
        self.prefixes = 0;
        self.end_conditions();
        self.levels.pop();
    }

    /// Every 若 of this level is complete.
    fn end_conditions(&mut self) {
        let level = self.levels.last_mut().unwrap_or(&mut self.outermost);
        self.conditions = self.conditions.saturating_sub(std::mem::take(level));
    }
}

/// Clauses of a rule that follow an expression: whatever was open before them is over.
fn opens_clause(word: &str) -> bool {
    const CLAUSES: &[Keyword] =
        &[Keyword::Must, Keyword::MustNot, Keyword::Should, Keyword::ShouldNot];
    CLAUSES.iter().any(|keyword| keyword.is_spelled(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_prefixes_count_together() {
        assert_eq!(too_deep(&"(".repeat(64), false), None);
        assert_eq!(too_deep(&"(".repeat(65), false), Some(64..65));
        assert_eq!(too_deep(&"非 ".repeat(100), false), Some(64 * 4..64 * 4 + 3));
        assert_eq!(too_deep(&"- ".repeat(100), false), Some(128..129));
        assert!(too_deep(&"若 a 则 ".repeat(65), false).is_some());
        assert!(too_deep(&"((若 ".repeat(22), false).is_some());
        assert_eq!(too_deep(&"f(若 a 则 b 否则 c), ".repeat(100), false), None);
        assert_eq!(too_deep(&"规则 x {\n应当 若 a 则 b 否则 c\n}".repeat(100), false), None);
    }

    #[test]
    fn free_text_counts_only_what_it_leaves_open() {
        let text = format!("规则 a {{\n{}应当 a\n}}", "依据 《甲》（乙）（二\n".repeat(40));
        assert_eq!(too_deep(&text, true), None);
        let text = format!("规则 a {{\n应当\n{}}}", "依据 有值 且 (\n".repeat(100));
        assert!(too_deep(&text, true).is_some());
    }
}
