import type { Salvaged } from "@deploy-lens/core/upstream/salvage";
import { type Deadline, startDeadline, untilAborted } from "@deploy-lens/deadline";
import type { Authenticator, Authorization } from "./auth/authenticator.ts";
import type { UpstreamCallOptions } from "./call/options.ts";
import { type CallRecord, type OnRequest, observed } from "./call/request-info.ts";
import { type Route, requestLabel, requestUrl, routePath } from "./call/route.ts";
import type { ClientLimits } from "./create-transport.ts";
import {
  CircuitOpenError,
  InvalidArgumentError,
  OverloadedError,
  RequestAbortedError,
  type RequestLabel,
  UpstreamAuthError,
  UpstreamConnectionError,
  UpstreamHttpError,
  UpstreamThrottledError,
  UpstreamTimeoutError,
} from "./errors/index.ts";
import { parseAnswer, parseHttpDate } from "./http/answer.ts";
import { type Answer, type Send, sendOnce } from "./http/send.ts";
import type { AttemptVerdict, CircuitBreaker, Permit } from "./pace/circuit-breaker.ts";
import type { Concurrency, Throttle } from "./pace/concurrency.ts";
import { attemptTimeoutMs, jitteredDelayMs, type RetryBudget } from "./pace/retry-policy.ts";

/** Resolves after `durationMs`; may reject with anything when the signal is aborted. */
export type Sleep = (durationMs: number, signal: AbortSignal) => Promise<unknown>;

/** A GET and the parser of its answer. */
export interface GetRequest<T> {
  readonly route: Route;
  readonly ids: { readonly project_id: string; readonly service_id?: string };
  /** In canonical form, without the question mark. */
  readonly query: string;
  readonly parse: (body: unknown) => Salvaged<T> | Promise<Salvaged<T>>;
}

/** A parsed answer, with the upstream's field names, and metadata from its headers. */
export interface UpstreamReply<T> extends Salvaged<T> {
  /** The upstream's request id, to quote to its support. */
  readonly requestId: string | null;
  /** The upstream's clock at the time of the answer, epoch ms. */
  readonly dateMs: number | null;
}

/** State shared by all calls of one client. */
export interface Transport extends AttemptContext {
  readonly endpoint: URL;
  readonly authenticator: Authenticator;
  readonly throttle: Throttle;
  readonly budget: RetryBudget;
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: Sleep;
  readonly onRequest: OnRequest | undefined;
}

/**
 * Makes one call within its deadline: authenticates, sends, retries transient failures, parses.
 *
 * @throws every {@link ModelArtsFailure} except `paging`.
 */
export async function get<T>(
  transport: Transport,
  request: GetRequest<T>,
  options: UpstreamCallOptions,
): Promise<UpstreamReply<T>> {
  const path = routePath(request.route, request.ids);
  const url = requestUrl(transport.endpoint, path, request.query);
  const label = requestLabel("GET", url);
  return observed({ method: "GET", route: request.route }, transport, async (record) => {
    const scope = openCallScope(label, options, transport.limits.timeoutMs, transport);
    try {
      const call = { url, label, route: request.route, projectId: request.ids.project_id, scope, record };
      const answer = await getAnswer(transport, call);
      const parsed = await parseAnswer(label, answer, request.parse);
      record.setAside = parsed.setAside.length;
      return {
        ...parsed,
        requestId: answer.headers.get("x-request-id"),
        dateMs: parseHttpDate(answer.headers.get("date") ?? ""),
      };
    } finally {
      scope.close();
    }
  });
}

/** The time budget of one call: a signal whose reason is the error to throw, and the time left. */
interface CallScope extends Deadline {
  remainingMs(): number;
}

function openCallScope(
  request: RequestLabel,
  { deadlineMs, signal }: UpstreamCallOptions,
  defaultTimeoutMs: number,
  { now, monotonicNow }: Pick<Transport, "now" | "monotonicNow">,
): CallScope {
  const startedAtMs = monotonicNow();
  const timeoutMs = deadlineMs === undefined ? defaultTimeoutMs : Math.max(0, deadlineMs - now());
  if (Number.isNaN(timeoutMs)) throw new InvalidArgumentError("deadlineMs", "must be a time in epoch ms");
  const deadline = startDeadline({
    timeoutMs,
    expired: () => new UpstreamTimeoutError(request, timeoutMs),
    outer: signal,
    aborted: (reason) => new RequestAbortedError(request, reason),
  });
  return { ...deadline, remainingMs: () => Math.max(0, timeoutMs - (monotonicNow() - startedAtMs)) };
}

interface Call extends PreparedGet {
  readonly route: Route;
  readonly projectId: string;
  readonly scope: CallScope;
  readonly record: CallRecord;
}

async function getAnswer(transport: Transport, call: Call): Promise<Answer> {
  let renewed = false;
  for (;;) {
    await waitForRoute(transport, call);
    const authorization = await transport.authenticator.authorize(call.projectId, call.scope.signal);
    try {
      const answer = await attempt(call, authorization, call, transport);
      return await expectSuccess(transport, call, authorization, answer);
    } catch (error) {
      if (!renewed && isRefusal(error) && authorization.refused(error)) {
        renewed = true;
        continue;
      }
      await pauseBeforeRetry(transport, call, error);
      call.record.retries += 1;
    }
  }
}

async function expectSuccess(
  transport: Transport,
  { label, route, record }: Call,
  authorization: Authorization,
  answer: Answer,
): Promise<Answer> {
  if (answer.status >= 200 && answer.status < 300) {
    authorization.accepted();
    if (record.retries === 0) transport.budget.earn();
    return answer;
  }
  // Loaded on the first error, which most processes never see.
  const { httpError } = await import("./http/http-error.ts");
  const error = httpError(label, answer, authorization.secrets, transport.now());
  if (!isRefusal(error)) authorization.accepted();
  const asksForRest = error.status === 429 || error.status === 503;
  if (asksForRest && error.retryAfterMs !== null) transport.throttle.rest(route, error.retryAfterMs);
  throw error;
}

/** Waits out an earlier `Retry-After`, or throws if the caller's deadline does not allow it. */
async function waitForRoute(transport: Transport, { route, label, scope }: Call): Promise<void> {
  const restMs = transport.throttle.waitMs(route);
  if (restMs === 0) return;
  const waitMs = restMs + transport.random() * transport.limits.retry.baseDelayMs;
  if (restMs > transport.limits.retry.maxDelayMs || waitMs >= scope.remainingMs()) {
    throw notSentWhileResting(label, restMs);
  }
  await pause(transport, waitMs, scope);
}

function notSentWhileResting(label: RequestLabel, restMs: number): UpstreamThrottledError {
  const failure = { status: 429, code: null, upstreamMessage: null, requestId: null, retryAfterMs: restMs };
  return new UpstreamThrottledError(label, failure, "; not sent before its Retry-After is over");
}

/** Waits before a retry; rethrows the error if it must not be retried. */
async function pauseBeforeRetry(transport: Transport, call: Call, error: unknown): Promise<void> {
  const { limits, budget, breaker } = transport;
  const retry = call.record.retries + 1;
  const waitMs = retry < limits.retry.maxAttempts ? retryWaitMs(transport, error, retry) : null;
  if (waitMs === null || waitMs >= call.scope.remainingMs()) throw error;
  if (breaker.waitMs() > 0 || !budget.take()) throw error;
  await pause(transport, waitMs, call.scope);
}

/** Ms to wait before a retry; `null` if a retry would not help or could not come soon enough. */
function retryWaitMs({ limits, random }: Transport, error: unknown, retry: number): number | null {
  const { baseDelayMs, throttledBaseDelayMs, maxDelayMs } = limits.retry;
  const jitter = (base: number) => jitteredDelayMs({ retry, baseDelayMs: base, maxDelayMs }, random);
  if (error instanceof UpstreamTimeoutError) return jitter(baseDelayMs);
  if (error instanceof UpstreamConnectionError) return error.code === "REDIRECT" ? null : jitter(baseDelayMs);
  if (!(error instanceof UpstreamHttpError) || !TRANSIENT_STATUSES.has(error.status)) return null;
  if (error.retryAfterMs === null) {
    return jitter(error.status === 429 ? throttledBaseDelayMs : baseDelayMs);
  }
  return error.retryAfterMs > maxDelayMs ? null : error.retryAfterMs + random() * baseDelayMs;
}

const TRANSIENT_STATUSES = new Set([408, 429, 500, 502, 503, 504]);

function pause(transport: Transport, durationMs: number, scope: CallScope): Promise<unknown> {
  return untilAborted(transport.sleep(durationMs, scope.signal), scope.signal);
}

/** The upstream rejected our credentials, not the request. `ModelArts.0206` is "Invalid AK/SK", sent with a 403. */
function isRefusal(error: unknown): error is UpstreamAuthError {
  return error instanceof UpstreamAuthError && (error.status === 401 || error.code === "ModelArts.0206");
}

/** A GET with everything except its authentication headers. */
interface PreparedGet {
  readonly url: URL;
  readonly label: RequestLabel;
}

/** State shared by every attempt of one client. */
interface AttemptContext {
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
async function attempt(
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
  const expired = () => new UpstreamTimeoutError(label, timeoutMs);
  const deadline = startDeadline({ timeoutMs, expired, outer: scope.signal });
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
    const sendLimits = { send, signal: deadline.signal, maxResponseBytes: limits.maxResponseBytes };
    const answer = await sendOnce({ method: "GET", url, headers }, sendLimits);
    record.status = answer.status;
    verdict = answer.status >= 500 ? "failing" : "healthy";
    return answer;
  } catch (error) {
    verdict = judge(error, monotonicNow() - startedAtMs, limits.breaker.minSilenceMs);
    throw error;
  } finally {
    deadline.close();
    permit(verdict);
  }
}

function judge(error: unknown, elapsedMs: number, minSilenceMs: number): AttemptVerdict {
  if (error instanceof UpstreamConnectionError) return "failing";
  if (error instanceof UpstreamTimeoutError && elapsedMs >= minSilenceMs) return "failing";
  return "inconclusive";
}
