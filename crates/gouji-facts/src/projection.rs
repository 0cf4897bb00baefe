//! The part of a fragment that a rule reads.

use crate::{Content, Field, Fragment, ReadBy, Record, SeriesPoint, UnreadFigure};
use gouji_program::{FieldId, RecordTypeId};
use gouji_text::TextRange;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A fragment without the fields that are not read, and without its places: equal after an edit that
/// changes no text that is read, wherever things stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projection {
    /// The fragment. Fields that are not read are absent. Each place is the empty range at the number
    /// of a place in `places`: the same number for the same place.
    pub fragment: Arc<Fragment>,
    /// The places, relative to the region.
    pub places: Vec<TextRange>,
}

impl Projection {
    /// The place that stands for itself as `numbered` in the fragment.
    pub fn place(&self, numbered: TextRange) -> TextRange {
        self.places.get(numbered.start as usize).copied().unwrap_or_default()
    }
}

impl Fragment {
    /// The part of the fragment that is read where of each record type only some fields are. Lists stay:
    /// what encloses what is always read.
    pub fn projection(&self, is_read: impl Fn(RecordTypeId, FieldId) -> bool) -> Projection {
        let mut projecting = Projecting {
            from: self,
            arena: String::new(),
            places: Vec::new(),
            numbers: FxHashMap::default(),
        };
        let records = self.records.iter().map(|record| {
            let fields = record.fields.iter().zip(0_u16..).map(|(field, number)| {
                let is_kept = matches!(field.content, Content::List(_) | Content::Related(_))
                    || is_read(record.kind, FieldId(number));
                if is_kept { projecting.field(field) } else { absent() }
            });
            let fields = fields.collect();
            let place = projecting.place(record.place);
            Record { kind: record.kind, parent: record.parent, place, fields }
        });
        let records: Vec<Record> = records.collect();
        let unread = self.unread_beside_missing(&is_read);
        let unread = unread.map(|figure| {
            let place = projecting.place(figure.place);
            UnreadFigure { place, ..figure.clone() }
        });
        let unread = unread.collect();
        let Projecting { arena, places, .. } = projecting;
        let fragment = Arc::new(Fragment { arena, records, unread, ..Fragment::default() });
        Projection { fragment, places }
    }
}

impl Fragment {
    /// The unread figures that stand beside a record of which a figure that is read is missing: a rule
    /// that takes the missing one for zero asks for them.
    fn unread_beside_missing<'all>(
        &'all self,
        is_read: &'all impl Fn(RecordTypeId, FieldId) -> bool,
    ) -> impl Iterator<Item = &'all UnreadFigure> {
        let is_missing = |field: &Field| {
            matches!(field.content, Content::Absent | Content::Blank | Content::Dash)
        };
        self.unread.iter().filter(move |figure| {
            let record = figure.beside.and_then(|it| self.records.get(it as usize));
            record.is_some_and(|record| {
                let mut fields = record.fields.iter().zip(0_u16..);
                fields.any(|(field, it)| is_missing(field) && is_read(record.kind, FieldId(it)))
            })
        })
    }
}

/// A field that is not there.
fn absent() -> Field {
    Field {
        content: Content::Absent,
        text: TextRange::default(),
        place: TextRange::default(),
        primitive: ReadBy::None,
        note: None,
    }
}

struct Projecting<'from> {
    from: &'from Fragment,
    arena: String,
    places: Vec<TextRange>,
    numbers: FxHashMap<TextRange, u32>,
}

impl Projecting<'_> {
    fn field(&mut self, field: &Field) -> Field {
        let content = match &field.content {
            Content::Series(points) => {
                Content::Series(points.iter().map(|it| self.point(it)).collect())
            }
            other => other.clone(),
        };
        let start = self.arena.len() as u32;
        self.arena.push_str(field.text.of(&self.from.arena));
        Field {
            content,
            text: TextRange::new(start, self.arena.len() as u32),
            place: self.place(field.place),
            primitive: field.primitive,
            note: field.note.clone(),
        }
    }

    fn point(&mut self, point: &SeriesPoint) -> SeriesPoint {
        SeriesPoint { period: point.period, field: self.field(&point.field) }
    }

    fn place(&mut self, place: TextRange) -> TextRange {
        let next = self.places.len() as u32;
        let number = *self.numbers.entry(place).or_insert(next);
        if number == next {
            self.places.push(place);
        }
        TextRange::empty(number)
    }
}
