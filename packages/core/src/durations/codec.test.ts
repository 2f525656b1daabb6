import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecodeError } from "../histogram/decode-error.ts";
import { anyDurations, durationsOf } from "../testing/durations.ts";
import { SAMPLE_DEPLOYMENT } from "../testing/sample-deployment.ts";
import { decodeDurations, encodeDurations } from "./codec.ts";
import { deploymentDurations } from "./index.ts";

const sample = deploymentDurations(SAMPLE_DEPLOYMENT);

describe("encodeDurations", () => {
  it("writes the documented sample in one short line", () => {
    expect(JSON.stringify(encodeDurations(sample))).toBe(
      `[1,"${SAMPLE_DEPLOYMENT.id}",1562597251764,"deploy",null,null,null,3982,` +
        '[17,20171,6,56642,["open"]],[24,3939,0,7,12],[["zcjtestTF","3.0.0","="]]]',
    );
  });
});

describe("decodeDurations", () => {
  it("reads back whatever was written, through JSON", () =>
    fc.assert(
      fc.property(anyDurations(), (durations) => {
        const text = JSON.stringify(encodeDurations(durations));
        expect(decodeDurations(JSON.parse(text), durations.serviceId)).toEqual(durations);
      }),
    ));

  const good = encodeDurations(durationsOf({ walls: { build_image: 17 } }));
  const fields: readonly unknown[] = good;
  const spoiled = (place: number, value: unknown): unknown[] => fields.with(place, value);

  it.each<[string, unknown, string]>([
    ["no array", {}, "expected tuple"],
    ["another format", spoiled(0, 2), "the format is not 1"],
    ["a missing field", good.slice(0, -1), "Too small"],
    ["a field too many", [...good, 1], "Too big"],
    ["a start that no date can hold", spoiled(2, 9e15), "at [2]"],
    ["an unknown kind", spoiled(3, "redeploy"), "at [3]"],
    ["an unknown outcome", spoiled(4, "ok"), "at [4]"],
    ["a fraction of a ms", spoiled(6, 1.5), "at [6]"],
    ["four phases", spoiled(8, [1, 2, 3, 4]), "at [8]"],
    ["an unknown reason", spoiled(8, [["late"], null, null, null, null]), "at [8][0]"],
    ["a wait of a phase that did not run", spoiled(9, [0, 3, null, null, null]), "canonical"],
    ["times written out that are those over all models", spoiled(10, [["m", "1", good[8]]]), "canonical"],
  ])("refuses %s", (_, encoded, reason) => {
    expect(() => decodeDurations(encoded, "service-a")).toThrow(DecodeError);
    expect(() => decodeDurations(encoded, "service-a")).toThrow(reason);
  });

  it("never fails in another way", () =>
    fc.assert(
      fc.property(fc.nat({ max: 10 }), fc.jsonValue(), (place, value) => {
        try {
          decodeDurations(spoiled(place, value), "service-a");
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }),
    ));
});
