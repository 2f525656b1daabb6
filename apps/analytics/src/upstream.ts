import type { RequestInfo } from "@deploy-lens/modelarts/call/request-info";
import { createModelArtsClient, type ModelArtsClient } from "@deploy-lens/modelarts/client";
import type { CredentialsSource } from "@deploy-lens/modelarts/settings/credentials";
import type { UpstreamSettings } from "./env.ts";
import type { Metrics } from "./observe/metrics.ts";

export interface UpstreamOptions {
  readonly settings: Omit<UpstreamSettings, "secretId">;
  readonly credentials: CredentialsSource;
  readonly metrics: Metrics;
  readonly now: () => number;
}

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

/** A missing service is an answer, not a failure, and neither is a call that its caller aborted. */
function count(metrics: Metrics, { attempts, errorKind, setAside }: RequestInfo): void {
  metrics.add("UpstreamRequests", attempts);
  if (setAside > 0) metrics.add("RowsSetAside", setAside);
  if (errorKind === null || errorKind === "not_found" || errorKind === "aborted") return;
  metrics.add("UpstreamErrors");
  if (errorKind === "throttled") metrics.add("UpstreamThrottles");
  if (errorKind === "auth" || errorKind === "credentials") metrics.add("UpstreamRefusals");
}
