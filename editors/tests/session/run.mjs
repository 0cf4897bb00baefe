#!/usr/bin/env node
// Editing sessions with `gouji lsp`, step by step. See README.md for the table of steps.
//
//   GOUJI=/path/to/gouji npm test

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { bursts } from "./burst.mjs";
import { within } from "./client.mjs";
import { encoded } from "./encoded.mjs";
import { session } from "./session.mjs";

const given = process.env.GOUJI;
if (!given) {
  console.error("GOUJI=/path/to/gouji npm test");
  process.exit(2);
}
const program = resolve(process.env.INIT_CWD ?? process.cwd(), given);
if (!existsSync(program)) {
  console.error(`there is no program at ${program}`);
  process.exit(2);
}

let passed = 0;
let failed = 0;

/** Runs the steps in their order. Later ones build on earlier ones, but each is judged by itself. */
async function run(name, steps, state) {
  console.log(`\n${name}`);
  let number = 0;
  for (const [what, body] of steps) {
    number += 1;
    const start = performance.now();
    let trouble;
    try {
      await body(state);
      passed += 1;
    } catch (error) {
      failed += 1;
      trouble = error;
    }
    const milliseconds = Math.round(performance.now() - start);
    console.log(`${trouble ? "FAIL" : "  ok"} ${String(number).padStart(3)}  ${what}  (${milliseconds} ms)`);
    if (trouble) console.log(String(trouble.message).replace(/^/gm, "           "));
    if (trouble && (trouble.isFatal || !(await answers(state)))) {
      const left = steps.length - number;
      failed += left;
      console.log(`     the server does not answer any more; ${left} steps not run`);
      break;
    }
    // What a failed step left behind must not fail the next ones.
    if (trouble) await state.restore?.(state).catch(() => undefined);
  }
  state.client?.kill();
  if (state.client?.errors) console.log(`     the server's standard error:\n${state.client.errors.slice(0, 2000)}`);
}

/** Whether the server still answers, to anything. */
async function answers({ client }) {
  if (!client || client.isShutDown) return true;
  const answer = client.connection.sendRequest("workspace/symbol", { query: "" }).then(() => true, () => true);
  return within(answer, "a question", 5_000).catch(() => false);
}

await run("A session, columns in UTF-16", session, { program });
await run("A short session, columns in UTF-8", encoded, { program });
for (const [sample, steps] of bursts) await run(`A burst of edits in ${sample}`, steps, { program });

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
