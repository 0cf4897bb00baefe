// 200 edits sent without waiting, in a disclosure and in a rule file, with questions in between. The
// server must end where a fresh check of the final texts ends.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, within } from "./client.mjs";
import { folder, freshCheck, summary } from "./workspace.mjs";

const EDITS = 200;
const samples = join(dirname(fileURLToPath(import.meta.url)), "../../../tests/disclosures");
/** Windows line ends and a byte order mark; and one with plain ones. */
const SAMPLES = ["songpi-education-sports-2022.txt", "bailu-culture-tourism-2021.txt"];

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
      await state.client.quiet();
      const fresh = freshCheck(state.program, state.files, `documents/${sample}`, ["--rules", "rules"], state.client.encoding);
      assert.deepEqual(summary(state.client.diagnostics(state.document.uri)), fresh);
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
      await client.current(document, "a report of the last edit");
      await client.current(rules, "a report of the last edit of the rules");
      await client.quiet();
      state.files = { [`documents/${sample}`]: document.text.content, "rules/extra.gouji": rules.text.content };
      const fresh = freshCheck(state.program, state.files, `documents/${sample}`, ["--rules", "rules"], client.encoding);
      assert.ok(fresh.length > 0);
      assert.deepEqual(summary(client.diagnostics(document.uri)), fresh);
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

/** One session for each sample. */
export const bursts = SAMPLES.map((sample) => [sample, steps(sample)]);
