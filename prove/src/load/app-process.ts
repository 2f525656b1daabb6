// The app behind a real server: `node --expose-gc app-process.ts UPSTREAM`. Sends its address, and on request what it holds:
// memory after a collection, timers, sockets.
import { createApp } from "@deploy-lens/bff/app";
import { createLogWriter } from "@deploy-lens/bff/log/write-log";
import { serveApp } from "@deploy-lens/bff/testing/listen-on";
import { createModelArtsClient } from "@deploy-lens/modelarts/client";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import type { Held } from "./running-app-process.ts";

const [endpoint = ""] = process.argv.slice(2);
const seen = { warnings: 0, unhandled: 0, lines: 0, unreadableLines: 0 };
process.on("warning", () => {
  seen.warnings += 1;
});
process.on("unhandledRejection", () => {
  seen.unhandled += 1;
});

const log = createLogWriter({
  environmentName: "prove",
  version: "0",
  now: Date.now,
  writeLine: (line) => {
    seen.lines += 1;
    if (!isMetricsDocument(line)) seen.unreadableLines += 1;
  },
});
const { url } = await serveApp(
  createApp({
    upstream: createModelArtsClient({
      endpoint,
      credentials: parseCredentials({ token: "any" }),
      now: Date.now,
      random: Math.random,
      onRequest: log.upstream,
    }),
    auth: { mode: "off", projects: ["demo"] },
    now: Date.now,
    log: log.request,
  }),
);

process.on("message", () => {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, rss, external } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  const held: Held = {
    heapBytes: heapUsed + external,
    rssBytes: rss,
    timers: resources.filter((one) => one === "Timeout").length,
    sockets: resources.filter((one) => one.startsWith("TCP")).length,
    ...seen,
  };
  process.send?.(held);
});
process.on("disconnect", () => process.exit());
process.send?.(url);

/** True if CloudWatch would find the metrics of a line: each that it names is a number there. */
function isMetricsDocument(line: string): boolean {
  try {
    const document: unknown = JSON.parse(line);
    const { CloudWatchMetrics } = Object(Reflect.get(Object(document), "_aws"));
    const [{ Metrics }] = CloudWatchMetrics;
    return Metrics.every(({ Name }: { Name: string }) =>
      Number.isFinite(Reflect.get(Object(document), Name)),
    );
  } catch {
    return false;
  }
}
