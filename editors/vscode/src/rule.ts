// Which rule a place is about.

const NAME = "(?:`(?<quoted>[^`\\n]+)`|｀(?<wideQuoted>[^｀\\n]+)｀|(?<plain>[\\p{L}_〇][\\p{L}\\p{N}\\p{M}_〇]*))";
const RULE = new RegExp(`^\\s*(?:规则|示例|rule|example)(?![\\p{L}\\p{N}_])\\s*${NAME}`, "u");
const OTHER_ITEM =
  /^(?:规则集|引用|量纲|记录|表样|定义|ruleset|use|dimension|record|form|define)(?![\p{L}\p{N}_])/u;

/**
 * The rule that the given line of a rule file belongs to: the item it stands in if that is a rule or the
 * examples of one; in the documentation above a rule, that rule.
 */
export function ruleAtLine(lines: readonly string[], line: number): string | undefined {
  let at = Math.min(line, lines.length - 1);
  while (at + 1 < lines.length && /^\s*(##|＃＃)/.test(lines[at] ?? "")) at += 1;
  for (; at >= 0; at -= 1) {
    const text = lines[at] ?? "";
    const groups = RULE.exec(text)?.groups;
    if (groups) return groups["quoted"] ?? groups["wideQuoted"] ?? groups["plain"];
    if (OTHER_ITEM.test(text)) return undefined;
  }
  return undefined;
}

/** What is known of a diagnostic. */
export interface Finding {
  readonly source: string | undefined;
  /** The code: a text or number, or one with a link. */
  readonly code: unknown;
  readonly containsCursor: boolean;
  /** Lines between its start and the cursor. */
  readonly distance: number;
}

/** The rule of the finding at the cursor; else of the nearest one on its line. */
export function ruleOfFindings(findings: readonly Finding[]): string | undefined {
  const ours = findings
    .filter((finding) => finding.source === undefined || finding.source === "gouji" || finding.source === "勾稽")
    .map((finding) => ({ ...finding, rule: codeText(finding.code) }))
    .filter((finding) => finding.rule !== undefined && (finding.containsCursor || finding.distance === 0));
  const best = ours.find((finding) => finding.containsCursor) ?? ours[0];
  return best?.rule;
}

function codeText(code: unknown): string | undefined {
  const value = typeof code === "object" && code !== null && "value" in code ? code.value : code;
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * Ways to ask the program for a rule, the nearest first: the pack the file lies in, the file added to
 * the packs in force, the packs in force.
 */
export function explainArguments(
  rule: string,
  file: { readonly path: string; readonly folder: string } | undefined,
  language: "zh" | "en",
): string[][] {
  const plain = ["explain", "--lang", language];
  const places = file ? [["--no-default-packs", "--rules", file.folder], ["--rules", file.path], []] : [[]];
  return places.map((place) => [...plain, ...place, "--", rule]);
}
