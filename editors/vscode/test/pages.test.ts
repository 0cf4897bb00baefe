// Pages of documents that are no text, in an editor made of the parts they touch.

import assert from "node:assert/strict";
import Module from "node:module";
import { test } from "node:test";
import { fileOf, isProjected, pageOf } from "../src/projected";

class Uri {
  constructor(readonly scheme: string, readonly path: string) {}
  with({ scheme, path }: { scheme: string; path: string }) {
    return new Uri(scheme, path);
  }
  static parse(text: string) {
    const [scheme = "", path = ""] = text.split("://");
    return new Uri(scheme, path);
  }
  toString() {
    return `${this.scheme}://${this.path}`;
  }
}

class Emitter {
  #told: ((value: unknown) => void)[] = [];
  readonly event = (told: (value: unknown) => void) => {
    this.#told.push(told);
    return { dispose: () => undefined };
  };
  fire(value: unknown) {
    for (const told of this.#told) told(value);
  }
  dispose() {}
}

const diagnosticsChanged = new Emitter();
const stand = {
  Uri,
  EventEmitter: Emitter,
  Location: class {
    constructor(readonly uri: Uri, readonly range: unknown) {}
  },
  DiagnosticRelatedInformation: class {
    constructor(readonly location: unknown, readonly message: string) {}
  },
  Range: class {
    constructor(readonly line: number, readonly character: number) {}
  },
  DocumentSymbol: class {
    children: unknown[] = [];
    constructor(readonly name: string, readonly detail: string, readonly kind: number) {}
  },
  CodeLens: class {
    constructor(readonly range: { line: number }, readonly command: { title: string }) {}
  },
  MarkdownString: class {
    constructor(readonly value: string) {}
  },
  Hover: class {
    constructor(readonly contents: { value: string }) {}
  },
  languages: { onDidChangeDiagnostics: diagnosticsChanged.event },
  workspace: { onDidCloseTextDocument: () => ({ dispose: () => undefined }) },
};

/** The module under test, over that editor. */
function pages(): typeof import("../src/pages") {
  const loader = Module as unknown as { _load(name: string, ...rest: unknown[]): unknown };
  const load = loader._load;
  loader._load = (name, ...rest) => (name === "vscode" ? stand : load.call(loader, name, ...rest));
  try {
    return require("../src/pages") as typeof import("../src/pages");
  } finally {
    loader._load = load;
  }
}

const PDF = new Uri("file", "/w/公开/馆.PDF");
const TEXT = new Uri("file", "/w/公开/局.txt");
const PAGE = "gouji-text:///w/公开/馆.PDF.txt";

test("documents that are no text have a page, and lead back from it", () => {
  assert.ok(isProjected(PDF) && !isProjected(TEXT));
  assert.ok(!isProjected({ scheme: "git", path: "/a.pdf" }) && !isProjected({ scheme: "file", path: "/a.pdf/b" }));
  const page = pageOf(PDF);
  assert.deepEqual(page, { scheme: "gouji-text", path: "/w/公开/馆.PDF.txt" });
  assert.deepEqual(page && fileOf(page), { scheme: "file", path: PDF.path });
  assert.equal(pageOf(TEXT), undefined);
  assert.equal(fileOf(TEXT), undefined);
});

test("findings of such a document stand in its page, with their links; others where they were", () => {
  const said = new Map<string, unknown[]>();
  const kept = {
    set(given: Uri | [Uri, unknown[]][], found?: unknown[]) {
      for (const [uri, all] of given instanceof Uri ? [[given, found ?? []] as const] : given) said.set(String(uri), [...all]);
    },
    get: (uri: Uri) => said.get(String(uri)),
    delete: (uri: Uri) => void said.delete(String(uri)),
    name: "gouji",
  };
  const collection = pages().collectionOfPages(kept as never);
  const related = [{ location: { uri: PDF, range: 7 }, message: "合计" }];
  collection.set(PDF as never, [{ message: "甲", relatedInformation: related }] as never);
  collection.set([[TEXT, [{ message: "乙" }]]] as never);
  assert.deepEqual([...said.keys()], [PAGE, String(TEXT)]);
  const [finding] = said.get(PAGE) as { relatedInformation: { location: { uri: Uri; range: number } }[] }[];
  assert.equal(String(finding?.relatedInformation[0]?.location.uri), PAGE);
  assert.equal(finding?.relatedInformation[0]?.location.range, 7);
  assert.equal(collection.get(PDF as never)?.length, 1);
  assert.equal(collection.name, "gouji");
  collection.delete(PDF as never);
  assert.deepEqual([...said.keys()], [String(TEXT)]);
});

test("a page shows the text, a line above each part of it, and what the server says of a place", async () => {
  const asked: unknown[] = [];
  const answers: Record<string, unknown> = {
    "gouji/text": { text: "合计\t5.60\n", marks: [{ line: 0, title: "第1页" }] },
    "textDocument/hover": { contents: { value: "三公经费合计" } },
  };
  const server = {
    ask: async (method: string, params: unknown) => {
      asked.push([method, params]);
      return answers[method];
    },
  };
  const provider = new (pages().TextPages)(server as never, "zh");
  const page = new Uri("gouji-text", "/w/公开/馆.PDF.txt");
  const written: string[] = [];
  provider.onDidChange((uri) => void written.push(String(uri)));
  assert.equal(await provider.provideTextDocumentContent(page as never), "合计\t5.60\n");
  const [lens] = provider.provideCodeLenses({ uri: page } as never);
  assert.equal(lens?.command?.title, "第1页");
  const hover = await provider.provideHover({ uri: page } as never, { line: 0, character: 3 } as never);
  assert.equal((hover?.contents as unknown as { value: string }).value, "三公经费合计");
  const textDocument = { uri: String(PDF) };
  assert.deepEqual(asked, [
    ["gouji/text", { textDocument }],
    ["textDocument/hover", { textDocument, position: { line: 0, character: 3 } }],
  ]);
  const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };
  answers["textDocument/definition"] = [{ uri: String(PDF), range }, { uri: "file:///w/a.gouji", range }];
  const parts = await provider.provideDefinition({ uri: page } as never, { line: 0, character: 3 } as never);
  assert.deepEqual(parts.map(({ uri }) => String(uri)), [PAGE, "file:///w/a.gouji"]);
  const inner = { name: "表", kind: 18, range, selectionRange: range };
  answers["textDocument/documentSymbol"] = [{ ...inner, name: "一、收入", kind: 15, children: [inner] }];
  const [heading] = await provider.provideDocumentSymbols({ uri: page } as never);
  assert.deepEqual([heading?.name, heading?.kind, heading?.children[0]?.name], ["一、收入", 14, "表"]);
  diagnosticsChanged.fire({ uris: [page, TEXT] });
  assert.deepEqual(written, [String(page)], "the page is written anew with its findings");
  answers["gouji/text"] = null;
  assert.match(await provider.provideTextDocumentContent(page as never), /读不出文字/);
});
