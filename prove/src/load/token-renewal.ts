import { atMost, type Figure, never } from "@deploy-lens/bench/frame/figure";
import { type Run, sized } from "@deploy-lens/bench/frame/suite";
import { EventsQuery } from "@deploy-lens/core/upstream/events-query";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import { startApp } from "../stack/running-app.ts";

const CONCURRENT = 100;
const SECOND_MS = 1_000;

/** Tokens that expire under load, and an identity service that fails for ten minutes. */
export async function run(run: Run): Promise<readonly Figure[]> {
  const rounds = sized(run, 3, 50, 50);
  const worst = { renewals: 0, attempts: 0 };
  const failures: string[] = [];
  const { simulator, client, close } = await startApp({ simulator: { scenario: { services: 0 } } });
  const ask = () => client.listEvents("demo", SAMPLE_SERVICE_ID, EventsQuery.create());
  await ask();
  for (let round = 0; round < rounds; round += 1) {
    simulator.expireTokens();
    simulator.requests.clear();
    const before = simulator.tokensIssued();
    const results = await Promise.allSettled(Array.from({ length: CONCURRENT }, ask));
    worst.renewals = Math.max(worst.renewals, simulator.tokensIssued() - before);
    worst.attempts = Math.max(worst.attempts, simulator.requests.count("events"));
    failures.push(...results.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : [])));
  }
  await close();
  return [
    atMost(
      `renewals when a token expires under ${CONCURRENT} requests at once, worst of ${rounds} rounds`,
      worst.renewals,
      1,
    ),
    atMost("requests for each of them, the renewed attempt included", worst.attempts / CONCURRENT, 2),
    never("requests that fail for it", failures, rounds * CONCURRENT),
    ...(await identityOutage()),
  ];
}

/** One request a second for ten minutes, by the clock of client and simulator. */
async function identityOutage(): Promise<readonly Figure[]> {
  let nowMs = Date.UTC(2026, 10, 23);
  const { simulator, client, close } = await startApp({
    now: () => nowMs,
    simulator: { scenario: { services: 0 } },
    client: { sleep: async () => undefined },
  });
  simulator.faults.add({ fault: { kind: "server_error", status: 500 }, routes: ["tokens"] });
  const ask = () => client.listEvents("demo", SAMPLE_SERVICE_ID, EventsQuery.create());
  for (let second = 0; second < 600; second += 1, nowMs += SECOND_MS) await ask().catch(() => undefined);
  const asked = simulator.requests.count("tokens");
  simulator.faults.clear();
  nowMs += 60 * SECOND_MS;
  const recovered = await ask().then(
    () => [],
    (error: unknown) => [String(error)],
  );
  await close();
  return [
    atMost("requests to an identity service that fails for ten minutes, at one read a second", asked, 25),
    never("failures a minute after it is back", recovered, 1),
  ];
}
