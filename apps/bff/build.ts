import { rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { LAMBDA_BUNDLE, LAMBDA_BUNDLING, LAMBDA_ENTRY } from "./src/constants.ts";

const outdir = join(import.meta.dirname, LAMBDA_BUNDLE.folder);

await rm(outdir, { recursive: true, force: true });
const { metafile } = await build({
  ...LAMBDA_BUNDLING,
  mainFields: [...LAMBDA_BUNDLING.mainFields],
  absWorkingDir: import.meta.dirname,
  entryPoints: [LAMBDA_ENTRY],
  outdir,
  metafile: true,
});
// Beside the folder that is deployed: what is in it, for whoever asks where the bytes went.
await writeFile(join(dirname(outdir), "metafile.json"), JSON.stringify(metafile));
