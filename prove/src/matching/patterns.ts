import { globSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "acorn";
import { full } from "acorn-walk";
import { transformSync } from "esbuild";

/** A regular expression in the sources. */
export interface Pattern {
  readonly source: string;
  readonly flags: string;
  /** `packages/core/src/classify/cause.ts`. */
  readonly file: string;
}

/** Literals, and the calls that compose an expression at run time. */
interface Patterns {
  readonly literals: readonly Pattern[];
  readonly composed: readonly { readonly file: string; readonly code: string }[];
}

const SOURCES = ["packages/*/src/**/*.ts", "apps/*/src/**/*.{ts,tsx}"];
const NOT_SHIPPED = /\.test(?:-d)?\.tsx?$|\/testing\/|\.d\.ts$|^packages\/simulator\/|\/node_modules\//;

/** Finds every regular expression in the shipped sources. */
export function findPatterns(root: string): Patterns {
  const literals: Pattern[] = [];
  const composed: { file: string; code: string }[] = [];
  for (const path of globSync(SOURCES, { cwd: root }).toSorted()) {
    const file = relative(root, join(root, path));
    if (NOT_SHIPPED.test(file)) continue;
    const { code } = transformSync(readFileSync(join(root, path), "utf8"), {
      loader: path.endsWith("x") ? "tsx" : "ts",
      jsx: "automatic",
      target: "esnext",
    });
    full(parse(code, { ecmaVersion: "latest", sourceType: "module" }), (node) => {
      if (isRegExpLiteral(node)) literals.push({ source: node.regex.pattern, flags: node.regex.flags, file });
      if (isRegExpCall(node))
        composed.push({ file, code: code.slice(node.start, node.end).replaceAll(/\s+/g, " ") });
    });
  }
  return { literals, composed };
}

interface RegExpLiteral {
  readonly regex: { readonly pattern: string; readonly flags: string };
}

function isRegExpLiteral(node: object): node is RegExpLiteral {
  return "regex" in node && typeof node.regex === "object" && node.regex !== null;
}

function isRegExpCall(node: { readonly type: string }): boolean {
  const isCall = node.type === "NewExpression" || node.type === "CallExpression";
  if (!isCall || !("callee" in node)) return false;
  const { callee } = node;
  return typeof callee === "object" && callee !== null && "name" in callee && callee.name === "RegExp";
}

/** Imports files and returns the regular expressions that they compose meanwhile, without those of libraries. */
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

/** The stack line that called the constructor, unless it is in a library. */
function callerOf(root: string): string {
  const lines = (new Error("where").stack ?? "")
    .split("\n")
    .filter((line) => !line.includes("composed-patterns"));
  const caller = lines.find((line) => line.includes("file://")) ?? "";
  return caller.includes("/node_modules/")
    ? ""
    : caller.replace("file://", "").slice(caller.indexOf(root) < 0 ? 0 : undefined);
}
