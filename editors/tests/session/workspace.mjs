// The texts of the session, and what the command says of them.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
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
 * What a fresh `gouji check` says of a document, in the shape of `summary`. The files (`gouji.toml` among
 * them, where there is one) are written to a new folder, so that nothing of the old one can leak in.
 */
export function freshCheck(program, files, document, options, encoding) {
  const root = folder(files);
  const args = ["check", "--format", "json", ...options, document];
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
  if (![0, 1].includes(status)) throw new Error(`gouji ${args.join(" ")}: exit status ${status}\n${stderr}`);
  const report = JSON.parse(stdout);
  const found = report.documents.find(({ path }) => path.endsWith(document.split("/").at(-1)));
  if (!found) throw new Error(`the report does not speak of ${document}`);
  const text = new Text(files[document].replace(/^\uFEFF/, ""), encoding);
  const points = [...text.content.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length);
  const position = (line, column) => {
    const start = line === 1 ? 0 : points[line - 2];
    const characters = [...text.content.slice(start, start + 2 * column)].slice(0, column - 1).join("");
    return text.position(start + characters.length);
  };
  return [...found.findings, ...found.problems]
    .map(({ rule, code, places: [place] }) => {
      const start = place ? position(place.line, place.column) : { line: 0, character: 0 };
      const end = place ? position(place.end_line, place.end_column) : { line: 0, character: 0 };
      return line(rule ?? code, { start, end });
    })
    .sort();
}

/** Diagnostics as lines that can be compared: the rule, and the place of its subject. */
export function summary(diagnostics) {
  return diagnostics.map(({ code, range }) => line(code, range)).sort();
}

const line = (code, { start, end }) =>
  `${start.line + 1}:${start.character}–${end.line + 1}:${end.character} ${code}`;
