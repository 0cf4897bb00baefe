//! Every construct, in both languages.

use crate::common::*;
use gouji_syntax::ast::*;
use gouji_syntax::{Keyword, parse, parse_expression, parse_rules};
use gouji_text::Language;

#[test]
fn the_examples_of_the_design_parse() {
    assert_eq!(items(PACK).len(), 14);
    assert_eq!(parse(PACK).language, Language::Chinese);
    let english = items(ENGLISH);
    assert_eq!(parse(ENGLISH).language, Language::English);
    let rule = rule_of(&english[0]);
    assert_eq!(rule.name.text, "schedule_never_falls");
    assert_eq!(obligations(rule)[0].message.as_ref().map(|text| text.value.as_str()), Some("..."));
}

#[test]
fn every_construct_parses_in_both_languages() {
    assert_eq!(items(CONSTRUCTS).len(), 13);
    assert_eq!(items(CONSTRUCTS_ENGLISH).len(), 12);
    assert_eq!(parse(CONSTRUCTS_ENGLISH).language, Language::English);
}

#[test]
fn examples_are_read_on_demand() {
    let unread = |text: &str| {
        let items = parse_rules(text).items;
        items.iter().filter(|item| item.kind == ItemKind::Unread).count()
    };
    assert_eq!(unread(CONSTRUCTS), 2);
    assert_eq!(unread("示例 甲 { 合格 乙 { 丙: } }\n规则 甲 { 应当 真 }"), 1);
    assert_eq!(unread("## 说明\nexample a { good b { c: 1 } } // end"), 1);
    // It may have swallowed what stands behind it.
    assert_eq!(unread("示例 甲 {\n  合格 乙 { 丙: 1 }\n  规则 丁 { 应当 真 }\n}"), 0);
    assert_eq!(unread("示例 甲 {\n  合格 乙 { 丙: 1 }\n  规则 丁 { 应当 真 }"), 0);
    assert_eq!(unread("示例 甲"), 0);
}

#[test]
fn rulesets_and_imports() {
    let items = items(CONSTRUCTS);
    let ItemKind::Ruleset(ruleset) = &items[0].kind else { panic!() };
    assert_eq!(items[0].documentation.as_deref(), Some("第一行\n第二行"));
    assert_eq!(ruleset.version.as_ref().map(|text| text.value.as_str()), Some("2.0"));
    let basis: Vec<_> = ruleset.basis.iter().map(|text| text.value.as_str()).collect();
    assert_eq!(basis, ["《预算法》第十四条", "《甲》（“乙”"]);
    let described = ruleset.described_by.as_ref().unwrap();
    assert_eq!(described.record.text, "文件");
    assert_eq!(described.year.as_ref().map(|name| name.text.as_str()), Some("预算年度"));
    assert_eq!(
        ruleset.applies.as_ref().map(grouped).as_deref(),
        Some("((文种 in [\"甲\", \"乙\"]) And (年度 GreaterOrEqual 2017))")
    );
    let ItemKind::Import(import) = &items[1].kind else { panic!() };
    assert_eq!(import.name.text, "另一套：规则");
}

#[test]
fn dimensions_and_records() {
    let items = items(CONSTRUCTS);
    let ItemKind::Dimension(dimension) = &items[2].kind else { panic!() };
    let units: Vec<_> = dimension
        .units
        .iter()
        .map(|unit| {
            (unit.name.text.as_str(), unit.worth.as_ref().map(|worth| worth.figure.as_str()))
        })
        .collect();
    assert_eq!(units, [("元", None), ("万元", Some("10000")), ("亿元", Some("10000"))]);
    assert_eq!(dimension.precision.as_ref().map(|figure| figure.figure.as_str()), Some("0.01"));
    assert_eq!(dimension.captions.len(), 2);
    let ItemKind::Record(record) = &items[3].kind else { panic!() };
    assert_eq!(record.fields[0].documentation.as_deref(), Some("栏说明\n第二行"));
    assert_eq!(record.fields[1].documentation, None);
    let names: Vec<_> = record.fields.iter().map(|field| field.name.text.as_str()).collect();
    assert_eq!(
        names,
        ["合计", "依据", "版本", "其中：财政资金", "支出计划", "明细", "标题", "级别", "称呼"]
    );
    assert_eq!(record.called.as_ref().map(|text| text.value.as_str()), Some("{标题} {称呼}"));
    let TypeExpression::Series { element, periods, .. } = &record.fields[4].kind else { panic!() };
    assert_eq!((element.text.as_str(), periods.len()), ("百分比", 2));
    assert!(
        matches!(&record.fields[5].kind, TypeExpression::Many { record, .. } if record.text == "指标")
    );
    let english = self::items(CONSTRUCTS_ENGLISH);
    let ItemKind::Record(record) = &english[3].kind else { panic!() };
    assert_eq!(record.called.as_ref().map(|text| text.value.as_str()), Some("{label} {number}"));
}

/// The clauses of the form in a file of all constructs.
fn clauses(text: &str) -> Vec<FormClauseKind> {
    items(text)
        .into_iter()
        .find_map(|item| match item.kind {
            ItemKind::Form(form) => {
                Some(form.clauses.into_iter().map(|clause| clause.kind).collect())
            }
            _ => None,
        })
        .unwrap_or_default()
}

#[test]
fn forms() {
    let clauses = clauses(CONSTRUCTS);
    assert_eq!(clauses.len(), 15);
    let FormClauseKind::Region { start, end: Some(end) } = &clauses[0] else { panic!() };
    assert_eq!((start.kind, start.texts.len()), (AnchorKind::Label, 2));
    assert_eq!(end.kind, AnchorKind::Paragraph);
    let FormClauseKind::Region { start, end: Some(_) } = &clauses[1] else { panic!() };
    assert_eq!(start.kind, AnchorKind::Heading);
    assert!(matches!(&clauses[2], FormClauseKind::Context(text) if text.value == "{单位代码} {_}"));
    assert!(matches!(&clauses[3], FormClauseKind::Heading(_)));
    assert!(matches!(&clauses[4], FormClauseKind::Label { field, .. } if field.text == "合计"));
    assert!(matches!(&clauses[5], FormClauseKind::Periods { labels, .. } if labels.len() == 2));
    let FormClauseKind::Grid { columns, target, options, side_by_side: false } = &clauses[6] else {
        panic!()
    };
    let columns: Vec<_> = columns
        .iter()
        .map(|column| (column.labels.len(), column.field.is_some(), column.optional))
        .collect();
    assert_eq!(columns, [(2, true, false), (1, false, true), (1, false, false)]);
    assert_eq!(target.as_ref().map(|name| name.text.as_str()), Some("明细"));
    assert!(matches!(&options[0], GridOption::FillDown(names) if names.len() == 2));
    assert!(matches!(
        &options[1],
        GridOption::Rows(RowRule { target: RowTarget::List(path), ownership: Some(Ownership::Below), .. }) if path.len() == 1
    ));
    assert!(matches!(
        &options[2],
        GridOption::Rows(RowRule {
            target: RowTarget::Own(_),
            ownership: Some(Ownership::Above),
            ..
        })
    ));
    assert!(matches!(&options[3], GridOption::Rows(RowRule { target: RowTarget::Skip(_), .. })));
    assert!(matches!(
        &options[4],
        GridOption::Rows(RowRule { pattern: RowPattern::Rest, target: RowTarget::List(path), .. }) if path.len() == 2
    ));
    assert!(matches!(&options[5], GridOption::BlankAs { fields, .. } if fields.len() == 2));
    let FormClauseKind::Grid { target: None, options, .. } = &clauses[7] else { panic!() };
    assert!(
        matches!(&options[0], GridOption::BlankAs { value, .. } if grouped(value) == "(Negate 0.5<万元>)")
    );
    assert!(matches!(&clauses[8], FormClauseKind::Paragraph { texts, .. } if texts.len() == 2));
    assert!(matches!(&clauses[9], FormClauseKind::Section { .. }));
    assert!(matches!(&clauses[10], FormClauseKind::Sentence { .. }));
    assert!(matches!(&clauses[11], FormClauseKind::Occurrences { .. }));
    assert!(
        matches!(&clauses[12], FormClauseKind::Outline { bindings, .. } if bindings.is_empty())
    );
    let FormClauseKind::Outline { bindings, .. } = &clauses[13] else { panic!() };
    let properties: Vec<_> = bindings.iter().map(|binding| binding.property).collect();
    use OutlineProperty::*;
    assert_eq!(properties, [Level, Number, Previous, Title, Label, Parent]);
    assert!(matches!(&clauses[14], FormClauseKind::BlankAs { .. }));
}

#[test]
fn forms_are_the_same_in_english() {
    let kinds = |text| -> Vec<std::mem::Discriminant<FormClauseKind>> {
        clauses(text).iter().map(std::mem::discriminant).collect()
    };
    let english = kinds(CONSTRUCTS_ENGLISH);
    let chinese = kinds(CONSTRUCTS);
    assert_eq!(english.len(), 12);
    assert!(english.iter().all(|kind| chinese.contains(kind)));
}

#[test]
fn rules() {
    for (text, index) in [(CONSTRUCTS, 7), (CONSTRUCTS_ENGLISH, 6)] {
        let items = items(text);
        let rule = rule_of(&items[index]);
        assert!(matches!(&rule.clauses[0], RuleClause::Basis(_)));
        assert!(matches!(&rule.clauses[1], RuleClause::Since(date) if date.year == 2020));
        assert!(
            matches!(&rule.clauses[2], RuleClause::Until(date) if (date.month, date.day) == (12, 31))
        );
        let RuleClause::ForEach { path, filter: Some(filter), keys, .. } = &rule.clauses[3] else {
            panic!()
        };
        assert_eq!((path.len(), keys.len()), (2, 2));
        assert!(grouped(filter).ends_with(" Present))"));
        assert!(matches!(&rule.clauses[4], RuleClause::When(_)));
        assert!(matches!(&rule.clauses[5], RuleClause::Let { .. }));
        let RuleClause::Let { value, .. } = &rule.clauses[6] else { panic!() };
        assert!(matches!(&*value.kind, ExpressionKind::If { .. }));
        let obligations = obligations(rule);
        let first = obligations[0];
        assert!(
            matches!(&first.tolerance, Some(Tolerance::Amount(amount)) if grouped(amount).starts_with("0.05<"))
        );
        assert!(first.message.is_some() && first.subject.is_some() && !first.fixes.is_empty());
        assert_eq!(first.fixes[0].path.len(), 2);
        assert!(matches!(obligations[1].tolerance, Some(Tolerance::LastDigit(_))));
        let modalities: Vec<_> =
            obligations.iter().take(4).map(|obligation| obligation.modality).collect();
        use Modality::*;
        assert_eq!(modalities, [Must, MustNot, Should, ShouldNot]);
        assert_eq!(rule.clauses.len(), 7 + obligations.len());
    }
}

#[test]
fn examples() {
    let items = items(CONSTRUCTS);
    let ItemKind::Example(example) = &items[8].kind else { panic!() };
    let expectations: Vec<_> = example.cases.iter().map(|case| case.expectation).collect();
    use Expectation::*;
    assert_eq!(expectations, [Good, Bad, Undetermined, NotApplicable]);
    let fields = &example.cases[0].records[0].fields;
    let base = items[8].start;
    let ExampleValue::Figure(figure) = &fields[0].value else { panic!() };
    assert_eq!(figure.shifted(base).of(CONSTRUCTS), "5 万元");
    let ExampleValue::Series(series, _) = &fields[1].value else { panic!() };
    assert!(matches!(
        series.as_slice(),
        [
            ExampleValue::Figure(_),
            ExampleValue::Blank(_),
            ExampleValue::Dash(_),
            ExampleValue::Figure(_)
        ]
    ));
    let ExampleValue::Records(records, _) = &fields[2].value else { panic!() };
    assert_eq!(records.iter().map(|record| record.fields.len()).collect::<Vec<_>>(), [2, 1]);
    let bad = &example.cases[1];
    assert_eq!(bad.records.len(), 2);
    assert_eq!(bad.message.as_ref().map(|text| text.value.as_str()), Some("反降为25%"));
    let ExampleValue::Figure(figure) = &bad.records[0].fields[1].value else { panic!() };
    assert_eq!(figure.shifted(base).of(CONSTRUCTS), "8,084.85");
}

#[test]
fn precedence() {
    for (text, tree) in [
        ("a + b × c - d ÷ e", "((a Add (b Multiply c)) Subtract (d Divide e))"),
        ("a 或 b 且 非 c = d", "(a Or (b And (Not (c Equal d))))"),
        ("a 缺省 0 + b 有值", "(((a default 0) Add b) Present)"),
        ("-a × -b", "((Negate a) Multiply (Negate b))"),
        ("(a + b) × c = d", "(((a Add b) Multiply c) Equal d)"),
        ("若 a 则 b 否则 c + d", "(if a b (c Add d))"),
        ("x 属于 [1, 2] 且 y 不属于 z", "((x in [1, 2]) And (y not in z))"),
        ("f(a, -1) ≤ g()", "(f(a, (Negate 1)) LessOrEqual g())"),
        ("合计 = 合计(a) 且 支出.合计 > 有", "((合计 Equal Sum(a)) And (支出.合计 Greater 有))"),
        ("都(a 其中 b = 1, c = 2)", "All(a where (b Equal 1), (c Equal 2))"),
        ("有(a 其中 b 且 c)", "Any(a where (b And c))"),
        ("合计(a.b × a.c)", "Sum((a.b Multiply a.c))"),
        ("（ａ ＋ １）＊ ２ ＝ ３．５％", "(((a Add 1) Multiply 2) Equal 3.5%)"),
        ("a ！＝ b 且 c ＞＝ d", "((a NotEqual b) And (c GreaterOrEqual d))"),
        ("非(a) 且 b", "((Not a) And b)"),
    ] {
        assert_eq!(grouped(&condition(text)), tree, "{text}");
    }
}

#[test]
fn numbers_and_units() {
    for (text, tree) in [
        ("a = 0.05 万元", "(a Equal 0.05<万元>)"),
        ("a = 3万元", "(a Equal 3<万元>)"),
        ("a = 350 元/人", "(a Equal 350<元/人>)"),
        ("a = 350 元/人/月", "(a Equal 350<元/人/月>)"),
        ("a ≥ 3 万元 / 人数", "(a GreaterOrEqual (3<万元> Divide 人数))"),
        ("a ≥ 3 万元 /人数", "(a GreaterOrEqual (3<万元> Divide 人数))"),
        ("a = 3 `元 角`", "(a Equal 3<元 角>)"),
        ("a = 100 ％ 且 b = 3 且 c", "(((a Equal 100%) And (b Equal 3)) And c)"),
        ("a = 8,084.85", "(a Equal 8084.85)"),
        ("a = 12 ㎡", "(a Equal 12<㎡>)"),
        ("a = 2020-01-01", "(a Equal 2020-01-01)"),
        ("a = 2020年2月29日", "(a Equal 2020-02-29)"),
        ("a = 2020 - 1", "(a Equal (2020 Subtract 1))"),
    ] {
        assert_eq!(grouped(&condition(text)), tree, "{text}");
    }
}

#[test]
fn a_unit_does_not_reach_over_the_line_end() {
    let items = items("规则 甲 {\n 应当 a > 3\n 当 b > 4\n 应当 c = 5 误差 1 元 否则 “x”\n}");
    assert_eq!(rule_of(&items[0]).clauses.len(), 3);
}

#[test]
fn texts_and_escapes() {
    for (text, value) in [
        (r#"“a"b""#, None),
        ("“a\"b”", Some("a\"b")),
        ("\"a“b”\"", Some("a“b”")),
        ("”甲“", Some("甲")),
        (r"“\”\\\n\t”", Some("”\\\n\t")),
        (r"“\{a}”", Some(r"\{a}")),
        ("“# 不是注”", Some("# 不是注")),
    ] {
        let (expression, problems) = parse_expression(text, Language::Chinese);
        match value {
            Some(value) => {
                assert_eq!(problems, [], "{text}");
                let Some(Expression { kind, .. }) = expression else { panic!("{text}") };
                assert!(
                    matches!(&*kind, ExpressionKind::Text(text) if text.value == value),
                    "{kind:?}"
                );
            }
            None => assert_eq!(problems.len(), 1),
        }
    }
}

#[test]
fn words_are_keywords_only_in_their_place() {
    // Field names that are keywords elsewhere stay usable, declared and used.
    for keyword in Keyword::all() {
        for language in [Language::Chinese, Language::English] {
            let word = keyword.spelling(language);
            if matches!(keyword, Keyword::ForEach | Keyword::MatchedWith)
                || Keyword::spelled(word).any(Keyword::is_reserved)
            {
                continue;
            }
            let text = format!(
                "记录 甲 {{\n  {word}：文本\n}}\n规则 乙 {{\n  应当 {word} = a.{word} + {word}\n  应当 f({word}) 且 {word} 有值\n}}\n示例 乙 {{ 合格 甲 {{ {word}: 1 }} }}"
            );
            let items = items(&text);
            let ItemKind::Record(record) = &items[0].kind else { panic!("{word}") };
            assert_eq!(record.fields[0].name.text, word);
            let condition = &obligations(rule_of(&items[1]))[0].condition;
            assert_eq!(grouped(condition), format!("({word} Equal (a.{word} Add {word}))"));
        }
    }
}

#[test]
fn reserved_words_need_backquotes() {
    for keyword in Keyword::all().iter().filter(|keyword| keyword.is_reserved()) {
        for language in [Language::Chinese, Language::English] {
            let word = keyword.spelling(language);
            assert!(
                problems(&format!("记录 甲 {{\n  {word}: 文本\n}}")).iter().any(
                    |(problem, at, correction)| problem.code == "syntax/reserved-name"
                        && at == word
                        && *correction == Some((word.to_owned(), format!("`{word}`")))
                ),
                "{word}"
            );
            items(&format!(
                "记录 甲 {{\n  `{word}`: 文本\n}}\n规则 乙 {{\n  应当 `{word}` = 1\n}}"
            ));
        }
    }
}

#[test]
fn every_keyword_is_in_the_grammar() {
    let grammar = include_str!("../../../../grammar/gouji.pest");
    let whole = grammar.replace("\"不\" ~ (\"属于\" | \"可读\" | \"得\" | \"宜\")", "");
    for keyword in Keyword::all().iter().filter(|keyword| {
        !matches!(
            keyword,
            Keyword::TextType
                | Keyword::IntegerType
                | Keyword::NumberType
                | Keyword::PercentType
                | Keyword::BoundType
                | Keyword::DateType
                | Keyword::PeriodType
                | Keyword::ForEach
                | Keyword::MatchedWith
        )
    }) {
        for language in [Language::Chinese, Language::English] {
            let word = keyword.spelling(language);
            assert!(whole.contains(&format!("\"{word}\"")), "{word}");
            assert!(!keyword.meaning(language).is_empty());
        }
    }
}

#[test]
fn ranges_are_exact() {
    let text = "# 注\n\n## 说明\n规则 合计 {\n  应当 甲.乙 = f( 丙 ) × 3 万元\n}";
    let items = items(text);
    let item = &items[0];
    let rule = rule_of(item);
    let of = |range: gouji_text::TextRange| range.shifted(item.start).of(text);
    assert_eq!(of(gouji_text::TextRange::new(0, item.length)), &text["# 注\n\n".len()..]);
    assert_eq!(of(rule.name.range), "合计");
    let obligation = obligations(rule)[0];
    assert_eq!(of(obligation.modality_range), "应当");
    assert_eq!(of(obligation.condition.range), "甲.乙 = f( 丙 ) × 3 万元");
    let ExpressionKind::Binary { left, right, operator_range, .. } = &*obligation.condition.kind
    else {
        panic!()
    };
    assert_eq!((of(left.range), of(*operator_range)), ("甲.乙", "="));
    let ExpressionKind::Binary { left, right, .. } = &*right.kind else { panic!() };
    assert_eq!((of(left.range), of(right.range)), ("f( 丙 )", "3 万元"));
}

#[test]
fn an_if_takes_its_own_else() {
    let text = "规则 a {\n 应当 若 a 则 b 否则 c\n 否则 “x”\n}";
    let items = items(text);
    let obligation = obligations(rule_of(&items[0]))[0].clone();
    assert_eq!(grouped(&obligation.condition), "(if a b c)");
    assert!(obligation.message.is_some());
}

#[test]
fn several_items_and_clauses_on_a_line() {
    let text = "规则 a { 当 x = 3 应当 y = 4；应当 z 否则 “w” } 规则 b { 应当 x } 引用 c";
    let items = items(text);
    assert_eq!(items.len(), 3);
    assert_eq!(rule_of(&items[0]).clauses.len(), 3);
}

#[test]
fn a_file_of_comments_is_fine() {
    assert_eq!(items("# 一\n## 二\n\n#三").len(), 0);
    assert_eq!(items("").len(), 0);
}

#[test]
fn holes_are_parsed_as_expressions() {
    let (expression, problems) = parse_expression("末(支出计划).值", Language::Chinese);
    assert!(expression.is_some());
    assert_eq!(problems.len(), 1);
    let (expression, problems) = parse_expression(" 合计(a 其中 b) ", Language::Chinese);
    assert_eq!(problems, []);
    assert_eq!(
        expression.map(|expression| grouped(&expression)).as_deref(),
        Some("Sum(a where b)")
    );
}
