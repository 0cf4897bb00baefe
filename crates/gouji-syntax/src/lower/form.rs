//! Forms.

use super::expression::Expect;
use super::junk::JunkPlace;
use super::{Lowering, Node};
use crate::ast::{
    Anchor, AnchorKind, Expression, ExpressionKind, Form, FormClause, FormClauseKind, LayoutMark,
    Name, NumberFormat, OutlineBinding, OutlineProperty, Text, UnaryOperator,
};
use crate::parse::Rule;
use crate::{Keyword, KeywordKind};

/// The parts that clauses which read running text are made of.
#[derive(Default)]
struct TextClause {
    texts: Option<Vec<Text>>,
    /// Whether 含 stands in front of them.
    containing: bool,
    condition: Option<Expression>,
    field: Option<Name>,
    body: Option<Vec<FormClause>>,
}

/// The only text of a clause.
fn first(texts: Option<Vec<Text>>) -> Option<Text> {
    texts.and_then(|texts| texts.into_iter().next())
}

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
                _ => clauses.extend(self.clause_of_form(part)),
            }
            end = end.max(place.end);
        }
        Some(Form { name: name?, record: record?, clauses })
    }

    fn clause_of_form(&self, node: Node<'_>) -> Option<FormClause> {
        self.begin_clause();
        let range = self.tight(&node);
        self.form_clause(node).map(|kind| FormClause { kind, range })
    }

    /// What is read inside a scope: `{ clause … }`.
    fn form_body(&self, node: Node<'_>) -> Vec<FormClause> {
        let mut clauses = Vec::new();
        let mut end = node.as_span().start();
        for part in node.into_inner() {
            let place = self.place(&part);
            match part.as_rule() {
                Rule::full_stop => self.full_stop(&part),
                Rule::bad_form_clause => self.junk(&part, JunkPlace::Form, end),
                Rule::missing_close_brace => self.missing(part.as_rule(), part.as_span().start()),
                _ => clauses.extend(self.clause_of_form(part)),
            }
            end = end.max(place.end);
        }
        clauses
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
            Rule::sentence_clause => {
                let TextClause { texts, condition, .. } = self.text_clause(node);
                FormClauseKind::Sentence { text: first(texts)?, condition }
            }
            Rule::context_clause => FormClauseKind::Context(self.one_text(node)?),
            Rule::heading_clause => FormClauseKind::Heading(self.one_text(node)?),
            Rule::titled_clause => FormClauseKind::Titled(self.labelled(node).0?),
            Rule::occurrences_clause => {
                let TextClause { texts, condition, field, .. } = self.text_clause(node);
                FormClauseKind::Occurrences { text: first(texts)?, condition, target: field }
            }
            Rule::paragraph_clause => {
                let TextClause { texts, body, .. } = self.text_clause(node);
                FormClauseKind::Paragraph { texts: texts?, body }
            }
            Rule::section_clause => {
                let TextClause { texts, body, .. } = self.text_clause(node);
                FormClauseKind::Section { texts: texts?, body }
            }
            Rule::item_clause => {
                let TextClause { texts, containing, condition, body, .. } = self.text_clause(node);
                FormClauseKind::Item { texts: texts?, containing, condition, body }
            }
            Rule::note_clause => {
                let TextClause { texts, field, .. } = self.text_clause(node);
                FormClauseKind::Note { texts: texts?, field }
            }
            Rule::grid_clause => self.grid(node)?,
            Rule::region_clause => self.region(node)?,
            Rule::outline_clause => self.outline(node),
            Rule::number_format => FormClauseKind::NumberFormat(self.number_format(node)),
            Rule::precision => {
                let figure = node.into_inner().find(|part| part.as_rule() == Rule::unit_figure);
                FormClauseKind::Precision(self.unit_figure(figure?)?)
            }
            Rule::page_layout => FormClauseKind::Layout(self.page_layout(node)),
            Rule::blank_as => {
                let (value, fields) = self.blank_as(node)?;
                FormClauseKind::BlankAs { value, fields }
            }
            _ => return None,
        })
    }

    /// The parts of a clause that reads running text; what is missing is reported.
    fn text_clause(&self, node: Node<'_>) -> TextClause {
        let mut clause = TextClause::default();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::text | Rule::missing_text => {
                    clause.texts = self.text_literal(&part).map(|text| vec![text]);
                }
                Rule::text_list => clause.texts = self.texts(part.into_inner()),
                Rule::kw_containing => clause.containing = true,
                Rule::missing_contains => self.missing(part.as_rule(), part.as_span().start()),
                Rule::form_condition => {
                    let mut inner = part.into_inner();
                    let condition = inner.find(|inner| inner.as_rule() == Rule::expression);
                    clause.condition =
                        condition.map(|condition| self.expression(condition, Expect::Condition));
                }
                Rule::form_body => clause.body = Some(self.form_body(part)),
                Rule::arrow => self.arrow(&part),
                Rule::name | Rule::reserved_name | Rule::missing_name => {
                    clause.field = Some(self.name_or_gap(&part));
                }
                _ => {}
            }
        }
        clause
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

    fn outline(&self, node: Node<'_>) -> FormClauseKind {
        let mut bindings = Vec::new();
        let mut contents = false;
        let mut end = node.as_span().start();
        for part in node.into_inner() {
            let place = self.place(&part);
            match part.as_rule() {
                Rule::in_contents => {
                    contents = true;
                    let mut inner = part.into_inner();
                    if let Some(gap) = inner.find(|part| part.as_rule() == Rule::missing_contents) {
                        self.missing(gap.as_rule(), gap.as_span().start());
                    }
                }
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
        FormClauseKind::Outline { bindings, contents }
    }

    /// `数的写法 { 千分 “.” 小数 “,” }`
    pub(super) fn number_format(&self, node: Node<'_>) -> NumberFormat {
        let mut format = NumberFormat { thousands: None, decimal: None, range: self.tight(&node) };
        let mut end = node.as_span().start();
        for part in node.into_inner() {
            let place = self.place(&part);
            match part.as_rule() {
                Rule::number_mark => self.number_mark(part, &mut format),
                Rule::full_stop => self.full_stop(&part),
                Rule::bad_line => self.junk(&part, JunkPlace::NumberFormat, end),
                Rule::missing_close_brace => self.missing(part.as_rule(), part.as_span().start()),
                _ => {}
            }
            end = end.max(place.end);
        }
        format
    }

    /// `版面 { 页码 “第{_}页” }`
    pub(super) fn page_layout(&self, node: Node<'_>) -> Vec<LayoutMark> {
        let mut marks = Vec::new();
        let mut end = node.as_span().start();
        for part in node.into_inner() {
            let place = self.place(&part);
            match part.as_rule() {
                Rule::layout_mark => marks.extend(self.layout_mark(part)),
                Rule::full_stop => self.full_stop(&part),
                Rule::bad_line => self.junk(&part, JunkPlace::Layout, end),
                Rule::missing_close_brace => self.missing(part.as_rule(), part.as_span().start()),
                _ => {}
            }
            end = end.max(place.end);
        }
        marks
    }

    fn layout_mark(&self, node: Node<'_>) -> Option<LayoutMark> {
        let mut keyword = Keyword::PageNumber;
        let mut texts = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::kw_layout_mark => {
                    let mut marks = Keyword::of_kind(KeywordKind::LayoutMark);
                    keyword = marks.find(|mark| mark.is_spelled(part.as_str())).unwrap_or(keyword);
                }
                _ => texts = self.texts(part.into_inner()),
            }
        }
        Some(LayoutMark { keyword, texts: texts? })
    }

    fn number_mark(&self, node: Node<'_>, format: &mut NumberFormat) {
        let mut is_thousands = false;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::kw_number_mark => {
                    is_thousands = matches!(part.as_str(), "千分" | "thousands");
                }
                _ if is_thousands => format.thousands = self.text_literal(&part),
                _ => format.decimal = self.text_literal(&part),
            }
        }
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
