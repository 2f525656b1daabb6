import { randomUUID } from "node:crypto";
import type { Language } from "@deploy-lens/core/vocabulary/labels";
import type { Context, MiddlewareHandler } from "hono";
import { LOGGED_METHODS, type RequestLog } from "../log/request-log.ts";
import type { AppEnv, Family, Notes, RequestContext } from "../request/context.ts";
import { RequestTime } from "../request/deadline.ts";
import { preferredLanguage } from "../request/language.ts";
import { type LoggedId, loggedId } from "../request/logged-id.ts";
import type { Principal } from "../request/principal.ts";
import { continueTrace, type TraceContext } from "../request/trace-context.ts";
import type { AppSettings } from "../settings/settings.ts";
import { SECURITY_HEADERS as SECURITY } from "./security-headers.ts";
import { isWirePath } from "./target.ts";

const SECURITY_HEADERS = Object.entries(SECURITY);
const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{7,63}$/;

interface RequestDeps {
  readonly now: () => number;
  readonly log: (line: RequestLog) => void;
}

export function beginRequest({ now, log }: RequestDeps, settings: AppSettings): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const startedAtMs = now();
    const remainingMs = c.env?.gateway?.remainingMs() ?? Number.POSITIVE_INFINITY;
    const budgetMs = Math.min(settings.requestTimeoutMs, remainingMs - settings.reserveMs);
    const time = new RequestTime(now, budgetMs, c.req.raw);
    const context = new OpenRequest(c, time, startedAtMs);
    c.set("context", context);
    try {
      await next();
    } finally {
      time.close();
    }
    if (c.res !== context.complete) complete(c.res.headers, context);
    log(lineOf(c, context, now() - startedAtMs));
  };
}

/** Not by `c.header`: on an existing response it creates a new one each time, which would dominate the request's time. */
function complete(headers: Headers, { requestId, trace }: RequestContext): void {
  for (const [name, value] of SECURITY_HEADERS) if (!headers.has(name)) headers.set(name, value);
  headers.set("x-request-id", requestId);
  headers.set("traceparent", trace.traceparent);
}

class OpenRequest implements RequestContext {
  readonly requestId: LoggedId;
  readonly trace: TraceContext;
  readonly family: Family;
  readonly language: Language;
  readonly startedAtMs: number;
  readonly deadlineMs: number;
  readonly notes = emptyNotes();
  mediaType: RequestContext["mediaType"] = "application/json";
  principal: Principal | null = null;
  complete: Response | null = null;
  readonly #time: RequestTime;

  constructor(c: Context<AppEnv>, time: RequestTime, startedAtMs: number) {
    this.requestId = requestIdOf(c);
    this.trace = continueTrace(c.req.header("traceparent"));
    this.family = isWirePath(c.req.path) ? "wire" : "problem";
    this.language = preferredLanguage(c.req.header("accept-language"));
    this.startedAtMs = startedAtMs;
    this.deadlineMs = time.deadlineMs;
    this.#time = time;
  }

  get signal(): AbortSignal {
    return this.#time.signal;
  }
}

/** The caller's id if it is valid, else the gateway's, else a new one. */
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
    errorLocation: null,
  };
}

function lineOf(
  c: Context<AppEnv>,
  { requestId, trace, notes }: RequestContext,
  durationMs: number,
): RequestLog {
  const { route, errorLocation } = notes;
  return {
    requestId,
    traceId: loggedId(trace.traceId),
    method: LOGGED_METHODS.find((method) => method === c.req.method) ?? "OTHER",
    route: route ?? "none",
    status: c.res.status,
    durationMs,
    projectId: notes.projectId,
    serviceId: notes.serviceId,
    cache: notes.cache,
    ageMs: notes.ageMs,
    waitedMs: notes.waitedMs,
    problem: notes.problem,
    failure: notes.failure,
    error: errorLocation?.error ?? null,
    places: errorLocation?.places ?? [],
  };
}
