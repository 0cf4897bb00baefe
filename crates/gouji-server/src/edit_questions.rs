//! What an editor offers to write: completions, other names, fixes.

use crate::asked::{Asked, markdown};
use crate::convert;
use gouji_ide::Completion;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types as lsp;

pub(crate) fn completions(asked: &Asked<'_>, offset: u32) -> Vec<lsp::CompletionItem> {
    let found = asked.ide().completions(asked.file, offset);
    found.into_iter().map(|item| completion(asked, item)).collect()
}

fn completion(asked: &Asked<'_>, item: Completion) -> lsp::CompletionItem {
    let range = asked.places().range(item.range);
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
    asked: &Asked<'_>,
    offset: u32,
) -> Result<Option<lsp::PrepareRenameResponse>> {
    let Some((range, name)) = asked.ide().prepare_rename(asked.file, offset) else {
        return Ok(None);
    };
    refuse_shipped(asked, offset, &name)?;
    let range = asked.places().range(range);
    Ok(Some(lsp::PrepareRenameResponse::RangeWithPlaceholder { range, placeholder: name }))
}

/// The edits, or the reason why there are none.
pub(crate) fn rename(asked: &Asked<'_>, offset: u32, new_name: &str) -> Result<lsp::WorkspaceEdit> {
    if let Some((_, name)) = asked.ide().prepare_rename(asked.file, offset) {
        refuse_shipped(asked, offset, &name)?;
    }
    let edits = asked.ide().rename(asked.file, offset, new_name);
    edits.map(|edits| asked.workspace_edit(&edits)).map_err(Error::invalid_params)
}

/// A name that a file inside the binary declares is no one's to change.
fn refuse_shipped(asked: &Asked<'_>, offset: u32, name: &str) -> Result<()> {
    let declared = asked.ide().definition(asked.file, offset);
    let is_shipped = asked.snapshot.is_shipped(asked.file)
        || declared.iter().any(|target| asked.snapshot.is_shipped(target.file));
    if !is_shipped {
        return Ok(());
    }
    Err(Error::invalid_params(asked.snapshot.language.choose(
        format!("「{name}」是随程序带的规则集里的名字，不能在这里改；要改，先用 gouji rules --export 把规则集写出来，再列在 gouji.toml 的 rules 里"),
        format!("“{name}” is declared in a pack that gouji ships and cannot be changed here; write the packs out with gouji rules --export, and list them under rules in gouji.toml"),
    )))
}

pub(crate) fn actions(
    asked: &Asked<'_>,
    range: lsp::Range,
    context: &lsp::CodeActionContext,
) -> lsp::CodeActionResponse {
    if !wants_fixes(context) {
        return Vec::new();
    }
    let range = asked.places().text_range(range);
    let actions = asked.ide().actions(asked.file, range).into_iter();
    let converted = actions.map(|action| {
        let code = Some(lsp::NumberOrString::String(action.code.clone()));
        let mended = context.diagnostics.iter().filter(|diagnostic| diagnostic.code == code);
        let mended: Vec<_> = mended.cloned().collect();
        lsp::CodeActionOrCommand::CodeAction(lsp::CodeAction {
            edit: Some(asked.workspace_edit(&action.edits)),
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
