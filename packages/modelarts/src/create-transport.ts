import { setTimeout as sleepFor } from "node:timers/promises";
import { createAuthenticator } from "./auth/authenticator.ts";
import { type OnRequest, observed } from "./call/request-info.ts";
import { ROUTES } from "./call/route.ts";
import { InvalidArgumentError } from "./errors/index.ts";
import { createSend, type Send } from "./http/send.ts";
import { type ClientLimitsInput, withDefaults } from "./limits.ts";
import { createCircuitBreaker } from "./pace/circuit-breaker.ts";
import { createConcurrency } from "./pace/concurrency.ts";
import { createRetryBudget } from "./pace/retry-policy.ts";
import { createThrottle } from "./pace/throttle.ts";
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
