import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import type { Metafile } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { filesReadAtStart, filesReadWith } from "../bundling.ts";
import { BFF_BUNDLE_BUDGET, LAMBDA_ENTRY } from "./settings/constants.ts";
import { type BuiltFunction, buildFunction } from "./testing/bundle.ts";

let built: BuiltFunction;

beforeAll(async () => {
  built = await buildFunction();
});

afterAll(() => built.remove());

/** Source files loaded together with an output, through its static imports. */
function inputsReadWith(metafile: Metafile, file: string): Set<string> {
  return inputsOf(metafile, filesReadWith(metafile, file));
}

function inputsOf({ outputs }: Metafile, files: Iterable<string>): Set<string> {
  return new Set([...files].flatMap((file) => Object.keys(outputs[file]?.inputs ?? {})));
}

function entryOf({ outputs }: Metafile): string {
  const [entry = ""] =
    Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === LAMBDA_ENTRY) ?? [];
  return entry;
}

const packagesOf = (inputs: ReadonlySet<string>) =>
  new Set([...inputs].flatMap((input) => /.*node_modules\/(@[^/]+\/[^/]+|[^/]+)\//.exec(input)?.[1] ?? []));

describe("the function's bundle", () => {
  test("what a start imports has no schemas, no token verification and nothing of the table", () => {
    const loaded = inputsReadWith(built.metafile, entryOf(built.metafile));
    expect([...packagesOf(loaded)]).toEqual(["hono"]);
    const later =
      /packages\/store|src\/(?:statistics|deployments|services|projects|docs)\/|auth\/verify-token/;
    expect([...loaded].filter((input) => later.test(input))).toEqual([]);
  });

  test("all of that is there when it is asked for", () => {
    const all = packagesOf(inputsOf(built.metafile, Object.keys(built.metafile.outputs)));
    for (const name of ["zod", "jose"]) expect(all).toContain(name);
    expect([...all].filter((name) => name.startsWith("@aws-sdk"))).toEqual([]);
  });

  test("nothing of tests or of the simulator is in it", () => {
    const all = [...inputsOf(built.metafile, Object.keys(built.metafile.outputs))];
    expect(all.filter((input) => /simulator|testing|fixtures|[.]test[.]/.test(input))).toEqual([]);
  });

  test("a cold start reads three files: the entry, all that it needs, the bundler's own helpers", () => {
    expect(filesReadWith(built.metafile, entryOf(built.metafile)).size).toBeLessThanOrEqual(3);
  });

  test.each([
    ["entry", filesReadWith, 50_000],
    ["start", filesReadAtStart, 110_000],
  ] as const)(
    "what is read of the deployed files stays within its budget: %s",
    async (part, filesOf, least) => {
      const read = await Promise.all(
        [...filesOf(built.metafile, entryOf(built.metafile))].map((file) => readFile(built.path(file))),
      );
      const minified = read.reduce((sum, file) => sum + file.length, 0);
      const gzipped = read.reduce((sum, file) => sum + gzipSync(file).length, 0);
      expect(minified).toBeGreaterThan(least);
      expect(minified).toBeLessThanOrEqual(BFF_BUNDLE_BUDGET[part].minified);
      expect(gzipped).toBeLessThanOrEqual(BFF_BUNDLE_BUDGET[part].gzipped);
    },
  );
});
