//! The command as the process that reads a file with foreign code, for another one.

use gouji_workspace::{LARGEST_DOCUMENT, read_apart_with};
use std::io::{Read, Write};
use std::process::ExitCode;

/// The argument that asks for it; for no person.
const ARGUMENT: &str = "--read-apart";

/// Memory that reading a file may take, with the file itself, of at most a quarter of it.
#[cfg(unix)]
const MOST_MEMORY: u64 = 1 << 30;

/// Whether this process was started for it.
pub(super) fn is_asked_for() -> bool {
    std::env::args_os().nth(1).is_some_and(|argument| argument == ARGUMENT)
}

/// From now on this program, run again, reads what foreign code reads.
pub(super) fn offer() {
    if let Ok(program) = std::env::current_exe() {
        read_apart_with(program, ARGUMENT);
    }
}

/// Reads the file on standard input and writes what it comes to.
pub(super) fn run() -> ExitCode {
    limit_memory();
    let mut bytes = Vec::new();
    let input = std::io::stdin().lock().take(LARGEST_DOCUMENT as u64 + 1).read_to_end(&mut bytes);
    let written = input.and_then(|_| {
        let mut output = std::io::stdout().lock();
        output.write_all(&gouji_document::read_apart(bytes))?;
        output.flush()
    });
    if written.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Beyond the limit memory is refused, and the process ends.
#[cfg(unix)]
fn limit_memory() {
    // Where the system has no such limit, the time limit remains.
    let _ = rlimit::setrlimit(rlimit::Resource::AS, MOST_MEMORY, MOST_MEMORY);
}

/// Other systems have no such limit that a process sets itself: the time limit remains.
#[cfg(not(unix))]
fn limit_memory() {}
