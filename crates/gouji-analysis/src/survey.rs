//! Surveys of documents: made when they are asked for, and what of them is shown.

use gouji_document::Body;
use gouji_facts::{Facts, FormReader, FormSurvey};
use std::fmt;
use std::sync::{Arc, OnceLock};

/// What of a survey is shown: all, where nothing is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SurveyFilter {
    /// Only the tables of these numbers, which count from 1 in the order of the document.
    pub tables: Vec<usize>,
    /// Only what this form makes of the document.
    pub form: Option<String>,
    /// Columns that a line may take; `None` where nothing says so.
    pub width: Option<usize>,
}

impl SurveyFilter {
    /// Whether a table is shown, by its number.
    pub(crate) fn shows_table(&self, number: usize) -> bool {
        self.tables.is_empty() || self.tables.contains(&number)
    }

    /// Whether a form is shown, by its name.
    pub(crate) fn shows_form(&self, name: &str) -> bool {
        self.form.as_deref().is_none_or(|form| form == name)
    }

    /// Whether anything is left out on request.
    pub(crate) fn is_set(&self) -> bool {
        !self.tables.is_empty() || self.form.is_some()
    }
}

/// A survey, and what it is made of.
pub(crate) struct Surveyed {
    reader: Arc<FormReader>,
    body: Body,
    survey: OnceLock<FormSurvey>,
}

impl Surveyed {
    pub(crate) fn new(reader: Arc<FormReader>, body: Body) -> Self {
        Self { reader, body, survey: OnceLock::new() }
    }

    pub(crate) fn reader(&self) -> &FormReader {
        &self.reader
    }

    pub(crate) fn body(&self) -> &Body {
        &self.body
    }

    pub(crate) fn survey(&self, facts: &Facts) -> &FormSurvey {
        self.survey.get_or_init(|| self.reader.survey(&self.body, facts))
    }
}

impl fmt::Debug for Surveyed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Surveyed")
            .field("survey", &self.survey.get())
            .finish_non_exhaustive()
    }
}
