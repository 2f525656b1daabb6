import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Declared, type Group, takeDeclared } from "./vitest.ts";

/** A test with the groups around it, the file's own first. */
export interface CollectedTest {
  /** Unique, and the same each time its file is loaded, whatever its title. */
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly groups: readonly Group[];
  readonly run: Declared["run"];
}

/** Files that stand in for packages, by their names. */
const STAND_INS = new Map(
  ["vitest", "fast-check"].map((name) => [name, new URL(`./${name}.ts`, import.meta.url).href]),
);
const TREE = pathToFileURL(process.cwd()).href;

const MARK = "?generation=";

let generation = 0;
const stripped = new Map<string, string>();

/** Makes every later import of our own modules load them anew, and `vitest` and `fast-check` what stands in for them here. */
export function registerFreshModules(): void {
  registerHooks({
    resolve: (specifier, context, next) => {
      const standIn = STAND_INS.get(specifier);
      if (standIn !== undefined && context.parentURL !== standIn) return { url: standIn, shortCircuit: true };
      const found = next(specifier, context);
      const isOurs = found.url.startsWith(TREE) && found.url.endsWith(".ts") && !isInstalled(found.url);
      // Imports that a module makes late are of its own generation.
      const [, own = generation] = context.parentURL?.split(MARK) ?? [];
      return isOurs ? { ...found, url: `${found.url}${MARK}${own}` } : found;
    },
    load: (url, context, next) =>
      url.includes(MARK)
        ? { format: "module", source: withoutTypes(fileURLToPath(url)), shortCircuit: true }
        : next(url, context),
  });
}

/** Loads test files, and all that they import of ours, anew. */
export async function collectTests(files: readonly string[]): Promise<readonly CollectedTest[]> {
  generation += 1;
  const tests: CollectedTest[] = [];
  for (const file of files) {
    takeDeclared();
    await import(pathToFileURL(resolve(file)).href);
    tests.push(...testsOf(file, file, [takeDeclared()]));
  }
  return tests;
}

function testsOf(file: string, path: string, groups: readonly Group[]): CollectedTest[] {
  const entries = groups.at(-1)?.entries ?? [];
  return entries.flatMap((entry, at) => {
    const id = `${path}:${at}`;
    return "run" in entry ? [{ ...entry, id, file, groups }] : testsOf(file, id, [...groups, entry]);
  });
}

function isInstalled(url: string): boolean {
  return url.includes("/node_modules/");
}

function withoutTypes(path: string): string {
  const source = stripped.get(path) ?? stripTypeScriptTypes(readFileSync(path, "utf8"));
  stripped.set(path, source);
  return source;
}
