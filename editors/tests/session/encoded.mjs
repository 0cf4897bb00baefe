// The same ground in short, with a client that counts columns in bytes.

import assert from "node:assert/strict";
import { join } from "node:path";
import { Client, within } from "./client.mjs";
import { PROJECT, RIGHT_DISCLOSURE, RULES, folder, freshCheck, settled } from "./workspace.mjs";

const RULE = "示范/收入合计";
const RULES_WITH_BASIS = RULES.replace("规则 收入合计 {", "规则 收入合计 {\n  依据 《示范办法》第二条");
const fails = (diagnostics) => diagnostics.filter(({ code }) => code === RULE);

export const encoded = [
  ["initialize: a client that prefers UTF-8 gets it", async (state) => {
    state.files = { "gouji.toml": PROJECT, "rules/own.gouji": RULES_WITH_BASIS, "documents/乙局.txt": RIGHT_DISCLOSURE };
    const root = folder(state.files);
    state.path = (name) => join(root, name);
    state.client = new Client(state.program);
    try {
      await within(state.client.initialize([root], ["utf-8", "utf-16"], "en"), "initialize");
    } catch (error) {
      throw Object.assign(error, { isFatal: true });
    }
    assert.equal(state.client.encoding, "utf-8");
  }],

  ["a finding behind characters of four bytes stands at the right column", async (state) => {
    const { client } = state;
    state.document = client.open(state.path("documents/乙局.txt"), "plaintext", RIGHT_DISCLOSURE);
    client.replace(state.document, "90.00", "95.00");
    const [finding] = fails(await client.current(state.document, "a finding", (found) => fails(found).length === 1));
    assert.equal(state.document.text.slice(finding.range), "95.00万元");
  }],

  ["an English client is told the legal basis in English words", async ({ client, document }) => {
    const [finding] = fails(client.diagnostics(document.uri));
    assert.match(finding.message, /Basis.*《示范办法》第二条/);
    assert.doesNotMatch(finding.message, /依据/);
  }],

  ["edits on both sides of characters of four bytes keep the texts together", async ({ client, document }) => {
    client.replace(document, "𠮷字", "𠮷𠮷字");
    client.replace(document, "95.00", "90.00");
    await client.current(document, "no finding", (found) => fails(found).length === 0);
    client.replace(document, "其他收入30.00", "其他收入3０.5");
    const [finding] = fails(await client.current(document, "a finding", (found) => fails(found).length === 1));
    assert.equal(document.text.slice(finding.range), "90.00万元");
  }],

  ["what is published is what a fresh check finds", async ({ client, program, files, document }) => {
    const now = { ...files, "documents/乙局.txt": document.text.content };
    const fresh = freshCheck(program, now, "documents/乙局.txt", ["--lang", "en"], "utf-8").document;
    assert.ok(fresh.length > 0);
    await settled(client, document, fresh);
  }],

  ["shutdown and exit", async ({ client }) => {
    await client.shutdown();
    assert.equal(await client.exit(), 0);
  }],
];
