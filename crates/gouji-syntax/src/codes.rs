//! What this crate says is wrong, by code.

gouji_diagnostic::codes! {
    pages: ["codes/words-and-signs.md", "codes/what-is-missing.md"];
    CHAINED_COMPARISON = "syntax/chained-comparison", Error, "比较连写", "comparisons in a row";
    COMMA_FOR_OR = "syntax/comma-for-or", Error, "几种写法之间用了逗号", "a comma between alternatives";
    EXPECTED_BASIS = "syntax/expected-basis", Error, "缺依据的文字", "expected the legal basis";
    EXPECTED_DATE = "syntax/expected-date", Error, "缺日期", "expected a date";
    EXPECTED_EXPRESSION = "syntax/expected-expression", Error, "缺式子或条件", "expected an expression";
    EXPECTED_FIGURE = "syntax/expected-figure", Error, "缺数", "expected a figure";
    EXPECTED_KEYWORD = "syntax/expected-keyword", Error, "缺关键词", "expected a keyword";
    EXPECTED_NAME = "syntax/expected-name", Error, "缺名字", "expected a name";
    EXPECTED_OPERATOR = "syntax/expected-operator", Error, "缺运算符", "expected an operator";
    EXPECTED_SIGN = "syntax/expected-sign", Error, "缺符号", "expected a sign";
    EXPECTED_TARGET = "syntax/expected-target", Error, "缺「→ 栏」或「略」", "nothing said of a row";
    EXPECTED_TEXT = "syntax/expected-text", Error, "缺引号里的文本", "expected a text in quotation marks";
    EXPECTED_TYPE = "syntax/expected-type", Error, "缺类型", "expected a type";
    EXPECTED_UNIT = "syntax/expected-unit", Error, "缺单位", "expected a unit";
    EXPECTED_VALUE = "syntax/expected-value", Error, "缺值", "expected a value";
    FULL_STOP = "syntax/full-stop", Error, "句末多了句号", "a full stop behind a clause";
    GROUPING_COMMA = "syntax/grouping-comma", Error, "逗号有歧义", "an ambiguous comma";
    KEYWORD_GLUED = "syntax/keyword-glued", Error, "关键词后面没有空格", "no space behind a keyword";
    KEYWORD_LANGUAGE = "syntax/keyword-language", Error, "夹了另一种语言的关键词", "a keyword of the other language";
    KEYWORD_SPELLING = "syntax/keyword-spelling", Error, "关键词写错", "a misspelt keyword";
    MISPLACED_KEYWORD = "syntax/misplaced-keyword", Error, "关键词写错了地方", "a keyword in the wrong place";
    MISPLACED_NOT = "syntax/misplaced-not", Error, "「非」要加括号", "`not` needs parentheses";
    MISSING_OBLIGATION = "syntax/missing-obligation", Error, "条件前面缺「应当」", "a condition without `must`";
    MIXED_LIST = "syntax/mixed-list", Error, "方括号里混了两类", "a list of two kinds";
    NAME_WITH_SIGNS = "syntax/name-with-signs", Error, "名字里有标点或空格", "a name with spaces or signs";
    NO_OBLIGATION = "syntax/no-obligation", Error, "规则没有要求", "a rule that asks nothing";
    NO_SUCH_DATE = "syntax/no-such-date", Error, "没有这一天", "no such day";
    PERCENT_IN_WORDS = "syntax/percent-in-words", Error, "百分比写成了汉字", "a percentage in words";
    QUOTATION_MARKS = "syntax/quotation-marks", Error, "引号不对", "wrong quotation marks";
    REPEATED = "syntax/repeated", Error, "只能写一次的写了两次", "written twice";
    RESERVED_NAME = "syntax/reserved-name", Error, "名字用了语言自用的词", "a name that is a word of the language";
    SIGN = "syntax/sign", Error, "符号写法不对", "a sign is written otherwise";
    STRAY_BRACE = "syntax/stray-brace", Error, "多了一个括号", "a bracket that closes nothing";
    STRAY_TEXT = "syntax/stray-text", Error, "这段文字不属于任何一项", "a text that belongs to no item";
    SUPERFLUOUS_IS = "syntax/superfluous-is", Error, "多写了「是」", "a superfluous `is`";
    SURPLUS = "syntax/surplus", Error, "一句完整了还有内容", "more behind a complete clause";
    TOO_DEEP = "syntax/too-deep", Error, "嵌套太深", "nested too deeply";
    TOO_LONG = "syntax/too-long", Error, "一项太长", "an item that is too long";
    TOO_MANY_ARGUMENTS = "syntax/too-many-arguments", Error, "汇总的括号里多了一项", "too much in the brackets of an aggregate";
    UNCLOSED_BRACE = "syntax/unclosed-brace", Error, "缺少「}」", "a brace is not closed";
    UNCLOSED_BRACKET = "syntax/unclosed-bracket", Error, "括号没有合上", "a bracket is not closed";
    UNCLOSED_TEXT = "syntax/unclosed-text", Error, "引号没有合上", "a quotation mark is not closed";
    UNEXPECTED = "syntax/unexpected", Error, "看不懂", "not understood";
    UNKNOWN_ITEM = "syntax/unknown-item", Error, "不是一项的开头", "nothing that begins an item";
}
