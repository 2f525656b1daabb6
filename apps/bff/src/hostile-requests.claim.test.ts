import assert from "node:assert/strict";
import { API_ROUTES } from "@deploy-lens/api/openapi/routes";
import { Problem } from "@deploy-lens/api/problems/problem";
import { WireErrorAnswer } from "@deploy-lens/api/wire/wire-compatible";
import { claim } from "@deploy-lens/core/testing/claim";
import { deploymentEvents } from "@deploy-lens/core/testing/deployment-events";
import { atLeast, type Figure, never, type Run, sized } from "@deploy-lens/core/testing/figure";
import { tryInputs } from "@deploy-lens/core/testing/try-inputs";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import { NotAGatewayEventError } from "./lambda/gateway-event.ts";
import { createLambdaHandler } from "./lambda/lambda-adapter.ts";
import { REMAINING } from "./testing/ask.ts";
import {
  type HostileInvocation,
  type HostileRequest,
  hostileInvocation,
  hostileRequest,
} from "./testing/hostile-request.ts";
import { type RunningApp, startApp, startArchive } from "./testing/running-app.ts";

// Malformed requests to the app, invocations of its function, and messages to the pipeline's.
claim(
  "The API and the functions answer any request and any payload in the described shape, and never fail",
  async (run) => {
    const archive = await startArchive();
    await archive.keep("demo", SAMPLE_SERVICE_ID, deploymentEvents(Date.UTC(2026, 9, 1)));
    const running = await startApp({
      anyToken: true,
      simulator: { scenario: { services: 2, live: false } },
      app: { archive: async () => archive.store },
    });
    const figures = [...(await requests(running, run)), ...(await invocations(running, run))];
    await running.close();
    await archive.close();
    return figures;
  },
);

async function requests({ app }: RunningApp, run: Run): Promise<readonly Figure[]> {
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

/** `null` for a request that no server would pass on. */
function plainRequest(target: string, method: string, headers: HostileRequest["headers"]): Request | null {
  try {
    return new Request(new URL(target, "http://api.example"), { method, headers });
  } catch {
    return null;
  }
}

async function invocations({ app }: RunningApp, run: Run): Promise<readonly Figure[]> {
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
      // Another event is a mistake in the function's configuration, and must fail loudly.
      if (!(error instanceof NotAGatewayEventError)) throw error;
    }
  };
  const failures = await tryInputs({ inputs: hostileInvocation(), runs, check }, run);
  return [never("gateway payloads that make the function throw or answer with a 5xx", failures, runs)];
}

interface Carried {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const PATTERNS = API_ROUTES.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, "[^/]+").replaceAll(".", "\\.")}$`),
}));

/** Checks what the API promises of every answer: no 5xx, a described shape, the standard headers. */
function checkAnswer(target: string, method: string, { status, headers, body }: Carried): void {
  assert.ok(
    Number.isInteger(status) && status >= 200 && status < 500,
    `status ${status}: ${body.slice(0, 300)}`,
  );
  assert.match(headers["x-request-id"] ?? "", /^[A-Za-z0-9_-]{8,64}$/, "no request id");
  assert.equal(headers["x-content-type-options"], "nosniff", "no security headers");
  // As the app sees it: parsing the URL resolves dot segments.
  const path = new URL(target, "http://api.example").pathname.replace(/(?<=.)\/$/, "");
  if (method === "HEAD" || status === 304 || status === 204) {
    assert.equal(body, "", "a body where none may be");
    return;
  }
  if (status >= 400) {
    checkError(path, headers, body);
    return;
  }
  const route = PATTERNS.find(({ pattern }) => pattern.test(path))?.route;
  assert.ok(route, `${path} is answered, and is no route`);
  if (!(headers["content-type"] ?? "").startsWith("application/json") || route.answer.schema === null) return;
  const result = route.answer.schema.safeParse(JSON.parse(body));
  assert.ok(result.success, `the answer leaves its schema: ${result.error?.issues[0]?.path.join(".")}`);
}

function checkError(path: string, headers: Carried["headers"], body: string): void {
  const isWire = path.startsWith("/v1/");
  const expected = isWire ? "application/json" : "application/problem+json";
  assert.ok(headers["content-type"]?.startsWith(expected), `an error of type ${headers["content-type"]}`);
  const schema = isWire ? WireErrorAnswer : Problem;
  assert.ok(schema.safeParse(JSON.parse(body)).success, `an error of another shape: ${body.slice(0, 200)}`);
}
