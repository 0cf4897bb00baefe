//! The command: arguments in, reports out, exit status as promised.

mod apart;
mod arguments;
mod check;
mod completions;
mod console;
mod exit;
mod explain;
mod extract;
mod filter;
mod fmt;
mod input;
mod inspect;
mod jobs;
mod language;
mod mistakes;
mod near;
mod output;
mod project;
mod test;
mod text;
mod update;
mod usage;

use arguments::Arguments;
use console::Console;
use exit::Exit;
use language::Words;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

/// Runs the command with the arguments and the environment of this process.
pub(crate) fn run() -> ExitCode {
    if apart::is_asked_for() {
        return apart::run();
    }
    apart::offer();
    let words = Words::from_environment(std::env::args_os());
    let mut console = Console::new(words);
    let arguments = match arguments::parse(&mut console) {
        Ok(Arguments::Lsp) => return serve(console),
        Ok(arguments) => arguments,
        Err(exit) => return console.close(exit).code(),
    };
    // Panics are defects: their exit status says so, and a report of them asks to be told of.
    console::tell_panics(words);
    let run = catch_unwind(AssertUnwindSafe(|| match arguments {
        Arguments::Check(options) => check::run(&options, &mut console),
        Arguments::Extract(options) => extract::run(&options, &mut console),
        Arguments::Text(options) => text::run(&options, &mut console),
        Arguments::Explain(options) => explain::explain(&options, &mut console),
        Arguments::Rules(options) => inspect::rules(&options, &mut console),
        Arguments::Test(options) => test::test(&options, &mut console),
        Arguments::Format(options) => fmt::run(&options, &mut console),
        Arguments::Completions(shell) => completions::run(shell, &mut console),
        Arguments::Lsp => Exit::Clean,
    }));
    console.close(run.unwrap_or(Exit::Crashed)).code()
}

#[cfg(feature = "lsp")]
fn serve(console: Console) -> ExitCode {
    // The server has standard output to itself.
    drop(console);
    gouji_server::run()
}

#[cfg(not(feature = "lsp"))]
fn serve(mut console: Console) -> ExitCode {
    console.complain(console.words.of(
        "这个 gouji 编译时没有带语言服务器；请用带 lsp 的版本",
        "this gouji was built without the language server; use one built with the feature lsp",
    ));
    console.close(Exit::Failed).code()
}
