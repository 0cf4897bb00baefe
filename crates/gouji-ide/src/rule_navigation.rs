//! From a name to where it is declared and used, and to another name.

use crate::resolve::{Occurrence, Role, local, occurrences};
use crate::rule_place::RulePlace;
use crate::rules::{ItemId, Meaning, Rules};
use crate::tokens::is_word_char;
use crate::words::{bare_name, function_named, pick, written_name};
use crate::{File, FileEdit, Ide, Target};
use gouji_database::RuleFile;
use gouji_report::Language;
use gouji_syntax::{ItemKind, Keyword, KeywordKind};
use gouji_text::TextRange;

/// The longest name that a rename gives, in characters.
const LONGEST_NAME: usize = 120;

impl Ide<'_> {
    pub(crate) fn rule_definition(&self, file: RuleFile, offset: u32) -> Vec<Target> {
        let place = RulePlace::new(self, file, offset);
        match place.occurrence(offset) {
            Some(found) => place.rules.declaration(found.meaning),
            None => Vec::new(),
        }
    }

    pub(crate) fn rule_references(
        &self,
        file: RuleFile,
        offset: u32,
        include_declaration: bool,
    ) -> Vec<Target> {
        let place = RulePlace::new(self, file, offset);
        let Some(found) = place.occurrence(offset) else { return Vec::new() };
        if found.meaning == Meaning::Special {
            return Vec::new();
        }
        let all = uses(&place.rules, found.meaning);
        let wanted =
            all.into_iter().filter(|(_, one)| include_declaration || one.role != Role::Declaration);
        wanted.filter_map(|(id, one)| place.rules.target(id, one.range)).collect()
    }

    pub(crate) fn rule_prepare_rename(
        &self,
        file: RuleFile,
        offset: u32,
    ) -> Option<(TextRange, String)> {
        let place = RulePlace::new(self, file, offset);
        let found = place.occurrence(offset).filter(|one| one.role != Role::ByName)?;
        if place.rules.declaration(found.meaning).is_empty() {
            return None;
        }
        let written = found.range.of(&place.text);
        (!written.is_empty()).then(|| (found.range, bare_name(written).to_owned()))
    }

    pub(crate) fn rule_rename(
        &self,
        file: RuleFile,
        offset: u32,
        new_name: &str,
    ) -> Result<Vec<FileEdit>, String> {
        let words = |chinese: &str, english: &str| pick(self.language, chinese, english).to_owned();
        let place = RulePlace::new(self, file, offset);
        let found = place.occurrence(offset).filter(|one| one.role != Role::ByName);
        let Some(found) = found else {
            return Err(words("这里没有可以改名的名字", "there is no name here to change"));
        };
        let rules = &place.rules;
        if rules.declaration(found.meaning).is_empty() {
            return Err(words(
                "这个名字不是在规则文本里声明的，不能改",
                "this name is not declared in a rule text and cannot be changed",
            ));
        }
        let name = bare_name(new_name.trim()).trim();
        self.check_name(name)?;
        let old = bare_name(found.range.of(&place.text));
        if name == old {
            return Ok(Vec::new());
        }
        self.check_collision(rules, found.meaning, name)?;
        let written = written_name(name);
        let mut edits = Vec::new();
        for (id, one) in uses(rules, found.meaning) {
            let Some(target) = rules.target(id, one.range) else { continue };
            let range = target.selection;
            edits.push(match one.role {
                // The column keeps its header; that it fills the field is now said.
                Role::ByName => FileEdit {
                    file: target.file,
                    range: TextRange::empty(range.end),
                    text: format!(" {} {written}", self.as_word(rules, id)),
                },
                Role::Declaration | Role::Use => {
                    FileEdit { file: target.file, range, text: written.clone() }
                }
            });
        }
        Ok(edits)
    }

    /// 为, in the language of a file.
    fn as_word(&self, rules: &Rules<'_>, id: ItemId) -> &'static str {
        let language = rules.trees.get(id.file as usize).map(|tree| tree.language);
        Keyword::As.spelling(language.unwrap_or_default())
    }

    /// Whether a name can be written at all.
    fn check_name(&self, name: &str) -> Result<(), String> {
        let words = |chinese: &str, english: &str| pick(self.language, chinese, english).to_owned();
        if name.is_empty() {
            return Err(words("名字不能是空的", "a name cannot be empty"));
        }
        if name.contains(['\n', '\r', '\t', '`', '｀', '{', '}', '｛', '｝']) {
            return Err(words(
                "名字里不能有换行、反引号或花括号",
                "a name holds no line end, backquote or brace",
            ));
        }
        if name.chars().count() > LONGEST_NAME {
            return Err(words("名字太长", "the name is too long"));
        }
        if !name.chars().any(is_word_char) {
            return Err(words("名字里至少要有一个字", "a name holds at least one letter"));
        }
        Ok(())
    }

    /// Whether a name is free where the meaning is seen.
    fn check_collision(
        &self,
        rules: &Rules<'_>,
        meaning: Meaning,
        name: &str,
    ) -> Result<(), String> {
        let program = rules.program();
        let taken = |what: &str, english: &str| {
            Err(match self.language {
                Language::Chinese => format!("已经有叫「{name}」的{what}"),
                Language::English => format!("there is already a {english} called `{name}`"),
            })
        };
        match meaning {
            Meaning::Field(record, _) if rules.field_of(record, name).is_some() => {
                taken("栏", "field")
            }
            Meaning::Record(record) => {
                let pack = program.records.get(usize::from(record.0)).map(|record| record.pack);
                match rules.record_named(name, pack.unwrap_or(u32::MAX)) {
                    Some(_) => taken("记录", "record"),
                    None => Ok(()),
                }
            }
            Meaning::Rule(rule) => {
                let pack = program.rules.get(rule.0 as usize).map(|rule| rule.pack);
                let same = program
                    .rules
                    .iter()
                    .any(|other| Some(other.pack) == pack && other.short_name() == name);
                if same { taken("规则", "rule") } else { Ok(()) }
            }
            Meaning::Form(id) => {
                let pack = rules.pack_of(id.file);
                let same = rules.items().any(|(other, item)| {
                    rules.pack_of(other.file) == pack
                        && matches!(&item.kind, ItemKind::Form(form) if form.name.text == name)
                });
                if same { taken("表样", "form") } else { Ok(()) }
            }
            Meaning::Definition(id) => {
                let pack = rules.pack_of(id.file);
                let is_keyword =
                    Keyword::spelled(name).any(|keyword| keyword.kind() == KeywordKind::Aggregate);
                if rules.definition_named(name, pack).is_some() {
                    taken("定义", "definition")
                } else if function_named(name).is_some() || is_keyword {
                    taken("函数", "function")
                } else {
                    Ok(())
                }
            }
            Meaning::Dimension(_) if program.units.dimension(name).is_some() => {
                taken("量纲", "dimension")
            }
            Meaning::Dimension(_)
                if Keyword::spelled(name).any(|word| word.kind() == KeywordKind::Type) =>
            {
                taken("类型", "type")
            }
            Meaning::Unit(_) if program.units.unit(name).is_some() => taken("单位", "unit"),
            Meaning::Ruleset(_) if rules.pack_named(name).is_some() => taken("规则集", "ruleset"),
            Meaning::Parameter(id, _) | Meaning::Local(id, _)
                if self.is_bound_name(rules, id, name) =>
            {
                taken("名字", "name")
            }
            Meaning::Local(id, _) | Meaning::Parameter(id, _)
                if self.would_capture(rules, id, name) =>
            {
                taken("栏", "field")
            }
            _ => Ok(()),
        }
    }

    /// Whether a definition or rule has a parameter or local of that name.
    fn is_bound_name(&self, rules: &Rules<'_>, id: ItemId, name: &str) -> bool {
        let Some(item) = rules.item(id) else { return false };
        let mut locals = (0..u16::MAX).map_while(|index| local(item, index));
        match &item.kind {
            ItemKind::Definition(node) => node.parameters.iter().any(|one| one.text == name),
            _ => locals.any(|one| one.text == name),
        }
    }

    /// Whether an item already uses a name for something else, which a local would then hide.
    fn would_capture(&self, rules: &Rules<'_>, id: ItemId, name: &str) -> bool {
        let text = rules.text(id.file);
        let start = rules.item(id).map_or(0, |item| item.start);
        occurrences(rules, id, &text)
            .iter()
            .any(|one| bare_name(one.range.shifted(start).of(&text)) == name)
    }
}

/// All names in all files that stand for something, in order.
pub(crate) fn uses(rules: &Rules<'_>, meaning: Meaning) -> Vec<(ItemId, Occurrence)> {
    let only = match meaning {
        Meaning::Local(id, _) | Meaning::Parameter(id, _) => Some(id),
        _ => None,
    };
    let mut found = Vec::new();
    for file in 0..rules.files.len() as u32 {
        let text = rules.text(file);
        let count = rules.trees.get(file as usize).map_or(0, |tree| tree.items.len() as u32);
        for item in 0..count {
            let id = ItemId { file, item };
            if only.is_some_and(|only| only != id) {
                continue;
            }
            let of_item = occurrences(rules, id, &text);
            found.extend(
                of_item.into_iter().filter(|one| one.meaning == meaning).map(|one| (id, one)),
            );
        }
    }
    found
}

/// The rule of a qualified name, as a target.
pub(crate) fn rule_target(rules: &Rules<'_>, name: &str) -> Option<Target> {
    let rule = rules.program().rules.iter().find(|rule| rule.name == name)?;
    rules.place(rule.place).filter(|target| matches!(target.file, File::Rule(_)))
}
