import { Hono } from "hono/tiny";
import { describe, expect, test } from "vitest";
import type { AppEnv } from "../request/context.ts";
import { ProblemError } from "../request/problem-error.ts";
import { startStack } from "../testing/stack.ts";
import { assertPlainTarget, isWirePath, searchOf } from "./target.ts";

/** Requests just below and just above the limit. */
const MAX_HEADER_BYTES = 16_384;
const MAX_TARGET_LENGTH = 8_192;

describe("headers may hold 16 KB in all, names and values", () => {
  // Two names and their values: `x-a` and `x-b`.
  const ask = async (bytes: number) => {
    const stack = await startStack();
    const half = bytes / 2 - 3;
    const headers = { "x-a": "a".repeat(Math.floor(half)), "x-b": "b".repeat(Math.ceil(half)) };
    const { status } = await stack.app.request("/healthz", { headers });
    await stack.close();
    return status;
  };

  test.each([
    // A proxy that sends many cookies.
    [10_000, 200],
    [MAX_HEADER_BYTES, 200],
    [MAX_HEADER_BYTES + 1, 431],
  ])("%i bytes: %i", async (bytes, status) => {
    expect(await ask(bytes)).toBe(status);
  });

  test("many short ones count by their names, too", async () => {
    const stack = await startStack();
    const headers = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`x-${"n".repeat(60)}-${i}`, ""]),
    );
    expect((await stack.app.request("/healthz", { headers })).status).toBe(431);
    await stack.close();
  });

  // Of a header such as `user-agent` that was sent twice, Node keeps the first.
  test.each([
    [MAX_HEADER_BYTES, 200],
    [MAX_HEADER_BYTES + 1, 431],
  ])("%i bytes, where they arrived on a connection, repeated names included: %i", async (bytes, status) => {
    const stack = await startStack();
    const name = "user-agent";
    const rawHeaders = [name, "a", name, "b".repeat(bytes - 2 * name.length - 1)];
    const incoming = { url: "/healthz", rawHeaders };
    const answer = await stack.app.request("/healthz", { headers: { [name]: "a" } }, { incoming });
    expect(answer.status).toBe(status);
    await stack.close();
  });
});

test.each([
  [MAX_TARGET_LENGTH, true],
  [MAX_TARGET_LENGTH + 1, false],
])("a target of %i characters is taken: %s", (length, isTaken) => {
  const target = `/${"a".repeat(length - 1)}`;
  if (isTaken) expect(() => assertPlainTarget(target)).not.toThrow();
  else expect(() => assertPlainTarget(target)).toThrow("8192 characters");
});

const CONTROL = "The path holds control characters.";
const SEPARATOR = "The path holds a backslash, question mark or number sign.";
const DOTS = "The path holds . or .. as a segment.";
const EMPTY = "The path holds an empty segment.";

// Paths that a parser would resolve, shorten or change are refused by name, encoded or not.
test.each([
  ["/a/%", "The path holds a percent sign that encodes nothing."],
  ["/a%00b", CONTROL],
  ["/a%e2%80%8bb", CONTROL],
  ["/a%e2%80%a8b", CONTROL],
  ["/a%e2%80%a9b", CONTROL],
  ["/a\\b", SEPARATOR],
  ["/a%5cb", SEPARATOR],
  ["/a%3fb", SEPARATOR],
  ["/a%23b", SEPARATOR],
  ["/./a", DOTS],
  ["/a/..", DOTS],
  ["/%2e%2e/a", DOTS],
  ["//a", EMPTY],
  ["/a//b", EMPTY],
  ["/a%2f%2fb", EMPTY],
  ["http://host//a", EMPTY],
  ["HTTP://host/../a", DOTS],
  ["/a/http://..", DOTS],
  ["/", null],
  ["/a/", null],
  ["/a.b/...", null],
  ["/a?b=//../%5c%", null],
  ["/a#b//../%", null],
  ["http://host/a", null],
  ["https://host", null],
])("the target %s: %s", (target, detail) => {
  if (detail === null) expect(() => assertPlainTarget(target)).not.toThrow();
  else expect(() => assertPlainTarget(target)).toThrow(detail);
});

test("behind a gateway, which passes paths on decoded, its own refusal counts and not the path", async () => {
  const stack = await startStack();
  const statusOf = async (target: string, refusal: ProblemError | null) => {
    const gateway = { requestId: "gateway-1", remainingMs: () => 10_000, takes: () => true, refusal };
    return (await stack.app.request(target, {}, { gateway })).status;
  };
  expect(await statusOf("/healthz", new ProblemError("malformed-request"))).toBe(400);
  expect(await statusOf("/healthz", null)).toBe(200);
  // Not refused, but no route: the gateway has looked at it.
  expect([await statusOf("/a//b", null), (await stack.app.request("/a//b")).status]).toEqual([404, 400]);
  await stack.close();
});

test.each([
  ["65536", 200],
  ["65537", 413],
])("a request that announces a body of %s bytes: %i", async (length, status) => {
  const stack = await startStack();
  const answer = await stack.app.request("/healthz", { headers: { "content-length": length } });
  expect(answer.status).toBe(status);
  await stack.close();
});

test.each([
  ["/a", ""],
  ["/a?", ""],
  ["/a?b=1", "b=1"],
  ["/a?b=1?2", "b=1?2"],
  ["/a?b=%2f+%23&b=", "b=%2f+%23&b="],
  ["/a?b=1#c", "b=1"],
  ["/a?b=1#c?d", "b=1"],
  ["/a#c", ""],
  ["/a#c?d", ""],
])("the query of %s is %j, decoded nowhere and without the fragment", async (target, search) => {
  const app = new Hono<AppEnv>().get("/a", (c) => c.text(searchOf(c)));
  expect(await (await app.request(target)).text()).toBe(search);
});

test.each([
  ["/v1", true],
  ["/v1/demo/services", true],
  ["/v10/demo", true],
  ["/v", false],
  ["/v/demo", false],
  ["/v1beta/demo", false],
  ["/versions/demo", false],
  ["/api/v1/projects", false],
])("%s is a path of the platform's format: %s", (path, isWire) => {
  expect(isWirePath(path)).toBe(isWire);
});
