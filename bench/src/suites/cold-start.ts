import { amount, atMost, type Figure, inUnit, plain, times, unmeasured } from "../figure.ts";
import { type ColdStart, coldStart } from "../measure/cold-start.ts";
import { createCpuQuota } from "../measure/cpu-quota.ts";
import { type Functions, prepareFunctions } from "../measure/functions.ts";
import { interleave, ratioOf, spreadOf, withSpread } from "../measure/samples.ts";
import { CONTESTANTS, type ContestantName, PEERS } from "../peers/contestants.ts";

const ROUNDS = 15;
const ROUNDS_UNDER_QUOTA = 9;
const MEMORY_MB = 512;

const FLOOR_OF_START =
  "Of what is ours, the most is two calls over new connections (the secret, and the upstream), with Node.js' client for them, and the compiling of what answers; the warm-up adds nothing to the sum, since the first request would compile the same. A function that asks its upstream with `fetch` takes as long for that alone: the second row's floor.";

const FLOOR_OF_INVOCATION =
  "The first invocation is one call to the upstream over a new connection, and what Node.js compiles for it; everything else was done while the function started. It is a time on the clock: on a machine with other work it grows with the load, and twice under a quota, as the kernel stops the process for most of each period once its share is used. The peers beside it, in the same rounds, grow alike.";

/** From a process's start to its first answer, beside the floors and the peers. */
export async function run(): Promise<readonly Figure[]> {
  await using functions = await prepareFunctions();
  await startsOf(functions, 1);
  const starts = await startsOf(functions, ROUNDS);
  const of = (name: ContestantName, what: keyof ColdStart) => starts[name].map((start) => start[what]);
  const ratio = (name: ContestantName, to: ContestantName, what: keyof ColdStart = "totalMs") =>
    ratioOf(of(name, what), of(to, what));
  const invoke = spreadOf(of("ours", "invokeMs"));
  return [
    {
      ...atMost("process start to first answer, of bare Node.js", ratio("ours", "bare").median, 3.5, times),
      measured: withSpread(ratio("ours", "bare"), times),
      floor: FLOOR_OF_START,
      beside: `${peersBy((name) => times(ratio(name, "bare").median))}; bare Node.js ${withSpread(spreadOf(of("bare", "totalMs")), inUnit("ms"))}`,
    },
    plain(
      "… of bare Node.js that asks the upstream once, with fetch",
      withSpread(ratio("ours", "fetch"), times),
      `which takes ${withSpread(ratio("fetch", "bare"), times)} of what bare Node.js takes`,
    ),
    plain(
      "processor time of that, of bare Node.js",
      withSpread(ratio("ours", "bare", "cpuMs"), times),
      `with fetch ${times(ratio("fetch", "bare", "cpuMs").median)}, ${peersBy((name) => times(ratio(name, "bare", "cpuMs").median))}`,
    ),
    {
      ...atMost("first invocation after the start", invoke.median, 15, inUnit("ms")),
      measured: withSpread(invoke, inUnit("ms")),
      floor: FLOOR_OF_INVOCATION,
      beside: peersBy((name) => amount(spreadOf(of(name, "invokeMs")).median)),
    },
    await underQuota(functions),
  ];
}

function peersBy(text: (name: (typeof PEERS)[number]) => string): string {
  return PEERS.map((name) => `${CONTESTANTS[name].title} ${text(name)}`).join(", ");
}

async function underQuota({ files, eventFile, environment }: Functions): Promise<Figure> {
  const what = `first invocation with the processor share of ${MEMORY_MB} MB`;
  const quota = createCpuQuota(MEMORY_MB);
  if (quota === null)
    return unmeasured(what, "≤ 35 ms", "no control group for processor time can be made here");
  try {
    const invokeMs = async (name: ContestantName): Promise<number> =>
      (await coldStart(files[name], eventFile, environment, quota)).invokeMs;
    const samples = await interleave(
      {
        ours: () => invokeMs("ours"),
        express: () => invokeMs("express"),
        fastify: () => invokeMs("fastify"),
        noFramework: () => invokeMs("noFramework"),
      },
      ROUNDS_UNDER_QUOTA,
    );
    const ours = spreadOf(samples.ours);
    return {
      ...atMost(what, ours.median, 35, inUnit("ms")),
      measured: withSpread(ours, inUnit("ms")),
      floor: FLOOR_OF_INVOCATION,
      beside: peersBy((name) => amount(spreadOf(samples[name]).median)),
    };
  } finally {
    quota.remove();
  }
}

/** Starts each so often, in turn. */
async function startsOf({ files, eventFile, environment }: Functions, rounds: number) {
  const starts: Record<ContestantName, ColdStart[]> = {
    bare: [],
    fetch: [],
    ours: [],
    express: [],
    fastify: [],
    noFramework: [],
  };
  const start = (name: ContestantName) => async () => {
    const one = await coldStart(files[name], eventFile, environment);
    starts[name].push(one);
    return one.totalMs;
  };
  await interleave(
    {
      bare: start("bare"),
      fetch: start("fetch"),
      ours: start("ours"),
      express: start("express"),
      fastify: start("fastify"),
      noFramework: start("noFramework"),
    },
    rounds,
  );
  return starts;
}
