// A server in a process of its own: a fixed-latency upstream, our app in front of one, or a proxy that passes through.
// Sends its address, and serves until it is killed. Started by proxy-servers.ts.
import { createServer } from "node:http";
import { createApp } from "@deploy-lens/bff/app";
import { createLogWriter } from "@deploy-lens/bff/log/write-log";
import sample from "@deploy-lens/core/fixtures/documented-sample.json" with { type: "json" };
import { createModelArtsClient } from "@deploy-lens/modelarts/client";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { serve } from "@hono/node-server";
import { createHttpProxy, createNodeProxy } from "../peers/pass-through.ts";
import { startIssuer } from "./issuer.ts";
import { listen } from "./listen.ts";
import type { Served } from "./proxy-servers.ts";

const [kind, argument = ""] = process.argv.slice(2);

switch (kind) {
  case "upstream":
    report({ address: await startUpstream(Number(argument)), headers: {} });
    break;
  case "ours":
    await startOurs(argument);
    break;
  case "httpProxy":
    report({ address: await listen(createHttpProxy(argument)), headers: {} });
    break;
  case "nodeProxy":
    report({ address: await listen(createNodeProxy(argument)), headers: {} });
    break;
  default:
    throw new Error(`there is no server "${kind}"`);
}

/** Answers every request for events with the documented sample, after a fixed time. */
function startUpstream(latencyMs: number): Promise<string> {
  const body = JSON.stringify(sample);
  const server = createServer((_request, response) => {
    setTimeout(() => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(body);
    }, latencyMs);
  });
  return listen(server);
}

/** As the function runs: each request's token verified, a line with its metrics written (to nowhere). */
async function startOurs(upstreamUrl: string): Promise<void> {
  const log = createLogWriter({
    environmentName: "bench",
    version: "0",
    now: Date.now,
    writeLine: (line) => process.stdout.write(`${line}\n`),
  });
  const { setting, token } = await startIssuer();
  const app = createApp({
    upstream: createModelArtsClient({
      endpoint: upstreamUrl,
      credentials: parseCredentials({ token: "bench" }),
      now: Date.now,
      random: Math.random,
      // The default lets 16 calls through at once, which would be what is measured.
      limits: { concurrency: { maxConcurrent: 64 } },
      onRequest: log.upstream,
    }),
    auth: setting,
    projects: ["demo"],
    now: Date.now,
    log: log.request,
  });
  const headers = { authorization: `Bearer ${token}` };
  serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) =>
    report({ address: `http://127.0.0.1:${port}`, headers }),
  );
}

/** Any message is answered with the processor time used so far, µs. */
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});

function report(served: Served): void {
  process.send?.(served);
}
