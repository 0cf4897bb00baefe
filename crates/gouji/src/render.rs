//! Reports as text: what the command prints of one document.
//!
//! Whoever has many documents drives a [`Renderer`], which writes each and keeps none.

use crate::{DocumentReport, Language};
use gouji_report::Tally;

pub use gouji_report::{
    PrettyOptions, Renderer, Verbosity, concise_renderer, json_renderer, pretty_renderer,
};

/// The report for people, without colours: each finding with the lines of the document, its
/// arithmetic, and the mend; lines are at most `width` columns where that can be.
#[must_use]
pub fn text(report: &DocumentReport, language: Language, width: usize) -> String {
    let options = PrettyOptions { language, color: false, is_terminal: false, width };
    rendered(pretty_renderer(options, Verbosity::Normal), report)
}

/// A line a finding: `path:line:column: error[rule] message`.
#[must_use]
pub fn lines(report: &DocumentReport, language: Language) -> String {
    rendered(concise_renderer(language, Verbosity::Normal), report)
}

/// JSON of the schema in `docs/report.schema.json`.
///
/// ```
/// use gouji::{Checker, Language, Rules, render};
///
/// let report = Checker::new(Rules::shipped()).check("a.txt", "今天天气很好。".as_bytes());
/// let json: serde_json::Value = serde_json::from_str(&render::json(&report, Language::English))?;
/// assert_eq!(json["summary"]["not_checked"], 1);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn json(report: &DocumentReport, language: Language) -> String {
    rendered(json_renderer(language), report)
}

fn rendered(mut renderer: Box<dyn Renderer>, report: &DocumentReport) -> String {
    let mut tally = Tally::default();
    tally.add(report);
    let mut bytes = Vec::new();
    // Memory takes whatever is written.
    let _ = renderer
        .start(&mut bytes, &[])
        .and_then(|()| renderer.document(&mut bytes, report))
        .and_then(|()| renderer.finish(&mut bytes, &tally));
    String::from_utf8_lossy(&bytes).into_owned()
}
