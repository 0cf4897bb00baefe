// Reads the keyword table out of its Rust source.

const ROW =
  /^\s*(?<name>[A-Z]\w*) (?<kind>[A-Z]\w*) (?<reserved>true|false) "(?<chinese>[^"]+)" "(?<english>[^"]+)" "[^"]*" "[^"]*";/gmu;

// The kinds that are neither items, types, values nor parts of expressions: what opens a clause or stands in one.
const ELSE = ["Item", "Type", "OutlineProperty", "OtherColumnProperty", "Operator", "Predicate", "Aggregate", "Literal"];

/** Whether a keyword opens a clause, or stands in one. */
export function isOfClause({ kind }) {
  return !ELSE.includes(kind);
}

/** Rows of the table: `{ name, kind, reserved, chinese, english }`, in its order. */
export function parseKeywords(source) {
  const keywords = [...source.matchAll(ROW)].map(({ groups }) => ({
    name: groups.name,
    kind: groups.kind,
    reserved: groups.reserved === "true",
    chinese: groups.chinese,
    english: groups.english,
  }));
  const body = source.slice(source.indexOf("\nkeywords! {"));
  const rows = body.slice(0, body.indexOf("\n}")).split("\n").filter((line) => line.trim().endsWith(";"));
  if (keywords.length === 0 || keywords.length !== rows.length) {
    throw new Error(`read ${keywords.length} keywords, the table has ${rows.length} rows`);
  }
  return keywords;
}

/** Both spellings of the keywords that `select` accepts, longest first and each once. */
export function spellings(keywords, select) {
  const words = keywords.filter(select).flatMap(({ chinese, english }) => [chinese, english]);
  return [...new Set(words)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

/** Both spellings of the keywords named. */
export function named(keywords, ...names) {
  for (const name of names) {
    if (!keywords.some((keyword) => keyword.name === name)) throw new Error(`no keyword ${name}`);
  }
  return spellings(keywords, ({ name }) => names.includes(name));
}
