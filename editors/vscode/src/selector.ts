// Which files belong to the server.

/** A filter as the language client takes it. */
export interface Filter {
  readonly scheme?: string;
  readonly language?: string;
  readonly pattern?: string;
}

/** Text that is a disclosure unless the settings say otherwise. */
export const DEFAULT_DOCUMENTS: readonly string[] = ["**/*.txt", "**/*.tsv", "**/*.tab", "**/*.csv"];

/** The patterns of the setting `gouji.documents`: what is no text, blank or written twice is left out. */
export function documentPatterns(setting: unknown): string[] {
  if (setting === undefined || setting === null) return [...DEFAULT_DOCUMENTS];
  const patterns = Array.isArray(setting) ? setting : [setting];
  const texts = patterns.filter((pattern): pattern is string => typeof pattern === "string");
  return [...new Set(texts.map((pattern) => pattern.trim()).filter((pattern) => pattern !== ""))];
}

/** Rule files wherever they are (also before they are saved), and the disclosures. */
export function documentSelector(patterns: readonly string[]): Filter[] {
  return [
    { scheme: "file", language: "gouji" },
    { scheme: "untitled", language: "gouji" },
    { scheme: "file", language: "gouji-document" },
    { scheme: "untitled", language: "gouji-document" },
    ...patterns.map((pattern) => ({ scheme: "file", pattern })),
  ];
}

/** Files whose changes on disk the server wants to hear of. */
export function watchedPatterns(patterns: readonly string[]): string[] {
  return ["**/*.gouji", "**/gouji.toml", ...patterns];
}
