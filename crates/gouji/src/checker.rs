//! Documents held to rules.

use crate::Rules;
use gouji_analysis::Records;
use gouji_report::DocumentReport;
use gouji_text::{Language, Localized};
use std::fmt;
use std::sync::Arc;

/// Checks documents. It owns its rules and changes nothing in itself: share it among threads.
///
/// Making one costs about as much as checking a document; keep it.
///
/// ```
/// use gouji::{Checker, Rules};
/// use std::sync::{Arc, OnceLock};
///
/// fn checker() -> &'static Checker {
///     static CHECKER: OnceLock<Checker> = OnceLock::new();
///     CHECKER.get_or_init(|| Checker::new(Rules::shipped()))
/// }
///
/// let threads = ["a.txt", "b.txt"].map(|name| {
///     std::thread::spawn(move || checker().check(name, "今天天气很好。".as_bytes()))
/// });
/// for thread in threads {
///     let report = thread.join().expect("a check does not panic");
///     assert!(report.not_checked.is_some());
/// }
/// ```
pub struct Checker {
    checker: gouji_analysis::Checker,
    rules: Rules,
}

impl Checker {
    /// A checker with these rules.
    #[must_use]
    pub fn new(rules: Rules) -> Self {
        let checker = gouji_analysis::Checker::new(Arc::clone(&rules.set.program));
        Self { checker, rules }
    }

    /// Its rules.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Checks a document. `name` is what the report calls it, a path mostly; `bytes` are what its file
    /// holds, in any format and encoding that gouji reads, which it finds out itself.
    ///
    /// Every document has a report: one that is damaged or that no rule applies to, and one that
    /// cannot be read at all, have `not_checked`, which says why.
    #[must_use]
    pub fn check(&self, name: &str, bytes: impl Into<Vec<u8>>) -> DocumentReport {
        self.checker.check_bytes(&name.into(), bytes.into(), &self.rules.selections)
    }

    /// Reads the records of a document, and holds them to nothing.
    ///
    /// ```
    /// use gouji::{Checker, Rules};
    ///
    /// let checker = Checker::new(Rules::shipped());
    /// # let path = "../../tests/disclosures/qinghe-civil-affairs-2022.txt";
    /// let records = checker.extract("budget.txt", std::fs::read(path)?)?;
    /// for project in records.of("项目") {
    ///     let budget = project.field("预算数").and_then(|field| field.figure(gouji::Language::Chinese));
    ///     println!("{budget:?} 万元, in bytes {:?}", project.range());
    /// }
    /// # assert!(records.of("项目").count() > 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where the document cannot be read at all: it is empty, no text, or too large.
    pub fn extract(&self, name: &str, bytes: impl Into<Vec<u8>>) -> Result<Records, UnfitDocument> {
        self.checker
            .extract_bytes(&name.into(), bytes.into())
            .map_err(|reason| UnfitDocument { name: name.to_owned(), reason })
    }
}

impl fmt::Debug for Checker {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Checker").field("rules", &self.rules).finish_non_exhaustive()
    }
}

/// A document that cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnfitDocument {
    name: String,
    reason: Localized,
}

impl UnfitDocument {
    /// What the document was called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Why, in both languages.
    pub fn reason(&self) -> &Localized {
        &self.reason
    }
}

impl fmt::Display for UnfitDocument {
    /// In English; [`reason`](Self::reason) has both languages.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.name, self.reason.in_language(Language::English))
    }
}

impl std::error::Error for UnfitDocument {}
