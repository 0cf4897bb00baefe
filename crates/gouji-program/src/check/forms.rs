//! 表样: forms.

use super::declarations::{Declarations, Items, duplicates};
use super::form_writer::FormWriter;
use super::report::{Checked, Failed, Reporter};
use crate::codes;
use crate::form::{
    AnchoredRegion, BlankAs, Clause, Containing, Context, Each, Form, Label, Outline, Periods,
    Scope, Sentence, Titled,
};
use crate::problem::problem_at;
use crate::{FormId, IdVec, Meaning, RecordTypeId};
use gouji_syntax::Keyword;
use gouji_syntax::ast::{self, FormClauseKind, GridOption};
use gouji_text::{Language, Localized, TextRange};

/// Compiled forms, and the records of forms that could not be compiled.
#[derive(Default)]
pub(crate) struct Forms {
    pub forms: IdVec<FormId, Form>,
    pub broken: Vec<RecordTypeId>,
    /// Whether it is not known what some form fills.
    pub unknown: bool,
}

/// Compiles all forms in order.
pub(crate) fn forms(
    items: &Items<'_>,
    declarations: &Declarations<'_>,
    reporter: &mut Reporter,
) -> Forms {
    duplicates(reporter, ("表样", "form"), &declarations.packs, &items.forms, |form| &form.name);
    let mut forms = Forms { unknown: items.broken_forms, ..Forms::default() };
    for declared in &items.forms {
        let name = &declared.node.record;
        let source = declared.source;
        reporter.declared(source, &declared.node.name, Meaning::Form(source.item_id()));
        let Ok(record) = reporter.record(source, declared.pack, name, declarations) else {
            forms.unknown = true;
            continue;
        };
        let full = forms.forms.len() >= usize::from(u16::MAX);
        let mut writer = FormWriter { declarations, reporter, source, declared, record };
        match writer.form() {
            Ok(form) if !full && !declared.damaged => forms.forms.push(form),
            _ => forms.broken.push(record),
        }
    }
    forms
}

/// The parts of a form while its clauses are read.
#[derive(Default)]
struct Draft {
    scope: Option<Scope>,
    contexts: Vec<Context>,
    clauses: Vec<Clause>,
    blanks: Vec<BlankAs>,
    /// Ranges of the grids that have no target and so make the table the scope.
    tables: Vec<TextRange>,
    /// Ranges of grids whose every row is a record of the form.
    whole_rows: Vec<TextRange>,
}

impl FormWriter<'_, '_> {
    fn form(&mut self) -> Checked<Form> {
        let declared = self.declared;
        let mut draft = Draft::default();
        let mut sound = true;
        for clause in &declared.node.clauses {
            sound &= self.clause(clause, &mut draft).is_ok();
        }
        let scope = self.scope(&mut draft);
        if !sound {
            return Err(Failed);
        }
        let scope = scope?;
        self.all_are_read(&scope, &draft)?;
        let reads_itself = matches!(scope, Scope::Each(_) | Scope::Outline(_));
        if draft.clauses.is_empty() && draft.contexts.is_empty() && !reads_itself {
            let name = &declared.node.name;
            return self.fail(
                &codes::EMPTY_FORM,
                name.range,
                (
                    format!("表样「{}」没有写要读什么", name.text),
                    format!("form `{}` reads nothing", name.text),
                ),
                ("缺读法", "reads nothing"),
            );
        }
        Ok(Form {
            name: declared.node.name.text.clone(),
            pack: declared.pack,
            record: self.record,
            scope,
            contexts: draft.contexts,
            clauses: draft.clauses,
            blanks: draft.blanks,
            notation: gouji_value::Notation::default(),
            place: self.source.place(declared.node.name.range),
        })
    }

    fn clause(&mut self, clause: &ast::FormClause, draft: &mut Draft) -> Checked<()> {
        let range = clause.range;
        let place = self.source.place(range);
        match &clause.kind {
            FormClauseKind::Titled(texts) => {
                let titled = Titled::check(self, texts, place)?;
                return self.set_scope(draft, Scope::Titled(titled), range);
            }
            FormClauseKind::Region { start, end } => {
                let region = AnchoredRegion::check(self, start, end.as_ref(), place)?;
                return self.set_scope(draft, Scope::Region(region), range);
            }
            FormClauseKind::Paragraph(texts) => {
                let texts = Containing::check(self, texts, Keyword::Paragraph, place)?;
                return self.set_scope(draft, Scope::Paragraph(texts), range);
            }
            FormClauseKind::Section(texts) => {
                let texts = Containing::check(self, texts, Keyword::Section, place)?;
                return self.set_scope(draft, Scope::Section(texts), range);
            }
            FormClauseKind::Occurrences(text) => {
                let each = Each::check(self, text, place)?;
                return self.set_scope(draft, Scope::Each(each), range);
            }
            FormClauseKind::Outline(bindings) => {
                let outline = Outline::check(self, bindings, place)?;
                return self.set_scope(draft, Scope::Outline(outline), range);
            }
            FormClauseKind::Context(text) => {
                draft.contexts.push(Context::check(self, text, false, place)?);
            }
            FormClauseKind::Heading(text) => {
                draft.contexts.push(Context::check(self, text, true, place)?);
            }
            FormClauseKind::Label { labels, field } => {
                draft.clauses.push(Clause::Label(Label::check(self, labels, field, place)?));
            }
            FormClauseKind::Periods { labels, field } => {
                draft.clauses.push(Clause::Periods(Periods::check(self, labels, field, place)?));
            }
            FormClauseKind::Sentence(text) => {
                draft.clauses.push(Clause::Sentence(Sentence::check(self, text, place)?));
            }
            FormClauseKind::Grid { columns, target, options, side_by_side } => {
                let target = target.as_ref();
                let grid = self.grid(columns, target, options, *side_by_side, range)?;
                if target.is_none() {
                    draft.tables.push(range);
                    if !options.iter().any(GridOption::sorts_rows) {
                        draft.whole_rows.push(range);
                    }
                }
                draft.clauses.push(Clause::Grid(grid));
            }
            FormClauseKind::BlankAs { value, fields } => {
                let blanks = self.blanks(value, fields, &[self.record])?;
                draft.blanks.extend(blanks.into_iter().flatten());
            }
        }
        Ok(())
    }

    fn set_scope(&mut self, draft: &mut Draft, scope: Scope, range: TextRange) -> Checked<()> {
        if draft.scope.is_some() {
            return self.fail(
                &codes::TWO_SCOPES,
                range,
                (
                    "一张表样只能用一种方式说明一条记录从哪里到哪里（表名、始于、段、节、逐处、提纲）",
                    "a form says in one way where a record begins and ends",
                ),
                ("前面已经说明过", "said before in another way"),
            );
        }
        draft.scope = Some(scope);
        Ok(())
    }

    fn scope(&mut self, draft: &mut Draft) -> Checked<Scope> {
        let grids = draft.clauses.iter().filter(|one| one.primitive().grid().is_some()).count();
        let Some(scope) = draft.scope.take() else {
            return match (draft.tables.last(), grids) {
                (None, _) => Ok(Scope::Document),
                (Some(_), 1) => Ok(Scope::Table),
                (Some(last), _) => self.fail(
                    &codes::TWO_SCOPES,
                    *last,
                    (
                        "每张表一条记录的表样只能有一个「明细」；其他的请写「→ 栏」",
                        "a form of whole tables has one grid; the others need a target",
                    ),
                    ("多出的明细", "one grid too many"),
                ),
            };
        };
        match draft.whole_rows.first() {
            None => Ok(scope),
            Some(_) if grids == 1 && matches!(scope, Scope::Titled(_)) => Ok(match scope {
                Scope::Titled(titled) => Scope::Titled(Titled { rows_are_records: true, ..titled }),
                other => other,
            }),
            Some(range) => self.fail(
                &codes::TWO_SCOPES,
                *range,
                (
                    "没有「→ 栏」的明细，每一行就是一条记录，不能再写始于、段、节等",
                    "every row of a grid without a target is a record; no other scope fits",
                ),
                ("缺「→ 栏」", "a target is missing"),
            ),
        }
    }

    /// Refuses clauses that read nothing in such a form: each of its records is a table, a row, a
    /// matching place or a heading, and nothing beside that belongs to it.
    fn all_are_read(&mut self, scope: &Scope, draft: &Draft) -> Checked<()> {
        let mut clauses = draft.clauses.iter().map(Clause::primitive);
        let (unread, (chinese, english)) = match scope {
            Scope::Table | Scope::Titled(Titled { rows_are_records: true, .. }) => (
                clauses.find(|clause| clause.grid().is_none()),
                (
                    "没有「→ 栏」的「明细」一张表（或一行）是一条记录，表外的字不属于它",
                    "a grid without a target makes each table (or row) a record of its own",
                ),
            ),
            Scope::Each(_) => (
                clauses.next(),
                (
                    "「逐处」的每一处是一条记录，只有那句话里的字属于它",
                    "every place that `each` finds is a record, and nothing else belongs to it",
                ),
            ),
            Scope::Outline(_) => (
                clauses.next(),
                (
                    "「提纲」的每个标题是一条记录，别的字不属于它",
                    "every heading of an outline is a record, and nothing else belongs to it",
                ),
            ),
            Scope::Document
            | Scope::Titled(_)
            | Scope::Region(_)
            | Scope::Paragraph(_)
            | Scope::Section(_) => {
                return Ok(());
            }
        };
        let Some(clause) = unread else { return Ok(()) };
        let (keyword, place) = (clause.keyword(), clause.place());
        let (name, english_name) =
            (keyword.spelling(Language::Chinese), keyword.spelling(Language::English));
        let problem = problem_at(
            &codes::UNREAD_CLAUSE,
            place,
            Localized::new(
                format!("这里的「{name}」什么也读不到：{chinese}"),
                format!("this `{english_name}` reads nothing: {english}"),
            ),
            Localized::new("读不到", "reads nothing"),
        )
        .help(
            format!("「{name}」请写在另一张表样里，或改用 始于、段 含、节 含 划出一条记录的范围"),
            format!("put `{english_name}` into a form of its own, or one whose record is a region, paragraph or section"),
        );
        self.reporter.fail(problem)
    }
}
