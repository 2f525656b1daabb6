import { rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { bundleFunction } from "./bundling.ts";
import { LAMBDA_BUNDLE } from "./src/settings/constants.ts";

const outdir = join(import.meta.dirname, LAMBDA_BUNDLE.folder);

await rm(outdir, { recursive: true, force: true });
const metafile = await bundleFunction(outdir);
// Stored beside the deployed folder: the bundle's contents, for size analysis.
await writeFile(join(dirname(outdir), "metafile.json"), JSON.stringify(metafile));
