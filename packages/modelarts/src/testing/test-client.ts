import { createModelArtsClient, type ModelArtsClient, type ModelArtsClientOptions } from "../client.ts";
import type { ClientLimitsInput } from "../limits.ts";
import { parseCredentials } from "../settings/credentials.ts";

/** A client of a local server, by default with an access key and the real clock. */
export function testClient(
  endpoint: string,
  options: Partial<Omit<ModelArtsClientOptions, "region" | "endpoint">> = {},
): ModelArtsClient {
  return createModelArtsClient({
    endpoint,
    credentials: parseCredentials({ accessKey: "AKEXAMPLE", secretKey: "SKEXAMPLE" }),
    now: Date.now,
    monotonicNow: options.now,
    random: () => 0.5,
    ...options,
  });
}

/** Disables retries. */
export const ONE_ATTEMPT: ClientLimitsInput = { retry: { maxAttempts: 1 } };

/** Runs a call that must fail; returns its error and how long it took. */
export async function failureOf(run: () => Promise<unknown>): Promise<{ error: unknown; tookMs: number }> {
  const startedAtMs = performance.now();
  try {
    await run();
  } catch (error) {
    return { error, tookMs: performance.now() - startedAtMs };
  }
  throw new Error("it succeeded");
}

/** Tolerance for a busy machine; a hang would take seconds. */
export const SLACK_MS = 500;
