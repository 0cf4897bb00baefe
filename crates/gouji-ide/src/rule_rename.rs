//! Another name for what stands at a place, in all files at once.

use crate::rule_place::RulePlace;
use crate::rules::{RuleTexts, name_of};
use crate::tokens::is_word_char;
use crate::words::{bare_name, pick, written_name};
use crate::{File, FileEdit, Ide};
use gouji_database::RuleFile;
use gouji_program::{
    BuiltIn, CheckedPacks, FileId, FileInput, ItemId, Meaning, Names, PackInput, Problem,
    Resolution, Role, check,
};
use gouji_syntax::{ItemKind, Keyword, KeywordKind, SourceFile, parse};
use gouji_text::{Language, TextRange};

use std::sync::Arc;

/// The longest name that a rename gives, in characters.
const LONGEST_NAME: usize = 120;

impl Ide<'_> {
    pub(crate) fn rule_prepare_rename(
        &self,
        file: RuleFile,
        offset: u32,
    ) -> Option<(TextRange, String)> {
        let place = RulePlace::new(self, file, offset);
        let found = place.name(offset).filter(can_change)?;
        place.rules.names.declarations(found.meaning).next()?;
        Some((place.range(&found), place.rules.written(&found)))
    }

    pub(crate) fn rule_rename(
        &self,
        file: RuleFile,
        offset: u32,
        new_name: &str,
    ) -> Result<Vec<FileEdit>, String> {
        let words = |chinese: &str, english: &str| pick(self.language, chinese, english).to_owned();
        let place = RulePlace::new(self, file, offset);
        let Some(found) = place.name(offset).filter(can_change) else {
            return Err(words("这里没有可以改名的名字", "there is no name here to change"));
        };
        let rules = &place.rules;
        if rules.names.declarations(found.meaning).next().is_none() {
            return Err(words(
                "这个名字不是在规则文本里声明的，不能改",
                "this name is not declared in a rule text and cannot be changed",
            ));
        }
        let name = bare_name(new_name.trim()).trim();
        self.check_name(name)?;
        if name == rules.written(&found) {
            return Ok(Vec::new());
        }
        self.check_collision(rules, found.meaning, name)?;
        let written = written_name(name);
        let mut edits = Vec::new();
        for one in rules.names.of(found.meaning) {
            let Some(target) = rules.target(one.place) else { continue };
            let range = target.selection;
            edits.push(match one.role {
                // The column keeps its header; that it fills the field is now said.
                Role::ByName => FileEdit {
                    file: target.file,
                    range: TextRange::empty(range.end),
                    text: format!(" {} {written}", self.as_word(rules, one.place.file)),
                },
                Role::Declaration | Role::Use => {
                    FileEdit { file: target.file, range, text: written.clone() }
                }
            });
        }
        self.check_outcome(rules, &edits)?;
        Ok(edits)
    }

    /// 为, in the language of a file.
    fn as_word(&self, rules: &RuleTexts<'_>, file: FileId) -> &'static str {
        let language = rules.tree(file).map(|tree| tree.language);
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
        rules: &RuleTexts<'_>,
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
            Meaning::Field(record, _) if program.record(record).field_named(name).is_some() => {
                taken("栏", "field")
            }
            Meaning::Record(record) => {
                let pack = program.record(record).pack;
                let mut seen = program.visible_records(pack);
                match seen.any(|other| program.record(other).name == name) {
                    true => taken("记录", "record"),
                    false => Ok(()),
                }
            }
            Meaning::Rule(rule) => {
                let pack = program.rules.at(rule).map(|rule| rule.pack);
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
                let same = rules.items().any(|(other, item)| {
                    program.sees(pack, rules.pack_of(other.file))
                        && matches!(&item.kind, ItemKind::Definition(node) if node.name.text == name)
                });
                if same {
                    taken("定义", "definition")
                } else if BuiltIn::named(name).is_some() || is_keyword {
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
            Meaning::Ruleset(_) if program.packs.iter().any(|pack| pack.name == name) => {
                taken("规则集", "ruleset")
            }
            Meaning::Parameter(id, _) | Meaning::Local(id, _) if is_bound_name(rules, id, name) => {
                taken("名字", "name")
            }
            _ => Ok(()),
        }
    }

    /// Holds the texts as they would be to what they are: no new problem, and every name that is
    /// left alone means what it meant.
    fn check_outcome(&self, rules: &RuleTexts<'_>, edits: &[FileEdit]) -> Result<(), String> {
        let CheckedPacks { problems, names, .. } = self.edited(rules, edits);
        let item = |problem: &Problem| problem.subject().map(|place| (place.file, place.item));
        let is_new = |problem: &&Problem| {
            let same = |old: &Problem| old.code == problem.code && item(old) == item(problem);
            !rules.checked.problems.iter().any(same)
        };
        if let Some(problem) = problems.iter().find(is_new) {
            return Err(match self.language {
                Language::Chinese => format!("改名后会出错：{}", problem.message.chinese),
                Language::English => format!("this would be an error: {}", problem.message.english),
            });
        }
        match first_changed(&rules.names, &names) {
            None => Ok(()),
            Some(changed) => {
                let id = changed.place.item_id();
                let name = rules.item(id).and_then(name_of).map_or("", |name| name.text.as_str());
                Err(match self.language {
                    Language::Chinese => format!("改名后，「{name}」里同样的名字会另有所指"),
                    Language::English => format!("in `{name}` the name would mean something else"),
                })
            }
        }
    }

    /// Checks the edited texts.
    fn edited(&self, rules: &RuleTexts<'_>, edits: &[FileEdit]) -> CheckedPacks {
        let mut texts: Vec<Arc<str>> = Vec::new();
        let mut trees: Vec<Arc<SourceFile>> = Vec::new();
        for (file, number) in rules.checked.files.iter().zip(0_u32..) {
            let text = rules.text(FileId(number));
            let file = File::Rule(*file);
            let mut own: Vec<&FileEdit> = edits.iter().filter(|edit| edit.file == file).collect();
            let known = rules.trees.get(number as usize).filter(|_| own.is_empty());
            if let Some(tree) = known {
                trees.push(Arc::clone(tree));
                texts.push(text);
                continue;
            }
            own.sort_by_key(|edit| edit.range.start);
            let edited = apply(&text, &own);
            trees.push(Arc::new(parse(&edited)));
            texts.push(Arc::from(edited));
        }
        let files = (0_u32..).zip(&rules.checked.files);
        let mut numbered = files.zip(texts.iter().zip(&trees));
        let packs = rules.packs.iter();
        let inputs: Vec<PackInput<'_>> = packs
            .map(|files| PackInput {
                files: numbered
                    .by_ref()
                    .take(*files)
                    .map(|((number, file), (text, tree))| FileInput {
                        file: FileId(number),
                        name: file.name(self.database),
                        text,
                        tree,
                    })
                    .collect(),
            })
            .collect();
        check(&inputs)
    }
}

/// A text with edits in order, none over another.
fn apply(text: &str, edits: &[&FileEdit]) -> String {
    let mut edited = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        edited.push_str(TextRange::new(at, edit.range.start).of(text));
        edited.push_str(&edit.text);
        at = edit.range.end.max(at);
    }
    edited.push_str(text.get(at as usize..).unwrap_or(""));
    edited
}

/// Whether another name can be given where this one stands: not by changing a column's header, and
/// what a point of a series is called is what documents print.
fn can_change(name: &Resolution) -> bool {
    name.role != Role::ByName && !matches!(name.meaning, Meaning::Period(..) | Meaning::Special)
}

/// Whether a definition or rule has a parameter or local of that name.
fn is_bound_name(rules: &RuleTexts<'_>, id: ItemId, name: &str) -> bool {
    let declared = rules.names.of_item(id).iter().filter(|one| one.role == Role::Declaration);
    declared
        .filter(|one| matches!(one.meaning, Meaning::Parameter(..) | Meaning::Local(..)))
        .any(|one| rules.written(one) == name)
}

/// The first name that stands for something else than before, or for something no more, or only now.
fn first_changed<'n>(before: &'n Names, after: &'n Names) -> Option<&'n Resolution> {
    let same = |one: &Resolution, other: &Resolution| {
        (one.place.item_id(), one.meaning) == (other.place.item_id(), other.meaning)
    };
    let mut after = after.all().iter();
    let changed =
        before.all().iter().find(|one| !after.next().is_some_and(|other| same(one, other)));
    changed.or_else(|| after.next())
}
