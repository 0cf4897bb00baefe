//! From documents to fragments, each region a query of its own.

use crate::{Configuration, DocumentFile, schema};
use gouji_document::{Document, read_text};
use gouji_facts::{Facts, Fragment, Index, PlannedRegion, Reader, Region};
use gouji_program::FormId;
use gouji_program::form::Scope;
use gouji_text::TextRange;
use salsa::Database;
use std::sync::Arc;

/// The model of a document.
#[salsa::tracked(returns(clone))]
pub fn model(db: &dyn Database, document: DocumentFile) -> Arc<Document> {
    Arc::new(read_text(document.text(db)))
}

/// The text of a region, wherever it stands: regions of the same text are read once.
#[salsa::interned(debug)]
pub struct RegionText<'db> {
    /// The lines of the region.
    #[returns(clone)]
    pub text: Arc<str>,
    /// How to read them, with places and lines relative to their start.
    #[returns(copy)]
    pub plan: PlannedRegion,
}

/// A region of a document.
#[derive(Clone, Debug, PartialEq, Eq, salsa::SalsaValue)]
pub struct Planned<'db> {
    /// The region.
    pub region: Region,
    /// How its fragment comes about.
    pub kind: RegionKind<'db>,
}

/// How the fragment of a region comes about.
#[derive(Clone, Debug, PartialEq, Eq, salsa::SalsaValue)]
pub enum RegionKind<'db> {
    /// From the lines of the region alone.
    Text(RegionText<'db>),
    /// From the whole document: document records and headings, which are small, and the rare region
    /// that reads otherwise when it stands alone.
    Whole(Arc<Fragment>),
}

/// Where each form reads in a document.
#[salsa::tracked(returns(clone))]
pub fn planned<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    document: DocumentFile,
) -> Arc<Vec<Planned<'db>>> {
    let schema = schema(db, configuration);
    let model = model(db, document);
    let reader = Reader::new(&schema);
    let index = Index::new(&reader, &model);
    let mut planned = Vec::new();
    for plan in reader.regions(&index) {
        let region = plan.region;
        let kind = match schema.forms[region.form.0 as usize].scope {
            Scope::Document | Scope::Outline(_) => {
                RegionKind::Whole(Arc::new(reader.read_region(&index, &plan)))
            }
            Scope::Occurrences(_) => {
                let text = model.slice(region.range);
                RegionKind::Text(RegionText::new(db, Arc::from(text), plan.relative()))
            }
            _ if !index.stands_alone(&plan) => {
                RegionKind::Whole(Arc::new(reader.read_region(&index, &plan)))
            }
            Scope::Region { .. } | Scope::Paragraph(_) | Scope::Section(_) | Scope::Table => {
                let text = model.slice(region.range);
                RegionKind::Text(RegionText::new(db, Arc::from(text), plan.relative()))
            }
        };
        planned.push(Planned { region, kind });
    }
    Arc::new(planned)
}

/// What a form reads in a region.
#[salsa::tracked(returns(clone))]
pub fn fragment<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    region: RegionText<'db>,
) -> Arc<Fragment> {
    let schema = schema(db, configuration);
    let reader = Reader::new(&schema);
    let model = read_text(region.text(db));
    let index = Index::new(&reader, &model);
    Arc::new(reader.read_region(&index, &region.plan(db)))
}

impl<'db> Planned<'db> {
    /// What the form reads here.
    pub fn fragment(&self, db: &'db dyn Database, configuration: Configuration) -> Arc<Fragment> {
        match &self.kind {
            RegionKind::Text(text) => fragment(db, configuration, *text),
            RegionKind::Whole(fragment) => Arc::clone(fragment),
        }
    }
}

/// What a form reads in a document, without saying where.
#[salsa::tracked(returns(clone))]
pub fn fragments_of_form<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    document: DocumentFile,
    form: FormNumber<'db>,
) -> Arc<Vec<Arc<Fragment>>> {
    let form = form.form(db);
    let planned = planned(db, configuration, document);
    let of_form = planned.iter().filter(|planned| planned.region.form == form);
    Arc::new(of_form.map(|planned| planned.fragment(db, configuration)).collect())
}

/// A form as a key.
#[salsa::interned(debug)]
pub struct FormNumber<'db> {
    /// The form.
    #[returns(copy)]
    pub form: FormId,
}

/// The records of a document that forms for which `wanted` holds have read, with places relative to
/// their regions.
pub(crate) fn relative_facts(
    db: &dyn Database,
    configuration: Configuration,
    document: DocumentFile,
    wanted: impl Fn(FormId) -> bool,
) -> Facts {
    let schema = schema(db, configuration);
    let mut fragments = Vec::new();
    for number in 0..schema.forms.len() {
        let form = FormId(number as u16);
        if wanted(form) {
            let key = FormNumber::new(db, form);
            let region = Region { form, range: TextRange::default() };
            let of_form = fragments_of_form(db, configuration, document, key);
            fragments.extend(of_form.iter().map(|fragment| (region, Arc::clone(fragment))));
        }
    }
    Facts::new(fragments, schema.records.len())
}

/// All records of a document, in their places.
pub fn document_facts(
    db: &dyn Database,
    configuration: Configuration,
    document: DocumentFile,
) -> Facts {
    let schema = schema(db, configuration);
    let planned = planned(db, configuration, document);
    let fragments =
        planned.iter().map(|planned| (planned.region, planned.fragment(db, configuration)));
    Facts::new(fragments.collect(), schema.records.len())
}
