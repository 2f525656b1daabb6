import { atMost, type Figure } from "@deploy-lens/bench/frame/figure";
import { type Run, sized } from "@deploy-lens/bench/frame/suite";
import { EventsQuery } from "@deploy-lens/core/upstream/events-query";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import type { ClientLimitsInput } from "@deploy-lens/modelarts/create-transport";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import { startApp } from "../stack/running-app.ts";

const ROUNDS = 20;

/** Counts the requests that reach an upstream that always answers 503. */
export async function run(run: Run): Promise<readonly Figure[]> {
  const offered = sized(run, 400, 10_000, 10_000);
  const storm = async (limits: ClientLimitsInput) => {
    const { simulator, client, close } = await startApp({
      simulator: { scenario: { services: 0 }, requestLogCapacity: 100_000 },
      client: { limits: { ...limits, concurrency: { maxQueued: offered } }, sleep: async () => undefined },
    });
    simulator.faults.add({ fault: { kind: "server_error", status: 503 }, routes: ["events"] });
    for (let round = 0; round < ROUNDS; round += 1) {
      await Promise.all(Array.from({ length: offered / ROUNDS }, () => ask(client)));
    }
    const sent = simulator.requests.count("events");
    await close();
    return sent / offered;
  };
  const withoutBreaker = await storm({ breaker: { minAttempts: Number.POSITIVE_INFINITY } });
  const asDeployed = await storm({});
  return [
    atMost("requests sent for each one offered, by the retry budget alone", withoutBreaker, 1.1, " ×"),
    atMost(
      "requests sent for each one offered, as deployed, with the circuit breaker",
      asDeployed,
      1.1,
      " ×",
    ),
  ];
}

async function ask(client: ModelArtsClient): Promise<void> {
  // So long that none is refused for its time in the queue.
  const deadlineMs = Date.now() + 600_000;
  await client
    .listEvents("demo", SAMPLE_SERVICE_ID, EventsQuery.create(), { deadlineMs })
    .catch(() => undefined);
}
