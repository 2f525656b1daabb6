import { createModelArtsClient, type ModelArtsClient, type ModelArtsClientOptions } from "../client.ts";
import type { ClientLimitsInput } from "../limits.ts";
import { parseCredentials } from "../settings/credentials.ts";

/** A client of a local server, with an access key and a clock of its own unless told otherwise. */
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

/** Limits under which nothing is tried twice. */
export const ONE_ATTEMPT: ClientLimitsInput = { retry: { maxAttempts: 1 } };

/** Runs something that must fail, and gives what it threw and how long it took. */
export async function failureOf(run: () => Promise<unknown>): Promise<{ error: unknown; tookMs: number }> {
  const startedAtMs = performance.now();
  try {
    await run();
  } catch (error) {
    return { error, tookMs: performance.now() - startedAtMs };
  }
  throw new Error("it succeeded");
}

/** How late a busy machine may be. What hangs would take seconds. */
export const SLACK_MS = 500;
