//! How the rules and forms of a rule text fare on the open documents, as notes in the rule text: what
//! a rule does to real documents is seen while it is written.
//!
//! A note says what there is to look at: findings, or that nothing was checked or read, and why. A rule
//! that everything passes has none, nor has one with errors: its errors speak.

mod nothing;

use crate::Ide;
use crate::codes;
use crate::fares::{Fare, RuleFindings, Tallies};
use gouji_database::{CheckedRules, DocumentFile, DocumentTally, RuleFile, checked, tree};
use gouji_diagnostic::{CodeInfo, Diagnostic, Place, PlaceRole, RuleOutcome, Span};
use gouji_program::{FileId, Form, Pack, Rule, RuleId, RuleState, SourcePlace};
use gouji_syntax::{ItemKind, SourceFile};
use gouji_text::{Localized, TextRange};

use std::sync::Arc;

/// Places that one note leads to at most.
const MOST_RELATED: usize = 20;

/// Clauses of a form that are quoted at most, and characters of each.
const MOST_CLAUSES: usize = 3;
const LONGEST_CLAUSE: usize = 60;

/// What the notes of one rule text are made from.
struct Standing<'s> {
    ide: &'s Ide<'s>,
    checked: Arc<CheckedRules>,
    tree: Arc<SourceFile>,
    text: Arc<str>,
    /// The name that places in it go by, and its number.
    name: Arc<str>,
    file: FileId,
    tallies: Tallies,
    /// The findings of each rule, looked up once and only where there are any.
    findings: Option<RuleFindings>,
}

impl Ide<'_> {
    pub(crate) fn rule_standing(&self, file: RuleFile) -> Vec<Diagnostic> {
        if self.open.is_empty() {
            return Vec::new();
        }
        let checked = checked(self.database, self.configuration);
        let Some(number) = checked.files.iter().position(|other| *other == file) else {
            return Vec::new();
        };
        let mut standing = Standing {
            ide: self,
            checked,
            tree: tree(self.database, file),
            text: file.text(self.database),
            name: file.name(self.database).into(),
            file: FileId(number as u32),
            tallies: self.tallies(self.open),
            findings: None,
        };
        standing.notes()
    }
}

impl Standing<'_> {
    fn notes(&mut self) -> Vec<Diagnostic> {
        let checked = Arc::clone(&self.checked);
        let program = &checked.program;
        let rules: Vec<(RuleId, &Rule)> = program
            .rules
            .iter()
            .zip(0_u32..)
            .filter(|(rule, _)| rule.place.file == self.file && rule.state == RuleState::Sound)
            .map(|(rule, number)| (RuleId(number), rule))
            .collect();
        let forms: Vec<(usize, &Form)> = program
            .forms
            .iter()
            .enumerate()
            .filter(|(_, form)| form.place.file == self.file)
            .collect();
        let first_rule = rules.first().map(|(_, rule)| (rule.pack, rule.place));
        let first_form = forms.first().map(|(_, form)| (form.pack, form.place));
        let mut notes = Vec::new();
        if let Some((pack, place)) = first_rule.or(first_form) {
            notes.extend(self.of_pack(pack, self.absolute(place), (rules.len(), forms.len())));
        }
        for (number, form) in forms {
            notes.extend(self.of_form(number, form));
        }
        for (id, rule) in rules {
            notes.extend(self.of_rule(id, rule));
        }
        notes.sort_by_key(|note| note.subject().map(|at| at.range));
        notes
    }

    fn absolute(&self, place: SourcePlace) -> TextRange {
        let item = self.tree.items.get(place.item as usize);
        place.range.shifted(item.map_or(0, |item| item.start))
    }

    /// That a ruleset does not apply: said at its name, and in its other files only where it applies to
    /// no open document at all.
    fn of_pack(
        &self,
        pack: u32,
        first: TextRange,
        (rules, forms): (usize, usize),
    ) -> Option<Diagnostic> {
        let left_out: Vec<DocumentFile> =
            self.tallies.of_pack(pack, false).map(|(document, _)| document).collect();
        let all = self.ide.open.len();
        let declared = self.tree.items.iter().find_map(|item| match &item.kind {
            ItemKind::Ruleset(node) => Some((node.name.range.shifted(item.start), node, item)),
            _ => None,
        });
        if left_out.is_empty() || (left_out.len() < all && declared.is_none()) {
            return None;
        }
        let pack = self.checked.program.packs.get(pack as usize)?;
        let name = &pack.name;
        let message = if left_out.len() < all {
            let applies = all - left_out.len();
            both(
                format!("规则集「{name}」只适用于打开的 {all} 份公开文件中的 {applies} 份"),
                format!("ruleset “{name}” applies to only {applies} of the {all} open documents"),
            )
        } else {
            let (documents, english) = self.documents(all);
            let (whose, whose_english) = match (rules, forms) {
                (0, _) => ("表样", "the forms"),
                (_, 0) => ("规则", "the rules"),
                _ => ("规则和表样", "the rules and forms"),
            };
            both(
                format!("规则集「{name}」不适用于{documents}，这里的{whose}都没有用上"),
                format!(
                    "ruleset “{name}” does not apply to {english}; {whose_english} here are not used"
                ),
            )
        };
        let at = declared.map_or(first, |(name, ..)| name);
        let mut note = self.note(&codes::NOT_APPLICABLE, message, at);
        let statements = left_out.iter().flat_map(|document| self.statements(*document, pack));
        note.places.extend(statements.take(MOST_RELATED));
        let condition = declared.and_then(|(_, node, item)| {
            Some(node.applies.as_ref()?.range.shifted(item.start).of(&self.text))
        });
        note.help = condition.map(|condition| {
            let condition = shortened(&condition.split_whitespace().collect::<Vec<_>>().join(" "));
            both(
                format!("它适用于这样的公开文件：{condition}"),
                format!("it applies to documents for which: {condition}"),
            )
        });
        Some(note)
    }

    /// What a document says of itself.
    fn statements(&self, document: DocumentFile, pack: &Pack) -> Vec<Place<Span>> {
        let ide = self.ide;
        let Some(kind) = pack.self_description.map(|described| described.record) else {
            return Vec::new();
        };
        let Some(record) = self.checked.program.records.at(kind) else {
            return Vec::new();
        };
        let name = document.name(ide.database);
        let source: Arc<str> = name.into();
        let mut found = Vec::new();
        ide.for_each_figure(document, &mut |figure| {
            let declared = record.fields.at(figure.id);
            let Some(declared) = declared.filter(|_| figure.record.kind == kind) else { return };
            let written = figure.field.text.of(&figure.fragment.arena).trim();
            let message = both(
                format!("「{name}」自述的{}：{written}", declared.name),
                format!("“{name}” states {}: {written}", declared.name),
            );
            found.push(related(Span::new(&source, figure.range), message));
        });
        found
    }

    /// That a form read nothing.
    fn of_form(&self, number: usize, form: &Form) -> Option<Diagnostic> {
        let has_read = |tally: &DocumentTally| tally.forms.get(number).copied().unwrap_or(true);
        let mut applies = 0;
        for (_, tally) in self.tallies.of_pack(form.pack, true) {
            if has_read(tally) {
                return None;
            }
            applies += 1;
        }
        if applies == 0 {
            return None;
        }
        let (documents, english) = self.documents(applies);
        let message = both(
            format!("表样「{}」在{documents}里没有读到任何内容", form.name),
            format!("form “{}” read nothing in {english}", form.name),
        );
        let mut note = self.note(&codes::NOTHING_READ, message, self.absolute(form.place));
        let sought = self.sought(form);
        if !sought.is_empty() {
            note.help = Some(both(
                format!("它要找的是：{}", sought.join("；")),
                format!("it looks for: {}", sought.join("; ")),
            ));
        }
        Some(note)
    }

    /// The clauses that say what a form looks for, as they are written: those that say where it reads,
    /// else those that say what.
    fn sought(&self, form: &Form) -> Vec<String> {
        let Some(item) = self.tree.items.get(form.place.item as usize) else { return Vec::new() };
        let mut places: Vec<SourcePlace> = match form.scope.primitive() {
            Some(scope) => vec![scope.place()],
            None => form.primitives().map(|primitive| primitive.place()).collect(),
        };
        places.sort_by_key(|place| place.range.start);
        let written = places.iter().map(|place| {
            let text = place.range.shifted(item.start).of(&self.text);
            let first_line = text.trim().lines().next().unwrap_or_default();
            shortened(first_line.trim_end_matches(['{', ' ', '\t']))
        });
        written.take(MOST_CLAUSES).collect()
    }

    fn of_rule(&mut self, id: RuleId, rule: &Rule) -> Option<Diagnostic> {
        let fare = self.tallies.fare(&rule.name);
        if fare.documents == 0 {
            return None;
        }
        if fare.failed + fare.undetermined > 0 {
            return Some(self.with_findings(rule, &fare));
        }
        (fare.checked() == 0).then(|| self.nothing_checked(id, rule, &fare))
    }

    fn with_findings(&mut self, rule: &Rule, fare: &Fare) -> Diagnostic {
        let (documents, english) = self.documents(fare.documents);
        let counted = |failed: &str, undetermined: &str, between: &str| {
            let parts = [(fare.failed, failed), (fare.undetermined, undetermined)];
            let some = parts.iter().filter(|(count, _)| *count > 0);
            some.map(|(count, words)| format!("{count} {words}")).collect::<Vec<_>>().join(between)
        };
        let checked = fare.checked();
        let message = both(
            format!(
                "在{documents}里查过 {checked} 项：{}",
                counted("项不通过", "项无法判定", "，")
            ),
            format!("checked {checked} in {english}: {}", counted("fail", "undetermined", ", ")),
        );
        let outcome = match fare.failed {
            0 => RuleOutcome::Undetermined,
            _ => RuleOutcome::Failed,
        };
        let place = self.absolute(rule.place);
        let mut note = self.note(&codes::FINDINGS, message, place);
        note.outcome = Some(outcome);
        let ide = self.ide;
        let findings = self.findings.get_or_insert_with(|| ide.findings(ide.open));
        let more = (fare.failed + fare.undetermined).saturating_sub(MOST_RELATED);
        let shown = findings.of_rule(&rule.name).take(MOST_RELATED);
        note.places.extend(shown.filter_map(|(_, finding)| {
            Some(related(finding.subject()?.clone(), finding.message.clone()))
        }));
        if more > 0 {
            note.help = Some(both(
                format!("下面列出 {MOST_RELATED} 处，另有 {more} 处没有列出"),
                format!("{MOST_RELATED} places are listed below; {more} more are not"),
            ));
        }
        note
    }

    /// A note at a place of the file.
    fn note(&self, code: &'static CodeInfo, message: Localized, range: TextRange) -> Diagnostic {
        Diagnostic::new(code, message).at(Span::new(&self.name, range), Localized::default())
    }

    /// So many of the open documents.
    fn documents(&self, count: usize) -> (String, String) {
        match (count, self.ide.open.len()) {
            (1, 1) => ("打开的公开文件".to_owned(), "the open document".to_owned()),
            (count, all) if count == all => {
                (format!("打开的 {all} 份公开文件"), format!("the {all} open documents"))
            }
            (count, all) => (
                format!("打开的 {all} 份公开文件中适用的 {count} 份"),
                format!("the {count} of {all} open documents that it applies to"),
            ),
        }
    }
}

fn both(chinese: String, english: String) -> Localized {
    Localized { chinese, english }
}

fn related(at: Span, label: Localized) -> Place<Span> {
    Place { role: PlaceRole::Related, label, at }
}

/// A line, cut where it is long.
fn shortened(line: &str) -> String {
    match line.char_indices().nth(LONGEST_CLAUSE) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
