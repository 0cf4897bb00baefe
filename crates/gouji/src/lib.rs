//! 勾稽 (gōujī): a rules language and checker for budget disclosures, as a library.
//!
//! A [`Checker`] holds documents to [`Rules`]. It takes a name and bytes, finds out format and
//! encoding, and gives a [`DocumentReport`]: findings with their places, the arithmetic and the legal
//! basis, and what could not be read or checked. It never fails and never panics, whatever the
//! bytes are.
//!
//! ```
//! use gouji::{Checker, Language, Rules};
//!
//! # let path = "../../tests/disclosures/bailu-culture-tourism-2021.txt";
//! let checker = Checker::new(Rules::shipped());
//! let report = checker.check("budget.txt", std::fs::read(path)?);
//! if let Some(reason) = &report.not_checked {
//!     println!("not checked: {}", reason.in_language(Language::English));
//! }
//! for finding in &report.findings {
//!     let place = finding.subject().map(|at| report.source.address(at.range));
//!     println!("{place:?} {}: {}", finding.code, finding.message.in_language(Language::English));
//! }
//! # assert!(report.not_checked.is_none() && report.findings.len() > 5);
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! - [`Rules::builder`] adds rules of your own, and says what is wrong in them.
//! - [`Checker::extract`] gives the records that were read: every figure with its text, unit, state
//!   and place; [`Records::json`] writes them as JSON.
//! - [`codes`] lists everything that can be wrong with rules, documents and files, and explains it.
//! - [`render`] has the reports of the command: for people, a line a finding, JSON.
//!
//! Everything said to a person is [`Localized`]: Chinese and English.
//!
//! # Features
//!
//! The library alone uses no file, clock, environment or thread and compiles for
//! `wasm32-unknown-unknown`: `gouji = { version = "…", default-features = false }`.
//!
//! | feature | brings |
//! | --- | --- |
//! | `command` (default) | the command `gouji`: arguments, files, many documents on all cores |
//! | `lsp` (default) | its verb `lsp`, and with it tokio and tower-lsp |
//!
//! Must never know: how rules are written or evaluated, files, the terminal.

#![warn(clippy::all)]

mod checker;
pub mod codes;
pub mod render;
mod rules;

pub use checker::{Checker, UnfitDocument};
pub use gouji_analysis::{FieldState, FieldView, RecordView, Records, States, SurveyFilter};
pub use gouji_diagnostic::{
    Address, Code, Diagnostic, Edit, Fix, Place, PlaceRole, Proof, ProofSide, RuleOutcome,
    Severity, Span, Term, Tolerance,
};
pub use gouji_report::{DocumentReport, ReadExtent, RuleCounts, Source, Unread};
pub use gouji_text::{Language, LineColumn, Localized, TextRange};
pub use rules::{BrokenRules, Rules, RulesBuilder};
