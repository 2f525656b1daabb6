import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Metafile } from "esbuild";
import { bundleFunction } from "../../bundling.ts";

/** The function as it is deployed, in a folder of its own. */
export interface BuiltFunction {
  /** The entry's path. */
  readonly entry: string;
  readonly metafile: Metafile;
  /** Where an output of the metafile is. */
  path(output: string): string;
  remove(): Promise<void>;
}

/** Bundles the function as the build does. */
export async function buildFunction(): Promise<BuiltFunction> {
  const outdir = await mkdtemp(join(tmpdir(), "bff-"));
  const metafile = await bundleFunction(outdir);
  return {
    entry: join(outdir, "bff.lambda.mjs"),
    metafile,
    path: (output) => join(outdir, basename(output)),
    remove: () => rm(outdir, { recursive: true }),
  };
}
