import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Metafile } from "esbuild";
import { bundleFunction } from "../../bundling.ts";

export interface BuiltFunction {
  readonly entry: string;
  readonly metafile: Metafile;
  path(output: string): string;
  remove(): Promise<void>;
}

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
