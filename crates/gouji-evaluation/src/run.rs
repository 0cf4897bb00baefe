//! Rules over their records.

use crate::agreement::Agreement;
use crate::cause::Cause;
use crate::description::{Describer, SumTerms, new_finding, undetermined, wants_truth};
use crate::evaluator::{Evaluator, Judged};
use crate::instance::Group;
use crate::known::{Known, hash_keys, same_keys};
use crate::{Cache, Finding, RuleResult};
use gouji_diagnostic::RuleOutcome;
use gouji_facts::{Facts, RecordRef};
use gouji_program::{Expr, Iteration, Modality, Obligation, Program, Rule, RuleId, RuleState};
use gouji_text::Localized;
use gouji_value::{Date, Decimal};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Holds a rule to all records. A broken rule gives an empty result: it is not evaluated.
pub fn evaluate(program: &Program, facts: &Facts, rule: RuleId, cache: &mut Cache) -> RuleResult {
    let Some(mut run) = RuleRun::new(program, facts, rule, cache) else {
        return RuleResult::default();
    };
    match &run.rule.iteration {
        None => run.instance(None, None),
        Some(iteration) => run.iterate(iteration, facts.collection(iteration.record)),
    }
    run.finish(true)
}

/// Holds rules to all records, sharing indexes between them.
pub fn evaluate_all(
    program: &Program,
    facts: &Facts,
    rules: impl Iterator<Item = RuleId>,
) -> Vec<(RuleId, RuleResult)> {
    let mut cache = Cache::default();
    rules.map(|rule| (rule, evaluate(program, facts, rule, &mut cache))).collect()
}

/// Holds a rule to these records of its iteration only; of a grouped rule they are whole groups. Where
/// none of them is in scope the result is empty; whoever puts the results of all records together
/// counts the rule as not applicable where all are. A rule about the whole document is evaluated whole.
pub fn evaluate_records(
    program: &Program,
    facts: &Facts,
    rule: RuleId,
    records: &[RecordRef],
    cache: &mut Cache,
) -> RuleResult {
    let found = program.rules.at(rule);
    let Some(iteration) = found.and_then(|rule| rule.iteration.as_ref()) else {
        return evaluate(program, facts, rule, cache);
    };
    let Some(mut run) = RuleRun::new(program, facts, rule, cache) else {
        return RuleResult::default();
    };
    run.iterate(iteration, records);
    run.finish(false)
}

/// Whether a condition (适用) holds, with this record in frame 0.
///
/// # Errors
///
/// Why it cannot be determined.
pub fn condition(
    program: &Program,
    facts: &Facts,
    expr: &Expr,
    frame0: Option<RecordRef>,
) -> Result<bool, Localized> {
    let mut cache = Cache::default();
    let mut evaluator = Evaluator::new(program, facts, &[], &mut cache);
    evaluator.start(frame0, None);
    let truth = evaluator.truth(expr);
    truth.map_err(|cause| cause_words(&mut evaluator, &cause))
}

/// Whether a rule is in force (自, 至) on the first day of the document's year.
///
/// # Errors
///
/// The document does not state its year: a finding without a place that says so.
pub fn in_force(program: &Program, facts: &Facts, rule: RuleId) -> Result<bool, Box<Finding>> {
    let Some(found) = program.rules.at(rule) else { return Ok(true) };
    if found.since.is_none() && found.until.is_none() {
        return Ok(true);
    }
    match first_day(program, facts, found) {
        Ok(day) => Ok(found.since.is_none_or(|since| since.date <= day)
            && found.until.is_none_or(|until| day <= until.date)),
        Err(cause) => {
            let first = found.obligations.first();
            let modality = first.map_or(Modality::Must, |first| first.modality);
            let message = undetermined(&cause);
            Err(Box::new(new_finding(found, modality, RuleOutcome::Undetermined, message)))
        }
    }
}

/// The first day of the year that the document states.
fn first_day(program: &Program, facts: &Facts, rule: &Rule) -> Result<Date, Localized> {
    let stated_by = rule.year.and_then(|(record, field)| {
        let declared = program.records.get(usize::from(record.0))?;
        let name = &declared.fields.get(usize::from(field.0))?.name;
        Some(format!("{}.{name}", declared.name))
    });
    let unstated = || {
        let field = stated_by.as_deref().unwrap_or_default();
        Localized::new(
            format!("文件没有说明年度（没有读到「{field}」），不知规则是否有效"),
            format!(
                "the document does not state its year (`{field}` was not read), so it is not known whether the rule is in force"
            ),
        )
    };
    let (kind, field) = rule.year.ok_or_else(unstated)?;
    let mut cache = Cache::default();
    let mut evaluator = Evaluator::new(program, facts, &[], &mut cache);
    let mut cause = None;
    for record in facts.collection(kind) {
        match evaluator.read(*record, field) {
            Ok(known) => return year_of(&known).ok_or_else(unstated),
            Err(found) => cause = cause.or(Some(found)),
        }
    }
    Err(cause.map_or_else(unstated, |cause| cause_words(&mut evaluator, &cause)))
}

fn cause_words<'a>(evaluator: &mut Evaluator<'a, '_>, cause: &Cause<'a>) -> Localized {
    Describer::new(evaluator, &mut SumTerms::default()).cause_words(cause)
}

fn year_of(known: &Known<'_>) -> Option<Date> {
    let year = match known {
        Known::Date(date) => date.year(),
        Known::Number(number) => year_number(number.amount)?,
        Known::Text(text) => {
            let folded = gouji_text::fold(text);
            let digits = folded.trim_end_matches(|character: char| !character.is_ascii_digit());
            digits.parse().ok()?
        }
        _ => return None,
    };
    Date::new(year, 1, 1)
}

fn year_number(amount: Decimal) -> Option<u16> {
    amount.is_integer().then(|| u16::try_from(amount).ok()).flatten()
}

/// One rule over its records.
pub(crate) struct RuleRun<'a, 'c> {
    pub(crate) rule: &'a Rule,
    pub(crate) evaluator: Evaluator<'a, 'c>,
    sum_terms: SumTerms,
    pub(crate) result: RuleResult,
    /// Whether any record was in scope, or may have been.
    pub(crate) any_in_scope: bool,
}

impl<'a, 'c> RuleRun<'a, 'c> {
    fn new(
        program: &'a Program,
        facts: &'a Facts,
        id: RuleId,
        cache: &'c mut Cache<'_>,
    ) -> Option<Self> {
        let rule = program.rules.at(id)?;
        if rule.state == RuleState::Broken {
            return None;
        }
        let evaluator = Evaluator::new(program, facts, &rule.locals, cache);
        Some(Self {
            rule,
            evaluator,
            sum_terms: SumTerms::default(),
            result: RuleResult::default(),
            any_in_scope: false,
        })
    }

    /// Describes the instance that the evaluator is at.
    pub(crate) fn describer(&mut self) -> Describer<'_, 'a, 'c> {
        Describer::new(&mut self.evaluator, &mut self.sum_terms)
    }

    fn finish(mut self, is_whole: bool) -> RuleResult {
        if self.result.too_costly.is_some() {
            return RuleResult { too_costly: self.result.too_costly, ..RuleResult::default() };
        }
        if is_whole && !self.any_in_scope {
            self.result.not_applicable = 1;
        }
        self.result
    }

    fn iterate(&mut self, iteration: &'a Iteration, records: &[RecordRef]) {
        let listed;
        let records = if iteration.via.is_empty() {
            records
        } else {
            listed = self.evaluator.records.listed(records, &iteration.via);
            listed.as_slice()
        };
        if let Some(matching) = &iteration.matching {
            self.pairs(iteration, matching, records);
        } else if iteration.keys.is_empty() {
            self.records(iteration, records);
        } else {
            self.groups(iteration, records);
        }
    }

    fn records(&mut self, iteration: &'a Iteration, records: &[RecordRef]) {
        for &record in records {
            if self.is_in_scope(iteration, record) {
                self.instance(Some(record), None);
            }
        }
    }

    /// 其中. A record of which that cannot be determined is a finding.
    pub(crate) fn is_in_scope(&mut self, iteration: &'a Iteration, record: RecordRef) -> bool {
        if self.result.too_costly.is_some() {
            return false;
        }
        let Some(filter) = &iteration.filter else { return true };
        self.evaluator.start(Some(record), None);
        match self.evaluator.filter(Some(filter)) {
            Ok(true) => true,
            Ok(false) => {
                self.note_lacking(iteration, filter, record);
                false
            }
            Err(cause) => {
                self.undetermined(0, &cause, Some(filter));
                false
            }
        }
    }

    pub(crate) fn undetermined(
        &mut self,
        number: usize,
        cause: &Cause<'a>,
        condition: Option<&'a Expr>,
    ) {
        self.any_in_scope = true;
        if let Cause::TooCostly(_) = cause {
            let words = self.describer().cause_words(cause);
            self.result.too_costly.get_or_insert_with(|| Box::new(words));
            return;
        }
        let obligation = self.rule.obligations.get(number);
        let modality = obligation.map_or(Modality::Must, |obligation| obligation.modality);
        let rule = self.rule;
        let finding = self.describer().undetermined(rule, modality, cause, condition);
        self.result.findings.push(finding);
    }

    fn groups(&mut self, iteration: &'a Iteration, records: &[RecordRef]) {
        let mut groups: Vec<Group<'a>> = Vec::new();
        // By hash of the keys the last group that has it; for each group, the one before it.
        let mut last: FxHashMap<u64, usize> = FxHashMap::default();
        let mut before: Vec<Option<usize>> = Vec::new();
        last.reserve(records.len());
        for &record in records {
            if !self.is_in_scope(iteration, record) {
                continue;
            }
            let Some(keys) = self.keys(iteration, record) else { continue };
            let hash = hash_keys(&keys);
            let mut slot = last.get(&hash).copied();
            while let Some(index) = slot {
                if groups.get(index).is_some_and(|group| same_keys(&group.keys, &keys)) {
                    break;
                }
                slot = before.get(index).copied().flatten();
            }
            match slot.and_then(|index| groups.get_mut(index)) {
                Some(group) => group.records.push(record),
                None => {
                    before.push(last.insert(hash, groups.len()));
                    groups.push(Group { records: vec![record], keys });
                }
            }
        }
        for group in groups {
            let first = group.records.first().copied();
            self.instance(first, Some(Rc::new(group)));
        }
    }

    /// 按. A record of which a key cannot be determined is a finding.
    fn keys(&mut self, iteration: &'a Iteration, record: RecordRef) -> Option<Vec<Known<'a>>> {
        self.evaluator.start(Some(record), None);
        let mut keys = Vec::with_capacity(iteration.keys.len());
        for key in &iteration.keys {
            match self.evaluator.key_value(key) {
                Ok(known) => keys.push(known),
                Err(cause) => {
                    self.undetermined(0, &cause, Some(key));
                    return None;
                }
            }
        }
        Some(keys)
    }

    /// Holds the rule to one record, one group, or the document.
    fn instance(&mut self, record: Option<RecordRef>, group: Option<Rc<Group<'a>>>) {
        self.evaluator.start(record, group);
        self.hold();
    }

    /// Holds the rule to the instance that the evaluator is at. A rule that has cost too much is broken
    /// whatever else it would come to.
    pub(crate) fn hold(&mut self) {
        self.any_in_scope = true;
        if self.result.too_costly.is_some() {
            return;
        }
        let rule = self.rule;
        match self.evaluator.all_hold(&rule.conditions) {
            Ok(true) => {}
            Ok(false) => {
                self.result.not_applicable += 1;
                return;
            }
            Err(cause) => {
                self.undetermined(0, &cause, rule.conditions.first());
                return;
            }
        }
        for (number, obligation) in rule.obligations.iter().enumerate() {
            self.obligation(number, obligation);
        }
    }

    fn obligation(&mut self, number: usize, obligation: &'a Obligation) {
        let agreement = Agreement::of(obligation);
        let wanted = wants_truth(obligation.modality);
        let Judged { truth, by_slack } = self.evaluator.judge(&obligation.condition, agreement);
        match truth {
            Ok(holds) if holds == wanted => {
                self.result.passed += 1;
                if by_slack {
                    self.passed_by_slack(obligation, agreement.strictly());
                }
            }
            Ok(_) if self.passed_as_printed(obligation, agreement) => {}
            Ok(_) => {
                if let Some(cause) = self.describer().left_unread(obligation, agreement) {
                    self.undetermined(number, &cause, Some(&obligation.condition));
                    return;
                }
                let rule = self.rule;
                let finding =
                    self.describer().failure(rule, obligation, agreement, RuleOutcome::Failed);
                self.result.findings.push(finding);
            }
            Err(cause) => self.undetermined(number, &cause, Some(&obligation.condition)),
        }
    }

    /// Whether an obligation that failed holds where figures printed with fewer digits than those around them were
    /// rounded to what they show: nobody can tell whether they were, so it passes and is told.
    fn passed_as_printed(&mut self, obligation: &'a Obligation, agreement: Agreement<'a>) -> bool {
        let Some(as_printed) = agreement.as_printed() else { return false };
        let Judged { truth, .. } = self.evaluator.judge(&obligation.condition, as_printed);
        if !matches!(truth, Ok(holds) if holds == wants_truth(obligation.modality)) {
            return false;
        }
        self.result.passed += 1;
        self.result.passed_within_rounding += 1;
        let rule = self.rule;
        let outcome = RuleOutcome::PassedAsPrinted;
        let finding = self.describer().failure(rule, obligation, agreement, outcome);
        self.result.findings.push(finding);
        true
    }

    /// Some comparison came out as it did by slack: would the obligation hold without?
    fn passed_by_slack(&mut self, obligation: &'a Obligation, strictly: Agreement<'a>) {
        let Judged { truth, .. } = self.evaluator.judge(&obligation.condition, strictly);
        if matches!(truth, Ok(holds) if holds != wants_truth(obligation.modality)) {
            self.result.passed_within_rounding += 1;
            let rule = self.rule;
            let finding = self.describer().failure(
                rule,
                obligation,
                strictly,
                RuleOutcome::PassedWithinRounding,
            );
            self.result.rounded.push(finding);
        }
    }
}
