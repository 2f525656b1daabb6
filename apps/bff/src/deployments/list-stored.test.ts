import type { StoredSummary } from "@deploy-lens/store/head";
import { expect, test } from "vitest";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import { comparePositions } from "../paging/position.ts";
import { listStored } from "./list-stored.ts";
import { deploymentPosition } from "./select.ts";

const IDS = { projectId: "p", serviceId: "s" };
const caller = { deadlineMs: Number.POSITIVE_INFINITY, signal: new AbortController().signal };

/** Within a millisecond the table has them the other way round than lists do. */
const STORED = [9, 9, 9, 8, 7, 7, 6, 5, 5, 5, 5].map((startedAtMs, i) => {
  return { id: `d${String(i).padStart(2, "0")}`, startedAtMs, outcome: "success", models: [] };
}) as unknown as StoredSummary[];
const LISTED = STORED.toSorted((a, b) => comparePositions(deploymentPosition(b), deploymentPosition(a)));

/** A table that holds them, and how it was asked. */
function table() {
  const asked: { readonly toMs?: number; readonly limit?: number }[] = [];
  const deployments = async (query: { toMs?: number; limit?: number; cursor?: string | null }) => {
    asked.push(query);
    const { toMs = Number.POSITIVE_INFINITY, limit = 100, cursor } = query;
    const within = STORED.filter(({ startedAtMs }) => startedAtMs < toMs);
    const from = Number(cursor ?? 0);
    const nextCursor = from + limit < within.length ? String(from + limit) : null;
    const content = { deployments: within.slice(from, from + limit), nextCursor };
    return { value: { content, identity: `${from}` }, readAtMs: asked.length };
  };
  return { archive: { deployments } as unknown as ArchiveReads, asked };
}

test("whatever is wanted comes, in whole milliseconds, each once, from wherever a page ended", async () => {
  for (const after of [null, ...LISTED.map(deploymentPosition)])
    for (const wanted of [1, 2, 3, 5, 8, 20])
      for (const excepted of [0, 1, 4]) {
        const { archive, asked } = table();
        const except = new Set(LISTED.slice(0, excepted).map(({ id }) => id));
        const range = { after, wanted, except };
        const { deployments, reads, identity } = await listStored(archive, IDS, {}, range, caller);
        const rest = LISTED.filter(
          (one) => after === null || comparePositions(deploymentPosition(one), after) < 0,
        );
        const expected = rest.filter(({ id }) => !except.has(id));
        const found = deployments.toSorted((a, b) =>
          comparePositions(deploymentPosition(b), deploymentPosition(a)),
        );
        expect(found).toEqual(expected.slice(0, found.length));
        expect(found.length).toBeGreaterThanOrEqual(Math.min(wanted, expected.length));
        expect([reads.length, identity.length]).toEqual([asked.length, asked.length]);
      }
});

test("the table is asked from where a page ended, for what is wanted and what the feed has already", async () => {
  const { archive, asked } = table();
  const after = deploymentPosition({ startedAtMs: 8, id: "d03" });
  await listStored(archive, IDS, {}, { after, wanted: 1, except: new Set(["d04"]) }, caller);
  expect(asked[0]).toMatchObject({ ...IDS, toMs: 9, limit: 3, cursor: null });
  const read = async (wanted: number) => {
    const { archive, asked } = table();
    const range = { after: null, wanted, except: new Set<string>() };
    const { deployments } = await listStored(archive, IDS, { to: 9 }, range, caller);
    return [deployments.length, asked];
  };
  expect(await read(1)).toMatchObject([1, [{ toMs: 9, limit: 2, cursor: null }]]);
  // Of the first three, those that began last may not be all there are of their millisecond: the next three say so.
  expect(await read(2)).toMatchObject([4, [{ limit: 3 }, { limit: 3, cursor: "3" }]]);
});

test("a page of the table that nothing passes is not the end", async () => {
  const pages = [
    { deployments: [], nextCursor: "1" },
    { deployments: STORED, nextCursor: null },
  ];
  const deployments = async () => ({ value: { content: pages.shift(), identity: "" }, readAtMs: 0 });
  const archive = { deployments } as unknown as ArchiveReads;
  const range = { after: null, wanted: 1, except: new Set<string>() };
  expect((await listStored(archive, IDS, {}, range, caller)).deployments).toEqual(STORED);
});
