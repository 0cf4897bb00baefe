//! The command `gouji`: arguments in, reports out, exit status as promised.
//!
//! Must never know: how rules are written or evaluated; that is the workspace's business.

#![warn(clippy::all)]

mod arguments;
mod check;
mod exit;
mod inspect;
mod language;
mod project;

use exit::Exit;
use std::process::ExitCode;

fn main() -> ExitCode {
    let language = language::Words::from_environment(std::env::args_os());
    let arguments = match arguments::parse(language) {
        Ok(arguments) => arguments,
        Err(exit) => return exit.code(),
    };
    if matches!(arguments, arguments::Arguments::Lsp) {
        return gouji_server::run();
    }
    // Panics are defects: their exit status says so, and a report of them asks to be told of.
    let run = std::panic::catch_unwind(|| match arguments {
        arguments::Arguments::Check(options) => check::run(&options, language),
        arguments::Arguments::Extract(options) => inspect::extract(&options, language),
        arguments::Arguments::Explain(options) => inspect::explain_rule(&options, language),
        arguments::Arguments::Rules(options) => inspect::rules(&options, language),
        arguments::Arguments::Test(options) => inspect::test(&options, language),
        arguments::Arguments::Lsp => Exit::Clean,
    });
    run.unwrap_or(Exit::Crashed).code()
}
