//! What an editor offers to write: completions, other names, fixes.

use crate::convert;
use crate::request_context::{RequestContext, markdown};
use gouji_ide::{Completion, FileEdit};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types as lsp;

pub(crate) fn completions(context: &RequestContext<'_>, offset: u32) -> Vec<lsp::CompletionItem> {
    let found = context.ide().completions(context.file, offset);
    found.into_iter().map(|item| completion(context, item)).collect()
}

fn completion(context: &RequestContext<'_>, item: Completion) -> lsp::CompletionItem {
    let range = context.places().range(item.range);
    lsp::CompletionItem {
        label: item.label,
        kind: Some(convert::completion_kind(item.kind)),
        detail: (!item.detail.is_empty()).then_some(item.detail),
        documentation: (!item.documentation.is_empty()).then(|| markdown(item.documentation)),
        filter_text: Some(item.filter),
        insert_text_format: item.is_snippet.then_some(lsp::InsertTextFormat::SNIPPET),
        text_edit: Some(lsp::CompletionTextEdit::Edit(lsp::TextEdit {
            range,
            new_text: item.insert,
        })),
        ..Default::default()
    }
}

pub(crate) fn prepare_rename(
    context: &RequestContext<'_>,
    offset: u32,
) -> Result<Option<lsp::PrepareRenameResponse>> {
    let Some((range, name)) = context.ide().prepare_rename(context.file, offset) else {
        return Ok(None);
    };
    refuse_shipped(context, offset, &name)?;
    let range = context.places().range(range);
    Ok(Some(lsp::PrepareRenameResponse::RangeWithPlaceholder { range, placeholder: name }))
}

/// The edits, or the reason why there are none.
pub(crate) fn rename(
    context: &RequestContext<'_>,
    offset: u32,
    new_name: &str,
) -> Result<lsp::WorkspaceEdit> {
    if let Some((_, name)) = context.ide().prepare_rename(context.file, offset) {
        refuse_shipped(context, offset, &name)?;
    }
    let edits = context.ide().rename(context.file, offset, new_name);
    edits.map(|edits| context.workspace_edit(&edits)).map_err(Error::invalid_params)
}

/// A name that a file inside the binary declares is no one's to change.
fn refuse_shipped(context: &RequestContext<'_>, offset: u32, name: &str) -> Result<()> {
    let declared = context.ide().definition(context.file, offset);
    let is_shipped = context.snapshot.is_shipped(context.file)
        || declared.iter().any(|target| context.snapshot.is_shipped(target.file));
    if !is_shipped {
        return Ok(());
    }
    Err(Error::invalid_params(context.snapshot.language.choose(
        format!("「{name}」是随程序带的规则集里的名字，不能在这里改；要改，先用 gouji rules --export 把规则集写出来，再列在 gouji.toml 的 rules 里"),
        format!("“{name}” is declared in a pack that gouji ships and cannot be changed here; write the packs out with gouji rules --export, and list them under rules in gouji.toml"),
    )))
}

/// The edits that lay out a file, or a range of it.
pub(crate) fn format(
    context: &RequestContext<'_>,
    range: Option<lsp::Range>,
) -> Vec<lsp::TextEdit> {
    let range = range.map(|range| context.places().text_range(range));
    text_edits(context, context.ide().format(context.file, range))
}

/// The edits that follow what was just typed.
pub(crate) fn format_typed(
    context: &RequestContext<'_>,
    offset: u32,
    typed: &str,
) -> Vec<lsp::TextEdit> {
    text_edits(context, context.ide().format_typed(context.file, offset, typed))
}

/// Edits of the file that was asked about; none where it is inside the binary.
fn text_edits(context: &RequestContext<'_>, edits: Vec<FileEdit>) -> Vec<lsp::TextEdit> {
    if context.snapshot.is_shipped(context.file) {
        return Vec::new();
    }
    let places = context.places();
    let edits = edits.into_iter();
    edits
        .map(|edit| lsp::TextEdit { range: places.range(edit.range), new_text: edit.text })
        .collect()
}

pub(crate) fn actions(
    request: &RequestContext<'_>,
    range: lsp::Range,
    context: &lsp::CodeActionContext,
) -> lsp::CodeActionResponse {
    if !wants_fixes(context) {
        return Vec::new();
    }
    let range = request.places().text_range(range);
    let actions = request.ide().actions(request.file, range).into_iter();
    let converted = actions.map(|action| {
        let code = Some(lsp::NumberOrString::String(action.code.clone()));
        let mended = context.diagnostics.iter().filter(|diagnostic| diagnostic.code == code);
        let mended: Vec<_> = mended.cloned().collect();
        lsp::CodeActionOrCommand::CodeAction(lsp::CodeAction {
            edit: Some(request.workspace_edit(&action.edits)),
            title: action.title,
            kind: Some(lsp::CodeActionKind::QUICKFIX),
            diagnostics: (!mended.is_empty()).then_some(mended),
            is_preferred: Some(true),
            ..Default::default()
        })
    });
    converted.collect()
}

/// Whether the client asks for fixes among others, or for all that there is.
fn wants_fixes(context: &lsp::CodeActionContext) -> bool {
    let fix = lsp::CodeActionKind::QUICKFIX;
    context.only.as_ref().is_none_or(|only| {
        only.iter().any(|kind| kind.as_str().is_empty() || fix.as_str() == kind.as_str())
    })
}
