import { eventKey } from "@deploy-lens/core/event/service-event";
import { expect, test } from "vitest";
import { tellStory } from "./story.ts";

const story = tellStory(2_000, 2, 1);

test("each event is told one to five times, and all are told", () => {
  const times = new Map<string, number>();
  for (const { serviceId, events } of story.deliveries) {
    for (const event of events) {
      const key = `${serviceId} ${eventKey(event)}`;
      times.set(key, (times.get(key) ?? 0) + 1);
    }
  }
  const all = [...story.eventsOf].flatMap(([id, events]) =>
    events.map((event) => `${id} ${eventKey(event)}`),
  );
  expect(all.length).toBeGreaterThanOrEqual(2_000);
  expect(new Set(times.keys())).toEqual(new Set(all));
  expect(new Set(times.values())).toEqual(new Set([1, 2, 3, 4, 5]));
});

test("one message in ten is poison, and none has the name of another", () => {
  const poison = story.deliveries.filter(({ serviceId }) => serviceId === null).length;
  expect(poison / story.deliveries.length).toBeCloseTo(0.1, 1);
  expect(new Set(story.deliveries.map(({ messageId }) => messageId)).size).toBe(story.deliveries.length);
});
