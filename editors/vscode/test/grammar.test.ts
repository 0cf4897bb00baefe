import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { before, test } from "node:test";
import { OnigScanner, OnigString, loadWASM } from "vscode-oniguruma";
import { type IGrammar, INITIAL, Registry, parseRawGrammar } from "vscode-textmate";

// Compiled to out/test/.
const extension = join(__dirname, "../..");
const repository = join(extension, "../..");

interface Keyword {
  readonly kind: string;
  readonly reserved: boolean;
  readonly chinese: string;
  readonly english: string;
}
const keywords = Object.values(
  JSON.parse(readFileSync(join(extension, "../tree-sitter-gouji/keywords.json"), "utf8")) as Record<string, Keyword>,
);
const spellings = (select: (keyword: Keyword) => boolean) =>
  new Set(keywords.filter(select).flatMap(({ chinese, english }) => [chinese, english]));

const reserved = spellings((keyword) => keyword.reserved);
const items = spellings(({ kind }) => kind === "Item");
/** Words that open a clause at the start of a line, by the kind of item. */
const openings: Record<string, Set<string>> = {
  规则集: spellings(({ kind }) => kind === "RulesetClause"),
  量纲: spellings(({ kind }) => kind === "DimensionClause"),
  表样: spellings(({ kind }) => kind === "FormClause" || kind === "GridOption"),
  规则: spellings(({ kind, english }) => (kind === "RuleClause" && english !== "for each") || kind === "ObligationPart"),
  示例: spellings(({ kind }) => kind === "Expectation"),
};
const chineseItem = (word: string) => keywords.find(({ chinese, english }) => [chinese, english].includes(word))?.chinese;

function ruleFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return ["target", "node_modules", ".git"].includes(entry.name) ? [] : ruleFiles(path);
    }
    return entry.name.endsWith(".gouji") ? [path] : [];
  });
}
const files = ruleFiles(repository);

interface Token {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly scopes: readonly string[];
}

let grammar: IGrammar;
before(async () => {
  const wasm = readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new OnigScanner(sources),
      createOnigString: (text) => new OnigString(text),
    }),
    loadGrammar: async () => {
      const path = join(extension, "syntaxes/gouji.tmLanguage.json");
      return parseRawGrammar(readFileSync(path, "utf8"), path);
    },
  });
  const loaded = await registry.loadGrammar("source.gouji");
  assert.ok(loaded);
  grammar = loaded;
});

function tokenise(text: string): Token[][] {
  let stack = INITIAL;
  return text.split(/\r?\n/).map((content, line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(content, stack);
    stack = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({
      line: line + 1,
      start: startIndex,
      end: endIndex,
      text: content.slice(startIndex, endIndex),
      scopes,
    }));
  });
}

const isKeyword = ({ scopes }: Token) => scopes.some((scope) => /^(keyword|storage|support|constant\.language|variable\.language)\./.test(scope));
const has = (token: Token | undefined, prefix: string) => token?.scopes.some((scope) => scope.startsWith(prefix)) ?? false;

const BASIS = /^(\s*|.*[{｛]\s*)(依据|basis)(?![\p{L}\p{N}_])(.*)$/u;

interface Word {
  readonly text: string;
  readonly start: number;
  readonly isFirst: boolean;
  readonly before: string;
  readonly after: string;
}

/** The words of a line that stand in no text, comment, backquotes or legal basis: found without the grammar. */
function words(line: string, mayHaveBasis: boolean): Word[] {
  const blank = (match: string) => " ".repeat(match.length);
  const bare = line
    .replace(/[“”](\\.|[^“”\\])*[“”]|["＂](\\.|[^"＂\\])*["＂]|「[^」]*」|`[^`]*`/gu, blank)
    .replace(/[#＃].*$/u, blank)
    .replace(BASIS, (_, lead: string, word: string, rest: string) => lead + word + (mayHaveBasis ? blank(rest) : rest));
  return [...bare.matchAll(/[\p{L}_〇][\p{L}\p{N}_〇]*/gu)].map((match) => ({
    text: match[0],
    start: match.index,
    isFirst: bare.slice(0, match.index).trim() === "",
    before: bare.slice(0, match.index).trimEnd().slice(-1),
    after: bare.slice(match.index + match[0].length).trimStart(),
  }));
}

test("there are rule files, and every kind of item in them", () => {
  assert.ok(files.length >= 10, `${files.length} rule files under ${repository}`);
});

for (const file of files) {
  test(`no keyword of ${relative(repository, file)} is left unpainted, no name painted as one`, () => {
    const text = readFileSync(file, "utf8");
    const lines = tokenise(text);
    let item = "";
    let found = 0;
    text.split(/\r?\n/).forEach((line, index) => {
      const tokens = lines[index] ?? [];
      const at = (word: Word) => tokens.find(({ start, end }) => start <= word.start && word.start < end);
      for (const word of words(line, ["规则集", "规则"].includes(item))) {
        const token = at(word);
        // A document in an example.
        if (has(token, "string.quoted.triple")) continue;
        const place = `${relative(repository, file)}:${index + 1}: ${word.text} in ${line.trim()} — ${token?.scopes.join(" ")}`;
        const isField = /^[:：﹕]/.test(word.after) && !/^[:：]\s*[“《]/u.test(word.after);
        if (word.isFirst && word.start === 0 && items.has(word.text)) {
          item = chineseItem(word.text) ?? "";
          assert.ok(has(token, "keyword.control.item"), place);
          found += 1;
        } else if (["记录", "示例"].includes(item) && isField) {
          assert.ok(token && !isKeyword(token) && has(token, "variable.other.property"), place);
        } else if (word.before === "." || word.before === "．" || word.before === "→" || word.before === ">" || word.after.startsWith("→")) {
          continue;
        } else if (reserved.has(word.text) && !isField) {
          assert.ok(token && isKeyword(token), place);
          found += 1;
        } else if (word.isFirst && openings[item]?.has(word.text) && !/^[.．=≥≤{(（]/.test(word.after)) {
          assert.ok(token && isKeyword(token), place);
          found += 1;
        }
      }
    });
    assert.ok(found > 0, "no keyword found at all");
  });
}

test("every keyword is painted in both spellings", () => {
  const sample = "规则 甲 {\n  应当 真 ≠ 假 且 甲 不可读\n}\nrule b {\n  must true or false\n  must not a unreadable\n}\n" +
    "记录 甲 {\n 甲: 整数\n 乙: 日期\n 丙: 时点\n 丁: 百分比\n 戊: 界限\n 己: 数\n}\n" +
    "record a {\n a: text\n b: integer\n c: number\n d: percent\n e: bound\n f: date\n g: period\n}\n";
  const painted = new Set(
    [...files.map((file) => readFileSync(file, "utf8")), sample]
      .flatMap((text) => tokenise(text).flat())
      .filter(isKeyword)
      .flatMap(({ text }) => [text.trim(), text.trim().replace(/\s+/g, " ")]),
  );
  const unpainted = [...spellings(() => true)].filter((word) => !painted.has(word));
  assert.deepEqual(unpainted, []);
});

/** The scope of the first token that reads so, without the language's name. */
function scopeOf(text: string, token: string): string | undefined {
  const found = tokenise(text).flat().find((candidate) => candidate.text.trim() === token);
  return found?.scopes.at(-1)?.replace(/\.gouji$/, "");
}

test("a word is a keyword only in its place", () => {
  assert.equal(scopeOf("规则 甲 {\n  应当 合计 = 合计(a)\n}", "合计"), "variable.other");
  assert.equal(scopeOf("规则 甲 {\n  应当 b = 合计(a)\n}", "合计"), "support.function.aggregate");
  assert.equal(scopeOf("规则 甲 {\n  应当 文件.依据 = 1\n}", "文件.依据"), "variable.other");
  assert.equal(scopeOf("表样 甲 填 乙 {\n  标签 “a” → 标题\n}", "标题"), "variable.other.property");
  assert.equal(scopeOf("表样 甲 填 乙 {\n  标题 “a”\n}", "标题"), "keyword.other.clause");
  assert.equal(scopeOf("规则 甲 {\n  应当 且慢 = 1\n}", "且慢"), "variable.other");
});

test("words and figures without a space between them are told apart", () => {
  const text = "规则 甲 {\n  自2020年1月1日起\n  应当 甲 = 乙 误差0.05 万元\n}";
  assert.equal(scopeOf(text, "自"), "keyword.other.clause");
  assert.equal(scopeOf(text, "2020年1月1日"), "constant.numeric.date");
  assert.equal(scopeOf(text, "误差"), "keyword.other.clause");
  assert.equal(scopeOf(text, "万元"), "keyword.other.unit");
});

test("the legal basis runs to the end of the line, and not over the brace that closes the body", () => {
  const basis = "规则集 甲 { 依据 《预算法》第四条：应当 # 照写 }\n规则 乙 {\n  应当 a = 1\n}";
  assert.equal(scopeOf(basis, "《预算法》第四条：应当 # 照写"), "string.unquoted.basis");
  assert.equal(scopeOf(basis, "应当"), "keyword.control.obligation");
});

test("full-width brackets, quotation marks and digits mean the same", () => {
  const text = "规则 甲 ｛\n  应当 合计（项目．金额） ＝ １２％ 且 乙 ＝ ＂应当＂\n｝\n规则 乙 { }";
  assert.equal(scopeOf(text, "合计"), "support.function.aggregate");
  assert.equal(scopeOf(text, "１２"), "constant.numeric");
  assert.equal(scopeOf(text, "％"), "keyword.other.unit");
  assert.equal(tokenise(text).at(-1)?.[0]?.text.trim(), "规则");
});

test("an item whose brace is not closed ends where the next one begins", () => {
  const text = "规则 甲 {\n  应当 a = (1\n规则 乙 {\n  应当 b = 1\n}";
  const rule = tokenise(text)[2]?.find(({ text: word }) => word.trim() === "规则");
  assert.ok(has(rule, "keyword.control.item"), rule?.scopes.join(" "));
});

test("holes in texts are told apart from the text", () => {
  const text = "规则 甲 {\n  否则 “前{前.值}后”\n}";
  assert.equal(scopeOf(text, "前.值"), "variable.other");
  assert.equal(scopeOf(text, "前"), "string.quoted");
});
