import { deploymentDurations } from "@deploy-lens/core/durations";
import { type DayRollup, rollupOf } from "@deploy-lens/core/rollup";
import type { Store } from "@deploy-lens/store/store";
import { deriveBy, event, eventFacts, withoutModels } from "@deploy-lens/store/testing/feed";
import { describe, expect, test } from "vitest";
import { collectMetrics } from "../testing/collect-metrics.ts";
import { deploymentEvents } from "../testing/feed.ts";
import { PROJECT_ID, START_MS, startWorld } from "../testing/world.ts";
import { audit } from "./index.ts";

const DAY_MS = 86_400_000;

/** Four services with a deployment on each of the last three days, one of them open. */
async function startHistory() {
  const world = await startWorld();
  for (let i = 0; i < 4; i++) {
    const events = [2, 1, 0].flatMap((daysAgo) =>
      deploymentEvents(START_MS - daysAgo * DAY_MS - (i + 1) * 600_000).slice(
        0,
        daysAgo === 0 && i === 0 ? 5 : 10,
      ),
    );
    world.simulator.addService({
      name: `s${i}`,
      id: `s${i}`,
      projectId: PROJECT_ID,
      events,
      transitions: [{ atMs: START_MS - 300_000, status: "running" }],
    });
  }
  await world.pipeline().tick();
  const collected = collectMetrics();
  const pauses: number[] = [];
  const sleep = async (ms: number) => pauses.push(ms);
  return { ...world, ...collected, sleep, pauses };
}

describe("an audit", () => {
  test("of what the pipeline wrote finds nothing", async () => {
    const deps = await startHistory();
    expect(await audit(deps, { projectId: PROJECT_ID })).toEqual({
      services: 4,
      daysAudited: 12,
      rollupDrift: 0,
      derivationDrift: 0,
    });
    expect(deps.sums()).toEqual({ DaysAudited: 12, RollupDrift: 0, DerivationDrift: 0, AuditCompleted: 1 });
    expect(deps.pauses).toEqual([]);
  });

  test("of a project without services is done at once", async () => {
    const deps = await startHistory();
    expect(await audit(deps, { projectId: "empty" })).toMatchObject({ services: 0, daysAudited: 0 });
  });

  test("takes a sample, another one each day, until every service had its turn", async () => {
    const deps = await startHistory();
    const seen = new Set<string>();
    const store = {
      ...deps.store,
      readFacts: (query: Parameters<typeof deps.store.readFacts>[0]) => {
        seen.add(query.serviceId);
        return deps.store.readFacts(query);
      },
    };
    const first = await audit({ ...deps, store }, { projectId: PROJECT_ID, services: 1 });
    expect(first.services).toBe(1);
    expect(seen.size).toBe(1);
    for (let day = 1; day < 20; day++) {
      deps.clock.nowMs = START_MS + day * DAY_MS;
      await audit({ ...deps, store }, { projectId: PROJECT_ID, services: 1 });
    }
    expect([...seen].sort()).toEqual(["s0", "s1", "s2", "s3"]);
  });

  test("finds a rollup that counts a deployment twice, and says where", async () => {
    const deps = await startHistory();
    const store = { ...deps.store, readRollups: rollupsOf(deps.store, (one) => onDay(one, countTwice)) };
    expect(await audit({ ...deps, store }, { projectId: PROJECT_ID })).toMatchObject({
      rollupDrift: 1,
      derivationDrift: 0,
    });
    expect(deps.pauses).toEqual([500, 2_000, 5_000]);
    expect(deps.lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: "ERROR", serviceId: "s1", days: ["2026-11-22"] },
    ]);
  });

  test("finds deployments that the rules would derive otherwise today", async () => {
    const deps = await startHistory();
    const ref = { projectId: PROJECT_ID, serviceId: "s2" };
    // As if an older version had thought every deployment to be one of no model.
    await deps.store.rederive({ ...ref, derive: withoutModels });
    expect(await audit(deps, { projectId: PROJECT_ID })).toMatchObject({
      rollupDrift: 0,
      derivationDrift: 3,
    });
    expect(deps.lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: "WARN", message: expect.stringContaining("run rebuild"), serviceId: "s2" },
    ]);
    await deps.store.rederive({ ...ref });
    expect(await audit(deps, { projectId: PROJECT_ID })).toMatchObject({ derivationDrift: 0 });
  });

  test("finds both kinds of drift in one service, and reads it as often as either alone", async () => {
    const deps = await startHistory();
    await deps.store.rederive({ projectId: PROJECT_ID, serviceId: "s1", derive: withoutModels });
    const store = { ...deps.store, readRollups: rollupsOf(deps.store, countTwice) };
    const found = await audit({ ...deps, store }, { projectId: PROJECT_ID });
    expect(found).toMatchObject({ rollupDrift: 3, derivationDrift: 3 });
    expect(deps.pauses).toEqual([500, 2_000, 5_000]);
  });

  test("reads so many whole days back, today included, of services that have a deployment", async () => {
    const deps = await startHistory();
    deps.simulator.addService({
      ...{ name: "idle", id: "idle", projectId: PROJECT_ID },
      transitions: [{ atMs: START_MS, status: "running" }],
    });
    deps.clock.nowMs = START_MS + 60_000;
    await deps.pipeline().tick();
    // In pages of one, as a project of more services than a page holds is listed.
    const store = {
      ...deps.store,
      listServices: (query: Parameters<typeof deps.store.listServices>[0]) =>
        deps.store.listServices({ ...query, limit: 1 }),
    };
    const auditOf = (days: number) => audit({ ...deps, store }, { projectId: PROJECT_ID, days });
    expect(await auditOf(2)).toEqual({ services: 4, daysAudited: 8, rollupDrift: 0, derivationDrift: 0 });
    deps.clock.nowMs = START_MS + 10 * DAY_MS;
    expect(await auditOf(10)).toEqual({ services: 4, daysAudited: 0, rollupDrift: 0, derivationDrift: 0 });
  });

  test("finds a deployment that is derived and not stored, with its rollup or without", async () => {
    const deps = await startHistory();
    const readDurations = async (query: Parameters<typeof deps.store.readDurations>[0]) =>
      (await deps.store.readDurations(query)).filter(({ day }) => query.serviceId !== "s1" || day !== DAY);
    const store = { ...deps.store, readDurations };
    expect(await audit({ ...deps, store }, { projectId: PROJECT_ID })).toMatchObject({
      rollupDrift: 1,
      derivationDrift: 1,
    });
    const readRollups = rollupsOf(deps.store, (one) => (one.day === DAY ? [] : [one]));
    expect(
      await audit({ ...deps, store: { ...store, readRollups } }, { projectId: PROJECT_ID }),
    ).toMatchObject({ rollupDrift: 0, derivationDrift: 1 });
  });

  test("a rollup without what an older version did not count is no drift, one without a series is", async () => {
    const deps = await startHistory();
    const auditWith = (change: (series: Series) => Series) => {
      const older = ({ rollup, ...one }: DayRollup) => [
        { ...one, rollup: { ...rollup, series: change(rollup.series) } },
      ];
      const store = { ...deps.store, readRollups: rollupsOf(deps.store, (one) => onDay(one, older)) };
      return audit({ ...deps, store }, { projectId: PROJECT_ID });
    };
    const uncounted = (series: Series): Series =>
      new Map([...series].map(([key, figures]) => [key, { ...figures, criticalMs: null }]));
    expect(await auditWith(uncounted)).toMatchObject({ rollupDrift: 0, derivationDrift: 0 });
    const fewer = (series: Series): Series => new Map([...series].slice(1));
    expect(await auditWith(fewer)).toMatchObject({ rollupDrift: 1, derivationDrift: 0 });
  });

  test("takes no deployment that depends on one before the days that it reads for drift", async () => {
    const deps = await startHistory();
    const beginsBesideEnd = START_MS - DAY_MS;
    const facts = eventFacts(
      event(START_MS - 40 * DAY_MS, "start to deploy service"),
      event(beginsBesideEnd, "The service is being updated."),
      event(beginsBesideEnd, "Failed to update the service. The update has been rolled back."),
      ...deploymentEvents(START_MS - 600_000),
    );
    await deps.store.ingest({ projectId: PROJECT_ID, serviceId: "s4", facts });
    const found = await audit(deps, { projectId: PROJECT_ID });
    expect(found).toEqual({ services: 5, daysAudited: 14, rollupDrift: 0, derivationDrift: 0 });
  });

  test("does not take live traffic for drift: what differs is read again", async () => {
    const deps = await startHistory();
    let stale = true;
    const store = {
      ...deps.store,
      readRollups: async (query: Parameters<typeof deps.store.readRollups>[0]) => {
        const rollups = await deps.store.readRollups(query);
        const lagging = stale && query.serviceId === "s3";
        if (lagging) stale = false;
        return lagging ? rollups.slice(1) : rollups;
      },
    };
    expect(await audit({ ...deps, store }, { projectId: PROJECT_ID })).toMatchObject({ rollupDrift: 0 });
    expect(deps.pauses).toEqual([500]);
  });
});

type Series = DayRollup["rollup"]["series"];

/** The day before the last of those with deployments. */
const DAY = "2026-11-22";

/** Reads rollups, those of the service s1 changed. */
function rollupsOf({ readRollups }: Pick<Store, "readRollups">, change: (one: DayRollup) => DayRollup[]) {
  return async (query: Parameters<Store["readRollups"]>[0]) => {
    const rollups = await readRollups(query);
    return query.serviceId === "s1" ? rollups.flatMap(change) : rollups;
  };
}

function onDay(one: DayRollup, change: (one: DayRollup) => DayRollup[]): DayRollup[] {
  return one.day === DAY ? change(one) : [one];
}

/** A day with a deployment too many. */
function countTwice(one: DayRollup): DayRollup[] {
  const derived = deriveBy("x")({ events: deploymentEvents(START_MS), statuses: [], updates: [] });
  const durations = derived.map(({ deployment }) => deploymentDurations(deployment));
  return [{ ...one, rollup: rollupOf([...durations, ...durations]) }];
}
