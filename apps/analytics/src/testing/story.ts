import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import { deploymentEvents } from "@deploy-lens/core/testing/deployment-events";
import type { Phase } from "@deploy-lens/core/vocabulary/phase";
import { createRandom } from "@deploy-lens/simulator/random";

/** A message of the queue: a service to sync with its events, or poison. */
export interface Delivery {
  readonly messageId: string;
  /** `null` for poison, which is only a `body`. */
  readonly serviceId: string | null;
  readonly body: string;
  readonly events: readonly ServiceEvent[];
}

/** The truth about a deployment: stated by the code that makes up its events, not derived from them. */
export interface TrueDeployment {
  readonly startedAtMs: number;
  readonly model: string;
  readonly outcome: "success" | "failure" | "superseded" | "open";
  /** First to last event. */
  readonly totalMs: number;
  /** Of the phases that completed. */
  readonly phaseMs: Readonly<Partial<Record<Phase, number>>>;
}

/** The truth, and the messages about it. */
export interface Story {
  readonly services: readonly string[];
  readonly eventsOf: ReadonlyMap<string, readonly ServiceEvent[]>;
  readonly deploymentsOf: ReadonlyMap<string, readonly TrueDeployment[]>;
  /** In the order of first delivery; each event is in one to five of them. */
  readonly deliveries: readonly Delivery[];
}

const DAY_MS = 86_400_000;
/** Puts the start of a deployment into the last half second of each day. */
const START_MS = Date.UTC(2026, 0, 1, 5, 59, 59, 600);
const PER_DAY = 40;
const BETWEEN_MS = 30 * 60_000;
const BATCH = 60;
const MOST_TIMES = 5;
const POISON_SHARE = 0.1;

/** The duration of each phase of {@link deploymentEvents}, subtracted by hand. */
const PHASE_MS = {
  build_image: 3_976,
  prepare_environment: 19_960,
  schedule_resource: 6,
  pull_image: 55_987,
  start_model: 9_988,
} as const satisfies Record<Phase, number>;

/** Mostly successes, with some failures, unknown texts and superseded deployments among them. */
function deploymentOf(startedAtMs: number, index: number): [readonly ServiceEvent[], TrueDeployment] {
  const model = `resnet 1.0.${index % 4}`;
  const events = deploymentEvents(startedAtMs, model);
  const { build_image, prepare_environment, schedule_resource } = PHASE_MS;
  if (index % 11 === 3)
    return [
      [...events.slice(0, 6), said(startedAtMs + 30_000, "Service deployment failed. Error: no space")],
      {
        startedAtMs,
        model,
        outcome: "failure",
        totalMs: 30_000,
        phaseMs: { build_image, prepare_environment, schedule_resource },
      },
    ];
  if (index % 13 === 5)
    return [
      [...events.slice(0, 5), said(startedAtMs + 1_000, `note ${index} that nobody knows`)],
      {
        startedAtMs,
        model,
        outcome: "superseded",
        totalMs: 24_000,
        phaseMs: { build_image, prepare_environment },
      },
    ];
  return [events, { startedAtMs, model, outcome: "success", totalMs: 90_000, phaseMs: PHASE_MS }];
}

function said(occurredAtMs: number, message: string): ServiceEvent {
  return { occurredAtMs, severity: "abnormal", message };
}

/** Makes up at least so many events, delivered repeatedly, out of order, and with poison among them. */
export function tellStory(total: number, serviceCount: number, seed: number): Story {
  const random = createRandom(`exactly once ${seed}`);
  const services = Array.from({ length: serviceCount }, (_, index) => `service-${index}`);
  const eventsOf = new Map<string, ServiceEvent[]>();
  const deploymentsOf = new Map<string, TrueDeployment[]>();
  for (const serviceId of services) {
    const events: ServiceEvent[] = [];
    const deployments: TrueDeployment[] = [];
    for (let index = 0; events.length < total / serviceCount; index += 1) {
      const startedAtMs = START_MS + Math.floor(index / PER_DAY) * DAY_MS + (index % PER_DAY) * BETWEEN_MS;
      const [own, truth] = deploymentOf(startedAtMs, index);
      events.push(...own);
      deployments.push(truth);
    }
    const last = deployments.at(-1);
    // No later deployment supersedes it.
    if (last?.outcome === "superseded") deployments.splice(-1, 1, { ...last, outcome: "open" });
    eventsOf.set(serviceId, events);
    deploymentsOf.set(serviceId, deployments);
  }
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
  return { services, eventsOf, deploymentsOf, deliveries: shuffled([...deliveries, ...poison], random) };
}

/** Invalid in every way a message can be. */
const POISON = [
  ...["", "not JSON", "null", "[]", "{}"],
  ...['{"version":2,"projectId":"prove","serviceId":"service-0","reason":"open","state":null}'],
  ...['{"version":1,"projectId":"prove","serviceId":"../service-0","reason":"open","state":null}'],
  ...['{"version":1,"projectId":"prove","serviceId":"service-0","reason":"bored","state":null}'],
  ...['{"version":1,"projectId":"another","serviceId":"service-0","reason":"open","state":null}'],
  '{"version":1,"projectId":"prove","serviceId":"service-0","reason":"open","state":{"name":1}}',
];

/** Puts each event into one to five deliveries, each about neighbouring deployments, in random order. */
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
