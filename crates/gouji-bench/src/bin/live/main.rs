//! Drives language servers over standard input and output as an editor does, and measures how
//! long they take. Prints Markdown.
//!
//! ```sh
//! cargo run --release -p gouji-bench --bin live -- --gouji PATH [--ruff PATH] [--document PATH]
//!     [--rules FOLDER] [--edits 300] [--times 10]
//! ```
//!
//! What is measured and how: `docs/performance.md`.

mod client;
mod process;
mod python;
mod rules;
mod sessions;
mod table;
mod typing;

use client::{LanguageServer, Outcome};
use sessions::{Bench, Setting};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use table::TextSize;

struct LiveArguments {
    gouji: PathBuf,
    ruff: Option<PathBuf>,
    document: Option<PathBuf>,
    rules: PathBuf,
    edits: usize,
    times: usize,
}

fn arguments() -> Outcome<LiveArguments> {
    let (mut gouji, mut ruff, mut document) = (None, None, None);
    let mut rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/department-budget");
    let (mut edits, mut times) = (300, 10);
    let mut given = std::env::args().skip(1);
    while let Some(name) = given.next() {
        let value = given.next().ok_or(format!("{name}: a value is missing"))?;
        let number = || value.parse().map_err(|_| format!("{name}: {value} is no number"));
        match name.as_str() {
            "--gouji" => gouji = Some(whole(&value)?),
            "--ruff" => ruff = Some(whole(&value)?),
            "--document" => document = Some(whole(&value)?),
            "--rules" => rules = whole(&value)?,
            "--edits" => edits = number()?,
            "--times" => times = number()?,
            _ => return Err(format!("{name}: unknown")),
        }
    }
    let gouji = gouji.ok_or("--gouji PATH is missing: the program to be measured")?;
    Ok(LiveArguments { gouji, ruff, document, rules, edits: edits.max(1), times: times.max(1) })
}

/// Servers are started in other folders.
fn whole(path: &str) -> Outcome<PathBuf> {
    std::fs::canonicalize(path).map_err(|error| format!("{path}: {error}"))
}

/// A folder that is gone when its measurements are over.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Outcome<Self> {
        let path = std::env::temp_dir().join(format!("gouji-live-{}", std::process::id()));
        let made = std::fs::create_dir_all(&path).and_then(|()| std::fs::canonicalize(&path));
        made.map(Self).map_err(|error| format!("{}: {error}", path.display()))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn document(given: Option<&Path>) -> Outcome<(String, String)> {
    let path = match given {
        Some(path) => path.to_owned(),
        None => gouji_bench::samples().into_iter().next().ok_or("no document")?.path,
    };
    let text =
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok((name, text))
}

fn run() -> Outcome<()> {
    let arguments = arguments()?;
    let (name, mut text) = document(arguments.document.as_deref())?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let folder = Folder::new()?;
    let gouji = LanguageServer { name: "gouji", path: arguments.gouji, arguments: &["lsp"] };
    let anchor = arguments.ruff.map(|path| LanguageServer {
        name: "ruff",
        path,
        arguments: &["server", "--isolated"],
    });
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!("{cores} cores, load {} at the beginning.", process::load());
    println!("gouji: {}.", gouji.version());
    match &anchor {
        Some(anchor) => println!("Anchor: {}.", anchor.version()),
        None => println!("No `--ruff PATH`: nothing to measure against."),
    }
    let mut bench = Bench::new(gouji, anchor, arguments.rules, arguments.edits);
    let repeated = text.repeat(arguments.times);
    let many = format!("{name} × {}", arguments.times);
    let mut measured = Ok(());
    for (name, text) in [(name, text), (many, repeated)] {
        let size = TextSize::of(&name, &text);
        let folder = folder.0.join(size.lines.to_string());
        measured = measured.and_then(|()| bench.measure(&Setting { size, text, folder }));
    }
    // What was measured before something went wrong is worth seeing.
    println!("\n{}", bench.report());
    println!("Load {} at the end.", process::load());
    measured
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("live: {problem}");
            ExitCode::FAILURE
        }
    }
}
