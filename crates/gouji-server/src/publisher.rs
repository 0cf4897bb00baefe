//! What is pushed: one thread computes the diagnostics of every file after every edit, the edited file
//! first, then open ones, and begins again when the next edit comes.
//!
//! Sending waits for the client, and the client's next edit waits for all snapshots: whoever holds one
//! never sends.

use crate::convert::{self, Places};
use crate::frames::{self, Output, framed};
use crate::world::{Listed, Listing, Snapshot, World, text_of};
use gouji_ide::{Cancelled, Diagnostics, File, FileDiagnostic};
use gouji_text::LineIndex;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::runtime::Handle;
use tower_lsp::lsp_types as lsp;

/// The way to the client for threads outside the runtime.
#[derive(Clone)]
pub(crate) struct ToClient {
    runtime: Handle,
    output: Arc<tokio::sync::Mutex<Output>>,
}

impl ToClient {
    /// The way to the client through `output`, from within the runtime.
    pub(crate) fn new(output: Arc<tokio::sync::Mutex<Output>>) -> Self {
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
    pub(crate) fn start(world: Arc<Mutex<World>>, to_client: ToClient) -> Self {
        let (changed, changes) = channel();
        let mut speaker = Speaker { world, to_client, changes, said: HashMap::new() };
        std::thread::spawn(move || speaker.run());
        Self { changed }
    }

    /// Something changed.
    pub(crate) fn wake(&self) {
        // A publisher that is gone has nobody left to tell.
        let _ = self.changed.send(());
    }
}

/// What was last said of a file.
struct Said {
    uri: lsp::Url,
    version: Option<i32>,
    diagnostics: Diagnostics,
    standing: Vec<FileDiagnostic>,
}

/// The publisher's thread.
struct Speaker {
    world: Arc<Mutex<World>>,
    to_client: ToClient,
    changes: Receiver<()>,
    said: HashMap<PathBuf, Said>,
}

/// The files of one pass, in the order in which they are spoken of.
struct Agenda {
    listing: Arc<Listing>,
    /// Indexes in the listing, and the version where the file is open.
    files: Vec<(usize, Option<i32>)>,
}

/// Something to say.
struct News {
    path: PathBuf,
    frame: Vec<u8>,
    said: Said,
}

impl Speaker {
    fn run(&mut self) {
        while self.changes.recv().is_ok() {
            while !self.pass() {}
        }
    }

    /// Says what is new in every file; whether it came to the end before the next change.
    fn pass(&mut self) -> bool {
        while self.changes.try_recv().is_ok() {}
        let (agenda, mut snapshot) = self.agenda();
        let mut next = 0;
        loop {
            // A defect in one computation must not end the service, nor keep other files unsaid.
            let found = catch_unwind(AssertUnwindSafe(|| {
                Cancelled::catch(AssertUnwindSafe(|| self.find_news(&snapshot, &agenda, &mut next)))
            }));
            drop(snapshot);
            match found {
                Ok(Ok(Some(news))) => self.say(news),
                Ok(Ok(None)) => break,
                Ok(Err(_)) => return false,
                Err(_) => next += 1,
            }
            if self.changes.try_recv() != Err(TryRecvError::Empty) {
                return false;
            }
            snapshot = self.world.lock().unwrap_or_else(PoisonError::into_inner).snapshot();
        }
        self.take_back(&agenda.listing);
        true
    }

    fn agenda(&self) -> (Agenda, Snapshot) {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        let listing = world.listing();
        let version = |listed: &Listed| Some(world.entries.get(&listed.path)?.open.as_ref()?.version);
        let all = listing.files.iter().enumerate();
        let mut files: Vec<_> = all.map(|(index, listed)| (index, version(listed))).collect();
        let edited = world.edited.as_ref();
        files.sort_by_key(|(index, version)| {
            let listed = &listing.files[*index];
            let is_rule = matches!(listed.file, File::Rule(_));
            (Some(&listed.path) != edited, version.is_none(), is_rule)
        });
        (Agenda { listing, files }, world.snapshot())
    }

    /// The next file of which there is something new to say; `next` is moved past it.
    fn find_news(&self, snapshot: &Snapshot, agenda: &Agenda, next: &mut usize) -> Option<News> {
        while let Some((index, version)) = agenda.files.get(*next) {
            let listed = &agenda.listing.files[*index];
            let news = self.news(snapshot, listed, *version);
            *next += 1;
            if news.is_some() {
                return news;
            }
        }
        None
    }

    fn news(&self, snapshot: &Snapshot, listed: &Listed, version: Option<i32>) -> Option<News> {
        let diagnostics = snapshot.ide().diagnostics(listed.file);
        let standing = snapshot.ide().standing(listed.file);
        let is_known = self.said.get(&listed.path).is_some_and(|said| {
            said.version == version
                && said.standing == standing
                && (Arc::ptr_eq(&said.diagnostics, &diagnostics) || said.diagnostics == diagnostics)
        });
        if is_known {
            return None;
        }
        let uri = &listed.uri;
        let mut converted = convert_all(snapshot, listed.file, uri, &diagnostics);
        converted.extend(convert_standing(snapshot, listed.file, uri, &standing));
        let frame = notification(uri.clone(), converted, version);
        let said = Said { uri: uri.clone(), version, diagnostics, standing };
        Some(News { path: listed.path.clone(), frame, said })
    }

    fn say(&mut self, news: News) {
        self.to_client.send(&news.frame);
        // Giving back the memory of what was said before takes time too; by now the news is out.
        self.said.insert(news.path, news.said);
    }

    /// Takes back what was said of files that are gone.
    fn take_back(&mut self, listing: &Listing) {
        let to_client = &self.to_client;
        self.said.retain(|path, gone| {
            let is_here = listing.paths.contains(path);
            if !is_here {
                to_client.send(&notification(gone.uri.clone(), Vec::new(), None));
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
fn notification(
    uri: lsp::Url,
    diagnostics: Vec<lsp::Diagnostic>,
    version: Option<i32>,
) -> Vec<u8> {
    let params = lsp::PublishDiagnosticsParams { uri, diagnostics, version };
    let method = "textDocument/publishDiagnostics";
    let message = Notification { jsonrpc: "2.0", method, params };
    // Texts, numbers and lists of them can always be written.
    serde_json::to_vec(&message).map(|body| framed(&body)).unwrap_or_default()
}

/// The diagnostics of a file in the protocol's words.
pub(crate) fn convert_all(
    snapshot: &Snapshot,
    file: File,
    uri: &lsp::Url,
    diagnostics: &Diagnostics,
) -> Vec<lsp::Diagnostic> {
    let ide = snapshot.ide();
    let text = text_of(ide.database, file);
    let lines = ide.lines(file);
    let places = Places { text: &text, lines: &lines, encoding: snapshot.encoding };
    diagnostics
        .iter()
        .map(|diagnostic| convert::diagnostic(diagnostic, &places, uri, snapshot.language))
        .collect()
}

/// How a rule text fares on the open documents, in the protocol's words.
pub(crate) fn convert_standing(
    snapshot: &Snapshot,
    file: File,
    uri: &lsp::Url,
    standing: &[FileDiagnostic],
) -> Vec<lsp::Diagnostic> {
    if standing.is_empty() {
        return Vec::new();
    }
    let targets = standing.iter().flat_map(|note| &note.related).map(|related| related.target.file);
    let mut texts: HashMap<File, (Option<&lsp::Url>, Arc<str>, LineIndex)> = HashMap::new();
    for file in targets.chain([file]) {
        texts.entry(file).or_insert_with(|| {
            let text = text_of(snapshot.ide().database, file);
            let lines = snapshot.ide().lines(file);
            (snapshot.uri(file), text, lines)
        });
    }
    let Some((_, text, lines)) = texts.get(&file) else { return Vec::new() };
    let own = Places { text, lines, encoding: snapshot.encoding };
    let convert = |note: &FileDiagnostic| {
        let mut converted = convert::diagnostic(&note.diagnostic, &own, uri, snapshot.language);
        let related = note.related.iter().filter_map(|related| {
            let (uri, text, lines) = texts.get(&related.target.file)?;
            let range = Places { text, lines, ..own }.range(related.target.range);
            let location = lsp::Location { uri: (*uri)?.clone(), range };
            let message = related.message.in_language(snapshot.language).to_owned();
            Some(lsp::DiagnosticRelatedInformation { location, message })
        });
        let related: Vec<_> = related.collect();
        converted.related_information = (!related.is_empty()).then_some(related);
        converted
    };
    standing.iter().map(convert).collect()
}
