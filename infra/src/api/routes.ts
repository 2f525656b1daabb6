/**
 * The paths, in CloudFront's spelling, that go to the API; all others are the dashboard's. Of ModelArts' versions the API
 * answers /v1, and for others 404 in the shape that clients of ModelArts read.
 */
export const API_PATH_PATTERNS = [
  "/api/*",
  "/v?/*",
  "/openapi.json",
  "/docs*",
  "/healthz",
  "/readyz",
] as const;
