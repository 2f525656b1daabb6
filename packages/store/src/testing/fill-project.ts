import { BatchWriteItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { deriveDeployments } from "@deploy-lens/core/derive";
import { DERIVATION_VERSION } from "@deploy-lens/core/derive/version";
import { deploymentDurations } from "@deploy-lens/core/durations";
import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import { mergeRollups, overallRollup, type Rollup, rollupOf } from "@deploy-lens/core/rollup";
import { seededRandom } from "@deploy-lens/core/testing/random";
import { type StoredDeployment, withEvidence } from "../day/deployment.ts";
import { NO_FACTS } from "../day/facts.ts";
import { packRollup } from "../day/packed.ts";
import { encodeDayPart, newDayPart } from "../day/part.ts";
import { encodeHead, newServiceHead, summarizeDeployment } from "../head/index.ts";
import { encodeProjectDay, newProjectDay } from "../project-days/project-day.ts";
import { createStore } from "../store.ts";
import type { Item } from "../table/attributes.ts";
import { dayOf } from "../table/keys.ts";
import { event, wholeDeployment } from "./feed.ts";

/** A project as large as a test of size needs. */
export interface ProjectShape {
  readonly projectId: string;
  readonly services: number;
  readonly days: number;
  /** Of all services, over all days. */
  readonly deployments: number;
  /** The last day ends here, epoch ms. */
  readonly endMs: number;
}

const DAY_MS = 86_400_000;
const BATCH = 25;

/**
 * Fills a table with what the store would have written of a project once all of it is folded, in a tenth of the time: items
 * are put in batches, and the project's days computed from the same rollups. Without events, which lists and statistics do not read.
 */
export async function fillProject(
  client: DynamoDBClient,
  tableName: string,
  shape: ProjectShape,
): Promise<void> {
  const { projectId, services, days, deployments, endMs } = shape;
  const ofDays = new Map<string, { startsMs: [number, number]; rollups: Rollup[] }>();
  const put = batchesTo(client, tableName);
  for (let index = 0; index < services; index++) {
    const service = { projectId, serviceId: `service-${index.toString().padStart(5, "0")}` };
    const share =
      Math.floor((deployments * (index + 1)) / services) - Math.floor((deployments * index) / services);
    const events = eventsOf(index, share, days, endMs);
    const derived = deriveDeployments({ ...service, ...NO_FACTS, events }).deployments;
    const stored = withEvidence(derived, { ...NO_FACTS, events });
    for (const [day, list] of Map.groupBy(stored, (one) => dayOf(one.deployment.startedAtMs))) {
      const durations = list.map(({ deployment }) => deploymentDurations(deployment));
      // Its rollup is the one that is stored, and folded: the part is not due.
      const part = { ...newDayPart(day, 0), counted: null, rollup: packRollup(durations) };
      await put(encodeDayPart(service, { ...part, revision: 1, foldedBy: 1, deployments: list }, null).item);
      addTo(ofDays, day, list, overallRollup(rollupOf(durations)));
    }
    const latest = stored.at(-1);
    await put(
      encodeHead(service, {
        ...newServiceHead(service.serviceId),
        revision: 1,
        state: { name: `name-${index}`, status: "running", transitionAtMs: endMs },
        latest: latest === undefined ? null : summarizeDeployment(latest.deployment),
      }),
    );
  }
  for (const [day, { startsMs, rollups }] of ofDays) {
    const whole = { ...newProjectDay(day), revision: 1, fold: 1, startsMs, rollup: mergeRollups(rollups) };
    await put(encodeProjectDay(projectId, whole, null));
  }
  await put(null);
  await createStore({ client, tableName }).advanceDiscovery(projectId, {
    newestTransitionAtMs: null,
    checkedAtMs: null,
    sweptAtMs: null,
    derivedBy: DERIVATION_VERSION,
  });
}

/** One attempt in eight fails; each service has one of three models, and pulls a cached image three times in four. */
function eventsOf(index: number, share: number, days: number, endMs: number): ServiceEvent[] {
  const random = seededRandom(index);
  const model = `model-${index % 3} 1.${index % 7}.0`;
  const stepMs = (days * DAY_MS) / Math.max(1, share);
  return Array.from({ length: share }, (_, i) => {
    const startMs = Math.floor(endMs - days * DAY_MS + (i + 0.1 + 0.5 * random()) * stepMs);
    const around = (ms: number) => Math.round(ms * (0.7 + 0.6 * random()));
    if (random() < 1 / 8) {
      return [
        event(startMs, "start to deploy service"),
        event(startMs + 1_000, `[${model}] pulling model image`),
        event(startMs + around(90_000), `[${model}] failed to pull image`),
        event(startMs + 150_000, "Failed to deploy the service."),
      ];
    }
    const pullMs = random() < 0.75 ? around(1_500) : around(60_000);
    return wholeDeployment(startMs, model, [around(4_000), around(20_000), 6, pullMs, around(9_000)]);
  }).flat();
}

function addTo(
  days: Map<string, { startsMs: [number, number]; rollups: Rollup[] }>,
  day: string,
  list: readonly StoredDeployment[],
  rollup: Rollup,
): void {
  const known = days.get(day) ?? {
    startsMs: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    rollups: [],
  };
  days.set(day, known);
  for (const { deployment } of list) {
    known.startsMs[0] = Math.min(known.startsMs[0], deployment.startedAtMs);
    known.startsMs[1] = Math.max(known.startsMs[1], deployment.startedAtMs);
  }
  known.rollups.push(rollup);
  if (known.rollups.length > 100) known.rollups = [mergeRollups(known.rollups)];
}

/** Puts items in batches, four at a time; `null` puts the rest. */
function batchesTo(client: DynamoDBClient, tableName: string): (item: Item | null) => Promise<void> {
  let waiting: Item[] = [];
  let running: Promise<unknown>[] = [];
  return async (item) => {
    if (item !== null) waiting.push(item);
    if (waiting.length < BATCH && item !== null) return;
    const requests = waiting.map((Item) => ({ PutRequest: { Item } }));
    waiting = [];
    if (requests.length > 0)
      running.push(client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } })));
    if (running.length < 4 && item !== null) return;
    await Promise.all(running);
    running = [];
  };
}
