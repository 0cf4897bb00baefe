// The connection to the server, from finding the program to its end.

import { accessSync, constants, statSync } from "node:fs";
import * as vscode from "vscode";
import {
  type DiagnosticCollectionProvider,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from "vscode-languageclient/node";
import { collectionOfPages } from "./pages";
import { documentPatterns, documentSelector, watchedPatterns } from "./selector";
import { findServer, type Lookup } from "./server";
import type { Status } from "./status";
import { type Language, say } from "./words";

export class Server implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #channel: vscode.LogOutputChannel;
  readonly #status: Status;
  readonly #language: Language;
  #client: LanguageClient | undefined;
  #watchers: vscode.FileSystemWatcher[] = [];
  /** Starts and stops, one after the other. */
  #turn: Promise<void> = Promise.resolve();

  constructor(
    context: vscode.ExtensionContext,
    channel: vscode.LogOutputChannel,
    status: Status,
    language: Language,
  ) {
    this.#context = context;
    this.#channel = channel;
    this.#status = status;
    this.#language = language;
  }

  /** Starts the server, after stopping the one that runs. */
  restart(): Promise<void> {
    this.#turn = this.#turn.catch(() => undefined).then(async () => {
      await this.#stop();
      await this.#start();
    });
    return this.#turn;
  }

  /** Asks the server something of its own; `undefined` where none runs. */
  async ask<Answer>(method: string, params: unknown): Promise<Answer | undefined> {
    return this.#client?.isRunning() ? this.#client.sendRequest<Answer>(method, params) : undefined;
  }

  /** Stops the server. */
  stop(): Promise<void> {
    this.#turn = this.#turn.catch(() => undefined).then(() => this.#stop());
    return this.#turn;
  }

  /** Where the program is, by the settings of now. */
  lookUp(): Lookup {
    return findServer({
      configured: configuration().get<string>("server.path", ""),
      extensionFolder: this.#context.extensionPath,
      workspaceFolder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
      searchPath: process.env["PATH"] ?? process.env["Path"] ?? "",
      pathExtensions: process.env["PATHEXT"] ?? ".EXE",
      platform: process.platform,
      isExecutable,
    });
  }

  /** Says why there is no program, and offers the way out. */
  async complain(lookup: Exclude<Lookup, { kind: "found" }>): Promise<void> {
    const message =
      lookup.kind === "misconfigured"
        ? say(this.#language, "misconfigured", lookup.path)
        : say(this.#language, "missing");
    this.#channel.error(message);
    if (lookup.kind === "missing") {
      this.#channel.info(say(this.#language, "looked"));
      for (const path of lookup.tried) this.#channel.info(`  ${path}`);
    }
    this.#status.show("failed", message);
    const settings = say(this.#language, "openSettings");
    const output = say(this.#language, "output");
    const choice = await vscode.window.showErrorMessage(message, settings, output);
    if (choice === settings) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "gouji.server.path");
    } else if (choice === output) {
      this.#channel.show();
    }
  }

  dispose(): void {
    void this.stop();
  }

  async #start(): Promise<void> {
    const lookup = this.lookUp();
    if (lookup.kind !== "found") {
      // Not awaited: the message may stand for hours.
      void this.complain(lookup);
      return;
    }
    this.#channel.info(say(this.#language, "using", lookup.path, say(this.#language, lookup.origin)));
    this.#status.show("starting", lookup.path);
    const args = ["lsp", ...configuration().get<string[]>("server.arguments", [])];
    const client = new LanguageClient("gouji", "gouji 勾稽", { command: lookup.path, args }, this.#options());
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Starting) this.#status.show("starting", lookup.path);
      if (newState === State.Running) this.#status.show("running", lookup.path);
      if (newState === State.Stopped) this.#status.show("stopped", lookup.path);
      if (newState === State.StartFailed) this.#status.show("failed", lookup.path);
    });
    this.#client = client;
    try {
      await client.start();
    } catch (error) {
      const message = say(this.#language, "startFailed", error instanceof Error ? error.message : String(error));
      this.#channel.error(message);
      this.#status.show("failed", message);
      const output = say(this.#language, "output");
      void vscode.window.showErrorMessage(message, output).then((choice) => {
        if (choice === output) this.#channel.show();
      });
    }
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    try {
      // A client that never came up cannot be stopped, only dropped.
      if (client?.isRunning()) await client.stop();
      await client?.dispose();
    } catch (error) {
      this.#channel.warn(String(error));
    }
    for (const watcher of this.#watchers.splice(0)) watcher.dispose();
  }

  #options(): LanguageClientOptions {
    const patterns = documentPatterns(configuration().get("documents"));
    this.#watchers = watchedPatterns(patterns).map((pattern) => vscode.workspace.createFileSystemWatcher(pattern));
    return {
      documentSelector: documentSelector(patterns) as NonNullable<LanguageClientOptions["documentSelector"]>,
      outputChannel: this.#channel,
      traceOutputChannel: traceChannel(this.#channel),
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      progressOnInitialization: true,
      initializationOptions: { documents: patterns, language: this.#language },
      synchronize: { configurationSection: "gouji", fileEvents: this.#watchers },
      diagnosticCollectionName: "gouji",
      diagnosticCollectionProvider: new SharedDiagnostics(),
    };
  }
}

/** The settings of this extension. */
export function configuration(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration("gouji");
}

/**
 * One collection for what the server sends of itself and for what it answers when asked: the two are the
 * same findings, which would otherwise be listed twice.
 */
class SharedDiagnostics implements DiagnosticCollectionProvider {
  #collection: vscode.DiagnosticCollection | undefined;
  #users = 0;

  create(): vscode.DiagnosticCollection {
    this.#users += 1;
    this.#collection ??= collectionOfPages(vscode.languages.createDiagnosticCollection("gouji"));
    return this.#collection;
  }

  dispose(): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    this.#collection?.dispose();
    this.#collection = undefined;
  }
}

/**
 * The output channel as the client writes its trace to it. The client traces at the channel's lowest
 * level only; the setting `gouji.trace.server` is enough here.
 */
function traceChannel(channel: vscode.LogOutputChannel): vscode.LogOutputChannel {
  const isOn = () => configuration().get<string>("trace.server", "off") !== "off";
  return new Proxy(channel, {
    get(target, property) {
      if (property === "logLevel") return isOn() ? vscode.LogLevel.Trace : target.logLevel;
      if (property === "trace") return (message: string) => (isOn() ? target.info(message) : target.trace(message));
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

function isExecutable(path: string): boolean {
  try {
    if (!statSync(path).isFile()) return false;
    accessSync(path, process.platform === "win32" ? constants.F_OK : constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
