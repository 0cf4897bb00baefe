// The TextMate grammar. Keywords are keywords only in their place, so that a field called 标题 or 合计
// is not painted as one: each kind of item has patterns of its own.

import { named, spellings } from "./keywords.mjs";

const WORD_START = "[\\p{L}_〇㎀-㏟℃℉]";
const WORD_CHARACTER = "[\\p{L}\\p{N}_〇㎀-㏟℃℉]";
const NAME = `(?:\`[^\`\\n]+\`|｀[^｀\\n]+｀|${WORD_START}${WORD_CHARACTER}*)`;
const PATH = `${NAME}(?:\\s*[.．]\\s*${NAME})*`;
const END = `(?!${WORD_CHARACTER})`;
const DIGIT = "[0-9０-９]";
const BLANK = "[ \\t\\u3000\\u00A0]";
const OPEN = "[{｛]";
const CLOSE = "[}｝]";
const ARROW = "(?:→|[-－][>＞]|⇒)";
const COLON = "[:：﹕]";
const FIGURE = `${DIGIT}+(?:,${DIGIT}{3}(?!${DIGIT}))*(?:[.．]${DIGIT}+)?`;

/** A regular expression for these spellings; several words in one may be spaced freely. */
const oneOf = (words) => `(?:${words.map((word) => word.replaceAll(" ", `${BLANK}+`)).join("|")})`;

const scope = (name) => `${name}.gouji`;
const include = (name) => ({ include: `#${name}` });
const match = (pattern, name) => ({ match: pattern, name: scope(name) });
const capture = (pattern, ...names) => ({
  match: pattern,
  captures: Object.fromEntries(names.flatMap((name, at) => (name ? [[at + 1, capturedAs(name)]] : []))),
});
const capturedAs = (name) => (typeof name === "string" ? { name: scope(name) } : name);

/** The grammar, from the keyword table. */
export function textMateGrammar(keywords) {
  const ofKind = (...kinds) => spellings(keywords, ({ kind }) => kinds.includes(kind));
  const ofName = (...names) => named(keywords, ...names);
  const items = oneOf(ofKind("Item"));
  const nextItem = `(?=^\\s*${items}${END}\\s*${WORD_START})`;
  const notUnit = oneOf([
    ...spellings(keywords, ({ reserved }) => reserved),
    ...ofName(
      "Else", "Within", "At", "Fix", "InFields", "Onwards", "Inclusive", "As", "Basis", "ForEach", "When",
      "Let", "Since", "Until", "Precision", "Caption",
    ),
  ]);
  const unit = `(?!${notUnit}${END})${NAME}`;
  const colonAhead = `(?=\\s*[:：﹕])`;

  // An item: its keyword and name, what stands in its first line, its body.
  const item = (name, nameScope, header, body) => ({
    name: scope(`meta.${name.toLowerCase()}`),
    begin: `^\\s*(${oneOf(ofName(name))})${END}\\s*(${NAME})?`,
    beginCaptures: { 1: capturedAs("keyword.control.item"), 2: capturedAs(nameScope) },
    end: `(?<=${CLOSE})|${nextItem}`,
    patterns: [include("comment"), ...header, block(body)],
  });
  const block = (body) => ({
    begin: OPEN,
    beginCaptures: { 0: capturedAs("punctuation.section.block.begin") },
    end: `${CLOSE}|${nextItem}`,
    endCaptures: { 0: capturedAs("punctuation.section.block.end") },
    patterns: [include("comment"), ...body],
  });
  const clause = (names, after = END) => match(`${oneOf(ofName(...names))}${after}`, "keyword.other.clause");
  const endOrDigit = `(?:${END}|(?=${DIGIT}))`;
  // To what the condition decides on: a target, a body, or the next clause.
  const formCondition = {
    begin: `(${oneOf(ofName("Where"))})${END}`,
    beginCaptures: { 1: capturedAs("keyword.operator.word") },
    end: `(?=${ARROW}|${OPEN}|${CLOSE}|${oneOf(ofName("Skip"))}${END})|$`,
    patterns: [include("expression")],
  };
  const fieldTarget = capture(`(${ARROW})\\s*(${PATH})`, "keyword.operator.arrow", "variable.other.property");
  const string = (begin, end, escapes) => ({
    name: scope("string.quoted"),
    begin,
    beginCaptures: { 0: capturedAs("punctuation.definition.string.begin") },
    end: `${end}|$`,
    endCaptures: { 0: capturedAs("punctuation.definition.string.end") },
    patterns: [...(escapes ? [match("\\\\.", "constant.character.escape")] : []), include("hole")],
  });

  const repository = {
    comment: {
      patterns: [
        { name: scope("comment.line.documentation"), match: "(?:##|＃＃).*$" },
        { name: scope("comment.line.number-sign"), match: "[#＃].*$" },
      ],
    },
    string: {
      patterns: [
        {
          name: scope("string.quoted.triple"),
          begin: '"""',
          beginCaptures: { 0: capturedAs("punctuation.definition.string.begin") },
          end: '"""',
          endCaptures: { 0: capturedAs("punctuation.definition.string.end") },
        },
        string("[“”]", "[“”]", true),
        string("[\"＂]", "[\"＂]", true),
        string("「", "」", false),
        string("『", "』", false),
        string("[‘’]", "[‘’]", false),
        string("'", "'", false),
      ],
    },
    hole: {
      name: scope("meta.embedded.hole"),
      begin: "\\{",
      beginCaptures: { 0: capturedAs("punctuation.section.embedded.begin") },
      end: "\\}|(?=[“”\"＂」』‘’'])|$",
      endCaptures: { 0: capturedAs("punctuation.section.embedded.end") },
      patterns: [
        match(oneOf(["数字", "digits"]) + END + "(?=\\})", "support.type"),
        match("±", "keyword.operator"),
        include("expression"),
      ],
    },
    number: {
      patterns: [
        match(
          `${DIGIT}{4}(?:[-－]${DIGIT}{1,2}[-－]${DIGIT}{1,2}|${BLANK}*年${BLANK}*${DIGIT}{1,2}${BLANK}*月${BLANK}*${DIGIT}{1,2}${BLANK}*[日号])`,
          "constant.numeric.date",
        ),
        capture(
          `(${FIGURE})(?:${BLANK}*([%％﹪])|${BLANK}*(${unit}(?:[/／]${unit})*))?`,
          "constant.numeric", "keyword.other.unit", "keyword.other.unit",
        ),
      ],
    },
    expression: {
      patterns: [
        include("comment"),
        include("string"),
        include("number"),
        match(`${oneOf(ofKind("Aggregate"))}(?=\\s*[(（])`, "support.function.aggregate"),
        capture(`(${oneOf(ofName("Is"))})${END}\\s*(${NAME})?`, "keyword.operator.word", "entity.name.type"),
        match(`${oneOf(ofKind("Operator"))}${END}`, "keyword.operator.word"),
        match(`${oneOf(ofKind("Predicate"))}${END}`, "keyword.operator.predicate"),
        match(`${oneOf(ofKind("Literal"))}${END}`, "constant.language.boolean"),
        match(`${NAME}(?=\\s*[(（])`, "entity.name.function"),
        match(PATH, "variable.other"),
        match("[=＝≠≥≤≧≦⩾⩽<>＜＞!！]+", "keyword.operator.comparison"),
        match("[-+*/×÷＋－−＊／±]", "keyword.operator.arithmetic"),
        match("[,，、;；。]", "punctuation.separator"),
        match("[()（）\\[\\]［］]", "punctuation.section.group"),
      ],
    },
    basis: {
      // To the end of the line; a brace that closes the body there is not part of it.
      match: `(?:^\\s*|(?<=${OPEN})\\s*)(${oneOf(ofName("Basis"))})${END}((?:(?!${CLOSE}\\s*$).)*)`,
      captures: {
        1: capturedAs("keyword.other.clause"),
        2: capturedAs("string.unquoted.basis"),
      },
    },
    blankAs: {
      patterns: [
        capture(`(${oneOf(ofName("Blank"))})${END}\\s*(${oneOf(ofName("CountsAs"))})${endOrDigit}`, "keyword.other.clause", "keyword.other.clause"),
        capture(`(${oneOf(ofName("InFields"))})${END}\\s*(${NAME}(?:\\s*[,，、]\\s*${NAME})*)?`, "keyword.other.clause", "variable.other.property"),
      ],
    },
    ruleset: item("Ruleset", "entity.name.namespace", [clause(["Version"]), include("string")], [
      include("basis"),
      clause(["DescribedBy", "YearIn", "Applies", "NumberFormat", "Layout"]),
      match(`${oneOf(ofKind("NumberMark", "LayoutMark"))}(?=\\s*[“”\"＂「『‘’'])`, "keyword.other.property"),
      include("expression"),
    ]),
    use: capture(`^\\s*(${oneOf(ofName("Use"))})${END}\\s*(${NAME})?`, "keyword.control.item", "entity.name.namespace"),
    dimension: item("Dimension", "entity.name.type.dimension", [], [
      clause(["Precision"], endOrDigit),
      clause(["Caption"]),
      match(`${oneOf(ofName("Or"))}${END}(?=\\s*[“”\"＂「『‘’'])`, "keyword.operator.word"),
      include("string"),
      include("number"),
      match(NAME, "keyword.other.unit"),
      match("[=＝]", "keyword.operator.assignment"),
      match("[;；,，。]", "punctuation.separator"),
    ]),
    record: item("Record", "entity.name.type.record", [], [
      capture(`(${NAME})\\s*(${COLON})`, "variable.other.property", "punctuation.separator.type"),
      match(`${oneOf(ofKind("RecordClause"))}${END}`, "keyword.other.clause"),
      capture(`(${oneOf(ofName("Series", "Many"))})${END}\\s*(?:(${oneOf(singleTypes(keywords))})${END}|(${NAME}))?`, "storage.modifier", "support.type", "entity.name.type"),
      match(`${oneOf(singleTypes(keywords))}${END}`, "support.type"),
      match(`${oneOf(ofName("By"))}${END}`, "keyword.operator.word"),
      include("string"),
      match(NAME, "entity.name.type"),
      match("[;；,，。]", "punctuation.separator"),
    ]),
    form: item(
      "Form",
      "entity.name.type.form",
      [capture(`(${oneOf(ofName("Fills"))})${END}\\s*(${NAME})?`, "keyword.other.clause", "entity.name.type.record")],
      [include("formBody")],
    ),
    formBody: {
      patterns: [
        include("comment"),
        include("string"),
        capture(`(${oneOf(ofName("InFields"))})${END}\\s*(${oneOf(ofName("Contents"))})${END}(?=\\s*(?:${OPEN}|$))`, "keyword.other.clause", "keyword.other.clause"),
        include("blankAs"),
        formCondition,
        {
          begin: `(${oneOf(ofName("Outline"))})${END}(?:\\s*(${oneOf(ofName("InFields"))})${END}\\s*(${oneOf(ofName("Contents"))})${END})?\\s*(?=${OPEN})`,
          beginCaptures: Object.fromEntries([1, 2, 3].map((at) => [at, capturedAs("keyword.other.clause")])),
          end: `(?<=${CLOSE})`,
          patterns: [
            block([
              match(`${oneOf(ofKind("OutlineProperty"))}(?=\\s*${ARROW})`, "keyword.other.property"),
              fieldTarget,
            ]),
          ],
        },
        match(`${oneOf(ofKind("OtherColumnProperty"))}(?=\\s*${ARROW})`, "keyword.other.property"),
        capture(`(${ARROW})\\s*(${oneOf(ofName("Itself"))})${END}`, "keyword.operator.arrow", "variable.language"),
        fieldTarget,
        capture(`(${oneOf(ofName("As"))})${END}\\s*(${NAME})?`, "keyword.other.clause", "variable.other.property"),
        capture(`(${oneOf(ofName("FillDown"))})${END}\\s*(${NAME}(?:\\s*[,，、]\\s*${NAME})*)?`, "keyword.other.clause", "variable.other.property"),
        capture(`(${oneOf(ofName("Levels"))})${END}\\s*(${NAME})?`, "keyword.other.clause", "variable.other.property"),
        match(`${oneOf(ofName("Or", "By"))}${END}`, "keyword.operator.word"),
        match(`第${BLANK}*${DIGIT}+${BLANK}*列${END}|column${BLANK}+${DIGIT}+${BLANK}+of${END}`, "keyword.other.clause"),
        match(`${oneOf(ofKind("NumberMark", "LayoutMark"))}(?=\\s*[“”\"＂「『‘’'])`, "keyword.other.property"),
        match(`${oneOf(ofName("Lengths"))}${endOrDigit}`, "keyword.other.clause"),
        match(`${oneOf(ofKind("FormClause", "FormWord", "GridOption"))}${END}`, "keyword.other.clause"),
        block([include("formBody")]),
        include("number"),
        match("[-－−]", "keyword.operator.arithmetic"),
        match("[,，、;；。]", "punctuation.separator"),
        match(NAME, "variable.other"),
      ],
    },
    definition: {
      name: scope("meta.definition"),
      begin: `^\\s*(${oneOf(ofName("Define"))})${END}\\s*(${NAME})?`,
      beginCaptures: { 1: capturedAs("keyword.control.item"), 2: capturedAs("entity.name.function") },
      end: `${nextItem}|(?=^\\s*(?:##|＃＃))`,
      patterns: [include("expression")],
    },
    rule: item("Rule", "entity.name.function.rule", [], [
      include("basis"),
      match(`${oneOf(ofName("Must", "MustNot", "Should", "ShouldNot"))}${END}`, "keyword.control.obligation"),
      capture(`(${oneOf(ofName("Let"))})${END}\\s*(${NAME})?`, "keyword.other.clause", "variable.other.definition"),
      capture(`(${oneOf(ofName("ForEach"))})${END}\\s*(${PATH})?`, "keyword.other.clause", "entity.name.type.record"),
      capture(`(${oneOf(ofName("At", "Fix"))})${END}\\s*(${PATH})?`, "keyword.other.clause", "variable.other.property"),
      match(`${oneOf(ofName("Since", "Until", "Within"))}${endOrDigit}`, "keyword.other.clause"),
      match(`${oneOf(ofName("When", "As", "LastDigit", "Onwards", "Inclusive"))}${END}(?!\\s*[(（.．])`, "keyword.other.clause"),
      include("expression"),
    ]),
    example: item("Example", "entity.name.function.rule", [
      capture(`(${oneOf(ofName("Form"))})${END}\\s*(${NAME})?`, "keyword.other.clause", "entity.name.type.form"),
    ], [
      match(`${oneOf(ofName("TextType"))}(?=\\s*[:：﹕]?\\s*[“”\"＂「『‘’'])`, "keyword.other.clause"),
      match(`${oneOf(ofKind("FormExample"))}${endOrDigit}(?!\\s*(?:${COLON}\\s*[“”\"＂「『‘’']|[.．]))`, "keyword.other.clause"),
      match(`${oneOf(ofKind("Expectation"))}${END}(?!\\s*(?:${COLON}|${OPEN}))`, "keyword.other.expectation"),
      include("exampleValue"),
    ]),
    exampleValue: {
      patterns: [
        include("comment"),
        include("string"),
        capture(`(${NAME})${colonAhead}`, "variable.other.property"),
        capture(`(${NAME})(?=\\s*${OPEN})`, "entity.name.type.record"),
        match(`${oneOf(ofName("Blank", "Missing"))}${END}`, "constant.language.blank"),
        match("—+|–|―+", "constant.language.dash"),
        include("number"),
        match("[-－≥≤≧≦<>＜＞~～]", "keyword.operator"),
        block([include("exampleValue")]),
        match(COLON, "punctuation.separator.key-value"),
        match("[,，、;；。]", "punctuation.separator"),
        match("[\\[\\]［］]", "punctuation.section.group"),
        match(NAME, "string.unquoted"),
      ],
    },
  };

  return {
    $schema: "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
    information_for_contributors: ["Generated by editors/generate.mjs from the keyword table. Do not edit."],
    name: "gouji",
    scopeName: "source.gouji",
    fileTypes: ["gouji"],
    patterns: [
      include("comment"),
      include("use"),
      ...["ruleset", "dimension", "record", "form", "definition", "rule", "example"].map(include),
      include("string"),
    ],
    repository,
  };
}

function singleTypes(keywords) {
  return spellings(keywords, ({ kind, name }) => kind === "Type" && !["Series", "Many"].includes(name));
}
