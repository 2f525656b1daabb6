import { setTimeout as sleep } from "node:timers/promises";
import { type App, createApp } from "@deploy-lens/bff/app";
import {
  amount,
  atLeast,
  atMost,
  type Figure,
  inUnit,
  never,
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
  "longer than two minutes": "deployments?limit=50&minMs=120000",
} as const;

const WORST = [
  "groupBy=phase,day",
  "groupBy=service,phase",
  "groupBy=service,day",
  "groupBy=phase,model&outcome=any",
];
const AT_ONCE = 30;

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
        ? Object.entries(pages).map(([name, most]) =>
            atMost(
              `of ${amount(deployments)} deployments, a page ${name}, the slowest of its first ten`,
              most,
              MOST_PAGE_MS,
              ms,
            ),
          )
        : [],
    ),
    ...measured.flatMap(({ flood, services, facetsMs }) => [
      ...(services === 600 ? flood : []),
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

interface Measured {
  readonly services: number;
  readonly deployments: number;
  readonly costs: Readonly<Record<string, Cost>>;
  readonly pages: Readonly<Record<string, number>>;
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
  const pages: Record<string, number> = {};
  for (const [name, target] of Object.entries(PAGES))
    pages[name] = await slowestPage(appOn(store), target, ask);
  const app = appOn(store);
  const facetsMs: number[] = [];
  for (const filter of ["outcome=failure", "model=model-1"]) {
    const startedMs = performance.now();
    await ask(app, `deployments/facets?${WINDOW}&${filter}`);
    facetsMs.push(performance.now() - startedMs);
  }
  const flood = await floodOf(appOn(store));
  client.destroy();
  filling.destroy();
  await engine.stop();
  return { ...size, costs, pages, facetsMs, flood };
}

async function slowestPage(
  app: App,
  target: string,
  ask: (app: App, target: string) => Promise<string>,
): Promise<number> {
  let slowestMs = 0;
  let cursor: string | null = null;
  for (let page = 0; page < 10; page++) {
    const startedMs = performance.now();
    const text: string = await ask(app, cursor === null ? target : `${target}&cursor=${cursor}`);
    slowestMs = Math.max(slowestMs, performance.now() - startedMs);
    cursor = /"nextCursor":"([^"]+)"/.exec(text)?.[1] ?? null;
    if (cursor === null) break;
  }
  return slowestMs;
}

/** Thirty of the largest statistics at once: each is answered or refused at once, and others are served meanwhile. */
async function floodOf(app: App): Promise<readonly Figure[]> {
  await app.request("/healthz");
  const startedMs = performance.now();
  const asked = Array.from({ length: AT_ONCE }, async (_, i) => {
    const query = `${WORST[i % WORST.length]}&quantiles=0.${i + 10}&${WINDOW}`;
    const answer = await app.request(`/api/v1/projects/${PROJECT}/deploy-durations?${query}`);
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
    now: () => END_MS,
    monotonicNow: () => performance.now(),
  });
}

/** Guarantee: DynamoDB's own shape of `ConsumedCapacity`, of one table or of several. */
function unitsOf(consumed: unknown): number {
  const given = consumed as undefined | { CapacityUnits: number } | { CapacityUnits: number }[];
  return [given ?? []].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
}
