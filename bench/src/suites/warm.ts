import { amount, atLeast, atMost, type Figure, inUnit, plain, times } from "../figure.ts";
import { type Functions, prepareFunctions } from "../measure/functions.ts";
import { interleave, ratioOf, spreadOf, withSpread } from "../measure/samples.ts";
import { startWarmFunction, type WarmFunction } from "../measure/warm-function.ts";
import { CONTESTANTS, type ContestantName, PEERS } from "../peers/contestants.ts";

const WARM_UP_MS = 1_500;
const SLICE_MS = 400;
const ROUNDS = 9;

type Running = Readonly<Record<ContestantName, WarmFunction>>;

/** What a request costs that the cache can answer, the whole chain with log line and metrics. */
export async function run(): Promise<readonly Figure[]> {
  await using functions = await prepareFunctions();
  const running = await startAll(functions);
  try {
    const ok = (name: ContestantName) => () => running[name].microsEach(SLICE_MS, 200);
    for (const one of Object.values(running)) await one.microsEach(WARM_UP_MS, 200);
    await running.ours.microsEach(WARM_UP_MS, 304);
    const samples = await interleave(
      {
        ours: ok("ours"),
        ours304: () => running.ours.microsEach(SLICE_MS, 304),
        bare: ok("bare"),
        express: ok("express"),
        fastify: ok("fastify"),
        zodOpenapi: ok("zodOpenapi"),
      },
      ROUNDS,
    );
    const perSecond = (name: ContestantName) => spreadOf(samples[name].map((micros) => 1e6 / micros));
    const rate = inUnit("/s");
    const ours = perSecond("ours");
    const peers = PEERS.map((name) => `${CONTESTANTS[name].title} ${amount(perSecond(name).median)}`);
    const best = Math.max(...PEERS.map((name) => 1 / ratioOf(samples[name], samples.ours).median));
    const share = ratioOf(samples.ours304, samples.ours);
    return [
      {
        ...atLeast("requests of one processor", ours.median, 3_000, rate),
        measured: withSpread(ours, rate),
        beside: `${peers.join(", ")}; bare Node.js ${amount(perSecond("bare").median)}`,
      },
      {
        ...atLeast("… of the fastest peer's", 1 / best, 1, times),
      },
      {
        ...atMost("a 304, of a 200's processor time", share.median, 0.3, times),
        measured: withSpread(share, times),
      },
      plain("processor time of a 200", withSpread(spreadOf(samples.ours), inUnit("µs"))),
    ];
  } finally {
    for (const one of Object.values(running)) one.stop();
  }
}

async function startAll({ files, eventFile, environment }: Functions): Promise<Running> {
  const start = (name: ContestantName) => startWarmFunction(files[name], eventFile, environment);
  return {
    ours: await start("ours"),
    bare: await start("bare"),
    express: await start("express"),
    fastify: await start("fastify"),
    zodOpenapi: await start("zodOpenapi"),
  };
}
