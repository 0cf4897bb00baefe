//! What could be typed at a place of a rule text. What stands there is rarely a tree yet, so the
//! place is made out from the words in front of it.

mod expressions;
mod forms;
mod items;
mod strings;

use crate::program::kind_name;
use crate::resolve::Resolver;
use crate::rule_place::{RulePlace, word};
use crate::rules::{ItemId, Meaning};
use crate::tokens::{Token, TokenKind, floor, tokens};
use crate::words::{bare_name, filter, keyword_language, listed, written_name};
use crate::{Completion, CompletionKind, Ide};
use gouji_database::RuleFile;
use gouji_program::{BuiltIn, FieldKind, RecordTypeId};
use gouji_syntax::{Keyword, KeywordKind};
use gouji_text::{Language, TextRange};

/// A bracket that is open at the place.
#[derive(Clone, Copy)]
pub(crate) struct Open {
    pub bracket: char,
    /// Index of its token.
    pub at: usize,
}

/// The place where something is typed.
pub(crate) struct Site<'s> {
    pub ide: &'s Ide<'s>,
    pub place: &'s RulePlace<'s>,
    /// The file's language.
    pub language: Language,
    /// The keyword that opened the item.
    pub keyword: Option<Keyword>,
    /// The words of the item in front of the place, without what is being typed and comments.
    pub before: Vec<Token>,
    pub open: Vec<Open>,
    /// Whether nothing stands in front on the line.
    pub starts_line: bool,
    /// What is replaced.
    pub range: TextRange,
    pub found: Vec<Completion>,
}

impl Ide<'_> {
    pub(crate) fn rule_completions(&self, file: RuleFile, offset: u32) -> Vec<Completion> {
        let place = RulePlace::new(self, file, offset);
        let offset = floor(&place.text, offset);
        let start = place.start();
        let typed = TextRange::new(start, offset).of(&place.text);
        let mut before = tokens(typed, start);
        let last = before.last().copied();
        let in_comment = last.is_some_and(|token| {
            matches!(token.kind, TokenKind::Comment | TokenKind::Documentation)
                && !TextRange::new(token.range.start, offset).of(&place.text).contains('\n')
        });
        if in_comment {
            return Vec::new();
        }
        before.retain(|token| !matches!(token.kind, TokenKind::Comment | TokenKind::Documentation));
        let language = place
            .rules
            .trees
            .get(place.rules.number(file) as usize)
            .filter(|tree| !tree.items.is_empty())
            .map_or(keyword_language(self.language), |tree| tree.language);
        let mut site = Site {
            ide: self,
            place: &place,
            language,
            keyword: None,
            before,
            open: Vec::new(),
            starts_line: true,
            range: TextRange::empty(offset),
            found: Vec::new(),
        };
        site.take_typed(offset);
        site.find_open();
        site.complete();
        site.found
    }
}

impl<'s> Site<'s> {
    pub fn text(&self) -> &'s str {
        &self.place.text
    }

    /// Takes the word that is being typed off what stands in front.
    fn take_typed(&mut self, offset: u32) {
        let is_typed = |token: &Token| token.range.end == offset && token.kind == TokenKind::Word;
        let mut starts_line = None;
        if let Some(token) = self.before.pop_if(|token| is_typed(token)) {
            self.range = token.range;
            starts_line = Some(token.starts_line);
        }
        let start = self.range.start;
        let is_quote = |token: &Token| {
            matches!(token.kind, TokenKind::Symbol('`' | '｀')) && token.range.end == start
        };
        if let Some(token) = self.before.pop_if(|token| is_quote(token)) {
            self.range = token.range.cover(self.range);
            starts_line = Some(token.starts_line);
        }
        self.starts_line = starts_line.unwrap_or_else(|| {
            let end = self.before.last().map_or(self.place.start(), |token| token.range.end);
            let gap = TextRange::new(end, self.range.start).of(self.text());
            self.before.is_empty() || gap.contains('\n')
        });
    }

    fn find_open(&mut self) {
        let mut has_body = false;
        for (at, token) in self.before.iter().enumerate() {
            match token.kind {
                TokenKind::Open(bracket) => {
                    has_body |= bracket == '{';
                    self.open.push(Open { bracket, at });
                }
                TokenKind::Close(bracket) => {
                    let wanted = match bracket {
                        '}' => '{',
                        ']' => '[',
                        _ => '(',
                    };
                    if let Some(at) = self.open.iter().rposition(|open| open.bracket == wanted) {
                        self.open.truncate(at);
                    }
                }
                _ => {}
            }
        }
        let first = self.before.first().filter(|token| token.kind == TokenKind::Word);
        let written = first.map_or("", |token| word(self.text(), token));
        let opens = |keyword: &Keyword| keyword.kind() == KeywordKind::Item;
        self.keyword = Keyword::spelled(written).find(opens);
        if has_body && self.depth() == 0 {
            // Behind the closing brace.
            self.keyword = None;
        }
    }

    /// Open braces.
    pub fn depth(&self) -> usize {
        self.open.iter().filter(|open| open.bracket == '{').count()
    }

    /// The n-th word from the end of what stands in front, from 0.
    pub fn back(&self, steps: usize) -> Option<&Token> {
        self.before.len().checked_sub(steps + 1).and_then(|at| self.before.get(at))
    }

    /// How the n-th word from the end is written.
    pub fn back_word(&self, steps: usize) -> &'s str {
        self.back(steps).map_or("", |token| token.range.of(self.text()))
    }

    /// Whether the n-th word from the end is this keyword.
    pub fn is_back(&self, steps: usize, keyword: Keyword) -> bool {
        keyword.is_spelled(self.back_word(steps))
    }

    /// The first word of the line.
    pub fn line_word(&self) -> &'s str {
        let first = self.before.iter().rev().find(|token| token.starts_line);
        match first.filter(|_| !self.starts_line) {
            Some(token) => token.range.of(self.text()),
            None => "",
        }
    }

    fn complete(&mut self) {
        if let Some(Token { kind: TokenKind::Text { closed: false }, range, .. }) =
            self.back(0).copied()
            && !TextRange::new(range.start, self.range.end).of(self.text()).contains('\n')
        {
            return self.in_text(range);
        }
        let is_basis = Keyword::Basis.is_spelled(self.line_word());
        if is_basis && matches!(self.keyword, Some(Keyword::Rule | Keyword::Ruleset)) {
            return;
        }
        let unfinished_header = self.depth() == 0 && self.starts_line && self.open.is_empty();
        match self.keyword {
            None => self.item_start(),
            Some(_) if unfinished_header && self.is_first_column() => self.item_start(),
            Some(Keyword::Rule) => self.in_rule(),
            Some(Keyword::Form) => self.in_form(),
            Some(Keyword::Record) => self.in_record(),
            Some(Keyword::Dimension) => self.in_dimension(),
            Some(Keyword::Ruleset) => self.in_ruleset(),
            Some(Keyword::Define) => self.in_definition(),
            Some(Keyword::Example) => self.in_example(),
            Some(Keyword::Use) => self.rulesets(),
            Some(_) => {}
        }
    }

    fn is_first_column(&self) -> bool {
        let start = self.range.start as usize;
        start == 0 || self.text().as_bytes().get(start - 1) == Some(&b'\n')
    }

    /// The names in scope, made out from the words in front.
    pub fn scope(&self) -> Resolver<'_> {
        let id = self.place.id.unwrap_or(ItemId { file: u32::MAX, item: 0 });
        let mut resolver = Resolver::new(&self.place.rules, id, self.place.item_text());
        match self.keyword {
            Some(Keyword::Ruleset) => {
                let document = resolver.rules.document_record(resolver.pack);
                resolver.frames.extend(document);
            }
            Some(Keyword::Define) => self.parameters(&mut resolver),
            _ => {}
        }
        let mut locals = 0;
        for (at, token) in self.before.iter().enumerate() {
            let written = token.range.of(self.text());
            if Keyword::Let.is_spelled(written)
                && token.starts_line
                && let Some(name) = self.before.get(at + 1)
            {
                let name = bare_name(name.range.of(self.text())).to_owned();
                resolver.locals.push((name, Meaning::Local(id, locals)));
                locals = locals.saturating_add(1);
            }
            let is_each = written == Keyword::ForEach.spelling(Language::Chinese)
                || (written == "each"
                    && at > 0
                    && self.before[at - 1].range.of(self.text()) == "for");
            if is_each && self.keyword == Some(Keyword::Rule) {
                let path = self.path_from(at + 1);
                resolver.frames.extend(resolver.record_at(&path));
            }
        }
        for open in self.open.iter().filter(|open| open.bracket == '(') {
            let name = open.at.checked_sub(1).and_then(|at| self.before.get(at));
            let name = name.map_or("", |token| token.range.of(self.text()));
            if BuiltIn::named(name).is_some_and(BuiltIn::is_aggregate) {
                let path = self.path_from(open.at + 1);
                let record = resolver.record_at(&path);
                resolver.frames.extend(record);
            }
        }
        resolver
    }

    fn parameters(&self, resolver: &mut Resolver<'_>) {
        let id = resolver.id;
        let open = self.before.iter().position(|token| token.kind == TokenKind::Open('('));
        let Some(open) = open.filter(|at| *at <= 2) else { return };
        let inside = self.before.iter().skip(open + 1);
        let names = inside.take_while(|token| token.kind != TokenKind::Close(')'));
        for (token, index) in names.filter(|token| token.is_word()).zip(0..) {
            let name = bare_name(token.range.of(self.text())).to_owned();
            resolver.locals.push((name, Meaning::Parameter(id, index)));
        }
    }

    /// The names of the path that begins with a word.
    fn path_from(&self, at: usize) -> Vec<&'s str> {
        let mut names = Vec::new();
        let mut at = at;
        while let Some(token) = self.before.get(at).filter(|token| token.is_word()) {
            names.push(bare_name(token.range.of(self.text())));
            let dot = self.before.get(at + 1).map(|token| token.kind);
            if dot != Some(TokenKind::Symbol('.')) {
                break;
            }
            at += 2;
        }
        names
    }

    /// The names of the path that ends with the dot in front of the place.
    pub fn path_to_dot(&self) -> Option<Vec<&'s str>> {
        if self.back(0)?.kind != TokenKind::Symbol('.') {
            return None;
        }
        Some(self.path_back(1))
    }

    /// The names of the path whose last name is the n-th word from the end.
    pub fn path_back(&self, steps: usize) -> Vec<&'s str> {
        let mut names = Vec::new();
        let mut steps = steps;
        while let Some(token) = self.back(steps).filter(|token| token.is_word()) {
            names.push(bare_name(token.range.of(self.text())));
            if self.back(steps + 1).map(|token| token.kind) != Some(TokenKind::Symbol('.')) {
                break;
            }
            steps += 2;
        }
        names.reverse();
        names
    }

    pub fn push(
        &mut self,
        label: &str,
        kind: CompletionKind,
        detail: String,
        documentation: String,
    ) {
        let insert = match kind {
            CompletionKind::Keyword => label.to_owned(),
            _ => written_name(label),
        };
        self.add(label, kind, (detail, documentation), insert, false);
    }

    pub fn add(
        &mut self,
        label: &str,
        kind: CompletionKind,
        (detail, documentation): (String, String),
        insert: String,
        is_snippet: bool,
    ) {
        if label.is_empty() || self.found.iter().any(|one| one.label == label && one.kind == kind) {
            return;
        }
        self.found.push(Completion {
            label: label.to_owned(),
            kind,
            detail,
            documentation,
            filter: filter(label),
            range: self.range,
            insert,
            is_snippet,
        });
    }

    pub fn keyword(&mut self, keyword: Keyword) {
        let meaning = keyword.meaning(keyword_language(self.ide.language)).to_owned();
        let spelling = keyword.spelling(self.language);
        self.push(spelling, CompletionKind::Keyword, meaning, String::new());
    }

    pub fn keywords(&mut self, kinds: &[KeywordKind]) {
        for keyword in Keyword::all() {
            if kinds.contains(&keyword.kind()) {
                self.keyword(*keyword);
            }
        }
    }

    /// The record types that can be named here.
    pub fn records(&mut self) {
        let rules = &self.place.rules;
        let pack = self.pack();
        let all: Vec<RecordTypeId> = rules.visible_records(pack).collect();
        for id in all {
            let Some(record) = rules.program().records.get(usize::from(id.0)) else { continue };
            let detail = record.fields.iter().map(|field| field.name.as_str());
            let detail: Vec<&str> = detail.take(6).collect();
            let documentation = record.documentation.clone().unwrap_or_default();
            self.push(
                &record.name,
                CompletionKind::Record,
                listed(&detail, self.ide.language),
                documentation,
            );
        }
    }

    pub fn pack(&self) -> u32 {
        self.place.id.map_or(u32::MAX, |id| self.place.rules.pack_of(id.file))
    }

    /// The fields of a record for which `wanted` holds.
    pub fn fields(&mut self, record: RecordTypeId, wanted: impl Fn(&FieldKind) -> bool) {
        let program = self.place.rules.program();
        let Some(owner) = program.records.get(usize::from(record.0)) else { return };
        for field in owner.fields.iter().filter(|field| wanted(&field.kind)) {
            let kind = kind_name(program, &field.kind, self.ide.language);
            let detail = format!("{kind} · {}", owner.name);
            let documentation = field.documentation.clone().unwrap_or_default();
            self.push(&field.name, CompletionKind::Field, detail, documentation);
        }
    }

    /// The record types that a path leads to, its last name included.
    pub fn record_exactly(&self, scope: &Resolver<'_>, path: &[&str]) -> Option<RecordTypeId> {
        match path {
            [] => None,
            [head] => scope.record_at(&[head]),
            [head, record] if crate::words::is_whole_document(head) => {
                scope.rules.record_named(record, scope.pack)
            }
            [front @ .., last] => {
                let owner = self.record_exactly(scope, front)?;
                scope.rules.member_of(owner, scope.rules.field_of(owner, last)?)
            }
        }
    }
}
