// Reads grammar.js the way the generator does: runs it with the functions that it expects, which build plain objects.
// What comes of it is what the generator writes into src/grammar.json.

import { createRequire } from "node:module";

const plain = (rule) => {
  if (typeof rule === "string") return { type: "STRING", value: rule };
  if (rule instanceof RegExp) {
    return { type: "PATTERN", value: rule.source, ...(rule.flags ? { flags: rule.flags } : {}) };
  }
  if (rule === undefined || rule === null) throw new Error("a rule is missing");
  return rule;
};
const many = (type) => (...rules) => ({ type, members: rules.map(plain) });
const one = (type) => (rule) => ({ type, content: plain(rule) });
const weighed = (type) => (value, rule) =>
  rule === undefined ? { type, value: 0, content: plain(value) } : { type, value, content: plain(rule) };

const symbols = new Proxy({}, { get: (_, name) => ({ type: "SYMBOL", name }) });

const functions = {
  seq: many("SEQ"),
  choice: many("CHOICE"),
  blank: () => ({ type: "BLANK" }),
  optional: (rule) => ({ type: "CHOICE", members: [plain(rule), { type: "BLANK" }] }),
  repeat: one("REPEAT"),
  repeat1: one("REPEAT1"),
  token: Object.assign(one("TOKEN"), { immediate: one("IMMEDIATE_TOKEN") }),
  prec: Object.assign(weighed("PREC"), {
    left: weighed("PREC_LEFT"),
    right: weighed("PREC_RIGHT"),
    dynamic: weighed("PREC_DYNAMIC"),
  }),
  field: (name, rule) => ({ type: "FIELD", name, content: plain(rule) }),
  alias: (rule, as) => ({
    type: "ALIAS",
    content: plain(rule),
    named: typeof as !== "string",
    value: typeof as === "string" ? as : as.name,
  }),
  grammar: (parts) => parts,
};

/** The rules and lists of a grammar file. */
export function readGrammar(path) {
  const before = Object.fromEntries(Object.keys(functions).map((name) => [name, globalThis[name]]));
  Object.assign(globalThis, functions);
  try {
    const parts = createRequire(import.meta.url)(path);
    const rules = Object.entries(parts.rules).map(([name, rule]) => [name, plain(rule(symbols))]);
    const list = (name) => (parts[name]?.(symbols) ?? []).map(plain);
    const names = (name) => list(name).map((symbol) => symbol.name);
    return {
      rules: Object.fromEntries(rules),
      extras: list("extras"),
      conflicts: (parts.conflicts?.(symbols) ?? []).map((symbolList) => symbolList.map((symbol) => symbol.name)),
      inline: names("inline"),
      supertypes: names("supertypes"),
    };
  } finally {
    Object.assign(globalThis, before);
  }
}
