//! What there is: packs, the names they declare, and what each pack sees of the others.

use super::{FileInput, PackInput};
use crate::SourcePlace;
use crate::codes;
use crate::problem::Corrected;
use crate::problem::problem_at;

use super::report::{ItemText, Reporter};
use crate::{IdVec, ItemId, Meaning, Problem, RecordType, RecordTypeId, SelfDescription};
use gouji_syntax::ast::{self, ItemKind, Name};
use gouji_text::Language;
use gouji_text::Localized;
use gouji_value::{DimensionId, UnitTable};
use rustc_hash::FxHashMap;

/// An item of a kind, and where it stands.
pub(crate) struct Declared<'t, T> {
    pub pack: u32,
    pub source: ItemText<'t>,
    pub documentation: Option<&'t str>,
    /// Whether the parser had to complain about it.
    pub damaged: bool,
    pub node: &'t T,
}

impl BrokenItem<'_> {
    /// Whether the name is its own: an example is called by its rule, an import by a ruleset.
    pub fn declares(&self) -> bool {
        !matches!(self.keyword, "示例" | "example" | "引用" | "use")
    }
}

/// A rule that was parsed, or the name of one that could not be.
pub(crate) enum RuleNode<'t> {
    Parsed(Declared<'t, ast::Rule>),
    Broken { pack: u32, source: ItemText<'t>, name: &'t Name },
}

/// An item of which no more than the name could be read, and which is no rule.
pub(crate) struct BrokenItem<'t> {
    pub pack: u32,
    pub source: ItemText<'t>,
    /// The keyword that opened it.
    pub keyword: &'t str,
    pub name: &'t Name,
}

/// Items of all packs by kind, in order.
#[derive(Default)]
pub(crate) struct Items<'t> {
    pub rulesets: Vec<Declared<'t, ast::Ruleset>>,
    pub imports: Vec<Declared<'t, ast::Import>>,
    pub dimensions: Vec<Declared<'t, ast::Dimension>>,
    pub records: Vec<Declared<'t, ast::Record>>,
    pub forms: Vec<Declared<'t, ast::Form>>,
    pub definitions: Vec<Declared<'t, ast::Definition>>,
    pub rules: Vec<RuleNode<'t>>,
    pub examples: Vec<Declared<'t, ast::Example>>,
    pub form_examples: Vec<Declared<'t, ast::FormExample>>,
    /// Items of which no more than the name could be read.
    pub broken: Vec<BrokenItem<'t>>,
    /// Whether a form could not be parsed: what it fills is not known.
    pub broken_forms: bool,
}

/// A pack as the checker sees it.
pub(crate) struct PackInfo {
    pub name: String,
    pub declares_ruleset: bool,
    /// Packs it imports.
    pub imports: Vec<u32>,
    pub language: Language,
}

/// What a name stands for.
pub(crate) enum Lookup<T> {
    Found(T),
    /// Declared by that item, but broken: nothing more is to be said.
    Broken(ItemId),
    /// Declared by several packs that are equally near.
    Ambiguous(Vec<u32>),
    Unknown,
}

/// The pack that declares a name, and what it declares: a value, or an item that is broken.
type DeclaredEntry<T> = (u32, Result<T, ItemId>);

/// Names of one kind: who declares them, and as what (or which broken item does).
pub(crate) struct Table<'t, T> {
    entries: FxHashMap<&'t str, Vec<DeclaredEntry<T>>>,
}

impl<T> Default for Table<'_, T> {
    fn default() -> Self {
        Self { entries: FxHashMap::default() }
    }
}

impl<'t, T: Copy> Table<'t, T> {
    pub fn declare(&mut self, name: &'t str, pack: u32, value: Result<T, ItemId>) {
        self.entries.entry(name).or_default().push((pack, value));
    }

    /// What `name` stands for in `pack`: its own declaration first, then those of packs it imports,
    /// then (in a pack without a ruleset) those of all others.
    pub fn lookup(&self, name: &str, pack: u32, packs: &[PackInfo]) -> Lookup<T> {
        let Some(entries) = self.entries.get(name) else { return Lookup::Unknown };
        let mut best: Option<(u8, u32, Result<T, ItemId>)> = None;
        let mut rivals: Vec<u32> = Vec::new();
        for (owner, value) in entries {
            let Some(rank) = rank(pack, *owner, packs) else { continue };
            match best {
                Some((known, ..)) if known < rank => {}
                Some((known, first, _)) if known == rank => {
                    if *owner != first {
                        rivals.push(*owner);
                    }
                }
                _ => {
                    best = Some((rank, *owner, *value));
                    rivals.clear();
                }
            }
        }
        match best {
            None => Lookup::Unknown,
            Some((_, first, _)) if !rivals.is_empty() => {
                rivals.insert(0, first);
                Lookup::Ambiguous(rivals)
            }
            Some((_, _, Ok(value))) => Lookup::Found(value),
            Some((_, _, Err(item))) => Lookup::Broken(item),
        }
    }

    /// All names that `pack` sees.
    pub fn visible<'a>(
        &'a self,
        pack: u32,
        packs: &'a [PackInfo],
    ) -> impl Iterator<Item = (&'t str, Option<T>)> + 'a {
        self.entries.iter().flat_map(move |(name, entries)| {
            let seen = entries.iter().filter(move |(owner, _)| rank(pack, *owner, packs).is_some());
            seen.map(move |(_, value)| (*name, value.ok()))
        })
    }
}

/// How near a pack's declarations are to another's eyes; `None`: not visible.
fn rank(pack: u32, owner: u32, packs: &[PackInfo]) -> Option<u8> {
    let info = packs.get(pack as usize)?;
    crate::model::nearness((pack, &info.imports, info.declares_ruleset), owner)
}

/// Whether a record type may have fields that are not known, because its text is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Completeness {
    Complete,
    Damaged,
}

/// Everything names can stand for.
pub(crate) struct Declarations<'t> {
    pub packs: Vec<PackInfo>,
    pub units: UnitTable,
    pub dimensions: Table<'t, DimensionId>,
    pub record_names: Table<'t, RecordTypeId>,
    pub records: IdVec<RecordTypeId, RecordType>,
    pub completeness: IdVec<RecordTypeId, Completeness>,
    /// Index in [`Items::definitions`].
    pub definition_names: Table<'t, usize>,
    pub definitions: Vec<Declared<'t, ast::Definition>>,
    /// How documents describe themselves to each pack, as it says itself.
    pub self_descriptions: Vec<Option<SelfDescription>>,
    /// Definitions that were reported already, by index.
    pub broken_definitions: Vec<bool>,
}

impl<'t> Declarations<'t> {
    pub fn new(packs: Vec<PackInfo>, definitions: Vec<Declared<'t, ast::Definition>>) -> Self {
        Self {
            packs,
            units: UnitTable::default(),
            dimensions: Table::default(),
            record_names: Table::default(),
            records: IdVec::default(),
            completeness: IdVec::default(),
            definition_names: Table::default(),
            self_descriptions: Vec::new(),
            broken_definitions: vec![false; definitions.len()],
            definitions,
        }
    }

    pub fn record(&self, id: RecordTypeId) -> &RecordType {
        &self.records[id]
    }

    pub fn is_complete(&self, id: RecordTypeId) -> bool {
        self.completeness.at(id) == Some(&Completeness::Complete)
    }

    pub fn record_named(&self, name: &str, pack: u32) -> Lookup<RecordTypeId> {
        self.record_names.lookup(name, pack, &self.packs)
    }

    /// The dimension that `name` stands for in `pack`. Dimensions of one name are one dimension,
    /// whoever declares it.
    pub fn dimension_named(&self, name: &str, pack: u32) -> Lookup<DimensionId> {
        match self.dimensions.lookup(name, pack, &self.packs) {
            Lookup::Ambiguous(_) => {
                self.units.dimension(name).map_or(Lookup::Unknown, Lookup::Found)
            }
            other => other,
        }
    }

    /// How documents describe themselves to a pack: as it says itself, else as the nearest packs that
    /// it sees say, where they say the same.
    pub fn self_description(&self, pack: u32) -> Option<SelfDescription> {
        let said = self.self_descriptions.iter().zip(0_u32..);
        let seen =
            said.filter_map(|(said, owner)| Some((rank(pack, owner, &self.packs)?, (*said)?)));
        let seen: Vec<(u8, SelfDescription)> = seen.collect();
        let nearest = seen.iter().map(|(rank, _)| *rank).min()?;
        let mut nearest = seen.iter().filter(|(rank, _)| *rank == nearest).map(|(_, said)| *said);
        let first = nearest.next()?;
        nearest.all(|other| other == first).then_some(first)
    }

    /// Record types that `pack` sees.
    pub fn visible_records(&self, pack: u32) -> impl Iterator<Item = RecordTypeId> + '_ {
        self.record_names.visible(pack, &self.packs).filter_map(|(_, id)| id)
    }

    /// The enclosing record types of a record, itself first.
    pub fn chain(&self, record: RecordTypeId) -> impl Iterator<Item = RecordTypeId> + '_ {
        std::iter::successors(Some(record), |id| Some(self.record(*id).parent?.0))
    }

    /// Names of packs, quoted, in both languages.
    pub fn pack_names(&self, packs: &[u32]) -> (String, String) {
        let names = packs.iter().filter_map(|pack| self.packs.get(*pack as usize));
        super::report::quoted_list(names.map(|pack| pack.name.as_str()))
    }
}

/// Sorts the items of all packs by kind.
pub(crate) fn collect<'t>(packs: &[PackInput<'t>]) -> Items<'t> {
    let mut items = Items::default();
    for (pack, input) in packs.iter().enumerate() {
        for file in &input.files {
            for (index, item) in file.tree.items.iter().enumerate() {
                collect_item(&mut items, pack as u32, file, index as u32, item);
            }
        }
    }
    items
}

fn collect_item<'t>(
    items: &mut Items<'t>,
    pack: u32,
    file: &FileInput<'t>,
    index: u32,
    item: &'t ast::Item,
) {
    let start = item.start as usize;
    let text = file.text.get(start..start.saturating_add(item.length as usize)).unwrap_or("");
    let source = ItemText {
        file: file.file,
        item: index,
        text,
        language: file.tree.language,
        stem: stem(file.name),
    };
    match &item.kind {
        ItemKind::Ruleset(node) => items.rulesets.push(declared(pack, source, item, node)),
        ItemKind::Import(node) => items.imports.push(declared(pack, source, item, node)),
        ItemKind::Dimension(node) => items.dimensions.push(declared(pack, source, item, node)),
        ItemKind::Record(node) => items.records.push(declared(pack, source, item, node)),
        ItemKind::Form(node) => items.forms.push(declared(pack, source, item, node)),
        ItemKind::Definition(node) => {
            items.definitions.push(declared(pack, source, item, node));
        }
        ItemKind::Rule(node) => {
            items.rules.push(RuleNode::Parsed(declared(pack, source, item, node)));
        }
        ItemKind::Example(node) => items.examples.push(declared(pack, source, item, node)),
        ItemKind::FormExample(node) => {
            items.form_examples.push(declared(pack, source, item, node));
        }
        ItemKind::Unread => {}
        ItemKind::Broken { keyword, name } => {
            items.broken_forms |= matches!(keyword.as_str(), "表样" | "form");
            let Some(name) = name else { return };
            if matches!(keyword.as_str(), "规则" | "rule") {
                items.rules.push(RuleNode::Broken { pack, source, name });
            } else {
                items.broken.push(BrokenItem { pack, source, keyword, name });
            }
        }
    }
}

fn declared<'t, T>(
    pack: u32,
    source: ItemText<'t>,
    item: &'t ast::Item,
    node: &'t T,
) -> Declared<'t, T> {
    Declared {
        pack,
        source,
        documentation: item.documentation.as_deref(),
        damaged: !item.problems.is_empty(),
        node,
    }
}

/// Names packs and their imports; reports what is declared twice or imported in vain.
pub(crate) fn packs(
    inputs: &[PackInput<'_>],
    items: &Items<'_>,
    reporter: &mut Reporter,
) -> Vec<PackInfo> {
    let mut packs: Vec<PackInfo> = inputs.iter().map(unnamed).collect();
    let mut by_name: FxHashMap<String, u32> = FxHashMap::default();
    for ruleset in &items.rulesets {
        let Some(info) = packs.get_mut(ruleset.pack as usize) else { continue };
        let name = &ruleset.node.name;
        reporter.declared(ruleset.source, name, Meaning::Ruleset(ruleset.pack));
        if info.declares_ruleset {
            reporter.push(problem_at(
                &codes::SECOND_RULESET,
                ruleset.source.place(name.range),
                Localized::new(
                    format!("一套规则只能有一个规则集，前面已经声明了「{}」", info.name),
                    format!("a pack has one ruleset; `{}` is declared already", info.name),
                ),
                Localized::new("多出的规则集", "a second ruleset"),
            ));
            continue;
        }
        info.declares_ruleset = true;
        info.language = ruleset.source.language;
        info.name.clone_from(&name.text);
        if by_name.insert(name.text.clone(), ruleset.pack).is_some() {
            reporter.push(problem_at(
                &codes::DUPLICATE_RULESET,
                ruleset.source.place(name.range),
                Localized::new(
                    format!("另一套规则也叫「{}」，规则的全名会分不清，请换一个名字", name.text),
                    format!("another pack is called `{}` too; choose another name", name.text),
                ),
                Localized::new("重名", "the same name"),
            ));
        }
    }
    for (index, info) in packs.iter().enumerate() {
        by_name.entry(info.name.clone()).or_insert(index as u32);
    }
    imports(items, &by_name, &mut packs, reporter);
    packs
}

/// A file's name without its folders and its extension.
pub(crate) fn stem(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

fn unnamed(input: &PackInput<'_>) -> PackInfo {
    let first = input.files.iter().find(|file| !file.tree.items.is_empty());
    PackInfo {
        name: input.files.first().map_or("", |file| stem(file.name)).to_owned(),
        declares_ruleset: false,
        imports: Vec::new(),
        language: first.map(|file| file.tree.language).unwrap_or_default(),
    }
}

fn imports(
    items: &Items<'_>,
    by_name: &FxHashMap<String, u32>,
    packs: &mut [PackInfo],
    reporter: &mut Reporter,
) {
    for import in &items.imports {
        let name = &import.node.name;
        let Some(&target) = by_name.get(&name.text) else {
            let nearest = reporter.nearest(&name.text, by_name.keys().map(String::as_str));
            let problem = problem_at(
                &codes::UNKNOWN_PACK,
                import.source.place(name.range),
                Localized::new(
                    format!("没有叫「{}」的规则集可以引用", name.text),
                    format!("there is no ruleset called `{}`", name.text),
                ),
                Localized::new("找不到这个规则集", "not found"),
            );
            reporter.push(with_candidates(problem, name, &nearest));
            continue;
        };
        reporter.used(import.source, name, Meaning::Ruleset(target));
        let Some(info) = packs.get_mut(import.pack as usize) else { continue };
        if target != import.pack && !info.imports.contains(&target) {
            info.imports.push(target);
        }
    }
}

/// Adds `您是不是想写 …` and the correction to the nearest name.
pub(crate) fn with_candidates(problem: Problem, name: &Name, nearest: &[String]) -> Problem {
    let Some(first) = nearest.first() else { return problem };
    let (chinese, english) = super::report::quoted_list(nearest.iter().map(String::as_str));
    problem
        .help(format!("是不是想写{chinese}？"), format!("did you mean {english}?"))
        .replace(name.range, super::report::quoted_name(first))
}

/// Reports the second of two declarations of one name that some pack sees both of.
pub(crate) fn duplicate(
    reporter: &mut Reporter,
    kind: (&str, &str),
    (name, source): (&Name, ItemText<'_>),
    first: SourcePlace,
) {
    let problem = problem_at(
        &codes::DUPLICATE_NAME,
        source.place(name.range),
        Localized::new(
            format!("{}「{}」重名，前面已经声明过", kind.0, name.text),
            format!("{} `{}` is declared already", kind.1, name.text),
        ),
        Localized::new("第二次声明", "declared again"),
    );
    reporter.push(
        problem
            .related(first, Localized::new("第一次声明", "declared first"))
            .help("请改名，或删去其中一个", "rename or remove one of the two"),
    );
}

/// Reports all duplicates among declarations of one kind.
pub(crate) fn duplicates<'t, T>(
    reporter: &mut Reporter,
    kind: (&str, &str),
    packs: &[PackInfo],
    items: &[Declared<'t, T>],
    name: impl Fn(&'t T) -> &'t Name,
) {
    let mut first: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (index, item) in items.iter().enumerate() {
        let known = first.entry(name(item.node).text.as_str()).or_default();
        let sees = |earlier: &usize| rank(item.pack, items[*earlier].pack, packs).is_some();
        match known.iter().copied().find(|earlier| sees(earlier)) {
            Some(earlier) => {
                let earlier = &items[earlier];
                let first = earlier.source.place(name(earlier.node).range);
                duplicate(reporter, kind, (name(item.node), item.source), first);
            }
            // One for each pack is enough to find all others by.
            None => known.push(index),
        }
    }
}
