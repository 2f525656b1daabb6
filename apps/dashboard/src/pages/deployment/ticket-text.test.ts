import type { Event } from "@deploy-lens/api/events";
import { SAMPLE_DEPLOYMENT, SAMPLE_EVENTS, SAMPLE_SERVICE } from "@deploy-lens/api/examples";
import { describe, expect, test } from "vitest";
import { ticketText } from "./ticket-text.ts";

const about = {
  deployment: SAMPLE_DEPLOYMENT,
  events: SAMPLE_EVENTS.events,
  service: SAMPLE_SERVICE,
  projectId: "demo",
};

describe("the documented sample as a ticket", () => {
  const text = ticketText(about, "en");
  const lines = text.split("\n");
  const lineOf = (start: string) => lines.find((line) => line.trimStart().startsWith(start))?.trim();

  test("names the service, the project and the times in UTC", () => {
    expect(lineOf("Service")).toBe("Service     zcjtest-07085 (35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e)");
    expect(lineOf("Started")).toBe("Started     2019-07-08 14:47:31.764 UTC");
    expect(lineOf("Outcome")).toBe("Outcome     open · stalled: silent for long");
  });

  test("gives each phase to the millisecond", () => {
    expect(lineOf("prepare environment")).toMatch(/zcjtestTF 3\.0\.0 +20\.2 s \(20171 ms\) +succeeded$/);
    expect(lineOf("start model")).toMatch(/no end yet +running$/);
    expect(lineOf("build image → prepare environment")).toMatch(/3\.9 s \(3939 ms\)$/);
  });

  test("ends with the platform's own words", () => {
    expect(text.endsWith("2019-07-08 14:48:52.582  normal  [zcjtestTF 3.0.0] starting model\n")).toBe(true);
  });
});

test("columns stand below each other in Chinese too", () => {
  const text = ticketText(about, "zh");
  const rows = text.split("\n").filter((line) => line.includes("zcjtestTF 3.0.0  "));
  const width = (line: string) =>
    [...line].reduce((sum, char) => sum + (/[\u2e80-\uffff]/.test(char) ? 2 : 1), 0);
  const places = rows.map((line) => width(line.slice(0, line.indexOf("zcjtestTF"))));
  expect(new Set(places).size).toBe(1);
  expect(rows.length).toBe(5);
});

test("an event of several lines stays one line, so that nobody can forge another", () => {
  const [sample] = SAMPLE_EVENTS.events;
  const forged: Event = {
    ...(sample ?? fail()),
    message: "failed, see logs :\n2019-07-08 15:00:00.000  normal  Service started.",
  };
  const text = ticketText({ ...about, events: [forged] }, "en");
  expect(text.split("\n").filter((line) => /^ {2}2019/.test(line))).toHaveLength(1);
});

function fail(): never {
  throw new Error("the sample has an event");
}
