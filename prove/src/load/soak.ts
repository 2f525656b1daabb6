import { setTimeout as sleep } from "node:timers/promises";
import { atLeast, atMost, type Figure, never, type Run, sized } from "@deploy-lens/core/testing/figure";
import type { Fault } from "@deploy-lens/simulator/faults/fault";
import { createRandom } from "@deploy-lens/simulator/random";
import * as z from "zod";
import { type AppProcess, type Held, startAppProcess, startSimulatorProcess } from "./running-app-process.ts";

const SECOND_MS = 1_000;
const PER_SECOND = 50;
/** The part of the run in which caches fill and code is compiled. */
const WARM_SHARE = 0.3;
const MEBIBYTE = 2 ** 20;

/** Faults of the upstream; each applies to this share of its answers. */
const UNSTEADY_SHARE = 0.02;
const UNSTEADY: readonly Fault[] = [
  { kind: "server_error", status: 503 },
  { kind: "throttle", retryAfter: 1 },
  { kind: "reset", when: "mid_body" },
  { kind: "malformed_json" },
];

/** A mixed load: hits, misses, bad requests, callers who leave, and an upstream that fails at times. */
export async function run(run: Run): Promise<readonly Figure[]> {
  const spanMs = sized(run, 8, 5 * 60, 20 * 60) * SECOND_MS;
  const sampleMs = sized(run, 1, 5, 15) * SECOND_MS;
  const simulator = await startSimulatorProcess(["--services", "12"]);
  await simulator.addFault({ kind: "delay", ms: 5 });
  for (const fault of UNSTEADY) await simulator.addFault(fault, UNSTEADY_SHARE);
  const app = await startAppProcess(simulator.url);
  const before = await app.held();
  const samples: { at: number; value: number; rss: number }[] = [];
  const startedAtMs = Date.now();
  const load = startLoad(app.url, run.seed);
  for (let at = sampleMs; at <= spanMs; at += sampleMs) {
    await sleep(Math.max(0, startedAtMs + at - Date.now()));
    const { heapBytes, rssBytes } = await app.held();
    if (at >= spanMs * WARM_SHARE)
      samples.push({ at: at / 60_000, value: heapBytes / MEBIBYTE, rss: rssBytes / MEBIBYTE });
  }
  await load.stop();
  const after = await whenQuiet(app, before, sized(run, 8, 60, 60) * SECOND_MS);
  await app.close();
  await simulator.close();
  const slope = slopeOf(samples);
  const level = samples.reduce((sum, { value }) => sum + value, 0) / samples.length;
  const rss = samples.map((sample) => sample.rss);
  const { answered, statuses, left, broken } = load;
  return [
    atLeast("requests answered", answered(), (PER_SECOND * spanMs * 0.8) / SECOND_MS),
    atLeast("of 100 answers, those with 200", (100 * (statuses.get(200) ?? 0)) / answered(), 55),
    never(
      "answers with 500, or with a status that nothing calls for",
      [...statuses].flatMap(([status, n]) => (EXPECTED.has(status) ? [] : [`${n} × ${status}`])),
      answered(),
    ),
    never("requests that got no answer, though the caller waited", broken, answered()),
    atLeast("callers who left before their answer", left(), answered() / 100),
    atMost(
      "growth of the heap after collections, of its level, in ten minutes",
      (100 * Math.max(0, slope) * 10) / level,
      5,
      " %",
    ),
    atMost(
      "growth of resident memory over the last two thirds",
      (100 * ((rss.at(-1) ?? 0) - (rss[0] ?? 0))) / (rss[0] ?? 1),
      15,
      " %",
    ),
    atMost("timers left when all is quiet, beyond those before", after.timers - before.timers, 2),
    atMost("sockets left when all is quiet, beyond those before", after.sockets - before.sockets, 2),
    never(
      "warnings of leaked listeners, and unhandled rejections",
      Array.from({ length: after.warnings + after.unhandled }, () => "one"),
      answered(),
    ),
    never(
      "log lines whose metrics cannot be read",
      Array.from({ length: after.unreadableLines }, () => "one"),
      after.lines,
    ),
  ];
}

/** The slope by least squares: `[{ at: 0, value: 1 }, { at: 2, value: 5 }]` gives 2. */
export function slopeOf(points: readonly { readonly at: number; readonly value: number }[]): number {
  const n = points.length;
  const meanAt = points.reduce((sum, { at }) => sum + at, 0) / n;
  const meanValue = points.reduce((sum, { value }) => sum + value, 0) / n;
  const over = points.reduce((sum, { at, value }) => sum + (at - meanAt) * (value - meanValue), 0);
  const under = points.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
  return under === 0 ? 0 : over / under;
}

/** Keep-alive connections and their memory are released within a minute; what remains is a leak. */
async function whenQuiet(app: AppProcess, before: Held, withinMs: number): Promise<Held> {
  for (const endMs = Date.now() + withinMs; ; ) {
    await sleep(3 * SECOND_MS);
    const held = await app.held();
    const isQuiet = held.timers <= before.timers && held.sockets <= before.sockets;
    if (isQuiet || Date.now() > endMs) return held;
  }
}

/** 400, 404: bad requests. 502, 503, 504: upstream failures after retries. 429: the client's own concurrency limit. */
const EXPECTED: ReadonlySet<number> = new Set([200, 400, 404, 429, 502, 503, 504]);

const Services = z.object({ services: z.array(z.object({ id: z.string() })) });

function startLoad(url: string, seed: number) {
  const random = createRandom(`soak ${seed}`);
  const statuses = new Map<number, number>();
  const broken: string[] = [];
  const state = { answered: 0, left: 0, stopped: false };
  const services = fetch(`${url}/api/v1/projects/demo/services`)
    .then((answer) => answer.json())
    .then((list) => Services.parse(list).services.map(({ id }) => id));
  const ask = async (path: string, signal: AbortSignal | null) => {
    try {
      const answer = await fetch(`${url}${path}`, { signal });
      await answer.arrayBuffer();
      state.answered += 1;
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    } catch (error) {
      if (signal?.aborted) state.left += 1;
      else broken.push(`${path}: ${String(error)}`);
    }
  };
  const running = (async () => {
    const ids = await services;
    const startedAtMs = performance.now();
    for (let asked = 0; !state.stopped; await sleep(SECOND_MS / PER_SECOND)) {
      const due = ((performance.now() - startedAtMs) / SECOND_MS) * PER_SECOND;
      for (; asked < due; asked += 1) {
        const leaves = random.between(0, 1) < 0.05;
        void ask(pathFor(random, ids), leaves ? AbortSignal.timeout(random.integer(1, 20)) : null);
      }
    }
  })();
  return {
    answered: () => state.answered,
    left: () => state.left,
    statuses,
    broken,
    stop: async () => {
      state.stopped = true;
      await running;
    },
  };
}

/** Mostly valid paths; few enough that caches are full well before the middle of the run. */
function pathFor(random: ReturnType<typeof createRandom>, ids: readonly string[]): string {
  const id = ids[random.integer(0, ids.length - 1)] ?? "";
  const service = `/api/v1/projects/demo/services/${id}`;
  const paths = [
    "/api/v1/projects/demo/services",
    service,
    `${service}/events?limit=${random.integer(1, 100)}`,
    `${service}/deployments`,
    `${service}/deployments/latest`,
    `/v1/demo/services/${id}/events?start_time=${random.integer(1, 500)}`,
    `${service}/events?limit=none`,
    `/api/v1/projects/demo/services/absent-${random.integer(1, 500)}/events`,
    `/nowhere/${random.integer(1, 1e9)}`,
    "/openapi.json",
  ];
  return paths[random.integer(0, paths.length - 1)] ?? "/healthz";
}
