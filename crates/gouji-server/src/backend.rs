//! The protocol's requests, each answered by `gouji-ide` on a snapshot.

use crate::convert::{self, Encoding, Places};
use crate::publisher::{Publisher, ToClient, convert_all, convert_standing};
use crate::world::{Snapshot, World, path_of, text_of};
use gouji_ide::{Cancelled, Completion, File, FileEdit, Symbol, Target};
use gouji_report::Language;
use gouji_text::LineIndex;
use gouji_workspace::{DiskSystem, PROJECT_FILE};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::request::WorkDoneProgressCreate;
use tower_lsp::{Client, LanguageServer};

/// The server of one client.
pub(crate) struct Backend {
    client: Client,
    /// Where the publisher speaks.
    to_client: ToClient,
    world: Arc<Mutex<World>>,
    publisher: OnceLock<Publisher>,
    shut_down: Arc<AtomicBool>,
    can: OnceLock<Abilities>,
}

/// What the client said it can do.
#[derive(Clone, Copy, Debug, Default)]
struct Abilities {
    progress: bool,
    watching: bool,
}

impl Backend {
    pub(crate) fn new(
        client: Client,
        to_client: ToClient,
        shut_down: Arc<AtomicBool>,
    ) -> Self {
        Self {
            client,
            to_client,
            world: Arc::new(Mutex::new(World::new())),
            publisher: OnceLock::new(),
            shut_down,
            can: OnceLock::new(),
        }
    }

    /// Changes the world, in the order of calls: no `await` may stand before a call of this.
    fn change(&self, change: impl FnOnce(&mut World)) {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        // A defect in one edit must not take the later ones along.
        let _ = catch_unwind(AssertUnwindSafe(|| change(&mut world)));
        drop(world);
        if let Some(publisher) = self.publisher.get() {
            publisher.wake();
        }
    }

    /// Answers a question on a snapshot of now, outside the lock.
    async fn ask<Answer: Send + 'static>(
        &self,
        question: impl FnOnce(&Snapshot) -> Answer + Send + 'static,
    ) -> Result<Answer> {
        let snapshot = self.world.lock().unwrap_or_else(PoisonError::into_inner).snapshot();
        let asked = tokio::task::spawn_blocking(move || {
            catch_unwind(AssertUnwindSafe(|| {
                Cancelled::catch(AssertUnwindSafe(|| question(&snapshot)))
            }))
        });
        match asked.await {
            Ok(Ok(Ok(answer))) => Ok(answer),
            // The text changed meanwhile: the client asks again if it still wants to know.
            Ok(Ok(Err(_))) => Err(Error::new(ErrorCode::ContentModified)),
            Ok(Err(_)) | Err(_) => Err(Error::internal_error()),
        }
    }

    /// Answers a question about a place in a file.
    async fn ask_at<Answer: Send + Default + 'static>(
        &self,
        at: lsp::TextDocumentPositionParams,
        question: impl FnOnce(&Asked<'_>, u32) -> Answer + Send + 'static,
    ) -> Result<Answer> {
        let uri = at.text_document.uri;
        self.ask_of(uri, move |asked| question(asked, asked.places().offset(at.position))).await
    }

    /// Answers a question about a file.
    async fn ask_of<Answer: Send + Default + 'static>(
        &self,
        uri: lsp::Url,
        question: impl FnOnce(&Asked<'_>) -> Answer + Send + 'static,
    ) -> Result<Answer> {
        self.ask(move |snapshot| {
            let Some(file) = snapshot.file(&uri) else { return Answer::default() };
            question(&Asked::new(snapshot, file))
        })
        .await
    }

    /// Reads the workspace for the first time, telling the client how far it is.
    async fn first_pass(&self) {
        let token = lsp::NumberOrString::String("gouji/first-pass".to_owned());
        let shows = self.can.get().is_some_and(|can| can.progress)
            && self
                .client
                .send_request::<WorkDoneProgressCreate>(lsp::WorkDoneProgressCreateParams {
                    token: token.clone(),
                })
                .await
                .is_ok();
        let say = |value: lsp::WorkDoneProgress| {
            let value = lsp::ProgressParamsValue::WorkDone(value);
            let params = lsp::ProgressParams { token: token.clone(), value };
            async move {
                if shows {
                    self.client.send_notification::<lsp::notification::Progress>(params).await;
                }
            }
        };
        say(lsp::WorkDoneProgress::Begin(lsp::WorkDoneProgressBegin {
            title: "gouji".to_owned(),
            message: Some("正在读规则和公开文件".to_owned()),
            ..Default::default()
        }))
        .await;
        let world = Arc::clone(&self.world);
        let loaded = tokio::task::spawn_blocking(move || {
            let mut world = world.lock().unwrap_or_else(PoisonError::into_inner);
            world.load(&DiskSystem);
            world.projects.iter().filter_map(|project| project.problem.clone()).collect::<Vec<_>>()
        });
        for problem in loaded.await.unwrap_or_default() {
            let message = format!("{PROJECT_FILE}: {problem}");
            self.client.show_message(lsp::MessageType::ERROR, message).await;
        }
        say(lsp::WorkDoneProgress::End(lsp::WorkDoneProgressEnd { message: None })).await;
        self.change(|_| {});
    }

    async fn watch_files(&self) {
        if !self.can.get().is_some_and(|can| can.watching) {
            return;
        }
        let globs = ["**/*.gouji", "**/*.txt", "**/*.tsv", "**/gouji.toml"];
        let watchers: Vec<serde_json::Value> =
            globs.iter().map(|glob| serde_json::json!({ "globPattern": glob })).collect();
        let registration = lsp::Registration {
            id: "gouji/files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: Some(serde_json::json!({ "watchers": watchers })),
        };
        // A client that refuses does without.
        let _ = self.client.register_capability(vec![registration]).await;
    }
}

/// A file that a question is about, and its text.
struct Asked<'snapshot> {
    snapshot: &'snapshot Snapshot,
    file: File,
    text: Arc<str>,
    lines: LineIndex,
}

impl<'snapshot> Asked<'snapshot> {
    fn new(snapshot: &'snapshot Snapshot, file: File) -> Self {
        let text = text_of(snapshot.ide().database, file);
        let lines = snapshot.ide().lines(file);
        Self { snapshot, file, text, lines }
    }

    fn places(&self) -> Places<'_> {
        Places { text: &self.text, lines: &self.lines, encoding: self.snapshot.encoding }
    }

    fn locations(&self, targets: &[Target]) -> Vec<lsp::Location> {
        targets.iter().filter_map(|target| location(self.snapshot, target)).collect()
    }

    fn workspace_edit(&self, edits: &[FileEdit]) -> lsp::WorkspaceEdit {
        let mut changes: HashMap<lsp::Url, Vec<lsp::TextEdit>> = HashMap::new();
        for edit in edits {
            let of_edit = Asked::new(self.snapshot, edit.file);
            if let Some(uri) = self.snapshot.uri(edit.file) {
                let range = of_edit.places().range(edit.range);
                let new_text = edit.text.clone();
                changes.entry(uri.clone()).or_default().push(lsp::TextEdit { range, new_text });
            }
        }
        lsp::WorkspaceEdit { changes: Some(changes), ..Default::default() }
    }

    fn symbol(&self, symbol: &Symbol) -> lsp::DocumentSymbol {
        let children: Vec<_> = symbol.children.iter().map(|child| self.symbol(child)).collect();
        let places = self.places();
        #[allow(deprecated, reason = "the field must be given though the protocol has dropped it")]
        lsp::DocumentSymbol {
            name: if symbol.name.is_empty() { "—".to_owned() } else { symbol.name.clone() },
            detail: (!symbol.detail.is_empty()).then(|| symbol.detail.clone()),
            kind: convert::symbol_kind(symbol.kind),
            tags: None,
            deprecated: None,
            range: places.range(symbol.range),
            selection_range: places.range(symbol.selection),
            children: (!children.is_empty()).then_some(children),
        }
    }

    fn completion(&self, item: Completion) -> lsp::CompletionItem {
        let range = self.places().range(item.range);
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

    fn tokens(&self) -> Vec<lsp::SemanticToken> {
        let places = self.places();
        let mut before = lsp::Position::default();
        let mut tokens = Vec::new();
        for highlight in self.snapshot.ide().highlights(self.file) {
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
}

fn markdown(value: String) -> lsp::Documentation {
    lsp::Documentation::MarkupContent(lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value })
}

fn location(snapshot: &Snapshot, target: &Target) -> Option<lsp::Location> {
    let uri = snapshot.uri(target.file)?.clone();
    let asked = Asked::new(snapshot, target.file);
    Some(lsp::Location { uri, range: asked.places().range(target.selection) })
}

fn capabilities(encoding: Encoding, pulls: bool) -> lsp::ServerCapabilities {
    let legend = lsp::SemanticTokensLegend {
        token_types: convert::TOKEN_TYPES.iter().map(|(_, kind)| kind.clone()).collect(),
        token_modifiers: Vec::new(),
    };
    lsp::ServerCapabilities {
        position_encoding: Some(match encoding {
            Encoding::Utf8 => lsp::PositionEncodingKind::UTF8,
            Encoding::Utf16 => lsp::PositionEncodingKind::UTF16,
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
                identifier: Some("gouji".to_owned()),
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

fn folders_of(params: &lsp::InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.iter().flatten().map(|folder| folder.uri.clone());
    let mut folders: Vec<lsp::Url> = folders.collect();
    #[allow(deprecated, reason = "clients without workspace folders name their root here")]
    if folders.is_empty() {
        folders.extend(params.root_uri.clone());
    }
    folders.iter().filter_map(|uri| uri.to_file_path().ok()).collect()
}

#[tower_lsp::async_trait]
impl LanguageServer for Backend {
    async fn initialize(&self, params: lsp::InitializeParams) -> Result<lsp::InitializeResult> {
        let general = params.capabilities.general.as_ref();
        let encodings = general.and_then(|general| general.position_encodings.as_ref());
        let utf8 = encodings.is_some_and(|kinds| kinds.contains(&lsp::PositionEncodingKind::UTF8));
        let encoding = if utf8 { Encoding::Utf8 } else { Encoding::Utf16 };
        let folders = folders_of(&params);
        let locale = params.locale.as_deref().unwrap_or_default();
        let language = if locale.starts_with("en") { Language::English } else { Language::Chinese };
        self.change(|world| {
            world.encoding = encoding;
            world.folders = folders;
            world.language = language;
        });
        let window = params.capabilities.window.as_ref();
        let workspace = params.capabilities.workspace.as_ref();
        let _ = self.can.set(Abilities {
            progress: window.and_then(|window| window.work_done_progress).unwrap_or(false),
            watching: workspace
                .and_then(|workspace| workspace.did_change_watched_files)
                .and_then(|watching| watching.dynamic_registration)
                .unwrap_or(false),
        });
        let text_document = params.capabilities.text_document.as_ref();
        let pulls = text_document.is_some_and(|text| text.diagnostic.is_some());
        let _ = self.publisher.set(Publisher::start(Arc::clone(&self.world), self.to_client.clone()));
        Ok(lsp::InitializeResult {
            capabilities: capabilities(encoding, pulls),
            server_info: Some(lsp::ServerInfo {
                name: "gouji".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        })
    }

    async fn initialized(&self, _: lsp::InitializedParams) {
        self.watch_files().await;
        self.first_pass().await;
    }

    async fn shutdown(&self) -> Result<()> {
        self.shut_down.store(true, Ordering::SeqCst);
        Ok(())
    }

    async fn did_open(&self, params: lsp::DidOpenTextDocumentParams) {
        let document = params.text_document;
        self.change(|world| {
            world.open(&document.uri, &document.language_id, document.version, document.text);
        });
    }

    async fn did_change(&self, params: lsp::DidChangeTextDocumentParams) {
        let document = params.text_document;
        self.change(|world| world.change(&document.uri, document.version, params.content_changes));
    }

    async fn did_close(&self, params: lsp::DidCloseTextDocumentParams) {
        self.change(|world| world.close(&params.text_document.uri, &DiskSystem));
    }

    async fn did_save(&self, _: lsp::DidSaveTextDocumentParams) {}

    async fn did_change_configuration(&self, _: lsp::DidChangeConfigurationParams) {}

    async fn did_change_workspace_folders(&self, params: lsp::DidChangeWorkspaceFoldersParams) {
        self.change(|world| {
            let removed: Vec<PathBuf> =
                params.event.removed.iter().map(|folder| path_of(&folder.uri)).collect();
            world.folders.retain(|folder| !removed.contains(folder));
            let added =
                params.event.added.iter().filter_map(|folder| folder.uri.to_file_path().ok());
            world.folders.extend(added);
            world.load(&DiskSystem);
        });
    }

    async fn did_change_watched_files(&self, params: lsp::DidChangeWatchedFilesParams) {
        self.change(|world| {
            let paths: Vec<PathBuf> =
                params.changes.iter().map(|change| path_of(&change.uri)).collect();
            let is_project =
                |path: &PathBuf| path.file_name().is_some_and(|name| name == PROJECT_FILE);
            if paths.iter().any(is_project) {
                world.load(&DiskSystem);
            }
            for path in paths.iter().filter(|path| !is_project(path)) {
                world.reload(path, &DiskSystem);
            }
        });
    }

    async fn hover(&self, params: lsp::HoverParams) -> Result<Option<lsp::Hover>> {
        self.ask_at(params.text_document_position_params, |asked, offset| {
            let hover = asked.snapshot.ide().hover(asked.file, offset)?;
            Some(lsp::Hover {
                contents: lsp::HoverContents::Markup(lsp::MarkupContent {
                    kind: lsp::MarkupKind::Markdown,
                    value: hover.markdown,
                }),
                range: Some(asked.places().range(hover.range)),
            })
        })
        .await
    }

    async fn completion(
        &self,
        params: lsp::CompletionParams,
    ) -> Result<Option<lsp::CompletionResponse>> {
        self.ask_at(params.text_document_position, |asked, offset| {
            let found = asked.snapshot.ide().completions(asked.file, offset);
            let items = found.into_iter().map(|item| asked.completion(item)).collect();
            Some(lsp::CompletionResponse::Array(items))
        })
        .await
    }

    async fn signature_help(
        &self,
        params: lsp::SignatureHelpParams,
    ) -> Result<Option<lsp::SignatureHelp>> {
        self.ask_at(params.text_document_position_params, |asked, offset| {
            let found = asked.snapshot.ide().signature(asked.file, offset)?;
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
        })
        .await
    }

    async fn goto_definition(
        &self,
        params: lsp::GotoDefinitionParams,
    ) -> Result<Option<lsp::GotoDefinitionResponse>> {
        self.ask_at(params.text_document_position_params, |asked, offset| {
            let targets = asked.snapshot.ide().definition(asked.file, offset);
            Some(lsp::GotoDefinitionResponse::Array(asked.locations(&targets)))
        })
        .await
    }

    async fn references(&self, params: lsp::ReferenceParams) -> Result<Option<Vec<lsp::Location>>> {
        let declaration = params.context.include_declaration;
        self.ask_at(params.text_document_position, move |asked, offset| {
            let targets = asked.snapshot.ide().references(asked.file, offset, declaration);
            Some(asked.locations(&targets))
        })
        .await
    }

    async fn prepare_rename(
        &self,
        params: lsp::TextDocumentPositionParams,
    ) -> Result<Option<lsp::PrepareRenameResponse>> {
        self.ask_at(params, |asked, offset| {
            let (range, name) = asked.snapshot.ide().prepare_rename(asked.file, offset)?;
            Some(lsp::PrepareRenameResponse::RangeWithPlaceholder {
                range: asked.places().range(range),
                placeholder: name,
            })
        })
        .await
    }

    async fn rename(&self, params: lsp::RenameParams) -> Result<Option<lsp::WorkspaceEdit>> {
        let renamed = self
            .ask_at(params.text_document_position, move |asked, offset| {
                let edits = asked.snapshot.ide().rename(asked.file, offset, &params.new_name);
                Some(edits.map(|edits| asked.workspace_edit(&edits)))
            })
            .await?;
        match renamed {
            Some(Ok(edit)) => Ok(Some(edit)),
            Some(Err(reason)) => {
                Err(Error { code: ErrorCode::InvalidParams, message: reason.into(), data: None })
            }
            None => Ok(None),
        }
    }

    async fn document_symbol(
        &self,
        params: lsp::DocumentSymbolParams,
    ) -> Result<Option<lsp::DocumentSymbolResponse>> {
        self.ask_of(params.text_document.uri, |asked| {
            let symbols = asked.snapshot.ide().outline(asked.file);
            let symbols = symbols.iter().map(|symbol| asked.symbol(symbol)).collect();
            Some(lsp::DocumentSymbolResponse::Nested(symbols))
        })
        .await
    }

    async fn symbol(
        &self,
        params: lsp::WorkspaceSymbolParams,
    ) -> Result<Option<Vec<lsp::SymbolInformation>>> {
        self.ask(move |snapshot| {
            let found = snapshot.ide().workspace_symbols(&params.query);
            let information = found.iter().filter_map(|(target, symbol)| {
                #[allow(deprecated, reason = "the field must be given")]
                Some(lsp::SymbolInformation {
                    name: symbol.name.clone(),
                    kind: convert::symbol_kind(symbol.kind),
                    tags: None,
                    deprecated: None,
                    location: location(snapshot, target)?,
                    container_name: None,
                })
            });
            Some(information.collect())
        })
        .await
    }

    async fn folding_range(
        &self,
        params: lsp::FoldingRangeParams,
    ) -> Result<Option<Vec<lsp::FoldingRange>>> {
        self.ask_of(params.text_document.uri, |asked| {
            let folding = asked.snapshot.ide().folding(asked.file);
            let lines = folding.iter().map(|range| {
                let range = asked.places().range(*range);
                lsp::FoldingRange {
                    start_line: range.start.line,
                    end_line: range.end.line,
                    ..Default::default()
                }
            });
            Some(lines.filter(|fold| fold.end_line > fold.start_line).collect())
        })
        .await
    }

    async fn code_action(
        &self,
        params: lsp::CodeActionParams,
    ) -> Result<Option<lsp::CodeActionResponse>> {
        let range = params.range;
        let diagnostics = params.context.diagnostics;
        self.ask_of(params.text_document.uri, move |asked| {
            let range = asked.places().text_range(range);
            let actions = asked.snapshot.ide().actions(asked.file, range).into_iter();
            let converted = actions.map(|action| {
                let mended: Vec<_> = diagnostics
                    .iter()
                    .filter(|diagnostic| {
                        diagnostic.code == Some(lsp::NumberOrString::String(action.code.clone()))
                    })
                    .cloned()
                    .collect();
                lsp::CodeActionOrCommand::CodeAction(lsp::CodeAction {
                    edit: Some(asked.workspace_edit(&action.edits)),
                    title: action.title,
                    kind: Some(lsp::CodeActionKind::QUICKFIX),
                    diagnostics: (!mended.is_empty()).then_some(mended),
                    is_preferred: Some(true),
                    ..Default::default()
                })
            });
            Some(converted.collect())
        })
        .await
    }

    async fn code_lens(&self, params: lsp::CodeLensParams) -> Result<Option<Vec<lsp::CodeLens>>> {
        let uri = params.text_document.uri.clone();
        self.ask_of(params.text_document.uri, move |asked| {
            let lenses = asked.snapshot.ide().lenses(asked.file).into_iter().map(|lens| {
                let range = asked.places().range(lens.range);
                let locations = asked.locations(&lens.targets);
                let arguments = serde_json::json!([uri, range.start, locations]);
                let arguments = arguments.as_array().cloned();
                lsp::CodeLens {
                    range,
                    command: Some(lsp::Command {
                        title: lens.title,
                        command: "gouji.showReferences".to_owned(),
                        arguments,
                    }),
                    data: None,
                }
            });
            Some(lenses.collect())
        })
        .await
    }

    async fn inlay_hint(
        &self,
        params: lsp::InlayHintParams,
    ) -> Result<Option<Vec<lsp::InlayHint>>> {
        let range = params.range;
        self.ask_of(params.text_document.uri, move |asked| {
            let places = asked.places();
            let hints = asked.snapshot.ide().hints(asked.file, places.text_range(range));
            let converted = hints.into_iter().map(|hint| lsp::InlayHint {
                position: places.position(hint.offset),
                label: lsp::InlayHintLabel::String(hint.text),
                kind: None,
                text_edits: None,
                tooltip: (!hint.tooltip.is_empty())
                    .then_some(lsp::InlayHintTooltip::String(hint.tooltip)),
                padding_left: Some(true),
                padding_right: None,
                data: None,
            });
            Some(converted.collect())
        })
        .await
    }

    async fn semantic_tokens_full(
        &self,
        params: lsp::SemanticTokensParams,
    ) -> Result<Option<lsp::SemanticTokensResult>> {
        self.ask_of(params.text_document.uri, |asked| {
            let data = asked.tokens();
            Some(lsp::SemanticTokensResult::Tokens(lsp::SemanticTokens { result_id: None, data }))
        })
        .await
    }

    async fn diagnostic(
        &self,
        params: lsp::DocumentDiagnosticParams,
    ) -> Result<lsp::DocumentDiagnosticReportResult> {
        let uri = params.text_document.uri.clone();
        let items = self
            .ask_of(params.text_document.uri, move |asked| {
                let diagnostics = asked.snapshot.ide().diagnostics(asked.file);
                let standing = asked.snapshot.ide().standing(asked.file);
                let mut items = convert_all(asked.snapshot, asked.file, &uri, &diagnostics);
                items.extend(convert_standing(asked.snapshot, asked.file, &uri, &standing));
                items
            })
            .await?;
        let full = lsp::FullDocumentDiagnosticReport { result_id: None, items };
        Ok(lsp::DocumentDiagnosticReportResult::Report(lsp::DocumentDiagnosticReport::Full(
            lsp::RelatedFullDocumentDiagnosticReport {
                related_documents: None,
                full_document_diagnostic_report: full,
            },
        )))
    }

    async fn workspace_diagnostic(
        &self,
        _: lsp::WorkspaceDiagnosticParams,
    ) -> Result<lsp::WorkspaceDiagnosticReportResult> {
        let items = self
            .ask(|snapshot| {
                let reports =
                    snapshot.files().map(|(file, uri)| {
                        let diagnostics = snapshot.ide().diagnostics(file);
                        let standing = snapshot.ide().standing(file);
                        let mut items = convert_all(snapshot, file, uri, &diagnostics);
                        items.extend(convert_standing(snapshot, file, uri, &standing));
                        lsp::WorkspaceDocumentDiagnosticReport::Full(
                            lsp::WorkspaceFullDocumentDiagnosticReport {
                                uri: uri.clone(),
                                version: None,
                                full_document_diagnostic_report:
                                    lsp::FullDocumentDiagnosticReport { result_id: None, items },
                            },
                        )
                    });
                reports.collect()
            })
            .await?;
        Ok(lsp::WorkspaceDiagnosticReportResult::Report(lsp::WorkspaceDiagnosticReport { items }))
    }
}
