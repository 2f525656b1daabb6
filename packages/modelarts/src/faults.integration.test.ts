import { EventsQuery } from "@deploy-lens/core/upstream/events-query";
import { describe, expect, test } from "vitest";
import { isModelArtsFailure, type ModelArtsFailure } from "./errors/index.ts";
import { eventsAnswer, type LocalServer, startServer, startTcpServer } from "./testing/local-server.ts";
import { failureOf, ONE_ATTEMPT, testClient } from "./testing/test-client.ts";

const HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
const BODY = JSON.stringify(eventsAnswer([{ occur_time: 1, event_type: "normal", event_info: "a" }]));

interface Fault {
  readonly name: string;
  readonly kind: ModelArtsFailure["kind"];
  readonly start: () => Promise<LocalServer>;
}

const raw = (text: string, after: "keep" | "end" | "reset" = "keep") =>
  startTcpServer((socket) => {
    socket.write(text, () => {
      if (after === "end") socket.end();
      if (after === "reset") socket.resetAndDestroy();
    });
  });

const slowly = (text: string) =>
  startTcpServer((socket) => {
    let at = 0;
    const timer = setInterval(() => socket.write(text[at++] ?? " "), 20);
    socket.on("close", () => clearInterval(timer));
  });

const FAULTS: readonly Fault[] = [
  { name: "nobody listens", kind: "connection", start: closedPort },
  { name: "accepts and says nothing", kind: "timeout", start: () => raw("") },
  { name: "resets before the head", kind: "connection", start: () => raw("", "reset") },
  { name: "closes before the head", kind: "connection", start: () => raw("", "end") },
  { name: "stops within the head", kind: "timeout", start: () => raw("HTTP/1.1 200 OK\r\ncontent-ty") },
  { name: "closes within the head", kind: "connection", start: () => raw("HTTP/1.1 200 OK\r\ncont", "end") },
  { name: "speaks something else", kind: "connection", start: () => raw("220 mail ready\r\n", "end") },
  {
    name: "stops after the head",
    kind: "timeout",
    start: () => raw(`${HEAD}content-length: ${BODY.length}\r\n\r\n`),
  },
  {
    name: "stops within the body",
    kind: "timeout",
    start: () => raw(`${HEAD}content-length: ${BODY.length}\r\n\r\n${BODY.slice(0, 20)}`),
  },
  {
    name: "cuts the body",
    kind: "connection",
    start: () => raw(`${HEAD}content-length: ${BODY.length}\r\n\r\n${BODY.slice(0, 20)}`, "end"),
  },
  {
    name: "resets within the body",
    kind: "connection",
    start: () => raw(`${HEAD}content-length: ${BODY.length}\r\n\r\n${BODY.slice(0, 20)}`, "reset"),
  },
  {
    name: "never ends a chunked body",
    kind: "timeout",
    start: () => raw(`${HEAD}transfer-encoding: chunked\r\n\r\n${BODY.length.toString(16)}\r\n${BODY}\r\n`),
  },
  { name: "drips the head", kind: "timeout", start: () => slowly(`${HEAD}\r\n${BODY}`) },
  {
    name: "drips the body",
    kind: "timeout",
    start: () =>
      startTcpServer((socket) => {
        socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\n`);
        const timer = setInterval(() => socket.write("1\r\n \r\n"), 20);
        socket.on("close", () => clearInterval(timer));
      }),
  },
  {
    name: "a body cut where it is still valid HTTP",
    kind: "schema",
    start: () => raw(`${HEAD}connection: close\r\n\r\n${BODY.slice(0, -9)}`, "end"),
  },
  {
    name: "JSON of another shape",
    kind: "schema",
    start: () => raw(`${HEAD}content-length: 13\r\n\r\n{"events": []}`.slice(0, -1)),
  },
  {
    name: "a page for people",
    kind: "schema",
    start: () => raw("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>"),
  },
  {
    name: "an empty success",
    kind: "schema",
    start: () => raw("HTTP/1.1 204 No Content\r\n\r\n"),
  },
  {
    name: "nests deeper than anybody could write again",
    kind: "schema",
    start: () => {
      const deep = `${BODY.slice(0, -1)},"extra":${"[".repeat(40_000)}${"]".repeat(40_000)}}`;
      return raw(`${HEAD}content-length: ${deep.length}\r\n\r\n${deep}`);
    },
  },
  {
    name: "a redirect",
    kind: "connection",
    start: () => raw("HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n"),
  },
  {
    name: "an endless body",
    kind: "too_large",
    start: () =>
      startServer((_, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const pump = () => {
          while (!response.destroyed && response.write(" ".repeat(65_536)));
          response.once("drain", pump);
        };
        pump();
      }),
  },
];

/** The discard port, which nobody serves any more. */
async function closedPort(): Promise<LocalServer> {
  return { endpoint: "http://127.0.0.1:9", requests: [], headers: [] };
}

describe.each(FAULTS)("an upstream that $name", ({ kind, start }) => {
  test(`gives a ${kind} error within the deadline`, async () => {
    const server = await start();
    const client = testClient(server.endpoint, { limits: { ...ONE_ATTEMPT, maxResponseBytes: 100_000 } });
    const { error } = await failureOf(
      () => client.listEvents("demo", "s", EventsQuery.create(), { deadlineMs: Date.now() + 200 }),
      { withinMs: 700 },
    );
    expect(isModelArtsFailure(error) ? error.kind : error).toBe(kind);
    expect(String(error)).toContain("GET /v1/demo/services/s/events: ");
  });
});

test.each(FAULTS)(
  "with retries too, an upstream that $name keeps nobody past the deadline",
  async ({ start }) => {
    const server = await start();
    const client = testClient(server.endpoint, {
      limits: { minAttemptTimeoutMs: 50, maxResponseBytes: 100_000, retry: { baseDelayMs: 10 } },
    });
    const { error } = await failureOf(
      () => client.listEvents("demo", "s", EventsQuery.create(), { deadlineMs: Date.now() + 300 }),
      { withinMs: 800 },
    );
    expect(isModelArtsFailure(error)).toBe(true);
  },
);
