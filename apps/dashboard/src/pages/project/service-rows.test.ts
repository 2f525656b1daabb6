import { SAMPLE_DURATIONS, SAMPLE_SERVICE, SAMPLE_SUMMARY } from "@deploy-lens/api/openapi/examples";
import type { Service } from "@deploy-lens/api/services/services";
import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { describe, expect, test } from "vitest";
import { selectRows, serviceRows } from "./service-rows.ts";

function service(name: string, status: string, startedAt: string | null): Service {
  const latestDeployment = startedAt === null ? null : { ...SAMPLE_SUMMARY, startedAt };
  return { ...SAMPLE_SERVICE, id: `id-of-${name}`, name, status, latestDeployment };
}

const SERVICES = [
  service("bert-2", "running", "2026-11-01T00:00:00.000Z"),
  service("bert-10", "failed", "2026-11-03T00:00:00.000Z"),
  service("OCR", "running", null),
];

function durations(p50Of: Record<string, number>): DeployDurations {
  const [group] = SAMPLE_DURATIONS.groups;
  if (group === undefined) throw new Error("the sample has a group");
  const groups = Object.entries(p50Of).map(([name, ms]) => ({
    ...group,
    key: { service: { id: `id-of-${name}`, name } },
    quantiles: { "0.5": ms, "0.9": ms * 2 },
  }));
  return { ...SAMPLE_DURATIONS, groups };
}

const rows = serviceRows(SERVICES, durations({ "bert-2": 90_000, "bert-10": 30_000 }), undefined);
const names = (search: Parameters<typeof selectRows>[1]) =>
  selectRows(rows, search).map(({ service: { name } }) => name);

describe("selecting services", () => {
  test("shows the latest activity first, services that never deployed last", () => {
    expect(names({})).toEqual(["bert-10", "bert-2", "OCR"]);
    expect(names({ order: "asc" })).toEqual(["bert-2", "bert-10", "OCR"]);
  });

  test("sorts names as people count", () => {
    expect(names({ sort: "name" })).toEqual(["bert-2", "bert-10", "OCR"]);
  });

  test("sorts by duration, slowest first, unknown last either way", () => {
    expect(names({ sort: "p50" })).toEqual(["bert-2", "bert-10", "OCR"]);
    expect(names({ sort: "p90", order: "asc" })).toEqual(["bert-10", "bert-2", "OCR"]);
  });

  test("finds by name and id, whatever the case", () => {
    expect(names({ find: "ocr" })).toEqual(["OCR"]);
    expect(names({ find: " ID-OF-BERT " })).toEqual(["bert-10", "bert-2"]);
    expect(names({ find: "nothing" })).toEqual([]);
  });

  test("keeps a status alone", () => {
    expect(names({ status: "failed" })).toEqual(["bert-10"]);
  });
});

test("a change is only shown if it is significant", () => {
  const side = (ratio: number) => ({ beforeMs: 1, afterMs: 1, differenceMs: 0, ratio });
  const group = (name: string, ratio: number, significant: boolean) => ({
    key: { service: { id: `id-of-${name}`, name } },
    n: { before: 30, after: 30 },
    mean: side(ratio),
    quantiles: { "0.5": side(ratio) },
    rankSum: { z: 4, p: 6e-5, correctedP: 6e-4, significant },
  });
  const groups = [group("bert-2", 1.4, true), group("bert-10", 1.4, false)];
  const { comparison: _none, ...window } = SAMPLE_DURATIONS;
  const total = { ...group("all", 1, false) };
  const changes = { ...window, comparison: { ...window, differences: { groups, total } } };
  const changed = serviceRows(SERVICES, undefined, changes).map(({ change }) => change);
  expect(changed).toEqual([{ ratio: 1.4, n: { before: 30, after: 30 } }, null, null]);
});
