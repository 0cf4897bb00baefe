import assert from "node:assert/strict";
import { test } from "node:test";
import { listing, reading } from "../src/lens";
import { languageOf, say } from "../src/words";

test("a Chinese editor is answered in Chinese", () => {
  assert.equal(languageOf("zh-cn"), "zh");
  assert.equal(languageOf("zh-TW"), "zh");
  assert.equal(languageOf("en"), "en");
  assert.equal(languageOf("de"), "en");
});

test("that no server was found is said with the setting that mends it", () => {
  assert.match(say("zh", "missing"), /没有找到.*gouji\.server\.path/);
  assert.match(say("en", "missing"), /not found.*gouji\.server\.path/);
});

test("values are filled in as they are", () => {
  assert.equal(say("en", "explainFailed", "a$&{1}", "b"), "Cannot explain “a$&{1}”: b");
});

test("the lens's argument is read, and anything else refused", () => {
  const position = { line: 1, character: 2 };
  const place = { uri: "file:///a", range: { start: position, end: position } };
  assert.deepEqual(listing(["file:///r", position, [place, { uri: "x" }, null]]), {
    uri: "file:///r", position, places: [place],
  });
  assert.equal(listing([]), undefined);
  assert.equal(listing(["file:///r", { line: "1" }, []]), undefined);
  assert.equal(listing(["file:///r", position, "no"]), undefined);
  assert.deepEqual(reading(["file:///a", "支出表"]), { uri: "file:///a", form: "支出表" });
  assert.equal(reading([null, "支出表"]), undefined);
  assert.equal(reading(["file:///a"]), undefined);
});
