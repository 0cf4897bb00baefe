//! What this crate says is wrong, by code.

gouji_diagnostic::codes! {
    /// `syntax/chained-comparison`
    CHAINED_COMPARISON = "syntax/chained-comparison", Error, "", "", "", "";
    /// `syntax/comma-for-or`
    COMMA_FOR_OR = "syntax/comma-for-or", Error, "", "", "", "";
    /// `syntax/expected-basis`
    EXPECTED_BASIS = "syntax/expected-basis", Error, "", "", "", "";
    /// `syntax/expected-date`
    EXPECTED_DATE = "syntax/expected-date", Error, "", "", "", "";
    /// `syntax/expected-expression`
    EXPECTED_EXPRESSION = "syntax/expected-expression", Error, "", "", "", "";
    /// `syntax/expected-figure`
    EXPECTED_FIGURE = "syntax/expected-figure", Error, "", "", "", "";
    /// `syntax/expected-keyword`
    EXPECTED_KEYWORD = "syntax/expected-keyword", Error, "", "", "", "";
    /// `syntax/expected-name`
    EXPECTED_NAME = "syntax/expected-name", Error, "", "", "", "";
    /// `syntax/expected-operator`
    EXPECTED_OPERATOR = "syntax/expected-operator", Error, "", "", "", "";
    /// `syntax/expected-sign`
    EXPECTED_SIGN = "syntax/expected-sign", Error, "", "", "", "";
    /// `syntax/expected-target`
    EXPECTED_TARGET = "syntax/expected-target", Error, "", "", "", "";
    /// `syntax/expected-text`
    EXPECTED_TEXT = "syntax/expected-text", Error, "", "", "", "";
    /// `syntax/expected-type`
    EXPECTED_TYPE = "syntax/expected-type", Error, "", "", "", "";
    /// `syntax/expected-unit`
    EXPECTED_UNIT = "syntax/expected-unit", Error, "", "", "", "";
    /// `syntax/expected-value`
    EXPECTED_VALUE = "syntax/expected-value", Error, "", "", "", "";
    /// `syntax/full-stop`
    FULL_STOP = "syntax/full-stop", Error, "", "", "", "";
    /// `syntax/grouping-comma`
    GROUPING_COMMA = "syntax/grouping-comma", Error, "", "", "", "";
    /// `syntax/keyword-glued`
    KEYWORD_GLUED = "syntax/keyword-glued", Error, "", "", "", "";
    /// `syntax/keyword-language`
    KEYWORD_LANGUAGE = "syntax/keyword-language", Error, "", "", "", "";
    /// `syntax/keyword-spelling`
    KEYWORD_SPELLING = "syntax/keyword-spelling", Error, "", "", "", "";
    /// `syntax/misplaced-keyword`
    MISPLACED_KEYWORD = "syntax/misplaced-keyword", Error, "", "", "", "";
    /// `syntax/misplaced-not`
    MISPLACED_NOT = "syntax/misplaced-not", Error, "", "", "", "";
    /// `syntax/missing-obligation`
    MISSING_OBLIGATION = "syntax/missing-obligation", Error, "", "", "", "";
    /// `syntax/mixed-list`
    MIXED_LIST = "syntax/mixed-list", Error, "", "", "", "";
    /// `syntax/name-with-signs`
    NAME_WITH_SIGNS = "syntax/name-with-signs", Error, "", "", "", "";
    /// `syntax/no-obligation`
    NO_OBLIGATION = "syntax/no-obligation", Error, "", "", "", "";
    /// `syntax/no-such-date`
    NO_SUCH_DATE = "syntax/no-such-date", Error, "", "", "", "";
    /// `syntax/percent-in-words`
    PERCENT_IN_WORDS = "syntax/percent-in-words", Error, "", "", "", "";
    /// `syntax/quotation-marks`
    QUOTATION_MARKS = "syntax/quotation-marks", Error, "", "", "", "";
    /// `syntax/repeated`
    REPEATED = "syntax/repeated", Error, "", "", "", "";
    /// `syntax/reserved-name`
    RESERVED_NAME = "syntax/reserved-name", Error, "", "", "", "";
    /// `syntax/sign`
    SIGN = "syntax/sign", Error, "", "", "", "";
    /// `syntax/skipped-rest`
    SKIPPED_REST = "syntax/skipped-rest", Error, "", "", "", "";
    /// `syntax/stray-brace`
    STRAY_BRACE = "syntax/stray-brace", Error, "", "", "", "";
    /// `syntax/stray-text`
    STRAY_TEXT = "syntax/stray-text", Error, "", "", "", "";
    /// `syntax/superfluous-is`
    SUPERFLUOUS_IS = "syntax/superfluous-is", Error, "", "", "", "";
    /// `syntax/surplus`
    SURPLUS = "syntax/surplus", Error, "", "", "", "";
    /// `syntax/too-deep`
    TOO_DEEP = "syntax/too-deep", Error, "", "", "", "";
    /// `syntax/too-long`
    TOO_LONG = "syntax/too-long", Error, "", "", "", "";
    /// `syntax/too-many-arguments`
    TOO_MANY_ARGUMENTS = "syntax/too-many-arguments", Error, "", "", "", "";
    /// `syntax/unclosed-brace`
    UNCLOSED_BRACE = "syntax/unclosed-brace", Error, "", "", "", "";
    /// `syntax/unclosed-bracket`
    UNCLOSED_BRACKET = "syntax/unclosed-bracket", Error, "", "", "", "";
    /// `syntax/unclosed-text`
    UNCLOSED_TEXT = "syntax/unclosed-text", Error, "", "", "", "";
    /// `syntax/unexpected`
    UNEXPECTED = "syntax/unexpected", Error, "", "", "", "";
    /// `syntax/unknown-item`
    UNKNOWN_ITEM = "syntax/unknown-item", Error, "", "", "", "";
}
