//! 始于 … 止于 …, 段 含, 节 含: one record for each stretch of the document.

use super::{Filling, Primitive};
use crate::check::form_writer::FormWriter;
use crate::check::report::Checked;
use crate::{RecordTypeId, SourcePlace};
use gouji_syntax::Keyword;
use gouji_syntax::ast::{self, AnchorKind, Text};

/// 始于 … 止于 …
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnchoredRegion {
    /// Where it starts.
    pub start: Anchor,
    /// Where it ends (exclusive); else at the next start.
    pub end: Option<Anchor>,
    /// Where it is written.
    pub place: SourcePlace,
}

/// Where a region starts or ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// A cell with one of these labels.
    Label(Vec<String>),
    /// A paragraph that contains one of these.
    Paragraph(Vec<String>),
    /// A heading that contains one of these.
    Heading(Vec<String>),
}

/// 段 含, 节 含
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Containing {
    /// Any of these.
    pub texts: Vec<String>,
    /// 段 or 节
    pub keyword: Keyword,
    /// Where it is written.
    pub place: SourcePlace,
}

impl AnchoredRegion {
    pub(crate) fn check(
        writer: &mut FormWriter<'_, '_>,
        start: &ast::Anchor,
        end: Option<&ast::Anchor>,
        place: SourcePlace,
    ) -> Checked<Self> {
        let start = Anchor::check(writer, start);
        let end = end.map(|end| Anchor::check(writer, end)).transpose();
        Ok(Self { start: start?, end: end?, place })
    }

    fn anchors(&self) -> impl Iterator<Item = &Anchor> {
        std::iter::once(&self.start).chain(&self.end)
    }
}

impl Anchor {
    fn check(writer: &mut FormWriter<'_, '_>, anchor: &ast::Anchor) -> Checked<Self> {
        let texts = writer.texts(&anchor.texts)?;
        Ok(match anchor.kind {
            AnchorKind::Label => Self::Label(texts),
            AnchorKind::Paragraph => Self::Paragraph(texts),
            AnchorKind::Heading => Self::Heading(texts),
        })
    }

    /// The labels of cells.
    pub fn labels(&self) -> &[String] {
        match self {
            Self::Label(labels) => labels,
            Self::Paragraph(_) | Self::Heading(_) => &[],
        }
    }
}

impl Containing {
    pub(crate) fn check(
        writer: &mut FormWriter<'_, '_>,
        texts: &[Text],
        keyword: Keyword,
        place: SourcePlace,
    ) -> Checked<Self> {
        Ok(Self { texts: writer.texts(texts)?, keyword, place })
    }
}

impl Primitive for AnchoredRegion {
    fn keyword(&self) -> Keyword {
        Keyword::From
    }

    fn place(&self) -> SourcePlace {
        self.place
    }

    fn labels(&self) -> Vec<&str> {
        self.anchors().flat_map(Anchor::labels).map(String::as_str).collect()
    }

    fn labels_of_value(&self) -> &[String] {
        self.start.labels()
    }

    fn fills(&self, _own: RecordTypeId, _fill: &mut dyn FnMut(Filling)) {}
}

impl Primitive for Containing {
    fn keyword(&self) -> Keyword {
        self.keyword
    }

    fn place(&self) -> SourcePlace {
        self.place
    }

    fn fills(&self, _own: RecordTypeId, _fill: &mut dyn FnMut(Filling)) {}
}
