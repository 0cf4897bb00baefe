//! Keywords of the language that the file is not written in.

use super::{Lowering, Node, Nodes, ProblemDraft};
use crate::codes;
use crate::parse::Rule;
use crate::{Keyword, KeywordKind};
use gouji_text::{Language, Localized};
use std::sync::LazyLock;

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
                format!("这个文件用中文关键词：「{written}」应写作「{right}」"),
                format!("this file has Chinese keywords: `{written}` is written `{right}`"),
            ),
            Language::English => Localized::new(
                format!("这个文件用英文关键词：「{written}」应写作「{right}」"),
                format!("this file has English keywords: `{written}` is written `{right}`"),
            ),
        };
        self.report(
            ProblemDraft::new(
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

/// Pairs whose text is a keyword (or an operator sign): the grammar calls them `kw_…` and `op_…`.
fn is_keyword(rule: Rule) -> bool {
    static KEYWORDS: LazyLock<Vec<bool>> = LazyLock::new(|| {
        let rules = Rule::all_rules();
        let mut keywords = vec![false; rules.len()];
        for rule in rules {
            let name = format!("{rule:?}");
            if let Some(is_keyword) = keywords.get_mut(*rule as usize) {
                *is_keyword = name.starts_with("kw_") || name.starts_with("op_");
            }
        }
        keywords
    });
    KEYWORDS.get(rule as usize) == Some(&true)
}

/// The keyword that a pair is; none where it is a name, a sign or a text.
pub(crate) fn keyword_of(rule: Rule, written: &str) -> Option<Keyword> {
    is_keyword(rule).then(|| keyword_written(rule, written)).flatten()
}

/// The keyword of a pair; two of them may share a spelling.
fn keyword_written(rule: Rule, written: &str) -> Option<Keyword> {
    match rule {
        Rule::kw_for_each => return Some(Keyword::ForEach),
        Rule::kw_matched_with => return Some(Keyword::MatchedWith),
        Rule::kw_until_anchor => return Some(Keyword::UntilAnchor),
        Rule::kw_until => return Some(Keyword::Until),
        Rule::kw_of => return Some(Keyword::InFields),
        Rule::op_at => return Some(Keyword::AtPoint),
        Rule::kw_at => return Some(Keyword::At),
        Rule::kw_basis => return Some(Keyword::Basis),
        Rule::kw_document_text => return Some(Keyword::TextType),
        _ => {}
    }
    let wanted = |keyword: &Keyword| match rule {
        Rule::kw_outline_property => keyword.kind() == KeywordKind::OutlineProperty,
        Rule::op_compare => keyword.kind() == KeywordKind::Operator,
        Rule::kw_series | Rule::kw_many => true,
        _ => !matches!(keyword.kind(), KeywordKind::OutlineProperty | KeywordKind::Type),
    };
    Keyword::spelled(written).find(wanted)
}
