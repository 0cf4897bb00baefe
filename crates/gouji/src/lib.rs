//! 勾稽 (gōujī): a rules language and checker for budget disclosures.
//!
//! Must never know: how rules are written or evaluated, files, the terminal.

#![warn(clippy::all)]
