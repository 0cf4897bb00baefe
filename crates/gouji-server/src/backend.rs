//! The protocol's messages, each a line: what changes goes to the state or to the reader of files,
//! what is asked is answered from a snapshot.

use crate::capabilities::{Abilities, capabilities, encoding};
use crate::diagnostics;
use crate::disk::{Disk, Files};
use crate::progress::Progress;
use crate::publisher::ClientOutput;
use crate::request_context::RequestContext;
use crate::requests::{edits, places, texts};
use crate::shared::Shared;
use crate::state::path_of;
use gouji_text::Language;
use gouji_workspace::watched;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types as lsp;
use tower_lsp::{Client, LanguageServer};

/// The server of one client.
pub(crate) struct Backend {
    shared: Arc<Shared>,
    disk: Disk,
    can: OnceLock<Abilities>,
    shut_down: Arc<AtomicBool>,
}

impl Backend {
    pub(crate) fn new(
        client: Client,
        output_to_client: ClientOutput,
        files: Files,
        shut_down: Arc<AtomicBool>,
    ) -> Self {
        let shared = Arc::new(Shared::new(client, output_to_client));
        let disk = Disk::start(Arc::clone(&shared), files);
        Self { shared, disk, can: OnceLock::new(), shut_down }
    }

    #[cfg(test)]
    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    /// Answers a question about a place in a file.
    async fn ask_at<Answer: Send + Default + 'static>(
        &self,
        at: lsp::TextDocumentPositionParams,
        question: impl Fn(&RequestContext<'_>, u32) -> Answer + Send + Sync + 'static,
    ) -> Result<Answer> {
        let position = at.position;
        let question = move |context: &RequestContext<'_>| {
            question(context, context.places().offset(position))
        };
        self.ask_of(at.text_document.uri, question).await
    }

    /// Answers a question about a file.
    async fn ask_of<Answer: Send + Default + 'static>(
        &self,
        uri: lsp::Url,
        question: impl Fn(&RequestContext<'_>) -> Answer + Send + Sync + 'static,
    ) -> Result<Answer> {
        let question = move |snapshot: &_, file| question(&RequestContext::new(snapshot, file));
        self.shared.ask_about(uri, question).await
    }

    fn watch_files(&self) {
        if !self.can.get().is_some_and(|can| can.watching) {
            return;
        }
        let watchers: Vec<serde_json::Value> =
            watched().iter().map(|glob| serde_json::json!({ "globPattern": glob })).collect();
        let registration = lsp::Registration {
            id: "gouji/files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: Some(serde_json::json!({ "watchers": watchers })),
        };
        let client = self.shared.client.clone();
        // A client that refuses does without; nothing waits for its answer.
        self.shared.spawn(async move {
            let _ = client.register_capability(vec![registration]).await;
        });
    }

    /// Answers what was no message, as [`crate::frames`] has described it.
    pub(crate) async fn refuse(&self, refused: serde_json::Value) -> Result<()> {
        let code = refused["code"].as_i64().unwrap_or(ErrorCode::InvalidRequest.code());
        let message = refused["message"].as_str().unwrap_or_default().to_owned().into();
        Err(Error { code: code.into(), message, data: None })
    }

    /// Answers [`texts::READING`].
    pub(crate) async fn reading(&self, params: texts::ReadingParams) -> Result<Option<String>> {
        let form = params.form;
        let reading = move |context: &RequestContext<'_>| texts::reading(context, form.as_deref());
        self.ask_of(params.text_document.uri, reading).await
    }

    /// Answers [`texts::TEXT`].
    pub(crate) async fn text(
        &self,
        params: texts::TextParams,
    ) -> Result<Option<texts::TextAnswer>> {
        self.ask_of(params.text_document.uri, texts::text).await
    }

    /// Says that a text is no longer known, as [`crate::frames`] has noticed.
    pub(crate) async fn misunderstood(&self, params: serde_json::Value) {
        let method = params["method"].as_str().unwrap_or_default();
        let problem = params["message"].as_str().unwrap_or_default();
        let message = match self.shared.lock().language {
            Language::Chinese => {
                format!("编辑器发来的 {method} 看不懂（{problem}），请关闭这个文件再打开")
            }
            Language::English => {
                format!("cannot understand {method} ({problem}); close the file and open it again")
            }
        };
        self.shared.say(lsp::MessageType::ERROR, message);
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
        let can = Abilities::of(&params.capabilities);
        let encoding = encoding(&params.capabilities);
        let english = params.locale.as_deref().is_some_and(|locale| locale.starts_with("en"));
        self.shared.change(|state| {
            state.encoding = encoding;
            state.folders = folders_of(&params);
            state.language = if english { Language::English } else { Language::Chinese };
        });
        let _ = self.can.set(can);
        self.shared.tell(can.refreshing);
        Ok(lsp::InitializeResult {
            capabilities: capabilities(encoding, can.pulling),
            server_info: Some(lsp::ServerInfo {
                name: "gouji".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        })
    }

    async fn initialized(&self, _: lsp::InitializedParams) {
        self.watch_files();
        let shows = self.can.get().is_some_and(|can| can.progress);
        let language = self.shared.lock().language;
        self.disk.read_folders(shows.then(|| Progress::begin(&self.shared, language)));
    }

    async fn shutdown(&self) -> Result<()> {
        self.shut_down.store(true, Ordering::SeqCst);
        Ok(())
    }

    async fn did_open(&self, params: lsp::DidOpenTextDocumentParams) {
        let document = params.text_document;
        let mut may_differ = false;
        self.shared.change(|state| {
            let lsp::TextDocumentItem { uri, language_id, version, text } = document;
            may_differ = state.open(&uri, &language_id, version, text);
        });
        if may_differ {
            self.disk.read_folders(None);
        }
        // Its kind may have been unknown, and with it its part in the rules.
        self.shared.refresh(true);
    }

    async fn did_change(&self, params: lsp::DidChangeTextDocumentParams) {
        let lsp::VersionedTextDocumentIdentifier { uri, version } = params.text_document;
        let mut may_differ = false;
        self.shared
            .change(|state| may_differ = state.change(&uri, version, params.content_changes));
        if may_differ {
            self.disk.read_folders(None);
        }
        let is_rule = self.shared.lock().is_rule(&uri);
        self.shared.refresh(is_rule);
    }

    async fn did_close(&self, params: lsp::DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        self.shared.change(|state| state.close(&uri));
        self.disk.read_files(vec![path_of(&uri)]);
    }

    async fn did_save(&self, _: lsp::DidSaveTextDocumentParams) {}

    async fn did_change_configuration(&self, _: lsp::DidChangeConfigurationParams) {}

    async fn did_change_workspace_folders(&self, params: lsp::DidChangeWorkspaceFoldersParams) {
        self.shared.change(|state| {
            let removed: Vec<PathBuf> =
                params.event.removed.iter().map(|folder| path_of(&folder.uri)).collect();
            state.folders.retain(|folder| !removed.contains(folder));
            let added =
                params.event.added.iter().filter_map(|folder| folder.uri.to_file_path().ok());
            state.folders.extend(added);
        });
        self.disk.read_folders(None);
    }

    async fn did_change_watched_files(&self, params: lsp::DidChangeWatchedFilesParams) {
        self.disk.read_files(params.changes.iter().map(|change| path_of(&change.uri)).collect());
    }

    async fn hover(&self, params: lsp::HoverParams) -> Result<Option<lsp::Hover>> {
        self.ask_at(params.text_document_position_params, texts::hover).await
    }

    async fn signature_help(
        &self,
        params: lsp::SignatureHelpParams,
    ) -> Result<Option<lsp::SignatureHelp>> {
        self.ask_at(params.text_document_position_params, texts::signature).await
    }

    async fn document_symbol(
        &self,
        params: lsp::DocumentSymbolParams,
    ) -> Result<Option<lsp::DocumentSymbolResponse>> {
        let symbols = self.ask_of(params.text_document.uri, texts::outline).await?;
        Ok(Some(lsp::DocumentSymbolResponse::Nested(symbols)))
    }

    async fn folding_range(
        &self,
        params: lsp::FoldingRangeParams,
    ) -> Result<Option<Vec<lsp::FoldingRange>>> {
        self.ask_of(params.text_document.uri, texts::folding).await.map(Some)
    }

    async fn inlay_hint(
        &self,
        params: lsp::InlayHintParams,
    ) -> Result<Option<Vec<lsp::InlayHint>>> {
        let range = params.range;
        let hints = move |context: &RequestContext<'_>| texts::hints(context, range);
        self.ask_of(params.text_document.uri, hints).await.map(Some)
    }

    async fn code_lens(&self, params: lsp::CodeLensParams) -> Result<Option<Vec<lsp::CodeLens>>> {
        let uri = params.text_document.uri.clone();
        let lenses = move |context: &RequestContext<'_>| texts::lenses(context, &uri);
        self.ask_of(params.text_document.uri, lenses).await.map(Some)
    }

    async fn semantic_tokens_full(
        &self,
        params: lsp::SemanticTokensParams,
    ) -> Result<Option<lsp::SemanticTokensResult>> {
        let data = self.ask_of(params.text_document.uri, texts::tokens).await?;
        let tokens = lsp::SemanticTokens { result_id: None, data };
        Ok(Some(lsp::SemanticTokensResult::Tokens(tokens)))
    }

    async fn goto_definition(
        &self,
        params: lsp::GotoDefinitionParams,
    ) -> Result<Option<lsp::GotoDefinitionResponse>> {
        let definition = |context: &RequestContext<'_>, at| Some(places::definition(context, at));
        self.ask_at(params.text_document_position_params, definition).await
    }

    async fn references(&self, params: lsp::ReferenceParams) -> Result<Option<Vec<lsp::Location>>> {
        let declaration = params.context.include_declaration;
        let references =
            move |context: &RequestContext<'_>, at| places::references(context, at, declaration);
        self.ask_at(params.text_document_position, references).await.map(Some)
    }

    async fn symbol(
        &self,
        params: lsp::WorkspaceSymbolParams,
    ) -> Result<Option<Vec<lsp::SymbolInformation>>> {
        let named = move |snapshot: &_| places::named(snapshot, &params.query);
        self.shared.ask(named).await.map(Some)
    }

    async fn completion(
        &self,
        params: lsp::CompletionParams,
    ) -> Result<Option<lsp::CompletionResponse>> {
        let items = self.ask_at(params.text_document_position, edits::completions).await?;
        Ok(Some(lsp::CompletionResponse::Array(items)))
    }

    async fn prepare_rename(
        &self,
        params: lsp::TextDocumentPositionParams,
    ) -> Result<Option<lsp::PrepareRenameResponse>> {
        let prepare = |context: &RequestContext<'_>, at| Some(edits::prepare_rename(context, at));
        Ok(self.ask_at(params, prepare).await?.transpose()?.flatten())
    }

    async fn rename(&self, params: lsp::RenameParams) -> Result<Option<lsp::WorkspaceEdit>> {
        let new_name = params.new_name;
        let rename =
            move |context: &RequestContext<'_>, at| Some(edits::rename(context, at, &new_name));
        self.ask_at(params.text_document_position, rename).await?.transpose()
    }

    async fn formatting(
        &self,
        params: lsp::DocumentFormattingParams,
    ) -> Result<Option<Vec<lsp::TextEdit>>> {
        let format = |context: &RequestContext<'_>| edits::format(context, None);
        self.ask_of(params.text_document.uri, format).await.map(Some)
    }

    async fn range_formatting(
        &self,
        params: lsp::DocumentRangeFormattingParams,
    ) -> Result<Option<Vec<lsp::TextEdit>>> {
        let range = params.range;
        let format = move |context: &RequestContext<'_>| edits::format(context, Some(range));
        self.ask_of(params.text_document.uri, format).await.map(Some)
    }

    async fn on_type_formatting(
        &self,
        params: lsp::DocumentOnTypeFormattingParams,
    ) -> Result<Option<Vec<lsp::TextEdit>>> {
        let typed = params.ch;
        let format =
            move |context: &RequestContext<'_>, at| Some(edits::format_typed(context, at, &typed));
        self.ask_at(params.text_document_position, format).await
    }

    async fn code_action(
        &self,
        params: lsp::CodeActionParams,
    ) -> Result<Option<lsp::CodeActionResponse>> {
        let lsp::CodeActionParams { range, context, .. } = params;
        let actions = move |request: &RequestContext<'_>| edits::actions(request, range, &context);
        self.ask_of(params.text_document.uri, actions).await.map(Some)
    }

    async fn diagnostic(
        &self,
        params: lsp::DocumentDiagnosticParams,
    ) -> Result<lsp::DocumentDiagnosticReportResult> {
        let uri = params.text_document.uri;
        let known = params.previous_result_id;
        let report = move |snapshot: &_| diagnostics::of_file(snapshot, &uri, known.as_deref());
        self.shared.ask(report).await.map(Into::into)
    }

    async fn workspace_diagnostic(
        &self,
        params: lsp::WorkspaceDiagnosticParams,
    ) -> Result<lsp::WorkspaceDiagnosticReportResult> {
        // Half a folder would be taken for the whole.
        self.disk.settled().await;
        let known = params.previous_result_ids;
        let report = move |snapshot: &_| diagnostics::of_workspace(snapshot, &known);
        self.shared.ask(report).await.map(Into::into)
    }
}
