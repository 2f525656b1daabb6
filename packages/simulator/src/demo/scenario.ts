import type { SimulatedService } from "../service/index.ts";
import { createSampleService, DEMO_PROJECT_ID } from "../service/sample.ts";
import { createIdleService } from "./idle-service.ts";
import { createLiveService, type LiveOptions } from "./live-service.ts";
import { createPlannedService } from "./planned-service.ts";

const DAY_MS = 86_400_000;

/** Options of a scenario's history. Everything else follows from the seed. */
export interface ScenarioOptions {
  /** Default `"deploy-lens"`. */
  readonly seed?: string;
  /** Default `demo`. */
  readonly projectId?: string;
  /**
   * The instant that history is generated around, epoch ms. The same one gives the same history again after a
   * restart. Default: the beginning of the current UTC day.
   */
  readonly anchorMs?: number;
  /** Days of history before the anchor; default 35, so that the oldest are cleared already. */
  readonly days?: number;
  /** Number of services that are deployed repeatedly; default 24. The first twelve are {@link CHARACTERS}. */
  readonly services?: number;
  /** Number of additional idle services; default 0. */
  readonly idleServices?: number;
  /** The service that is being deployed now; `false` leaves it out. */
  readonly live?: LiveOptions | false;
  /** Includes the documented sample's service; default `true`. */
  readonly sample?: boolean;
}

/**
 * Makes the services of a scenario. Cheap: each lays out its history when it is first asked.
 *
 * @param nowMs used for the default anchor alone
 *
 * @example
 * createScenario({ seed: "a", services: 2, live: false }, Date.now()).map(({ name }) => name);
 * // ["zcjtest-07085", "invoice-ocr", "fraud-score"]
 */
export function createScenario(options: ScenarioOptions, nowMs: number): SimulatedService[] {
  const { seed = "deploy-lens", projectId = DEMO_PROJECT_ID, live = {}, sample = true } = options;
  const { days = 35, services = 24, idleServices = 0 } = options;
  const { anchorMs = Math.floor(nowMs / DAY_MS) * DAY_MS } = options;
  assertCount({ days, services, idleServices });
  const startMs = anchorMs - days * DAY_MS;

  return [
    ...(sample ? [createSampleService(projectId)] : []),
    ...(live === false ? [] : [createLiveService(seed, projectId, live)]),
    ...Array.from({ length: services }, (_, index) =>
      createPlannedService({ seed, projectId, index, startMs, anchorMs }),
    ),
    ...Array.from({ length: idleServices }, (_, index) => createIdleService(seed, projectId, index, startMs)),
  ];
}

function assertCount(settings: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new RangeError(`${name} must be an integer from 0, got ${value}`);
    }
  }
}
