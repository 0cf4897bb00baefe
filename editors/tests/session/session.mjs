// The long session: two kinds of file, every feature, nothing taken on trust.

import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Client, within } from "./client.mjs";
import { DISCLOSURE, PROJECT, RIGHT_DISCLOSURE, RULES, folder, freshCheck, isStanding, settled, summary } from "./workspace.mjs";

const RULE = "示范/收入合计";
const fails = (diagnostics) => diagnostics.filter(({ code }) => code === RULE);
const fatal = (error) => Object.assign(error, { isFatal: true });

/** Texts of a list of locations, which must all lie in open documents. */
const texts = (state, locations) =>
  locations.map(({ uri, range }) => {
    const document = [state.rules, state.wrong, state.right].find((open) => decodeURI(open.uri) === decodeURI(uri));
    assert.ok(document, `a location in ${uri}`);
    return document.text.slice(range);
  });

/** What is said in the rule file of how an item fares on the open documents, at its name. */
function standing(client, rules, item) {
  const [, name] = item.split(" ");
  const range = rules.text.range(item, { of: name });
  return client.diagnostics(rules.uri).find(({ code, range: { start, end } }) =>
    isStanding(code) && rules.text.index(start) <= rules.text.index(range.start) && rules.text.index(end) >= rules.text.index(range.end));
}

/** How many fail by that: the number in front of the word. */
function failing(client, rules) {
  const note = standing(client, rules, "规则 收入合计");
  return note ? Number(/(\d+)\s*项不通过/.exec(note.message)[1]) : 0;
}

/** Gives the open files the texts that the steps begin with. */
async function restore({ client, rules, wrong, right }) {
  for (const [document, text] of [[rules, RULES], [wrong, DISCLOSURE], [right, RIGHT_DISCLOSURE]]) {
    if (document && document.text.content !== text) client.change(document, { text });
  }
  await client.quiet();
}

export const session = [
  ["initialize: the server names itself and what it offers", async (state) => {
    state.files = {
      "gouji.toml": PROJECT,
      "rules/own.gouji": RULES,
      "documents/甲局.txt": DISCLOSURE,
      "documents/乙局.txt": RIGHT_DISCLOSURE,
      "documents/丙局.txt": DISCLOSURE.replace("甲局", "丙局"),
    };
    state.root = folder(state.files);
    state.path = (name) => join(state.root, name);
    state.restore = restore;
    state.client = new Client(state.program);
    try {
      state.answer = await within(state.client.initialize([state.root], ["utf-16"]), "initialize");
    } catch (error) {
      throw fatal(error);
    }
    assert.equal(state.answer.serverInfo?.name, "gouji");
    assert.equal(state.answer.capabilities.positionEncoding ?? "utf-16", "utf-16");
    const sync = state.answer.capabilities.textDocumentSync;
    assert.equal(typeof sync === "object" ? sync.change : sync, 2, "incremental synchronisation");
    for (const ability of [
      "hoverProvider", "completionProvider", "definitionProvider", "referencesProvider", "renameProvider",
      "documentSymbolProvider", "foldingRangeProvider", "semanticTokensProvider", "codeActionProvider",
      "codeLensProvider", "inlayHintProvider", "diagnosticProvider",
    ]) {
      assert.ok(state.answer.capabilities[ability], ability);
    }
  }],

  ["first pass: documents that are not open are reported, with progress shown", async ({ client, path }) => {
    const uri = pathToFileURL(path("documents/丙局.txt")).href;
    await client.until("the closed document is reported", () => fails(client.diagnostics(uri)).length === 1);
    await client.until("progress has ended", () => client.progress.some(({ value }) => value.kind === "end"));
    assert.ok(client.progress.some(({ value }) => value.kind === "begin"));
  }],

  ["the server asks to be told of changes on disk", async ({ client }) => {
    await client.until("a registration", () =>
      client.registrations.some(({ method }) => method === "workspace/didChangeWatchedFiles"));
  }],

  ["open a rule file: nothing is wrong with it", async (state) => {
    state.rules = state.client.open(state.path("rules/own.gouji"), "gouji", RULES);
    const found = await state.client.current(state.rules, "the rule file is reported");
    assert.deepEqual(found.filter(({ severity }) => severity <= 2), []);
  }],

  ["open a disclosure: its finding stands at the very figure", async (state) => {
    state.wrong = state.client.open(state.path("documents/甲局.txt"), "plaintext", DISCLOSURE);
    const [finding, ...more] = fails(await state.client.current(state.wrong, "the finding", (found) => fails(found).length > 0));
    assert.deepEqual(more, []);
    assert.equal(state.wrong.text.slice(finding.range), "100.00万元");
    assert.equal(finding.severity, 1);
    assert.equal(finding.source, "gouji");
  }],

  ["the finding links the figures that it is computed from", async ({ client, wrong }) => {
    const [finding] = fails(client.diagnostics(wrong.uri));
    const related = (finding.relatedInformation ?? []).map(({ location }) => wrong.text.slice(location.range));
    assert.deepEqual(related.sort(), ["30.00万元", "60.00万元"]);
  }],

  ["open a right disclosure with CRLF and surrogate pairs: no finding", async (state) => {
    state.right = state.client.open(state.path("documents/乙局.txt"), "gouji-document", RIGHT_DISCLOSURE);
    assert.deepEqual(fails(await state.client.current(state.right, "a report")), []);
  }],

  ["typing a figure makes a finding, at the right column behind a surrogate pair", async ({ client, right }) => {
    client.replace(right, "90.00", "95.00");
    const [finding] = fails(await client.current(right, "a finding", (found) => fails(found).length === 1));
    assert.equal(right.text.slice(finding.range), "95.00万元");
  }],

  ["typing it back removes the finding", async ({ client, right }) => {
    client.replace(right, "95.00", "90.00");
    await client.current(right, "no finding", (found) => fails(found).length === 0);
  }],

  ["an edit inside a surrogate pair's line, and one of the pair itself, keep the texts together", async ({ client, right }) => {
    client.replace(right, "😀", "👨‍👩‍👧𠀀");
    client.replace(right, "其他收入30.00", "其他收入31.00");
    const [finding] = fails(await client.current(right, "a finding", (found) => fails(found).length === 1));
    assert.equal(right.text.slice(finding.range), "90.00万元");
    client.replace(right, "其他收入31.00", "其他收入30.00");
    await client.current(right, "no finding", (found) => fails(found).length === 0);
  }],

  ["joining and splitting lines over a CRLF", async ({ client, right }) => {
    client.replace(right, "一、收入说明\r\n\r\n", "一、收入说明");
    await client.current(right, "a report of the joined lines");
    client.replace(right, "一、收入说明", "一、收入说明\r\n\r\n");
    assert.deepEqual(fails(await client.current(right, "a report of the split lines")), []);
    client.replace(right, "60.00万元", "61.00万元");
    const [finding] = fails(await client.current(right, "a finding", (found) => fails(found).length === 1));
    assert.equal(right.text.slice(finding.range), "90.00万元");
    client.replace(right, "61.00万元", "60.00万元");
    await client.current(right, "no finding", (found) => fails(found).length === 0);
  }],

  ["several changes in one notification apply one after the other", async ({ client, wrong }) => {
    const figure = wrong.text.range("30.00");
    const start = { line: 0, character: 0 };
    const moved = { start: { ...figure.start, line: figure.start.line + 1 }, end: { ...figure.end, line: figure.end.line + 1 } };
    client.change(wrong, { range: { start, end: start }, text: "\n" }, { range: moved, text: "40.00" });
    assert.match(wrong.text.content, /^\n甲局[^]*其他收入40\.00万元/);
    await client.current(wrong, "no finding", (found) => fails(found).length === 0);
  }],

  ["a whole new text replaces the old one", async ({ client, wrong }) => {
    client.change(wrong, { text: DISCLOSURE });
    await client.current(wrong, "the finding is back", (found) => fails(found).length === 1);
  }],

  ["a blank line on top moves the finding, and nothing else", async ({ client, wrong }) => {
    const [before] = fails(client.diagnostics(wrong.uri));
    const start = { line: 0, character: 0 };
    client.change(wrong, { range: { start, end: start }, text: "\n" });
    const [after] = fails(await client.current(wrong, "the finding"));
    assert.equal(after.range.start.line, before.range.start.line + 1);
    assert.equal(after.message, before.message);
    client.change(wrong, { range: { start, end: { line: 1, character: 0 } }, text: "" });
    await client.current(wrong, "a report");
  }],

  ["hover on a field in a rule: its type", async ({ client, rules }) => {
    const hover = await client.ask("hover", rules, "应当 合|计");
    assert.match(JSON.stringify(hover?.contents ?? ""), /金额/);
  }],

  ["hover on a keyword", async ({ client, rules }) => {
    const hover = await client.ask("hover", rules, "应|当");
    assert.ok(JSON.stringify(hover?.contents ?? "").length > 10);
  }],

  ["hover on a figure in a disclosure: the rule that uses it", async ({ client, wrong }) => {
    const hover = await client.ask("hover", wrong, "拨款收入6|0.00");
    assert.match(JSON.stringify(hover?.contents ?? ""), /收入合计/);
    assert.equal(wrong.text.slice(hover.range).slice(0, 5), "60.00");
  }],

  ["completion of a field in an expression", async ({ client, rules }) => {
    const answer = await client.ask("completion", rules, "应当 合计 = |各项之和(");
    const labels = (Array.isArray(answer) ? answer : answer?.items ?? []).map(({ label }) => label);
    for (const field of ["合计", "拨款", "其他"]) assert.ok(labels.includes(field), `${field} among ${labels.slice(0, 40)}`);
  }],

  ["completion of a keyword at the start of a clause, replacing what is typed", async ({ client, rules }) => {
    client.replace(rules, "  修正 合计 为", "  指\n  修正 合计 为");
    const answer = await client.ask("completion", rules, "  指|\n");
    const items = Array.isArray(answer) ? answer : answer?.items ?? [];
    const item = items.find(({ label }) => label.startsWith("指向"));
    assert.ok(item, items.map(({ label }) => label).slice(0, 40).join());
    const range = item.textEdit?.range ?? item.textEdit?.replace;
    if (range) assert.equal(rules.text.slice(range), "指");
    client.replace(rules, "  指\n", "");
    await client.current(rules, "a report");
  }],

  ["completion in a form offers labels of the documents or fields", async ({ client, rules }) => {
    const answer = await client.ask("completion", rules, "句 “收入合计{|合计}");
    const items = Array.isArray(answer) ? answer : answer?.items ?? [];
    assert.ok(items.some(({ label }) => label === "拨款"), items.map(({ label }) => label).slice(0, 40).join());
  }],

  ["signature help in a call", async ({ client, rules }) => {
    const help = await client.ask("signatureHelp", rules, "应当 合计 = 各项之和(拨款, |其他");
    assert.match(help?.signatures?.[0]?.label ?? "", /各项之和/);
    assert.equal(help.activeParameter ?? help.signatures[0].activeParameter, 1);
  }],

  ["definition of a field: its declaration", async (state) => {
    const { client, rules } = state;
    const found = [await client.ask("definition", rules, "应当 合|计")].flat().filter(Boolean);
    assert.deepEqual(texts(state, found), ["合计"]);
    assert.deepEqual(found[0].range.start, rules.text.range("  合计: 金额", { of: "合计" }).start);
  }],

  ["definition of a definition", async (state) => {
    const found = [await state.client.ask("definition", state.rules, "应当 合计 = 各|项之和")].flat().filter(Boolean);
    assert.deepEqual(found.map(({ range }) => range.start), [state.rules.text.range("定义 各项之和", { of: "各项之和" }).start]);
  }],

  ["from a total in a disclosure to its parts, or from a figure to the form that reads it", async ({ client, wrong }) => {
    const found = [await client.ask("definition", wrong, "收入合计1|00.00")].flat().filter(Boolean);
    assert.ok(found.length > 0, "no place to go to");
  }],

  ["references of a field: form, rule and examples", async (state) => {
    const { client, rules } = state;
    const options = { context: { includeDeclaration: true } };
    const found = await client.ask("references", rules, "  拨|款: 金额", options);
    const lines = new Set((found ?? []).map(({ range }) => range.start.line));
    const expected = [...rules.text.content.matchAll(/拨款(?!收入)/g)].map((match) => rules.text.position(match.index).line);
    for (const line of new Set(expected)) assert.ok(lines.has(line), `line ${line + 1} is missing in ${[...lines].map((at) => at + 1)}`);
    const without = await client.ask("references", rules, "  拨|款: 金额", { context: { includeDeclaration: false } });
    assert.equal(without.length, found.length - 1);
  }],

  ["prepare rename gives the name's range", async ({ client, rules }) => {
    const answer = await client.ask("prepareRename", rules, "  拨|款: 金额");
    assert.equal(rules.text.slice(answer?.range ?? answer), "拨款");
  }],

  ["rename a field everywhere; applied, the files are still right", async ({ client, rules, wrong }) => {
    const edit = await client.ask("rename", rules, "  拨|款: 金额", { newName: "财政拨款" });
    const edits = edit?.changes
      ? Object.entries(edit.changes).flatMap(([uri, changes]) => changes.map((change) => ({ uri, ...change })))
      : (edit?.documentChanges ?? []).flatMap(({ textDocument, edits: list }) => list.map((change) => ({ uri: textDocument.uri, ...change })));
    assert.ok(edits.length >= 5, `${edits.length} edits`);
    assert.ok(edits.every(({ uri }) => decodeURI(uri) === decodeURI(rules.uri)));
    // From the last to the first, so that none moves another.
    const ordered = edits.sort((a, b) => b.range.start.line - a.range.start.line || b.range.start.character - a.range.start.character);
    client.change(rules, ...ordered.map(({ range, newText }) => ({ range, text: newText })));
    assert.doesNotMatch(rules.text.content, /(?<!财政)拨款(?!收入)/);
    const found = await client.current(rules, "a report");
    assert.deepEqual(found.filter(({ severity }) => severity === 1), []);
    assert.equal(fails(client.diagnostics(wrong.uri)).length, 1);
    client.change(rules, { text: RULES });
    await client.current(rules, "a report");
  }],

  ["symbols of a rule file: its items with their fields", async ({ client, rules }) => {
    const symbols = await client.ask("documentSymbol", rules);
    const names = symbols.map(({ name }) => name);
    for (const name of ["示范", "金额", "收入", "收入说明", "各项之和", "收入合计"]) assert.ok(names.includes(name), `${name} among ${names}`);
    const record = symbols.find(({ name, children }) => name === "收入" && children?.length);
    assert.deepEqual(record.children.map(({ name }) => name), ["合计", "拨款", "其他"]);
    assert.match(rules.text.slice(record.range), /^(## .*\n)?记录 收入 \{[^]*\}$/);
  }],

  ["symbols of a disclosure: its headings", async ({ client, wrong }) => {
    const symbols = await client.ask("documentSymbol", wrong);
    assert.ok(JSON.stringify(symbols).includes("收入说明"), JSON.stringify(symbols).slice(0, 200));
  }],

  ["folding: every item with a body", async ({ client, rules }) => {
    const folds = await client.ask("foldingRange", rules);
    const starts = folds.map(({ startLine }) => startLine);
    for (const item of ["记录 收入 {", "表样 收入说明", "规则 收入合计 {"]) {
      assert.ok(starts.includes(rules.text.range(item).start.line), item);
    }
    assert.ok(folds.every(({ startLine, endLine }) => endLine > startLine));
  }],

  ["semantic tokens: in order, inside the text, keywords where keywords are", async ({ client, rules, answer }) => {
    const { data } = await client.ask("semanticTokens/full", rules);
    assert.ok(data.length >= 5 * 40 && data.length % 5 === 0, `${data.length} numbers`);
    const { tokenTypes } = answer.capabilities.semanticTokensProvider.legend;
    const lines = rules.text.content.split("\n");
    const words = {};
    let line = 0;
    let start = 0;
    let end = -1;
    for (let at = 0; at < data.length; at += 5) {
      const [lineStep, startStep, length, type] = data.slice(at, at + 5);
      if (lineStep > 0) end = -1;
      line += lineStep;
      start = lineStep > 0 ? startStep : start + startStep;
      assert.ok(start >= end, `tokens overlap in line ${line + 1}`);
      end = start + length;
      assert.ok(end <= lines[line].length, `a token runs over the end of line ${line + 1}`);
      (words[tokenTypes[type]] ??= new Set()).add(lines[line].slice(start, end));
    }
    for (const keyword of ["规则", "应当", "对每个", "否则"]) assert.ok(words.keyword?.has(keyword), `${keyword}: ${[...(words.keyword ?? [])]}`);
    assert.ok(!words.keyword.has("合计"), "a field is painted as a keyword");
  }],

  ["code lens above the rule: how it fares", async ({ client, rules }) => {
    const lenses = await client.ask("codeLens", rules);
    const line = rules.text.range("规则 收入合计").start.line;
    const lens = (lenses ?? []).find(({ range }) => range.start.line === line);
    assert.match(lens?.command?.title ?? "", /\d/);
    const [uri, position, locations] = lens.command.arguments;
    assert.equal(decodeURI(uri), decodeURI(rules.uri));
    assert.equal(position.line, line);
    assert.ok(locations.some((location) => decodeURI(location.uri).endsWith("甲局.txt")));
  }],

  ["inlay hints are inside the range asked for", async ({ client, wrong }) => {
    const range = { start: { line: 0, character: 0 }, end: { line: 5, character: 0 } };
    const hints = await client.ask("inlayHint", wrong, undefined, { range });
    for (const { position } of hints ?? []) assert.ok(position.line <= 5);
  }],

  ["code action on a finding: the fix, which removes it", async ({ client, wrong }) => {
    const [finding] = fails(client.diagnostics(wrong.uri));
    const actions = await client.ask("codeAction", wrong, undefined, { range: finding.range, context: { diagnostics: [finding] } });
    const action = (actions ?? []).find(({ kind, edit }) => kind === "quickfix" && edit);
    assert.ok(action, "no quick fix");
    const edits = action.edit.changes?.[Object.keys(action.edit.changes)[0]] ?? action.edit.documentChanges[0].edits;
    client.change(wrong, ...edits.map(({ range, newText }) => ({ range, text: newText })));
    assert.match(wrong.text.content, /收入合计90\.00 ?万元/);
    await client.current(wrong, "no finding", (found) => fails(found).length === 0);
    client.change(wrong, { text: DISCLOSURE });
    await client.current(wrong, "the finding is back", (found) => fails(found).length === 1);
  }],

  ["a slip in a rule is reported at its place, with a fix that mends it", async ({ client, rules }) => {
    client.replace(rules, "合计 = 各项", "合计 == 各项");
    const found = await client.current(rules, "a report of the slip", (list) => list.length > 0);
    const slip = found.find(({ range }) => rules.text.slice(range).includes("=="));
    assert.ok(slip, JSON.stringify(found).slice(0, 300));
    const actions = await client.ask("codeAction", rules, undefined, { range: slip.range, context: { diagnostics: [slip] } });
    const action = (actions ?? []).find(({ edit }) => edit);
    assert.ok(action, "no fix");
    const edits = Object.values(action.edit.changes ?? { _: action.edit.documentChanges[0].edits })[0];
    client.change(rules, ...edits.map(({ range, newText }) => ({ range, text: newText })));
    assert.equal(rules.text.content, RULES);
    await client.current(rules, "nothing wrong", (list) => list.every(({ severity }) => severity > 2));
  }],

  ["an edit of a rule changes what is said of the open disclosures", async ({ client, rules, wrong, right }) => {
    client.replace(rules, "各项之和(拨款, 其他)", "各项之和(拨款, 拨款)", { after: "应当" });
    await client.until("the right one fails, by the new rule", () => fails(client.diagnostics(right.uri)).length === 1);
    client.replace(rules, "各项之和(拨款, 拨款)", "各项之和(拨款, 其他)", { after: "应当" });
    await client.until("it is right again", () => fails(client.diagnostics(right.uri)).length === 0);
    assert.equal(fails(client.diagnostics(wrong.uri)).length, 1);
  }],

  ["an edit of a rule changes what is said of a disclosure that is not open", async ({ client, rules, path }) => {
    const closed = pathToFileURL(path("documents/丙局.txt")).href;
    client.replace(rules, "应当 合计", "宜 合计");
    await client.until("it is a warning now", () => fails(client.diagnostics(closed))[0].severity === 2);
    client.replace(rules, "宜 合计", "应当 合计");
    await client.until("it is an error again", () => fails(client.diagnostics(closed))[0].severity === 1);
  }],

  ["the rule file tells at the rule's name how many fail, and leads to the figures", async ({ client, rules, wrong }) => {
    await client.until("the rule's note", () => failing(client, rules) === 1);
    const note = standing(client, rules, "规则 收入合计");
    assert.ok(note.severity >= 3, `severity ${note.severity}`);
    const [{ location }, ...more] = note.relatedInformation;
    assert.deepEqual(more, []);
    assert.equal(decodeURI(location.uri), decodeURI(wrong.uri));
    assert.equal(wrong.text.slice(location.range), "100.00万元");
  }],

  ["a wrong figure typed in one disclosure is one more failure in the rule file; a right one in the other, one less", async (state) => {
    const { client, rules, wrong, right } = state;
    client.replace(right, "90.00", "95.00");
    await client.until("two fail", () => failing(client, rules) === 2);
    client.replace(wrong, "30.00", "40.00");
    await client.until("one fails", () => failing(client, rules) === 1);
    const [{ location }] = standing(client, rules, "规则 收入合计").relatedInformation;
    assert.equal(decodeURI(location.uri), decodeURI(right.uri));
    client.replace(right, "95.00", "90.00");
    await client.until("none fails", () => failing(client, rules) === 0);
    client.replace(wrong, "40.00", "30.00");
    await client.until("one fails", () => failing(client, rules) === 1);
  }],

  ["an edit of the rule changes its own note", async ({ client, rules }) => {
    client.replace(rules, "各项之和(拨款, 其他)", "各项之和(拨款, 拨款)", { after: "应当" });
    await client.until("both fail", () => failing(client, rules) === 2);
    client.replace(rules, "各项之和(拨款, 拨款)", "各项之和(拨款, 其他)", { after: "应当" });
    await client.until("one fails", () => failing(client, rules) === 1);
  }],

  ["a form that reads nothing any more is reported at its name", async (state) => {
    const { client, rules, wrong, right, path } = state;
    assert.equal(standing(client, rules, "表样 收入说明"), undefined);
    const closed = client.open(path("documents/丙局.txt"), "plaintext", "丙局\n");
    client.change(wrong, { text: "甲局\n" });
    client.change(right, { text: "乙局\n" });
    try {
      await client.until("the form is reported", () => standing(client, rules, "表样 收入说明") !== undefined);
      assert.ok(standing(client, rules, "表样 收入说明").severity >= 3);
    } finally {
      client.close(closed);
      await restore(state);
    }
    await client.until("it is not any more", () => standing(client, rules, "表样 收入说明") === undefined);
    await client.until("one fails", () => failing(client, rules) === 1);
  }],

  ["an edit of a disclosure changes the lens above the rule", async ({ client, rules, wrong }) => {
    const titles = async () => (await client.ask("codeLens", rules)).map(({ command }) => command?.title).join();
    const before = await titles();
    assert.notEqual(before, "");
    client.replace(wrong, "30.00", "40.00");
    await client.current(wrong, "no finding", (found) => fails(found).length === 0);
    assert.notEqual(await titles(), before);
    client.replace(wrong, "40.00", "30.00");
    await client.current(wrong, "the finding is back", (found) => fails(found).length === 1);
    assert.equal(await titles(), before);
  }],

  ["a broken rule file: the damage is told once, and mended at once", async ({ client, rules, wrong }) => {
    client.replace(rules, "  修正 合计 为 拨款 + 其他\n}", "  修正 合计 为 拨款 + 其他\n");
    await client.current(rules, "an error", (found) => found.some(({ severity }) => severity === 1));
    client.change(rules, { text: RULES });
    await client.current(rules, "nothing wrong", (found) => found.every(({ severity }) => severity > 2));
    await client.until("the finding is there", () => fails(client.diagnostics(wrong.uri)).length === 1);
  }],

  ["pulled diagnostics are those that were pushed", async ({ client, wrong }) => {
    await client.quiet();
    const report = await client.ask("diagnostic", wrong);
    assert.equal(report.kind, "full");
    assert.deepEqual(summary(report.items), summary(client.diagnostics(wrong.uri)));
  }],

  ["workspace diagnostics cover the documents that are not open", async ({ client, path }) => {
    const report = await client.request("workspace/diagnostic", { previousResultIds: [] });
    const closed = decodeURI(pathToFileURL(path("documents/丙局.txt")).href);
    const item = report.items.find(({ uri }) => decodeURI(uri) === closed);
    assert.equal(fails(item?.items ?? []).length, 1);
  }],

  ["workspace symbols find a rule", async ({ client }) => {
    const found = await client.request("workspace/symbol", { query: "收入合计" });
    assert.ok((found ?? []).some(({ name }) => name === "收入合计"));
  }],

  ["a new document on disk is reported, a removed one is forgotten", async ({ client, path }) => {
    const file = path("documents/丁局.txt");
    const uri = pathToFileURL(file).href;
    writeFileSync(file, DISCLOSURE.replace("甲局", "丁局"));
    client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type: 1 }] });
    await client.until("it is reported", () => fails(client.diagnostics(uri)).length === 1);
    rmSync(file);
    client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type: 3 }] });
    await client.until("it is forgotten", () => client.diagnostics(uri).length === 0);
  }],

  ["a second folder of the workspace is read, and left again", async (state) => {
    const { client } = state;
    const other = folder({ "戊局.txt": DISCLOSURE.replace("甲局", "戊局") });
    const event = (added, removed) => ({ event: { added, removed } });
    const entry = { uri: pathToFileURL(other).href, name: "other" };
    const uri = pathToFileURL(join(other, "戊局.txt")).href;
    client.connection.sendNotification("workspace/didChangeWorkspaceFolders", event([entry], []));
    await client.until("it is reported", () => client.published.has(decodeURI(uri)));
    client.connection.sendNotification("workspace/didChangeWorkspaceFolders", event([], [entry]));
    await client.until("it is forgotten", () => client.diagnostics(uri).length === 0);
  }],

  ["a document that is no text has a page to be read, in which its finding stands", async ({ client, path, wrong }) => {
    const file = path("documents/戊局.html");
    const uri = pathToFileURL(file).href;
    const rows = "<table><tr><th>项目</th><td>甲</td></tr><tr><th>人数</th><td>3</td></tr></table>";
    writeFileSync(file, `<html><body>${rows}${DISCLOSURE.replace(/^.+$/gm, "<p>$&</p>")}</body></html>`);
    client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type: 1 }] });
    await client.until("its finding", () => fails(client.diagnostics(uri)).length === 1);
    const [{ range }] = fails(client.diagnostics(uri));
    const { text, marks } = await client.request("gouji/text", { textDocument: { uri } });
    assert.equal(text.split("\n")[range.start.line].slice(range.start.character, range.end.character), "100.00万元");
    const table = text.split("\n").indexOf("项目\t甲");
    assert.ok(marks.some(({ line, title }) => line === table && title === "表格：2 行，2 列"), JSON.stringify(marks));
    const hover = await client.request("textDocument/hover", { textDocument: { uri }, position: range.start });
    assert.match(JSON.stringify(hover?.contents ?? ""), /收入合计/);
    assert.equal(await client.request("gouji/text", { textDocument: { uri: wrong.uri } }), null);
    rmSync(file);
    client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type: 3 }] });
    await client.until("it is forgotten", () => client.diagnostics(uri).length === 0);
  }],

  ["gouji.toml is read again when it changes", async ({ client, path, wrong }) => {
    const uri = pathToFileURL(path("gouji.toml")).href;
    mkdirSync(path("none"), { recursive: true });
    writeFileSync(path("gouji.toml"), `rules = ["none"]\ndocuments = ["documents"]\ndefault-packs = false\n`);
    const closed = pathToFileURL(path("documents/丙局.txt")).href;
    client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type: 2 }] });
    // The open rule file stays in force or not; what counts is that the old configuration comes back whole.
    await client.quiet();
    writeFileSync(path("gouji.toml"), PROJECT);
    client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type: 2 }] });
    await client.until("all is as before", () =>
      fails(client.diagnostics(closed)).length === 1 && fails(client.diagnostics(wrong.uri)).length === 1);
  }],

  ["a cancelled request is answered, and so is the next one", async ({ client, rules }) => {
    const tokens = Array.from({ length: 20 }, () => client.cancellable());
    const answers = tokens.map((source) =>
      client.request("textDocument/semanticTokens/full", { textDocument: { uri: rules.uri } }, source.token)
        .then(() => "answered", (error) => error.code ?? error.message));
    for (const source of tokens) source.cancel();
    for (const outcome of await Promise.all(answers)) {
      assert.ok(["answered", -32800, -32801, -32802].includes(outcome), String(outcome));
    }
    assert.ok(await client.ask("documentSymbol", rules));
  }],

  ["questions about files and places that are not there do no harm", async ({ client, rules, path }) => {
    const unknown = { uri: pathToFileURL(path("nowhere.gouji")).href };
    const anywhere = { line: 9_999_999, character: 9_999_999 };
    await client.request("textDocument/hover", { textDocument: unknown, position: anywhere });
    await client.request("textDocument/hover", { textDocument: { uri: rules.uri }, position: anywhere });
    await client.request("textDocument/completion", { textDocument: { uri: rules.uri }, position: anywhere });
    await client.request("textDocument/documentSymbol", { textDocument: { uri: "untitled:Untitled-1" } });
    assert.ok(await client.ask("documentSymbol", rules));
  }],

  ["a method that does not exist and parameters that are wrong are refused", async ({ client, rules }) => {
    await assert.rejects(client.request("gouji/noSuchMethod", {}), ({ code }) => code === -32601);
    await assert.rejects(client.request("textDocument/hover", { nonsense: true }), ({ code }) => code === -32602);
    assert.ok(await client.ask("documentSymbol", rules));
  }],

  ["a change of a file that was never opened, and ranges outside the text, do no harm", async ({ client, wrong, path }) => {
    const uri = pathToFileURL(path("never-opened.txt")).href;
    client.connection.sendNotification("textDocument/didChange", { textDocument: { uri, version: 7 }, contentChanges: [{ text: "x" }] });
    const far = { line: 5000, character: 5000 };
    client.change(wrong, { range: { start: far, end: far }, text: "" });
    await client.current(wrong, "the finding", (found) => fails(found).length === 1);
  }],

  ["an unsaved rule file takes part as soon as it is open", async (state) => {
    const { client } = state;
    const extra = client.open(state.path("rules/extra.gouji"), "gouji", "规则 其他收入为正 {\n  对每个 收入\n  应当 其他 > 50 万元\n}\n");
    await client.until("the new rule speaks", () =>
      client.diagnostics(state.wrong.uri).some(({ code }) => String(code).endsWith("其他收入为正")));
    client.close(extra);
    await client.until("it is silent again", () =>
      client.diagnostics(state.wrong.uri).every(({ code }) => !String(code).endsWith("其他收入为正")));
  }],

  ["what is published is what a fresh check finds", async ({ client, program, files, wrong, right }) => {
    const now = { ...files, "documents/甲局.txt": wrong.text.content, "documents/乙局.txt": right.text.content };
    for (const [name, document] of [["documents/甲局.txt", wrong], ["documents/乙局.txt", right]]) {
      await settled(client, document, freshCheck(program, now, name, ["--lang", "zh"], client.encoding).document);
    }
  }],

  ["closing a disclosure: what is on disk counts again", async ({ client, right }) => {
    client.replace(right, "60.00万元", "61.00万元");
    await client.current(right, "a finding", (found) => fails(found).length === 1);
    client.close(right);
    await client.until("the unsaved finding is gone", () => fails(client.diagnostics(right.uri)).length === 0);
  }],

  ["shutdown is answered, and nothing is answered after it", async ({ client, rules }) => {
    assert.equal((await client.shutdown()) ?? null, null);
    await assert.rejects(client.ask("documentSymbol", rules));
  }],

  ["exit ends the server, with status 0", async ({ client }) => {
    assert.equal(await client.exit(), 0);
  }],
];
