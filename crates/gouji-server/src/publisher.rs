//! What is pushed: one thread computes the diagnostics of every file after every edit, open files
//! first, and begins again when the next edit comes.

use crate::convert::{self, Places};
use crate::frames::framed;
use crate::world::{Listed, Listing, Snapshot, World, text_of};
use gouji_ide::{Cancelled, Diagnostics, File, FileDiagnostic};
use gouji_text::LineIndex;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc::UnboundedSender;
use tower_lsp::lsp_types as lsp;

/// Tells the publisher that something changed.
#[derive(Clone)]
pub(crate) struct Publisher {
    changed: Sender<()>,
}

/// What was last said of a file.
struct Said {
    uri: lsp::Url,
    version: Option<i32>,
    diagnostics: Diagnostics,
    standing: Vec<FileDiagnostic>,
}

impl Publisher {
    /// Starts the thread. What it says goes to `say`, as frames; sending them waits for the client, and
    /// the client's next edit waits for all snapshots: whoever holds one never sends.
    pub(crate) fn start(world: Arc<Mutex<World>>, say: UnboundedSender<Vec<u8>>) -> Self {
        let (changed, changes) = channel();
        std::thread::spawn(move || run(&world, &say, &changes));
        Self { changed }
    }

    /// Something changed.
    pub(crate) fn wake(&self) {
        // A publisher that is gone has nobody left to tell.
        let _ = self.changed.send(());
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

/// Says what is wrong in a file. A client that is gone hears nothing more.
fn say_diagnostics(
    say: &UnboundedSender<Vec<u8>>,
    uri: lsp::Url,
    diagnostics: Vec<lsp::Diagnostic>,
    version: Option<i32>,
) {
    let params = lsp::PublishDiagnosticsParams { uri, diagnostics, version };
    let method = "textDocument/publishDiagnostics";
    let message = Notification { jsonrpc: "2.0", method, params };
    if let Ok(body) = serde_json::to_vec(&message) {
        let _ = say.send(framed(&body));
    }
}

fn run(world: &Mutex<World>, say: &UnboundedSender<Vec<u8>>, changes: &Receiver<()>) {
    let mut said: HashMap<PathBuf, Said> = HashMap::new();
    while changes.recv().is_ok() {
        loop {
            while changes.try_recv().is_ok() {}
            let (snapshot, listing, versions) = look(world);
            // A defect in one computation must not end the service.
            let pass = catch_unwind(AssertUnwindSafe(|| {
                Cancelled::catch(AssertUnwindSafe(|| {
                    publish(snapshot, &listing, &versions, &mut said, say);
                }))
            }));
            match pass {
                Ok(Err(_)) => {}
                Ok(Ok(())) | Err(_) => break,
            }
        }
    }
}

/// The state of the world, its files, and which versions of them are open.
fn look(world: &Mutex<World>) -> (Snapshot, Arc<Listing>, HashMap<PathBuf, i32>) {
    let mut world = world.lock().unwrap_or_else(PoisonError::into_inner);
    let versions = world.entries.iter().filter_map(|(path, entry)| {
        let version = entry.open.as_ref()?.version;
        Some((path.clone(), version))
    });
    let versions = versions.collect();
    let listing = world.listing();
    (world.snapshot(), listing, versions)
}

/// Says what is new in every file, open ones first.
fn publish(
    snapshot: Snapshot,
    listing: &Listing,
    versions: &HashMap<PathBuf, i32>,
    said: &mut HashMap<PathBuf, Said>,
    say: &UnboundedSender<Vec<u8>>,
) {
    let is_open = |listed: &&Listed| versions.contains_key(&listed.path);
    let open = listing.files.iter().filter(is_open);
    let closed = listing.files.iter().filter(|listed| !is_open(listed));
    let mut outdated = Vec::new();
    for listed in open.chain(closed) {
        let version = versions.get(&listed.path).copied();
        let diagnostics = snapshot.ide().diagnostics(listed.file);
        let standing = snapshot.ide().standing(listed.file);
        let before = said.get(&listed.path);
        let same = before.is_some_and(|said| {
            said.version == version
                && said.standing == standing
                && (Arc::ptr_eq(&said.diagnostics, &diagnostics) || said.diagnostics == diagnostics)
        });
        if same {
            continue;
        }
        let mut converted = convert_all(&snapshot, listed.file, &listed.uri, &diagnostics);
        converted.extend(convert_standing(&snapshot, listed.file, &listed.uri, &standing));
        say_diagnostics(say, listed.uri.clone(), converted, version);
        let now = Said { uri: listed.uri.clone(), version, diagnostics, standing };
        outdated.extend(said.insert(listed.path.clone(), now));
    }
    drop(snapshot);
    said.retain(|path, gone| {
        let is_here = listing.paths.contains(path);
        if !is_here {
            say_diagnostics(say, gone.uri.clone(), Vec::new(), None);
        }
        is_here
    });
    // Giving memory back takes time too; by now everything is said.
    drop(outdated);
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
