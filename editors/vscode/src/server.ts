// Which program is the server. Nothing here knows the editor, so that it can be tested without one.

import { homedir } from "node:os";
import { posix, win32 } from "node:path";

/** What the lookup needs to know of the world. */
export interface Surroundings {
  /** The setting `gouji.server.path`; empty if it is not set. */
  readonly configured: string;
  /** The folder the extension is installed in. */
  readonly extensionFolder: string;
  /** The first folder of the workspace, if there is one. */
  readonly workspaceFolder: string | undefined;
  /** The environment's `PATH`. */
  readonly searchPath: string;
  /** The environment's `PATHEXT` (Windows only). */
  readonly pathExtensions?: string;
  readonly platform: NodeJS.Platform;
  readonly homeFolder?: string;
  /** Whether a program can be run from this path. */
  isExecutable(path: string): boolean;
}

/** Where a server was found. */
export type Origin = "setting" | "bundled" | "path";

export type Lookup =
  | { readonly kind: "found"; readonly path: string; readonly origin: Origin }
  /** The setting names a program that is not there. */
  | { readonly kind: "misconfigured"; readonly path: string }
  | { readonly kind: "missing"; readonly tried: readonly string[] };

/**
 * Finds the server: the setting, else the program bundled with the extension, else the `PATH`.
 *
 * A setting that leads nowhere is an error of its own: silently running another program than the one
 * asked for would be worse than running none.
 */
export function findServer(surroundings: Surroundings): Lookup {
  const configured = surroundings.configured.trim();
  if (configured !== "") {
    const path = expand(configured, surroundings);
    // A bare name in the setting is looked up like one typed in a terminal.
    const isBareName = !/[/\\]/.test(path);
    const found = isBareName ? onSearchPath(path, surroundings).find(surroundings.isExecutable) : path;
    return found !== undefined && surroundings.isExecutable(found)
      ? { kind: "found", path: found, origin: "setting" }
      : { kind: "misconfigured", path };
  }
  const bundled = paths(surroundings).join(surroundings.extensionFolder, "server", programName(surroundings.platform));
  if (surroundings.isExecutable(bundled)) return { kind: "found", path: bundled, origin: "bundled" };
  const candidates = onSearchPath("gouji", surroundings);
  const found = candidates.find(surroundings.isExecutable);
  if (found !== undefined) return { kind: "found", path: found, origin: "path" };
  return { kind: "missing", tried: [bundled, ...candidates] };
}

/** The file name of the program. */
export function programName(platform: NodeJS.Platform): string {
  return platform === "win32" ? "gouji.exe" : "gouji";
}

function paths({ platform }: Surroundings) {
  return platform === "win32" ? win32 : posix;
}

function expand(path: string, surroundings: Surroundings): string {
  const { join, isAbsolute } = paths(surroundings);
  const home = surroundings.homeFolder ?? homedir();
  const folder = surroundings.workspaceFolder;
  let expanded = path.replace(/^~(?=$|[/\\])/, () => home);
  if (folder !== undefined) {
    expanded = expanded.replaceAll("${workspaceFolder}", () => folder);
    if (!isAbsolute(expanded) && /[/\\]/.test(expanded)) expanded = join(folder, expanded);
  }
  return expanded;
}

function onSearchPath(name: string, surroundings: Surroundings): string[] {
  const { delimiter, isAbsolute, join } = paths(surroundings);
  // A relative entry would run whatever lies in the workspace.
  const folders = surroundings.searchPath
    .split(delimiter)
    .map((folder) => folder.replace(/^"(.*)"$/, "$1"))
    .filter((folder) => isAbsolute(folder));
  return [...new Set(folders)].flatMap((folder) => fileNames(name, surroundings).map((file) => join(folder, file)));
}

function fileNames(name: string, { platform, pathExtensions }: Surroundings): string[] {
  if (platform !== "win32") return [name];
  if (/\.[^.]+$/.test(name)) return [name];
  // Only what can be started without a shell.
  const extensions = (pathExtensions ?? ".EXE").split(";").filter((extension) => /^\.(exe|com)$/i.test(extension));
  return (extensions.length > 0 ? extensions : [".EXE"]).map((extension) => name + extension.toLowerCase());
}
