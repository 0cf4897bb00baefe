//! What was expected against what came.

use crate::expectation::rule_of_count;
use crate::{Actual, Expectation, ExpectedLine};
use std::fmt::Write;

/// The difference, for a person; `None` where there is none.
pub fn difference(expected: &Expectation, actual: &Actual) -> Option<String> {
    let mut left: Vec<Option<&ExpectedLine>> = actual.entries.iter().map(Some).collect();
    let mut text = String::new();
    let mut differs = false;
    for entry in &expected.entries {
        let found = left.iter_mut().find(|other| other.is_some_and(|other| other == entry));
        match found {
            Some(found) => {
                *found = None;
                push(&mut text, ' ', entry);
            }
            None => {
                differs = true;
                push(&mut text, '-', entry);
            }
        }
    }
    for entry in left.into_iter().flatten() {
        differs = true;
        push(&mut text, '+', entry);
    }
    for count in &expected.counts {
        let rule = rule_of_count(count);
        let found = actual.counts.iter().find(|other| rule_of_count(other) == rule);
        if found == Some(count) {
            let _ = writeln!(text, "  {count}");
            continue;
        }
        differs = true;
        let _ = writeln!(text, "- {count}");
        match found {
            Some(found) => _ = writeln!(text, "+ {found}"),
            None => _ = writeln!(text, "+ （没有这条规则）"),
        }
    }
    differs.then_some(text)
}

fn push(text: &mut String, sign: char, entry: &ExpectedLine) {
    let _ = writeln!(text, "{sign} {}", entry.head);
    for detail in &entry.details {
        let _ = writeln!(text, "{sign}     {detail}");
    }
}
