import { Problem } from "@deploy-lens/api/problems/problem";
import { createApp } from "@deploy-lens/bff/app";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import { type Ask, clientBehind, DEADLINE_MS, timed } from "./ask-client.ts";
import type { Ending } from "./expected.ts";
import type { FaultProxy } from "./fault-proxy.ts";

const SERVICE = `/api/v1/projects/demo/services/${SAMPLE_SERVICE_ID}`;

/** Routes that cannot be answered without the upstream. */
export const APP_ROUTES = [
  `${SERVICE}/events`,
  `${SERVICE}/deployments/latest`,
  "/api/v1/projects/demo/services",
  `/v1/demo/services/${SAMPLE_SERVICE_ID}/events`,
] as const;

/** The problems that tell a caller of each ending, and the codes that tell a client of ModelArts. */
const REPORTED: ReadonlyMap<string, readonly Ending[]> = new Map<string, readonly Ending[]>([
  ["504 urn:deploy-lens:problem:upstream-timeout", ["timeout"]],
  ["502 urn:deploy-lens:problem:upstream-unreachable", ["connection"]],
  ["502 urn:deploy-lens:problem:upstream-invalid", ["schema"]],
  ["504 APIG.0203", ["timeout"]],
  ["502 APIG.0202", ["connection", "schema"]],
]);

/** Asks the app, whose upstream is behind the proxy. */
export function askApp(path: string) {
  return (proxy: FaultProxy, direct: FaultProxy): Ask => {
    const app = createApp({
      upstream: clientBehind(proxy, direct, "modelarts"),
      auth: { mode: "off", projects: ["demo"] },
      now: Date.now,
      log: () => undefined,
      settings: { requestTimeoutMs: DEADLINE_MS },
    });
    return () =>
      timed(async () => {
        const response = await app.request(path);
        const body: unknown = await response.json();
        if (response.status === 200) return ["answer"];
        const told = `${response.status} ${codeOf(body)}`;
        return REPORTED.get(told) ?? [told];
      });
  };
}

function codeOf(body: unknown): string {
  const problem = Problem.safeParse(body);
  if (problem.success) return problem.data.type;
  return typeof body === "object" && body !== null
    ? String(Reflect.get(body, "error_code"))
    : "no problem at all";
}
