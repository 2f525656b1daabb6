import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../app.ts";
import { ORIGIN_SECRET_HEADER } from "../settings/constants.ts";
import { startStack, type TestStack } from "../testing/stack.ts";
import { NotAGatewayEventError } from "./gateway-event.ts";
import { createLambdaHandler, type LambdaContext } from "./lambda-adapter.ts";

const FOLDER = join(import.meta.dirname, "../../fixtures/gateway");
const fixture = (name: string): unknown => JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8"));
const CONTEXT: LambdaContext = { getRemainingTimeInMillis: () => 29_000 };

let stack: TestStack;
let invoke: (name: string) => ReturnType<ReturnType<typeof createLambdaHandler>>;

beforeAll(async () => {
  stack = await startStack();
  const handler = createLambdaHandler(stack.app);
  invoke = (name) => handler(fixture(name), CONTEXT);
});

afterAll(() => stack.close());

test("a plain request is answered as text, with the gateway's headers left to the gateway", async () => {
  const result = await invoke("plain");
  expect(result).toMatchObject({ statusCode: 200, isBase64Encoded: false });
  expect(JSON.parse(result.body)).toMatchObject({ count: 2, total_count: 9 });
  expect(result.headers).not.toHaveProperty("content-length");
  expect(result.headers).not.toHaveProperty("transfer-encoding");
});

describe("paths that the gateway decoded", () => {
  test.each(
    readdirSync(FOLDER)
      .filter((file) => file.startsWith("path-"))
      .map((file) => file.replace(".json", "")),
  )("%s: 400 in the upstream's words, and nothing is asked upstream", async (name) => {
    stack.simulator.requests.clear();
    const { statusCode, body } = await invoke(name);
    expect(statusCode, body).toBe(400);
    expect(JSON.parse(body)).toEqual({
      error_code: expect.stringMatching(/^(APIG\.0201|ModelArts\.0107)$/),
      error_msg: expect.any(String),
    });
    expect(stack.simulator.requests.list()).toEqual([]);
  });

  test("what a path must not hold is said", async () => {
    const { body } = await invoke("path-decoded-to-dot-segments");
    expect(JSON.parse(body).error_msg).toContain("The path holds . or .. as a segment.");
  });
});

describe("stages", () => {
  test.each(["stage-in-the-path", "stage-named-as-the-path-begins"])("%s: taken off once", async (name) => {
    const result = await invoke(name);
    expect(result.statusCode, result.body).toBe(200);
    expect(JSON.parse(result.body)).toMatchObject({ count: 1, total_count: 9 });
  });
});

describe("headers, cookies, bodies, methods", () => {
  test("cookies play no part, wherever they stand", async () => {
    expect((await invoke("cookies-in-both-places")).statusCode).toBe(200);
  });

  test.each(["header-with-a-line-break", "header-in-another-script"])(
    "%s: 400 as a problem",
    async (name) => {
      const result = await invoke(name);
      expect(result.statusCode).toBe(400);
      expect(result.headers).toMatchObject({
        "content-type": "application/problem+json",
        "x-content-type-options": "nosniff",
        "x-request-id": expect.any(String),
      });
      expect(JSON.parse(result.body)).toMatchObject({ detail: "A header cannot be read." });
      expect(stack.lines.at(-1)).toMatchObject({ status: 400, problem: "malformed-request" });
    },
  );

  test("a body in base64 is not read: no route takes one", async () => {
    expect((await invoke("body-in-base64")).statusCode).toBe(405);
  });

  test("a method that a request object refuses is refused by us", async () => {
    const result = await invoke("method-that-fetch-refuses");
    expect(result.statusCode).toBe(405);
    expect(result.headers.allow).toBe("GET, HEAD");
  });
});

test.each(["claims-of-a-jwt-authorizer", "claims-of-an-iam-authorizer"])(
  "%s: 401, since only a token says who calls",
  async (name) => {
    const secured = createLambdaHandler(
      createApp({
        upstream: stack.upstream,
        now: Date.now,
        log: () => undefined,
        auth: {
          mode: "oidc",
          issuer: "https://issuer.example",
          audiences: ["deploy-lens"],
          projectsClaim: "projects",
          jwksUri: null,
          algorithms: ["RS256"],
        },
        projects: ["demo", "p-2", "p-3"],
      }),
    );
    const result = await secured(fixture(name), CONTEXT);
    expect(result.statusCode, result.body).toBe(401);
    expect(result.headers["www-authenticate"]).toMatch(/^Bearer /);
  },
);

describe("a secret of what stands before the gateway", () => {
  const plain = fixture("plain");
  const ask = (headers: Readonly<Record<string, string>>, rawPath = "/healthz") =>
    createLambdaHandler(stack.app, "the secret")(Object.assign({}, plain, { rawPath, headers }), CONTEXT);

  test("lets a request through that names it", async () => {
    expect(await ask({ [ORIGIN_SECRET_HEADER]: "the secret" })).toMatchObject({ statusCode: 200 });
  });

  test.each([{}, { [ORIGIN_SECRET_HEADER]: "" }, { [ORIGIN_SECRET_HEADER]: "a guess!!!" }])(
    "refuses %j, in the words of either family",
    async (headers) => {
      expect(await ask(headers)).toMatchObject({
        statusCode: 404,
        headers: { "content-type": "application/problem+json" },
      });
      const wire = await ask(headers, "/v1/demo/services/s/events");
      expect(JSON.parse(wire.body)).toEqual({
        error_code: expect.any(String),
        error_msg: expect.any(String),
      });
    },
  );
});

describe("other triggers", () => {
  test.each(
    readdirSync(FOLDER)
      .filter((file) => file.startsWith("refused-"))
      .map((file) => file.replace(".json", "")),
  )("%s: the invocation fails, and says why", async (name) => {
    await expect(invoke(name)).rejects.toThrow(NotAGatewayEventError);
    await expect(invoke(name)).rejects.toThrow(/payload format 2\.0, not (?!something unknown)/);
  });

  test.each([null, undefined, 7, "text", []])("%s: likewise", async (event) => {
    await expect(createLambdaHandler(stack.app)(event, CONTEXT)).rejects.toThrow(NotAGatewayEventError);
  });
});

test("what the app itself cannot answer is a problem still, with our headers", async () => {
  const handler = createLambdaHandler({
    fetch: () => {
      throw new Error("secret text");
    },
  });
  const result = await handler(fixture("plain"), CONTEXT);
  expect(result).toMatchObject({
    statusCode: 500,
    headers: { "content-type": "application/problem+json", "x-content-type-options": "nosniff" },
  });
  expect(result.body).not.toContain("secret");
});
