//! What could be typed at a place of a rule text. What stands there is rarely a tree yet, so the
//! place is made out from the words in front of it.

mod expressions;
mod forms;
mod items;
mod strings;

use crate::program::kind_name;
use crate::rule_place::{RulePlace, word};
use crate::tokens::{EditorToken, EditorTokenKind, floor, tokens};
use crate::words::{filter, keyword_language, listed, written_name};
use crate::{Completion, CompletionKind, Ide};
use gouji_database::RuleFile;
use gouji_program::{BuiltInKind, FieldId, FieldKind, Meaning, RecordTypeId, Resolution, Role};
use gouji_syntax::{Keyword, KeywordKind};
use gouji_text::{Language, TextRange};

/// A bracket that is open at the place.
#[derive(Clone, Copy)]
pub(crate) struct OpenBracket {
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
    pub before: Vec<EditorToken>,
    pub open: Vec<OpenBracket>,
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
            matches!(token.kind, EditorTokenKind::Comment | EditorTokenKind::Documentation)
                && !TextRange::new(token.range.start, offset).of(&place.text).contains('\n')
        });
        if in_comment {
            return Vec::new();
        }
        before.retain(|token| {
            !matches!(token.kind, EditorTokenKind::Comment | EditorTokenKind::Documentation)
        });
        let language = place
            .rules
            .tree(place.rules.number(file))
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
        let is_typed =
            |token: &EditorToken| token.range.end == offset && token.kind == EditorTokenKind::Word;
        let mut starts_line = None;
        if let Some(token) = self.before.pop_if(|token| is_typed(token)) {
            self.range = token.range;
            starts_line = Some(token.starts_line);
        }
        let start = self.range.start;
        let is_quote = |token: &EditorToken| {
            matches!(token.kind, EditorTokenKind::Symbol('`' | '｀')) && token.range.end == start
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
                EditorTokenKind::Open(bracket) => {
                    has_body |= bracket == '{';
                    self.open.push(OpenBracket { bracket, at });
                }
                EditorTokenKind::Close(bracket) => {
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
        let first = self.before.first().filter(|token| token.kind == EditorTokenKind::Word);
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
    pub fn back(&self, steps: usize) -> Option<&EditorToken> {
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
        if let Some(EditorToken { kind: EditorTokenKind::Text { closed: false }, range, .. }) =
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

    /// What a word in front of the place stands for.
    fn meaning(&self, at: usize) -> Option<Meaning> {
        self.place.meaning(self.before.get(at)?)
    }

    /// The record type that a word in front of the place leads to.
    pub fn record_at(&self, at: usize) -> Option<RecordTypeId> {
        self.place.rules.record_of(self.meaning(at)?)
    }

    /// The record type that the path in front of the place, up to its dot, leads to.
    pub fn record_before_dot(&self) -> Option<RecordTypeId> {
        self.record_at(self.before.len().checked_sub(2)?)
    }

    /// The field that the n-th word from the end stands for.
    pub fn field_back(&self, steps: usize) -> Option<(RecordTypeId, FieldId)> {
        match self.place.meaning(self.back(steps)?)? {
            Meaning::Field(record, field) => Some((record, field)),
            _ => None,
        }
    }

    /// The types of the records in scope, from the outside in.
    pub fn frames(&self) -> Vec<RecordTypeId> {
        let mut frames = Vec::new();
        let program = self.place.rules.program();
        if self.keyword == Some(Keyword::Ruleset)
            && let Some(pack) = program.packs.get(self.pack() as usize)
        {
            frames.extend(pack.self_description.map(|described| described.record));
        }
        if self.keyword == Some(Keyword::Rule) {
            let each = (0..self.before.len()).filter(|at| self.is_each(*at));
            frames.extend(each.filter_map(|at| self.record_of_path(at + 1)));
        }
        for open in self.open.iter().filter(|open| open.bracket == '(') {
            let function = open.at.checked_sub(1).and_then(|at| self.meaning(at));
            if let Some(Meaning::Function(BuiltInKind::Aggregate(_))) = function {
                frames.extend(self.record_of_path(open.at + 1));
            }
        }
        frames
    }

    /// Whether a word in front is the last of 对每个.
    fn is_each(&self, at: usize) -> bool {
        let written = |at: usize| self.before.get(at).map_or("", |one| one.range.of(self.text()));
        written(at) == Keyword::ForEach.spelling(Language::Chinese)
            || (written(at) == "each" && at > 0 && written(at - 1) == "for")
    }

    /// The last record that the path leads through which begins with a word.
    fn record_of_path(&self, at: usize) -> Option<RecordTypeId> {
        let mut found = None;
        let mut at = at;
        while self.before.get(at).is_some_and(EditorToken::is_word) {
            found = self.record_at(at).or(found);
            let dot = self.before.get(at + 1).map(|token| token.kind);
            if dot != Some(EditorTokenKind::Symbol('.')) {
                break;
            }
            at += 2;
        }
        found
    }

    /// The parameters and locals that are declared in front of the place.
    pub fn bound(&self) -> Vec<Resolution> {
        let names = self.place.id.map_or(&[][..], |id| self.place.rules.names.of_item(id));
        let bound = names.iter().filter(|name| {
            matches!(name.meaning, Meaning::Parameter(..) | Meaning::Local(..))
                && name.role == Role::Declaration
                && self.place.range(name).end < self.range.start
        });
        bound.copied().collect()
    }

    /// The number of words and dots of the path whose last name is the n-th word from the end.
    pub fn path_length(&self, steps: usize) -> usize {
        let mut length = 0;
        while self.back(steps + length).is_some_and(EditorToken::is_word) {
            length += 1;
            if self.back(steps + length).map(|token| token.kind)
                != Some(EditorTokenKind::Symbol('.'))
            {
                break;
            }
            length += 1;
        }
        length
    }

    /// Whether a path goes on at the place.
    pub fn is_behind_dot(&self) -> bool {
        self.back(0).is_some_and(|token| token.kind == EditorTokenKind::Symbol('.'))
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
        let all: Vec<RecordTypeId> = rules.program().visible_records(pack).collect();
        for id in all {
            let record = rules.program().record(id);
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
        let Some(owner) = program.records.at(record) else { return };
        for field in owner.fields.iter().filter(|field| wanted(&field.kind)) {
            let kind = kind_name(program, &field.kind, self.ide.language);
            let detail = format!("{kind} · {}", owner.name);
            let documentation = field.documentation.clone().unwrap_or_default();
            self.push(&field.name, CompletionKind::Field, detail, documentation);
        }
    }
}
