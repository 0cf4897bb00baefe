//! `--select` and `--ignore`: names that nothing is called by are said.

use super::console::Console;
use super::near::near_names;
use gouji::codes;
use gouji_program::Program;
use gouji_report::{Filter, Pattern};

/// Says which patterns mean no rule and no code. Whether the run can go on: not where something is
/// selected that there is not, since its result would look clean.
pub(crate) fn is_known(filter: &Filter, program: &Program, console: &mut Console) -> bool {
    let names: Vec<&str> = program
        .rules
        .iter()
        .map(|rule| rule.name.as_str())
        .chain(codes::all().map(|code| code.id))
        .collect();
    let unknown = |patterns: &[Pattern]| -> Vec<Pattern> {
        let is_unknown = |pattern: &&Pattern| !names.iter().any(|name| pattern.matches(name));
        patterns.iter().filter(is_unknown).cloned().collect()
    };
    for (option, patterns) in [("--select", &filter.selected), ("--ignore", &filter.ignored)] {
        for pattern in unknown(patterns) {
            let name = pattern.as_str();
            let mut message = console.words.language.choose(
                format!("{option}：没有叫「{name}」的规则或代码"),
                format!("{option}: there is no rule and no code “{name}”"),
            );
            if let Some(near) = near_names(name, &names).first() {
                message.push_str(
                    &console.words.language.choose(
                        format!("，是不是「{near}」？"),
                        format!("; did you mean “{near}”?"),
                    ),
                );
            }
            console.warn(&message);
        }
    }
    unknown(&filter.selected).is_empty()
}
