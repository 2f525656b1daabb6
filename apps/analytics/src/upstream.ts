import type { RequestInfo } from "@deploy-lens/modelarts/call/request-info";
import { createModelArtsClient, type ModelArtsClient } from "@deploy-lens/modelarts/client";
import type { CredentialsSource } from "@deploy-lens/modelarts/settings/credentials";
import type { UpstreamSettings } from "./env.ts";
import type { Metrics } from "./observe/metrics.ts";

/** What a client of the upstream is made with. */
export interface UpstreamOptions {
  readonly settings: Omit<UpstreamSettings, "secretId">;
  readonly credentials: CredentialsSource;
  readonly metrics: Metrics;
  readonly now: () => number;
}

/** Makes the client of the upstream, its calls counted. */
export function createUpstream({ settings, credentials, metrics, now }: UpstreamOptions): ModelArtsClient {
  const { location, iamEndpoint, offsetMode } = settings;
  return createModelArtsClient({
    ...location,
    iamEndpoint,
    offsetMode,
    credentials,
    now,
    random: Math.random,
    onRequest: (info) => count(metrics, info),
  });
}

/** A service that is gone is an answer, not a failure; so is a reader who left. */
function count(metrics: Metrics, { attempts, errorKind, setAside }: RequestInfo): void {
  metrics.add("UpstreamRequests", attempts);
  if (setAside > 0) metrics.add("RowsSetAside", setAside);
  if (errorKind === null || errorKind === "not_found" || errorKind === "aborted") return;
  metrics.add("UpstreamErrors");
  if (errorKind === "throttled") metrics.add("UpstreamThrottles");
  if (errorKind === "auth" || errorKind === "credentials") metrics.add("UpstreamRefusals");
}
