//! The texts that places lie in.

use gouji_diagnostic::{Address, AddressMap};
use gouji_text::{LineColumn, LineIndex, TextRange};
use std::sync::Arc;

/// A text that diagnostics point into, and the name it is shown under.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path as shown.
    pub name: Arc<str>,
    /// The text.
    pub text: Arc<str>,
    /// Its lines.
    pub lines: LineIndex,
    /// The cells of its workbook, where it is one.
    pub addresses: Arc<AddressMap>,
}

impl Source {
    /// A text under a name.
    pub fn new(name: impl Into<Arc<str>>, text: Arc<str>) -> Self {
        let lines = LineIndex::new(&text);
        Self { name: name.into(), text, lines, addresses: Arc::default() }
    }

    /// Where a range begins, in the words of the format that the text comes from.
    pub fn address(&self, range: TextRange) -> Address {
        let at = crate::position::within(&self.text, range).start;
        if let Some(cell) = self.addresses.address(at) {
            return Address::Cell(cell);
        }
        let LineColumn { line, column } = self.lines.line_column(&self.text, at);
        Address::Text { line, column }
    }
}

/// Finds the source of a place by its name.
pub trait FindSource {
    /// The source of that name; `None` where its text is not at hand.
    fn source(&self, name: &str) -> Option<&Source>;
}

impl FindSource for Source {
    fn source(&self, name: &str) -> Option<&Source> {
        (*self.name == *name).then_some(self)
    }
}

impl FindSource for Vec<Source> {
    fn source(&self, name: &str) -> Option<&Source> {
        self.iter().find(|source| *source.name == *name)
    }
}
