//! Exit status.

use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Nothing at or above the fail level.
    Clean,
    /// Findings.
    Findings,
    /// The command could not do its work.
    Failed,
    /// The program has a defect.
    Crashed,
}

impl Exit {
    /// As a process exit code: 0, 1, 2, 101.
    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Failed => 2,
            Exit::Crashed => 101,
        })
    }
}
