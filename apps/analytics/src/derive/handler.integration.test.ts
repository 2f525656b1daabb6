import { SQSClient } from "@aws-sdk/client-sqs";
import { createRandom } from "@deploy-lens/simulator/random";
import type { SQSBatchResponse } from "aws-lambda";
import { describe, expect, test } from "vitest";
import { createDeadLetters } from "../queue/dead-letters.ts";
import { collectMetrics } from "../testing/collect-metrics.ts";
import { startFakeAws } from "../testing/fake-aws.ts";
import { deploymentEvents } from "../testing/feed.ts";
import { sqsEvent, sqsRecord } from "../testing/sqs-event.ts";
import { expectComplete } from "../testing/truth.ts";
import { PROJECT_ID, START_MS, startWorld } from "../testing/world.ts";
import { createDeriveHandler } from "./handler.ts";

const HOUR_MS = 3_600_000;
const DEAD_LETTERS_URL = "http://queues.test/dead-letters";

/** The handler with a real table, upstream and dead-letter queue behind it. */
async function startHandler() {
  const world = await startWorld();
  const aws = await startFakeAws();
  const sqs = new SQSClient({
    endpoint: aws.endpoint,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  const collected = collectMetrics();
  let isTableBroken = false;
  const store = world.storeBehind((request) => {
    if (isTableBroken) throw new Error("the table is away");
    return request.send();
  });
  const handler = createDeriveHandler({
    ...world,
    ...collected,
    store,
    deadLetters: createDeadLetters(sqs, DEAD_LETTERS_URL),
    projectIds: [PROJECT_ID],
    maxReceiveCount: 5,
  });
  const services = ["a", "b", "c"].map((name) =>
    world.simulator.addService({ name, projectId: PROJECT_ID, events: deploymentEvents(START_MS - HOUR_MS) }),
  );
  const messageOf = (serviceId: string, projectId = PROJECT_ID) => ({
    projectId,
    serviceId,
    reason: "changed" as const,
    state: null,
  });
  const run = async (event: unknown, remainingMs: () => number = () => 60_000) =>
    failedOf(await handler(event, { getRemainingTimeInMillis: remainingMs }));
  const breakTable = () => {
    isTableBroken = true;
  };
  return { world, aws, services, messageOf, run, breakTable, ...collected };
}

function failedOf({ batchItemFailures }: SQSBatchResponse): string[] {
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

describe("a batch", () => {
  test("whose messages all succeed: nothing is retried, everything is stored", async () => {
    const { world, services, messageOf, run, sums } = await startHandler();
    expect(await run(sqsEvent(...services.map(({ id }, i) => sqsRecord(`m${i}`, messageOf(id)))))).toEqual(
      [],
    );
    for (const service of services) await expectComplete(world, service);
    expect(sums()).toMatchObject({ MessagesProcessed: 3, DeploymentsWritten: 3, EventsRead: 30 });
  });

  test("without messages", async () => {
    const { run, sums } = await startHandler();
    expect(await run(sqsEvent())).toEqual([]);
    expect(sums()).toEqual({});
  });

  test("of which one cannot be read: it is owed, done with, and read by the next message", async () => {
    const { world, services, messageOf, run, sums } = await startHandler();
    const [, b] = services;
    const fault = world.simulator.faults.add({
      routes: ["events"],
      serviceId: b?.id ?? "",
      fault: { kind: "server_error", status: 500 },
    });
    const records = services.map(({ id, name }) => sqsRecord(name, messageOf(id)));
    expect(await run(sqsEvent(...records))).toEqual([]);
    expect(sums()).toMatchObject({ MessagesProcessed: 3, SyncsFailed: 1 });
    expect([...(await world.store.owedServices(PROJECT_ID)).keys()]).toEqual([b?.id]);
    world.simulator.faults.remove(fault);
    expect(await run(sqsEvent(sqsRecord("b", messageOf(b?.id ?? ""))))).toEqual([]);
    for (const service of services) await expectComplete(world, service);
  });

  test("none of which the table accepts: all are retried, and no error is thrown", async () => {
    const { services, messageOf, run, breakTable } = await startHandler();
    breakTable();
    const records = services.map(({ id, name }) => sqsRecord(name, messageOf(id)));
    expect((await run(sqsEvent(...records))).sort()).toEqual(["a", "b", "c"]);
  });

  test("with one message twice, and two messages about one service", async () => {
    const { world, services, messageOf, run, lines } = await startHandler();
    const [a] = services;
    const record = sqsRecord("twice", messageOf(a?.id ?? ""));
    expect(await run(sqsEvent(record, record, sqsRecord("other", messageOf(a?.id ?? ""))))).toEqual([]);
    expect(lines.map((line) => JSON.parse(line).writes)).toEqual([2, 0, 0]);
    if (a !== undefined) await expectComplete(world, a);
  });

  test("of something that is not SQS is refused, loudly", async () => {
    const { run } = await startHandler();
    for (const event of [{}, null, { source: "aws.scheduler" }, { Records: [{ eventSource: "aws:sns" }] }]) {
      await expect(run(event)).rejects.toThrow("Not an SQS event");
    }
  });
});

describe("poison", () => {
  test.each([
    ["not JSON", "{", "unparseable", "UnparseableMessageError: message: is not JSON"],
    [
      "another shape",
      '{"hello":"world"}',
      "unparseable",
      "UnparseableMessageError: version: must be 1; projectId",
    ],
    [
      "a service id that is a path",
      '{"version":1,"projectId":"demo","serviceId":"../x","reason":"open","state":null}',
      "unparseable",
      "serviceId: must be 1 to 64",
    ],
    [
      "another project",
      '{"version":1,"projectId":"other","serviceId":"x","reason":"open","state":null}',
      "unknown_project",
      "UnknownProjectError: other is not one of this environment's projects",
    ],
  ])("%s goes to the dead-letter queue at once, with its reason", async (_, body, reason, detail) => {
    const { aws, run, sums } = await startHandler();
    expect(await run(sqsEvent(sqsRecord("poison", body)))).toEqual([]);
    expect(aws.messages).toEqual([
      {
        id: expect.any(String),
        queueUrl: DEAD_LETTERS_URL,
        body,
        attributes: {
          reason,
          detail: expect.stringContaining(detail),
          sourceMessageId: "poison",
          receiveCount: "1",
        },
      },
    ]);
    expect(sums()).toEqual({ MessagesDeadLettered: 1 });
  });

  test("a message that failed as often as allowed goes to the dead-letter queue with its last failure", async () => {
    const { aws, services, messageOf, run, breakTable } = await startHandler();
    breakTable();
    const message = messageOf(services[0]?.id ?? "");
    expect(await run(sqsEvent(sqsRecord("m", message, 4)))).toEqual(["m"]);
    expect(aws.messages).toEqual([]);
    expect(await run(sqsEvent(sqsRecord("m", message, 5)))).toEqual([]);
    expect(aws.messages).toMatchObject([
      {
        attributes: {
          reason: "attempts_exhausted",
          receiveCount: "5",
          detail: expect.stringContaining("Error: the table is away"),
        },
      },
    ]);
  });

  test("while the dead-letter queue is out of order, the message is retried", async () => {
    const { aws, run, sums } = await startHandler();
    aws.next("SendMessage", { kind: "error", status: 500, code: "InternalFailure" });
    expect(await run(sqsEvent(sqsRecord("poison", "{")))).toEqual(["poison"]);
    expect(await run(sqsEvent(sqsRecord("poison", "{", 2)))).toEqual([]);
    expect(sums()).toEqual({ MessagesFailed: 1, MessagesDeadLettered: 1 });
  });

  test("a tenth of 500 messages: the dead-letter queue holds exactly the poison", {
    timeout: 60_000,
  }, async () => {
    const { world, aws, services, messageOf, run } = await startHandler();
    const random = createRandom("poison");
    const poison: string[] = [];
    const records = Array.from({ length: 500 }, (_, i) => {
      const service = services[i % services.length];
      if (service !== undefined && !random.chance(0.1)) return sqsRecord(`m${i}`, messageOf(service.id));
      const body = random.pick(["{", "[]", `{"version":${i}}`, "null", "\ud83d\ude80"]);
      poison.push(body);
      return sqsRecord(`m${i}`, body);
    });
    expect(poison.length).toBeGreaterThan(30);
    expect(await run(sqsEvent(...records))).toEqual([]);
    expect(aws.messages.map(({ body }) => body).sort()).toEqual(poison.sort());
    for (const service of services) await expectComplete(world, service);
  });
});

describe("time", () => {
  test("below a fifth of the initial time nothing new is started, and the rest is returned untried", async () => {
    const { world, services, messageOf, run, sums } = await startHandler();
    let remainingMs = 10_000;
    const records = services.map(({ id, name }) => sqsRecord(name, messageOf(id)));
    const failed = await run(sqsEvent(...records, sqsRecord("poison", "{")), () => {
      const left = remainingMs;
      remainingMs = 1_999;
      return left;
    });
    expect(failed.sort()).toEqual(["a", "b", "c", "poison"]);
    expect(sums()).toEqual({ MessagesReturned: 4 });
    expect(world.simulator.requests.count()).toBe(0);
  });

  test("10,000 messages and no time: all are returned at once", async () => {
    const { services, messageOf, run } = await startHandler();
    const records = Array.from({ length: 10_000 }, (_, i) =>
      sqsRecord(`m${i}`, messageOf(services[0]?.id ?? "")),
    );
    let first = true;
    const failed = await run(sqsEvent(...records), () => {
      const left = first ? 10_000 : 0;
      first = false;
      return left;
    });
    expect(failed).toHaveLength(10_000);
  });

  test("an upstream that never answers is given up in time to remember what is owed", async () => {
    const { world, services, messageOf, run } = await startHandler();
    world.simulator.faults.add({ routes: ["events"], fault: { kind: "black_hole" } });
    const records = services.map(({ id, name }) => sqsRecord(name, messageOf(id)));
    const endsAtMs = performance.now() + 2_000;
    expect(await run(sqsEvent(...records), () => endsAtMs - performance.now())).toEqual([]);
    expect((await world.store.owedServices(PROJECT_ID)).size).toBe(3);
  });
});
