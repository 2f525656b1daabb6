import { getEventListeners } from "node:events";
import type { RequestListener } from "node:http";
import { expect, onTestFinished, test, vi } from "vitest";
import { sendJson, sendProblem, startServer } from "../testing/local-server.ts";
import { ApiError, DeadlineError, isProblem, NetworkError, UnexpectedAnswerError } from "./errors.ts";
import { type ClientOptions, createClient } from "./index.ts";

/** A server for the duration of the test, and a client whose retries record their delay instead of waiting. */
async function connect(handler: RequestListener, options: Partial<ClientOptions> = {}) {
  const server = await startServer(handler);
  onTestFinished(() => server.close());
  const waits: number[] = [];
  const sleep = async (ms: number) => void waits.push(ms);
  const client = createClient({ baseUrl: server.baseUrl, sleep, random: () => 0.5, ...options });
  return { server, client, waits };
}

/** Uses one handler per request, and the last one for all further requests. */
function inTurn(...handlers: RequestListener[]): RequestListener {
  let turn = 0;
  return (request, response) => {
    handlers[Math.min(turn, handlers.length - 1)]?.(request, response);
    turn += 1;
  };
}

const ok: RequestListener = (_request, response) => sendJson(response, { ok: true });
const silence: RequestListener = () => undefined;
const hangUp: RequestListener = (request) => request.socket.destroy();
const problem =
  (status: number, name: string, headers?: Record<string, string>): RequestListener =>
  (_request, response) =>
    sendProblem(response, status, name, headers);

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => expect.fail(`resolved with ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
}

test("asks for JSON with token and language, below a base address with or without a slash", async () => {
  const { server } = await connect(ok);
  for (const baseUrl of [`${server.baseUrl}/lens`, `${server.baseUrl}/lens/`]) {
    const client = createClient({ baseUrl, token: "t-1", language: "zh" });
    expect(await client.json("/api/v1/projects")).toEqual({ ok: true });
  }
  expect(server.received.map(({ url }) => url)).toEqual(["/lens/api/v1/projects", "/lens/api/v1/projects"]);
  expect(server.received[0]?.headers).toMatchObject({
    accept: "application/json",
    authorization: "Bearer t-1",
    "accept-language": "zh",
  });
});

test("without token and language it sends neither", async () => {
  const { server, client } = await connect(ok);
  await client.json("/x");
  expect(server.received[0]?.headers).not.toHaveProperty("authorization");
  // Node's fetch sends "*" by default, which expresses no preference.
  expect(server.received[0]?.headers["accept-language"]).toBe("*");
});

test("CSV comes as text", async () => {
  const { server, client } = await connect((_request, response) => {
    response.writeHead(200, { "content-type": "text/csv; charset=utf-8" }).end("day,n\n2026-11-01,3\n");
  });
  expect(await client.csv("/x")).toBe("day,n\n2026-11-01,3\n");
  expect(server.received[0]?.headers.accept).toBe("text/csv");
});

test("a fetch of the caller's own is called as browsers want it: without `this`", async () => {
  const calledOn: unknown[] = [];
  function own(this: unknown, ...args: Parameters<typeof fetch>) {
    calledOn.push(this);
    return fetch(...args);
  }
  const { client } = await connect(ok, { fetch: own });
  expect(await client.json("/x")).toEqual({ ok: true });
  expect(calledOn).toEqual([undefined]);
});

test("shows each response with its headers, and nothing else to it", async () => {
  const { client } = await connect((_request, response) =>
    sendJson(response, 1, { headers: { age: "7", "cache-status": "lens; hit; ttl=-2" } }),
  );
  const ages: (string | null)[] = [];
  await client.json("/x", { onResponse: ({ headers }) => ages.push(headers.get("age")) });
  expect(ages).toEqual(["7"]);
});

function tagged(versionOf: (url: string) => string): RequestListener {
  return ({ url = "", headers }, response) => {
    const etag = `"${versionOf(url)}"`;
    if (headers["if-none-match"] === etag) return response.writeHead(304, { etag }).end();
    return sendJson(response, { url, etag }, { headers: { etag } });
  };
}

test("an answer that has not changed is the same object; one that has is new", async () => {
  let version = "1";
  const { server, client } = await connect(tagged(() => version));
  const first = await client.json("/x");
  expect(await client.json("/x")).toBe(first);
  version = "2";
  const second = await client.json("/x");
  expect(second).toEqual({ url: "/x", etag: '"2"' });
  expect(await client.json("/x")).toBe(second);
  expect(server.received.map(({ headers }) => headers["if-none-match"])).toEqual([
    undefined,
    '"1"',
    '"1"',
    '"2"',
  ]);
});

test("stores the configured number of answers, the most recently used ones", async () => {
  const { server, client } = await connect(
    tagged(() => "1"),
    { cachedAnswers: 2 },
  );
  for (const address of ["/a", "/b", "/a", "/c", "/a", "/b"]) await client.json(address);
  expect(server.received.map(({ url, headers }) => url + (headers["if-none-match"] ?? ""))).toEqual([
    ...["/a", "/b", '/a"1"'],
    // /b was least recently used, so /c replaced it.
    ...["/c", '/a"1"', "/b"],
  ]);
});

test.each([
  ["a busy API", problem(503, "overloaded")],
  ["a throttled upstream", problem(503, "upstream-throttled")],
  ["throttling", problem(429, "too-many-requests")],
  ["an upstream's time-out", problem(504, "upstream-timeout")],
  ["an unusable upstream answer", problem(502, "upstream-invalid")],
  ["a connection that breaks", hangUp],
])("tries again after %s, waiting longer each time", async (_name, failing) => {
  const { server, client, waits } = await connect(inTurn(failing, failing, ok));
  expect(await client.json("/x")).toEqual({ ok: true });
  expect(server.received).toHaveLength(3);
  expect(waits).toEqual([125, 250]);
});

test("tries again after an answer that breaks off in the middle", async () => {
  const { client, waits } = await connect(
    inTurn((_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
      response.write('{"ok":');
      setImmediate(() => response.destroy());
    }, ok),
  );
  expect(await client.json("/x")).toEqual({ ok: true });
  expect(waits).toEqual([125]);
});

test.each([
  [400, "invalid-parameters"],
  [401, "unauthenticated"],
  [403, "forbidden"],
  [404, "service-not-found"],
  [500, "internal"],
  [502, "upstream-refused"],
])("does not try again after %d %s", async (status, name) => {
  const { server, client, waits } = await connect(problem(status, name), { token: "t-1" });
  const error = await failureOf(client.json("/x"));
  expect(error).toBeInstanceOf(ApiError);
  expect(isProblem(error, "overloaded")).toBe(false);
  expect(error).toMatchObject({ problem: { type: `urn:deploy-lens:problem:${name}`, status } });
  expect(server.received).toHaveLength(1);
  expect(waits).toEqual([]);
});

test("gives up after the configured number of retries, with the last error", async () => {
  const { server, client } = await connect(problem(503, "overloaded"), { retries: 4 });
  const error = await failureOf(client.json("/x"));
  expect(isProblem(error, "overloaded")).toBe(true);
  expect(server.received).toHaveLength(5);
});

test("waits as long as Retry-After asks, and a little more", async () => {
  const { client, waits } = await connect(
    inTurn(problem(429, "too-many-requests", { "retry-after": "3" }), ok),
  );
  await client.json("/x");
  expect(waits).toEqual([3125]);
});

test("does not wait for an answer that would come too late", async () => {
  const { client, waits } = await connect(problem(503, "overloaded", { "retry-after": "60" }));
  const error = await failureOf(client.json("/x", { timeoutMs: 30_000 }));
  expect(error).toMatchObject({ name: "ApiError", retryAfterMs: 60_000 });
  expect(waits).toEqual([]);
});

test("says so when nobody listens", async () => {
  const gone = await startServer(ok);
  await gone.close();
  const client = createClient({ baseUrl: gone.baseUrl, sleep: async () => undefined });
  const error = await failureOf(client.json("/x"));
  expect(error).toBeInstanceOf(NetworkError);
  expect(error).toMatchObject({ message: expect.stringContaining(`GET ${gone.baseUrl}/x: `) });
});

test("keeps what a problem says, and names method, address and request in the message", async () => {
  const body = {
    type: "urn:deploy-lens:problem:invalid-parameters",
    title: "A parameter is not valid",
    status: 400,
    detail: "limit must be a whole number from 1 to 1000",
    requestId: "r-7",
    errors: [{ parameter: "limit", message: "must be a whole number from 1 to 1000" }],
  };
  const { server, client } = await connect((_request, response) => sendJson(response, body, { status: 400 }));
  const error = await failureOf(client.json("/x?limit=0"));
  expect(error).toMatchObject({
    name: "ApiError",
    problem: body,
    message: `GET ${server.baseUrl}/x?limit=0: 400 limit must be a whole number from 1 to 1000 (request r-7)`,
  });
});

test.each([
  ["a gateway's JSON", "application/json", '{"message":"Unauthorized"}', "Unauthorized"],
  ["a proxy's page", "text/html", "<h1>Bad gateway</h1>", undefined],
  ["nothing", "text/plain", "", undefined],
])("an error of something in between, with %s, is an ApiError too", async (_name, type, body, detail) => {
  const { client } = await connect((_request, response) => {
    response.writeHead(401, { "content-type": type, "apigw-requestid": "g-1" }).end(body);
  });
  const error = await failureOf(client.json("/x"));
  expect(error).toBeInstanceOf(ApiError);
  const said = detail === undefined ? {} : { detail };
  expect(error).toMatchObject({
    problem: { type: "about:blank", title: "Unauthorized", status: 401, requestId: "g-1", ...said },
  });
});

test.each([
  ["a web page", "text/html", "<h1>Welcome to our Wi-Fi</h1>"],
  ["broken JSON", "application/json", '{"ok":'],
])("success with %s is no success, and is not tried again", async (_name, type, body) => {
  const { server, client } = await connect((_request, response) => {
    response.writeHead(200, { "content-type": type }).end(body);
  });
  expect(await failureOf(client.json("/x"))).toBeInstanceOf(UnexpectedAnswerError);
  expect(server.received).toHaveLength(1);
});

test("asks for a token each time, and for another one when it is refused", async () => {
  const asked: (string | undefined)[] = [];
  const tokens = ["old", "new", "newer"];
  const { server, client } = await connect(
    ({ headers }, response) => {
      if (headers.authorization === "Bearer old") return sendProblem(response, 401, "unauthenticated");
      return sendJson(response, { ok: true });
    },
    {
      token: async (refused) => {
        asked.push(refused);
        return tokens.shift() ?? "none";
      },
    },
  );
  await client.json("/x");
  await client.json("/x");
  expect(asked).toEqual([undefined, "old", undefined]);
  expect(server.received.map(({ headers }) => headers.authorization)).toEqual([
    "Bearer old",
    "Bearer new",
    "Bearer newer",
  ]);
});

test("a second refusal is final, and what the token source throws is passed on", async () => {
  const { server, client } = await connect(problem(401, "unauthenticated"), { token: () => "t" });
  expect(isProblem(await failureOf(client.json("/x")), "unauthenticated")).toBe(true);
  expect(server.received).toHaveLength(2);

  const signedOut = new Error("signed out");
  const broken = createClient({ baseUrl: server.baseUrl, token: () => Promise.reject(signedOut) });
  expect(await failureOf(broken.json("/x"))).toBe(signedOut);
});

test("time is up: while the API is silent, while it sends slowly, while a token is awaited", async () => {
  const { server, client } = await connect(silence);
  const error = await failureOf(client.json("/x", { timeoutMs: 30 }));
  expect(error).toBeInstanceOf(DeadlineError);
  expect(error).toMatchObject({ message: `GET ${server.baseUrl}/x: not finished within 30 ms` });

  const slow = await connect((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).write("{");
  });
  expect(await failureOf(slow.client.json("/x", { timeoutMs: 30 }))).toBeInstanceOf(DeadlineError);

  const slowProblem = await connect((_request, response) => {
    response.writeHead(503, { "content-type": "application/problem+json" }).write("{");
  });
  expect(await failureOf(slowProblem.client.json("/x", { timeoutMs: 30 }))).toBeInstanceOf(DeadlineError);

  const noToken = createClient({ baseUrl: server.baseUrl, token: () => new Promise(() => undefined) });
  expect(await failureOf(noToken.json("/x", { timeoutMs: 30 }))).toBeInstanceOf(DeadlineError);
});

test("when time is up after a failure, the failure is the cause", async () => {
  const { client } = await connect(inTurn(problem(503, "overloaded"), silence), { random: () => 0 });
  const error = await failureOf(client.json("/x", { timeoutMs: 1000 }));
  expect(error).toMatchObject({
    name: "DeadlineError",
    cause: { problem: { type: "urn:deploy-lens:problem:overloaded" } },
  });
});

test("the caller's abort ends the call with the caller's reason, and the connection with it", async () => {
  const closed = vi.fn();
  const controller = new AbortController();
  const reason = new Error("left the page");
  const { client } = await connect((request) => {
    request.socket.once("close", closed);
    controller.abort(reason);
  });
  expect(await failureOf(client.json("/x", { signal: controller.signal }))).toBe(reason);
  await vi.waitFor(() => expect(closed).toHaveBeenCalled());
});

test("an abort before the call, and one between two attempts, end it too", async () => {
  const reason = new Error("never mind");
  const { server, client } = await connect(ok);
  expect(await failureOf(client.json("/x", { signal: AbortSignal.abort(reason) }))).toBe(reason);
  expect(server.received).toEqual([]);

  const failing = await startServer(problem(503, "overloaded", { "retry-after": "5" }));
  onTestFinished(() => failing.close());
  const controller = new AbortController();
  const waiting = createClient({ baseUrl: failing.baseUrl });
  const call = waiting.json("/x", {
    signal: controller.signal,
    onResponse: () => void setImmediate(() => controller.abort(reason)),
  });
  expect(await failureOf(call)).toBe(reason);
});

test("one caller's abort does not touch another call", async () => {
  const answers: (() => void)[] = [];
  const { client } = await connect((_request, response) => void answers.push(() => sendJson(response, 1)));
  const controller = new AbortController();
  const aborted = failureOf(client.json("/x", { signal: controller.signal }));
  const other = client.json("/x");
  await expect.poll(() => answers.length).toBe(2);
  controller.abort(new Error("only mine"));
  expect(await aborted).toMatchObject({ message: "only mine" });
  for (const answer of answers) answer();
  expect(await other).toBe(1);
});

test("a call that is over leaves no listener on the caller's signal", async () => {
  const { signal } = new AbortController();
  for (const handler of [ok, problem(404, "service-not-found"), silence]) {
    const { client } = await connect(handler);
    await client.json("/x", { signal, timeoutMs: 100 }).catch(() => undefined);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  }
});
