//! `分级 X 按 f, g [长 3, 5, 7｜缩进｜编号]`

use super::{Lowering, Node};
use crate::ast::{CodeLength, LevelOrder, Levels};
use crate::parse::Rule;

impl Lowering<'_> {
    pub fn levels(&self, node: Node<'_>) -> Option<Levels> {
        let range = self.tight(&node);
        let mut record = None;
        let mut fields = None;
        let mut order = LevelOrder::Codes;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::kw_levels | Rule::kw_by => {}
                Rule::name | Rule::reserved_name | Rule::missing_name => {
                    record = Some(self.name_or_gap(&part));
                }
                Rule::name_list => fields = self.path(part.into_inner()),
                Rule::code_lengths => order = LevelOrder::Lengths(self.code_lengths(part)?),
                Rule::kw_indent => order = LevelOrder::Indent(self.span(&part)),
                Rule::kw_numbering => order = LevelOrder::Numbering(self.span(&part)),
                other => {
                    self.missing(other, part.as_span().start());
                    return None;
                }
            }
        }
        Some(Levels { record: record?, fields: fields?, order, range })
    }

    fn code_lengths(&self, node: Node<'_>) -> Option<Vec<CodeLength>> {
        let mut lengths = Vec::new();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::kw_lengths => {}
                Rule::code_length => {
                    let digits = gouji_text::fold(part.as_str());
                    lengths
                        .push(CodeLength { length: digits.parse().ok(), range: self.span(&part) });
                }
                other => {
                    self.missing(other, part.as_span().start());
                    return None;
                }
            }
        }
        Some(lengths)
    }
}
