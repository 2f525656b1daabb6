import { Problem } from "@deploy-lens/api/problems/problem";
import { createApp } from "@deploy-lens/bff/app";
import { EventsQuery } from "@deploy-lens/core/upstream/events-query";
import { createModelArtsClient, type ModelArtsClient } from "@deploy-lens/modelarts/client";
import { isModelArtsFailure } from "@deploy-lens/modelarts/errors";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { DEMO_AUTH } from "@deploy-lens/simulator/auth/credentials";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import type { Ending } from "./fault.ts";
import type { FaultProxy } from "./fault-proxy.ts";

export const DEADLINE_MS = 600;

/** The shortest timeout of one attempt: as by default, a part of the whole call's. */
const ATTEMPT_TIMEOUT_MS = 200;

/** A read that takes longer is assumed to hang. */
const HANG_MS = 5_000;

/** The end of a read. */
export interface Asked {
  /** `answer`, a kind of error, or something unexpected; several if the API's problem type covers several kinds. */
  readonly endings: readonly string[];
  readonly tookMs: number;
}

/** Reads through the proxy. */
export type Ask = () => Promise<Asked>;

/** A way to read, and which of its two upstreams has the fault. */
interface ClientRead {
  readonly name: string;
  readonly struck: "modelarts" | "iam";
  readonly read: (client: ModelArtsClient, deadlineMs: number) => Promise<unknown>;
}

export const CLIENT_READS: readonly ClientRead[] = [
  {
    name: "events",
    struck: "modelarts",
    read: (client, deadlineMs) =>
      client.listEvents("demo", SAMPLE_SERVICE_ID, EventsQuery.create(), { deadlineMs }),
  },
  {
    name: "events, while the token is fetched",
    struck: "iam",
    read: (client, deadlineMs) =>
      client.listEvents("demo", SAMPLE_SERVICE_ID, EventsQuery.create(), { deadlineMs }),
  },
  {
    name: "all services, page by page",
    struck: "modelarts",
    read: (client, deadlineMs) =>
      Array.fromAsync(client.readServices("demo", {}, { deadlineMs, pageSize: 2 })),
  },
];

const [{ userName, domainName, password }] = DEMO_AUTH.users;
const CREDENTIALS = parseCredentials({ userName, domainName, password });

/** A client whose ModelArts or IAM is behind the proxy. */
function clientBehind(proxy: FaultProxy, direct: FaultProxy, struck: ClientRead["struck"]): ModelArtsClient {
  return createModelArtsClient({
    endpoint: struck === "modelarts" ? proxy.url : direct.url,
    iamEndpoint: struck === "iam" ? proxy.url : direct.url,
    credentials: CREDENTIALS,
    now: Date.now,
    random: Math.random,
    limits: {
      minAttemptTimeoutMs: ATTEMPT_TIMEOUT_MS,
      // It would answer for the network once a few attempts have failed.
      breaker: { minAttempts: Number.POSITIVE_INFINITY },
      credentials: { loadTimeoutMs: ATTEMPT_TIMEOUT_MS, baseDelayMs: 1 },
    },
  });
}

export function askClient({ struck, read }: ClientRead) {
  return (proxy: FaultProxy, direct: FaultProxy): Ask => {
    const client = clientBehind(proxy, direct, struck);
    return () =>
      timed(async () => {
        try {
          await read(client, Date.now() + DEADLINE_MS);
          return ["answer"];
        } catch (error) {
          return [isModelArtsFailure(error) ? error.kind : `an error of another kind: ${String(error)}`];
        }
      });
  };
}

/** Times a read, which may hang. */
async function timed(run: () => Promise<readonly string[]>): Promise<Asked> {
  const startedAtMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<readonly string[]>((resolve) => {
    timer = setTimeout(() => resolve(["hangs"]), HANG_MS);
  });
  const endings = await Promise.race([run(), hang]);
  clearTimeout(timer);
  return { endings, tookMs: performance.now() - startedAtMs };
}

const SERVICE = `/api/v1/projects/demo/services/${SAMPLE_SERVICE_ID}`;

/** Routes that need the upstream. */
export const APP_ROUTES = [
  `${SERVICE}/events`,
  `${SERVICE}/deployments/latest`,
  "/api/v1/projects/demo/services",
  `/v1/demo/services/${SAMPLE_SERVICE_ID}/events`,
] as const;

/** The endings that each problem type and each error code of ModelArts stands for. */
const REPORTED: ReadonlyMap<string, readonly Ending[]> = new Map<string, readonly Ending[]>([
  ["504 urn:deploy-lens:problem:upstream-timeout", ["timeout"]],
  ["502 urn:deploy-lens:problem:upstream-unreachable", ["connection"]],
  ["502 urn:deploy-lens:problem:upstream-invalid", ["schema"]],
  ["504 APIG.0203", ["timeout"]],
  ["502 APIG.0202", ["connection", "schema"]],
]);

/** Reads with the app. */
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
