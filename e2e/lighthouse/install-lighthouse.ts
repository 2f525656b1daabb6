import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const FOLDER = join(import.meta.dirname, "../../.cache/lighthouse");

/** The part of a report that we read. */
export interface LighthouseReport {
  readonly categories: Readonly<Record<string, LighthouseCategory>>;
  readonly audits: Readonly<Record<string, LighthouseAudit>>;
}

interface LighthouseCategory {
  /** From 0 to 1. */
  readonly score: number | null;
  readonly auditRefs: readonly { readonly id: string; readonly weight: number }[];
}

interface LighthouseAudit {
  /** From 0 to 1; `null` where it does not apply. */
  readonly score: number | null;
  readonly numericValue?: number;
  readonly details?: { readonly items?: readonly { readonly description?: string }[] };
}

/** Audits the page at a URL in the browser that listens on a port: on a phone with a slow network, if not told otherwise. */
export type Lighthouse = (
  url: string,
  flags: { port: number; output: "json"; logLevel: "error"; onlyCategories: readonly string[] },
) => Promise<{ lhr: LighthouseReport } | undefined>;

/** Installs Lighthouse, once per version of its lock file. Of the workspace it would be a fifth, and `npm start` needs none of it. */
export async function loadLighthouse(): Promise<Lighthouse> {
  const stamp = join(FOLDER, ".installed");
  const lock = join(import.meta.dirname, "package-lock.json");
  const wanted = createHash("sha256").update(readFileSync(lock)).digest("hex");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    process.stdout.write("Installing Lighthouse (once) …\n");
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    for (const file of ["package.json", "package-lock.json"])
      cpSync(join(import.meta.dirname, file), join(FOLDER, file));
    const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    const { status } = spawnSync("npm", args, { cwd: FOLDER, stdio: ["ignore", 2, 2] });
    if (status !== 0) throw new Error("Lighthouse could not be installed: see above");
    writeFileSync(stamp, wanted);
  }
  const entry = pathToFileURL(join(FOLDER, "node_modules/lighthouse/core/index.js")).href;
  const { default: lighthouse } = (await import(entry)) as { default: Lighthouse };
  return lighthouse;
}
