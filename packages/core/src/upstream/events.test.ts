import { describe, expect, test } from "vitest";
import documentedSample from "../../fixtures/documented-sample.json" with { type: "json" };
import upperCase from "../../fixtures/wire/events-in-upper-case-and-with-warnings.json" with { type: "json" };
import quiet from "../../fixtures/wire/events-of-a-quiet-service.json" with { type: "json" };
import unknownFields from "../../fixtures/wire/events-with-unknown-fields.json" with { type: "json" };
import wrongTypes from "../../fixtures/wire/refused-events-with-wrong-types.json" with { type: "json" };
import { isWireEventsAnswer, parseEventsAnswer, toServiceEvent, toWireEvent } from "./events.ts";
import { WireSchemaError } from "./schema-error.ts";

describe("parseEventsAnswer", () => {
  test.each([
    ["the documented sample", documentedSample],
    ["no events", quiet],
    ["fields that nobody knows", unknownFields],
    ["unknown event types", upperCase],
  ])("returns %s as it came, not a copy", (_, answer) => {
    expect(parseEventsAnswer(answer)).toBe(answer);
  });

  test("lists every wrong type by its path", () => {
    expect(isWireEventsAnswer(wrongTypes)).toBe(false);
    const refused = catchRefusal(() => parseEventsAnswer(wrongTypes));
    expect(refused.what).toBe("events answer");
    expect(refused.issues).toEqual([
      { path: "total_count", expected: "number", got: "string" },
      { path: "events[1].occur_time", expected: "number", got: "string" },
      { path: "events[2].occur_time", expected: "integer", got: "1767225602000.5" },
      { path: "events[2].event_type", expected: "string", got: "null" },
      { path: "events[2].event_info", expected: "string", got: "array" },
      { path: "events[3].occur_time", expected: "at most 8640000000000000", got: "9000000000000000" },
      { path: "events[3].event_info", expected: "string", got: "nothing" },
    ]);
  });

  test.each([null, undefined, "text", 1, [], [documentedSample]])("refuses %j", (value) => {
    expect(() => parseEventsAnswer(value)).toThrow(WireSchemaError);
  });
});

describe("toServiceEvent", () => {
  test("says the sample's first event in our names", () => {
    expect(parseEventsAnswer(documentedSample).events.map(toServiceEvent)[0]).toEqual({
      occurredAtMs: 1562597251764,
      severity: "normal",
      message: "start to deploy service",
    });
  });

  test("reads the event type in any letter case, and one that nobody knows as unknown", () => {
    expect(upperCase.events.map(toServiceEvent).map((event) => event.severity)).toEqual([
      "normal",
      "abnormal",
      "warning",
      "unknown",
    ]);
  });

  test("leaves the text alone", () => {
    const event_info = "  <script>\u0000 服务部署失败，镜像不存在。 ";
    expect(toServiceEvent({ occur_time: 0, event_type: "normal", event_info }).message).toBe(event_info);
  });
});

describe("toWireEvent", () => {
  test("gives the sample's events back", () => {
    const { events } = parseEventsAnswer(documentedSample);
    expect(events.map(toServiceEvent).map(toWireEvent)).toEqual(events);
  });
});

function catchRefusal(read: () => unknown): WireSchemaError {
  try {
    read();
  } catch (error) {
    if (error instanceof WireSchemaError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
