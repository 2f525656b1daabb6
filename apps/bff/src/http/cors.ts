import type { cors } from "hono/cors";

type CorsOptions = NonNullable<Parameters<typeof cors>[0]>;

/** What pages of configured origins may do. No cookies take part, so no credentials either. */
export const CORS: Omit<CorsOptions, "origin"> = {
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
    "content-language",
    "etag",
    "retry-after",
    "traceparent",
    "www-authenticate",
    "x-request-id",
  ],
  maxAge: 7_200,
};
