//! Rules in force.

use gouji_analysis::{PackText, RuleSet, RuleText, Selection, explain, give_way};
use gouji_diagnostic::{Diagnostic, Severity};
use gouji_text::Language;
use std::fmt;
use std::sync::OnceLock;

/// Rules, parsed and checked, for a [`Checker`](crate::Checker).
pub struct Rules {
    packs: Vec<PackText>,
    pub(crate) set: RuleSet,
    /// The rules with their examples, which no document is checked by: read when someone asks.
    with_examples: OnceLock<RuleSet>,
    /// For each pack, which documents it applies to.
    pub(crate) selections: Vec<Selection>,
}

impl Rules {
    /// The packs that gouji brings along.
    pub fn shipped() -> Self {
        let packs = gouji_packs::shipped();
        let selections = vec![Selection::Recognised; packs.len()];
        Self::new(packs, selections)
    }

    fn new(packs: Vec<PackText>, selections: Vec<Selection>) -> Self {
        let set = RuleSet::without_examples(&packs);
        Self { packs, set, with_examples: OnceLock::new(), selections }
    }

    /// Rules of one's own, with the shipped ones or without.
    ///
    /// ```
    /// use gouji::Rules;
    ///
    /// let rules = Rules::builder()
    ///     .shipped()
    ///     .file("mine.gouji", "规则 接待费不宜多 { 对每个 三公经费 宜 公务接待费 ≤ 1 万元 }")
    ///     .build()?;
    /// // A file without a 规则集 extends the pack whose records it reads.
    /// assert!(rules.names().any(|name| name == "部门预算公开/接待费不宜多"));
    /// # Ok::<(), gouji::BrokenRules>(())
    /// ```
    pub fn builder() -> RulesBuilder {
        RulesBuilder::default()
    }

    /// The qualified names of all rules, in order of declaration: `部门预算公开/收入合计`.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.set.program.rules.iter().map(|rule| rule.name.as_str())
    }

    /// What a rule demands, why, and its examples; `None` where no rule has that name.
    #[must_use]
    pub fn explain(&self, name: &str, language: Language) -> Option<String> {
        explain(self.with_examples.get_or_init(|| RuleSet::new(&self.packs)), name, language)
    }

    /// What is wrong in the rule texts, their examples left aside: warnings, and errors where [`BrokenRules::into_sound`] gave
    /// these rules.
    pub fn problems(&self) -> impl Iterator<Item = &Diagnostic> {
        self.set.problems.iter().map(|(_, problem)| problem)
    }
}

impl fmt::Debug for Rules {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.names()).finish()
    }
}

/// Puts rule texts together; see [`Rules::builder`].
#[derive(Clone, Debug, Default)]
#[must_use = "rules are there when they are built"]
pub struct RulesBuilder {
    packs: Vec<(PackText, Selection)>,
}

impl RulesBuilder {
    /// Adds the packs that gouji brings along. They apply to documents that they recognise.
    pub fn shipped(mut self) -> Self {
        let shipped = gouji_packs::shipped().into_iter();
        self.packs.extend(shipped.map(|pack| (pack, Selection::Recognised)));
        self
    }

    /// Adds a rule text. `name` is what messages call it: a path, mostly.
    pub fn file(self, name: &str, text: &str) -> Self {
        self.pack([(name, text)])
    }

    /// Adds rule texts that belong together. Rules that are named like this apply also to documents
    /// that do not say what they are; a pack with the ruleset of a shipped one takes its place.
    pub fn pack<'texts>(
        mut self,
        files: impl IntoIterator<Item = (&'texts str, &'texts str)>,
    ) -> Self {
        let files = files.into_iter();
        let files: Vec<RuleText> =
            files.map(|(name, text)| RuleText { name: name.into(), text: text.into() }).collect();
        self.packs.push((PackText { files }, Selection::Named));
        self
    }

    /// Parses and checks everything.
    ///
    /// # Errors
    ///
    /// Where something in the texts is wrong. The sound rules among them can be had all the same:
    /// [`BrokenRules::into_sound`].
    pub fn build(mut self) -> Result<Rules, BrokenRules> {
        let is_own = |selection: Selection| selection == Selection::Named;
        let own = self.packs.iter().filter(|(_, selection)| is_own(*selection));
        let own: Vec<String> = own.filter_map(|(pack, _)| pack.ruleset()).collect();
        // Two of one's own stay: that is an error, and said.
        give_way(
            &mut self.packs,
            &own,
            |(pack, selection)| {
                if is_own(*selection) { None } else { pack.ruleset() }
            },
        );
        let (packs, selections): (Vec<PackText>, Vec<Selection>) = self.packs.into_iter().unzip();
        let rules = Rules::new(packs, selections);
        let is_sound = rules.problems().all(|problem| problem.severity < Severity::Error);
        if is_sound { Ok(rules) } else { Err(BrokenRules { rules: Box::new(rules) }) }
    }
}

/// Rule texts with something wrong in them.
///
/// ```
/// use gouji::Rules;
///
/// let broken = Rules::builder()
///     .shipped()
///     .file("mine.gouji", "规则 收入有数 { 对每个 收入 应当 合记 > 0 元 }")
///     .build()
///     .unwrap_err();
/// assert!(broken.to_string().contains("合记"));
/// // All other rules work.
/// assert!(broken.into_sound().names().count() > 30);
/// ```
#[derive(Debug)]
pub struct BrokenRules {
    rules: Box<Rules>,
}

impl BrokenRules {
    /// What is wrong, in order of place; warnings too.
    pub fn problems(&self) -> impl Iterator<Item = &Diagnostic> {
        self.rules.problems()
    }

    /// The rules as far as they are sound. A broken rule stays among them, and is counted as broken
    /// in every document.
    #[must_use]
    pub fn into_sound(self) -> Rules {
        *self.rules
    }
}

impl fmt::Display for BrokenRules {
    /// The first error, in English, and how many more there are; [`problems`](Self::problems) has all
    /// of them, in both languages.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut errors = self.problems().filter(|problem| problem.severity == Severity::Error);
        let Some(first) = errors.next() else { return formatter.write_str("the rules are broken") };
        if let Some(at) = first.subject() {
            let source =
                self.rules.set.sources(first).into_iter().find(|one| one.name == at.source);
            if let Some(source) = source {
                let line = source.lines.line_column(&source.text, at.range.start);
                write!(formatter, "{}:{}:{}: ", source.name, line.line, line.column)?;
            }
        }
        formatter.write_str(first.message.in_language(Language::English))?;
        match errors.count() {
            0 => Ok(()),
            more => write!(formatter, " (and {more} more)"),
        }
    }
}

impl std::error::Error for BrokenRules {}
