//! One instance of a rule: the records that its expressions speak of, and what its 设 come to.

use crate::known::{Evaluated, Known};
use gouji_facts::RecordRef;
use gouji_program::{FieldId, Matching};
use std::rc::Rc;

/// The records of one group (按), and the values they share.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    pub(crate) records: Vec<RecordRef>,
    pub(crate) keys: Vec<Known<'a>>,
}

/// The two neighbours of a series that are out of order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OutOfOrder {
    pub(crate) record: RecordRef,
    pub(crate) field: FieldId,
    /// Index of the earlier point.
    pub(crate) previous: u16,
    /// Index of the later point.
    pub(crate) next: u16,
}

/// What the expressions of an instance speak of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bindings {
    /// The record of each frame. Frame 0 is the instance's own, or the first of its group.
    frames: Vec<Option<RecordRef>>,
    /// 前 and 后, in messages.
    pub(crate) out_of_order: Option<OutOfOrder>,
}

impl Bindings {
    /// The record of a frame.
    pub(crate) fn record(&self, frame: u8) -> Option<RecordRef> {
        self.frames.get(frame as usize).copied().flatten()
    }

    /// Puts a record into a frame and gives what was there.
    pub(crate) fn bind(&mut self, frame: u8, record: Option<RecordRef>) -> Option<RecordRef> {
        let frame = frame as usize;
        if self.frames.len() <= frame {
            self.frames.resize(frame + 1, None);
        }
        self.frames.get_mut(frame).and_then(|slot| std::mem::replace(slot, record))
    }
}

/// What a 设 came to, and whether slack decided a comparison on the way.
pub(crate) type Defined<'a> = (Evaluated<'a>, bool);

/// The frame that holds the partner of the instance's record (对应).
pub(crate) const PARTNER_FRAME: u8 = 1;

/// An instance.
#[derive(Debug)]
pub(crate) struct Instance<'a> {
    pub(crate) bindings: Bindings,
    group: Option<Rc<Group<'a>>>,
    /// How its record met the partner in [`PARTNER_FRAME`].
    matching: Option<&'a Matching>,
    /// Values of the 设, as far as they were needed.
    definitions: Vec<Option<Defined<'a>>>,
}

impl<'a> Instance<'a> {
    /// For a rule with so many 设.
    pub(crate) fn new(definitions: usize) -> Self {
        let bindings = Bindings { frames: Vec::with_capacity(4), out_of_order: None };
        Self { bindings, group: None, matching: None, definitions: vec![None; definitions] }
    }

    /// Becomes another one: what was computed for the last is forgotten.
    pub(crate) fn start(&mut self, record: Option<RecordRef>, group: Option<Rc<Group<'a>>>) {
        self.bindings.frames.clear();
        self.bindings.frames.push(record);
        self.bindings.out_of_order = None;
        self.group = group;
        self.matching = None;
        self.forget_definitions();
    }

    /// Becomes that of a record beside its partner.
    pub(crate) fn start_pair(
        &mut self,
        record: Option<RecordRef>,
        partner: RecordRef,
        matching: &'a Matching,
    ) {
        self.start(record, None);
        self.bindings.bind(PARTNER_FRAME, Some(partner));
        self.matching = Some(matching);
    }

    /// How a frame's record was met, where it is that of the partner.
    pub(crate) fn matching_of(&self, frame: u8) -> Option<&'a Matching> {
        self.matching.filter(|_| frame == PARTNER_FRAME)
    }

    /// The record that the rule is at, or the first of its group.
    pub(crate) fn record(&self) -> Option<RecordRef> {
        self.bindings.record(0)
    }

    /// The group that the rule is at.
    pub(crate) fn group(&self) -> Option<Rc<Group<'a>>> {
        self.group.clone()
    }

    /// A value that the records of the group share.
    pub(crate) fn key(&self, index: u16) -> Option<&Known<'a>> {
        self.group.as_ref()?.keys.get(index as usize)
    }

    /// Forgets the values of the 设: figures are compared in another way from now on.
    pub(crate) fn forget_definitions(&mut self) {
        self.definitions.iter_mut().for_each(|definition| *definition = None);
    }

    /// What a 设 came to, where it is known.
    pub(crate) fn defined(&self, index: u16) -> Option<&Defined<'a>> {
        self.definitions.get(index as usize)?.as_ref()
    }

    /// Remembers what a 设 came to.
    pub(crate) fn define(&mut self, index: u16, defined: Defined<'a>) {
        if let Some(slot) = self.definitions.get_mut(index as usize) {
            *slot = Some(defined);
        }
    }
}
