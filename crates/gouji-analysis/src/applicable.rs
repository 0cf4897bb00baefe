//! Which packs apply to a document.

use crate::{Placing, codes};
use gouji_diagnostic::{CodeInfo, Diagnostic, Span};
use gouji_evaluation::{RecordPlace, condition};
use gouji_facts::{Content, Facts, RecordRef};
use gouji_program::{Applies, Expr, FieldId, Pack, Program, RecordTypeId};
use gouji_text::{Localized, same_text};
use std::sync::Arc;

/// Forms that a message names at most.
const MOST_NAMED: usize = 5;

/// How a pack came to be in force, and so which documents it applies to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Selection {
    /// Documents that fit its 适用.
    #[default]
    Recognised,
    /// A person put it in force: besides, documents that do not say what they are.
    Named,
    /// A person chose its ruleset by name: all documents, whatever its 适用 says.
    Chosen,
    /// A person chose others: no document.
    LeftOut,
}

/// Which packs apply to one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applicable {
    /// For each pack of the program, whether it applies.
    pub packs: Vec<bool>,
    /// Why packs do not, or could not be decided. Places are relative, so that text which moves leaves them equal.
    pub problems: Vec<Diagnostic<RecordPlace>>,
}

impl Applicable {
    /// The problems at their places in the document of that name.
    pub fn problems_in(
        &self,
        document: &Arc<str>,
        placed: Placing<'_>,
    ) -> impl Iterator<Item = Diagnostic> {
        let at = |place: &RecordPlace| Span::new(document, placed(*place));
        self.problems.iter().map(move |problem| problem.map(at))
    }
}

/// What the 适用 of a ruleset says of a document.
enum Fit {
    Fits,
    /// It asks for something else.
    Unfit,
    /// The document does not say what it is.
    NotRecognised,
    Undecided(Localized),
}

/// Which packs apply to the document whose records these are. `selections` has one for each pack of the
/// program; a pack beyond its end is [`Selection::Recognised`].
pub fn applicable_packs(program: &Program, facts: &Facts, selections: &[Selection]) -> Applicable {
    let selection = |number: usize| selections.get(number).copied().unwrap_or_default();
    let mut problems = Vec::new();
    // Of packs without a ruleset, nothing yet.
    let mut decided: Vec<Option<Fit>> = program.packs.iter().map(|_| None).collect();
    let mut packs = vec![false; program.packs.len()];
    for (number, pack) in program.packs.iter().enumerate() {
        if !pack.declares_ruleset || selection(number) == Selection::LeftOut {
            continue;
        }
        let described = pack.self_description.map(|described| described.record);
        let asked = pack.applies.as_ref().zip(described).map(|(applies, kind)| {
            let described = facts.collection(kind).first().copied();
            Asked { program, facts, pack, applies, kind, described }
        });
        let fit = match &asked {
            Some(asked) => fit(program, facts, asked.applies, asked.described),
            None => Fit::Fits,
        };
        packs[number] = match (selection(number), &fit) {
            (Selection::Chosen, _) | (_, Fit::Fits) => true,
            (selection, Fit::NotRecognised | Fit::Undecided(_)) => selection == Selection::Named,
            (_, Fit::Unfit) => false,
        };
        let said = asked.and_then(|asked| asked.words(selection(number), &fit));
        problems.extend(said.map(|said| (number, said)));
        decided[number] = Some(fit);
    }
    // Whoever has a pack for the document need not hear of each that is for others.
    if a_pack_of_its_own(program, &packs) {
        let of_others = |number: usize, said: &Diagnostic<RecordPlace>| {
            let is_of_fit = [&codes::PACK_DOES_NOT_APPLY, &codes::NOT_RECOGNISED];
            is_of_fit.iter().any(|code| said.code == *code.id)
                && selection(number) == Selection::Recognised
        };
        problems.retain(|(number, said)| !of_others(*number, said));
    }
    let mut problems: Vec<_> = problems.into_iter().map(|(_, said)| said).collect();
    let any_ruleset = program.packs.iter().any(|pack| pack.declares_ruleset);
    let any_applies = packs.contains(&true);
    for (number, pack) in program.packs.iter().enumerate() {
        if pack.declares_ruleset {
            continue;
        }
        let is_named = selection(number) == Selection::Named;
        let mut extended = pack.extends.iter().map(|extended| *extended as usize);
        packs[number] = if pack.extends.is_empty() {
            any_applies || !any_ruleset || is_named
        } else {
            extended.any(|extended| match decided.get(extended) {
                Some(Some(Fit::NotRecognised | Fit::Undecided(_))) if is_named => true,
                _ => packs.get(extended).copied().unwrap_or(false),
            })
        };
    }
    problems.extend(contradictions(program, facts, &packs));
    Applicable { packs, problems }
}

/// What several forms read of the document itself, one thing here and another there, by packs that apply.
fn contradictions(
    program: &Program,
    facts: &Facts,
    applies: &[bool],
) -> Vec<Diagnostic<RecordPlace>> {
    let packs = program.packs.iter().zip(applies).filter(|(_, applies)| **applies);
    let described = packs.filter_map(|(pack, _)| Some(pack.self_description?.record));
    let mut kinds: Vec<RecordTypeId> = described.collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut found = Vec::new();
    for first in kinds.iter().filter_map(|kind| facts.collection(*kind).first()) {
        let kind = facts.record(*first).kind;
        for (number, declared) in program.record(kind).fields.iter().enumerate() {
            let id = FieldId(number as u16);
            let holder = facts.holder(*first, id);
            let read = facts.field(holder, id);
            let others = facts.others(*first).iter().filter(|other| **other != holder);
            let differs = |other: &&RecordRef| !says_the_same(facts, (holder, id), (**other, id));
            let Some(other) = others.copied().find(|other| differs(&other)) else { continue };
            let text = |record| facts.text(record, facts.field(record, id)).trim().to_owned();
            let (name, here, there) = (&declared.name, text(other), text(holder));
            let message = Localized::new(
                format!(
                    "文件自己的「{name}」写得不一样：这里是「{here}」，另一处是「{there}」；按另一处的"
                ),
                format!(
                    "the document says two things of its “{name}”: “{here}” here, “{there}” there; the latter counts"
                ),
            );
            let place = |record, range| RecordPlace { record, range };
            let problem = Diagnostic::new(&codes::DESCRIBED_DIFFERENTLY, message)
                .at(place(other, facts.field(other, id).place), Localized::default())
                .at(place(holder, read.place), Localized::new("另一处", "the other one"));
            found.push(problem);
        }
    }
    found
}

/// Whether a field of two records says the same, or one of them says nothing.
fn says_the_same(facts: &Facts, one: (RecordRef, FieldId), other: (RecordRef, FieldId)) -> bool {
    let (left, right) = (facts.field(one.0, one.1), facts.field(other.0, other.1));
    match (&left.content, &right.content) {
        (Content::Text, Content::Text) => {
            same_text(facts.text(one.0, left), facts.text(other.0, right))
        }
        (Content::Value(left), Content::Value(right)) => left == right,
        _ => true,
    }
}

/// Whether a ruleset applies that asks something of its documents and that no other uses: one that others
/// use holds what documents of many layouts share.
fn a_pack_of_its_own(program: &Program, applies: &[bool]) -> bool {
    let mut used = vec![false; program.packs.len()];
    for imported in program.packs.iter().flat_map(|pack| &pack.imports) {
        if let Some(used) = used.get_mut(*imported as usize) {
            *used = true;
        }
    }
    let packs = program.packs.iter().zip(applies.iter().zip(&used));
    packs.into_iter().any(|(pack, (applies, used))| *applies && !used && pack.applies.is_some())
}

fn fit(program: &Program, facts: &Facts, applies: &Applies, described: Option<RecordRef>) -> Fit {
    let Some(described) = described else { return Fit::NotRecognised };
    match condition(program, facts, &applies.condition, Some(described)) {
        Ok(true) => Fit::Fits,
        Ok(false) => Fit::Unfit,
        Err(why) => Fit::Undecided(why),
    }
}

/// What a ruleset asks of a document by its 适用, and what stands there.
struct Asked<'a> {
    program: &'a Program,
    facts: &'a Facts,
    pack: &'a Pack,
    applies: &'a Applies,
    /// The record that describes the document, and the one that was read.
    kind: RecordTypeId,
    described: Option<RecordRef>,
}

impl Asked<'_> {
    /// What there is to say of it.
    fn words(&self, selection: Selection, fit: &Fit) -> Option<Diagnostic<RecordPlace>> {
        let (name, source) = (&self.pack.name, &self.applies.source);
        let said = match fit {
            Fit::Fits => return None,
            fit if selection == Selection::Chosen => self.chosen(fit),
            Fit::NotRecognised if selection == Selection::Named => return None,
            Fit::NotRecognised => self.not_recognised(),
            Fit::Unfit => {
                let read = self.read();
                note(
                    &codes::PACK_DOES_NOT_APPLY,
                    format!(
                        "规则集「{name}」不适用于这份文件：它要求「{source}」，{}",
                        read.chinese
                    ),
                    format!(
                        "ruleset “{name}” does not apply to this document: it asks for `{source}`; {}",
                        read.english
                    ),
                )
            }
            Fit::Undecided(why) => note(
                &codes::PACK_UNDECIDED,
                format!("规则集「{name}」是否适用无法判定：它要求「{source}」，而{}", why.chinese),
                format!(
                    "whether ruleset “{name}” applies cannot be determined: it asks for `{source}`, but {}",
                    why.english
                ),
            ),
        };
        Some(self.with_places(said))
    }

    fn chosen(&self, fit: &Fit) -> Diagnostic<RecordPlace> {
        let (name, source) = (&self.pack.name, &self.applies.source);
        let why = match fit {
            Fit::Undecided(why) => Localized {
                chinese: format!("按「适用」是否该查无法判定：{}", why.chinese),
                english: format!("whether it applies cannot be determined: {}", why.english),
            },
            Fit::NotRecognised => self.nothing_read(),
            Fit::Fits | Fit::Unfit => {
                let read = self.read();
                Localized {
                    chinese: format!("按「适用」它要求「{source}」，{}", read.chinese),
                    english: format!("by its terms it asks for `{source}`; {}", read.english),
                }
            }
        };
        note(
            &codes::PACK_CHOSEN,
            format!("规则集「{name}」是用 --pack 指定的，照样检查；{}", why.chinese),
            format!("ruleset “{name}” was chosen with --pack and is applied; {}", why.english),
        )
    }

    fn not_recognised(&self) -> Diagnostic<RecordPlace> {
        let (name, source) = (&self.pack.name, &self.applies.source);
        let why = self.nothing_read();
        note(
            &codes::NOT_RECOGNISED,
            format!(
                "没有认出这份文件：规则集「{name}」要求「{source}」，但{}，所以没有按它检查",
                why.chinese
            ),
            format!(
                "document not recognised: ruleset “{name}” asks for `{source}`, but {}, and it was not applied",
                why.english
            ),
        )
        .help(
            format!("如果确实应当按它检查，加上 --pack {name}"),
            format!("add --pack {name} to check it all the same"),
        )
    }

    /// That no form has read the record that describes the document.
    fn nothing_read(&self) -> Localized {
        let record = &self.program.record(self.kind).name;
        let fields = self.fields().into_iter().map(|(name, _)| name);
        let fields: Vec<&str> = fields.collect();
        let forms = self.program.forms.iter().filter(|form| form.record == self.kind);
        let forms: Vec<&str> = forms.map(|form| form.name.as_str()).take(MOST_NAMED).collect();
        let (chinese, english) = (fields.join("、"), fields.join(", "));
        if forms.is_empty() {
            return Localized {
                chinese: format!("没有表样读记录「{record}」（{chinese}）"),
                english: format!("no form reads record `{record}` ({english})"),
            };
        }
        Localized {
            chinese: format!(
                "表样「{}」在文中没有读到「{record}」（{chinese}）",
                forms.join("」「")
            ),
            english: format!(
                "nothing was read of `{record}` ({english}) by form {}",
                forms.join(", ")
            ),
        }
    }

    /// The fields that the condition reads, each once.
    fn fields(&self) -> Vec<(&str, FieldId)> {
        let mut found: Vec<FieldId> = Vec::new();
        self.applies.condition.walk(&mut |expr| {
            let read = match expr {
                Expr::Field(read) => (read.record, read.field),
                Expr::Sole(read) => (read.record, read.field),
                _ => return,
            };
            if read.0 == self.kind && !found.contains(&read.1) {
                found.push(read.1);
            }
        });
        found.into_iter().map(|id| (self.program.field(self.kind, id).name.as_str(), id)).collect()
    }

    /// The other records that the condition asks for, and what was read of them.
    fn asked_records(&self) -> impl Iterator<Item = (RecordTypeId, &[RecordRef])> {
        let asked = self.applies.asked().into_iter().filter(|kind| *kind != self.kind);
        asked.map(|kind| (kind, self.facts.collection(kind)))
    }

    /// What was read of each field: its name, its text, and where that stands.
    fn readings(&self) -> Vec<(&str, &str, RecordPlace)> {
        let Some(record) = self.described else { return Vec::new() };
        let read = |(name, id)| {
            let record = self.facts.holder(record, id);
            let field = self.facts.field(record, id);
            let written = self.facts.text(record, field).trim();
            (name, written, RecordPlace { record, range: field.place })
        };
        self.fields().into_iter().map(read).collect()
    }

    /// What stands in the document, in words.
    fn read(&self) -> Localized {
        let readings = self.readings();
        let (missing, read): (Vec<_>, Vec<_>) =
            readings.iter().partition(|(_, written, _)| written.is_empty());
        let mut said: Vec<(String, String)> = Vec::new();
        if !read.is_empty() {
            let all = read.iter().map(|(name, written, _)| {
                (format!("{name}「{written}」"), format!("{name} “{written}”"))
            });
            let (chinese, english): (Vec<_>, Vec<_>) = all.unzip();
            said.push((
                format!("文中读到的是{}", chinese.join("、")),
                format!("the document has {}", english.join(", ")),
            ));
        }
        if !missing.is_empty() {
            let names: Vec<&str> = missing.iter().map(|(name, ..)| *name).collect();
            said.push((
                format!("没有读到{}", names.join("、")),
                format!("nothing was read of {}", names.join(", ")),
            ));
        }
        for (kind, records) in self.asked_records() {
            let name = &self.program.record(kind).name;
            said.push(match records.len() {
                0 => (format!("没有读到「{name}」"), format!("no `{name}` was read")),
                1 => (format!("读到一条「{name}」"), format!("one `{name}` was read")),
                count => {
                    (format!("读到 {count} 条「{name}」"), format!("{count} `{name}` were read"))
                }
            });
        }
        let (chinese, english): (Vec<_>, Vec<_>) = said.into_iter().unzip();
        Localized { chinese: chinese.join("，"), english: english.join("; ") }
    }

    /// Shows where the document says what is said of it.
    fn with_places(&self, mut said: Diagnostic<RecordPlace>) -> Diagnostic<RecordPlace> {
        for (name, written, place) in self.readings() {
            if !written.is_empty() {
                let label =
                    Localized::new(format!("{name}：{written}"), format!("{name}: {written}"));
                said = if said.places.is_empty() {
                    said.at(place, label)
                } else {
                    said.related(place, label)
                };
            }
        }
        for (kind, records) in self.asked_records() {
            if let Some(first) = records.first() {
                let place = RecordPlace { record: *first, range: self.facts.record(*first).place };
                let name = self.program.record(kind).name.as_str();
                said = match said.places.is_empty() {
                    true => said.at(place, Localized::same(name.to_owned())),
                    false => said.related(place, Localized::same(name.to_owned())),
                };
            }
        }
        said
    }
}

/// A diagnostic about the document as a whole.
pub(crate) fn note<P>(code: &'static CodeInfo, chinese: String, english: String) -> Diagnostic<P> {
    Diagnostic::new(code, Localized { chinese, english })
}
