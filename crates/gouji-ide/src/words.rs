//! Words of the language that are not in the grammar: its functions, and how names are typed.

use crate::tokens::is_word_char;
use gouji_report::Language;
use gouji_syntax::Keyword;
use pinyin::ToPinyin;

/// A function, aggregate or quantifier as a person sees it; Chinese first, English second.
pub(crate) struct FunctionWords {
    pub names: [&'static str; 2],
    pub parameters: [&'static [&'static str]; 2],
    pub meanings: [&'static str; 2],
    pub examples: [&'static str; 2],
    /// Whether it gathers records.
    pub is_aggregate: bool,
}

macro_rules! functions {
    ($($chinese:literal $english:literal $aggregate:literal
       ($($parameter:literal),*) ($($english_parameter:literal),*)
       $meaning:literal $english_meaning:literal
       $example:literal $english_example:literal;)*) => {
        &[$(FunctionWords {
            names: [$chinese, $english],
            parameters: [&[$($parameter),*], &[$($english_parameter),*]],
            meanings: [$meaning, $english_meaning],
            examples: [$example, $english_example],
            is_aggregate: $aggregate,
        },)*]
    };
}

/// Every function.
pub(crate) const FUNCTIONS: &[FunctionWords] = functions! {
    "首" "first" false ("序列") ("series")
        "序列里第一个有值的时点的值" "the first value of a series that is stated"
        "首(计划) ≥ 25%" "first(plan) >= 25%";
    "末" "last" false ("序列") ("series")
        "序列里最后一个有值的时点的值" "the last value of a series that is stated"
        "末(计划) = 100%" "last(plan) = 100%";
    "不减" "never_falls" false ("序列") ("series")
        "后一个值都不小于前一个" "no value is less than the stated one before it"
        "应当 不减(计划)" "must never_falls(plan)";
    "递增" "increasing" false ("序列") ("series")
        "后一个值都大于前一个" "every value is more than the stated one before it"
        "应当 递增(计划)" "must increasing(plan)";
    "上限" "upper" false ("界限") ("limit")
        "界限的上限；没有上限时无法判定" "the upper limit; undetermined where there is none"
        "上限(目标值) ≤ 10" "upper(target) <= 10";
    "下限" "lower" false ("界限") ("limit")
        "界限的下限；没有下限时无法判定" "the lower limit; undetermined where there is none"
        "下限(目标值) ≥ 90%" "lower(target) >= 90%";
    "定值" "figure" false ("界限") ("limit")
        "界限里唯一的那个数，不论方向" "the one figure that stands in a limit, whatever its direction"
        "定值(目标值) > 0" "figure(target) > 0";
    "舍入" "round" false ("数", "位数") ("number", "digits")
        "四舍五入到小数点后几位，按数所用的单位" "rounded to so many digits after the point, in the unit it is written in"
        "舍入(甲 ÷ 乙, 2)" "round(a / b, 2)";
    "绝对值" "absolute" false ("数") ("number")
        "去掉正负号" "without its sign"
        "绝对值(甲 - 乙) ≤ 1%" "absolute(a - b) <= 1%";
    "变动率" "change_rate" false ("今", "昔") ("now", "before")
        "(今 − 昔) ÷ 昔" "(now − before) ÷ before"
        "变动率(本年, 上年) ≤ 30%" "change_rate(now, before) <= 30%";
    "中文数字" "chinese_number" false ("整数") ("whole number")
        "写成中文数字：6 是「六」" "written in Chinese: 6 is 六"
        "编号 = 中文数字(序号)" "label = chinese_number(number)";
    "年份" "year" false ("日期") ("date")
        "日期的年份" "the year of a date"
        "年份(日期) = 2021" "year(date) = 2021";
    "合计" "sum" true ("栏 其中 条件") ("field where condition")
        "各条记录的数之和" "the sum over the records"
        "合计(明细.金额 其中 类别 = “甲”)" "sum(rows.amount where kind = \"a\")";
    "计数" "count" true ("记录 其中 条件") ("records where condition")
        "有几条记录" "how many records there are"
        "计数(明细 其中 金额 有值)" "count(rows where amount present)";
    "最大" "max" true ("栏 其中 条件") ("field where condition")
        "最大的值" "the greatest value" "最大(明细.金额)" "max(rows.amount)";
    "最小" "min" true ("栏 其中 条件") ("field where condition")
        "最小的值" "the least value" "最小(明细.金额)" "min(rows.amount)";
    "平均" "mean" true ("栏 其中 条件") ("field where condition")
        "平均数" "the mean" "平均(明细.金额)" "mean(rows.amount)";
    "都" "all" true ("记录 其中 条件", "要求") ("records where condition", "demand")
        "每条记录都符合" "every record satisfies the condition"
        "都(明细, 金额 > 0)" "all(rows, amount > 0)";
    "有" "any" true ("记录 其中 条件") ("records where condition")
        "至少有一条记录" "there is at least one record"
        "有(明细 其中 金额 > 0)" "any(rows where amount > 0)";
    "唯一" "unique" true ("栏 其中 条件") ("field where condition")
        "各条记录的值都不相同" "no two records have the same value"
        "唯一(明细.编码)" "unique(rows.code)";
    "仅有" "only" true ("栏 其中 条件") ("field where condition")
        "仅有的那一条记录的值；没有或不止一条时算没有" "the value of the only record; absent where there are none or several"
        "仅有(明细.金额 其中 名称 = “甲”)" "only(rows.amount where name = \"a\")";
};

/// The function of a name in either language, by its index.
pub(crate) fn function_named(name: &str) -> Option<usize> {
    FUNCTIONS.iter().position(|function| function.names.contains(&name))
}

impl FunctionWords {
    /// `舍入(数, 位数)`
    pub fn label(&self, language: gouji_syntax::Language) -> String {
        let at = language as usize;
        format!("{}({})", self.names[at], self.parameters[at].join(", "))
    }
}

/// The word of two that is in a language.
pub(crate) fn pick<'words>(
    language: Language,
    chinese: &'words str,
    english: &'words str,
) -> &'words str {
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

/// The language of rule text as that of answers.
pub(crate) fn keyword_language(language: Language) -> gouji_syntax::Language {
    match language {
        Language::Chinese => gouji_syntax::Language::Chinese,
        Language::English => gouji_syntax::Language::English,
    }
}

/// The first letters of the Chinese characters of a name, other letters and digits as they are:
/// `zcjh` for 支出计划.
pub(crate) fn initials(name: &str) -> String {
    let mut letters = String::new();
    for character in name.chars() {
        match character.to_pinyin() {
            Some(pinyin) => letters.push_str(pinyin.first_letter()),
            None if character.is_ascii_alphanumeric() => {
                letters.push(character.to_ascii_lowercase());
            }
            None => {}
        }
    }
    letters
}

/// What an editor filters a name by: the name, and its initials where it has Chinese characters.
pub(crate) fn filter(name: &str) -> String {
    if name.is_ascii() {
        return name.to_owned();
    }
    format!("{name} {}", initials(name))
}

/// Whether a name that is typed so far as `typed` may be meant: by its letters in order, or by its
/// initials.
pub(crate) fn may_be(name: &str, typed: &str) -> bool {
    if typed.is_empty() || name.contains(typed) {
        return true;
    }
    if typed.is_ascii() {
        let typed = typed.to_ascii_lowercase();
        return name.to_ascii_lowercase().contains(&typed) || initials(name).contains(&typed);
    }
    let mut characters = name.chars();
    typed.chars().all(|wanted| characters.any(|found| found == wanted))
}

/// Words that mean something at the head of a path or after a name, and are no keywords.
const SPECIAL: [&str; 2] = ["全文", "all"];

/// Whether a word in front of a record widens what is meant to the whole document.
pub(crate) fn is_whole_document(word: &str) -> bool {
    SPECIAL.contains(&word)
}

/// A name as it is written: in backquotes where it could not stand by itself.
pub(crate) fn written_name(name: &str) -> String {
    let starts =
        name.chars().next().is_some_and(|first| is_word_char(first) && !first.is_numeric());
    let plain = starts && name.chars().all(is_word_char);
    let reserved = Keyword::spelled(name).any(Keyword::is_reserved);
    if plain && !reserved { name.to_owned() } else { format!("`{name}`") }
}

/// A name without its backquotes.
pub(crate) fn bare_name(name: &str) -> &str {
    name.trim_matches(['`', '｀'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_initials() {
        assert_eq!(filter("支出计划"), "支出计划 zcjh");
        assert!(may_be("支出计划", "zcj"));
        assert!(may_be("支出计划", "支划"));
        assert!(!may_be("支出计划", "划支"));
        assert!(!may_be("支出计划", "ab"));
    }

    #[test]
    fn reserved_words_and_signs_need_backquotes() {
        assert_eq!(written_name("预算数"), "预算数");
        assert_eq!(written_name("其中"), "`其中`");
        assert_eq!(written_name("其中：财政"), "`其中：财政`");
        assert_eq!(written_name("3月"), "`3月`");
    }
}
