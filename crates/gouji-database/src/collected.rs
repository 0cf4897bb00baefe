//! What rules came to over single regions and over the document, put together rule by rule.

use crate::documents::{Plan, RegionKind};
use crate::projections::places_of_fields;
use crate::results::{global_result, region_results, whole_result};
use crate::scopes::RuleScope;
use crate::{Configuration, DocumentFile};
use gouji_evaluation::{Counts, RecordPlace, RuleResult};
use gouji_facts::Projection;
use gouji_text::TextRange;
use salsa::Database;
use std::sync::Arc;

/// What the rules came to in one document.
pub(crate) struct Collected {
    rules: Vec<CameTo>,
}

/// What one rule came to in one document.
#[derive(Default)]
pub(crate) struct CameTo {
    pub(crate) counts: Counts,
    /// The results that have findings, and where their fragments start.
    pub(crate) parts: Vec<(Arc<RuleResult>, Starts)>,
}

/// Where the fragments that a result names by their numbers start in the document.
pub(crate) enum Starts {
    /// There is only one.
    One(u32),
    Several(Vec<u32>),
    /// And their places there are known by number.
    Numbered(Vec<(u32, Arc<Projection>)>),
}

impl Starts {
    /// From a place in a fragment to its place in the document.
    pub(crate) fn placing(&self) -> impl Fn(RecordPlace) -> TextRange {
        move |RecordPlace { record, range: place }| {
            let number = record.fragment as usize;
            match self {
                Self::One(start) => place.shifted(*start),
                Self::Several(starts) => {
                    place.shifted(starts.get(number).copied().unwrap_or_default())
                }
                Self::Numbered(places) => places
                    .get(number)
                    .map_or(place, |(start, numbered)| numbered.place(place).shifted(*start)),
            }
        }
    }
}

impl Collected {
    /// Nothing yet, of so many rules.
    pub(crate) fn new(rules: usize) -> Self {
        Self { rules: std::iter::repeat_with(CameTo::default).take(rules).collect() }
    }

    /// Adds what the rules that stay in a region came to.
    pub(crate) fn add_regions(&mut self, db: &dyn Database, plan: &Plan<'_>) {
        for planned in &plan.regions {
            let RegionKind::Alone(region) = planned.kind else { continue };
            for (rule, result) in region_results(db, region).iter() {
                if let Some(came_to) = self.rules.get_mut(*rule as usize) {
                    came_to.add(result, || Starts::One(planned.region.range.start));
                }
            }
        }
    }

    /// What a rule came to.
    pub(crate) fn take(&mut self, rule: usize) -> CameTo {
        self.rules.get_mut(rule).map(std::mem::take).unwrap_or_default()
    }
}

impl CameTo {
    fn add(&mut self, result: &Arc<RuleResult>, starts: impl FnOnce() -> Starts) {
        self.counts += result.counts();
        let is_told = result.too_costly.is_some()
            || !result.unpaired.is_empty()
            || !result.lacking.is_empty()
            || !result.rounded.is_empty();
        if is_told || !result.findings.is_empty() {
            self.parts.push((Arc::clone(result), starts()));
        }
    }

    /// Adds what the rule came to beyond single regions.
    pub(crate) fn add_document<'db>(
        &mut self,
        db: &'db dyn Database,
        configuration: Configuration,
        document: DocumentFile,
        scope: &RuleScope<'db>,
        plan: &Plan<'db>,
    ) {
        let RuleScope { key, forms, fields, .. } = *scope;
        let regions = || forms.forms(db).iter().flat_map(|form| plan.regions_of(*form));
        if scope.beyond_region {
            let result = global_result(db, configuration, key, forms, fields, document);
            self.add(&result, || {
                Starts::Numbered(places_of_fields(db, configuration, document, forms, fields))
            });
            return;
        }
        let wholes = || regions().filter(|planned| planned.whole().is_some());
        if wholes().next().is_some() {
            let result = whole_result(db, configuration, key, forms, document);
            self.add(&result, || {
                Starts::Several(wholes().map(|planned| planned.region.range.start).collect())
            });
        }
        if self.counts.passed == 0 && self.counts.not_applicable == 0 && self.parts.is_empty() {
            self.counts.not_applicable = 1;
        }
    }
}
