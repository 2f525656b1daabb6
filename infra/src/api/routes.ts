/** The paths, in CloudFront's spelling, that go to the API; all others are the dashboard's. */
export const API_PATH_PATTERNS = [
  "/api/*",
  "/v1/*",
  "/openapi.json",
  "/docs*",
  "/healthz",
  "/readyz",
] as const;
