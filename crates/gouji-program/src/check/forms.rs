//! 表样: forms.

use super::compile::Compiler;
use super::grid::is_blank_figure;
use super::report::{Checked, Failed, Reporter, Source};
use super::templates;
use super::types::{Dim, Type, adopt, common_dim};
use super::world::{Declared, Items, World, duplicates};
use crate::codes;
use crate::form::{Anchor, BlankAs, Clause, Context, Form, Scope};
use crate::problem::problem_at;
use crate::{Expr, FieldId, FieldKind, Meaning, RecordTypeId, Scalar};
use gouji_diagnostic::CodeInfo;
use gouji_syntax::Keyword;
use gouji_syntax::ast::{
    self, AnchorKind, Expression, FormClauseKind, Name, OutlineProperty, Text,
};
use gouji_text::Localized;
use gouji_text::{Language, TextRange};

/// Compiled forms, and the records of forms that could not be compiled.
#[derive(Default)]
pub(crate) struct Forms {
    pub forms: Vec<Form>,
    pub broken: Vec<RecordTypeId>,
    /// Whether it is not known what some form fills.
    pub unknown: bool,
}

/// Compiles all forms in order.
pub(crate) fn forms(items: &Items<'_>, world: &World<'_>, reporter: &mut Reporter) -> Forms {
    duplicates(reporter, ("表样", "form"), &world.packs, &items.forms, |form| &form.name);
    let mut forms = Forms { unknown: items.broken_forms, ..Forms::default() };
    for declared in &items.forms {
        let name = &declared.node.record;
        let source = declared.source;
        reporter.declared(source, &declared.node.name, Meaning::Form(source.item_id()));
        let Ok(record) = reporter.record(source, declared.pack, name, world) else {
            forms.unknown = true;
            continue;
        };
        let full = forms.forms.len() >= usize::from(u16::MAX);
        let mut writer = FormWriter { world, reporter, source: declared.source, declared, record };
        match writer.form() {
            Ok(form) if !full && !declared.damaged => forms.forms.push(form),
            _ => forms.broken.push(record),
        }
    }
    forms
}

pub(crate) struct FormWriter<'f, 't> {
    pub world: &'f World<'t>,
    pub reporter: &'f mut Reporter,
    pub source: Source<'t>,
    pub declared: &'f Declared<'t, ast::Form>,
    /// The form's own record.
    pub record: RecordTypeId,
}

/// The parts of a form while its clauses are read.
#[derive(Default)]
struct Draft {
    /// With the range of the clause that says so.
    scope: Option<(Scope, TextRange)>,
    contexts: Vec<Context>,
    clauses: Vec<Clause>,
    blanks: Vec<BlankAs>,
    /// Ranges of the grids that have no target and so make the table the scope.
    tables: Vec<TextRange>,
    /// Ranges of grids whose every row is a record of the form.
    whole_rows: Vec<TextRange>,
    grids: usize,
    /// Ranges of 标签, 时点 and 句, with what they are called.
    scattered: Vec<(TextRange, Keyword)>,
    /// Range of the first 明细.
    first_grid: Option<TextRange>,
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
        let reads_itself = matches!(scope, Scope::Occurrences(_) | Scope::Outline(_));
        if draft.clauses.is_empty() && draft.contexts.is_empty() && !reads_itself {
            let name = &declared.node.name;
            return self.fail(
                &codes::EMPTY_FORM,
                name.range,
                (
                    format!("表样「{}」没有写读什么", name.text),
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
            place: self.source.place(declared.node.name.range),
        })
    }

    /// Reports an error of the form.
    pub fn fail<T>(
        &mut self,
        code: &'static CodeInfo,
        range: TextRange,
        message: (impl Into<String>, impl Into<String>),
        label: (&str, &str),
    ) -> Checked<T> {
        let place = self.source.place(range);
        let message = Localized::new(message.0, message.1);
        self.reporter.fail(problem_at(code, place, message, Localized::new(label.0, label.1)))
    }

    fn clause(&mut self, clause: &ast::FormClause, draft: &mut Draft) -> Checked<()> {
        let range = clause.range;
        let place = self.source.place(range);
        match &clause.kind {
            FormClauseKind::Region { start, end } => {
                let start = self.anchor(start);
                let end = end.as_ref().map(|end| self.anchor(end)).transpose();
                self.set_scope(draft, Scope::Region { start: start?, end: end? }, range)
            }
            FormClauseKind::Paragraph(texts) => {
                let scope = Scope::Paragraph(self.texts(texts)?);
                self.set_scope(draft, scope, range)
            }
            FormClauseKind::Section(texts) => {
                let scope = Scope::Section(self.texts(texts)?);
                self.set_scope(draft, scope, range)
            }
            FormClauseKind::Occurrences(text) => {
                let scope = Scope::Occurrences(self.template(text)?);
                self.set_scope(draft, scope, range)
            }
            FormClauseKind::Outline(bindings) => {
                let bindings = self.outline(bindings)?;
                self.set_scope(draft, Scope::Outline(bindings), range)
            }
            FormClauseKind::Context(text) => self.context(text, false, draft),
            FormClauseKind::Heading(text) => self.context(text, true, draft),
            FormClauseKind::Label { labels, field } => {
                draft.scattered.push((range, Keyword::Label));
                let labels = self.texts(labels);
                let field = self.scalar_field(self.record, field);
                draft.clauses.push(Clause::Label { labels: labels?, field: field?, place });
                Ok(())
            }
            FormClauseKind::Periods { labels, field } => {
                draft.scattered.push((range, Keyword::Periods));
                let labels = self.texts(labels);
                let field = self.series_field(field);
                draft.clauses.push(Clause::Periods { labels: labels?, field: field?, place });
                Ok(())
            }
            FormClauseKind::Sentence(text) => {
                draft.scattered.push((range, Keyword::Sentence));
                let template = self.template(text)?;
                draft.clauses.push(Clause::Sentence { template, place });
                Ok(())
            }
            FormClauseKind::Grid { columns, target, options } => {
                let grid = self.grid(columns, target.as_ref(), options, range)?;
                draft.grids += 1;
                draft.first_grid.get_or_insert(range);
                if target.is_none() {
                    draft.tables.push(range);
                    let rows = options.iter().any(|option| {
                        matches!(
                            option,
                            ast::GridOption::Rows { .. } | ast::GridOption::SkipRows(_)
                        )
                    });
                    if !rows {
                        draft.whole_rows.push(range);
                    }
                }
                draft.clauses.push(Clause::Grid(grid));
                Ok(())
            }
            FormClauseKind::BlankAs { value, fields } => {
                let blanks = self.blanks(value, fields, &[self.record])?;
                draft.blanks.extend(blanks.into_iter().flatten());
                Ok(())
            }
        }
    }

    fn context(&mut self, text: &Text, heading: bool, draft: &mut Draft) -> Checked<()> {
        let template = self.template(text)?;
        draft.contexts.push(Context { heading, template });
        Ok(())
    }

    fn template(&mut self, text: &Text) -> Checked<crate::template::Template> {
        templates::with_fields(self.reporter, self.source, text, self.record, self.world)
    }

    fn set_scope(&mut self, draft: &mut Draft, scope: Scope, range: TextRange) -> Checked<()> {
        if draft.scope.is_some() {
            return self.fail(
                &codes::TWO_SCOPES,
                range,
                (
                    "一张表样只能用一种方式说明一条记录从哪里到哪里（始于、段、节、逐处、提纲）",
                    "a form says in one way where a record begins and ends",
                ),
                ("前面已经说明过", "said before in another way"),
            );
        }
        draft.scope = Some((scope, range));
        Ok(())
    }

    fn scope(&mut self, draft: &mut Draft) -> Checked<Scope> {
        let Some((scope, _)) = draft.scope.take() else {
            return match (draft.tables.first(), draft.grids) {
                (None, _) => Ok(Scope::Document),
                (Some(_), 1) => Ok(Scope::Table),
                (Some(_), _) => {
                    let second = draft.tables.last().copied().unwrap_or_default();
                    self.fail(
                        &codes::TWO_SCOPES,
                        second,
                        (
                            "每张表一条记录的表样只能有一个「明细」；其他的请写「→ 栏」",
                            "a form of whole tables has one grid; the others need a target",
                        ),
                        ("多出的明细", "one grid too many"),
                    )
                }
            };
        };
        match draft.whole_rows.first() {
            None => Ok(scope),
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
        let scattered = draft.scattered.first().copied();
        let (unread, (chinese, english)) = match scope {
            Scope::Table => (
                scattered,
                (
                    "没有「→ 栏」的「明细」一张表（或一行）是一条记录，表外的字不属于它",
                    "a grid without a target makes each table (or row) a record of its own",
                ),
            ),
            Scope::Occurrences(_) => (
                scattered.or(draft.first_grid.map(|range| (range, Keyword::Grid))),
                (
                    "「逐处」的每一处是一条记录，只有那句话里的字属于它",
                    "every place that `each` finds is a record, and nothing else belongs to it",
                ),
            ),
            Scope::Outline(_) => (
                scattered.or(draft.first_grid.map(|range| (range, Keyword::Grid))),
                (
                    "「提纲」的每个标题是一条记录，别的字不属于它",
                    "every heading of an outline is a record, and nothing else belongs to it",
                ),
            ),
            Scope::Document | Scope::Region { .. } | Scope::Paragraph(_) | Scope::Section(_) => {
                return Ok(());
            }
        };
        let Some((range, clause)) = unread else { return Ok(()) };
        let (name, english_name) =
            (clause.spelling(Language::Chinese), clause.spelling(Language::English));
        let problem = problem_at(
            &codes::UNREAD_CLAUSE,
            self.source.place(range),
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

    fn anchor(&mut self, anchor: &ast::Anchor) -> Checked<Anchor> {
        let texts = self.texts(&anchor.texts)?;
        Ok(match anchor.kind {
            AnchorKind::Label => Anchor::Label(texts),
            AnchorKind::Paragraph => Anchor::Paragraph(texts),
            AnchorKind::Heading => Anchor::Heading(texts),
        })
    }

    /// Texts that something is found by: none may be empty.
    pub fn texts(&mut self, texts: &[Text]) -> Checked<Vec<String>> {
        let mut sound = !texts.is_empty();
        for text in texts {
            if gouji_text::fold(&text.value).is_empty() {
                self.reporter.push(templates::empty(self.source, text.range));
                sound = false;
            }
        }
        if !sound {
            return Err(Failed);
        }
        Ok(texts.iter().map(|text| text.value.clone()).collect())
    }

    /// A field of a record.
    pub fn field(&mut self, record: RecordTypeId, name: &Name) -> Checked<(FieldId, FieldKind)> {
        let Some(field) = self.world.record(record).field_named(&name.text) else {
            self.reporter.push_unknown_field(self.source, record, name, self.world);
            return Err(Failed);
        };
        self.reporter.used(self.source, name, Meaning::Field(record, field));
        let kind = self.world.record(record).fields[usize::from(field.0)].kind.clone();
        Ok((field, kind))
    }

    /// A field that holds one value.
    pub fn scalar_field(&mut self, record: RecordTypeId, name: &Name) -> Checked<FieldId> {
        let (field, kind) = self.field(record, name)?;
        let message = match kind {
            FieldKind::Scalar(_) => return Ok(field),
            FieldKind::Series { .. } => (
                format!("「{}」是序列，要用「时点」读", name.text),
                format!("`{}` is a series; read it with `periods`", name.text),
            ),
            FieldKind::List(_) => (
                format!("「{}」放多条记录，要用「明细」读", name.text),
                format!("`{}` holds records; read them with `grid`", name.text),
            ),
        };
        self.fail(&codes::WRONG_FIELD, name.range, message, ("应是单个值", "a single value is due"))
    }

    fn series_field(&mut self, name: &Name) -> Checked<FieldId> {
        let (field, kind) = self.field(self.record, name)?;
        if matches!(kind, FieldKind::Series { .. }) {
            return Ok(field);
        }
        self.fail(
            &codes::WRONG_FIELD,
            name.range,
            (
                format!("「时点」读的是序列，「{}」不是（应声明为 序列 … 按 …）", name.text),
                format!("`periods` reads a series; `{}` is none", name.text),
            ),
            ("应是序列", "a series is due"),
        )
    }

    fn outline(
        &mut self,
        bindings: &[ast::OutlineBinding],
    ) -> Checked<Vec<(OutlineProperty, FieldId)>> {
        let mut bound = Vec::with_capacity(bindings.len());
        let mut sound = true;
        for binding in bindings {
            match self.outline_field(binding) {
                Ok(field) => bound.push((binding.property, field)),
                Err(Failed) => sound = false,
            }
        }
        if sound { Ok(bound) } else { Err(Failed) }
    }

    fn outline_field(&mut self, binding: &ast::OutlineBinding) -> Checked<FieldId> {
        let (field, kind) = self.field(self.record, &binding.field)?;
        let number = match binding.property {
            OutlineProperty::Level | OutlineProperty::Number | OutlineProperty::Previous => true,
            OutlineProperty::Title | OutlineProperty::Label | OutlineProperty::Parent => false,
        };
        let fits = match kind {
            FieldKind::Scalar(Scalar::Integer | Scalar::Number) => number,
            FieldKind::Scalar(Scalar::Text) => !number,
            _ => false,
        };
        if fits {
            return Ok(field);
        }
        let (chinese, english) = if number { ("整数", "integer") } else { ("文本", "text") };
        let name = &binding.field;
        self.fail(
            &codes::WRONG_FIELD,
            name.range,
            (
                format!("这里填的是{chinese}，「{}」应声明为{chinese}", name.text),
                format!("`{}` must be a field of type {english}", name.text),
            ),
            ("类型不合", "not of that type"),
        )
    }

    /// 空白 视为: for each of these record types, which of its fields count as what.
    pub fn blanks(
        &mut self,
        value: &Expression,
        fields: &[Name],
        records: &[RecordTypeId],
    ) -> Checked<Vec<Vec<BlankAs>>> {
        let number = {
            let pack = self.declared.pack;
            let mut compiler = Compiler::new(self.world, self.reporter, self.source, pack);
            compiler.root(value)?
        };
        let (Expr::Number(_), Type::Number(dim)) = (&number.expr, &number.kind) else {
            return self.fail(
                &codes::NOT_A_NUMBER,
                value.range,
                ("空白只能视为一个数，例如 0", "blank counts as a number, such as 0"),
                ("应是数", "a number is due"),
            );
        };
        let mut all: Vec<Vec<BlankAs>> = vec![Vec::new(); records.len()];
        let mut sound = true;
        if fields.is_empty() {
            for (record, blanks) in records.iter().zip(&mut all) {
                for (index, field) in self.world.record(*record).fields.iter().enumerate() {
                    if is_blank_figure(&field.kind)
                        && let Some(blank) = blank(&number.expr, dim, index, &field.kind)
                    {
                        blanks.push(blank);
                    }
                }
            }
        }
        for name in fields {
            sound &= self.named_blank(name, (&number.expr, dim), records, &mut all).is_ok();
        }
        let nothing = fields.is_empty() && all.iter().all(Vec::is_empty);
        if nothing && records.iter().all(|record| self.world.is_complete(*record)) {
            return self.fail(
                &codes::NO_SUCH_FIGURE,
                value.range,
                ("没有哪一栏是这种数", "no field holds figures of this kind"),
                ("没有对应的栏", "no field"),
            );
        }
        if sound { Ok(all) } else { Err(Failed) }
    }

    fn named_blank(
        &mut self,
        name: &Name,
        (value, dim): (&Expr, &Dim),
        records: &[RecordTypeId],
        all: &mut [Vec<BlankAs>],
    ) -> Checked<()> {
        let mut known = None;
        for (record, blanks) in records.iter().zip(all) {
            let fields = self.world.record(*record);
            let Some(field) = fields.field_named(&name.text) else { continue };
            self.reporter.used(self.source, name, Meaning::Field(*record, field));
            let kind = &fields.fields[usize::from(field.0)].kind;
            match blank(value, dim, usize::from(field.0), kind) {
                Some(blank) => {
                    known = Some(true);
                    blanks.push(blank);
                }
                None => known = known.or(Some(false)),
            }
        }
        match known {
            Some(true) => Ok(()),
            Some(false) => self.fail(
                &codes::UNIT_MISMATCH,
                name.range,
                (
                    format!("「{}」不是这种数，空白不能这样视为", name.text),
                    format!("`{}` does not hold figures of this kind", name.text),
                ),
                ("类型不合", "another kind"),
            ),
            None => {
                if let Some(record) = records.first() {
                    self.reporter.push_unknown_field(self.source, *record, name, self.world);
                }
                Err(Failed)
            }
        }
    }
}

/// A literal as what a field's blank counts as; `None` where it is not of the field's type.
fn blank(value: &Expr, dim: &Dim, index: usize, kind: &FieldKind) -> Option<BlankAs> {
    let FieldKind::Scalar(scalar) = kind else { return None };
    let Type::Number(due) = Type::of_scalar(*scalar) else { return None };
    let dim = common_dim(dim, &due)?;
    let mut value = value.clone();
    adopt(&mut value, &dim);
    let Expr::Number(value) = value else { return None };
    Some(BlankAs { field: FieldId(u16::try_from(index).ok()?), value })
}
