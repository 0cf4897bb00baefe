//! 节 … { … }: clauses that read in a part of what the form reads.

use super::{Clause, Filling, FormCondition, ItemScope, ItemSign, Primitive, Scope};
use crate::{RecordTypeId, SourcePlace};
use gouji_syntax::Keyword;
use gouji_text::Language;

/// Clauses that fill the form's record from the places of a scope inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopedClauses {
    /// Which places: sections, items or paragraphs.
    pub scope: Scope,
    /// What is read there.
    pub clauses: Vec<Clause>,
    /// Where it is written.
    pub place: SourcePlace,
}

impl ScopedClauses {
    /// What it looks for, in words: 含「…」的节.
    pub fn sought(&self) -> (String, String) {
        let keyword = Primitive::keyword(self);
        let texts: &[String] = match &self.scope {
            Scope::Paragraph(one) | Scope::Section(one) => &one.texts,
            Scope::Item(ItemScope { sign: ItemSign::Containing(texts), .. }) => texts,
            _ => &[],
        };
        let (chinese, english) =
            (keyword.spelling(Language::Chinese), keyword.spelling(Language::English));
        match texts {
            [] => (format!("这样开头的「{chinese}」"), format!("an {english} that begins so")),
            texts => (
                format!("含「{}」的「{chinese}」", texts.join("」或「")),
                format!("a {english} that contains “{}”", texts.join("” or “")),
            ),
        }
    }
}

impl Primitive for ScopedClauses {
    fn keyword(&self) -> Keyword {
        self.scope.primitive().map_or(Keyword::Section, Primitive::keyword)
    }

    fn place(&self) -> SourcePlace {
        self.place
    }

    fn fills(&self, own: RecordTypeId, fill: &mut dyn FnMut(Filling)) {
        if let Some(scope) = self.scope.primitive() {
            scope.fills(own, fill);
        }
    }

    fn condition(&self) -> Option<&FormCondition> {
        self.scope.primitive().and_then(Primitive::condition)
    }

    fn inner(&self) -> &[Clause] {
        &self.clauses
    }
}
