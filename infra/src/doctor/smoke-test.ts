import { type Check, ok, problem } from "./finding.ts";

const PATIENCE_MS = 20_000;
const ANY_SERVICE = "00000000-0000-0000-0000-000000000000";

/** An environment as seen from outside. */
export interface SmokeTarget {
  readonly dashboardUrl: string;
  /** The gateway's own address, which must not answer. */
  readonly apiUrl: string;
  readonly issuer: string;
  /** Of a project that is served. */
  readonly projectId: string;
}

/** Checks that must succeed after a deployment, made from outside, as by browsers and clients. */
export function smokeTest({ dashboardUrl: web, apiUrl, issuer, projectId }: SmokeTarget): Check[] {
  const check = (name: string, run: Check["run"]): Check => ({ name, run });
  return [
    check("dashboard", async () => {
      const { status, headers, text } = await ask(`${web}/`);
      if (status !== 200 || !text.includes("<title>Deploy Lens</title>")) return unexpected(status, text);
      return headers.has("content-security-policy") ? ok("200") : problem("has no content-security-policy");
    }),
    check("configuration", async () => {
      const { status, text } = await ask(`${web}/config.json`);
      return text.includes(JSON.stringify(issuer)) ? ok("names the issuer") : unexpected(status, text);
    }),
    check("health", async () => {
      const { status, text } = await ask(`${web}/healthz`);
      return status === 200 ? ok("200") : unexpected(status, text);
    }),
    check("compression", async () => {
      const { status, headers, text } = await ask(`${web}/openapi.json`, { "accept-encoding": "gzip" });
      if (status !== 200) return unexpected(status, text);
      return headers.get("content-encoding") === "gzip"
        ? ok("gzip")
        : problem("/openapi.json is not compressed");
    }),
    check("tokens", async () => {
      const { status, headers, text } = await ask(`${web}/api/v1/projects/${projectId}/services`);
      const isProblem = headers.get("content-type")?.startsWith("application/problem+json") === true;
      return status === 401 && isProblem && text.includes('"requestId"')
        ? ok("asked for")
        : unexpected(status, text);
    }),
    check("wire family", async () => {
      const { status, text } = await ask(`${web}/v1/${projectId}/services/${ANY_SERVICE}/events`);
      return status === 401 && text.includes('"error_code"')
        ? ok("asks for tokens, too")
        : unexpected(status, text);
    }),
    check("gateway's host", async () => {
      const { status, text } = await ask(`${apiUrl}/healthz`);
      return status === 404 ? ok("closed") : unexpected(status, text);
    }),
  ];
}

function unexpected(status: number, text: string) {
  return problem(`answered ${status} ${text.slice(0, 200)}`);
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function ask(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const response = await fetch(url, {
    headers,
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
