//! `gouji extract`, `explain`, `rules`, `test`: looking at documents and rules.

use super::arguments::{ExplainOptions, ExtractOptions, RulesOptions, TestOptions};
use super::check::{pretty_options, write};
use super::exit::Exit;
use super::language::Words;
use super::project;
use gouji_analysis::{ExampleOutcome, RuleSet, Selection, explain, list_rules, run_examples};
use gouji_diagnostic::{Code, Diagnostic, Severity};
use gouji_program::Expectation;
use gouji_report::{PrettyOptions, render_diagnostic};
use gouji_text::{Language, Localized};
use gouji_workspace::{
    DiskSystem, LoadedRules, RuleOptions, check_paths, extract_paths, load_rules,
};

pub(crate) fn extract(options: &ExtractOptions, words: Words) -> Exit {
    let Some(loaded) = project::load(&options.rules, words) else { return Exit::Failed };
    let broken = tell_problems(&loaded, words);
    let (json, failures) = extract_paths(&DiskSystem, &options.paths, &loaded);
    for (path, why) in &failures {
        eprintln!("{path}: {}", why.in_language(words.language));
    }
    let empty = json["documents"].as_array().is_none_or(Vec::is_empty);
    if empty {
        eprintln!("{}", words.of("没有可以读的文件", "no document to read"));
    }
    let mut text = serde_json::to_string_pretty(&json).unwrap_or_default();
    text.push('\n');
    if let Err(error) = write(&text, options.output.as_deref()) {
        eprintln!("{}{error}", words.of("写不出去：", "cannot be written: "));
        return Exit::Failed;
    }
    if broken || empty || !failures.is_empty() { Exit::Failed } else { Exit::Clean }
}

/// Says what is wrong with the rules; whether anything is.
fn tell_problems(loaded: &LoadedRules, words: Words) -> bool {
    let options = PrettyOptions { language: words.language, color: false, width: 100 };
    for (sources, diagnostic) in &loaded.problems {
        eprintln!("{}", render_diagnostic(diagnostic, None, sources, options));
    }
    loaded.problems.iter().any(|(_, diagnostic)| diagnostic.severity == Severity::Error)
}

pub(crate) fn explain_rule(options: &ExplainOptions, words: Words) -> Exit {
    // It shows the rule's examples.
    let rules = RuleOptions { with_examples: true, ..options.rules.clone() };
    let Some(loaded) = project::load(&rules, words) else { return Exit::Failed };
    let broken = tell_problems(&loaded, words);
    match explain(&loaded.rules, &options.rule, words.language) {
        Some(text) => {
            print!("{text}");
            if broken { Exit::Failed } else { Exit::Clean }
        }
        None => {
            let name = &options.rule;
            match words.language {
                Language::Chinese => eprintln!("没有叫「{name}」的规则；用 gouji rules 看全部规则"),
                Language::English => {
                    eprintln!("there is no rule “{name}”; gouji rules lists them all")
                }
            }
            for near in near_names(&loaded.rules, name) {
                eprintln!("  {} {near}", words.of("是不是", "did you mean"));
            }
            Exit::Failed
        }
    }
}

/// The rules whose names are nearest to one that no rule has, the nearest first.
fn near_names<'rules>(rules: &'rules RuleSet, name: &str) -> Vec<&'rules str> {
    let all = || rules.program.rules.iter();
    let wanted = name.rsplit('/').next().unwrap_or(name);
    let near = gouji_text::nearest(wanted, all().map(|rule| rule.short_name()));
    near.into_iter()
        .flat_map(|short| all().filter(move |rule| rule.short_name() == short))
        .map(|rule| rule.name.as_str())
        .collect()
}

pub(crate) fn rules(options: &RulesOptions, words: Words) -> Exit {
    let Some(loaded) = project::load(&options.rules, words) else { return Exit::Failed };
    let broken = tell_problems(&loaded, words);
    let fate = match &options.document {
        Some(path) => {
            let checked = check_paths(&DiskSystem, std::slice::from_ref(path), &loaded);
            let Some(document) = checked.report.documents.into_iter().next() else {
                for (path, why) in &checked.report.not_checked {
                    eprintln!("{path}: {}", why.in_language(words.language));
                }
                return Exit::Failed;
            };
            Some(document)
        }
        None => None,
    };
    for (_, name, severity, about) in list_rules(&loaded.rules, words.language) {
        let applies = fate.as_ref().map(|document| {
            let counts = document.rules.iter().find(|counts| counts.rule == name);
            match counts {
                None => words.of("不适用这份文件　", "not for this document  "),
                Some(counts) if counts.passed + counts.failed + counts.undetermined == 0 => {
                    words.of("没有适用的内容　", "nothing it applies to  ")
                }
                Some(_) => words.of("适用　", "applies  "),
            }
        });
        println!("{severity}  {}{name}  {about}", applies.unwrap_or_default());
    }
    if broken { Exit::Failed } else { Exit::Clean }
}

pub(crate) fn test(options: &TestOptions, words: Words) -> Exit {
    let rules =
        RuleOptions { paths: options.paths.clone(), with_examples: true, ..Default::default() };
    let loaded = load_rules(&DiskSystem, &rules);
    let broken = tell_problems(&loaded, words);
    // Rule files that a person names are tested alone; the packs they extend are only needed to check them.
    let is_wanted = |rule: &str| {
        let program = &loaded.rules.program;
        let rule = program.rule_named(rule).and_then(|id| program.rules.get(id.0 as usize));
        options.paths.is_empty()
            || rule.is_some_and(|rule| loaded.selections[rule.pack as usize] == Selection::Named)
    };
    let mut outcomes = run_examples(&loaded.rules.program);
    outcomes.retain(|outcome| is_wanted(&outcome.rule));
    let drawing = pretty_options(options.color, false, words);
    let mut failed = 0;
    for outcome in &outcomes {
        if let Some(why) = &outcome.failure {
            failed += 1;
            let diagnostic = example_diagnostic(&loaded.rules, outcome, why);
            let sources = loaded.rules.sources(&diagnostic);
            println!("{}", render_diagnostic(&diagnostic, None, &sources, drawing));
        }
    }
    let mut without = rules_without_examples(&loaded.rules);
    without.retain(|rule| is_wanted(rule));
    for name in &without {
        println!("{}{name}", words.of("没有示例：", "no example: "));
    }
    let passed = outcomes.len() - failed;
    match words.language {
        Language::Chinese => println!(
            "示例 {} 个：通过 {passed}，不通过 {failed}；没有示例的规则 {} 条",
            outcomes.len(),
            without.len()
        ),
        Language::English => println!(
            "{} examples: {passed} passed, {failed} failed; {} rules without an example",
            outcomes.len(),
            without.len()
        ),
    }
    if broken || outcomes.is_empty() {
        Exit::Failed
    } else if failed > 0 {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

fn example_diagnostic(rules: &RuleSet, outcome: &ExampleOutcome, why: &Localized) -> Diagnostic {
    let (chinese, english) = match outcome.expectation {
        Expectation::Good => ("合格", "good"),
        Expectation::Bad => ("不合格", "bad"),
        Expectation::Undetermined => ("无法判定", "undetermined"),
        Expectation::NotApplicable => ("不适用", "not applicable"),
    };
    let message = Localized::new(
        format!("示例应为{chinese}。{}", why.chinese),
        format!("the example should be {english}. {}", why.english),
    );
    let code = Code::Rule(outcome.rule.as_str().into());
    Diagnostic::of(code, Severity::Error, message)
        .at(rules.span(outcome.place), Localized::new("这个示例", "this example"))
}

fn rules_without_examples(rules: &RuleSet) -> Vec<String> {
    let all = rules.program.rules.iter().enumerate();
    all.filter(|(number, _)| {
        !rules.program.examples.iter().any(|example| example.rule.0 as usize == *number)
    })
    .map(|(_, rule)| rule.name.clone())
    .collect()
}
