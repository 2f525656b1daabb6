import { describe, expect, test } from "vitest";
import { parseSearch, stringifySearch } from "../../search/address-search.ts";
import { zoneClock } from "../../time/zone-clock.ts";
import { columnsText, shownColumns, USUAL_COLUMNS } from "./columns.ts";
import { checkExplorerSearch, explorerWindow, filtersOf, pinned, toggled } from "./explorer-search.ts";
import { isInside, narrowedTo, parseRegion, regionText } from "./region.ts";

const H = 3_600_000;

describe("the address", () => {
  const search = {
    from: "2026-11-22T16:00:00Z",
    to: "2026-11-29T16:00:00Z",
    zone: "Asia/Shanghai",
    service: "a1,b2",
    outcome: "failure,timed_out",
    cause: "image_pull",
    phase: "pull_image",
    kind: "update",
    flag: "recovered",
    model: "推理 a/b 1.0+cu12",
    minMs: "60000",
    maxMs: "120000",
    text: "no space left, on device",
    region: "2026-11-28T00:00:00Z/2026-11-28T06:00:00Z/60000/120000",
    columns: "outcome,total",
  };

  test("holds everything that the page shows, and survives a round trip", () => {
    expect(checkExplorerSearch(parseSearch(stringifySearch(search)))).toEqual({ search, rejected: [] });
  });

  test("rejects what no request could ask for, name by name, and keeps the rest", () => {
    const wrong = {
      range: "1y",
      from: "2026-11-22T24",
      zone: "Mars/Olympus",
      service: "a1,a1",
      outcome: "failed",
      minMs: "-1",
      region: "2026-11-28T06:00:00Z/2026-11-28T00:00:00Z/0/1",
      columns: "price",
    };
    const checked = checkExplorerSearch({ ...wrong, cause: "quota" });
    expect(checked.search).toEqual({ cause: "quota" });
    expect(checked.rejected.map(({ name }) => name).toSorted()).toEqual(Object.keys(wrong).toSorted());
  });

  test("rejects both ends of a window and of a range of durations that are the wrong way round", () => {
    const { search: kept, rejected } = checkExplorerSearch({
      from: "2026-11-29T00:00:00Z",
      to: "2026-11-28T00:00:00Z",
      minMs: "9",
      maxMs: "10",
    });
    expect(rejected.map(({ name }) => name)).toEqual(["from", "to"]);
    expect(filtersOf(kept)).toMatchObject({ minMs: 9, maxMs: 10 });
    expect(explorerWindow(kept, Date.UTC(2026, 10, 28)).toMs).toBe(Date.UTC(2026, 10, 28));
  });

  test("is the same for the same choice, in whatever order it was made", () => {
    expect(toggled(toggled(undefined, "timed_out"), "failure")).toBe("failure,timed_out");
    expect(toggled(toggled("failure,timed_out", "failure"), "timed_out")).toBeUndefined();
  });

  test("names columns only if they are not the usual ones", () => {
    expect(columnsText(USUAL_COLUMNS)).toBeUndefined();
    expect(shownColumns(columnsText(["total", "kind"]))).toEqual(["kind", "total"]);
    expect(shownColumns(undefined)).toEqual(USUAL_COLUMNS);
  });
});

describe("the window", () => {
  test("moves with the clock in whole five minutes until it is pinned", () => {
    const nowMs = Date.UTC(2026, 10, 28, 15, 2, 7);
    const window = explorerWindow({ range: "24h" }, nowMs);
    expect(window).toEqual({ fromMs: Date.UTC(2026, 10, 27, 15, 5), toMs: Date.UTC(2026, 10, 28, 15, 5) });
    const fixed = pinned({ ...window, toMs: nowMs }, "Asia/Shanghai");
    expect(explorerWindow(fixed, nowMs + 9 * H)).toEqual({ ...window, toMs: nowMs });
    expect(fixed.zone).toBe("Asia/Shanghai");
  });

  test("of whole days follows the zone, on days of 23 and 25 hours too", () => {
    const berlin = zoneClock("Europe/Berlin");
    const lengths = ["2026-03-29", "2026-03-30", "2026-10-25", "2026-10-26"].map(
      (day) => berlin.dayStartMs(day) / H,
    );
    const [march29 = 0, march30 = 0, october25 = 0, october26 = 0] = lengths;
    expect([march30 - march29, october26 - october25]).toEqual([23, 25]);
    expect(berlin.dayOf(Date.UTC(2026, 2, 28, 23))).toBe("2026-03-29");
    expect(berlin.hourOf(Date.UTC(2026, 2, 29, 0, 59))).toBe(1);
    expect(berlin.hourOf(Date.UTC(2026, 2, 29, 1))).toBe(3);
    expect(zoneClock("Asia/Kolkata").hourOf(Date.UTC(2026, 0, 1, 18, 30))).toBe(0);
    expect(zoneClock("America/New_York").dayStartMs("2026-11-28")).toBe(Date.UTC(2026, 10, 28, 5));
  });
});

describe("a region", () => {
  const region = {
    fromMs: Date.UTC(2026, 10, 28),
    toMs: Date.UTC(2026, 10, 28, 6),
    minMs: 60_000,
    maxMs: 120_000,
  };

  test("survives a round trip through the address", () => {
    expect(parseRegion(regionText(region))).toEqual(region);
  });

  test("includes its shortest and longest duration and its first moment, not its last", () => {
    const at = (startedAtMs: number, observedMs: number) => isInside(region, { startedAtMs, observedMs });
    expect([at(region.fromMs, 60_000), at(region.toMs - 1, 120_000)]).toEqual([true, true]);
    expect([at(region.toMs, 60_000), at(region.fromMs, 59_999), at(region.fromMs, 120_001)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test("narrows a request to what lies in both", () => {
    const bounds = { from: region.fromMs + H, to: region.toMs + H, minMs: undefined, maxMs: 90_000 };
    expect(narrowedTo(bounds, region)).toEqual({
      from: region.fromMs + H,
      to: region.toMs,
      minMs: 60_000,
      maxMs: 90_000,
    });
    expect(narrowedTo({ from: region.toMs, to: region.toMs + H }, region)).toBeNull();
    expect(narrowedTo(bounds, null)).toBe(bounds);
  });
});
