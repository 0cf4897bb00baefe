// What the extension says, in Chinese and English.

export type Language = "zh" | "en";

/** Chinese in a Chinese editor, English in any other. */
export function languageOf(editorLanguage: string): Language {
  return editorLanguage.toLowerCase().startsWith("zh") ? "zh" : "en";
}

const WORDS = {
  starting: ["勾稽：正在启动", "gouji: starting"],
  running: ["勾稽：已就绪", "gouji: running"],
  stopped: ["勾稽：已停止", "gouji: stopped"],
  failed: ["勾稽：启动失败", "gouji: failed"],
  showOutput: ["点击查看输出", "click to see the output"],
  openSettings: ["打开设置", "Open Settings"],
  output: ["查看输出", "Show Output"],
  missing: [
    "没有找到 gouji 程序：设置里没有写，扩展没有自带，PATH 里也没有。请安装 gouji，或在设置“gouji.server.path”里写上它的路径。着色和片段仍然可用。",
    "The gouji program was not found: not in the settings, not bundled, not on the PATH. Install gouji, or put its path into the setting “gouji.server.path”. Highlighting and snippets work without it.",
  ],
  misconfigured: [
    "设置“gouji.server.path”所写的程序不存在，或者不能执行：{0}",
    "The setting “gouji.server.path” leads to no program that can be run: {0}",
  ],
  startFailed: ["gouji 没有启动成功：{0}", "gouji did not start: {0}"],
  using: ["使用 {0}（{1}）", "using {0} ({1})"],
  looked: ["找过这些地方：", "looked at:"],
  setting: ["按设置", "from the settings"],
  bundled: ["扩展自带", "bundled"],
  path: ["PATH 里的", "from the PATH"],
  noFolder: ["没有打开文件夹，没有可以检查的文件。", "No folder is open: there is nothing to check."],
  checkTask: ["检查工作区", "check the workspace"],
  noRule: [
    "光标处没有规则：请把光标放在一条规则里，或放在文件里标出的问题上。",
    "There is no rule here: put the cursor into a rule, or on a finding in a document.",
  ],
  explainFailed: ["无法说明「{0}」：{1}", "Cannot explain “{0}”: {1}"],
  noReading: ["没有可读的公开文件：先打开一份。", "There is no document to read: open one."],
  noPage: [
    "这里没有要显示文字的文件：先选中一份 PDF、xlsx、xls、ods、docx 或 html。",
    "There is no document here whose text could be shown: choose a PDF, xlsx, xls, ods, docx or html file.",
  ],
  noText: [
    "这份文件读不出文字，或者不在检查之列；原因见「问题」。",
    "No text could be read of this document, or it is none of those checked: see the list of problems.",
  ],
  noFindings: ["没有要列出的问题。", "There is nothing to list."],
} as const satisfies Record<string, readonly [string, string]>;

export type Message = keyof typeof WORDS;

/** A message, with `{0}`, `{1}` … filled in. */
export function say(language: Language, message: Message, ...values: string[]): string {
  const text: string = WORDS[message][language === "zh" ? 0 : 1];
  return text.replace(/\{(\d)\}/g, (hole, index: string) => values[Number(index)] ?? hole);
}
