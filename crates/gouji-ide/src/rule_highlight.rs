//! Colours for rule texts.

use crate::rule_place::{free_texts, word};
use crate::tokens::{EditorToken, EditorTokenKind, tokens};
use crate::{Highlight, HighlightKind, Ide};
use gouji_database::RuleFile;
use gouji_program::{Meaning, Role};
use gouji_syntax::{Keyword, KeywordKind};
use gouji_text::TextRange;

impl Ide<'_> {
    pub(crate) fn rule_highlights(&self, file: RuleFile) -> Vec<Highlight> {
        let rules = self.rules(Some(file));
        let number = rules.number(file);
        let text = rules.text(number);
        let mut names: Vec<(TextRange, Meaning)> = Vec::new();
        let mut free: Vec<TextRange> = Vec::new();
        for (id, item) in rules.items_of(number) {
            let of_item = rules.names.of_item(id).iter().filter(|one| one.role != Role::ByName);
            names.extend(of_item.map(|one| (one.place.range.shifted(item.start), one.meaning)));
            free.extend(free_texts(item).into_iter().map(|range| range.shifted(item.start)));
        }
        free.sort_unstable();
        let mut painter = Painter { text: &text, names: &names, free: &free, found: Vec::new() };
        let all = tokens(&text, 0);
        for (index, token) in all.iter().enumerate() {
            let next = all.get(index + 1);
            painter.token(token, index.checked_sub(1).and_then(|at| all.get(at)), next);
        }
        painter.found
    }
}

struct Painter<'p> {
    text: &'p str,
    /// Names that are still to come, in order.
    names: &'p [(TextRange, Meaning)],
    free: &'p [TextRange],
    found: Vec<Highlight>,
}

impl Painter<'_> {
    fn push(&mut self, range: TextRange, kind: HighlightKind) {
        let start = self.found.last().map_or(0, |last| last.range.end).max(range.start);
        if start < range.end {
            self.found.push(Highlight { range: TextRange::new(start, range.end), kind });
        }
    }

    fn token(
        &mut self,
        token: &EditorToken,
        before: Option<&EditorToken>,
        after: Option<&EditorToken>,
    ) {
        while self.names.first().is_some_and(|(name, _)| name.end <= token.range.start) {
            self.names = self.names.get(1..).unwrap_or(&[]);
        }
        while self.free.first().is_some_and(|free| free.end <= token.range.start) {
            self.free = self.free.get(1..).unwrap_or(&[]);
        }
        match token.kind {
            EditorTokenKind::Comment => self.push(token.range, HighlightKind::Comment),
            EditorTokenKind::Documentation => self.push(token.range, HighlightKind::Documentation),
            _ if self.free.first().is_some_and(|free| free.start <= token.range.start) => {
                self.push(token.range, HighlightKind::Text);
            }
            EditorTokenKind::Text { .. } => self.lines(token.range),
            EditorTokenKind::Backquoted | EditorTokenKind::Word => self.word(token, before, after),
            EditorTokenKind::Number => self.push(token.range, HighlightKind::Number),
            EditorTokenKind::Symbol(symbol) if is_operator(symbol) => {
                self.push(token.range, HighlightKind::Operator);
            }
            EditorTokenKind::Open(_) | EditorTokenKind::Close(_) | EditorTokenKind::Symbol(_) => {}
        }
    }

    /// A text, line by line: an editor colours no further than a line's end.
    fn lines(&mut self, range: TextRange) {
        let mut start = range.start;
        for line in range.of(self.text).split_inclusive('\n') {
            let end = start + line.len() as u32;
            let line_end = start + line.trim_end_matches(['\n', '\r']).len() as u32;
            self.literal(TextRange::new(start, line_end));
            start = end;
        }
    }

    /// A text, with the names in its holes.
    fn literal(&mut self, range: TextRange) {
        let mut start = range.start;
        let inside = self.names.iter().take_while(|(name, _)| name.start < range.end);
        let inside: Vec<(TextRange, Meaning)> = inside.copied().collect();
        for (name, meaning) in inside {
            if name.start < start || name.end > range.end {
                continue;
            }
            self.push(TextRange::new(start, name.start), HighlightKind::Text);
            if let Some(kind) = kind_of(meaning) {
                self.push(name, kind);
                start = name.end;
            }
        }
        self.push(TextRange::new(start, range.end), HighlightKind::Text);
    }

    fn word(
        &mut self,
        token: &EditorToken,
        before: Option<&EditorToken>,
        after: Option<&EditorToken>,
    ) {
        let name = self
            .names
            .first()
            .filter(|(name, _)| name.start < token.range.end && token.range.start < name.end);
        if let Some(kind) = name.and_then(|(_, meaning)| kind_of(*meaning)) {
            return self.push(token.range, kind);
        }
        if token.kind == EditorTokenKind::Backquoted {
            return self.push(token.range, HighlightKind::Field);
        }
        let written = word(self.text, token);
        let is_pair = match written {
            "for" => after.is_some_and(|next| word(self.text, next) == "each"),
            "each" => true,
            _ => false,
        };
        let is_number = |token: &EditorToken| token.kind == EditorTokenKind::Number;
        // 第 2 列, column 2 of
        let is_place = match written {
            "第" | "column" => after.is_some_and(is_number),
            "列" | "of" => before.is_some_and(is_number),
            _ => written.starts_with('第') && written.ends_with('列'),
        };
        let opens_bracket = after.is_some_and(|next| next.kind == EditorTokenKind::Open('('));
        let behind_number = before.is_some_and(|token| token.kind == EditorTokenKind::Number);
        let is_keyword = is_pair
            || is_place
            || Keyword::spelled(written)
                .any(|keyword| keyword.kind() != KeywordKind::Aggregate || opens_bracket);
        if is_keyword {
            self.push(token.range, HighlightKind::Keyword);
        } else if behind_number {
            self.push(token.range, HighlightKind::Unit);
        }
    }
}

fn kind_of(meaning: Meaning) -> Option<HighlightKind> {
    Some(match meaning {
        Meaning::Ruleset(_) | Meaning::Rule(_) | Meaning::Form(_) => HighlightKind::Rule,
        Meaning::Dimension(_) | Meaning::Unit(_) => HighlightKind::Unit,
        Meaning::Record(_) => HighlightKind::Record,
        Meaning::Field(..) => HighlightKind::Field,
        Meaning::Definition(_) | Meaning::Function(_) => HighlightKind::Function,
        Meaning::Parameter(..) | Meaning::Local(..) => HighlightKind::Local,
        Meaning::Special => HighlightKind::Keyword,
        Meaning::Period(..) | Meaning::Unread(_) => return None,
    })
}

fn is_operator(symbol: char) -> bool {
    matches!(
        symbol,
        '+' | '-'
            | '*'
            | '/'
            | '×'
            | '÷'
            | '='
            | '＝'
            | '≠'
            | '<'
            | '>'
            | '≤'
            | '≥'
            | '＜'
            | '＞'
            | '→'
            | '!'
            | '−'
            | '＋'
            | '－'
            | '%'
            | '％'
    )
}
