import { Delivery } from "@deploy-lens/api/statistics/delivery";
import type { StatisticsSource } from "@deploy-lens/core/statistics";
import { afterAll, beforeAll, expect, test } from "vitest";
import { attemptEvents } from "./testing/attempts.ts";
import { PROJECT, startStack, type TestStack } from "./testing/stack.ts";
import { startTable, type TestTable } from "./testing/table.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FROM = Date.UTC(2026, 9, 1);
const WINDOW = `from=${FROM}&to=${FROM + 30 * DAY}`;
const P = `/api/v1/projects/${PROJECT}`;

let table: TestTable;
let first: TestStack;
let second: TestStack;
let seriesRead = 0;

/** Notes when a computation reads the series of a rollup; reading a source does not. */
function watched(source: StatisticsSource): StatisticsSource {
  const rollups = [...(source.rollups ?? [])].map((day) => ({
    ...day,
    rollup: {
      counts: day.rollup.counts,
      get series() {
        seriesRead += 1;
        return day.rollup.series;
      },
    },
  }));
  return { ...source, rollups };
}

/** Service a: eight attempts a day for 30 days, of which the last fails; service b: one failure, never mended. */
beforeAll(async () => {
  table = await startTable();
  const archive: typeof table.store = {
    ...table.store,
    statisticsSource: async (query) => {
      const source = await table.store.statisticsSource(query);
      return { ...source, ...watched(source) };
    },
  };
  const app = { archive: async () => archive };
  [first, second] = [await startStack({ app }), await startStack({ app })];
  const ofA = Array.from({ length: 240 }, (_, i) =>
    attemptEvents({
      startedAtMs: FROM + Math.floor(i / 8) * DAY + (i % 8) * HOUR,
      ends: i % 8 === 7 ? "failure" : "success",
    }),
  );
  const state = { status: "running", transitionAtMs: FROM + 60 * DAY };
  const keep = (serviceId: string, events: ReturnType<typeof attemptEvents>) =>
    table.keep({ projectId: PROJECT, serviceId }, { events }, { ...state, name: `name of ${serviceId}` });
  await keep("a", ofA.flat());
  await keep("b", attemptEvents({ startedAtMs: FROM + DAY, ends: "failure" }));
});

afterAll(async () => {
  await first.close();
  await second.close();
  await table.close();
});

async function delivery(target: string): Promise<Delivery> {
  const answer = await first.app.request(`${P}/${target}`);
  expect(answer.status, await answer.clone().text()).toBe(200);
  return Delivery.parse(await answer.json());
}

test("a project's figures are told apart by service: those of each are its own", async () => {
  const { services = [], ...whole } = await delivery(`delivery?${WINDOW}&groupBy=service`);
  expect(services.map(({ service }) => service)).toEqual([
    { id: "a", name: "name of a" },
    { id: "b", name: "name of b" },
  ]);
  for (const { service, retried, ...figures } of services) {
    const own = await delivery(`services/${service.id}/delivery?${WINDOW}`);
    expect(own).toMatchObject({ ...figures, deploymentTime: { n: figures.deploymentTime.n } });
    expect(retried).toBeNull();
  }
  const [a, b] = services;
  expect(a).toMatchObject({ failureRate: 1 / 8, attemptsPerDay: 8, deploymentsPerDay: 7 });
  expect(a?.recovery).toMatchObject({ n: 29, stillBroken: [{ serviceId: "a" }] });
  expect(b).toMatchObject({ failureRate: 1, outcomes: { failure: 1 } });
  expect(whole.outcomes).toEqual({ success: 210, failure: 31 });
  expect(whole).toEqual({ ...(await delivery(`delivery?${WINDOW}`)), asOf: whole.asOf });
});

test("what retries took is known of a project when it is asked for", async () => {
  expect((await delivery(`delivery?${WINDOW}`)).retried).toBeNull();
  expect((await delivery(`delivery?${WINDOW}&include=retries`)).retried).toEqual({
    deployments: 0,
    phasesMs: 0,
  });
});

test.each([
  `delivery?${WINDOW}&groupBy=service`,
  `deploy-durations?${WINDOW}&groupBy=service,phase`,
  `deploy-durations?${WINDOW}&groupBy=day,outcome&outcome=any`,
])("another process answers 304 to %s from what it reads, without computing", async (target) => {
  const answer = await first.app.request(`${P}/${target}`);
  const etag = answer.headers.get("etag") ?? "";
  seriesRead = 0;
  const again = await second.app.request(`${P}/${target}`, { headers: { "if-none-match": etag } });
  expect([again.status, seriesRead]).toEqual([304, 0]);
  const body = await second.app.request(`${P}/${target}`);
  expect([body.status, seriesRead > 0]).toEqual([200, true]);
  expect(body.headers.get("etag")?.split(".")[0]).toBe(etag.split(".")[0]);
});

test("a later deployment makes another tag", async () => {
  const target = `${P}/deploy-durations?${WINDOW}&groupBy=phase`;
  const before = await first.app.request(target);
  await table.keep(
    { projectId: PROJECT, serviceId: "b" },
    { events: attemptEvents({ startedAtMs: FROM + 29 * DAY }) },
  );
  const third = await startStack({ app: { archive: async () => table.store } });
  try {
    const etag = before.headers.get("etag") ?? "";
    expect((await third.app.request(target, { headers: { "if-none-match": etag } })).status).toBe(200);
  } finally {
    await third.close();
  }
});
