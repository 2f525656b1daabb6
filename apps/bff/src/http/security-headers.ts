/**
 * Headers that every answer carries: nothing here is a page, a script or a frame, but browsers do not know that.
 *
 * `/docs` is a page, and says so with a policy of its own.
 */
export const SECURITY_HEADERS = {
  "content-security-policy":
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "strict-transport-security": "max-age=63072000; includeSubDomains",
} as const;
