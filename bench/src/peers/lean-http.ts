import { createHash, randomUUID } from "node:crypto";
import { createRemoteJWKSet, jwtVerify } from "jose";

// Every peer writes this itself, as our function does: a middleware or a logging library would be measured, not the framework.

/** Headers of every answer, the same as ours. */
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

/** The one origin that may read answers. */
const ORIGIN = "https://lens.example";

/** The CORS header of an answer, if its caller is a page that may read it. */
export function corsHeaders(origin: string | undefined): Readonly<Record<string, string>> {
  return origin === ORIGIN ? { "access-control-allow-origin": ORIGIN, vary: "origin" } : {};
}

/** A strong entity tag. */
export function tagOf(body: string): string {
  return `"${createHash("sha1").update(body).digest("base64url")}"`;
}

/** The caller's id for the request, or a new one. */
export function requestIdOf(given: string | undefined): string {
  return given ?? randomUUID();
}

/** The log line of a request. */
export interface RequestLine {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
}

const METRICS = [
  {
    Namespace: "Peers",
    Dimensions: [["service"]],
    Metrics: [
      { Name: "Requests", Unit: "Count" },
      { Name: "ClientErrors", Unit: "Count" },
      { Name: "ServerErrors", Unit: "Count" },
      { Name: "Latency", Unit: "Milliseconds" },
    ],
  },
];

/** Writes one line of CloudWatch's embedded metric format. */
export function log(line: RequestLine): void {
  const { status } = line;
  const text = JSON.stringify({
    level: status >= 500 ? "ERROR" : "INFO",
    message: "request",
    service: "events",
    ...line,
    Requests: 1,
    ClientErrors: status >= 400 && status < 500 ? 1 : 0,
    ServerErrors: status >= 500 ? 1 : 0,
    Latency: line.durationMs,
    _aws: { Timestamp: Date.now(), CloudWatchMetrics: METRICS },
  });
  process.stdout.write(`${text}\n`);
}

const { AUTH_ISSUER = "", AUTH_AUDIENCES = "", AUTH_JWKS_URI = "" } = process.env;
const keys = createRemoteJWKSet(new URL(AUTH_JWKS_URI));
const VERIFIED_MS = 60_000;
/** Projects by token, as our function remembers them: for a minute. */
const verified = new Map<string, { readonly projects: readonly unknown[]; readonly untilMs: number }>();
let isWarming = true;

/** True if the caller's token lists the project. Nobody has a token while the function warms up. */
export async function mayRead(authorization: string | undefined, projectId: string): Promise<boolean> {
  if (isWarming) return true;
  const token = authorization?.replace(/^Bearer /, "") ?? "";
  const known = verified.get(token);
  if (known !== undefined && Date.now() < known.untilMs) return known.projects.includes(projectId);
  try {
    const options = { issuer: AUTH_ISSUER, audience: AUTH_AUDIENCES, algorithms: ["RS256"] };
    const { payload } = await jwtVerify(token, keys, options);
    const projects = Array.isArray(payload.projects) ? payload.projects : [];
    verified.set(token, { projects, untilMs: Date.now() + VERIFIED_MS });
    return projects.includes(projectId);
  } catch {
    return false;
  }
}

// Each framework types its arguments otherwise; at run time Lambda passes these.
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Handler = (event: any, context: any) => unknown;

/**
 * Invokes a handler once while the function starts, as ours does: routes and schemas are compiled, the secret is read, and the
 * connection to the upstream is open. The service does not exist, so the answer is a failure.
 */
export async function warmUp(handler: Handler): Promise<void> {
  const path = "/api/v1/projects/warm-up/services/warm-up/events";
  const event = {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: "limit=1",
    headers: { host: "warm-up.example" },
    queryStringParameters: { limit: "1" },
    requestContext: {
      http: { method: "GET", path, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "warm-up" },
      stage: "$default",
    },
    isBase64Encoded: false,
  };
  const context = { getRemainingTimeInMillis: () => 10_000, awsRequestId: "warm-up" };
  await handler(event, context);
  isWarming = false;
}
