#!/usr/bin/env node
// Tests of the grammar:
//
//   * the trees of test/corpus (the format of `tree-sitter test`);
//   * every *.gouji file of the repository parses without ERROR or MISSING, and so does every block of gouji in its
//     Markdown, but for those whose findings say that they are written wrongly;
//   * a broken file is noticed;
//   * every query compiles, and no word or sign of those files is left unhighlighted;
//   * src/grammar.json is what grammar.js says: nobody forgot to generate;
//   * where the tree-sitter command is at hand ($TREE_SITTER or PATH): all of src/ is what it generates.
//
// Needs a C compiler and the tree-sitter library (Debian: libtree-sitter-dev).

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, cpSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { readGrammar } from "./grammar-file.mjs";

const here = join(dirname(fileURLToPath(import.meta.url)), "..");
const repository = join(here, "../..");
const scratch = mkdtempSync(join(tmpdir(), "tree-sitter-gouji-"));
const parser = join(here, "build/parse");
let passed = 0;
let failed = 0;

function test(name, body) {
  try {
    body();
    passed += 1;
  } catch (error) {
    failed += 1;
    console.error(`FAILED ${name}\n${error.message}\n`);
  }
}

const run = (verb, ...files) => spawnSync(parser, [verb, ...files], { encoding: "utf8", maxBuffer: 1 << 28 });
const temporary = (name, text) => {
  const path = join(scratch, name);
  writeFileSync(path, text);
  return path;
};

mkdirSync(join(here, "build"), { recursive: true });
execFileSync(process.env.CC ?? "cc", [
  "-O1", "-I", join(here, "src"), "-o", parser, join(here, "test/parse.c"), join(here, "src/parser.c"), "-ltree-sitter",
], { stdio: "inherit" });

// ---- The corpus

const oneLine = (tree) => tree.replace(/\s+/g, " ").replace(/\( /g, "(").replace(/ \)/g, ")").trim();

for (const file of readdirSync(join(here, "test/corpus"))) {
  const text = readFileSync(join(here, "test/corpus", file), "utf8");
  for (const [, name, source, tree] of text.matchAll(/^=+\n(.+)\n=+\n\n([\s\S]*?)\n-{3,}\n\n([\s\S]*?)(?=\n=+\n.+\n=+\n|$(?![\s\S]))/gm)) {
    test(`${file}: ${name}`, () => {
      const found = oneLine(run("tree", temporary("case.gouji", source)).stdout);
      if (found !== oneLine(tree)) throw new Error(`expected ${oneLine(tree)}\nfound    ${found}`);
    });
  }
}

// ---- Every rule file

function filesIn(folder, extension) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["target", "node_modules", ".git"].includes(entry.name) ? [] : filesIn(path, extension);
    return entry.name.endsWith(extension) ? [path] : [];
  });
}
const files = filesIn(repository, ".gouji");

test("there are rule files", () => {
  if (files.length < 10) throw new Error(`only ${files.length} found under ${repository}`);
});
for (const file of files) {
  test(relative(repository, file), () => {
    const { status, stdout } = run("check", file);
    if (status !== 0) throw new Error(stdout || `exit status ${status}`);
  });
}

// ---- Every block in Markdown

/** Codes of what does not parse; braces in messages are the grammar's business here, not in the checker. */
const MISWRITTEN = / (syntax\/|program\/(empty-hole|template-bracket) )/;

/** The fenced blocks of a page, each with the number of its first line, and whether its findings tell of bad syntax. */
function blocks(page) {
  const found = [];
  let open;
  for (const [index, line] of page.split("\n").entries()) {
    const fence = /^(\s*)```(\S*)/.exec(line);
    if (!fence) {
      // What a block of findings says is said of the rules above it, up to the last heading.
      if (open?.kind === "findings" && MISWRITTEN.test(line)) for (const block of found.filter(({ isOver }) => !isOver)) block.isWrong = true;
      if (open?.kind === "gouji") open.text += `${line.slice(open.indent)}\n`;
      if (!open && /^#+ /.test(line)) for (const block of found) block.isOver = true;
    } else if (open) {
      if (open.kind === "gouji") found.push(open);
      open = undefined;
    } else {
      open = { kind: fence[2], indent: fence[1].length, line: index + 2, text: "", isWrong: false, isOver: false };
    }
  }
  return found;
}

// The list of codes is made from pages that are read here themselves, and shows no findings.
const pages = filesIn(repository, ".md").filter((file) => relative(repository, file) !== join("docs", "codes.md"));
let wrong = 0;
for (const file of pages) {
  for (const { line, text, isWrong } of blocks(readFileSync(file, "utf8"))) {
    if (isWrong) {
      wrong += 1;
      continue;
    }
    test(`${relative(repository, file)}:${line}`, () => {
      const { status, stdout } = run("check", temporary("block.gouji", text));
      if (status !== 0) throw new Error(`${stdout || `exit status ${status}`}\n${text}`);
    });
  }
}
test("there are blocks, and few of them are wrong on purpose", () => {
  const all = pages.flatMap((file) => blocks(readFileSync(file, "utf8"))).length;
  if (all < 100 || wrong * 5 > all) throw new Error(`${all} blocks, ${wrong} of them wrong`);
});

test("a missing brace is noticed", () => {
  if (run("check", temporary("missing.gouji", "规则 甲 {\n  应当 甲 = 1\n")).status !== 1) throw new Error("it was not");
});
test("a misspelt clause is noticed", () => {
  if (run("check", temporary("misspelt.gouji", "规则 甲 {\n  必须 甲 = 1\n}\n")).status !== 1) throw new Error("it was not");
});

// ---- Queries

const keywords = JSON.parse(readFileSync(join(here, "keywords.json"), "utf8"));

const queryFolders = ["queries", "../neovim/queries/gouji", "../helix/queries/gouji", "../zed/languages/gouji"];
for (const folder of queryFolders) {
  for (const name of readdirSync(join(here, folder)).filter((entry) => entry.endsWith(".scm"))) {
    test(`${folder}/${name} compiles`, () => {
      const { status, stderr } = run("captures", join(here, folder, name), files[0]);
      if (status !== 0) throw new Error(stderr);
    });
  }
}
// What the files happen not to use.
const rest = temporary("rest.gouji", "规则 甲 {\n  应当 真 ≠ 假\n}\n");
const leaves = run("captures", join(here, "queries/highlights.scm"), ...files, rest)
  .stdout.split("\n")
  .filter(Boolean)
  .map((line) => line.split("\t"))
  .map(([kind, text, capture]) => ({ kind, text, capture }));

test("every token is highlighted", () => {
  const bare = leaves.filter(({ capture }) => capture === "-").map(({ kind, text }) => `${kind} ${text}`);
  if (bare.length > 0) throw new Error([...new Set(bare)].join("\n"));
});
test("every keyword occurs, in both spellings, as a keyword", () => {
  // 空白 视为 is one token, and so is 于 with the mark that opens a text.
  const isKeyword = ({ kind }) => kind.startsWith('"') || ["blank_counts_as", "at_opening"].includes(kind);
  const seen = new Set(leaves.filter(isKeyword).flatMap(({ text }) => [text, ...text.split(/[\s“”"＂「『]+/)]));
  // The single-word types are ordinary names to the parser.
  const unseen = Object.entries(keywords)
    .filter(([name, { kind }]) => kind !== "Type" || ["Series", "Many"].includes(name))
    .flatMap(([, { chinese, english }]) => [chinese, ...english.split(" ")])
    .filter((word) => !seen.has(word));
  if (unseen.length > 0) throw new Error(unseen.join(", "));
});

// ---- The generated parser

test("src/grammar.json is what grammar.js says", () => {
  const written = JSON.parse(readFileSync(join(here, "src/grammar.json"), "utf8"));
  const said = readGrammar(join(here, "grammar.js"));
  for (const [part, value] of Object.entries(said)) {
    for (const name of Array.isArray(value) ? [] : Object.keys({ ...value, ...written[part] })) {
      if (!isDeepStrictEqual(value[name], written[part][name])) {
        throw new Error(`${part}.${name} differs; run tree-sitter generate --abi 14`);
      }
    }
    if (Array.isArray(value) && !isDeepStrictEqual(value, written[part] ?? [])) throw new Error(`${part} differ; run tree-sitter generate --abi 14`);
  }
});

const command = process.env.TREE_SITTER ?? "tree-sitter";
const version = spawnSync(command, ["--version"], { encoding: "utf8" });
if (version.status === 0) {
  test(`src/ is what ${version.stdout.trim()} generates`, () => {
    const copy = join(scratch, "generated");
    mkdirSync(copy);
    for (const name of ["grammar.js", "keywords.json", "tree-sitter.json", "package.json"]) cpSync(join(here, name), join(copy, name));
    const { status, stderr } = spawnSync(command, ["generate", "--abi", "14"], { cwd: copy, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    for (const name of ["parser.c", "grammar.json", "node-types.json"]) {
      if (!readFileSync(join(copy, "src", name)).equals(readFileSync(join(here, "src", name)))) {
        throw new Error(`src/${name} differs; run tree-sitter generate --abi 14`);
      }
    }
  });
} else {
  console.log("no tree-sitter command: src/parser.c was not generated anew and compared");
}

rmSync(scratch, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
