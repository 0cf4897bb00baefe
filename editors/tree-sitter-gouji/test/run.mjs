#!/usr/bin/env node
// Tests of the grammar:
//
//   * the trees of test/corpus (the format of `tree-sitter test`);
//   * every *.gouji file of the repository parses without ERROR or MISSING;
//   * a broken file is noticed;
//   * every query compiles, and no word or sign of those files is left unhighlighted;
//   * where the tree-sitter command is at hand ($TREE_SITTER or PATH): src/ is what it generates.
//
// Needs a C compiler and the tree-sitter library (Debian: libtree-sitter-dev).

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, cpSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

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

function ruleFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["target", "node_modules", ".git"].includes(entry.name) ? [] : ruleFiles(path);
    return entry.name.endsWith(".gouji") ? [path] : [];
  });
}
const files = ruleFiles(repository);

test("there are rule files", () => {
  if (files.length < 10) throw new Error(`only ${files.length} found under ${repository}`);
});
for (const file of files) {
  test(relative(repository, file), () => {
    const { status, stdout } = run("check", file);
    if (status !== 0) throw new Error(stdout || `exit status ${status}`);
  });
}
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
  const seen = new Set(leaves.filter(({ kind }) => kind.startsWith('"')).map(({ text }) => text));
  // The single-word types are ordinary names to the parser.
  const unseen = Object.entries(keywords)
    .filter(([name, { kind }]) => kind !== "Type" || ["Series", "Many"].includes(name))
    .flatMap(([, { chinese, english }]) => [chinese, ...english.split(" ")])
    .filter((word) => !seen.has(word));
  if (unseen.length > 0) throw new Error(unseen.join(", "));
});

// ---- The generated parser

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
  console.log("no tree-sitter command: not checked whether src/ is what grammar.js generates");
}

rmSync(scratch, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
