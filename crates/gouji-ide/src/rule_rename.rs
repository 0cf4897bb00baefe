//! Another name for what stands at a place, in all files at once.

use crate::resolve::{Role, local};
use crate::rule_navigation::uses;
use crate::rule_place::RulePlace;
use crate::rules::{ItemId, Meaning, Rules};
use crate::tokens::is_word_char;
use crate::words::{bare_name, pick, written_name};
use crate::{File, FileEdit, Ide};
use gouji_database::RuleFile;
use gouji_program::{
    BuiltIn, Expr, FieldId, FileId, FileInput, PackInput, Problem, Program, RecordTypeId, check,
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
        self.check_outcome(rules, &edits)?;
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
            Meaning::Ruleset(_) if rules.pack_named(name).is_some() => taken("规则集", "ruleset"),
            Meaning::Parameter(id, _) | Meaning::Local(id, _)
                if self.is_bound_name(rules, id, name) =>
            {
                taken("名字", "name")
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

    /// Holds the texts as they would be to what they are: no new problem, and every name that is
    /// left alone means what it meant.
    fn check_outcome(&self, rules: &Rules<'_>, edits: &[FileEdit]) -> Result<(), String> {
        let (program, problems) = self.edited(rules, edits);
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
        let (before, after) = (meanings(rules.program()), meanings(&program));
        let changed = before.iter().zip(&after).find(|(one, other)| one.1 != other.1);
        match changed {
            None => Ok(()),
            Some(((name, _), _)) => Err(match self.language {
                Language::Chinese => format!("改名后，「{name}」里同样的名字会另有所指"),
                Language::English => format!("in `{name}` the name would mean something else"),
            }),
        }
    }

    /// The program of the edited texts.
    fn edited(&self, rules: &Rules<'_>, edits: &[FileEdit]) -> (Program, Vec<Problem>) {
        let mut texts: Vec<Arc<str>> = Vec::new();
        let mut trees: Vec<Arc<SourceFile>> = Vec::new();
        for (file, number) in rules.checked.files.iter().zip(0_u32..) {
            let text = rules.text(number);
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
        let mut numbered = (0_u32..).zip(texts.iter().zip(&trees));
        let packs = self.configuration.packs(self.database);
        let inputs: Vec<PackInput<'_>> = packs
            .iter()
            .map(|pack| PackInput {
                files: pack
                    .files
                    .iter()
                    .zip(numbered.by_ref())
                    .map(|(file, (number, (text, tree)))| FileInput {
                        file: FileId(number),
                        name: file.name(self.database),
                        text,
                        tree,
                    })
                    .collect(),
            })
            .collect();
        let checked = check(&inputs);
        (checked.program, checked.problems)
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

/// What a name of a rule or form stands for.
#[derive(PartialEq, Eq)]
enum Read {
    Field(gouji_program::expression::FieldRef),
    Sole(gouji_program::expression::SoleRef),
    Record(u8, u8),
    Local(u16),
    Key(u16),
    Gathered(RecordTypeId),
    Column(Option<FieldId>),
}

/// What the names of every rule and form stand for, in order.
fn meanings(program: &Program) -> Vec<(&str, Vec<Read>)> {
    let rules = program.rules.iter().map(|rule| {
        let mut reads = Vec::new();
        rule.for_each_expression(&mut |expr| match expr {
            Expr::Field(field) => reads.push(Read::Field(*field)),
            Expr::Sole(field) => reads.push(Read::Sole(*field)),
            Expr::Record { frame, up } => reads.push(Read::Record(*frame, *up)),
            Expr::Local(index) => reads.push(Read::Local(*index)),
            Expr::Key(index) => reads.push(Read::Key(*index)),
            Expr::Aggregate(aggregate) => reads.push(Read::Gathered(aggregate.record)),
            _ => {}
        });
        (rule.name.as_str(), reads)
    });
    let forms = program.forms.iter().map(|form| {
        let kinds = form.grids().flat_map(|grid| &grid.kinds);
        let columns = kinds.flat_map(|kind| kind.columns.iter().map(|one| Read::Column(*one)));
        (form.name.as_str(), columns.collect())
    });
    rules.chain(forms).collect()
}
