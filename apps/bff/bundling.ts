import { dirname, join } from "node:path";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";
import { LAMBDA_BUNDLING, LAMBDA_COLD_START, LAMBDA_ENTRY } from "./src/constants.ts";

const APP = import.meta.dirname;

/** Bundles the function into a folder: what every cold start reads in one file, what is loaded later in files of its own. */
export async function bundleFunction(outdir: string): Promise<Metafile> {
  const { metafile } = await build({ ...options(), outdir, metafile: true, plugins: [coldStartInOneFile()] });
  return metafile;
}

/** What every cold start reads, for scales: what is loaded later stays outside. */
export async function bundleColdStart(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    ...options(),
    splitting: false,
    write: false,
    outdir: "unwritten",
    plugins: [laterStaysOutside()],
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error("nothing was bundled");
  return file.contents;
}

function options() {
  return {
    ...LAMBDA_BUNDLING,
    mainFields: [...LAMBDA_BUNDLING.mainFields],
    absWorkingDir: APP,
    entryPoints: [LAMBDA_ENTRY],
  } satisfies BuildOptions;
}

/**
 * esbuild makes a file for each set of entries that share code, and whatever is imported on demand is an entry: twenty small
 * files at each cold start, a third of its time. Here everything that is imported on demand also imports the cold start's
 * code, which is there already; so all of that is shared by the same set, and makes one file.
 */
function coldStartInOneFile(): Plugin {
  const coldStart = JSON.stringify(join(APP, LAMBDA_COLD_START));
  return {
    name: "cold-start-in-one-file",
    setup(bundler) {
      bundler.onResolve({ filter: /.*/ }, async ({ kind, importer, path, resolveDir, pluginData }) => {
        const ours = kind === "dynamic-import" && !importer.includes("node_modules");
        if (!ours || pluginData === RESOLVED) return undefined;
        const found = await bundler.resolve(path, { kind, importer, resolveDir, pluginData: RESOLVED });
        return found.errors.length > 0 ? { errors: found.errors } : { path: found.path, namespace: "later" };
      });
      bundler.onLoad({ filter: /.*/, namespace: "later" }, ({ path }) => ({
        contents: `export * from ${JSON.stringify(path)};\nexport * as coldStart from ${coldStart};`,
        resolveDir: dirname(path),
        loader: "js",
      }));
    },
  };
}

/** Marks a path that this plugin is resolving itself. */
const RESOLVED = "resolved";

function laterStaysOutside(): Plugin {
  return {
    name: "later-stays-outside",
    setup({ onResolve }) {
      onResolve({ filter: /.*/ }, ({ kind, path }) =>
        kind === "dynamic-import" ? { path, external: true } : undefined,
      );
    },
  };
}
