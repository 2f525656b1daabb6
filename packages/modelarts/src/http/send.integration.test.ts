import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { json, startServer, startTcpServer } from "../testing/local-server.ts";
import { createSend } from "./send.ts";

const get = (endpoint: string, maxBytes = 100_000) =>
  createSend()(
    { method: "GET", url: new URL(`${endpoint}/a?b=c`), headers: { accept: "application/json" } },
    { signal: AbortSignal.timeout(5_000), maxBytes },
  );

/** Answers with a body packed as it is said to be, or not. */
const packed = (encoding: string, body: Uint8Array) =>
  startServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-encoding": encoding }).end(body);
  });

test("gives status, header fields in any case, and the body as it came", async () => {
  const server = await startServer((_, response) =>
    json(response, 404, { 服: 1 }, { "X-Request-Id": "r-1" }),
  );
  const { status, headers, body } = await get(server.endpoint);
  expect(status).toBe(404);
  expect(headers.get("X-REQUEST-ID")).toBe("r-1");
  expect(headers.get("x-other")).toBeNull();
  expect(Buffer.from(body ?? []).toString()).toBe('{"服":1}');
  expect(server.requests).toEqual(["GET /a?b=c"]);
});

test("a body goes out with its length", async () => {
  let received = "";
  const server = await startServer(async (request, response) => {
    for await (const chunk of request) received += chunk;
    json(response, 201, {});
  });
  const url = new URL(server.endpoint);
  await createSend()(
    { method: "POST", url, headers: { "content-type": "application/json" }, body: '{"密":1}' },
    { signal: AbortSignal.timeout(5_000), maxBytes: 10 },
  );
  expect(received).toBe('{"密":1}');
  expect(server.headers[0]).toMatchObject({ "content-length": "9" });
});

describe("packed answers", () => {
  test("are unpacked", async () => {
    const server = await packed("gzip", gzipSync("[1,2,3]"));
    expect(Buffer.from((await get(server.endpoint)).body ?? []).toString()).toBe("[1,2,3]");
    expect(server.headers[0]).toMatchObject({ "accept-encoding": "gzip" });
  });

  test("that unpack to more than is allowed are too large", async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    expect(bomb.length).toBeLessThan(20_000);
    const server = await packed("gzip", bomb);
    expect((await get(server.endpoint, 20_000)).body).toBeNull();
  });

  test.each([
    ["gzip", Buffer.from("not packed"), "Z_DATA_ERROR"],
    ["gzip", gzipSync("x".repeat(1_000)).subarray(0, 20), "Z_BUF_ERROR"],
    ["br", Buffer.from("whatever"), "UNKNOWN_CONTENT_ENCODING"],
  ])("said to be %s that are not fail with a code", async (encoding, body, code) => {
    const server = await packed(encoding, body);
    await expect(get(server.endpoint)).rejects.toMatchObject({ code });
  });

  test("that are empty are empty", async () => {
    const server = await packed("gzip", new Uint8Array());
    expect((await get(server.endpoint)).body).toHaveLength(0);
  });
});

test("more than is allowed is not read on", async () => {
  let closed: () => void = () => undefined;
  const end = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const server = await startServer((_, response) => {
    response.writeHead(200);
    const pump = setInterval(() => response.write(" ".repeat(10_000)), 1);
    response.on("close", () => {
      clearInterval(pump);
      closed();
    });
  });
  expect((await get(server.endpoint, 50_000)).body).toBeNull();
  await end;
});

test("a change of protocols that nobody asked for is a broken connection", async () => {
  const server = await startTcpServer((socket) => {
    socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n");
  });
  await expect(get(server.endpoint)).rejects.toMatchObject({ code: "ECONNRESET" });
});

test("an answer that is whole stands, whatever comes behind it", async () => {
  const server = await startTcpServer((socket) => {
    socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}\u0000 nonsense\r\n\r\n");
  });
  expect(Buffer.from((await get(server.endpoint)).body ?? []).toString()).toBe("{}");
});

test("an answer that breaks off fails with its own error code", async () => {
  const server = await startTcpServer((socket) => {
    socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\nnonsense");
  });
  await expect(get(server.endpoint)).rejects.toMatchObject({ code: "HPE_INVALID_CHUNK_SIZE" });
});

describe("reused connections", () => {
  const ok = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
  const twice = async (endpoint: string) => {
    const send = createSend();
    const request = { method: "GET", url: new URL(endpoint), headers: {} } as const;
    const limits = { signal: AbortSignal.timeout(5_000), maxBytes: 100 };
    await send(request, limits);
    return send(request, limits);
  };

  test("that the upstream breaks as we use them again are an error, and the next one is new", async () => {
    let connections = 0;
    const server = await startTcpServer((socket) => {
      connections += 1;
      socket.write(ok);
      socket.on("data", () => socket.resetAndDestroy());
    });
    const send = createSend();
    const request = { method: "GET", url: new URL(server.endpoint), headers: {} } as const;
    const limits = { signal: AbortSignal.timeout(5_000), maxBytes: 100 };
    await send(request, limits);
    await expect(send(request, limits)).rejects.toMatchObject({ code: "ECONNRESET" });
    expect((await send(request, limits)).status).toBe(200);
    expect(connections).toBe(2);
  });

  test("new ones that break are an error", async () => {
    const server = await startTcpServer((socket) => socket.resetAndDestroy());
    await expect(get(server.endpoint)).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(server.requests).toHaveLength(1);
  });

  test("that break within an answer are an error", async () => {
    const server = await startTcpServer((socket) => {
      socket.write(ok);
      socket.on("data", () => socket.write(ok.slice(0, -1), () => socket.resetAndDestroy()));
    });
    await expect(twice(server.endpoint)).rejects.toMatchObject({ code: "ECONNRESET" });
  });
});
