// A client of the language server: the protocol library of VS Code, and a mirror of what is open.

import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import {
  CancellationTokenSource,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializeRequest,
  InitializedNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  createProtocolConnection,
} from "vscode-languageserver-protocol/node";
import { Text } from "./places.mjs";

/** How long the server may take to do anything, in milliseconds. */
export const PATIENCE = Number(process.env.PATIENCE ?? 20_000);

export class Client {
  /** What was published last of each file: `{ version, diagnostics }`. */
  published = new Map();
  /** How often anything was published. */
  publications = 0;
  isShutDown = false;
  progress = [];
  messages = [];
  registrations = [];
  #documents = new Map();
  #waiting = new Set();

  constructor(program) {
    this.process = spawn(program, ["lsp"], { stdio: ["pipe", "pipe", "pipe"] });
    this.errors = "";
    this.process.stderr.setEncoding("utf8").on("data", (text) => (this.errors += text));
    this.ended = new Promise((resolve) => this.process.on("exit", (code, signal) => resolve(code ?? signal)));
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.process.stdout),
      new StreamMessageWriter(this.process.stdin),
    );
    this.connection.onNotification("textDocument/publishDiagnostics", (params) => {
      this.published.set(decodeURI(params.uri), { version: params.version, diagnostics: params.diagnostics });
      this.publications += 1;
      this.#check();
    });
    const keep = (list) => (params) => {
      list.push(params);
      this.#check();
    };
    this.connection.onNotification("$/progress", keep(this.progress));
    this.connection.onNotification("window/showMessage", keep(this.messages));
    this.connection.onNotification("window/logMessage", keep(this.messages));
    this.connection.onRequest("window/workDoneProgress/create", () => null);
    this.connection.onRequest("workspace/configuration", ({ items }) => items.map(() => null));
    for (const kind of ["diagnostic", "codeLens", "inlayHint", "semanticTokens"]) {
      this.connection.onRequest(`workspace/${kind}/refresh`, () => null);
    }
    this.connection.onRequest("client/registerCapability", ({ registrations }) => {
      this.registrations.push(...registrations);
      this.#check();
      return null;
    });
    this.connection.onUnhandledNotification(() => undefined);
    this.connection.listen();
  }

  /** Looks again at what is waited for. */
  #check() {
    for (const check of [...this.#waiting]) check();
  }

  /** Says hello; `encodings` in the order of preference. */
  async initialize(folders, encodings, locale = "zh-cn") {
    const uris = folders.map((folder) => pathToFileURL(folder).href);
    const result = await this.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      clientInfo: { name: "gouji session tests" },
      locale,
      rootUri: uris[0],
      workspaceFolders: uris.map((uri, at) => ({ uri, name: `folder ${at + 1}` })),
      capabilities: CAPABILITIES(encodings),
    });
    this.encoding = result.capabilities.positionEncoding ?? "utf-16";
    await this.connection.sendNotification(InitializedNotification.type, {});
    return result;
  }

  open(path, languageId, content) {
    const uri = pathToFileURL(path).href;
    const document = { uri, version: 1, text: new Text(content, this.encoding) };
    this.#documents.set(decodeURI(uri), document);
    this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text: content },
    });
    return document;
  }

  /** Replaces ranges, one after the other, in one notification; `undefined` as range is the whole text. */
  change(document, ...edits) {
    document.version += 1;
    const contentChanges = edits.map(({ range, text }) => {
      if (range === undefined) {
        document.text = new Text(text, this.encoding);
        return { text };
      }
      const { text: now } = document;
      const before = now.content.slice(0, now.index(range.start));
      const after = now.content.slice(now.index(range.end));
      document.text = new Text(before + text + after, this.encoding);
      return { range, text };
    });
    return this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: document.uri, version: document.version },
      contentChanges,
    });
  }

  /** Replaces the first occurrence of a text. */
  replace(document, old, text, options) {
    return this.change(document, { range: document.text.range(old, options), text });
  }

  close(document) {
    this.#documents.delete(decodeURI(document.uri));
    return this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri: document.uri } });
  }

  /** The diagnostics last published of a file. */
  diagnostics(uri) {
    return this.published.get(decodeURI(uri))?.diagnostics;
  }

  /** Waits until what is published fulfils a condition. */
  async until(what, condition, patience = PATIENCE) {
    const holds = () => {
      try {
        return condition();
      } catch {
        return false;
      }
    };
    if (holds()) return;
    await new Promise((resolve, reject) => {
      const check = () => {
        if (!holds()) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`waited ${patience} ms until ${what}`));
      }, patience);
      this.#waiting.add(check);
    });
  }

  /** Waits until the diagnostics of the document's present version fulfil a condition; gives them. */
  async current(document, what, condition = () => true) {
    const key = decodeURI(document.uri);
    await this.until(`${what} (version ${document.version})`, () => {
      const said = this.published.get(key);
      return said !== undefined && said.version === document.version && condition(said.diagnostics);
    });
    return this.published.get(key).diagnostics;
  }

  /** Waits until nothing has been published for a while. */
  async quiet(milliseconds = 400) {
    for (let before = -1; before !== this.publications; ) {
      before = this.publications;
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
    }
  }

  request(method, params, token) {
    // With a missing token as an argument the library sends a list of parameters.
    const sent = token ? [method, params, token] : [method, params];
    return within(this.connection.sendRequest(...sent), method);
  }

  /** Asks about a document, at the place of a text in it where one is given. */
  ask(method, document, occurrence, extra = {}, options = {}) {
    const textDocument = { uri: document.uri };
    const position = occurrence === undefined ? {} : { position: this.place(document, occurrence, options) };
    return this.request(`textDocument/${method}`, { textDocument, ...position, ...extra });
  }

  /** The place of a text: its beginning, or where `|` stands in it. */
  place(document, occurrence, options) {
    const bar = occurrence.indexOf("|");
    const plain = occurrence.replace("|", "");
    const { start } = document.text.range(plain, options);
    if (bar <= 0) return start;
    return document.text.position(document.text.index(start) + bar);
  }

  cancellable() {
    return new CancellationTokenSource();
  }

  async shutdown() {
    this.isShutDown = true;
    return within(this.connection.sendRequest(ShutdownRequest.type), "shutdown");
  }

  async exit() {
    await this.connection.sendNotification(ExitNotification.type);
    return within(this.ended, "exit");
  }

  kill() {
    this.connection.dispose();
    this.process.kill();
  }
}

/** Fails instead of waiting for ever. */
export function within(promise, what, patience = PATIENCE) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer to ${what} within ${patience} ms`)), patience);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const CAPABILITIES = (positionEncodings) => ({
  general: { positionEncodings },
  window: { workDoneProgress: true },
  workspace: {
    workspaceFolders: true,
    configuration: true,
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    workspaceEdit: { documentChanges: true },
  },
  textDocument: {
    synchronization: { dynamicRegistration: false },
    publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
    diagnostic: { relatedDocumentSupport: true },
    hover: { contentFormat: ["markdown", "plaintext"] },
    completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown"] } },
    definition: { linkSupport: false },
    references: {},
    rename: { prepareSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    foldingRange: { lineFoldingOnly: true },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } },
      isPreferredSupport: true,
      dataSupport: true,
    },
    codeLens: {},
    inlayHint: {},
    signatureHelp: {},
    semanticTokens: {
      requests: { full: true },
      tokenTypes: [],
      tokenModifiers: [],
      formats: ["relative"],
    },
  },
});
