//! Where an editor goes from a place: to where something comes from, is used, is called so.

use crate::asked::{Asked, PlacesOf};
use crate::convert;
use crate::world::Snapshot;
use std::collections::HashSet;
use tower_lsp::lsp_types as lsp;

pub(crate) fn definition(asked: &Asked<'_>, offset: u32) -> lsp::GotoDefinitionResponse {
    let targets = asked.ide().definition(asked.file, offset);
    lsp::GotoDefinitionResponse::Array(asked.locations(&targets))
}

pub(crate) fn references(
    asked: &Asked<'_>,
    offset: u32,
    include_declaration: bool,
) -> Vec<lsp::Location> {
    let targets = asked.ide().references(asked.file, offset, include_declaration);
    asked.locations(&targets)
}

pub(crate) fn named(snapshot: &Snapshot, query: &str) -> Vec<lsp::SymbolInformation> {
    let mut places = PlacesOf::new(snapshot);
    // What several folders share is listed once.
    let mut seen = HashSet::new();
    let found = snapshot.ides().flat_map(|ide| ide.workspace_symbols(query));
    let found = found.filter(|(target, _)| seen.insert((target.file, target.selection.start)));
    let information = found.filter_map(|(target, symbol)| {
        #[allow(deprecated, reason = "the field must be given though the protocol has dropped it")]
        Some(lsp::SymbolInformation {
            name: symbol.name.clone(),
            kind: convert::symbol_kind(symbol.kind),
            tags: None,
            deprecated: None,
            location: places.location(&target)?,
            container_name: None,
        })
    });
    information.collect()
}
