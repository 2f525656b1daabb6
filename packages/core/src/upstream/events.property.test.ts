import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ServiceEvent } from "../event/service-event.ts";
import { wireEventsAnswerSchema } from "../testing/wire-events-schema.ts";
import {
  isWireEventsAnswer,
  MAX_EPOCH_MS,
  MIN_EPOCH_MS,
  parseEventsAnswer,
  toServiceEvent,
  toWireEvent,
} from "./events.ts";
import { parseWire } from "./schema.ts";
import { WireSchemaError } from "./schema-error.ts";

/** Values that are wrong, or nearly so. */
const odd = fc.oneof(
  fc.constantFrom(undefined, null, true, "", "1", [], {}, new Map(), new Date(0), Object.create(null)),
  fc.constantFrom(0, -0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 2 ** 53 - 1),
  fc.constant(
    Object.assign([], { occur_time: 1, event_type: "normal", event_info: "an array with an event's fields" }),
  ),
  fc.constantFrom(MAX_EPOCH_MS, MIN_EPOCH_MS, MAX_EPOCH_MS + 1, MIN_EPOCH_MS - 1),
  fc.anything(),
);
const mostly = <T>(right: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 40, arbitrary: right }, { weight: 1, arbitrary: odd });

const event = fc.record({
  occur_time: mostly(fc.integer({ min: MIN_EPOCH_MS, max: MAX_EPOCH_MS })),
  event_type: mostly(fc.constantFrom("normal", "abnormal")),
  event_info: mostly(fc.string({ unit: "binary" })),
});
const extra = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 2 });
const answer = fc
  .tuple(
    extra,
    fc.record({
      service_id: mostly(fc.uuid()),
      service_name: mostly(fc.string()),
      count: mostly(fc.nat()),
      total_count: mostly(fc.maxSafeNat()),
      events: mostly(
        fc.array(mostly(fc.tuple(extra, event).map(([more, fields]) => ({ ...more, ...fields }))), {
          maxLength: 5,
        }),
      ),
    }),
  )
  .map(([more, fields]) => ({ ...more, ...fields }));

describe("isWireEventsAnswer", () => {
  test("accepts exactly what the schema accepts", () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: answer }, { weight: 1, arbitrary: odd }), (value) => {
        const bySchema = wireEventsAnswerSchema.safeParse(value).success;
        if (bySchema) accepted++;
        else refused++;
        expect(isWireEventsAnswer(value)).toBe(bySchema);
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(accepted, refused)).toBeGreaterThan(300);
  });
});

describe("parseEventsAnswer", () => {
  test("returns the value itself or throws a WireSchemaError with a path, and nothing else", () => {
    fc.assert(
      fc.property(fc.oneof(answer, fc.jsonValue()), (value) => {
        try {
          expect(parseEventsAnswer(value)).toBe(value);
        } catch (error) {
          expect(error).toBeInstanceOf(WireSchemaError);
        }
      }),
    );
  });
});

describe("parseEventsAnswer and the schema", () => {
  test("find the same places wrong", () => {
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: answer }, { weight: 1, arbitrary: odd }), (value) => {
        const bySchema = wrongPlaces(() => parseWire("events answer", wireEventsAnswerSchema, value));
        expect(wrongPlaces(() => parseEventsAnswer(value))).toEqual(bySchema);
      }),
      { numRuns: 2000 },
    );
  });
});

function wrongPlaces(parse: () => unknown): string[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (!(error instanceof WireSchemaError)) throw error;
    return [...new Set(error.issues.map(({ path }) => path))];
  }
}

describe("toServiceEvent", () => {
  test("undoes toWireEvent for every event", () => {
    const serviceEvent: fc.Arbitrary<ServiceEvent> = fc.record({
      occurredAtMs: fc.integer({ min: -MAX_EPOCH_MS, max: MAX_EPOCH_MS }),
      severity: fc.constantFrom("normal", "warning", "abnormal", "unknown"),
      message: fc.string({ unit: "binary" }),
    });
    fc.assert(
      fc.property(serviceEvent, (original) => {
        expect(toServiceEvent(toWireEvent(original))).toEqual(original);
      }),
    );
  });
});
