import { HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";

/** A group of the API's routes, as the gateway sees them. */
export interface RouteGroup {
  readonly path: string;
  readonly methods: readonly HttpMethod[];
  /** `gateway`: API Gateway verifies the token. `app`: the app does. `none`: everybody may read. */
  readonly authorization: "gateway" | "app" | "none";
}

const READ = [HttpMethod.GET, HttpMethod.HEAD];

/** What the gateway lets through, and who looks at the token. */
export const ROUTE_GROUPS: readonly RouteGroup[] = [
  { path: "/api/{proxy+}", methods: [HttpMethod.ANY], authorization: "gateway" },
  // Clients of ModelArts send their token as X-Auth-Token, and know the platform's own shape of errors: neither is within
  // the gateway's power, so the app verifies these tokens itself.
  { path: "/v1/{proxy+}", methods: [HttpMethod.ANY], authorization: "app" },
  { path: "/healthz", methods: READ, authorization: "none" },
  { path: "/readyz", methods: READ, authorization: "none" },
  { path: "/openapi.json", methods: READ, authorization: "none" },
  { path: "/docs", methods: READ, authorization: "none" },
  { path: "/docs/{proxy+}", methods: READ, authorization: "none" },
];

/** The paths, in CloudFront's spelling, that go to the API. */
export const API_PATH_PATTERNS = [
  "/api/*",
  "/v1/*",
  "/openapi.json",
  "/docs*",
  "/healthz",
  "/readyz",
] as const;
