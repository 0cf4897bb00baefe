//! Records left out for want of a value although a figure stands there (缺数).

use super::{Describer, new_finding};
use crate::Finding;
use crate::cause::Cause;
use gouji_diagnostic::{PlaceRole, RuleOutcome};
use gouji_facts::RecordRef;
use gouji_program::{FieldId, Modality, Rule};
use gouji_text::Localized;

impl<'a> Describer<'_, 'a, '_> {
    /// `「打印机」的「数量」空白，没有按这条规则查；同一条里有金额 3.15 万元`
    pub(crate) fn lacking(
        &mut self,
        rule: &'a Rule,
        modality: Modality,
        record: RecordRef,
        (missing, figure): (FieldId, FieldId),
    ) -> Finding {
        let why = self.cause_words(&Cause::Field(record, missing, None));
        let shown = self.records.field(record, figure);
        let shown = shown.map(|field| self.records.show_field(record, field)).unwrap_or_default();
        let kind = self.records.record(record).map(|record| record.kind);
        let name = kind.map_or("", |kind| self.records.field_name(kind, figure));
        let message = why.and(&Localized::new(
            format!("，没有按这条规则查；同一条里有{name} {}", shown.chinese),
            format!(", so the rule was not held to it; it states {name} {}", shown.english),
        ));
        let message = self.in_its_list(rule, message);
        let spot = self.record_spot(record).map(|spot| self.found(spot, PlaceRole::Subject));
        let places = spot.into_iter().collect();
        Finding { places, ..new_finding(rule, modality, RuleOutcome::NotApplicable, message) }
    }
}
