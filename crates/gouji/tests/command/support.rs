//! Running the command, and folders for it to work in.

use serde_json::Value as Json;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a run of the command came to.
pub struct Run {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Everything it said.
    pub fn said(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// What it wrote, as JSON.
    #[track_caller]
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error} in {}\n{}", self.stdout, self.stderr))
    }

    /// Panics unless it ended with this status; hands itself back.
    #[track_caller]
    pub fn ends(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{}", self.said());
        self
    }

    /// Panics unless it said this; hands itself back.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(self.said().contains(words), "“{words}” is missing in:\n{}", self.said());
        self
    }
}

/// Runs the command at the root of the project, in Chinese unless the arguments ask otherwise.
#[track_caller]
pub fn gouji<Argument: AsRef<std::ffi::OsStr>>(arguments: &[Argument]) -> Run {
    gouji_in(&root(), arguments)
}

/// As [`gouji`], in another folder.
#[track_caller]
pub fn gouji_in<Argument: AsRef<std::ffi::OsStr>>(folder: &Path, arguments: &[Argument]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env_remove("LANG")
        .env_remove("NO_COLOR")
        .env("RUST_BACKTRACE", "0")
        .output()
        .expect("the command starts");
    Run {
        status: output.status.code().expect("the command ends by itself"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// The project's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A sample without faults.
pub const CLEAN: &str = "tests/disclosures/qinghe-civil-affairs-2022.txt";
/// The PDF that the READMEs check first.
pub const SAMPLE_PDF: &str = "tests/disclosures/haitang-archives-2023.pdf";
/// A sample with faults.
pub const FAULTY: &str = "tests/disclosures/bailu-culture-tourism-2021.txt";

/// How many rules of the shipped packs apply to the document; the number of packs shipped is no test's business.
pub fn rules_in_force(document: &str) -> usize {
    let report = gouji(&["check", document, "--format", "json"]).json();
    let rules = report["summary"]["rules"].as_u64().expect("a number of rules");
    usize::try_from(rules).expect("a small number")
}

/// A folder of its own for one test, gone at its end.
pub struct Folder(PathBuf);

impl Folder {
    /// `name` is the test's.
    pub fn new(name: &str) -> Self {
        // Tests run side by side, and one may ask for several of a name.
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("{name}-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    /// Writes a file, with the folders above it; its path as an argument.
    pub fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
        std::fs::write(&path, contents).expect("a file");
        path.display().to_string()
    }

    /// The path of something in it.
    pub fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays behind lies in the build's own folder.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The text of a sample.
pub fn sample(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect("a sample")
}

/// Says that a test is skipped where everyone sees it: what a test prints is kept from who runs it,
/// what is written to the terminal itself is not.
pub fn skipped(why: &str) {
    use std::io::Write;
    // Whoever closed standard error wants to hear of nothing.
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}
