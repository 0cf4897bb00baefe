//! Holds what a form read against what an example says it reads.

use super::literal::LiteralWriter;
use super::problem_at;
use gouji_diagnostic::Diagnostic;
use gouji_facts::{Content, RecordRef};
use gouji_program::{
    ExampleField, ExpectedContent, ExpectedField, ExpectedRecord, ExpectedRecords, FieldId,
    FormExampleCase, RecordTypeId, SourcePlace,
};
use gouji_text::{Localized, TextRange};

/// Places that a difference leads to at most.
const MOST_PLACES: usize = 5;

/// The comparison of one case under way.
pub(super) struct ReadingComparison<'case> {
    pub writer: &'case LiteralWriter<'case>,
    pub case: &'case FormExampleCase,
    pub failures: Vec<Diagnostic<SourcePlace>>,
    pub updates: Vec<(SourcePlace, String)>,
}

impl ReadingComparison<'_> {
    /// All records that the form made.
    pub fn records(&mut self, expected: &ExpectedRecords, found: &[RecordRef], at: SourcePlace) {
        let wanted = match expected {
            ExpectedRecords::Count(count) => *count as usize,
            ExpectedRecords::Listed(records) => records.len(),
        };
        let unwritten = matches!(expected, ExpectedRecords::Listed(records)
            if records.iter().all(|record| record.fields.is_empty()));
        if wanted == found.len() {
            if let ExpectedRecords::Listed(records) = expected {
                if unwritten && !found.is_empty() {
                    self.unwritten(found, at);
                    return;
                }
                for (record, found) in records.iter().zip(found) {
                    self.record(record, *found);
                }
            }
            return;
        }
        let text = self.rewritten(expected, found);
        let (count, read) = (wanted, found.len());
        let message = match (count, read) {
            (0, read) => Localized::new(
                format!("应什么也不读，读出了 {read} 条"),
                format!("nothing should be read; {read} records were"),
            ),
            (count, 0) => Localized::new(
                format!("应读出 {count} 条，什么也没有读到"),
                format!("{count} records should be read; nothing was"),
            ),
            _ => Localized::new(
                format!("应读出 {count} 条，读出了 {read} 条"),
                format!("{count} records should be read; {read} were"),
            ),
        };
        let mut failure = problem_at(at, message, ("", ""));
        for found in found.iter().take(MOST_PLACES) {
            let place = self.writer.facts.record(*found).place;
            failure = self.related(failure, *found, place, ("读出一条", "a record"));
        }
        self.push(failure, at, text);
    }

    /// That a reading is there but says nothing.
    fn unwritten(&mut self, found: &[RecordRef], at: SourcePlace) {
        let text = self.writer.reading(found);
        let written = super::one_line(&text);
        let message = Localized::new(
            format!("没有写读出什么；读到的是：{written}"),
            format!("what is read is not written; it is: {written}"),
        );
        self.push(problem_at(at, message, ("", "")), at, text);
    }

    /// The clause with as many records as were found, each with the fields that the first one states.
    fn rewritten(&self, expected: &ExpectedRecords, found: &[RecordRef]) -> String {
        let writer = self.writer;
        let reads = writer.word(gouji_syntax::Keyword::Reads);
        match expected {
            ExpectedRecords::Count(count) if *count > 0 && !found.is_empty() => {
                format!("{reads} {}", writer.count(found.len()))
            }
            ExpectedRecords::Listed(records) if !found.is_empty() => {
                let Some(first) = records.first().filter(|first| !first.fields.is_empty()) else {
                    return writer.reading(found);
                };
                let record = |at: &RecordRef| {
                    let stated = first.fields.iter().map(|field| {
                        format!("{}: {}", self.path(&field.path), self.value(field, *at))
                    });
                    writer.fields(&stated.collect::<Vec<_>>())
                };
                match found {
                    [one] => format!("{reads} {}", record(one)),
                    several => {
                        let records = several.iter().map(|at| format!("\n    {}", record(at)));
                        format!("{reads} [{}\n  ]", records.collect::<String>())
                    }
                }
            }
            _ => writer.reading(found),
        }
    }

    fn record(&mut self, expected: &ExpectedRecord, found: RecordRef) {
        for field in &expected.fields {
            self.field(field, found);
        }
    }

    fn field(&mut self, expected: &ExpectedField, at: RecordRef) {
        let ends = self.ends(&expected.path, at);
        let Some(&last) = expected.path.last() else { return };
        match &expected.content {
            ExpectedContent::Records(records) => {
                let children = self.children(at, last.1);
                if children.len() != records.len() {
                    let text = self.listed(records, &children);
                    self.differs(expected, at, &ends, text);
                    return;
                }
                for (record, child) in records.iter().zip(children) {
                    self.record(record, child);
                }
            }
            ExpectedContent::Count(count) => {
                let read: usize = ends.iter().map(|end| self.children(*end, last.1).len()).sum();
                if read != *count as usize {
                    self.differs(expected, at, &ends, self.value(expected, at));
                }
            }
            ExpectedContent::One(field) => {
                if !self.writer.holds(at, last, field) {
                    self.differs(expected, at, &ends, self.value(expected, at));
                }
            }
            ExpectedContent::Each(fields) => self.each(expected, at, &ends, fields),
        }
    }

    /// The values of a field of many records: the first that differs is told.
    fn each(
        &mut self,
        expected: &ExpectedField,
        at: RecordRef,
        ends: &[RecordRef],
        fields: &[ExampleField],
    ) {
        let Some(&last) = expected.path.last() else { return };
        let text = self.value(expected, at);
        if fields.len() != ends.len() {
            let path = self.path(&expected.path);
            let (wanted, read) = (fields.len(), ends.len());
            let message = Localized::new(
                format!("「{path}」应有 {wanted} 个，读到 {read} 个：{text}"),
                format!("`{path}` should have {wanted} values; {read} were read: {text}"),
            );
            self.told(expected, (at, ends), message, text);
            return;
        }
        let mut pairs = fields.iter().zip(ends).enumerate();
        let different = pairs.find(|(_, (field, end))| !self.writer.holds(**end, last, field));
        if let Some((number, (field, end))) = different {
            let path = format!("{}[{}]", self.path(&expected.path), number + 1);
            let found = self.writer.field(*end, last.1);
            let message = self.difference(&path, &self.writer.stated(field), &found);
            self.told(expected, (at, &[*end]), message, text);
        }
    }

    /// The records that hold the last field of a path.
    fn ends(&self, path: &[(RecordTypeId, FieldId)], at: RecordRef) -> Vec<RecordRef> {
        let mut ends = vec![at];
        for (_, list) in path.iter().take(path.len().saturating_sub(1)) {
            ends = ends.into_iter().flat_map(|at| self.children(at, *list)).collect();
        }
        ends
    }

    fn children(&self, at: RecordRef, list: FieldId) -> Vec<RecordRef> {
        match &self.writer.facts.field(at, list).content {
            Content::List(children) | Content::Related(children) => {
                children.iter().map(|child| RecordRef { record: *child, ..at }).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What was read, written as the example writes it.
    fn value(&self, expected: &ExpectedField, at: RecordRef) -> String {
        let ends = self.ends(&expected.path, at);
        let Some((_, last)) = expected.path.last().copied() else { return String::new() };
        match &expected.content {
            ExpectedContent::Count(_) | ExpectedContent::Records(_) => {
                let read: usize = ends.iter().map(|end| self.children(*end, last).len()).sum();
                self.writer.count(read)
            }
            ExpectedContent::One(_) => self.writer.field(at, last),
            ExpectedContent::Each(_) => {
                let values = ends.iter().map(|end| self.writer.field(*end, last));
                format!("[{}]", values.collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// The records of a list with the fields that the first one states.
    fn listed(&self, expected: &[ExpectedRecord], found: &[RecordRef]) -> String {
        let Some(first) = expected.first().filter(|_| !found.is_empty()) else {
            return self.writer.count(found.len());
        };
        let records = found.iter().map(|at| {
            let stated = first.fields.iter();
            let stated = stated
                .map(|field| format!("{}: {}", self.path(&field.path), self.value(field, *at)));
            format!("{{ {} }}", stated.collect::<Vec<_>>().join(", "))
        });
        format!("[ {} ]", records.collect::<Vec<_>>().join(", "))
    }

    fn path(&self, path: &[(RecordTypeId, FieldId)]) -> String {
        let names = path.iter().map(|(record, field)| {
            self.writer.name(&self.writer.program.field(*record, *field).name)
        });
        names.collect::<Vec<_>>().join(".")
    }

    /// One difference: what is written, what was read, and where.
    fn differs(
        &mut self,
        expected: &ExpectedField,
        at: RecordRef,
        ends: &[RecordRef],
        found: String,
    ) {
        let wanted = match &expected.content {
            ExpectedContent::One(field) => self.writer.stated(field),
            ExpectedContent::Count(count) => self.writer.count(*count as usize),
            ExpectedContent::Records(records) => self.writer.count(records.len()),
            ExpectedContent::Each(_) => String::new(),
        };
        let message = self.difference(&self.path(&expected.path), &wanted, &found);
        self.told(expected, (at, ends), message, found);
    }

    fn difference(&self, path: &str, wanted: &str, found: &str) -> Localized {
        let found = super::one_line(found);
        if found == self.writer.word(gouji_syntax::Keyword::Missing) {
            return Localized::new(
                format!("「{path}」应为 {wanted}，没有读到"),
                format!("`{path}` should be {wanted}; it was not read"),
            );
        }
        Localized::new(
            format!("「{path}」应为 {wanted}，读到的是 {found}"),
            format!("`{path}` should be {wanted}; what was read is {found}"),
        )
    }

    /// A difference with the places that it was read from; `found` is what would stand there.
    fn told(
        &mut self,
        expected: &ExpectedField,
        (at, ends): (RecordRef, &[RecordRef]),
        message: Localized,
        found: String,
    ) {
        let place = SourcePlace { range: expected.range, ..self.case.place };
        let mut failure = problem_at(place, message, ("这里写的不同", "something else is written"));
        let Some((_, last)) = expected.path.last().copied() else { return };
        let mut told = 0;
        for end in ends {
            let field = self.writer.facts.field(*end, last);
            if told < MOST_PLACES && !matches!(field.content, Content::Absent) {
                failure = self.related(failure, *end, field.place, ("从这里读的", "read here"));
                told += 1;
            }
        }
        if told == 0 {
            let record = self.writer.facts.record(at).place;
            failure = self.related(failure, at, record, ("这条记录", "the record"));
        }
        self.push(failure, place, found);
    }

    fn related(
        &self,
        failure: Diagnostic<SourcePlace>,
        at: RecordRef,
        place: TextRange,
        label: (&str, &str),
    ) -> Diagnostic<SourcePlace> {
        let place = self.case.place_in_text(self.writer.facts.place(at, place));
        failure.related(place, Localized::new(label.0, label.1))
    }

    fn push(&mut self, failure: Diagnostic<SourcePlace>, at: SourcePlace, text: String) {
        let title = Localized::new("改为读到的", "replace by what was read");
        self.failures.push(failure.fix(title, at, text.clone()));
        self.updates.push((at, text));
    }
}
