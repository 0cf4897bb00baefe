//! Words between the characters of a rule text, and what a function takes.

use crate::program::{compound_name, type_name};
use crate::rule_place::{RulePlace, word};
use crate::rules::{RuleTexts, range_of};
use crate::tokens::{EditorToken, EditorTokenKind};
use crate::words::{function_documentation, pick};
use crate::{Hint, Ide, Signature};
use gouji_database::RuleFile;
use gouji_program::{BuiltIn, ItemId, Meaning};
use gouji_syntax::ast::{FormClauseKind, GridColumn, RuleClause};
use gouji_syntax::{Item, ItemKind, Keyword};
use gouji_text::{TextRange, folded_eq};

impl Ide<'_> {
    pub(crate) fn rule_hints(&self, file: RuleFile, range: TextRange) -> Vec<Hint> {
        let rules = self.rules(Some(file));
        let number = rules.number(file);
        let text = rules.text(number);
        let mut hints = Vec::new();
        for (id, item) in rules.items_of(number) {
            let whole = range_of(item);
            if whole.end < range.start || whole.start > range.end {
                continue;
            }
            match &item.kind {
                ItemKind::Rule(_) => self.local_hints(&rules, id, item, &mut hints),
                ItemKind::Form(_) => self.column_hints(&rules, id, item, &mut hints),
                _ => {}
            }
            self.unit_hints(&rules, item, &text, &mut hints);
        }
        hints.retain(|hint| range.touches(hint.offset));
        hints.sort_by_key(|hint| hint.offset);
        hints
    }

    /// The types of locals.
    fn local_hints(&self, rules: &RuleTexts<'_>, id: ItemId, item: &Item, hints: &mut Vec<Hint>) {
        let program = rules.program();
        let ItemKind::Rule(node) = &item.kind else { return };
        let rule = rules.rule_of_item(id).and_then(|rule| program.rules.at(rule));
        let Some(rule) = rule else { return };
        for clause in &node.clauses {
            let RuleClause::Let { name, .. } = clause else { continue };
            let value = rule.locals.iter().find(|(local, _)| *local == name.text);
            let kind = value.and_then(|(_, value)| type_name(program, rule, value, self.language));
            if let Some(kind) = kind {
                hints.push(Hint {
                    offset: name.range.end.saturating_add(item.start),
                    text: format!(": {kind}"),
                    tooltip: pick(self.language, "这个值的类型", "the type of this value")
                        .to_owned(),
                });
            }
        }
    }

    /// What compound units measure.
    fn unit_hints(&self, rules: &RuleTexts<'_>, item: &Item, text: &str, hints: &mut Vec<Hint>) {
        if !matches!(item.kind, ItemKind::Rule(_) | ItemKind::Definition(_)) {
            return;
        }
        let all = crate::tokens::tokens(range_of(item).of(text), item.start);
        let mut index = 0;
        while let Some(token) = all.get(index) {
            index += 1;
            if token.kind != EditorTokenKind::Number {
                continue;
            }
            let is_word =
                |at: usize| all.get(at).filter(|token| token.kind == EditorTokenKind::Word);
            let Some(numerator) = is_word(index) else { continue };
            let mut denominators: Vec<&EditorToken> = Vec::new();
            let mut at = index + 1;
            // A slash that touches both words belongs to the unit; with blanks it divides.
            while let (Some(slash), Some(next)) = (all.get(at), is_word(at + 1)) {
                let before = denominators.last().map_or(numerator.range.end, |last| last.range.end);
                let glued = slash.range.start == before && slash.range.end == next.range.start;
                if slash.kind != EditorTokenKind::Symbol('/') || !glued {
                    break;
                }
                denominators.push(next);
                at += 2;
            }
            let Some(last) = denominators.last() else { continue };
            let words: Vec<&str> = denominators.iter().map(|token| word(text, token)).collect();
            let numerator = word(text, numerator);
            if let Some(name) = compound_name(rules.program(), numerator, &words, self.language) {
                hints.push(Hint {
                    offset: last.range.end,
                    text: format!(": {name}"),
                    tooltip: pick(self.language, "这个单位量的是什么", "what this unit measures")
                        .to_owned(),
                });
            }
            index = at;
        }
    }

    /// Which field a column fills that does not say so.
    fn column_hints(&self, rules: &RuleTexts<'_>, id: ItemId, item: &Item, hints: &mut Vec<Hint>) {
        let program = rules.program();
        let ItemKind::Form(node) = &item.kind else { return };
        let compiled = program.forms.iter().find(|form| form.place.item_id() == id);
        let Some(compiled) = compiled else { return };
        let mut grids = compiled.grids();
        let language = rules.tree(id.file).map(|tree| tree.language);
        let word = Keyword::As.spelling(language.unwrap_or_default());
        for clause in &node.clauses {
            let FormClauseKind::Grid { columns, .. } = &clause.kind else { continue };
            let Some(grid) = grids.next() else { return };
            for (index, column) in columns.iter().enumerate().filter(|(_, one)| one.field.is_none())
            {
                let names: Vec<&str> = grid
                    .column_fields(index, compiled.record)
                    .filter_map(|(record, field)| {
                        let record = program.records.at(record)?;
                        Some(record.fields.at(field)?.name.as_str())
                    })
                    .collect();
                let Some(name) = names.first() else { continue };
                if is_called(column, name) {
                    continue;
                }
                if let Some(label) = column.labels.last() {
                    hints.push(Hint {
                        offset: label.range.end.saturating_add(item.start),
                        text: format!(" {word} {name}"),
                        tooltip: pick(
                            self.language,
                            "按次序填到这一栏",
                            "fills this field, by its position",
                        )
                        .to_owned(),
                    });
                }
            }
        }
    }

    pub(crate) fn rule_signature(&self, file: RuleFile, offset: u32) -> Option<Signature> {
        let place = RulePlace::new(self, file, offset);
        let all = place.tokens();
        let before = all.iter().take_while(|token| token.range.end <= offset);
        let mut open: Vec<(Option<&EditorToken>, char, usize)> = Vec::new();
        let mut last: Option<&EditorToken> = None;
        for token in before {
            match token.kind {
                EditorTokenKind::Open(bracket) => open.push((last, bracket, 0)),
                EditorTokenKind::Close(_) => {
                    open.pop();
                }
                EditorTokenKind::Symbol(',' | '，' | '、') => {
                    if let Some((_, _, commas)) = open.last_mut() {
                        *commas += 1;
                    }
                }
                _ => {}
            }
            last = Some(token);
        }
        let (name, active) = open.iter().rev().find_map(|(name, bracket, commas)| {
            let name = name.filter(|name| *bracket == '(' && name.is_word())?;
            Some((name, *commas))
        })?;
        match place.meaning(name)? {
            Meaning::Definition(id) => definition_signature(&place.rules, id, active),
            Meaning::Function(kind) => {
                let function = BuiltIn::of_kind(kind)?;
                let tree = place.rules.tree(place.id?.file);
                let language = tree.map_or(self.language, |tree| tree.language);
                let words = function.words(language);
                let documentation = function_documentation(function, language, self.language);
                Some(signature(words.name, words.parameters, active, documentation))
            }
            _ => None,
        }
    }
}

fn definition_signature(rules: &RuleTexts<'_>, id: ItemId, active: usize) -> Option<Signature> {
    let item = rules.item(id)?;
    let ItemKind::Definition(node) = &item.kind else { return None };
    let parameters: Vec<&str> = node.parameters.iter().map(|name| name.text.as_str()).collect();
    let documentation = item.documentation.clone().unwrap_or_default();
    Some(signature(&node.name.text, &parameters, active, documentation))
}

fn is_called(column: &GridColumn, name: &str) -> bool {
    column.labels.iter().any(|label| {
        folded_eq(&label.value, name)
            || label.value.rsplit('/').next().is_some_and(|last| folded_eq(last, name))
    })
}

fn signature(name: &str, parameters: &[&str], active: usize, documentation: String) -> Signature {
    let mut label = format!("{name}(");
    let mut ranges = Vec::new();
    for (index, parameter) in parameters.iter().enumerate() {
        if index > 0 {
            label.push_str(", ");
        }
        let start = label.len();
        label.push_str(parameter);
        ranges.push(TextRange::from(start..label.len()));
    }
    label.push(')');
    let active = active.min(parameters.len().saturating_sub(1));
    Signature { label, parameters: ranges, active, documentation }
}
