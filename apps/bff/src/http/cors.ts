import type { MiddlewareHandler } from "hono";
import type { cors } from "hono/cors";
import type { AppEnv } from "../request/context.ts";

type CorsOptions = NonNullable<Parameters<typeof cors>[0]>;

/** What pages of configured origins may do. No cookies take part, so no credentials either. */
const CORS: Omit<CorsOptions, "origin"> = {
  allowMethods: ["GET", "HEAD"],
  allowHeaders: [
    "accept",
    "accept-language",
    "authorization",
    "if-none-match",
    "traceparent",
    "x-auth-token",
    "x-request-id",
  ],
  exposeHeaders: [
    "age",
    "cache-status",
    "content-disposition",
    "content-language",
    "content-location",
    "etag",
    "link",
    "retry-after",
    "traceparent",
    "www-authenticate",
    "x-request-id",
  ],
  maxAge: 7_200,
};

/** Lets pages of some origins read answers. What it takes is loaded with the first request: few environments need it. */
export function corsFor(origins: readonly string[]): MiddlewareHandler<AppEnv> {
  let made: Promise<MiddlewareHandler> | null = null;
  const make = async () => (await import("hono/cors")).cors({ ...CORS, origin: [...origins] });
  return async (c, next) => {
    // No page asks: what is said to pages alone is spared, but for what caches between us have to know.
    if (c.req.header("origin") === undefined && c.req.method !== "OPTIONS") {
      await next();
      c.res.headers.append("vary", "Origin");
      return;
    }
    made ??= make();
    return (await made)(c, next);
  };
}
