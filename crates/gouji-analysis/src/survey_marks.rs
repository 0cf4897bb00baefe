//! Where in a document fields stand and figures were left, in words: what a drawing of it shows.

use crate::{FieldState, FieldView, RecordView, Records};
use gouji_report::{Locator, one_line};
use gouji_text::{Language, TextRange};

/// Characters of a value that are shown.
const LONGEST_VALUE: usize = 120;

/// Something in a document that a form read or left.
pub(crate) struct SurveyMark {
    pub(crate) range: TextRange,
    /// Whether no field holds it.
    pub(crate) is_unread: bool,
    /// Form, record, field, value and place, or why nobody read it.
    pub(crate) words: String,
}

/// All marks of a document, in order of place.
pub(crate) fn survey_marks(records: &Records, language: Language) -> Vec<SurveyMark> {
    let locator = Locator::new(records.source());
    let mut collecting = Collecting { records, language, locator, marks: Vec::new() };
    for (_, all) in records.by_kind() {
        for record in all {
            collecting.record(records.view(*record));
        }
    }
    let unread = records.left_unread();
    for (form, figure) in &unread {
        let form = records.program.forms.at(*form);
        let form = form.map_or(String::new(), |form| one_line(&form.name).into_owned());
        let reason = figure.reason.describe();
        let reason = reason.in_language(language);
        let place = collecting.locator.place(figure.place);
        let words = language.choose(
            format!("未读：{reason}（表样「{form}」）  {place}"),
            format!("unread: {reason} (form “{form}”)  {place}"),
        );
        collecting.marks.push(SurveyMark { range: figure.place, is_unread: true, words });
    }
    let mut marks = collecting.marks;
    let key = |mark: &SurveyMark| (mark.range.start, mark.range.end);
    marks.sort_by(|left, right| key(left).cmp(&key(right)).then(left.words.cmp(&right.words)));
    marks.dedup_by(|left, right| left.range == right.range && left.words == right.words);
    marks
}

struct Collecting<'records> {
    records: &'records Records,
    language: Language,
    locator: Locator<'records>,
    marks: Vec<SurveyMark>,
}

impl Collecting<'_> {
    fn record(&mut self, record: RecordView<'_>) {
        let form = self.records.program.forms.at(record.form());
        let form = form.map_or(String::new(), |form| one_line(&form.name).into_owned());
        let kind = one_line(record.kind()).into_owned();
        for field in record.fields() {
            let name = one_line(field.name()).into_owned();
            if let Some(points) = field.series() {
                for point in points {
                    let name = format!("{name} {}", one_line(point.name()));
                    self.field((&form, &kind, &name), point);
                }
            } else if field.list().is_none() && field.related().is_none() {
                self.field((&form, &kind, &name), field);
            }
        }
    }

    fn field(&mut self, (form, kind, name): (&str, &str, &str), field: FieldView<'_>) {
        let state = match field.state() {
            FieldState::Value => "",
            FieldState::Dash => self.language.choose("（横线）", " (a dash)"),
            FieldState::Unreadable => self.language.choose("（读不出来）", " (unreadable)"),
            FieldState::Blank | FieldState::Absent => return,
        };
        let range = field.range();
        if range.is_empty() {
            return;
        }
        let value = match (field.figure(self.language), field.unit()) {
            (None, _) => one_line(field.text()).into_owned(),
            (Some(figure), None) => figure,
            (Some(figure), Some(unit)) => format!("{figure} {unit}"),
        };
        let mut value: String = one_line(&value).chars().take(LONGEST_VALUE + 1).collect();
        if value.chars().count() > LONGEST_VALUE {
            value.pop();
            value.push('…');
        }
        let place = self.locator.place(range);
        let words = format!("{form}  {kind}.{name} = {value}{state}  {place}");
        let is_unread = field.state() == FieldState::Unreadable;
        self.marks.push(SurveyMark { range, is_unread, words });
    }
}
