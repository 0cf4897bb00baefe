//! Foreign parsers in a process of their own, which can be stopped and may die.
//!
//! A program that wants that says once how it is run again for it ([`read_apart_with`]); libraries do not, and
//! read such files where they are.

use gouji_text::Localized;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// How long reading a file may take. Real ones take milliseconds a page.
const LONGEST: Duration = Duration::from_secs(10);

/// What is handed over takes at most so many bytes.
const MOST_BYTES: u64 = 256 << 20;

/// The program, and the argument with which it reads a file from its standard input and writes what it comes to.
static READER: OnceLock<(PathBuf, &'static str)> = OnceLock::new();

/// From now on files that foreign code reads are read by this program, run with that argument.
pub fn read_apart_with(program: PathBuf, argument: &'static str) {
    // Said twice it is the same program.
    let _ = READER.set((program, argument));
}

/// What a file comes to that foreign code reads; its own bytes, where nothing is read apart.
pub(crate) fn read_apart(bytes: Vec<u8>) -> Result<Vec<u8>, Localized> {
    let Some((program, argument)) = READER.get() else { return Ok(bytes) };
    if !gouji_document::is_read_by_foreign_code(&bytes) {
        return Ok(bytes);
    }
    let child = Command::new(program)
        .arg(argument)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    // Where no process can be made, the file is read here.
    let Ok(child) = child else { return Ok(bytes) };
    exchange(child, bytes, LONGEST)
}

/// Gives a process the bytes of a file and takes what it comes to.
fn exchange(mut child: Child, bytes: Vec<u8>, longest: Duration) -> Result<Vec<u8>, Localized> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Ok(bytes);
    };
    // One that stops reading closes its end, and writing to it ends.
    std::thread::spawn(move || input.write_all(&bytes));
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut read = Vec::new();
        let whole = output.take(MOST_BYTES).read_to_end(&mut read);
        let _ = sender.send(whole.map(|_| read));
    });
    let read = receiver.recv_timeout(longest);
    if !matches!(read, Ok(Ok(_))) {
        let _ = child.kill();
    }
    let ended = child.wait();
    match read {
        Ok(Ok(read)) if ended.is_ok_and(|status| status.success()) => Ok(read),
        Err(RecvTimeoutError::Timeout) => Err(too_slow(longest)),
        _ => Err(died()),
    }
}

fn too_slow(longest: Duration) -> Localized {
    let seconds = longest.as_secs();
    Localized::new(
        format!("读了 {seconds} 秒还没有读完，不再读；文件可能损坏，或者是特意做成这样的"),
        format!(
            "it was still being read after {seconds} seconds; it may be damaged, or made to be so"
        ),
    )
}

fn died() -> Localized {
    Localized::new(
        "读的时候用尽了内存，或者中断了；文件可能损坏，或者是特意做成这样的",
        "reading it ran out of memory or broke off; it may be damaged, or made to be so",
    )
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn child(program: &str, arguments: &[&str]) -> Child {
        let piped = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        piped.expect("a process")
    }

    #[test]
    fn a_process_is_heard_out_stopped_or_found_dead() {
        let bytes = vec![7; 1 << 20];
        let minute = Duration::from_secs(60);
        assert_eq!(exchange(child("cat", &[]), bytes.clone(), minute), Ok(bytes.clone()));
        let slow = exchange(child("sleep", &["60"]), bytes.clone(), Duration::from_millis(50));
        assert!(slow.expect_err("stopped").english.contains("still being read"));
        let dead = exchange(child("false", &[]), bytes, minute);
        assert!(dead.expect_err("dead").english.contains("broke off"));
    }
}
