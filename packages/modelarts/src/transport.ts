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
import { parseAnswer } from "./http/parse-answer.ts";
import { parseHttpDate } from "./http/retry-after.ts";
import type { Answer } from "./http/send-once.ts";
import { jitteredDelayMs, type RetryBudget } from "./pace/retry-policy.ts";
import type { Throttle } from "./pace/throttle.ts";

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
export interface Reply<T> extends Salvaged<T> {
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
