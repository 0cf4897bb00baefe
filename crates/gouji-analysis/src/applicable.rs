//! Which packs apply to a document.

use crate::codes;
use gouji_diagnostic::{CodeInfo, Diagnostic};
use gouji_evaluation::condition;
use gouji_facts::Facts;
use gouji_program::{Pack, Program};
use gouji_text::Localized;

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
    /// Why packs do not, or could not be decided.
    pub problems: Vec<Diagnostic>,
}

/// What the 适用 of a ruleset says of a document.
enum Fit {
    Fits,
    /// It asks for something else.
    DoesNotFit,
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
        let fit = fit(program, facts, pack);
        packs[number] = match (selection(number), &fit) {
            (Selection::Chosen, _) | (_, Fit::Fits) => true,
            (selection, Fit::NotRecognised | Fit::Undecided(_)) => selection == Selection::Named,
            (_, Fit::DoesNotFit) => false,
        };
        problems.extend(words(pack, selection(number), &fit));
        decided[number] = Some(fit);
    }
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
    Applicable { packs, problems }
}

fn fit(program: &Program, facts: &Facts, pack: &Pack) -> Fit {
    let Some(applies) = &pack.applies else { return Fit::Fits };
    let described = pack.document_record.map(|kind| facts.collection(kind)).unwrap_or_default();
    let Some(&described) = described.first() else { return Fit::NotRecognised };
    match condition(program, facts, applies, Some(described)) {
        Ok(true) => Fit::Fits,
        Ok(false) => Fit::DoesNotFit,
        Err(why) => Fit::Undecided(why),
    }
}

/// What there is to say of it.
fn words(pack: &Pack, selection: Selection, fit: &Fit) -> Option<Diagnostic> {
    let name = &pack.name;
    let is_chosen = selection == Selection::Chosen;
    match fit {
        Fit::Fits => None,
        fit if is_chosen => Some(chosen(name, fit)),
        Fit::NotRecognised if selection == Selection::Named => None,
        Fit::NotRecognised => Some(not_recognised(name)),
        Fit::DoesNotFit => Some(note(
            &codes::PACK_DOES_NOT_APPLY,
            format!("规则集「{name}」不适用于这份文件（按文件自述的文种和年度）"),
            format!("ruleset “{name}” does not apply to this document, by what it says of itself"),
        )),
        Fit::Undecided(why) => Some(note(
            &codes::PACK_UNDECIDED,
            format!("规则集「{name}」是否适用无法判定：{}", why.chinese),
            format!("whether ruleset “{name}” applies cannot be determined: {}", why.english),
        )),
    }
}

fn chosen(name: &str, fit: &Fit) -> Diagnostic {
    let (chinese, english) = match fit {
        Fit::Undecided(why) => (
            format!("按「适用」是否该查无法判定：{}", why.chinese),
            format!("whether it applies by its terms cannot be determined: {}", why.english),
        ),
        Fit::NotRecognised => (
            "文中没有读到文件自述".to_owned(),
            "nothing in the document says what it is".to_owned(),
        ),
        Fit::Fits | Fit::DoesNotFit => (
            "按「适用」它不适用于这份文件".to_owned(),
            "by its own terms it does not apply to this document".to_owned(),
        ),
    };
    note(
        &codes::PACK_CHOSEN,
        format!("规则集「{name}」是用 --pack 指定的，照样检查；{chinese}"),
        format!("ruleset “{name}” was chosen with --pack and is applied; {english}"),
    )
}

fn not_recognised(name: &str) -> Diagnostic {
    note(
        &codes::NOT_RECOGNISED,
        format!(
            "没有认出这份文件：规则集「{name}」在文中没有读到文件自述（文种、年度），所以没有按它检查"
        ),
        format!(
            "document not recognised: ruleset “{name}” found nothing in it that says what it is, and did not check it"
        ),
    )
    .help(
        format!("如果确实应当按它检查，加上 --pack {name}"),
        format!("add --pack {name} to check it all the same"),
    )
}

/// A diagnostic about the document as a whole.
pub(crate) fn note(code: &'static CodeInfo, chinese: String, english: String) -> Diagnostic {
    Diagnostic::new(code, Localized { chinese, english })
}
