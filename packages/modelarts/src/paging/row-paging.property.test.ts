import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PagingInconsistentError } from "../errors/index.ts";
import { type OffsetModeSetting, type PagingReport, type RowPage, readRows } from "./row-paging.ts";

const label = { method: "GET", path: "/list" };

/** An upstream's list: what its offset counts, and the most rows that it gives at once. */
interface Upstream {
  rows: string[];
  readonly mode: "page" | "row" | "ignored";
  readonly maxLimit: number;
  /** Replaces the true `total_count`. */
  readonly totalCount?: (truth: number) => number;
  /** Called before page number `page`, from 0. */
  readonly before?: (page: number, rows: string[]) => string[];
}

function pageOf(upstream: Upstream, offset: number, limit: number): RowPage<string> {
  const size = Math.min(limit, upstream.maxLimit);
  const starts = { page: offset * size, row: offset, ignored: 0 };
  const start = starts[upstream.mode];
  const truth = upstream.rows.length;
  return {
    rows: upstream.rows.slice(start, start + size),
    totalCount: upstream.totalCount?.(truth) ?? truth,
  };
}

async function readAll(
  upstream: Upstream,
  pageSize: number,
  offsetMode: OffsetModeSetting = "auto",
  confirmEnd?: boolean,
): Promise<{ rows: string[]; report: PagingReport }> {
  let page = 0;
  const source = {
    label,
    keyOf: (row: string) => row,
    fetchPage: async (offset: number, limit: number) => {
      upstream.rows = upstream.before?.(page, upstream.rows) ?? upstream.rows;
      page += 1;
      return pageOf(upstream, offset, limit);
    },
  };
  const rows: string[] = [];
  const reading = readRows(source, { pageSize, offsetMode, maxPages: 500, confirmEnd });
  let step = await reading.next();
  while (!step.done) {
    rows.push(...step.value);
    step = await reading.next();
  }
  return { rows, report: step.value };
}

const names = (count: number) => Array.from({ length: count }, (_, at) => `row ${at}`);
const size = fc.integer({ min: 0, max: 40 });
const pageSize = fc.integer({ min: 1, max: 12 });
const mode = fc.constantFrom("page" as const, "row" as const);

describe("a list that holds still", () => {
  test("is read whole, in order, once, whatever offset counts and however small the upstream's pages are", () =>
    fc.assert(
      fc.asyncProperty(
        size,
        pageSize,
        mode,
        fc.integer({ min: 1, max: 12 }),
        async (count, limit, m, max) => {
          const { rows, report } = await readAll({ rows: names(count), mode: m, maxLimit: max }, limit);
          expect(rows).toEqual(names(count));
          expect(report).toMatchObject({ rows: count, totalCount: count, stable: true });
          if (count > Math.min(limit, max) && Math.min(limit, max) > 1) expect(report.offsetMode).toBe(m);
        },
      ),
      { numRuns: 3000 },
    ));

  test("costs no page more than needed but the one that confirms a full end", async () => {
    const upstream = (count: number): Upstream => ({ rows: names(count), mode: "page", maxLimit: 1000 });
    const pages = async (count: number) => (await readAll(upstream(count), 10)).report.pages;
    expect([await pages(0), await pages(9), await pages(10), await pages(11), await pages(25)]).toEqual([
      1, 1, 2, 2, 3,
    ]);
  });

  test("costs that one neither where the total is believed, unless it may be the page's own count", async () => {
    const upstream = (count: number): Upstream => ({ rows: names(count), mode: "page", maxLimit: 1000 });
    for (const m of ["page", "auto"] as const) {
      const pages = async (count: number) => (await readAll(upstream(count), 10, m, false)).report.pages;
      expect([await pages(9), await pages(10), await pages(20), await pages(25), await pages(100)]).toEqual([
        1, 2, 2, 3, 10,
      ]);
    }
  });

  test("read with the wrong meaning of offset it is never silently short", () =>
    fc.assert(
      fc.asyncProperty(size, pageSize, mode, mode, async (count, limit, actual, believed) => {
        const result = await readAll(
          { rows: names(count), mode: actual, maxLimit: 1000 },
          limit,
          believed,
        ).catch((error: unknown) => error);
        if (result instanceof PagingInconsistentError) expect(believed).not.toBe(actual);
        else expect(result).toMatchObject({ rows: names(count) });
      }),
      { numRuns: 3000 },
    ));

  test("may hold the same row twice", async () => {
    const rows = ["a", "b", "b", "c", "d", "d", "e"];
    for (const limit of [3, 4, 7, 10]) {
      for (const m of ["page", "row"] as const) {
        expect((await readAll({ rows: [...rows], mode: m, maxLimit: 1000 }, limit)).rows).toEqual([
          "a",
          "b",
          "c",
          "d",
          "e",
        ]);
      }
    }
  });
});

interface Change {
  /** Before which page it happens, from 0. */
  readonly page: number;
  readonly at: number;
  readonly change: "insert" | "remove" | "to front";
}

const change: fc.Arbitrary<Change> = fc.record({
  page: fc.integer({ min: 0, max: 8 }),
  at: fc.nat(40),
  change: fc.constantFrom("insert", "remove", "to front"),
});

function apply({ page, at, change }: Change, rows: string[]): string[] {
  if (change === "insert") return rows.toSpliced(at % (rows.length + 1), 0, `new ${page} ${at}`);
  const moving = rows[at % rows.length];
  if (moving === undefined) return rows;
  const rest = rows.filter((row) => row !== moving);
  return change === "remove" ? rest : [moving, ...rest];
}

/** One removed and one added between the same two pages is what no client can see. */
function isVisible(changes: readonly Change[]): boolean {
  return changes.every(
    ({ page, change }) =>
      change !== "insert" || !changes.some((other) => other.page === page && other.change === "remove"),
  );
}

describe("a list that moves while it is read", () => {
  test("every row that was there all the time comes exactly once, or the report says otherwise", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 3, max: 10 }),
        mode,
        fc.array(change, { maxLength: 6 }).filter(isVisible),
        fc.boolean(),
        async (count, limit, m, changes, confirmEnd) => {
          let stayed = names(count);
          const upstream: Upstream = {
            rows: names(count),
            mode: m,
            maxLimit: 1000,
            before: (page, rows) => {
              const next = changes.filter((c) => c.page === page).reduce((list, c) => apply(c, list), rows);
              stayed = stayed.filter((row) => next.includes(row));
              return next;
            },
          };
          const result = await readAll(upstream, limit, "auto", confirmEnd).catch((error: Error) => error);
          // Giving up is right when it never stops; two changes must not suffice for that.
          if (result instanceof PagingInconsistentError && changes.length > 2) return;
          if (result instanceof Error) throw result;
          expect(new Set(result.rows).size).toBe(result.rows.length);
          if (!result.report.stable && changes.length > 2) return;
          expect(stayed.filter((row) => !result.rows.includes(row))).toEqual([]);
        },
      ),
      { numRuns: 3000 },
    ));

  test("rows that moved to the front are found by reading again", async () => {
    const upstream: Upstream = {
      rows: names(20),
      mode: "page",
      maxLimit: 1000,
      before: (page, rows) => (page === 2 ? ["row 17", ...rows.filter((row) => row !== "row 17")] : rows),
    };
    const { rows, report } = await readAll(upstream, 5, "page");
    expect([...rows].sort()).toEqual(names(20).sort());
    expect(report.stable).toBe(true);
  });

  test("one that never holds still is reported as not stable", async () => {
    const upstream: Upstream = {
      rows: names(20),
      mode: "page",
      maxLimit: 1000,
      before: (page, rows) => [...rows, `new ${page}`],
    };
    const { rows, report } = await readAll(upstream, 5, "page");
    expect(rows).toEqual(expect.arrayContaining(names(20)));
    expect(report.stable).toBe(false);
  });
});

describe("an upstream that contradicts itself", () => {
  test.each([
    ["promises too much", { totalCount: (truth: number) => truth + 3 }, "missing_rows"],
    ["promises no end", { totalCount: () => 1_000_000_000 }, "missing_rows"],
    ["promises one page for two", { totalCount: () => 10 }, "extra_rows"],
    ["promises nothing", { totalCount: () => 0 }, "extra_rows"],
    ["ignores offset", { mode: "ignored" as const }, "offset_unrecognised"],
  ])("and %s is found out", async (_, lie, reason) => {
    for (const count of [20, 23]) {
      for (const m of ["page", "row"] as const) {
        for (const setting of ["auto", m] as const) {
          const upstream: Upstream = { rows: names(count), mode: m, maxLimit: 1000, ...lie };
          await expect(readAll(upstream, 10, setting)).rejects.toMatchObject({ kind: "paging", reason });
        }
      }
    }
  });

  test("and gives new rows for ever is stopped", async () => {
    let row = 0;
    const upstream: Upstream = {
      rows: [],
      mode: "page",
      maxLimit: 10,
      totalCount: () => 1_000_000_000,
      before: () => Array.from({ length: 10_000 }, () => `row ${row++}`),
    };
    await expect(readAll(upstream, 10)).rejects.toMatchObject({ reason: "too_many_pages" });
  });

  test("any lie about the total that a page can show is found out", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 2, max: 12 }),
        mode,
        fc.integer({ min: 0, max: 60 }),
        async (count, limit, m, said) => {
          // A short last page that agrees with the total leaves nothing to hold against it.
          fc.pre(said !== count && !(said < count && said % limit !== 0));
          await expect(
            readAll({ rows: names(count), mode: m, maxLimit: 1000, totalCount: () => said }, limit),
          ).rejects.toBeInstanceOf(PagingInconsistentError);
        },
      ),
      { numRuns: 2000 },
    ));
});
