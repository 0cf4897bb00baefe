//! One line a finding: `path:line:column: 错误[rule] message`.
use crate::{Language, Report};
/// Renders a whole run, and a closing line.
pub fn render_concise(report: &Report, language: Language) -> String { todo!() }
