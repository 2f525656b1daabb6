import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { LAMBDA_BUNDLING, LAMBDA_ENTRY } from "../constants.ts";

const APP = join(import.meta.dirname, "../..");

/** The function as it is deployed, in a folder of its own. */
export interface BuiltFunction {
  /** The entry's path. */
  readonly entry: string;
  readonly metafile: Metafile;
  remove(): Promise<void>;
}

/** Bundles the function as the build does. */
export async function buildFunction(): Promise<BuiltFunction> {
  const outdir = await mkdtemp(join(tmpdir(), "bff-"));
  const { metafile } = await build({
    ...LAMBDA_BUNDLING,
    mainFields: [...LAMBDA_BUNDLING.mainFields],
    absWorkingDir: APP,
    entryPoints: [LAMBDA_ENTRY],
    outdir,
    metafile: true,
  });
  return { entry: join(outdir, "bff.lambda.mjs"), metafile, remove: () => rm(outdir, { recursive: true }) };
}

/** All that every cold start reads, in one file: what is loaded later stays outside. */
export async function bundleOfColdStart(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    ...LAMBDA_BUNDLING,
    mainFields: [...LAMBDA_BUNDLING.mainFields],
    absWorkingDir: APP,
    entryPoints: [LAMBDA_ENTRY],
    splitting: false,
    write: false,
    outdir: "unwritten",
    plugins: [
      {
        name: "later-is-outside",
        setup({ onResolve }) {
          onResolve({ filter: /.*/ }, ({ kind, path }) =>
            kind === "dynamic-import" ? { path, external: true } : undefined,
          );
        },
      },
    ],
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error("nothing was bundled");
  return file.contents;
}
