//! What this crate says is wrong, by code.

gouji_diagnostic::codes! {
    /// `program/ambiguous-field`
    AMBIGUOUS_FIELD = "program/ambiguous-field", Error, "", "", "", "";
    /// `program/ambiguous-name`
    AMBIGUOUS_NAME = "program/ambiguous-name", Error, "", "", "", "";
    /// `program/argument-count`
    ARGUMENT_COUNT = "program/argument-count", Error, "", "", "", "";
    /// `program/bad-key`
    BAD_KEY = "program/bad-key", Error, "", "", "", "";
    /// `program/bare-number`
    BARE_NUMBER = "program/bare-number", Error, "", "", "", "";
    /// `program/base-unit-with-worth`
    BASE_UNIT_WITH_WORTH = "program/base-unit-with-worth", Error, "", "", "", "";
    /// `program/bound-twice`
    BOUND_TWICE = "program/bound-twice", Error, "", "", "", "";
    /// `program/caption-hole`
    CAPTION_HOLE = "program/caption-hole", Error, "", "", "", "";
    /// `program/circular-definition`
    CIRCULAR_DEFINITION = "program/circular-definition", Error, "", "", "", "";
    /// `program/circular-record`
    CIRCULAR_RECORD = "program/circular-record", Error, "", "", "", "";
    /// `program/column-count`
    COLUMN_COUNT = "program/column-count", Error, "", "", "", "";
    /// `program/current-record`
    CURRENT_RECORD = "program/current-record", Error, "", "", "", "";
    /// `program/dates-reversed`
    DATES_REVERSED = "program/dates-reversed", Error, "", "", "", "";
    /// `program/division-by-zero`
    DIVISION_BY_ZERO = "program/division-by-zero", Error, "", "", "", "";
    /// `program/duplicate-clause`
    DUPLICATE_CLAUSE = "program/duplicate-clause", Error, "", "", "", "";
    /// `program/duplicate-field`
    DUPLICATE_FIELD = "program/duplicate-field", Error, "", "", "", "";
    /// `program/duplicate-name`
    DUPLICATE_NAME = "program/duplicate-name", Error, "", "", "", "";
    /// `program/duplicate-period`
    DUPLICATE_PERIOD = "program/duplicate-period", Error, "", "", "", "";
    /// `program/duplicate-ruleset`
    DUPLICATE_RULESET = "program/duplicate-ruleset", Error, "", "", "", "";
    /// `program/duplicate-unit`
    DUPLICATE_UNIT = "program/duplicate-unit", Error, "", "", "", "";
    /// `program/empty-form`
    EMPTY_FORM = "program/empty-form", Error, "", "", "", "";
    /// `program/empty-hole`
    EMPTY_HOLE = "program/empty-hole", Error, "", "", "", "";
    /// `program/empty-text`
    EMPTY_TEXT = "program/empty-text", Error, "", "", "", "";
    /// `program/names-nothing`
    NAMES_NOTHING = "program/names-nothing", Error, "", "", "", "";
    /// `program/needs-aggregate`
    NEEDS_AGGREGATE = "program/needs-aggregate", Error, "", "", "", "";
    /// `program/never-filled`
    NEVER_FILLED = "program/never-filled", Warning, "", "", "", "";
    /// `program/no-condition`
    NO_CONDITION = "program/no-condition", Error, "", "", "", "";
    /// `program/no-direction`
    NO_DIRECTION = "program/no-direction", Error, "", "", "", "";
    /// `program/no-document-record`
    NO_DOCUMENT_RECORD = "program/no-document-record", Error, "", "", "", "";
    /// `program/no-obligation`
    NO_OBLIGATION = "program/no-obligation", Error, "", "", "", "";
    /// `program/no-parts`
    NO_PARTS = "program/no-parts", Error, "", "", "", "";
    /// `program/no-state`
    NO_STATE = "program/no-state", Error, "", "", "", "";
    /// `program/no-such-figure`
    NO_SUCH_FIGURE = "program/no-such-figure", Error, "", "", "", "";
    /// `program/no-unit`
    NO_UNIT = "program/no-unit", Error, "", "", "", "";
    /// `program/no-value`
    NO_VALUE = "program/no-value", Error, "", "", "", "";
    /// `program/no-witness`
    NO_WITNESS = "program/no-witness", Error, "", "", "", "";
    /// `program/not-a-condition`
    NOT_A_CONDITION = "program/not-a-condition", Error, "", "", "", "";
    /// `program/not-a-field`
    NOT_A_FIELD = "program/not-a-field", Error, "", "", "", "";
    /// `program/not-a-list`
    NOT_A_LIST = "program/not-a-list", Error, "", "", "", "";
    /// `program/not-a-number`
    NOT_A_NUMBER = "program/not-a-number", Error, "", "", "", "";
    /// `program/not-a-value`
    NOT_A_VALUE = "program/not-a-value", Error, "", "", "", "";
    /// `program/not-in-group`
    NOT_IN_GROUP = "program/not-in-group", Error, "", "", "", "";
    /// `program/not-shown`
    NOT_SHOWN = "program/not-shown", Error, "", "", "", "";
    /// `program/nothing-gathered`
    NOTHING_GATHERED = "program/nothing-gathered", Error, "", "", "", "";
    /// `program/other-documents`
    OTHER_DOCUMENTS = "program/other-documents", Error, "", "", "", "";
    /// `program/other-language`
    OTHER_LANGUAGE = "program/other-language", Error, "", "", "", "";
    /// `program/pattern-not-literal`
    PATTERN_NOT_LITERAL = "program/pattern-not-literal", Error, "", "", "", "";
    /// `program/reserved-name`
    RESERVED_NAME = "program/reserved-name", Error, "", "", "", "";
    /// `program/second-list`
    SECOND_LIST = "program/second-list", Error, "", "", "", "";
    /// `program/second-ruleset`
    SECOND_RULESET = "program/second-ruleset", Error, "", "", "", "";
    /// `program/series-length`
    SERIES_LENGTH = "program/series-length", Error, "", "", "", "";
    /// `program/several-gathered`
    SEVERAL_GATHERED = "program/several-gathered", Error, "", "", "", "";
    /// `program/shadowed-name`
    SHADOWED_NAME = "program/shadowed-name", Error, "", "", "", "";
    /// `program/stray-tolerance`
    STRAY_TOLERANCE = "program/stray-tolerance", Error, "", "", "", "";
    /// `program/template-bracket`
    TEMPLATE_BRACKET = "program/template-bracket", Error, "", "", "", "";
    /// `program/template-hole`
    TEMPLATE_HOLE = "program/template-hole", Error, "", "", "", "";
    /// `program/template-too-complex`
    TEMPLATE_TOO_COMPLEX = "program/template-too-complex", Error, "", "", "", "";
    /// `program/text-order`
    TEXT_ORDER = "program/text-order", Error, "", "", "", "";
    /// `program/too-deep`
    TOO_DEEP = "program/too-deep", Error, "", "", "", "";
    /// `program/too-large`
    TOO_LARGE = "program/too-large", Error, "", "", "", "";
    /// `program/too-many`
    TOO_MANY = "program/too-many", Error, "", "", "", "";
    /// `program/too-many-digits`
    TOO_MANY_DIGITS = "program/too-many-digits", Error, "", "", "", "";
    /// `program/two-scopes`
    TWO_SCOPES = "program/two-scopes", Error, "", "", "", "";
    /// `program/type-mismatch`
    TYPE_MISMATCH = "program/type-mismatch", Error, "", "", "", "";
    /// `program/unfixable`
    UNFIXABLE = "program/unfixable", Error, "", "", "", "";
    /// `program/unit-mismatch`
    UNIT_MISMATCH = "program/unit-mismatch", Error, "", "", "", "";
    /// `program/unit-without-worth`
    UNIT_WITHOUT_WORTH = "program/unit-without-worth", Error, "", "", "", "";
    /// `program/unknown-dimension`
    UNKNOWN_DIMENSION = "program/unknown-dimension", Error, "", "", "", "";
    /// `program/unknown-field`
    UNKNOWN_FIELD = "program/unknown-field", Error, "", "", "", "";
    /// `program/unknown-function`
    UNKNOWN_FUNCTION = "program/unknown-function", Error, "", "", "", "";
    /// `program/unknown-name`
    UNKNOWN_NAME = "program/unknown-name", Error, "", "", "", "";
    /// `program/unknown-pack`
    UNKNOWN_PACK = "program/unknown-pack", Error, "", "", "", "";
    /// `program/unknown-record`
    UNKNOWN_RECORD = "program/unknown-record", Error, "", "", "", "";
    /// `program/unknown-rule`
    UNKNOWN_RULE = "program/unknown-rule", Error, "", "", "", "";
    /// `program/unknown-type`
    UNKNOWN_TYPE = "program/unknown-type", Error, "", "", "", "";
    /// `program/unknown-unit`
    UNKNOWN_UNIT = "program/unknown-unit", Error, "", "", "", "";
    /// `program/unread-clause`
    UNREAD_CLAUSE = "program/unread-clause", Error, "", "", "", "";
    /// `program/unused-local`
    UNUSED_LOCAL = "program/unused-local", Warning, "", "", "", "";
    /// `program/worth-not-positive`
    WORTH_NOT_POSITIVE = "program/worth-not-positive", Error, "", "", "", "";
    /// `program/wrong-argument`
    WRONG_ARGUMENT = "program/wrong-argument", Error, "", "", "", "";
    /// `program/wrong-example`
    WRONG_EXAMPLE = "program/wrong-example", Error, "", "", "", "";
    /// `program/wrong-field`
    WRONG_FIELD = "program/wrong-field", Error, "", "", "", "";
}
