import { setTimeout as sleepFor } from "node:timers/promises";
import { type AuthenticatorOptions, createAuthenticator } from "./auth/authenticator.ts";
import { type OnRequest, observed } from "./call/request-info.ts";
import { ROUTES } from "./call/route.ts";
import { InvalidArgumentError } from "./errors/index.ts";
import { createSend, type Send } from "./http/send.ts";
import { type BreakerLimits, createCircuitBreaker } from "./pace/circuit-breaker.ts";
import { type ConcurrencyLimits, createConcurrency, createThrottle } from "./pace/concurrency.ts";
import { createRetryBudget, type RetryLimits } from "./pace/retry-policy.ts";
import type { CredentialsSource } from "./settings/credentials.ts";
import { type EndpointSetting, resolveEndpoints } from "./settings/endpoint.ts";
import type { Sleep, Transport } from "./transport.ts";

/** Dependencies and settings of a transport; clocks and randomness are injected. */
export type TransportOptions = EndpointSetting & {
  readonly credentials: CredentialsSource;
  /** Epoch ms, for deadlines, tokens and signatures. */
  readonly now: () => number;
  /** Monotonic clock in ms, for intervals; `performance.now` by default. */
  readonly monotonicNow?: (() => number) | undefined;
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  /** By default, Node.js' HTTP client with this client's own connections. */
  readonly send?: Send | undefined;
  readonly sleep?: Sleep | undefined;
  readonly limits?: ClientLimitsInput | undefined;
  readonly onRequest?: OnRequest | undefined;
};

/**
 * Wires up the state that all calls of one client share.
 *
 * @throws InvalidArgumentError naming the invalid setting.
 */
export function createTransport(options: TransportOptions): Transport {
  const { credentials, now, random, onRequest, send = createSend(), sleep = defaultSleep } = options;
  const { monotonicNow = () => performance.now() } = options;
  const limits = withDefaults(options.limits ?? {});
  const endpoints = resolveEndpoints(options);
  if (typeof credentials !== "function" && credentials.kind === "password") iamOf(endpoints.iam);
  return {
    endpoint: endpoints.modelarts,
    authenticator: createAuthenticator({
      credentials,
      issueToken: (password, projectId, signal) =>
        observed(
          { method: "POST", route: ROUTES.issueToken },
          { onRequest, monotonicNow },
          async (record) => {
            record.attempts = 1;
            const endpoint = iamOf(endpoints.iam);
            const { maxResponseBytes } = limits;
            const { issueToken } = await import("./auth/iam-token.ts");
            const token = await issueToken(password, projectId, {
              endpoint,
              send,
              now,
              signal,
              maxResponseBytes,
            });
            record.status = 201;
            return token;
          },
        ),
      limits: limits.credentials,
      now,
      monotonicNow,
      random,
    }),
    breaker: createCircuitBreaker(limits.breaker, monotonicNow),
    concurrency: createConcurrency(limits.concurrency, monotonicNow),
    throttle: createThrottle(limits.maxThrottleMs, monotonicNow),
    budget: createRetryBudget(limits.retry.budget, limits.retry.budgetPerSuccess),
    send,
    limits,
    now,
    monotonicNow,
    random,
    sleep,
    onRequest,
  };
}

function iamOf(iam: URL | null): URL {
  if (iam !== null) return iam;
  throw new InvalidArgumentError("iamEndpoint", "is needed for a password beside an explicit endpoint");
}

function defaultSleep(durationMs: number, signal: AbortSignal): Promise<unknown> {
  return sleepFor(durationMs, undefined, { signal });
}

/** Limits of a client. Times are in ms. */
export interface ClientLimits {
  /** Time limit of a call without a deadline. */
  readonly timeoutMs: number;
  /** Upper bound of one attempt's time limit. */
  readonly maxAttemptTimeoutMs: number;
  /** Lower bound of an attempt's share, even if later attempts then get less. */
  readonly minAttemptTimeoutMs: number;
  /** Decompressed. A page of 1000 events is about 250 KB. */
  readonly maxResponseBytes: number;
  readonly retry: RetryLimits;
  readonly breaker: BreakerLimits & {
    /** A timeout after less than this is the caller's impatience, and no evidence against the upstream. */
    readonly minSilenceMs: number;
  };
  readonly concurrency: ConcurrencyLimits;
  readonly credentials: AuthenticatorOptions["limits"];
  /** Cap on how long a `Retry-After` may stop requests. */
  readonly maxThrottleMs: number;
}

/** Limits to override; the rest keep their defaults. */
export type ClientLimitsInput = {
  readonly [Key in keyof ClientLimits]?: ClientLimits[Key] extends number
    ? number
    : Partial<ClientLimits[Key]>;
};

const DEFAULT_LIMITS: ClientLimits = {
  timeoutMs: 10_000,
  maxAttemptTimeoutMs: 10_000,
  minAttemptTimeoutMs: 2_000,
  maxResponseBytes: 16 * 1024 * 1024,
  retry: {
    maxAttempts: 3,
    baseDelayMs: 100,
    throttledBaseDelayMs: 1_000,
    maxDelayMs: 5_000,
    budget: 10,
    budgetPerSuccess: 0.1,
  },
  breaker: { windowMs: 10_000, minAttempts: 5, failureRatio: 0.5, openMs: 5_000, minSilenceMs: 1_000 },
  concurrency: { maxConcurrent: 16, maxQueued: 256, maxWaitShare: 0.5 },
  credentials: {
    baseDelayMs: 1_000,
    maxDelayMs: 60_000,
    loadTimeoutMs: 10_000,
    maxProjects: 100,
    rereadMs: 60 * 60_000,
  },
  maxThrottleMs: 60_000,
};

/**
 * Completes limits with {@link DEFAULT_LIMITS}.
 *
 * @example
 * withDefaults({ retry: { maxAttempts: 1 } }).retry.baseDelayMs; // 100
 */
function withDefaults(input: ClientLimitsInput): ClientLimits {
  const defaults = DEFAULT_LIMITS;
  return {
    ...defaults,
    ...input,
    retry: { ...defaults.retry, ...input.retry },
    breaker: { ...defaults.breaker, ...input.breaker },
    concurrency: { ...defaults.concurrency, ...input.concurrency },
    credentials: { ...defaults.credentials, ...input.credentials },
  };
}
