import {
  CircuitOpenError,
  CredentialsUnavailableError,
  InvalidArgumentError,
  OverloadedError,
  PagingInconsistentError,
  RequestAbortedError,
  UpstreamAuthError,
  UpstreamConnectionError,
  UpstreamHttpError,
  UpstreamNotFoundError,
  UpstreamSchemaError,
  UpstreamThrottledError,
  UpstreamTimeoutError,
  UpstreamTooLargeError,
} from "@deploy-lens/modelarts/errors";
import { expect, test } from "vitest";
import { owedAfter } from "./owed.ts";

const CALL = { method: "GET", path: "/v1/p/services/s/events" };
const answered = (status: number) => ({
  ...{ status, code: null, upstreamMessage: null, requestId: null, retryAfterMs: null },
});

const CAUSES: readonly [string, Error, "upstream" | "service"][] = [
  ["throttled", new UpstreamThrottledError(CALL, answered(429)), "upstream"],
  ["too slow", new UpstreamTimeoutError(CALL, 1_000), "upstream"],
  ["not reached", new UpstreamConnectionError(CALL, "ECONNRESET"), "upstream"],
  ["not asked, as it has been failing", new CircuitOpenError(CALL, 1_000), "upstream"],
  ["not asked, as too much waits", new OverloadedError(CALL, 1_000), "upstream"],
  ["not asked, without credentials", new CredentialsUnavailableError("no secret"), "upstream"],
  ["refused: 401", new UpstreamAuthError(CALL, answered(401)), "upstream"],
  ["refused: 403", new UpstreamAuthError(CALL, answered(403)), "service"],
  ["failing: 500", new UpstreamHttpError(CALL, answered(500)), "upstream"],
  ["an answer of 499", new UpstreamHttpError(CALL, answered(499)), "service"],
  ["an answer of 404", new UpstreamNotFoundError(CALL, answered(404)), "service"],
  ["of another shape", new UpstreamSchemaError(CALL, "events: expected array"), "service"],
  ["too large", new UpstreamTooLargeError(CALL, 1_000), "service"],
  ["contradicting itself", new PagingInconsistentError(CALL, "missing_rows", "9 of 10"), "service"],
  ["given up by us", new RequestAbortedError(CALL, "left"), "service"],
  ["never asked such a thing", new InvalidArgumentError("limit", "too many"), "service"],
  ["not at fault: our own table is", new Error("away"), "service"],
];

test.each(CAUSES)("an upstream %s: %s", (_, error, cause) => {
  expect(owedAfter(null, { error, nowMs: 5, fromMs: 3 })).toMatchObject({ cause, sinceMs: 5, fromMs: 3 });
});

test("an outage costs one write, however long it lasts; another cause is a new one of the same debt", () => {
  const failing = { error: new UpstreamTimeoutError(CALL, 1_000), nowMs: 5, fromMs: null };
  const owed = owedAfter(null, failing);
  expect(owed).toMatchObject({ sinceMs: 5, fromMs: null, cause: "upstream" });
  expect(owedAfter(owed, { ...failing, nowMs: 9, fromMs: 7 })).toBe(owed);
  const changed = { error: new UpstreamTooLargeError(CALL, 1_000), nowMs: 9, fromMs: 7 };
  expect(owedAfter(owed, changed)).toMatchObject({ sinceMs: 5, fromMs: null, cause: "service" });
  const long = owedAfter(null, { error: new Error("x".repeat(1_000)), nowMs: 0, fromMs: 0 });
  expect(long.error).toHaveLength(300);
});
