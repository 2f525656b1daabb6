import type { MiddlewareHandler } from "hono";
import type { cors } from "hono/cors";
import type { AppEnv } from "../request/context.ts";

type CorsOptions = NonNullable<Parameters<typeof cors>[0]>;

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
    "x-rows-set-aside",
  ],
  maxAge: 7_200,
};

/**
 * Allows pages of the given origins to read answers. Hono's middleware is loaded on first use, since few environments
 * configure it.
 */
export function corsFor(origins: readonly string[]): MiddlewareHandler<AppEnv> {
  let made: Promise<MiddlewareHandler> | null = null;
  const make = async () => (await import("hono/cors")).cors({ ...CORS, origin: [...origins] });
  return async (c, next) => {
    // Not a browser request: skip all CORS headers except `Vary`, which caches need.
    if (c.req.header("origin") === undefined && c.req.method !== "OPTIONS") {
      await next();
      c.res.headers.append("vary", "Origin");
      return;
    }
    made ??= make();
    return (await made)(c, next);
  };
}
