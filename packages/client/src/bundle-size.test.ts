import { basename, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, test } from "vitest";

/** Minified size of the code that a browser loads, and the source files it comes from. */
async function bundleOf(code: string) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    metafile: true,
  });
  const bytes = outputFiles[0]?.contents ?? new Uint8Array();
  const sources = Object.entries(metafile.outputs["stdin.js"]?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file);
  return { bytes: bytes.length, gzip: gzipSync(bytes).length, sources };
}

const ONE = [
  'import { createClient } from "./call/index.ts";',
  'import { listEvents } from "./routes/events.ts";',
  'globalThis.x = listEvents(createClient({ baseUrl: "" }), { projectId: "p", serviceId: "s" });',
].join("\n");

const ALL = [
  ...["call/errors", "call/index"],
  ...["compare-durations", "deploy-durations", "deployments", "events", "pages", "projects", "services"].map(
    (file) => `routes/${file}`,
  ),
]
  .map((file) => `export * from "./${file}.ts";`)
  .join("\n");

test("a page that lists events loads at most 5,400 bytes (2,500 compressed) for it", async () => {
  const { bytes, gzip, sources } = await bundleOf(ONE);
  expect(bytes).toBeLessThanOrEqual(5400);
  expect(gzip).toBeLessThanOrEqual(2500);
  expect(sources.filter((file) => /pages|deploy|compare|services/.test(basename(file)))).toEqual([]);
});

test("everything is at most 9,200 bytes (3,800 compressed), all of it our own", async () => {
  const { bytes, gzip, sources } = await bundleOf(ALL);
  expect(bytes).toBeLessThanOrEqual(9200);
  expect(gzip).toBeLessThanOrEqual(3800);
  expect(
    sources
      .map((file) => resolve(file))
      .filter((file) => !file.startsWith(resolve(import.meta.dirname, "../.."))),
  ).toEqual([]);
});
