// The texts of the session, and what the command says of them.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Text } from "./places.mjs";

export const RULES = `规则集 示范 版本 “1” {
  依据 《示范办法》第一条
}

量纲 金额 {
  元
  万元 = 10000 元
  精度 0.01 万元
}

## 收入说明里的数。
记录 收入 {
  合计: 金额
  拨款: 金额
  其他: 金额
}

表样 收入说明 填 收入 {
  段 含 “全部收入”
  句 “收入合计{合计}”
  句 “拨款收入{拨款}”
  句 “其他收入{其他}”
}

定义 各项之和(甲, 乙) = 甲 + 乙

## 合计等于各项之和。
规则 收入合计 {
  对每个 收入
  应当 合计 = 各项之和(拨款, 其他)
  否则 “合计写作 {合计}，各项之和 {拨款 + 其他}”
  修正 合计 为 拨款 + 其他
}

示例 收入合计 {
  合格   收入 { 合计: 3 万元, 拨款: 1 万元, 其他: 2 万元 }
  不合格 收入 { 合计: 4 万元, 拨款: 1 万元, 其他: 2 万元 } “各项之和”
}
`;

/** A disclosure whose total is 10 万元 too high. */
export const DISCLOSURE = `甲局2022年部门预算

一、收入说明

本部门全部收入。2022年收入合计100.00万元，其中：拨款收入60.00万元，其他收入30.00万元。
`;

/** One that is right, with Windows line ends and characters outside the Basic Multilingual Plane. */
export const RIGHT_DISCLOSURE = [
  "乙局2022年部门预算",
  "",
  "一、收入说明",
  "",
  "（𠮷字号😀）本部门全部收入。2022年收入合计90.00万元，其中：拨款收入60.00万元，其他收入30.00万元。",
  "",
].join("\r\n");

export const PROJECT = `rules = ["rules"]\ndocuments = ["documents"]\ndefault-packs = false\n`;

const made = [];
process.on("exit", () => made.forEach((root) => rmSync(root, { recursive: true, force: true })));

/** Makes a folder with these files, for as long as this program runs; gives its path. */
export function folder(files) {
  const root = mkdtempSync(join(tmpdir(), "gouji-session-"));
  made.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/**
 * What a fresh `gouji check` says of a document and of the rule files, in the shape of `summary`: `{ document, rules }`,
 * the rules by path. The files (`gouji.toml` among them, where there is one) are written to a new folder, so that
 * nothing of the old one can leak in.
 */
export function freshCheck(program, files, document, options, encoding) {
  const root = folder(files);
  const args = ["check", "--show", "unread", "--format", "json", ...options, document];
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
  const report = [0, 1, 2].includes(status) && stdout.startsWith("{") ? JSON.parse(stdout) : undefined;
  const found = report?.documents.find(({ path }) => path.endsWith(document.split("/").at(-1)));
  if (!found) throw new Error(`gouji ${args.join(" ")} does not speak of ${document}: exit status ${status}\n${stderr}`);
  const rules = {};
  for (const path of Object.keys(files).filter((name) => name.endsWith(".gouji"))) {
    const problems = report.problems.filter((problem) => problem.path?.endsWith(path));
    rules[path] = lines(problems, files[path], encoding);
  }
  return { document: lines([...found.findings, ...found.problems], files[document], encoding), rules };
}

/** What a report says of a text, with the places in the protocol's columns. */
function lines(findings, content, encoding) {
  const text = new Text(content.replace(/^\uFEFF/, ""), encoding);
  const starts = [0, ...[...text.content.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)];
  const position = (number, column) => {
    const start = starts[number - 1];
    const characters = [...text.content.slice(start, start + 2 * column)].slice(0, column - 1).join("");
    return text.position(start + characters.length);
  };
  const told = findings.map(({ rule, code, severity, message, basis, places: [place] }) => {
    const start = place ? position(place.line, place.column) : { line: 0, character: 0 };
    const end = place ? position(place.end_line, place.end_column) : { line: 0, character: 0 };
    return line(rule ?? code, { start, end }, severity, message, basis);
  });
  return told.sort();
}

const SEVERITIES = [undefined, "error", "warning", "note", "note"];

/**
 * Diagnostics as lines that can be compared: rule, place, severity, message and legal basis. What is said in a rule
 * file of the open documents is left out: the command knows nothing of what is open.
 */
export function summary(diagnostics) {
  const of = diagnostics.filter(({ code }) => !isStanding(code));
  const told = of.map(({ code, range, severity, message }) => {
    const [first, ...rest] = message.split("\n");
    const basis = rest.map((text) => /^(?:依据|Basis:) (.*)$/.exec(text)?.[1]).filter((text) => text !== undefined);
    return line(code, range, SEVERITIES[severity], first, basis);
  });
  return told.sort();
}

/** Waits until what is published of a file is this, and stays so while the server answers a question. */
export async function settled(client, document, expected) {
  const now = () => summary(client.diagnostics(document.uri));
  const holds = client.until("what is published is what a fresh check finds", () => isDeepStrictEqual(now(), expected));
  // The difference says more than that time has passed.
  await holds.catch(() => assert.deepEqual(now(), expected));
  await client.ask("documentSymbol", document);
  assert.deepEqual(now(), expected);
}

/** Whether a diagnostic of a rule file says how its rules and forms fare on the open documents. */
export const isStanding = (code) => String(code).startsWith("standing/");

const line = (code, { start, end }, severity, message, basis) =>
  `${start.line + 1}:${start.character}–${end.line + 1}:${end.character} ${severity} ${code}: ${[message, ...basis].join(" | ")}`;
