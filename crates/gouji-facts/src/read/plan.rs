//! Regions that are planned: where each form reads, and what reading starts from.

use crate::{Fragment, Region};
use gouji_document::{Body, Slice};
use gouji_text::TextRange;
use std::borrow::Cow;

/// A region, and what reading it starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PlannedRegion {
    /// The region.
    pub region: Region,
    /// First line, from which contexts and captions are looked for.
    pub(super) first: u32,
    /// Line of the anchor; reading starts here.
    pub(super) anchor: u32,
    /// One past the last line.
    pub(super) end: u32,
    /// What stands for the record in the document: its anchor cell, heading or match.
    pub(super) place: TextRange,
    /// For tables with a title: its last line.
    pub(super) title: Option<u32>,
    /// For tables: the first line of the header.
    pub(super) header: Option<u32>,
    /// For outlines: the heading, or the entry of a contents list.
    pub(super) heading: Option<Heading>,
    /// For those: the title of what it stands under, empty where it stands under nothing.
    pub(super) parent: TextRange,
}

/// Where all forms read, and what is said of them in the document as a whole.
#[derive(Clone, Debug, Default)]
pub struct RegionPlans {
    /// The regions, in the order of forms and places.
    pub regions: Vec<PlannedRegion>,
    /// What no region says: a title without a table, a header that does not fit, two forms for one
    /// table. In the order of forms.
    pub said: Vec<(Region, Fragment)>,
}

/// A numbered heading or an entry of a contents list, seen from its line: places are relative to its
/// start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Heading {
    pub(super) level: u8,
    /// Its number; `None` for an entry that has none.
    pub(super) number: Option<u32>,
    /// The number of the heading before it, or zero.
    pub(super) previous: u32,
    pub(super) number_range: TextRange,
    pub(super) title: TextRange,
    /// Whether it stands under another heading.
    pub(super) has_parent: bool,
}

/// All that has to be known of a document to read one of its regions, wherever that stands.
#[derive(Clone, Debug)]
pub struct Alone<'document> {
    /// The lines of the region.
    pub slice: Slice<'document>,
    /// For a heading, the title of the one it stands under.
    pub parent_title: Cow<'document, str>,
    /// How they are read, with places and lines relative to their start.
    pub plan: PlannedRegion,
}

impl PlannedRegion {
    /// What [`FormReader::read_alone`](super::FormReader::read_alone) reads this region from.
    #[must_use]
    pub fn alone<'document>(&self, document: &'document Body) -> Alone<'document> {
        Alone {
            slice: document.slice(self.region.range),
            parent_title: self.parent_title(document),
            plan: self.relative(),
        }
    }

    /// The title of the heading that a heading stands under.
    pub(super) fn parent_title<'document>(&self, document: &'document Body) -> Cow<'document, str> {
        document.text_of(self.parent)
    }

    /// The same plan for a document that holds the lines of this region and no others.
    fn relative(&self) -> Self {
        let start = self.region.range.start;
        Self {
            region: Region { range: self.region.range.relative_to(start), ..self.region },
            first: 0,
            anchor: self.anchor - self.first,
            end: self.end - self.first,
            place: self.place.relative_to(start),
            title: self.title.map(|line| line - self.first),
            header: self.header.map(|line| line - self.first),
            heading: self.heading,
            // It is told beside the plan, so that a plan is the same wherever that stands.
            parent: TextRange::default(),
        }
    }
}
