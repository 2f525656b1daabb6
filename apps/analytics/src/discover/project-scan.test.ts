import type { ServiceSummary } from "@deploy-lens/core/event/service";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import { expect, test } from "vitest";
import { collectMetrics } from "../testing/collect-metrics.ts";
import { listChangedServices, readWatchedServices, type ScanRange } from "./project-scan.ts";

type Listed = readonly [id: string, lastTransitionAtMs: number | null, status?: string];

/** Scans a list that comes in these pages. */
async function scan(pages: readonly (readonly Listed[])[], range: Partial<ScanRange> = {}) {
  let read = 0;
  const asked: unknown[] = [];
  const readServices = async function* (
    _project: string,
    _query: object,
    { pageSize, confirmEnd }: { pageSize?: number; confirmEnd?: boolean },
  ) {
    asked.push(pageSize, confirmEnd);
    for (const page of pages) {
      read += 1;
      yield page.map(([id, lastTransitionAtMs, status = "running"]) => {
        return { id, name: id, status, lastTransitionAtMs } as ServiceSummary;
      });
    }
  } as unknown as ModelArtsClient["readServices"];
  const collected = collectMetrics();
  const upstream = { readServices, getService: () => Promise.reject(new Error("not asked")) };
  const { services, listed, settledMs } = await listChangedServices(
    { upstream, projectId: "p", ...collected },
    { sinceMs: 500, isFirst: false, settledUntilMs: 800, ...range },
  );
  const warnings = collected.lines.map((line) => JSON.parse(line).message);
  return { ids: [...services.keys()], listed, settledMs, read, asked, warnings, sums: collected.sums() };
}

test("a list is read back to what is known, and no further; what changed at that very time is news", async () => {
  const pages: Listed[][] = [
    [
      ["a", 900],
      ["b", 800],
    ],
    [
      ["c", 500],
      ["d", 499],
    ],
    [["e", 400]],
  ];
  expect(await scan(pages)).toEqual({
    ...{
      ids: ["a", "b", "c"],
      listed: 4,
      settledMs: 800,
      read: 2,
      asked: [200, false],
      warnings: [],
      sums: {},
    },
  });
  expect(await scan([[["a", 900]], [["b", 500]], [["c", 499]], [["d", 300]]])).toMatchObject({ read: 3 });
});

test("services that changed at one time, or never, are in order wherever they stand", async () => {
  const pages: Listed[][] = [
    [
      ["a", null],
      ["b", 900],
    ],
    [
      ["c", 900],
      ["d", null],
    ],
    [["e", 400]],
    [["f", 300]],
  ];
  expect(await scan(pages)).toMatchObject({ ids: ["a", "b", "c", "d"], read: 3, warnings: [], sums: {} });
});

test("a list in another order is read to its end, and is said to be", async () => {
  const pages: Listed[][] = [
    [
      ["a", 400],
      ["b", 900],
    ],
    [["c", 300]],
    [["d", 700]],
  ];
  expect(await scan(pages)).toMatchObject({
    ...{ ids: ["b", "d"], read: 3, sums: { ListsUnordered: 1 } },
    warnings: ["the list of services is not in the requested order"],
  });
});

test("at first all is read, in large pages, for what is still under way", async () => {
  const pages: Listed[][] = [
    [["a", 900]],
    [
      ["b", 400, "Deploying"],
      ["c", 400],
    ],
    [["d", 300, "pending"]],
  ];
  expect(await scan(pages, { isFirst: true })).toMatchObject({
    ...{ ids: ["a", "b", "d"], listed: 4, read: 3, settledMs: 400, asked: [1_000, false] },
  });
  expect((await scan(pages)).ids).toEqual(["a"]);
});

test("the newest transition that has settled counts, whatever the order; of none there is none", async () => {
  expect(
    (
      await scan([
        [
          ["a", 801],
          ["b", 600],
          ["c", 700],
        ],
      ])
    ).settledMs,
  ).toBe(700);
  expect(
    (
      await scan([
        [
          ["a", 801],
          ["b", null],
        ],
      ])
    ).settledMs,
  ).toBeNull();
});

test("an id that no URL can hold is left out with a warning, and the others are not", async () => {
  expect(
    await scan([
      [
        ["../a", 900],
        ["b", 900],
      ],
    ]),
  ).toMatchObject({
    ...{ ids: ["b"], listed: 2, warnings: ["a service with an invalid id is ignored"] },
  });
});

test("watched services are read one by one; of some that are gone the others are known, of none nothing is", async () => {
  const readServices = () => {
    throw new Error("not asked");
  };
  const getService = (async (_project: string, id: string) => {
    if (id === "gone") throw new Error("no such service");
    return { answer: { service_id: id, service_name: "mine", status: "running", transition_at: 7 } };
  }) as unknown as ModelArtsClient["getService"];
  const { log, lines, metrics } = collectMetrics();
  const input = { upstream: { readServices, getService }, projectId: "p", log, metrics };
  expect(await readWatchedServices(input, [])).toEqual({ services: new Map(), listed: 0, settledMs: null });
  const { services, listed, settledMs } = await readWatchedServices(input, ["gone", "a", "b"]);
  expect([...services.keys(), listed, settledMs]).toEqual(["a", "b", 2, null]);
  expect(services.get("a")).toMatchObject({ name: "mine", lastTransitionAtMs: 7 });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: "WARN", serviceId: "gone" }]);
  await expect(readWatchedServices(input, ["gone"])).rejects.toThrow("None of the 1 watched services");
});
