import { describe, expect, test } from "vitest";
import documentedSample from "../../fixtures/documented-sample.json" with { type: "json" };
import { MIN_EPOCH_MS } from "./events.ts";
import { inPlace, isSetAside, readEpochMs, salvageEvents } from "./salvage.ts";
import { WireSchemaError } from "./schema-error.ts";
import { readServiceList, toServiceSummary } from "./services.ts";
import { salvageUpdateLogs } from "./update-logs.ts";

const AT_MS = 1_562_597_251_764;

describe("an events answer", () => {
  const { events } = documentedSample;
  const withRow = (row: unknown) => ({ ...documentedSample, events: [events[0], row, ...events.slice(1)] });
  const read = salvageEvents;

  test.each([
    ["no text", { occur_time: AT_MS, event_type: "normal", event_info: null }],
    ["no time", { event_type: "normal", event_info: "a" }],
    ["a time in seconds", { occur_time: 1_562_597_251, event_type: "normal", event_info: "a" }],
    ["seconds as text", { occur_time: "1562597251", event_type: "normal", event_info: "a" }],
    ["a time without its zone", { occur_time: "2019-07-08 14:47:31", event_type: "normal", event_info: "a" }],
    ["null in its place", null],
    ["a list in its place", []],
  ])("with a row that has %s: that row is set aside, the others stand", (_, row) => {
    const { answer, setAside } = read(withRow(row));
    expect(answer.events).toEqual(events);
    expect(setAside).toEqual([{ at: 1, key: expect.any(String) }]);
    const placed = inPlace(answer.events, setAside);
    expect(placed.map(isSetAside)).toEqual([false, true, ...events.slice(1).map(() => false)]);
  });

  test("reads times in other spellings, and an event without a type", () => {
    const iso = { occur_time: "2019-07-08T14:47:31.764Z", event_type: "normal", event_info: "a" };
    const digits = { occur_time: String(AT_MS), event_info: "b" };
    const { answer, setAside } = read({ ...documentedSample, events: [iso, digits] });
    expect(setAside).toEqual([]);
    expect(answer.events).toEqual([
      { ...iso, occur_time: AT_MS },
      { ...digits, occur_time: AT_MS, event_type: "" },
    ]);
  });

  test("does without its count and the service's name", () => {
    const { count: _, service_name: __, ...rest } = documentedSample;
    expect(read(rest)).toEqual({
      answer: { ...rest, count: events.length, service_name: "" },
      setAside: [],
    });
  });

  test.each([
    ["no total", { ...documentedSample, total_count: undefined }],
    ["no list", { ...documentedSample, events: "none" }],
    ["nothing", null],
  ])("with %s is refused as before", (_, value) => {
    expect(() => read(value)).toThrow(WireSchemaError);
  });
});

describe("a service list", () => {
  const row = { service_id: "s", service_name: "mnist", status: "running", transition_at: AT_MS };
  const read = (...services: readonly unknown[]) => readServiceList({ count: 9, total_count: 9, services });

  test("with a status that is null: that service is set aside, the other is there", () => {
    const { answer, setAside } = read({ ...row, status: null }, { ...row, service_id: "t" });
    expect(answer.services.map(({ service_id }) => service_id)).toEqual(["t"]);
    expect(setAside).toHaveLength(1);
  });

  test("a service without a name goes by its id", () => {
    const { answer, setAside } = read({ ...row, service_name: null });
    expect(answer.services.map(toServiceSummary)).toMatchObject([{ id: "s", name: "s" }]);
    expect(setAside).toEqual([]);
  });

  test("times in seconds, or 0, are no times; digits and ISO 8601 are", () => {
    const times = [AT_MS, String(AT_MS), "2019-07-08T22:47:31.764+08:00", 1_562_597_251, 0, null];
    const { answer } = read(...times.map((transition_at) => ({ ...row, transition_at })));
    expect(answer.services.map((service) => toServiceSummary(service).lastTransitionAtMs)).toEqual([
      AT_MS,
      AT_MS,
      AT_MS,
      null,
      null,
      null,
    ]);
  });
});

test("update logs: one entry without a time is set aside, however many there are", () => {
  const good = { update_time: AT_MS, result: "SUCCESS" };
  const value = { service_id: "s", logs: [{ ...good, update_time: null }, good, { result: "FAIL" }] };
  const { answer, setAside } = salvageUpdateLogs(value);
  expect(answer.logs).toMatchObject([good]);
  expect(setAside.map(({ at }) => at)).toEqual([0, 2]);
});

test("two reads of one bad row have one key, two rows have two", () => {
  const keys = [{ a: 1 }, { a: 1 }, { a: 2 }].map(
    (row) => salvageEvents({ ...documentedSample, events: [row] }).setAside[0]?.key,
  );
  expect(keys[0]).toBe(keys[1]);
  expect(keys[0]).not.toBe(keys[2]);
});

test("a time is read from 1980 on", () => {
  expect(readEpochMs(MIN_EPOCH_MS)).toBe(MIN_EPOCH_MS);
  expect(readEpochMs(MIN_EPOCH_MS - 1)).toBeNull();
  expect(readEpochMs(1.5)).toBeNull();
  expect(readEpochMs("1562597251764000")).toBe(1_562_597_251_764_000);
});
