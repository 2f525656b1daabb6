import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import sample from "@deploy-lens/core/fixtures/documented-sample.json" with { type: "json" };
import type { SimulatedService } from "./index.ts";

/** The project that holds the documented sample and the scenario. */
export const DEMO_PROJECT_ID = "demo";

/** The service of the API reference's example. */
export const SAMPLE_SERVICE_ID = sample.service_id;

/**
 * The service of the API reference's example: exactly its events, verbatim.
 *
 * The example does not report the end of the deployment, so the service has been `deploying` ever since. Its events
 * are exempt from the month after which the platform clears them.
 */
export function createSampleService(projectId: string = DEMO_PROJECT_ID): SimulatedService {
  const events: readonly ServiceEvent[] = sample.events.map((event) => ({
    occurredAtMs: event.occur_time,
    severity: "normal",
    message: event.event_info,
  }));
  const startedAtMs = events[0]?.occurredAtMs ?? 0;
  const models = [{ model: { name: "zcjtestTF", version: "3.0.0" }, weight: 100 }];
  return {
    id: sample.service_id,
    projectId,
    name: sample.service_name,
    description: "The example of the API reference",
    keepsEvents: true,
    createdAtMs: startedAtMs,
    events: (nowMs) => events.filter(({ occurredAtMs }) => occurredAtMs <= nowMs),
    transition: () => ({ atMs: startedAtMs, status: "deploying" }),
    configuration: () => ({ sinceMs: startedAtMs, models }),
    updates: () => [{ updatedAtMs: startedAtMs, endedAtMs: null, succeeded: false, models }],
    attempts: () => [],
  };
}
