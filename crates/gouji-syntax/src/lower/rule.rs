//! Rules, rulesets, imports and definitions.

use super::expression::Expect;
use super::junk::JunkPlace;
use super::{Lowering, Node, ProblemDraft};
use crate::Keyword;
use crate::ast::{
    DateLiteral, Definition, Expression, FixClause, FreeText, Import, Matching, Modality, Name,
    Obligation, Rule as RuleTree, RuleClause, Ruleset, SelfDescription, Text, Tolerance,
};
use crate::codes;
use crate::parse::Rule;
use crate::scan::{Scanner, TokenKind, is_blank};
use gouji_text::{Localized, TextRange};

impl<'text> Lowering<'text> {
    pub fn rule_item(&self, node: Node<'_>) -> Option<RuleTree> {
        let mut name = None;
        let mut clauses = Vec::new();
        let has_obligation =
            node.clone().into_inner().any(|part| part.as_rule() == Rule::obligation);
        let mut has_junk = false;
        let mut end = node.as_span().start();
        for part in node.into_inner() {
            let rule = part.as_rule();
            let place = self.place(&part);
            match rule {
                Rule::name | Rule::reserved_name | Rule::missing_name => name = self.name(&part),
                Rule::header_junk => self.header_junk(&part),
                Rule::full_stop => self.full_stop(&part),
                Rule::bad_rule_clause => {
                    has_junk = true;
                    self.junk(&part, JunkPlace::Rule { has_obligation }, end);
                }
                Rule::leftover => self.leftover(&part),
                Rule::missing_open_brace | Rule::missing_close_brace => {
                    self.missing(rule, part.as_span().start());
                }
                Rule::kw_rule | Rule::EOI => {}
                _ => clauses.extend(self.rule_clause(part)),
            }
            end = end.max(place.end);
        }
        let name = name?;
        if !has_obligation && !has_junk && !self.is_clause_broken() {
            self.no_obligation();
        }
        Some(RuleTree { name, clauses })
    }

    fn no_obligation(&self) {
        let must = self.spelling(Keyword::Must);
        let header = crate::scan::line_length(self.text);
        let line = self.slice(0..header);
        let length =
            line.trim_end_matches(|last| is_blank(last) || matches!(last, '{' | '｛')).len();
        self.report(
            ProblemDraft::new(
                &codes::NO_OBLIGATION,
                0..length,
                Localized::new(
                    format!("这条规则没有要求：缺少「{must}」（或「不得」「宜」「不宜」）"),
                    format!("this rule asks nothing: `{must}` (or must_not, should, should_not) is missing"),
                ),
                Localized::new("没有要求", "no obligation"),
            )
            .help(Localized::new(
                "例如：应当 合计 = 甲 + 乙",
                "for example: must total = a + b",
            )),
        );
    }

    fn rule_clause(&self, node: Node<'_>) -> Option<RuleClause> {
        self.begin_clause();
        match node.as_rule() {
            Rule::basis_clause => self.basis(&node).map(RuleClause::Basis),
            Rule::for_each_clause => self.for_each(node),
            Rule::when_clause => self.expression_in(node, Expect::Condition).map(RuleClause::When),
            Rule::let_clause => self.let_clause(node),
            Rule::obligation => self.obligation(node).map(RuleClause::Obligation),
            Rule::since_clause => self.date_in(node).map(RuleClause::Since),
            Rule::until_clause => self.date_in(node).map(RuleClause::Until),
            _ => None,
        }
    }

    /// The first expression among a pair's parts.
    fn expression_in(&self, node: Node<'_>, expect: Expect) -> Option<Expression> {
        let expression = node.into_inner().find(|part| part.as_rule() == Rule::expression)?;
        Some(self.expression(expression, expect))
    }

    fn date_in(&self, node: Node<'_>) -> Option<DateLiteral> {
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::date => return self.date(&part),
                Rule::missing_date => self.missing(part.as_rule(), part.as_span().start()),
                _ => {}
            }
        }
        None
    }

    /// Free text: trimmed, without a comment, a colon before it, or quotation marks around it.
    fn basis(&self, node: &Node<'_>) -> Option<FreeText> {
        let text = node.clone().into_inner().find(|part| part.as_rule() == Rule::basis_text)?;
        let start = text.as_span().start();
        let mut line = without_comment(text.as_str());
        let before = line.len();
        line = line.trim_start_matches(|first| is_blank(first) || matches!(first, ':' | '：'));
        let start = start + (before - line.len());
        line = line.trim_end();
        if line.is_empty() {
            self.missing(Rule::basis_text, node.as_span().start());
            return None;
        }
        let value = [('“', '”'), ('"', '"')]
            .iter()
            .find_map(|(open, close)| {
                let inner = line.strip_prefix(*open)?.strip_suffix(*close)?;
                (!inner.contains([*open, *close])).then_some(inner)
            })
            .unwrap_or(line);
        Some(FreeText {
            value: value.trim().to_owned(),
            range: self.range(start..start + line.len()),
        })
    }

    fn for_each(&self, node: Node<'_>) -> Option<RuleClause> {
        let range = self.tight(&node);
        let mut path = None;
        let mut filter = None;
        let mut keys = Vec::new();
        let mut matching = None;
        let mut before = Rule::kw_for_each;
        for part in node.into_inner() {
            let rule = part.as_rule();
            match rule {
                Rule::path => path = self.path(part.into_inner()),
                Rule::expression if before == Rule::kw_where => {
                    filter = Some(self.expression(part, Expect::Condition));
                }
                Rule::expression => keys.push(self.expression(part, Expect::Value)),
                Rule::matched_with => matching = self.matching(part),
                _ => {}
            }
            before = rule;
        }
        Some(RuleClause::ForEach { path: path?, filter, keys, matching, range })
    }

    fn matching(&self, node: Node<'_>) -> Option<Matching> {
        let range = self.tight(&node);
        let mut path = None;
        let mut name = None;
        let mut keys = Vec::new();
        let mut is_paired = false;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::path => path = self.path(part.into_inner()),
                Rule::name | Rule::reserved_name | Rule::missing_name => {
                    name = Some(self.name_or_gap(&part));
                }
                Rule::expression => keys.push(self.expression(part, Expect::Value)),
                Rule::missing_by => self.missing(Rule::missing_by, part.as_span().start()),
                Rule::kw_paired => is_paired = true,
                _ => {}
            }
        }
        Some(Matching { path: path?, name, keys, is_paired, range })
    }

    fn let_clause(&self, node: Node<'_>) -> Option<RuleClause> {
        let mut name = None;
        let mut value = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::expression => value = Some(self.expression(part, Expect::Value)),
                Rule::kw_let => {}
                Rule::name | Rule::reserved_name | Rule::missing_name => {
                    name = Some(self.name_or_gap(&part));
                }
                _ => self.equals(&part),
            }
        }
        Some(RuleClause::Let { name: name?, value: value? })
    }

    /// `=`, or what stands in its place.
    pub fn equals(&self, node: &Node<'_>) {
        match node.as_rule() {
            Rule::equals if matches!(node.as_str(), "=" | "＝") => {}
            Rule::equals | Rule::wrong_equals => self.sign_slip(node, "="),
            other => self.missing(other, node.as_span().start()),
        }
    }

    fn obligation(&self, node: Node<'_>) -> Option<Obligation> {
        let mut modality = Modality::Must;
        let mut modality_range = self.tight(&node);
        let mut condition = None;
        let mut parts = ObligationParts::default();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::kw_modality => {
                    modality = modality_of(part.as_str());
                    modality_range = self.span(&part);
                }
                Rule::expression => condition = Some(self.expression(part, Expect::Condition)),
                Rule::full_stop => self.full_stop(&part),
                _ => self.obligation_part(part, &mut parts),
            }
        }
        Some(Obligation {
            modality,
            modality_range,
            condition: condition?,
            tolerance: parts.tolerance,
            message: parts.message,
            subject: parts.subject,
            fixes: parts.fixes,
        })
    }

    fn obligation_part(&self, node: Node<'_>, parts: &mut ObligationParts) {
        self.begin_clause();
        match node.as_rule() {
            Rule::tolerance => {
                if parts.tolerance.is_some() {
                    self.repeated(&node, Keyword::Within);
                }
                parts.tolerance = self.tolerance(node);
            }
            Rule::otherwise => {
                if parts.message.is_some() {
                    self.repeated(&node, Keyword::Else);
                }
                let text = node
                    .into_inner()
                    .find(|part| matches!(part.as_rule(), Rule::text | Rule::missing_text));
                parts.message = text.and_then(|text| self.text_literal(&text));
            }
            Rule::subject => {
                if parts.subject.is_some() {
                    self.repeated(&node, Keyword::At);
                }
                parts.subject = self.path_in(node);
            }
            _ => parts.fixes.extend(self.fix(node)),
        }
    }

    fn path_in(&self, node: Node<'_>) -> Option<Vec<Name>> {
        let path = node.into_inner().find(|part| part.as_rule() == Rule::path)?;
        self.path(path.into_inner())
    }

    fn tolerance(&self, node: Node<'_>) -> Option<Tolerance> {
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::kw_last_digit => return Some(Tolerance::LastDigit(self.span(&part))),
                Rule::expression => {
                    return Some(Tolerance::Amount(self.expression(part, Expect::Value)));
                }
                _ => {}
            }
        }
        None
    }

    fn fix(&self, node: Node<'_>) -> Option<FixClause> {
        let range = self.tight(&node);
        let mut path = None;
        let mut value = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::path => path = self.path(part.into_inner()),
                Rule::expression => value = Some(self.expression(part, Expect::Value)),
                Rule::missing_as => self.missing(Rule::missing_as, part.as_span().start()),
                _ => {}
            }
        }
        Some(FixClause { path: path?, value: value?, range })
    }

    /// A part that may stand only once.
    pub fn repeated(&self, node: &Node<'_>, keyword: Keyword) {
        let word = self.spelling(keyword);
        self.report(ProblemDraft::new(
            &codes::REPEATED,
            self.place(node),
            Localized::new(
                format!("「{word}」只能写一次"),
                format!("`{word}` can stand only once"),
            ),
            Localized::new("重复", "repeated"),
        ));
    }

    pub fn ruleset_item(&self, node: Node<'_>) -> Option<Ruleset> {
        let mut name = None;
        let mut version: Option<Text> = None;
        let mut basis = Vec::new();
        let mut described_by = None;
        let mut applies: Option<Expression> = None;
        let mut number_format = None;
        let mut layout = Vec::new();
        let mut end = node.as_span().start();
        for part in node.into_inner() {
            let rule = part.as_rule();
            let place = self.place(&part);
            match rule {
                Rule::name | Rule::reserved_name | Rule::missing_name => name = self.name(&part),
                Rule::number_format => {
                    self.begin_clause();
                    if number_format.is_some() {
                        self.repeated(&part, Keyword::RulesetNumberFormat);
                    }
                    number_format = Some(self.number_format(part));
                }
                Rule::page_layout => {
                    self.begin_clause();
                    layout.extend(self.page_layout(part));
                }
                Rule::text | Rule::missing_text => version = self.text_literal(&part),
                Rule::header_junk => self.header_junk(&part),
                Rule::full_stop => self.full_stop(&part),
                Rule::bad_ruleset_clause => self.junk(&part, JunkPlace::Ruleset, end),
                Rule::leftover => self.leftover(&part),
                Rule::missing_open_brace | Rule::missing_close_brace => {
                    self.missing(rule, part.as_span().start());
                }
                Rule::basis_clause => {
                    self.begin_clause();
                    basis.extend(self.basis(&part));
                }
                Rule::described_by_clause => {
                    self.begin_clause();
                    if described_by.is_some() {
                        self.repeated(&part, Keyword::DescribedBy);
                    }
                    described_by = Some(self.described_by(part));
                }
                Rule::applies_clause => {
                    self.begin_clause();
                    if applies.is_some() {
                        self.repeated(&part, Keyword::Applies);
                    }
                    applies = self.expression_in(part, Expect::Condition).or(applies);
                }
                _ => {}
            }
            end = end.max(place.end);
        }
        let name = name?;
        Some(Ruleset { name, version, basis, described_by, applies, number_format, layout })
    }

    /// `自述 文件，年度在 年度`
    fn described_by(&self, node: Node<'_>) -> SelfDescription {
        let range = self.tight(&node);
        let mut names = Vec::with_capacity(2);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::kw_described_by | Rule::kw_year_in => {}
                Rule::wrong_year_in => self.sign_slip(&part, self.spelling(Keyword::YearIn)),
                _ => names.push(self.name_or_gap(&part)),
            }
        }
        let mut names = names.into_iter();
        let gap = || Name { text: String::new(), range: TextRange::empty(range.end) };
        SelfDescription { record: names.next().unwrap_or_else(gap), year: names.next(), range }
    }

    pub fn import_item(&self, node: Node<'_>) -> Option<Import> {
        let mut name = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name | Rule::reserved_name | Rule::missing_name => name = self.name(&part),
                Rule::leftover => self.name_junk(&part),
                _ => {}
            }
        }
        Some(Import { name: name? })
    }

    pub fn definition_item(&self, node: Node<'_>) -> Option<Definition> {
        let mut name = None;
        let mut parameters = Vec::new();
        let mut body = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name | Rule::reserved_name | Rule::missing_name => name = self.name(&part),
                Rule::parameters => parameters = self.parameters(part),
                Rule::expression => body = Some(self.expression(part, Expect::Value)),
                Rule::leftover if !self.is_clause_broken() => self.leftover(&part),
                Rule::equals | Rule::wrong_equals | Rule::missing_equals => self.equals(&part),
                _ => {}
            }
        }
        Some(Definition { name: name?, parameters, body: body? })
    }

    fn parameters(&self, node: Node<'_>) -> Vec<Name> {
        let mut names = Vec::new();
        for part in node.into_inner() {
            if part.as_rule() == Rule::missing_close_paren {
                self.missing(part.as_rule(), part.as_span().start());
                continue;
            }
            names.push(self.name_or_gap(&part));
        }
        names
    }
}

/// What follows the condition of an obligation.
#[derive(Default)]
struct ObligationParts {
    tolerance: Option<Tolerance>,
    message: Option<Text>,
    subject: Option<Vec<Name>>,
    fixes: Vec<FixClause>,
}

fn modality_of(written: &str) -> Modality {
    match written {
        "应当" | "must" => Modality::Must,
        "不得" | "must_not" => Modality::MustNot,
        "宜" | "should" => Modality::Should,
        _ => Modality::ShouldNot,
    }
}

/// A line of free text up to a comment: `#` after white space, outside quotation marks.
fn without_comment(line: &str) -> &str {
    let comment = Scanner::new(line, 0).find(|token| {
        matches!(token.kind, TokenKind::Comment { .. })
            && line
                .get(..token.start)
                .is_some_and(|before| before.is_empty() || before.ends_with(is_blank))
    });
    comment.and_then(|token| line.get(..token.start)).unwrap_or(line)
}
