// `node bundle-once.ts FOLDER` builds every bundle; its own process, so that two builds share nothing but the sources.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ANALYTICS_BUNDLING, LAMBDA_FUNCTIONS } from "@deploy-lens/analytics/constants";
import { FUNCTION_BUILD } from "@deploy-lens/bff/bundling";
import { type BuildOptions, build, type Metafile } from "esbuild";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const [folder = ""] = process.argv.slice(2);

const bundles: readonly { readonly name: string; readonly options: BuildOptions }[] = [
  { name: "bff", options: FUNCTION_BUILD },
  ...Object.entries(LAMBDA_FUNCTIONS).map(([name, { entry }]) => ({
    name: `analytics-${name}`,
    options: {
      ...ANALYTICS_BUNDLING,
      mainFields: [...ANALYTICS_BUNDLING.mainFields],
      absWorkingDir: join(ROOT, "apps", "analytics"),
      entryPoints: [entry],
    },
  })),
];

for (const { name, options } of bundles) {
  const { metafile } = await build({ ...options, outdir: join(folder, name), metafile: true });
  await writeFile(join(folder, `${name}.metafile.json`), JSON.stringify(withoutStubs(metafile)));
}

/** Removes the stubs that the BFF's bundler inserts before modules that are loaded later: they are no third-party part. */
function withoutStubs({ inputs, outputs }: Metafile): Metafile {
  const supplied = <Part>(parts: Readonly<Record<string, Part>>): Record<string, Part> =>
    Object.fromEntries(Object.entries(parts).filter(([path]) => !path.startsWith("later:")));
  return {
    inputs: supplied(inputs),
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([path, output]) => [path, { ...output, inputs: supplied(output.inputs) }]),
    ),
  };
}
