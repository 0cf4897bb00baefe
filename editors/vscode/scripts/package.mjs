#!/usr/bin/env node
// Packs the extension into a VSIX. Everything it needs is inside; nothing is downloaded when it runs.
//
//   npm run package                     with the server of this checkout, if it has been built for release
//   GOUJI=/path/to/gouji npm run package    with that server
//   GOUJI= npm run package              without one: the user's setting or PATH decides
//
// A VSIX with a server is for one platform (this machine's, or $GOUJI_TARGET); one without is for all.

import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

// The caller's folder: npm changes to the package's.
const from = process.env.INIT_CWD ?? process.cwd();
const given = process.env.GOUJI;
const target = process.env.GOUJI_TARGET ?? `${process.platform}-${process.arch}`;
const program = target.startsWith("win32") ? "gouji.exe" : "gouji";
const built = join(root, "../../target/release", program);
const source = given === undefined ? built : given === "" ? undefined : resolve(from, given);

rmSync(join(root, "server"), { recursive: true, force: true });
const bundled = source !== undefined && existsSync(source);
if (bundled) {
  mkdirSync(join(root, "server"));
  copyFileSync(source, join(root, "server", program));
  chmodSync(join(root, "server", program), 0o755);
  // Four fifths of the program are for debuggers. Where there is no strip, they stay.
  if (!target.startsWith("win32")) spawnSync("strip", ["-S", join(root, "server", program)], { stdio: "inherit" });
  console.log(`server bundled: ${source} (${target})`);
} else if (given) {
  console.error(`there is no server at ${source}`);
  process.exit(1);
} else {
  console.log(`no server bundled${source ? ` (${source} does not exist; cargo build --release -p gouji makes it)` : ""}`);
}

function run(command, ...args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

run(process.execPath, "node_modules/typescript/bin/tsc", "--noEmit", "-p", ".");
run(process.execPath, "scripts/build.mjs");
const file = bundled ? `${name}-${version}-${target}.vsix` : `${name}-${version}.vsix`;
run(
  process.execPath, "node_modules/@vscode/vsce/vsce", "package", "--no-dependencies",
  "--allow-missing-repository", "--out", file, ...(bundled ? ["--target", target] : []),
);
console.log(`${join(root, file)}: ${Math.ceil(statSync(join(root, file)).size / 1024)} KiB`);
