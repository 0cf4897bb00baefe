//! Records: what a program's forms read out of a document.
//!
//! A document is first cut into *regions*, each the stretch of text that one form reads at one place;
//! each region gives a [`Fragment`] whose places are relative to the region, so that text typed
//! elsewhere leaves it equal.
//!
//! Must never know: salsa, files, formats, and what any label or field means.

#![warn(clippy::all)]

pub mod codes;
mod example;
mod leftover;
mod model;
mod naming;
mod projection;
mod read;
mod survey;
mod tables;
mod unread;

pub use example::{example_content, example_facts};
pub use leftover::unread_figures;
pub use model::{
    Content, Facts, Field, FieldNote, Fragment, ReadBy, Record, RecordRef, Region, SeriesPoint,
};
pub use projection::Projection;
pub use read::{
    Alone, DocumentFields, FormReader, Index, Notes, Pause, PlannedRegion, RegionPlans,
    WholeFragments,
};
pub use survey::{
    CellFate, FormSurvey, RefusalReason, SurveyedCell, SurveyedColumn, SurveyedRow,
    SurveyedSentence, SurveyedTable, TableRefusal,
};
pub use tables::DocumentTable;
pub use unread::{UnreadFigure, UnreadReason};
