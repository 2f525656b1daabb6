import type { Authorization } from "./auth/authenticator.ts";
import type { CallRecord } from "./call/request-info.ts";
import { boundSignal, type CallScope } from "./call/scope.ts";
import {
  CircuitOpenError,
  OverloadedError,
  type RequestLabel,
  UpstreamConnectionError,
  UpstreamTimeoutError,
} from "./errors/index.ts";
import type { Send } from "./http/send.ts";
import { type Answer, sendOnce } from "./http/send-once.ts";
import type { ClientLimits } from "./limits.ts";
import type { AttemptVerdict, CircuitBreaker, Permit } from "./pace/circuit-breaker.ts";
import type { Concurrency } from "./pace/concurrency.ts";
import { attemptTimeoutMs } from "./pace/retry-policy.ts";

/** A GET with everything except its authentication headers. */
export interface PreparedGet {
  readonly url: URL;
  readonly label: RequestLabel;
}

/** State shared by every attempt of one client. */
export interface AttemptContext {
  readonly send: Send;
  readonly monotonicNow: () => number;
  readonly limits: ClientLimits;
  readonly breaker: CircuitBreaker;
  readonly concurrency: Concurrency;
}

/** Advice to callers who find even the queue full. */
const OVERLOADED_RETRY_AFTER_MS = 1_000;

/**
 * Makes one attempt: waits for a slot, checks the breaker, sends, reads, and reports the outcome to the breaker.
 *
 * @throws OverloadedError, CircuitOpenError and the errors of {@link sendOnce}. No HTTP status is an error here.
 */
export async function attempt(
  get: PreparedGet,
  authorization: Authorization,
  call: { readonly scope: CallScope; readonly record: CallRecord },
  context: AttemptContext,
): Promise<Answer> {
  refuseWhileOpen(get, context.breaker.waitMs());
  const release = await context.concurrency.enter(call.scope.signal, call.scope.remainingMs());
  if (release === null) throw new OverloadedError(get.label, OVERLOADED_RETRY_AFTER_MS);
  try {
    const permit = context.breaker.enter();
    if (typeof permit === "function") return await sendWithPermit(get, authorization, call, context, permit);
    throw new CircuitOpenError(get.label, permit.waitMs);
  } finally {
    release();
  }
}

/** Also checked before queueing: the queue is long while the upstream hangs. */
function refuseWhileOpen(get: PreparedGet, waitMs: number): void {
  if (waitMs > 0) throw new CircuitOpenError(get.label, waitMs);
}

async function sendWithPermit(
  { url, label }: PreparedGet,
  authorization: Authorization,
  { scope, record }: { readonly scope: CallScope; readonly record: CallRecord },
  { send, monotonicNow, limits }: AttemptContext,
  permit: Permit,
): Promise<Answer> {
  const timeoutMs = attemptTimeoutMs({
    remainingMs: scope.remainingMs(),
    attemptsLeft: Math.max(1, limits.retry.maxAttempts - record.retries),
    minAttemptTimeoutMs: limits.minAttemptTimeoutMs,
    maxAttemptTimeoutMs: limits.maxAttemptTimeoutMs,
  });
  const bound = boundSignal(scope.signal, timeoutMs, () => new UpstreamTimeoutError(label, timeoutMs));
  const startedAtMs = monotonicNow();
  let verdict: AttemptVerdict = "inconclusive";
  record.attempts += 1;
  try {
    const signable = { method: "GET", url, headers: { "content-type": "application/json" }, body: "" };
    const headers = {
      ...authorization.authenticate(signable),
      accept: "application/json",
      "user-agent": "deploy-lens",
    };
    const sendLimits = { send, signal: bound.signal, maxResponseBytes: limits.maxResponseBytes };
    const answer = await sendOnce({ method: "GET", url, headers }, sendLimits);
    record.status = answer.status;
    verdict = answer.status >= 500 ? "failing" : "healthy";
    return answer;
  } catch (error) {
    verdict = judge(error, monotonicNow() - startedAtMs, limits.breaker.minSilenceMs);
    throw error;
  } finally {
    bound.close();
    permit(verdict);
  }
}

function judge(error: unknown, elapsedMs: number, minSilenceMs: number): AttemptVerdict {
  if (error instanceof UpstreamConnectionError) return "failing";
  if (error instanceof UpstreamTimeoutError && elapsedMs >= minSilenceMs) return "failing";
  return "inconclusive";
}
