import { expect, test } from "vitest";
import { SAMPLE_DURATIONS } from "../openapi/examples.ts";
import { csvColumns, csvRows, percentileName } from "./deploy-durations-csv.ts";

test("columns are the same for every grouping, and name each quantile as people say it", () => {
  expect(csvColumns([0, 0.07, 0.5, 0.29, 0.999, 0.999_999, 1])).toEqual([
    ...["from", "to", "serviceId", "serviceName", "day", "phase", "modelName", "modelVersion"],
    ...["n", "minMs", "meanMs", "maxMs"],
    ...["p0Ms", "p7Ms", "p50Ms", "p29Ms", "p99.9Ms", "p99.9999Ms", "p100Ms"],
    ...["criticalMs", "share", "method", "relativeError", "asOf", "outcome"],
  ]);
});

test("percentiles have names without a dot", () => {
  expect([0, 0.5, 0.29, 0.999, 0.999_999, 1].map(percentileName)).toEqual([
    ...["p0", "p50", "p29", "p99_9", "p99_9999", "p100"],
  ]);
});

test("a row for each group, as many cells as columns, absent keys empty", () => {
  const quantiles = [0.5, 0.9, 0.99];
  const rows = csvRows(SAMPLE_DURATIONS, quantiles);
  expect(rows.map((row) => row[5])).toEqual(["pull_image", "gap", "total"]);
  expect(rows[0]).toEqual([
    ...["2026-10-02T00:00:00.000Z", "2026-11-01T00:00:00.000Z", null, null, null, "pull_image", null, null],
    ...[
      1,
      56642,
      56642,
      56642,
      56642,
      56642,
      56642,
      56642,
      56642 / 80818,
      "exact",
      0,
      "2026-11-01T00:00:00.000Z",
      null,
    ],
  ]);
  expect(rows[0]).toHaveLength(csvColumns(quantiles).length);
});

test("a comparison's groups follow, with their own window", () => {
  const { groupBy: _groupBy, asOf: _asOf, ...window } = SAMPLE_DURATIONS;
  const before = { from: "2026-09-02T00:00:00.000Z", to: "2026-10-02T00:00:00.000Z" };
  const nothing = { beforeMs: null, afterMs: null, differenceMs: null, ratio: null };
  const total = { n: { before: 1, after: 1 }, mean: nothing, quantiles: {}, rankSum: null };
  const comparison = { ...window, window: before, differences: { groups: [], total } };
  const rows = csvRows({ ...SAMPLE_DURATIONS, comparison }, [0.5]);
  expect(rows).toHaveLength(6);
  expect(rows[2]?.[0]).toBe("2026-10-02T00:00:00.000Z");
  expect(rows[3]?.[0]).toBe("2026-09-02T00:00:00.000Z");
});
