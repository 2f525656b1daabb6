import { expect, test } from "vitest";
import { addressOf } from "./address.ts";

test("fills the path and spells every kind of value as the API reads it", () => {
  const address = addressOf("/projects/{projectId}/services/{serviceId}/deploy-durations", {
    projectId: "demo",
    serviceId: "a/b?c",
    from: new Date(1562597251764),
    to: 1562597332583,
    groupBy: ["day", "phase"],
    quantiles: [0.5, 0.999],
    compareTo: { from: "2019-07-01T00:00:00+08:00", to: new Date(1562597251764) },
    limit: 0,
    model: "zcjtestTF 3.0.0",
    phase: [],
    outcome: undefined,
  });
  const url = new URL(address, "http://localhost");
  expect(url.pathname).toBe("/projects/demo/services/a%2Fb%3Fc/deploy-durations");
  expect([...url.searchParams]).toEqual([
    ["from", "2019-07-08T14:47:31.764Z"],
    ["to", "1562597332583"],
    ["groupBy", "day,phase"],
    ["quantiles", "0.5,0.999"],
    ["compareTo", "2019-07-01T00:00:00+08:00/2019-07-08T14:47:31.764Z"],
    ["limit", "0"],
    ["model", "zcjtestTF 3.0.0"],
  ]);
});

test.each(["", ".", "..", undefined, 7])("a path of %j is refused", (projectId) => {
  expect(() => addressOf("/projects/{projectId}/services", { projectId })).toThrow(/projectId must be an id/);
});

test("no query, no question mark", () => {
  expect(addressOf("/projects/{projectId}", { projectId: "demo" })).toBe("/projects/demo");
});
