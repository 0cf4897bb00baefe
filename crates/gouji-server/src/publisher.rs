//! What is pushed: one thread computes the diagnostics of every file after every edit, open files
//! first, and begins again when the next edit comes.

use crate::convert::{self, Places};
use crate::world::{Snapshot, World, text_of};
use gouji_ide::{Cancelled, Diagnostics, File, FileDiagnostic};
use gouji_text::LineIndex;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tower_lsp::Client;
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
    /// Starts the thread.
    pub(crate) fn start(world: Arc<Mutex<World>>, client: Client) -> Self {
        let (changed, changes) = channel();
        let (say, mut said) = unbounded_channel::<Saying>();
        // Sending waits for the client, and the client's next edit waits for all snapshots: whoever
        // holds one never sends.
        tokio::spawn(async move {
            while let Some(Saying { uri, diagnostics, version }) = said.recv().await {
                client.publish_diagnostics(uri, diagnostics, version).await;
            }
        });
        std::thread::spawn(move || run(&world, &say, &changes));
        Self { changed }
    }

    /// Something changed.
    pub(crate) fn wake(&self) {
        // A publisher that is gone has nobody left to tell.
        let _ = self.changed.send(());
    }
}

/// Diagnostics on their way to the client.
struct Saying {
    uri: lsp::Url,
    diagnostics: Vec<lsp::Diagnostic>,
    version: Option<i32>,
}

fn run(world: &Mutex<World>, say: &UnboundedSender<Saying>, changes: &Receiver<()>) {
    let mut said: HashMap<PathBuf, Said> = HashMap::new();
    while changes.recv().is_ok() {
        loop {
            while changes.try_recv().is_ok() {}
            let (snapshot, files) = look(world);
            // A defect in one computation must not end the service.
            let pass = catch_unwind(AssertUnwindSafe(|| {
                Cancelled::catch(AssertUnwindSafe(|| {
                    publish(snapshot, &files, &mut said, say);
                }))
            }));
            match pass {
                Ok(Err(_)) => {}
                Ok(Ok(())) | Err(_) => break,
            }
        }
    }
}

/// A file to be spoken of.
struct Listed {
    path: PathBuf,
    file: File,
    uri: lsp::Url,
    version: Option<i32>,
}

/// The state of the world, and its files, open ones first.
fn look(world: &Mutex<World>) -> (Snapshot, Vec<Listed>) {
    let world = world.lock().unwrap_or_else(PoisonError::into_inner);
    let mut files: Vec<Listed> = world
        .entries
        .iter()
        .map(|(path, entry)| Listed {
            path: path.clone(),
            file: entry.file,
            uri: entry.uri.clone(),
            version: entry.version,
        })
        .collect();
    files.sort_by_key(|listed| listed.version.is_none());
    (world.snapshot(), files)
}

fn publish(
    snapshot: Snapshot,
    files: &[Listed],
    said: &mut HashMap<PathBuf, Said>,
    say: &UnboundedSender<Saying>,
) {
    for listed in files {
        let diagnostics = snapshot.ide().diagnostics(listed.file);
        let standing = snapshot.ide().standing(listed.file);
        let same = said.get(&listed.path).is_some_and(|said| {
            said.version == listed.version
                && said.standing == standing
                && (Arc::ptr_eq(&said.diagnostics, &diagnostics) || said.diagnostics == diagnostics)
        });
        if same {
            continue;
        }
        let mut converted = convert_all(&snapshot, listed.file, &listed.uri, &diagnostics);
        converted.extend(convert_standing(&snapshot, listed.file, &listed.uri, &standing));
        let (uri, version) = (listed.uri.clone(), listed.version);
        // A client that is gone hears nothing more.
        let _ = say.send(Saying { uri, diagnostics: converted, version });
        let now = Said { uri: listed.uri.clone(), version: listed.version, diagnostics, standing };
        said.insert(listed.path.clone(), now);
    }
    drop(snapshot);
    said.retain(|path, gone| {
        let is_here = files.iter().any(|listed| listed.path == *path);
        if !is_here {
            let uri = gone.uri.clone();
            let _ = say.send(Saying { uri, diagnostics: Vec::new(), version: None });
        }
        is_here
    });
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
    let lines = LineIndex::new(&text);
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
            let lines = LineIndex::new(&text);
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
