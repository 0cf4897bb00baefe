//! 上级, 下级, 部分: what the rows of a tree (分级) are to each other.

use crate::check::declarations::{Declarations, Items, Lookup, RuleNode};
use crate::check::report::Reporter;
use crate::codes;
use crate::problem::problem_at;
use crate::{FieldId, FieldKind, FieldType, Problem, RecordType, RecordTypeId};
use gouji_syntax::ast::{FormClauseKind, GridOption, RuleClause};
use gouji_text::{Language, Localized};

/// What a record is to another of its type in one list. Where rows are ordered into a tree, their record
/// has a reserved field for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// 上级: the row it stands under; a root has none.
    Parent,
    /// 下级: the rows right under it; a leaf has none.
    Children,
    /// 部分: rows that say what some of it is (`其中：…`), and are no children.
    Parts,
}

impl Relation {
    /// All, in the order of their fields.
    pub const ALL: [Self; 3] = [Self::Parent, Self::Children, Self::Parts];

    /// The word for it.
    pub fn word(self, language: Language) -> &'static str {
        let (chinese, english) = match self {
            Self::Parent => ("上级", "parent"),
            Self::Children => ("下级", "children"),
            Self::Parts => ("部分", "parts"),
        };
        if language == Language::Chinese { chinese } else { english }
    }

    /// What it is.
    pub fn meaning(self, language: Language) -> &'static str {
        let (chinese, english) = match self {
            Self::Parent => {
                ("它上面的一行；最上一级没有", "the row it stands under; a root has none")
            }
            Self::Children => {
                ("直接在它下面的各行；最下一级没有", "the rows right under it; a leaf has none")
            }
            Self::Parts => {
                ("它下面「其中：…」的各行，不算下级", "its “of which” rows, which are no children")
            }
        };
        if language == Language::Chinese { chinese } else { english }
    }

    /// Whether a word is the one for it, in either language.
    pub fn is_spelled(self, word: &str) -> bool {
        word == self.word(Language::Chinese) || word == self.word(Language::English)
    }
}

/// The fields of a record by which its rows find each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relations {
    /// 上级
    pub parent: FieldId,
    /// 下级
    pub children: FieldId,
    /// 部分
    pub parts: FieldId,
}

impl RecordType {
    /// The fields by which its rows find each other, where a form orders them into a tree.
    pub fn relations(&self) -> Option<Relations> {
        let field = |wanted| {
            let found = self.fields.iter().zip(0_u16..).find(|(field, _)| {
                matches!(field.kind, FieldKind::Related(_, relation) if relation == wanted)
            });
            found.map(|(_, index)| FieldId(index))
        };
        Some(Relations {
            parent: field(Relation::Parent)?,
            children: field(Relation::Children)?,
            parts: field(Relation::Parts)?,
        })
    }
}

/// Gives each record whose rows a form orders into a tree the fields 上级, 下级 and 部分.
pub(crate) fn declare(
    items: &Items<'_>,
    declarations: &mut Declarations<'_>,
    reporter: &mut Reporter,
) {
    for form in &items.forms {
        let grids = form.node.clauses.iter().filter_map(|clause| match &clause.kind {
            FormClauseKind::Grid { options, .. } => Some(options),
            _ => None,
        });
        let levels = grids.flatten().filter_map(|option| match option {
            GridOption::Levels(levels) => Some(levels),
            _ => None,
        });
        for levels in levels {
            let own = match declarations.record_named(&form.node.record.text, form.pack) {
                Lookup::Found(own) => list_member(declarations, own, &levels.record.text),
                _ => None,
            };
            let named = || match declarations.record_named(&levels.record.text, form.pack) {
                Lookup::Found(record) => Some(record),
                _ => None,
            };
            // Whoever checks the form says so where there is none.
            let Some(record) = own.map(|(_, member)| member).or_else(named) else { continue };
            if declarations.record(record).relations().is_none() {
                let place = form.source.place(levels.record.range);
                match taken(declarations, record) {
                    Some(field) => {
                        let problem = reserved(declarations.record(record), field);
                        let words = Localized::new("在这里分级", "ordered into a tree here");
                        reporter.push(problem.related(place, words));
                    }
                    None => add(declarations, record, place),
                }
            }
        }
    }
}

/// Gives them to the records of packs without forms for them too, where their own rules speak of 下级: what
/// fills such records, and orders their rows, is another pack's business, which may not be at hand.
pub(crate) fn declare_spoken_of(items: &Items<'_>, declarations: &mut Declarations<'_>) {
    for rule in &items.rules {
        let RuleNode::Parsed(rule) = rule else { continue };
        let speaks = Relation::ALL.iter().any(|relation| {
            [Language::Chinese, Language::English]
                .iter()
                .any(|language| rule.source.text.contains(relation.word(*language)))
        });
        let iterated = rule.node.clauses.iter().find_map(|clause| match clause {
            RuleClause::ForEach { path, .. } => path.last(),
            _ => None,
        });
        let Some(name) = iterated.filter(|_| speaks) else { continue };
        let Lookup::Found(record) = declarations.record_named(&name.text, rule.pack) else {
            continue;
        };
        let kind = declarations.record(record);
        let is_own = kind.pack == rule.pack && kind.relations().is_none();
        if is_own
            && taken(declarations, record).is_none()
            && !is_filled(items, declarations, record)
        {
            let place = declarations.record(record).place;
            add(declarations, record, place);
        }
    }
}

/// Whether a form of a record's own pack fills it.
fn is_filled(items: &Items<'_>, declarations: &Declarations<'_>, record: RecordTypeId) -> bool {
    let pack = declarations.record(record).pack;
    items.broken_forms
        || items.forms.iter().filter(|form| form.pack == pack).any(|form| {
            match declarations.record_named(&form.node.record.text, form.pack) {
                Lookup::Found(own) => {
                    let lists = declarations.record(own).fields.iter();
                    own == record || lists.into_iter().any(|it| it.kind == FieldKind::List(record))
                }
                _ => false,
            }
        })
}

/// The list of a record that has a name, and the record that it lists: 分级 names a list of its form's
/// record, or a record.
pub(crate) fn list_member(
    declarations: &Declarations<'_>,
    record: RecordTypeId,
    name: &str,
) -> Option<(FieldId, RecordTypeId)> {
    let record = declarations.record(record);
    let field = record.field_named(name)?;
    match record.fields.at(field)?.kind {
        FieldKind::List(member) => Some((field, member)),
        _ => None,
    }
}

/// A field of a record that is called as a reserved one.
fn taken<'d>(declarations: &'d Declarations<'_>, record: RecordTypeId) -> Option<&'d FieldType> {
    let mut fields = declarations.record(record).fields.iter();
    fields.find(|field| Relation::ALL.iter().any(|relation| relation.is_spelled(&field.name)))
}

fn reserved(record: &RecordType, field: &FieldType) -> Problem {
    let name = &field.name;
    problem_at(
        &codes::RESERVED_FIELD,
        field.place,
        Localized::new(
            format!("「{}」的行要分级，「{name}」留给分级用，不能再作栏名", record.name),
            format!(
                "the rows of `{}` are ordered into a tree, which needs the name `{name}`",
                record.name
            ),
        ),
        Localized::new("请换一个名字", "choose another name"),
    )
}

fn add(declarations: &mut Declarations<'_>, id: RecordTypeId, place: crate::SourcePlace) {
    let pack = declarations.record(id).pack as usize;
    let language = declarations.packs.get(pack).map_or(Language::Chinese, |pack| pack.language);
    let record = &mut declarations.records[id];
    let mut fields: Vec<FieldType> = std::mem::take(&mut record.fields).into_iter().collect();
    fields.extend(Relation::ALL.map(|relation| FieldType {
        name: relation.word(language).to_owned(),
        documentation: Some(relation.meaning(language).to_owned()),
        kind: FieldKind::Related(id, relation),
        place,
    }));
    record.fields = fields.into();
}
