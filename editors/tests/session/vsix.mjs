#!/usr/bin/env node
// A packed VSIX, unpacked and looked through: everything that it needs is there, nothing else, and the server
// inside checks a disclosure.
//
//   node vsix.mjs PATH_TO_VSIX        needs unzip

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, within } from "./client.mjs";
import { folder } from "./workspace.mjs";

const [given] = process.argv.slice(2);
if (!given) {
  console.error("node vsix.mjs PATH_TO_VSIX");
  process.exit(2);
}
const archive = resolve(given);
const unpacked = folder({});
execFileSync("unzip", ["-q", archive, "-d", unpacked]);

const files = readdirSync(unpacked, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(unpacked.length + 1).replaceAll("\\", "/"));
const text = (path) => readFileSync(join(unpacked, "extension", path), "utf8");
const manifest = JSON.parse(text("package.json"));
const server = process.platform === "win32" ? "server/gouji.exe" : "server/gouji";

// vsce calls two of the files by other names than ours.
assert.deepEqual(files.sort(), [
  "[Content_Types].xml",
  "extension.vsixmanifest",
  ...[
    "LICENSE.txt", "dist/THIRD-PARTY-NOTICES.txt", "dist/extension.js", "language-configuration.json", "package.json",
    "package.nls.json", "package.nls.zh-cn.json", "readme.md", server, "snippets/chinese.json", "snippets/english.json",
    "syntaxes/gouji.tmLanguage.json", "syntaxes/markdown-gouji.json",
  ].map((path) => `extension/${path}`),
].sort());

// Whatever the manifest names is there.
const { languages, grammars, snippets } = manifest.contributes;
const named = [...languages.map(({ configuration }) => configuration), ...[...grammars, ...snippets].map(({ path }) => path), manifest.main];
for (const path of named.filter(Boolean)) assert.ok(files.includes(join("extension", path)), path);

// The client library is in the bundle, with its licence; nothing is asked of a node_modules that is not there.
const bundle = text("dist/extension.js");
const required = new Set([...bundle.matchAll(/\brequire\("([^"]+)"\)/g)].map((match) => match[1]));
const foreign = [...required].filter((name) => name !== "vscode" && !builtinModules.includes(name.replace(/^node:/, "")));
assert.deepEqual(foreign, []);
assert.match(bundle, /textDocument\/publishDiagnostics/);
for (const library of ["vscode-languageclient", "vscode-jsonrpc", "vscode-languageserver-protocol"]) {
  assert.match(text("dist/THIRD-PARTY-NOTICES.txt"), new RegExp(`^${library} \\d`, "m"));
}
assert.match(text("LICENSE.txt"), /MIT[^]*Apache|Apache[^]*MIT/i);
assert.match(text("readme.md"), /gouji/);

// The server is this machine's, has the rule packs in itself, and finds what is wrong with a sample.
const sample = "bailu-culture-tourism-2021.txt";
const disclosure = readFileSync(join(dirname(fileURLToPath(import.meta.url)), "../../../tests/disclosures", sample), "utf8");
const root = folder({ [sample]: disclosure });
const client = new Client(join(unpacked, "extension", server));
await within(client.initialize([root], ["utf-16"]), "initialize");
const document = client.open(join(root, sample), "plaintext", disclosure);
const found = await client.current(document, "its findings", (list) => list.length > 0);
assert.ok(found.some(({ severity }) => severity === 1));
await client.shutdown();
assert.equal(await client.exit(), 0);

console.log(`${archive}: ${files.length} files, ${found.length} findings from the server inside`);
