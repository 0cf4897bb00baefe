//! Lines that the rules declare to be only the layout of a page (版面).

use super::compiled::FormReader;
use super::folded::Folded;
use super::matcher::Matcher;
use gouji_document::{Body, Row};
use gouji_text::TextRange;
use gouji_value::Notation;
use std::borrow::Cow;

/// Longest line that is looked at, in bytes.
const LONGEST: u32 = 600;

impl FormReader {
    /// The body as the forms read it: with the furniture that the rules declare. Everything that forms read
    /// of a document, they read of this.
    pub fn laid_out<'body>(&self, body: &'body Body) -> Cow<'body, Body> {
        if self.program.furniture.is_empty() {
            return Cow::Borrowed(body);
        }
        let mut line = Folded::default();
        let laid = body.with_furniture(|range, row| self.is_furniture(body, range, row, &mut line));
        laid.map_or(Cow::Borrowed(body), Cow::Owned)
    }

    fn is_furniture(
        &self,
        body: &Body,
        range: TextRange,
        row: Option<&Row>,
        line: &mut Folded,
    ) -> bool {
        if range.len() > LONGEST {
            return false;
        }
        line.replace(body, range);
        let mut marks = self.program.furniture.iter().filter(|mark| row.is_some() || !mark.is_row);
        marks.any(|mark| {
            let whole = line.whole();
            let mut matcher =
                Matcher::new(&self.program, &body.text, line, whole, Notation::default());
            matcher.match_whole(&mark.template).is_some()
        })
    }
}
