import { expect, test } from "vitest";
import { takesBody, toGatewayResult } from "./gateway-result.ts";

test.each([
  "application/json",
  "application/json;charset=utf-8",
  "application/problem+json",
  "text/csv; charset=utf-8; header=present",
  "text/html; charset=utf-8",
  "text/event-stream",
  "application/javascript",
])("%s is sent as text", async (type) => {
  const result = await toGatewayResult(new Response("服务", { headers: { "content-type": type } }), "GET");
  expect(result).toMatchObject({ body: "服务", isBase64Encoded: false });
});

test("anything else is sent in base64", async () => {
  const bytes = new Uint8Array([0, 255, 128]);
  const result = await toGatewayResult(
    new Response(bytes, { headers: { "content-type": "image/png" } }),
    "GET",
  );
  expect(result).toMatchObject({ body: "AP+A", isBase64Encoded: true });
});

test("headers of one connection stay here, and so do cookies", async () => {
  const headers = new Headers({
    connection: "keep-alive",
    "keep-alive": "timeout=5",
    "transfer-encoding": "chunked",
    "content-length": "2",
    "set-cookie": "a=1",
    etag: '"x"',
  });
  const result = await toGatewayResult(new Response("{}", { headers }), "GET");
  expect(Object.keys(result.headers).sort()).toEqual(["content-type", "etag"]);
});

test("bytes are sent in base64, whatever they are the coding of", async () => {
  const headers = { "content-type": "application/json", "content-encoding": "gzip" };
  const result = await toGatewayResult(new Response(new Uint8Array([31, 139]), { headers }), "GET");
  expect(result).toMatchObject({ body: "H4s=", isBase64Encoded: true });
});

const written = (body: string, isBase64Encoded: boolean) =>
  Buffer.byteLength(JSON.stringify({ statusCode: 200, headers: HEADERS, body, isBase64Encoded }));
const HEADERS = Object.fromEntries(
  Array.from({ length: 30 }, (_, index) => [`header-${index}`, "x".repeat(60)]),
);
const LAMBDA_LIMIT = 6_291_556;

test.each([
  ["quotes, which take two bytes", '{"a":1},', 1_000],
  ["plain text", "x", 1],
  ["Chinese, which takes three", "服务", 1_000],
  ["control characters, which take six", "\u0001", 100],
])("a body is taken just as long as Lambda returns it: %s", (_, unit, step) => {
  let [taken, refused] = [0, LAMBDA_LIMIT];
  while (refused - taken > step) {
    const middle = Math.floor((taken + refused) / 2);
    if (takesBody(unit.repeat(middle))) taken = middle;
    else refused = middle;
  }
  const largest = written(unit.repeat(taken), false);
  expect(largest).toBeLessThanOrEqual(LAMBDA_LIMIT);
  expect(largest).toBeGreaterThan(0.99 * LAMBDA_LIMIT);
});

test("and so are bytes, as base64 makes them", () => {
  const largest = Math.floor(((LAMBDA_LIMIT - 16_384) / 4) * 3) - 3;
  expect(takesBody(new Uint8Array(largest))).toBe(true);
  expect(written("A".repeat(Math.ceil(largest / 3) * 4), true)).toBeLessThanOrEqual(LAMBDA_LIMIT);
  expect(takesBody(new Uint8Array(largest + 4))).toBe(false);
});
