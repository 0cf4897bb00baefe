//! `gouji explain`: what a rule demands, or what a code means.

use super::arguments::ExplainOptions;
use super::console::{Console, terminal_width};
use super::exit::Exit;
use super::inspect::tell_problems;
use super::near::near_names;
use super::project;
use gouji::codes::{self, CodeInfo, Explanation};
use gouji_diagnostic::Severity;
use gouji_report::broken_at;
use gouji_text::Language;
use std::fmt::Write;

/// Explains the rule or the code of that name.
pub(crate) fn explain(options: &ExplainOptions, console: &mut Console) -> Exit {
    let (name, language) = (options.name.as_str(), console.language());
    if let Some((code, explanation)) = codes::explain(name) {
        let text = described(code, &explanation, language);
        console.say(&broken_at(text.trim_end(), terminal_width(), 0));
        return Exit::Clean;
    }
    // It shows the rule's examples.
    let Some(loaded) = project::load_with_examples(&options.rules, console) else {
        return Exit::Failed;
    };
    let broken = tell_problems(&loaded, console);
    if let Some(text) = gouji_analysis::explain(&loaded.rules, name, language) {
        console.say(&broken_at(text.trim_end(), terminal_width(), 0));
        return if broken { Exit::Failed } else { Exit::Clean };
    }
    console.warn(&language.choose(
        format!("没有叫「{name}」的规则或代码；用 gouji rules 看全部规则"),
        format!("there is no rule and no code “{name}”; gouji rules lists all rules"),
    ));
    let rules = loaded.rules.program.rules.iter().map(|rule| rule.name.as_str());
    let known: Vec<&str> = rules.chain(codes::all().map(|code| code.id)).collect();
    for near in near_names(name, &known) {
        let question = language.choose("是不是", "did you mean");
        console.warn(&format!("  {question} {near}"));
    }
    Exit::Failed
}

/// A code in plain words, for a terminal.
fn described(code: &CodeInfo, explanation: &Explanation, language: Language) -> String {
    let severity = match code.severity {
        Severity::Error => language.choose("错误", "error"),
        Severity::Warning => language.choose("警告", "warning"),
        Severity::Note => language.choose("说明", "note"),
    };
    let (id, title) = (code.id, code.title(language));
    let mut text = language.choose(
        format!("{id}（{severity}）\n\n  {title}\n"),
        format!("{id} ({severity})\n\n  {title}\n"),
    );
    for paragraph in explanation.prose(language) {
        let _ = writeln!(text, "\n  {paragraph}");
    }
    let headings = [("例", "Example"), ("改为", "Mended")];
    for (example, (chinese, english)) in explanation.examples.iter().zip(headings) {
        let _ = writeln!(text, "\n{}", language.choose(chinese, english));
        for (_, block) in &example.blocks {
            let _ = writeln!(text, "\n    {}", block.trim_end().replace('\n', "\n    "));
        }
    }
    text
}
