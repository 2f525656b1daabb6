import { amount, atLeast, atMost, type Figure, inUnit, plain, times } from "../figure.ts";
import { type Functions, prepareFunctions } from "../measure/functions.ts";
import { interleave, ratioOf, spreadOf, withSpread } from "../measure/samples.ts";
import { startWarmFunction, type WarmFunction } from "../measure/warm-function.ts";
import { CONTESTANTS, type ContestantName, PEERS } from "../peers/contestants.ts";

const WARM_UP_MS = 700;
const SLICE_MS = 150;
const ROUNDS = 15;

/** A floor that asks the upstream each time has no place where the cache answers. */
type WarmName = Exclude<ContestantName, "fetch">;
type Running = Readonly<Record<WarmName, WarmFunction>>;
/** Samples of a request of everyone, and of ours when the caller has the answer. */
type Samples = Readonly<Record<WarmName | "ours304", readonly number[]>>;

const FLOOR_OF_304 =
  "A 304 spares putting the body into words and sending it, nothing else: the event's own parsing, claims, query, headers, entity tag, log line and metrics are the same. Of an answer of a few events that is nearly all; of a page it is little, as the row of a page says. The target would hold here, too, if the body cost more.";

const FLOOR_OF_PAGE = "Everyone writes the same JSON, which is most of the time of a page.";

const SAMPLE = 0;
const PAGE = 1;

/** What a request costs that the cache can answer, the whole chain with log line and metrics. */
export async function run(): Promise<readonly Figure[]> {
  await using functions = await prepareFunctions();
  const running = await startAll(functions);
  try {
    const sample = await measure(running, SAMPLE);
    const page = await measure(running, PAGE);
    return [
      ...rates(sample, "the sample, 8 events", 3_000),
      shareOf304(sample, "the sample"),
      ...rates(page, "a page of 1,000 events", null),
      shareOf304(page, "a page of 1,000 events"),
      plain("processor time of a 200, the sample", withSpread(spreadOf(sample.ours), inUnit("µs"))),
      plain("… of a 304", withSpread(spreadOf(sample.ours304), inUnit("µs"))),
    ];
  } finally {
    for (const one of Object.values(running)) one.stop();
  }
}

async function measure(running: Running, which: number): Promise<Samples> {
  for (const one of Object.values(running)) await one.microsEach(WARM_UP_MS, which, 200);
  await running.ours.microsEach(WARM_UP_MS, which, 304);
  const ok = (name: WarmName) => () => running[name].microsEach(SLICE_MS, which, 200);
  return interleave(
    {
      ours: ok("ours"),
      ours304: () => running.ours.microsEach(SLICE_MS, which, 304),
      bare: ok("bare"),
      express: ok("express"),
      fastify: ok("fastify"),
      zodOpenapi: ok("zodOpenapi"),
    },
    ROUNDS,
  );
}

function rates(samples: Samples, of: string, atLeastEach: number | null): readonly Figure[] {
  const rate = inUnit("/s");
  const perSecond = (name: WarmName) => spreadOf(samples[name].map((micros) => 1e6 / micros));
  const peers = PEERS.map((name) => `${CONTESTANTS[name].title} ${amount(perSecond(name).median)}`);
  const measured = withSpread(perSecond("ours"), rate);
  // Bare Node.js answers the sample whatever is asked.
  const bare = atLeastEach === null ? "" : `; bare Node.js ${amount(perSecond("bare").median)}`;
  const beside = `${peers.join(", ")}${bare}`;
  const what = `requests of one processor, ${of}`;
  const toPeers = PEERS.map((name) => ratioOf(samples[name], samples.ours));
  const toFastest = toPeers.reduce((least, one) => (one.median < least.median ? one : least));
  return [
    atLeastEach === null
      ? plain(what, measured, beside)
      : { ...atLeast(what, perSecond("ours").median, atLeastEach, rate), measured, beside },
    {
      ...atLeast("… of the fastest peer's", toFastest.median, 1, times),
      measured: withSpread(toFastest, times),
      floor: FLOOR_OF_PAGE,
    },
  ];
}

function shareOf304(samples: Samples, of: string): Figure {
  const share = ratioOf(samples.ours304, samples.ours);
  return {
    ...atMost(`a 304, of a 200's processor time, ${of}`, share.median, 0.3, times),
    measured: withSpread(share, times),
    floor: FLOOR_OF_304,
  };
}

async function startAll({ files, eventFile, pageEventFile, environment }: Functions): Promise<Running> {
  const start = (name: WarmName) => startWarmFunction(files[name], [eventFile, pageEventFile], environment);
  return {
    ours: await start("ours"),
    bare: await start("bare"),
    express: await start("express"),
    fastify: await start("fastify"),
    zodOpenapi: await start("zodOpenapi"),
  };
}
