//! In forms.

use super::Site;
use crate::tokens::EditorTokenKind;
use gouji_program::{FieldKind, RecordTypeId};
use gouji_syntax::{Keyword, KeywordKind};

impl Site<'_> {
    pub fn in_form(&mut self) {
        if self.depth() == 0 {
            return match self.before.len() {
                2 => self.keyword(Keyword::Fills),
                _ if self.is_back(0, Keyword::Fills) => self.records(),
                _ => {}
            };
        }
        // Inside a section, an item or a paragraph stands what may stand in the form itself.
        let in_braces = self.depth() > 1 && !self.is_in_scope();
        if self.is_behind_arrow() || self.is_back(0, Keyword::As) {
            return self.filled(in_braces);
        }
        if self.is_behind_dot() {
            if let Some(record) = self.record_before_dot() {
                self.fields(record, |kind| matches!(kind, FieldKind::List(_)));
            }
            return;
        }
        if in_braces && self.is_number_format() {
            return self.keywords(&[KeywordKind::NumberMark]);
        }
        if in_braces && self.is_in_braces_of(Keyword::Layout) {
            return self.keywords(&[KeywordKind::LayoutMark]);
        }
        if in_braces && self.is_other_columns() {
            return self.keywords(&[KeywordKind::OtherColumnProperty]);
        }
        if self.starts_line {
            return match (in_braces, self.is_outline()) {
                (false, _) => {
                    self.keywords(&[KeywordKind::FormClause]);
                    self.keyword(Keyword::Blank);
                    self.keyword(Keyword::UntilAnchor);
                }
                (true, true) => self.keywords(&[KeywordKind::OutlineProperty]),
                (true, false) => {
                    self.keywords(&[KeywordKind::GridOption]);
                    self.keyword(Keyword::Blank);
                }
            };
        }
        let line = self.line_word();
        if Keyword::Levels.is_spelled(line) && self.is_back(0, Keyword::Levels) {
            return self.records();
        }
        if Keyword::FillDown.is_spelled(line)
            || Keyword::Levels.is_spelled(line) && self.is_in_list_behind(Keyword::By)
            || self.is_in_list_of_fields()
        {
            return self.own_fields(in_braces, |kind| matches!(kind, FieldKind::Scalar(_)));
        }
        if in_braces && Keyword::Row.is_spelled(line) && self.is_behind_where() {
            // What a row is told by: the fields that its columns fill.
            self.own_fields(true, |kind| matches!(kind, FieldKind::Scalar(_)));
            self.keyword(Keyword::Any);
            return self.operators();
        }
        if self.is_back(0, Keyword::From) || self.is_back(0, Keyword::UntilAnchor) {
            let anchors = [Keyword::Label, Keyword::Paragraph, Keyword::Heading];
            return anchors.into_iter().for_each(|keyword| self.keyword(keyword));
        }
        if in_braces && self.is_outline() {
            return self.keywords(&[KeywordKind::OutlineProperty]);
        }
        self.keywords(&[KeywordKind::FormWord]);
        self.keyword(Keyword::Or);
    }

    fn is_behind_arrow(&self) -> bool {
        self.back_word(0) == "→" || (self.back_word(0) == ">" && self.back_word(1) == "-")
    }

    /// Behind 于 and its commas.
    fn is_in_list_of_fields(&self) -> bool {
        self.is_in_list_behind(Keyword::InFields)
    }

    /// Behind a word and names with commas between them.
    fn is_in_list_behind(&self, word: Keyword) -> bool {
        let mut steps = 0;
        loop {
            if self.is_back(steps, word) {
                return true;
            }
            let is_comma = matches!(self.back_word(steps), "," | "，" | "、");
            let is_name = self.back(steps + 1).is_some_and(|token| token.is_word());
            if !is_comma || !is_name {
                return false;
            }
            steps += 2;
        }
    }

    /// Behind 其中 in its line, in front of the arrow.
    fn is_behind_where(&self) -> bool {
        (0..self.before.len())
            .take_while(|back| !self.is_back(*back, Keyword::Row))
            .any(|back| self.is_back(back, Keyword::Where))
            && !self.is_behind_arrow_in_line()
    }

    fn is_behind_arrow_in_line(&self) -> bool {
        (0..self.before.len()).take_while(|back| !self.is_back(*back, Keyword::Row)).any(|back| {
            self.back_word(back) == "→"
                || (self.back_word(back) == ">" && self.back_word(back + 1) == "-")
        })
    }

    /// Whether the innermost braces are those of 其余列.
    fn is_other_columns(&self) -> bool {
        let brace = self.open.iter().rev().find(|open| open.bracket == '{');
        let Some(brace) = brace else { return false };
        let before = |steps: usize| brace.at.checked_sub(steps).and_then(|at| self.before.get(at));
        (3..=4).any(|steps| {
            before(steps)
                .is_some_and(|token| Keyword::OtherColumns.is_spelled(token.range.of(self.text())))
        })
    }

    /// Whether the innermost braces are those of an outline.
    fn is_outline(&self) -> bool {
        self.clause_of_braces() == Some(Keyword::Outline)
    }

    /// Whether the innermost braces are those of a section, an item or a paragraph.
    fn is_in_scope(&self) -> bool {
        let clause = self.clause_of_braces();
        matches!(clause, Some(Keyword::Section | Keyword::Item | Keyword::Paragraph))
    }

    /// The clause whose braces are the innermost.
    fn clause_of_braces(&self) -> Option<Keyword> {
        let brace = self.open.iter().rev().find(|open| open.bracket == '{')?;
        // What an arrow leads to is a field, whatever it is called.
        let behind_arrow = brace.at.checked_sub(2).and_then(|at| self.before.get(at));
        let behind_arrow =
            behind_arrow.is_some_and(|it| matches!(it.range.of(self.text()), "→" | ">" | "⇒"));
        self.form_clause(if behind_arrow { brace.at - 2 } else { brace.at })
    }

    /// Whether the innermost braces say how numbers are written.
    fn is_number_format(&self) -> bool {
        self.is_in_braces_of(Keyword::NumberFormat)
    }

    /// Whether the innermost braces open right behind a word.
    pub(super) fn is_in_braces_of(&self, keyword: Keyword) -> bool {
        let brace = self.open.iter().rev().find(|open| open.bracket == '{');
        let before = brace.and_then(|open| open.at.checked_sub(1));
        let word = before.and_then(|at| self.before.get(at));
        word.is_some_and(|token| keyword.is_spelled(token.range.of(self.text())))
    }

    /// The record that the form fills.
    pub fn form_record(&self) -> Option<RecordTypeId> {
        let fills = self
            .before
            .iter()
            .position(|token| Keyword::Fills.is_spelled(token.range.of(self.text())))?;
        self.record_at(fills + 1)
    }

    /// The records that the rows of the grid around the place become.
    pub fn grid_record(&self) -> Option<RecordTypeId> {
        let brace = self.open.iter().rev().find(|open| open.bracket == '{')?;
        let at = brace.at.checked_sub(1)?;
        match self.before.get(at)?.is_word() {
            true => self.record_at(at),
            false => self.form_record(),
        }
    }

    fn own_fields(&mut self, in_braces: bool, wanted: impl Fn(&FieldKind) -> bool + Copy) {
        let record = if in_braces { self.grid_record() } else { self.form_record() };
        if let Some(record) = record {
            self.fields(record, wanted);
        }
        if in_braces {
            // Rows may become records of any list of the form's record.
            self.members().into_iter().for_each(|record| self.fields(record, wanted));
        }
    }

    /// The types of the lists of the form's record.
    fn members(&self) -> Vec<RecordTypeId> {
        self.form_record().map_or(Vec::new(), |own| self.members_of(own))
    }

    /// The types of the lists of a record.
    fn members_of(&self, record: RecordTypeId) -> Vec<RecordTypeId> {
        let fields = self.place.rules.program().record(record).fields.iter();
        let lists = fields.filter_map(|field| match field.kind {
            FieldKind::List(member) => Some(member),
            _ => None,
        });
        lists.collect()
    }

    /// Behind an arrow or 为: what is filled.
    fn filled(&mut self, in_braces: bool) {
        let line = self.line_word();
        let Some(own) = self.form_record() else { return };
        if in_braces && Keyword::Row.is_spelled(line) {
            self.keyword(Keyword::Itself);
            return self.fields(own, |kind| matches!(kind, FieldKind::List(_)));
        }
        if self.is_back(0, Keyword::As) {
            let members = self.members();
            members.into_iter().for_each(|record| {
                self.fields(record, |kind| matches!(kind, FieldKind::Scalar(_)));
            });
            return self.fields(own, |kind| matches!(kind, FieldKind::Scalar(_)));
        }
        if Keyword::Periods.is_spelled(line) {
            self.fields(own, |kind| matches!(kind, FieldKind::Series { .. }));
        } else if Keyword::Grid.is_spelled(line) {
            self.fields(own, |kind| matches!(kind, FieldKind::List(_)));
        } else if in_braces && self.is_other_columns() {
            self.members().into_iter().for_each(|record| {
                let nested = self.members_of(record);
                nested.into_iter().for_each(|record| {
                    self.fields(record, |kind| matches!(kind, FieldKind::Scalar(_)));
                });
                self.fields(record, |kind| matches!(kind, FieldKind::Scalar(_)));
            });
        } else if Keyword::OtherColumns.is_spelled(line) {
            self.members().into_iter().for_each(|record| {
                self.fields(record, |kind| matches!(kind, FieldKind::List(_)));
            });
            self.fields(own, |kind| matches!(kind, FieldKind::List(_)));
        } else if Keyword::Label.is_spelled(line) || self.is_outline() {
            self.fields(own, |kind| matches!(kind, FieldKind::Scalar(_)));
        } else {
            self.fields(own, |_| true);
        }
    }

    /// The clause of the form that a text stands in.
    pub fn form_clause(&self, at: usize) -> Option<Keyword> {
        let front = self.before.get(..at)?;
        let word = front.iter().rev().find(|token| {
            token.kind == EditorTokenKind::Word
                && Keyword::spelled(token.range.of(self.text())).any(|keyword| {
                    matches!(keyword.kind(), KeywordKind::FormClause | KeywordKind::GridOption)
                })
        })?;
        Keyword::spelled(word.range.of(self.text())).find(|keyword| {
            matches!(keyword.kind(), KeywordKind::FormClause | KeywordKind::GridOption)
        })
    }
}
