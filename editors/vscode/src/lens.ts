// The arguments of the lenses: above a rule the places of its findings, as the protocol writes them, and
// above a form a document and the form's name.

interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Place {
  readonly uri: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

export interface Listing {
  readonly uri: string;
  readonly position: Position;
  readonly places: readonly Place[];
}

/** Reads `[uri, position, locations]`; `undefined` if it is anything else. */
export function listing(values: readonly unknown[]): Listing | undefined {
  const [uri, position, places] = values;
  if (typeof uri !== "string" || !isPosition(position) || !Array.isArray(places)) return undefined;
  return { uri, position, places: places.filter(isPlace) };
}

export interface Reading {
  readonly uri: string;
  readonly form: string;
}

/** Reads `[document, form]`; `undefined` if it is anything else. */
export function reading(values: readonly unknown[]): Reading | undefined {
  const [uri, form] = values;
  return typeof uri === "string" && typeof form === "string" ? { uri, form } : undefined;
}

function isPosition(value: unknown): value is Position {
  return isObject(value) && typeof value["line"] === "number" && typeof value["character"] === "number";
}

function isPlace(value: unknown): value is Place {
  if (!isObject(value) || typeof value["uri"] !== "string") return false;
  const range = value["range"];
  return isObject(range) && isPosition(range["start"]) && isPosition(range["end"]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
