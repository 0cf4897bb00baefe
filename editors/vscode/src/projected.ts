// Documents that are no text: which they are, and the address of the page that shows their text.

/** What the names of such files end in: the server reads them by itself. */
export const PROJECTED_DOCUMENTS: readonly string[] = ["pdf", "xlsx", "xlsm", "ods", "docx", "xls", "et", "html", "htm"];

/** The scheme of the pages. */
export const PAGE_SCHEME = "gouji-text";

// A page is text, also for whoever has another editor for files called so.
const PAGE_SUFFIX = ".txt";

/** The parts of an address that are looked at. */
export interface Address {
  readonly scheme: string;
  readonly path: string;
}

/** Whether a file is such a document, by its name. */
export function isProjected({ scheme, path }: Address): boolean {
  const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase();
  return scheme === "file" && extension !== undefined && PROJECTED_DOCUMENTS.includes(extension);
}

/** What of its address is another in that of its page; `undefined` where it has none. */
export function pageOf(file: Address): Address | undefined {
  return isProjected(file) ? { scheme: PAGE_SCHEME, path: file.path + PAGE_SUFFIX } : undefined;
}

/** And back. */
export function fileOf({ scheme, path }: Address): Address | undefined {
  if (scheme !== PAGE_SCHEME || !path.endsWith(PAGE_SUFFIX)) return undefined;
  return { scheme: "file", path: path.slice(0, -PAGE_SUFFIX.length) };
}

/** What the server answers to `gouji/text`. */
export interface TextPage {
  readonly text: string;
  readonly marks: readonly { readonly line: number; readonly title: string }[];
}
