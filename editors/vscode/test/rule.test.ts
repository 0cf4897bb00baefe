import assert from "node:assert/strict";
import { test } from "node:test";
import { explainArguments, ruleAtLine, ruleOfFindings } from "../src/rule";

const lines = `## 说明
规则 收入合计 {
  应当 合计 = 1
}

示例 收入合计 {
  合格 收入 { 合计: 1 }
}

记录 收入 {
  合计: 金额
}

rule \`其中：甲\` {
  must a = 1
}`.split("\n");
const at = (text: string) => ruleAtLine(lines, lines.findIndex((line) => line.includes(text)));

test("the rule of a place is the item it stands in", () => {
  assert.equal(at("应当"), "收入合计");
  assert.equal(at("规则 收入"), "收入合计");
  assert.equal(at("## 说明"), "收入合计");
  assert.equal(at("合格"), "收入合计");
  assert.equal(at("must"), "其中：甲");
});

test("a record is no rule", () => {
  assert.equal(at("合计: 金额"), undefined);
  assert.equal(ruleAtLine([], 0), undefined);
});

test("a ruleset is not a rule whose name begins with 集", () => {
  assert.equal(ruleAtLine(["规则集 部门预算 {", "  依据 《甲》", "}"], 1), undefined);
});

test("in a document the finding at the cursor names the rule", () => {
  const finding = { source: "gouji", containsCursor: false, distance: 0 };
  assert.equal(
    ruleOfFindings([
      { ...finding, code: "甲/一" },
      { ...finding, code: { value: "甲/二", target: "…" }, containsCursor: true },
    ]),
    "甲/二",
  );
  assert.equal(ruleOfFindings([{ ...finding, code: "甲/一" }]), "甲/一");
  assert.equal(ruleOfFindings([{ ...finding, code: "甲/一", distance: 1 }]), undefined);
  assert.equal(ruleOfFindings([{ ...finding, source: "spelling", code: "typo", containsCursor: true }]), undefined);
  assert.equal(ruleOfFindings([{ ...finding, code: 7, containsCursor: true }]), undefined);
});

test("a rule is explained from the pack it lies in before those that are in force anyway", () => {
  assert.deepEqual(explainArguments("甲", { path: "/p/a.gouji", folder: "/p" }, "zh"), [
    ["explain", "--lang", "zh", "--no-default-packs", "--rules", "/p", "--", "甲"],
    ["explain", "--lang", "zh", "--rules", "/p/a.gouji", "--", "甲"],
    ["explain", "--lang", "zh", "--", "甲"],
  ]);
  assert.deepEqual(explainArguments("--甲", undefined, "en"), [["explain", "--lang", "en", "--", "--甲"]]);
});
