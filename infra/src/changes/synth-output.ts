import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import * as z from "zod";

/** The upload of one function. */
export interface Bundle {
  /** As Lambda unpacks it. */
  readonly bytes: number;
  /** As Lambda stores it: each file deflated. */
  readonly zippedBytes: number;
}

/** The result of `npm run synth` in a folder. */
export interface SynthOutput {
  /** Templates by stack (`dev/service`); hashes of files are replaced by the files' names. */
  readonly templates: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Bundles by construct (`Bff/Function/Code`), of the first environment that has it. */
  readonly bundles: ReadonlyMap<string, Bundle>;
}

const Assembly = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      displayName: z.string().optional(),
      properties: z
        .object({ templateFile: z.string().optional(), directoryName: z.string().optional() })
        .optional(),
    }),
  ),
});

const Assets = z.object({
  files: z.record(
    z.string(),
    z.object({ displayName: z.string(), source: z.object({ path: z.string(), packaging: z.string() }) }),
  ),
});

const Template = z.record(z.string(), z.unknown());

/** Reads a `cdk.out`. @throws if the folder is not one. */
export function readSynthOutput(folder: string): SynthOutput {
  const templates = new Map<string, Readonly<Record<string, unknown>>>();
  const bundles = new Map<string, Bundle>();
  for (const stage of stagesOf(folder)) {
    const names = new Map<string, string>();
    for (const file of readdirSync(stage).filter((name) => name.endsWith(".assets.json"))) {
      for (const [hash, { displayName, source }] of Object.entries(
        readJson(join(stage, file), Assets).files,
      )) {
        names.set(hash, displayName);
        if (source.packaging !== "zip" || bundles.has(displayName)) continue;
        bundles.set(displayName, sizeOf(join(stage, source.path)));
      }
    }
    for (const { displayName, properties } of artifactsOf(stage)) {
      if (displayName === undefined || properties?.templateFile === undefined) continue;
      templates.set(displayName, readTemplate(join(stage, properties.templateFile), names));
    }
  }
  return { templates, bundles };
}

function stagesOf(folder: string): string[] {
  return artifactsOf(folder).flatMap(({ type, properties }) =>
    type === "cdk:cloud-assembly" && properties?.directoryName !== undefined
      ? [join(folder, properties.directoryName)]
      : [],
  );
}

function artifactsOf(folder: string) {
  return Object.values(readJson(join(folder, "manifest.json"), Assembly).artifacts);
}

function readTemplate(file: string, names: ReadonlyMap<string, string>) {
  const text = readFileSync(file, "utf8").replaceAll(/\b[0-9a-f]{64}\b/g, (hash) => names.get(hash) ?? hash);
  return Template.parse(JSON.parse(text));
}

function readJson<Schema extends z.ZodType>(file: string, schema: Schema): z.infer<Schema> {
  return schema.parse(JSON.parse(readFileSync(file, "utf8")));
}

function sizeOf(folder: string): Bundle {
  const size = { bytes: 0, zippedBytes: 0 };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const content = readFileSync(join(entry.parentPath, entry.name));
    size.bytes += content.length;
    size.zippedBytes += deflateRawSync(content).length;
  }
  return size;
}
