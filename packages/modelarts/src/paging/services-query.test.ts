import { describe, expect, test } from "vitest";
import { cutWindow } from "./read-events.ts";
import { servicesQueryString, updateLogsQueryString } from "./services-query.ts";

describe("servicesQueryString", () => {
  test("writes paging and order always, and filters where given", () => {
    expect(servicesQueryString({})).toBe("limit=1000&offset=0&order=desc&sort_by=transition_at");
    expect(
      servicesQueryString({
        serviceName: "图 & text",
        status: "running",
        workspaceId: "0",
        modelId: "m",
        serviceId: "s",
        inferType: "batch",
        sortBy: "service_name",
        order: "asc",
        limit: 5,
        offset: 2,
      }),
    ).toBe(
      "infer_type=batch&limit=5&model_id=m&offset=2&order=asc&service_id=s&service_name=%E5%9B%BE%20%26%20text" +
        "&sort_by=service_name&status=running&workspace_id=0",
    );
  });

  test.each([
    [{ limit: 0 }, "limit"],
    [{ limit: 1001 }, "limit"],
    [{ limit: 1.5 }, "limit"],
    [{ offset: -1 }, "offset"],
    [{ offset: Number.NaN }, "offset"],
  ])("%j is refused", (query, parameter) => {
    expect(() => servicesQueryString(query)).toThrow(expect.objectContaining({ parameter }));
  });
});

test("updateLogsQueryString", () => {
  expect(updateLogsQueryString({})).toBe("");
  expect(updateLogsQueryString({ updateTimeMs: 1574770228888 })).toBe("update_time=1574770228888");
  expect(() => updateLogsQueryString({ updateTimeMs: Number.NaN })).toThrow(/^updateTimeMs: /);
});

describe("cutWindow", () => {
  test.each([
    [
      { fromMs: 0, toMs: 25, windowMs: 10 },
      [
        [0, 10],
        [10, 20],
        [20, 25],
      ],
    ],
    [
      { fromMs: 0, toMs: 20, windowMs: 10 },
      [
        [0, 10],
        [10, 20],
      ],
    ],
    [{ fromMs: 5, toMs: 6 }, [[5, 6]]],
    [{ fromMs: null, toMs: 6, windowMs: 1 }, [[null, 6]]],
  ])("%j", (window, expected) => {
    expect([...cutWindow(window)]).toEqual(expected);
  });

  test.each([
    [{ fromMs: 6, toMs: 6 }, "fromMs"],
    [{ fromMs: -1, toMs: 6 }, "fromMs"],
    [{ fromMs: 0, toMs: Number.NaN }, "toMs"],
    [{ fromMs: 0, toMs: 6, windowMs: 0 }, "windowMs"],
  ])("%j is refused", (window, parameter) => {
    expect(() => [...cutWindow(window)]).toThrow(expect.objectContaining({ parameter }));
  });
});
