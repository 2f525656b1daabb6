import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { atLeast, type Figure, never } from "../proof.ts";
import { auditFigure } from "./audit.ts";
import { billOfMaterials, type Component, licenceOf } from "./bill-of-materials.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const BUILDER = join(import.meta.dirname, "bundle-once.ts");
/** Where the bills of materials are left. */
const BILLS = join(ROOT, ".cache", "sbom");

/** Licences under which bundled code may be passed on with ours. */
const ALLOWED = new Set([
  "Apache-2.0",
  "MIT",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "BlueOak-1.0.0",
]);

const execute = promisify(execFile);

/** What is deployed: twice the same, of known parts, none of them known to be bad. */
export async function run(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "deploy-lens-bundles-"));
  try {
    const first = await buildInto(join(folder, "first"), { TZ: "UTC", LANG: "C" });
    const second = await buildInto(join(folder, "second"), { TZ: "Asia/Shanghai", LANG: "zh_CN.UTF-8" });
    const differing = [...new Set([...first.keys(), ...second.keys()])].filter(
      (name) => first.get(name) !== second.get(name),
    );
    mkdirSync(BILLS, { recursive: true });
    const components: Component[] = [];
    for (const metafile of globSync("*.metafile.json", { cwd: join(folder, "first") }).toSorted()) {
      const builtIn = join(ROOT, "apps", metafile.startsWith("bff") ? "bff" : "analytics");
      const bill = join(BILLS, metafile.replace(".metafile.json", ".cdx.json"));
      components.push(...(await billOfMaterials(join(folder, "first", metafile), bill, builtIn)));
    }
    const distinct = [...new Map(components.map((one) => [`${one.name}@${one.version}`, one])).values()];
    const unlicensed = distinct
      .filter((one) => !ALLOWED.has(licenceOf(one)))
      .map((one) => `${one.name}@${one.version}: ${licenceOf(one) || "none"}`);
    return [
      never("files that differ between two builds, in other time zones and languages", differing, first.size),
      atLeast(
        "third-party packages in the bundles, each in a valid CycloneDX bill of materials",
        distinct.length,
        1,
      ),
      never("of them under a licence that is not on the list", unlicensed, distinct.length),
      ...lockFigures(),
      await auditFigure(ROOT),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Builds, and gives each file's hash. */
async function buildInto(
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, string>> {
  await execute(process.execPath, [BUILDER, folder], {
    env: { PATH: process.env.PATH, HOME: folder, ...env },
  });
  const files = globSync("**/*.{mjs,js,map,json}", { cwd: folder }).filter(
    (name) => !name.endsWith("metafile.json"),
  );
  return new Map(
    files.map((name) => [
      relative(folder, join(folder, name)),
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex"),
    ]),
  );
}

/** The lock file: every package by its hash, from the registry alone. */
function lockFigures(): readonly Figure[] {
  const lock = readFileSync(join(ROOT, "pnpm-lock.yaml"), "utf8");
  const resolutions = [...lock.matchAll(/^ {4}resolution: (\{.*\})$/gm)].map(([, text = ""]) => text);
  const unhashed = resolutions.filter((text) => !/integrity: sha512-[A-Za-z0-9+/]{86}==/.test(text));
  const elsewhere = resolutions.filter((text) => /tarball:|repo:|directory:/.test(text));
  return [
    never("packages in the lock file without a hash of their contents", unhashed, resolutions.length),
    never("packages from anywhere but the registry", elsewhere, resolutions.length),
  ];
}
