//! The examples of packs, run as tests.

use gouji_diagnostic::RuleOutcome;
use gouji_evaluation::{Cache, Finding, RuleResult, evaluate};
use gouji_facts::example_facts;
use gouji_program::{ExampleCase, Expectation, Program, RuleState, SourcePlace};
use gouji_text::Localized;

/// How one case of an example came out.
#[derive(Clone, Debug)]
pub struct ExampleOutcome {
    /// Qualified name of the rule.
    pub rule: String,
    /// What the case must come to.
    pub expectation: Expectation,
    /// Where it is written.
    pub place: SourcePlace,
    /// Why it did not come to that; `None` where it did.
    pub failure: Option<Localized>,
}

/// Runs all examples of a program, in order.
pub fn run_examples(program: &Program) -> Vec<ExampleOutcome> {
    let mut outcomes = Vec::new();
    for example in &program.examples {
        let Some(rule) = program.rules.at(example.rule) else { continue };
        for case in &example.cases {
            let failure = if rule.state == RuleState::Broken {
                Some(Localized {
                    chinese: "规则有误，示例没有执行".to_owned(),
                    english: "the rule has errors; the example was not run".to_owned(),
                })
            } else {
                let facts = example_facts(program, &case.records);
                let result = evaluate(program, &facts, example.rule, &mut Cache::default());
                failure(case, &result)
            };
            outcomes.push(ExampleOutcome {
                rule: rule.name.clone(),
                expectation: case.expectation,
                place: case.place,
                failure,
            });
        }
    }
    outcomes
}

fn failure(case: &ExampleCase, result: &RuleResult) -> Option<Localized> {
    let failed: Vec<&Finding> = of(result, RuleOutcome::Failed);
    let undetermined = of(result, RuleOutcome::Undetermined);
    let holds = match case.expectation {
        Expectation::Good => failed.is_empty() && undetermined.is_empty() && result.passed > 0,
        Expectation::Bad => !failed.is_empty(),
        Expectation::Undetermined => !undetermined.is_empty(),
        Expectation::NotApplicable => {
            failed.is_empty() && undetermined.is_empty() && result.passed == 0
        }
    };
    if !holds {
        return Some(came_to(result, &failed, &undetermined));
    }
    let told = if case.expectation == Expectation::Undetermined { &undetermined } else { &failed };
    let wanted = case.message.as_ref()?;
    let said = told.iter().any(|finding| {
        finding.message.chinese.contains(wanted.as_str())
            || finding.message.english.contains(wanted.as_str())
    });
    if said {
        return None;
    }
    let first = told.first().map(|finding| finding.message.clone()).unwrap_or_default();
    Some(Localized {
        chinese: format!("消息里应有「{wanted}」，实际是「{}」", first.chinese),
        english: format!("the message should hold “{wanted}”; it is “{}”", first.english),
    })
}

fn of(result: &RuleResult, outcome: RuleOutcome) -> Vec<&Finding> {
    result.findings.iter().filter(|finding| finding.outcome == Some(outcome)).collect()
}

fn came_to(result: &RuleResult, failed: &[&Finding], undetermined: &[&Finding]) -> Localized {
    if let Some(words) = &result.too_costly {
        return words.as_ref().clone();
    }
    let first = failed.first().or(undetermined.first());
    let words = first.map(|finding| finding.message.clone()).unwrap_or_default();
    let counts = (result.passed, failed.len(), undetermined.len(), result.not_applicable);
    let (passed, failed, undetermined, not_applicable) = counts;
    Localized {
        chinese: format!(
            "实际：通过 {passed}，不通过 {failed}，无法判定 {undetermined}，不适用 {not_applicable}。{}",
            words.chinese
        ),
        english: format!(
            "came to: {passed} passed, {failed} failed, {undetermined} undetermined, {not_applicable} not applicable. {}",
            words.english
        ),
    }
}
