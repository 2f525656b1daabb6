import type { ServerResponse } from "node:http";
import type { Strike } from "../faults/index.ts";
import type { SimulatedAnswer } from "../http/answer.ts";

/** Interval between the chunks of a slow body, in ms. */
const DRIP_INTERVAL_MS = 50;

const MAINTENANCE_PAGE =
  "<!doctype html><title>Maintenance</title><p>The system is being upgraded. Try again later.";

/**
 * Sends an answer, complete or broken as the fault demands.
 *
 * Resolves when the answer is complete or the connection is gone.
 */
export function deliver(
  response: ServerResponse,
  answer: SimulatedAnswer,
  fault: Strike["fault"],
  requestId: string,
): Promise<void> {
  return new Promise((resolve) => {
    response.once("close", resolve);
    if (response.destroyed) return resolve();
    if (fault?.kind === "black_hole") return;
    if (fault?.kind === "reset" && fault.when === "before_headers") {
      response.socket?.resetAndDestroy();
      return;
    }
    writeAnswer(response, answer, fault, requestId);
  });
}

function writeAnswer(
  response: ServerResponse,
  answer: SimulatedAnswer,
  fault: Strike["fault"],
  requestId: string,
): void {
  const json = Buffer.from(JSON.stringify(answer.body));
  const half = json.subarray(0, Math.ceil(json.length / 2));
  response.statusCode = answer.status;
  response.setHeader("Content-Type", "application/json");
  response.setHeader("X-Request-Id", requestId);
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);

  switch (fault?.kind) {
    case "truncate":
      response.setHeader("Content-Length", json.length);
      response.write(half, () => response.destroy());
      return;
    case "reset":
      response.setHeader("Content-Length", json.length);
      response.write(half, () => response.socket?.resetAndDestroy());
      return;
    case "never_ends":
      response.write(json);
      return;
    case "malformed_json":
      response.end(Buffer.concat([half, Buffer.from("\u0000}}")]));
      return;
    case "wrong_content_type":
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      response.end(MAINTENANCE_PAGE);
      return;
    case "slow_bytes":
      response.setHeader("Content-Length", json.length);
      drip(response, json, fault.bytesPerSecond);
      return;
    case "huge_body":
      pad(response, json, fault.bytes);
      return;
    default:
      response.setHeader("Content-Length", json.length);
      response.end(json);
  }
}

function drip(response: ServerResponse, body: Buffer, bytesPerSecond: number): void {
  let sent = 0;
  let owed = 0;
  response.flushHeaders();
  const timer = setInterval(() => {
    owed += (bytesPerSecond * DRIP_INTERVAL_MS) / 1_000;
    const next = Math.min(body.length, Math.floor(owed));
    if (next > sent) response.write(body.subarray(sent, next));
    sent = next;
    if (sent === body.length) {
      clearInterval(timer);
      response.end();
    }
  }, DRIP_INTERVAL_MS);
  response.once("close", () => clearInterval(timer));
}

function pad(response: ServerResponse, body: Buffer, bytes: number): void {
  const blanks = Buffer.alloc(65_536, " ");
  let left = bytes - body.length;
  response.write(body);
  function more(): void {
    while (left > 0 && !response.destroyed) {
      const chunk = blanks.subarray(0, Math.min(left, blanks.length));
      left -= chunk.length;
      if (!response.write(chunk)) {
        response.once("drain", more);
        return;
      }
    }
    if (!response.destroyed) response.end();
  }
  more();
}
