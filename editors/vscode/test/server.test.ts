import assert from "node:assert/strict";
import { test } from "node:test";
import { type Surroundings, findServer, programName } from "../src/server";

function surroundings(existing: readonly string[], changes: Partial<Surroundings> = {}): Surroundings {
  return {
    configured: "",
    extensionFolder: "/extension",
    workspaceFolder: "/work",
    searchPath: "/usr/local/bin:/usr/bin",
    platform: "linux",
    homeFolder: "/home/li",
    isExecutable: (path) => existing.includes(path),
    ...changes,
  };
}

const everywhere = ["/chosen/gouji", "/extension/server/gouji", "/usr/local/bin/gouji", "/usr/bin/gouji"];

test("the setting comes first", () => {
  assert.deepEqual(findServer(surroundings(everywhere, { configured: " /chosen/gouji " })), {
    kind: "found", path: "/chosen/gouji", origin: "setting",
  });
});

test("then the program bundled with the extension", () => {
  assert.deepEqual(findServer(surroundings(everywhere)), {
    kind: "found", path: "/extension/server/gouji", origin: "bundled",
  });
});

test("then the PATH, in its order", () => {
  assert.deepEqual(findServer(surroundings(["/usr/bin/gouji", "/usr/local/bin/gouji"])), {
    kind: "found", path: "/usr/local/bin/gouji", origin: "path",
  });
  assert.deepEqual(findServer(surroundings(["/usr/bin/gouji"])), { kind: "found", path: "/usr/bin/gouji", origin: "path" });
});

test("a setting that leads nowhere is said, not passed over", () => {
  assert.deepEqual(findServer(surroundings(everywhere, { configured: "/nowhere/gouji" })), {
    kind: "misconfigured", path: "/nowhere/gouji",
  });
});

test("what was tried is told when there is none", () => {
  assert.deepEqual(findServer(surroundings([])), {
    kind: "missing", tried: ["/extension/server/gouji", "/usr/local/bin/gouji", "/usr/bin/gouji"],
  });
});

test("a setting may use ~, the workspace's folder, a relative path or a bare name", () => {
  const found = (configured: string, path: string) =>
    assert.deepEqual(findServer(surroundings([path], { configured })), { kind: "found", path, origin: "setting" });
  found("~/bin/gouji", "/home/li/bin/gouji");
  found("${workspaceFolder}/target/release/gouji", "/work/target/release/gouji");
  found("target/release/gouji", "/work/target/release/gouji");
  found("gouji-next", "/usr/bin/gouji-next");
});

test("a tilde inside a name stays", () => {
  assert.deepEqual(findServer(surroundings(["/a/~b/gouji"], { configured: "/a/~b/gouji" })).kind, "found");
});

test("relative entries of the PATH are left out", () => {
  assert.deepEqual(findServer(surroundings(["gouji", "./gouji", "bin/gouji"], { searchPath: ".:bin::" })), {
    kind: "missing", tried: ["/extension/server/gouji"],
  });
});

test("Windows: names end in .exe, the PATH is divided by semicolons", () => {
  const windows = {
    platform: "win32" as const,
    extensionFolder: "C:\\extension",
    workspaceFolder: "C:\\work",
    searchPath: "C:\\Windows;\"C:\\Program Files\\gouji\"",
    pathExtensions: ".COM;.EXE;.BAT;.CMD",
  };
  assert.equal(programName("win32"), "gouji.exe");
  assert.deepEqual(findServer(surroundings(["C:\\extension\\server\\gouji.exe"], windows)), {
    kind: "found", path: "C:\\extension\\server\\gouji.exe", origin: "bundled",
  });
  assert.deepEqual(findServer(surroundings(["C:\\Program Files\\gouji\\gouji.exe"], windows)), {
    kind: "found", path: "C:\\Program Files\\gouji\\gouji.exe", origin: "path",
  });
  // A batch file cannot be started without a shell.
  assert.equal(findServer(surroundings(["C:\\Windows\\gouji.bat"], windows)).kind, "missing");
});
