import { createServer } from "node:http";
import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import sample from "@deploy-lens/core/fixtures/documented-sample.json" with { type: "json" };
import { parseEventsAnswer, toServiceEvent } from "@deploy-lens/core/upstream/events";
import { createSimulator } from "@deploy-lens/simulator/simulator";
import { NO_FACTS } from "@deploy-lens/store/day/facts";
import { createStore } from "@deploy-lens/store/store";
import { createTable } from "@deploy-lens/store/table/create";
import { connectTo, type Engine, startDynalite } from "@deploy-lens/store/testing/engine";
import { pageOfEvents } from "./feeds.ts";
import { startIssuer } from "./issuer.ts";
import { listen } from "./listen.ts";

/** The surroundings of a function: an upstream, a secret, an issuer, its settings. */
export interface Surroundings {
  /** A service of the upstream, beside the sample. */
  readonly fullPage: FullPage;
  /** A caller's token. */
  readonly token: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

/** A service with a full page of events, from some moment on. */
export interface FullPage {
  readonly serviceId: string;
  readonly events: readonly ServiceEvent[];
}

const TABLE_NAME = "bench";
const DAY_MS = 86_400_000;

/**
 * Starts a ModelArts with the documented sample and a full page, a table in which the sample's service has nine more events of
 * the day before, a Secrets Manager with one secret, and an issuer, on loopback.
 */
export async function startSurroundings(): Promise<Surroundings> {
  const simulator = createSimulator({ scenario: { services: 0, live: false }, requestLogCapacity: 10 });
  const page = parseEventsAnswer(JSON.parse(pageOfEvents(1_000)));
  const fullPage = { serviceId: page.service_id, events: page.events.map(toServiceEvent) };
  simulator.addService({
    id: fullPage.serviceId,
    name: page.service_name,
    events: fullPage.events,
    keepsEvents: true,
  });
  const upstream = await simulator.listen();
  const secrets = createServer((_request, response) => {
    response.setHeader("content-type", "application/x-amz-json-1.1");
    response.end(JSON.stringify({ SecretString: JSON.stringify({ token: "bench" }) }));
  });
  const engine = await startArchive();
  const issuer = await startIssuer();
  const { issuer: name, audiences, jwksUri } = issuer.setting;
  return {
    fullPage,
    token: issuer.token,
    environment: {
      ...environmentOf(upstream, await listen(secrets), engine.endpoint),
      AUTH_ISSUER: name,
      AUTH_AUDIENCES: audiences.join(","),
      AUTH_JWKS_URI: jwksUri,
    },
    close: async () => {
      issuer.close();
      secrets.closeAllConnections();
      secrets.close();
      await simulator.close();
      await engine.stop();
    },
  };
}

async function startArchive(): Promise<Engine> {
  const engine = await startDynalite();
  const client = connectTo(engine);
  await createTable(client, TABLE_NAME);
  const serviceId = sample.service_id;
  const events = sample.events.map(
    ({ occur_time, event_info }): ServiceEvent => ({
      occurredAtMs: occur_time - DAY_MS,
      severity: "normal",
      message: event_info,
    }),
  );
  await createStore({ client, tableName: TABLE_NAME }).ingest({
    projectId: "demo",
    serviceId,
    facts: { ...NO_FACTS, events },
  });
  client.destroy();
  return engine;
}

function environmentOf(upstream: string, secrets: string, table: string): Readonly<Record<string, string>> {
  return {
    ENVIRONMENT_NAME: "bench",
    TABLE_NAME,
    MODELARTS_ENDPOINT: upstream,
    MODELARTS_PROJECTS: "demo",
    MODELARTS_SECRET_ID: "upstream",
    CORS_ORIGINS: "https://lens.example",
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "bench",
    AWS_SECRET_ACCESS_KEY: "bench",
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets,
    AWS_ENDPOINT_URL_DYNAMODB: table,
    AWS_LAMBDA_FUNCTION_NAME: "bench",
  };
}
