//! `gouji test`: the examples of rules and forms, run; and what forms read, written into theirs.

use super::arguments::TestOptions;
use super::check::pretty_options;
use super::console::Console;
use super::exit::Exit;
use super::inspect::tell_problems;
use super::project;
use super::update::{RuleTextUpdate, update};
use gouji_analysis::{
    ExampleOutcome, FormExampleOutcome, RuleSet, run_examples, run_form_examples,
};
use gouji_diagnostic::{Code, Diagnostic, Severity};
use gouji_program::Expectation;
use gouji_report::{PrettyOptions, render_diagnostic};
use gouji_text::Localized;
use gouji_workspace::{LoadedRules, Origin, RuleOptions};

pub(crate) fn test(options: &TestOptions, console: &mut Console) -> Exit {
    let rules = RuleOptions { paths: options.paths.clone(), ..Default::default() };
    let Some(loaded) = project::load_with_examples(&rules, console) else { return Exit::Failed };
    let broken = tell_problems(&loaded, console);
    let tested = Tested { loaded: &loaded, all: options.paths.is_empty() };
    let language = console.language();
    let drawing = pretty_options(options.color, false, language);
    let of_rules = tested.rules();
    let of_forms = tested.forms();
    let mut failed = 0;
    for outcome in &of_rules {
        if let Some(why) = &outcome.failure {
            failed += 1;
            show(&example_diagnostic(&loaded.rules, outcome, why), &loaded, drawing, console);
        }
    }
    let mut updated = 0;
    let mut is_written = true;
    if options.update {
        let updates = of_forms.iter().flat_map(|outcome| &outcome.updates);
        match update(&loaded, updates, console) {
            RuleTextUpdate::Written => {}
            RuleTextUpdate::Failed => is_written = false,
        }
    }
    for outcome in &of_forms {
        let mended = options.update && is_written && !outcome.updates.is_empty();
        let left = outcome.failures.iter().filter(|failure| !mended || failure.fixes.is_empty());
        let left: Vec<_> = left.collect();
        updated += usize::from(mended);
        failed += usize::from(!left.is_empty());
        for failure in left {
            let diagnostic = failure.clone().map(|place| loaded.rules.span(*place));
            show(&diagnostic, &loaded, drawing, console);
        }
    }
    let without = tested.rules_without_examples();
    for name in &without {
        console.say(&format!("{}{name}", language.choose("没有示例：", "no example: ")));
    }
    let all = of_rules.len() + of_forms.len();
    let (passed, without) = (all - failed, without.len());
    if options.update {
        console.say(&language.choose(
            format!("改写了 {updated} 个表样示例的读出"),
            format!("{updated} examples of forms updated"),
        ));
    }
    console.say(&language.choose(
        format!("示例 {all} 个：通过 {passed}，不通过 {failed}；没有示例的规则 {without} 条"),
        format!(
            "{all} examples: {passed} passed, {failed} failed; {without} rules without an example"
        ),
    ));
    if broken || all == 0 || !is_written {
        Exit::Failed
    } else if failed > 0 {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

/// What is tested: all rules in force, or what a person names. The packs that those extend are only
/// needed to check them.
struct Tested<'loaded> {
    loaded: &'loaded LoadedRules,
    all: bool,
}

impl Tested<'_> {
    fn has_pack(&self, pack: u32) -> bool {
        self.all || self.loaded.origins.get(pack as usize) == Some(&Origin::Named)
    }

    fn has_rule(&self, rule: &str) -> bool {
        let program = &self.loaded.rules.program;
        let rule = program.rule_named(rule).and_then(|id| program.rules.at(id));
        self.all || rule.is_some_and(|rule| self.has_pack(rule.pack))
    }

    fn rules(&self) -> Vec<ExampleOutcome> {
        let mut outcomes = run_examples(&self.loaded.rules.program);
        outcomes.retain(|outcome| self.has_rule(&outcome.rule));
        outcomes
    }

    fn forms(&self) -> Vec<FormExampleOutcome> {
        let program = &self.loaded.rules.program;
        let mut outcomes = run_form_examples(program);
        outcomes.retain(|outcome| {
            program.forms.at(outcome.form).is_some_and(|form| self.has_pack(form.pack))
        });
        outcomes
    }

    fn rules_without_examples(&self) -> Vec<String> {
        let mut without = rules_without_examples(&self.loaded.rules);
        without.retain(|rule| self.has_rule(rule));
        without
    }
}

fn show(
    diagnostic: &Diagnostic,
    loaded: &LoadedRules,
    drawing: PrettyOptions,
    console: &mut Console,
) {
    let sources = loaded.rules.sources(diagnostic);
    console.show(&render_diagnostic(diagnostic, None, &sources, drawing));
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
