//! Laying out: what takes the whole document to know.
//!
//! A line alone does not tell whether `12` is a page number or a figure, whether `一、总表` names a
//! table or announces it in a list of contents, and whether `三、四线城市` begins a section. Each piece
//! of a document gives a [`LayoutSummary`] of its lines; together they give the [`Digest`], which holds no
//! places and so stays equal while text is typed that has nothing to do with the layout. Against it the
//! lines are laid out, in one pass: furniture, lists of contents and headings are told from running text
//! and rows, and rows are joined to [grids](crate::RowGrid).

mod contents;
mod declared;
mod digest;
mod furniture;
mod grids;
mod headings;
mod page;
mod plan;
mod shown_digits;
mod summary;
mod title;

pub use digest::Digest;
pub use shown_digits::{DecimalMark, DigitCounts, UsualDigits};
pub(crate) use summary::LayoutSummary;

use crate::Body;
use furniture::Furniture;

/// What becomes of a line that a [`summary::LineNote`] was made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It stays what it is: a row, or a line of running text.
    #[default]
    Kept,
    /// A page number or running head.
    Furniture,
    /// A line of a contents list; whether it is one of its entries.
    Contents { is_entry: bool },
    /// A numbered line that is a heading.
    Heading,
}

/// Lays a body out of which these are the summary and the digest.
pub(crate) fn lay_out(body: Body, summary: &LayoutSummary, digest: &Digest) -> Body {
    let mut fates = vec![Fate::Kept; summary.notes.len()];
    contents::mark(summary, digest, &mut fates);
    Furniture::new(&body, summary, digest).mark(&mut fates);
    headings::mark(summary, digest, &mut fates);
    let (body, continued) = plan::apply(body, summary, &fates);
    let body = Body { usual_digits: digest.usual_digits.clone(), ..body };
    grids::join(body, &continued)
}
