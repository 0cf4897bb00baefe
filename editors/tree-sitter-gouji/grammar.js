/**
 * The gouji language, for editors.
 *
 * It accepts what is right; the checker's own grammar (grammar/gouji.pest) is the one that explains
 * what is wrong. Words are keywords only in their place: the lexer offers a keyword only where the
 * parser can take it, so that a field called 标题 or 合计 is a name.
 *
 * @file gouji (勾稽) grammar for tree-sitter
 * @license MIT OR Apache-2.0
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

const keywords = require("./keywords.json");

/** The keyword, in either spelling. */
function kw(name) {
  const { chinese, english } = keywords[name];
  const twin = english.split(" ");
  return choice(chinese, twin.length > 1 ? seq(...twin) : english);
}

/** Any keyword of these kinds, in either spelling. */
function anyOf(...kinds) {
  const words = Object.values(keywords)
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap(({ chinese, english }) => [chinese, english]);
  return choice(...new Set(words));
}

const separated = (rule, separator) => seq(rule, repeat(seq(separator, rule)));

// Radicals (U+2E80 to U+2FD5) are words to the checker, which takes them for what they look like.
const WORD_START = "\\p{L}_〇\\u2E80-\\u2FD5\\u3380-\\u33DF℃℉";
const WORD = `[${WORD_START}][${WORD_START}\\p{N}\\p{M}]*`;
// What programs leave in texts and nobody sees counts as a blank.
const BLANKS = " \\t\\r\\u3000\\u00A0\\uFEFF\\u200B\\u200E\\u200F\\u2060\\u00AD";
const BLANK = `[${BLANKS}]`;
const DIGIT = "[0-9０-９]";
// Signs that end a figure in an example, and those that end one in a list.
const FIGURE_ENDS = ",，、;；。{}｛｝\\[\\]［］“”\"＂「『‘’':：﹕\\n#＃";
const FIGURE_CHARACTER = `[^${FIGURE_ENDS}${BLANKS}]`;
const GROUP = `,${DIGIT}${DIGIT}${DIGIT}`;

const PRECEDENCE = { or: 1, and: 2, not: 3, compare: 4, predicate: 5, sum: 6, product: 7, default: 8, at: 9, negate: 10, call: 11 };

module.exports = grammar({
  name: "gouji",

  extras: ($) => [new RegExp(`[\\n${BLANKS}]`, "u"), $.documentation, $.comment],

  supertypes: ($) => [$._expression],

  rules: {
    source_file: ($) =>
      repeat(choice($.ruleset, $.import, $.dimension, $.record, $.form, $.definition, $.rule, $.example)),

    // ---- Words, texts, numbers ------------------------------------------------------------

    documentation: () => token(prec(1, /(##|＃＃)[^\n]*/)),
    comment: () => token(/[#＃][^\n]*/),

    identifier: () => token(choice(new RegExp(WORD, "u"), /`[^`\n]+`/, /｀[^｀\n]+｀/)),

    text: ($) =>
      choice(
        seq(/[“”]/, repeat(choice(alias($._curly_content, $.content), alias($._brace, $.content), $.escape, $.hole)), token.immediate(/[“”]/)),
        seq(/["＂]/, repeat(choice(alias($._straight_content, $.content), alias($._brace, $.content), $.escape, $.hole)), token.immediate(/["＂]/)),
        seq("「", repeat(choice(alias($._corner_content, $.content), alias($._brace, $.content), $.hole)), token.immediate("」")),
        seq("『", repeat(choice(alias($._white_corner_content, $.content), alias($._brace, $.content), $.hole)), token.immediate("』")),
        seq(/[‘’]/, repeat(choice(alias($._single_curly_content, $.content), alias($._brace, $.content), $.hole)), token.immediate(/[‘’]/)),
        seq("'", repeat(choice(alias($._single_content, $.content), alias($._brace, $.content), $.hole)), token.immediate("'")),
      ),
    // In front of comments: a # in a text is a #.
    _curly_content: () => token.immediate(prec(2, /[^“”\\{\n]+/)),
    _straight_content: () => token.immediate(prec(2, /[^"＂\\{\n]+/)),
    _corner_content: () => token.immediate(prec(2, /[^」「{\n]+/)),
    _white_corner_content: () => token.immediate(prec(2, /[^』『{\n]+/)),
    _single_curly_content: () => token.immediate(prec(2, /[^‘’{\n]+/)),
    _single_content: () => token.immediate(prec(2, /[^'{\n]+/)),
    escape: () => token.immediate(/\\[^\n]/),
    // What a form reads, or a pattern matches: not an expression.
    hole: () => token.immediate(/\{(\\[^\n]|[^{}“”"＂\\\n])*\}/),
    // One that closes nothing is text like any other.
    _brace: () => token.immediate("{"),

    message: ($) =>
      choice(
        seq(/[“”]/, repeat(choice(alias($._curly_content, $.content), $.escape, $.interpolation)), token.immediate(/[“”]/)),
        seq(/["＂]/, repeat(choice(alias($._straight_content, $.content), $.escape, $.interpolation)), token.immediate(/["＂]/)),
        seq("「", repeat(choice(alias($._corner_content, $.content), $.interpolation)), token.immediate("」")),
        seq("『", repeat(choice(alias($._white_corner_content, $.content), $.interpolation)), token.immediate("』")),
      ),
    interpolation: ($) => seq(token.immediate("{"), $._expression, "}"),

    figure: () => token(new RegExp(`${DIGIT}+(${GROUP})*([.．]${DIGIT}+)?`, "u")),
    percent: () => choice("%", "％", "﹪"),
    _denominator: ($) => seq(token.immediate(prec(1, /[/／]/)), alias($._immediate_identifier, $.unit)),
    _immediate_identifier: () => token.immediate(new RegExp(WORD, "u")),
    number: ($) =>
      prec.right(seq($.figure, optional(choice($.percent, seq(alias($.identifier, $.unit), repeat($._denominator)))))),
    date: () =>
      token(
        prec(
          1,
          choice(
            new RegExp(`${DIGIT}{4}[-－]${DIGIT}{1,2}[-－]${DIGIT}{1,2}`, "u"),
            new RegExp(`${DIGIT}{4}${BLANK}*年${BLANK}*${DIGIT}{1,2}${BLANK}*月${BLANK}*${DIGIT}{1,2}${BLANK}*[日号]`, "u"),
          ),
        ),
      ),
    boolean: () => choice(kw("True"), kw("False")),

    _open: () => choice("{", "｛"),
    _close: () => choice("}", "｝"),
    _open_paren: () => choice("(", "（"),
    _close_paren: () => choice(")", "）"),
    _open_bracket: () => choice("[", "［"),
    _close_bracket: () => choice("]", "］"),
    _comma: () => choice(",", "，", "、"),
    _dot: () => choice(".", "．"),
    _colon: () => choice(":", "：", "﹕"),
    _equals: () => choice("=", "＝"),
    _separator: () => choice(";", "；", ",", "，", "。"),
    arrow: () => choice("→", "->", "－>", "-＞", "－＞", "⇒"),

    path: ($) => prec.left(separated($.identifier, $._dot)),
    _texts: ($) => prec.right(separated($.text, kw("Or"))),
    _names: ($) => prec.right(separated(field("field", $.identifier), $._comma)),

    // ---- Rulesets, imports, definitions ---------------------------------------------------

    ruleset: ($) =>
      seq(
        kw("Ruleset"),
        field("name", $.identifier),
        optional(seq(kw("Version"), field("version", $.text))),
        field("body", alias($._ruleset_body, $.body)),
      ),
    _ruleset_body: ($) => seq($._open, repeat(choice($.basis, $.described_by, $.applies, $.number_format, $.layout, $._separator)), $._close),
    described_by: ($) =>
      prec.right(
        seq(
          kw("DescribedBy"),
          field("record", $.identifier),
          optional(seq(optional($._comma), kw("YearIn"), field("year", $.identifier))),
        ),
      ),
    applies: ($) => seq(kw("Applies"), $._expression),
    // To the end of the line; a brace that closes the body there is not part of it.
    basis: ($) => seq(kw("Basis"), optional(token.immediate(/[ \t\r\u3000\u00A0:：﹕]+/)), optional($.basis_text)),
    basis_text: () =>
      token.immediate(
        prec(2, /[^\s\u3000\u00A0{}｛｝:：﹕]([^\n}｝]|[}｝]+[ \t\r\u3000\u00A0]*[^\n}｝ \t\r\u3000\u00A0])*/),
      ),

    import: ($) => seq(kw("Use"), field("name", $.identifier)),

    definition: ($) =>
      seq(
        kw("Define"),
        field("name", $.identifier),
        optional(field("parameters", $.parameters)),
        $._equals,
        field("body", $._expression),
      ),
    parameters: ($) => seq($._open_paren, optional(separated($.identifier, $._comma)), $._close_paren),

    // ---- Dimensions and records -----------------------------------------------------------

    dimension: ($) => seq(kw("Dimension"), field("name", $.identifier), field("body", alias($._dimension_body, $.body))),
    _dimension_body: ($) =>
      seq($._open, repeat(choice($.precision, $.caption, $.unit_declaration, $._separator)), $._close),
    precision: ($) => seq(kw("Precision"), $._worth),
    caption: ($) => seq(kw("Caption"), $._texts),
    unit_declaration: ($) => seq(field("name", alias($.identifier, $.unit)), optional(seq($._equals, $._worth))),
    _worth: ($) => seq($.figure, alias($.identifier, $.unit)),

    record: ($) => seq(kw("Record"), field("name", $.identifier), field("body", alias($._record_body, $.body))),
    _record_body: ($) => seq($._open, repeat(choice($.called, $.field_declaration, $._separator)), $._close),
    called: ($) => seq(kw("Called"), $.text),
    // In front of a colon the keyword is the name of a field.
    field_declaration: ($) =>
      seq(field("name", choice($.identifier, alias(kw("Called"), $.identifier))), $._colon, field("type", $._type)),
    _type: ($) => choice($.type_name, $.series_type, $.many_type),
    type_name: ($) => $.identifier,
    series_type: ($) =>
      prec.right(seq(kw("Series"), $.type_name, kw("By"), separated($.text, $._comma))),
    many_type: ($) => seq(kw("Many"), $.type_name),

    // ---- Forms ----------------------------------------------------------------------------

    form: ($) =>
      seq(
        kw("Form"),
        field("name", $.identifier),
        kw("Fills"),
        field("record", $.identifier),
        field("body", alias($._form_body, $.body)),
      ),
    _form_body: ($) => seq($._open, repeat(choice($._form_clause, $._separator)), $._close),
    _form_clause: ($) =>
      choice(
        $.titled, $.region, $.context, $.heading, $.label, $.periods, $.grid, $.paragraph, $.section, $.item,
        $.sentence, $.occurrences, $.note, $.outline, $.number_format, $.precision, $.layout, $.blank_as,
      ),
    // What is read inside a section, an item or a paragraph.
    _inner_body: ($) => field("body", alias($._form_body, $.body)),
    form_condition: ($) => seq(kw("Where"), $._expression),
    titled: ($) => seq(kw("Titled"), $._texts),
    region: ($) =>
      prec.right(seq(kw("From"), field("start", $.anchor), optional(seq(kw("UntilAnchor"), field("end", $.anchor))))),
    anchor: ($) =>
      seq(
        choice(kw("Label"), seq(kw("Heading"), optional(kw("Containing"))), seq(kw("Paragraph"), kw("Containing"))),
        $._texts,
      ),
    context: ($) => seq(kw("Above"), $.text),
    heading: ($) => seq(kw("Heading"), $.text),
    label: ($) => seq(kw("Label"), $._texts, $.arrow, field("field", $.identifier)),
    periods: ($) => seq(kw("Periods"), $._texts, $.arrow, field("field", $.identifier)),
    paragraph: ($) => prec.right(seq(kw("Paragraph"), kw("Containing"), $._texts, optional($._inner_body))),
    section: ($) => prec.right(seq(kw("Section"), kw("Containing"), $._texts, optional($._inner_body))),
    item: ($) =>
      prec.right(
        seq(kw("Item"), optional(kw("Containing")), $._texts, optional($.form_condition), optional($._inner_body)),
      ),
    sentence: ($) => prec.right(seq(kw("Sentence"), $.text, optional($.form_condition))),
    occurrences: ($) =>
      prec.right(
        seq(
          kw("Each"),
          $.text,
          optional($.form_condition),
          optional(seq($.arrow, field("field", $.identifier))),
        ),
      ),
    note: ($) => prec.right(seq(kw("Note"), $._texts, optional(seq($.arrow, field("field", $.identifier))))),
    grid: ($) =>
      prec.right(
        seq(
          kw("Grid"),
          optional(kw("SideBySide")),
          separated($.column, $._comma),
          optional($._comma),
          optional(seq($.arrow, field("field", $.identifier))),
          optional(field("body", alias($._grid_body, $.body))),
        ),
      ),
    column: ($) =>
      seq(
        optional(kw("Optional")), optional($.column_of), $._texts, optional($.column_ordinal),
        optional(seq(kw("As"), field("field", $.identifier))),
      ),
    column_ordinal: (_) => token(/第[ \t]*[0-9０-９]+[ \t]*列/),
    column_of: (_) => token(/column[ \t]+[0-9]+[ \t]+of/),
    _grid_body: ($) => seq($._open, repeat(choice($.fill_down, $.row, $.other_columns, $.levels, $.blank_as, $._separator)), $._close),
    fill_down: ($) => seq(kw("FillDown"), $._names),
    levels: ($) =>
      prec.right(
        seq(
          kw("Levels"),
          field("record", $.identifier),
          kw("By"),
          $._names,
          optional(choice(seq(kw("Lengths"), separated($.figure, $._comma)), kw("Indent"), kw("Numbering"))),
        ),
      ),
    row: ($) =>
      prec.right(
        seq(
          kw("Row"),
          choice(
            seq(choice(kw("Rest"), $._texts), optional(field("condition", $.row_condition))),
            field("condition", $.row_condition),
          ),
          choice(
            seq(optional($.arrow), kw("Skip")),
            seq(
              $.arrow,
              field("target", choice($.itself, $.path)),
              optional(field("names", $.own_names)),
              optional(choice(kw("RowsBelow"), kw("RowsAbove"))),
            ),
          ),
        ),
      ),
    row_condition: ($) => seq(kw("Where"), $._expression),
    own_names: ($) => seq($._open_paren, separated($.own_name, $._comma), $._close_paren),
    own_name: ($) => seq(field("column", $.identifier), kw("As"), field("field", $.identifier)),
    other_columns: ($) =>
      seq(
        kw("OtherColumns"),
        $.arrow,
        field("field", $.identifier),
        field("body", alias($._other_columns_body, $.body)),
      ),
    _other_columns_body: ($) => seq($._open, repeat(choice($.other_column_binding, $._separator)), $._close),
    other_column_binding: ($) => seq($.other_column_property, $.arrow, field("field", $.identifier)),
    other_column_property: () => anyOf("OtherColumnProperty"),
    itself: () => choice(kw("Itself"), "own"),
    blank_as: ($) =>
      prec.right(
        seq(
          $.blank_counts_as,
          choice($.text, seq(optional(choice("-", "－", "−")), $.number)),
          optional(seq(kw("InFields"), $._names)),
        ),
      ),
    // One word, since 空白 behind a condition could belong to it.
    blank_counts_as: () => {
      const [blank, countsAs] = ["Blank", "CountsAs"].map((name) => keywords[name]);
      const either = ({ chinese, english }) => `(${chinese}|${english})`;
      return token(prec(1, new RegExp(`${either(blank)}[\\n${BLANKS}]+${either(countsAs)}`, "u")));
    },
    number_format: ($) => seq(kw("NumberFormat"), field("body", alias($._number_format_body, $.body))),
    _number_format_body: ($) => seq($._open, repeat(choice($.number_mark, $._separator)), $._close),
    layout: ($) => seq(kw("Layout"), field("body", alias($._layout_body, $.body))),
    _layout_body: ($) => seq($._open, repeat(choice($.layout_mark, $._separator)), $._close),
    layout_mark: ($) => seq(anyOf("LayoutMark"), $._texts),
    number_mark: ($) => seq(anyOf("NumberMark"), $.text),
    outline: ($) =>
      prec.right(
        seq(
          kw("Outline"),
          optional(seq(kw("InFields"), kw("Contents"))),
          optional(field("body", alias($._outline_body, $.body))),
        ),
      ),
    _outline_body: ($) => seq($._open, repeat(choice($.outline_binding, $._separator)), $._close),
    outline_binding: ($) => seq($.outline_property, $.arrow, field("field", $.identifier)),
    outline_property: () => anyOf("OutlineProperty"),

    // ---- Rules ----------------------------------------------------------------------------

    rule: ($) => seq(kw("Rule"), field("name", $.identifier), field("body", alias($._rule_body, $.body))),
    _rule_body: ($) => seq($._open, repeat(choice($._rule_clause, $._separator)), $._close),
    _rule_clause: ($) =>
      choice($.basis, $.for_each, $.when, $.let, $.obligation, $.since, $.until, $._obligation_part),
    for_each: ($) =>
      prec.right(
        seq(
          kw("ForEach"),
          field("record", $.path),
          optional($.filter),
          optional(choice($.matched_with, seq(kw("By"), separated(field("key", $._expression), $._comma)))),
        ),
      ),
    matched_with: ($) =>
      prec.right(
        seq(
          kw("MatchedWith"),
          field("record", $.path),
          optional(seq(kw("As"), field("name", $.identifier))),
          kw("By"),
          separated(field("key", $._expression), $._comma),
          optional(kw("Paired")),
        ),
      ),
    filter: ($) => seq(kw("Where"), $._expression),
    when: ($) => seq(kw("When"), $._expression),
    let: ($) => seq(kw("Let"), field("name", $.identifier), $._equals, field("value", $._expression)),
    // Its parts may be divided from it by separators; then they stand beside it in the body.
    obligation: ($) =>
      prec.right(seq(field("modality", $.modality), field("condition", $._expression), repeat($._obligation_part))),
    modality: () => choice(kw("Must"), kw("MustNot"), kw("Should"), kw("ShouldNot")),
    _obligation_part: ($) => choice($.tolerance, $.otherwise, $.subject, $.fix),
    tolerance: ($) => seq(kw("Within"), optional("±"), choice($.last_digit, $._expression)),
    last_digit: () => kw("LastDigit"),
    otherwise: ($) => seq(kw("Else"), optional($._colon), field("message", $.message)),
    subject: ($) => seq(kw("At"), field("field", $.path)),
    fix: ($) => seq(kw("Fix"), field("field", $.path), kw("As"), field("value", $._expression)),
    since: ($) => prec.right(seq(kw("Since"), $.date, optional(kw("Onwards")))),
    until: ($) => prec.right(seq(kw("Until"), $.date, optional(kw("Inclusive")))),

    // ---- Expressions ----------------------------------------------------------------------

    _expression: ($) =>
      choice(
        $.parenthesized, $.list, $.text, $.date, $.number, $.boolean, $.if_expression, $.aggregate, $.call,
        $.reference, $.unary, $.binary, $.predicate, $.dimension_test, $.at_point,
      ),

    parenthesized: ($) => seq($._open_paren, $._expression, $._close_paren),
    list: ($) => seq($._open_bracket, optional(separated($._expression, $._comma)), $._close_bracket),
    if_expression: ($) =>
      prec.right(
        seq(
          kw("If"), field("condition", $._expression),
          kw("Then"), field("then", $._expression),
          kw("Else"), field("otherwise", $._expression),
        ),
      ),
    // Only in front of a bracket; otherwise it is a name like any other.
    aggregate: ($) =>
      prec(
        PRECEDENCE.call,
        seq(
          field("function", $.aggregate_word),
          $._open_paren,
          separated(seq($._expression, optional($.filter)), $._comma),
          $._close_paren,
        ),
      ),
    aggregate_word: () => anyOf("Aggregate"),
    call: ($) => prec(PRECEDENCE.call, seq(field("function", $.identifier), field("arguments", $.arguments))),
    arguments: ($) => seq($._open_paren, optional(separated($._expression, $._comma)), $._close_paren),
    reference: ($) =>
      prec.left(
        seq(
          choice($.identifier, alias($.aggregate_word, $.identifier)),
          repeat(seq($._dot, $.identifier)),
        ),
      ),
    unary: ($) =>
      choice(
        prec(PRECEDENCE.not, seq(field("operator", choice(kw("Not"), "!", "！")), $._expression)),
        prec(PRECEDENCE.negate, seq(field("operator", choice("-", "－", "−")), $._expression)),
      ),
    binary: ($) =>
      choice(
        ...[
          [PRECEDENCE.or, kw("Or")],
          [PRECEDENCE.and, kw("And")],
          [
            PRECEDENCE.compare,
            choice(
              "=", "＝", "≠", "!=", "<>", "<", "＜", "≤", "<=", "≦", "⩽", ">", "＞", "≥", ">=", "≧", "⩾",
              kw("Exactly"), kw("In"), kw("NotIn"), kw("Matches"), kw("Contains"), kw("StartsWith"), kw("EndsWith"),
            ),
          ],
          [PRECEDENCE.sum, choice("+", "＋", "-", "－", "−")],
          [PRECEDENCE.product, choice("*", "×", "＊", "/", "÷", "／")],
          [PRECEDENCE.default, kw("Default")],
        ].map(([precedence, operator]) =>
          prec.left(
            precedence,
            seq(field("left", $._expression), field("operator", operator), field("right", $._expression)),
          ),
        ),
      ),
    predicate: ($) => prec.left(PRECEDENCE.predicate, seq($._expression, field("predicate", $.predicate_word))),
    // The keyword and the mark that opens the text are one word: `at` in front of a field begins the next part
    // of an obligation.
    at_point: ($) =>
      prec.left(
        PRECEDENCE.at,
        seq(field("series", $._expression), field("point", alias($._point, $.text))),
      ),
    _point: ($) =>
      choice(
        ...[
          ["“”", $._curly_content],
          ['"＂', $._straight_content],
        ].map(([marks, content]) =>
          seq(
            alias(token(prec(1, new RegExp(`(${keywords.AtPoint.chinese}|${keywords.AtPoint.english})[\\n${BLANKS}]*[${marks}]`, "u"))), $.at_opening),
            repeat(choice(alias(content, $.content), alias($._brace, $.content), $.escape, $.hole)),
            token.immediate(new RegExp(`[${marks}]`)),
          ),
        ),
        ...[
          ["「", "」", $._corner_content],
          ["『", "』", $._white_corner_content],
        ].map(([open, close, content]) =>
          seq(
            alias(token(prec(1, new RegExp(`(${keywords.AtPoint.chinese}|${keywords.AtPoint.english})[\\n${BLANKS}]*${open}`, "u"))), $.at_opening),
            repeat(choice(alias(content, $.content), alias($._brace, $.content), $.hole)),
            token.immediate(close),
          ),
        ),
      ),
    predicate_word: () => anyOf("Predicate"),
    dimension_test: ($) => prec.left(PRECEDENCE.predicate, seq($._expression, kw("Is"), field("dimension", $.identifier))),

    // ---- Examples -------------------------------------------------------------------------

    example: ($) =>
      choice(
        seq(kw("Example"), field("rule", $.identifier), field("body", alias($._example_body, $.body))),
        seq(kw("Example"), kw("Form"), field("form", $.identifier), field("body", alias($._form_example_body, $.body))),
      ),
    _form_example_body: ($) =>
      seq(
        $._open,
        repeat(choice($.document_text, $.expected_reading, $.unread_count, alias($.text, $.expected_problem), $._separator)),
        $._close,
      ),
    document_text: ($) => seq(kw("TextType"), optional($._colon), choice($.block_text, $.text)),
    // Text of a document: no escapes, holes or comments.
    block_text: () => token(prec(3, /"""([^"]|"[^"]|""[^"])*"""/)),
    expected_reading: ($) =>
      choice(
        seq(kw("Reads"), optional($._colon), choice($.reads_list, alias($._fields, $.fields), alias($._figure, $.printed))),
        kw("ReadsNothing"),
      ),
    reads_list: ($) => seq(choice("[", "［"), repeat(choice(alias($._fields, $.fields), $._separator)), choice("]", "］")),
    unread_count: ($) => seq(kw("Unread"), optional($._colon), alias($._figure, $.printed)),
    _example_body: ($) => seq($._open, repeat(choice($.case, $._separator)), $._close),
    case: ($) =>
      prec.right(
        seq(
          field("expectation", $.expectation),
          repeat(seq($.example_record, optional(choice(",", "，")))),
          optional(field("message", $.text)),
        ),
      ),
    expectation: () => anyOf("Expectation"),
    example_record: ($) => seq(field("record", $.identifier), $._fields),
    _fields: ($) => seq($._open, repeat(choice($.example_field, $._separator)), $._close),
    example_field: ($) =>
      seq(field("name", $.identifier), repeat(seq(choice(".", "．"), field("name", $.identifier))), choice($._colon, $._equals), field("value", $._value)),
    _value: ($) =>
      choice($.example_list, alias($._fields, $.fields), $.text, $.blank, $.absent, $.dash, alias($._figure, $.printed)),
    example_list: ($) =>
      seq($._open_bracket, optional(seq(separated($._list_value, $._comma), optional($._comma))), $._close_bracket),
    _list_value: ($) =>
      choice($.example_list, alias($._fields, $.fields), $.text, $.blank, $.absent, $.dash, alias($._list_figure, $.printed)),
    blank: () => kw("Blank"),
    absent: () => kw("Missing"),
    dash: () => token(/—+|–|―+|-|－/),
    // As a document prints it; a comma in front of three digits groups, but in a list commas separate.
    _figure: () =>
      token(new RegExp(`${FIGURE_CHARACTER}(${GROUP}|${FIGURE_CHARACTER}|${BLANK}+${FIGURE_CHARACTER})*`, "u")),
    _list_figure: () => token(new RegExp(`${FIGURE_CHARACTER}(${FIGURE_CHARACTER}|${BLANK}+${FIGURE_CHARACTER})*`, "u")),
  },
});
