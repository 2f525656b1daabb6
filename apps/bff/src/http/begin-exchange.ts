import { randomUUID } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import type { AppDeps } from "../app.ts";
import type { AppEnv, Notes } from "../exchange.ts";
import type { Settings } from "../settings.ts";
import { startRequestTime } from "./deadline.ts";
import { preferredLanguage } from "./language.ts";
import { continueTrace } from "./trace-context.ts";

const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{7,63}$/;

/** Wraps every request: gives it an id, a trace, a deadline and a log line. */
export function beginExchange(
  { now, log, auth }: Pick<AppDeps, "now" | "log" | "auth">,
  settings: Settings,
): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const startedAtMs = now();
    const gateway = c.env?.gateway;
    const budgetMs = Math.min(
      settings.requestTimeoutMs,
      (gateway?.remainingMs() ?? Number.POSITIVE_INFINITY) - settings.reserveMs,
    );
    const time = startRequestTime(startedAtMs, budgetMs, c.req.raw.signal);
    const trace = continueTrace(c.req.header("traceparent"));
    const requestId =
      [c.req.header("x-request-id"), gateway?.requestId].find((id) => REQUEST_ID.test(id ?? "")) ??
      randomUUID();
    const notes: Notes = {
      route: null,
      projectId: null,
      serviceId: null,
      problem: null,
      cache: null,
      ageMs: null,
      failure: null,
      principal: auth.mode === "off" ? { projects: "all" } : null,
    };
    c.set("exchange", {
      requestId,
      trace,
      family: c.req.path.startsWith("/v1/") ? "wire" : "problem",
      language: preferredLanguage(c.req.header("accept-language")),
      startedAtMs,
      deadlineMs: time.deadlineMs,
      signal: time.signal,
      notes,
    });
    try {
      await next();
    } finally {
      time.close();
    }
    c.header("x-request-id", requestId);
    c.header("traceparent", trace.traceparent);
    log({
      requestId,
      traceId: trace.traceId,
      method: c.req.method,
      route: notes.route ?? "none",
      status: c.res.status,
      durationMs: now() - startedAtMs,
      bytes: null,
      projectId: notes.projectId,
      serviceId: notes.serviceId,
      cache: notes.cache,
      ageMs: notes.ageMs,
      problem: notes.problem,
      failure: notes.failure,
    });
  };
}
