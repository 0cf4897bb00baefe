//! `gouji completions`: verbs and options for a shell to complete.

use super::console::Console;
use super::exit::Exit;
use super::usage;
use clap_complete::Shell;
use std::io::Write;

pub(crate) fn run(shell: Shell, console: &mut Console) -> Exit {
    // Into memory first: the generators take no output that fails.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut usage::command(console.words), "gouji", &mut script);
    // An error is kept by the console, and told about in the end.
    let _ = console.write_all(&script);
    Exit::Clean
}
