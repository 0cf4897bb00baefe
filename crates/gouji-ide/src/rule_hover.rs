//! What stands at a place of a rule text, in words.

use crate::program::{bindings, kind_name, reads_field};
use crate::rule_place::{RulePlace, word};
use crate::rules::RuleTexts;
use crate::tokens::EditorTokenKind;
use crate::words::{keyword_language, listed, pick, quoted, written_name};
use crate::{Hover, Ide};
use gouji_database::RuleFile;
use gouji_program::{
    BuiltIn, FieldId, FieldKind, ItemId, Meaning, PARTNER, RecordTypeId, Rule, RuleId,
};
use gouji_syntax::{Item, ItemKind, Keyword, KeywordKind};
use gouji_text::{Language, TextRange};

use std::fmt::Write;

impl Ide<'_> {
    pub(crate) fn rule_hover(&self, file: RuleFile, offset: u32) -> Option<Hover> {
        let place = RulePlace::new(self, file, offset);
        if let Some(found) = place.name(offset)
            && let Some(markdown) = describe(&place.rules, found.meaning)
        {
            return Some(Hover { range: place.range(&found), markdown });
        }
        let token = place.token(offset).filter(|token| token.kind == EditorTokenKind::Word)?;
        if place.is_free_text(offset) {
            return None;
        }
        let (keyword, range) = self.keyword_at(&place, token.range)?;
        Some(Hover { range, markdown: self.describe_keyword(keyword) })
    }

    /// The keyword that a word is, with both words of `for each`.
    fn keyword_at(&self, place: &RulePlace<'_>, range: TextRange) -> Option<(Keyword, TextRange)> {
        let tokens = place.tokens();
        let at = tokens.iter().position(|token| token.range == range)?;
        let written = word(&place.text, &tokens[at]);
        let neighbour = |index: Option<usize>| index.and_then(|index| tokens.get(index));
        for (first, second) in [(Some(at), at.checked_add(1)), (at.checked_sub(1), Some(at))] {
            if let (Some(first), Some(second)) = (neighbour(first), neighbour(second)) {
                let both = (word(&place.text, first), word(&place.text, second));
                if both == ("for", "each") {
                    return Some((Keyword::ForEach, first.range.cover(second.range)));
                }
            }
        }
        let kind = place.item().map(|item| &item.kind);
        let starts_line = tokens[at].starts_line;
        let candidates = Keyword::spelled(written);
        let best = candidates.min_by_key(|keyword| misfit(keyword.kind(), kind, starts_line))?;
        Some((best, range))
    }

    fn describe_keyword(&self, keyword: Keyword) -> String {
        let language = keyword_language(self.language);
        let other = match language {
            gouji_text::Language::Chinese => gouji_text::Language::English,
            gouji_text::Language::English => gouji_text::Language::Chinese,
        };
        let mut text = format!(
            "**{}** · `{}`\n\n{}",
            keyword.spelling(language),
            keyword.spelling(other),
            keyword.meaning(language)
        );
        if let Some(example) = keyword_example(keyword, self.language) {
            let _ = write!(text, "\n\n```gouji\n{example}\n```");
        }
        text
    }
}

/// How badly a kind of keyword fits into an item; of keywords that are spelled alike the one that
/// fits best is meant.
fn misfit(kind: KeywordKind, item: Option<&ItemKind>, starts_line: bool) -> u8 {
    let fits = match item {
        Some(ItemKind::Form(_)) => matches!(
            kind,
            KeywordKind::FormClause
                | KeywordKind::FormWord
                | KeywordKind::GridOption
                | KeywordKind::OutlineProperty
        ),
        Some(ItemKind::Rule(_) | ItemKind::Definition(_)) => !matches!(
            kind,
            KeywordKind::FormClause
                | KeywordKind::FormWord
                | KeywordKind::GridOption
                | KeywordKind::OutlineProperty
                | KeywordKind::Type
        ),
        Some(ItemKind::Record(_)) => {
            matches!(kind, KeywordKind::RecordClause | KeywordKind::Type)
        }
        Some(ItemKind::FormExample(_)) => {
            matches!(kind, KeywordKind::FormExample | KeywordKind::Predicate | KeywordKind::Item)
        }
        Some(ItemKind::Example(_)) => {
            matches!(kind, KeywordKind::Expectation | KeywordKind::Predicate)
        }
        _ => true,
    };
    u8::from(!fits) * 2 + u8::from(kind.opens() != starts_line)
}

fn keyword_example(keyword: Keyword, language: Language) -> Option<&'static str> {
    let (chinese, english) = match keyword {
        Keyword::Must | Keyword::MustNot => (
            "应当 合计 = 甲 + 乙\n否则 “合计 {合计}，应为 {甲 + 乙}”",
            "must total = a + b\nelse \"total {total}, should be {a + b}\"",
        ),
        Keyword::Should | Keyword::ShouldNot => ("宜 说明 有值", "should note present"),
        Keyword::ForEach => {
            ("对每个 记录.明细 其中 类别 = “甲”", "for each record.rows where kind = \"a\"")
        }
        Keyword::MatchedWith | Keyword::Paired => (
            "对每个 总表.科目 对应 分表.科目 为 彼 按 类, 款 须成对",
            "for each whole.row matched with part.row as other by class, item paired",
        ),
        Keyword::DescribedBy | Keyword::YearIn => {
            ("自述 文件，年度在 年度", "described_by document, year_in year")
        }
        Keyword::When => ("当 年度 ≥ 2020", "when year >= 2020"),
        Keyword::Let => ("设 总额 = 合计(明细.金额)", "let whole = sum(rows.amount)"),
        Keyword::Within => ("应当 甲 = 乙 误差 0.5", "must a = b within 0.5"),
        Keyword::At => ("指向 合计", "at total"),
        Keyword::Called => ("称呼 “{编码} {名称}”", "called \"{code} {name}\""),
        Keyword::Fix => ("修正 合计 为 甲 + 乙", "fix total as a + b"),
        Keyword::Where => {
            ("合计(明细.金额 其中 类别 = “甲”)", "sum(rows.amount where kind = \"a\")")
        }
        Keyword::By => ("对每个 明细 按 名称", "for each rows by name"),
        Keyword::If => ("若 甲 > 0 则 甲 否则 乙", "if a > 0 then a else b"),
        Keyword::In => ("类别 属于 [“甲”, “乙”]", "kind in [\"a\", \"b\"]"),
        Keyword::Matches => ("名称 匹配 “第{数字}号{_}”", "name matches \"no. {digits}{_}\""),
        Keyword::Is => ("上限(目标值) 是 长度", "upper(target) is length"),
        Keyword::Default => ("甲 + 乙 缺省 0", "a + b default 0"),
        Keyword::Exactly => ("甲 恰等于 乙", "a exactly b"),
        Keyword::Label => ("标签 “名称” 或 “名 称” → 名称", "label \"name\" or \"title\" → name"),
        Keyword::Periods => ("时点 “计划” → 计划", "periods \"plan\" → plan"),
        Keyword::Grid => (
            "明细 “编码”, “名称”, “金额” → 明细 {\n  续上 编码\n}",
            "grid \"code\", \"name\", \"amount\" → rows {\n  fill_down code\n}",
        ),
        Keyword::Sentence => ("句 “合计[为]{合计}”", "sentence \"in total {total}\""),
        Keyword::Titled => ("表名 “{年度}年总表”", "titled \"{year} summary\""),
        Keyword::NumberFormat | Keyword::RulesetNumberFormat => {
            ("数的写法 { 千分 “.” 小数 “,” }", "number_format { thousands \".\" decimal \",\" }")
        }
        Keyword::FormPrecision => ("精度 0.01 米", "precision 0.01 metre"),
        Keyword::Layout | Keyword::RulesetLayout => (
            "版面 { 页码 “第{_}张”  栏次行 “列号{_}”  注 “填表人：{_}” }",
            "layout { page_number \"sheet {_}\"  column_numbers \"no. {_}\"  note \"drawn by {_}\" }",
        ),
        Keyword::From => {
            ("始于 标签 “编码” 止于 标题 “附表”", "from label \"code\" until heading \"annex\"")
        }
        Keyword::Section => ("节 含 “说明”", "section containing \"notes\""),
        Keyword::Row => {
            ("行 “{名称}小计” → 小计 其下", "row \"{name} subtotal\" → subtotals rows_below")
        }
        Keyword::Series => {
            ("计划: 序列 百分比 按 “3月底”, “6月底”", "plan: series percent by \"march\", \"june\"")
        }
        Keyword::Many => ("明细: 多个 行", "rows: many row"),
        _ => return None,
    };
    Some(pick(language, chinese, english))
}

/// What a name stands for, in Markdown.
pub(crate) fn describe(rules: &RuleTexts<'_>, meaning: Meaning) -> Option<String> {
    let program = rules.program();
    let language = rules.ide.language;
    match meaning {
        Meaning::Ruleset(pack) => {
            let pack = program.packs.get(pack as usize)?;
            let version = pack.version.as_ref().map(|words| format!(" {words}"));
            let mut text = format!("**{}**{}", pack.name, version.unwrap_or_default());
            document(&mut text, pack.documentation.as_deref());
            basis(&mut text, pack.basis.iter().map(|basis| basis.text.as_str()), language);
            Some(text)
        }
        Meaning::Dimension(dimension) => {
            let units = &program.units;
            let name = units.dimension_name(dimension);
            let mut text = code(&format!("{} {name}", pick(language, "量纲", "dimension")));
            let all: Vec<&str> =
                units.units_of(dimension).map(|unit| units.unit_name(unit)).collect();
            let _ = write!(
                text,
                "\n\n{}{}",
                pick(language, "单位：", "units: "),
                listed(&all, language)
            );
            if let (Some(quantum), Some(base)) = (units.quantum(dimension), all.first()) {
                let _ = write!(
                    text,
                    "\n\n{}{} {base}",
                    pick(language, "显示到：", "shown to: "),
                    quantum.normalize()
                );
            }
            document(&mut text, documentation_of(rules, meaning).as_deref());
            Some(text)
        }
        Meaning::Unit(unit) => {
            let units = &program.units;
            let dimension = units.unit_dimension(unit);
            let base = units.units_of(dimension).next().map_or("", |base| units.unit_name(base));
            let name = units.unit_name(unit);
            let mut text =
                code(&format!("1 {name} = {} {base}", units.unit_factor(unit).normalize()));
            let _ = write!(
                text,
                "\n\n{}{}",
                pick(language, "量纲：", "dimension: "),
                units.dimension_name(dimension)
            );
            Some(text)
        }
        Meaning::Record(record) => describe_record(rules, record),
        Meaning::Field(record, field) => describe_field(rules, record, field),
        Meaning::Form(id) => {
            let item = rules.item(id)?;
            let ItemKind::Form(node) = &item.kind else { return None };
            let (form, fills) = (pick(language, "表样", "form"), pick(language, "填", "fills"));
            let mut text = code(&format!("{form} {} {fills} {}", node.name.text, node.record.text));
            document(&mut text, item.documentation.as_deref());
            Some(text)
        }
        Meaning::Definition(id) => {
            let item = rules.item(id)?;
            let mut text = code(&signature_of(rules, id, item)?);
            document(&mut text, item.documentation.as_deref());
            Some(text)
        }
        Meaning::Parameter(id, index) => {
            let item = rules.item(id)?;
            let ItemKind::Definition(node) = &item.kind else { return None };
            let parameter = node.parameters.get(usize::from(index))?;
            let words = pick(language, "的参数", "parameter of");
            Some(match language {
                Language::Chinese => {
                    format!("**{}** · 「{}」{words}", parameter.text, node.name.text)
                }
                Language::English => {
                    format!("**{}** · {words} `{}`", parameter.text, node.name.text)
                }
            })
        }
        Meaning::Local(id, index) => {
            let name = rules.declared_name(meaning)?;
            let rule = program.rules.get(rules.rule_of_item(id)?.0 as usize);
            let kind = rule.and_then(|rule| {
                let (_, value) = rule.locals.get(usize::from(index))?;
                crate::program::type_name(program, rule, value, language)
            });
            let matching = rule.and_then(|rule| rule.iteration.as_ref()?.matching.as_ref());
            if let Some(matching) = matching.filter(|_| index == PARTNER) {
                return Some(match language {
                    Language::Chinese => {
                        format!("**{}** · 「{}」里对应的那一条", name, matching.name)
                    }
                    Language::English => {
                        format!("**{}** · its partner in `{}`", name, matching.name)
                    }
                });
            }
            let mut text =
                code(&format!("{} {}", pick(language, "设", "let"), written_name(&name)));
            if let Some(kind) = kind {
                let _ = write!(text, "\n\n{}{kind}", pick(language, "类型：", "type: "));
            }
            Some(text)
        }
        Meaning::Rule(rule) => describe_rule(rules, rule),
        Meaning::Function(kind) => {
            let words = BuiltIn::of_kind(kind)?.words(keyword_language(language));
            let mut text = code(&words.label());
            let _ = write!(text, "\n\n{}", words.meaning);
            let _ = write!(text, "\n\n{}{}", pick(language, "得到：", "gives: "), words.gives);
            let example = pick(language, "例：", "Example:");
            let _ = write!(text, "\n\n{example}\n{}", code(words.example));
            Some(text)
        }
        Meaning::Period(record, field, number) => describe_period(rules, record, field, number),
        Meaning::Unread(_) => {
            let name = quoted(&rules.declared_name(meaning)?, language);
            Some(match language {
                Language::Chinese => format!("{name}在别处声明，但那一项有错误，没有读进来"),
                Language::English => {
                    format!("{name} is declared by an item that could not be read")
                }
            })
        }
        Meaning::Special => None,
    }
}

fn code(text: &str) -> String {
    format!("```gouji\n{text}\n```")
}

fn document(text: &mut String, documentation: Option<&str>) {
    if let Some(documentation) = documentation.filter(|words| !words.trim().is_empty()) {
        let _ = write!(text, "\n\n{documentation}");
    }
}

fn basis<'a>(text: &mut String, all: impl Iterator<Item = &'a str>, language: Language) {
    for words in all {
        let _ = write!(text, "\n\n{}{words}", pick(language, "依据：", "basis: "));
    }
}

/// The documentation of the item that declares something.
fn documentation_of(rules: &RuleTexts<'_>, meaning: Meaning) -> Option<String> {
    let declared = rules.names.declarations(meaning).next()?;
    rules.item(declared.place.item_id())?.documentation.clone()
}

/// `名(甲, 乙) = …`
pub(crate) fn signature_of(rules: &RuleTexts<'_>, id: ItemId, item: &Item) -> Option<String> {
    let ItemKind::Definition(node) = &item.kind else { return None };
    let text = rules.text(id.file);
    let body = node.body.range.shifted(item.start).of(&text);
    let names: Vec<&str> = node.parameters.iter().map(|name| name.text.as_str()).collect();
    let name = node.name.text.as_str();
    let brackets = if names.is_empty() { String::new() } else { format!("({})", names.join(", ")) };
    Some(format!("{}{brackets} = {body}", written_name(name)))
}

fn describe_record(rules: &RuleTexts<'_>, record: RecordTypeId) -> Option<String> {
    let (program, language) = (rules.program(), rules.ide.language);
    let declared = program.records.at(record)?;
    let mut listing =
        format!("{} {} {{\n", pick(language, "记录", "record"), written_name(&declared.name));
    for field in declared.fields.iter().take(40) {
        let kind = kind_name(program, &field.kind, language);
        let _ = writeln!(listing, "  {}: {kind}", written_name(&field.name));
    }
    if declared.naming.is_declared {
        let (word, quotes) = match language {
            Language::Chinese => ("称呼", ['“', '”']),
            Language::English => ("called", ['"', '"']),
        };
        let _ = writeln!(listing, "  {word} {}{}{}", quotes[0], declared.called(), quotes[1]);
    }
    listing.push('}');
    let mut text = code(&listing);
    document(&mut text, declared.documentation.as_deref());
    let forms: Vec<String> = program
        .forms
        .iter()
        .filter(|form| form.record == record)
        .map(|form| quoted(&form.name, language))
        .collect();
    if !forms.is_empty() {
        let _ = write!(
            text,
            "\n\n{}{}",
            pick(language, "表样：", "read by forms: "),
            listed(&forms, language)
        );
    } else if !declared.lists.is_empty() {
        let list = |(owner, field): &(RecordTypeId, FieldId)| {
            let owner = program.records.at(*owner)?;
            Some(format!("{}.{}", owner.name, owner.fields.at(*field)?.name))
        };
        let lists: Vec<String> = declared.lists.iter().filter_map(list).collect();
        let _ = write!(
            text,
            "\n\n{}{}",
            pick(language, "属于：", "in: "),
            lists.join(pick(language, "、", ", "))
        );
    }
    Some(text)
}

pub(crate) fn describe_field(
    rules: &RuleTexts<'_>,
    record: RecordTypeId,
    field: FieldId,
) -> Option<String> {
    let (program, language) = (rules.program(), rules.ide.language);
    let owner = program.records.at(record)?;
    let declared = owner.fields.at(field)?;
    let kind = kind_name(program, &declared.kind, language);
    let mut text =
        code(&format!("{}.{}: {kind}", written_name(&owner.name), written_name(&declared.name)));
    document(&mut text, declared.documentation.as_deref());
    let bound = bindings(rules, record, field);
    for binding in bound.iter().take(8) {
        let _ = write!(text, "\n\n{}", binding.words(language));
    }
    let is_list = matches!(declared.kind, gouji_program::FieldKind::List(_));
    if bound.is_empty() && !is_list {
        let _ = write!(
            text,
            "\n\n{}",
            pick(language, "没有表样读出这一栏", "no form reads this field")
        );
    }
    let users = program.rules.iter().filter(|rule| reads_field(rule, record, field)).count();
    if users > 0 {
        let _ = match language {
            Language::Chinese => write!(text, "\n\n用到它的规则：{users} 条"),
            Language::English => write!(text, "\n\nrules that read it: {users}"),
        };
    }
    Some(text)
}

/// A point of a series.
fn describe_period(
    rules: &RuleTexts<'_>,
    record: RecordTypeId,
    field: FieldId,
    number: u16,
) -> Option<String> {
    let program = rules.program();
    let declared = program.record(record).fields.at(field)?;
    let FieldKind::Series { periods, .. } = &declared.kind else { return None };
    let (owner, name) = (&program.record(record).name, &declared.name);
    let (period, of, number) = (periods.get(usize::from(number))?, periods.len(), number + 1);
    Some(match rules.ide.language {
        Language::Chinese => {
            format!("**{period}** · 序列「{owner}.{name}」的第 {number} 个时点，共 {of} 个")
        }
        Language::English => format!("**{period}** · point {number} of {of} of `{owner}.{name}`"),
    })
}

fn describe_rule(rules: &RuleTexts<'_>, id: RuleId) -> Option<String> {
    let (program, language) = (rules.program(), rules.ide.language);
    let rule: &Rule = program.rules.at(id)?;
    let mut text = format!("**{}**", rule.name);
    document(&mut text, rule.documentation.as_deref());
    basis(&mut text, rule.basis.iter().map(|basis| basis.text.as_str()), language);
    let fare = rules.ide.tallies(rules.ide.documents).fare(&rule.name);
    let _ = write!(text, "\n\n{}", rules.ide.fare_words(&fare));
    let examples = program.examples.iter().filter(|example| example.rule == id);
    let cases: usize = examples.map(|example| example.cases.len()).sum();
    let _ = match language {
        Language::Chinese => write!(text, "\n\n示例：{cases} 个"),
        Language::English => write!(text, "\n\nexamples: {cases}"),
    };
    Some(text)
}
