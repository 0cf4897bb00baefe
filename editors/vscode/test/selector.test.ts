import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_DOCUMENTS, documentPatterns, documentSelector, watchedPatterns } from "../src/selector";

test("without a setting, text, tab-separated and comma-separated files are disclosures", () => {
  assert.deepEqual(documentPatterns(undefined), ["**/*.txt", "**/*.tsv", "**/*.tab", "**/*.csv"]);
  assert.deepEqual(documentPatterns(null), [...DEFAULT_DOCUMENTS]);
});

test("an empty setting means none, not the default", () => {
  assert.deepEqual(documentPatterns([]), []);
});

test("one pattern may stand without brackets; what is no pattern is left out", () => {
  assert.deepEqual(documentPatterns("公开/**/*.txt"), ["公开/**/*.txt"]);
  assert.deepEqual(documentPatterns([" a/*.txt ", "", 3, null, "a/*.txt", "b.tsv"]), ["a/*.txt", "b.tsv"]);
  assert.deepEqual(documentPatterns(42), []);
});

test("rule files are the server's by language, also unsaved ones; disclosures by pattern", () => {
  const selector = documentSelector(["**/*.txt"]);
  assert.deepEqual(selector.filter(({ language }) => language === "gouji"), [
    { scheme: "file", language: "gouji" },
    { scheme: "untitled", language: "gouji" },
  ]);
  assert.deepEqual(selector.filter(({ pattern }) => pattern !== undefined), [{ scheme: "file", pattern: "**/*.txt" }]);
});

test("no filter is open to every file", () => {
  for (const filter of documentSelector(documentPatterns(undefined))) {
    assert.ok(filter.scheme !== undefined && (filter.language !== undefined || filter.pattern !== undefined));
  }
});

test("rule files and the configuration are watched besides the disclosures", () => {
  assert.deepEqual(watchedPatterns(["x/*.txt"]), ["**/*.gouji", "**/gouji.toml", "x/*.txt"]);
});
