import { expect, test } from "vitest";
import { createMetrics } from "./metrics.ts";

function start() {
  const lines: string[] = [];
  const metrics = createMetrics({
    environmentName: "dev",
    now: () => 1_795_435_200_000,
    writeLine: (line) => void lines.push(line),
  });
  return { metrics, written: () => lines.map((line): unknown => JSON.parse(line)), lines };
}

test("one line of CloudWatch's embedded metric format, counts summed and times one by one", () => {
  const { metrics, written } = start();
  metrics.add("EventsRead", 10);
  metrics.add("EventsRead", 7);
  metrics.add("MessagesProcessed");
  metrics.add("IngestDelay", 1_200);
  metrics.add("IngestDelay", 800);
  metrics.flush();
  expect(written()).toEqual([
    {
      _aws: {
        Timestamp: 1_795_435_200_000,
        CloudWatchMetrics: [
          {
            Namespace: "DeployLens/Analytics",
            Dimensions: [["environment"]],
            Metrics: [
              { Name: "EventsRead", Unit: "Count" },
              { Name: "MessagesProcessed", Unit: "Count" },
              { Name: "IngestDelay", Unit: "Milliseconds" },
            ],
          },
        ],
      },
      environment: "dev",
      EventsRead: 17,
      MessagesProcessed: 1,
      IngestDelay: [1_200, 800],
    },
  ]);
});

test("nothing collected, no line; what was written is not written again", () => {
  const { metrics, lines } = start();
  metrics.flush();
  metrics.add("RollupDrift", 0);
  metrics.flush();
  metrics.flush();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('"RollupDrift":0');
});

test("never more than the 100 values that one line may hold", () => {
  const { metrics, written } = start();
  for (let i = 0; i < 250; i++) metrics.add("IngestDelay", i);
  metrics.flush();
  expect(written()).toMatchObject([
    { IngestDelay: Array.from({ length: 100 }, (_, i) => i) },
    { IngestDelay: Array.from({ length: 100 }, (_, i) => i + 100) },
    { IngestDelay: Array.from({ length: 50 }, (_, i) => i + 200) },
  ]);
});
