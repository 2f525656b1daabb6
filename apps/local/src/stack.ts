import { createLocalPipeline, type LocalPipeline } from "@deploy-lens/analytics/local";
import { createApp } from "@deploy-lens/bff/app";
import { createModelArtsClient, type ModelArtsClient } from "@deploy-lens/modelarts/client";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { createLog } from "@deploy-lens/observe/log";
import { DEMO_PROJECT_ID } from "@deploy-lens/simulator/service/sample";
import { createSimulator } from "@deploy-lens/simulator/simulator";
import { createStore } from "@deploy-lens/store/store";
import { createTable } from "@deploy-lens/store/table/create";
import { connect } from "@deploy-lens/store/table/sdk";
import { apiAndPage } from "./api-and-page.ts";
import { dashboardFiles } from "./dashboard-files.ts";
import { storedAnchor } from "./data-folder.ts";
import { startEmbeddedDynamoDb } from "./embedded-dynamodb.ts";
import { listen } from "./listen.ts";
import { readableLine } from "./readable-line.ts";
import type { LocalSettings } from "./settings.ts";

export const TABLE_NAME = "deploy-lens";

/** The embedded engine accepts any. */
export const LOCAL_CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };

/** One minute in the cloud; locally the feed is cheap to read. */
const PIPELINE_TICK_MS = 5_000;

export interface Stack {
  readonly url: string;
  readonly projects: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts all parts in dependency order. If one fails, those already started are stopped.
 *
 * @param onStorageFailure called once when the table's files fail. Reads continue, the pipeline stops, and `/readyz`
 * says why.
 * @throws UsageError for what the user can correct
 */
export async function startStack(
  settings: LocalSettings,
  dashboardFolder: string,
  onStorageFailure: (error: unknown) => void,
): Promise<Stack> {
  await using parts = new AsyncDisposableStack();
  const upstream = await startUpstream(settings, parts);
  let failure: unknown = null;
  let pipeline: LocalPipeline | undefined;
  const database = await startEmbeddedDynamoDb(settings.dataFolder, (error) => {
    failure = error;
    void pipeline?.stop();
    onStorageFailure(error);
  });
  parts.defer(() => database.close());
  const table = connect({
    endpoint: database.endpoint,
    region: "local",
    credentials: LOCAL_CREDENTIALS,
    // The engine shares this process: on a busy machine everything is slow, and retrying makes it slower.
    requestTimeoutMs: 15_000,
    connectionTimeoutMs: 15_000,
  });
  parts.defer(() => table.destroy());
  await createTable(table, TABLE_NAME).catch((error: unknown) => {
    throw failure ?? error;
  });
  const store = createStore({ client: table, tableName: TABLE_NAME });
  pipeline = createLocalPipeline({
    projectIds: upstream.projects,
    upstream: upstream.client,
    store,
    now: Date.now,
    tickMs: PIPELINE_TICK_MS,
    onOutdated: tellOutdated(),
    log: createLog({
      level: "warn",
      now: Date.now,
      writeLine: (line) => process.stderr.write(`${readableLine(line)}\n`),
    }),
  });
  pipeline.start();
  parts.defer(() => pipeline?.stop());
  const api = createApp({
    upstream: upstream.client,
    archive: async () => store,
    auth: { mode: "off", projects: upstream.projects },
    now: Date.now,
    furtherChecks: () => [
      failure === null
        ? { name: "writes", status: "ok" }
        : { name: "writes", status: "failing", detail: lineText(failure) },
    ],
    log: (line) => {
      if (line.status >= 500) process.stderr.write(`${JSON.stringify(line)}\n`);
    },
  });
  const files = dashboardFiles(dashboardFolder, regionOf(settings));
  const server = await listen(apiAndPage(api.fetch, files.fetch), settings.port);
  parts.defer(() => server.close());
  const running = parts.move();
  return { url: server.url, projects: upstream.projects, close: () => running.disposeAsync() };
}

export function lineText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Logs the number of histories that new rules still have to be applied to, whenever it changes. */
function tellOutdated(): (services: number) => void {
  let told = 0;
  return (services) => {
    if (services === told) return;
    told = services;
    const left = services === 0 ? "done" : `${services} services left`;
    process.stderr.write(`Stored history is derived again, since the rules have changed: ${left}\n`);
  };
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
  const anchorMs = await storedAnchor(dataFolder, Date.now());
  const simulator = createSimulator({ scenario: { anchorMs }, controlRoutes: true });
  parts.defer(() => simulator.close());
  const endpoint = await simulator.listen();
  const credentials = parseCredentials({ token: "local" });
  return { client: createModelArtsClient({ endpoint, ...common, credentials }), projects: [DEMO_PROJECT_ID] };
}

/** The platform's region; a simulator and an endpoint of one's own have no console. */
function regionOf({ upstream }: LocalSettings): string | undefined {
  return upstream.kind === "modelarts" && "region" in upstream.endpoint
    ? upstream.endpoint.region
    : undefined;
}
