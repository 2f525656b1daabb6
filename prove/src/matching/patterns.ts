import { globSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parse } from "acorn";
import { full } from "acorn-walk";
import { transformSync } from "esbuild";

/** A regular expression of ours, and where it stands. */
export interface Pattern {
  readonly source: string;
  readonly flags: string;
  /** `packages/core/src/classify/cause.ts`. */
  readonly file: string;
}

/** What the sources hold: literals, and how many expressions are put together at run time. */
export interface Patterns {
  readonly literals: readonly Pattern[];
  readonly composed: readonly { readonly file: string; readonly code: string }[];
}

const SOURCES = ["packages/*/src/**/*.ts", "apps/*/src/**/*.{ts,tsx}"];
const NOT_SHIPPED = /\.test(?:-d)?\.tsx?$|\/testing\/|\.d\.ts$|^packages\/simulator\/|\/node_modules\//;

/** Finds every regular expression in the sources of what is shipped. */
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
