import fc from "fast-check";
import { describe, expect, test } from "vitest";
import documentedSample from "../../fixtures/documented-sample.json" with { type: "json" };
import token from "../../fixtures/wire/iam-token-answer-with-catalog.json" with { type: "json" };
import detail from "../../fixtures/wire/service-detail-failed-with-secrets-in-envs.json" with {
  type: "json",
};
import services from "../../fixtures/wire/services-that-contradict-the-reference.json" with { type: "json" };
import logs from "../../fixtures/wire/update-logs-with-each-result.json" with { type: "json" };
import { parseUpstreamError } from "./errors.ts";
import { parseEventsAnswer, toServiceEvent } from "./events.ts";
import { parseIamTokenAnswer, tokenExpiresAtMs } from "./iam-token.ts";
import { WireSchemaError } from "./schema-error.ts";
import { parseServiceDetail } from "./service-detail.ts";
import { parseServiceList, toServiceSummary, toStatusObservation } from "./services.ts";
import { parseUpdateLogs, toUpdateLogEntry } from "./update-logs.ts";

const readers: readonly (readonly [string, unknown, (value: unknown) => unknown])[] = [
  ["events answer", documentedSample, (value) => parseEventsAnswer(value).events.map(toServiceEvent)],
  [
    "service list",
    services,
    (value) =>
      parseServiceList(value).services.map((one) => [toServiceSummary(one), toStatusObservation(one)]),
  ],
  ["service detail", detail, parseServiceDetail],
  ["update logs", logs, (value) => parseUpdateLogs(value).logs.map(toUpdateLogEntry)],
  ["IAM token answer", token, (value) => tokenExpiresAtMs(parseIamTokenAnswer(value))],
];

const CANARY = "canary-7d1f";
const json = fc.oneof(fc.jsonValue(), fc.constantFrom(null, CANARY, -1, 1.5, 1e300, [], {}, [CANARY]));

describe.each(readers)("reading a %s", (what, good, read) => {
  test("either succeeds or throws a WireSchemaError, for any JSON", () => {
    fc.assert(
      fc.property(json, (value) => {
        expectReadOrRefused(what, () => read(value));
      }),
    );
  });

  test("with one value changed either succeeds or names that value's path, and quotes no text", () => {
    const places = [...placesIn(good)];
    fc.assert(
      fc.property(fc.constantFrom(...places), json, (place, value) => {
        const refused = expectReadOrRefused(what, () => read(replaceAt(good, place, value)));
        if (refused === null) return;
        for (const { path } of refused.issues) expect(path.startsWith(formatPlace(place))).toBe(true);
        expect(JSON.stringify([refused.message, refused.issues])).not.toContain(CANARY);
      }),
      { numRuns: 500 },
    );
  });
});

describe("parseUpstreamError", () => {
  test("reads anything without throwing, as text or null", () => {
    const body = fc.oneof(
      fc.anything(),
      fc.record(
        {
          error_code: fc.anything(),
          error_msg: fc.anything(),
          error: fc.oneof(fc.anything(), fc.record({ code: fc.anything(), message: fc.anything() })),
        },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(body, (value) => {
        for (const found of Object.values(parseUpstreamError(value))) {
          expect(found === null || (typeof found === "string" && found !== "")).toBe(true);
        }
      }),
    );
  });
});

function expectReadOrRefused(what: string, read: () => unknown): WireSchemaError | null {
  try {
    read();
    return null;
  } catch (error) {
    if (!(error instanceof WireSchemaError)) throw error;
    expect(error.what).toBe(what);
    expect(error.issues.length).toBeGreaterThan(0);
    return error;
  }
}

type Place = readonly (string | number)[];

function* placesIn(value: unknown, place: Place = []): Iterable<Place> {
  yield place;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* placesIn(item, [...place, index]);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* placesIn(item, [...place, key]);
  }
}

function replaceAt(root: unknown, place: Place, value: unknown): unknown {
  const [key, ...rest] = place;
  if (key === undefined) return value;
  const copy: unknown = Array.isArray(root) ? [...root] : { ...Object(root) };
  Reflect.set(Object(copy), key, replaceAt(Reflect.get(Object(copy), key), rest, value));
  return copy;
}

function formatPlace(place: Place): string {
  return place
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
    .join("")
    .replace(/^\./, "");
}
