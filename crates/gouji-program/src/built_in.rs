//! The functions, aggregates and quantifiers of the language: how each is called in both languages,
//! what it takes, what it gives and what it does. The one table that the checker, completion,
//! signature help and hovers read.

use crate::Aggregate;
use crate::expression::Function;
use gouji_text::Language;

/// A function, aggregate or quantifier.
#[derive(Debug)]
pub struct BuiltIn {
    /// Which.
    pub kind: BuiltInKind,
    /// Its words, in Chinese and in English.
    words: [BuiltInWords; 2],
}

/// Which function, aggregate or quantifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuiltInKind {
    /// A function of values.
    Function(Function),
    /// What gathers records. The parser knows it in front of a bracket.
    Aggregate(Aggregate),
}

/// The words about a function in one language.
#[derive(Debug)]
pub struct BuiltInWords {
    /// `舍入`
    pub name: &'static str,
    /// `数`, `位数`: what it takes.
    pub parameters: &'static [&'static str],
    /// What it gives: `数，单位不变`.
    pub gives: &'static str,
    /// What it does, in a line.
    pub meaning: &'static str,
    /// One use of it.
    pub example: &'static str,
}

macro_rules! built_ins {
    ($($kind:ident $variant:ident
       $name:literal ($($parameter:literal),*) -> $gives:literal: $meaning:literal, $example:literal;
       $english:literal ($($english_parameter:literal),*) -> $english_gives:literal:
       $english_meaning:literal, $english_example:literal;)*) => {
        &[$(BuiltIn {
            kind: BuiltInKind::$kind($kind::$variant),
            words: [
                BuiltInWords {
                    name: $name,
                    parameters: &[$($parameter),*],
                    gives: $gives,
                    meaning: $meaning,
                    example: $example,
                },
                BuiltInWords {
                    name: $english,
                    parameters: &[$($english_parameter),*],
                    gives: $english_gives,
                    meaning: $english_meaning,
                    example: $english_example,
                },
            ],
        },)*]
    };
}

const BUILT_INS: &[BuiltIn] = built_ins! {
    Function First
    "首"("序列") -> "序列里的值": "序列里第一个有值的时点的值", "首(计划) ≥ 25%";
    "first"("series") -> "a value of the series":
        "the first value of a series that is stated", "first(plan) >= 25%";
    Function Last
    "末"("序列") -> "序列里的值": "序列里最后一个有值的时点的值", "末(计划) = 100%";
    "last"("series") -> "a value of the series":
        "the last value of a series that is stated", "last(plan) = 100%";
    Function NeverFalls
    "不减"("序列") -> "真或假": "后一个值都不小于前一个", "应当 不减(计划)";
    "never_falls"("series") -> "true or false":
        "no value is less than the stated one before it", "must never_falls(plan)";
    Function Increasing
    "递增"("序列") -> "真或假": "后一个值都大于前一个", "应当 递增(计划)";
    "increasing"("series") -> "true or false":
        "every value is more than the stated one before it", "must increasing(plan)";
    Function Upper
    "上限"("界限") -> "界限里的数":
        "界限的上限；没有上限时无法判定", "上限(目标值) ≤ 10";
    "upper"("limit") -> "a figure of the limit":
        "the upper limit; undetermined where there is none", "upper(target) <= 10";
    Function Lower
    "下限"("界限") -> "界限里的数":
        "界限的下限；没有下限时无法判定", "下限(目标值) ≥ 90%";
    "lower"("limit") -> "a figure of the limit":
        "the lower limit; undetermined where there is none", "lower(target) >= 90%";
    Function Figure
    "定值"("界限") -> "界限里的数":
        "界限里唯一的那个数，不论方向", "定值(目标值) > 0";
    "figure"("limit") -> "a figure of the limit":
        "the one figure that stands in a limit, whatever its direction", "figure(target) > 0";
    Function Round
    "舍入"("数", "位数") -> "数，单位不变":
        "四舍五入到小数点后几位，按数所用的单位", "舍入(甲 ÷ 乙, 2)";
    "round"("number", "digits") -> "a number of the same unit":
        "rounded to so many digits after the point, in the unit it is written in",
        "round(a / b, 2)";
    Function Absolute
    "绝对值"("数") -> "数，单位不变": "去掉正负号", "绝对值(甲 - 乙) ≤ 1%";
    "absolute"("number") -> "a number of the same unit":
        "without its sign", "absolute(a - b) <= 1%";
    Function ChangeRate
    "变动率"("今", "昔") -> "比率，可以与百分比相比":
        "(今 − 昔) ÷ 昔", "变动率(本年, 上年) ≤ 30%";
    "change_rate"("now", "before") -> "a ratio, comparable with percentages":
        "(now − before) ÷ before", "change_rate(now, before) <= 30%";
    Function ChineseNumber
    "中文数字"("整数") -> "文本": "写成中文数字：6 是「六」", "编号 = 中文数字(序号)";
    "chinese_number"("whole number") -> "a text":
        "written in Chinese: 6 is 六", "label = chinese_number(number)";
    Function Year
    "年份"("日期") -> "不带单位的数": "日期的年份", "年份(日期) = 2021";
    "year"("date") -> "a number without a unit": "the year of a date", "year(date) = 2021";

    Function Magnitude
    "数值"("数或界限") -> "不带单位的数": "写出来的那个数，不要单位和方向：≤350 元/人 是 350", "数值(单价) × 数值(数量)";
    "magnitude"("number or limit") -> "a number without a unit":
        "the figure as it is written, without its unit and direction: ≤350 元/人 is 350",
        "magnitude(price) * magnitude(quantity)";
    Function AsPercent
    "作百分比"("比率") -> "百分比": "当作百分比写出来：0.125 是 12.5%", "作百分比(甲 ÷ 乙)";
    "as_percent"("ratio") -> "a percentage": "written as a percentage: 0.125 is 12.5%", "as_percent(a / b)";
    Function PointOf
    "时点"("文本或界限") -> "时点": "写的是一年里的哪个时点，可以分先后", "时点(完成时间) ≤ 时点(“6月底”)";
    "period"("text or limit") -> "a point of the year":
        "which point of the year is written there, to be put in order", "period(due) <= period(\"6月底\")";
    Function Length
    "字数"("文本") -> "不带单位的数": "有几个字，不计空白", "字数(说明) ≥ 20";
    "length"("text") -> "a number without a unit":
        "how many characters it has, blanks not counted", "length(remark) >= 20";

    Aggregate Sum
    "合计"("栏 其中 条件") -> "数，单位不变":
        "各条记录的数之和", "合计(明细.金额 其中 类别 = “甲”)";
    "sum"("field where condition") -> "a number of the same unit":
        "the sum over the records", "sum(rows.amount where kind = \"a\")";
    Aggregate Count
    "计数"("记录 其中 条件") -> "不带单位的数": "有几条记录", "计数(明细 其中 金额 有值)";
    "count"("records where condition") -> "a number without a unit":
        "how many records there are", "count(rows where amount present)";
    Aggregate Maximum
    "最大"("栏 其中 条件") -> "这一栏的值": "最大的值", "最大(明细.金额)";
    "max"("field where condition") -> "a value of the field":
        "the greatest value", "max(rows.amount)";
    Aggregate Minimum
    "最小"("栏 其中 条件") -> "这一栏的值": "最小的值", "最小(明细.金额)";
    "min"("field where condition") -> "a value of the field":
        "the least value", "min(rows.amount)";
    Aggregate Mean
    "平均"("栏 其中 条件") -> "数，单位不变": "平均数", "平均(明细.金额)";
    "mean"("field where condition") -> "a number of the same unit":
        "the mean", "mean(rows.amount)";
    Aggregate All
    "都"("记录 其中 条件", "要求") -> "真或假": "每条记录都符合", "都(明细, 金额 > 0)";
    "all"("records where condition", "demand") -> "true or false":
        "every record satisfies the condition", "all(rows, amount > 0)";
    Aggregate Any
    "有"("记录 其中 条件") -> "真或假": "至少有一条记录", "有(明细 其中 金额 > 0)";
    "any"("records where condition") -> "true or false":
        "there is at least one record", "any(rows where amount > 0)";
    Aggregate Unique
    "唯一"("栏 其中 条件") -> "真或假": "各条记录的值都不相同", "唯一(明细.编码)";
    "unique"("field where condition") -> "true or false":
        "no two records have the same value", "unique(rows.code)";
    Aggregate Only
    "仅有"("栏 其中 条件") -> "这一栏的值":
        "仅有的那一条记录的值；没有或不止一条时算没有", "仅有(明细.金额 其中 名称 = “甲”)";
    "only"("field where condition") -> "a value of the field":
        "the value of the only record; absent where there are none or several",
        "only(rows.amount where name = \"a\")";
};

impl BuiltIn {
    /// Every function, then every aggregate and quantifier.
    pub fn all() -> &'static [BuiltIn] {
        BUILT_INS
    }

    /// The one of that name, in either language.
    pub fn named(name: &str) -> Option<&'static BuiltIn> {
        BUILT_INS.iter().find(|one| one.words.iter().any(|words| words.name == name))
    }

    /// The one of that kind.
    pub fn of_kind(kind: BuiltInKind) -> Option<&'static BuiltIn> {
        BUILT_INS.iter().find(|one| one.kind == kind)
    }

    /// Its words in a language.
    pub fn words(&self, language: Language) -> &BuiltInWords {
        let [chinese, english] = &self.words;
        match language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    /// How many arguments it takes at most.
    pub fn arity(&self) -> usize {
        self.words(Language::Chinese).parameters.len()
    }

    /// Whether it gathers records.
    pub fn is_aggregate(&self) -> bool {
        matches!(self.kind, BuiltInKind::Aggregate(_))
    }
}

impl BuiltInWords {
    /// `舍入(数, 位数)`
    pub fn label(&self) -> String {
        format!("{}({})", self.name, self.parameters.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_syntax::{Keyword, KeywordKind};

    #[test]
    fn both_languages_take_the_same_and_no_name_is_used_twice() {
        for one in BuiltIn::all() {
            for language in [Language::Chinese, Language::English] {
                let words = one.words(language);
                assert_eq!(words.parameters.len(), one.arity(), "{}", words.name);
                assert_eq!(BuiltIn::named(words.name).map(|found| found.kind), Some(one.kind));
                assert!(words.example.contains(&format!("{}(", words.name)), "{}", words.name);
            }
            assert_eq!(BuiltIn::of_kind(one.kind).map(|found| found.kind), Some(one.kind));
        }
    }

    #[test]
    fn the_aggregates_are_those_that_the_parser_knows() {
        let is_aggregate = |keyword: &&Keyword| keyword.kind() == KeywordKind::Aggregate;
        let spelled = |language: Language| {
            let known = Keyword::all().iter().filter(is_aggregate);
            known.map(|keyword| keyword.spelling(language)).collect::<Vec<_>>()
        };
        let listed = |language: Language| {
            let aggregates = BuiltIn::all().iter().filter(|one| one.is_aggregate());
            aggregates.map(|one| one.words(language).name).collect::<Vec<_>>()
        };
        for language in [Language::Chinese, Language::English] {
            assert_eq!(listed(language), spelled(language));
        }
    }
}
