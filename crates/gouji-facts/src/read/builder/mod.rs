//! Building a fragment: records, fields and their texts.

mod values;

use super::beside;
use super::usual_place::UsualPlaces;
use crate::{
    Content, Field, FieldNote, Fragment, ReadBy, Record, Region, UnreadFigure, UnreadReason,
};
use gouji_diagnostic::{CodeInfo, Diagnostic};
use gouji_document::Body;
use gouji_program::form::Form;
use gouji_program::{FieldId, FieldKind, Program, RecordTypeId, Scalar};
use gouji_text::{Localized, TextRange, folded_chars};
use gouji_value::{Notation, Number, ReadAs, Reading, State};
use rustc_hash::FxHashSet;

/// Most bytes set aside for the texts of a region before any is read.
const MOST_RESERVED: usize = 4096;

/// A fragment being built. Places handed in are absolute; they are stored relative to the region.
pub(super) struct Builder<'read> {
    pub(super) program: &'read Program,
    pub(super) document: &'read Body,
    region: Region,
    fragment: Fragment,
    said_no_unit: bool,
}

/// How a type of one figure is read; `None` for text.
pub(crate) fn read_as(scalar: Scalar) -> Option<ReadAs> {
    match scalar {
        Scalar::Text => None,
        Scalar::Integer => Some(ReadAs::Integer),
        Scalar::Number => Some(ReadAs::Number),
        Scalar::Quantity(dimension) => Some(ReadAs::Quantity(dimension)),
        Scalar::Percent => Some(ReadAs::Percent),
        Scalar::Bound => Some(ReadAs::Bound),
        Scalar::Date => Some(ReadAs::Date),
        Scalar::Period => Some(ReadAs::Period),
    }
}

impl<'read> Builder<'read> {
    pub(super) fn new(program: &'read Program, document: &'read Body, region: Region) -> Self {
        let mut fragment = Fragment::default();
        // Fields take up most of a region's text; long regions hold running text besides.
        fragment.arena.reserve((region.range.len() as usize).min(MOST_RESERVED));
        Self { program, document, region, fragment, said_no_unit: false }
    }

    pub(super) fn finish(mut self) -> Fragment {
        self.fragment.keep_unread();
        beside::tell(&mut self.fragment, self.document, self.region.range.start);
        let usual = UsualPlaces {
            document: self.document,
            units: &self.program.units,
            notation: self.notation(),
            of_form: self.form().map_or(&[], |form| &form.precisions),
            start: self.region.range.start,
        };
        usual.settle(&mut self.fragment);
        self.fragment.arena.shrink_to_fit();
        self.fragment.records.shrink_to_fit();
        self.fragment
    }

    /// A new record, all of its fields absent.
    pub(super) fn record(
        &mut self,
        kind: RecordTypeId,
        parent: Option<(u32, FieldId)>,
        place: TextRange,
    ) -> u32 {
        let index = self.fragment.records.len() as u32;
        let place = self.relative(place);
        let fields = self.program.record(kind).fields.iter().map(|field| Field {
            content: match field.kind {
                FieldKind::List(_) => Content::List(Vec::new()),
                FieldKind::Scalar(_) | FieldKind::Series { .. } | FieldKind::Related(..) => {
                    Content::Absent
                }
            },
            text: TextRange::default(),
            place,
            primitive: ReadBy::None,
            note: None,
        });
        let fields = fields.collect();
        self.fragment.records.push(Record {
            kind,
            parent: parent.map(|(parent, _)| parent),
            place,
            fields,
        });
        if let Some((parent, list)) = parent
            && let Content::List(children) = &mut self.field_mut(parent, list).content
        {
            children.push(index);
        }
        index
    }

    /// The number that the next record gets.
    pub(super) fn next_record(&self) -> u32 {
        self.fragment.records.len() as u32
    }

    /// The records of a type from number `first` on, list by list; those in none together.
    pub(super) fn lists_of(&self, kind: RecordTypeId, first: u32) -> Vec<Vec<u32>> {
        let mut lists: Vec<Vec<u32>> = Vec::new();
        let mut seen: FxHashSet<u32> = FxHashSet::default();
        let mut ownerless = Vec::new();
        for row in first..self.next_record() {
            let record = &self.fragment.records[row as usize];
            if record.kind != kind {
                continue;
            }
            let Some(owner) = record.parent else {
                ownerless.push(row);
                continue;
            };
            if !seen.insert(owner) {
                continue;
            }
            let owner_kind = self.kind(owner);
            for (_, list) in
                self.program.record(kind).lists.iter().filter(|(one, _)| *one == owner_kind)
            {
                if let Content::List(members) = &self.field(owner, *list).content {
                    let members = members.iter().copied().filter(|member| *member >= first);
                    lists.push(members.collect());
                }
            }
        }
        lists.push(ownerless);
        lists
    }

    /// Puts the records that a tree relates a record to into its place.
    pub(super) fn relate(&mut self, record: u32, field: FieldId, related: Vec<u32>) {
        let place = self.fragment.records[record as usize].place;
        *self.field_mut(record, field) = Field {
            content: Content::Related(related),
            text: TextRange::default(),
            place,
            primitive: ReadBy::Levels,
            note: None,
        };
    }

    /// What stands in a field, as published.
    pub(super) fn text(&self, record: u32, field: FieldId) -> &str {
        self.field(record, field).text.of(&self.fragment.arena)
    }

    /// Where a field stands in the document.
    pub(super) fn field_place(&self, record: u32, field: FieldId) -> TextRange {
        self.field(record, field).place.shifted(self.region.range.start)
    }

    /// Notes what the form could not bind, with another place that belongs to it.
    pub(super) fn problem_with(
        &mut self,
        code: &'static CodeInfo,
        message: Localized,
        place: TextRange,
        (other, label): (TextRange, Localized),
    ) {
        let (place, other) = (self.relative(place), self.relative(other));
        let problem = Diagnostic::new(code, message).at(place, Localized::default());
        self.fragment.problems.push(problem.related(other, label));
    }

    fn field_mut(&mut self, record: u32, field: FieldId) -> &mut Field {
        &mut self.fragment.records[record as usize].fields[field]
    }

    pub(super) fn field(&self, record: u32, field: FieldId) -> &Field {
        &self.fragment.records[record as usize].fields[field]
    }

    /// What a field holds, and its text.
    pub(super) fn held(&self, record: u32, field: FieldId) -> (&Content, &str) {
        let field = self.field(record, field);
        (&field.content, field.text.of(&self.fragment.arena))
    }

    /// Notes a figure that no field holds.
    pub(super) fn unread(&mut self, figure: UnreadFigure) {
        let place = self.relative(figure.place);
        self.fragment.unread.push(UnreadFigure { place, ..figure });
    }

    /// The places of the figures that were noted as unread.
    pub(super) fn places_unread(&self) -> Vec<TextRange> {
        let start = self.region.range.start;
        self.fragment.unread.iter().map(|figure| figure.place.shifted(start)).collect()
    }

    /// Puts the figures that were noted as unread in reading order, each once.
    pub(super) fn sort_unread(&mut self) {
        self.fragment.unread.sort_by_key(|figure| figure.place.start);
        self.fragment.unread.dedup_by_key(|figure| figure.place);
    }

    /// The places, in the document, of all fields that hold something.
    pub(super) fn places_read(&self) -> Vec<TextRange> {
        let fields = self.fragment.records.iter().flat_map(|record| record.fields.iter());
        let read = fields.filter(|field| {
            !matches!(field.content, Content::Absent | Content::List(_)) && !field.place.is_empty()
        });
        read.map(|field| field.place.shifted(self.region.range.start)).collect()
    }

    pub(super) fn kind(&self, record: u32) -> RecordTypeId {
        self.fragment.records[record as usize].kind
    }

    /// The type of a field that is one figure or text.
    pub(super) fn scalar(&self, record: u32, field: FieldId) -> Option<Scalar> {
        match self.program.field(self.kind(record), field).kind {
            FieldKind::Scalar(scalar) => Some(scalar),
            FieldKind::Series { .. } | FieldKind::List(_) | FieldKind::Related(..) => None,
        }
    }

    /// Whether something was found of a record itself.
    pub(super) fn holds_something(&self, record: u32) -> bool {
        self.fragment.records[record as usize]
            .fields
            .iter()
            .any(|field| !matches!(field.content, Content::Absent | Content::List(_)))
    }

    /// Puts a field in its place without a word.
    pub(super) fn put(&mut self, record: u32, field: FieldId, value: Field) {
        *self.field_mut(record, field) = value;
    }

    pub(super) fn set_note(&mut self, record: u32, field: FieldId, note: FieldNote) {
        self.field_mut(record, field).note = Some(note);
    }

    /// A record of which nothing was found is no record.
    pub(super) fn drop_if_unbound(&mut self, record: u32) {
        let unbound = self.fragment.records[record as usize].fields.iter().all(|field| {
            matches!(&field.content, Content::Absent)
                || matches!(&field.content, Content::List(children) if children.is_empty())
        });
        if unbound && self.fragment.records.len() == record as usize + 1 {
            self.fragment.records.pop();
            self.fragment.problems.clear();
        }
    }

    /// Widens the place of a record.
    pub(super) fn extend_place(&mut self, record: u32, place: TextRange) {
        let place = self.relative(place);
        let record = &mut self.fragment.records[record as usize];
        record.place = record.place.cover(place);
    }

    /// Makes `row` a child of `owner`, in its list `list`.
    pub(super) fn adopt(&mut self, owner: u32, list: FieldId, row: u32) {
        self.fragment.records[row as usize].parent = Some(owner);
        if let Content::List(children) = &mut self.field_mut(owner, list).content {
            children.push(row);
        }
    }

    /// Notes a figure that stands in what the form reads and that no field may hold.
    pub(super) fn leave(&mut self, place: TextRange, number: Option<Number>, reason: UnreadReason) {
        let place = self.relative(place);
        self.fragment.unread.push(UnreadFigure::new(place, number, reason));
    }

    /// Where a record stands in the document.
    pub(super) fn place(&self, record: u32) -> TextRange {
        self.fragment.records[record as usize].place.shifted(self.region.range.start)
    }

    /// How the numbers are written that the form reads.
    pub(super) fn notation(&self) -> Notation {
        self.form().map_or_else(Notation::default, |form| form.notation)
    }

    /// The form that reads.
    fn form(&self) -> Option<&'read Form> {
        self.program.forms.at(self.region.form)
    }

    /// The name of the form that reads, for what it says.
    pub(super) fn form_name(&self) -> &'read str {
        self.form().map_or("", |form| &form.name)
    }

    /// Notes what the form could not bind.
    pub(super) fn problem(
        &mut self,
        code: &'static CodeInfo,
        message: Localized,
        place: TextRange,
    ) {
        let place = self.relative(place);
        self.push_problem(code, message, place);
    }

    fn push_problem(&mut self, code: &'static CodeInfo, message: Localized, place: TextRange) {
        let problem = Diagnostic::new(code, message).at(place, Localized::default());
        self.fragment.problems.push(problem);
    }

    pub(super) fn relative(&self, place: TextRange) -> TextRange {
        place.relative_to(self.region.range.start)
    }
}

/// What a reading makes of a field.
pub(crate) fn content_of(reading: Reading) -> (Content, Option<FieldNote>) {
    let content = match reading.state {
        State::Value(value) => Content::Value(value),
        State::Blank => Content::Blank,
        State::Dash => Content::Dash,
        State::Unreadable(reason) => Content::Unreadable(reason),
    };
    (content, reading.repair.map(FieldNote::Repaired))
}

/// Whether a text is nothing but dashes.
pub(super) fn is_dash(text: &str) -> bool {
    folded_chars(text).all(|(_, character)| character == '-')
}
