//! The command from end to end: its exit status, its reports, and what it makes of hostile input.

mod hostile;
mod readme;
mod reports;
mod rules;
mod status;
mod support;
