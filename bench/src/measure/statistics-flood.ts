import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "@deploy-lens/bff/app";
import { atLeast, atMost, type Figure, inUnit, never } from "@deploy-lens/core/testing/figure";

const WORST = [
  "groupBy=phase,day",
  "groupBy=service,phase",
  "groupBy=service,day",
  "groupBy=phase,model&outcome=any",
];
const AT_ONCE = 30;

const ms = inUnit("ms");

/** Thirty of the largest statistics at once: each is answered or refused at once, and others are served meanwhile. */
export async function floodOf(app: App, statistics: string): Promise<readonly Figure[]> {
  await app.request("/healthz");
  const startedMs = performance.now();
  const asked = Array.from({ length: AT_ONCE }, async (_, i) => {
    const answer = await app.request(`${statistics}&${WORST[i % WORST.length]}&quantiles=0.${i + 10}`);
    return {
      status: answer.status,
      retryAfter: answer.headers.get("retry-after"),
      tookMs: performance.now() - startedMs,
    };
  });
  let isOver = false;
  const health: number[] = [];
  const watching = (async () => {
    while (!isOver) {
      const before = performance.now();
      await app.request("/healthz");
      health.push(performance.now() - before);
      await sleep(5);
    }
  })();
  const answers = await Promise.all(asked);
  isOver = true;
  await watching;
  const lost = answers.filter(
    ({ status, retryAfter }) => status !== 200 && !(status === 429 && retryAfter !== null),
  );
  const answered = answers.filter(({ status }) => status === 200);
  return [
    never(
      `of ${AT_ONCE} of the largest statistics at once, neither answered nor refused with Retry-After`,
      lost.map(({ status }) => String(status)),
      AT_ONCE,
    ),
    atLeast("… answered", answered.length, 8),
    atMost("… the slowest answer", Math.max(...answered.map(({ tookMs }) => tookMs)), 1_500, ms),
    atMost("… meanwhile, the slowest /healthz", Math.max(...health), 50, ms),
  ];
}
