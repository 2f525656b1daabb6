import { atLeast, type Figure, never, type ProofRun } from "../proof.ts";
import { createCanaries, sightings } from "./canaries.ts";
import { throughCaller } from "./through-caller.ts";
import { MODEL_SECRET, throughInfrastructure } from "./through-infrastructure.ts";
import { throughPipeline } from "./through-pipeline.ts";
import { throughUpstream } from "./through-upstream.ts";

/** Made-up secrets through every path that a real one takes, and all that comes out searched for them. */
export async function run({ progress }: ProofRun): Promise<readonly Figure[]> {
  const canaries = createCanaries();
  const paths = [throughUpstream, throughCaller, throughInfrastructure, throughPipeline];
  const unsent: string[] = [];
  const seen: string[] = [];
  let outputs = 0;
  for (const [index, through] of paths.entries()) {
    progress(index, paths.length);
    const before = canaries.all.length;
    const evidence = await through(canaries);
    const own = canaries.all.slice(before);
    outputs += evidence.outputs.length;
    if (!evidence.sent.has("*"))
      unsent.push(...own.filter(({ text }) => !evidence.sent.has(text)).map(({ role }) => role));
    const models = [{ role: "environment variable of a model", text: MODEL_SECRET }];
    seen.push(...sightings([...own, ...models], evidence.outputs));
  }
  return [
    atLeast("canary secrets", canaries.all.length, 40),
    never("of them that never got on their way", unsent, canaries.all.length),
    atLeast("answers, log lines, metrics and errors searched", outputs, 500),
    never("canaries found in them", seen, canaries.all.length),
  ];
}
