//! What a document says in its cells and headings, for those who write forms.

use crate::{DocumentFile, model};
use gouji_document::BlockKind;
use salsa::Database;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// The longest text, in characters, that counts as a label.
const LONGEST: usize = 30;

/// A short text of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As published, without white space around it.
    pub text: String,
    /// How often it stands there.
    pub count: u32,
    /// Whether it is the title of a heading, and not a cell.
    pub is_heading: bool,
}

/// The short texts in the cells and headings of a document, the most frequent first. Figures are
/// left out.
#[salsa::tracked(returns(clone))]
pub fn words(db: &dyn Database, document: DocumentFile) -> Arc<Vec<Word>> {
    let model = model(db, document);
    let mut counts: HashMap<(bool, Cow<'_, str>), u32> = HashMap::new();
    let headings = model.body.blocks.iter().filter_map(|block| match block.kind {
        BlockKind::Heading { entry } => model.body.outline.get(entry as usize),
        BlockKind::Paragraph
        | BlockKind::Table { .. }
        | BlockKind::Furniture
        | BlockKind::Contents { .. } => None,
    });
    let titles = headings.map(|entry| (true, entry.title));
    let cells = model.body.cells.iter().map(|cell| (false, cell.range));
    for (is_heading, range) in titles.chain(cells) {
        let text = match model.body.text_of(range) {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        if is_label(&text) {
            let count = counts.entry((is_heading, text)).or_default();
            *count = count.saturating_add(1);
        }
    }
    let mut words: Vec<Word> = counts
        .into_iter()
        .map(|((is_heading, text), count)| Word { text: text.into_owned(), count, is_heading })
        .collect();
    words.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.text.cmp(&other.text)));
    Arc::new(words)
}

/// Whether a text reads as words: short, on one line, and more than a figure.
fn is_label(text: &str) -> bool {
    text.len() <= LONGEST * 4
        && text.chars().any(char::is_alphabetic)
        && text.chars().count() <= LONGEST
        && !text.contains(['\n', '\t'])
}
