import { describe, expect, test } from "vitest";
import { checkServiceSearch } from "./service-search.ts";

describe("the address", () => {
  test("is taken as far as it makes sense", () => {
    const raw = { range: "1y", model: "bert 1.0", outcome: "success", compare: "soon" };
    expect(checkServiceSearch(raw)).toEqual({
      search: { model: "bert 1.0", outcome: "success" },
      rejected: [
        { name: "range", text: "1y" },
        { name: "compare", text: "soon" },
      ],
    });
  });

  test("a window that ends before it begins is none", () => {
    expect(checkServiceSearch({ from: "2026-10-08", to: "2026-10-01", range: "7d" })).toEqual({
      search: { range: "7d" },
      rejected: [
        { name: "from", text: "2026-10-08" },
        { name: "to", text: "2026-10-01" },
      ],
    });
  });

  test("a day that no calendar has is refused", () => {
    expect(checkServiceSearch({ from: "2026-02-30" }).rejected).toHaveLength(1);
  });
});
