// Runs the bundle in an editor that is made of nothing but the parts it touches.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import Module from "node:module";
import { join } from "node:path";
import { test } from "node:test";

// Compiled to out/test/.
const extension = join(__dirname, "../..");

interface Shown {
  readonly errors: string[];
  readonly commands: Map<string, (...values: unknown[]) => unknown>;
  readonly lines: string[];
  readonly item: Record<string, unknown>;
}

const disposable = { dispose: () => undefined };

/** The editor's interface, as far as it is used before a server runs; every other class is empty. */
function editor(shown: Shown, settings: Record<string, unknown>, language: string): object {
  const log = (line: unknown) => void shown.lines.push(String(line));
  const parts: Record<string, unknown> = {
    env: { language },
    window: {
      createOutputChannel: () => ({ ...disposable, info: log, warn: log, error: log, trace: log, show: () => undefined }),
      createStatusBarItem: () => Object.assign(shown.item, { show: () => undefined, ...disposable }),
      showErrorMessage: async (message: string) => void shown.errors.push(message),
      tabGroups: { activeTabGroup: { activeTab: undefined } },
      showInformationMessage: async (message: string) => void shown.errors.push(message),
    },
    workspace: {
      workspaceFolders: undefined,
      getConfiguration: () => ({ get: (name: string, otherwise: unknown) => settings[name] ?? otherwise }),
      onDidChangeConfiguration: () => disposable,
      onDidChangeTextDocument: () => disposable,
      onDidCloseTextDocument: () => disposable,
      registerTextDocumentContentProvider: () => disposable,
    },
    languages: {
      registerCodeLensProvider: () => disposable,
      registerHoverProvider: () => disposable,
      registerDefinitionProvider: () => disposable,
      registerDocumentSymbolProvider: () => disposable,
      onDidChangeDiagnostics: () => disposable,
    },
    commands: {
      registerCommand: (name: string, body: (...values: unknown[]) => unknown) => {
        shown.commands.set(name, body);
        return disposable;
      },
    },
    StatusBarAlignment: { Left: 1, Right: 2 },
    EventEmitter: class {
      readonly event = () => disposable;
      fire() {}
      dispose() {}
    },
  };
  const declarations = readFileSync(join(extension, "node_modules/@types/vscode/index.d.ts"), "utf8");
  for (const [, name = ""] of declarations.matchAll(/export (?:class|enum) (\w+)/g)) parts[name] ??= class {};
  return parts;
}

interface Loader {
  _load(name: string, ...rest: unknown[]): unknown;
}

async function activated(settings: Record<string, unknown>, language: string, searchPath: string): Promise<Shown> {
  const shown: Shown = { errors: [], commands: new Map(), lines: [], item: {} };
  const loader = Module as unknown as Loader;
  const load = loader._load;
  const oldPath = process.env["PATH"];
  const bundle = join(extension, "dist/extension.js");
  delete require.cache[bundle];
  const stand = editor(shown, settings, language);
  loader._load = (name, ...rest) => (name === "vscode" ? stand : load.call(loader, name, ...rest));
  process.env["PATH"] = searchPath;
  try {
    const { activate, deactivate } = require(bundle) as {
      activate(context: object): Promise<void>;
      deactivate(): Promise<void>;
    };
    // A folder without a bundled server.
    await activate({ subscriptions: [], extensionPath: join(extension, "test") });
    await deactivate();
  } finally {
    loader._load = load;
    process.env["PATH"] = oldPath;
  }
  return shown;
}

test("without a server the extension says in Chinese what to do, and its commands work", async () => {
  const shown = await activated({}, "zh-cn", "/nowhere");
  assert.match(shown.errors.join(), /没有找到 gouji 程序.*gouji\.server\.path/);
  assert.ok(shown.lines.some((line) => line.trim() === "/nowhere/gouji"), shown.lines.join("\n"));
  assert.match(String(shown.item["text"]), /^\$\(error\) 勾稽/);
  assert.equal(shown.item["command"], "gouji.showOutput");
  for (const command of ["restartServer", "showOutput", "checkWorkspace", "explainRule", "showReferences", "showReading", "showText"]) {
    assert.ok(shown.commands.has(`gouji.${command}`), command);
  }
  await shown.commands.get("gouji.checkWorkspace")?.();
  assert.match(shown.errors.at(-1) ?? "", /没有打开文件夹/);
  await shown.commands.get("gouji.showReferences")?.("nonsense");
  assert.match(shown.errors.at(-1) ?? "", /没有要列出的问题/);
  await shown.commands.get("gouji.showText")?.();
  assert.match(shown.errors.at(-1) ?? "", /没有要显示文字的文件/);
  await shown.commands.get("gouji.showReading")?.(null, "支出表");
  assert.match(shown.errors.at(-1) ?? "", /没有可读的公开文件/);
});

test("a setting that leads nowhere is named", async () => {
  const shown = await activated({ "server.path": "/elsewhere/gouji" }, "en", "/nowhere");
  assert.deepEqual(shown.errors, ["The setting “gouji.server.path” leads to no program that can be run: /elsewhere/gouji"]);
});
