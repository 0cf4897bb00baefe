//! What a record is called.

use crate::{Content, Facts, Record, RecordRef};
use gouji_program::{Naming, NamingPart, Program};
use gouji_text::tidy;

impl Record {
    /// What a person calls it: what stands in the fields that name it, in one line. `None` where
    /// nothing stands in any of them. `arena` is that of its fragment.
    pub fn name(&self, naming: &Naming, arena: &str) -> Option<String> {
        let mut name = String::new();
        let mut is_named = false;
        for part in &naming.parts {
            match part {
                NamingPart::Text(words) => name.push_str(words),
                NamingPart::Field(field) => {
                    let field = self.fields.at(*field)?;
                    if matches!(field.content, Content::Text | Content::Value(_)) {
                        let text = tidy(field.text.of(arena));
                        is_named |= !text.is_empty();
                        name.push_str(&text);
                    }
                }
            }
        }
        // Where a field has nothing, the words around it close up.
        let words: Vec<&str> = name.split_whitespace().collect();
        is_named.then(|| words.join(" "))
    }
}

impl Facts {
    /// What a person calls a record; see [`Record::name`].
    pub fn record_name(&self, program: &Program, record: RecordRef) -> Option<String> {
        let found = self.record(record);
        let naming = &program.records.at(found.kind)?.naming;
        found.name(naming, self.arena(record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Field, ReadBy};
    use gouji_program::{FieldId, RecordTypeId};
    use gouji_text::TextRange;

    fn record(texts: &[&str]) -> (Record, String) {
        let mut arena = String::new();
        let fields = texts.iter().map(|text| {
            let start = arena.len() as u32;
            arena.push_str(text);
            Field {
                content: if text.is_empty() { Content::Blank } else { Content::Text },
                text: TextRange::new(start, arena.len() as u32),
                place: TextRange::default(),
                primitive: ReadBy::None,
                note: None,
            }
        });
        let fields = fields.collect();
        let record =
            Record { kind: RecordTypeId(0), parent: None, place: TextRange::default(), fields };
        (record, arena)
    }

    fn named(texts: &[&str]) -> Option<String> {
        let field = |number| NamingPart::Field(FieldId(number));
        let parts = vec![field(0), field(1), NamingPart::Text(" ".to_owned()), field(2)];
        let (record, arena) = record(texts);
        record.name(&Naming { parts, is_declared: true }, &arena)
    }

    #[test]
    fn a_record_is_called_by_all_its_names_that_are_there() {
        assert_eq!(named(&["201", "03", "行政 运行\n经费"]).as_deref(), Some("20103 行政运行经费"));
        assert_eq!(named(&["201", "", "一般公共服务"]).as_deref(), Some("201 一般公共服务"));
        assert_eq!(named(&["", "", "合计"]).as_deref(), Some("合计"));
        assert_eq!(named(&["201", "", ""]).as_deref(), Some("201"));
        assert_eq!(named(&["", "", ""]), None);
    }
}
