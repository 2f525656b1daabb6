import { createRandom } from "../random/index.ts";
import { uuidOf } from "../service/ids.ts";
import { happenedBy, latestBy, type SimulatedService } from "../service/index.ts";
import { serviceNames } from "./names.ts";
import { createHistory, type PlannedHistory } from "./service-history.ts";
import { drawTraits } from "./traits.ts";

/** Identifies one service of one scenario. */
export interface PlannedServiceArguments {
  readonly seed: string;
  readonly projectId: string;
  readonly index: number;
  readonly startMs: number;
  readonly anchorMs: number;
}

/** A service whose history is generated from the seed on demand, as far as it is read. */
export function createPlannedService(given: PlannedServiceArguments): SimulatedService {
  const { seed, projectId, index, startMs, anchorMs } = given;
  const random = createRandom(`${seed}/service/${index}`);
  const traits = drawTraits(index, random);
  const names = serviceNames(index, traits.modelCount);
  let laidOut: PlannedHistory | undefined;

  function history(nowMs: number): PlannedHistory {
    laidOut ??= createHistory({
      serviceName: names.service,
      modelNames: names.models,
      traits,
      random,
      startMs,
      anchorMs,
    });
    laidOut.extendTo(nowMs);
    return laidOut;
  }

  return {
    id: uuidOf(seed, "service", index),
    projectId,
    name: names.service,
    description: `${names.models.join(" and ")} behind one address`,
    keepsEvents: false,
    createdAtMs: startMs,
    events: (nowMs) => happenedBy(history(nowMs).events, nowMs, (event) => event.occurredAtMs),
    transition: (nowMs) =>
      latestBy(history(nowMs).transitions, nowMs, ({ atMs }) => atMs) ?? { atMs: startMs, status: "pending" },
    configuration: (nowMs) =>
      latestBy(history(nowMs).configurations, nowMs, ({ sinceMs }) => sinceMs) ?? {
        sinceMs: startMs,
        models: [],
      },
    updates: (nowMs) => happenedBy(history(nowMs).updates, nowMs, ({ updatedAtMs }) => updatedAtMs),
    attempts: (nowMs) => happenedBy(history(nowMs).attempts, nowMs, ({ startedAtMs }) => startedAtMs),
  };
}
