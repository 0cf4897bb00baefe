//! The part of a document that a rule beyond single regions reads. It holds no places, so that such a
//! rule is evaluated again only where what it reads has changed, and not where it has moved.

use crate::documents::{FormNumber, FormSet, RegionKind, planned, unplaced};
use crate::rules::schema;
use crate::scopes::{FieldSet, rule_scopes};
use crate::{Configuration, DocumentFile, RegionSlice, fragment};
use gouji_facts::{Facts, Fragment, Projection};
use gouji_program::{FieldId, RecordTypeId};
use salsa::Database;
use std::sync::Arc;

/// Fields at one region: lives as long as what is known of the region.
#[salsa::tracked(debug)]
pub struct FieldsAtRegion<'db> {
    /// The fields.
    #[returns(copy)]
    pub fields: FieldSet<'db>,
    /// The region.
    #[returns(copy)]
    pub region: RegionSlice<'db>,
}

/// Fields that a form has read in a region, and where they stand.
#[salsa::tracked(returns(clone), no_eq)]
pub fn projection<'db>(db: &'db dyn Database, at: FieldsAtRegion<'db>) -> Arc<Projection> {
    Arc::new(projected(&fragment(db, at.region(db)), at.fields(db).fields(db)))
}

/// For each set of fields that rules over the document read of a form, those that it has read in a
/// region: one look for each region serves them all.
#[salsa::tracked(returns(clone), no_eq)]
pub fn region_projections<'db>(
    db: &'db dyn Database,
    region: RegionSlice<'db>,
) -> Arc<Vec<Arc<Projection>>> {
    let scopes = rule_scopes(db, region.configuration(db));
    let form = usize::from(region.plan(db).region.form.0);
    let sets = scopes.read_of_form.get(form).map_or(&[][..], Vec::as_slice);
    let at_region = |fields: &FieldSet<'db>| FieldsAtRegion::new(db, *fields, region);
    Arc::new(sets.iter().map(|fields| projection(db, at_region(fields))).collect())
}

/// The same for all regions of a form in a document: for each set of fields, the projections of the
/// regions in order.
#[salsa::tracked(returns(clone), no_eq)]
pub fn form_projections<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    document: DocumentFile,
    form: FormNumber<'db>,
) -> Arc<Vec<Vec<Arc<Projection>>>> {
    let scopes = rule_scopes(db, configuration);
    let planned = planned(db, configuration, document);
    let form = form.form(db);
    let regions = planned.regions_of(form);
    let sets = scopes.read_of_form.get(usize::from(form.0)).map_or(&[][..], Vec::as_slice);
    let mut of_sets = vec![Vec::with_capacity(regions.len()); sets.len()];
    for planned in regions {
        match &planned.kind {
            RegionKind::Alone(region) => {
                let projections = region_projections(db, *region);
                for (of_set, projection) in of_sets.iter_mut().zip(projections.iter()) {
                    of_set.push(Arc::clone(projection));
                }
            }
            RegionKind::Whole(whole) => {
                for (of_set, fields) in of_sets.iter_mut().zip(sets) {
                    of_set.push(Arc::new(projected(whole, fields.fields(db))));
                }
            }
        }
    }
    Arc::new(of_sets)
}

/// Fields that a form has read in a document, wherever they stand.
#[salsa::tracked(returns(clone))]
pub fn fields_of_form<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    document: DocumentFile,
    form: FormNumber<'db>,
    fields: FieldSet<'db>,
) -> Arc<Vec<Arc<Fragment>>> {
    let of_set = projections_of(db, configuration, document, form, fields);
    Arc::new(of_set.iter().map(|projection| Arc::clone(&projection.fragment)).collect())
}

/// The projections of a form's regions to a set of fields.
fn projections_of<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    document: DocumentFile,
    form: FormNumber<'db>,
    fields: FieldSet<'db>,
) -> Vec<Arc<Projection>> {
    let scopes = rule_scopes(db, configuration);
    let sets = scopes.read_of_form.get(usize::from(form.form(db).0));
    let number = sets.and_then(|sets| sets.iter().position(|set| *set == fields));
    let projections = form_projections(db, configuration, document, form);
    number.and_then(|number| projections.get(number)).cloned().unwrap_or_default()
}

/// Records with these fields that some forms have read in a document: rules that read the same share
/// them.
#[salsa::tracked(returns(clone), no_eq)]
pub fn records_with_fields<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    document: DocumentFile,
    forms: FormSet<'db>,
    fields: FieldSet<'db>,
) -> Arc<Facts> {
    let schema = schema(db, configuration);
    let fragments = forms.forms(db).iter().flat_map(|form| {
        let key = FormNumber::new(db, *form);
        fields_of_form(db, configuration, document, key, fields).to_vec()
    });
    Arc::new(unplaced(&schema, fragments))
}

/// The places of the records of [`records_with_fields`]: for each of its fragments where its region
/// starts, and its places there.
pub(crate) fn places_of_fields<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    document: DocumentFile,
    forms: FormSet<'db>,
    fields: FieldSet<'db>,
) -> Vec<(u32, Arc<Projection>)> {
    let planned = planned(db, configuration, document);
    let mut places = Vec::new();
    for form in forms.forms(db) {
        let starts = planned.regions_of(*form).iter().map(|planned| planned.region.range.start);
        let key = FormNumber::new(db, *form);
        places.extend(starts.zip(projections_of(db, configuration, document, key, fields)));
    }
    places
}

fn projected(fragment: &Fragment, fields: &[(RecordTypeId, FieldId)]) -> Projection {
    fragment.projection(|record, field| fields.binary_search(&(record, field)).is_ok())
}
