//! The checker: packs to a program, in the order in which names depend on each other (packs,
//! dimensions, records, definitions, forms, rules, examples).

mod aggregates;
pub(crate) mod compile;
pub(crate) mod declarations;
mod definitions;
mod examples;
mod extends;
mod figures;
mod filled;
mod form_examples;
pub(crate) mod form_writer;
mod forms;
mod functions;
mod gathering;
pub(crate) mod holes;
mod label_texts;
mod literals;
mod matching;
mod messages;
mod mismatch;
mod notes;
mod obligations;
mod operators;
mod paths;
mod records;
mod relations;
pub(crate) mod report;
mod rules;
pub(crate) mod scope;
mod self_description;
mod shift;
pub(crate) mod templates;
#[cfg(test)]
mod tests;
pub(crate) mod types;
mod units;
mod unknown;

use crate::form::Caption;
use crate::{Basis, FileId, IdVec, Meaning, Names, Pack, Problem, Program};
use declarations::{Declarations, Items};
use gouji_syntax::SourceFile;
use gouji_syntax::ast::Ruleset;
use report::Reporter;

/// A rule text of a pack.
pub struct FileInput<'tree> {
    /// Its number.
    pub file: FileId,
    /// The name it is shown under; without folders and extension, its rules go by it where it belongs
    /// to no ruleset and reads the records of none.
    pub name: &'tree str,
    /// Its text.
    pub text: &'tree str,
    /// Its tree.
    pub tree: &'tree SourceFile,
}

/// A pack: files that belong together.
pub struct PackInput<'tree> {
    /// Its files in order of name.
    pub files: Vec<FileInput<'tree>>,
}

/// What checking gives.
pub struct CheckedPacks {
    /// The program.
    pub program: Program,
    /// What is wrong, in no particular order. What the parser said of the files is not repeated.
    pub problems: Vec<Problem>,
    /// What the names in the files stand for.
    pub names: Names,
}

/// Checks packs together. Total: broken items are left out or marked, all others work.
pub fn check(inputs: &[PackInput<'_>]) -> CheckedPacks {
    let mut reporter = Reporter::new();
    let mut items = declarations::collect(inputs);
    for broken in items.broken.iter().filter(|broken| broken.declares()) {
        reporter.declared(broken.source, broken.name, Meaning::Unread(broken.source.item_id()));
    }
    let infos = declarations::packs(inputs, &items, &mut reporter);
    let definitions = std::mem::take(&mut items.definitions);
    let mut declarations = Declarations::new(infos, definitions);
    units::declare(&items, &mut declarations, &mut reporter);
    records::declare(&items, &mut declarations, &mut reporter);
    crate::relation::declare(&items, &mut declarations, &mut reporter);
    crate::relation::declare_spoken_of(&items, &mut declarations);
    self_description::declare(&items, &mut declarations, &mut reporter);
    definitions::declare(&items, &mut declarations, &mut reporter);
    let captions = captions(&items, &declarations, &mut reporter);
    let furniture = crate::form::layout::marks(&items, &mut reporter);
    let forms = forms::forms(&items, &declarations, &mut reporter);
    let (mut compiled, extended) =
        rules::rules(&items.rules, &forms.forms, &declarations, &mut reporter);
    let dated = compiled.iter_mut().map(|compiled| &mut compiled.rule);
    self_description::date_rules(dated, (&items, &extended), &declarations, &mut reporter);
    filled::warn(&compiled, &forms, &declarations, &mut reporter);
    let rules: IdVec<crate::RuleId, crate::Rule> =
        compiled.into_iter().map(|compiled| compiled.rule).collect();
    let examples = examples::examples(&items, &rules, &declarations, &mut reporter);
    let form_examples = form_examples::examples(&items, &forms.forms, &declarations, &mut reporter);
    let mut packs = program_packs(&items, &declarations, &mut reporter);
    for (input, pack) in inputs.iter().zip(&mut packs) {
        let files = input.files.iter().filter_map(|file| extended.get(&file.file).copied());
        pack.extends = files.collect();
        pack.extends.sort_unstable();
        pack.extends.dedup();
    }
    let Declarations { units, records, .. } = declarations;
    let forms = forms.forms;
    let program = Program {
        units,
        captions,
        furniture,
        packs,
        records,
        forms,
        rules,
        examples,
        form_examples,
    };
    CheckedPacks { program, problems: reporter.problems, names: Names::new(reporter.names) }
}

fn captions(
    items: &Items<'_>,
    declarations: &Declarations<'_>,
    reporter: &mut Reporter,
) -> Vec<Caption> {
    let mut captions = Vec::new();
    for declared in &items.dimensions {
        let Some(dimension) = declarations.units.dimension(&declared.node.name.text) else {
            continue;
        };
        for text in &declared.node.captions {
            if let Ok(template) = templates::caption(reporter, declared.source, text) {
                captions.push(Caption { dimension, template });
            }
        }
    }
    captions
}

fn program_packs(
    items: &Items<'_>,
    declarations: &Declarations<'_>,
    reporter: &mut Reporter,
) -> Vec<Pack> {
    let mut packs = Vec::with_capacity(declarations.packs.len());
    for (index, info) in declarations.packs.iter().enumerate() {
        let ruleset = items.rulesets.iter().find(|ruleset| ruleset.pack as usize == index);
        let node = ruleset.map(|ruleset| ruleset.node);
        let applies = ruleset.and_then(|ruleset| {
            let condition = ruleset.node.applies.as_ref()?;
            self_description::applies(ruleset, condition, declarations, reporter)
        });
        packs.push(Pack {
            name: info.name.clone(),
            version: node.and_then(|node| Some(node.version.as_ref()?.value.clone())),
            declares_ruleset: info.declares_ruleset,
            extends: Vec::new(),
            imports: info.imports.clone(),
            basis: node.map(basis).unwrap_or_default(),
            self_description: declarations.self_description(index as u32),
            applies,
            documentation: ruleset.and_then(|ruleset| ruleset.documentation.map(str::to_owned)),
            language: info.language,
        });
    }
    packs
}

fn basis(ruleset: &Ruleset) -> Vec<Basis> {
    ruleset.basis.iter().map(|text| Basis { text: text.value.clone() }).collect()
}
