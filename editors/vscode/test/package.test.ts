import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { test } from "node:test";

// Compiled to out/test/.
const extension = join(__dirname, "../..");
const json = <T>(path: string) => JSON.parse(readFileSync(join(extension, path), "utf8")) as T;

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Record<string, unknown> };
    readonly configurationDefaults: Record<string, Record<string, unknown>>;
    readonly snippets: readonly { readonly path: string }[];
  };
}

test("the package holds what it needs and nothing else", () => {
  const vsce = join(extension, "node_modules/@vscode/vsce/vsce");
  const listed = execFileSync(process.execPath, [vsce, "ls", "--no-dependencies"], { cwd: extension, encoding: "utf8" });
  const files = listed.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const server = ["server/gouji", "server/gouji.exe"].filter((path) => existsSync(join(extension, path)));
  assert.deepEqual(files.sort(), [
    "LICENSE",
    "README.md",
    "dist/THIRD-PARTY-NOTICES.txt",
    "dist/extension.js",
    "language-configuration.json",
    "package.json",
    "package.nls.json",
    "package.nls.zh-cn.json",
    ...server,
    "snippets/chinese.json",
    "snippets/english.json",
    "syntaxes/gouji.tmLanguage.json",
    "syntaxes/markdown-gouji.json",
  ].sort());
});

test("the bundle needs nothing but the editor and Node", () => {
  const bundle = readFileSync(join(extension, "dist/extension.js"), "utf8");
  const required = [...bundle.matchAll(/\brequire\("([^"]+)"\)/g)].map((match) => match[1] ?? "");
  assert.ok(required.includes("vscode"));
  const foreign = required.filter((name) => name !== "vscode" && !builtinModules.includes(name.replace(/^node:/, "")));
  assert.deepEqual(foreign, []);
});

test("every string of the manifest stands in both languages", () => {
  const manifest = readFileSync(join(extension, "package.json"), "utf8");
  const used = new Set([...manifest.matchAll(/"%([\w.]+)%"/g)].map((match) => match[1] ?? ""));
  for (const file of ["package.nls.json", "package.nls.zh-cn.json"]) {
    assert.deepEqual(new Set(Object.keys(json<Record<string, string>>(file))), used, file);
  }
});

test("every command of the manifest is registered", () => {
  const bundle = readFileSync(join(extension, "dist/extension.js"), "utf8");
  for (const { command } of json<Manifest>("package.json").contributes.commands) {
    assert.ok(bundle.includes(`"${command.replace(/^gouji\./, "")}"`), command);
  }
});

test("the boxes around ambiguous characters are off for rules and disclosures", () => {
  const { configurationDefaults } = json<Manifest>("package.json").contributes;
  for (const language of ["[gouji]", "[gouji-document]"]) {
    assert.equal(configurationDefaults[language]?.["editor.unicodeHighlight.ambiguousCharacters"], false);
    assert.equal(configurationDefaults[language]?.["editor.unicodeHighlight.invisibleCharacters"], false);
  }
});

test("the language configuration is what the editor can read", () => {
  const configuration = json<{
    wordPattern: { pattern: string; flags: string };
    indentationRules: Record<string, string>;
    brackets: [string, string][];
    autoClosingPairs: { open: string; close: string }[];
    onEnterRules: { beforeText: string }[];
  }>("language-configuration.json");
  const word = new RegExp(configuration.wordPattern.pattern, configuration.wordPattern.flags);
  assert.equal(word.exec("  应当 末(支出计划)")?.[0], "应当");
  assert.equal(word.exec("（㎡）")?.[0], "㎡");
  const increase = new RegExp(configuration.indentationRules["increaseIndentPattern"] ?? "");
  const decrease = new RegExp(configuration.indentationRules["decreaseIndentPattern"] ?? "");
  for (const line of ["规则 甲 {", "规则 甲 ｛", "  绩效指标: [", "表样 甲 填 乙 {  # 注"]) assert.match(line, increase);
  for (const line of ["  合格 项目 { 甲: 1 }", "# 规则 甲 {"]) assert.doesNotMatch(line, increase);
  for (const line of ["}", "  ｝", " ]"]) assert.match(line, decrease);
  assert.doesNotMatch("  应当 甲 = 1", decrease);
  assert.match("  ## 说明", new RegExp(configuration.onEnterRules[0]?.beforeText ?? ""));
  for (const pair of ["（）", "｛｝", "［］"]) {
    assert.ok(configuration.brackets.some((brackets) => brackets.join("") === pair), pair);
  }
  for (const pair of ["（）", "｛｝", "［］", "“”", "「」"]) {
    assert.ok(configuration.autoClosingPairs.some(({ open, close }) => open + close === pair), pair);
  }
});

test("the snippets are what the editor can read, in both languages the same constructs", () => {
  for (const { path } of json<Manifest>("package.json").contributes.snippets) {
    const snippets = json<Record<string, { prefix: string | string[]; body: string[] }>>(path);
    for (const [name, { prefix, body }] of Object.entries(snippets)) {
      assert.ok(prefix.length > 0 && body.join("\n").includes("$0") || body.join("\n").includes("${0"), `${path}: ${name}`);
    }
  }
  const chinese = Object.keys(json<object>("snippets/chinese.json"));
  const english = Object.keys(json<object>("snippets/english.json"));
  assert.equal(chinese.length, english.length);
  for (const name of ["规则", "记录", "表样", "示例", "量纲", "定义"]) assert.ok(chinese.includes(name), name);
});

test("the lock file names no registry host", () => {
  const lock = json<{ packages: Record<string, { resolved?: string; integrity?: string; link?: boolean }> }>("package-lock.json");
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === "") continue;
    assert.equal(entry.resolved, undefined, path);
    assert.ok(entry.integrity, path);
  }
});
