//! What is pushed: one thread computes the diagnostics of every file after every edit, open files
//! first, and begins again when the next edit comes.

use crate::convert::{self, Places};
use crate::diagnostics::diagnostics;
use crate::notices::{self, Notices};
use crate::world::{Snapshot, World, text_of};
use gouji_ide::{Cancelled, Diagnostics, File};
use gouji_text::LineIndex;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
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
pub(crate) struct Saying {
    uri: lsp::Url,
    diagnostics: Vec<lsp::Diagnostic>,
    version: Option<i32>,
}

impl Saying {
    /// Of a file that is not open.
    pub(crate) fn new(uri: lsp::Url, diagnostics: Vec<lsp::Diagnostic>) -> Self {
        Self { uri, diagnostics, version: None }
    }
}

fn run(world: &Mutex<World>, say: &UnboundedSender<Saying>, changes: &Receiver<()>) {
    let mut said: HashMap<PathBuf, Said> = HashMap::new();
    let mut notices = Notices::default();
    while changes.recv().is_ok() {
        loop {
            while changes.try_recv().is_ok() {}
            let (snapshot, files) = look(world);
            let now = Arc::clone(&snapshot.notices);
            // A defect in one computation must not end the service.
            let pass = catch_unwind(AssertUnwindSafe(|| {
                Cancelled::catch(AssertUnwindSafe(|| {
                    publish(snapshot, &files, &mut said, say);
                }))
            }));
            match pass {
                Ok(Err(_)) => {}
                Ok(Ok(())) | Err(_) => {
                    let is_text = |path: &Path| said.contains_key(path);
                    notices::say(&now, &mut notices, is_text, say);
                    break;
                }
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
        let diagnostics = diagnostics(&snapshot, listed.file);
        let same = said.get(&listed.path).is_some_and(|said| {
            said.version == listed.version
                && (Arc::ptr_eq(&said.diagnostics, &diagnostics) || said.diagnostics == diagnostics)
        });
        if same {
            continue;
        }
        let converted = convert_all(&snapshot, listed.file, &listed.uri, &diagnostics);
        let (uri, version) = (listed.uri.clone(), listed.version);
        // A client that is gone hears nothing more.
        let _ = say.send(Saying { uri, diagnostics: converted, version });
        let now = Said { uri: listed.uri.clone(), version: listed.version, diagnostics };
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
