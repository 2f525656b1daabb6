import type { JsonSchema } from "./schemas.ts";

/** Response headers beside HTTP's own, as OpenAPI components. */
export const HEADERS = {
  "X-Request-Id": {
    description: "The request's id, which also appears in the logs.",
    schema: { type: "string" },
  },
  ETag: { description: "For `If-None-Match` in a later request.", schema: { type: "string" } },
  "Cache-Control": {
    description: "Time for which the caller's own cache may keep the response.",
    schema: { type: "string" },
  },
  Age: {
    description: "Age of the response's data in seconds.",
    schema: { type: "integer", format: "int32", minimum: 0 },
  },
  "Cache-Status": {
    description: "The use of the cache and the remaining lifetime, negative if stale (RFC 9211).",
    schema: { type: "string" },
  },
  "Retry-After": {
    description: "Seconds to wait before retrying.",
    schema: { type: "integer", format: "int32", minimum: 0 },
  },
  "WWW-Authenticate": { description: "`Bearer`, and the error.", schema: { type: "string" } },
} as const;

/** References headers by name. */
export function headerReferences(...names: (keyof typeof HEADERS)[]): Record<string, JsonSchema> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
