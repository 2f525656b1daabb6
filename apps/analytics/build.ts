import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { ANALYTICS_BUNDLING, LAMBDA_FUNCTIONS } from "./src/constants.ts";

for (const { entry, folder } of Object.values(LAMBDA_FUNCTIONS)) {
  const outdir = join(import.meta.dirname, folder);
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    ...ANALYTICS_BUNDLING,
    mainFields: [...ANALYTICS_BUNDLING.mainFields],
    absWorkingDir: import.meta.dirname,
    entryPoints: [entry],
    outdir,
    metafile: true,
  });
  // Stored beside the folder, because the folder's content is deployed.
  await writeFile(`${outdir}.metafile.json`, JSON.stringify(metafile));
}
