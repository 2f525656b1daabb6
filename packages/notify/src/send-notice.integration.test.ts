import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import { expect, onTestFinished, test } from "vitest";
import { channelOf } from "./channels/index.ts";
import { sendNotice } from "./send-notice.ts";
import { someNotice } from "./testing/notice.ts";

const secret = `whsec_${Buffer.alloc(32, "a").toString("base64")}`;

interface Received {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A recipient that gives these answers in turn, and then 200. */
async function recipient(...answers: readonly ((response: ServerResponse) => void)[]) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) });
    const answer = answers[received.length - 1];
    if (answer === undefined) response.end("ok");
    else answer(response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

const tell = (url: string, waitsMs: readonly number[] = [1, 1]) =>
  sendNotice(someNotice(), channelOf(url, [secret]), { language: "en", reach: "anywhere", waitsMs });

test("a recipient that fails is told again, with the same id and bytes, each attempt signed", async () => {
  const { received, url } = await recipient(
    (response) => response.writeHead(503).end(),
    (response) => response.destroy(),
  );
  expect(await tell(url)).toEqual({ accepted: true, attempts: 3, reason: null });
  expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  expect(new Set(received.map(({ headers }) => headers["webhook-id"]))).toEqual(
    new Set(["deployment.failed.d0jxui23zo"]),
  );
  for (const { headers, body } of received)
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toBeTruthy();
});

test("a recipient that keeps failing is given up after the last wait", async () => {
  const { received, url } = await recipient(...Array(5).fill((r: ServerResponse) => r.writeHead(500).end()));
  expect(await tell(url)).toEqual({ accepted: false, attempts: 3, reason: "HTTP 500" });
  expect(received).toHaveLength(3);
});

test.each([
  [410, {}],
  [400, {}],
  [302, { location: "http://127.0.0.1:1/" }],
])("HTTP %i is not tried again, and a redirect not followed", async (status, headers) => {
  const { received, url } = await recipient((response) => response.writeHead(status, headers).end());
  expect(await tell(url)).toEqual({ accepted: false, attempts: 1, reason: `HTTP ${status}` });
  expect(received).toHaveLength(1);
});

test("an answer without end is read to 4 KB", async () => {
  const { url } = await recipient((response) => {
    response.writeHead(200);
    const more = () => {
      while (!response.destroyed && response.write("x".repeat(1_000)));
    };
    response.on("drain", more).on("error", () => undefined);
    more();
  });
  expect(await tell(url)).toMatchObject({ accepted: true, attempts: 1 });
});

test("where only public addresses may be told, this machine is not", async () => {
  const { received, url } = await recipient();
  for (const address of [url, url.replace("http:", "https:"), "https://localhost/", "https://[::1]:8443/"]) {
    const channel = channelOf(address, []);
    const end = await sendNotice(someNotice(), channel, { language: "en", reach: "public", waitsMs: [1] });
    expect(end).toMatchObject({ accepted: false, attempts: 1 });
  }
  expect(received).toEqual([]);
});

test("a failure names no address: that of a chat bot is its secret", async () => {
  const end = await tell("http://127.0.0.1:9/bot-secret", []);
  expect(end).toEqual({ accepted: false, attempts: 1, reason: "no answer (ECONNREFUSED)" });
});
