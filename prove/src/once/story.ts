import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import { createRandom } from "@deploy-lens/simulator/random";
import { deploymentEvents } from "../stack/deployment-events.ts";

/** One message of the queue: events of a service to be looked at, or something that nobody can deal with. */
export interface Delivery {
  readonly messageId: string;
  /** `null`: poison, and `body` is all there is of it. */
  readonly serviceId: string | null;
  readonly body: string;
  readonly events: readonly ServiceEvent[];
}

/** What happened, and how it is told. */
export interface Story {
  readonly services: readonly string[];
  readonly eventsOf: ReadonlyMap<string, readonly ServiceEvent[]>;
  /** In the order in which they are first offered; each event in one to five of them. */
  readonly deliveries: readonly Delivery[];
}

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 1, 6);
const PER_DAY = 40;
const BETWEEN_MS = 30 * 60_000;
const BATCH = 60;
const MOST_TIMES = 5;
const POISON_SHARE = 0.1;

/** Texts that no rule knows, failures, repeated begins: not every deployment is a good one. */
function eventsOfOne(startMs: number, index: number): readonly ServiceEvent[] {
  const events = deploymentEvents(startMs, `resnet 1.0.${index % 4}`);
  if (index % 11 === 3)
    return [...events.slice(0, 6), said(startMs + 30_000, "Service deployment failed. Error: no space")];
  if (index % 13 === 5)
    return [...events.slice(0, 5), said(startMs + 1_000, `note ${index} that nobody knows`)];
  return events;
}

function said(occurredAtMs: number, message: string): ServiceEvent {
  return { occurredAtMs, severity: "abnormal", message };
}

/** Tells a story of at least so many events: services × days × deployments, shuffled, repeated, and poisoned. */
export function tellStory(total: number, serviceCount: number, seed: number): Story {
  const random = createRandom(`exactly once ${seed}`);
  const services = Array.from({ length: serviceCount }, (_, index) => `service-${index}`);
  const eventsOf = new Map(
    services.map((serviceId) => {
      const events: ServiceEvent[] = [];
      for (let index = 0; events.length < total / serviceCount; index += 1) {
        const startMs = START_MS + Math.floor(index / PER_DAY) * DAY_MS + (index % PER_DAY) * BETWEEN_MS;
        events.push(...eventsOfOne(startMs, index));
      }
      return [serviceId, events] as const;
    }),
  );
  const deliveries = services.flatMap((serviceId) =>
    deliveriesOf(serviceId, eventsOf.get(serviceId) ?? [], random),
  );
  const poison = Array.from(
    { length: Math.ceil((deliveries.length * POISON_SHARE) / (1 - POISON_SHARE)) },
    (_, index) => ({
      messageId: `poison-${index}`,
      serviceId: null,
      body: POISON[index % POISON.length] ?? "",
      events: [],
    }),
  );
  return { services, eventsOf, deliveries: shuffled([...deliveries, ...poison], random) };
}

/** What is no message, in every way that it can be none. */
const POISON = [
  "",
  "not JSON",
  "null",
  "[]",
  "{}",
  '{"version":2,"projectId":"prove","serviceId":"service-0","reason":"open","state":null}',
  '{"version":1,"projectId":"prove","serviceId":"../service-0","reason":"open","state":null}',
  '{"version":1,"projectId":"prove","serviceId":"service-0","reason":"bored","state":null}',
  '{"version":1,"projectId":"another","serviceId":"service-0","reason":"open","state":null}',
  '{"version":1,"projectId":"prove","serviceId":"service-0","reason":"open","state":{"name":1}}',
];

/** Each event in one to five deliveries; those of a delivery are of neighbouring deployments, in any order. */
function deliveriesOf(serviceId: string, events: readonly ServiceEvent[], random: Random): Delivery[] {
  const rounds = Array.from({ length: MOST_TIMES }, (): ServiceEvent[] => []);
  for (const event of events) {
    const times = random.integer(1, MOST_TIMES);
    for (let round = 0; round < times; round += 1) rounds[round]?.push(event);
  }
  return rounds.flatMap((round, index) =>
    chunks(round, BATCH).map((batch, place) => ({
      messageId: `${serviceId}-${index}-${place}`,
      serviceId,
      body: JSON.stringify({ version: 1, projectId: "prove", serviceId, reason: "open", state: null }),
      events: shuffled(batch, random),
    })),
  );
}

type Random = ReturnType<typeof createRandom>;

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const keyed = items.map((item) => ({ item, key: random.between(0, 1) }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item);
}
