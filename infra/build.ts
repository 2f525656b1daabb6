import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { PUBLISH_BUNDLE, SITE_FOLDER } from "./src/web/constants.ts";

const dashboard = join(import.meta.dirname, "../apps/dashboard/dist");
const outdir = join(import.meta.dirname, PUBLISH_BUNDLE.folder);

if (!existsSync(join(dashboard, "index.html"))) {
  throw new Error(`${dashboard} holds no index.html: the dashboard is built first (npm run build)`);
}
rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: [join(import.meta.dirname, PUBLISH_BUNDLE.entry)],
  outdir,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  minify: true,
  format: "esm",
  platform: "node",
  target: "node24",
  mainFields: ["module", "main"],
  legalComments: "none",
});
cpSync(dashboard, join(outdir, SITE_FOLDER), { recursive: true });
