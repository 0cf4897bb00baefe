//! Figures that stand in what a form reads and that no field holds.
//!
//! A *figure* is a number with a unit or %, or a number in a column that a form binds to figures or that
//! holds numbers in most of its rows. Numbering, codes, years and dates are none. Each figure in a table
//! that a form claims, or in running text in which it seeks sentences, is bound to a field or stands
//! here, with the reason: nothing is left out without being known.

use gouji_text::{Language, Localized, TextRange};
use gouji_value::{Number, Unreadable};
use std::sync::Arc;

/// A figure that stands in what a form reads and that it bound to no field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadFigure {
    /// Where it stands: in a fragment relative to its region, in [`Facts::unread`](crate::Facts::unread) in the document.
    pub place: TextRange,
    /// The figure, in the unit that is declared for it; `None` where it cannot be read as one.
    pub number: Option<Number>,
    /// Why no field holds it.
    pub reason: UnreadReason,
    /// The record in whose sentence or row it stands, by its number in the fragment.
    pub beside: Option<u32>,
}

impl UnreadFigure {
    /// A figure of which it is not told yet beside what it stands.
    pub(crate) fn new(place: TextRange, number: Option<Number>, reason: UnreadReason) -> Self {
        Self { place, number, reason, beside: None }
    }
}

/// Why a figure is bound to no field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnreadReason {
    /// No clause of the form binds its column. The headings over the column, from above to below,
    /// as printed and joined by `/`; empty where none stands there.
    Column(Arc<str>),
    /// No kind of row takes its row. The text by which the row would be told.
    Row(Arc<str>),
    /// Its field takes no such figure.
    Unreadable(Unreadable),
    /// It stands in running text, and no sentence of the form takes it.
    Text,
    /// As `Text`, behind words of change or comparison: it is no part of what it stands among.
    Change,
    /// A sentence takes it that does not fulfil its condition.
    Condition,
    /// No form reads its table: said of surveys only, since no form left it.
    Table,
    /// Forms read other cells of its table, by labels: said of surveys only.
    Cell,
}

impl UnreadReason {
    /// In words.
    pub fn describe(&self) -> Localized {
        match self {
            Self::Column(heading) if heading.is_empty() => {
                Localized::new("这一列没有表头", "no heading stands over its column")
            }
            Self::Column(heading) => Localized::new(
                format!("没有读「{heading}」这一列"),
                format!("column “{heading}” is not read"),
            ),
            Self::Row(label) if label.is_empty() => {
                Localized::new("这一行没有归处", "its row goes nowhere")
            }
            Self::Row(label) => Localized::new(
                format!("「{label}」这一行没有归处"),
                format!("row “{label}” goes nowhere"),
            ),
            Self::Unreadable(reason) => {
                let [chinese, english] = [Language::Chinese, Language::English];
                Localized::new(reason.describe(chinese), reason.describe(english))
            }
            Self::Text | Self::Change => Localized::new("没有句子读到它", "no sentence takes it"),
            Self::Condition => Localized::new(
                "读到它的句子不符合「其中」的条件",
                "the sentence that takes it does not fulfil its condition",
            ),
            Self::Table => Localized::new("没有表样读这张表", "no form reads its table"),
            Self::Cell => Localized::new("没有表样读这一格", "no form reads its cell"),
        }
    }
}
