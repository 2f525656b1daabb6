import { expect, test } from "vitest";
import { toGatewayResult } from "./gateway-result.ts";

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

test("an answer that Lambda would refuse is a problem that says what to do", async () => {
  const response = new Response("x".repeat(6_300_000), {
    headers: { etag: '"x"', "x-request-id": "r-1234567" },
  });
  const result = await toGatewayResult(response, "GET");
  expect(result.statusCode).toBe(500);
  expect(result.headers).not.toHaveProperty("etag");
  expect(JSON.parse(result.body)).toMatchObject({
    detail: "The answer is larger than can be sent: ask for fewer with limit, or for a shorter time.",
    requestId: "r-1234567",
  });
});
