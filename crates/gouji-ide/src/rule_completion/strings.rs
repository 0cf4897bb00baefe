//! Inside texts: holes, labels and points of the year that occur in the documents, values of fields.

use super::Site;
use crate::rules::RuleTexts;
use crate::tokens::{EditorTokenKind, floor, tokens};
use crate::words::may_be;
use crate::{CompletionKind, Ide};
use gouji_database::{planned, words};
use gouji_facts::Content;
use gouji_program::{FieldId, FieldKind, RecordTypeId};
use gouji_syntax::Keyword;
use gouji_text::{Language, TextRange};

use std::collections::HashMap;

/// Texts that are offered at most.
const MOST_TEXTS: usize = 200;

/// The longest value of a field that is offered, in bytes.
const LONGEST_VALUE: usize = 120;

impl Site<'_> {
    /// The place lies in the text that begins at the start of `literal`.
    pub fn in_text(&mut self, literal: TextRange) {
        let text = self.text();
        // The cursor stands where the completions are asked for: the end of what is looked at.
        let end = floor(text, self.range.end.max(literal.end));
        let literal = TextRange::new(literal.start, end);
        let opening = literal.of(text).chars().next().map_or(0, char::len_utf8) as u32;
        let inner = TextRange::new(literal.start + opening, end);
        self.before.pop();
        let at = self.before.len();
        if let Some(hole) = open_hole(inner.of(text)) {
            return self.in_hole(TextRange::new(inner.start + hole, end));
        }
        self.range = inner;
        match self.keyword {
            Some(Keyword::Form) => self.label(at),
            // The name of a record is of the writer's own words.
            Some(Keyword::Record) if self.is_back(0, Keyword::Called) => {}
            Some(Keyword::Record) => self.texts(false),
            Some(Keyword::Example) => self.example_value(),
            Some(Keyword::Rule | Keyword::Define | Keyword::Ruleset) => self.compared_value(),
            _ => {}
        }
    }

    fn in_hole(&mut self, hole: TextRange) {
        let text = self.text();
        if matches!(self.keyword, Some(Keyword::Form | Keyword::Record)) {
            let written = hole.of(text);
            if written.contains([':', '：']) {
                return;
            }
            let name = written.trim_start_matches([' ', '±', '`']);
            let offset = (written.len() - name.len()) as u32;
            self.range = TextRange::new(hole.start + offset, hole.end);
            let record = match self.keyword {
                Some(Keyword::Record) => self.declared_record(),
                _ if self.depth() > 1 => self.grid_record(),
                _ => self.form_record(),
            };
            if let Some(record) = record {
                self.fields(record, |kind| matches!(kind, FieldKind::Scalar(_)));
            }
            return;
        }
        if matches!(self.keyword, Some(Keyword::Rule)) {
            // An expression like any other, that only begins here.
            let mut inside = tokens(hole.of(text), hole.start);
            self.range = TextRange::empty(hole.end);
            let is_typed = |token: &crate::tokens::EditorToken| {
                token.range.end == hole.end && token.kind == EditorTokenKind::Word
            };
            if let Some(token) = inside.pop_if(|token| is_typed(token)) {
                self.range = token.range;
            }
            let offset = self.before.len();
            for (at, token) in inside.iter().enumerate() {
                if let EditorTokenKind::Open(bracket) = token.kind {
                    self.open.push(super::OpenBracket { bracket, at: offset + at });
                } else if matches!(token.kind, EditorTokenKind::Close(_)) {
                    self.open.pop();
                }
            }
            let is_first = inside.is_empty();
            self.before.extend(inside);
            if is_first { self.operands() } else { self.expression() }
        }
    }

    /// Labels and headings of the documents, as the clause asks for them.
    fn label(&mut self, at: usize) {
        match self.form_clause(at) {
            Some(Keyword::Heading | Keyword::Section) => self.texts(true),
            Some(Keyword::From) => {
                let is_heading = self.is_back(0, Keyword::Heading);
                self.texts(is_heading);
            }
            Some(_) => self.texts(false),
            None => {}
        }
    }

    /// The short texts of the documents, the most frequent first.
    fn texts(&mut self, headings: bool) {
        let ide: &Ide<'_> = self.ide;
        let typed = self.range.of(self.text()).trim();
        let mut found = 0;
        for document in ide.documents {
            for word in words(ide.database, *document).iter() {
                if found >= MOST_TEXTS {
                    return;
                }
                if word.is_heading != headings || !may_be(&word.text, typed) {
                    continue;
                }
                found += 1;
                let detail = times(word.count, ide.language);
                self.literal(&word.text, detail);
            }
        }
    }

    fn literal(&mut self, text: &str, detail: String) {
        let insert = text.replace('\\', "\\\\").replace(['“', '”', '"'], "").replace('{', "\\{");
        self.add(text, CompletionKind::Label, (detail, String::new()), insert, false);
    }

    /// `栏: “` in an example.
    fn example_value(&mut self) {
        if matches!(self.back_word(0), ":" | "：")
            && let Some((record, field)) = self.field_back(1)
        {
            self.values(record, field);
        }
    }

    /// The text that a field is compared with: what it holds in the documents.
    fn compared_value(&mut self) {
        // Back over a list to the operator, then to the field in front of it.
        let mut steps = 0;
        while let Some(token) = self.back(steps) {
            let in_list = matches!(
                token.kind,
                EditorTokenKind::Text { .. }
                    | EditorTokenKind::Open('[')
                    | EditorTokenKind::Symbol(',' | '，' | '、')
            );
            if !in_list {
                break;
            }
            steps += 1;
        }
        let written = self.back_word(steps);
        let compares = matches!(written, "=" | "＝" | "≠" | "==");
        let tests = [
            Keyword::In,
            Keyword::NotIn,
            Keyword::Contains,
            Keyword::StartsWith,
            Keyword::EndsWith,
            Keyword::Matches,
            Keyword::Exactly,
        ];
        if !compares && !tests.iter().any(|keyword| keyword.is_spelled(written)) {
            return;
        }
        if let Some((record, field)) = self.field_back(steps + 1) {
            self.values(record, field);
        }
    }

    /// The texts that a field holds in the documents, the most frequent first.
    fn values(&mut self, record: RecordTypeId, field: FieldId) {
        let typed = self.range.of(self.text()).trim().to_owned();
        let ide: &Ide<'_> = self.ide;
        let values = field_values(ide, &self.place.rules, record, field);
        for (value, count) in
            values.into_iter().filter(|(value, _)| may_be(value, &typed)).take(MOST_TEXTS)
        {
            self.literal(&value, times(count, ide.language));
        }
    }
}

fn times(count: u32, language: Language) -> String {
    match language {
        Language::Chinese => format!("文中 {count} 处"),
        Language::English => format!("occurs {count}×"),
    }
}

/// What a field holds in the documents, and how often.
fn field_values(
    ide: &Ide<'_>,
    rules: &RuleTexts<'_>,
    record: RecordTypeId,
    field: FieldId,
) -> Vec<(String, u32)> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    let forms = &rules.program().forms;
    for document in ide.documents {
        for planned in planned(ide.database, ide.configuration, *document).regions.iter() {
            if forms.get(usize::from(planned.region.form.0)).is_none() {
                continue;
            }
            let fragment = planned.fragment(ide.database);
            for found in fragment.records.iter().filter(|one| one.kind == record) {
                let Some(value) = found.fields.at(field) else { continue };
                let text = value.text.of(&fragment.arena).trim();
                let is_text = matches!(value.content, Content::Text | Content::Value(_));
                if !is_text || text.is_empty() || text.len() > LONGEST_VALUE || text.contains('\n')
                {
                    continue;
                }
                match counts.get_mut(text) {
                    Some(count) => *count = count.saturating_add(1),
                    None => {
                        counts.insert(text.to_owned(), 1);
                    }
                }
            }
        }
    }
    let mut values: Vec<(String, u32)> = counts.into_iter().collect();
    values.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    values
}

/// Where the hole begins that is open at the end of a text.
fn open_hole(text: &str) -> Option<u32> {
    let mut open = None;
    let mut characters = text.char_indices();
    while let Some((offset, character)) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            '{' | '｛' => open = Some((offset + character.len_utf8()) as u32),
            '}' | '｝' => open = None,
            _ => {}
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_is_open_until_its_brace() {
        assert_eq!(open_hole("甲{乙"), Some(4));
        assert_eq!(open_hole("甲{乙}"), None);
        assert_eq!(open_hole("\\{乙"), None);
    }
}
