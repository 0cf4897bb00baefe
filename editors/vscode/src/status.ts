// The item in the status bar: what the server is doing; a click opens the output.

import * as vscode from "vscode";
import { type Language, type Message, say } from "./words";

export type Condition = "starting" | "running" | "stopped" | "failed";

const ICONS: Record<Condition, string> = {
  starting: "$(loading~spin)",
  running: "$(check)",
  stopped: "$(circle-slash)",
  failed: "$(error)",
};

export class Status implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #language: Language;

  constructor(language: Language) {
    this.#language = language;
    this.#item = vscode.window.createStatusBarItem("gouji.status", vscode.StatusBarAlignment.Right, 100);
    this.#item.name = "gouji 勾稽";
    this.#item.command = "gouji.showOutput";
    this.show("starting");
    this.#item.show();
  }

  /** Shows a condition; `detail` appears on hover. */
  show(condition: Condition, detail?: string): void {
    const words = say(this.#language, condition satisfies Message);
    this.#item.text = `${ICONS[condition]} ${this.#language === "zh" ? "勾稽" : "gouji"}`;
    this.#item.tooltip = [words, detail, say(this.#language, "showOutput")].filter(Boolean).join("\n");
    this.#item.accessibilityInformation = { label: words };
    this.#item.backgroundColor =
      condition === "failed" ? new vscode.ThemeColor("statusBarItem.errorBackground") : undefined;
  }

  dispose(): void {
    this.#item.dispose();
  }
}
