import type { Salvaged } from "@deploy-lens/core/upstream/salvage";
import { type AttemptContext, attempt, type PreparedGet } from "./attempt.ts";
import type { Authenticator, Authorization } from "./auth/authenticator.ts";
import { type CallRecord, type OnRequest, observed } from "./call/request-info.ts";
import { type Route, requestLabel, requestUrl, routePath } from "./call/route.ts";
import { type CallOptions, type CallScope, openCallScope, untilAborted } from "./call/scope.ts";
import {
  type RequestLabel,
  UpstreamAuthError,
  UpstreamConnectionError,
  UpstreamHttpError,
  UpstreamThrottledError,
  UpstreamTimeoutError,
} from "./errors/index.ts";
import type { Answer } from "./http/exchange.ts";
import { parseAnswer } from "./http/parse-answer.ts";
import { parseHttpDate } from "./http/retry-after.ts";
import { jitteredDelayMs, type RetryBudget } from "./pace/retry-policy.ts";
import type { Throttle } from "./pace/throttle.ts";

/** Waits; may reject in any way when the signal is aborted. */
export type Sleep = (durationMs: number, signal: AbortSignal) => Promise<unknown>;

/** One call: a GET whose answer has a known shape. */
export interface GetRequest<T> {
  readonly route: Route;
  readonly ids: { readonly project_id: string; readonly service_id?: string };
  /** In canonical spelling, without question mark. */
  readonly query: string;
  readonly parse: (body: unknown) => Salvaged<T> | Promise<Salvaged<T>>;
}

/** An answer as parsed, in the upstream's names, and what its headers say. */
export interface Reply<T> extends Salvaged<T> {
  /** The upstream's id of the request, for its support. */
  readonly requestId: string | null;
  /** The upstream's clock when it answered, epoch ms. */
  readonly dateMs: number | null;
}

/** What all calls of one client share. */
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
 * Makes one call within its deadline: authenticates, sends, retries what may pass, parses.
 *
 * @throws every {@link ModelArtsFailure} but `paging`.
 */
export async function get<T>(
  transport: Transport,
  request: GetRequest<T>,
  options: CallOptions,
): Promise<Reply<T>> {
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
  // With the first refusal: most starts meet none.
  const { httpError } = await import("./http/http-error.ts");
  const error = httpError(label, answer, authorization.secrets, transport.now());
  if (!isRefusal(error)) authorization.accepted();
  const asksForRest = error.status === 429 || error.status === 503;
  if (asksForRest && error.retryAfterMs !== null) transport.throttle.rest(route, error.retryAfterMs);
  throw error;
}

/** Waits while the upstream asked for rest, if that is worth the caller's while. */
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

/** Waits before a retry; throws the error where there must be none. */
async function pauseBeforeRetry(transport: Transport, call: Call, error: unknown): Promise<void> {
  const { limits, budget, breaker } = transport;
  const retry = call.record.retries + 1;
  const waitMs = retry < limits.retry.maxAttempts ? retryWaitMs(transport, error, retry) : null;
  if (waitMs === null || waitMs >= call.scope.remainingMs()) throw error;
  if (breaker.waitMs() > 0 || !budget.take()) throw error;
  await pause(transport, waitMs, call.scope);
}

/** How long to wait before trying again; `null` when that would not help, or not soon enough. */
function retryWaitMs({ limits, random }: Transport, error: unknown, retry: number): number | null {
  const { baseDelayMs, throttledBaseDelayMs, maxDelayMs } = limits.retry;
  const jitter = (base: number) => jitteredDelayMs({ retry, baseDelayMs: base, maxDelayMs }, random);
  if (error instanceof UpstreamTimeoutError) return jitter(baseDelayMs);
  if (error instanceof UpstreamConnectionError) return error.code === "REDIRECT" ? null : jitter(baseDelayMs);
  if (!(error instanceof UpstreamHttpError) || !PASSING_STATUSES.has(error.status)) return null;
  if (error.retryAfterMs === null) {
    return jitter(error.status === 429 ? throttledBaseDelayMs : baseDelayMs);
  }
  return error.retryAfterMs > maxDelayMs ? null : error.retryAfterMs + random() * baseDelayMs;
}

/** Statuses that may be gone a moment later. */
const PASSING_STATUSES = new Set([408, 429, 500, 502, 503, 504]);

function pause(transport: Transport, durationMs: number, scope: CallScope): Promise<unknown> {
  return untilAborted(transport.sleep(durationMs, scope.signal), scope.signal);
}

/** A refusal of who asks, not of what is asked. `ModelArts.0206` is "Invalid AK/SK", answered with 403. */
function isRefusal(error: unknown): error is UpstreamAuthError {
  return error instanceof UpstreamAuthError && (error.status === 401 || error.code === "ModelArts.0206");
}
