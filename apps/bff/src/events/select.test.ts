import { classify } from "@deploy-lens/core/classify";
import { expect, test } from "vitest";
import { type ListedEvent, listedEvents } from "../upstream/listed-event.ts";
import { type EventsSelection, eventSelectionKey, isEventSelected } from "./select.ts";

function listed(message: string): ListedEvent {
  const event = { occurredAtMs: 1_000, severity: "normal" as const, message };
  const [one] = listedEvents([{ event, classification: classify(message) }]);
  if (one === undefined) throw new Error("an event was lost");
  return one;
}

const pulling = listed("[mnist 1.0.0] pulling model image");
const by = (more: Partial<EventsSelection>): EventsSelection => ({ order: "desc", ...more });

test.each<[Partial<EventsSelection>, boolean]>([
  [{}, true],
  [{ from: 1_000 }, true],
  [{ from: 1_001 }, false],
  [{ to: 1_000 }, false],
  [{ to: 1_001 }, true],
  [{ type: ["abnormal", "normal"] }, true],
  [{ type: ["abnormal"] }, false],
  [{ phase: ["pull_image"] }, true],
  [{ phase: ["build_image"] }, false],
  [{ signal: ["begin"] }, true],
  [{ signal: ["success", "failure"] }, false],
  [{ model: "mnist" }, true],
  [{ model: "mnist 1.0.0" }, true],
  [{ model: "resnet" }, false],
  [{ phase: ["build_image"], model: "mnist" }, false],
])("of a pull of mnist that began at 1000, %j selects it: %s", (selection, expected) => {
  expect(isEventSelected(pulling, by(selection))).toBe(expected);
});

test("an event of no phase or model passes no filter by one", () => {
  const deploy = listed("start to deploy service");
  expect(isEventSelected(deploy, by({ signal: ["begin"] }))).toBe(true);
  expect(isEventSelected(deploy, by({ phase: ["pull_image"] }))).toBe(false);
  expect(isEventSelected(deploy, by({ model: "mnist" }))).toBe(false);
});

test("a cursor holds for the same filters and order, whatever the filters' order", () => {
  const key = (more: Partial<EventsSelection>) => JSON.stringify(eventSelectionKey("s", by(more)));
  expect(key({ type: ["normal", "abnormal"] })).toBe(key({ type: ["abnormal", "normal"] }));
  expect(key({ phase: ["pull_image", "build_image"] })).toBe(key({ phase: ["build_image", "pull_image"] }));
  expect(key({ signal: ["info", "begin"] })).toBe(key({ signal: ["begin", "info"] }));
  const all: Partial<EventsSelection>[] = [
    ...[{}, { from: 1 }, { to: 1 }, { model: "m" }, { order: "asc" as const }],
    ...[{ type: ["normal" as const] }, { phase: ["pull_image" as const] }, { signal: ["begin" as const] }],
  ];
  expect(new Set(all.map(key)).size).toBe(all.length);
  expect(eventSelectionKey("s", by({}))).not.toEqual(eventSelectionKey("t", by({})));
});
