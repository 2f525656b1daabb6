import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";

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

/** A package whose code is in a bundle. */
export type Component = z.infer<typeof Bill>["components"][number];

const execute = promisify(execFile);

/** Writes the bill of materials of a bundle, and gives the packages of others in it. */
export async function billOfMaterials(
  metafile: string,
  bill: string,
  builtIn: string,
): Promise<readonly Component[]> {
  // The package exports its plugin alone, which lies in a folder beside the command's.
  const plugin = createRequire(import.meta.url).resolve("@cyclonedx/cyclonedx-esbuild");
  const command = join(dirname(plugin), "..", "bin", "cyclonedx-esbuild-cli.js");
  // The files that a metafile names are named from where the build ran.
  const args = ["--output-reproducible", "--validate", "-o", bill, metafile];
  await execute(process.execPath, [command, ...args], { cwd: builtIn });
  const { components } = Bill.parse(JSON.parse(readFileSync(bill, "utf8")));
  return components
    .filter(({ group }) => group !== "@deploy-lens")
    .map((one) => ({ ...one, name: one.group === undefined ? one.name : `${one.group}/${one.name}` }));
}

/** The licence of a component, as SPDX spells it; empty when it names none. */
export function licenceOf({ licenses = [] }: Component): string {
  return licenses
    .map(({ license, expression }) => expression ?? license?.id ?? license?.name ?? "")
    .join(" AND ");
}
