import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { CANARY_BUNDLE } from "./src/canary/constants.ts";
import { PUBLISH_BUNDLE, SITE_FOLDER } from "./src/web/constants.ts";

const dashboard = join(import.meta.dirname, "../apps/dashboard/dist");

if (!existsSync(join(dashboard, "index.html"))) {
  throw new Error(`${dashboard} holds no index.html: the dashboard is built first (npm run build)`);
}
cpSync(dashboard, join(await bundle(PUBLISH_BUNDLE), SITE_FOLDER), { recursive: true });
await bundle(CANARY_BUNDLE);

/** @returns the folder with the function. */
async function bundle({
  entry,
  folder,
}: {
  readonly entry: string;
  readonly folder: string;
}): Promise<string> {
  const outdir = join(import.meta.dirname, folder);
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [join(import.meta.dirname, entry)],
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node24",
    mainFields: ["module", "main"],
    legalComments: "none",
  });
  return outdir;
}
