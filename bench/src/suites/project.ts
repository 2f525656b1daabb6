import { setTimeout as sleep } from "node:timers/promises";
import { type App, createApp } from "@deploy-lens/bff/app";
import {
  amount,
  atMost,
  type Figure,
  inUnit,
  plain,
  times,
  unmeasured,
} from "@deploy-lens/core/testing/figure";
import { createModelArtsClient } from "@deploy-lens/modelarts/client";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { createStore } from "@deploy-lens/store/store";
import { createTable } from "@deploy-lens/store/table/create";
import { connectTo, dynoxideBinary, startDynoxide } from "@deploy-lens/store/testing/engine";
import { fillProject } from "@deploy-lens/store/testing/fill-project";
import { intercept } from "@deploy-lens/store/testing/requests";
import { floodOf } from "../measure/statistics-flood.ts";

const DAYS = 90;
const DAY_MS = 86_400_000;
/** A midnight: whole days lie in the window. */
const END_MS = Date.UTC(2026, 10, 23);
const WINDOW = `from=${END_MS - DAYS * DAY_MS}&to=${END_MS}`;
const PROJECT = "demo";
const SIZES = [
  { services: 100, deployments: 16_700 },
  { services: 600, deployments: 100_000 },
  { services: 3_000, deployments: 30_000 },
] as const;
const ROUNDS = 7;

const MOST_CPU_MS = 150;
const MOST_READ_UNITS = 60;
const MOST_GROWTH = 1.2;
const MOST_PAGE_MS = 300;

const STATISTICS = {
  "by phase": "deploy-durations?groupBy=phase",
  "by day": "deploy-durations?groupBy=day",
  "by day and outcome": "deploy-durations?groupBy=day,outcome&outcome=any",
} as const;

const BY_SERVICE = "deploy-durations?groupBy=service";

const PAGES = {
  "newest first": "deployments?limit=50",
  "that failed": "deployments?limit=50&outcome=failure",
  "of one service": "deployments?limit=50&service=service-00042",
  "of one model": "deployments?limit=50&model=model-1",
  "of ten services": `deployments?limit=50&service=${tenServices()}`,
  "longer than two minutes": "deployments?limit=50&minMs=120000",
} as const;

const ms = inUnit("ms");

/** The cost of a project's statistics and lists as services are added. */
export async function run(): Promise<readonly Figure[]> {
  const binary = dynoxideBinary();
  if (binary === null)
    return [unmeasured("a project's statistics", `≤ ${MOST_CPU_MS} ms`, "Dynoxide does not run here")];
  const measured: Measured[] = [];
  for (const size of SIZES) measured.push(await measureSize(binary, size));
  const sizes = SIZES.map(({ services }) => amount(services)).join(", ");
  return [
    ...Object.keys(STATISTICS).flatMap((name) => figuresOf(name, sizes, measured)),
    ...byServiceFigures(sizes, measured),
    ...measured.flatMap(({ pages, services, deployments }) =>
      services === 600
        ? Object.entries(pages).map(([name, { tookMs, cpuMs, readUnits }]) =>
            atMost(
              `of ${amount(deployments)} deployments, a page ${name}, the slowest of its first ten`,
              tookMs,
              MOST_PAGE_MS,
              ms,
              `at the most ${ms(cpuMs)} of processor time and ${amount(readUnits)} read units`,
            ),
          )
        : [],
    ),
    ...measured.flatMap(({ flood, services, facetsMs, nowhere }) => [
      ...(services === 600 ? flood : []),
      ...(services === 600
        ? [
            plain(
              "a search of the whole table for a text that is nowhere, by the clock",
              ms(nowhere.tookMs),
              `${ms(nowhere.cpuMs)} of processor time, ${amount(nowhere.readUnits)} read units`,
            ),
          ]
        : []),
      ...(services === 600
        ? [
            plain(
              "facets of its newest 10,000 deployments, read anew, then from memory",
              facetsMs.map(ms).join(", "),
            ),
          ]
        : []),
    ]),
  ];
}

interface Cost {
  readonly cpuMs: number;
  readonly readUnits: number;
}

/** Of the most expensive page in each respect. */
interface PageCost extends Cost {
  readonly tookMs: number;
}

interface Measured {
  readonly services: number;
  readonly deployments: number;
  readonly costs: Readonly<Record<string, Cost>>;
  readonly pages: Readonly<Record<string, PageCost>>;
  readonly nowhere: PageCost;
  readonly facetsMs: readonly number[];
  readonly flood: readonly Figure[];
}

function figuresOf(name: string, sizes: string, measured: readonly Measured[]): readonly Figure[] {
  const costs = measured.flatMap(({ costs: all }) => all[name] ?? []);
  const [first, last] = [costs.at(0), costs.at(-1)];
  const beside = (write: (cost: Cost) => string) => `${sizes} services: ${costs.map(write).join(", ")}`;
  return [
    atMost(
      `statistics ${name}, processor time at the most`,
      Math.max(...costs.map(({ cpuMs }) => cpuMs)),
      MOST_CPU_MS,
      ms,
      beside(({ cpuMs }) => ms(cpuMs)),
    ),
    atMost(
      "… read units at the most",
      Math.max(...costs.map(({ readUnits }) => readUnits)),
      MOST_READ_UNITS,
      amount,
      beside(({ readUnits }) => amount(readUnits)),
    ),
    atMost(
      "… read units of 3,000 services, of 100",
      (last?.readUnits ?? 0) / (first?.readUnits ?? 1),
      MOST_GROWTH,
      times,
    ),
  ];
}

function byServiceFigures(sizes: string, measured: readonly Measured[]): readonly Figure[] {
  const costs = measured.flatMap(({ costs: all, services }) => {
    const cost = all["by service"];
    return cost === undefined ? [] : [{ ...cost, services }];
  });
  return [
    plain(
      "statistics by service: processor time, read units",
      costs.map(({ cpuMs, readUnits }) => `${ms(cpuMs)}, ${amount(readUnits)}`).join("; "),
      `${sizes} services`,
    ),
  ];
}

async function measureSize(binary: string, size: (typeof SIZES)[number]): Promise<Measured> {
  const engine = await startDynoxide(binary);
  let readUnits = 0;
  const client = intercept(connectTo(engine), async (request) => {
    const answer = await request.send({ ...request.input, ReturnConsumedCapacity: "TOTAL" });
    readUnits += unitsOf(answer.ConsumedCapacity);
    return answer;
  });
  const filling = connectTo(engine);
  await createTable(filling, PROJECT);
  await fillProject(filling, PROJECT, { projectId: PROJECT, ...size, days: DAYS, endMs: END_MS });
  const store = createStore({ client, tableName: PROJECT });
  const ask = async (app: App, target: string) => {
    const answer = await app.request(`/api/v1/projects/${PROJECT}/${target}`);
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${target}: ${answer.status} ${text.slice(0, 300)}`);
    return text;
  };
  const costOf = async (target: string, rounds: number): Promise<Cost> => {
    const cpus: number[] = [];
    for (let round = 0; round < rounds; round++) {
      // A new app has a cold cache.
      const app = appOn(store);
      await sleep(20);
      readUnits = 0;
      const before = process.cpuUsage();
      await ask(app, `${target}&${WINDOW}`);
      const { user, system } = process.cpuUsage(before);
      cpus.push((user + system) / 1_000);
    }
    return { cpuMs: Math.min(...cpus), readUnits };
  };
  const costs: Record<string, Cost> = {};
  for (const [name, target] of Object.entries(STATISTICS)) costs[name] = await costOf(target, ROUNDS);
  costs["by service"] = await costOf(BY_SERVICE, 3);
  const pagesOf = async (target: string): Promise<PageCost> => {
    const paged = appOn(store);
    const costsOfPages: PageCost[] = [];
    let cursor: string | null = null;
    do {
      readUnits = 0;
      const [startedMs, before] = [performance.now(), process.cpuUsage()];
      const text: string = await ask(paged, cursor === null ? target : `${target}&cursor=${cursor}`);
      const { user, system } = process.cpuUsage(before);
      costsOfPages.push({
        tookMs: performance.now() - startedMs,
        cpuMs: (user + system) / 1_000,
        readUnits,
      });
      cursor = /"nextCursor":"([^"]+)"/.exec(text)?.[1] ?? null;
    } while (cursor !== null && costsOfPages.length < 10);
    const most = (of: keyof PageCost) => Math.max(...costsOfPages.map((cost) => cost[of]));
    return { tookMs: most("tookMs"), cpuMs: most("cpuMs"), readUnits: most("readUnits") };
  };
  const pages: Record<string, PageCost> = {};
  for (const [name, target] of Object.entries(PAGES)) pages[name] = await pagesOf(target);
  // Asked of the store: the API gives up on a read that takes so long.
  const search = { projectId: PROJECT, fromMs: 0, toMs: END_MS, filter: { text: "nowhere" }, limit: 50 };
  readUnits = 0;
  const [searchedMs, cpuBefore] = [performance.now(), process.cpuUsage()];
  await store.listProjectDeployments({ ...search, nowMs: END_MS });
  const cpuOfSearch = process.cpuUsage(cpuBefore);
  const nowhere = {
    tookMs: performance.now() - searchedMs,
    cpuMs: (cpuOfSearch.user + cpuOfSearch.system) / 1_000,
    readUnits,
  };
  const app = appOn(store);
  const facetsMs: number[] = [];
  for (const filter of ["outcome=failure", "model=model-1"]) {
    const startedMs = performance.now();
    await ask(app, `deployments/facets?${WINDOW}&${filter}`);
    facetsMs.push(performance.now() - startedMs);
  }
  const flood = await floodOf(appOn(store), `/api/v1/projects/${PROJECT}/deploy-durations?${WINDOW}`);
  client.destroy();
  filling.destroy();
  await engine.stop();
  return { ...size, costs, pages, nowhere, facetsMs, flood };
}

function tenServices(): string {
  return Array.from({ length: 10 }, (_, i) => `service-${i.toString().padStart(5, "0")}`).join(",");
}

/** No route that is measured asks the upstream. */
function appOn(store: ReturnType<typeof createStore>): App {
  return createApp({
    upstream: createModelArtsClient({
      endpoint: "http://127.0.0.1:9",
      credentials: parseCredentials({ token: "none" }),
      now: Date.now,
      random: Math.random,
    }),
    archive: async () => store,
    auth: { mode: "off", projects: [PROJECT] },
    projects: [PROJECT],
    log: () => undefined,
    // A busy machine makes a figure worse, but does not end the measurement.
    settings: {
      requestTimeoutMs: 120_000,
      archiveCache: {
        softMs: 2_000,
        hardMs: 600_000,
        negativeMs: 0,
        patienceMs: 2_000,
        loadTimeoutMs: 120_000,
      },
    },
    now: () => END_MS,
    monotonicNow: () => performance.now(),
  });
}

/** Guarantee: DynamoDB's own shape of `ConsumedCapacity`, of one table or of several. */
function unitsOf(consumed: unknown): number {
  const given = consumed as undefined | { CapacityUnits: number } | { CapacityUnits: number }[];
  return [given ?? []].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
}
