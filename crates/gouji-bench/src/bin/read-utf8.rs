//! Reads the file that is named, checks that it is UTF-8, and counts its characters: the least that
//! a process checking a document has to do. `measure` holds `gouji check` to it.

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: read-utf8 FILE");
        return ExitCode::from(2);
    };
    match std::fs::read(&path).map(String::from_utf8) {
        Ok(Ok(text)) => {
            println!("{}", text.chars().count());
            ExitCode::SUCCESS
        }
        Ok(Err(error)) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}
