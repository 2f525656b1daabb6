import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";

const bundled = new Map<string, string>();

/**
 * Bundles an entry with all that it imports, once in a process, and answers the folder. The AWS SDK goes in as well: the
 * runtime's own copy starts slower and changes under us.
 *
 * CDK's `NodejsFunction` does not split chunks; so what is imported on demand would be parsed at each cold start.
 */
export function bundle(entry: string): string {
  const known = bundled.get(entry);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), "deploy-lens-bundle-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  buildSync({
    entryPoints: { index: entry },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node24",
    // The ES modules of the AWS SDK: a third smaller than what is chosen for Node.js otherwise.
    mainFields: ["module", "main"],
    legalComments: "none",
    logLevel: "warning",
  });
  bundled.set(entry, folder);
  return folder;
}
