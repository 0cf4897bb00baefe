//! Records of an example, as if a document had printed them.

use crate::read::{content_of, read_as};
use crate::{Content, Facts, Field, Fragment, ReadBy, Record, Region, SeriesPoint};
use gouji_program::{
    ExampleContent, ExampleField, ExampleRecord, FieldId, FieldKind, FormId, Program, Scalar,
};
use gouji_text::TextRange;
use gouji_value::read;
use std::sync::Arc;

/// The records of one case of an example. Places are ranges of the example's item.
pub fn example_facts(program: &Program, records: &[ExampleRecord]) -> Facts {
    let region = Region { form: FormId(0), range: TextRange::default() };
    let fragments = records.iter().map(|record| {
        let mut building = Building { program, fragment: Fragment::default() };
        building.record(record, None);
        (region, Arc::new(building.fragment))
    });
    Facts::new(fragments.collect(), program.records.len())
}

/// What a figure or text of an example stands for.
pub fn example_content(program: &Program, scalar: Scalar, field: &ExampleField) -> Content {
    let mut building = Building { program, fragment: Fragment::default() };
    building.scalar(scalar, field).content
}

struct Building<'program> {
    program: &'program Program,
    fragment: Fragment,
}

impl Building<'_> {
    fn record(&mut self, record: &ExampleRecord, parent: Option<u32>) -> u32 {
        let index = self.fragment.records.len() as u32;
        let fields = &self.program.record(record.record).fields;
        let absent = |list: bool| Field {
            content: if list { Content::List(Vec::new()) } else { Content::Absent },
            text: TextRange::default(),
            place: record.range,
            primitive: ReadBy::Example,
            note: None,
        };
        let empty = fields.iter().map(|field| absent(matches!(field.kind, FieldKind::List(_))));
        self.fragment.records.push(Record {
            kind: record.record,
            parent,
            place: record.range,
            fields: empty.collect(),
        });
        for (id, field) in &record.fields {
            let content = self.field(record, *id, field, index);
            if let Some(slot) = self.fragment.records[index as usize].fields.at_mut(*id) {
                *slot = content;
            }
        }
        index
    }

    fn field(
        &mut self,
        record: &ExampleRecord,
        id: FieldId,
        field: &ExampleField,
        own: u32,
    ) -> Field {
        let kind = &self.program.field(record.record, id).kind;
        match (kind, &field.content) {
            (FieldKind::Series { element, .. }, ExampleContent::Series(points)) => {
                let point = |(period, point): (usize, &ExampleField)| SeriesPoint {
                    period: period as u16,
                    field: self.scalar(*element, point),
                };
                let points: Box<[SeriesPoint]> = points.iter().enumerate().map(point).collect();
                self.made(Content::Series(points), "", field.range)
            }
            (FieldKind::List(_), ExampleContent::Records(records)) => {
                let children = records.iter().map(|child| self.record(child, Some(own))).collect();
                let children = self.with_rows_below(children);
                self.made(Content::List(children), "", field.range)
            }
            (FieldKind::Related(..), ExampleContent::Records(records)) => {
                let rows = records.iter().map(|row| self.related(row, own)).collect();
                self.made(Content::Related(rows), "", field.range)
            }
            (FieldKind::Scalar(scalar), _) => self.scalar(*scalar, field),
            (_, ExampleContent::Absent) => self.made(Content::Absent, "", field.range),
            (FieldKind::Series { .. } | FieldKind::List(_) | FieldKind::Related(..), _) => {
                self.made(Content::Blank, "", field.range)
            }
        }
    }

    /// A row below another one of its tree: it stands in the same list.
    fn related(&mut self, row: &ExampleRecord, above: u32) -> u32 {
        let owner = self.fragment.records[above as usize].parent;
        let index = self.record(row, owner);
        if let Some(relations) = self.program.record(row.record).relations() {
            let field = self.made(Content::Related(vec![above]), "", row.range);
            if let Some(slot) =
                self.fragment.records[index as usize].fields.at_mut(relations.parent)
            {
                *slot = field;
            }
        }
        index
    }

    /// The records of a list with those below them in their trees, in the order of the document.
    fn with_rows_below(&self, rows: Vec<u32>) -> Vec<u32> {
        let mut all = Vec::with_capacity(rows.len());
        let mut stack: Vec<u32> = rows.into_iter().rev().collect();
        while let Some(row) = stack.pop() {
            all.push(row);
            let record = &self.fragment.records[row as usize];
            let Some(relations) = self.program.record(record.kind).relations() else { continue };
            for field in [relations.children, relations.parts] {
                if let Some(Content::Related(below)) = record.fields.at(field).map(|it| &it.content)
                {
                    stack.extend(below.iter().rev());
                }
            }
        }
        all
    }

    fn scalar(&mut self, scalar: Scalar, field: &ExampleField) -> Field {
        match &field.content {
            ExampleContent::Text(text) => {
                let (content, note) = match read_as(scalar) {
                    None => (Content::Text, None),
                    Some(kind) => content_of(read(text, kind, &self.program.units, None)),
                };
                Field { note, ..self.made(content, text, field.range) }
            }
            ExampleContent::Dash => self.made(Content::Dash, "—", field.range),
            ExampleContent::Absent => self.made(Content::Absent, "", field.range),
            ExampleContent::Blank | ExampleContent::Series(_) | ExampleContent::Records(_) => {
                self.made(Content::Blank, "", field.range)
            }
        }
    }

    fn made(&mut self, content: Content, text: &str, place: TextRange) -> Field {
        let start = self.fragment.arena.len();
        self.fragment.arena.push_str(text);
        let text = TextRange::from(start..self.fragment.arena.len());
        Field { content, text, place, primitive: ReadBy::Example, note: None }
    }
}
