import assert from "node:assert/strict";
import { createDeriveHandler, NotFromQueueError } from "@deploy-lens/analytics/derive/handler";
import { encodeMessage } from "@deploy-lens/analytics/queue/service-message";
import { NotAGatewayEventError } from "@deploy-lens/bff/lambda/gateway-event";
import { createLambdaHandler } from "@deploy-lens/bff/lambda/lambda-adapter";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { SILENT } from "@deploy-lens/observe/log";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import fc from "fast-check";
import { REMAINING } from "../access/gateway-event.ts";
import { atLeast, type Figure, never, type ProofRun, sized } from "../proof.ts";
import { deploymentEvents } from "../stack/deployment-events.ts";
import { type RunningApp, startApp } from "../stack/running-app.ts";
import { type RunningArchive, startArchive } from "../stack/running-archive.ts";
import { checkAnswer } from "./check-answer.ts";
import { type HostileInvocation, hostileInvocation } from "./hostile-invocation.ts";
import { type HostileRequest, hostileRequest } from "./hostile-request.ts";
import { hostileText } from "./hostile-text.ts";
import { tryInputs } from "./try-inputs.ts";

/** Requests to the app, invocations of its function, and messages to the pipeline's, that nobody would send. */
export async function run(run: ProofRun): Promise<readonly Figure[]> {
  const archive = await startArchive();
  await archive.keep("demo", SAMPLE_SERVICE_ID, deploymentEvents(Date.UTC(2026, 9, 1)));
  const running = await startApp({
    // The upstream lets everybody in: a request is answered, or refused, by the app itself.
    simulator: { scenario: { services: 2, live: false }, auth: null },
    client: { credentials: parseCredentials({ token: "any" }) },
    app: { archive: async () => archive.store },
  });
  const figures = [
    ...(await requests(running, run)),
    ...(await invocations(running, run)),
    ...(await messages(running, archive, run)),
  ];
  await running.close();
  await archive.close();
  return figures;
}

async function requests({ app }: RunningApp, run: ProofRun): Promise<readonly Figure[]> {
  const runs = sized(run, 4_000, 30_000, 150_000);
  const answered = new Map<number, number>();
  const check = async ({ method, target, headers }: HostileRequest) => {
    const request = plainRequest(target, method, headers);
    if (request === null) return;
    const answer = await app.fetch(request, { incoming: { url: target } });
    answered.set(answer.status, (answered.get(answer.status) ?? 0) + 1);
    const carried = {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: await answer.text(),
    };
    checkAnswer(target, method, carried);
  };
  const failures = await tryInputs({ inputs: hostileRequest(), runs, check }, run);
  return [
    never("requests answered with a 5xx, in another shape than described, or not at all", failures, runs),
    atLeast("requests among them that are answered with 200", answered.get(200) ?? 0, runs / 50),
  ];
}

/** What cannot be made a request object cannot come from a server either. */
function plainRequest(target: string, method: string, headers: HostileRequest["headers"]): Request | null {
  try {
    return new Request(new URL(target, "http://api.example"), { method, headers });
  } catch {
    return null;
  }
}

async function invocations({ app }: RunningApp, run: ProofRun): Promise<readonly Figure[]> {
  const runs = sized(run, 3_000, 20_000, 100_000);
  const handler = createLambdaHandler(app);
  const check = async ({ request, event }: HostileInvocation) => {
    try {
      const { statusCode, headers, body, isBase64Encoded } = await handler(event, REMAINING);
      assert.ok(
        statusCode >= 200 && statusCode < 500,
        `status ${statusCode} for ${request.target}: ${body.slice(0, 300)}`,
      );
      assert.equal(headers["x-content-type-options"], "nosniff", "no security headers");
      assert.equal(typeof isBase64Encoded, "boolean");
    } catch (error) {
      // Whatever else invokes the function is a mistake in its set-up, and said so loudly.
      if (!(error instanceof NotAGatewayEventError)) throw error;
    }
  };
  const failures = await tryInputs({ inputs: hostileInvocation(), runs, check }, run);
  return [never("gateway payloads that make the function throw or answer with a 5xx", failures, runs)];
}

async function messages(
  { client }: RunningApp,
  { store }: RunningArchive,
  run: ProofRun,
): Promise<readonly Figure[]> {
  const runs = sized(run, 1_000, 10_000, 50_000);
  let buried = 0;
  const handler = createDeriveHandler({
    upstream: client,
    store,
    deadLetters: {
      send: async () => {
        buried += 1;
      },
    },
    projectIds: ["demo"],
    maxReceiveCount: 3,
    now: Date.now,
    log: SILENT,
    metrics: { add: () => undefined, flush: () => undefined },
  });
  const good = encodeMessage({
    projectId: "demo",
    serviceId: SAMPLE_SERVICE_ID,
    reason: "open",
    state: null,
  });
  const body = fc.oneof(
    { weight: 1, arbitrary: fc.constant(good) },
    {
      weight: 3,
      arbitrary: fc.tuple(fc.nat(good.length), hostileText()).map(([at, text]) => good.slice(0, at) + text),
    },
    { weight: 2, arbitrary: fc.json({ maxDepth: 2 }) },
  );
  const record = fc.record({
    eventSource: fc.constantFrom("aws:sqs", "aws:sqs", "aws:sqs", "aws:sns"),
    messageId: fc.uuid(),
    body,
    attributes: fc.record(
      { ApproximateReceiveCount: fc.constantFrom("1", "3", "", "many") },
      { requiredKeys: [] },
    ),
  });
  const event = fc.oneof(
    { weight: 9, arbitrary: fc.record({ Records: fc.array(record, { maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.anything() },
  );
  const check = async (input: unknown) => {
    try {
      const { batchItemFailures } = await handler(input, REMAINING);
      assert.ok(Array.isArray(batchItemFailures));
    } catch (error) {
      if (!(error instanceof NotFromQueueError)) throw error;
    }
  };
  const failures = await tryInputs({ inputs: event, runs, check }, run);
  return [
    never("queue payloads that make the pipeline's function throw", failures, runs),
    atLeast("messages among them that were buried with a reason", buried, runs / 20),
  ];
}
