//! What forms read in a document, and where.

use crate::Ide;
use crate::program::{kind_name, scalar_name};
use crate::words::{pick, quoted};
use gouji_database::{DocumentFile, planned};
use gouji_facts::{Content, Field, FieldNote, Fragment, Record, RecordRef};
use gouji_program::{FieldId, FieldKind, Program, RecordTypeId};
use gouji_text::{Language, TextRange};

use gouji_value::{Repair, UnitTable, Value};

/// A field that a form read.
#[derive(Clone, Copy)]
pub(crate) struct DocumentFigure<'f> {
    /// Which record of the document's facts it is of.
    pub place: RecordRef,
    pub fragment: &'f Fragment,
    pub record: &'f Record,
    pub id: FieldId,
    /// The field, or the point of a series.
    pub field: &'f Field,
    /// Which point.
    pub period: Option<u16>,
    /// Where it stands in the document.
    pub range: TextRange,
}

/// A figure by itself.
#[derive(Clone, Debug)]
pub(crate) struct OwnedFigure {
    /// Which record of the document's facts it is of.
    pub place: RecordRef,
    pub record: RecordTypeId,
    pub id: FieldId,
    pub period: Option<u16>,
    pub range: TextRange,
    pub text: String,
    pub field: Field,
    /// What the record is called.
    pub record_name: String,
}

impl Ide<'_> {
    /// Visits every field that a form read in a document.
    pub(crate) fn for_each_figure(
        &self,
        document: DocumentFile,
        visit: &mut impl FnMut(DocumentFigure<'_>),
    ) {
        let planned = planned(self.database, self.configuration, document);
        for (planned, number) in planned.regions.iter().zip(0_u32..) {
            let fragment = planned.fragment(self.database);
            let start = planned.region.range.start;
            for (record, index) in fragment.records.iter().zip(0_u32..) {
                let place = RecordRef { fragment: number, record: index };
                for (field, index) in record.fields.iter().zip(0_u16..) {
                    let figure = DocumentFigure {
                        place,
                        fragment: &fragment,
                        record,
                        id: FieldId(index),
                        field,
                        period: None,
                        range: field.place.shifted(start),
                    };
                    match &field.content {
                        Content::Absent | Content::List(_) | Content::Related(_) => {}
                        Content::Series(points) => {
                            for point in points {
                                if matches!(point.field.content, Content::Absent) {
                                    continue;
                                }
                                visit(DocumentFigure {
                                    field: &point.field,
                                    period: Some(point.period),
                                    range: point.field.place.shifted(start),
                                    ..figure
                                });
                            }
                        }
                        _ => visit(figure),
                    }
                }
            }
        }
    }

    /// The figures at a place, those that hold it most closely.
    pub(crate) fn figures_at(&self, document: DocumentFile, offset: u32) -> Vec<OwnedFigure> {
        let mut best: Option<u32> = None;
        let mut found: Vec<OwnedFigure> = Vec::new();
        self.for_each_figure(document, &mut |figure| {
            if !figure.range.touches(offset) || figure.range.is_empty() {
                return;
            }
            let length = figure.range.len();
            match best {
                Some(shortest) if length > shortest => return,
                Some(shortest) if length < shortest => found.clear(),
                _ => {}
            }
            best = Some(length);
            found.push(self.owned(figure));
        });
        found.dedup_by(|one, other| {
            (one.record, one.id, one.period) == (other.record, other.id, other.period)
        });
        found
    }

    fn owned(&self, figure: DocumentFigure<'_>) -> OwnedFigure {
        let checked = gouji_database::checked(self.database, self.configuration);
        let kind = checked.program.records.at(figure.record.kind);
        OwnedFigure {
            place: figure.place,
            record: figure.record.kind,
            id: figure.id,
            period: figure.period,
            range: figure.range,
            text: figure.field.text.of(&figure.fragment.arena).trim().to_owned(),
            field: figure.field.clone(),
            record_name: kind
                .and_then(|kind| figure.record.name(&kind.naming, &figure.fragment.arena))
                .unwrap_or_default(),
        }
    }
}

/// What a value is, with its unit.
pub(crate) fn value_words(value: &Value, units: &UnitTable, language: Language) -> String {
    match value {
        Value::Number(number) => number.display(units),
        Value::Bound(bound) => bound.display(units, language),
        Value::Date(date) => date.display(language),
        Value::Period(period) => period.display(language),
    }
}

/// What a field holds, in words.
pub(crate) fn content_words(
    program: &Program,
    content: &Content,
    text: &str,
    language: Language,
) -> String {
    match content {
        Content::Text => quoted(text, language),
        Content::Value(value) => value_words(value, &program.units, language),
        Content::Blank => pick(language, "空白", "blank").to_owned(),
        Content::Dash => pick(language, "横线（没有）", "a dash (none)").to_owned(),
        Content::Absent => pick(language, "没有", "absent").to_owned(),
        Content::Unreadable(reason) => match language {
            Language::Chinese => {
                format!("「{text}」读不出来：{}", reason.describe(Language::Chinese))
            }
            Language::English => {
                format!("“{text}” cannot be read: {}", reason.describe(Language::English))
            }
        },
        Content::Series(_) => pick(language, "序列", "a series").to_owned(),
        Content::List(members) | Content::Related(members) => match language {
            Language::Chinese => format!("{} 条", members.len()),
            Language::English => format!("{} records", members.len()),
        },
    }
}

/// What was mended or assumed, in words.
pub(crate) fn note_words(note: &FieldNote, text: &str, language: Language) -> String {
    let words = match note {
        FieldNote::Repaired(Repair::SpaceInNumber) => {
            ("已去掉数字中的空格", "a space inside the number was taken out")
        }
        FieldNote::BlankAs => {
            ("空白或横线，按表样的规定取值", "blank or a dash; the form says what that counts as")
        }
        FieldNote::FilledDown => ("这一格空白，沿用上一行", "blank; repeats the cell above"),
        FieldNote::PeriodByOrder => (
            "没有自己的时点，按次序归到这个时点",
            "has no point of its own; given to the next in order",
        ),
        FieldNote::PrintedTwice => ("印了两次，两次相同", "printed twice, both the same"),
        FieldNote::WordsAlone => ("后面不是要读的数", "no such figure stands behind it"),
        FieldNote::Slipped => {
            ("与时点的标签不在同一列", "stands in another column than its point's label")
        }
    };
    let said = pick(language, words.0, words.1);
    match (note, language) {
        (FieldNote::Repaired(_), Language::Chinese) => format!("原文「{text}」，{said}"),
        (FieldNote::Repaired(_), Language::English) => format!("printed “{text}”; {said}"),
        _ => said.to_owned(),
    }
}

/// The name of the point of a series.
pub(crate) fn period_name(
    program: &Program,
    record: RecordTypeId,
    field: FieldId,
    period: u16,
) -> &str {
    let record = program.records.at(record);
    match record.and_then(|record| record.fields.at(field)).map(|field| &field.kind) {
        Some(FieldKind::Series { periods, .. }) => {
            periods.get(usize::from(period)).map_or("", String::as_str)
        }
        _ => "",
    }
}

/// The type of what stands at a place: that of the field, or of a point of it.
pub(crate) fn figure_type(program: &Program, figure: &OwnedFigure, language: Language) -> String {
    let record = program.records.at(figure.record);
    let Some(field) = record.and_then(|record| record.fields.at(figure.id)) else {
        return String::new();
    };
    match (&field.kind, figure.period) {
        (FieldKind::Series { element, .. }, Some(_)) => scalar_name(program, *element, language),
        (kind, _) => kind_name(program, kind, language),
    }
}
