//! What is pushed: one thread computes the diagnostics of every file after every edit, the edited file
//! first, then open ones, and begins again when the next edit comes.
//!
//! Sending waits for the client, and the client's next edit waits for all snapshots: whoever holds one
//! never sends.

use crate::diagnostics::{FileFindings, findings};
use crate::frames::{self, ToClient, framed};
use crate::notices::Notices;
use crate::state::{ServerState, Snapshot};
use crate::views::{ListedFile, Listing};
use gouji_database::Cancelled;
use gouji_ide::File;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::runtime::Handle;
use tower_lsp::lsp_types as lsp;

/// The way to the client for threads outside the runtime.
#[derive(Clone)]
pub(crate) struct ClientOutput {
    runtime: Handle,
    output: Arc<tokio::sync::Mutex<ToClient>>,
}

impl ClientOutput {
    /// The way to the client through `output`, from within the runtime.
    pub(crate) fn new(output: Arc<tokio::sync::Mutex<ToClient>>) -> Self {
        Self { runtime: Handle::current(), output }
    }

    /// Sends a frame and waits until the client has taken it. A client that is gone hears nothing more.
    fn send(&self, frame: &[u8]) {
        let _ = self.runtime.block_on(frames::write(&self.output, frame));
    }
}

/// Tells the publisher that something changed.
#[derive(Clone)]
pub(crate) struct Publisher {
    changed: Sender<()>,
}

impl Publisher {
    /// Starts the thread.
    pub(crate) fn start(state: Arc<Mutex<ServerState>>, output_to_client: ClientOutput) -> Self {
        let (changed, changes) = channel();
        let mut thread = PublisherThread {
            state,
            output_to_client,
            changes,
            published: HashMap::new(),
            noticed: Notices::new(),
        };
        std::thread::spawn(move || thread.run());
        Self { changed }
    }

    /// Something changed.
    pub(crate) fn wake(&self) {
        // A publisher that is gone has nobody left to tell.
        let _ = self.changed.send(());
    }
}

/// What was last said of a file.
struct Published {
    uri: lsp::Url,
    version: Option<i32>,
    findings: FileFindings,
}

/// The publisher's thread.
struct PublisherThread {
    state: Arc<Mutex<ServerState>>,
    output_to_client: ClientOutput,
    changes: Receiver<()>,
    published: HashMap<PathBuf, Published>,
    /// What was last said of files that are no text.
    noticed: Notices,
}

/// The files of one pass, in the order in which they are spoken of.
struct PassQueue {
    listing: Arc<Listing>,
    /// Indexes in the listing.
    files: Vec<usize>,
    notices: Arc<Notices>,
}

/// Something to say.
struct Update {
    path: PathBuf,
    frame: Vec<u8>,
    published: Published,
}

impl PublisherThread {
    fn run(&mut self) {
        while self.changes.recv().is_ok() {
            while !self.pass() {}
        }
    }

    /// Says what is new in every file; whether it came to the end before the next change.
    fn pass(&mut self) -> bool {
        while self.changes.try_recv().is_ok() {}
        let (queue, mut snapshot) = self.queue();
        let mut next = 0;
        loop {
            // A defect in one computation must not end the service, nor keep other files unsaid.
            let found = catch_unwind(AssertUnwindSafe(|| {
                Cancelled::catch(AssertUnwindSafe(|| {
                    self.next_update(&snapshot, &queue, &mut next)
                }))
            }));
            drop(snapshot);
            match found {
                Ok(Ok(Some(update))) => self.say(update),
                Ok(Ok(None)) => break,
                Ok(Err(_)) => return false,
                Err(_) => next += 1,
            }
            if self.changes.try_recv() != Err(TryRecvError::Empty) {
                return false;
            }
            snapshot = self.lock().snapshot();
        }
        self.take_back(&queue.listing);
        self.say_notices(&queue);
        // Everything is said: what takes time and serves nobody is done now and not at the next edit.
        self.lock().tidy();
        true
    }

    fn lock(&self) -> MutexGuard<'_, ServerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn queue(&self) -> (PassQueue, Snapshot) {
        let mut state = self.lock();
        let listing = state.listing();
        let shown = |at: &usize| listing.files[*at].is_shown();
        let mut files: Vec<usize> = (0..listing.files.len()).filter(shown).collect();
        files.sort_by_key(|index| {
            let listed = &listing.files[*index];
            let is_edited = state.edited.as_ref() == Some(&listed.path);
            let is_open = state.entries.get(&listed.path).is_some_and(|entry| entry.open.is_some());
            (!is_edited, !is_open, matches!(listed.file, File::Rule(_)))
        });
        let notices = Arc::clone(&state.notices);
        (PassQueue { listing, files, notices }, state.snapshot())
    }

    /// The next file of which there is something new to say; `next` is moved past it.
    fn next_update(
        &self,
        snapshot: &Snapshot,
        queue: &PassQueue,
        next: &mut usize,
    ) -> Option<Update> {
        while let Some(index) = queue.files.get(*next) {
            let update = self.update(snapshot, &queue.listing.files[*index]);
            *next += 1;
            if update.is_some() {
                return update;
            }
        }
        None
    }

    fn update(&self, snapshot: &Snapshot, listed: &ListedFile) -> Option<Update> {
        let version = snapshot.version_at(&listed.path);
        let findings = findings(snapshot, listed.file);
        let before = self.published.get(&listed.path);
        if before
            .is_some_and(|published| published.version == version && published.findings == findings)
        {
            return None;
        }
        let uri = &listed.uri;
        let converted = findings.converted(snapshot, listed.file, uri);
        let frame = notification(uri.clone(), converted, version);
        let published = Published { uri: uri.clone(), version, findings };
        Some(Update { path: listed.path.clone(), frame, published })
    }

    fn say(&mut self, update: Update) {
        self.output_to_client.send(&update.frame);
        // What is said of a text takes the place of a notice, which must be said again after it.
        self.noticed.remove(&update.path);
        // Giving back the memory of what was said before takes time too; by now the update is out.
        self.published.insert(update.path, update.published);
    }

    /// Says what is new of files that are no text, and takes back what no longer holds. A file that has
    /// become readable is not mentioned: what is said of it as a text has taken the place of the notice.
    fn say_notices(&mut self, queue: &PassQueue) {
        let is_text = |path: &Path| queue.listing.find(path).is_some();
        for (path, gone) in &self.noticed {
            if !queue.notices.contains_key(path) && !is_text(path) {
                self.output_to_client.send(&notification(gone.uri.clone(), Vec::new(), None));
            }
        }
        let now = queue.notices.iter().filter(|(path, _)| !is_text(path));
        for (path, notice) in now.clone() {
            if self.noticed.get(path) != Some(notice) {
                let diagnostics = notice.diagnostics.clone();
                self.output_to_client.send(&notification(notice.uri.clone(), diagnostics, None));
            }
        }
        self.noticed = now.map(|(path, notice)| (path.clone(), notice.clone())).collect();
    }

    /// Takes back what was said of files that are gone.
    fn take_back(&mut self, listing: &Listing) {
        let output_to_client = &self.output_to_client;
        self.published.retain(|path, gone| {
            let is_here = listing.find(path).is_some_and(ListedFile::is_shown);
            if !is_here {
                output_to_client.send(&notification(gone.uri.clone(), Vec::new(), None));
            }
            is_here
        });
    }
}

/// A notification on its way to the client. It is written as it is: the service would first build a
/// tree of it, which takes longer than finding out what to say.
#[derive(serde::Serialize)]
struct Notification {
    jsonrpc: &'static str,
    method: &'static str,
    params: lsp::PublishDiagnosticsParams,
}

/// The frame that says what is wrong in a file.
fn notification(uri: lsp::Url, diagnostics: Vec<lsp::Diagnostic>, version: Option<i32>) -> Vec<u8> {
    let params = lsp::PublishDiagnosticsParams { uri, diagnostics, version };
    let method = "textDocument/publishDiagnostics";
    let message = Notification { jsonrpc: "2.0", method, params };
    // Texts, numbers and lists of them can always be written.
    serde_json::to_vec(&message).map(|body| framed(&body)).unwrap_or_default()
}
