//! What an editor shows of a text: its colours, outline, folds, hints and lenses; and what stands at
//! a place.

use crate::convert;
use crate::request_context::{RequestContext, markdown};
use gouji_ide::{LensTarget, Symbol};
use tower_lsp::lsp_types as lsp;

pub(crate) fn hover(context: &RequestContext<'_>, offset: u32) -> Option<lsp::Hover> {
    let hover = context.ide().hover(context.file, offset)?;
    Some(lsp::Hover {
        contents: lsp::HoverContents::Markup(lsp::MarkupContent {
            kind: lsp::MarkupKind::Markdown,
            value: hover.markdown,
        }),
        range: Some(context.places().range(hover.range)),
    })
}

pub(crate) fn signature(context: &RequestContext<'_>, offset: u32) -> Option<lsp::SignatureHelp> {
    let found = context.ide().signature(context.file, offset)?;
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

pub(crate) fn outline(context: &RequestContext<'_>) -> Vec<lsp::DocumentSymbol> {
    context.ide().outline(context.file).iter().map(|found| symbol(context, found)).collect()
}

fn symbol(context: &RequestContext<'_>, found: &Symbol) -> lsp::DocumentSymbol {
    let children: Vec<_> = found.children.iter().map(|child| symbol(context, child)).collect();
    let places = context.places();
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

pub(crate) fn folding(context: &RequestContext<'_>) -> Vec<lsp::FoldingRange> {
    let folding = context.ide().folding(context.file);
    let lines = folding.iter().map(|range| {
        let range = context.places().range(*range);
        lsp::FoldingRange {
            start_line: range.start.line,
            end_line: range.end.line,
            ..Default::default()
        }
    });
    lines.filter(|fold| fold.end_line > fold.start_line).collect()
}

pub(crate) fn hints(context: &RequestContext<'_>, range: lsp::Range) -> Vec<lsp::InlayHint> {
    let places = context.places();
    let hints = context.ide().hints(context.file, places.text_range(range)).into_iter();
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

pub(crate) fn lenses(context: &RequestContext<'_>, uri: &lsp::Url) -> Vec<lsp::CodeLens> {
    let lenses = context.ide().lenses(context.file).into_iter().map(|lens| {
        let range = context.places().range(lens.range);
        let (command, arguments) = match lens.leads_to {
            LensTarget::Findings(targets) => {
                let locations = context.locations(&targets);
                (SHOW_REFERENCES, serde_json::json!([uri, range.start, locations]))
            }
            LensTarget::Reading { form, document } => {
                let document = document.and_then(|document| context.snapshot.uri(document));
                // Without a document there is nothing to show: the words are all there is.
                let command = document.map_or("", |_| SHOW_READING);
                (command, serde_json::json!([document, form]))
            }
        };
        let arguments = arguments.as_array().cloned();
        let command = lsp::Command { title: lens.title, command: command.to_owned(), arguments };
        lsp::CodeLens { range, command: Some(command), data: None }
    });
    lenses.collect()
}

/// Commands of the client, which lenses call.
const SHOW_REFERENCES: &str = "gouji.showReferences";
const SHOW_READING: &str = "gouji.showReading";

/// A question of ours: what a form saw of a document, as text.
pub(crate) const READING: &str = "gouji/reading";

/// What [`READING`] asks.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReadingParams {
    /// The document.
    pub(crate) text_document: lsp::TextDocumentIdentifier,
    /// The form's name; all forms where it is left out.
    pub(crate) form: Option<String>,
}

/// What [`READING`] is answered with: `null` for a file that is no document.
pub(crate) fn reading(context: &RequestContext<'_>, form: Option<&str>) -> Option<String> {
    context.ide().reading(context.file, form)
}

/// A question of ours: the text of a document whose file holds something else, for a page to be read.
pub(crate) const TEXT: &str = "gouji/text";

/// What [`TEXT`] asks.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TextParams {
    /// The document.
    pub(crate) text_document: lsp::TextDocumentIdentifier,
}

/// What [`TEXT`] is answered with: `null` for a file that an editor shows by itself, and for one that could
/// not be read. All that is said of places in the document is said of places in this text.
#[derive(serde::Serialize)]
pub(crate) struct TextAnswer {
    text: String,
    marks: Vec<MarkAnswer>,
}

/// Where a page, a sheet or a table begins: above this line.
#[derive(serde::Serialize)]
struct MarkAnswer {
    line: u32,
    title: String,
}

pub(crate) fn text(context: &RequestContext<'_>) -> Option<TextAnswer> {
    let page = context.ide().text_page(context.file)?;
    let places = context.places();
    let mark = |(at, title)| MarkAnswer { line: places.position(at).line, title };
    Some(TextAnswer {
        text: page.text.to_string(),
        marks: page.marks.into_iter().map(mark).collect(),
    })
}

pub(crate) fn tokens(context: &RequestContext<'_>) -> Vec<lsp::SemanticToken> {
    let places = context.places();
    let mut before = lsp::Position::default();
    let mut tokens = Vec::new();
    for highlight in context.ide().highlights(context.file) {
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
