//! What an editor shows of a text: its colours, outline, folds, hints and lenses; and what stands at
//! a place.

use crate::asked::{Asked, markdown};
use crate::convert;
use gouji_ide::Symbol;
use tower_lsp::lsp_types as lsp;

pub(crate) fn hover(asked: &Asked<'_>, offset: u32) -> Option<lsp::Hover> {
    let hover = asked.ide().hover(asked.file, offset)?;
    Some(lsp::Hover {
        contents: lsp::HoverContents::Markup(lsp::MarkupContent {
            kind: lsp::MarkupKind::Markdown,
            value: hover.markdown,
        }),
        range: Some(asked.places().range(hover.range)),
    })
}

pub(crate) fn signature(asked: &Asked<'_>, offset: u32) -> Option<lsp::SignatureHelp> {
    let found = asked.ide().signature(asked.file, offset)?;
    let parameter = |range: &gouji_text::TextRange| lsp::ParameterInformation {
        label: lsp::ParameterLabel::Simple(range.of(&found.label).to_owned()),
        documentation: None,
    };
    Some(lsp::SignatureHelp {
        signatures: vec![lsp::SignatureInformation {
            parameters: Some(found.parameters.iter().map(parameter).collect()),
            documentation: Some(markdown(found.documentation)),
            active_parameter: Some(found.active as u32),
            label: found.label,
        }],
        active_signature: Some(0),
        active_parameter: Some(found.active as u32),
    })
}

pub(crate) fn outline(asked: &Asked<'_>) -> Vec<lsp::DocumentSymbol> {
    asked.ide().outline(asked.file).iter().map(|found| symbol(asked, found)).collect()
}

fn symbol(asked: &Asked<'_>, found: &Symbol) -> lsp::DocumentSymbol {
    let children: Vec<_> = found.children.iter().map(|child| symbol(asked, child)).collect();
    let places = asked.places();
    #[allow(deprecated, reason = "the field must be given though the protocol has dropped it")]
    lsp::DocumentSymbol {
        name: if found.name.is_empty() { "—".to_owned() } else { found.name.clone() },
        detail: (!found.detail.is_empty()).then(|| found.detail.clone()),
        kind: convert::symbol_kind(found.kind),
        tags: None,
        deprecated: None,
        range: places.range(found.range),
        selection_range: places.range(found.selection),
        children: (!children.is_empty()).then_some(children),
    }
}

pub(crate) fn folding(asked: &Asked<'_>) -> Vec<lsp::FoldingRange> {
    let folding = asked.ide().folding(asked.file);
    let lines = folding.iter().map(|range| {
        let range = asked.places().range(*range);
        lsp::FoldingRange {
            start_line: range.start.line,
            end_line: range.end.line,
            ..Default::default()
        }
    });
    lines.filter(|fold| fold.end_line > fold.start_line).collect()
}

pub(crate) fn hints(asked: &Asked<'_>, range: lsp::Range) -> Vec<lsp::InlayHint> {
    let places = asked.places();
    let hints = asked.ide().hints(asked.file, places.text_range(range)).into_iter();
    let converted = hints.map(|hint| lsp::InlayHint {
        position: places.position(hint.offset),
        label: lsp::InlayHintLabel::String(hint.text),
        kind: None,
        text_edits: None,
        tooltip: (!hint.tooltip.is_empty()).then_some(lsp::InlayHintTooltip::String(hint.tooltip)),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    });
    converted.collect()
}

pub(crate) fn lenses(asked: &Asked<'_>, uri: &lsp::Url) -> Vec<lsp::CodeLens> {
    let lenses = asked.ide().lenses(asked.file).into_iter().map(|lens| {
        let range = asked.places().range(lens.range);
        let locations = asked.locations(&lens.targets);
        let arguments = serde_json::json!([uri, range.start, locations]);
        lsp::CodeLens {
            range,
            command: Some(lsp::Command {
                title: lens.title,
                command: "gouji.showReferences".to_owned(),
                arguments: arguments.as_array().cloned(),
            }),
            data: None,
        }
    });
    lenses.collect()
}

pub(crate) fn tokens(asked: &Asked<'_>) -> Vec<lsp::SemanticToken> {
    let places = asked.places();
    let mut before = lsp::Position::default();
    let mut tokens = Vec::new();
    for highlight in asked.ide().highlights(asked.file) {
        let range = places.range(highlight.range);
        if range.start.line != range.end.line {
            continue;
        }
        let same_line = range.start.line == before.line;
        tokens.push(lsp::SemanticToken {
            delta_line: range.start.line - before.line,
            delta_start: range.start.character - if same_line { before.character } else { 0 },
            length: range.end.character - range.start.character,
            token_type: convert::token_type(highlight.kind),
            token_modifiers_bitset: 0,
        });
        before = range.start;
    }
    tokens
}
