// The page that shows what a form saw of a document.

import { posix } from "node:path";
import * as vscode from "vscode";
import type { Server } from "./client";
import { reading, type Reading } from "./lens";
import { type Language, say } from "./words";

/** How long an edit rests before an open page is written anew. */
const REST_MILLISECONDS = 300;

/** Pages that cannot be edited. They follow the document and the rules while these are edited. */
export class ReadingPages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  static readonly SCHEME = "gouji-reading";
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #server: Server;
  readonly #language: Language;
  readonly #pages = new Map<string, Reading>();
  readonly #subscriptions: vscode.Disposable[];
  #rest: NodeJS.Timeout | undefined;
  readonly onDidChange = this.#changed.event;

  constructor(server: Server, language: Language) {
    this.#server = server;
    this.#language = language;
    this.#subscriptions = [
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#edited(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#pages.delete(uri.toString())),
    ];
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const page = this.#pages.get(uri.toString());
    if (page === undefined) return "";
    return (await this.#server.ask<string | null>("gouji/reading", { textDocument: { uri: page.uri }, form: page.form })) ?? "";
  }

  /** The lens above a form calls this. */
  async show(...values: unknown[]): Promise<void> {
    const page = reading(values);
    if (page === undefined) {
      void vscode.window.showInformationMessage(say(this.#language, "noReading"));
      return;
    }
    const document = posix.basename(vscode.Uri.parse(page.uri).path);
    const uri = vscode.Uri.from({
      scheme: ReadingPages.SCHEME,
      path: `/${page.form} · ${document}`.replaceAll("/", "∕").replace("∕", "/"),
      query: page.uri,
    });
    this.#pages.set(uri.toString(), page);
    this.#changed.fire(uri);
    const shown = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(shown, { viewColumn: vscode.ViewColumn.Beside, preview: true, preserveFocus: true });
  }

  #edited(document: vscode.TextDocument): void {
    if (document.uri.scheme === ReadingPages.SCHEME || this.#pages.size === 0) return;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      for (const page of this.#pages.keys()) this.#changed.fire(vscode.Uri.parse(page));
    }, REST_MILLISECONDS);
  }

  dispose(): void {
    clearTimeout(this.#rest);
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }
}
