import type { Phase } from "@deploy-lens/core/vocabulary/phase";
import type { Random } from "../random/index.ts";
import type { ServiceTraits } from "./traits.ts";

const DAY_MS = 86_400_000;

/** An unfixed drift would outgrow every deployment; after this many days it counts as fixed. */
const DRIFT_MENDED_AFTER_DAYS = 60;

/** Draws the phase durations of one attempt, ms. */
export interface PhaseDurations {
  /** `warm`: the image of this version exists, as in the documented sample (17 ms). */
  build(image: "warm" | "cold"): number;
  prepare(): number;
  schedule(): number;
  /** `warm`: the node has the image (about 1.5 s); `cold`: it does not (about 60 s). */
  pull(image: "warm" | "cold"): number;
  start(): number;
  /** Wait before the platform retries for lack of resources or of an image. */
  scheduleRetry(): number;
  pullRetry(): number;
  /** Time between phases, as in the documented sample: 24, 3939, 7 and 12 ms. */
  gap(usualMs: number): number;
}

/**
 * Sets up the durations of an attempt.
 *
 * The documented sample gives the medians of the undisturbed phases; the two modes of `pull` are the user guide's.
 *
 * @param historyDay days since the history began, for the service's trend
 * @param anchorDay the day of the anchor, counted alike
 */
export function phaseDurations(
  random: Random,
  traits: ServiceTraits,
  historyDay: number,
  anchorDay: number,
): PhaseDurations {
  const { medianMs } = traits;
  const trend = (phase: Phase) => trendFactor(traits, phase, historyDay, anchorDay);
  const draw = (phase: Phase, median: number, sigma: number) =>
    Math.max(1, Math.round(random.logNormal(median, sigma) * trend(phase)));

  return {
    build: (image) => draw("build_image", image === "warm" ? 18 : medianMs.build, 0.3),
    prepare: () => draw("prepare_environment", medianMs.prepare, 0.2),
    schedule: () => draw("schedule_resource", 7, 0.4),
    pull: (image) =>
      image === "warm" ? draw("pull_image", 1_500, 0.22) : draw("pull_image", medianMs.coldPull, 0.3),
    start: () => draw("start_model", medianMs.start, 0.25),
    scheduleRetry: () => random.logNormal(45_000, 0.4),
    pullRetry: () => random.logNormal(12_000, 0.4),
    gap: (usualMs) => random.logNormal(usualMs, 0.3),
  };
}

function trendFactor(traits: ServiceTraits, phase: Phase, historyDay: number, anchorDay: number): number {
  const { trend } = traits;
  if (trend === null || trend.phase !== phase) return 1;
  switch (trend.kind) {
    case "drift":
      return trend.perDay ** (historyDay % DRIFT_MENDED_AFTER_DAYS);
    case "step":
      return historyDay >= anchorDay - trend.daysBeforeAnchor ? trend.factor : 1;
    default:
      return trend satisfies never;
  }
}

/** Days, with their fraction, from one instant to another. */
export function daysBetween(fromMs: number, toMs: number): number {
  return (toMs - fromMs) / DAY_MS;
}
