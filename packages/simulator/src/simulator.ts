import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createClock, type SimulatorClock } from "./api/clock.ts";
import type { SimulatedOffsets } from "./api/paging.ts";
import { createRequestHandler } from "./api/request-handler.ts";
import type { AuthOptions } from "./auth/credentials.ts";
import { createTokenService } from "./auth/tokens.ts";
import { createScenario, type ScenarioOptions } from "./demo/scenario.ts";
import { createFaultEngine, type FaultControls } from "./faults/index.ts";
import { createRequestLog, type ReceivedRequests } from "./faults/request-log.ts";
import { createServiceDirectory } from "./service/directory.ts";
import type { SimulatedService } from "./service/index.ts";
import type { PlannedAttempt } from "./service/plan.ts";
import {
  createScriptedService,
  type ScriptedService,
  type ScriptedServiceOptions,
} from "./service/scripted.ts";

/** "Events are saved for one month and will be automatically cleared then" (user guide). */
const MONTH_MS = 30 * 86_400_000;

/** Options of a simulator. Every field has a default; `{}` is the demo. */
export interface SimulatorOptions {
  /** Epoch ms; default the machine's clock. */
  readonly nowMs?: () => number;
  /** `false`: no services but those that {@link Simulator.addService} adds. */
  readonly scenario?: ScenarioOptions | false;
  /** Accepted credentials; default `null`: everyone may call. */
  readonly auth?: AuthOptions | null;
  /** The unit of `offset`; default `page`, as in the reference. */
  readonly offsetMode?: SimulatedOffsets;
  /** True if `end_time` includes its instant; default `true`. No document says. */
  readonly endTimeInclusive?: boolean;
  /** Largest `limit`; default `null`: any. No document gives one for these routes. */
  readonly maxLimit?: number | null;
  /** After how long events are cleared, in ms; default 30 days. */
  readonly retentionMs?: number;
  /** More requests than this in a window get 429, as from the gateway; default `null`: none do. */
  readonly rateLimit?: { readonly limit: number; readonly windowMs: number } | null;
  /** True if `/_simulator/…` is there; default `false`. It answers callers on this machine alone. */
  readonly controlRoutes?: boolean;
  /** Capacity of the request log; default 10,000. */
  readonly requestLogCapacity?: number;
}

/** A ModelArts that runs here. */
export interface Simulator {
  /**
   * Starts to serve on loopback.
   *
   * @param port default 0: any that is free
   * @returns the base URL, without a closing slash
   */
  listen(port?: number): Promise<string>;
  /** Ends every connection, hanging ones too, and frees the port. */
  close(): Promise<void>;
  readonly clock: SimulatorClock;
  readonly faults: FaultControls;
  readonly requests: ReceivedRequests;
  /** Adds a service whose events are given. An id that is there already is replaced. */
  addService(options: ScriptedServiceOptions): ScriptedService;
  /** @returns whether it was there */
  removeService(projectId: string, serviceId: string): boolean;
  /** Every service that exists at the clock's time, in all projects or in one. */
  services(projectId?: string): readonly SimulatedService[];
  /**
   * The truth behind a service's events: the attempts that have begun, oldest first, those included whose events are
   * cleared already. Empty for the sample and for added services.
   */
  attempts(serviceId: string): readonly PlannedAttempt[];
  /** Ends every token that was issued until now: the next use gets 401 `APIG.0307`. */
  expireTokens(): void;
  /** Number of issued tokens. */
  tokensIssued(): number;
}

/**
 * Makes a simulator; it serves once told to {@link Simulator.listen}.
 *
 * @example
 * const simulator = createSimulator({ scenario: { seed: "a", services: 12 } });
 * const url = await simulator.listen();
 * await fetch(`${url}/v1/demo/services/35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e/events?order=asc`); // the documented sample
 * await simulator.close();
 */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const clock = createClock(options.nowMs ?? Date.now);
  const scenario = options.scenario ?? {};
  const directory = createServiceDirectory(scenario === false ? [] : createScenario(scenario, clock.nowMs()));
  const faults = createFaultEngine((scenario === false ? undefined : scenario.seed) ?? "deploy-lens");
  const requests = createRequestLog(options.requestLogCapacity ?? 10_000);
  const auth = options.auth ?? null;
  const tokens = createTokenService(auth ?? {});

  const server = createServer(
    createRequestHandler({
      clock,
      directory,
      faults,
      requests,
      auth,
      tokens,
      rateLimit: options.rateLimit ?? null,
      controlRoutes: options.controlRoutes ?? false,
      events: {
        offsetMode: options.offsetMode ?? "page",
        endTimeInclusive: options.endTimeInclusive ?? true,
        maxLimit: options.maxLimit ?? null,
        retentionMs: options.retentionMs ?? MONTH_MS,
      },
    }),
  );

  return {
    listen: (port = 0) =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, "127.0.0.1", () => {
          server.off("error", reject);
          resolve(`http://127.0.0.1:${boundPort(server.address())}`);
        });
      }),
    close: () =>
      new Promise((resolve, reject) => {
        if (!server.listening) return resolve();
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
    clock,
    faults,
    requests,
    addService(scripted) {
      const service = createScriptedService(scripted);
      directory.add(service);
      return service;
    },
    removeService: directory.remove,
    services: (projectId) =>
      directory.list(projectId).filter(({ createdAtMs }) => createdAtMs <= clock.nowMs()),
    attempts: (serviceId) =>
      directory
        .list()
        .filter(({ id }) => id === serviceId)
        .flatMap((service) => service.attempts(clock.nowMs())),
    expireTokens: tokens.expireAll,
    tokensIssued: tokens.issuedCount,
  };
}

function boundPort(address: string | AddressInfo | null): number {
  if (address === null || typeof address === "string")
    throw new Error("the server is not bound to a TCP port");
  return address.port;
}
