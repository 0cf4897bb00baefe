//! Inputs, and the database that holds them.

use gouji_analysis::Selection;
use gouji_document::RawDocument;
use std::sync::Arc;

/// A rule text.
#[salsa::input(debug)]
pub struct RuleFile {
    /// The name it is shown under.
    #[returns(deref)]
    pub name: String,
    /// Its text.
    #[returns(clone)]
    pub text: Arc<str>,
}

/// A document, of any format.
#[salsa::input(debug)]
pub struct DocumentFile {
    /// The name it is shown under.
    #[returns(deref)]
    pub name: String,
    /// What is to be read.
    #[returns(ref)]
    pub raw: RawDocument,
}

/// The files of one pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackFiles {
    /// Its files in order of name.
    pub files: Vec<RuleFile>,
    /// How it came to be in force.
    pub selection: Selection,
}

/// Which packs are in force.
#[salsa::input(debug)]
pub struct Configuration {
    /// The packs in order.
    #[returns(deref)]
    pub packs: Vec<PackFiles>,
}

/// The database. Clones share what is stored; a write waits until all clones are gone.
#[salsa::db]
#[derive(Clone, Default)]
pub struct GoujiDatabase {
    storage: salsa::Storage<Self>,
}

#[salsa::db]
impl salsa::Database for GoujiDatabase {}

impl GoujiDatabase {
    /// A database that tells `callback` of every query that runs, for tests.
    pub fn observed(callback: Box<dyn Fn(salsa::Event) + Send + Sync + 'static>) -> Self {
        Self { storage: salsa::Storage::new(Some(callback)) }
    }

    /// Gives back the memory of what the last edits have outdated, which the next edit would do
    /// otherwise. Waits until all clones are gone, as a write does.
    pub fn forget_outdated(&mut self) {
        salsa::Database::trigger_lru_eviction(self);
    }
}
