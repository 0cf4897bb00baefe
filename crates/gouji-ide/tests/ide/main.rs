//! What an editor can ask, asked: small packs and documents with a cursor (`$0`) in them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod actions;
mod anywhere;
mod called;
mod completion;
mod definition;
mod diagnostics;
mod fixture;
mod format;
mod highlights;
mod hints;
mod hover;
mod lenses;
mod outline;
mod references;
mod rename;
mod shipped;
mod signature;
mod standing;
mod trees;
