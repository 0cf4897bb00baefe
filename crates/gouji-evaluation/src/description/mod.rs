//! Findings: an instance that did not simply pass, described. It is walked once more, by an evaluator
//! held to the agreement under which it came out as it did.

mod cause;
mod coarse;
mod failing_part;
mod fix;
mod lacking;
mod left_unread;
mod message;
mod names;
mod notes;
mod pairs;
mod proof;
mod spot;
mod terms;
mod words;

use crate::agreement::Agreement;
use crate::cause::Cause;
use crate::evaluator::Evaluator;
use crate::records::RecordSource;
use crate::{Finding, Proof, RecordPlace};
use gouji_diagnostic::{Code, Diagnostic, Place, PlaceRole, RuleOutcome, Severity};
use gouji_facts::RecordRef;
use gouji_program::{Expr, Modality, Obligation, Rule};
use gouji_text::Localized;
use rustc_hash::FxHashSet;

pub(crate) use terms::SumTerms;

use failing_part::FailingPart;
use proof::{Arithmetics, term_label, term_places};
use spot::{PlacedFields, Spot};

/// The most operands of a proof that are listed among the places of a finding.
const MAXIMUM_OPERANDS: usize = 200;

/// Describes instances of a rule.
pub(crate) struct Describer<'d, 'a, 'c> {
    evaluator: &'d mut Evaluator<'a, 'c>,
    records: RecordSource<'a>,
    sums: &'d mut SumTerms,
}

/// Whether a modal verb demands that its condition holds, or that it does not.
pub(crate) fn wants_truth(modality: Modality) -> bool {
    matches!(modality, Modality::Must | Modality::Should)
}

impl<'d, 'a, 'c> Describer<'d, 'a, 'c> {
    /// Describes the instance that an evaluator is at. `sums` is kept for all instances of a rule.
    pub(crate) fn new(evaluator: &'d mut Evaluator<'a, 'c>, sums: &'d mut SumTerms) -> Self {
        Self { records: evaluator.records, evaluator, sums }
    }

    /// Looks at a record in a frame.
    fn with_record<T>(
        &mut self,
        frame: u8,
        record: RecordRef,
        look: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let outside = self.evaluator.instance.bindings.bind(frame, Some(record));
        let seen = look(self);
        self.evaluator.instance.bindings.bind(frame, outside);
        seen
    }

    /// Describes an instance whose condition came out wrong when it was held to `agreement`.
    pub(crate) fn failure(
        &mut self,
        rule: &Rule,
        obligation: &'a Obligation,
        agreement: Agreement<'a>,
        outcome: RuleOutcome,
    ) -> Finding {
        self.evaluator.hold_to(agreement);
        let mut failing =
            self.failing_part(&obligation.condition, wants_truth(obligation.modality));
        let bindings = std::mem::take(&mut failing.bindings);
        let outside = std::mem::replace(&mut self.evaluator.instance.bindings, bindings);
        let arithmetics = match failing.expr {
            Expr::Compare { operator, left, right } => {
                self.arithmetics(*operator, left, right, failing.wanted)
            }
            _ => None,
        };
        let mut places = self.subject(obligation, &failing);
        self.add_evidence(&failing, arithmetics.as_ref().map(|found| &found.proof), &mut places);
        let message = self.message(&failing, arithmetics.as_ref(), obligation, outcome);
        let message = self.in_its_list(rule, message);
        self.evaluator.instance.bindings = outside;
        let fixes = match outcome {
            RuleOutcome::Failed => self.fixes(&obligation.fixes),
            _ => Vec::new(),
        };
        Finding {
            places,
            proof: arithmetics.map(|found| found.proof),
            fixes,
            ..new_finding(rule, obligation.modality, outcome, message)
        }
    }

    fn message(
        &mut self,
        failing: &FailingPart<'a>,
        arithmetics: Option<&Arithmetics>,
        obligation: &'a Obligation,
        outcome: RuleOutcome,
    ) -> Localized {
        match (&obligation.message, outcome) {
            (Some(message), RuleOutcome::Failed) => {
                self.stated_message(message, failing, arithmetics)
            }
            // A rule's own words say that it failed.
            (_, RuleOutcome::PassedWithinRounding) => self
                .default_message(failing, arithmetics, obligation)
                .then("，在允许的误差之内", ", within what rounding allows"),
            (_, RuleOutcome::PassedAsPrinted) => {
                let coarse = arithmetics.map_or(&[][..], |found| &found.coarse);
                self.default_message(failing, arithmetics, obligation)
                    .then("；", "; ")
                    .and(&coarse::may_agree(coarse))
            }
            _ => self.default_message(failing, arithmetics, obligation),
        }
    }

    /// Where a finding stands, and the places that belong to that.
    fn subject(
        &mut self,
        obligation: &'a Obligation,
        failing: &FailingPart<'a>,
    ) -> Vec<Place<RecordPlace>> {
        if let Some(subject) = &obligation.subject {
            let places = self.stated_subject(subject);
            if !places.is_empty() {
                return places;
            }
        }
        if let Some((aggregate, duplicate)) = &failing.duplicate
            && let Some(value) = &aggregate.value
        {
            let second = self.spot_at(aggregate, duplicate.second, value, PlacedFields::Any);
            let first = self.spot_at(aggregate, duplicate.first, value, PlacedFields::Any);
            let second = second.map(|spot| self.found(spot, PlaceRole::Subject));
            let first = first.map(|spot| self.found(spot, PlaceRole::Related));
            return second.into_iter().chain(first).collect();
        }
        let member = failing.member.as_ref().and_then(|(_, record)| self.record_spot(*record));
        let spot = member
            .or_else(|| self.spot(failing.expr, PlacedFields::Published))
            .or_else(|| self.spot(failing.expr, PlacedFields::Any))
            .or_else(|| self.spot(&obligation.condition, PlacedFields::Published))
            .or_else(|| {
                self.evaluator.instance.record().and_then(|record| self.record_spot(record))
            });
        spot.map(|spot| self.found(spot, PlaceRole::Subject)).into_iter().collect()
    }

    /// 指向. In a group it stands at the second record: the first alone would be in order.
    fn stated_subject(&mut self, subject: &'a Expr) -> Vec<Place<RecordPlace>> {
        let group = self.evaluator.instance.group();
        let of_members = group
            .filter(|_| matches!(subject, Expr::Field(field) if field.frame == 0 && field.up == 0));
        let Some(group) = of_members else {
            let spot = self.spot(subject, PlacedFields::Any);
            return spot.map(|spot| self.found(spot, PlaceRole::Subject)).into_iter().collect();
        };
        let mut spots: Vec<Spot> = Vec::new();
        for record in group.records.iter().take(MAXIMUM_OPERANDS) {
            spots
                .extend(self.with_record(0, *record, |this| this.spot(subject, PlacedFields::Any)));
        }
        if spots.len() > 1 {
            spots.swap(0, 1);
        }
        let roles =
            std::iter::once(PlaceRole::Subject).chain(std::iter::repeat(PlaceRole::Related));
        spots.into_iter().zip(roles).map(|(spot, role)| self.found(spot, role)).collect()
    }

    /// The operands of the proof; for a comparison without arithmetic, its other side.
    fn add_evidence(
        &mut self,
        failing: &FailingPart<'a>,
        proof: Option<&Proof>,
        places: &mut Vec<Place<RecordPlace>>,
    ) {
        let mut seen: FxHashSet<_> = places.iter().map(|place| place.at).collect();
        let mut add = |place: Place<RecordPlace>| {
            if seen.insert(place.at) {
                places.push(place);
            }
        };
        if let Some(proof) = proof {
            for (term, at) in term_places(proof).take(MAXIMUM_OPERANDS) {
                add(Place { role: PlaceRole::Operand, label: term_label(term), at });
            }
            return;
        }
        if let Expr::Compare { left, right, .. } = failing.expr {
            for side in [left, right] {
                if let Some(spot) = self.spot(side, PlacedFields::Published) {
                    add(self.found(spot, PlaceRole::Related));
                }
            }
        }
        if let Some(found) = self.evaluator.instance.bindings.out_of_order {
            let previous = Some(found.previous);
            let spot =
                self.field_spot(found.record, found.field, previous, PlacedFields::Published);
            if let Some(spot) = spot {
                add(self.found(spot, PlaceRole::Related));
            }
        }
    }

    /// Describes an instance that cannot be determined. `condition`: what was being evaluated.
    pub(crate) fn undetermined(
        &mut self,
        rule: &Rule,
        modality: Modality,
        cause: &Cause<'a>,
        condition: Option<&'a Expr>,
    ) -> Finding {
        let mut places: Vec<Place<RecordPlace>> = Vec::new();
        let instance = self.evaluator.instance.record();
        let spot = self
            .cause_spot(cause)
            .or_else(|| condition.and_then(|expr| self.spot(expr, PlacedFields::Published)))
            .or_else(|| instance.and_then(|record| self.record_spot(record)));
        if let Some(spot) = spot {
            // The reason may stand far from the record that was being looked at.
            let elsewhere = instance.filter(|record| *record != spot.record);
            places.push(self.found(spot, PlaceRole::Subject));
            let related = elsewhere.and_then(|record| self.record_spot(record));
            places.extend(related.map(|spot| self.found(spot, PlaceRole::Related)));
        }
        let several = match cause {
            Cause::SeveralRecords(kind) => self.records.facts.collection(*kind),
            Cause::SeveralPartners(found) => &found.1,
            _ => &[],
        };
        if !several.is_empty() {
            let several = several.iter().take(MAXIMUM_OPERANDS);
            for spot in several.filter_map(|record| self.record_spot(*record)) {
                let is_first = places.is_empty();
                let role = if is_first { PlaceRole::Subject } else { PlaceRole::Related };
                places.push(self.found(spot, role));
            }
        }
        if let Cause::LeftUnread(left) = cause {
            places.extend(left.figures.iter().map(|(range, _)| Place {
                role: PlaceRole::Related,
                label: Localized::new("没有读进来", "not read"),
                at: RecordPlace { record: left.record, range: *range },
            }));
        }
        let message = undetermined(&self.cause_words(cause));
        let message = self.in_its_list(rule, message);
        Finding { places, ..new_finding(rule, modality, RuleOutcome::Undetermined, message) }
    }

    /// A message of a rule over the records of several tables says which one the record is in.
    fn in_its_list(&self, rule: &Rule, message: Localized) -> Localized {
        let is_of_all = |it: &&gouji_program::Iteration| it.via.is_empty() && it.keys.is_empty();
        let record = rule.iteration.as_ref().filter(is_of_all);
        let record = record.and_then(|_| self.evaluator.instance.record());
        match record.and_then(|record| self.records.list_name(record)) {
            Some(list) => Localized::new(format!("{list}："), format!("{list}: ")).and(&message),
            None => message,
        }
    }
}

/// A finding of a rule with nothing more to it yet: no place, no arithmetic, no fix.
pub(crate) fn new_finding(
    rule: &Rule,
    modality: Modality,
    outcome: RuleOutcome,
    message: Localized,
) -> Finding {
    let severity = match outcome {
        RuleOutcome::Failed if matches!(modality, Modality::Must | Modality::MustNot) => {
            Severity::Error
        }
        RuleOutcome::Failed => Severity::Warning,
        _ => Severity::Note,
    };
    Finding {
        outcome: Some(outcome),
        basis: rule.basis.iter().map(|basis| basis.text.as_str().into()).collect(),
        ..Diagnostic::of(Code::Rule(rule.name.as_str().into()), severity, message)
    }
}

/// `无法判定：…`
pub(crate) fn undetermined(cause: &Localized) -> Localized {
    Localized::new("无法判定：", "cannot be determined: ").and(cause)
}
