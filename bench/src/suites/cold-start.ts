import {
  amount,
  atMost,
  type Figure,
  inUnit,
  plain,
  times,
  unmeasured,
} from "@deploy-lens/core/testing/figure";
import { type ColdStart, coldStart } from "../measure/cold-start.ts";
import { createCpuQuota } from "../measure/cpu-quota.ts";
import { type Functions, prepareFunctions } from "../measure/functions.ts";
import { interleave, ratioOf, spreadOf, variantsOf, withSpread } from "../measure/samples.ts";
import { CONTESTANTS, type ContestantName, contestantNames, PEERS } from "../peers/contestants.ts";

const ROUNDS = 11;
const ROUNDS_UNDER_QUOTA = 9;
const MEMORY_MB = 512;

const FLOOR_OF_START =
  "Of what is ours, the most is calls over new connections (the secret, the upstream, the table), with Node.js' client for them, and the compiling of what answers; the warm-up adds nothing to the sum, since the first request would compile the same. A function that asks its upstream with `fetch` takes nearly as long for that alone: see its row.";

const FLOOR_OF_INVOCATION =
  "It is a time on the clock: on a machine with other work it grows with the load, and twice under a quota, as the kernel stops the process for most of each period once its share is used. The peers beside it, in the same rounds, grow alike.";

/** Ours asked for what reads the archive, too, and for what the feed alone answers; peers have no archive. */
const NAMES = ["ours", "feedOnly", ...contestantNames().filter((name) => name !== "ours")] as const;
type Name = ContestantName | "feedOnly";

/** From a process's start to its first answer, beside the floors and the peers. */
export async function run(): Promise<readonly Figure[]> {
  await using functions = await prepareFunctions();
  await startsOf(functions, NAMES, 1);
  const starts = await startsOf(functions, NAMES, ROUNDS);
  const of = (name: Name, what: keyof ColdStart) => starts[name].map((start) => start[what]);
  const ratio = (name: Name, to: Name, what: keyof ColdStart = "totalMs") =>
    ratioOf(of(name, what), of(to, what));
  const withPeers = (what: keyof ColdStart) =>
    PEERS.map((peer) => `${CONTESTANTS[peer].title} ${times(ratio(peer, "bare", what).median)}`).join(", ");
  const toExpress = (what: keyof ColdStart, text: string): Figure => ({
    ...atMost(text, ratio("ours", "express", what).median, 1.1, times),
    measured: withSpread(ratio("ours", "express", what), times),
    floor: FLOOR_OF_START,
    beside: `of Hono's ${times(ratio("ours", "hono", what).median)}, of no framework's ${times(ratio("ours", "noFramework", what).median)}`,
  });
  return [
    toExpress("totalMs", "start to first answer, default request, of Express's"),
    toExpress("cpuMs", "processor time of that, of Express's"),
    plain(
      "start to first answer, default request, of bare Node.js",
      withSpread(ratio("ours", "bare"), times),
      `${withPeers("totalMs")}; bare Node.js ${withSpread(spreadOf(of("bare", "totalMs")), inUnit("ms"))}`,
    ),
    {
      ...atMost("… where the feed alone answers", ratio("feedOnly", "bare").median, 3.5, times),
      measured: withSpread(ratio("feedOnly", "bare"), times),
      floor: FLOOR_OF_START,
      beside: `bare Node.js that asks the upstream once, with fetch ${times(ratio("fetch", "bare").median)}`,
    },
    plain(
      "processor time, default request",
      withSpread(spreadOf(of("ours", "cpuMs")), inUnit("ms")),
      `feed alone ${amount(spreadOf(of("feedOnly", "cpuMs")).median)}, ${peersBy((name) => amount(spreadOf(of(name, "cpuMs")).median))}, bare Node.js ${amount(spreadOf(of("bare", "cpuMs")).median)}`,
    ),
    invocation(starts, "first invocation after the start, default request", 15),
    ...(await underQuota(functions)),
  ];
}

function peersBy(text: (name: (typeof PEERS)[number]) => string): string {
  return PEERS.map((name) => `${CONTESTANTS[name].title} ${text(name)}`).join(", ");
}

function invocation(starts: Readonly<Record<Measured, readonly ColdStart[]>>, what: string, most: number) {
  const of = (name: Measured) => spreadOf(starts[name].map(({ invokeMs }) => invokeMs));
  return {
    ...atMost(what, of("ours").median, most, inUnit("ms")),
    measured: withSpread(of("ours"), inUnit("ms")),
    floor: FLOOR_OF_INVOCATION,
    beside: `feed alone ${amount(of("feedOnly").median)}, ${peersBy((name) => amount(of(name).median))}`,
  };
}

type Measured = "ours" | "feedOnly" | (typeof PEERS)[number];

async function underQuota(functions: Functions): Promise<readonly Figure[]> {
  const what = `first invocation with the processor share of ${MEMORY_MB} MB, default request`;
  const quota = createCpuQuota(MEMORY_MB);
  if (quota === null)
    return [unmeasured(what, "≤ 35 ms", "no control group for processor time can be made here")];
  try {
    const names = ["ours", "feedOnly", ...PEERS] as const;
    return [invocation(await startsOf(functions, names, ROUNDS_UNDER_QUOTA, quota), what, 35)];
  } finally {
    quota.remove();
  }
}

/** Starts each so often, in turn. */
async function startsOf<const Some extends Name>(
  { files, events, environment }: Functions,
  names: readonly Some[],
  rounds: number,
  quota: ReturnType<typeof createCpuQuota> = null,
): Promise<Readonly<Record<Some, readonly ColdStart[]>>> {
  const starts = new Map<Some, ColdStart[]>(names.map((name) => [name, []]));
  const start = async (name: Some) => {
    const file = files[contestant(name)];
    const event = name === "feedOnly" ? events.eightEvents : events.byDefault;
    const one = await coldStart(file, event, environment, quota);
    starts.get(name)?.push(one);
    return one.totalMs;
  };
  await interleave(variantsOf(names, start), rounds);
  return byName(starts);
}

function contestant(name: Name): ContestantName {
  return name === "feedOnly" ? "ours" : name;
}

/** Guarantee: there is an entry for each name. */
function byName<Some extends Name>(entries: ReadonlyMap<Some, ColdStart[]>): Record<Some, ColdStart[]> {
  return Object.fromEntries(entries) as Record<Some, ColdStart[]>;
}
