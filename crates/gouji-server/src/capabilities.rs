//! What the server says it can do, and what the client said.

use crate::convert::{self, PositionEncoding};
use tower_lsp::lsp_types as lsp;

/// What the client said it can do.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Abilities {
    /// Show how far the first pass is.
    pub(crate) progress: bool,
    /// Watch files for us.
    pub(crate) watching: bool,
    /// Ask for diagnostics.
    pub(crate) pulling: bool,
    /// Ask anew for what another file has changed.
    pub(crate) refreshing: Refreshing,
}

/// What the client asks anew when it is told to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Refreshing {
    pub(crate) lenses: bool,
    pub(crate) hints: bool,
    pub(crate) tokens: bool,
    pub(crate) diagnostics: bool,
}

impl Abilities {
    pub(crate) fn of(client: &lsp::ClientCapabilities) -> Self {
        let window = client.window.as_ref();
        let workspace = client.workspace.as_ref();
        let watching = workspace.and_then(|can| can.did_change_watched_files);
        let lenses = workspace.and_then(|can| can.code_lens.as_ref());
        let hints = workspace.and_then(|can| can.inlay_hint.as_ref());
        let tokens = workspace.and_then(|can| can.semantic_tokens.as_ref());
        let diagnostics = workspace.and_then(|can| can.diagnostic.as_ref());
        Self {
            progress: window.and_then(|can| can.work_done_progress).unwrap_or(false),
            watching: watching.and_then(|can| can.dynamic_registration).unwrap_or(false),
            pulling: client.text_document.as_ref().is_some_and(|can| can.diagnostic.is_some()),
            refreshing: Refreshing {
                lenses: lenses.and_then(|can| can.refresh_support).unwrap_or(false),
                hints: hints.and_then(|can| can.refresh_support).unwrap_or(false),
                tokens: tokens.and_then(|can| can.refresh_support).unwrap_or(false),
                diagnostics: diagnostics.and_then(|can| can.refresh_support).unwrap_or(false),
            },
        }
    }
}

/// How the client wants columns counted: in bytes where it can.
pub(crate) fn encoding(client: &lsp::ClientCapabilities) -> PositionEncoding {
    let offered = client.general.as_ref().and_then(|can| can.position_encodings.as_ref());
    match offered.is_some_and(|kinds| kinds.contains(&lsp::PositionEncodingKind::UTF8)) {
        true => PositionEncoding::Utf8,
        false => PositionEncoding::Utf16,
    }
}

/// What the server can do.
pub(crate) fn capabilities(encoding: PositionEncoding, pulls: bool) -> lsp::ServerCapabilities {
    let legend = lsp::SemanticTokensLegend {
        token_types: convert::TOKEN_TYPES.iter().map(|(_, kind)| kind.clone()).collect(),
        token_modifiers: Vec::new(),
    };
    lsp::ServerCapabilities {
        position_encoding: Some(match encoding {
            PositionEncoding::Utf8 => lsp::PositionEncodingKind::UTF8,
            PositionEncoding::Utf16 => lsp::PositionEncodingKind::UTF16,
        }),
        text_document_sync: Some(lsp::TextDocumentSyncCapability::Kind(
            lsp::TextDocumentSyncKind::INCREMENTAL,
        )),
        hover_provider: Some(lsp::HoverProviderCapability::Simple(true)),
        completion_provider: Some(lsp::CompletionOptions {
            trigger_characters: Some(vec![".".to_owned(), "“".to_owned(), "{".to_owned()]),
            ..Default::default()
        }),
        signature_help_provider: Some(lsp::SignatureHelpOptions {
            trigger_characters: Some(vec!["(".to_owned(), "（".to_owned(), ",".to_owned()]),
            ..Default::default()
        }),
        definition_provider: Some(lsp::OneOf::Left(true)),
        references_provider: Some(lsp::OneOf::Left(true)),
        rename_provider: Some(lsp::OneOf::Right(lsp::RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: Default::default(),
        })),
        document_formatting_provider: Some(lsp::OneOf::Left(true)),
        document_range_formatting_provider: Some(lsp::OneOf::Left(true)),
        document_on_type_formatting_provider: Some(lsp::DocumentOnTypeFormattingOptions {
            first_trigger_character: "}".to_owned(),
            more_trigger_character: Some(vec!["｝".to_owned(), "\n".to_owned()]),
        }),
        document_symbol_provider: Some(lsp::OneOf::Left(true)),
        workspace_symbol_provider: Some(lsp::OneOf::Left(true)),
        folding_range_provider: Some(lsp::FoldingRangeProviderCapability::Simple(true)),
        code_action_provider: Some(lsp::CodeActionProviderCapability::Options(
            lsp::CodeActionOptions {
                code_action_kinds: Some(vec![lsp::CodeActionKind::QUICKFIX]),
                ..Default::default()
            },
        )),
        code_lens_provider: Some(lsp::CodeLensOptions { resolve_provider: Some(false) }),
        inlay_hint_provider: Some(lsp::OneOf::Left(true)),
        semantic_tokens_provider: Some(
            lsp::SemanticTokensServerCapabilities::SemanticTokensOptions(
                lsp::SemanticTokensOptions {
                    legend,
                    full: Some(lsp::SemanticTokensFullOptions::Bool(true)),
                    ..Default::default()
                },
            ),
        ),
        diagnostic_provider: pulls.then(|| {
            lsp::DiagnosticServerCapabilities::Options(lsp::DiagnosticOptions {
                // None: clients that keep findings by their origin then keep what is asked for in the
                // place of what is pushed, and not beside it.
                identifier: None,
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                ..Default::default()
            })
        }),
        workspace: Some(lsp::WorkspaceServerCapabilities {
            workspace_folders: Some(lsp::WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(lsp::OneOf::Left(true)),
            }),
            ..Default::default()
        }),
        ..Default::default()
    }
}
