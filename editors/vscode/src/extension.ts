// The extension's beginning and end.

import * as vscode from "vscode";
import { Server } from "./client";
import { Explanation, checkWorkspace, showReferences } from "./commands";
import { TextPages } from "./pages";
import { PAGE_SCHEME } from "./projected";
import { ReadingPages } from "./reading";
import { Status } from "./status";
import { languageOf } from "./words";

/** Settings that the server is started with. */
const STARTING_SETTINGS = ["gouji.server", "gouji.documents"];

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const language = languageOf(vscode.env.language);
  const channel = vscode.window.createOutputChannel("gouji 勾稽", { log: true });
  const status = new Status(language);
  const running = new Server(context, channel, status, language);
  const explanation = new Explanation(running, language);
  const readings = new ReadingPages(running, language);
  const pages = new TextPages(running, language);
  server = running;
  const command = (name: string, body: (...values: unknown[]) => unknown) =>
    vscode.commands.registerCommand(`gouji.${name}`, body);
  context.subscriptions.push(
    channel,
    status,
    running,
    readings,
    pages,
    command("restartServer", () => running.restart()),
    command("showOutput", () => channel.show()),
    command("checkWorkspace", () => checkWorkspace(running, language)),
    command("explainRule", (rule) => explanation.show(rule)),
    command("showReferences", (...values) => showReferences(language, ...values)),
    command("showReading", (...values) => readings.show(...values)),
    command("showText", (chosen) => pages.show(chosen)),
    vscode.workspace.registerTextDocumentContentProvider(Explanation.SCHEME, explanation),
    vscode.workspace.registerTextDocumentContentProvider(ReadingPages.SCHEME, readings),
    vscode.workspace.registerTextDocumentContentProvider(PAGE_SCHEME, pages),
    vscode.languages.registerCodeLensProvider(TextPages.SELECTOR, pages),
    vscode.languages.registerHoverProvider(TextPages.SELECTOR, pages),
    vscode.languages.registerDefinitionProvider(TextPages.SELECTOR, pages),
    vscode.languages.registerDocumentSymbolProvider(TextPages.SELECTOR, pages),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (STARTING_SETTINGS.some((section) => event.affectsConfiguration(section))) void running.restart();
    }),
  );
  await running.restart();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
