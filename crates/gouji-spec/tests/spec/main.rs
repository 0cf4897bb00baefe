//! The specs, the language reference, and the runner of both.

mod language;
mod runner;
mod specs;
