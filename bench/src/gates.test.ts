import { expect, test } from "vitest";
import { deriveFunction, sdkAlone } from "./analytics-functions.ts";
import { ALLOCATION_BUDGET, ANALYTICS_BUNDLE, TABLE_BUDGET, TICK_BUDGET } from "./budgets.ts";
import { measureAllocations } from "./measure/allocations.ts";
import { measureTable } from "./table-consumption.ts";
import { CHANGED, measureTicks } from "./tick-calls.ts";

// Counts rather than times, so they are the same on every machine. The bytes of a cold start are checked by the app's
// own bundle test.

test("the derive function adds little to the SDK", async () => {
  const [ours, sdk] = await Promise.all([deriveFunction(), sdkAlone()]);
  expect(sdk.minifiedBytes).toBeGreaterThan(300_000);
  expect(ours.minifiedBytes / sdk.minifiedBytes).toBeLessThanOrEqual(ANALYTICS_BUNDLE.ofSdkAlone);
});

test("an event allocates no more than its budget: on a page, classified, derived", async () => {
  const allocated = await measureAllocations();
  expect(allocated.parseAndWrite).toBeGreaterThan(100);
  for (const [work, most] of Object.entries(ALLOCATION_BUDGET)) {
    expect(allocated, work).toHaveProperty(work);
    expect(Reflect.get(allocated, work), work).toBeLessThanOrEqual(most);
  }
});

test("the table is asked for no more than its budget", { timeout: 120_000 }, async () => {
  const { finished, unchanged, query } = await measureTable({ days: 90, perDay: 3 });
  expect(finished.writes).toBeGreaterThan(0);
  expect(finished.writes).toBeLessThanOrEqual(TABLE_BUDGET.writesPerDeployment);
  expect(finished.writeUnits).toBeLessThanOrEqual(TABLE_BUDGET.writeUnitsPerDeployment);
  expect(unchanged.writes).toBe(0);
  expect(query.reads).toBe(TABLE_BUDGET.pagesPerQuery);
});

test("a tick asks the upstream for what changed, however many services there are", async () => {
  for (const services of [100, 2_000]) {
    const { idle, changed } = await measureTicks(services);
    expect(idle.upstreamCalls).toBe(TICK_BUDGET.idle);
    expect(idle.writes).toBe(TABLE_BUDGET.writesPerIdleTick);
    expect(changed.upstreamCalls).toBeGreaterThan(CHANGED);
    expect(changed.upstreamCalls).toBeLessThanOrEqual(
      TICK_BUDGET.idle + CHANGED * TICK_BUDGET.perChangedService,
    );
  }
});
