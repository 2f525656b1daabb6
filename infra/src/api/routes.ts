/**
 * The path patterns, in CloudFront's syntax, that go to the API; all others are the dashboard's. Of ModelArts'
 * versions the API answers /v1, and others with 404 in the format that ModelArts clients expect.
 */
export const API_PATH_PATTERNS = [
  "/api/*",
  "/v?/*",
  "/openapi.json",
  "/docs*",
  "/healthz",
  "/readyz",
] as const;
