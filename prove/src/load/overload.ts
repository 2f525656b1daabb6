import { setTimeout as sleep } from "node:timers/promises";
import { type App, createApp } from "@deploy-lens/bff/app";
import { createModelArtsClient } from "@deploy-lens/modelarts/client";
import { parseCredentials } from "@deploy-lens/modelarts/credentials";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/sample";
import { atLeast, atMost, type Figure, never, type ProofRun } from "../proof.ts";
import { startSimulatorProcess } from "../stack/simulator-process.ts";

/** How long the upstream takes; with sixteen requests at once, that is the capacity. */
const UPSTREAM_MS = 100;
const OVERLOAD = 4;
const CLOSED_LOOP_CALLERS = 32;
const SECOND_MS = 1_000;

/** What no cache can answer, at four times the rate that the upstream can. */
export async function run({ quick, progress }: ProofRun): Promise<readonly Figure[]> {
  const spanMs = (quick ? 4 : 30) * SECOND_MS;
  const simulator = await startSimulatorProcess(["--services", "0"]);
  await simulator.addFault({ kind: "delay", ms: UPSTREAM_MS });
  const app = createApp({
    upstream: createModelArtsClient({
      endpoint: simulator.url,
      credentials: parseCredentials({ token: "any" }),
      now: Date.now,
      random: Math.random,
    }),
    auth: { mode: "off", projects: ["demo"] },
    now: Date.now,
    log: () => undefined,
  });
  await closedLoop(app, SECOND_MS);
  progress(1, 4);
  const peak = await closedLoop(app, spanMs);
  progress(2, 4);
  const load = await openLoop(app, peak * OVERLOAD, spanMs);
  await simulator.close();
  const sorted = load.refusalsMs.toSorted((a, b) => a - b);
  const offered = load.good + load.refusalsMs.length + load.others.length;
  return [
    atLeast("answers a second at the peak of what the upstream can", peak, 1),
    atLeast("requests offered a second", offered / (spanMs / SECOND_MS), peak * OVERLOAD * 0.95),
    atLeast("answers a second then, of the peak", (100 * load.good) / (spanMs / SECOND_MS) / peak, 90, " %"),
    never("requests neither answered nor refused with 503 and Retry-After", load.others, offered),
    atMost("refusals: half of them within", quantile(sorted, 0.5), 5, " ms"),
    atMost("refusals: 99 of 100 within", quantile(sorted, 0.99), 50, " ms"),
  ];
}

let asked = 0;

/** A question that nobody asked before. */
function newQuestion(): string {
  asked += 1;
  return `/v1/demo/services/${SAMPLE_SERVICE_ID}/events?start_time=${asked}`;
}

/** Answers a second when everybody waits for an answer before asking again. */
async function closedLoop(app: App, spanMs: number): Promise<number> {
  let answers = 0;
  const endMs = performance.now() + spanMs;
  const caller = async () => {
    while (performance.now() < endMs) {
      const answer = await app.request(newQuestion());
      if (answer.status === 200 && performance.now() < endMs) answers += 1;
    }
  };
  await Promise.all(Array.from({ length: CLOSED_LOOP_CALLERS }, caller));
  return answers / (spanMs / SECOND_MS);
}

interface Load {
  good: number;
  readonly refusalsMs: number[];
  readonly others: string[];
}

/** Asks at a rate, whether or not answers come. */
async function openLoop(app: App, perSecond: number, spanMs: number): Promise<Load> {
  const load: Load = { good: 0, refusalsMs: [], others: [] };
  const startedAtMs = performance.now();
  const endMs = startedAtMs + spanMs;
  const ask = async () => {
    const atMs = performance.now();
    const answer = await app.request(newQuestion());
    const isRefusal = answer.status === 503 && Number(answer.headers.get("retry-after")) > 0;
    if (answer.status === 200) load.good += performance.now() < endMs ? 1 : 0;
    else if (isRefusal) load.refusalsMs.push(performance.now() - atMs);
    else load.others.push(`${answer.status} ${await answer.text()}`);
  };
  const all: Promise<void>[] = [];
  while (performance.now() < endMs) {
    const due = Math.floor(((performance.now() - startedAtMs) / SECOND_MS) * perSecond);
    while (all.length < due) all.push(ask());
    await sleep(2);
  }
  await Promise.all(all);
  return load;
}

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.ceil(q * sorted.length) - 1] ?? Number.POSITIVE_INFINITY;
}
