import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { atLeast, type Figure, never } from "@deploy-lens/core/testing/figure";
import * as z from "zod";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const BUILDER = join(import.meta.dirname, "bundle-once.ts");
const BILLS = join(ROOT, ".cache", "sbom");

/** Licences compatible with distribution under ours. */
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

/** Builds are reproducible, and consist of known parts without known vulnerabilities. */
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

/** Builds, and returns each file's hash. */
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

/** The lock file: every package has a hash and comes from the registry. */
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

const Audit = z.object({
  advisories: z.record(
    z.string(),
    z.object({
      module_name: z.string(),
      severity: z.string(),
      title: z.string(),
      patched_versions: z.string(),
    }),
  ),
  metadata: z.object({ totalDependencies: z.number() }),
});

const NO_ANSWER = "the registry that is configured here answers no audit, or cannot be reached";
const WHAT = "known vulnerabilities among the packages that run in production, by the registry's audit";

const TIMEOUT_MS = 60_000;

/** A registry that does not answer is `not measured`. */
async function auditFigure(root: string): Promise<Figure> {
  const text = await execute("pnpm", ["audit", "--prod", "--json"], { cwd: root, timeout: TIMEOUT_MS }).then(
    ({ stdout }) => stdout,
    // Vulnerabilities also set the exit code.
    (error: unknown) =>
      String(typeof error === "object" && error !== null ? Reflect.get(error, "stdout") : ""),
  );
  const audit = Audit.safeParse(jsonOrNull(text));
  if (!audit.success) return { what: WHAT, target: "0", measured: NO_ANSWER, held: null };
  const found = Object.values(audit.data.advisories);
  return {
    what: WHAT,
    target: "0",
    measured: `${found.length} in ${audit.data.metadata.totalDependencies} packages`,
    held: found.length === 0,
    examples: found.map(({ module_name, severity, title }) => `${module_name}: ${severity}, ${title}`),
  };
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const Bill = z.object({
  bomFormat: z.literal("CycloneDX"),
  specVersion: z.string(),
  components: z
    .array(
      z.object({
        name: z.string(),
        group: z.string().optional(),
        version: z.string().optional(),
        purl: z.string().optional(),
        licenses: z
          .array(
            z.object({
              license: z.object({ id: z.string().optional(), name: z.string().optional() }).optional(),
              expression: z.string().optional(),
            }),
          )
          .optional(),
      }),
    )
    .default([]),
});

/** A package in a bundle. */
type Component = z.infer<typeof Bill>["components"][number];

/** Writes the bill of materials of a bundle, and returns the third-party packages in it. */
async function billOfMaterials(
  metafile: string,
  bill: string,
  builtIn: string,
): Promise<readonly Component[]> {
  // The package exports only its plugin, in a folder beside the command's.
  const plugin = createRequire(import.meta.url).resolve("@cyclonedx/cyclonedx-esbuild");
  const command = join(dirname(plugin), "..", "bin", "cyclonedx-esbuild-cli.js");
  // Paths in a metafile are relative to the folder of the build.
  const args = ["--output-reproducible", "--validate", "-o", bill, metafile];
  await execute(process.execPath, [command, ...args], { cwd: builtIn });
  const { components } = Bill.parse(JSON.parse(readFileSync(bill, "utf8")));
  return components
    .filter(({ group }) => group !== "@deploy-lens")
    .map((one) => ({ ...one, name: one.group === undefined ? one.name : `${one.group}/${one.name}` }));
}

/** The licence of a component in SPDX's spelling; empty if there is none. */
function licenceOf({ licenses = [] }: Component): string {
  return licenses
    .map(({ license, expression }) => expression ?? license?.id ?? license?.name ?? "")
    .join(" AND ");
}
