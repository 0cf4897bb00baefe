//! Why a rule has checked nothing.

use super::{Standing, both};
use crate::codes;
use crate::fares::Fare;
use gouji_database::{DocumentFile, planned};
use gouji_diagnostic::Diagnostic;
use gouji_evaluation::in_force;
use gouji_facts::{Facts, Fragment, Region};
use gouji_program::{RecordTypeId, Rule, RuleId};
use gouji_syntax::Keyword;
use gouji_text::Language;
use std::sync::Arc;

/// Records are nested this deep at most.
const DEEPEST_RECORD: usize = 64;

impl Standing<'_> {
    /// That a rule has checked nothing, and why.
    pub fn nothing_checked(&self, id: RuleId, rule: &Rule, fare: &Fare) -> Diagnostic {
        let (documents, english) = self.documents(fare.documents);
        let (why, why_english) = self.why_nothing(id, rule);
        let message = both(
            format!("在{documents}里一项也没有查{why}"),
            format!("checked nothing in {english}{why_english}"),
        );
        self.note(&codes::NOTHING_CHECKED, message, self.absolute(rule.place))
    }

    fn why_nothing(&self, id: RuleId, rule: &Rule) -> (String, String) {
        let is_limited = rule.since.is_some() || rule.until.is_some();
        let applies = self.tallies.of_pack(rule.pack, true).map(|(document, _)| document);
        let in_force: Vec<DocumentFile> =
            applies.filter(|document| !is_limited || !self.is_out(*document, id, rule)).collect();
        if in_force.is_empty() {
            return (
                "：文件的年度不在规则施行的期间内".to_owned(),
                ": the rule is not in force in the document's year".to_owned(),
            );
        }
        let conditions = self.conditions(rule);
        let Some(iteration) = &rule.iteration else {
            return match conditions.is_empty() {
                true => (String::new(), String::new()),
                false => (
                    format!("：「{conditions}」的条件不成立"),
                    format!(": the condition of `{conditions}` does not hold"),
                ),
            };
        };
        let kind = iteration.record;
        let record = self.checked.program.records.at(kind);
        let name = record.map_or("", |record| record.name.as_str());
        let has_any = in_force.iter().any(|document| self.holds(*document, kind));
        match (has_any, conditions.is_empty()) {
            (false, _) => (format!("：没有读到任何「{name}」"), format!(": no “{name}” was read")),
            (true, true) => (String::new(), String::new()),
            (true, false) => (
                format!("：读到了「{name}」，但没有一条符合「{conditions}」的条件"),
                format!(": of “{name}” none meets the condition of `{conditions}`"),
            ),
        }
    }

    /// Whether a rule's dates leave a document out.
    fn is_out(&self, document: DocumentFile, id: RuleId, rule: &Rule) -> bool {
        let program = &self.checked.program;
        let Some((described, _)) = rule.year else { return false };
        // Its own words on what it is are all that is asked of the document.
        let mut fragments = Vec::new();
        self.find_fragment(document, described, &mut |region, fragment| {
            fragments.push((region, fragment));
            false
        });
        let facts = Facts::new(fragments, program.records.len());
        matches!(in_force(program, &facts, id), Ok(false))
    }

    /// Whether a record of a type was read in a document.
    fn holds(&self, document: DocumentFile, kind: RecordTypeId) -> bool {
        self.find_fragment(document, kind, &mut |_, fragment| {
            fragment.records.iter().any(|record| record.kind == kind)
        })
    }

    /// Whether `wanted` holds for one of the fragments that may have records of a type; no more are
    /// looked at than are needed.
    fn find_fragment(
        &self,
        document: DocumentFile,
        kind: RecordTypeId,
        wanted: &mut impl FnMut(Region, Arc<Fragment>) -> bool,
    ) -> bool {
        let (database, configuration) = (self.ide.database, self.ide.configuration);
        let program = &self.checked.program;
        let mut owners = vec![kind];
        let mut at = 0;
        while let Some(record) = owners.get(at).and_then(|kind| program.records.at(*kind)) {
            for (owner, _) in &record.lists {
                if !owners.contains(owner) && owners.len() < DEEPEST_RECORD {
                    owners.push(*owner);
                }
            }
            at += 1;
        }
        let may_hold = |region: Region| {
            let form = program.forms.at(region.form);
            form.is_some_and(|form| owners.contains(&form.record))
        };
        planned(database, configuration, document)
            .regions
            .iter()
            .filter(|planned| may_hold(planned.region))
            .any(|planned| wanted(planned.region, planned.fragment(database)))
    }

    /// The keywords under which a rule states conditions, as its file writes them.
    fn conditions(&self, rule: &Rule) -> String {
        let filters = rule.iteration.as_ref().is_some_and(|iteration| iteration.filter.is_some());
        let keywords = [(filters, Keyword::Where), (!rule.conditions.is_empty(), Keyword::When)];
        let stated = keywords.iter().filter(|(is_stated, _)| *is_stated);
        let spelled = stated.map(|(_, keyword)| keyword.spelling(self.tree.language));
        let between = match self.tree.language {
            Language::Chinese => "」「",
            Language::English => "`, `",
        };
        spelled.collect::<Vec<_>>().join(between)
    }
}
