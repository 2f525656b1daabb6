import { expect, test } from "vitest";
import { limitsFor, type StoreContext } from "./context.ts";
import { encodeDayPart, newDayPart } from "./part.ts";

test("a part is measured as it will be stored, with the time when it expires where there is a retention", () => {
  const service = { projectId: "demo", serviceId: "s" };
  const part = newDayPart("2026-10-06", 0);
  const limits = (retentionDays: number | null) =>
    limitsFor({ maxPartBytes: 5, maxItemBytes: 9, retentionDays } as StoreContext, service);
  expect(limits(null)).toMatchObject({ maxPartBytes: 5, maxItemBytes: 9 });
  expect(limits(null).encode(part)).toEqual(encodeDayPart(service, part, null));
  // So many days after the end of its own.
  expect(limits(30).encode(part).item.expiresAt).toEqual({ N: `${Date.UTC(2026, 10, 6) / 1_000}` });
});
