import type { PlannedPhase } from "../service/plan.ts";

/** Drops what had not begun by then, and leaves open what had not ended. */
export function cutShort(lanes: readonly PlannedPhase[], cutAtMs: number): PlannedPhase[] {
  return lanes
    .filter(({ startedAtMs }) => startedAtMs < cutAtMs)
    .map((lane) =>
      lane.endedAtMs !== null && lane.endedAtMs < cutAtMs
        ? lane
        : {
            ...lane,
            endedAtMs: null,
            outcome: "interrupted" as const,
            retriesAtMs: lane.retriesAtMs.filter((atMs) => atMs < cutAtMs),
            resumedAtMs: lane.resumedAtMs.filter((atMs) => atMs < cutAtMs),
          },
    );
}
