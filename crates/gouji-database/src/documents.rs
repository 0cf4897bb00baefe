//! From documents to fragments, each region a query of its own.

use crate::{Configuration, DocumentFile, reader, schema};
use gouji_document::{
    Body, Digest, Document, Piece, Placed, RawDocument, Slice, assemble, cut, place, read_piece,
};
use gouji_facts::{
    Alone, DocumentFields, Facts, Fragment, Index, Notes, Pause, PlannedRegion, Region, RegionPlans,
};
use gouji_program::{FormId, Program};
use gouji_text::TextRange;
use salsa::Database;
use std::sync::Arc;

/// The text of a piece, wherever it stands: pieces of the same text are read once.
#[salsa::interned(debug)]
pub struct PieceText<'db> {
    /// The lines of the piece.
    #[returns(clone)]
    pub text: Arc<str>,
}

/// A document and the pieces that it was put together of.
#[derive(Clone, Debug, PartialEq, Eq, salsa::SalsaValue)]
pub struct Assembled<'db> {
    document: Arc<Document>,
    /// Empty where the document had to be read as a whole.
    pieces: Vec<AssembledPiece<'db>>,
}

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Eq, salsa::SalsaValue)]
struct AssembledPiece<'db> {
    placed: Placed,
    text: PieceText<'db>,
}

/// The pieces of a document, each with where it starts; none where it is read as a whole.
#[salsa::tracked(returns(ref))]
fn pieces<'db>(db: &'db dyn Database, document: DocumentFile) -> Vec<(u32, PieceText<'db>)> {
    match document.raw(db) {
        RawDocument::Text { format, text, .. } if format.is_cut() => {
            let pieces = cut(text).into_iter();
            pieces.map(|cut| (cut.start, PieceText::new(db, cut.of(text)))).collect()
        }
        RawDocument::Text { .. } | RawDocument::Read(_) => Vec::new(),
    }
}

/// The pieces of a document, read and in their places.
fn placed(db: &dyn Database, document: DocumentFile) -> Vec<Placed> {
    place(pieces(db, document).iter().map(|(start, text)| (*start, piece(db, *text))))
}

/// What has to be known of a whole document to lay out its lines. It has no places, and most edits
/// leave it as it was; the one of a document that is not cut in pieces is empty.
#[salsa::tracked(returns(clone))]
pub fn digest(db: &dyn Database, document: DocumentFile) -> Arc<Digest> {
    Arc::new(gouji_document::digest(&placed(db, document)))
}

/// A document, put together of its pieces and laid out: an edit reads the piece around it.
#[salsa::tracked(returns(clone))]
pub fn assembled<'db>(db: &'db dyn Database, document: DocumentFile) -> Arc<Assembled<'db>> {
    let raw = document.raw(db);
    let whole = match raw {
        RawDocument::Text { format, encoding, text } if format.is_cut() => {
            let placed = placed(db, document);
            let whole = assemble(text, *encoding, &placed, &digest(db, document));
            whole.map(|whole| (whole, placed))
        }
        RawDocument::Text { .. } | RawDocument::Read(_) => None,
    };
    let Some((whole, placed)) = whole else {
        return Arc::new(Assembled { document: raw.read(), pieces: Vec::new() });
    };
    let pieces = placed.into_iter().zip(pieces(db, document));
    let pieces = pieces.map(|(placed, (_, text))| AssembledPiece { placed, text: *text }).collect();
    Arc::new(Assembled { document: Arc::new(whole), pieces })
}

/// A piece, read.
#[salsa::tracked(returns(clone), no_eq)]
pub fn piece<'db>(db: &'db dyn Database, text: PieceText<'db>) -> Arc<Piece> {
    Arc::new(read_piece(text.text(db)))
}

/// Where labels, captions and running text stand in a piece.
#[salsa::tracked(returns(clone), no_eq)]
pub fn piece_notes<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    text: PieceText<'db>,
) -> Arc<Notes> {
    let reader = reader(db, configuration);
    Arc::new(Notes::new(&reader, &piece(db, text).document.body))
}

/// The model of a document.
pub fn model(db: &dyn Database, document: DocumentFile) -> Arc<Document> {
    Arc::clone(&assembled(db, document).document)
}

/// What a region says, wherever it stands: regions that say the same are read once.
///
/// What is known of a region hangs on it alone and not on a pair of it and something else: such pairs
/// are kept for ever where a query makes them that no document has a say in, and so would be every
/// text that a region ever had.
#[salsa::interned(debug)]
pub struct RegionSlice<'db> {
    /// The rules it is read by.
    #[returns(copy)]
    pub configuration: Configuration,
    /// The lines of the region.
    #[returns(ref)]
    pub slice: RegionBody,
    /// For a heading, the title of the one it stands under.
    #[returns(deref)]
    pub parent_title: Box<str>,
    /// How the lines are read, with places and lines relative to their start.
    #[returns(copy)]
    pub plan: PlannedRegion,
    /// What the document says of itself that conditions of the form ask for.
    #[returns(ref)]
    pub fields: DocumentFields,
}

/// The part of a document that is a region. It is looked up by a [`Slice`], so that a region that is
/// known is not copied.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RegionBody(Body);

impl salsa::HashEqLike<Slice<'_>> for RegionBody {
    fn eq(&self, slice: &Slice<'_>) -> bool {
        slice == &self.0
    }
}

impl salsa::Lookup<RegionBody> for Slice<'_> {
    fn into_owned(self) -> RegionBody {
        RegionBody(self.to_body())
    }
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
    Alone(RegionSlice<'db>),
    /// From the whole document: document records, which are small, and what is said of tables.
    Whole(Arc<Fragment>),
}

/// Where all forms read in a document.
#[derive(Clone, Debug, PartialEq, Eq, salsa::SalsaValue)]
pub struct Plan<'db> {
    /// The regions, in the order of forms and places.
    pub regions: Vec<Planned<'db>>,
}

impl<'db> Plan<'db> {
    /// A form's regions.
    pub fn regions_of(&self, form: FormId) -> &[Planned<'db>] {
        let first = self.regions.partition_point(|planned| planned.region.form < form);
        let end = self.regions.partition_point(|planned| planned.region.form <= form);
        self.regions.get(first..end).unwrap_or_default()
    }
}

/// Where each form reads in a document.
#[salsa::tracked(returns(clone))]
pub fn planned<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    document: DocumentFile,
) -> Arc<Plan<'db>> {
    let assembled = assembled(db, document);
    let reader = reader(db, configuration);
    let body = &*reader.laid_out(&assembled.document.body);
    let pieces = assembled.pieces.iter();
    let notes: Vec<(&Placed, Arc<Notes>)> =
        pieces.map(|piece| (&piece.placed, piece_notes(db, configuration, piece.text))).collect();
    let index = if notes.is_empty() {
        Index::new(&reader, body)
    } else {
        let notes: Vec<_> = notes.iter().map(|(placed, notes)| (*placed, &**notes)).collect();
        Index::of_pieces(body, &notes)
    };
    // An edit that comes in meanwhile is not kept waiting.
    let call = || db.unwind_if_revision_cancelled();
    let index = index.pausing(Pause::calling(&call));
    let RegionPlans { regions, said } = reader.plan(&index);
    let whole = reader.read_whole(&index, &regions);
    let regions = regions.iter().zip(whole.fragments).map(|(planned, fragment)| {
        let region = planned.region;
        let kind = match fragment {
            Some(fragment) => RegionKind::Whole(fragment),
            None => {
                let Alone { slice, parent_title, plan } = planned.alone(body);
                let fields = reader.fields_asked_by(region.form, &whole.fields);
                let title = &*parent_title;
                RegionKind::Alone(RegionSlice::new(db, configuration, slice, title, plan, fields))
            }
        };
        Planned { region, kind }
    });
    let said = said
        .into_iter()
        .map(|(region, fragment)| Planned { region, kind: RegionKind::Whole(Arc::new(fragment)) });
    let mut regions: Vec<Planned<'_>> = regions.chain(said).collect();
    regions.sort_by_key(|planned| planned.region.form);
    Arc::new(Plan { regions })
}

/// What a form reads in a region.
#[salsa::tracked(returns(clone))]
pub fn fragment<'db>(db: &'db dyn Database, region: RegionSlice<'db>) -> Arc<Fragment> {
    let reader = reader(db, region.configuration(db));
    let slice = &region.slice(db).0;
    let call = || db.unwind_if_revision_cancelled();
    let pause = Pause::calling(&call);
    let (title, plan) = (region.parent_title(db), region.plan(db));
    Arc::new(reader.read_alone(slice, title, &plan, region.fields(db), pause))
}

impl<'db> Planned<'db> {
    /// What the form reads here.
    pub fn fragment(&self, db: &'db dyn Database) -> Arc<Fragment> {
        match &self.kind {
            RegionKind::Alone(slice) => fragment(db, *slice),
            RegionKind::Whole(fragment) => Arc::clone(fragment),
        }
    }

    /// What the form reads here, where that takes the whole document.
    pub fn whole(&self) -> Option<&Arc<Fragment>> {
        match &self.kind {
            RegionKind::Whole(fragment) => Some(fragment),
            RegionKind::Alone(_) => None,
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
    let planned = planned(db, configuration, document);
    let of_form = planned.regions_of(form.form(db));
    Arc::new(of_form.iter().map(|planned| planned.fragment(db)).collect())
}

/// What a form reads in regions that are the whole document.
#[salsa::tracked(returns(clone))]
pub fn whole_fragments_of_form<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    document: DocumentFile,
    form: FormNumber<'db>,
) -> Arc<Vec<Arc<Fragment>>> {
    let planned = planned(db, configuration, document);
    let of_form = planned.regions_of(form.form(db));
    Arc::new(of_form.iter().filter_map(Planned::whole).cloned().collect())
}

/// A form as a key.
#[salsa::interned(debug)]
pub struct FormNumber<'db> {
    /// The form.
    #[returns(copy)]
    pub form: FormId,
}

/// Some forms as a key.
#[salsa::interned(debug)]
pub struct FormSet<'db> {
    /// The forms, in order.
    #[returns(deref)]
    pub forms: Vec<FormId>,
}

/// The records that some forms have read in a document, with places relative to their regions.
pub(crate) fn records_of_forms(
    db: &dyn Database,
    configuration: Configuration,
    document: DocumentFile,
    forms: &[FormId],
) -> Facts {
    let schema = schema(db, configuration);
    let fragments = forms.iter().flat_map(|form| {
        let key = FormNumber::new(db, *form);
        fragments_of_form(db, configuration, document, key).to_vec()
    });
    unplaced(&schema, fragments)
}

/// The records of fragments whose places in the document do not matter.
pub(crate) fn unplaced(
    program: &Program,
    fragments: impl IntoIterator<Item = Arc<Fragment>>,
) -> Facts {
    let nowhere = Region { form: FormId(0), range: TextRange::default() };
    let fragments = fragments.into_iter().map(|fragment| (nowhere, fragment));
    let facts = Facts::new(fragments.collect(), program.records.len());
    facts.uniting(program.self_descriptions())
}

/// All records of a document, in their places.
pub fn document_facts(
    db: &dyn Database,
    configuration: Configuration,
    document: DocumentFile,
) -> Facts {
    let schema = schema(db, configuration);
    let planned = planned(db, configuration, document);
    let fragments = planned.regions.iter().map(|planned| (planned.region, planned.fragment(db)));
    let facts = Facts::new(fragments.collect(), schema.records.len());
    facts.uniting(schema.self_descriptions())
}
