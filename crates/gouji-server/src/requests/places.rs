//! Where an editor goes from a place: to where something comes from, is used, is called so.

use crate::convert;
use crate::request_context::{PlacesOf, RequestContext};
use crate::state::Snapshot;
use std::collections::HashSet;
use tower_lsp::lsp_types as lsp;

pub(crate) fn definition(context: &RequestContext<'_>, offset: u32) -> lsp::GotoDefinitionResponse {
    let targets = context.ide().definition(context.file, offset);
    lsp::GotoDefinitionResponse::Array(context.locations(&targets))
}

pub(crate) fn references(
    context: &RequestContext<'_>,
    offset: u32,
    include_declaration: bool,
) -> Vec<lsp::Location> {
    let targets = context.ide().references(context.file, offset, include_declaration);
    context.locations(&targets)
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
