import { createModelArtsClient, type ModelArtsClient, type ModelArtsClientOptions } from "../client.ts";
import type { ClientLimitsInput } from "../create-transport.ts";
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

/**
 * Runs a call that must fail, and returns its error.
 *
 * With `withinMs` it must also fail before a timer that started with it. Timers fire in order, however busy the
 * machine is, so a deadline that is met comes first.
 */
export async function failureOf(
  run: () => Promise<unknown>,
  { withinMs }: { readonly withinMs?: number } = {},
): Promise<{ error: unknown }> {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
  }, withinMs ?? LONGEST_TIMER_MS);
  try {
    await run();
  } catch (error) {
    if (isLate) throw new Error(`it failed later than ${withinMs} ms after its start`, { cause: error });
    return { error };
  } finally {
    clearTimeout(timer);
  }
  throw new Error("it succeeded");
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;
