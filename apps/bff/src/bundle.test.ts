import { gzipSync } from "node:zlib";
import type { Metafile } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleColdStart } from "../bundling.ts";
import { EVENTS_BUNDLE_BUDGET, LAMBDA_ENTRY } from "./constants.ts";
import { type BuiltFunction, buildFunction } from "./testing/bundle.ts";

let built: BuiltFunction;

beforeAll(async () => {
  built = await buildFunction();
});

afterAll(() => built.remove());

/** Sources that importing an output brings along, those loaded later left out unless asked for. */
function inputsFrom({ outputs }: Metafile, start: string, later: boolean): Set<string> {
  const seen = new Set<string>();
  const inputs = new Set<string>();
  const visit = (path: string) => {
    const output = outputs[path];
    if (output === undefined || seen.has(path)) return;
    seen.add(path);
    for (const input of Object.keys(output.inputs)) inputs.add(input);
    for (const { path: next, kind } of output.imports) {
      if (kind === "import-statement" || later) visit(next);
    }
  };
  visit(start);
  return inputs;
}

function entryOf({ outputs }: Metafile): string {
  const [entry = ""] =
    Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === LAMBDA_ENTRY) ?? [];
  return entry;
}

const packagesOf = (inputs: ReadonlySet<string>) =>
  new Set([...inputs].flatMap((input) => /.*node_modules\/(@[^/]+\/[^/]+|[^/]+)\//.exec(input)?.[1] ?? []));

describe("the function's bundle", () => {
  test("events come without DynamoDB's client, schemas and token verification", () => {
    const loaded = inputsFrom(built.metafile, entryOf(built.metafile), false);
    expect([...packagesOf(loaded)]).toEqual(["hono"]);
    const later =
      /packages\/store|src\/(?:statistics|deployments|services|docs)\/|auth\/verify-token|routes\/(?:service|deployment|duration|openapi|docs)/;
    expect([...loaded].filter((input) => later.test(input))).toEqual([]);
  });

  test("all of that is there when it is asked for", () => {
    const all = packagesOf(inputsFrom(built.metafile, entryOf(built.metafile), true));
    for (const name of ["@aws-sdk/client-dynamodb", "zod", "jose"]) expect(all).toContain(name);
  });

  test("nothing of tests or of the simulator is in it", () => {
    const all = [...inputsFrom(built.metafile, entryOf(built.metafile), true)];
    expect(all.filter((input) => /simulator|testing|fixtures|[.]test[.]/.test(input))).toEqual([]);
  });

  test("a cold start reads three files: the entry, all that it needs, the bundler's own helpers", () => {
    const { outputs } = built.metafile;
    const files = new Set<string>();
    const visit = (path: string) => {
      if (files.has(path)) return;
      files.add(path);
      for (const { path: next, kind } of outputs[path]?.imports ?? []) {
        if (kind === "import-statement" && outputs[next] !== undefined) visit(next);
      }
    };
    visit(entryOf(built.metafile));
    expect(files.size).toBeLessThanOrEqual(3);
  });

  test("what every cold start reads stays within its budget", async () => {
    const contents = await bundleColdStart();
    expect(contents.length).toBeLessThanOrEqual(EVENTS_BUNDLE_BUDGET.minified);
    expect(gzipSync(contents).length).toBeLessThanOrEqual(EVENTS_BUNDLE_BUDGET.gzipped);
  });
});
