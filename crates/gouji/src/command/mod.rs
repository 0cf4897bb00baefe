//! The command: arguments in, reports out, exit status as promised.

mod arguments;
mod check;
mod exit;
mod inspect;
mod language;
mod mistakes;
mod project;
mod usage;

use arguments::Arguments;
use exit::Exit;
use language::Words;
use std::process::ExitCode;

/// Runs the command with the arguments and the environment of this process.
pub(crate) fn run() -> ExitCode {
    let words = Words::from_environment(std::env::args_os());
    let arguments = match arguments::parse(words) {
        Ok(arguments) => arguments,
        Err(exit) => return exit.code(),
    };
    if matches!(arguments, Arguments::Lsp) {
        return serve(words);
    }
    // Panics are defects: their exit status says so, and a report of them asks to be told of.
    let run = std::panic::catch_unwind(|| match arguments {
        Arguments::Check(options) => check::run(&options, words),
        Arguments::Extract(options) => inspect::extract(&options, words),
        Arguments::Explain(options) => inspect::explain_rule(&options, words),
        Arguments::Rules(options) => inspect::rules(&options, words),
        Arguments::Test(options) => inspect::test(&options, words),
        Arguments::Lsp => Exit::Clean,
    });
    run.unwrap_or(Exit::Crashed).code()
}

#[cfg(feature = "lsp")]
fn serve(_: Words) -> ExitCode {
    gouji_server::run()
}

#[cfg(not(feature = "lsp"))]
fn serve(words: Words) -> ExitCode {
    eprintln!(
        "{}",
        words.of(
            "错误：这个 gouji 编译时没有带语言服务器；请用带 lsp 的版本",
            "error: this gouji was built without the language server; use one built with the feature lsp",
        )
    );
    Exit::Failed.code()
}
