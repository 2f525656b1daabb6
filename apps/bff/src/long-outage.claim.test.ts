import { setTimeout as sleep } from "node:timers/promises";
import { claim } from "@deploy-lens/core/testing/claim";
import { atLeast, atMost, type Figure, never, type Run, sized } from "@deploy-lens/core/testing/figure";
import { createRandom } from "@deploy-lens/simulator/random";
import type { Simulator } from "@deploy-lens/simulator/simulator";
import type { App } from "./app.ts";
import { startApp } from "./testing/running-app.ts";
import { watchStalls } from "./testing/stalls.ts";

const SECOND_MS = 1_000;
const OUTAGE_MS = 600 * SECOND_MS;
/** The client's circuit breaker stays open for this long by default. */
const BREAKER_WINDOW_MS = 5_000;
/** The app waits this long for a newer answer than its cached one by default. */
const PATIENCE_MS = 2_000;
const SLACK_MS = 50;

// Ten minutes without an upstream, with a warm cache.
claim("Ten minutes without an upstream are answered from the cache, and the answers say so", async (run) => {
  return [...(await brokenOff(run)), ...(await silent(run))];
});

/** Connections break at once, so the ten minutes pass on the clock that client, app and simulator share. */
async function brokenOff(run: Run): Promise<readonly Figure[]> {
  let nowMs = Date.UTC(2026, 10, 23, 12);
  const stepMs = sized(run, 1_000, 100, 100);
  const { simulator, app, close } = await startApp({
    now: () => nowMs,
    simulator: { scenario: { services: 20, anchorMs: nowMs } },
    client: { sleep: async () => undefined },
  });
  const paths = pathsOf(simulator);
  await warm(app, paths);
  simulator.faults.add({ fault: { kind: "reset", when: "before_headers" } });
  simulator.requests.clear();
  const random = createRandom(`outage ${run.seed}`);
  const failed: string[] = [];
  const unmarked: string[] = [];
  const reads = OUTAGE_MS / stepMs;
  // Past the cache's soft limit.
  nowMs += 5 * SECOND_MS;
  for (let read = 0; read < reads; read += 1, nowMs += stepMs) {
    const path = paths[random.integer(0, paths.length - 1)] ?? "";
    const answer = await app.request(path);
    if (answer.status !== 200) failed.push(`${path}: ${answer.status}`);
    else if (!isMarkedStale(answer)) unmarked.push(`${path}: ${answer.headers.get("cache-status")}`);
    await answer.text();
  }
  const sent = simulator.requests.count();
  const recoveryMs = await recovery(app, simulator, paths, (ms) => {
    nowMs += ms;
  });
  await close();
  return [
    atLeast(
      "reads answered during ten minutes of broken connections",
      (100 * (reads - failed.length)) / reads,
      99.9,
      " %",
    ),
    never("of those answers not marked as older (Age, Cache-Status)", unmarked, reads - failed.length),
    atMost(
      "requests that reached the upstream for each five seconds",
      sent / (OUTAGE_MS / BREAKER_WINDOW_MS),
      2,
    ),
    atMost(
      "until answers are fresh again",
      recoveryMs / SECOND_MS,
      (2 * BREAKER_WINDOW_MS) / SECOND_MS,
      " s",
    ),
  ];
}

/** A silent upstream takes real time: each read waits a while for a newer answer. */
async function silent(run: Run): Promise<readonly Figure[]> {
  const seconds = sized(run, 3, 60, 60);
  const { simulator, app, close } = await startApp({ simulator: { scenario: { services: 20 } } });
  const paths = pathsOf(simulator);
  await warm(app, paths);
  simulator.faults.add({ fault: { kind: "black_hole" } });
  await sleep(4 * SECOND_MS);
  const failed: string[] = [];
  const stalls = watchStalls();
  let slowestMs = 0;
  let reads = 0;
  const poll = async (path: string) => {
    for (const endMs = Date.now() + seconds * SECOND_MS; Date.now() < endMs; ) {
      const startedAtMs = performance.now() - stalls.totalMs();
      const answer = await app.request(path);
      await answer.text();
      slowestMs = Math.max(slowestMs, performance.now() - stalls.totalMs() - startedAtMs);
      reads += 1;
      if (answer.status !== 200) failed.push(`${path}: ${answer.status}`);
      await sleep(SECOND_MS);
    }
  };
  await Promise.all(paths.map(poll));
  stalls.close();
  await close();
  return [
    atLeast(
      `reads answered while the upstream stays silent, ${seconds} s`,
      (100 * (reads - failed.length)) / reads,
      99.9,
      " %",
    ),
    // A few seconds on a busy machine say nothing about speed.
    ...(run.size === "quick"
      ? []
      : [
          atMost(
            "the slowest of them, less the time in which the event loop stood still",
            slowestMs,
            PATIENCE_MS + SLACK_MS,
            " ms",
          ),
        ]),
  ];
}

function pathsOf(simulator: Simulator): readonly string[] {
  const services = simulator.services("demo").map(({ id }) => `/api/v1/projects/demo/services/${id}`);
  return [
    "/api/v1/projects/demo/services",
    ...services.flatMap((service) => [
      service,
      `${service}/events`,
      `${service}/deployments`,
      `${service}/deployments/latest`,
      service.replace("/api/v1/projects", "/v1").concat("/events"),
    ]),
  ];
}

async function warm(app: App, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const answer = await app.request(path);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status} while all was well`);
    await answer.text();
  }
}

function isMarkedStale({ headers }: Response): boolean {
  return (
    Number(headers.get("age")) >= 3 && /; hit; ttl=-\d+; detail=/.test(headers.get("cache-status") ?? "")
  );
}

/** Time from the upstream's return until every answer is fresh, by the clock. */
async function recovery(
  app: App,
  simulator: Simulator,
  paths: readonly string[],
  pass: (ms: number) => void,
): Promise<number> {
  simulator.faults.clear();
  for (let elapsedMs = 0; elapsedMs < 60 * SECOND_MS; elapsedMs += SECOND_MS) {
    const answers = await Promise.all(paths.slice(0, 20).map((path) => app.request(path)));
    if (!answers.some(isMarkedStale)) return elapsedMs;
    pass(SECOND_MS);
  }
  return Number.POSITIVE_INFINITY;
}
