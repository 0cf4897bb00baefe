//! The command `gouji`; what it does stands in `command`, what it does it with in the library.

#![warn(clippy::all)]

mod command;

fn main() -> std::process::ExitCode {
    command::run()
}
