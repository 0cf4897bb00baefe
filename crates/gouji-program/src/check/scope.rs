//! What names mean at a place in a rule.

use super::declarations::Declarations;
use super::types::{Type, Typed};
use crate::expression::FieldRef;
use crate::{Expr, FieldId, FieldKind, RecordTypeId};
use gouji_text::TextRange;

/// A frame of the run-time stack, as the compiler sees it.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// Type of its record; `None` for the frame of a rule about the whole document.
    pub record: Option<RecordTypeId>,
    /// The types of the records that enclose it, from the inside out.
    pub owners: Vec<RecordTypeId>,
    /// The path it was reached by (甲.明细), which names it as well as its type's name does.
    pub alias: Vec<String>,
    /// An enclosing record of it that is known to be the same as one of an outer frame.
    pub link: Option<Link>,
    /// Whether it holds the partner of a matched record (对应), which is meant only where its name stands.
    pub is_partner: bool,
}

/// `up` enclosing records up, a frame's record is `outer_up` above that of frame `outer`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub up: u8,
    pub outer: u8,
    pub outer_up: u8,
}

/// A key of the group in frame 0.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    /// What it is called: the last name of its path.
    pub name: Option<String>,
    pub expr: Expr,
    pub kind: Type,
}

/// A local (设).
#[derive(Clone, Debug)]
pub(crate) struct Local {
    pub name: String,
    /// `None` where it could not be compiled.
    pub value: Option<Typed>,
    pub used: bool,
}

/// One thing that a bare name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameReading {
    Field(FieldRef),
    Key(usize),
}

/// The stack of frames, and what frame 0 gives away where it is a group.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frames {
    pub frames: Vec<Frame>,
    /// Keys, where frame 0 is a group.
    pub keys: Option<Vec<Key>>,
    /// Whether fields of the group's records may be named (指向, 修正).
    pub group_open: bool,
}

impl Frames {
    /// Whether the record `up` above a frame's can be reached by name: in a group, only one that is
    /// a key, or encloses one.
    pub fn reachable(&self, frame: usize, up: u8) -> bool {
        match &self.keys {
            Some(keys) if frame == 0 && !self.group_open => keys.iter().any(|key| match key.expr {
                Expr::Record { frame: 0, up: key_up } => key_up <= up,
                _ => false,
            }),
            _ => true,
        }
    }

    /// The record types of a frame from its own outwards, with the number of steps up.
    pub fn chain(&self, frame: usize) -> impl Iterator<Item = (u8, RecordTypeId)> + '_ {
        let frame = self.frames.get(frame);
        let record = frame.and_then(|frame| frame.record);
        let owners = frame.map_or(&[][..], |frame| frame.owners.as_slice());
        (0..=u8::MAX).zip(record.into_iter().chain(owners.iter().copied()))
    }

    /// The outermost place known to hold the same record.
    pub fn canonical(&self, frame: u8, up: u8) -> (u8, u8) {
        let (mut frame, mut up) = (frame, up);
        while let Some(link) = self.frames.get(usize::from(frame)).and_then(|frame| frame.link) {
            if up < link.up || link.outer >= frame {
                break;
            }
            (frame, up) = (link.outer, link.outer_up.saturating_add(up - link.up));
        }
        (frame, up)
    }

    /// Everything that a bare name may mean, innermost first, each record once.
    pub fn readings(&self, declarations: &Declarations<'_>, name: &str) -> Vec<NameReading> {
        let mut readings = Vec::new();
        for frame in (0..self.frames.len()).rev() {
            if frame == 0 {
                self.key_reading(name, &mut readings);
            }
            if self.is_partner(frame) {
                continue;
            }
            for (up, record) in self.chain(frame) {
                if !self.reachable(frame, up) {
                    continue;
                }
                if let Some(field) = declarations.record(record).field_named(name) {
                    let field = FieldRef { frame: frame as u8, up, record, field };
                    self.add(&mut readings, field);
                    // A record's own field comes before those of the records that enclose it.
                    break;
                }
            }
        }
        readings
    }

    fn key_reading(&self, name: &str, readings: &mut Vec<NameReading>) {
        let keys = self.keys.as_deref().unwrap_or(&[]);
        let Some(index) = keys.iter().position(|key| key.name.as_deref() == Some(name)) else {
            return;
        };
        // A key that is a record is no value; its fields are.
        if matches!(keys[index].kind, Type::Record(_)) || self.group_open {
            return;
        }
        let same = |reading: &NameReading| match (reading, &keys[index].expr) {
            (NameReading::Field(field), Expr::Field(key)) => {
                field.field == key.field
                    && field.record == key.record
                    && self.canonical(field.frame, field.up) == (key.frame, key.up)
            }
            _ => false,
        };
        if !readings.iter().any(same) {
            readings.push(NameReading::Key(index));
        }
    }

    fn add(&self, readings: &mut Vec<NameReading>, field: FieldRef) {
        let place = self.canonical(field.frame, field.up);
        let known = readings.iter().any(|reading| match reading {
            NameReading::Field(known) => {
                known.field == field.field && self.canonical(known.frame, known.up) == place
            }
            NameReading::Key(_) => false,
        });
        if !known {
            readings.push(NameReading::Field(field));
        }
    }

    /// The innermost record in scope that `prefix` names (its type's name, or the path it was
    /// gathered by), and how many names of the path that took.
    pub fn record_in_scope(
        &self,
        declarations: &Declarations<'_>,
        path: &[&str],
    ) -> Option<(u8, u8, RecordTypeId, usize)> {
        let first = *path.first()?;
        for frame in (0..self.frames.len()).rev() {
            if let Some(record) = self.frames[frame].record
                && let Some(taken) = alias_match(&self.frames[frame].alias, path)
                && self.reachable(frame, 0)
            {
                return Some((frame as u8, 0, record, taken));
            }
            if self.is_partner(frame) {
                continue;
            }
            for (up, record) in self.chain(frame) {
                if declarations.record(record).name == first && self.reachable(frame, up) {
                    return Some((frame as u8, up, record, 1));
                }
            }
        }
        None
    }

    /// The innermost record in scope whose type has that name.
    pub fn named_record(
        &self,
        declarations: &Declarations<'_>,
        name: &str,
    ) -> Option<(u8, u8, RecordTypeId)> {
        (0..self.frames.len()).rev().find_map(|frame| {
            if self.is_partner(frame) {
                let found = self.frames.get(frame)?;
                let is_named = found.alias.first().is_some_and(|alias| alias == name);
                return is_named.then_some((frame as u8, 0, found.record?));
            }
            let mut chain = self.chain(frame);
            let found = chain.find(|(up, record)| {
                declarations.record(*record).name == name && self.reachable(frame, *up)
            });
            found.map(|(up, record)| (frame as u8, up, record))
        })
    }

    /// The innermost list field in scope of that name.
    pub fn list_in_scope(
        &self,
        declarations: &Declarations<'_>,
        name: &str,
    ) -> Option<(u8, u8, FieldId, RecordTypeId)> {
        for frame in (0..self.frames.len()).rev().filter(|frame| !self.is_partner(*frame)) {
            for (up, record) in self.chain(frame) {
                let record = declarations.record(record);
                if let Some(field) = record.field_named(name)
                    && let Some(member) = record.fields.at(field).and_then(|it| it.kind.member())
                {
                    return Some((frame as u8, up, field, member));
                }
            }
        }
        None
    }

    /// Whether a frame holds the partner of a matched record.
    fn is_partner(&self, frame: usize) -> bool {
        self.frames.get(frame).is_some_and(|frame| frame.is_partner)
    }

    /// The record type of the group in frame 0.
    pub fn group_record(&self) -> Option<RecordTypeId> {
        self.keys.as_ref()?;
        self.frames.first()?.record
    }
}

/// How many names of `path` the alias takes: all of it, or an end of it of at least one name. A
/// path that would be taken whole is left to those who ask for the record itself.
fn alias_match(alias: &[String], path: &[&str]) -> Option<usize> {
    (0..alias.len()).find_map(|skipped| {
        let part = &alias[skipped..];
        let matches = path.len() >= part.len() && part.iter().zip(path).all(|(a, b)| a == b);
        matches.then_some(part.len())
    })
}

/// A field as an expression.
pub(crate) fn field_expression(
    declarations: &Declarations<'_>,
    field: FieldRef,
    range: TextRange,
) -> Typed {
    let kind = field_type(declarations, field.record, field.field);
    Typed::new(Expr::Field(field), kind, range)
}

/// The type of a field.
pub(crate) fn field_type(
    declarations: &Declarations<'_>,
    record: RecordTypeId,
    field: FieldId,
) -> Type {
    match declarations.record(record).fields.at(field).map(|field| &field.kind) {
        Some(FieldKind::Scalar(scalar)) => Type::of_scalar(*scalar),
        Some(FieldKind::Series { element, .. }) => Type::Series(*element),
        Some(FieldKind::List(member) | FieldKind::Related(member, _)) => Type::List(*member),
        None => Type::Text,
    }
}
