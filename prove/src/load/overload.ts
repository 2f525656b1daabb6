import { Agent, get } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { atLeast, atMost, type Figure, never, type Run, sized } from "@deploy-lens/core/testing/figure";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import { startAppProcess, startSimulatorProcess } from "./running-app-process.ts";

const OVERLOAD = 4;
const CLOSED_LOOP_CALLERS = 32;
const SECOND_MS = 1_000;

/** The upstream's latency; with sixteen concurrent calls it determines the capacity. */
const UPSTREAMS = [
  // So fast that the app's own work, mostly refusing, uses much of a processor.
  { name: "upstream of 100 ms", delayMs: 100, peakSeconds: 10 },
  { name: "upstream of 250 ms", delayMs: 250, peakSeconds: 10 },
  // So slow that a caller in an unbounded queue gets no answer within the request's time.
  { name: "upstream of 1 s", delayMs: 1_000, peakSeconds: 20 },
] as const;

/** The load generator is nearly idle: if it is later than this, other processes have the machine. */
const MOST_STALL_MS = 25;
const MAX_TRIES = 3;

/** Uncacheable requests at four times the upstream's capacity. Load generator, app and upstream are three processes. */
export async function run(run: Run): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  const upstreams = run.size === "quick" ? UPSTREAMS.slice(1, 2) : UPSTREAMS;
  for (const upstream of upstreams) figures.push(...(await underOverload(upstream, run)));
  return figures;
}

async function underOverload(
  { name, delayMs, peakSeconds }: (typeof UPSTREAMS)[number],
  run: Run,
): Promise<readonly Figure[]> {
  const peakMs = sized(run, 3, peakSeconds / 2, peakSeconds) * SECOND_MS;
  const spanMs = sized(run, 4_000, 3 * peakMs, 3 * peakMs);
  const simulator = await startSimulatorProcess(["--services", "0"]);
  await simulator.addFault({ kind: "delay", ms: delayMs });
  const app = await startAppProcess(simulator.url);
  const asker = createAsker(app.url);
  await closedLoop(asker, sized(run, SECOND_MS, 3 * SECOND_MS, 3 * SECOND_MS));
  const measure = async () => {
    const peak = await closedLoop(asker, peakMs);
    return { peak, load: await openLoop(asker, peak * OVERLOAD, spanMs) };
  };
  let { peak, load } = await measure();
  for (let tries = 1; load.stallMs > MOST_STALL_MS && tries < MAX_TRIES; tries += 1)
    ({ peak, load } = await measure());
  asker.close();
  await app.close();
  await simulator.close();
  const sorted = load.refusalsMs.toSorted((a, b) => a - b);
  const offered = load.good + load.late + load.refusalsMs.length + load.others.length;
  return [
    atLeast(`${name}: answers a second at the peak`, peak, 1),
    atLeast("… requests offered a second", offered / (spanMs / SECOND_MS), peak * OVERLOAD * 0.95),
    atLeast(
      "… answers a second then, of the peak",
      (100 * load.good) / (spanMs / SECOND_MS) / peak,
      90,
      " %",
    ),
    never("… requests neither answered nor refused with 503 and Retry-After", load.others, offered),
    atMost("… refusals: half of them within", quantile(sorted, 0.5), 5, " ms"),
    atMost("… refusals: 99 of 100 within", quantile(sorted, 0.99), 50, " ms"),
    atMost(
      "… meanwhile the load generator's own timers were late by, 99 of 100 times at most",
      load.stallMs,
      MOST_STALL_MS,
      " ms",
    ),
  ];
}

let asked = 0;

/** A path that no cache can answer. */
function newQuestion(): string {
  asked += 1;
  return `/v1/demo/services/${SAMPLE_SERVICE_ID}/events?start_time=${asked}`;
}

/** Answers per second when every caller waits for an answer before its next request. */
async function closedLoop(asker: Asker, spanMs: number): Promise<number> {
  let answers = 0;
  const endMs = performance.now() + spanMs;
  const caller = async () => {
    while (performance.now() < endMs) {
      const { status } = await asker.ask(newQuestion());
      if (status === 200 && performance.now() < endMs) answers += 1;
    }
  };
  await Promise.all(Array.from({ length: CLOSED_LOOP_CALLERS }, caller));
  return answers / (spanMs / SECOND_MS);
}

const LOOK_MS = 5;

interface Load {
  good: number;
  /** Answered after the measurement ended. */
  late: number;
  readonly refusalsMs: number[];
  readonly others: string[];
  /** Lateness of the load generator's own timers, 99th percentile. */
  stallMs: number;
}

/** Sends requests at a fixed rate, whether or not answers arrive. */
async function openLoop(asker: Asker, perSecond: number, spanMs: number): Promise<Load> {
  const load: Load = { good: 0, late: 0, refusalsMs: [], others: [], stallMs: 0 };
  const delay = monitorEventLoopDelay({ resolution: LOOK_MS });
  delay.enable();
  const startedAtMs = performance.now();
  const endMs = startedAtMs + spanMs;
  const ask = async () => {
    const { status, retryAfter, text, tookMs } = await asker.ask(newQuestion());
    if (status === 200 && performance.now() < endMs) load.good += 1;
    else if (status === 200) load.late += 1;
    else if (status === 503 && retryAfter > 0) load.refusalsMs.push(tookMs);
    else load.others.push(`${status} ${text}`);
  };
  const all: Promise<void>[] = [];
  while (performance.now() < endMs) {
    const due = Math.floor(((performance.now() - startedAtMs) / SECOND_MS) * perSecond);
    while (all.length < due) all.push(ask());
    await sleep(1);
  }
  await Promise.all(all);
  delay.disable();
  load.stallMs = delay.percentile(99) / 1e6 - LOOK_MS;
  return load;
}

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.ceil(q * sorted.length) - 1] ?? Number.POSITIVE_INFINITY;
}

interface Reply {
  /** `null`: the connection broke. */
  readonly status: number | null;
  /** s; 0 without the header. */
  readonly retryAfter: number;
  readonly text: string;
  readonly tookMs: number;
}

/** An HTTP client with keep-alive and without a limit on connections. */
interface Asker {
  ask(path: string): Promise<Reply>;
  close(): void;
}

/** Uses Node's own client, which takes less processor time than `fetch`. */
function createAsker(url: string): Asker {
  const agent = new Agent({ keepAlive: true });
  const ask = (path: string, startedAtMs: number): Promise<Reply> =>
    new Promise((resolve) => {
      const reply = (answer: Omit<Reply, "tookMs">) =>
        resolve({ ...answer, tookMs: performance.now() - startedAtMs });
      const broke = (error: Error) => {
        // The server may close a keep-alive connection just as a request is sent; then it has not been processed.
        if (request.reusedSocket) resolve(ask(path, startedAtMs));
        else reply({ status: null, retryAfter: 0, text: error.message });
      };
      const request = get(`${url}${path}`, { agent }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        answer.on("error", broke);
        answer.on("end", () => {
          const retryAfter = Number(answer.headers["retry-after"] ?? 0);
          reply({ status: answer.statusCode ?? null, retryAfter, text });
        });
      }).on("error", broke);
    });
  return {
    ask: (path) => ask(path, performance.now()),
    close: () => agent.destroy(),
  };
}
