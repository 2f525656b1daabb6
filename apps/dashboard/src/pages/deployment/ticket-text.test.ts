import type { Event } from "@deploy-lens/api/events/events";
import { SAMPLE_DEPLOYMENT, SAMPLE_EVENTS, SAMPLE_SERVICE } from "@deploy-lens/api/openapi/examples";
import { describe, expect, test } from "vitest";
import { type TicketSubject, ticketText } from "./ticket-text.ts";

const ADDRESS = "https://lens.example.com/projects/demo/services/s/deployments/d";
const usual = { n: 60, p50Ms: 18_000, p90Ms: 30_000, relativeError: 0 };

const about: TicketSubject = {
  deployment: SAMPLE_DEPLOYMENT,
  events: SAMPLE_EVENTS.events,
  service: SAMPLE_SERVICE,
  projectId: "demo",
  address: ADDRESS,
  usual: {
    total: usual,
    kind: undefined,
    ofRun: ({ phase }) => (phase === "start_model" ? { ...usual, n: 3, p50Ms: null } : usual),
  },
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
    expect(lineOf("prepare environment")).toMatch(
      /zcjtestTF 3\.0\.0 +20\.2 s \(20,171 ms\) +usually 18 s \(P50 of 60\) +succeeded$/,
    );
    expect(lineOf("start model")).toMatch(/no end yet +too few to compare with \(3\) +running$/);
    expect(lineOf("build image → prepare environment")).toMatch(/3\.9 s \(3,939 ms\)$/);
  });

  test("ends with the platform's own words", () => {
    expect(text.endsWith("2019-07-08 14:48:52.582  normal  [zcjtestTF 3.0.0] starting model\n")).toBe(true);
  });
});

describe("a failed deployment as a ticket", () => {
  const failed: TicketSubject = {
    ...about,
    deployment: {
      ...SAMPLE_DEPLOYMENT,
      outcome: "failure",
      flags: ["recovered"],
      failure: {
        cause: "image_pull",
        message: "failed to pull image",
        advice: "Check that the image exists.",
        occurredAt: "2019-07-08T14:48:52.582Z",
      },
      configuration: {
        updatedAt: "2019-07-08T14:47:31.000Z",
        result: "failure",
        models: [
          {
            name: "zcjtestTF",
            version: "3.0.0",
            weightPercent: 100,
            specification: "custom",
            customSpecification: { cpuCores: 2, memoryMb: 8192, gpus: null, ascendChips: null },
            instanceCount: 1,
            pool: "pool-a1b2",
          },
        ],
      },
    },
  };

  test.each(["en", "zh"] as const)(
    "has a link, the remedy, the configuration and what is usual (%s)",
    (language) => {
      const text = ticketText(failed, language);
      const words = {
        en: [
          "Link",
          "What to do\n  Check",
          "Configuration\n  zcjtestTF 3.0.0  2 CPU · 8 GB  1 instance  100% of the traffic  resource pool pool-a1b2",
          "Usual       usually 18 s (P50 of 60)",
        ],
        zh: [
          "链接",
          "处理建议\n  Check",
          "配置\n  zcjtestTF 3.0.0  2 核 · 8 GB  1 个实例  分流 100%  资源池 pool-a1b2",
          "通常 18 秒（60 次的 P50）",
        ],
      }[language];
      for (const part of [ADDRESS, ...words]) expect(text).toContain(part);
    },
  );

  test("does not say that a retry recovered what failed", () => {
    expect(ticketText(failed, "en")).toMatch(/^Outcome +failed$/m);
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
