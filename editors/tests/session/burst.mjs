// 200 edits sent without waiting, in a disclosure or in a rule file, with questions in between. The server must
// end where a fresh check of the final texts ends: finding by finding, with code, place and message.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, within } from "./client.mjs";
import { folder, freshCheck, settled, summary } from "./workspace.mjs";

const EDITS = 200;
const samples = join(dirname(fileURLToPath(import.meta.url)), "../../../tests/disclosures");
/** Windows line ends and a byte order mark; and one with plain ones. */
const SAMPLES = ["songpi-education-sports-2022.txt", "bailu-culture-tourism-2021.txt"];

const OPTIONS = ["--lang", "zh", "--rules", "rules"];

const EXTRA_RULE = `规则 预算数为正 {
  对每个 项目
  应当 预算数 > 0 万元
}
`;

/** The same numbers in every run: a linear congruential generator. */
function numbers(seed) {
  let state = BigInt(seed);
  return (below) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
    return Number((state >> 33n) % BigInt(below));
  };
}

/** One edit of the kinds that people make: a figure, a character, a line, a taken-back line. */
function edit(document, next) {
  const { content } = document.text;
  const range = (start, end) => ({ start: document.text.position(start), end: document.text.position(end) });
  const pick = (pattern) => {
    const found = [...content.matchAll(pattern)];
    return found.length > 0 ? found[next(found.length)] : undefined;
  };
  const kind = next(10);
  if (kind < 6) {
    const figure = pick(/\d+\.\d\d/g);
    if (figure) return { range: range(figure.index, figure.index + figure[0].length), text: `${next(500)}.${String(next(100)).padStart(2, "0")}` };
  }
  if (kind === 6) {
    const cell = pick(/\t/g);
    if (cell) return { range: range(cell.index, cell.index), text: ["𠮷", "甲", "1", "😀"][next(4)] };
  }
  if (kind === 7) {
    const odd = pick(/[𠮷😀]/gu);
    if (odd) return { range: range(odd.index, odd.index + odd[0].length), text: "" };
  }
  if (kind === 8) {
    const start = pick(/(?<=\n)(?=[^\r\n])/g);
    if (start) return { range: range(start.index, start.index), text: content.includes("\r\n") ? "备注\r\n" : "备注\n" };
  }
  const added = pick(/备注\r?\n/g);
  if (added) return { range: range(added.index, added.index + added[0].length), text: "" };
  return { range: range(content.length, content.length), text: "\n" };
}

function steps(sample) {
  return [
    [`open it and a rule file beside it`, async (state) => {
      // What editors send has no byte order mark.
      const text = readFileSync(join(samples, sample), "utf8").replace(/^\uFEFF/, "");
      state.files = { [`documents/${sample}`]: text, "rules/extra.gouji": EXTRA_RULE };
      const root = folder(state.files);
      state.client = new Client(state.program);
      try {
        await within(state.client.initialize([root], ["utf-16"]), "initialize");
      } catch (error) {
        throw Object.assign(error, { isFatal: true });
      }
      state.document = state.client.open(join(root, `documents/${sample}`), "plaintext", text);
      state.rules = state.client.open(join(root, "rules/extra.gouji"), "gouji", EXTRA_RULE);
      const found = await state.client.current(state.document, "its findings", (list) => list.length > 0);
      assert.ok(found.length > 0);
    }],

    [`before the burst, the diagnostics are those of a fresh check`, async (state) => {
      const fresh = freshCheck(state.program, state.files, `documents/${sample}`, OPTIONS, state.client.encoding);
      assert.ok(fresh.document.length > 0);
      await settled(state.client, state.document, fresh.document);
    }],

    [`${EDITS} edits without waiting end where a fresh check of the final texts ends`, async (state) => {
      const { client, document, rules } = state;
      const next = numbers(20220101);
      const questions = [];
      for (let count = 0; count < EDITS; count += 1) {
        if (count % 10 === 3) {
          const limit = /预算数 > \d+/.exec(rules.text.content)[0];
          client.replace(rules, limit, `预算数 > ${next(40)}`);
        } else {
          client.change(document, edit(document, next));
        }
        if (count % 25 === 7) {
          questions.push(client.ask("documentSymbol", document).then(() => "answered", (error) => error.code ?? error.message));
        }
      }
      for (const outcome of await Promise.all(questions)) {
        assert.ok(["answered", -32800, -32801, -32802].includes(outcome), String(outcome));
      }
      state.files = { [`documents/${sample}`]: document.text.content, "rules/extra.gouji": rules.text.content };
      const fresh = freshCheck(state.program, state.files, `documents/${sample}`, OPTIONS, client.encoding);
      assert.ok(fresh.document.length > 0);
      await settled(client, document, fresh.document);
      await settled(client, rules, fresh.rules["rules/extra.gouji"]);
    }],

    [`after the burst, what is pulled is what was pushed`, async ({ client, document }) => {
      const report = await client.ask("diagnostic", document);
      assert.deepEqual(summary(report.items), summary(client.diagnostics(document.uri)));
    }],

    [`shutdown and exit`, async ({ client }) => {
      await client.shutdown();
      assert.equal(await client.exit(), 0);
    }],
  ];
}

// ---- A rule file

const PACK = join(dirname(fileURLToPath(import.meta.url)), "../../../rules/department-budget");
const EDITED = "rules/three-public-expenses.gouji";
const PACK_PROJECT = `rules = ["rules"]\ndocuments = ["documents"]\ndefault-packs = false\n`;
/** What slips into a text while it is typed. */
const SLIPS = ["{", "}", "“", "”", "=", "#", "\n", "应当", "公务用车", " 且 ", "万元", "5", "😀", "\t"];

/** One edit of a rule file; `taken` holds what takes the earlier ones back, the last one first. */
function editOfRules(rules, next, taken) {
  const { text } = rules;
  const change = (start, end, written) => {
    taken.push({ start, end: start + written.length, text: text.content.slice(start, end) });
    return { range: { start: text.position(start), end: text.position(end) }, text: written };
  };
  const kind = next(10);
  if (kind < 4 && taken.length > 0) {
    const { start, end, text: written } = taken.pop();
    return { range: { start: text.position(start), end: text.position(end) }, text: written };
  }
  // Not between the halves of a surrogate pair.
  const points = [...text.content.matchAll(/[^]/gu)];
  const at = points[next(points.length)];
  if (kind < 6) return change(at.index, at.index + at[0].length, "");
  if (kind < 8) return change(at.index, at.index, SLIPS[next(SLIPS.length)]);
  const figures = [...text.content.matchAll(/\d+/g)];
  const figure = figures[next(figures.length)];
  return change(figure.index, figure.index + figure[0].length, String(next(100)));
}

/** The rule files of the pack, as the session has them. */
/** The pack without its examples: `gouji check` reads none, and an editor tells what is wrong in them. */
function packFiles() {
  const names = readdirSync(PACK).filter((name) => name.endsWith(".gouji"));
  const rules = (name) => readFileSync(join(PACK, name), "utf8").replace(/^示例 [^]*?^}\n/gm, "");
  return Object.fromEntries(names.map((name) => [`rules/${name}`, rules(name)]));
}

function ruleSteps(sample) {
  const document = `documents/${sample}`;
  const fresh = ({ program, files, client }) => freshCheck(program, files, document, ["--lang", "zh"], client.encoding);
  return [
    [`open a rule file and a disclosure`, async (state) => {
      const text = readFileSync(join(samples, sample), "utf8").replace(/^\uFEFF/, "");
      state.files = { "gouji.toml": PACK_PROJECT, ...packFiles(), [document]: text };
      const root = folder(state.files);
      state.client = new Client(state.program);
      try {
        await within(state.client.initialize([root], ["utf-16"]), "initialize");
      } catch (error) {
        throw Object.assign(error, { isFatal: true });
      }
      state.rules = state.client.open(join(root, EDITED), "gouji", state.files[EDITED]);
      state.document = state.client.open(join(root, document), "plaintext", text);
      state.next = numbers(20240607);
      state.taken = [];
      const { document: found, rules } = fresh(state);
      assert.ok(found.length > 0);
      await settled(state.client, state.document, found);
      await settled(state.client, state.rules, rules[EDITED]);
    }],

    [`${EDITS} edits of the rule file without waiting end where a fresh check of the final texts ends`, async (state) => {
      const { client, rules, next, taken } = state;
      const questions = [];
      for (let count = 0; count < EDITS; count += 1) {
        client.change(rules, editOfRules(rules, next, taken));
        if (count % 25 === 7) {
          questions.push(client.ask("codeLens", rules).then(() => "answered", (error) => error.code ?? error.message));
        }
      }
      for (const outcome of await Promise.all(questions)) {
        assert.ok(["answered", -32800, -32801, -32802].includes(outcome), String(outcome));
      }
      state.files[EDITED] = rules.text.content;
      const { document: found, rules: problems } = fresh(state);
      // It was left in the middle of something.
      assert.ok(taken.length > 0 && problems[EDITED].length > 0);
      await settled(client, rules, problems[EDITED]);
      await settled(client, state.document, found);
    }],

    [`all taken back without waiting, all is as it was`, async (state) => {
      const { client, rules, taken } = state;
      while (taken.length > 0) {
        const { start, end, text } = taken.pop();
        client.change(rules, { range: { start: rules.text.position(start), end: rules.text.position(end) }, text });
      }
      state.files[EDITED] = packFiles()[EDITED];
      assert.equal(rules.text.content, state.files[EDITED]);
      const { document: found, rules: problems } = fresh(state);
      assert.deepEqual(problems[EDITED], []);
      await settled(client, rules, []);
      await settled(client, state.document, found);
    }],

    [`after the burst, what is pulled is what was pushed`, async ({ client, rules }) => {
      const report = await client.ask("diagnostic", rules);
      assert.deepEqual(summary(report.items), summary(client.diagnostics(rules.uri)));
    }],

    [`shutdown and exit`, async ({ client }) => {
      await client.shutdown();
      assert.equal(await client.exit(), 0);
    }],
  ];
}

/** One session for each sample, and one for a rule file. */
export const bursts = [
  ...SAMPLES.map((sample) => [sample, steps(sample)]),
  [`a rule file beside ${SAMPLES[1]}`, ruleSteps(SAMPLES[1])],
];
