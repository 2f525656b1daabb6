import { atLeast, type Figure, never } from "@deploy-lens/core/testing/figure";
import { createCanaries, type Output, sightings, unsent } from "./canaries.ts";
import { throughCaller } from "./through-caller.ts";
import { MODEL_SECRET, throughInfrastructure } from "./through-infrastructure.ts";
import { throughPipeline } from "./through-pipeline.ts";
import { throughUpstream } from "./through-upstream.ts";

/** Made-up secrets through every path that a real one takes, and all that comes out searched for them. */
export async function run(): Promise<readonly Figure[]> {
  const canaries = createCanaries();
  const paths = [throughUpstream, throughCaller, throughInfrastructure, throughPipeline];
  const missing: string[] = [];
  const seen: string[] = [];
  let outputs = 0;
  for (const through of paths) {
    const before = canaries.all.length;
    const { value: evidence, outputs: written } = await watchProcess(() => through(canaries));
    const models = [{ role: "environment variable of a model", text: MODEL_SECRET }];
    const own = [...canaries.all.slice(before), ...(through === throughInfrastructure ? models : [])];
    const all = [...evidence.outputs, ...written];
    outputs += all.length;
    missing.push(...unsent(own, evidence.sent));
    seen.push(...sightings(own, all));
  }
  return [
    atLeast("canary secrets", canaries.all.length, 40),
    never("of them that were never used", missing, canaries.all.length),
    atLeast("answers, log lines, metrics, errors and lines of the process searched", outputs, 500),
    never("canaries found in them, whole, encoded, or eight characters of one", seen, canaries.all.length),
  ];
}

/** Reads what this process writes to its standard output and error while `run` goes on: `console` ends there, too. */
async function watchProcess<Value>(
  run: () => Promise<Value>,
): Promise<{ readonly value: Value; readonly outputs: readonly Output[] }> {
  const outputs: Output[] = [];
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write);
  for (const [index, stream] of streams.entries()) {
    stream.write = ((chunk: string | Uint8Array, ...rest: [never]) => {
      outputs.push({ where: index === 0 ? "standard output" : "standard error", text: textOf(chunk) });
      return writes[index]?.call(stream, chunk, ...rest) ?? true;
    }) as typeof stream.write;
  }
  try {
    return { value: await run(), outputs };
  } finally {
    for (const [index, stream] of streams.entries()) {
      const write = writes[index];
      if (write !== undefined) stream.write = write;
    }
  }
}

function textOf(chunk: string | Uint8Array): string {
  return typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
}
