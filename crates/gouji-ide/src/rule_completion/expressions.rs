//! In rules and their expressions.

use super::Site;
use crate::CompletionKind;
use crate::tokens::EditorTokenKind;
use crate::words::{function_documentation, pick, written_name};
use gouji_program::{BuiltIn, FieldKind, Meaning, RecordTypeId};
use gouji_syntax::{ItemKind, Keyword, KeywordKind};
use gouji_text::Language;

impl Site<'_> {
    pub fn in_rule(&mut self) {
        if self.depth() == 0 {
            return;
        }
        let in_brackets = self.open.iter().any(|open| open.bracket != '{');
        if self.starts_line && !in_brackets {
            self.keywords(&[KeywordKind::RuleClause, KeywordKind::ObligationPart]);
            self.keyword(Keyword::Basis);
            self.keyword(Keyword::Else);
            self.operators();
            return;
        }
        if self.is_for_each() {
            self.iterated();
        } else if self.is_back(0, Keyword::At) || self.is_back(0, Keyword::Fix) {
            self.fields_in_scope();
        } else {
            if self.is_back(0, Keyword::Within) {
                self.keyword(Keyword::LastDigit);
            }
            self.expression();
        }
    }

    /// Whether the place is that of the records a rule goes over.
    fn is_for_each(&self) -> bool {
        let path = if self.is_behind_dot() { 1 + self.path_length(1) } else { 0 };
        self.back_word(path) == Keyword::ForEach.spelling(Language::Chinese)
            || (self.back_word(path) == "each" && self.back_word(path + 1) == "for")
    }

    fn iterated(&mut self) {
        if self.is_behind_dot() {
            match self.record_before_dot() {
                Some(record) => self.fields(record, |kind| matches!(kind, FieldKind::List(_))),
                None => self.records(),
            }
            return;
        }
        self.records();
        let rules = &self.place.rules;
        let all: Vec<RecordTypeId> = rules.program().visible_records(self.pack()).collect();
        for id in all {
            let record = rules.program().record(id);
            for field in record.fields.iter().filter(|one| matches!(one.kind, FieldKind::List(_))) {
                let label = format!("{}.{}", record.name, field.name);
                let insert =
                    format!("{}.{}", written_name(&record.name), written_name(&field.name));
                let documentation = field.documentation.clone().unwrap_or_default();
                let detail =
                    crate::program::kind_name(rules.program(), &field.kind, self.ide.language);
                self.add(&label, CompletionKind::Record, (detail, documentation), insert, false);
            }
        }
    }

    /// Whether a number stands in front.
    pub fn is_behind_number(&self) -> bool {
        match self.back(0).map(|token| token.kind) {
            Some(EditorTokenKind::Number) => true,
            // The unit below the line.
            Some(EditorTokenKind::Symbol('/')) => {
                self.back(2).is_some_and(|token| token.kind == EditorTokenKind::Number)
                    && self.back(0).is_some_and(|token| token.range.end == self.range.start)
            }
            _ => false,
        }
    }

    /// What may stand at a place of an expression.
    pub fn expression(&mut self) {
        if self.is_behind_dot() {
            return self.behind_dot();
        }
        if self.is_behind_number() {
            self.units();
            return self.operators();
        }
        if self.is_back(0, Keyword::Is) {
            self.dimensions();
            self.keyword(Keyword::PercentType);
            self.keyword(Keyword::NumberType);
            return self.keyword(Keyword::DateType);
        }
        if self.is_behind_operand() {
            self.operators();
        } else {
            self.operands();
        }
    }

    fn behind_dot(&mut self) {
        if let Some(record) = self.record_before_dot() {
            return self.fields(record, |_| true);
        }
        let word = self.back_word(1);
        if crate::words::is_whole_document(word) {
            return self.records();
        }
        let parts: &[&str] = match (word, self.language) {
            ("前" | "后", _) => &["时点", "值"],
            ("previous" | "next", _) => &["period", "value"],
            _ if self.field_back(1).is_none() => &[],
            (_, Language::Chinese) => &["方向"],
            (_, Language::English) => &["direction"],
        };
        parts.iter().for_each(|name| self.special(name));
    }

    fn special(&mut self, name: &str) {
        self.push(name, CompletionKind::Keyword, String::new(), String::new());
    }

    /// Whether an operand ends in front of the place, so that an operator is expected.
    fn is_behind_operand(&self) -> bool {
        let Some(token) = self.back(0).filter(|token| token.ends_operand()) else { return false };
        if token.kind != EditorTokenKind::Word {
            return true;
        }
        let written = token.range.of(self.text());
        let mut keywords = Keyword::spelled(written).map(Keyword::kind);
        !keywords.any(|kind| {
            matches!(
                kind,
                KeywordKind::Operator
                    | KeywordKind::RuleClause
                    | KeywordKind::RulesetClause
                    | KeywordKind::ObligationPart
            )
        }) && !Keyword::As.is_spelled(written)
    }

    pub fn operators(&mut self) {
        self.keywords(&[KeywordKind::Predicate]);
        for keyword in Keyword::all() {
            let is_infix = keyword.kind() == KeywordKind::Operator
                && !matches!(keyword, Keyword::Not | Keyword::If);
            if is_infix {
                self.keyword(*keyword);
            }
        }
    }

    pub fn operands(&mut self) {
        self.fields_in_scope();
        self.bound_names();
        self.functions();
        self.records();
        for keyword in [Keyword::Not, Keyword::If, Keyword::True, Keyword::False] {
            self.keyword(keyword);
        }
        let whole = match self.language {
            Language::Chinese => "全文",
            Language::English => "all",
        };
        let detail = pick(self.ide.language, "全文的记录", "records of the whole document");
        self.push(whole, CompletionKind::Keyword, detail.to_owned(), String::new());
    }

    fn fields_in_scope(&mut self) {
        let program = self.place.rules.program();
        let frames = self.frames();
        let records: Vec<RecordTypeId> =
            frames.iter().rev().flat_map(|frame| program.chain(*frame)).collect();
        for record in records {
            self.fields(record, |_| true);
        }
    }

    fn bound_names(&mut self) {
        for name in self.bound() {
            let detail = match name.meaning {
                Meaning::Parameter(..) => pick(self.ide.language, "参数", "parameter"),
                _ => pick(self.ide.language, "设", "local"),
            };
            let written = self.place.rules.written(&name);
            self.push(&written, CompletionKind::Local, detail.to_owned(), String::new());
        }
    }

    fn functions(&mut self) {
        for function in BuiltIn::all() {
            let words = function.words(self.language);
            let documentation = function_documentation(function, self.language, self.ide.language);
            self.add(
                words.name,
                CompletionKind::Function,
                (words.label(), documentation),
                format!("{}($1)$0", words.name),
                true,
            );
        }
        let rules = &self.place.rules;
        let pack = self.pack();
        for (id, item) in rules.items() {
            let ItemKind::Definition(node) = &item.kind else { continue };
            if !rules.program().sees(pack, rules.pack_of(id.file)) || node.name.text.is_empty() {
                continue;
            }
            let names: Vec<&str> = node.parameters.iter().map(|name| name.text.as_str()).collect();
            let written = written_name(&node.name.text);
            let (insert, detail) = match names.as_slice() {
                [] => (written, String::new()),
                names => (format!("{written}($1)$0"), format!("({})", names.join(", "))),
            };
            let documentation = item.documentation.clone().unwrap_or_default();
            self.add(
                &node.name.text,
                CompletionKind::Function,
                (detail, documentation),
                insert,
                !names.is_empty(),
            );
        }
    }
}
