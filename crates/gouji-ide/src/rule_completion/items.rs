//! At the start of an item, and in the items that hold no rule and no form.

use super::Site;
use crate::CompletionKind;
use crate::words::{listed, pick};
use gouji_program::{FieldKind, RecordTypeId};
use gouji_syntax::{ItemKind, Keyword, KeywordKind};
use gouji_text::Language;

/// Whole items: the word they are offered under, and their text in both languages.
const SNIPPETS: [(Keyword, &str, &str); 7] = [
    (
        Keyword::Rule,
        "规则 ${1:名称} {\n  对每个 ${2:记录}\n  应当 ${3:条件}\n  否则 “${4:哪里不对}”\n}\n\n示例 ${1:名称} {\n  合格   ${2:记录} { ${5} }\n  不合格 ${2:记录} { ${6} }\n}$0",
        "rule ${1:name} {\n  for each ${2:record}\n  must ${3:condition}\n  else \"${4:what is wrong}\"\n}\n\nexample ${1:name} {\n  good ${2:record} { ${5} }\n  bad  ${2:record} { ${6} }\n}$0",
    ),
    (
        Keyword::Record,
        "记录 ${1:名称} {\n  ${2:栏}: ${3:文本}\n}$0",
        "record ${1:name} {\n  ${2:field}: ${3:text}\n}$0",
    ),
    (
        Keyword::Form,
        "表样 ${1:名称} 填 ${2:记录} {\n  始于 标签 “${3:标签}”\n  标签 “${3:标签}” → ${4:栏}\n}$0",
        "form ${1:name} fills ${2:record} {\n  from label \"${3:label}\"\n  label \"${3:label}\" → ${4:field}\n}$0",
    ),
    (
        Keyword::Dimension,
        "量纲 ${1:名称} {\n  ${2:单位}\n  精度 ${3:0.01} ${2:单位}\n}$0",
        "dimension ${1:name} {\n  ${2:unit}\n  precision ${3:0.01} ${2:unit}\n}$0",
    ),
    (
        Keyword::Define,
        "定义 ${1:名称}(${2:参数}) = ${3:式子}$0",
        "define ${1:name}(${2:parameter}) = ${3:expression}$0",
    ),
    (
        Keyword::Example,
        "示例 ${1:规则} {\n  合格   ${2:记录} { ${3} }\n  不合格 ${2:记录} { ${4} }\n}$0",
        "example ${1:rule} {\n  good ${2:record} { ${3} }\n  bad  ${2:record} { ${4} }\n}$0",
    ),
    (
        Keyword::Ruleset,
        "规则集 ${1:名称} 版本 “${2:1}” {\n  依据 ${3:《…》}\n  自述 ${4:记录}，年度在 ${5:栏}\n  适用 ${6:条件}\n}$0",
        "ruleset ${1:name} version \"${2:1}\" {\n  basis ${3:law}\n  described_by ${4:record}, year_in ${5:field}\n  applies ${6:condition}\n}$0",
    ),
];

impl Site<'_> {
    pub fn item_start(&mut self) {
        if !self.starts_line {
            return;
        }
        self.keywords(&[KeywordKind::Item]);
        let english = self.language == gouji_text::Language::English;
        for (keyword, chinese_text, english_text) in SNIPPETS {
            let detail = pick(self.ide.language, "整项", "the whole item").to_owned();
            let insert = if english { english_text } else { chinese_text };
            let spelling = keyword.spelling(self.language);
            self.add(
                spelling,
                CompletionKind::Snippet,
                (detail, String::new()),
                insert.to_owned(),
                true,
            );
        }
    }

    pub fn in_record(&mut self) {
        let behind_colon = matches!(self.back_word(0), ":" | "：");
        let types = [
            Keyword::TextType,
            Keyword::IntegerType,
            Keyword::NumberType,
            Keyword::PercentType,
            Keyword::BoundType,
            Keyword::DateType,
            Keyword::PeriodType,
        ];
        if behind_colon || self.is_back(0, Keyword::Series) {
            types.into_iter().for_each(|keyword| self.keyword(keyword));
            self.dimensions();
            if behind_colon {
                self.keyword(Keyword::Series);
                self.keyword(Keyword::Many);
            }
        } else if self.is_back(0, Keyword::Many) {
            self.records();
        } else if self.depth() == 1 && self.starts_line {
            self.keywords(&[KeywordKind::RecordClause]);
        } else if self.depth() == 1 {
            self.keyword(Keyword::By);
        }
    }

    /// The record that the item at hand declares.
    pub fn declared_record(&self) -> Option<RecordTypeId> {
        self.record_at(1)
    }

    pub fn dimensions(&mut self) {
        let units = &self.place.rules.program().units;
        for dimension in units.dimensions() {
            let names: Vec<&str> =
                units.units_of(dimension).map(|unit| units.unit_name(unit)).collect();
            let name = units.dimension_name(dimension);
            self.push(name, CompletionKind::Unit, listed(&names, self.ide.language), String::new());
        }
    }

    pub fn units(&mut self) {
        let units = &self.place.rules.program().units;
        for dimension in units.dimensions() {
            for unit in units.units_of(dimension) {
                let detail = units.dimension_name(dimension).to_owned();
                self.push(units.unit_name(unit), CompletionKind::Unit, detail, String::new());
            }
        }
    }

    pub fn in_dimension(&mut self) {
        if self.depth() == 0 {
            return;
        }
        if self.starts_line {
            self.keywords(&[KeywordKind::DimensionClause]);
        } else if self.is_behind_number() {
            self.units();
        }
    }

    pub fn in_ruleset(&mut self) {
        if self.depth() == 0 {
            if !self.starts_line && self.before.len() >= 2 {
                self.keyword(Keyword::Version);
            }
        } else if self.is_in_braces_of(Keyword::NumberFormat) {
            self.keywords(&[KeywordKind::NumberMark]);
        } else if self.is_in_braces_of(Keyword::Layout) {
            self.keywords(&[KeywordKind::LayoutMark]);
        } else if self.starts_line {
            self.keywords(&[KeywordKind::RulesetClause]);
            self.operators();
        } else if Keyword::DescribedBy.is_spelled(self.line_word()) {
            self.in_self_description();
        } else {
            self.expression();
        }
    }

    /// Behind 自述: the record, and its field for the year.
    fn in_self_description(&mut self) {
        if self.is_back(0, Keyword::DescribedBy) {
            return self.records();
        }
        if !self.is_back(0, Keyword::YearIn) {
            return self.keyword(Keyword::YearIn);
        }
        let spelled = |at: &usize| {
            self.before
                .get(*at)
                .is_some_and(|token| Keyword::DescribedBy.is_spelled(token.range.of(self.text())))
        };
        let clause = (0..self.before.len()).rev().find(spelled);
        if let Some(record) = clause.and_then(|at| self.record_at(at + 1)) {
            self.fields(record, |kind| matches!(kind, FieldKind::Scalar(_)));
        }
    }

    pub fn in_definition(&mut self) {
        let is_body =
            self.before.iter().any(|token| matches!(token.range.of(self.text()), "=" | "＝"));
        if is_body {
            self.expression();
        }
    }

    pub fn rulesets(&mut self) {
        let own = self.pack();
        let packs: Vec<(String, String)> = self
            .place
            .rules
            .program()
            .packs
            .iter()
            .zip(0_u32..)
            .filter(|(_, index)| *index != own)
            .map(|(pack, _)| (pack.name.clone(), pack.documentation.clone().unwrap_or_default()))
            .collect();
        for (name, documentation) in packs {
            self.push(&name, CompletionKind::Rule, String::new(), documentation);
        }
    }

    pub fn in_example(&mut self) {
        if self.is_of_form() {
            return self.in_form_example();
        }
        match self.depth() {
            0 if self.before.len() == 1 => {
                self.keyword(Keyword::Form);
                self.rules_without_examples();
            }
            0 => {}
            1 if self.starts_line => {
                self.keywords(&[KeywordKind::Expectation]);
                self.records();
            }
            1 => self.records(),
            _ => self.in_example_record(),
        }
    }

    /// Whether the example is one of a form.
    fn is_of_form(&self) -> bool {
        let second = self.before.get(1).map_or("", |token| token.range.of(self.text()));
        Keyword::Form.is_spelled(second) && self.before.get(2).is_none_or(|third| third.is_word())
    }

    fn in_form_example(&mut self) {
        match self.depth() {
            0 if self.before.len() == 2 => self.own_forms(),
            0 => {}
            1 if self.starts_line || self.before.len() < 5 => {
                self.keyword(Keyword::TextType);
                self.keywords(&[KeywordKind::FormExample]);
            }
            1 => self.keywords(&[KeywordKind::FormExample]),
            _ => self.in_example_record(),
        }
    }

    fn own_forms(&mut self) {
        let pack = self.pack();
        let program = self.place.rules.program();
        let names: Vec<String> = program
            .forms
            .iter()
            .filter(|form| form.pack == pack)
            .map(|form| form.name.clone())
            .collect();
        for name in names {
            self.push(&name, CompletionKind::Rule, String::new(), String::new());
        }
    }

    /// The record that the form fills of which the place is an example.
    fn record_of_form(&self) -> Option<RecordTypeId> {
        let name = self.before.get(2)?.range.of(self.text());
        let pack = self.pack();
        let forms = &self.place.rules.program().forms;
        forms.iter().find(|form| form.name == name && form.pack == pack).map(|form| form.record)
    }

    fn rules_without_examples(&mut self) {
        let rules = &self.place.rules;
        let pack = self.pack();
        let has_example = |name: &str| {
            rules.items().any(|(id, item)| {
                rules.pack_of(id.file) == pack
                    && Some(id) != self.place.id
                    && matches!(&item.kind, ItemKind::Example(example) if example.rule.text == name)
            })
        };
        let own = rules.program().rules.iter().filter(|rule| rule.pack == pack);
        let mut names: Vec<(bool, String, String)> = own
            .map(|rule| {
                let name = rule.short_name().to_owned();
                let documentation = rule.documentation.clone().unwrap_or_default();
                (has_example(&name), name, documentation)
            })
            .collect();
        names.sort_by_key(|(has, ..)| *has);
        for (has_example, name, documentation) in names {
            let detail = match (has_example, self.ide.language) {
                (true, _) => "",
                (false, Language::Chinese) => "还没有示例",
                (false, Language::English) => "has no example yet",
            };
            self.push(&name, CompletionKind::Rule, detail.to_owned(), documentation);
        }
    }

    fn in_example_record(&mut self) {
        let Some(record) = self.example_record() else { return };
        let last = self.back_word(0);
        if matches!(last, "." | "．") {
            if let Some(inner) = self.record_before_dot() {
                self.fields(inner, |_| true);
            }
        } else if matches!(last, "{" | "｛" | "," | "，") || self.starts_line {
            let found = self.found.len();
            self.fields(record, |_| true);
            for one in self.found.iter_mut().skip(found) {
                one.insert.push_str(": ");
            }
        } else if matches!(last, ":" | "：" | "[" | "［") {
            self.keyword(Keyword::Blank);
            if self.is_of_form() {
                self.keyword(Keyword::Missing);
            }
        } else if self.is_behind_number() {
            self.units();
        }
    }

    /// The type of the record whose braces the place lies in: that of the name in front of the
    /// nearest bracket that has one, a record or a list.
    pub fn example_record(&self) -> Option<RecordTypeId> {
        let mut brackets = self.open.iter().skip(1).rev();
        brackets.find_map(|open| {
            let steps = if open.bracket == '[' { 2 } else { 1 };
            if self.is_of_form()
                && let Some(before) = open.at.checked_sub(1).and_then(|at| self.before.get(at))
                && Keyword::Reads.is_spelled(before.range.of(self.text()))
            {
                return Some(self.record_of_form());
            }
            let at = open.at.checked_sub(steps)?;
            self.before.get(at).filter(|token| token.is_word())?;
            Some(self.record_at(at))
        })?
    }
}
