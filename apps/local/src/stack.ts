import { join } from "node:path";
import { createApp } from "@deploy-lens/bff/app";
import { createModelArtsClient, type ModelArtsClient } from "@deploy-lens/modelarts/client";
import { parseCredentials } from "@deploy-lens/modelarts/credentials";
import { DEMO_PROJECT_ID } from "@deploy-lens/simulator/sample";
import { createSimulator } from "@deploy-lens/simulator/simulator";
import { apiAndPage } from "./api-and-page.ts";
import { dashboardFiles } from "./dashboard-files.ts";
import { keptAnchor } from "./data-folder.ts";
import { startEmbeddedDynamoDb } from "./embedded-dynamodb.ts";
import { listen } from "./listen.ts";
import type { LocalSettings } from "./settings.ts";

/** Everything that runs; `close` ends it and loses nothing. */
export interface Stack {
  readonly url: string;
  readonly projects: readonly string[];
  close(): Promise<void>;
}

/** Starts all parts, each before what needs it. What fails half-way ends what was started. */
export async function startStack(settings: LocalSettings, dashboardFolder: string): Promise<Stack> {
  await using parts = new AsyncDisposableStack();
  const upstream = await startUpstream(settings, parts);
  const database = await startEmbeddedDynamoDb(join(settings.dataFolder, "dynamodb"));
  parts.defer(() => database.close());
  const api = createApp({
    upstream: upstream.client,
    auth: { mode: "off", projects: upstream.projects },
    now: Date.now,
    log: (line) => {
      if (line.status >= 500) process.stderr.write(`${JSON.stringify(line)}\n`);
    },
  });
  const server = await listen(apiAndPage(api.fetch, dashboardFiles(dashboardFolder).fetch), settings.port);
  parts.defer(() => server.close());
  const running = parts.move();
  return { url: server.url, projects: upstream.projects, close: () => running.disposeAsync() };
}

interface UpstreamParts {
  readonly client: ModelArtsClient;
  readonly projects: readonly string[];
}

async function startUpstream(
  { upstream, dataFolder }: LocalSettings,
  parts: AsyncDisposableStack,
): Promise<UpstreamParts> {
  const common = { now: Date.now, random: Math.random };
  if (upstream.kind === "modelarts") {
    const credentials = parseCredentials(upstream.credentials);
    const where = { ...upstream.endpoint, iamEndpoint: upstream.iamEndpoint };
    return {
      client: createModelArtsClient({ ...where, ...common, credentials }),
      projects: upstream.projects,
    };
  }
  const anchorMs = await keptAnchor(dataFolder, Date.now());
  const simulator = createSimulator({ scenario: { anchorMs }, controlRoutes: true });
  parts.defer(() => simulator.close());
  const endpoint = await simulator.listen();
  const credentials = parseCredentials({ token: "local" });
  return { client: createModelArtsClient({ endpoint, ...common, credentials }), projects: [DEMO_PROJECT_ID] };
}
