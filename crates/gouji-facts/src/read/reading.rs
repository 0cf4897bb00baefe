//! What every clause needs in order to read a region.

use super::builder::Builder;
use super::captions::unit_of_remark;
use super::compiled::{CompiledForm, FormReader};
use super::condition::ConditionSubject;
use super::document_fields::DocumentFields;
use super::index::Index;
use super::labels::{LabelId, remark};
use super::lines::Hit;
use super::matcher::Capture;
use super::plan::PlannedRegion;
use crate::{Fragment, codes};
use gouji_diagnostic::CodeInfo;
use gouji_program::form::{Form, FormCondition};
use gouji_program::{Program, Scalar};
use gouji_text::{Localized, TextRange, trim_blank};
use gouji_value::{Notation, UnitId, UnitTable};
use std::borrow::Cow;

/// A region while its form reads it.
pub(super) struct RegionReading<'read> {
    /// The records read so far.
    pub(super) builder: Builder<'read>,
    /// The document, with the notes on it.
    pub(super) index: &'read Index<'read>,
    pub(super) form: &'read Form,
    /// The form's labels.
    pub(super) compiled: &'read CompiledForm,
    /// What is read: the region, or the part of it in which clauses in braces read.
    pub(super) planned: PlannedRegion,
    /// What the document says of itself, as far as the form's conditions ask for it.
    pub(super) document_fields: &'read DocumentFields,
}

impl<'read> RegionReading<'read> {
    pub(super) fn new(
        reader: &'read FormReader,
        index: &'read Index<'read>,
        planned: &PlannedRegion,
        document_fields: &'read DocumentFields,
    ) -> Self {
        let number = planned.region.form.0 as usize;
        let (form, compiled) = (&reader.program.forms[number], &reader.forms[number]);
        let builder = Builder::new(&reader.program, index.document, planned.region);
        Self { builder, index, form, compiled, planned: *planned, document_fields }
    }

    pub(super) fn finish(self) -> Fragment {
        self.builder.finish()
    }

    pub(super) fn program(&self) -> &'read Program {
        self.builder.program
    }

    /// Whether what a template took fulfils a condition; `None` where that cannot be told.
    pub(super) fn fulfils(
        &self,
        condition: Option<&FormCondition>,
        captures: &[Capture],
        (record, parent): (Option<u32>, Option<u32>),
    ) -> Option<bool> {
        let Some(condition) = condition else { return Some(true) };
        let (builder, document) = (&self.builder, self.document_fields);
        let notation = self.form.notation;
        ConditionSubject { builder, notation, captures, record, parent, document }.holds(condition)
    }

    /// What templates are matched by.
    pub(super) fn reads(&self) -> (&'read Program, Notation) {
        (self.builder.program, self.form.notation)
    }

    /// What figures are read by.
    pub(super) fn figures(&self) -> (&'read UnitTable, Notation) {
        (&self.builder.program.units, self.form.notation)
    }

    /// The document's text.
    pub(super) fn text(&self) -> &'read str {
        &self.index.document.text
    }

    /// Notes what a clause could not bind.
    pub(super) fn problem(
        &mut self,
        code: &'static CodeInfo,
        message: Localized,
        place: TextRange,
    ) {
        self.builder.problem(code, message, place);
    }

    /// The first of the wanted labels in the region; says so where there is none. `labels` are they as
    /// declared.
    pub(super) fn find_label(&mut self, wanted: &[LabelId], labels: &[String]) -> Option<Hit> {
        let hits = self.index.hits_between(self.planned.anchor, self.planned.end);
        let found = hits.iter().find(|hit| wanted.contains(&hit.label)).copied();
        if found.is_none() {
            let (form, label) = (self.builder.form_name(), first(labels));
            let message = Localized::new(
                format!("{form}里没有找到「{label}」"),
                format!("“{label}” was not found in {form}"),
            );
            self.problem(&codes::LABEL_MISSING, message, self.planned.place);
        }
        found
    }

    /// The text of a cell.
    pub(super) fn cell_text(&self, line: u32, cell: u32) -> Cow<'read, str> {
        let cell = self.index.cells(line).get(cell as usize);
        cell.map_or(Cow::default(), |cell| self.index.document.text_of(cell.range))
    }

    /// The unit that bare figures of a type take under a label or heading `text` in `line`: that in
    /// its own brackets, else the one declared above.
    pub(super) fn unit_for(&self, scalar: Scalar, text: &str, line: u32) -> Option<UnitId> {
        let Scalar::Quantity(dimension) = scalar else { return None };
        let units = &self.program().units;
        let own = remark(text).and_then(|remark| {
            units.unit(remark).or_else(|| unit_of_remark(self.program(), dimension, remark))
        });
        own.filter(|unit| units.unit_dimension(*unit) == dimension)
            .or_else(|| self.index.declared_unit(dimension, self.planned.first, line))
    }
}

/// Whether a label or heading says that its bare figures are percentages.
pub(super) fn says_percent(text: &str) -> bool {
    remark(text).is_some_and(|remark| matches!(trim_blank(remark), "%" | "％"))
}

/// The first of some labels, by which a clause is called in messages.
pub(super) fn first(labels: &[String]) -> &str {
    labels.first().map_or("", String::as_str)
}
