//! The JSON report, schema `gouji-report/1`.
use crate::{Language, Report};
/// Renders a whole run as one JSON document.
pub fn render_json(report: &Report, language: Language) -> String { todo!() }
