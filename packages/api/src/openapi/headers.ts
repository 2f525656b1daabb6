import type { JsonSchema } from "./schemas.ts";

/** Response headers beside HTTP's own, as OpenAPI components. */
export const HEADERS = {
  "X-Request-Id": { description: "The request's id; our logs know it.", schema: { type: "string" } },
  ETag: { description: "Send it back in `If-None-Match`.", schema: { type: "string" } },
  "Cache-Control": {
    description: "How long the caller, and nobody else, may keep it.",
    schema: { type: "string" },
  },
  Age: { description: "How many seconds ago the answer was true.", schema: { type: "integer", minimum: 0 } },
  "Cache-Status": {
    description: "Whether a cache answered, and whether it was stale (RFC 9211).",
    schema: { type: "string" },
  },
  "Retry-After": {
    description: "Seconds to wait before trying again.",
    schema: { type: "integer", minimum: 0 },
  },
  "WWW-Authenticate": { description: "`Bearer`, and what was wrong.", schema: { type: "string" } },
} as const;

/** References headers by name. */
export function headerReferences(...names: (keyof typeof HEADERS)[]): Record<string, JsonSchema> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
