//! Which figures of a document nobody has read: those that clauses left, without those that others bound.

use crate::{Content, Facts, Fragment, Region, UnreadFigure, UnreadReason};
use gouji_program::FormId;
use gouji_text::TextRange;

impl Facts {
    /// The figures that no form bound to a field, each with the form that came nearest, in the order of
    /// the document. Places are places of the document.
    pub fn unread(&self) -> Vec<(FormId, UnreadFigure)> {
        let fragments = self.fragments().iter().map(|(region, fragment)| (*region, &**fragment));
        left_over(fragments, |fragment| {
            fragment.unread.iter().cloned().chain(fragment.unreadable())
        })
    }
}

/// The same of some fragments, and without what stands where a field is read and is none of its type: that is
/// said of its own.
pub fn unread_figures<'facts>(
    fragments: impl Iterator<Item = (Region, &'facts Fragment)> + Clone,
) -> Vec<(FormId, UnreadFigure)> {
    left_over(fragments, |fragment| fragment.unread.iter().cloned())
}

fn left_over<'facts, Figures: Iterator<Item = UnreadFigure>>(
    fragments: impl Iterator<Item = (Region, &'facts Fragment)> + Clone,
    of_fragment: impl Fn(&'facts Fragment) -> Figures,
) -> Vec<(FormId, UnreadFigure)> {
    let mut unread: Vec<(FormId, UnreadFigure)> = Vec::new();
    for (region, fragment) in fragments.clone() {
        unread.extend(of_fragment(fragment).map(|figure| {
            let place = figure.place.shifted(region.range.start);
            (region.form, UnreadFigure { place, ..figure })
        }));
    }
    if unread.is_empty() {
        return unread;
    }
    // What one form leaves, another may have read.
    let mut bound = Vec::new();
    for (region, fragment) in fragments {
        fragment.add_bound(region.range.start, &mut bound);
    }
    bound.sort_unstable_by_key(|place| (place.start, place.end));
    unread.retain(|(_, figure)| !stands_in(&bound, figure.place.start));
    unread.sort_by_key(|(form, figure)| (figure.place.start, *form));
    unread.dedup_by_key(|(_, figure)| figure.place.start);
    unread
}

impl Fragment {
    /// Keeps of the figures that clauses left those that no other clause has bound, each once, in order.
    pub(crate) fn keep_unread(&mut self) {
        if self.unread.is_empty() {
            return;
        }
        let mut bound = Vec::new();
        self.add_bound(0, &mut bound);
        bound.sort_unstable_by_key(|place| (place.start, place.end));
        self.unread.retain(|figure| !stands_in(&bound, figure.place.start));
        self.unread.sort_by_key(|figure| figure.place.start);
        self.unread.dedup_by_key(|figure| figure.place.start);
        self.unread.shrink_to_fit();
    }

    /// Adds the places of what fields hold, in a document in which the region begins at `start`. A change
    /// (减少5万元) begins before its figure; a text holds no figure that stands further inside.
    fn add_bound(&self, start: u32, bound: &mut Vec<TextRange>) {
        for field in self.records.iter().flat_map(|record| record.fields.iter()) {
            match &field.content {
                Content::Value(_) => bound.push(field.place.shifted(start)),
                Content::Text => {
                    bound.push(
                        TextRange::new(field.place.start, field.place.start + 1).shifted(start),
                    );
                }
                Content::Series(points) => {
                    bound.extend(points.iter().map(|point| point.field.place.shifted(start)));
                }
                Content::Blank
                | Content::Dash
                | Content::Absent
                | Content::Unreadable(_)
                | Content::List(_)
                | Content::Related(_) => {}
            }
        }
    }

    /// Figures that stand where a field is read and are none of its type.
    fn unreadable(&self) -> impl Iterator<Item = UnreadFigure> {
        let fields = self.records.iter().flat_map(|record| record.fields.iter());
        fields.filter_map(|field| match &field.content {
            Content::Unreadable(reason) if holds_digit(field.text.of(&self.arena)) => {
                let reason = UnreadReason::Unreadable(reason.clone());
                Some(UnreadFigure::new(field.place, None, reason))
            }
            _ => None,
        })
    }
}

/// Whether one of the places, which are sorted, holds what stands at `at`.
fn stands_in(places: &[TextRange], at: u32) -> bool {
    let behind = places.partition_point(|place| place.start <= at);
    let before = behind.checked_sub(1).and_then(|last| places.get(last));
    before.is_some_and(|place| place.start == at || place.end > at)
}

fn holds_digit(text: &str) -> bool {
    text.chars().any(|character| character.is_numeric())
}
