//! 对应: each record of a list beside the one of another list that has the same keys.

use crate::cause::Cause;
use crate::known::{Known, hash_keys, same_keys};
use crate::run::RuleRun;
use gouji_diagnostic::RuleOutcome;
use gouji_facts::RecordRef;
use gouji_program::{Expr, Iteration, Matching, Modality};
use rustc_hash::FxHashMap;

/// The records of the other list by their keys.
#[derive(Default)]
struct Partners<'a> {
    kinds: Vec<Alike<'a>>,
    /// By hash of the keys the last of the kinds that has it.
    last: FxHashMap<u64, usize>,
    /// Those of which a key is not known: they may be anybody's partner.
    unkeyed: Vec<(RecordRef, Cause<'a>, &'a Expr)>,
}

/// Records with the same keys.
struct Alike<'a> {
    keys: Vec<Known<'a>>,
    records: Vec<RecordRef>,
    /// The kind before it with the same hash.
    before: Option<usize>,
    is_matched: bool,
}

impl<'a> Partners<'a> {
    fn find(&self, hash: u64, keys: &[Known<'a>]) -> Option<usize> {
        let mut slot = self.last.get(&hash).copied();
        while let Some(alike) = slot.and_then(|index| self.kinds.get(index)) {
            if same_keys(&alike.keys, keys) {
                return slot;
            }
            slot = alike.before;
        }
        None
    }

    fn add(&mut self, record: RecordRef, keys: Vec<Known<'a>>) {
        let hash = hash_keys(&keys);
        let found = self.find(hash, &keys);
        match found.and_then(|index| self.kinds.get_mut(index)) {
            Some(alike) => alike.records.push(record),
            None => {
                let before = self.last.insert(hash, self.kinds.len());
                self.kinds.push(Alike { keys, records: vec![record], before, is_matched: false });
            }
        }
    }

    /// The records with the keys, which are nobody's any more.
    fn take(&mut self, keys: &[Known<'a>]) -> &[RecordRef] {
        let found = self.find(hash_keys(keys), keys);
        match found.and_then(|index| self.kinds.get_mut(index)) {
            Some(alike) => {
                alike.is_matched = true;
                &alike.records
            }
            None => &[],
        }
    }
}

impl<'a> RuleRun<'a, '_> {
    /// Holds the rule to each record and its partner.
    pub(crate) fn pairs(
        &mut self,
        iteration: &'a Iteration,
        matching: &'a Matching,
        records: &[RecordRef],
    ) {
        let mut partners = self.partners(matching);
        for &record in records {
            let is_in_scope = self.is_in_scope(iteration, record);
            if !is_in_scope && !matching.is_paired {
                continue;
            }
            self.evaluator.start(Some(record), None);
            let keys = self.pair_keys(matching.keys.iter().map(|(ours, _)| ours));
            let found = match &keys {
                Ok(keys) => partners.take(keys),
                Err(_) => &[],
            };
            if !is_in_scope {
                continue;
            }
            match (keys, found) {
                (Err((cause, key)), _) => self.undetermined(0, &cause, Some(key)),
                (Ok(_), [partner]) => {
                    let partner = *partner;
                    self.evaluator.start_pair(Some(record), partner, matching);
                    self.hold();
                }
                (Ok(_), []) => match partners.unkeyed.first() {
                    Some((_, cause, key)) => {
                        let (cause, key) = (cause.clone(), *key);
                        self.undetermined(0, &cause, Some(key));
                    }
                    None => self.unpaired(matching, record, true),
                },
                (Ok(_), several) => {
                    let cause = Cause::SeveralPartners(Box::new((matching, several.to_vec())));
                    self.undetermined(0, &cause, None);
                }
            }
        }
        if matching.is_paired {
            self.left_over(matching, &partners);
        }
    }

    fn partners(&mut self, matching: &'a Matching) -> Partners<'a> {
        let mut partners = Partners::default();
        let all = self.evaluator.records.facts.collection(matching.record);
        let listed;
        let records = if matching.via.is_empty() {
            all
        } else {
            listed = self.evaluator.records.listed(all, &matching.via);
            listed.as_slice()
        };
        for (number, &record) in (0_u32..).zip(records) {
            self.evaluator.pause_at(number);
            self.evaluator.start_pair(None, record, matching);
            match self.pair_keys(matching.keys.iter().map(|(_, theirs)| theirs)) {
                Ok(keys) => partners.add(record, keys),
                Err((cause, key)) => partners.unkeyed.push((record, cause, key)),
            }
        }
        partners
    }

    fn pair_keys(
        &mut self,
        keys: impl Iterator<Item = &'a Expr>,
    ) -> Result<Vec<Known<'a>>, (Cause<'a>, &'a Expr)> {
        keys.map(|key| self.evaluator.key_value(key).map_err(|cause| (cause, key))).collect()
    }

    /// A record without a partner, of our own list or of theirs.
    fn unpaired(&mut self, matching: &'a Matching, record: RecordRef, is_own: bool) {
        self.any_in_scope = true;
        self.evaluator.start(Some(record), None);
        let obligation = self.rule.obligations.first();
        let modality = obligation.map_or(Modality::Must, |obligation| obligation.modality);
        let outcome =
            if matching.is_paired { RuleOutcome::Failed } else { RuleOutcome::NotApplicable };
        let rule = self.rule;
        let finding = self.describer().unpaired(rule, modality, outcome, record, is_own);
        if matching.is_paired {
            self.result.findings.push(finding);
        } else {
            self.result.not_applicable += 1;
            self.result.unpaired.push(finding);
        }
    }

    /// 须成对: the records of the other list that no record met.
    fn left_over(&mut self, matching: &'a Matching, partners: &Partners<'a>) {
        for alike in partners.kinds.iter().filter(|alike| !alike.is_matched) {
            for record in &alike.records {
                self.unpaired(matching, *record, false);
            }
        }
        for (record, cause, key) in &partners.unkeyed {
            self.evaluator.start_pair(None, *record, matching);
            self.undetermined(0, cause, Some(key));
        }
    }
}
