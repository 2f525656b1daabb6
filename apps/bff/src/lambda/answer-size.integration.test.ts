import { brotliDecompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { createApp } from "../app.ts";
import type { RequestLog } from "../log/request-log.ts";
import { memoryWorld } from "../testing/memory.ts";
import { gatewayEvent } from "../testing/ways.ts";
import { createLambdaHandler } from "./lambda-adapter.ts";

const LAMBDA_LIMIT = 6_291_556;

test.each([
  ["/api/v1/projects/p/services/s/events", { type: "urn:deploy-lens:problem:answer-too-large", status: 400 }],
  ["/v1/p/services/s/events", { error_code: "ModelArts.0107" }],
])(
  "%s: an answer that Lambda cannot return says what to narrow, and is logged as what was sent",
  async (path, shape) => {
    const world = memoryWorld();
    // Below 6 MB as text, above it as Lambda counts: every quote is escaped to two bytes.
    world.upstreamEvents = Array.from({ length: 1_000 }, (_, index) => ({
      occurredAtMs: 1_000_000 + index,
      severity: "normal" as const,
      message: `${'"'.repeat(1_700)}${index}`,
    }));
    const lines: RequestLog[] = [];
    const app = createApp({
      upstream: world.upstream,
      auth: { mode: "off", projects: ["p"] },
      now: Date.now,
      log: (line) => lines.push(line),
    });
    const handler = createLambdaHandler(app);
    const invoke = (query: string, headers = {}) =>
      handler(gatewayEvent(`${path}?${query}`, { headers }), { getRemainingTimeInMillis: () => 29_000 });

    const refused = await invoke("limit=1000");
    expect([refused.statusCode, JSON.parse(refused.body)]).toMatchObject([400, shape]);
    expect(refused.body).toContain("smaller limit");
    expect(refused.headers).not.toHaveProperty("etag");
    expect(lines.at(-1)).toMatchObject({ status: 400, problem: "answer-too-large" });

    world.pageSize = 500;
    const narrower = await invoke("limit=500");
    expect(narrower.statusCode).toBe(200);
    expect(Buffer.byteLength(JSON.stringify(narrower))).toBeLessThanOrEqual(LAMBDA_LIMIT);

    world.pageSize = 1_000;
    const packed = await invoke("limit=1000", { "accept-encoding": "br" });
    expect(packed.statusCode).toBe(200);
    const text = brotliDecompressSync(Buffer.from(packed.body, "base64")).toString();
    expect(JSON.parse(text).events).toHaveLength(1_000);
  },
);
