//! The records of a document for people: label, value, place, state.

use crate::{FieldState, FieldView, RecordView, Records, States};
use gouji_report::{Locator, columns, one_line, push_padded};
use gouji_text::{Language, TextRange};

/// Columns by which what belongs to a record is set in.
const INDENT: usize = 2;
/// Most columns that a value is padded to; longer ones push what stands behind them.
const VALUE: usize = 28;

impl Records {
    /// The records as text: one after the other in the order of the document, a line a field, fields
    /// that are missing together on one line. Ends with a line end. What comes from the document is
    /// made harmless for a terminal.
    pub fn text(&self, language: Language) -> String {
        let locator = Locator::new(self.source());
        let mut writer = RecordsWriter { output: String::new(), language, locator };
        writer.line(0, &one_line(&self.source().name));
        let mut all: Vec<RecordView<'_>> = self
            .by_kind()
            .flat_map(|(_, records)| records.iter().map(|record| self.view(*record)))
            .filter(|record| !record.is_inner())
            .collect();
        all.sort_by_key(|record| record.range().start);
        if all.is_empty() {
            writer.line(INDENT, language.choose("没有读到任何内容", "nothing was read"));
        }
        for record in all {
            writer.record(INDENT, record.kind(), record);
        }
        writer.states(self.states());
        writer.line(0, &self.extent().describe(language));
        writer.output
    }
}

struct RecordsWriter<'records> {
    output: String,
    language: Language,
    locator: Locator<'records>,
}

/// A line of a record.
struct RecordLine {
    label: String,
    value: String,
    place: String,
    state: String,
}

impl RecordsWriter<'_> {
    fn line(&mut self, indent: usize, text: &str) {
        push_padded(&mut self.output, "", indent);
        self.output.push_str(text);
        self.output.push('\n');
    }

    fn states(&mut self, states: States) {
        let States { value, blank, dash, absent, unreadable } = states;
        let words = self.language.choose(
            format!("读出 {value} 项；空白 {blank}，横线 {dash}，缺失 {absent}，读不出来 {unreadable}"),
            format!(
                "read: {value}; blank: {blank}, dash: {dash}, missing: {absent}, unreadable: {unreadable}"
            ),
        );
        self.line(0, &words);
    }

    fn record(&mut self, indent: usize, label: &str, record: RecordView<'_>) {
        let name = record.name().filter(|name| !name.is_empty());
        let name = name.map(|name| format!("「{}」", one_line(&name))).unwrap_or_default();
        let place = self.place(record.range());
        self.line(indent, &format!("{}{name}  {place}", one_line(label)));
        let mut fields: Vec<FieldView<'_>> = record.fields().collect();
        fields.sort_by_key(|field| field.range().start);
        let (mut rows, mut missing, mut below) = (Vec::new(), Vec::new(), Vec::new());
        for field in fields {
            if let Some(children) = field.list() {
                below.extend(children.map(|child| (field.name(), child)));
            } else if let Some(points) = field.series() {
                for point in points {
                    rows.push(self.row(&format!("{} {}", field.name(), point.name()), point));
                }
            } else if let Some(related) = field.related() {
                rows.extend(self.related(field.name(), related));
            } else if field.state() == FieldState::Absent {
                missing.push(one_line(field.name()));
            } else {
                rows.push(self.row(field.name(), field));
            }
        }
        self.rows(indent + INDENT, &rows);
        if !missing.is_empty() {
            let (lead, comma) = self.language.choose(("缺失：", "、"), ("missing: ", ", "));
            self.line(indent + INDENT, &format!("{lead}{}", missing.join(comma)));
        }
        for (label, child) in below {
            self.record(indent + INDENT, label, child);
        }
    }

    fn row(&mut self, label: &str, field: FieldView<'_>) -> RecordLine {
        let value = match (field.figure(self.language), field.unit()) {
            (None, _) => one_line(field.text()).into_owned(),
            (Some(figure), None) => one_line(&figure).into_owned(),
            (Some(figure), Some(unit)) => format!("{} {}", one_line(&figure), one_line(unit)),
        };
        let reason = field.reason().map(|reason| reason.describe(self.language).to_owned());
        let note = field.note().map(|note| self.note(note).to_owned());
        let state = self.state(field.state()).map(str::to_owned);
        let state: Vec<String> = state.into_iter().chain(reason).chain(note).collect();
        RecordLine {
            label: one_line(label).into_owned(),
            value,
            place: self.place(field.range()),
            state: state.join(self.language.choose("，", ", ")),
        }
    }

    /// The rows that hang above or below a row, by name; nothing where none does.
    fn related<'view>(
        &mut self,
        label: &str,
        mut related: impl Iterator<Item = RecordView<'view>>,
    ) -> Option<RecordLine> {
        let first = related.next()?;
        let name = |record: RecordView<'_>| record.name().unwrap_or_default();
        let mut value = one_line(&name(first)).into_owned();
        if let Some(more) = related.next() {
            let comma = self.language.choose("、", ", ");
            value = format!("{value}{comma}{}", one_line(&name(more)));
        }
        let rest = related.count();
        let state = self.language.choose(format!("另有 {rest} 行"), format!("and {rest} more"));
        Some(RecordLine {
            label: one_line(label).into_owned(),
            value,
            place: self.place(first.range()),
            state: if rest > 0 { state } else { String::new() },
        })
    }

    /// Label, value, place and state under one another.
    fn rows(&mut self, indent: usize, rows: &[RecordLine]) {
        let widest = |width: fn(&RecordLine) -> usize| rows.iter().map(width).max().unwrap_or(0);
        let labels = widest(|row| columns(&row.label));
        let values = widest(|row| columns(&row.value)).min(VALUE);
        let places = widest(|row| columns(&row.place));
        for row in rows {
            let mut line = String::new();
            push_padded(&mut line, &row.label, labels + 2);
            push_padded(&mut line, &row.value, values);
            line.push_str("  ");
            push_padded(&mut line, &row.place, places + 2);
            line.push_str(&row.state);
            self.line(indent, line.trim_end());
        }
    }

    fn state(&self, state: FieldState) -> Option<&'static str> {
        match state {
            FieldState::Value => None,
            FieldState::Blank => Some(self.language.choose("空白", "blank")),
            FieldState::Dash => Some(self.language.choose("横线", "dash")),
            FieldState::Absent => Some(self.language.choose("缺失", "missing")),
            FieldState::Unreadable => Some(self.language.choose("读不出来", "unreadable")),
        }
    }

    fn note(&self, note: &'static str) -> &'static str {
        match note {
            "space-in-number" => self.language.choose("去掉了数中的空格", "a space was removed"),
            "blank-as" => self.language.choose("空白按规则取值", "blank, as the form says"),
            "filled-down" => self.language.choose("沿用上一行", "taken from the row above"),
            "period-by-order" => self.language.choose("时点按先后认定", "the period by its order"),
            "printed-twice" => self.language.choose("印了两次", "printed twice"),
            "slipped" => self.language.choose("错了位", "slipped"),
            other => other,
        }
    }

    /// `:line:column`.
    fn place(&mut self, range: TextRange) -> String {
        format!(":{}", self.locator.place(range))
    }
}
