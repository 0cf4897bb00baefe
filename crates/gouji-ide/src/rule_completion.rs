//! x
use crate::{Completion, Ide};
impl Ide<'_> {
    pub(crate) fn rule_completions(&self, _file: gouji_database::RuleFile, _offset: u32) -> Vec<Completion> { Vec::new() }
}
