// A server in a process of its own: a fixed-latency upstream, our app in front of one, or a plain pass-through.
// Says its address, and serves until it is ended. Started by proxy-servers.ts.
import { createServer } from "node:http";
import { createApp } from "@deploy-lens/bff/app";
import sample from "@deploy-lens/core/fixtures/documented-sample.json" with { type: "json" };
import { createModelArtsClient } from "@deploy-lens/modelarts/client";
import { parseCredentials } from "@deploy-lens/modelarts/credentials";
import { serve } from "@hono/node-server";
import httpProxy from "http-proxy-3";
import { listen } from "./surroundings.ts";

const [kind, argument = ""] = process.argv.slice(2);

switch (kind) {
  case "upstream":
    tell(await startUpstream(Number(argument)));
    break;
  case "ours":
    await startOurs(argument);
    break;
  case "pass-through":
    tell(await startPassThrough(argument));
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

async function startOurs(upstreamUrl: string): Promise<void> {
  const app = createApp({
    upstream: createModelArtsClient({
      endpoint: upstreamUrl,
      credentials: parseCredentials({ token: "bench" }),
      now: Date.now,
      random: Math.random,
      // The default lets 16 calls through at once, which would be what is measured.
      limits: { concurrency: { maxConcurrent: 64 } },
    }),
    auth: { mode: "off", projects: ["demo"] },
    now: Date.now,
    log: () => undefined,
  });
  serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => tell(`http://127.0.0.1:${port}`));
}

function startPassThrough(upstreamUrl: string): Promise<string> {
  const proxy = httpProxy.createProxyServer({ target: upstreamUrl });
  return listen(createServer((request, response) => proxy.web(request, response)));
}

/** Asked for anything, a server says what processor time it has used so far, µs. */
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});

function tell(address: string): void {
  process.send?.(address);
}
