import { registerHooks } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** A test of a file, or a group of tests, ready to be run. */
export interface CollectedTest {
  /** Its file and its name; unique. */
  readonly id: string;
  readonly file: string;
  run(): unknown;
}

const STAND_IN = new URL("./vitest.ts", import.meta.url).href;

/** Loads test files into this process, where `vitest` is what stands in for it here. */
export async function collectTests(files: readonly string[]): Promise<readonly CollectedTest[]> {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "vitest" && context.parentURL !== STAND_IN
        ? { url: STAND_IN, shortCircuit: true }
        : next(specifier, context),
  });
  const { takeDeclared } = await import("./vitest.ts");
  const tests: CollectedTest[] = [];
  for (const file of files) {
    await import(pathToFileURL(resolve(file)).href);
    tests.push(...takeDeclared().map(({ name, run }, at) => ({ id: `${file} ${at} ${name}`, file, run })));
  }
  return tests;
}
