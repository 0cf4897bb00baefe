//! A rule in plain words, and the list of rules.

use crate::RuleSet;
use gouji_program::{Modality, Rule, RuleId, RuleState};
use gouji_text::Language;
use std::fmt::Write;

/// What a rule demands, why, and its examples, for a person; `None` where no rule has that name.
pub fn explain(rules: &RuleSet, name: &str, language: Language) -> Option<String> {
    let id = rules.program.rule_named(name)?;
    let rule = &rules.program.rules[id];
    let words = |chinese: &'static str, english: &'static str| match language {
        Language::Chinese => chinese,
        Language::English => english,
    };
    let mut text = format!("{}（{}）\n", rule.name, severity(rule, language));
    if let Some(documentation) = &rule.documentation {
        let _ = writeln!(text, "\n  {}", documentation.replace('\n', "\n  "));
    }
    if rule.state == RuleState::Broken {
        let _ = writeln!(
            text,
            "\n  {}",
            words("规则有误，不会执行。", "The rule has errors and is not applied.")
        );
    }
    for basis in &rule.basis {
        let _ = writeln!(text, "\n{}  {}", words("依据", "Basis"), basis.text);
    }
    let _ = writeln!(text, "\n{}\n", words("规则原文", "As written"));
    indent(&mut text, rules.item_text(rule.place));
    for example in rules.program.examples.iter().filter(|example| example.rule == id) {
        let _ = writeln!(text, "\n{}\n", words("示例", "Examples"));
        indent(&mut text, rules.item_text(example.place));
    }
    if let Some(source) = rules.source(rule.place.file) {
        let at = source.lines.line_column(&source.text, rules.absolute(rule.place).start);
        let _ = writeln!(
            text,
            "\n{}  {}:{}:{}",
            words("出处", "From"),
            source.name,
            at.line,
            at.column
        );
    }
    Some(text)
}

fn indent(text: &mut String, block: &str) {
    for line in block.trim_end().lines() {
        let _ = writeln!(text, "    {line}");
    }
}

/// All rules in force, one line each: name, how grave, what it says.
pub fn list_rules(rules: &RuleSet, language: Language) -> Vec<(RuleId, String, String, String)> {
    let all = rules.program.rules.iter().enumerate();
    all.map(|(number, rule)| {
        let first = rule.documentation.as_deref().and_then(|words| words.lines().next());
        let id = RuleId(number as u32);
        (id, rule.name.clone(), severity(rule, language).to_owned(), first.unwrap_or("").to_owned())
    })
    .collect()
}

fn severity(rule: &Rule, language: Language) -> &'static str {
    let must = rule
        .obligations
        .iter()
        .any(|obligation| matches!(obligation.modality, Modality::Must | Modality::MustNot));
    match (rule.state, must, language) {
        (RuleState::Broken, _, Language::Chinese) => "规则有误",
        (RuleState::Broken, _, Language::English) => "broken",
        (RuleState::Sound, true, Language::Chinese) => "错误",
        (RuleState::Sound, true, Language::English) => "error",
        (RuleState::Sound, false, Language::Chinese) => "警告",
        (RuleState::Sound, false, Language::English) => "warning",
    }
}
