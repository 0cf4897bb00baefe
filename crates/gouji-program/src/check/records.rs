//! 记录: record types and their fields.

use super::declarations::{
    Completeness, Declarations, Declared, Items, Lookup, duplicates, with_candidates,
};
use super::report::{Checked, Failed, ItemText, Reporter};
use crate::codes;
use crate::problem::Corrected;
use crate::problem::problem_at;
use crate::{
    FieldId, FieldKind, FieldType, IdVec, Meaning, Naming, Problem, RecordType, RecordTypeId, Role,
    Scalar,
};
use gouji_syntax::ast::{self, Name, TypeExpression};
use gouji_text::Localized;
use gouji_text::TextRange;
use rustc_hash::FxHashSet;

/// Records may be nested this deep.
const DEEPEST: usize = 32;
/// Records that may enclose one.
const MOST_ENCLOSING: usize = 1024;
/// A record may have this many fields, a series this many points.
const MOST_FIELDS: usize = 4096;

/// The types that need no declaration: 中文, English.
const TYPE_WORDS: [(&str, &str, Scalar); 7] = [
    ("文本", "text", Scalar::Text),
    ("整数", "integer", Scalar::Integer),
    ("数", "number", Scalar::Number),
    ("百分比", "percent", Scalar::Percent),
    ("界限", "bound", Scalar::Bound),
    ("日期", "date", Scalar::Date),
    ("时点", "period", Scalar::Period),
];

/// The type a word names in either language, and its spellings.
pub(crate) fn type_word(word: &str) -> Option<(&'static str, &'static str, Scalar)> {
    TYPE_WORDS.into_iter().find(|(chinese, english, _)| *chinese == word || *english == word)
}

/// Declares all record types and their fields.
pub(crate) fn declare<'t>(
    items: &Items<'t>,
    declarations: &mut Declarations<'t>,
    reporter: &mut Reporter,
) {
    for broken in &items.broken {
        if matches!(broken.keyword, "记录" | "record") {
            let item = broken.source.item_id();
            declarations.record_names.declare(&broken.name.text, broken.pack, Err(item));
        }
    }
    duplicates(reporter, ("记录", "record"), &declarations.packs, &items.records, |record| {
        &record.name
    });
    for record in &items.records {
        let Ok(id) = u16::try_from(declarations.records.len()) else {
            reporter.push(too_many(record.source, record.node.name.range));
            return;
        };
        let name = &record.node.name;
        declarations.record_names.declare(&name.text, record.pack, Ok(RecordTypeId(id)));
        declarations.records.push(RecordType {
            name: name.text.clone(),
            documentation: record.documentation.map(str::to_owned),
            fields: IdVec::default(),
            parent: None,
            lists: Vec::new(),
            naming: Naming::default(),
            pack: record.pack,
            place: record.source.place(name.range),
        });
        let damaged = if record.damaged { Completeness::Damaged } else { Completeness::Complete };
        declarations.completeness.push(damaged);
    }
    let mut lists = Vec::new();
    for (index, record) in items.records.iter().enumerate().take(declarations.records.len()) {
        let id = RecordTypeId(index as u16);
        fields(id, record, declarations, reporter, &mut lists);
    }
    parents(&lists, declarations, reporter);
    names(items, declarations, reporter);
    note(items, declarations, reporter);
}

/// 称呼; where it is wrong, records go by their first text field.
fn names(items: &Items<'_>, declarations: &mut Declarations<'_>, reporter: &mut Reporter) {
    for (declared, id) in items.records.iter().zip(0_u16..).take(declarations.records.len()) {
        let Some(text) = &declared.node.called else { continue };
        let id = RecordTypeId(id);
        if let Ok(naming) = Naming::check(reporter, declared.source, text, id, declarations) {
            declarations.records[id].naming = naming;
        }
    }
}

/// Notes what the names in the declarations stand for.
fn note(items: &Items<'_>, declarations: &Declarations<'_>, reporter: &mut Reporter) {
    for (declared, id) in items.records.iter().zip(0_u16..).take(declarations.records.len()) {
        let id = RecordTypeId(id);
        reporter.declared(declared.source, &declared.node.name, Meaning::Record(id));
        for field in &declared.node.fields {
            let Some(known) = declarations.record(id).field_named(&field.name.text) else {
                continue;
            };
            reporter.declared(declared.source, &field.name, Meaning::Field(id, known));
            if let TypeExpression::Series { periods, .. } = &field.kind {
                for (period, number) in periods.iter().zip(0_u16..) {
                    let meaning = Meaning::Period(id, known, number);
                    reporter.name(declared.source, period.range, meaning, Role::Declaration);
                }
            }
        }
    }
}

/// A list field: its record and field, the type of its members, and where the type is written.
struct ListField<'t> {
    owner: RecordTypeId,
    field: FieldId,
    member: RecordTypeId,
    source: ItemText<'t>,
    range: TextRange,
}

fn fields<'t>(
    id: RecordTypeId,
    record: &Declared<'t, ast::Record>,
    declarations: &mut Declarations<'t>,
    reporter: &mut Reporter,
    lists: &mut Vec<ListField<'t>>,
) {
    let source = record.source;
    let mut names: FxHashSet<&str> = FxHashSet::default();
    let mut fields = Vec::with_capacity(record.node.fields.len());
    for declaration in &record.node.fields {
        let name = &declaration.name;
        if !names.insert(&name.text) {
            reporter.push(duplicate_field(source, name, &record.node.name.text));
            continue;
        }
        if fields.len() >= MOST_FIELDS {
            reporter.push(too_many(source, name.range));
            break;
        }
        let Some(kind) = field_kind(source, record.pack, &declaration.kind, declarations, reporter)
        else {
            damage(declarations, id);
            continue;
        };
        if let FieldKind::List(member) = kind {
            let range = type_range(&declaration.kind);
            let field = FieldId(fields.len() as u16);
            lists.push(ListField { owner: id, field, member, source, range });
        }
        fields.push(FieldType {
            name: name.text.clone(),
            documentation: declaration.documentation.clone(),
            kind,
            place: source.place(name.range),
        });
    }
    let record = &mut declarations.records[id];
    record.naming = Naming::by_first_text(fields.iter().map(|field| &field.kind));
    record.fields = fields.into();
}

/// A field of the record is not known any more: what names it is not worth a message.
fn damage(declarations: &mut Declarations<'_>, id: RecordTypeId) {
    if let Some(completeness) = declarations.completeness.at_mut(id) {
        *completeness = Completeness::Damaged;
    }
}

fn type_range(kind: &TypeExpression) -> TextRange {
    match kind {
        TypeExpression::Named(name) => name.range,
        TypeExpression::Series { range, .. } | TypeExpression::Many { range, .. } => *range,
    }
}

fn field_kind(
    source: ItemText<'_>,
    pack: u32,
    kind: &TypeExpression,
    declarations: &Declarations<'_>,
    reporter: &mut Reporter,
) -> Option<FieldKind> {
    match kind {
        TypeExpression::Named(name) => {
            scalar(source, pack, name, declarations, reporter).map(FieldKind::Scalar)
        }
        TypeExpression::Series { element, periods, .. } => {
            let element = scalar(source, pack, element, declarations, reporter);
            let periods = period_names(source, periods, reporter)?;
            Some(FieldKind::Series { element: element?, periods })
        }
        TypeExpression::Many { record, .. } => {
            reporter.record(source, pack, record, declarations).ok().map(FieldKind::List)
        }
    }
}

fn period_names(
    source: ItemText<'_>,
    periods: &[ast::Text],
    reporter: &mut Reporter,
) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::with_capacity(periods.len());
    let mut folded: FxHashSet<String> = FxHashSet::default();
    for period in periods {
        let key = gouji_text::fold(&period.value);
        if key.is_empty() || !folded.insert(key) || names.len() >= MOST_FIELDS {
            reporter.push(problem_at(
                &codes::DUPLICATE_PERIOD,
                source.place(period.range),
                Localized::new(
                    format!("序列的时点「{}」空着或重复", period.value),
                    format!("point `{}` of the series is empty or repeated", period.value),
                ),
                Localized::new("每个时点要有不同的名字", "each point needs a name of its own"),
            ));
            return None;
        }
        names.push(period.value.clone());
    }
    (!names.is_empty()).then_some(names)
}

fn scalar(
    source: ItemText<'_>,
    pack: u32,
    name: &Name,
    declarations: &Declarations<'_>,
    reporter: &mut Reporter,
) -> Option<Scalar> {
    if let Some((chinese, english, scalar)) = type_word(&name.text) {
        let spelling = source.spelling(chinese, english);
        if spelling != name.text {
            reporter.push(other_language(source, name, spelling));
        }
        return Some(scalar);
    }
    match declarations.dimension_named(&name.text, pack) {
        Lookup::Found(dimension) => {
            reporter.used(source, name, Meaning::Dimension(dimension));
            Some(Scalar::Quantity(dimension))
        }
        Lookup::Broken(item) => {
            reporter.used(source, name, Meaning::Unread(item));
            None
        }
        Lookup::Ambiguous(_) => None,
        Lookup::Unknown => {
            if !name.text.is_empty() {
                reporter.push_unknown_type(source, pack, name, declarations);
            }
            None
        }
    }
}

/// A word of the other language, in a file that is not written in it.
pub(crate) fn other_language(source: ItemText<'_>, name: &Name, spelling: &str) -> Problem {
    problem_at(
        &codes::OTHER_LANGUAGE,
        source.place(name.range),
        Localized::new(
            format!("这份规则用中文书写，「{}」应写作「{spelling}」", name.text),
            format!("this file is in English: write `{spelling}` for `{}`", name.text),
        ),
        Localized::new(format!("应写「{spelling}」"), format!("write `{spelling}`")),
    )
    .replace(name.range, spelling)
}

impl Reporter {
    fn push_unknown_type(
        &mut self,
        source: ItemText<'_>,
        pack: u32,
        name: &Name,
        declarations: &Declarations<'_>,
    ) {
        let words =
            TYPE_WORDS.iter().map(|(chinese, english, _)| source.spelling(chinese, english));
        let dimensions =
            declarations.dimensions.visible(pack, &declarations.packs).map(|(name, _)| name);
        let mut known: Vec<&str> = words.chain(dimensions).collect();
        known.sort_unstable();
        let nearest = self.nearest(&name.text, known.iter().copied());
        let is_record = !matches!(declarations.record_named(&name.text, pack), Lookup::Unknown);
        let is_unit = declarations.units.unit(&name.text);
        let mut problem = problem_at(
            &codes::UNKNOWN_TYPE,
            source.place(name.range),
            Localized::new(
                format!("没有叫「{}」的类型或量纲", name.text),
                format!("there is no type or dimension called `{}`", name.text),
            ),
            Localized::new("不认识的类型", "unknown type"),
        );
        if is_record {
            let many = source.spelling("多个", "many");
            problem = problem
                .help(
                    format!("「{}」是记录；一栏里放多条记录要写「多个 {}」", name.text, name.text),
                    format!("`{}` is a record; a list of them is `many {}`", name.text, name.text),
                )
                .replace(name.range, format!("{many} {}", name.text));
        } else if let Some(unit) = is_unit {
            let dimension =
                declarations.units.dimension_name(declarations.units.unit_dimension(unit));
            problem = problem
                .help(
                    format!("「{}」是单位；类型写它的量纲「{dimension}」", name.text),
                    format!("`{}` is a unit; the type is its dimension `{dimension}`", name.text),
                )
                .replace(name.range, dimension);
        } else {
            problem = with_candidates(problem, name, &nearest);
        }
        self.push(problem);
    }

    /// The record type of a name, noted; reports a name that no record, or none in particular, has.
    pub(crate) fn record(
        &mut self,
        source: ItemText<'_>,
        pack: u32,
        name: &Name,
        declarations: &Declarations<'_>,
    ) -> Checked<RecordTypeId> {
        match declarations.record_named(&name.text, pack) {
            Lookup::Found(record) => {
                self.used(source, name, Meaning::Record(record));
                return Ok(record);
            }
            Lookup::Broken(item) => self.used(source, name, Meaning::Unread(item)),
            Lookup::Ambiguous(packs) => {
                self.push(ambiguous_name(source, declarations, name, &packs))
            }
            Lookup::Unknown => self.push_unknown_record(source, pack, name, declarations),
        }
        Err(Failed)
    }

    /// Reports a name that no record has.
    pub(crate) fn push_unknown_record(
        &mut self,
        source: ItemText<'_>,
        pack: u32,
        name: &Name,
        declarations: &Declarations<'_>,
    ) {
        if name.text.is_empty() {
            return;
        }
        let mut known: Vec<&str> = declarations
            .record_names
            .visible(pack, &declarations.packs)
            .map(|(name, _)| name)
            .collect();
        known.sort_unstable();
        let nearest = self.nearest(&name.text, known.into_iter());
        let problem = problem_at(
            &codes::UNKNOWN_RECORD,
            source.place(name.range),
            Localized::new(
                format!("没有叫「{}」的记录", name.text),
                format!("there is no record called `{}`", name.text),
            ),
            Localized::new("找不到这个记录", "not found"),
        );
        self.push(with_candidates(problem, name, &nearest));
    }

    /// Reports a name that a record has no field of (unless fields of it may be unknown).
    pub(crate) fn push_unknown_field(
        &mut self,
        source: ItemText<'_>,
        record: RecordTypeId,
        name: &Name,
        declarations: &Declarations<'_>,
    ) {
        if name.text.is_empty() || !declarations.is_complete(record) {
            return;
        }
        let record = declarations.record(record);
        let known = record.fields.iter().map(|field| field.name.as_str());
        let nearest = self.nearest(&name.text, known.clone());
        let mut problem = problem_at(
            &codes::UNKNOWN_FIELD,
            source.place(name.range),
            Localized::new(
                format!("记录「{}」没有「{}」这一栏", record.name, name.text),
                format!("record `{}` has no field `{}`", record.name, name.text),
            ),
            Localized::new("没有这一栏", "no such field"),
        );
        if nearest.is_empty() && !record.fields.is_empty() {
            let (chinese, english) = super::report::quoted_list(known.take(12));
            problem = problem.help(format!("它的栏有{chinese}"), format!("its fields: {english}"));
        }
        self.push(with_candidates(problem, name, &nearest));
    }
}

/// A name that several packs declare, none nearer than the other.
pub(crate) fn ambiguous_name(
    source: ItemText<'_>,
    declarations: &Declarations<'_>,
    name: &Name,
    packs: &[u32],
) -> Problem {
    let (chinese, english) = declarations.pack_names(packs);
    problem_at(
        &codes::AMBIGUOUS_NAME,
        source.place(name.range),
        Localized::new(
            format!("「{}」在{chinese}里都有声明，分不清是哪一个", name.text),
            format!("`{}` is declared by {english}; which is meant?", name.text),
        ),
        Localized::new("有几种可能", "more than one"),
    )
    .help(
        "用「引用 规则集名」说明用哪一套，被引用的优先",
        "say which by `use NAME`: what is imported comes first",
    )
}

fn duplicate_field(source: ItemText<'_>, name: &Name, record: &str) -> Problem {
    problem_at(
        &codes::DUPLICATE_FIELD,
        source.place(name.range),
        Localized::new(
            format!("记录「{record}」里「{}」写了两遍", name.text),
            format!("record `{record}` has two fields `{}`", name.text),
        ),
        Localized::new("重复的栏", "declared again"),
    )
}

fn too_many(source: ItemText<'_>, range: TextRange) -> Problem {
    problem_at(
        &codes::TOO_MANY,
        source.place(range),
        Localized::new("声明太多，后面的没有读", "too many declarations; the rest is left out"),
        Localized::new("从这里起没有读", "left out from here"),
    )
}

/// Links members to their lists; a list that cannot be is left out and reported.
fn parents(lists: &[ListField<'_>], declarations: &mut Declarations<'_>, reporter: &mut Reporter) {
    for list in lists {
        if list.owner == list.member {
            let name = declarations.record(list.owner).name.clone();
            reporter.push(circular(list, &name));
            forget(declarations, list);
            continue;
        }
        if encloses(declarations, list.member, list.owner) {
            let name = declarations.record(list.member).name.clone();
            reporter.push(circular(list, &name));
            forget(declarations, list);
            continue;
        }
        let member = &mut declarations.records[list.member];
        member.lists.push((list.owner, list.field));
        // Of several lists nobody can say which one a record is in before it is read.
        member.parent = match member.lists.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
    }
    too_deep(lists, declarations, reporter);
}

/// Whether `record` encloses `inner`, by any list. Where too many records would have to be looked at
/// to know, it is taken to.
fn encloses(declarations: &Declarations<'_>, record: RecordTypeId, inner: RecordTypeId) -> bool {
    let mut seen: FxHashSet<RecordTypeId> = FxHashSet::default();
    let mut todo = vec![inner];
    while let Some(next) = todo.pop() {
        if next == record || seen.len() > MOST_ENCLOSING {
            return true;
        }
        if seen.insert(next) {
            todo.extend(declarations.record(next).lists.iter().map(|(owner, _)| *owner));
        }
    }
    false
}

/// Cuts lists that are nested too deeply (their number of levels must fit everywhere).
fn too_deep(lists: &[ListField<'_>], declarations: &mut Declarations<'_>, reporter: &mut Reporter) {
    // A chain longer than the limit may also be a cycle that the look-back above did not reach.
    for list in lists {
        let linked = declarations.record(list.member).parent == Some((list.owner, list.field));
        if linked && declarations.chain(list.member).take(DEEPEST + 1).count() > DEEPEST {
            reporter.push(problem_at(
                &codes::TOO_DEEP,
                list.source.place(list.range),
                Localized::new(
                    format!("记录套得太深，最多 {DEEPEST} 层"),
                    format!("records are nested too deeply (at most {DEEPEST} levels)"),
                ),
                Localized::new("这一层太深", "too deep"),
            ));
            let member = &mut declarations.records[list.member];
            member.parent = None;
            member.lists.clear();
            forget(declarations, list);
        }
    }
}

/// A list field that cannot be: its record counts as damaged, its members as records of their own.
fn forget(declarations: &mut Declarations<'_>, list: &ListField<'_>) {
    damage(declarations, list.owner);
    let record = &mut declarations.records[list.owner];
    if let Some(field) = record.fields.at_mut(list.field) {
        field.kind = FieldKind::Scalar(Scalar::Text);
        // No name can refer to it.
        field.name = format!("\u{0}{}", field.name);
    }
}

fn circular(list: &ListField<'_>, name: &str) -> Problem {
    problem_at(
        &codes::CIRCULAR_RECORD,
        list.source.place(list.range),
        Localized::new(
            format!("记录「{name}」绕了一圈又包含自己"),
            format!("record `{name}` contains itself"),
        ),
        Localized::new("包含了自己", "contains itself"),
    )
}
