import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Pattern } from "./patterns.ts";

/** Loads files, and gives the regular expressions that they put together meanwhile: libraries' own are left out. */
export async function composedPatterns(root: string, files: readonly string[]): Promise<readonly Pattern[]> {
  const found: Pattern[] = [];
  const original = globalThis.RegExp;
  const record = (pattern: RegExp) => {
    const [, file = ""] = new original(`${root}/((?:packages|apps)/[^)]*?):\\d`).exec(callerOf(root)) ?? [];
    if (file !== "") found.push({ source: pattern.source, flags: pattern.flags, file });
    return pattern;
  };
  globalThis.RegExp = new Proxy(original, {
    construct: (target, [pattern, flags]) => record(new target(pattern, flags)),
    apply: (target, _, [pattern, flags]) => record(target(pattern, flags)),
  });
  try {
    for (const file of files) await import(pathToFileURL(join(root, file)).href);
  } finally {
    globalThis.RegExp = original;
  }
  return found;
}

/** The line of the stack that called the constructor, when that is a file of ours. */
function callerOf(root: string): string {
  const lines = (new Error("where").stack ?? "")
    .split("\n")
    .filter((line) => !line.includes("composed-patterns"));
  const caller = lines.find((line) => line.includes("file://")) ?? "";
  return caller.includes("/node_modules/")
    ? ""
    : caller.replace("file://", "").slice(caller.indexOf(root) < 0 ? 0 : undefined);
}
