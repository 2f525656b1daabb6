import { EventsQuery } from "@deploy-lens/core/upstream/events-query";
import { createModelArtsClient, type ModelArtsClient } from "@deploy-lens/modelarts/client";
import { isModelArtsFailure } from "@deploy-lens/modelarts/errors";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { DEMO_AUTH } from "@deploy-lens/simulator/auth/credentials";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import type { FaultProxy } from "./fault-proxy.ts";

/** The deadline of a read. */
export const DEADLINE_MS = 600;

/** How long one attempt may take at least: as by default, a part of what a whole call is given. */
const ATTEMPT_TIMEOUT_MS = 200;

/** Nothing that keeps its deadline takes longer. */
const HANG_MS = 5_000;

/** How a read ended, and after how long. */
export interface Asked {
  /** An answer, an error of some kind, or whatever else should not be; several where the caller is not told more. */
  readonly endings: readonly string[];
  readonly tookMs: number;
}

/** Asks something whose upstream is behind the proxy, again and again. */
export type Ask = () => Promise<Asked>;

/** One way to read, and which of its two exchanges has the mishap. */
export interface ClientRead {
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

/** A client whose ModelArts, or whose IAM, is behind the proxy. */
export function clientBehind(
  proxy: FaultProxy,
  direct: FaultProxy,
  struck: ClientRead["struck"],
): ModelArtsClient {
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

/** Reads with the client itself. */
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

/** Measures how long something takes to end; what does not end hangs. */
export async function timed(run: () => Promise<readonly string[]>): Promise<Asked> {
  const startedAtMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<readonly string[]>((resolve) => {
    timer = setTimeout(() => resolve(["hangs"]), HANG_MS);
  });
  const endings = await Promise.race([run(), hang]);
  clearTimeout(timer);
  return { endings, tookMs: performance.now() - startedAtMs };
}
