//! 分级: the rows of one record, ordered among themselves into a tree.

use super::RowKind;
use crate::check::form_writer::FormWriter;
use crate::check::report::{Checked, Failed, quoted_list};
use crate::form::Filling;
use crate::relation::list_member;
use crate::{FieldId, Meaning, RecordTypeId, Relations, SourcePlace, codes};
use gouji_syntax::Keyword;
use gouji_syntax::ast::{self, GridOption, Name};
use gouji_text::TextRange;

/// Levels of a tree.
const MOST_LEVELS: usize = 16;

/// 分级
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levels {
    /// The record whose rows are ordered.
    pub record: RecordTypeId,
    /// Its fields that say where a row stands; more than one only where each is a level.
    pub fields: Vec<FieldId>,
    /// How they say it.
    pub order: LevelOrder,
    /// The fields that this fills.
    pub relations: Relations,
    /// Where it is written.
    pub place: SourcePlace,
}

/// How a row says where it stands in a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LevelOrder {
    /// Each field holds the code of one level.
    Codes,
    /// 长: a code with so many characters for each level, rising.
    Lengths(Vec<u8>),
    /// 缩进: the more blanks in front, the deeper.
    Indent,
    /// 编号: by how the number in front is written.
    Numbering,
}

impl Levels {
    pub(super) fn fills(&self, fill: &mut dyn FnMut(Filling)) {
        let Relations { parent, children, parts } = self.relations;
        for field in [parent, children, parts] {
            let (record, keyword) = (self.record, Keyword::Levels);
            fill(Filling { record, field: Some(field), keyword, labels: Vec::new() });
        }
    }
}

impl FormWriter<'_, '_> {
    pub(super) fn levels(
        &mut self,
        options: &[GridOption],
        kinds: &[RowKind],
    ) -> Checked<Vec<Levels>> {
        let mut all: Vec<Levels> = Vec::new();
        let mut sound = true;
        for option in options {
            let GridOption::Levels(written) = option else { continue };
            match self.one_tree(written, kinds, &all) {
                Ok(levels) => all.push(levels),
                Err(Failed) => sound = false,
            }
        }
        if sound { Ok(all) } else { Err(Failed) }
    }

    fn one_tree(
        &mut self,
        written: &ast::Levels,
        kinds: &[RowKind],
        others: &[Levels],
    ) -> Checked<Levels> {
        let record = self.tree_record(&written.record, kinds)?;
        if others.iter().any(|other| other.record == record) {
            let name = &written.record.text;
            return self.bad_levels(
                written.record.range,
                (
                    format!("「{name}」的行在这张明细里已经分过级，只能分一次"),
                    format!("the rows of `{name}` are ordered by this grid already"),
                ),
                ("又分一次", "ordered again"),
            );
        }
        let mut fields = Vec::with_capacity(written.fields.len());
        for name in &written.fields {
            let field = self.scalar_field(record, name)?;
            self.is_read(record, field, name, kinds)?;
            fields.push(field);
        }
        let order = self.level_order(written)?;
        // A field of the record that has a reserved name was reported there.
        let relations = self.declarations.record(record).relations().ok_or(Failed)?;
        let place = self.source.place(written.range);
        Ok(Levels { record, fields, order, relations, place })
    }

    /// The record of a tree, named by itself or by the list that holds it: one that rows of the grid become.
    fn tree_record(&mut self, name: &Name, kinds: &[RowKind]) -> Checked<RecordTypeId> {
        let own = self.record;
        let mut records: Vec<RecordTypeId> =
            kinds.iter().filter_map(|kind| kind.target.record(own)).collect();
        records.sort_unstable();
        records.dedup();
        let record = match list_member(self.declarations, own, &name.text) {
            Some((field, member)) => {
                self.reporter.used(self.source, name, Meaning::Field(own, field));
                member
            }
            None => {
                self.reporter.record(self.source, self.declared.pack, name, self.declarations)?
            }
        };
        if records.contains(&record) {
            return Ok(record);
        }
        let names = records.iter().map(|record| self.declarations.record(*record).name.as_str());
        let (chinese, english) = quoted_list(names);
        let name_text = &name.text;
        self.bad_levels(
            name.range,
            (
                format!("这张明细的行不会成为「{name_text}」，只成为{chinese}"),
                format!("no row of this grid becomes `{name_text}`, only {english}"),
            ),
            ("不是这张明细的行", "none of the grid's rows"),
        )
    }

    /// Whether the grid reads a field of the record at all.
    fn is_read(
        &mut self,
        record: RecordTypeId,
        field: FieldId,
        name: &Name,
        kinds: &[RowKind],
    ) -> Checked<()> {
        let own = self.record;
        let mut of_record = kinds.iter().filter(|kind| kind.target.record(own) == Some(record));
        let is_read = of_record.any(|kind| {
            let mut holes = kind.patterns.iter().flat_map(|pattern| pattern.fields());
            kind.columns.contains(&Some(field)) || holes.any(|hole| hole == field)
        });
        if is_read {
            return Ok(());
        }
        let text = &name.text;
        self.bad_levels(
            name.range,
            (
                format!("这张明细没有哪一列填「{text}」，不能按它分级"),
                format!("no column of this grid fills `{text}`; the rows cannot be ordered by it"),
            ),
            ("没有读这一栏", "not read here"),
        )
    }

    fn level_order(&mut self, written: &ast::Levels) -> Checked<LevelOrder> {
        let fields = written.fields.len();
        if fields > MOST_LEVELS {
            return self.bad_levels(
                written.range,
                (
                    format!("分级最多 {MOST_LEVELS} 级"),
                    format!("a tree has {MOST_LEVELS} levels at most"),
                ),
                ("级数太多", "too many levels"),
            );
        }
        if fields > 1 && written.order != ast::LevelOrder::Codes {
            return self.bad_levels(
                written.range,
                (
                    "按长、缩进、编号分级，只看一栏；几栏各是一级时，后面什么也不写",
                    "lengths, indent and numbering look at one field; where each field is a level, write none of them",
                ),
                ("栏多了", "too many fields"),
            );
        }
        Ok(match &written.order {
            ast::LevelOrder::Codes if fields > 1 => LevelOrder::Codes,
            ast::LevelOrder::Codes => return self.one_level(written),
            ast::LevelOrder::Indent(_) => LevelOrder::Indent,
            ast::LevelOrder::Numbering(_) => LevelOrder::Numbering,
            ast::LevelOrder::Lengths(lengths) => LevelOrder::Lengths(self.code_lengths(lengths)?),
        })
    }

    fn one_level(&mut self, written: &ast::Levels) -> Checked<LevelOrder> {
        let range = written.fields.last().map_or(written.range, |name| name.range);
        let word = |chinese, english| self.source.spelling(chinese, english);
        let (lengths, indent, numbering) =
            (word("长", "lengths"), word("缩进", "indent"), word("编号", "numbering"));
        self.bad_levels(
            range,
            (
                format!(
                    "只按一栏分级，还要说明怎样看出级别：{lengths} 3, 5, 7（各级编码的位数）、{indent}，或{numbering}"
                ),
                format!(
                    "one field does not say the levels: write `{lengths} 3, 5, 7` (of the codes of each level), `{indent}` or `{numbering}`"
                ),
            ),
            ("看不出级别", "which level?"),
        )
    }

    fn code_lengths(&mut self, written: &[ast::CodeLength]) -> Checked<Vec<u8>> {
        let mut lengths: Vec<u8> = Vec::with_capacity(written.len());
        for one in written.iter() {
            match one.length {
                Some(length)
                    if length > lengths.last().copied().unwrap_or(0)
                        && lengths.len() < MOST_LEVELS =>
                {
                    lengths.push(length);
                }
                _ => {
                    return self.bad_levels(
                        one.range,
                        (
                            format!("各级编码的位数应从小到大，最多 {MOST_LEVELS} 级、255 位，例如 3, 5, 7"),
                            format!("lengths rise from level to level, at most {MOST_LEVELS} of up to 255, as in 3, 5, 7"),
                        ),
                        ("应大于前一个", "not more than the one before"),
                    );
                }
            }
        }
        if lengths.len() > 1 {
            return Ok(lengths);
        }
        let range = written.first().map_or(TextRange::default(), |one| one.range);
        self.bad_levels(
            range,
            ("只有一种位数，分不出上下级", "one length makes one level: there is nothing to order"),
            ("至少写两个", "at least two"),
        )
    }

    fn bad_levels<T>(
        &mut self,
        range: TextRange,
        message: (impl Into<String>, impl Into<String>),
        label: (&str, &str),
    ) -> Checked<T> {
        self.fail(&codes::BAD_LEVELS, range, message, label)
    }
}
