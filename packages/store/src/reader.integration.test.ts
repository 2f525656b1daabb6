import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createReader, type StoreReader } from "./reader.ts";
import { createStore, type Store } from "./store.ts";
import { createTable } from "./table/create.ts";
import { RefusedCallError } from "./table/errors.ts";
import { jsonCalls, type Post } from "./table/json-calls.ts";
import { RETRY } from "./table/retry.ts";
import { connectTo, type Engine, startDynalite } from "./testing/engine.ts";
import { inputsOf, KILLED_SERVICE } from "./testing/ingest-forever.ts";

const TABLE_NAME = "reader";

/** Posts without a signature that means anything: the engine asks for one, and does not check it. */
function postTo(endpoint: string): Post {
  return async ({ target, contentType, body }) => {
    const authorization =
      "AWS4-HMAC-SHA256 Credential=a/20261128/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=a";
    const headers = {
      "content-type": contentType,
      "x-amz-target": target,
      "x-amz-date": "20261128T000000Z",
      authorization,
    };
    const answer = await fetch(endpoint, { method: "POST", headers, body });
    return { status: answer.status, text: await answer.text() };
  };
}

describe("a reader without the SDK", () => {
  let engine: Engine;
  let store: Store;
  let reader: StoreReader;
  const service = KILLED_SERVICE;

  beforeAll(async () => {
    engine = await startDynalite();
    const client = connectTo(engine);
    await createTable(client, TABLE_NAME);
    store = createStore({ client, tableName: TABLE_NAME });
    for (const facts of inputsOf(8).flat()) {
      await store.ingest({ ...service, facts });
    }
    await store.foldProjectDays(service);
    const owed = { sinceMs: 1_700_000_000_000, fromMs: null, cause: "service" as const, error: "refused" };
    await store.ingest({ ...service, serviceId: "unread", owed });
    reader = createReader({ post: postTo(engine.endpoint), tableName: TABLE_NAME, maxAttempts: 1 });
  });

  afterAll(() => engine.stop());

  test.each<[keyof StoreReader, (from: StoreReader) => Promise<unknown>]>([
    ["readHead", (from) => from.readHead(service)],
    ["readHeads", async (from) => [...(await from.readHeads(service.projectId, [service.serviceId, "no"]))]],
    ["listServices", (from) => from.listServices({ projectId: service.projectId })],
    ["owedServices", async (from) => [...(await from.owedServices(service.projectId))]],
    ["listDeployments", (from) => from.listDeployments({ ...service, limit: 3 })],
    ["latestDeployment", (from) => from.latestDeployment(service)],
    ["readEvents", (from) => from.readEvents({ ...service, limit: 5 })],
    ["recentDurations", (from) => from.recentDurations({ ...service, limit: 5 })],
    ["readFindings", (from) => from.readFindings(service.projectId)],
    ["readRecentRuns", (from) => from.readRecentRuns(service)],
    ["statisticsSource", (from) => from.statisticsSource({ ...service, fromMs: 0, toMs: 8e12 })],
  ])("%s gives what the store gives", async (_, read) => {
    const expected = await read(store);
    expect(JSON.stringify(expected)).toMatch(/\d{3}/);
    expect(await read(reader)).toEqual(expected);
  });

  test("readDeployment gives what the store gives, and null for what is not there", async () => {
    const latest = await store.latestDeployment(service);
    const deploymentId = latest?.deployment.id ?? "";
    expect(await reader.readDeployment({ ...service, deploymentId })).toEqual(
      await store.readDeployment({ ...service, deploymentId }),
    );
    expect(await reader.readDeployment({ ...service, deploymentId: "0-0" })).toBeNull();
  });
});

describe("calls that fail", () => {
  const key = { TableName: TABLE_NAME, Key: { pk: { S: "a" }, sk: { S: "b" } } };
  const refused = (exception: string) =>
    JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${exception}`, message: "secret words" });

  /** Asks a server that gives these answers, one after another. */
  async function ask(answers: readonly (readonly [number, string])[], maxAttempts = 3) {
    const targets: string[] = [];
    const server = createServer((request, response) => {
      const [status, text] = answers[targets.length] ?? [200, "{}"];
      targets.push(String(request.headers["x-amz-target"]));
      if (status === 0) request.socket.destroy();
      else response.writeHead(status).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    // Guarantee: a server that listens on TCP has an address with a port.
    const { port } = server.address() as AddressInfo;
    const calls = jsonCalls(postTo(`http://127.0.0.1:${port}`), { ...RETRY, maxAttempts, baseDelayMs: 1 });
    try {
      return { result: await calls.getItem(key).catch((error: unknown) => error), targets };
    } finally {
      server.close();
      server.closeAllConnections();
    }
  }

  test.each([
    ["a throttle", 400, refused("ProvisionedThroughputExceededException")],
    ["a fault of the service", 500, refused("InternalServerError")],
    ["a proxy without words", 503, "<html>"],
    ["a broken connection", 0, ""],
  ])("%s is tried again, as often as allowed", async (_, status, text) => {
    const item = { Item: { pk: { S: "a" }, facts: { B: "AQI=" } } };
    const { result, targets } = await ask([
      [status, text],
      [status, text],
      [200, JSON.stringify(item)],
    ]);
    expect(result).toEqual({ Item: { pk: { S: "a" }, facts: { B: new Uint8Array([1, 2]) } } });
    expect(targets).toEqual(new Array(3).fill("DynamoDB_20120810.GetItem"));
    expect(
      (
        await ask(
          [
            [status, text],
            [status, text],
          ],
          2,
        )
      ).result,
    ).toBeInstanceOf(Error);
  });

  test("a refusal is not, and its error only has its name", async () => {
    const { result, targets } = await ask([[400, refused("AccessDeniedException")]]);
    expect(targets).toHaveLength(1);
    expect(result).toBeInstanceOf(RefusedCallError);
    expect(String(result)).toContain("AccessDeniedException");
    expect(String(result)).not.toContain("secret words");
  });
});
