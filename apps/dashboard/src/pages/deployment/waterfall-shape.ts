import type { DeploymentAnswer, PhaseRunAnswer } from "@deploy-lens/api/deployments/deployment";
import type { Event } from "@deploy-lens/api/events/events";
import type { ModelAnswer } from "@deploy-lens/api/fields/model";
import { criticalPath, type Share } from "@deploy-lens/core/derive/critical-path";
import type { Phase } from "@deploy-lens/core/vocabulary/phase";
import { markOfEvent, markOfRun, marksMeet, modelText } from "./mark.ts";

/** A range of the axis, ms since the deployment's start. */
export interface AxisSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A bar: one phase of one model. */
export interface Bar extends AxisSpan {
  readonly run: PhaseRunAnswer;
  readonly open: boolean;
  /** The parts on the critical path. */
  readonly critical: readonly AxisSpan[];
  /** Times of failed attempts, ms since the start. */
  readonly retriesMs: readonly number[];
}

export interface WaterfallLane {
  readonly model: ModelAnswer | null;
  readonly bars: readonly Bar[];
}

/** A piece of the critical path; without a phase it is a gap. */
export interface PathPiece extends AxisSpan {
  readonly phase: Phase | null;
  readonly model: ModelAnswer | null;
}

export interface WaterfallShape {
  readonly lengthMs: number;
  readonly path: readonly PathPiece[];
  readonly lanes: readonly WaterfallLane[];
}

/**
 * Lays out a deployment on an axis from its start to its end; while open, to `nowMs`, or to its last event if it
 * stalled. The path is the one behind the API's `criticalMs` and gaps: up to the last event, its pieces add up to them.
 */
export function waterfallShape(
  deployment: Pick<DeploymentAnswer, "startedAt" | "observedMs" | "outcome" | "flags" | "phases">,
  events: readonly Event[],
  nowMs: number,
): WaterfallShape {
  const startMs = Date.parse(deployment.startedAt);
  const live = deployment.outcome === null && !deployment.flags.includes("stalled");
  const lengthMs = Math.max(1, deployment.observedMs, live ? nowMs - startMs : 0);
  const spans = deployment.phases.map((run) => spanOf(run, startMs, lengthMs));
  const path = pathOf(deployment.phases, spans, lengthMs);

  const bars = deployment.phases.map((run, i): Bar => {
    const { fromMs, toMs } = spans[i] ?? { fromMs: 0, toMs: 0 };
    const critical = path
      .filter(({ owner }) => owner === i)
      .map((piece) => ({ fromMs: piece.startMs, toMs: piece.endMs }));
    const open = run.endedAt === null && deployment.outcome === null;
    const retriesMs = retriesOf(run, events, startMs).filter((ms) => ms >= fromMs && ms <= toMs);
    return { run, fromMs, toMs, open, critical, retriesMs };
  });
  const lanes = Map.groupBy(bars, ({ run }) => (run.model === null ? null : modelText(run.model)));
  return {
    lengthMs,
    path: path.map(({ startMs: fromMs, endMs: toMs, owner }) => {
      const run = owner === null ? undefined : deployment.phases[owner];
      return { fromMs, toMs, phase: run?.phase ?? null, model: run?.model ?? null };
    }),
    lanes: [...lanes.values()].map((ofModel) => ({ model: ofModel[0]?.run.model ?? null, bars: ofModel })),
  };
}

/** Up to this many models, all are shown. */
const ALL_SHOWN = 4;
/** Below this share of the critical path, a lane did not delay the deployment. */
const LEAST_SHARE = 0.01;

/** Separates the lanes that matter (slow, failed, retried or running) from the others, when there are many models. */
export function partLanes({ lanes, lengthMs }: Pick<WaterfallShape, "lanes" | "lengthMs">): {
  readonly shown: readonly WaterfallLane[];
  readonly quiet: readonly WaterfallLane[];
} {
  if (lanes.length <= ALL_SHOWN) return { shown: lanes, quiet: [] };
  const isQuiet = ({ bars }: WaterfallLane) =>
    bars.every(({ run, open }) => run.outcome === "success" && run.attempts === 1 && !open) &&
    bars.flatMap(({ critical }) => critical).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0) <
      LEAST_SHARE * lengthMs;
  const quiet = lanes.filter(isQuiet);
  return quiet.length === lanes.length
    ? { shown: lanes, quiet: [] }
    : { shown: lanes.filter((lane) => !isQuiet(lane)), quiet };
}

/**
 * The indexes of the runs on the critical path. If a failure ended the deployment, the path ends at the failed run that
 * yields the API's `criticalMs`.
 */
function pathOf(
  phases: readonly PhaseRunAnswer[],
  places: readonly AxisSpan[],
  lengthMs: number,
): readonly Share<number>[] {
  const spans = places.map(({ fromMs, toMs }, owner) => ({ startMs: fromMs, endMs: toMs, owner }));
  const through = (decisive: number | null) => criticalPath({ startMs: 0, endMs: lengthMs }, spans, decisive);
  const undecided = through(null);
  const givesShares = (path: readonly Share<number>[]) =>
    phases.every(({ criticalMs }, i) => lengthOf(path, i) === criticalMs);
  if (givesShares(undecided)) return undecided;
  const failed = phases.flatMap(({ outcome }, i) =>
    outcome === "failure" || outcome === "interrupted" ? [through(i)] : [],
  );
  return failed.find(givesShares) ?? undecided;
}

function lengthOf(path: readonly Share<number>[], index: number): number {
  return path.reduce((sum, { startMs, endMs, owner }) => sum + (owner === index ? endMs - startMs : 0), 0);
}

/** Unknown edges fall back to the nearest known time of the run. */
function spanOf({ startedAt, endedAt }: PhaseRunAnswer, startMs: number, lengthMs: number): AxisSpan {
  const toMs = endedAt === null ? lengthMs : Date.parse(endedAt) - startMs;
  const fromMs = startedAt === null ? toMs : Date.parse(startedAt) - startMs;
  return { fromMs, toMs: Math.max(fromMs, toMs) };
}

/** Some texts name no model; they apply to every model whose phase was running. */
function retriesOf(run: PhaseRunAnswer, events: readonly Event[], startMs: number): number[] {
  return events
    .filter((event) => event.signal === "retry" && marksMeet(markOfEvent(event), markOfRun(run)))
    .map(({ occurredAt }) => Date.parse(occurredAt) - startMs);
}
