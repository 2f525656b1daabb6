import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createRandom } from "@deploy-lens/simulator/random";
import { createStore } from "@deploy-lens/store/store";
import { createTable } from "@deploy-lens/store/table/create";
import { connectTo } from "@deploy-lens/store/testing/engine";
import { atLeast, type Figure, never, type ProofRun, sized } from "../proof.ts";
import { startQueue } from "./queue.ts";
import { differences } from "./recomputed.ts";
import { tellStory } from "./story.ts";

const TABLE_NAME = "prove";
const WORKERS = 2;
const BATCH_SIZE = 4;
const WORKER = join(import.meta.dirname, "worker.ts");
const ENGINE = join(import.meta.dirname, "engine-process.ts");
/** Within so long of getting messages a worker is killed: amid them, or just after. */
const WORK_MS = 40;
/** How long there are no kills after one, at most; some workers die with their first messages. */
const LIFE_MS = 1_500;
const PATIENCE_MS = 50 * 60_000;

/** Events told one to five times in any order, among poison, to two workers that are killed again and again. */
export async function run(run: ProofRun): Promise<readonly Figure[]> {
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
    // Kills are spread over the work, however fast this machine is: what comes after one is not handed out before it.
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
  const told = [...poison.symmetricDifference(queue.buried)];
  const events = [...story.eventsOf.values()].reduce((sum, list) => sum + list.length, 0);
  const deliveredTimes = story.deliveries.reduce((sum, one) => sum + one.events.length, 0) / events;
  client.destroy();
  engine.kill();
  await queue.close();
  return [
    atLeast("events, each told one to five times in any order", events, total),
    atLeast("times that one was told on average, before redeliveries", deliveredTimes, 2.5),
    atLeast(`SIGKILLs, over ${WORKERS} workers on the same services`, kills, wantedKills),
    atLeast("messages handed out again, since their worker was killed", queue.redelivered(), wantedKills / 2),
    never(
      "messages never dealt with, workers that ended by themselves",
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
}

/** Kills a worker and says how it ended. */
async function kill(worker: ChildProcess | undefined): Promise<string> {
  if (worker === undefined) return "never began";
  if (worker.exitCode !== null) return `exit code ${worker.exitCode}`;
  const exit = once(worker, "exit");
  worker.kill("SIGKILL");
  const [code, signal] = await exit;
  return String(signal ?? `exit code ${code}`);
}
