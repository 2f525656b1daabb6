import { randomUUID } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { LOGGED_METHODS, type RequestLog } from "../log/request-log.ts";
import type { AppEnv, Notes, RequestContext } from "../request/context.ts";
import { startRequestTime } from "../request/deadline.ts";
import { preferredLanguage } from "../request/language.ts";
import { type LoggedId, loggedId } from "../request/logged-id.ts";
import { isWirePath } from "../request/paths.ts";
import { continueTrace } from "../request/trace-context.ts";
import type { Settings } from "../settings/settings.ts";
import { SECURITY_HEADERS as SECURITY } from "./security-headers.ts";

const SECURITY_HEADERS = Object.entries(SECURITY);
const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{7,63}$/;

interface RequestDeps {
  readonly now: () => number;
  readonly log: (line: RequestLog) => void;
}

/** Wraps every request: gives it an id, a trace and a deadline, and leaves headers and a log line behind. */
export function beginRequest({ now, log }: RequestDeps, settings: Settings): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const startedAtMs = now();
    const remainingMs = c.env?.gateway?.remainingMs() ?? Number.POSITIVE_INFINITY;
    const budgetMs = Math.min(settings.requestTimeoutMs, remainingMs - settings.reserveMs);
    const time = startRequestTime(startedAtMs, budgetMs, c.req.raw.signal);
    const context: RequestContext = {
      requestId: requestIdOf(c),
      trace: continueTrace(c.req.header("traceparent")),
      family: isWirePath(c.req.path) ? "wire" : "problem",
      language: preferredLanguage(c.req.header("accept-language")),
      mediaType: "application/json",
      startedAtMs,
      deadlineMs: time.deadlineMs,
      signal: time.signal,
      notes: emptyNotes(),
      principal: null,
    };
    c.set("context", context);
    try {
      await next();
    } finally {
      time.close();
    }
    // Not by `c.header`, which makes a new response for each once there is one: that would be most of a request's time.
    const { headers } = c.res;
    for (const [name, value] of SECURITY_HEADERS) if (!headers.has(name)) headers.set(name, value);
    headers.set("x-request-id", context.requestId);
    headers.set("traceparent", context.trace.traceparent);
    log(lineOf(c, context, now() - startedAtMs));
  };
}

/** The caller's own id if it is one, else the gateway's, else a new one. */
function requestIdOf(c: Context<AppEnv>): LoggedId {
  const given = [c.req.header("x-request-id"), c.env?.gateway?.requestId];
  const usable = given.find((id) => id !== undefined && REQUEST_ID.test(id));
  return loggedId(usable) ?? newRequestId();
}

function newRequestId(): LoggedId {
  return loggedId(randomUUID()) ?? newRequestId();
}

function emptyNotes(): Notes {
  return {
    route: null,
    projectId: null,
    serviceId: null,
    problem: null,
    cache: null,
    ageMs: null,
    waitedMs: null,
    failure: null,
    trouble: null,
  };
}

function lineOf(
  c: Context<AppEnv>,
  { requestId, trace, notes }: RequestContext,
  durationMs: number,
): RequestLog {
  const { route, trouble, ...rest } = notes;
  return {
    requestId,
    traceId: loggedId(trace.traceId),
    method: LOGGED_METHODS.find((method) => method === c.req.method) ?? "OTHER",
    route: route ?? "none",
    status: c.res.status,
    durationMs,
    ...rest,
    error: trouble?.error ?? null,
    places: trouble?.places ?? [],
  };
}
