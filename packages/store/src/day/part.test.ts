import { deploymentDurations } from "@deploy-lens/core/durations";
import { rollupOf, rollupText } from "@deploy-lens/core/rollup";
import { describe, expect, test } from "vitest";
import { UnreadableItemError } from "../table/errors.ts";
import { deriveBy, eventFacts, wholeDeployment } from "../testing/feed.ts";
import { withEvidence } from "./deployment.ts";
import { unpackRollup } from "./packed.ts";
import { type DayPart, decodeDayPart, encodeDayPart, newDayPart } from "./part.ts";

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
