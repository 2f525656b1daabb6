import { setImmediate } from "node:timers/promises";
import { claim } from "@deploy-lens/core/testing/claim";
import { atLeast, atMost, never, sized } from "@deploy-lens/core/testing/figure";
import { createScenario } from "@deploy-lens/simulator/demo/scenario";
import { type RunningApp, startApp, startArchive } from "./testing/running-app.ts";

const AT_ONCE = 30;
const END_MS = Date.UTC(2026, 10, 20);
const DAY_MS = 86_400_000;

/** The largest answers that the API gives. */
const QUERIES = [
  "groupBy=phase,day",
  "groupBy=service,phase",
  "groupBy=service,day,phase",
  "groupBy=phase,model&outcome=any",
] as const;

// A caller's page asks for a project's statistics thirty times at once, while something else asks whether the API is well.
claim(
  "Thirty questions for statistics at once are answered or refused, and hold nothing else up",
  async (run) => {
    const days = sized(run, 20, 60, 90);
    const archive = await startArchive();
    const services = createScenario(
      {
        seed: `flood ${run.seed}`,
        services: sized(run, 12, 26, 26),
        days,
        anchorMs: END_MS,
        live: false,
        sample: false,
      },
      END_MS,
    );
    for (const service of services) await archive.keep("demo", service.id, service.events(END_MS));
    const { app, close } = await startApp({
      now: () => END_MS,
      simulator: { scenario: false },
      app: { archive: async () => archive.store },
    });
    const from = new Date(END_MS - days * DAY_MS).toISOString();
    const to = new Date(END_MS).toISOString();
    const ask = async (query: string) => {
      const { status, headers } = await app.request(
        `/api/v1/projects/demo/deploy-durations?${query}&from=${from}&to=${to}`,
      );
      return { query, status, retryAfter: headers.get("retry-after") };
    };
    // Modules that load on first use are not part of a flood.
    await ask("groupBy=phase");
    await app.request("/healthz");
    const longestTurnMs = watchTurns();
    const health = watchHealth(app);
    // Windows that differ, so that no answer is shared.
    const asked: ReturnType<typeof ask>[] = [];
    for (let i = 0; i < AT_ONCE; i += 1) {
      asked.push(ask(`${QUERIES[i % QUERIES.length]}&quantiles=0.${i + 10}`));
      // As they come over thirty connections: one by one, none waiting for another's answer.
      await setImmediate();
    }
    const answers = await Promise.all(asked);
    const healthMs = await health();
    const turnMs = longestTurnMs();
    const after = await ask("groupBy=phase,day");
    await Promise.all([close(), archive.close()]);
    const wrong = answers.filter(
      ({ status, retryAfter }) => status !== 200 && !(status === 429 && retryAfter),
    );
    return [
      never(
        `of ${AT_ONCE} questions at once for a project's statistics, neither answered nor refused with 429 and Retry-After`,
        wrong.map(({ query, status }) => `${query}: ${status}`),
        AT_ONCE,
      ),
      atLeast("… of which are answered", answers.filter(({ status }) => status === 200).length, 8),
      atMost("… meanwhile one turn of the event loop takes, in processor time, at most", turnMs, 50, " ms"),
      atMost("… and /healthz answers within", Math.max(...healthMs), 50, " ms"),
      atLeast("… asked meanwhile, times", healthMs.length, 10),
      never(
        "the same question afterwards, not answered",
        after.status === 200 ? [] : [String(after.status)],
        1,
      ),
    ];
  },
);

const PAUSE_MS = 5;

/** Asks again and again whether the API is well, until told to stop; gives how long each answer took, in ms. */
function watchHealth(app: RunningApp["app"]): () => Promise<readonly number[]> {
  const tookMs: number[] = [];
  let isOver = false;
  const asking = (async () => {
    while (!isOver) {
      const askedAtMs = performance.now();
      await app.request("/healthz");
      tookMs.push(performance.now() - askedAtMs);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  })();
  return async () => {
    isOver = true;
    await asking;
    return tookMs;
  };
}

/** Measures how much processor time this thread spends between two chances for others, in ms; other processes do not count. */
function watchTurns(): () => number {
  const usedMs = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  let lastMs = usedMs();
  let longestMs = 0;
  const timer = setInterval(() => {
    const nowMs = usedMs();
    longestMs = Math.max(longestMs, nowMs - lastMs);
    lastMs = nowMs;
  }, 1);
  return () => {
    clearInterval(timer);
    return longestMs;
  };
}
