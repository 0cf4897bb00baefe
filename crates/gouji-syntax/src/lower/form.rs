//! Forms.

use super::junk::JunkPlace;
use super::{Lowering, Node};
use crate::ast::{
    Anchor, AnchorKind, Expression, ExpressionKind, Form, FormClause, FormClauseKind, Name,
    OutlineBinding, OutlineProperty, Text, UnaryOperator,
};
use crate::parse::Rule;

impl<'text> Lowering<'text> {
    pub fn form_item(&self, node: Node<'_>) -> Option<Form> {
        let mut name = None;
        let mut record = None;
        let mut filled = false;
        let mut clauses = Vec::new();
        let mut end = node.as_span().start();
        for part in node.into_inner() {
            let rule = part.as_rule();
            let place = self.place(&part);
            match rule {
                Rule::name | Rule::reserved_name | Rule::missing_name => {
                    let slot = if filled { &mut record } else { &mut name };
                    *slot = self.name(&part);
                }
                Rule::kw_fills => filled = true,
                Rule::missing_fills => self.missing_fills(part.as_span().start()),
                Rule::header_junk => self.header_junk(&part),
                Rule::full_stop => self.full_stop(&part),
                Rule::bad_form_clause => self.junk(&part, JunkPlace::Form, end),
                Rule::leftover => self.leftover(&part),
                Rule::missing_open_brace | Rule::missing_close_brace => {
                    self.missing(rule, part.as_span().start());
                }
                Rule::kw_form | Rule::EOI => {}
                _ => {
                    self.begin_clause();
                    let range = self.tight(&part);
                    clauses.extend(self.form_clause(part).map(|kind| FormClause { kind, range }));
                }
            }
            end = end.max(place.end);
        }
        Some(Form { name: name?, record: record?, clauses })
    }

    fn form_clause(&self, node: Node<'_>) -> Option<FormClauseKind> {
        Some(match node.as_rule() {
            Rule::label_clause => {
                let (labels, field) = self.labelled(node);
                FormClauseKind::Label { labels: labels?, field: field? }
            }
            Rule::periods_clause => {
                let (labels, field) = self.labelled(node);
                FormClauseKind::Periods { labels: labels?, field: field? }
            }
            Rule::sentence_clause => FormClauseKind::Sentence(self.one_text(node)?),
            Rule::context_clause => FormClauseKind::Context(self.one_text(node)?),
            Rule::heading_clause => FormClauseKind::Heading(self.one_text(node)?),
            Rule::occurrences_clause => FormClauseKind::Occurrences(self.one_text(node)?),
            Rule::titled_clause => FormClauseKind::Titled(self.labelled(node).0?),
            Rule::paragraph_clause => FormClauseKind::Paragraph(self.labelled(node).0?),
            Rule::section_clause => FormClauseKind::Section(self.labelled(node).0?),
            Rule::grid_clause => self.grid(node)?,
            Rule::region_clause => self.region(node)?,
            Rule::outline_clause => FormClauseKind::Outline(self.outline(node)),
            Rule::blank_as => {
                let (value, fields) = self.blank_as(node)?;
                FormClauseKind::BlankAs { value, fields }
            }
            _ => return None,
        })
    }

    /// Texts and the field they fill; what else is missing is reported.
    fn labelled(&self, node: Node<'_>) -> (Option<Vec<Text>>, Option<Name>) {
        let mut labels = None;
        let mut field = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::text_list => labels = self.texts(part.into_inner()),
                Rule::name | Rule::reserved_name | Rule::missing_name => field = self.name(&part),
                Rule::missing_contains | Rule::missing_arrow => {
                    self.missing(part.as_rule(), part.as_span().start());
                }
                Rule::arrow => self.arrow(&part),
                _ => {}
            }
        }
        (labels, field)
    }

    /// `=>` and `⇒` are understood.
    pub(super) fn arrow(&self, node: &Node<'_>) {
        if !matches!(node.as_str(), "→" | "->" | "－>" | "-＞" | "－＞") {
            self.sign_slip(node, "→");
        }
    }

    pub fn one_text(&self, node: Node<'_>) -> Option<Text> {
        let text = node
            .into_inner()
            .find(|part| matches!(part.as_rule(), Rule::text | Rule::missing_text))?;
        self.text_literal(&text)
    }

    fn region(&self, node: Node<'_>) -> Option<FormClauseKind> {
        let mut anchors = node
            .into_inner()
            .filter(|part| part.as_rule() == Rule::anchor)
            .map(|part| self.anchor(part));
        let start = anchors.next().flatten();
        let end = match anchors.next() {
            Some(end) => Some(end?),
            None => None,
        };
        Some(FormClauseKind::Region { start: start?, end })
    }

    fn anchor(&self, node: Node<'_>) -> Option<Anchor> {
        let range = self.tight(&node);
        let mut kind = AnchorKind::Label;
        let mut texts = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::kw_heading => kind = AnchorKind::Heading,
                Rule::kw_paragraph => kind = AnchorKind::Paragraph,
                Rule::missing_anchor | Rule::missing_contains => {
                    self.missing(part.as_rule(), part.as_span().start());
                }
                Rule::text_list => texts = self.texts(part.into_inner()),
                _ => {}
            }
        }
        Some(Anchor { kind, texts: texts?, range })
    }

    /// `空白 视为 0 [于 f, g]`
    pub(super) fn blank_as(&self, node: Node<'_>) -> Option<(Expression, Vec<Name>)> {
        let mut value = None;
        let mut negative = None;
        let mut fields = Vec::new();
        for part in node.into_inner() {
            let range = self.tight(&part);
            let literal = |kind| Expression { kind: Box::new(kind), range };
            match part.as_rule() {
                Rule::op_negate => negative = Some(range),
                Rule::number => {
                    value = self.number(&part).map(|number| literal(ExpressionKind::Number(number)))
                }
                Rule::text => {
                    value = self.text_literal(&part).map(|text| literal(ExpressionKind::Text(text)))
                }
                Rule::name_list => fields = self.path(part.into_inner())?,
                Rule::missing_counts_as | Rule::missing_value => {
                    self.missing(part.as_rule(), part.as_span().start());
                }
                _ => {}
            }
        }
        let value = value?;
        Some(match negative {
            Some(sign) => {
                let range = sign.cover(value.range);
                let kind =
                    ExpressionKind::Unary { operator: UnaryOperator::Negate, operand: value };
                (Expression { kind: Box::new(kind), range }, fields)
            }
            None => (value, fields),
        })
    }

    fn outline(&self, node: Node<'_>) -> Vec<OutlineBinding> {
        let mut bindings = Vec::new();
        let mut end = node.as_span().start();
        for part in node.into_inner() {
            let place = self.place(&part);
            match part.as_rule() {
                Rule::outline_binding => {
                    self.begin_clause();
                    bindings.extend(self.outline_binding(part));
                }
                Rule::full_stop => self.full_stop(&part),
                Rule::bad_line => self.junk(&part, JunkPlace::Outline, end),
                Rule::missing_close_brace => self.missing(part.as_rule(), part.as_span().start()),
                _ => {}
            }
            end = end.max(place.end);
        }
        bindings
    }

    fn outline_binding(&self, node: Node<'_>) -> Option<OutlineBinding> {
        let mut property = None;
        let mut field = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::kw_outline_property => property = Some(outline_property(part.as_str())),
                Rule::arrow => self.arrow(&part),
                Rule::missing_arrow => self.missing(part.as_rule(), part.as_span().start()),
                _ => field = self.name(&part),
            }
        }
        Some(OutlineBinding { property: property?, field: field? })
    }
}

fn outline_property(written: &str) -> OutlineProperty {
    match written {
        "级别" | "level" => OutlineProperty::Level,
        "序号" | "number" => OutlineProperty::Number,
        "前号" | "previous" => OutlineProperty::Previous,
        "标题" | "title" => OutlineProperty::Title,
        "编号" | "label" => OutlineProperty::Label,
        _ => OutlineProperty::Parent,
    }
}
