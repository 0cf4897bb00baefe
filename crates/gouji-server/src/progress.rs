//! How far the first pass over the folders is, for clients that show it.

use crate::diagnostics::findings;
use crate::shared::Shared;
use gouji_database::Cancelled;
use gouji_text::Language;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tower_lsp::Client;
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::request::WorkDoneProgressCreate;

/// Shows how far the work is; when it is dropped, the work is done.
pub(crate) struct Progress {
    say: UnboundedSender<lsp::WorkDoneProgress>,
    language: Language,
    /// Hundredths of the whole that have been reported.
    reported: AtomicU32,
}

impl Progress {
    /// Asks the client for a place to show it. The work waits for nothing.
    pub(crate) fn begin(shared: &Shared, language: Language) -> Self {
        let (say, said) = unbounded_channel();
        shared.spawn(forward(shared.client.clone(), said));
        let progress = Self { say, language, reported: AtomicU32::new(0) };
        progress.send(lsp::WorkDoneProgress::Begin(lsp::WorkDoneProgressBegin {
            title: "gouji".to_owned(),
            message: Some(progress.pick("正在读规则和公开文件", "reading rules and documents")),
            percentage: Some(0),
            cancellable: Some(false),
        }));
        progress
    }

    /// `done` of `all` files have been read: the first half of the work.
    pub(crate) fn reading(&self, done: usize, all: usize) {
        let message = self.pick("已读", "read");
        self.report(format!("{message} {done}/{all}"), hundredths(done, all) / 2);
    }

    fn checking(&self, done: usize, all: usize) {
        let message = self.pick("已查", "checked");
        self.report(format!("{message} {done}/{all}"), 50 + hundredths(done, all) / 2);
    }

    fn report(&self, message: String, percentage: u32) {
        // A hundred reports are enough for any number of files, and none goes back.
        if percentage > self.reported.fetch_max(percentage, Ordering::Relaxed) {
            self.send(lsp::WorkDoneProgress::Report(lsp::WorkDoneProgressReport {
                message: Some(message),
                percentage: Some(percentage),
                cancellable: Some(false),
            }));
        }
    }

    fn send(&self, value: lsp::WorkDoneProgress) {
        // A client that refused hears nothing.
        let _ = self.say.send(value);
    }

    fn pick(&self, chinese: &str, english: &str) -> String {
        let words = if self.language == Language::English { english } else { chinese };
        words.to_owned()
    }

    /// Follows the check of all files to its end. The publisher computes the same, and what one has
    /// computed the other finds.
    pub(crate) fn follow_checking(self, shared: Arc<Shared>) {
        std::thread::spawn(move || while !self.follow_once(&shared) {});
    }

    /// Whether the end was reached before a change came.
    fn follow_once(&self, shared: &Shared) -> bool {
        let snapshot = shared.lock().snapshot();
        let files: Vec<_> = snapshot.files().map(|(file, _)| file).collect();
        let followed = Cancelled::catch(AssertUnwindSafe(|| {
            for (number, file) in files.iter().enumerate() {
                findings(&snapshot, *file);
                self.checking(number + 1, files.len());
            }
        }));
        followed.is_ok()
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.send(lsp::WorkDoneProgress::End(lsp::WorkDoneProgressEnd { message: None }));
    }
}

fn hundredths(done: usize, all: usize) -> u32 {
    u32::try_from(done * 100 / all.max(1)).unwrap_or(100)
}

async fn forward(client: Client, mut said: UnboundedReceiver<lsp::WorkDoneProgress>) {
    let token = lsp::NumberOrString::String("gouji/first-pass".to_owned());
    let create = lsp::WorkDoneProgressCreateParams { token: token.clone() };
    if client.send_request::<WorkDoneProgressCreate>(create).await.is_err() {
        return;
    }
    while let Some(value) = said.recv().await {
        let value = lsp::ProgressParamsValue::WorkDone(value);
        let params = lsp::ProgressParams { token: token.clone(), value };
        client.send_notification::<lsp::notification::Progress>(params).await;
    }
}
