//! Keywords of the language that the file is not written in.

use super::{Lowering, Node, Nodes, Report};
use crate::codes;
use crate::parse::Rule;
use crate::{Keyword, KeywordKind};
use gouji_text::{Language, Localized};

impl<'text> Lowering<'text> {
    /// Keywords of the other language: understood, and reported with their twins.
    pub(super) fn check_languages(&self, nodes: Nodes<'_>) {
        for node in nodes.flatten() {
            if !is_keyword(node.as_rule()) {
                continue;
            }
            let written = node.as_str();
            let first = written.chars().next().unwrap_or('_');
            let english = self.language == Language::English;
            if first.is_alphabetic() && first.is_ascii() != english && !self.is_full() {
                self.other_language(&node, written);
            }
        }
    }

    fn other_language(&self, node: &Node<'_>, written: &str) {
        let Some(twin) = keyword_written(node.as_rule(), written) else { return };
        let right = self.spelling(twin);
        let span = node.as_span();
        let range = span.start()..span.end();
        let explanation = match self.language {
            Language::Chinese => Localized::new(
                format!("这个文件用中文关键字：「{written}」应写作「{right}」"),
                format!("this file has Chinese keywords: `{written}` is written `{right}`"),
            ),
            Language::English => Localized::new(
                format!("这个文件用英文关键字：「{written}」应写作「{right}」"),
                format!("this file has English keywords: `{written}` is written `{right}`"),
            ),
        };
        self.report(
            Report::new(
                &codes::KEYWORD_LANGUAGE,
                range.clone(),
                explanation,
                Localized::new(format!("应是「{right}」"), format!("expected `{right}`")),
            )
            .correction(
                range,
                right,
                Localized::new(format!("改为「{right}」"), format!("replace by `{right}`")),
            ),
        );
    }
}

/// Pairs whose text is a keyword (or an operator sign).
fn is_keyword(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::kw_if
            | Rule::kw_then
            | Rule::kw_else
            | Rule::kw_where
            | Rule::kw_is
            | Rule::kw_rule
            | Rule::kw_basis
            | Rule::kw_for_each
            | Rule::kw_by
            | Rule::kw_when
            | Rule::kw_let
            | Rule::kw_within
            | Rule::kw_last_digit
            | Rule::kw_at
            | Rule::kw_fix
            | Rule::kw_as
            | Rule::kw_since
            | Rule::kw_onwards
            | Rule::kw_until
            | Rule::kw_inclusive
            | Rule::kw_ruleset
            | Rule::kw_version
            | Rule::kw_applies
            | Rule::kw_use
            | Rule::kw_define
            | Rule::kw_dimension
            | Rule::kw_precision
            | Rule::kw_caption
            | Rule::kw_record
            | Rule::kw_series
            | Rule::kw_many
            | Rule::kw_form
            | Rule::kw_fills
            | Rule::kw_from
            | Rule::kw_until_anchor
            | Rule::kw_above
            | Rule::kw_heading
            | Rule::kw_label
            | Rule::kw_periods
            | Rule::kw_paragraph
            | Rule::kw_containing
            | Rule::kw_section
            | Rule::kw_sentence
            | Rule::kw_each
            | Rule::kw_grid
            | Rule::kw_optional
            | Rule::kw_fill_down
            | Rule::kw_row
            | Rule::kw_rest
            | Rule::kw_skip
            | Rule::kw_own
            | Rule::kw_below
            | Rule::kw_above_rows
            | Rule::kw_blank
            | Rule::kw_counts_as
            | Rule::kw_of
            | Rule::kw_outline
            | Rule::kw_example
            | Rule::outline_property
            | Rule::expectation
            | Rule::example_blank
            | Rule::modality
            | Rule::aggregate_word
            | Rule::boolean
            | Rule::predicate
            | Rule::op_compare
            | Rule::op_and
            | Rule::op_or
            | Rule::op_not
            | Rule::op_default
    )
}

/// The keyword of a pair; two of them may share a spelling.
fn keyword_written(rule: Rule, written: &str) -> Option<Keyword> {
    match rule {
        Rule::kw_for_each => return Some(Keyword::ForEach),
        Rule::kw_until_anchor => return Some(Keyword::UntilAnchor),
        Rule::kw_until => return Some(Keyword::Until),
        Rule::kw_of => return Some(Keyword::InFields),
        Rule::kw_basis => return Some(Keyword::Basis),
        _ => {}
    }
    let wanted = |keyword: &Keyword| match rule {
        Rule::outline_property => keyword.kind() == KeywordKind::OutlineProperty,
        Rule::op_compare => keyword.kind() == KeywordKind::Operator,
        Rule::kw_series | Rule::kw_many => true,
        _ => !matches!(keyword.kind(), KeywordKind::OutlineProperty | KeywordKind::Type),
    };
    Keyword::spelled(written).find(wanted)
}
