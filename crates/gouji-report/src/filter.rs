//! Which rules and codes are reported: `--select` and `--ignore`.

use crate::DocumentReport;

/// A pattern over the names of rules (`部门预算公开/收入合计`) and codes (`form/no-unit`): with `*` or
/// `?` it stands for the whole name, else it is how the name, or the name behind the `/`, begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// A pattern as written.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a name is meant.
    pub fn matches(&self, name: &str) -> bool {
        let behind = name.rsplit('/').next().unwrap_or(name);
        if self.0.contains(['*', '?']) {
            is_like(&self.0, name) || (!self.0.contains('/') && is_like(&self.0, behind))
        } else {
            name.starts_with(&self.0) || behind.starts_with(&self.0)
        }
    }
}

/// Whether a name is like a pattern in which `*` stands for any characters and `?` for one.
fn is_like(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut read) = (0, 0);
    // Where the last star stands, and what it stands for so far.
    let mut star: Option<(usize, usize)> = None;
    while read < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(character) if *character == '?' || *character == name[read] => {
                at += 1;
                read += 1;
            }
            _ => match star {
                Some((star_at, taken)) => {
                    star = Some((star_at, taken + 1));
                    at = star_at + 1;
                    read = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(at).all(|character| *character == '*')
}

/// What is reported.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only what one of these means, where there are any.
    pub selected: Vec<Pattern>,
    /// Nothing that one of these means.
    pub ignored: Vec<Pattern>,
}

impl Filter {
    /// Whether everything is reported.
    pub fn is_everything(&self) -> bool {
        self.selected.is_empty() && self.ignored.is_empty()
    }

    /// Whether the rule or code of this name is reported.
    pub fn takes(&self, name: &str) -> bool {
        let means = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.matches(name));
        !means(&self.ignored) && (self.selected.is_empty() || means(&self.selected))
    }

    /// Leaves out of a report what is not reported, and says how many findings and problems that
    /// were. That the document was not checked is left out only where it is ignored by name: whoever
    /// selects some rules still has to know.
    pub fn apply(&self, report: &mut DocumentReport) -> usize {
        if self.is_everything() {
            return 0;
        }
        let before = report.findings.len() + report.problems.len();
        report.rules.retain(|counts| self.takes(&counts.rule));
        for findings in [
            &mut report.findings,
            &mut report.unpaired,
            &mut report.lacking,
            &mut report.rounded,
            &mut report.unread_figures,
        ] {
            findings.retain(|finding| self.takes(finding.code.as_str()));
        }
        let is_unchecked = report.not_checked.is_some();
        let mut number = 0;
        report.problems.retain(|problem| {
            number += 1;
            let name = problem.code.as_str();
            let is_ignored = self.ignored.iter().any(|pattern| pattern.matches(name));
            self.takes(name) || (is_unchecked && number == 1 && !is_ignored)
        });
        before - report.findings.len() - report.problems.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_beginnings_or_whole_names() {
        let matches = |pattern: &str, name: &str| Pattern::new(pattern).matches(name);
        for pattern in [
            "部门预算公开/收入合计",
            "部门预算公开",
            "部门预算公开/收",
            "收入合计",
            "收入",
            "*合计",
            "*/收入*",
            "部门*/收?合计",
            "**",
        ] {
            assert!(matches(pattern, "部门预算公开/收入合计"), "{pattern}");
        }
        for pattern in
            ["入合计", "合计", "*支出*", "部门?/收入合计", "form/", "收?计", "别的/收入合计"]
        {
            assert!(!matches(pattern, "部门预算公开/收入合计"), "{pattern}");
        }
        assert!(matches("form/", "form/no-unit") && !matches("form/", "document/nul"));
    }

    #[test]
    fn many_stars_cost_little() {
        let name = "a".repeat(2_000);
        assert!(!is_like(&format!("{}b", "*a".repeat(500)), &name));
    }
}
