//! 表样: forms.

use super::declarations::{Declarations, Items, duplicates};
use super::form_writer::FormWriter;
use super::report::{Checked, Failed, Reporter};
use crate::codes;
use crate::expression::SoleRef;
use crate::form::number_format;
use crate::form::{
    AnchoredRegion, BlankAs, Clause, Containing, Context, Each, Form, ItemScope, ItemSign, Label,
    ListedPlaces, Outline, Periods, Scope, ScopedClauses, Sentence, TableNote, Titled,
};
use crate::problem::problem_at;
use crate::{FormId, IdVec, Meaning, RecordTypeId};
use gouji_syntax::Keyword;
use gouji_syntax::ast::{self, FormClauseKind, GridOption};
use gouji_text::{Language, Localized, TextRange};
use gouji_value::{Decimal, DimensionId, Notation};

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
    let notations = notations(items, declarations, reporter);
    for declared in &items.forms {
        let notation = notations.get(declared.pack as usize).copied().flatten();
        let name = &declared.node.record;
        let source = declared.source;
        reporter.declared(source, &declared.node.name, Meaning::Form(source.item_id()));
        let Ok(record) = reporter.record(source, declared.pack, name, declarations) else {
            forms.unknown = true;
            continue;
        };
        let full = forms.forms.len() >= usize::from(u16::MAX);
        let mut writer = FormWriter { declarations, reporter, source, declared, record };
        match writer.form(notation) {
            Ok(form) if !full && !declared.damaged => forms.forms.push(form),
            _ => forms.broken.push(record),
        }
    }
    unanswered(&forms, declarations, reporter);
    forms
}

/// Refuses conditions that ask for a record that does not stand for the whole document, or that is itself
/// read by such a condition.
fn unanswered(forms: &Forms, declarations: &Declarations<'_>, reporter: &mut Reporter) {
    let answers = |record: RecordTypeId| {
        let mut of_document = forms.forms.iter().filter(|form| form.scope.is_document());
        of_document.any(|form| form.record == record && form.asks().next().is_none())
    };
    for condition in forms.forms.iter().flat_map(Form::conditions) {
        let is_unanswered =
            |ask: &&SoleRef| !forms.broken.contains(&ask.record) && !answers(ask.record);
        let Some(ask) = condition.asks.iter().find(is_unanswered) else { continue };
        if forms.unknown {
            continue;
        }
        let name = &declarations.record(ask.record).name;
        let problem = problem_at(
            &codes::FORM_CONDITION,
            condition.place,
            Localized::new(
                format!("读的时候还不知道「{name}」：没有一张不带条件、整份文件一条的表样填它"),
                format!(
                    "`{name}` is not known while reading: no form without such a condition fills it once for the document"
                ),
            ),
            Localized::new("读的时候还不知道", "not known while reading"),
        );
        reporter.push(problem.help(
            "「其中」里可以用这条记录自己的栏，和整份文件只有一条的记录的栏（如 文件.年度）",
            "a condition may use fields of this record, and of records that stand for the whole document",
        ));
    }
}

/// How numbers are written in the documents of each pack, where its ruleset says so.
fn notations(
    items: &Items<'_>,
    declarations: &Declarations<'_>,
    reporter: &mut Reporter,
) -> Vec<Option<Notation>> {
    let mut notations = vec![None; declarations.packs.len()];
    for ruleset in &items.rulesets {
        let Some(format) = &ruleset.node.number_format else { continue };
        if let Some(of_pack) = notations.get_mut(ruleset.pack as usize) {
            *of_pack = number_format::notation(format, ruleset.source, reporter);
        }
    }
    notations
}

/// The parts of a form while its clauses are read.
#[derive(Default)]
struct Draft {
    /// From the outside in.
    scopes: Vec<Scope>,
    contexts: Vec<Context>,
    clauses: Vec<Clause>,
    blanks: Vec<BlankAs>,
    notation: Option<Notation>,
    precisions: Vec<(DimensionId, Decimal)>,
    /// Ranges of the grids that have no target and so make the table the scope.
    tables: Vec<TextRange>,
    /// Ranges of grids whose every row is a record of the form.
    whole_rows: Vec<TextRange>,
}

impl FormWriter<'_, '_> {
    fn form(&mut self, notation: Option<Notation>) -> Checked<Form> {
        let declared = self.declared;
        let mut draft = Draft { notation, ..Draft::default() };
        let sound = self.clauses(&declared.node.clauses, &mut draft);
        let scope = self.scope(&mut draft);
        if !sound {
            return Err(Failed);
        }
        let scope = scope?;
        self.all_are_read(&scope, &draft)?;
        let reads_itself = draft.scopes.iter().chain([&scope]).any(reads_itself);
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
            within: draft.scopes,
            scope,
            contexts: draft.contexts,
            clauses: draft.clauses,
            blanks: draft.blanks,
            notation: draft.notation.unwrap_or_default(),
            precisions: draft.precisions,
            place: self.source.place(declared.node.name.range),
        })
    }

    /// The clauses of a form, or of the braces behind a scope; whether all are sound.
    fn clauses(&mut self, clauses: &[ast::FormClause], draft: &mut Draft) -> bool {
        let is_lone = clauses.iter().filter(|clause| reads(clause)).count() == 1;
        let mut sound = true;
        for clause in clauses {
            sound &= match body_of(clause) {
                // Braces around all that is read say where a record begins and ends.
                Some(body) if is_lone => {
                    let scope = self.text_scope(clause).and_then(|scope| {
                        scope.map_or(Ok(()), |scope| self.set_scope(draft, scope, clause.range))
                    });
                    self.clauses(body, draft) && scope.is_ok()
                }
                Some(body) => self.within(clause, body, draft).is_ok(),
                None => self.clause(clause, draft).is_ok(),
            };
        }
        sound
    }

    /// 节 … { … } beside other clauses: they fill the same record.
    fn within(
        &mut self,
        clause: &ast::FormClause,
        body: &[ast::FormClause],
        draft: &mut Draft,
    ) -> Checked<()> {
        let place = self.source.place(clause.range);
        let scope = self.text_scope(clause);
        let mut inner = Draft::default();
        let sound = self.clauses(body, &mut inner);
        let Some(scope) = scope? else { return Err(Failed) };
        if let Some(range) = inner.tables.first() {
            return self.fail(
                &codes::TWO_SCOPES,
                *range,
                (
                    "这里读的都填进同一条记录，「明细」要写「→ 栏」",
                    "all that is read here fills one record: the grid needs a target",
                ),
                ("缺「→ 栏」", "a target is missing"),
            );
        }
        let of_its_own = |scope: &&Scope| matches!(scope, Scope::Each(_) | Scope::Outline(_));
        if let Some(scope) = inner.scopes.iter().find(of_its_own) {
            let range = scope.primitive().map_or(clause.range, |one| one.place().range);
            return self.fail(
                &codes::TWO_SCOPES,
                range,
                (
                    "这里读的都填进同一条记录，几处各成一条的要写「→ 栏」",
                    "all that is read here fills one record: places that are records need `-> field`",
                ),
                ("缺「→ 栏」", "a target is missing"),
            );
        }
        if !sound {
            return Err(Failed);
        }
        draft.contexts.extend(inner.contexts);
        draft.blanks.extend(inner.blanks);
        let scopes = std::iter::once(scope).chain(inner.scopes).rev();
        let clauses = scopes.fold(inner.clauses, |clauses, scope| {
            vec![Clause::Within(ScopedClauses { scope, clauses, place })]
        });
        draft.clauses.extend(clauses);
        Ok(())
    }

    /// The scope that a clause about running text declares.
    fn text_scope(&mut self, clause: &ast::FormClause) -> Checked<Option<Scope>> {
        let place = self.source.place(clause.range);
        Ok(Some(match &clause.kind {
            FormClauseKind::Paragraph { texts, .. } => {
                Scope::Paragraph(Containing::check(self, texts, Keyword::Paragraph, place)?)
            }
            FormClauseKind::Section { texts, .. } => {
                Scope::Section(Containing::check(self, texts, Keyword::Section, place)?)
            }
            FormClauseKind::Item { texts, containing, condition, .. } => {
                let condition = condition.as_ref();
                Scope::Item(ItemScope::check(self, texts, *containing, condition, place)?)
            }
            _ => return Ok(None),
        }))
    }

    fn clause(&mut self, clause: &ast::FormClause, draft: &mut Draft) -> Checked<()> {
        let range = clause.range;
        let place = self.source.place(range);
        if let Some(scope) = self.text_scope(clause)? {
            return self.set_scope(draft, scope, range);
        }
        match &clause.kind {
            FormClauseKind::Titled(texts) => {
                let titled = Titled::check(self, texts, place)?;
                return self.set_scope(draft, Scope::Titled(titled), range);
            }
            FormClauseKind::Region { start, end } => {
                let region = AnchoredRegion::check(self, start, end.as_ref(), place)?;
                return self.set_scope(draft, Scope::Region(region), range);
            }
            // Scopes of running text, seen to above.
            FormClauseKind::Paragraph { .. }
            | FormClauseKind::Section { .. }
            | FormClauseKind::Item { .. } => {}
            FormClauseKind::Occurrences { text, condition, target: None } => {
                let each = Each::check(self, self.record, text, condition.as_ref(), place)?;
                return self.set_scope(draft, Scope::Each(each), range);
            }
            FormClauseKind::Occurrences { text, condition, target: Some(list) } => {
                let list = ListedPlaces::check(self, text, condition.as_ref(), list, place)?;
                draft.clauses.push(Clause::List(list));
            }
            FormClauseKind::Note { texts, field } => {
                let note = TableNote::check(self, texts, field.as_ref(), place)?;
                draft.clauses.push(Clause::Note(note));
            }
            FormClauseKind::Outline { bindings, contents } => {
                let outline = Outline::check(self, bindings, *contents, place)?;
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
            FormClauseKind::Sentence { text, condition } => {
                let sentence = Sentence::check(self, text, condition.as_ref(), place)?;
                draft.clauses.push(Clause::Sentence(sentence));
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
            FormClauseKind::NumberFormat(format) => {
                let found = number_format::notation(format, self.source, self.reporter);
                draft.notation = Some(found.ok_or(Failed)?);
            }
            FormClauseKind::Precision(figure) => {
                let precision = self.precision(figure, &draft.precisions)?;
                draft.precisions.push(precision);
            }
            // It is about the whole document: the program has it.
            FormClauseKind::Layout(_) => {}
            FormClauseKind::BlankAs { value, fields } => {
                let blanks = self.blanks(value, fields, &[self.record])?;
                draft.blanks.extend(blanks.into_iter().flatten());
            }
        }
        Ok(())
    }

    fn set_scope(&mut self, draft: &mut Draft, scope: Scope, range: TextRange) -> Checked<()> {
        let encloses =
            |outer: &Scope| matches!(outer, Scope::Region(_) | Scope::Section(_) | Scope::Item(_));
        let is_inner = match &scope {
            Scope::Section(_) | Scope::Item(_) | Scope::Paragraph(_) | Scope::Each(_) => true,
            Scope::Outline(outline) => !outline.contents,
            _ => false,
        };
        if draft.scopes.last().is_some_and(|outer| !encloses(outer) || !is_inner) {
            return self.fail(
                &codes::TWO_SCOPES,
                range,
                (
                    "一张表样只能用一种方式说明一条记录从哪里到哪里；「节」「条」「段」「逐处」可以写在「始于」「节」「条」后面，读其中的",
                    "a form says in one way where a record begins and ends; `section`, `item`, `paragraph` and `each` may follow `from`, `section` or `item`, and read inside",
                ),
                ("前面已经说明过", "said before in another way"),
            );
        }
        draft.scopes.push(scope);
        Ok(())
    }

    fn scope(&mut self, draft: &mut Draft) -> Checked<Scope> {
        let grids = draft.clauses.iter().filter(|one| one.primitive().grid().is_some()).count();
        let Some(scope) = draft.scopes.pop() else {
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
            | Scope::Section(_)
            | Scope::Item(_) => return Ok(()),
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

/// The clauses in the braces of a scope.
fn body_of(clause: &ast::FormClause) -> Option<&[ast::FormClause]> {
    match &clause.kind {
        FormClauseKind::Paragraph { body, .. }
        | FormClauseKind::Section { body, .. }
        | FormClauseKind::Item { body, .. } => body.as_deref(),
        _ => None,
    }
}

/// Whether a clause reads something, rather than saying where, what leads up to it, or what blanks are.
fn reads(clause: &ast::FormClause) -> bool {
    let is_scope = match &clause.kind {
        FormClauseKind::Region { .. } => true,
        FormClauseKind::Paragraph { body, .. }
        | FormClauseKind::Section { body, .. }
        | FormClauseKind::Item { body, .. } => body.is_none(),
        FormClauseKind::Context(_) | FormClauseKind::Heading(_) => true,
        FormClauseKind::BlankAs { .. }
        | FormClauseKind::NumberFormat(_)
        | FormClauseKind::Precision(_)
        | FormClauseKind::Layout(_) => true,
        _ => false,
    };
    !is_scope
}

/// Whether a scope fills fields by itself.
fn reads_itself(scope: &Scope) -> bool {
    match scope {
        Scope::Each(_) | Scope::Outline(_) => true,
        Scope::Item(item) => matches!(item.sign, ItemSign::Beginning(_)),
        Scope::Titled(titled) => titled.templates.iter().any(|it| it.fields().next().is_some()),
        _ => false,
    }
}
