//! Dimensions and records.

use super::expression::plain_figure;
use super::junk::JunkPlace;
use super::{Lowering, Node};
use crate::ast::{
    Dimension, FieldDeclaration, Name, Record, Text, TypeExpression, UnitDeclaration, UnitFigure,
};
use crate::parse::{Rule, documentation_line};
use crate::scan::{Scanner, TokenKind, line_length};
use crate::spelling::{alias, nearest};
use crate::{Keyword, ast};

impl<'text> Lowering<'text> {
    pub fn dimension_item(&self, node: Node<'_>) -> Option<Dimension> {
        let mut name = None;
        let mut dimension_units = Vec::new();
        let mut precision = None;
        let mut captions = Vec::new();
        let mut captions_ranges = Vec::new();
        let mut end = node.as_span().start();
        for part in node.into_inner() {
            let rule = part.as_rule();
            let place = self.place(&part);
            match rule {
                Rule::name | Rule::reserved_name | Rule::missing_name => name = self.name(&part),
                Rule::header_junk => self.header_junk(&part),
                Rule::full_stop => self.full_stop(&part),
                Rule::bad_line => self.junk(&part, JunkPlace::Dimension, end),
                Rule::leftover => self.leftover(&part),
                Rule::missing_open_brace | Rule::missing_close_brace => {
                    self.missing(rule, part.as_span().start());
                }
                Rule::unit_declaration => {
                    self.begin_clause();
                    dimension_units.extend(self.unit_declaration(part));
                }
                Rule::precision => {
                    self.begin_clause();
                    if precision.is_some() {
                        self.repeated(&part, Keyword::Precision);
                    }
                    let figure = part.into_inner().find(|part| part.as_rule() == Rule::unit_figure);
                    precision = figure.and_then(|figure| self.unit_figure(figure)).or(precision);
                }
                Rule::caption => {
                    self.begin_clause();
                    let range = self.tight(&part);
                    let texts = part.into_inner().find(|part| part.as_rule() == Rule::text_list);
                    for text in
                        texts.and_then(|texts| self.texts(texts.into_inner())).into_iter().flatten()
                    {
                        captions.push(text);
                        captions_ranges.push(range);
                    }
                }
                _ => {}
            }
            end = end.max(place.end);
        }
        Some(Dimension {
            name: name?,
            units: dimension_units,
            precision,
            captions,
            captions_ranges,
        })
    }

    fn unit_declaration(&self, node: Node<'_>) -> Option<UnitDeclaration> {
        let mut name = None;
        let mut worth = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name | Rule::reserved_name => name = self.name(&part),
                Rule::unit_figure => worth = Some(self.unit_figure(part)?),
                _ => self.equals(&part),
            }
        }
        Some(UnitDeclaration { name: name?, worth })
    }

    pub(super) fn unit_figure(&self, node: Node<'_>) -> Option<UnitFigure> {
        let range = self.tight(&node);
        let mut figure = None;
        let mut unit = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::figure => figure = Some(plain_figure(part.as_str())),
                Rule::name => unit = self.name(&part),
                Rule::missing_name => self.missing_unit(part.as_span().start()),
                other => self.missing(other, part.as_span().start()),
            }
        }
        Some(UnitFigure { figure: figure?, unit: unit?, range })
    }

    pub fn record_item(&self, node: Node<'_>) -> Option<Record> {
        let mut name = None;
        let mut fields = Vec::new();
        let mut called = None;
        let mut end = node.as_span().start();
        let mut last_field = end;
        let mut problems_before = 0;
        for part in node.into_inner() {
            let rule = part.as_rule();
            let place = self.place(&part);
            match rule {
                Rule::name | Rule::reserved_name | Rule::missing_name => name = self.name(&part),
                Rule::header_junk => self.header_junk(&part),
                Rule::full_stop => self.full_stop(&part),
                Rule::bad_line => {
                    let explained = self.name_with_signs(&part, last_field, problems_before);
                    if explained {
                        fields.pop();
                    } else {
                        self.junk(&part, JunkPlace::Record, end);
                    }
                }
                Rule::leftover => self.leftover(&part),
                Rule::missing_open_brace | Rule::missing_close_brace => {
                    self.missing(rule, part.as_span().start());
                }
                Rule::field_declaration => {
                    self.begin_clause();
                    problems_before = self.problem_count();
                    last_field = place.start;
                    let documentation = self.field_documentation(end, place.start);
                    fields.push(self.field_declaration(part, documentation));
                }
                Rule::called_clause => {
                    self.begin_clause();
                    if called.is_some() {
                        self.repeated(&part, Keyword::Called);
                    }
                    called = self.one_text(part).or(called);
                }
                _ => {}
            }
            end = end.max(place.end);
        }
        Some(Record { name: name?, fields: fields.into_iter().flatten().collect(), called })
    }

    /// The `##` lines between the field before and this one.
    fn field_documentation(&self, from: usize, to: usize) -> Option<String> {
        let gap = self.slice(from..to);
        if !gap.contains(['#', '＃']) {
            return None;
        }
        let lines: Vec<&str> = Scanner::new(gap, 0)
            .filter(|token| token.kind == TokenKind::Comment { documentation: true })
            .filter_map(|token| gap.get(token.start..token.end))
            .map(documentation_line)
            .collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    fn field_declaration(
        &self,
        node: Node<'_>,
        documentation: Option<String>,
    ) -> Option<FieldDeclaration> {
        let field = node.as_span().start();
        let problems_before = self.problem_count();
        let mut name: Option<Name> = None;
        let mut kind = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::missing_type
                    if self.name_before_colon(field, part.as_span().start(), problems_before) => {}
                Rule::name | Rule::reserved_name if name.is_none() => name = self.name(&part),
                Rule::name | Rule::reserved_name => {
                    kind = self.name(&part).map(TypeExpression::Named);
                }
                Rule::colon => {}
                Rule::wrong_colon => self.sign_slip(&part, self.colon()),
                Rule::series_type => kind = self.series_type(part),
                Rule::many_type => kind = self.many_type(part),
                Rule::missing_colon if self.misspelt_called(field, part.as_span().start()) => {}
                other => self.missing(other, part.as_span().start()),
            }
        }
        Some(FieldDeclaration { name: name?, documentation, kind: kind? })
    }

    /// `称乎 “…”`: a text follows no field, but the one clause that records have.
    fn misspelt_called(&self, start: usize, at: usize) -> bool {
        let word = self.slice(start..at).trim_end();
        let is_text = self.token_at(at).is_some_and(|token| token.kind == TokenKind::Text);
        let called = [Keyword::Called];
        let guess = alias(word, &called).or_else(|| nearest(word, &called));
        let Some(guess) = guess.filter(|_| is_text && !self.is_clause_broken()) else {
            return false;
        };
        self.misspelt(start, word, guess);
        self.break_clause();
        true
    }

    /// `其中：甲乙: 数`: two colons, so the first belongs to the name.
    fn name_before_colon(&self, field: usize, at: usize, problems_before: usize) -> bool {
        if self.slice(field..at).contains('\n') {
            return false;
        }
        let rest = self.slice(at..self.text.len());
        let line = rest.get(..line_length(rest)).unwrap_or(rest);
        let Some(colon) = line.find([':', '：']) else { return false };
        while self.problem_count() > problems_before {
            self.take_back();
        }
        let name = self.slice(field..at + colon).trim_end();
        self.needs_backquotes(field, field + name.len());
        true
    }

    fn series_type(&self, node: Node<'_>) -> Option<TypeExpression> {
        let range = self.tight(&node);
        let mut element = None;
        let mut periods: Vec<Text> = Vec::new();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name | Rule::missing_name => element = self.name(&part),
                Rule::text | Rule::missing_text => periods.push(self.text_literal(&part)?),
                Rule::kw_series | Rule::kw_by => {}
                other => self.missing(other, part.as_span().start()),
            }
        }
        Some(TypeExpression::Series { element: element?, periods, range })
    }

    fn many_type(&self, node: Node<'_>) -> Option<TypeExpression> {
        let range = self.tight(&node);
        let name = node.into_inner().find(|part| part.as_rule() != Rule::kw_many)?;
        Some(ast::TypeExpression::Many { record: self.name(&name)?, range })
    }

    /// The colon that the file's language uses.
    pub fn colon(&self) -> &'static str {
        match self.language {
            gouji_text::Language::Chinese => "：",
            gouji_text::Language::English => ":",
        }
    }
}
