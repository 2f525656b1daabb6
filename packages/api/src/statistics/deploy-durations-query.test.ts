import { expect, test } from "vitest";
import { parseQuery } from "../fields/query.ts";
import { ProjectDurationsQuery, ServiceDurationsQuery } from "./deploy-durations-query.ts";

function read(text: string) {
  return parseQuery(ServiceDurationsQuery, new URLSearchParams(text));
}

test("without parameters: successful deployments by phase", () => {
  expect(read("")).toEqual({
    ok: true,
    value: { groupBy: ["phase"], outcome: ["success"], quantiles: [0.5, 0.9, 0.99] },
  });
});

test("groups by several words at once; by service only over a project", () => {
  expect(read("groupBy=day,phase")).toMatchObject({ ok: true, value: { groupBy: ["day", "phase"] } });
  expect(read("groupBy=service")).toMatchObject({
    ok: false,
    errors: [{ parameter: "groupBy", allowed: ["phase", "day", "model", "outcome"] }],
  });
  expect(parseQuery(ProjectDurationsQuery, new URLSearchParams("groupBy=service"))).toMatchObject({
    ok: true,
    value: { groupBy: ["service"] },
  });
});

test.each([
  ["0,0.5,1", [0, 0.5, 1]],
  ["0.999", [0.999]],
  ["1.0", [1]],
])("quantiles=%s", (text, quantiles) => {
  expect(read(`quantiles=${text}`)).toMatchObject({ ok: true, value: { quantiles } });
});

test.each([
  "",
  "1.1",
  "-0.1",
  "50",
  "p50",
  ".5",
  "0.5,",
  "0.5,0.50",
  "1e-1",
  "NaN",
  Array(21).fill("0.1").join(),
])("quantiles=%s is refused", (text) => {
  expect(read(`quantiles=${text}`)).toMatchObject({ ok: false, errors: [{ parameter: "quantiles" }] });
});

test("compares with the window before, or with a range of its own", () => {
  expect(read("compareTo=previous")).toMatchObject({ ok: true, value: { compareTo: "previous" } });
  expect(read("compareTo=2019-07-01/1562597251764")).toMatchObject({
    ok: true,
    value: { compareTo: { fromMs: 1561939200000, toMs: 1562597251764 } },
  });
});

test.each(["next", "2019-07-01", "2019-07-02/2019-07-01", "2019-07-01/2019-07-01", "a/b", "/", "1/2/3"])(
  "compareTo=%s is refused",
  (text) => {
    expect(read(`compareTo=${text}`)).toMatchObject({ ok: false, errors: [{ parameter: "compareTo" }] });
  },
);

test("a comparison by day is refused: no day lies in both windows", () => {
  expect(read("compareTo=previous&groupBy=phase,day")).toMatchObject({
    ok: false,
    errors: [{ parameter: "compareTo", message: expect.stringContaining("without `day`") }],
  });
});

test("what is measured besides phases can be asked for", () => {
  expect(read("phase=pull_image,gap,total")).toMatchObject({
    ok: true,
    value: { phase: ["pull_image", "gap", "total"] },
  });
});
