//! The part of a document that a rule beyond single regions reads. It holds no places, so that such a
//! rule is evaluated again only where what it reads has changed, and not where it has moved.

use crate::documents::{FormNumber, FormSet, Planned, RegionKind, nowhere, planned};
use crate::rules::schema;
use crate::{Configuration, DocumentFile, RegionText, fragment};
use gouji_facts::{Facts, Fragment, Projection};
use gouji_program::{FieldId, RecordTypeId};
use salsa::Database;
use std::sync::Arc;

/// Fields of record types as a key.
#[salsa::interned(debug)]
pub struct FieldSet<'db> {
    /// The fields, in order.
    #[returns(deref)]
    pub fields: Vec<(RecordTypeId, FieldId)>,
}

/// Fields that a form has read in a region, and where they stand.
#[salsa::tracked(returns(clone), no_eq)]
pub fn projection<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    region: RegionText<'db>,
    fields: FieldSet<'db>,
) -> Arc<Projection> {
    Arc::new(projected(&fragment(db, configuration, region), fields.fields(db)))
}

/// Fields that a form has read in a region, wherever they stand.
#[salsa::tracked(returns(clone))]
pub fn fields_in_region<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    region: RegionText<'db>,
    fields: FieldSet<'db>,
) -> Arc<Fragment> {
    Arc::new(projection(db, configuration, region, fields).fragment.clone())
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
    let planned = planned(db, configuration, document);
    let of_form = planned.regions_of(form.form(db)).iter().map(|planned| match &planned.kind {
        RegionKind::Text(region) => fields_in_region(db, configuration, *region, fields),
        RegionKind::Whole(whole) => Arc::new(projected(whole, fields.fields(db)).fragment),
    });
    Arc::new(of_form.collect())
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
    let mut fragments = Vec::new();
    for form in forms.forms(db) {
        let key = FormNumber::new(db, *form);
        let of_form = fields_of_form(db, configuration, document, key, fields);
        fragments.extend(of_form.iter().map(|fragment| (nowhere(*form), Arc::clone(fragment))));
    }
    Arc::new(Facts::new(fragments, schema.records.len()))
}

/// The places of the records of [`records_with_fields`]: for each of its fragments where its region
/// starts, and its places there.
pub(crate) fn places_of_fields<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    regions: impl Iterator<Item = &'db Planned<'db>>,
    fields: FieldSet<'db>,
) -> Vec<(u32, Arc<Projection>)> {
    let of_region = |planned: &Planned<'db>| {
        let projection = match &planned.kind {
            RegionKind::Text(region) => projection(db, configuration, *region, fields),
            RegionKind::Whole(whole) => Arc::new(projected(whole, fields.fields(db))),
        };
        (planned.region.range.start, projection)
    };
    regions.map(of_region).collect()
}

fn projected(fragment: &Fragment, fields: &[(RecordTypeId, FieldId)]) -> Projection {
    fragment.projection(|record, field| fields.binary_search(&(record, field)).is_ok())
}
