import { readFileSync } from "node:fs";
import * as z from "zod";

const Outputs = z.record(z.string(), z.record(z.string(), z.string()));

/** What the stacks of an environment have to say, by the name of the output. */
export type EnvironmentOutputs = ReadonlyMap<string, string>;

/** Reads the file that CDK leaves behind. */
export function readOutputs(file: string): EnvironmentOutputs {
  const stacks = Outputs.parse(JSON.parse(readFileSync(file, "utf8")));
  return new Map(Object.values(stacks).flatMap((outputs) => Object.entries(outputs)));
}
