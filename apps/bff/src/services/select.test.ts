import { expect, test } from "vitest";
import type { KnownService } from "./describe-services.ts";
import {
  isServiceSelected,
  orderOf,
  positionBy,
  type ServicesSelection,
  serviceSelectionKey,
} from "./select.ts";

const service: KnownService = {
  ...{ id: "AB-1", name: "Mnist 推理", status: "Running", lastTransitionAtMs: 7, progressPercent: null },
};
const by = (more: Partial<ServicesSelection>): ServicesSelection => ({ sort: "name", ...more });

test.each<[Partial<ServicesSelection>, boolean]>([
  [{}, true],
  [{ status: ["failed", "running"] }, true],
  [{ status: ["failed"] }, false],
  [{ search: "MNIST" }, true],
  [{ search: "推理" }, true],
  [{ search: "ab-1" }, true],
  [{ search: "resnet" }, false],
  [{ status: ["failed"], search: "mnist" }, false],
])("%j selects a running service named Mnist: %s", (selection, expected) => {
  expect(isServiceSelected(service, by(selection))).toBe(expected);
});

test("each order goes by its own key; a service without a transition comes first", () => {
  const keyOf = (sort: ServicesSelection["sort"], one = service) => positionBy({ sort })(one);
  expect(keyOf("name")).toEqual({ key: "Mnist 推理", id: "AB-1" });
  expect(keyOf("status")).toEqual({ key: "Running", id: "AB-1" });
  expect(keyOf("lastTransitionAt")).toEqual({ key: 7, id: "AB-1" });
  expect(keyOf("lastTransitionAt", { ...service, lastTransitionAtMs: null }).key).toBe(-1);
  expect(keyOf("lastTransitionAt", { ...service, lastTransitionAtMs: 0 }).key).toBe(0);
});

test("the latest transition comes first, names and states from a to z, unless asked otherwise", () => {
  expect([
    orderOf(by({ sort: "lastTransitionAt" })),
    orderOf(by({})),
    orderOf(by({ sort: "status" })),
  ]).toEqual([...["desc", "asc", "asc"]]);
  expect(orderOf(by({ order: "desc" }))).toBe("desc");
  expect(orderOf(by({ sort: "lastTransitionAt", order: "asc" }))).toBe("asc");
});

test("a cursor holds for the same filters and order, whatever the filters' order", () => {
  const key = (more: Partial<ServicesSelection>) => JSON.stringify(serviceSelectionKey("p", by(more)));
  expect(key({ status: ["running", "failed"] })).toBe(key({ status: ["failed", "running"] }));
  expect(key({ order: "asc" })).toBe(key({}));
  const all = [{}, { status: ["failed" as const] }, { search: "a" }, { sort: "status" as const }];
  expect(new Set([...all, { order: "desc" as const }].map(key)).size).toBe(5);
  expect(serviceSelectionKey("p", by({}))).not.toEqual(serviceSelectionKey("q", by({})));
});
