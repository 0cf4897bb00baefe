// The commands, apart from those that only start and stop the server.

import { execFile } from "node:child_process";
import { dirname } from "node:path";
import * as vscode from "vscode";
import type { Server } from "./client";
import { listing } from "./lens";
import { shownAt } from "./pages";
import { explainArguments, ruleAtLine, ruleOfFindings } from "./rule";
import { type Language, say } from "./words";

/** How long the program may take to explain a rule. */
const EXPLAIN_TIMEOUT_MILLISECONDS = 10_000;

/** Runs `gouji check` over the folders of the workspace, in a terminal: the whole report with its summary. */
export async function checkWorkspace(server: Server, language: Language): Promise<void> {
  const folders = vscode.workspace.workspaceFolders?.filter(({ uri }) => uri.scheme === "file") ?? [];
  const first = folders[0];
  if (first === undefined) {
    void vscode.window.showInformationMessage(say(language, "noFolder"));
    return;
  }
  const lookup = server.lookUp();
  if (lookup.kind !== "found") return server.complain(lookup);
  await vscode.workspace.saveAll(false);
  const paths = folders.map(({ uri }) => uri.fsPath);
  const task = new vscode.Task(
    { type: "gouji" },
    vscode.TaskScope.Workspace,
    say(language, "checkTask"),
    "gouji",
    new vscode.ProcessExecution(lookup.path, ["check", "--lang", language, "--", ...paths], { cwd: first.uri.fsPath }),
  );
  task.presentationOptions = { clear: true, echo: false, reveal: vscode.TaskRevealKind.Always, showReuseMessage: false };
  await vscode.tasks.executeTask(task);
}

/** Shows in plain words what the rule at the cursor asks for, why, and examples. */
export class Explanation implements vscode.TextDocumentContentProvider {
  static readonly SCHEME = "gouji-explain";
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #server: Server;
  readonly #language: Language;
  readonly onDidChange = this.#changed.event;

  constructor(server: Server, language: Language) {
    this.#server = server;
    this.#language = language;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? "";
  }

  async show(named?: unknown): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const rule = typeof named === "string" ? named : editor && ruleAtCursor(editor);
    if (rule === undefined) {
      void vscode.window.showInformationMessage(say(this.#language, "noRule"));
      return;
    }
    const lookup = this.#server.lookUp();
    if (lookup.kind !== "found") return this.#server.complain(lookup);
    const file = editor?.document.uri.scheme === "file" ? editor.document : undefined;
    if (file?.languageId === "gouji" && file.isDirty) await file.save();
    const place =
      file?.languageId === "gouji" ? { path: file.fileName, folder: dirname(file.fileName) } : undefined;
    const text = await this.#explain(lookup.path, rule, place, file && dirname(file.fileName));
    if (text === undefined) return;
    const uri = vscode.Uri.from({ scheme: Explanation.SCHEME, path: `/${rule.replaceAll("/", "∕")}.md` });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true, preserveFocus: true });
  }

  async #explain(
    program: string,
    rule: string,
    file: { path: string; folder: string } | undefined,
    folder: string | undefined,
  ): Promise<string | undefined> {
    let reason = "";
    for (const args of explainArguments(rule, file, this.#language)) {
      try {
        return await output(program, args, folder);
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
      }
    }
    void vscode.window.showWarningMessage(say(this.#language, "explainFailed", rule, reason));
    return undefined;
  }
}

function ruleAtCursor(editor: vscode.TextEditor): string | undefined {
  const { document, selection } = editor;
  const cursor = selection.active;
  if (document.languageId === "gouji") {
    return ruleAtLine(document.getText().split(/\r?\n/), cursor.line);
  }
  const findings = vscode.languages.getDiagnostics(document.uri).map(({ source, code, range }) => ({
    source,
    code,
    containsCursor: range.contains(cursor),
    distance: Math.abs(range.start.line - cursor.line),
  }));
  return ruleOfFindings(findings);
}

function output(program: string, args: readonly string[], folder: string | undefined): Promise<string> {
  const options = { cwd: folder, timeout: EXPLAIN_TIMEOUT_MILLISECONDS, windowsHide: true, encoding: "utf8" as const };
  return new Promise((resolve, reject) => {
    execFile(program, args, options, (error, standardOutput, standardError) => {
      if (error) reject(new Error(standardError.trim() || error.message));
      else resolve(standardOutput);
    });
  });
}

/** Lists the findings of a rule; the server's lens above it calls this. */
export async function showReferences(language: Language, ...values: unknown[]): Promise<void> {
  const found = listing(values);
  if (found === undefined || found.places.length === 0) {
    void vscode.window.showInformationMessage(say(language, "noFindings"));
    return;
  }
  const position = ({ line, character }: { line: number; character: number }) => new vscode.Position(line, character);
  const places = found.places.map(
    ({ uri, range }) =>
      new vscode.Location(shownAt(vscode.Uri.parse(uri)), new vscode.Range(position(range.start), position(range.end))),
  );
  await vscode.commands.executeCommand(
    "editor.action.showReferences",
    vscode.Uri.parse(found.uri),
    position(found.position),
    places,
  );
}
