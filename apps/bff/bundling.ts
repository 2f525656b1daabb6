import { dirname, join } from "node:path";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";
import { BFF_BUNDLING, LAMBDA_COLD_START, LAMBDA_ENTRY } from "./src/settings/constants.ts";

const APP = import.meta.dirname;

/**
 * Bundling of the function: one file with everything that a cold start reads, and separate files for what is loaded
 * later.
 */
export const FUNCTION_BUILD = {
  ...BFF_BUNDLING,
  mainFields: [...BFF_BUNDLING.mainFields],
  absWorkingDir: APP,
  entryPoints: [join(APP, LAMBDA_ENTRY)],
  plugins: [coldStartInOneFile(), withoutUnusedHono()],
} satisfies BuildOptions;

export async function bundleFunction(outdir: string): Promise<Metafile> {
  const { metafile } = await build({ ...FUNCTION_BUILD, outdir, metafile: true });
  return metafile;
}

/** Every file loaded eagerly with `file`: itself and its static imports. */
export function filesReadWith({ outputs }: Pick<Metafile, "outputs">, file: string): ReadonlySet<string> {
  const read = new Set<string>();
  const visit = (path: string) => {
    const output = outputs[path];
    if (output === undefined || read.has(path)) return;
    read.add(path);
    for (const { path: next, kind } of output.imports) if (kind === "import-statement") visit(next);
  };
  visit(file);
  return read;
}

/** Imported on demand, but loaded while the function starts. */
const LOADED_AT_START = /[\\/](?:open-archive|scan-archive|bearer-token|verify-token|caller-rate)[.]ts$/;

/** All files that a function has loaded before its first request. */
export function filesReadAtStart(metafile: Pick<Metafile, "outputs">, entry: string): ReadonlySet<string> {
  const warmed = Object.entries(metafile.outputs).flatMap(([file, { entryPoint = "" }]) =>
    LOADED_AT_START.test(entryPoint) ? [file] : [],
  );
  return new Set([entry, ...warmed].flatMap((file) => [...filesReadWith(metafile, file)]));
}

/**
 * esbuild makes a file for each set of entries that share code, and every dynamic import is an entry: twenty small
 * files at each cold start, a third of its time. This plugin makes each of these entries also import the cold start's
 * code, which is loaded already; so all of that is shared by the same set and becomes one file.
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
        contents: `export * from ${JSON.stringify(path)};\nexport { startFunction as coldStart } from ${coldStart};`,
        resolveDir: dirname(path),
        loader: "js",
      }));
    },
  };
}

/** Modules that Hono's core uses for mounted apps and request bodies, which no route of ours has. */
const UNUSED_OF_HONO = /[\\/]hono[\\/]dist[\\/]utils[\\/](?:mount|body)[.]js$/;

/** Replaces them by name, because a bundler cannot see that nothing calls them. A call throws an error. */
function withoutUnusedHono(): Plugin {
  const leftOut = ["createMountedRequest", "parseBody"];
  const contents = `const leftOut = () => { throw new Error("left out of the bundle: see bundling.ts"); };
export { ${leftOut.map((name) => `leftOut as ${name}`).join(", ")} };`;
  return {
    name: "without-unused-hono",
    setup(bundler) {
      bundler.onLoad({ filter: UNUSED_OF_HONO }, () => ({ contents, loader: "js" }));
    },
  };
}

const RESOLVED = "resolved";
