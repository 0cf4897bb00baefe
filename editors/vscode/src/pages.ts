// The pages that show the text of documents which are no text. They cannot be edited; findings stand in them.

import * as vscode from "vscode";
import type { Server } from "./client";
import { fileOf, PAGE_SCHEME, pageOf, type TextPage } from "./projected";
import { type Language, say } from "./words";

interface HoverAnswer {
  readonly contents: { readonly value: string };
}

interface RangeAnswer {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

interface LocationAnswer {
  readonly uri: string;
  readonly range: RangeAnswer;
}

interface SymbolAnswer {
  readonly name: string;
  readonly detail?: string;
  readonly kind: number;
  readonly range: RangeAnswer;
  readonly selectionRange: RangeAnswer;
  readonly children?: readonly SymbolAnswer[];
}

function rangeOf({ start, end }: RangeAnswer): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

function symbolOf({ name, detail, kind, range, selectionRange, children }: SymbolAnswer): vscode.DocumentSymbol {
  // The protocol counts kinds from 1, the editor from 0.
  const symbol = new vscode.DocumentSymbol(name, detail ?? "", kind - 1, rangeOf(range), rangeOf(selectionRange));
  symbol.children = (children ?? []).map(symbolOf);
  return symbol;
}

/** The address under which a file is shown: of the page of its text, where it is none itself. */
export function shownAt(uri: vscode.Uri): vscode.Uri {
  const page = pageOf(uri);
  return page === undefined ? uri : uri.with(page);
}

/** Pages of text, with a line above each page, sheet and table of the document. */
export class TextPages
  implements
    vscode.TextDocumentContentProvider,
    vscode.CodeLensProvider,
    vscode.HoverProvider,
    vscode.DefinitionProvider,
    vscode.DocumentSymbolProvider,
    vscode.Disposable
{
  static readonly SELECTOR: vscode.DocumentFilter = { scheme: PAGE_SCHEME };
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #marked = new vscode.EventEmitter<void>();
  readonly #marks = new Map<string, TextPage["marks"]>();
  readonly #server: Server;
  readonly #language: Language;
  readonly #subscriptions: vscode.Disposable[];
  readonly onDidChange = this.#changed.event;
  readonly onDidChangeCodeLenses = this.#marked.event;

  constructor(server: Server, language: Language) {
    this.#server = server;
    this.#language = language;
    this.#subscriptions = [
      // A document that was saved anew has other findings, or the same ones at other places.
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        for (const uri of uris) if (this.#marks.has(uri.toString())) this.#changed.fire(uri);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#marks.delete(uri.toString())),
    ];
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const page = await this.#ask<TextPage>("gouji/text", uri);
    this.#marks.set(uri.toString(), page?.marks ?? []);
    this.#marked.fire();
    return page?.text ?? say(this.#language, "noText");
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    return (this.#marks.get(uri.toString()) ?? []).map(
      ({ line, title }) => new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { title, command: "" }),
    );
  }

  async provideHover({ uri }: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const { line, character } = position;
    const answer = await this.#ask<HoverAnswer>("textDocument/hover", uri, { position: { line, character } });
    return answer ? new vscode.Hover(new vscode.MarkdownString(answer.contents.value)) : undefined;
  }

  /** From a figure to its parts, which may stand in the same page, or to its rules. */
  async provideDefinition({ uri }: vscode.TextDocument, position: vscode.Position): Promise<vscode.Location[]> {
    const { line, character } = position;
    const answer = await this.#ask<readonly LocationAnswer[]>("textDocument/definition", uri, { position: { line, character } });
    return (answer ?? []).map(({ uri, range }) => new vscode.Location(shownAt(vscode.Uri.parse(uri)), rangeOf(range)));
  }

  async provideDocumentSymbols({ uri }: vscode.TextDocument): Promise<vscode.DocumentSymbol[]> {
    return ((await this.#ask<readonly SymbolAnswer[]>("textDocument/documentSymbol", uri)) ?? []).map(symbolOf);
  }

  /** Shows the page of a file: of the one that was chosen, else of the one that is looked at. */
  async show(chosen?: unknown): Promise<void> {
    const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const looked = typeof input === "object" && input !== null && "uri" in input ? input.uri : undefined;
    const uri = [chosen, looked].find((it): it is vscode.Uri => it instanceof vscode.Uri);
    const page = uri && pageOf(uri);
    if (uri === undefined || page === undefined) {
      void vscode.window.showInformationMessage(say(this.#language, "noPage"));
      return;
    }
    const document = await vscode.workspace.openTextDocument(uri.with(page));
    await vscode.window.showTextDocument(document, { preview: true });
  }

  /** Asks the server about the file that a page is of. */
  async #ask<Answer>(method: string, page: vscode.Uri, more: object = {}): Promise<Answer | undefined> {
    const file = fileOf(page);
    if (file === undefined) return undefined;
    const textDocument = { uri: page.with(file).toString() };
    return (await this.#server.ask<Answer | null>(method, { textDocument, ...more })) ?? undefined;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
    this.#marked.dispose();
  }
}

/** A collection in which what is said of documents that are no text stands in their pages. */
export function collectionOfPages(collection: vscode.DiagnosticCollection): vscode.DiagnosticCollection {
  type Entries = readonly [vscode.Uri, readonly vscode.Diagnostic[] | undefined][];
  const set = (given: vscode.Uri | Entries, diagnostics?: readonly vscode.Diagnostic[]) => {
    if (given instanceof vscode.Uri) collection.set(shownAt(given), diagnostics?.map(shown));
    else collection.set(given.map(([uri, found]) => [shownAt(uri), found?.map(shown)]));
  };
  return new Proxy(collection, {
    get(target, property) {
      if (property === "set") return set;
      if (["delete", "get", "has"].includes(String(property))) {
        const method = Reflect.get(target, property, target) as (uri: vscode.Uri) => unknown;
        return (uri: vscode.Uri) => method.call(target, shownAt(uri));
      }
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** A diagnostic whose links lead to pages. */
function shown(diagnostic: vscode.Diagnostic): vscode.Diagnostic {
  const related = diagnostic.relatedInformation?.map(
    ({ location, message }) =>
      new vscode.DiagnosticRelatedInformation(new vscode.Location(shownAt(location.uri), location.range), message),
  );
  if (related !== undefined) diagnostic.relatedInformation = related;
  return diagnostic;
}
