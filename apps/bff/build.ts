import { rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { bundleFunction } from "./bundling.ts";
import { LAMBDA_BUNDLE } from "./src/settings/constants.ts";

const outdir = join(import.meta.dirname, LAMBDA_BUNDLE.folder);

await rm(outdir, { recursive: true, force: true });
const metafile = await bundleFunction(outdir);
// Beside the folder that is deployed: what is in it, for whoever asks where the bytes went.
await writeFile(join(dirname(outdir), "metafile.json"), JSON.stringify(metafile));
