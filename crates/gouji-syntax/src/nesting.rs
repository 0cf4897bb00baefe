//! Refuses what is nested too deeply before anything recursive sees it.

use crate::Keyword;
use crate::scan::{Scanner, TokenKind, free_text_length};
use std::ops::Range;

/// Most brackets and prefixes (非, `-`, 若) around one another.
pub(crate) const DEEPEST: usize = 64;

/// The first bracket or prefix that is nested more deeply than [`DEEPEST`]. `free_text` says whether
/// 依据 takes the rest of its line.
pub(crate) fn too_deep(text: &str, free_text: bool) -> Option<Range<usize>> {
    let mut nesting = Nesting::default();
    let mut scanner = Scanner::new(text, 0);
    while let Some(token) = scanner.next() {
        let piece = text.get(token.start..token.end).unwrap_or("");
        match token.kind {
            TokenKind::LineEnd | TokenKind::Comment { .. } => {}
            TokenKind::Word => {
                if free_text && nesting.at_clause() && Keyword::Basis.is_spelled(piece) {
                    let rest = text.get(token.end..).unwrap_or("");
                    scanner.jump(token.end + free_text_length(rest));
                } else {
                    nesting.word(piece);
                }
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
}

impl Nesting {
    fn depth(&self) -> usize {
        self.levels.len() + self.conditions + self.prefixes
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
    fn brackets_in_free_text_do_not_count() {
        let text = format!("规则 a {{\n依据 {}\n}}", "（".repeat(100));
        assert_eq!(too_deep(&text, true), None);
    }
}
