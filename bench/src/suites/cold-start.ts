import { amount, atMost, type Figure, inUnit, times, unmeasured } from "../figure.ts";
import { type ColdStart, coldStart } from "../measure/cold-start.ts";
import { createCpuQuota } from "../measure/cpu-quota.ts";
import { type Functions, prepareFunctions } from "../measure/functions.ts";
import { interleave, ratioOf, spreadOf, withSpread } from "../measure/samples.ts";
import { CONTESTANTS, type ContestantName, PEERS } from "../peers/contestants.ts";

const ROUNDS = 15;
const ROUNDS_UNDER_QUOTA = 9;
const MEMORY_MB = 512;

/** From a process's start to its first answer, beside the floor and the peers. */
export async function run(): Promise<readonly Figure[]> {
  await using functions = await prepareFunctions();
  const starts = startsOf(functions);
  await interleave(starts.total, 1);
  const total = await interleave(starts.total, ROUNDS);
  const peers = PEERS.map(
    (name) => `${CONTESTANTS[name].title} ${times(ratioOf(total[name], total.bare).median)}`,
  );
  const ratio = ratioOf(total.ours, total.bare);
  const invoke = spreadOf(starts.invokes("ours"));
  const peersInvoke = PEERS.map(
    (name) => `${CONTESTANTS[name].title} ${amount(spreadOf(starts.invokes(name)).median)}`,
  );
  return [
    {
      ...atMost("process start to first answer, of bare Node.js", ratio.median, 3.5, times),
      measured: withSpread(ratio, times),
      beside: `${peers.join(", ")}; bare Node.js ${withSpread(spreadOf(total.bare), inUnit("ms"))}`,
    },
    {
      ...atMost("first invocation after the start", invoke.median, 15, inUnit("ms")),
      measured: withSpread(invoke, inUnit("ms")),
      beside: peersInvoke.join(", "),
    },
    await underQuota(functions),
  ];
}

async function underQuota({ files, eventFile, environment }: Functions): Promise<Figure> {
  const what = `first invocation with the processor share of ${MEMORY_MB} MB`;
  const quota = createCpuQuota(MEMORY_MB);
  if (quota === null)
    return unmeasured(what, "≤ 35 ms", "no control group for processor time can be made here");
  try {
    const invokeMs = async (name: ContestantName) =>
      (await coldStart(files[name], eventFile, environment, quota)).invokeMs;
    const samples = await interleave(
      {
        ours: () => invokeMs("ours"),
        express: () => invokeMs("express"),
        fastify: () => invokeMs("fastify"),
        zodOpenapi: () => invokeMs("zodOpenapi"),
      },
      ROUNDS_UNDER_QUOTA,
    );
    const ours = spreadOf(samples.ours);
    const peers = PEERS.map((name) => `${CONTESTANTS[name].title} ${amount(spreadOf(samples[name]).median)}`);
    return {
      ...atMost(what, ours.median, 35, inUnit("ms")),
      measured: withSpread(ours, inUnit("ms")),
      beside: peers.join(", "),
    };
  } finally {
    quota.remove();
  }
}

function startsOf({ files, eventFile, environment }: Functions) {
  const invokes = new Map<ContestantName, number[]>();
  const total = async (name: ContestantName) => {
    const start: ColdStart = await coldStart(files[name], eventFile, environment);
    invokes.set(name, [...(invokes.get(name) ?? []), start.invokeMs]);
    return start.totalMs;
  };
  return {
    invokes: (name: ContestantName) => invokes.get(name) ?? [],
    total: {
      bare: () => total("bare"),
      ours: () => total("ours"),
      express: () => total("express"),
      fastify: () => total("fastify"),
      zodOpenapi: () => total("zodOpenapi"),
    },
  };
}
