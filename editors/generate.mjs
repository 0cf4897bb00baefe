#!/usr/bin/env node
// Writes everything in this folder that depends on the keyword table of the language.
//
//   node editors/generate.mjs           write the files
//   node editors/generate.mjs --check   fail if one of them is not what would be written
//
// The table is `crates/gouji-syntax/src/keyword.rs`; nothing here repeats it.

import { readFileSync, mkdirSync, writeFileSync, existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { textMateGrammar } from "./generate/textmate.mjs";
import { emacsKeywords } from "./generate/emacs.mjs";
import { vimSyntax } from "./generate/vim.mjs";
import { highlights } from "./generate/queries.mjs";
import { parseKeywords } from "./generate/keywords.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const table = join(here, "../crates/gouji-syntax/src/keyword.rs");

const keywords = parseKeywords(readFileSync(table, "utf8"));
const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
const byName = Object.fromEntries(keywords.map(({ name, ...rest }) => [name, rest]));

const query = highlights(keywords);

const outputs = {
  "vscode/syntaxes/gouji.tmLanguage.json": json(textMateGrammar(keywords)),
  "tree-sitter-gouji/keywords.json": json(byName),
  "tree-sitter-gouji/queries/highlights.scm": query,
  "neovim/queries/gouji/highlights.scm": query,
  "helix/queries/gouji/highlights.scm": query,
  "zed/languages/gouji/highlights.scm": query,
  "emacs/gouji-keywords.el": emacsKeywords(keywords),
  "neovim/syntax/gouji.vim": vimSyntax(keywords),
};

// Neovim's copies of the hand-written queries.
for (const name of ["folds", "indents", "injections", "locals"]) {
  const written = readFileSync(join(here, `tree-sitter-gouji/queries/${name}.scm`), "utf8");
  outputs[`neovim/queries/gouji/${name}.scm`] = written;
}

const check = process.argv.includes("--check");
let stale = 0;
for (const [path, content] of Object.entries(outputs)) {
  const file = join(here, path);
  if (existsSync(file) && readFileSync(file, "utf8") === content) continue;
  if (check) {
    stale += 1;
    console.error(`${relative(process.cwd(), file)} is out of date; run node editors/generate.mjs`);
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    console.log(`wrote ${relative(process.cwd(), file)}`);
  }
}
process.exitCode = stale > 0 ? 1 : 0;
