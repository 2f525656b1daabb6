// Builds every bundle once, into a folder: `node bundle-once.ts FOLDER`. A process of its own, so that two builds share
// nothing but the sources.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LAMBDA_BUNDLING as ANALYTICS_BUNDLING, LAMBDA_FUNCTIONS } from "@deploy-lens/analytics/constants";
import { LAMBDA_BUNDLING, LAMBDA_ENTRY } from "@deploy-lens/bff/constants";
import { build } from "esbuild";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const [folder = ""] = process.argv.slice(2);

const bundles = [
  { name: "bff", app: "bff", entry: LAMBDA_ENTRY, options: LAMBDA_BUNDLING },
  ...Object.entries(LAMBDA_FUNCTIONS).map(([name, { entry }]) => ({
    name: `analytics-${name}`,
    app: "analytics",
    entry,
    options: ANALYTICS_BUNDLING,
  })),
];

for (const { name, app, entry, options } of bundles) {
  const { metafile } = await build({
    ...options,
    mainFields: [...options.mainFields],
    absWorkingDir: join(ROOT, "apps", app),
    entryPoints: [entry],
    outdir: join(folder, name),
    metafile: true,
  });
  await writeFile(join(folder, `${name}.metafile.json`), JSON.stringify(metafile));
}
