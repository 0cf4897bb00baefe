//! The state, shared by the handlers, the reader of files and the publisher; and questions to it.

use crate::capabilities::Refreshing;
use crate::guard::words;
use crate::publisher::{ClientOutput, Publisher};
use crate::refresh::Refresher;
use crate::state::{ServerState, Snapshot};
use gouji_database::Cancelled;
use gouji_ide::File;
use gouji_text::Language;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tokio::sync::Semaphore;
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types::{MessageType, Url};

/// Questions that are worked on at one time; the others wait, and are dropped if they are outrun.
const READERS: usize = 2;

/// What all parts of the server share.
pub(crate) struct Shared {
    pub(crate) client: Client,
    /// Where the publisher speaks.
    output_to_client: ClientOutput,
    pub(crate) state: Arc<Mutex<ServerState>>,
    publisher: OnceLock<Publisher>,
    refresher: OnceLock<Refresher>,
    readers: Arc<Semaphore>,
    runtime: tokio::runtime::Handle,
}

/// How a question ended.
enum RequestOutcome<Answer> {
    Answered(Answer),
    /// Something changed meanwhile.
    Outrun,
    Panicked,
}

impl Shared {
    pub(crate) fn new(client: Client, output_to_client: ClientOutput) -> Self {
        Self {
            client,
            output_to_client,
            state: Arc::new(Mutex::new(ServerState::new())),
            publisher: OnceLock::new(),
            refresher: OnceLock::new(),
            readers: Arc::new(Semaphore::new(READERS)),
            runtime: tokio::runtime::Handle::current(),
        }
    }

    /// From now on the client is told: the diagnostics of all files, and what it should ask anew.
    pub(crate) fn tell(&self, can: Refreshing) {
        let refresher = || {
            let (refresher, run) = Refresher::new(self.client.clone(), can);
            self.spawn(run);
            refresher
        };
        self.refresher.get_or_init(refresher);
        let publisher = || Publisher::start(Arc::clone(&self.state), self.output_to_client.clone());
        self.publisher.get_or_init(publisher).wake();
    }

    /// Something changed that shows in files other than the one edited: how rules fare, or
    /// `everything`.
    pub(crate) fn refresh(&self, everything: bool) {
        if let Some(refresher) = self.refresher.get() {
            refresher.changed(everything);
        }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, ServerState> {
        // What a panic left behind is judged by the caller of `change`.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state. A handler calls this before it first waits, and so in the order of
    /// messages.
    pub(crate) fn change(&self, change: impl FnOnce(&mut ServerState)) {
        let mut state = self.lock();
        // A defect in one change must not take the later ones along.
        let changed = catch_unwind(AssertUnwindSafe(|| change(&mut state)));
        let language = state.language;
        drop(state);
        if let Err(panic) = changed {
            self.say_defect(language, &words(&panic));
        }
        if let Some(publisher) = self.publisher.get() {
            publisher.wake();
        }
    }

    /// Tells the client that the program itself failed.
    pub(crate) fn say_defect(&self, language: Language, what: &str) {
        let message = match language {
            Language::Chinese => format!("gouji 程序出错，请报告给我们：{what}"),
            Language::English => format!("gouji has failed; please report this: {what}"),
        };
        self.say(MessageType::ERROR, message);
    }

    /// Shows the client a message.
    pub(crate) fn say(&self, kind: MessageType, message: String) {
        let client = self.client.clone();
        self.spawn(async move { client.show_message(kind, message).await });
    }

    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.runtime.spawn(task);
    }

    /// Answers a question about a file with the state of now. Its answer may rest on later states
    /// of other files, but a question about a text that has changed meanwhile is not answered: the
    /// places in it, and in the answer, would be wrong.
    pub(crate) async fn ask_about<Answer: Send + Default + 'static>(
        &self,
        uri: Url,
        question: impl Fn(&Snapshot, File) -> Answer + Send + Sync + 'static,
    ) -> Result<Answer> {
        let text = self.text(&uri);
        let question = Arc::new(move |snapshot: &Snapshot, uri: &Url| {
            snapshot.file(uri).map(|file| question(snapshot, file)).unwrap_or_default()
        });
        loop {
            let question = Arc::clone(&question);
            let about = uri.clone();
            let still = || self.is_text(&uri, text.as_ref());
            let asked = self.try_ask(still, move |snapshot| question(snapshot, &about)).await;
            match asked {
                RequestOutcome::Panicked => return Err(Error::internal_error()),
                _ if !still() => return Err(Error::new(ErrorCode::ContentModified)),
                RequestOutcome::Answered(answer) => return Ok(answer),
                RequestOutcome::Outrun => {}
            }
        }
    }

    /// Answers a question that is about no place in particular, with the latest state.
    pub(crate) async fn ask<Answer: Send + 'static>(
        &self,
        question: impl Fn(&Snapshot) -> Answer + Send + Sync + 'static,
    ) -> Result<Answer> {
        let question = Arc::new(question);
        loop {
            let question = Arc::clone(&question);
            match self.try_ask(|| true, move |snapshot| question(snapshot)).await {
                RequestOutcome::Answered(answer) => return Ok(answer),
                RequestOutcome::Panicked => return Err(Error::internal_error()),
                RequestOutcome::Outrun => {}
            }
        }
    }

    /// Works on a question outside the lock, until a change stops it.
    async fn try_ask<Answer: Send + 'static>(
        &self,
        still: impl Fn() -> bool,
        question: impl FnOnce(&Snapshot) -> Answer + Send + 'static,
    ) -> RequestOutcome<Answer> {
        let Ok(turn) = Arc::clone(&self.readers).acquire_owned().await else {
            return RequestOutcome::Panicked;
        };
        if !still() {
            return RequestOutcome::Outrun;
        }
        let snapshot = self.lock().snapshot();
        let asked = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            catch_unwind(AssertUnwindSafe(|| {
                Cancelled::catch(AssertUnwindSafe(|| question(&snapshot)))
            }))
        });
        match asked.await {
            Ok(Ok(Ok(answer))) => RequestOutcome::Answered(answer),
            Ok(Err(_)) | Err(_) => RequestOutcome::Panicked,
            // Either a change came, or another thread that computes the same was stopped; if that was
            // a defect, it shows here too the next time.
            Ok(Ok(Err(_))) => RequestOutcome::Outrun,
        }
    }

    fn text(&self, uri: &Url) -> Option<Arc<str>> {
        self.lock().text(uri)
    }

    /// Whether a file still has the text that it had: a text that was set anew is another one.
    fn is_text(&self, uri: &Url, text: Option<&Arc<str>>) -> bool {
        match (self.text(uri), text) {
            (Some(now), Some(then)) => Arc::ptr_eq(&now, then),
            (now, then) => now.is_none() && then.is_none(),
        }
    }
}
