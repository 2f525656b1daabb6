import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { filesReadWith } from "@deploy-lens/bff/bundling";
import { type BuildOptions, build, type Metafile } from "esbuild";

/** A bundle in memory, and the part that every start loads. */
export interface Bundle {
  /** The file to import. */
  readonly entry: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Of the files loaded at start, without those loaded on demand. */
  readonly minifiedBytes: number;
  readonly gzippedBytes: number;
}

/** Bundles a file; `readAtStart` says which files a start reads, by default those that the entry imports. */
export async function bundle(
  entryFile: string,
  options: BuildOptions,
  readAtStart: (metafile: Metafile, entry: string) => Iterable<string> = filesReadWith,
): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: dirname(entryFile),
    ...options,
    entryPoints: [entryFile],
    outdir: "out",
    metafile: true,
    write: false,
    logLevel: "error",
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
  const entry = entryOf(metafile, basename(entryFile));
  const atStart = [...readAtStart(metafile, entry)].map(
    (path) => files.get(basename(path)) ?? new Uint8Array(),
  );
  return {
    entry: basename(entry),
    files,
    minifiedBytes: atStart.reduce((sum, contents) => sum + contents.length, 0),
    gzippedBytes: atStart.reduce((sum, contents) => sum + gzipSync(contents).length, 0),
  };
}

/** Writes a bundle into a folder; gives the path to import. */
export async function writeBundle({ entry, files }: Bundle, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [name, contents] of files) await writeFile(join(folder, name), contents);
  return join(folder, entry);
}

/** Chunks that are loaded when first needed are entries, too. */
function entryOf({ outputs }: Metafile, name: string): string {
  const entry = Object.entries(outputs).find(([, { entryPoint = "" }]) => basename(entryPoint) === name);
  if (entry === undefined) throw new Error("the bundle has no entry");
  return entry[0];
}
