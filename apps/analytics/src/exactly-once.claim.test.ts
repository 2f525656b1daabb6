import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import type { Rollup } from "@deploy-lens/core/rollup";
import { claim } from "@deploy-lens/core/testing/claim";
import { atLeast, never, sized } from "@deploy-lens/core/testing/figure";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import { createRandom } from "@deploy-lens/simulator/random";
import { createStore, type Store } from "@deploy-lens/store/store";
import { createTable } from "@deploy-lens/store/table/create";
import { connectTo } from "@deploy-lens/store/testing/engine";
import { type TrueDeployment, tellStory } from "./testing/story.ts";
import { startQueue } from "./testing/visibility-queue.ts";

const TABLE_NAME = "prove";
const WORKERS = 2;
const BATCH_SIZE = 4;
const WORKER = join(import.meta.dirname, "testing/derive-worker-process.ts");
const ENGINE = join(import.meta.dirname, "testing/engine-process.ts");
/** A worker is killed within this time of receiving messages: while it works on them or just after. */
const WORK_MS = 40;
/** The longest time between kills; the shortest is none, so some workers die with their first messages. */
const LIFE_MS = 1_500;
const PATIENCE_MS = 50 * 60_000;

// Events delivered one to five times in any order, among poison, to two workers that are killed again and again.
claim(
  "Despite repeats, disorder, poison and kills, each deployment counts once and no event is lost",
  async (run) => {
    const { seed } = run;
    const total = sized(run, 1_000, 100_000, 100_000);
    const wantedKills = sized(run, 4, 200, 200);
    const story = tellStory(total, sized(run, 2, 4, 4), seed);
    const queue = await startQueue(story.deliveries, BATCH_SIZE);
    const engine = spawn(process.execPath, [ENGINE], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await once(engine.stdout.setEncoding("utf8"), "data");
    const endpoint = String(line).trim();
    const client = connectTo({ endpoint });
    await createTable(client, TABLE_NAME);

    const random = createRandom(`kills ${seed}`);
    const startWorker = () =>
      spawn(process.execPath, [WORKER, queue.url, endpoint, TABLE_NAME], {
        stdio: ["ignore", "ignore", "inherit"],
      });
    const workers: ChildProcess[] = Array.from({ length: WORKERS }, startWorker);
    const early: string[] = [];
    let kills = 0;
    const endMs = Date.now() + PATIENCE_MS;
    while (queue.left() > 0 && Date.now() < endMs) {
      if (kills >= wantedKills) {
        await sleep(100);
        continue;
      }
      // Messages become available kill by kill, so kills spread over the whole work on any machine.
      queue.release(Math.ceil((story.deliveries.length * (kills + 1)) / wantedKills));
      const receiver = await queue.nextReceiver();
      await sleep(random.integer(0, WORK_MS));
      const victim = workers.findIndex(({ pid }) => pid === receiver);
      const ended = await kill(workers[victim]);
      if (ended !== "SIGKILL") early.push(`a worker ended by itself: ${ended}`);
      kills += 1;
      workers[victim] = startWorker();
      await sleep(random.integer(0, sized(run, 200, LIFE_MS, LIFE_MS)));
    }
    for (const worker of workers) await kill(worker);

    const store = createStore({ client, tableName: TABLE_NAME });
    const found: string[] = [];
    let days = 0;
    for (const [serviceId, events] of story.eventsOf) {
      const compared = await differences(
        store,
        "prove",
        serviceId,
        events,
        story.deploymentsOf.get(serviceId) ?? [],
      );
      days += compared.days;
      found.push(...compared.found);
    }
    const poison = new Set(
      story.deliveries.filter(({ serviceId }) => serviceId === null).map(({ messageId }) => messageId),
    );
    const told = inOneOnly(poison, queue.deadLettered);
    const events = [...story.eventsOf.values()].reduce((sum, list) => sum + list.length, 0);
    const deliveredTimes = story.deliveries.reduce((sum, one) => sum + one.events.length, 0) / events;
    client.destroy();
    engine.kill();
    await queue.close();
    return [
      atLeast("events, each delivered one to five times in any order", events, total),
      atLeast("deliveries of an event on average, before redeliveries", deliveredTimes, 2.5),
      atLeast(`SIGKILLs, over ${WORKERS} workers on the same services`, kills, wantedKills),
      atLeast("messages redelivered because their worker was killed", queue.redelivered(), wantedKills / 2),
      never(
        "messages never processed, and workers that ended by themselves",
        [...early, ...Array.from({ length: queue.left() }, () => "left")],
        story.deliveries.length,
      ),
      never(
        "days that differ from what really happened in any count or bucket, or services in any event",
        found,
        days,
      ),
      never(
        `dead letters missing or too many; ${poison.size} of ${story.deliveries.length} messages are poison`,
        told,
        poison.size,
      ),
    ];
  },
);

/** Kills a worker and says how it ended. */
async function kill(worker: ChildProcess | undefined): Promise<string> {
  if (worker === undefined) return "never began";
  if (worker.exitCode !== null) return `exit code ${worker.exitCode}`;
  const exit = once(worker, "exit");
  worker.kill("SIGKILL");
  const [code, signal] = await exit;
  return String(signal ?? `exit code ${code}`);
}

const ALWAYS = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };

/** Differences between the table and what really happened: in any count or bucket of a day, or in any event. */
async function differences(
  store: Store,
  projectId: string,
  serviceId: string,
  events: readonly ServiceEvent[],
  deployments: readonly TrueDeployment[],
): Promise<{ readonly days: number; readonly found: readonly string[] }> {
  const service = { projectId, serviceId };
  const wanted = trueRollups(deployments);
  const stored = new Map(
    (await store.readRollups(service)).map(({ day, rollup }) => [day, storedLines(rollup)]),
  );
  const days = [...new Set([...wanted.keys(), ...stored.keys()])];
  const found = days.flatMap((day) => {
    const differing = inOneOnly(new Set(wanted.get(day)), new Set(stored.get(day)));
    return differing.length === 0 ? [] : [`${serviceId}, ${day}: ${differing.join("; ")}`];
  });
  const kept = (await store.readFacts({ ...service, ...ALWAYS })).events;
  const missing = inOneOnly(new Set(events.map(textOf)), new Set(kept.map(textOf)));
  if (missing.length > 0 || kept.length !== events.length) {
    found.push(`${serviceId}: ${kept.length} events stored, not the ${events.length}; ${missing[0]}`);
  }
  return { days: days.length, found };
}

function inOneOnly(one: ReadonlySet<string>, other: ReadonlySet<string>): readonly string[] {
  return [...[...one].filter((text) => !other.has(text)), ...[...other].filter((text) => !one.has(text))];
}

function textOf({ occurredAtMs, severity, message }: ServiceEvent): string {
  return `${new Date(occurredAtMs).toISOString()} ${severity} ${message}`;
}

/**
 * The correct rollup of each UTC day, as lines of text: counted from what really happened, by contract section 4 alone.
 * It calls nothing of the product, since derivation, durations and rollups are what is tested.
 *
 * @example
 * trueRollups([{ startedAtMs: 0, model: "m 1", outcome: "success", totalMs: 90_000, phaseMs: {} }]);
 * // Map { "1970-01-01" => ["success: 1", "success total of all: n 1, 90000 ms, buckets 526:1", …] }
 */
function trueRollups(deployments: readonly TrueDeployment[]): ReadonlyMap<string, readonly string[]> {
  const days = new Map<string, Map<string, number[]>>();
  for (const { startedAtMs, model, outcome, totalMs, phaseMs } of deployments) {
    const date = new Date(startedAtMs).toISOString().slice(0, 10);
    const day = days.get(date) ?? new Map<string, number[]>();
    days.set(date, day);
    const add = (name: string, ms: number) => day.set(name, [...(day.get(name) ?? []), ms]);
    add(outcome, 0);
    if (outcome === "open") continue;
    for (const scope of ["all", model]) {
      add(`${outcome} total of ${scope}`, totalMs);
      for (const phase of PHASES) {
        const ms = phaseMs[phase];
        if (ms !== undefined) add(`${outcome} ${phase} of ${scope}`, ms);
      }
    }
  }
  return new Map(
    [...days].map(([date, day]) => [
      date,
      [...day]
        .map(([name, times]) =>
          name.includes(" ") ? `${name}: ${counted(times)}` : `${name}: ${times.length}`,
        )
        .sort(),
    ]),
  );
}

/** A stored rollup in the same form; gaps are left out, since the story does not state them. */
function storedLines({ counts, series }: Rollup): readonly string[] {
  const byOutcome = new Map<string, number>();
  for (const { outcome, scope, deployments } of counts.values()) {
    if (scope === "all") byOutcome.set(outcome, (byOutcome.get(outcome) ?? 0) + deployments);
  }
  const lines = [...series.values()]
    .filter(({ measure, histogram }) => measure === "total" || (isPhase(measure) && histogram.count > 0))
    .map(({ outcome, measure, model, histogram }) => {
      const { count, sumMs, offset, bucketCounts } = histogram;
      const buckets = bucketCounts.flatMap((n, index) => (n === 0 ? [] : [`${offset + index}:${n}`]));
      const scope = model === null ? "all" : `${model.name} ${model.version}`;
      return `${outcome} ${measure} of ${scope}: n ${count}, ${sumMs} ms, buckets ${buckets.join(" ")}`;
    });
  return [...[...byOutcome].map(([outcome, n]) => `${outcome}: ${n}`), ...lines].sort();
}

/** OpenTelemetry's base-2 exponential buckets at scale 5; upper bounds are inclusive. */
function counted(times: readonly number[]): string {
  const buckets = new Map<number, number>();
  for (const ms of times) {
    const index = Math.ceil(Math.log2(ms) * 32) - 1;
    buckets.set(index, (buckets.get(index) ?? 0) + 1);
  }
  const sum = times.reduce((all, ms) => all + ms, 0);
  const listed = [...buckets].sort(([a], [b]) => a - b).map(([index, n]) => `${index}:${n}`);
  return `n ${times.length}, ${sum} ms, buckets ${listed.join(" ")}`;
}

function isPhase(measure: string): boolean {
  return PHASES.some((phase) => phase === measure);
}
