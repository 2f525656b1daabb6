import { amount, atLeast, atMost, type Figure, inUnit, plain, times } from "@deploy-lens/core/testing/figure";
import { type Functions, prepareFunctions } from "../measure/functions.ts";
import { interleave, ratioOf, spreadOf, variantsOf, withSpread } from "../measure/samples.ts";
import { startWarmFunction, type WarmFunction } from "../measure/warm-function.ts";
import { CONTESTANTS, PEERS } from "../peers/contestants.ts";

const WARM_UP_MS = 700;
const SLICE_MS = 150;
const ROUNDS = 15;

const NAMES = ["ours", "bare", ...PEERS] as const;
const PEERS_AND_OURS = ["ours", "express", "hono", "noFramework"] as const;
type Name = (typeof NAMES)[number];
type Running = ReadonlyMap<Name, WarmFunction>;
/** Samples of a request of everyone, and of ours when the caller has the answer. */
type Samples = Readonly<Record<Name | "ours304", readonly number[]>>;

const FLOOR_OF_304 =
  "A rendered page is cached with its entity tag, so a 200 renders, hashes and serializes nothing either: both run the same checks and write the same log line. A 304 spares the bytes on their way.";

const FLOOR_OF_PEERS =
  "Ours also continues a trace, refuses paths that parsers read differently, has a deadline, and reports its cache; the peers do none of that.";

/** Minimum throughput relative to each peer. */
const TARGETS = {
  eightEvents: { express: 1, hono: 1, fastify: 1, noFramework: 0.6 },
  page: { express: 2, hono: 2, fastify: 2, noFramework: 1.2 },
} as const;

/** The cost of a request answered from the cache: the whole chain including log line and metrics. */
export async function run(): Promise<readonly Figure[]> {
  await using functions = await prepareFunctions();
  const running = await startAll(functions);
  try {
    const eight = await measure(running, "eightEvents");
    const page = await measure(running, "page");
    const ours = functionOf(running, "ours");
    await ours.microsEach(WARM_UP_MS, "byDefault", 200);
    const { byDefault } = await interleave(
      { byDefault: () => ours.microsEach(SLICE_MS, "byDefault", 200) },
      ROUNDS,
    );
    const varied = await interleave(
      variantsOf(PEERS_AND_OURS, (name) => functionOf(running, name).microsEach(SLICE_MS, "page", 200, true)),
      ROUNDS,
    );
    return [
      ...comparison(eight, "eightEvents", "8 events", 3_000),
      ...comparison(page, "page", "a page of 999", null),
      {
        ...atLeast(
          "… where each asks for another page than the last, of no framework's",
          ratioOf(varied.noFramework, varied.ours).median,
          1,
          times,
        ),
        measured: withSpread(ratioOf(varied.noFramework, varied.ours), times),
        floor: FLOOR_OF_PEERS,
        beside: `of Express's ${times(ratioOf(varied.express, varied.ours).median)}, of Hono's ${times(ratioOf(varied.hono, varied.ours).median)}; nothing that was rendered is of use`,
      },
      shareOf304(eight, "8 events"),
      shareOf304(page, "a page of 999"),
      plain(
        "the default request, 9 events of the feed and 9 of the archive",
        withSpread(perSecond(byDefault), inUnit("/s")),
      ),
      plain("processor time of a 200, 8 events", withSpread(spreadOf(eight.ours), inUnit("µs"))),
      plain("… of a 304", withSpread(spreadOf(eight.ours304), inUnit("µs"))),
    ];
  } finally {
    for (const one of running.values()) one.stop();
  }
}

async function measure(running: Running, request: keyof typeof TARGETS): Promise<Samples> {
  for (const one of running.values()) await one.microsEach(WARM_UP_MS, request, 200);
  const ours = functionOf(running, "ours");
  await ours.microsEach(WARM_UP_MS, request, 304);
  return interleave(
    {
      ...variantsOf(NAMES, (name) => functionOf(running, name).microsEach(SLICE_MS, request, 200)),
      ours304: () => ours.microsEach(SLICE_MS, request, 304),
    },
    ROUNDS,
  );
}

function comparison(
  samples: Samples,
  request: keyof typeof TARGETS,
  of: string,
  atLeastEach: number | null,
): readonly Figure[] {
  const rate = inUnit("/s");
  const measured = withSpread(perSecond(samples.ours), rate);
  const what = `requests of one processor, ${of}`;
  // Bare Node.js answers the sample whatever is asked.
  const bare =
    atLeastEach === null ? "" : `bare Node.js, which checks nothing, ${rate(perSecond(samples.bare).median)}`;
  const first =
    atLeastEach === null
      ? plain(what, measured, bare)
      : {
          ...atLeast(what, perSecond(samples.ours).median, atLeastEach, rate),
          measured,
          beside: bare,
        };
  return [
    first,
    ...PEERS.map((peer) => {
      const ratio = ratioOf(samples[peer], samples.ours);
      return {
        ...atLeast(`… of ${CONTESTANTS[peer].title}'s`, ratio.median, TARGETS[request][peer], times),
        measured: withSpread(ratio, times),
        floor: FLOOR_OF_PEERS,
        beside: `${CONTESTANTS[peer].title} ${amount(perSecond(samples[peer]).median)} /s`,
      };
    }),
  ];
}

function perSecond(micros: readonly number[]) {
  return spreadOf(micros.map((each) => 1e6 / each));
}

function shareOf304(samples: Samples, of: string): Figure {
  const share = ratioOf(samples.ours304, samples.ours);
  return {
    ...atMost(`a 304, of a 200's processor time, ${of}`, share.median, 1, times),
    measured: withSpread(share, times),
    floor: FLOOR_OF_304,
  };
}

async function startAll({ files, events, environment }: Functions): Promise<Running> {
  const running = new Map<Name, WarmFunction>();
  for (const name of NAMES) running.set(name, await startWarmFunction(files[name], events, environment));
  return running;
}

function functionOf(running: Running, name: Name): WarmFunction {
  const one = running.get(name);
  if (one === undefined) throw new Error(`${name} does not run`);
  return one;
}
