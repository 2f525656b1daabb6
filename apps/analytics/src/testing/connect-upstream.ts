import { createModelArtsClient, type ModelArtsClient } from "@deploy-lens/modelarts/client";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";

/** A client of a simulator that accepts any credentials. */
export function connectUpstream(endpoint: string, now: () => number): ModelArtsClient {
  return createModelArtsClient({
    endpoint,
    credentials: parseCredentials({ token: "anything" }),
    now,
    monotonicNow: now,
    random: Math.random,
  });
}
