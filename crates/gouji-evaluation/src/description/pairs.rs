//! Records that have no partner, or several (对应).

use super::names::quoted;
use super::{Describer, new_finding};
use crate::Finding;
use gouji_diagnostic::{PlaceRole, RuleOutcome};
use gouji_facts::RecordRef;
use gouji_program::{Expr, Matching, Modality, Rule};
use gouji_text::Localized;

/// The most partners that are named.
const MOST_NAMED: usize = 5;

impl<'a> Describer<'_, 'a, '_> {
    /// A record that no record of the other list has the keys of.
    pub(crate) fn unpaired(
        &mut self,
        rule: &'a Rule,
        modality: Modality,
        outcome: RuleOutcome,
        record: RecordRef,
        is_own: bool,
    ) -> Finding {
        let iteration = rule.iteration.as_ref();
        let matching = iteration.and_then(|iteration| iteration.matching.as_ref());
        let kind = self.records.record(record).map(|record| record.kind);
        let kind = kind.map_or("", |kind| self.records.record_type_name(kind));
        let name = self.records.record_name(record).unwrap_or_else(|| kind.to_owned());
        let list = self.records.list_name(record).filter(|_| !is_own);
        let place = match (matching, is_own, iteration) {
            (Some(matching), true, _) => matching.name.clone(),
            (_, false, Some(iteration)) => iteration.name.clone(),
            _ => String::new(),
        };
        let keys = self.keys_of(matching, record, is_own);
        let message = Localized::new(
            format!("{}在「{place}」里没有对应的记录", quoted(&name)),
            format!("“{name}” has no partner in “{place}”"),
        );
        let message = match keys {
            Some(keys) => {
                message.then(&format!("（{}）", keys.chinese), &format!(" ({})", keys.english))
            }
            None => message,
        };
        let message = match list {
            Some(list) => Localized::new(format!("{list}："), format!("{list}: ")).and(&message),
            None => self.in_its_list(rule, message),
        };
        let spot = self.record_spot(record).map(|spot| self.found(spot, PlaceRole::Subject));
        let places = spot.into_iter().collect();
        Finding { places, ..new_finding(rule, modality, outcome, message) }
    }

    /// The fields by which a record would meet another, with what stands in them.
    fn keys_of(
        &self,
        matching: Option<&'a Matching>,
        record: RecordRef,
        is_own: bool,
    ) -> Option<Localized> {
        let keys = matching?.keys.iter().map(|(ours, theirs)| if is_own { ours } else { theirs });
        let mut chinese = Vec::new();
        let mut english = Vec::new();
        for key in keys {
            let Expr::Field(reference) = key else { return None };
            if reference.up > 0 {
                continue;
            }
            let field = self.records.field(record, reference.field)?;
            let name = self.records.field_name(reference.record, reference.field);
            let shown = self.records.show_field(record, field);
            chinese.push(format!("{name} {}", shown.chinese));
            english.push(format!("{name} {}", shown.english));
        }
        Some(Localized::new(chinese.join("，"), english.join(", ")))
    }

    /// `「类 201」在「支出表.科目」里有 2 条对应的记录：甲、乙`
    pub(crate) fn several_partners(
        &self,
        matching: &'a Matching,
        partners: &[RecordRef],
    ) -> Localized {
        let list = &matching.name;
        let names: Vec<String> = partners
            .iter()
            .take(MOST_NAMED)
            .map(|record| self.records.record_name(*record).unwrap_or_else(|| list.clone()))
            .collect();
        let count = partners.len();
        let more = if count > MOST_NAMED { "…" } else { "" };
        Localized::new(
            format!("「{list}」里有 {count} 条对应的记录：{}{more}", names.join("、")),
            format!("“{list}” has {count} partners for it: {}{more}", names.join(", ")),
        )
    }
}
