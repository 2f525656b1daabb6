import { deploymentDurations } from "@deploy-lens/core/durations";
import { overallRollup, rollupOf, rollupText } from "@deploy-lens/core/rollup";
import { encodeRollup } from "@deploy-lens/core/rollup/codec";
import { describe, expect, test } from "vitest";
import type { Item } from "../table/attributes.ts";
import { UnreadableItemError } from "../table/errors.ts";
import { deriveBy, event, eventFacts, wholeDeployment } from "../testing/feed.ts";
import { withEvidence } from "./deployment.ts";
import { NOTHING_COUNTED, unpackRollup } from "./packed.ts";
import { type DayPart, decodeDayPart, decodeShare, encodeDayPart, newDayPart } from "./part.ts";

const service = { projectId: "demo", serviceId: "s" };
const facts = eventFacts(...wholeDeployment(Date.UTC(2026, 9, 6, 12)));
const deployments = withEvidence(deriveBy("s")(facts), facts);
const part: DayPart = { ...newDayPart("2026-10-06", 0), revision: 1, facts, deployments };

describe("a part of a day", () => {
  test.each<[string, Partial<DayPart>]>([
    ["as it is", {}],
    ["sealed", { sealed: true }],
    ["with facts alone", { deployments: [] }],
    ["with deployments alone", { facts: newDayPart("", 0).facts }],
    ["far down the chain", { part: 10_000, revision: 7 }],
  ])("is read as it was written: %s", (_, more) => {
    const {
      item,
      part: encoded,
      bytes,
    } = encodeDayPart(service, { ...part, isOutdated: true, ...more }, null);
    expect(decodeDayPart(item)).toEqual(encoded);
    const { revision, sealed, facts, deployments } = { ...part, ...more };
    expect(encoded).toMatchObject({ day: part.day, revision, sealed, isOutdated: false, facts, deployments });
    expect(encoded.part).toBe(more.part ?? 0);
    expect(bytes).toBeGreaterThan(100);
  });

  test("is in the project's index by what it counts, and only where it counts something", () => {
    const { item } = encodeDayPart(service, part, 1_800_000_000);
    expect(Object.keys(item).sort()).toEqual([
      ...[
        "counted",
        "daySort",
        "deployments",
        "ended",
        "expiresAt",
        "facts",
        "format",
        "pk",
        "projectKey",
        "projectSort",
      ],
      ...["revision", "rollup", "sk"],
    ]);
    expect(item.daySort).toEqual(item.sk);
    expect(item.expiresAt).toEqual({ N: "1800000000" });
    const { rollup } = unpackRollup(item.rollup?.B ?? new Uint8Array());
    const counted = rollupOf(deployments.map(({ deployment }) => deploymentDurations(deployment)));
    expect(rollupText(rollup)).toBe(rollupText(counted));
    const empty = encodeDayPart(service, { ...part, deployments: [] }, null).item;
    expect(Object.keys(empty).sort()).toEqual(["facts", "format", "pk", "revision", "sk"]);
    expect(encodeDayPart(service, { ...part, facts: newDayPart("", 0).facts }, null).item).not.toHaveProperty(
      "facts",
    );
  });

  describe("and its project's day", () => {
    const [one] = deployments;
    if (one === undefined) throw new Error("the feed has no deployment");
    const corrected = { ...one, deployment: { ...one.deployment, outcome: "failure" as const } };
    // As a fold leaves it: included as it is.
    const { rollup, ended } = encodeDayPart(service, part, null).part;
    const folded: DayPart = { ...part, rollup, ended, counted: null, foldedBy: 5, isMarked: false };
    const empty: DayPart = { ...folded, deployments: [], rollup: null, ended: null };
    const update = { updatedAtMs: one.deployment.startedAtMs, result: "success" as const, models: [] };
    const renamed = { ...one, configuration: update };
    const all = rollupOf([deploymentDurations(one.deployment)]);
    const share = encodeRollup(overallRollup(all));

    test.each<[string, DayPart, Uint8Array | null]>([
      ["that counts what it counted is not due", folded, null],
      [
        "that counts otherwise is due, from what the day includes",
        { ...folded, deployments: [corrected] },
        share,
      ],
      [
        "that counts alike is due, too, where an ended deployment is another",
        { ...folded, deployments: [renamed] },
        share,
      ],
      ["that counts nothing any more is due, too", { ...folded, deployments: [] }, share],
      ["that counts for the first time is due, from nothing", { ...empty, deployments }, NOTHING_COUNTED],
      ["that still counts nothing is not due", empty, null],
      [
        "that is due stays so, from the same, though it counts what the day includes",
        { ...folded, counted: share, isMarked: true },
        share,
      ],
      ["that was never included is due once it counts something", { ...part, foldedBy: 0 }, NOTHING_COUNTED],
      ["that was never included is not due before", { ...part, deployments: [] }, null],
    ])("a part %s", (_, next, counted) => {
      const { item, part: stored, needsMark } = encodeDayPart(service, next, null);
      expect(item.counted?.B ?? null).toEqual(counted);
      expect(stored.isMarked).toBe(counted !== null);
      expect(needsMark).toBe(counted !== null && !next.isMarked);
      expect(decodeShare(item)).toEqual({
        counted: counted ?? (next.foldedBy === 0 ? NOTHING_COUNTED : null),
        foldedBy: next.foldedBy,
        isMarked: counted !== null,
      });
      expect("foldedBy" in item).toBe(next.foldedBy !== 0);
      expect(stored).toMatchObject(decodeShare(item));
    });

    test("open deployments make a part due by their number alone", () => {
      const begun = eventFacts(event(Date.UTC(2026, 9, 6, 12), "start to deploy service"));
      const [open] = withEvidence(deriveBy("s")(begun), begun);
      if (open === undefined) throw new Error("the feed has no deployment");
      const other = { ...open, deployment: { ...open.deployment, id: "another", gaps: [] } };
      const foldedWith = (list: typeof deployments): DayPart => {
        const { part: stored } = encodeDayPart(service, { ...part, deployments: list }, null);
        return { ...stored, counted: null, foldedBy: 5, isMarked: false };
      };
      const isDue = (before: typeof deployments, after: typeof deployments) =>
        encodeDayPart(service, { ...foldedWith(before), deployments: after }, null).needsMark;
      expect(isDue([open], [])).toBe(true);
      expect(isDue([open], [open, other])).toBe(true);
      expect(isDue([], [open])).toBe(true);
      expect(isDue([open], [other])).toBe(false);
    });

    test("one that no fold and no mark knows is to be written again, so that it becomes due", () => {
      const isOutdated = (more: Item) =>
        decodeDayPart({ ...encodeDayPart(service, folded, null).item, ...more }).isOutdated;
      const { foldedBy: _, ...unknown } = encodeDayPart(service, folded, null).item;
      expect(decodeDayPart(unknown).isOutdated).toBe(true);
      expect(decodeDayPart({ ...unknown, counted: { B: share } }).isOutdated).toBe(false);
      expect(isOutdated({})).toBe(false);
      expect(isOutdated({ foldedBy: { N: "0" }, counted: { B: share } })).toBe(false);
      const old = rollup?.with(16, 0) ?? new Uint8Array();
      expect(isOutdated({ rollup: { B: old } })).toBe(true);
      expect(decodeDayPart(encodeDayPart(service, empty, null).item).isOutdated).toBe(false);
    });
  });

  test.each([
    "service#s",
    "day#2026-10-06",
    "day#2026-10-06#001",
    "xday#2026-10-06#0001",
    "day#2026-10-06#0001x",
  ])("is not an item of the key %s", (sk) => {
    const { item } = encodeDayPart(service, part, null);
    expect(() => decodeDayPart({ ...item, sk: { S: sk } })).toThrow("it is not a day");
  });

  test.each(["facts", "deployments"])("whose %s do not unpack is refused by name, with the cause", (name) => {
    const { item } = encodeDayPart(service, part, null);
    const broken = { ...item, [name]: { B: new Uint8Array([1, 2, 3]) } };
    expect(() => decodeDayPart(broken)).toThrow(UnreadableItemError);
    expect(() => decodeDayPart(broken)).toThrow("its content does not unpack");
    expect(() => decodeDayPart(broken)).toThrow(expect.objectContaining({ cause: expect.any(Error) }));
  });
});
